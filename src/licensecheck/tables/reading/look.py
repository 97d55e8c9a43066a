"""Looking at a table that nobody has described: what its columns are likely to mean.

In: a file. Out: `Looked`, what was found. A meaning is taken from the name of a column and from
what stands in it, and is a proposal; whose exports they are, of what measure and in which currency
is told only where the file says it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from licensecheck.errors import InputError, Problem, UnknownPlace, UnknownRating, told
from licensecheck.reference.places import read_place
from licensecheck.reference.ratings import read_ratings
from licensecheck.reference.reference import Reference
from licensecheck.tables.reading.catalogue import recognise
from licensecheck.tables.reading.cells import (
    CURRENCY_SIGNS,
    decimal_marks,
    is_blank_value,
    read_day,
    read_money,
    read_year,
)
from licensecheck.tables.reading.record import NOT_MONEY
from licensecheck.tables.reading.rows import (
    RECORDS,
    Form,
    delimiter_found,
    grid_of,
    header_of,
    kind_of_file,
    rows_of,
    sheets_of,
)
from licensecheck.tables.reading.sheet import encoding_of, form_of
from licensecheck.tables.reading.totals import is_total

__all__ = ["Column", "Looked", "look"]

_LOOKED_AT: Final = 5_000
_HEADER_WITHIN: Final = 40
_EXAMPLES: Final = 3
_DISTINCT: Final = 60
# Of the cells that are filled, so many must fit what a column is said to mean.
_MOST: Final = 0.6
_FEW: Final = 0.3

# What the name of a column says, in the languages in which states report; whole words.
_NAMES: Final[Mapping[str, str]] = {
    "destination": r"destination|destinations|recipient|recipients|importer|importing|buyer|country"
    r"|countries|land|länder|bestimmungs|endverbraucherland|lieferland|bestemming|eindbestemming|bestimmungsland|empfängerland|empfänger|pais"
    r"|país|países|destino|destinatario|pays|destinataire|paese|paesi|destinazione|mottakerland"
    r"|mottaker|modtager|maa|kohdemaa|kraj|země|ország|to|käufer|state|staat",
    "exporter": r"exporter|exporting|supplier|seller|source|from|exportland|ausfuhrland"
    r"|herkunftsland|exportador|exportateur|esportatore|leverancier|reporter|reporting|exporteur"
    r"|exporteurland|uitvoerder|ausführer|lieferant|lieferstaat|proveedor|fournisseur|fornitore"
    r"|exportør|exportör|eksportør|eksporter|viejä|toimittaja|vývozce|exportőr|dostawca",
    "year": r"year|years|jahr|jaar|año|ano|année|anno|år|vuosi|rok|év|fiscal",
    "day": r"date|day|\w*datum|fecha|data|dato|päivä|issued|afgifte|erteilt",
    "rating": r"rating|ratings|category|categories|kategorie|kategorien|categorie|categoria"
    r"|categoría|catégorie|ml|sgp|post|position|al|kategori|luokka|entry|cml|code",
    "value": r"value|values|amount|\w*wert|werte|\w*betrag|\w*waarde|\w*bedrag|euro|euros|eur|usd"
    r"|gbp|valor|importe|valeur|montant|valore|importo|verdi|värde|værdi|beløp|belopp|arvo"
    r"|wartość|tiv",
    "licences": r"licences|licenses|number|anzahl|aantal|número|nombre|numero|antall|antal|count",
    "reference": r"reference|licence number|license number|n° licence|licence no|\w*nummer|id"
    r"|aktenzeichen|referentie|dossier|dossiers|kenmerk|zaak|zaaknr|referenz|vorgang"
    r"|geschäftszeichen|expediente|référence|referencia|riferimento|pratica|referanse|diarienummer"
    r"|sagsnr|sygnatura|referenssi|case|file no|file number|ref",
    "description": r"goods|description|omschrijving|bezeichnung|güter|beschreibung|descripción"
    r"|descripcion|désignation|descrizione|beskrivelse|channel|designation",
    "currency": r"currency|währung|valuta|moneda|devise|divisa",
    "consignee": r"consignee|intermediate",
    "end_user": r"end.user|eindgebruiker|endverwender|utilisateur final|usuario final"
    r"|utilizzatore finale|sluttbruker|slutanvändare",
    "buyer": r"buyer|koper|käufer|acheteur|comprador|acquirente|kjøper|köpare",
    "buyer_country": r"(?:buyer|purchaser).{0,3} (?:country|state)"
    r"|(?:country|state) of (?:the )?(?:buyer|purchaser)|land van (?:de )?koper|käuferland"
    r"|pays de l.acheteur",
    "contract_date": r"contract (?:date|day)|(?:date|day) of (?:the )?contract|contractdatum"
    r"|datum (?:van het )?contract|vertragsdatum|date du contrat|fecha del contrato",
}
# A column whose name says the second is not the first, whatever stands in it.
_RATHER: Final[Mapping[str, str]] = {"day": "contract_date", "destination": "buyer_country"}
_UNITS: Final[Mapping[str, str]] = {
    "millions": r"millions?|mio\.?|mill\.?|mln\.?|millones|millionen|miljoen|milioni|millioner"
    r"|miljoner|m€|€m|\$m|milj\.?",
    "thousands": r"thousands?|tausend|tsd\.?|miles|duizend|milliers|migliaia|tusen|k€|€k|1[ .]?000",
    "billions": r"billions?|mrd\.?|milliarden|miljard|milliards",
}
_MEASURES: Final[Mapping[str, str]] = {
    "licensed": r"licen[cs]es?|licen[cs]ed|licen[cs]ing|genehmigung(en)?|vergunning(en)?|licencias?"
    r"|autorizaciones|autorisations?|autorizzazioni|tillstånd|tilladelser|authori[sz]ations?",
    "exported": r"exports?|exported|ausfuhr(en)?|exporte|uitvoer|exportaciones|exportations?"
    r"|esportazioni|eksport|vienti|utförsel|xprt",
    "delivered": r"deliver(y|ies|ed)|lieferung(en)?|leveringen|entregas|livraisons|tivs?",
    "ordered": r"orders?|ordered|sales|fms|agreements?|commandes|pedidos|bestellungen",
    "transit": r"transit|doorvoer|durchfuhr",
    "refused": r"refus(al|als|ed)|denials?|ablehnungen|denegaciones",
}
_CURRENCIES: Final = (
    r"€|euros?|eur|us\$|usd|us dollars?|£|gbp|chf|sek|nok|dkk|pln|czk|cad|tivs?|trend.indicator"
)
_CODES: Final = {"TIVS": NOT_MONEY, "TREND INDICATOR": NOT_MONEY, "US DOLLAR": "USD"}
# Which fields hold a thing that can be recognised without the name of the column.
_CATEGORY: Final = re.compile(
    r"(?:c?ml|uml|cat\.|categor[a-z]+|kategorie|catégorie|post)? ?([1-9]|1[0-9]|2[0-2])(?:\.0)?",
    re.IGNORECASE | re.ASCII,
)
_FEWEST_CATEGORIES: Final = 3
_ANY_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)[0-9]{2}(?!\d)", re.ASCII)
_BARE: Final = re.compile(r"(?:[1-9]|1[0-9]|2[0-2])(?:\.0|[a-z])?", re.ASCII)
# Columns of numbers that are no amounts.
_COUNTS: Final = r"key|id|index|row|rank|nr|no|num|number|nummer|numero|anzahl|aantal|items|units"
# Of the rows, so many may have a code in more than one column of codes.
_TWICE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Column:
    """A column as seen.

    Attributes:
        name: Its name, as a mapping calls it.
        field: Our field that it is likely to be, `years` for a year, or empty.
        by_name: Whether the name of the column says so; else only what stands in it does.
        filled: How many of the rows that were looked at have something in it.
        examples: Some of what stands in it.
    """

    name: str
    field: str
    by_name: bool
    filled: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in a file.

    Attributes:
        name: Name of the file.
        form: `text`, `workbook`, or another form that needs no mapping of its form.
        reader: The reader that knows the format as it is; empty where only `generic` does.
        encoding: Of a text.
        delimiter: Of a text.
        sheets: Of a workbook, its sheets; the one that was looked at is `sheet`.
        header: Rows that name the columns, the first row of the file being 1.
        before: Lines before the header.
        rows: Rows below the header that were looked at; `more` where there are others.
        columns: The columns, in order.
        years: How the year stands in the name of a column of a year; empty where none is.
        categories: Columns of a category of goods, by its code.
        measures: Columns of values that each are of one measure, by that measure.
        other_years: Other ways in which a year stands in the names of columns.
        ratings: Columns that each may hold the code, where there are several.
        decimal: Decimal mark of the values; `?` where they do not tell, empty where none has one.
        days: Order of day, month and year; empty where nothing tells.
        unit: Of the values, where the file says so.
        prefix: What stands before bare numbers of the category, to make them codes.
        totals: Rows with a word for a total, by the column in which it stands.
        constants: What the file says of all its rows: exporter, currency, measure.
        doubts: What could not be found out, by field.
    """

    name: str
    form: str = "text"
    reader: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    header: tuple[int, ...] = ()
    before: tuple[str, ...] = ()
    rows: int = 0
    more: bool = False
    columns: tuple[Column, ...] = ()
    years: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    ratings: tuple[str, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)
    other_years: tuple[str, ...] = ()
    decimal: str = ""
    days: str = ""
    unit: str = ""
    prefix: str = ""
    totals: Mapping[str, int] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    def column(self, name: str) -> str:
        """The column that is likely to be a field of ours; empty where none is."""
        return next((one.name for one in self.columns if one.field == name), "")


