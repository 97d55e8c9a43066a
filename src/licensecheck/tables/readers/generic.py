"""Any table in our own schema: CSV, JSON Lines or Parquet, perhaps with its columns mapped.

Without a mapping the columns are named as the fields of `Record`; `mapping.py` tells what a mapping
says. Every column is mapped, ignored or named as a field; any other is a fault, told with the
nearest field. A row without exporter, destination and a day or year is a reject, and so is one
whose word is of no closed set. A value, an end date or a count that cannot be read is a note.
"""

from __future__ import annotations

import csv
import importlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, get_args

from licensecheck.application.tokens import ItemForm, LicenceKind
from licensecheck.errors import InputError, Problem, nearest, quote
from licensecheck.tables.readers.cells import clean, read_count, read_day, read_year
from licensecheck.tables.readers.draft import Draft
from licensecheck.tables.readers.mapping import FIELDS, Mapped
from licensecheck.tables.readers.sheet import Line, encoding_of, faults_of, open_text
from licensecheck.tables.record import MEASURES, Record, Reject

__all__ = ["read"]

_CLOSED: Final[Mapping[str, tuple[str, ...]]] = {
    "measure": MEASURES, "permanent": ("yes", "no", "unknown"), "form": get_args(ItemForm),
    "renewal": ("yes", "no", "unknown"), "kind": get_args(LicenceKind),
}  # fmt: skip
_AMOUNTS: Final[Mapping[str, re.Pattern[str]]] = {
    decimal: re.compile(form, re.ASCII)
    for decimal, form in (
        (".", r"(?:[0-9]{1,15}|[0-9]{1,3}([ ,])[0-9]{3}(?:\1[0-9]{3}){0,3})(?:\.[0-9]{1,20})?"),
        (",", r"(?:[0-9]{1,15}|[0-9]{1,3}([ .])[0-9]{3}(?:\1[0-9]{3}){0,3})(?:,[0-9]{1,20})?"),
    )
}
_TEXTS: Final = ("consignee", "reference", "replaces", "description", "origin", "route")


def read(path: Path, mapping: Mapped | None = None) -> Iterator[Record | Reject]:
    """Read a table in our schema, row by row.

    Raises:
        InputError: The file cannot be read, or a column is neither a field, mapped nor ignored.
    """
    mapped = mapping or Mapped()
    form = path.suffix.casefold()
    if form == ".parquet":
        lines = _parquet(path)
    elif form in (".jsonl", ".ndjson"):
        lines = _json_lines(path)
    else:
        lines = _csv(path, mapped.delimiter)
    ours: dict[str, str] = {}
    seen: tuple[str, ...] = ()
    for number, (cells, notes) in enumerate(lines, 1):
        if tuple(cells) != seen:
            seen, ours = tuple(cells), _fields(path, cells, mapped)
        values = {name: cells[column] for column, name in ours.items()}
        yield _row(Line(number, {**mapped.constants, **values}, notes), mapped)


def _fields(path: Path, columns: Iterable[str], mapped: Mapped) -> dict[str, str]:
    """Our field of each column, by column."""
    names = {column: name for name, column in mapped.columns.items()}
    ours: dict[str, str] = {}
    problems = []
    for column in columns:
        name = names.get(column, column)
        if column in mapped.ignore:
            continue
        if name in FIELDS and name not in ours.values():
            ours[column] = name
        else:
            what = f"column {quote(column)} is " + (
                "given twice" if name in FIELDS else "no field, and neither mapped nor ignored"
            )
            problems.append(Problem(path.name, what, nearest(column, FIELDS)))
    for name, column in mapped.columns.items():
        if column not in ours:
            what = f"there is no column {quote(column)} for the field `{name}`"
            problems.append(Problem(path.name, what, nearest(column, list(columns))))
    if problems:
        raise InputError(problems)
    return ours


Cells = tuple[dict[str, str], tuple[str, ...]]


