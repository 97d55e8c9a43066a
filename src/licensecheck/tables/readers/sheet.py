"""A published file opened: its encoding found, its header known, its rows one by one.

In: a path. Out: a `Sheet`, whose rows are dictionaries of trimmed cells. UTF-8 is tried first, with
or without a byte order mark; a file that is not UTF-8 is read as Latin-1 and says so.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from licensecheck.errors import InputError, Problem, quote
from licensecheck.tables.readers.cells import clean

__all__ = ["Line", "Sheet", "encoding_of", "faults_of", "open_text"]

_CHUNK: Final = 1 << 20
_LARGEST_CELL: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its number, its trimmed cells by column, and what was odd about it."""

    number: int
    cells: dict[str, str]
    notes: tuple[str, ...] = ()

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A delimited file as its publisher lays it out.

    Attributes:
        path: The file.
        columns: Names of the columns, in order; empty to take them from the header.
        delimiter: Character between two cells.
        mark: A column by which the header line is known after lines of prose; empty where the
            header is the first line.
        headless: There is no header line; `columns` says what the cells are.
        close: A line ends in one more delimiter, which is no cell.
    """

    path: Path
    columns: Sequence[str] = ()
    delimiter: str = ","
    mark: str = ""
    headless: bool = False
    close: bool = False
    _seen: set[int] = field(default_factory=set, repr=False, compare=False)

    def lines(self) -> Iterator[Line]:
        """The rows, one by one; blank lines are no rows.

        Raises:
            InputError: The file cannot be opened, or is no text of cells.
        """
        encoding = encoding_of(self.path)
        odd = ("the file is not UTF-8 and was read as Latin-1",) if encoding == "latin-1" else ()
        with open_text(self.path, encoding) as file:
            rows = csv.reader(file, delimiter=self.delimiter)
            columns = self._header(rows)
            number = 0
            for row in rows:
                if not row:
                    continue
                number += 1
                yield self._line(number, columns, row, odd)

    def _header(self, rows: Iterator[list[str]]) -> list[str]:
        if self.headless:
            return list(self.columns)
        for row in rows:
            header = [clean(name) for name in row]
            if header and (not self.mark or self.mark in header):
                return self._closed(list(self.columns) or header)
        return []

    def _closed(self, row: list[str]) -> list[str]:
        return row[:-1] if self.close and row and not row[-1].strip() else row

    def _line(self, number: int, columns: list[str], row: list[str], odd: tuple[str, ...]) -> Line:
        row = self._closed(row)
        cells = dict.fromkeys(columns, "")
        cells.update({c: clean(v) for c, v in zip(columns, row, strict=False) if c})
        if len(row) != len(columns):
            surplus = [clean(cell) for cell in row[len(columns) :]]
            if len(row) < len(columns) or any(surplus):
                odd = (*odd, f"the row has {len(row)} cells and the header {len(columns)}")
        return Line(number, cells, odd)


def encoding_of(path: Path) -> str:
    """`utf-8-sig`, or `latin-1` where the bytes are no UTF-8.

    Raises:
        InputError: The file cannot be opened.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with faults_of(path), path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8-sig"


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[IO[str]]:
    """Open a file of text; whatever is wrong with it becomes an `InputError`."""
    csv.field_size_limit(_LARGEST_CELL)
    with faults_of(path), path.open(encoding=encoding, newline="") as file:
        yield file


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """State what the system or the csv module finds wrong with a file as a fact about it."""
    try:
        yield
    except OSError as error:
        what = f"the file cannot be read ({(error.strerror or 'no reason given').lower()})"
        raise InputError(Problem(path.name, what)) from None
    except csv.Error as error:
        what = f"no table of cells: {quote(str(error))}"
        raise InputError(Problem(path.name, what)) from None