def look(path: Path, *, sheet: str = "", constants: Mapping[str, str] | None = None) -> Looked:
    """Look at a file.

    Args:
        path: CSV of any separator and encoding, a workbook, JSON, JSON Lines or Parquet.
        sheet: Sheet of a workbook; the first filled one where none is named.
        constants: What the user says of all rows: `exporter`, `currency`, `measure`.

    Raises:
        InputError: The file cannot be read, is no table, or has no such sheet.
    """
    kind = kind_of_file(path)
    form = kind if kind in RECORDS else form_of(path)
    try:
        reader = recognise(path)
    except InputError:
        reader = ""
    sheets = tuple(sheets_of(path)) if form == "workbook" else ()
    looked = Looked(path.name, form, "" if reader == "generic" and sheets else reader)
    if form == "text":
        encoding = encoding_of(path)
        looked = replace(looked, encoding=encoding, delimiter=delimiter_found(path))
    if kind in RECORDS:
        return _records(path, looked, constants or {})
    chosen = sheet or (_first_filled(path, sheets) if sheets else "")
    looked = replace(looked, sheets=sheets, sheet=chosen)
    grid = grid_of(path, Form(delimiter=looked.delimiter, sheet=chosen))
    rows = list(itertools.islice(grid, _LOOKED_AT + _HEADER_WITHIN))
    if not any(map(any, rows)):
        raise InputError(Problem(path.name, told("the file is empty")))
    header, names, start = _header(rows)
    below = [row for row in rows[start:] if any(row)]
    looked = replace(
        looked, header=header, rows=len(below), more=next(grid, None) is not None,
        before=tuple(" ".join(filter(None, row)) for row in rows[: header[0] - 1] if any(row)),
    )  # fmt: skip
    return _meanings(looked, names, below, constants or {})


