"""A published file opened: its encoding found, its header checked, its rows one by one.

In: how a publisher lays its file out, and a path. Out: `Line`, dictionaries of trimmed cells. Where
a file is neither UTF-8 nor UTF-16, every row says how it was read. What is no text is named.
Standard input or a pipe is read once and kept for as long as it is read; a device without an end is
refused, and so is what is longer than any table that is read this way.
"""

from __future__ import annotations

import csv
import itertools
import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final

from licensecheck.documents.csv_text import encoding_of as bytes_encoding
from licensecheck.documents.csv_text import whole_cells
from licensecheck.documents.texts import kind_of_file
from licensecheck.errors import InputError, Problem, quote, reason_of, told
from licensecheck.outputs import descriptor_of
from licensecheck.tables.reading.cells import clean

__all__ = [
    "STANDARD_INPUT", "Layout", "Line", "cells_of", "encoding_of", "faults_of", "form_of", "kept",
    "note_of_encoding", "open_text", "table_name",
]  # fmt: skip

STANDARD_INPUT: Final = "standard input"
_CHUNK: Final = 1 << 20
_LARGEST: Final = 1 << 30
_PARQUET: Final = b"PAR1"


def table_name(path: Path) -> str:
    """What a table is called in messages and reports."""
    if _is_standard_input(path):
        return STANDARD_INPUT
    return path.name if descriptor_of(path) is None else "a pipe"


@contextmanager
def kept(path: Path) -> Iterator[Path]:
    """A file that holds a table: the path itself, or a copy of what came through a pipe.

    Raises:
        InputError: It is a device, or longer than is read this way; or standard input is closed.
    """
    if not _is_standard_input(path):
        try:
            kind = stat.S_IFMT(path.stat().st_mode)
        except (OSError, ValueError):
            kind = stat.S_IFREG  # whoever opens it tells what is wrong
        if kind in (stat.S_IFREG, stat.S_IFDIR):
            yield path
            return
        _refuse_device(kind, table_name(path))
    with tempfile.TemporaryDirectory(prefix="licensecheck-") as folder:
        yield _copied(path, Path(folder))


def _is_standard_input(path: Path) -> bool:
    return str(path) == "-" or descriptor_of(path) == 0


def _refuse_device(kind: int, name: str) -> None:
    if kind != stat.S_IFIFO and kind != stat.S_IFSOCK:
        raise InputError(
            Problem(name, told("is a device, not a table"), told("give a file or a pipe"))
        )


def _copied(path: Path, folder: Path) -> Path:
    name = table_name(path)
    copy = folder / name
    try:
        with _opened(path) as source, copy.open("wb") as target:
            first = source.read(_CHUNK)
            chunk, length = first, 0
            while chunk:
                length += len(chunk)
                if length > _LARGEST:
                    what = told(
                        "longer than {value} GiB, which is more than a pipe may bring",
                        value=_LARGEST >> 30,
                    )
                    raise InputError(Problem(name, what, told("save it as a file, and give that")))
                target.write(chunk)
                chunk = source.read(_CHUNK)
    except OSError as error:
        what = told("cannot be read ({value})", value=reason_of(error))
        raise InputError(Problem(name, what)) from None
    suffix = _suffix(first, path)
    return copy.rename(copy.with_name(name + suffix)) if suffix else copy


def _suffix(first: bytes, path: Path) -> str:
    """The ending by which the readers know a form, where the name does not bear it."""
    if first.startswith(_PARQUET):
        return "" if path.suffix.casefold() == ".parquet" else ".parquet"
    lines = first.removeprefix(b"\xef\xbb\xbf").lstrip().splitlines()
    objects = [line for line in lines[:2] if line.startswith(b"{") and line.rstrip().endswith(b"}")]
    if len(objects) != min(2, len(lines)) or not objects:
        return ""
    return "" if path.suffix.casefold() in (".jsonl", ".ndjson") else ".jsonl"


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if not _is_standard_input(path):
        with path.open("rb") as file:
            yield file
        return
    if sys.stdin is None or sys.stdin.closed:
        raise InputError(Problem(STANDARD_INPUT, told("is closed")))
    source = sys.stdin.buffer
    try:
        mode = os.fstat(source.fileno()).st_mode
    except (OSError, ValueError):
        mode = stat.S_IFIFO  # no file of the system, as in a test
    if not source.isatty() and not stat.S_ISREG(mode):
        _refuse_device(stat.S_IFMT(mode), STANDARD_INPUT)
    yield source


