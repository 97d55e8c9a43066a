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
    categories: {ML1: Handfeuerwaffen, ML6: Panzer}           # code: the column of its value
    rating_columns: [Wassenaar, NSG]                          # columns that each may hold the code

Of two columns of one name the second is `Betrag (2)`, and a column without a name `(column 3)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, get_args

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from licensecheck.application.tokens import (
    MEANT,
    EndUseCategory,
    EndUsePlace,
    ItemForm,
    LicenceKind,
    PartyKind,
)
from licensecheck.documents.faults import Fault
from licensecheck.documents.values import Choice, fault, kind_of, one_of
from licensecheck.documents.written import Written, read_yaml, schema_of_document
from licensecheck.errors import UnknownPlace, UnknownRating, quote, told
from licensecheck.messages import message
from licensecheck.reference import Reference
from licensecheck.reference.place_grammar import name_key
from licensecheck.reference.places import read_place
from licensecheck.reference.ratings import read_ratings
from licensecheck.tables.reading.cells import clean, read_day, read_year
from licensecheck.tables.reading.record import MEASURES, NOT_STATED, PARTY_FIELDS

__all__ = ["CLOSED", "FIELDS", "UNITS", "Mapped", "mapping_schema", "read_mapping"]

FIELDS: Final = (
    "exporter", "destination", "consignee", "day", "year", "rating", "value", "currency",
    "measure", "permanent", "kind", "form", "reference", "replaces", "renewal", "description",
    "origin", "until", "route", "licences", *PARTY_FIELDS,
)  # fmt: skip
UNITS: Final[Mapping[str, int]] = MappingProxyType(
    {"ones": 1, "thousands": 10**3, "millions": 10**6, "billions": 10**9}
)
# Fields that hold a word of ours.
CLOSED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "measure": MEASURES, "permanent": ("yes", "no", "unknown"), "form": get_args(ItemForm),
    "renewal": ("yes", "no", "unknown"), "kind": get_args(LicenceKind),
    "end_user_kind": get_args(PartyKind), "end_use": get_args(EndUseCategory),
    "end_use_place": get_args(EndUsePlace), "buyer_kind": get_args(PartyKind),
})  # fmt: skip
# A code that is a number, or begins with one; dual-use codes (`6A002`) have their own form.
_BARE_NUMBER: Final = re.compile(
    r"(?<![A-Z0-9.])(?=[0-9]{1,3}(?![0-9]))(?![0-9][A-E][0-9]{3})", re.IGNORECASE | re.ASCII
)
_YEAR: Final = "YYYY"
# Fields that hold a place.
_PLACES: Final = (
    "exporter",
    "destination",
    "consignee",
    "origin",
    "end_user_country",
    "buyer_country",
)
_HEADER_WITHIN: Final = 1000
_OWN_YEAR: Final = message("each year has a column of its own, which holds the value")
_OWN_MEASURE: Final = message("each measure has a column of its own, which holds the value")
_OWN_CATEGORY: Final = message("each category has a column of its own, which holds the value")
# What columns across a table say, so that no other column or constant may.
_ACROSS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = MappingProxyType({
    "years": (_OWN_YEAR, ("value", "year", "day")),
    "measures": (_OWN_MEASURE, ("value", "measure")),
    "categories": (_OWN_CATEGORY, ("value", "rating")),
})  # fmt: skip


def _text(value: Any) -> str:
    """A word of a table; a number is what stands in its cell."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise fault(
            told("a text is needed, not {value}", value=kind_of(value)),
            told("write it between quotes"),
        )
    return value


def _delimiter(text: str) -> str:
    if len(text) != 1 or text in '"\r\n\0 ':
        raise fault(told("{text} is not a single character", text=quote(text)), told("such as `;`"))
    return text


def _prefix(text: str) -> str:
    if not re.fullmatch("[A-Za-z]{1,4} ?", text):
        raise fault(
            told("{text} is not one to four letters", text=quote(text)), told("such as `ML`")
        )
    return text


def _header(value: Any) -> Any:
    rows = value if isinstance(value, list | tuple) else [value]
    whole = all(type(row) is int and 0 < row <= _HEADER_WITHIN for row in rows)
    if not (whole and rows and list(rows) == sorted(set(rows))):
        raise fault(
            told("not the numbers of the rows that name the columns"), told("such as `[5, 6]`")
        )
    return tuple(rows)


def _years(value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (_YEAR,) if value else ()
    forms = value if isinstance(value, list | tuple) else [value]
    if not all(isinstance(form, str) and form.count(_YEAR) == 1 for form in forms):
        what = told(
            "neither `true` nor names of columns with `YYYY` for the year: {value}",
            value=kind_of(value),
        )
        raise fault(what, told("such as `FY YYYY`"))
    return tuple(forms)


def _code(text: str) -> str:
    try:
        read_ratings(text, on=date.min)
    except UnknownRating as error:
        raise fault(error.problems[0].what, error.problems[0].help) from None
    return text


def _meant(value: Any) -> str:
    """The place, or the places, that a name of the table means; each is one that can be read."""
    parts = value if isinstance(value, list) else [value]
    if not parts or not all(isinstance(part, str) and part for part in parts):
        what = told("not a name and the place, or list of places, it means")
        raise fault(what, told("such as `Rest of Gulf: [AE, QA]`"))
    for part in parts:
        _read_place(part)
    return ", ".join(parts)


def _read_place(word: str) -> None:
    try:
        read_place(word, on=date.today(), members=Reference.load().members)
    except UnknownPlace as error:
        raise fault(error.problems[0].what, error.problems[0].help) from None


def _by_words(words: Mapping[str, str]) -> Mapping[str, str]:
    return {clean(word).casefold(): code for word, code in words.items()}


def _by_keys(places: Mapping[str, str]) -> Mapping[str, str]:
    return {name_key(name): meant for name, meant in places.items()}


_Text = Annotated[str, BeforeValidator(_text)]
_Column = Annotated[_Text, AfterValidator(clean)]
_Field = Annotated[str, one_of("field", FIELDS)]
_ClosedField = Annotated[str, one_of("field that holds a word of ours", tuple(CLOSED))]
_Measure = Annotated[str, one_of("measure", MEASURES)]
_Place = Annotated[
    str,
    BeforeValidator(_meant),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
_Rows = Annotated[
    tuple[int, ...],
    BeforeValidator(_header),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": _HEADER_WITHIN},
                {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 1}},
            ]
        }
    ),
]
_FORM_OF_YEAR: Final = {"type": "string", "pattern": _YEAR}
_Years = Annotated[
    tuple[str, ...],
    BeforeValidator(_years),
    WithJsonSchema(
        {"anyOf": [{"type": "boolean"}, _FORM_OF_YEAR, {"type": "array", "items": _FORM_OF_YEAR}]}
    ),
]


class Mapped(Written):
    """What a mapping says; its defaults are those of a table in our own schema.

    `places` holds, by `name_key` of a name in the table, the place that is meant by it; `ratings`
    likewise a code by a word in small letters. An empty `delimiter` or `decimal` is found out.
    """

    columns: dict[_Field, _Column] = Field({}, description="Our field: their column.")
    constants: dict[_Field, _Text] = Field(
        {}, description="Our field: what is the same for every row."
    )
    ignore: tuple[_Column, ...] = Field((), description="Their columns that say nothing here.")
    delimiter: Annotated[_Text, AfterValidator(_delimiter)] = Field(
        "", description="What parts two cells; found by the header where not said."
    )
    days: Annotated[str, one_of("order of days", ("YMD", "DMY", "MDY"))] = Field(
        "YMD", description="Order of day, month and year."
    )
    decimal: Annotated[str, one_of("decimal mark", (".", ","))] = Field(
        "", description="Decimal mark; found by the column where not said."
    )
    unit: Annotated[str, one_of("unit", tuple(UNITS))] = Field(
        "", description="Unit of the values; ones where not said."
    )
    places: Annotated[dict[_Text, _Place], AfterValidator(_by_keys)] = Field(
        {}, description="Their name: the place, or list of places, that it means here."
    )
    ratings: Annotated[dict[_Text, Annotated[_Text, AfterValidator(_code)]],
                       AfterValidator(_by_words)] = Field(
        {}, description="Their word: the code that it means here."
    )  # fmt: skip
    rating_prefix: Annotated[_Text, AfterValidator(_prefix)] = Field(
        "", description="What stands before codes that are bare numbers, such as `ML`."
    )
    words: dict[_ClosedField, Annotated[dict[_Text, _Text], AfterValidator(_by_words)]] = Field(
        {}, description="Of a field: their word, and the word of ours that it means."
    )
    leave_out: dict[_Column, frozenset[Annotated[_Column, AfterValidator(str.casefold)]]] = Field(
        {}, description="Their column: words of rows that are left out."
    )
    sheet: Annotated[_Text, Field(min_length=1)] = Field("", description="Sheet of a workbook.")
    header: _Rows = Field((), description="Rows that name the columns, such as `[5, 6]`.")
    years: _Years = Field(
        (), description="`true` where years are columns; or such as `FY YYYY`, or a list of such."
    )
    measures: dict[_Measure, _Column] = Field({}, description="Measure: the column of its value.")
    categories: dict[Annotated[_Text, AfterValidator(_code)], _Column] = Field(
        {}, description="Code: the column of its value, of a table with a column for each."
    )
    rating_columns: tuple[_Column, ...] = Field(
        (), description="Columns that each may hold the code, such as one for each regime."
    )

    @classmethod
    def _between(cls, data: Mapping[str, Any]) -> Iterator[Fault]:
        """Names that mean two places, and what nobody can read by the words of the mapping."""
        wide = [name for name in ("years", "measures", "categories") if data.get(name)]
        for name in wide[1:]:
            yield Fault(
                (name,),
                told("a column cannot be of `{wide}` and of `{name}`", wide=wide[0], name=name),
                told("say one"),
            )
        yield from _said_twice(data)
        yield from _one_column_twice(data)
        yield from _two_meanings(data)
        meant: dict[str, Any] = {}
        for name, place in _part(data, "places").items():
            if meant.setdefault(name_key(name), place) != place:
                yield Fault(("places", name), told("the name is given twice, with two meanings"))
        for name, choices in CLOSED.items():
            for word, ours in _pairs(_part(data, "words"), name).items():
                if ours not in choices:
                    help_ = Choice(ours, choices, meant=MEANT)
                    yield Fault(
                        ("words", name, word), told("no such word {ours}", ours=quote(ours)), help_
                    )
        words = {clean(word).casefold() for word in _pairs(data, "ratings")}
        prefix = str(data.get("rating_prefix") or "")
        for name, word in _pairs(data, "constants").items():
            read = not (name == "rating" and word.casefold() in words)
            read = read and not (name in _PLACES and name_key(word) in meant)
            for what, near in _unread(name, word, prefix) if read else ():
                yield Fault(("constants", name), what, near)
        yield from _no_words_of_ours(data)

    def place(self, cell: str) -> str:
        """What a cell of a place means by the names of this table, or the cell as it is."""
        return self.places.get(name_key(cell), cell) if self.places else cell

    def word(self, name: str, cell: str) -> str:
        """The word of ours that a cell of a field means, or the cell as it is."""
        return self.words.get(name, {}).get(cell.casefold(), cell)

    def day(self, cell: str) -> date | None:
        """A day in the one order that the mapping states; other orders are not guessed."""
        if re.match("[0-9]{4}-", cell):
            return read_day(cell)
        match = re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})", cell)
        if self.days == "YMD" or match is None:
            return None
        day, month = (match[1], match[3]) if self.days == "DMY" else (match[3], match[1])
        return read_day(f"{day}-{month}-{match[4]}")

    def rating(self, cell: str) -> str:
        """The codes that a cell means by the words of this table."""
        if (meant := self.ratings.get(cell.casefold())) is not None:
            return meant
        if not self.rating_prefix:
            return cell
        return _BARE_NUMBER.sub(self.rating_prefix, cell)

    def year_of(self, column: str) -> int | None:
        """The year that the name of a column is, where years are columns."""
        for form in self.years:
            before, _, behind = form.partition(_YEAR)
            if column.startswith(before) and column.endswith(behind):
                year = column[len(before) : len(column) - len(behind)].removesuffix(".0")
                if (found := read_year(year)) is not None:
                    return found
        return None


def _said_twice(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Fields that two parts of a mapping say: one of the two would count, and the other be lost."""
    columns, constants = _part(data, "columns"), _part(data, "constants")
    if data.get("rating_columns") and "rating" in columns:
        what = told("the rating is said to be a column as well")
        yield Fault(("rating_columns",), what, told("say one"))
    if "value" in constants:
        yield Fault(("constants", "value"), told("a value is of one row, not the same for all"))
    of_columns = {*columns, *("rating",) * bool(data.get("rating_columns"))}
    for name in (name for name in constants if name in of_columns):
        what = told("the same field is said to be a column as well")
        yield Fault(("constants", name), what, told("say one"))
    for across, (why, names) in _ACROSS.items():
        said = [("columns", name) for name in names if name in columns]
        said += [("constants", name) for name in names[1:] if name in constants]
        yield from (Fault(path, told(why), told("say one")) for path in said if data.get(across))


def _one_column_twice(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Columns that are said to be two things: one would be lost, or a value be counted twice."""
    held: dict[str, str] = {}
    for path, column in _named_columns(data):
        first = held.setdefault(column, path[-1])
        if first != path[-1]:
            what = told(
                "column {column} is said to be `{first}`", column=quote(column), first=first
            )
            yield Fault(path, what, told("say one"))


def _named_columns(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each column that a mapping gives a meaning, behind the place where it does."""
    for part in ("columns", "measures", "categories"):
        yield from (((part, name), clean(word)) for name, word in _pairs(data, part).items())
    several = data.get("rating_columns")
    for column in several if isinstance(several, list | tuple) else ():
        yield ("rating_columns",), clean(str(column))


def _two_meanings(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Words of the table that differ in what does not count, and have two meanings."""
    words = _part(data, "words")
    parts: list[tuple[tuple[str, ...], dict[str, str]]] = [
        (("ratings",), _pairs(data, "ratings")),
        *((("words", name), _pairs(words, name)) for name in words),
    ]
    for path, pairs in parts:
        meant: dict[str, str] = {}
        for word, ours in pairs.items():
            if meant.setdefault(clean(str(word)).casefold(), ours) != ours:
                yield Fault((*path, word), told("the word is given twice, with two meanings"))


def _unread(name: str, word: str, prefix: str) -> Iterator[tuple[str, str]]:
    """What every row would have and nobody can read: a place, a code, a currency."""
    try:
        # What a table leaves out may be said to be so.
        if name in _PLACES and word not in ("", NOT_STATED):
            read_place(word, on=date.today(), members=Reference.load().members)
        elif name == "rating" and word:
            read_ratings(prefix + word, on=date.min)
        elif name == "currency" and not re.fullmatch("[A-Za-z]{3}", word):
            yield f"{quote(word)} is no code of three letters", "such as `EUR`"
    except (UnknownPlace, UnknownRating) as error:
        for one in error.problems:
            yield one.what, one.help


def _no_words_of_ours(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Words that every row would have, of fields that hold a word of ours, and that are none."""
    for name, word in _pairs(data, "constants").items():
        choices = CLOSED.get(name, ())
        # What `words` gives a meaning is looked at there.
        meant = _by_words(_pairs(_part(data, "words"), name))
        known = {"", NOT_STATED, *choices, *meant}
        if choices and clean(word).casefold() not in known:
            what = told("no such word {ours}", ours=quote(word))
            yield Fault(("constants", name), what, Choice(word, choices, meant=MEANT))


def _part(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = data.get(key)
    return part if isinstance(part, Mapping) else {}


def _pairs(data: Mapping[str, Any], key: str) -> dict[str, str]:
    """The words of a part by name, of those that are words."""
    pairs = _part(data, key).items()
    return {name: str(value) for name, value in pairs if isinstance(value, str | int)}


def read_mapping(path: Path) -> Mapped:
    """Read a mapping of columns.

    Raises:
        InputError: The file is no YAML mapping of the keys above; every problem is told.
    """
    return read_yaml(path, Mapped)


def mapping_schema() -> dict[str, Any]:
    """JSON Schema of a mapping."""
    return schema_of_document(Mapped, "mapping", "licensecheck mapping of a table")
