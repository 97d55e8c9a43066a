"""CSV as spreadsheets write it: in go bytes, out come encoding, separator and rows with lines.

UTF-8 and UTF-16 are known by their marks and their bytes; what is neither is read as Windows-1252,
and that is said. The separator is the one by which the header has the columns that are needed. A
workbook, a JSON array or another file that is no text of cells is named as what it is.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Final

from licensecheck.documents.texts import check_length, kind_of_file, read_bytes
from licensecheck.errors import InputError, Problem, nearest, quote, told

__all__ = ["DELIMITERS", "CsvRows", "delimiter_of", "encoding_of", "read_csv", "whole_cells"]

DELIMITERS: Final = (",", ";", "\t", "|")
_LARGEST_CELL: Final = 1 << 20
_LOOKED_AT: Final = 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that Windows-1252 leaves out.
_NOT_WINDOWS: Final = frozenset(b"\x81\x8d\x8f\x90\x9d")
_RETURN: Final = ord("\r")
_ENDS: Final = frozenset(b"\r\n")
# Excel tells its separator in a line of its own.
_TOLD: Final = "sep="
_JSON: Final = re.compile(r"\s*(\[\s*[\[{]|\{\s*\")")


def whole_cells(
    lines: Iterable[str], delimiter: str, *, skipinitialspace: bool = False
) -> Iterator[list[str]]:
    """The rows of a text of cells, every one of which is known to have ended.

    A quote that is opened and never closed makes one cell of all lines that follow.

    Args:
        lines: All lines of the text.
        delimiter: What parts two cells.
        skipinitialspace: Whether blanks before a cell are none of it.

    Raises:
        csv.Error: The last row has such a quote; or a cell is too long.
    """
    kept: list[str] = []
    begins = ended = 0

    def keeping() -> Iterator[str]:
        for line in lines:
            kept.append(line)
            yield line

    reader = csv.reader(keeping(), delimiter=delimiter, skipinitialspace=skipinitialspace)
    last: list[str] = []
    for row in reader:
        last[:] = kept
        kept.clear()
        begins, ended = ended + 1, reader.line_num
        yield row
    if last and _is_open(last, delimiter, skipinitialspace=skipinitialspace):
        raise csv.Error(f"a quotation mark in line {begins:,} is never closed")


def _is_open(lines: list[str], delimiter: str, *, skipinitialspace: bool) -> bool:
    strict = csv.reader(
        iter(lines), delimiter=delimiter, skipinitialspace=skipinitialspace, strict=True
    )
    try:
        next(strict, None)
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The rows of a small table, each with the line on which it ends, by the columns needed.

    Attributes:
        rows: Line and cells by column; a cell that is not there is empty.
        encoding: How the bytes were read.
    """

    rows: tuple[tuple[int, Mapping[str, str]], ...]
    encoding: str

    @property
    def is_guessed(self) -> bool:
        """Whether the encoding is what the bytes can be, and not what they must be."""
        return self.encoding in ("cp1252", "latin-1", "mac-roman")