# One byte in how many is 0, at most, in a text that is only damaged.
_DAMAGED: Final = 100
# Encodings that are only what the bytes can be.
_GUESSED: Final = {"cp1252": "Windows-1252", "latin-1": "Latin-1", "mac-roman": "Mac Roman"}
_LARGEST_CELL: Final = 1 << 20
_HEADER_WITHIN: Final = 40
_MAP: Final = told("`--reader generic` with a mapping reads it; `licensecheck table` writes one")
_SEPARATOR_SAID: Final = re.compile(r'"?sep=.?"?\r?\n', re.IGNORECASE)
_LONGEST_SEPARATOR_SAID: Final = 12
_PAGE: Final = ("<html", "<!doc", "<?xml")
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its number, its trimmed cells by column, and what was odd about it."""

    number: int
    cells: dict[str, str]
    notes: tuple[str, ...] = ()
    length: int = 0

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells.values())


@dataclass(frozen=True, slots=True)
class Layout:
    """How a delimited file is laid out.

    Attributes:
        needs: Columns that its header must have; the format is known by them.
        columns: Names of all cells by position, where the header is absent, odd or repeats names.
        delimiter: Character between two cells.
        preamble: Lines of prose may stand before the header.
        closing: Text that ends every line and is no part of its last cell.
        fits: For a file without a header: whether a row looks like one of the format's.
    """

    needs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    delimiter: str = ","
    preamble: bool = False
    closing: str = ""
    fits: Callable[[Sequence[str]], bool] | None = None

    def missing(self, rows: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
        """Columns that the best header among the first rows lacks; None if all rows are strange."""
        if self.fits is not None:
            return () if any(self.fits([clean(cell) for cell in row]) for row in rows) else None
        best: tuple[str, ...] | None = None
        for row in rows if self.preamble else rows[:1]:
            names = set(self._names(row))
            lacks = tuple(name for name in self.needs if name not in names)
            if len(lacks) < len(self.needs if best is None else best):
                best = lacks
        return best

    def lines(self, path: Path) -> Iterator[Line]:
        """The rows, one by one; blank lines are no rows.

        Raises:
            InputError: The file cannot be opened, is no text of cells, or has another header.
        """
        encoding = encoding_of(path)
        odd = note_of_encoding(encoding)
        with open_text(path, encoding) as file:
            cells = whole_cells(file, self.delimiter, skipinitialspace=True)
            rows = (row for row in cells if row)
            columns = self._header(rows, path)
            for number, row in enumerate(rows, 1):
                yield self._line(number, columns, row, odd)

    def _header(self, rows: Iterator[list[str]], path: Path) -> list[str]:
        if self.fits is not None:
            return list(self.columns)
        head = []
        for row in itertools.islice(rows, _HEADER_WITHIN if self.preamble else 1):
            head.append(row)
            if self.missing([row]) == ():
                return list(self.columns) or self._names(row)
        lacks = self.missing(head) or self.needs
        what = told("the header lacks {words}", words=", ".join(map(quote, lacks)))
        raise InputError(Problem(path.name, what if head else told("the file is empty")))

    def _names(self, row: Sequence[str]) -> list[str]:
        return [clean(name) for name in self._closed(row)]

    def _closed(self, row: Sequence[str]) -> list[str]:
        last = row[-1].rstrip()
        return [*row[:-1], last.removesuffix(self.closing)] if self.closing else list(row)

    def _line(self, number: int, columns: list[str], row: list[str], odd: tuple[str, ...]) -> Line:
        row = self._closed(row)
        cells = dict.fromkeys((column for column in columns if column), "")
        cells.update({c: clean(v) for c, v in zip(columns, row, strict=False) if c})
        if len(row) < len(columns) or any(clean(cell) for cell in row[len(columns) :]):
            odd = (*odd, f"the row has {len(row)} cells and the header {len(columns)}")
        return Line(number, cells, odd, len(row))


def form_of(path: Path) -> str:
    """What a file is, by how it begins: `workbook`, `parquet`, or `text`.

    Raises:
        InputError: It cannot be opened, or is of a form that no reader takes; what to do is said.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise InputError(Problem(path.name, told("no file that can be read more than once")))
    with faults_of(path), path.open("rb") as file:
        head = file.read(2048)
    if head.startswith(_WORKBOOKS) and path.suffix.casefold() != ".zip":
        return "workbook"
    if head.startswith(b"PAR1"):
        return "parquet"
    if kind := kind_of_file(head):
        help_ = told("unpack it, or take its table out as CSV or a workbook")
        raise InputError(Problem(path.name, told("{kind}, no table of cells", kind=kind), help_))
    if head.lstrip()[:5].decode("ascii", "replace").casefold() in _PAGE:
        what = told("a page of the web or XML, no table of cells")
        help_ = told("copy its table into a spreadsheet, and save that as CSV or as a workbook")
        raise InputError(Problem(path.name, what, help_))
    return "text"


