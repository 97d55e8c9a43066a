"""The rows of a user's table, whatever the file is: CSV, JSON, Parquet or a workbook.

In: a path and what a mapping says of the form of the table. Out: each row as texts by column, with
notes, and with the reason why it cannot be read where there is one. Typed numbers are written with
the decimal mark of the table, so that one reading serves them and texts alike.
"""

from __future__ import annotations

import csv
import importlib
import itertools
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from licensecheck.documents.csv_text import DELIMITERS, whole_cells
from licensecheck.errors import InputError, Problem, nearest, quote, told
from licensecheck.tables.reading.cells import TypedNumber, clean
from licensecheck.tables.reading.sheet import (
    cells_of,
    encoding_of,
    faults_of,
    form_of,
    note_of_encoding,
    open_text,
)

__all__ = [
    "RECORDS", "Form", "Row", "delimiter_found", "grid_of", "header_of", "kind_of_file", "rows_of",
    "sheets_of",
]  # fmt: skip

# Files whose rows name their own columns.
RECORDS: Final = ("json", "json-lines", "parquet")

_HEADER_WITHIN: Final = 40
_FIRST_LINES: Final = 60
_LARGEST_JSON: Final = 64 << 20
_LARGEST_WORKBOOK: Final = 1 << 30
_LONGEST_NUMBER: Final = 40
_HALF_PAIR: Final = "a half of a pair of characters, which is no text"


@dataclass(frozen=True, slots=True)
class Form:
    """What is said of the form of a table; each is found out where it is not said.

    Attributes:
        wanted: Columns that its header has.
        delimiter: Character between two cells of a CSV file.
        decimal: Decimal mark, with which typed numbers are written.
        sheet: Name of the sheet of a workbook.
        header: Rows of the file that hold the names of columns, the first row being 1.
    """

    wanted: tuple[str, ...] = ()
    delimiter: str = ""
    decimal: str = "."
    sheet: str = ""
    header: tuple[int, ...] = ()


class Row(NamedTuple):
    """A row: its texts by column, what is odd about it, and why it cannot be read.

    It is `moved` where a cell holds the separator, so that cells may stand under another name.
    """

    cells: dict[str, str]
    notes: tuple[str, ...] = ()
    fault: str = ""
    moved: bool = False


def rows_of(
    path: Path, form: Form, check: Callable[[Iterable[str]], object] = lambda _: None
) -> Iterator[Row]:
    """The rows of a table below its header; blank lines are none.

    Args:
        path: The file.
        form: What is said of it.
        check: Called with the names of the columns, where a header gives them for all rows.

    Raises:
        InputError: The file cannot be read, is no table, or has no header as described.
    """
    found = kind_of_file(path)
    if found == "parquet":
        return _parquet(path, form)
    if found == "json-lines":
        return _json_lines(path, form)
    if found == "json":
        entries = _json(path)
        names = _names_in(entries)
        return (_object(entry, form, names) for entry in entries)
    notes = () if found == "workbook" else note_of_encoding(encoding_of(path))
    return _below_header(path, form, notes, check)


def kind_of_file(path: Path) -> str:
    """What a file is by its ending and its bytes: csv, workbook, or one of `RECORDS`."""
    found = form_of(path)
    ending = path.suffix.casefold()
    if ending == ".parquet" or found == "parquet":
        return "parquet"
    if found == "workbook":
        return found
    if ending in (".jsonl", ".ndjson"):
        return "json-lines"
    with open_text(path, encoding_of(path)) as file:
        head = "".join(file.read(200).split())
    return "json" if head.startswith(("[{", "[]")) or ending == ".json" else "csv"


# --- tables of cells -----------------------------------------------------------------------------


def grid_of(path: Path, form: Form) -> Iterator[list[str]]:
    """Every row of a CSV file or of a sheet as texts; a blank one has no cells.

    Raises:
        InputError: The file cannot be read; or a workbook has several sheets and none is named.
    """
    if form_of(path) == "workbook":
        return iter(_sheet(path, form))
    return _csv(path, form.delimiter or delimiter_found(path, form.wanted))