def _records(path: Path, looked: Looked, constants: Mapping[str, str]) -> Looked:
    """A file whose rows name their own columns."""
    rows = rows_of(path, Form())
    found = [row.cells for row in itertools.islice(rows, _LOOKED_AT)]
    names = list(dict.fromkeys(name for cells in found for name in cells))
    if not names:
        raise InputError(Problem(path.name, told("the file has no rows")))
    below = [[cells.get(name, "") for name in names] for cells in found]
    looked = replace(looked, rows=len(below), more=next(rows, None) is not None)
    return _meanings(looked, names, below, constants)


def _first_filled(path: Path, sheets: Sequence[str]) -> str:
    def width(name: str) -> int:
        rows = itertools.islice(grid_of(path, Form(sheet=name)), 200)
        return sum(sum(map(bool, row)) for row in rows)

    return max(sheets, key=width, default="")


def _header(rows: Sequence[Sequence[str]]) -> tuple[tuple[int, ...], list[str], int]:
    """The rows that name the columns, the names, and how many rows stand up to them."""
    head = rows[:_HEADER_WITHIN]
    width = max((sum(map(bool, row)) for row in rows), default=0)
    best = next((i for i, row in enumerate(head) if any(row)), 0)
    for index, row in enumerate(head):
        words = [cell for cell in row if cell]
        names = sum(not _is_number(cell) or read_year(cell) is not None for cell in words)
        if len(words) * 5 >= width * 3 and len(words) > 1 and names * 3 >= len(words) * 2:
            best = index
            break
    header: tuple[int, ...] = (best + 1,)
    above = [cell for cell in head[best - 1] if cell] if best else []
    own = head[best] if head else []
    # A line above names groups of columns, whose own names repeat or are missing.
    if len(above) > 1 and (not all(own) or len(set(own)) < len(own)):
        header = (best, best + 1)
    names_of, start = header_of(head, Form(header=header))
    return header, names_of, start