def encoding_of(chunks: Iterable[bytes]) -> str:
    """The encoding of a text, by its mark or by its bytes.

    Args:
        chunks: The bytes in order, as many as there are.

    Returns:
        `utf-8-sig`, `utf-16`, `utf-16-le`, `utf-16-be`; else `mac-roman` where lines end as an old
        Macintosh ends them, `cp1252`, or `latin-1` where a byte is none of that.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    seen: set[int] = set()
    ends: set[int] = set()
    for number, chunk in enumerate(chunks):
        if number == 0 and (marked := _marked(chunk)):
            return marked
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        seen.update(_NOT_WINDOWS.intersection(chunk))
        ends.update(_ENDS.intersection(chunk))
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    if is_utf8:
        return "utf-8-sig"
    if ends == {_RETURN}:
        return "mac-roman"
    return "latin-1" if seen else "cp1252"


def _marked(start: bytes) -> str:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    pairs = start[:1024]
    even, odd = pairs[::2].count(0), pairs[1::2].count(0)
    # Half of the bytes of western UTF-16 are zero, all on one side.
    if len(pairs) >= 4 and max(even, odd) * 4 > len(pairs) > 0 and min(even, odd) * 8 < len(pairs):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def delimiter_of(lines: Sequence[str], needs: Collection[str] = ()) -> str:
    """The separator of some first lines: the one by which most needed columns have a name.

    Args:
        lines: The first lines of a table.
        needs: Names of columns that the header may hold, in small letters.
    """
    if lines and lines[0].casefold().startswith(_TOLD) and lines[0][4:5] in DELIMITERS:
        return lines[0][4]

    def fit(delimiter: str) -> tuple[int, int, int]:
        try:
            rows = [row for row in csv.reader(lines[:_LOOKED_AT], delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0, 0
        if not rows:
            return 0, 0, 0
        known = len({_name(cell) for cell in rows[0]} & set(needs))
        alike = sum(len(row) == len(rows[0]) for row in rows) if len(rows[0]) > 1 else 0
        return known, alike, len(rows[0])

    return max(DELIMITERS, key=lambda one: (fit(one), -DELIMITERS.index(one)))


def read_csv(
    path: Path,
    problems: list[Problem],
    *,
    needs: Sequence[str | tuple[str, ...]],
    knows: Sequence[str] = (),
    empty: str = "",
) -> CsvRows:
    """Read a small table of a user: a CSV file with a line of columns.

    Args:
        path: The file.
        problems: Where to put the rows that cannot be read, so that a caller can tell them with
            its own; they are not among those given back.
        needs: Columns without which nothing can be said; of several in a tuple one is enough.
        knows: Further columns that are read.
        empty: What to do where there is no row to give, such as how to state an empty register.

    Returns:
        The rows that are not blank.

    Raises:
        InputError: It cannot be read; it is no text of cells; a column is missing or named twice;
            there is no row. Every fault of the header is told once. A foreign column is one of
            the `problems` once a cell of it is filled in.
    """
    text, encoding = _text(path)
    every = [*itertools.chain.from_iterable([n] if isinstance(n, str) else n for n in needs)]
    known = (*dict.fromkeys((*every, *knows)),)
    ours = frozenset(known)
    if not text.strip():
        what = told("the file is empty; its columns are {known}", known=", ".join(known))
        raise InputError(Problem(path.name, what, empty))
    first = list(itertools.islice(io.StringIO(text, newline=""), _LOOKED_AT))
    delimiter = delimiter_of(first, known)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    rows = []
    head = ""
    foreign: dict[str, None] = {}
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or (not columns and cells[0].casefold().startswith(_TOLD)):
                continue
            where = f"{path.name}:{reader.line_num}"
            if not columns:
                head, columns = where, _header(cells, where, needs, known)
            elif any(cells[len(columns) :]):
                what = told("more cells than the {columns} columns", columns=len(columns))
                problems.append(Problem(where, what))
            else:
                named = dict.fromkeys(columns, "")
                named.update(zip(columns, cells, strict=False))
                filled = {name: None for name in columns if name not in ours and named.pop(name)}
                foreign.update(filled)
                rows.append((reader.line_num, named))
    except csv.Error as error:
        # What follows a broken quote cannot be told apart, so nothing more is read.
        problems.append(
            Problem(f"{path.name}:{reader.line_num}", told("no readable CSV: {said}", said=error))
        )
    problems += [_unknown(column, head, known) for column in foreign]
    if not rows and not problems:
        raise InputError(Problem(path.name, told("there is no row below the columns"), empty))
    return CsvRows(tuple(rows), encoding)


def _text(path: Path) -> tuple[str, str]:
    """A file as text, and the encoding in which it was read."""
    raw = read_bytes(path)
    if what := kind_of_file(raw):
        raise InputError(
            Problem(path.name, told("{kind}, not CSV", kind=what), told("save the sheet as CSV"))
        )
    encoding = encoding_of([raw])
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        what = told(
            "no text in {encoding} (byte {byte})",
            encoding=encoding.upper(),
            byte=error.start + 1,
        )
        raise InputError(Problem(path.name, what, told("save the file as UTF-8"))) from None
    check_length(text, path.name)
    if _JSON.match(text):
        raise InputError(Problem(path.name, told("a JSON document, not CSV")))
    return text, encoding


def _header(
    cells: Sequence[str],
    where: str,
    needs: Sequence[str | tuple[str, ...]],
    known: Sequence[str],
) -> list[str]:
    """The columns of a header, or every fault of it."""
    end = max((number for number, cell in enumerate(cells, 1) if cell), default=0)
    columns = [_name(cell) for cell in cells[:end]]
    problems = []
    for column, times in Counter(columns).items():
        if times > 1:
            problems.append(
                Problem(where, told("the column {column} is named twice", column=quote(column)))
            )
    for need in needs:
        names = (need,) if isinstance(need, str) else need
        if not set(names) & set(columns):
            any_of = reduce(
                lambda one, other: told("{one} or {other}", one=one, other=other),
                map(quote, names),
            )
            what = told("the column {name} is missing", name=any_of)
            problems.append(
                Problem(where, what, told("its columns are {known}", known=", ".join(known)))
            )
    if problems:
        ours = frozenset(known)
        foreign = [_unknown(column, where, known) for column in columns if column not in ours]
        raise InputError([*problems, *foreign])
    return columns


def _unknown(column: str, where: str, known: Sequence[str]) -> Problem:
    help_ = nearest(column, known) or told("its columns are {known}", known=", ".join(known))
    return Problem(where, told("no such column {column}", column=quote(column)), help_)


def _name(cell: str) -> str:
    return cell.strip().casefold()