def _csv(path: Path, delimiter: str) -> Iterator[list[str]]:
    with open_text(path, encoding_of(path)) as file:
        for row in whole_cells(file, delimiter, skipinitialspace=True):
            yield [clean(cell) for cell in row]


def delimiter_found(path: Path, wanted: Sequence[str] = ()) -> str:
    """The separator by which some of the first lines have most of the columns."""
    with open_text(path, encoding_of(path)) as file:
        lines = list(itertools.islice(file, _FIRST_LINES))
    names = {name.casefold() for name in wanted}
    best: tuple[int, int] = (0, 0)
    chosen = ""
    for line in lines:
        for delimiter in DELIMITERS:
            cells = [clean(cell).casefold() for cell in next(cells_of([line], delimiter), [])]
            fit = len(names.intersection(cells)), len(cells)
            if fit[0] and fit > best:
                best, chosen = fit, delimiter
    if chosen:
        return chosen
    return max(DELIMITERS, key=lambda one: (_alike(lines, one), -DELIMITERS.index(one)))


def _alike(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    """How many rows have the number of cells that most have, and what that number is."""
    with suppress(csv.Error):
        widths = Counter(len(row) for row in cells_of(lines, delimiter) if len(row) > 1)
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            return count, width
    return 0, 0


def header_of(rows: Sequence[Sequence[str]], form: Form) -> tuple[list[str], int]:
    """The names of the columns, and how many rows stand up to them.

    Args:
        rows: The first rows of a table.
        form: What is said of it.

    Returns:
        The names, which are empty where the rows have no header as described. Of two columns of
        one name the second is `name (2)`; one without a name is `(column 3)`.
    """
    if form.header:
        picked = [rows[number - 1] for number in form.header if number <= len(rows)]
        return _named(_joined(picked)), max(form.header)
    best: tuple[int, int] = (-1, 0)
    for index, row in enumerate(rows):
        names = set(_named(row))
        known = len(names & set(form.wanted))
        if form.wanted and known == len(set(form.wanted)):
            return _named(row), index + 1
        if names and known > best[0]:
            best = known, index
    return (_named(rows[best[1]]), best[1] + 1) if best[0] >= 0 else ([], 0)


def _joined(lines: Sequence[Sequence[str]]) -> list[str]:
    """The names of several lines as one; a name above stands for the empty cells behind it too."""
    width = max(map(len, lines), default=0)
    parts: list[list[str]] = [[] for _ in range(width)]
    for number, line in enumerate(lines):
        last = ""
        for index in range(width):
            cell = line[index] if index < len(line) else ""
            last = cell if cell or number == len(lines) - 1 else last
            if last and last not in parts[index]:
                parts[index].append(last)
    return [" ".join(part) for part in parts]


def _named(row: Sequence[str]) -> list[str]:
    names = list(row)
    while names and not names[-1]:
        names.pop()
    found: dict[str, int] = {}
    for index, name in enumerate(names):
        name = name or f"(column {index + 1})"
        found[name] = found.get(name, 0) + 1
        names[index] = name if found[name] == 1 else f"{name} ({found[name]})"
    return names


def _below_header(
    path: Path, form: Form, odd: tuple[str, ...], check: Callable[[Iterable[str]], object]
) -> Iterator[Row]:
    rows = grid_of(path, form)
    head = list(itertools.islice(rows, max(_HEADER_WITHIN, *form.header, 0)))
    columns, start = header_of(head, form)
    if not columns:
        raise InputError(Problem(path.name, told("the file is empty")))
    check(columns)
    # In a row that is filled beyond it cells moved; a remark may stand under no name.
    width = len(head[start - 1])
    for row in itertools.chain(head[start:], rows):
        if not row:
            continue
        ragged = len(row) < len(columns) or any(row[len(columns) :])
        note = f"the row has {len(row)} cells and the header {len(columns)}"
        cells = dict.fromkeys(columns, "")
        cells.update(zip(columns, row, strict=False))
        yield Row(cells, (*odd, note) if ragged else odd, moved=any(row[width:]))


# --- workbooks -----------------------------------------------------------------------------------


def sheets_of(path: Path) -> list[str]:
    """Names of the sheets of a workbook, in order.

    Raises:
        InputError: It cannot be read.
    """
    return list(_workbook(path).sheet_names)


def _workbook(path: Path) -> Any:
    try:
        calamine = importlib.import_module("python_calamine")
    except ImportError:
        help_ = told('pip install "arms-licensecheck[workbooks]", or save the sheet as CSV')
        raise InputError(
            Problem(path.name, told("a workbook needs python-calamine"), help_)
        ) from None
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as parts:
                size = sum(part.file_size for part in parts.infolist())
        except (zipfile.BadZipFile, OSError, ValueError):
            size = 0
        if size > _LARGEST_WORKBOOK:
            raise InputError(
                Problem(path.name, told("a workbook of over 1 GiB"), told("save a sheet as CSV"))
            )
    with faults_of(path):
        try:
            return calamine.CalamineWorkbook.from_path(path)
        except calamine.CalamineError as error:
            what = told("no workbook that can be read: {error}", error=quote(clean(str(error))))
            raise InputError(Problem(path.name, what, told("save the sheet as CSV"))) from None


def _sheet(path: Path, form: Form) -> list[list[str]]:
    book = _workbook(path)
    names = list(book.sheet_names)
    if form.sheet:
        if form.sheet not in names:
            help_ = nearest(form.sheet, names) or told(
                "its sheets are {words}", words=", ".join(map(quote, names))
            )
            raise InputError(
                Problem(path.name, told("no sheet {sheet}", sheet=quote(form.sheet)), help_)
            )
        return _cells(book, form.sheet, form.decimal)
    found = {name: _cells(book, name, form.decimal) for name in names}
    filled = {name: rows for name, rows in found.items() if any(map(any, rows))}
    fits = {
        name: rows
        for name, rows in filled.items()
        if form.wanted and set(form.wanted) <= set(header_of(rows[:_HEADER_WITHIN], form)[0])
    }
    chosen = fits if len(fits) == 1 else filled
    if len(chosen) != 1:
        what = (
            told("a workbook of several sheets")
            if filled
            else told("a workbook without a filled sheet")
        )
        help_ = told(
            "say `sheet` in the mapping: {words}", words=", ".join(map(quote, filled or names))
        )
        if filled:
            help_ = told("{help}; `licensecheck table FILE` proposes a mapping", help=help_)
        raise InputError(Problem(path.name, what, help_))
    return next(iter(chosen.values()))


def _cells(book: Any, name: str, decimal: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    texts = ([_text(cell, decimal) for cell in row] for row in rows)
    return [row if any(row) else [] for row in texts]


# --- records -------------------------------------------------------------------------------------


def _json(path: Path) -> list[Any]:
    with open_text(path, encoding_of(path)) as file:
        text = file.read(_LARGEST_JSON + 1)
    if len(text) > _LARGEST_JSON:
        help_ = told("write it as JSON Lines (.jsonl), an object a line")
        raise InputError(Problem(path.name, told("a JSON array of over 64 MiB"), help_))
    try:
        data = _json_text(text)
    except (ValueError, RecursionError):
        raise InputError(Problem(path.name, told("no JSON text"))) from None
    if not isinstance(data, list) or not any(isinstance(entry, dict) for entry in data):
        raise InputError(Problem(path.name, told("no JSON array of objects")))
    return data


def _json_lines(path: Path, form: Form) -> Iterator[Row]:
    names = _names_in(entry for _, entry in _entries_of(path))
    first = True
    for place, entry in _entries_of(path):
        if first and not isinstance(entry, dict):
            raise InputError(Problem(f"{path.name}:{place}", told("no JSON object on the line")))
        first = False
        yield _object(entry, form, names)


def _entries_of(path: Path) -> Iterator[tuple[int, Any]]:
    """What each line that is not blank holds, with its place; None where it is no JSON text."""
    with open_text(path, encoding_of(path)) as file:
        for place, text in enumerate(file, 1):
            if text.strip():
                try:
                    yield place, _json_text(text)
                except (ValueError, RecursionError):
                    yield place, None


def _json_text(text: str) -> Any:
    return json.loads(text, parse_int=Decimal, parse_float=Decimal, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any] | None:
    """An object; None of one that says something twice, as one of the two would be lost."""
    names = dict(pairs)
    return names if len(names) == len(pairs) else None


def _names_in(entries: Iterable[Any]) -> tuple[str, ...]:
    """The names of all objects, in the order in which they come: what one lacks is blank there."""
    names: dict[str, None] = {}
    for entry in entries:
        if isinstance(entry, dict):
            own = (clean(str(key)) for key in entry)
            # A name that is no text is a fault of its row alone.
            names.update(dict.fromkeys(name for name in own if _whole(name) == name))
    return tuple(names)


def _object(entry: Any, form: Form, names: Iterable[str]) -> Row:
    if not isinstance(entry, dict):
        return Row({}, fault="no JSON object, or one with a name that is given twice")
    cells = {clean(str(key)): _text(value, form.decimal) for key, value in entry.items()}
    if len(cells) < len(entry):
        return Row(cells, fault="a name that is given twice, but for its blanks")
    return _row(dict.fromkeys(names, "") | cells)


def _row(cells: Mapping[str, str]) -> Row:
    """A row of texts; one that no file of text can hold is a fault of its row alone."""
    whole = {_whole(key): _whole(value) for key, value in cells.items()}
    if whole != cells:
        return Row(whole, fault=_HALF_PAIR)
    return Row(whole)


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _parquet(path: Path, form: Form) -> Iterator[Row]:
    try:
        # Without stubs, and only in the extra `tables`.
        arrow = importlib.import_module("pyarrow")
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        help_ = told('pip install "arms-licensecheck[tables]"')
        raise InputError(Problem(path.name, told("Parquet needs pyarrow"), help_)) from None
    with faults_of(path):
        try:
            with parquet.ParquetFile(path) as file:
                names = _named([clean(name) for name in file.schema_arrow.names])
                for batch in file.iter_batches():
                    renamed = arrow.RecordBatch.from_arrays(batch.columns, names=names)
                    yield from _batch(renamed, form)
        except arrow.ArrowException as error:
            what = told("no Parquet file: {error}", error=quote(clean(str(error))))
            raise InputError(Problem(path.name, what)) from None


def _batch(batch: Any, form: Form) -> Iterator[Row]:
    try:
        rows = [
            _row({key: _text(value, form.decimal) for key, value in entry.items()})
            for entry in batch.to_pylist()
        ]
    except (ValueError, OverflowError):
        # One cell, such as a time in nanoseconds, past the year 9999 or bytes that are no text;
        # the others are read.
        yield from (_by_cell(batch, index, form) for index in range(batch.num_rows))
        return
    yield from rows


def _by_cell(batch: Any, index: int, form: Form) -> Row:
    cells, faults = {}, []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            cells[name] = _text(column[index].as_py(), form.decimal)
        except (ValueError, OverflowError):
            cells[name] = ""
            faults.append(f"the cell of {quote(name)} holds no value that can be read")
    return Row(cells, fault="; ".join(faults))


def _text(value: object, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        value = Decimal(repr(value)) if value == value else ""
    elif isinstance(value, int):
        value = Decimal(value)
    if isinstance(value, Decimal):
        return TypedNumber(_number(value, decimal))
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return _whole_text(value, decimal)


def _whole_text(value: object, decimal: str) -> str:
    """A value that is no number and no day: a text, or a list or set of values."""
    if isinstance(value, list):
        # Several places or codes; each name may hold a comma.
        return "; ".join(filter(None, (_text(one, decimal) for one in value)))
    if isinstance(value, dict):
        pairs = (f"{clean(str(name))}: {_text(one, decimal)}" for name, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    return clean(value.decode("utf-8") if isinstance(value, bytes) else str(value))


def _number(value: Decimal, decimal: str) -> str:
    """A typed number as text that can be read in one way only."""
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST_NUMBER:
        return str(value)
    whole, _, fraction = format(value, "f").partition(".")
    fraction = fraction.rstrip("0")
    # `1.234` in a text could be a thousand and more; as a number it is not.
    return f"{whole}{decimal}{fraction}{'0' * (len(fraction) == 3)}" if fraction else whole