def _csv(path: Path, delimiter: str) -> Iterator[Cells]:
    encoding = encoding_of(path)
    odd = ("the file is not UTF-8 and was read as Latin-1",) if encoding == "latin-1" else ()
    with open_text(path, encoding) as file:
        rows = (row for row in csv.reader(file, delimiter=delimiter) if row)
        header = [clean(name) for name in next(rows, [])]
        if twice := {name for name, times in Counter(header).items() if times > 1}:
            what = f"columns of one name: {', '.join(quote(name) for name in sorted(twice))}"
            raise InputError(Problem(path.name, what))
        if not header:
            raise InputError(Problem(path.name, "the file is empty"))
        for row in rows:
            ragged = len(row) < len(header) or any(clean(cell) for cell in row[len(header) :])
            note = f"the row has {len(row)} cells and the header {len(header)}"
            cells = dict.fromkeys(header, "")
            cells.update(zip(header, (clean(cell) for cell in row), strict=False))
            yield cells, (*odd, note) if ragged else odd


def _json_lines(path: Path) -> Iterator[Cells]:
    with open_text(path, encoding_of(path)) as file:
        for place, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                entry = json.loads(text, parse_int=str, parse_float=str)
            except (ValueError, RecursionError):
                entry = None
            if not isinstance(entry, dict):
                raise InputError(Problem(f"{path.name}:{place}", "no JSON object on the line"))
            yield {clean(key): _text(value) for key, value in entry.items()}, ()


def _parquet(path: Path) -> Iterator[Cells]:
    try:
        # Without stubs, and only in the extra `tables`.
        arrow = importlib.import_module("pyarrow")
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        help_ = "install licensecheck[tables]"
        raise InputError(Problem(path.name, "Parquet needs pyarrow", help_)) from None
    with faults_of(path):
        try:
            with parquet.ParquetFile(path) as file:
                for batch in file.iter_batches():
                    for entry in batch.to_pylist():
                        yield {clean(key): _text(value) for key, value in entry.items()}, ()
        except arrow.ArrowException as error:
            what = f"no Parquet file: {quote(clean(str(error)))}"
            raise InputError(Problem(path.name, what)) from None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f") if value == value else ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return clean(str(value))


def _row(line: Line, mapped: Mapped) -> Record | Reject:
    draft = Draft(line)
    draft.place("exporter", _place(draft, line["exporter"], mapped))
    draft.place("destination", _place(draft, line["destination"], mapped))
    if line["day"]:
        day = _day(line["day"], mapped)
        draft.day(day, line["day"])
    else:
        draft.year(read_year(line["year"].removesuffix(".0")), line["year"])
    for name, words in _CLOSED.items():
        word = line[name].casefold()
        if word and word not in words:
            draft.reject(f"{name}: no such word {quote(word)}; {nearest(word, words)}".rstrip("; "))
        draft.put(**{name: word})
    currency = line["currency"].upper()
    if currency and not re.fullmatch("[A-Z]{3}", currency):
        draft.reject(f"currency: {quote(currency)} is no code of three letters")
    draft.put(currency=currency)
    if "rating" in line.cells:
        draft.rating(line["rating"])
    draft.put(**{name: line[name] for name in _TEXTS})
    draft.put(**{name: _place(draft, line[name], mapped) for name in ("origin", "consignee")})
    draft.value(_amount(line["value"], mapped), line["value"])
    if cell := line["licences"]:
        count = read_count(cell)
        draft.put(licences=count)
        draft.note(
            "" if count is not None else f"the number of licences {quote(cell)} cannot be read"
        )
    if cell := line["until"]:
        until = _day(cell, mapped)
        draft.put(until=until)
        draft.note("" if until else f"the end of validity {quote(cell)} cannot be read")
    return draft.done()


def _place(draft: Draft, cell: str, mapped: Mapped) -> str:
    meant = mapped.place(cell)
    draft.note(f"{quote(cell)} read as {meant}, as the mapping says" if meant != cell else "")
    return meant


def _day(cell: str, mapped: Mapped) -> date | None:
    """A day in the one order that the mapping states; other orders are not guessed."""
    if mapped.days == "YMD":
        return read_day(cell) if re.match("[0-9]{4}-", cell, re.ASCII) else None
    match = re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})", cell, re.ASCII)
    if match is None:
        return None
    day, month = (match[1], match[3]) if mapped.days == "DMY" else (match[3], match[1])
    return read_day(f"{day}-{month}-{match[4]}")


def _amount(cell: str, mapped: Mapped) -> Decimal | None:
    """An exact amount, with groups of three parted by blanks or by the mark that is no decimal."""
    if _AMOUNTS[mapped.decimal].fullmatch(cell) is None:
        return None
    group = "," if mapped.decimal == "." else "."
    digits = cell.replace(" ", "").replace(group, "").replace(mapped.decimal, ".")
    return Decimal(digits)
