"""How the columns of a table are mapped to the fields of our record, from a small YAML file.

In: a path. Out: a `Mapped`, or every problem of the file at once. Its keys, none of them needed:

    columns: {destination: Land, value: Betrag, day: Datum}   # our field: their column
    constants: {exporter: NL, currency: EUR}                  # our field: the same for every row
    ignore: [Bemerkung]                                       # their columns that say nothing here
    delimiter: ";"                                            # found by the header where not said
    days: DMY                                                 # YMD (2014-03-08) where none is said
    decimal: ","                                              # found by the column where not said
    unit: millions                                            # of the values; ones where not said
    places: {Rest of Gulf: [AE, QA], Sudan (Rep.): SD}        # their name: what it means here
    ratings: {Kategorie 10: ML10}                             # their word: the code it means here
    rating_prefix: ML                                         # before codes that are bare numbers
    words: {end_user_kind: {Polizei: police}}                 # of a field: their word for ours
    leave_out: {destination: [Euro area]}                     # rows that are left out by a cell
    sheet: Tabelle 2                                          # of a workbook
    header: [5, 6]                                            # rows that name the columns
    years: true                                               # years are columns; or `FY YYYY`
    measures: {licensed: Wert, exported: Ausfuhr}             # measure: the column of its value

Of two columns of one name the second is `Betrag (2)`, and a column without a name `(column 3)`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_args

from licensecheck.application.tokens import (
    MEANT,
    EndUseCategory,
    EndUsePlace,
    ItemForm,
    LicenceKind,
    PartyKind,
)
from licensecheck.documents.strict_yaml import Document, load_yaml
from licensecheck.documents.texts import read_text
from licensecheck.documents.values import Choice
from licensecheck.errors import InputError, Problem, UnknownPlace, UnknownRating, nearest, quote
from licensecheck.reference import Reference
from licensecheck.reference.place_grammar import name_key
from licensecheck.reference.places import read_place
from licensecheck.reference.ratings import read_ratings
from licensecheck.tables.reading.cells import clean, read_year
from licensecheck.tables.reading.record import MEASURES, NOT_STATED, PARTY_FIELDS

__all__ = ["CLOSED", "FIELDS", "UNITS", "Mapped", "read_mapping"]

FIELDS: Final = (
    "exporter", "destination", "consignee", "day", "year", "rating", "value", "currency",
    "measure", "permanent", "kind", "form", "reference", "replaces", "renewal", "description",
    "origin", "until", "route", "licences", *PARTY_FIELDS,
)  # fmt: skip
# Fields that hold a word of ours.
CLOSED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "measure": MEASURES, "permanent": ("yes", "no", "unknown"), "form": get_args(ItemForm),
    "renewal": ("yes", "no", "unknown"), "kind": get_args(LicenceKind),
    "end_user_kind": get_args(PartyKind), "end_use": get_args(EndUseCategory),
    "end_use_place": get_args(EndUsePlace),
})  # fmt: skip
UNITS: Final[Mapping[str, int]] = MappingProxyType(
    {"ones": 1, "thousands": 10**3, "millions": 10**6, "billions": 10**9}
)
_KEYS: Final = (
    "columns", "constants", "ignore", "delimiter", "days", "decimal", "unit", "places", "ratings",
    "rating_prefix", "words", "leave_out", "sheet", "header", "years", "measures",
)  # fmt: skip
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "days": ("YMD", "DMY", "MDY"), "decimal": (".", ","), "unit": tuple(UNITS),
}  # fmt: skip
# A code that is a number, or begins with one; dual-use codes (`6A002`) have their own form.
_BARE_NUMBER: Final = re.compile(
    r"(?<![A-Z0-9.])(?=[0-9]{1,3}(?![0-9]))(?![0-9][A-E][0-9]{3})", re.IGNORECASE | re.ASCII
)
_YEAR: Final = "YYYY"
# Fields that hold a place.
_PLACES: Final = ("exporter", "destination", "consignee", "origin", "end_user_country")
_HEADER_WITHIN: Final = 1000


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a mapping says; its defaults are those of a table in our own schema.

    `places` holds, by `name_key` of a name in the table, the place that is meant by it; `ratings`
    likewise a code by a word in small letters. An empty `delimiter` or `decimal` is found out.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    delimiter: str = ""
    days: str = "YMD"
    decimal: str = ""
    unit: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    ratings: Mapping[str, str] = field(default_factory=dict)
    rating_prefix: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leave_out: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sheet: str = ""
    header: tuple[int, ...] = ()
    years: str = ""
    measures: Mapping[str, str] = field(default_factory=dict)

    def place(self, cell: str) -> str:
        """What a cell of a place means by the names of this table, or the cell as it is."""
        return self.places.get(name_key(cell), cell) if self.places else cell

    def rating(self, cell: str) -> str:
        """The codes that a cell means by the words of this table."""
        if (meant := self.ratings.get(cell.casefold())) is not None:
            return meant
        if not self.rating_prefix:
            return cell
        return _BARE_NUMBER.sub(self.rating_prefix, cell)

    def word(self, name: str, cell: str) -> str:
        """The word of ours that a cell of a field means, or the cell as it is."""
        return self.words.get(name, {}).get(cell.casefold(), cell)

    def year_of(self, column: str) -> int | None:
        """The year that the name of a column is, where years are columns."""
        if not self.years:
            return None
        before, _, behind = self.years.partition(_YEAR)
        if not (column.startswith(before) and column.endswith(behind)):
            return None
        return read_year(column[len(before) : len(column) - len(behind)].removesuffix(".0"))


def read_mapping(path: Path) -> Mapped:
    """Read a mapping of columns.

    Raises:
        InputError: The file is no YAML mapping of the keys above; every problem is told.
    """
    problems: list[Problem] = []
    document = load_yaml(read_text(path), name=path.name, problems=problems)
    data = document.data
    problems += _faults(data, path.name)
    places = _places(document, problems)
    if not problems:
        problems += [*_unread_codes(data, path.name), *_unread_constants(document, places)]
    if problems:
        raise InputError(problems)
    years = data.get("years", False)
    header = data.get("header", [])
    return Mapped(
        columns={name: clean(column) for name, column in data.get("columns", {}).items()},
        constants=data.get("constants", {}),
        ignore=tuple(clean(column) for column in data.get("ignore", ())),
        delimiter=data.get("delimiter", ""),
        days=data.get("days", "YMD"),
        decimal=data.get("decimal", ""),
        unit=data.get("unit", ""),
        places=places,
        ratings={clean(k).casefold(): v for k, v in data.get("ratings", {}).items()},
        rating_prefix=data.get("rating_prefix", ""),
        words={
            name: {clean(word).casefold(): ours for word, ours in meanings.items()}
            for name, meanings in data.get("words", {}).items()
        },
        leave_out={
            clean(name): frozenset(clean(word).casefold() for word in words)
            for name, words in data.get("leave_out", {}).items()
        },
        sheet=data.get("sheet", ""),
        header=tuple(header) if isinstance(header, list) else (header,),
        years=_YEAR if years is True else years or "",
        measures={name: clean(column) for name, column in data.get("measures", {}).items()},
    )


def _places(document: Document, problems: list[Problem]) -> dict[str, str]:
    """What names of the table mean, by their keys; each is read to see that it can be."""
    given = document.data.get("places", {}) if isinstance(document.data, dict) else {}
    if not isinstance(given, dict):
        problems.append(Problem(f"{document.name}: places", "not a mapping of names to places"))
        return {}
    places: dict[str, str] = {}
    for name, meant in given.items():
        where = f"{document.name}:{document.line(('places', name))}: places.{name}"
        parts = meant if isinstance(meant, list) else [meant]
        key = name_key(name)
        if not key or not parts or not all(isinstance(part, str) and part for part in parts):
            problems.append(Problem(where, "not a name and the place, or list of places, it means"))
            continue
        for part in parts:
            try:
                read_place(part, on=date.today(), members=Reference.load().members)
            except UnknownPlace as error:
                problems += [Problem(where, one.what, one.help) for one in error.problems]
        if places.setdefault(key, ", ".join(parts)) != ", ".join(parts):
            problems.append(Problem(where, "the name is given twice, with two meanings"))
    return places


def _unread_constants(document: Document, places: Mapping[str, str]) -> Iterator[Problem]:
    """What every row would have and nobody can read: a place, a code, a currency."""
    constants = document.data.get("constants", {})
    words = {clean(one).casefold() for one in document.data.get("ratings", {})}
    for name, word in constants.items():
        where = f"{document.name}:{document.line(('constants', name))}: constants.{name}"
        try:
            # What a table leaves out may be said to be so.
            if name in _PLACES and word not in ("", NOT_STATED):
                meant = places.get(name_key(word), word)
                read_place(meant, on=date.today(), members=Reference.load().members)
            elif name == "rating" and word and word.casefold() not in words:
                read_ratings(document.data.get("rating_prefix", "") + word, on=date.min)
            elif name == "currency" and not re.fullmatch("[A-Za-z]{3}", word):
                yield Problem(where, f"{quote(word)} is no code of three letters", "such as EUR")
        except (UnknownPlace, UnknownRating) as error:
            for one in error.problems:
                yield Problem(where, one.what, one.help)


def _unread_codes(data: Mapping[str, Any], name: str) -> Iterator[Problem]:
    for word, code in data.get("ratings", {}).items():
        try:
            read_ratings(code, on=date.min)
        except UnknownRating as error:
            for one in error.problems:
                yield Problem(f"{name}: ratings.{word}", one.what, one.help)


def _faults(data: Any, name: str) -> Iterator[Problem]:
    if not isinstance(data, dict):
        yield Problem(name, "no mapping", f"its keys are {', '.join(_KEYS)}")
        return
    for key, part in data.items():
        where = f"{name}: {key}"
        if key in ("columns", "constants"):
            yield from _faults_of_fields(part, where)
        elif key == "places":
            continue
        elif key == "words":
            yield from _faults_of_words(part, where)
        elif key not in _KEYS:
            yield Problem(name, f"no such key {quote(str(key))}", nearest(str(key), _KEYS))
        elif what := _fault_of_word(key, part):
            yield Problem(where, what)


def _fault_of_word(key: str, part: Any) -> str:
    if key in _WORDS:
        return "" if part in _WORDS[key] else f"{quote(str(part))} is none of {_listed(key)}"
    right, wrong = _SHAPES[key]
    return "" if right(part) else wrong


def _listed(key: str) -> str:
    return ", ".join(_WORDS[key])


def _is_texts(part: Any) -> bool:
    return isinstance(part, list) and all(isinstance(word, str) for word in part)


def _is_leaving_out(part: Any) -> bool:
    return isinstance(part, dict) and all(
        isinstance(name, str) and _is_texts(words) for name, words in part.items()
    )


def _is_header(part: Any) -> bool:
    rows = part if isinstance(part, list) else [part]
    whole = all(type(row) is int and 0 < row <= _HEADER_WITHIN for row in rows)
    return whole and bool(rows) and rows == sorted(set(rows))


def _is_ratings(part: Any) -> bool:
    return isinstance(part, dict) and all(
        isinstance(word, str) and isinstance(code, str) for word, code in part.items()
    )


def _is_measures(part: Any) -> bool:
    return isinstance(part, dict) and all(
        name in MEASURES and isinstance(column, str) for name, column in part.items()
    )


# By key of a mapping: whether its part is as it should be, and what is wrong where it is not.
_SHAPES: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    "ignore": (_is_texts, "not a list of columns"),
    "delimiter": (
        lambda part: isinstance(part, str) and len(part) == 1 and part not in '"\r\n\0 ',
        "not a single character",
    ),
    "ratings": (_is_ratings, "not a mapping of words to codes, each between quotes"),
    "rating_prefix": (
        lambda part: isinstance(part, str) and re.fullmatch("[A-Za-z]{1,4} ?", part) is not None,
        "not one to four letters",
    ),
    "leave_out": (_is_leaving_out, "not a mapping of columns to lists of words"),
    "sheet": (lambda part: isinstance(part, str) and bool(part), "not the name of a sheet"),
    "header": (_is_header, "not the numbers of the rows that name the columns, such as [5, 6]"),
    "years": (
        lambda part: isinstance(part, bool) or (isinstance(part, str) and part.count(_YEAR) == 1),
        "neither `true` nor a name of a column with `YYYY` for the year",
    ),
    "measures": (_is_measures, f"not a mapping of measures ({', '.join(MEASURES)}) to columns"),
}


def _faults_of_words(part: Any, where: str) -> Iterator[Problem]:
    if not isinstance(part, dict):
        yield Problem(where, "not a mapping of our fields", f"they are {', '.join(CLOSED)}")
        return
    for name, meanings in part.items():
        if name not in CLOSED:
            what = f"no field that holds a word of ours is called {quote(str(name))}"
            help_ = nearest(str(name), CLOSED) or f"they are {', '.join(CLOSED)}"
            yield Problem(where, what, help_)
        elif not isinstance(meanings, dict):
            yield Problem(f"{where}.{name}", "not a mapping of their words to ours")
        else:
            for word, ours in meanings.items():
                if ours not in CLOSED[name]:
                    what = f"no such word {quote(str(ours))}"
                    help_ = str(Choice(str(ours), CLOSED[name], meant=MEANT))
                    yield Problem(f"{where}.{name}.{word}", what, help_)


def _faults_of_fields(part: Any, where: str) -> Iterator[Problem]:
    if not isinstance(part, dict):
        yield Problem(where, "not a mapping of our fields")
        return
    for name, value in part.items():
        if name not in FIELDS:
            yield Problem(where, f"no such field {quote(str(name))}", nearest(str(name), FIELDS))
        elif not isinstance(value, str):
            yield Problem(f"{where}.{name}", "not a text", "write it between quotes")