def _is_number(cell: str) -> bool:
    return read_money(cell, ".") is not None or read_money(cell, ",") is not None


# --- meanings ------------------------------------------------------------------------------------


def _meanings(
    looked: Looked, names: Sequence[str], rows: Sequence[Sequence[str]], said: Mapping[str, str]
) -> Looked:
    cells = {
        name: [row[index] if index < len(row) else "" for row in rows]
        for index, name in enumerate(names)
    }
    distinct = {
        name: tuple(dict.fromkeys(filter(None, found)))[:_DISTINCT] for name, found in cells.items()
    }
    pattern = _years(names)
    is_year = partial(_year_in, pattern)
    categories = {} if pattern else _categories(names)
    own = [name for name in names if not is_year(name) and name not in categories.values()]
    ratings = () if pattern else _rating_columns(own, cells, distinct)
    own = [name for name in own if name not in ratings]
    measures = {} if pattern or categories else _measures(own, distinct)
    own = [name for name in own if name not in measures.values()]
    apart = {name for name in said if said[name]}
    apart |= {"value"} if pattern or categories or measures else set()
    apart |= {"year", "day"} if pattern else {"rating"} if categories else set()
    apart |= {"measure"} if measures else set()
    apart |= {"rating"} if ratings else set()
    fields = _fields(own, distinct, apart=apart)
    years = [name for name in names if is_year(name)]
    values = (
        years
        or [*categories.values(), *measures.values()]
        or [name for name, (meaning, _) in fields.items() if meaning == "value"]
    )
    columns = []
    for name in names:
        meaning, by_name = fields.get(name, ("", False))
        if name in ratings:
            meaning, by_name = "rating", False
        elif name in measures.values():
            meaning, by_name = "measures", True
        elif name in years or name in categories.values():
            meaning, by_name = "years" if name in years else "categories", True
        filled = sum(map(bool, cells[name]))
        columns.append(Column(name, meaning, by_name, filled, distinct[name][:_EXAMPLES]))
    found = {meaning: name for name, (meaning, _) in fields.items()}
    words = " ".join((looked.name.replace("_", " "), *looked.before, *names[:200]))
    words = re.sub(r"[_\-/]", " ", words).casefold()
    looked = replace(
        looked, columns=tuple(columns), years=pattern, categories=categories,
        ratings=ratings, measures=measures, other_years=_year_forms(names)[1:],
        decimal=_decimal(cell for name in values for cell in cells[name]),
        days=_days(cells.get(found.get("day", ""), ())),
        prefix=_prefix([
            cell for name in ratings or (found.get("rating", ""),) for cell in cells.get(name, ())
        ]),
        totals={
            name: count
            for meaning in ("exporter", "destination", "rating")
            if (name := found.get(meaning, ""))
            and (count := sum(is_total(cell) for cell in cells[name]))
        },
    )  # fmt: skip
    return _constants(looked, words, found, said)


def _constants(
    looked: Looked, words: str, found: Mapping[str, str], said: Mapping[str, str]
) -> Looked:
    """What holds for all rows, as the user or the file says it; and what is not known."""
    constants: dict[str, str] = {}
    doubts = []
    currency = _only(_CURRENCIES, found.get("value", "")) or _only(_CURRENCIES, words)
    for name, words_say in (
        ("exporter", ""),
        ("destination", ""),
        ("currency", currency),
        ("measure", _measure(words)),
    ):
        if name in found or (name == "measure" and looked.measures):
            continue
        stated = said.get(name, "") or words_say
        if stated:
            constants[name] = stated
        else:
            doubts.append(name)
    if not looked.years and not {"year", "day"} & set(found):
        years = set(_ANY_YEAR.findall(f"{words} {looked.sheet}"))
        if len(years) == 1:
            constants["year"] = years.pop()
        else:
            doubts.append("year")
    if not ("value" in found or looked.years or looked.categories or looked.measures):
        doubts.append("value")
    unit = next((unit for unit, form in _UNITS.items() if _has(form, words)), "")
    if constants.get("currency") == NOT_MONEY and unit == "millions":
        unit = ""  # trend indicators are counted in millions
    return replace(looked, unit=unit, constants=constants, doubts=tuple(doubts))