def encoding_of(path: Path) -> str:
    """The encoding of a file of text, as of `csv_text.encoding_of`.

    Raises:
        InputError: The file cannot be opened, or is no text; what it is, is said.
    """
    if (form := form_of(path)) != "text":
        named = told("a workbook") if form == "workbook" else told("a Parquet file")
        raise InputError(Problem(path.name, told("{named}, no text of cells", named=named), _MAP))
    with faults_of(path), path.open("rb") as file:
        found = bytes_encoding(iter(lambda: file.read(_CHUNK), b""))
        file.seek(0)
        # A text of an old encoding has no such byte but by damage, and every other file has many.
        start = file.read(_CHUNK)
        if found in _GUESSED and start.count(0) * _DAMAGED > len(start):
            raise InputError(Problem(path.name, told("no text, and so no table of cells"), _MAP))
    return found


def note_of_encoding(encoding: str) -> tuple[str, ...]:
    """What every row of a file says whose encoding is only what its bytes can be."""
    name = _GUESSED.get(encoding)
    return (f"the file is not UTF-8 and was read as {name}",) if name else ()


def cells_of(file: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The rows of a text of cells; a quoted cell may have a blank before its quote."""
    return csv.reader(file, delimiter=delimiter, skipinitialspace=True)


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[IO[str]]:
    """Open a file of text; whatever is wrong with it becomes an `InputError`.

    A first line by which a spreadsheet knows the separator (`sep=;`) is no part of the table.
    """
    csv.field_size_limit(_LARGEST_CELL)
    with faults_of(path), path.open(encoding=encoding, newline="") as file:
        try:
            if not _SEPARATOR_SAID.fullmatch(file.readline(_LONGEST_SEPARATOR_SAID)):
                file.seek(0)
            yield file
        except UnicodeError:
            what = told("no text in {encoding}, by which it begins", encoding=encoding.upper())
            raise InputError(Problem(path.name, what, told("save the file as UTF-8"))) from None


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """State what the system or the csv module finds wrong with a file as a fact about it."""
    try:
        yield
    except OSError as error:
        what = told("the file cannot be read ({value})", value=reason_of(error))
        raise InputError(Problem(path.name, what)) from None
    except csv.Error as error:
        what = told("no table of cells: {error}", error=quote(str(error)))
        raise InputError(Problem(path.name, what)) from None
