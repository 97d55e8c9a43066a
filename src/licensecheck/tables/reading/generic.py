"""Any table in our own schema, or with a mapping of it: CSV, JSON, Parquet or a workbook.

Without a mapping the columns are named as the fields of `Record`; `mapping.py` tells what a mapping
says. Every column is mapped, ignored or named as a field; any other is a fault, told with the
nearest field. A row without exporter, destination and a day or year is a reject, and so is one
whose word is of no closed set. A value, an end date, a count, the day of a contract, a kind of end
user or buyer or an end use that cannot be read is a note.

A row gives a record for each year, measure or category that has a column of its own. A cell there
that says that no value is available (`..`, `n/a`) gives a record without a value; one that is empty
or holds a dash often means none, so it gives no record and is counted. Which mark is decimal is
found by the whole column of values where it is not said: a cell that could be read in two ways,
among none that tells, is not read. No currency is assumed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from licensecheck.application.tokens import MEANT
from licensecheck.documents.values import Choice
from licensecheck.errors import InputError, Problem, nearest, quote, told
from licensecheck.tables.reading.cells import (
    CURRENCY_SIGNS,
    decimal_mark,
    decimal_marks,
    is_blank_value,
    is_empty_or_dash,
    read_count,
    read_money,
    read_year,
)
from licensecheck.tables.reading.draft import RecordDraft
from licensecheck.tables.reading.mapping import CLOSED, FIELDS, UNITS, Mapped
from licensecheck.tables.reading.record import (
    NOBODY,
    NOT_MONEY,
    PARTY_FIELDS,
    Parties,
    Record,
    Reject,
    is_unstated,
    places_of,
)
from licensecheck.tables.reading.rows import Form, Row, rows_of
from licensecheck.tables.reading.sheet import Line

__all__ = ["Columns", "columns_of", "form_of_mapping", "not_left_out", "read"]

_TEXTS: Final = ("reference", "replaces", "description")
_PLACES: Final = ("origin", "consignee")
# Fields of words that a record can do without: what is not stated there stays open.
_MAY_BE_OPEN: Final = frozenset(
    ("form", "permanent", "renewal", "end_user_kind", "end_use", "end_use_place", "buyer_kind")
)
# Of fewer columns one may well be all that is known.
_FEW_COLUMNS: Final = 3


@dataclass(frozen=True)
class Columns:
    """What the columns of a table are: our field of each, and the years and measures of others."""

    fields: Mapping[str, str]
    years: Mapping[str, int]
    measures: Mapping[str, str]
    categories: Mapping[str, str]

    @cached_property
    def of_values(self) -> tuple[str, ...]:
        """Columns that hold values."""
        own = (column for column, name in self.fields.items() if name == "value")
        return (*own, *self.years, *self.measures.values(), *self.categories.values())

    @cached_property
    def across(self) -> tuple[tuple[dict[str, Any], str], ...]:
        """The columns that each give a record of a row, behind the fields that each sets."""
        if self.years:
            return tuple(({"year": year}, column) for column, year in self.years.items())
        if self.measures:
            return tuple(({"measure": name}, column) for name, column in self.measures.items())
        return tuple(({"rating": code}, column) for code, column in self.categories.items())


def read(path: Path, mapping: Mapped | None = None) -> Iterator[Record | Reject]:
    """Read a table in our schema, row by row.

    Raises:
        InputError: The file cannot be read, or a column is neither a field, mapped nor ignored.
    """
    table = _Table(path, mapping or Mapped.model_validate({}))
    for number, row in enumerate(rows_of(path, table.form, table.check), 1):
        yield from table.records(number, row)


def form_of_mapping(mapped: Mapped) -> Form:
    """What a mapping says of the form of its table."""
    wanted = (*mapped.columns.values(), *_named(mapped)) or FIELDS
    return Form(
        wanted=tuple(dict.fromkeys(wanted)), delimiter=mapped.delimiter,
        decimal=mapped.decimal or ".", sheet=mapped.sheet, header=mapped.header,
    )  # fmt: skip


def columns_of(path: Path, columns: Iterable[str], mapped: Mapped) -> Columns:
    """What the columns of a table are.

    Raises:
        InputError: A column is no field, and neither mapped nor ignored; or is missing. Every
            fault is told.
    """
    columns = list(columns)
    names = {column: name for name, column in mapped.columns.items()}
    measured = set(_named(mapped))
    fields: dict[str, str] = {}
    years: dict[str, int] = {}
    problems = []
    for column in columns:
        name = names.get(column, column)
        if (year := mapped.year_of(column)) is not None and column not in names:
            years[column] = year
        elif column in measured or (column not in names and _is_ignored(column, mapped)):
            continue
        elif name in FIELDS and name not in fields.values():
            fields[column] = name
        else:
            what = told("column {column} is given twice", column=quote(column))
            if name not in FIELDS:
                what = told(
                    "column {column} is no field, and neither mapped nor ignored",
                    column=quote(column),
                )
            problems.append(Problem(path.name, what, nearest(column, FIELDS)))
    of_ratings = (("rating", column) for column in mapped.rating_columns)
    wide = (*mapped.measures.items(), *mapped.categories.items(), *of_ratings)
    for name, column in (*mapped.columns.items(), *wide):
        if column not in columns:
            what = told(
                "there is no column {column} for the field `{name}`",
                column=quote(column),
                name=name,
            )
            problems.append(Problem(path.name, what, nearest(column, columns)))
    problems += _left_out_by(path, columns, fields, mapped)
    if mapped.years and columns and not years:
        problems.append(
            Problem(
                path.name,
                told(
                    "no column is a year, written {words}",
                    words=", ".join(map(quote, mapped.years)),
                ),
            )
        )
    if problems:
        raise InputError(problems)
    return Columns(fields, years, mapped.measures, mapped.categories)


def _left_out_by(
    path: Path, columns: Collection[str], fields: Mapping[str, str], mapped: Mapped
) -> Iterator[Problem]:
    """What a mapping leaves rows out by, and no row has: it would leave out none."""
    of_rating = ("rating",) if mapped.rating_columns else ()
    known = {*columns, *fields.values(), *mapped.constants, *of_rating}
    for name in mapped.leave_out if columns else ():
        if name not in known:
            what = told("there is no column or field {name} to leave rows out by", name=quote(name))
            yield Problem(path.name, what, nearest(name, sorted(known)))


def _named(mapped: Mapped) -> tuple[str, ...]:
    """Columns that a mapping names, and that are no field by themselves."""
    return (*mapped.measures.values(), *mapped.categories.values(), *mapped.rating_columns)


def _is_ignored(column: str, mapped: Mapped) -> bool:
    """Whether a mapping ignores a column; a name ignores every column that has it."""
    plain = re.sub(r" \([0-9]+\)$", "", column)
    unnamed = re.fullmatch(r"\(column [0-9]+\)", column) is not None and "" in mapped.ignore
    return column in mapped.ignore or plain in mapped.ignore or unnamed


def not_left_out(mapped: Mapped, rejects: Iterable[Reject]) -> tuple[tuple[str, str], ...]:
    """What a mapping leaves rows out by and no row has: each column or field with its word.

    Args:
        mapped: The mapping.
        rejects: All rows that it left out.
    """
    had = {pair for reject in rejects for pair in reject.left_out_by}
    said = ((name, word) for name, words in mapped.leave_out.items() for word in sorted(words))
    return tuple(pair for pair in said if pair not in had)


class _Table:
    """One table and its mapping: what is the same for all of its rows."""

    def __init__(self, path: Path, mapped: Mapped) -> None:
        self._path = path
        self._mapped = mapped
        self.form = form_of_mapping(mapped)
        self._seen: tuple[str, ...] = ()
        self._columns = Columns({}, {}, {}, {})

    @cached_property
    def _decimal(self) -> str:
        """The decimal mark by all values of the file; empty where they do not say which it is."""
        marks: set[str] = set()
        for row in rows_of(self._path, self.form):
            columns = () if row.fault else self._of(row).of_values
            for cell in (row.cells.get(column, "") for column in columns):
                told_by = decimal_marks([cell]) - {"?"}
                marks |= {mark for mark in told_by if read_money(cell, mark)}
            if len(marks) > 1:
                break
        return marks.pop() if len(marks) == 1 else ""

    def _of(self, row: Row) -> Columns:
        if tuple(row.cells) != self._seen:
            self._seen = tuple(row.cells)
            self._columns = columns_of(self._path, row.cells, self._mapped)
        return self._columns

    def check(self, columns: Iterable[str]) -> None:
        """See that the columns are known, though no row may follow."""
        columns_of(self._path, columns, self._mapped)

    def records(self, number: int, row: Row) -> Iterator[Record | Reject]:
        """The records of a row, or its one reject."""
        if row.fault:
            yield Reject(number, (row.fault,))
            return
        columns = self._of(row)
        values = {name: row.cells[column] for column, name in columns.fields.items()}
        if self._mapped.rating_columns:
            codes = (row.cells.get(column, "") for column in self._mapped.rating_columns)
            values["rating"] = ", ".join(code for code in codes if not is_blank_value(code))
        line = Line(number, {**self._mapped.constants, **values}, row.notes)
        if by := self._left_out(row, line):
            reason = "; ".join(f"{name} is {quote(cell)}" for name, cell in by)
            words = tuple((name, cell.casefold()) for name, cell in by)
            said = (f"left out by the mapping: {reason}",)
            yield Reject(number, said, "left_out", left_out_by=words)
            return
        if len(row.cells) >= _FEW_COLUMNS and sum(map(bool, row.cells.values())) == 1:
            yield Reject(number, (told("one cell alone is filled, as in a heading or a footnote"),))
            return
        parts = list(_parts(columns, row))
        across = len(columns.across)
        if not parts:
            # A row of which only a place is given holds nothing.
            yield Reject(number, (told("no column of a year, measure or category holds a value"),))
            return
        blank = {"blank_cells": max(across - len(parts), 0)}
        found = [
            self._record(line, fields | blank, cell, moved=row.moved) for fields, cell in parts
        ]
        rejects = [one for one in found if isinstance(one, Reject)]
        yield from rejects[:1] or found

    def _left_out(self, row: Row, line: Line) -> list[tuple[str, str]]:
        """The columns or fields for which a mapping leaves the row out, with their cells."""
        cells = ((name, row.cells.get(name) or line[name]) for name in self._mapped.leave_out)
        return [one for one in cells if one[1].casefold() in self._mapped.leave_out[one[0]]]

    def _record(
        self, line: Line, fields: Mapping[str, Any], cell: str, *, moved: bool
    ) -> Record | Reject:
        mapped = self._mapped
        draft = RecordDraft(line)
        for name in ("exporter", "destination"):
            draft.place(name, _place(draft, line[name], mapped))
        if line["day"]:
            day = mapped.day(line["day"])
            draft.day(day, line["day"])
        elif "year" not in fields:
            draft.year(_year(line["year"], mapped), line["year"])
        words = _words(draft, line, mapped)
        if "rating" in line.cells:
            draft.rating(_rating(draft, line["rating"], mapped))
        draft.put(**{name: line[name] for name in _TEXTS})
        draft.put(**{name: _open_place(draft, name, line[name], mapped) for name in _PLACES})
        draft.put(route=_places(draft, "route", line["route"], mapped))
        draft.put(**{name: words[name] for name in words.keys() - set(PARTY_FIELDS)})
        draft.put(parties=_parties(draft, line, words, mapped))
        currency = _currency(draft, line["currency"])
        if moved and not is_blank_value(cell):
            two = f"the value {quote(cell)} may be part of one: a cell holds the separator"
            draft.unread_value(cell, two)
        else:
            currency = self._value(draft, cell, currency)
        _count(draft, line["licences"])
        if cell := line["until"]:
            until = mapped.day(cell)
            draft.put(until=until)
            draft.note("" if until else f"the end of validity {quote(cell)} cannot be read")
        draft.put(**fields)
        return draft.done(currency=currency)

    def _value(self, draft: RecordDraft, cell: str, currency: str) -> str:
        """Set the value, and give the currency that it is in."""
        if is_blank_value(cell):
            draft.value(None, "")
            return currency
        own = decimal_mark(cell)
        # Only a cell that can be read in two ways needs the others, for which the file is read.
        mark = self._mapped.decimal or (self._decimal if own == "?" else own)
        if own == "?" and not mark:
            two = f"the value {quote(cell)} can be read in two ways: say `decimal` in the mapping"
            draft.unread_value(cell, two)
            return currency
        written = read_money(cell, mark or ".")
        if written is None:
            draft.value(None, cell)
            return currency
        if not _agree(written.currency, currency):
            draft.unread_value(cell, f"the value {quote(cell)} is not in {currency}, as it is said")
            return currency
        currency = currency or ("" if written.currency == "$" else written.currency)
        amount = written.amount * self._factor(currency)
        draft.value(amount, cell)
        return currency

    def _factor(self, currency: str) -> Decimal:
        """In how many units of a currency its values are; trend indicators count in millions."""
        unit = self._mapped.unit
        if not unit:
            return Decimal(1)
        return Decimal(UNITS[unit]) / (UNITS["millions"] if currency == NOT_MONEY else 1)


def _parts(columns: Columns, row: Row) -> Iterator[tuple[dict[str, Any], str]]:
    """What a row gives records of: the fields of each, and the cell of its value."""
    if across := columns.across:
        for fields, column in across:
            if not is_empty_or_dash(cell := row.cells.get(column, "")):
                yield fields, cell
    else:
        own = next((column for column, name in columns.fields.items() if name == "value"), "")
        yield {}, row.cells.get(own, "")


def _stated(draft: RecordDraft, name: str, cell: str) -> str:
    """A cell, or nothing where a word or sign in it says that it is not known or not told."""
    if not is_unstated(cell):
        return cell
    draft.note(f"{name}: {quote(cell)} is taken as not stated")
    return ""


def _words(draft: RecordDraft, line: Line, mapped: Mapped) -> dict[str, str]:
    """The words of ours in a row, by field; one that is none of them is a reason to reject it.

    Of parties and the end use it is kept as written, with a note: no figure counts them, and
    screening refuses the row for it.
    """
    found = {}
    for name, words in CLOSED.items():
        word = mapped.word(name, line[name]).casefold()
        if name in _MAY_BE_OPEN and word not in words:
            word = _stated(draft, name, word)
        found[name] = word
        if word and word not in words:
            said = f"{name}: no such word {quote(word)}; {Choice(word, words, meant=MEANT)}"
            (draft.note if name in PARTY_FIELDS else draft.reject)(said)
    return found


def _parties(draft: RecordDraft, line: Line, words: Mapping[str, str], mapped: Mapped) -> Parties:
    """Who takes part and what for; `NOBODY` where the table does not tell."""
    stated = {name: words.get(name, line[name]) for name in PARTY_FIELDS}
    for name in ("end_user_country", "buyer_country"):
        stated[name] = _open_place(draft, name, stated[name], mapped)
    stated["onward"] = _places(draft, "onward", stated["onward"], mapped)
    if cell := _stated(draft, "contract_date", stated.pop("contract_date")):
        day = mapped.day(cell)
        stated["contract_date"] = day.isoformat() if day else cell
        draft.note("" if day else f"the day of the contract {quote(cell)} cannot be read")
    return Parties(**stated) if any(stated.values()) else NOBODY


def _places(draft: RecordDraft, name: str, cell: str, mapped: Mapped) -> str:
    """The places of a cell that may hold several, each as this table means it.

    One of several that is not told is kept, as the others are not all.
    """
    parts = places_of(cell)
    if len(parts) == 1:
        return _open_place(draft, name, parts[0], mapped)
    return "; ".join(_place(draft, part, mapped) for part in parts)


def _open_place(draft: RecordDraft, name: str, cell: str, mapped: Mapped) -> str:
    """A place that a record can do without, as this table means it."""
    return _stated(draft, name, _place(draft, cell, mapped))


def _currency(draft: RecordDraft, cell: str) -> str:
    currency = _stated(draft, "currency", cell).upper()
    currency = CURRENCY_SIGNS.get(currency, currency)
    if currency and not re.fullmatch("[A-Z]{3}", currency):
        draft.reject(told("currency: {cell} is no code of three letters", cell=quote(cell)))
    return currency


def _agree(written: str, stated: str) -> bool:
    """Whether the currency beside an amount is the one that is stated; `$` is of several."""
    return not written or not stated or written == stated or (written == "$" and stated[-1] == "D")


def _rating(draft: RecordDraft, cell: str, mapped: Mapped) -> str:
    meant = mapped.rating(cell)
    draft.note(f"{quote(cell)} read as {meant}, as the mapping says" if meant != cell else "")
    return meant


def _count(draft: RecordDraft, cell: str) -> None:
    if cell:
        count = read_count(cell)
        draft.put(licences=count)
        draft.note(
            "" if count is not None else f"the number of licences {quote(cell)} cannot be read"
        )


def _place(draft: RecordDraft, cell: str, mapped: Mapped) -> str:
    meant = mapped.place(cell)
    draft.note(f"{quote(cell)} read as {meant}, as the mapping says" if meant != cell else "")
    return meant


def _year(cell: str, mapped: Mapped) -> int | None:
    """A year, or the year of a day that stands for it."""
    year = read_year(cell.removesuffix(".0"))
    if year is None and (day := mapped.day(cell)):
        return day.year
    return year