def _words_of(name: str) -> str:
    """The name of a column with blanks between its words."""
    return re.sub(r"[_\-/().]", " ", name)


def _has(form: str, words: str) -> bool:
    return re.search(rf"(?<!\w)(?:{form})(?!\w)", words, re.IGNORECASE) is not None


def _only(form: str, words: str) -> str:
    """The one currency that some words name; empty for none or several."""
    found = {
        match.upper().replace(".", " ")
        for match in re.findall(rf"(?<!\w)(?:{form})(?!\w)", words, re.IGNORECASE)
    }
    codes = {_CODES.get(word.removesuffix("S"), "") or _code(word) for word in found}
    return codes.pop() if len(codes) == 1 else ""


def _code(word: str) -> str:
    code = _CODES.get(word, CURRENCY_SIGNS.get(word, word))
    return code if re.fullmatch("[A-Z]{3}", code) else ""


def _measure(words: str) -> str:
    """The one measure that some words name."""
    found = [measure for measure, form in _MEASURES.items() if _has(form, words)]
    return found[0] if len(found) == 1 else ""


def _measures(names: Sequence[str], distinct: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Columns of values that each are of one measure; none for a single one."""
    found: dict[str, str] = {}
    for name in names:
        measure = _measure(_words_of(name))
        if measure and measure not in found and _fit("value", distinct[name]) >= _MOST:
            found[measure] = name
    return found if len(found) > 1 else {}


def _years(names: Sequence[str]) -> str:
    """How the year stands in the names of the columns that are years; empty for fewer than two."""
    return next(iter(_year_forms(names)), "")


def _year_forms(names: Sequence[str]) -> tuple[str, ...]:
    """All ways in which a year stands in the names of two columns or more, the commonest first."""
    forms: dict[str, int] = {}
    for name in names:
        found = re.fullmatch(r"(\D{0,20})((?:19|20)[0-9]{2})(?:\.0)?(\D.{0,20})?", name, re.ASCII)
        if found:
            behind = (found[3] or "").replace(found[2], "YYYY")
            if "YYYY" not in behind:
                form = f"{found[1]}YYYY{behind}"
                forms[form] = forms.get(form, 0) + 1
    several = [form for form, count in forms.items() if count > 1]
    return tuple(sorted(several, key=forms.__getitem__, reverse=True))


def _year_in(pattern: str, name: str) -> bool:
    before, _, behind = pattern.partition("YYYY")
    if not (pattern and name.startswith(before) and name.endswith(behind)):
        return False
    year = name[len(before) : len(name) - len(behind)]
    return read_year(year.removesuffix(".0")) is not None


def _categories(names: Sequence[str]) -> dict[str, str]:
    """Columns that each are of one category of goods, by its code; none for fewer than three."""
    found = {f"ML{match[1]}": name for name in names if (match := _CATEGORY.fullmatch(name))}
    return found if len(found) >= _FEWEST_CATEGORIES else {}


def _rating_columns(
    names: Sequence[str], cells: Mapping[str, Sequence[str]], distinct: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Columns that share the code between them, such as one a regime; none for a single one."""
    found = [
        name for name in names
        if _fit("rating", distinct[name]) >= _MOST
        and not all(map(_is_number, filter(None, cells[name])))
    ]  # fmt: skip
    rows = list(zip(*(cells[name] for name in found), strict=True))
    filled = [sum(map(bool, row)) for row in rows]
    twice = sum(count > 1 for count in filled)
    return tuple(found) if len(found) > 1 and twice <= _TWICE * len(rows) else ()


def _fields(
    names: Sequence[str],
    distinct: Mapping[str, Sequence[str]],
    *,
    apart: Container[str],
) -> dict[str, tuple[str, bool]]:
    """Our field of some columns, each once and none apart, and whether the name says it."""
    scores: list[tuple[float, int, str, str, bool]] = []
    for order, name in enumerate(names):
        filled, words = distinct[name], _words_of(name)
        for meaning, form in _NAMES.items():
            named = _has(form, words)
            # What the user says of all rows, or several columns hold, is in no column of its own.
            if meaning in apart or _is_other(meaning, words, filled, named=named):
                continue
            fits = _fit(meaning, filled)
            if fits < (_FEW if named else _MOST):
                continue
            if not named and meaning not in ("destination", "rating", "year", "day", "value"):
                continue
            scores.append((named + fits, -order, name, meaning, named))
    fields: dict[str, tuple[str, bool]] = {}
    for _, _, name, meaning, named in sorted(scores, reverse=True):
        if name not in fields and meaning not in {taken for taken, _ in fields.values()}:
            fields[name] = (meaning, named)
    taken = {meaning for meaning, _ in fields.values()}
    if {"year", "day"} <= taken:
        # A day says its year.
        fields = {name: one for name, one in fields.items() if one[0] != "year"}
    return fields


def _is_other(meaning: str, words: str, filled: Sequence[str], *, named: bool) -> bool:
    """Whether a column says that it is something else than what it may seem."""
    if meaning == "year":
        return _are_days(filled)
    if meaning == "value":
        return not named and _has(_COUNTS, words)
    return meaning in _RATHER and _has(_NAMES[_RATHER[meaning]], words)


def _fit(meaning: str, filled: Sequence[str]) -> float:
    """How many of some cells can be what a column is said to mean."""
    if not filled:
        return 0.0
    test = _TESTS.get(meaning, bool)
    return sum(1 for cell in filled if test(cell)) / len(filled)


def _is_place(cell: str) -> bool:
    if _is_number(cell):
        return False
    try:
        read_place(cell, on=date.today(), members=Reference.load().members)
    except UnknownPlace:
        return is_total(cell)
    return True


def _is_rating(cell: str) -> bool:
    if _BARE.fullmatch(cell) or is_total(cell):
        return True
    try:
        return any(one.listed != "none" for one in read_ratings(cell, on=date.min))
    except UnknownRating:
        return False


def _is_value(cell: str) -> bool:
    return is_blank_value(cell) or (_is_number(cell) and read_year(cell) is None)


def _is_iso(cell: str) -> bool:
    return re.match("[0-9]{4}-", cell) is not None and read_day(cell) is not None


def _are_days(filled: Sequence[str]) -> bool:
    """Whether cells are days, and not each the same day that stands for its year."""
    days = {day for cell in filled if not cell.isdigit() and (day := read_day(cell))}
    return len({(day.month, day.day) for day in days}) > 1 and len(days) >= _MOST * len(filled)


def _is_day(cell: str) -> bool:
    return re.fullmatch(r"[0-9]+", cell) is None and read_day(cell) is not None


_TESTS: Final[Mapping[str, Callable[[str], bool]]] = {
    "destination": _is_place,
    "exporter": _is_place,
    "consignee": _is_place,
    "rating": _is_rating,
    "year": lambda cell: read_year(cell.removesuffix(".0")) is not None or _is_iso(cell),
    "day": _is_day,
    "contract_date": _is_day,
    "buyer": lambda cell: not _is_number(cell) and not _is_place(cell),
    "buyer_country": _is_place,
    "value": _is_value,
    "licences": lambda cell: re.fullmatch(r"[0-9]{1,6}(\.0)?", cell) is not None,
    "currency": lambda cell: re.fullmatch(r"[A-Z]{3}|[€£$]", cell) is not None,
    "description": lambda cell: not _is_number(cell),
}


def _decimal(cells: Iterator[str]) -> str:
    marks = decimal_marks(cells)
    found = marks - {"?"}
    return found.pop() if len(found) == 1 else "?" if marks else ""


def _days(cells: Sequence[str]) -> str:
    """The order of day, month and year, where some day tells; empty where none does."""
    filled = [cell for cell in cells if cell]
    if all(map(_is_iso, filled)):
        return "YMD"
    parts = [m for cell in filled if (m := re.match(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]", cell))]
    firsts, seconds = {int(m[1]) > 12 for m in parts}, {int(m[2]) > 12 for m in parts}
    if True in firsts and True not in seconds:
        return "DMY"
    if True in seconds and True not in firsts:
        return "MDY"
    # No state that writes points puts the month first.
    return "DMY" if any(re.match(r"[0-9]{1,2}\.", cell) for cell in filled) else ""


def _prefix(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell and not is_total(cell)]
    return "ML" if any(_BARE.fullmatch(cell) for cell in filled) else ""
