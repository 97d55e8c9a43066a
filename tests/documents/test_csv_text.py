"""CSV as the spreadsheets of Europe write it: separators, encodings, and what is no CSV at all."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.documents.csv_text import (
    DELIMITERS,
    delimiter_of,
    encoding_of,
    read_csv,
    whole_cells,
)
from licensecheck.errors import InputError, Problem

NEEDS = ("name", "land", "value")
ROWS = [{"name": "Müller & Søn", "land": "Côte d'Ivoire", "value": "1,5"},
        {"name": "a;b|c\td", "land": "", "value": "2"}]  # fmt: skip


def written(rows: list[dict[str, str]], delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, NEEDS, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def read(path: Path) -> list[dict[str, str]]:
    problems: list[Problem] = []
    rows = [dict(row) for _, row in read_csv(path, problems, needs=NEEDS).rows]
    assert not problems
    return rows


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be",
                                      "cp1252"])  # fmt: skip
@pytest.mark.parametrize("told", ["", "sep"])
def test_each_separator_and_encoding(
    tmp_path: Path, delimiter: str, encoding: str, told: str
) -> None:
    """What a spreadsheet saves is read the same, whatever it parts its cells by."""
    text = (f"sep={delimiter}\r\n" if told else "") + written(ROWS, delimiter)
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    assert read(path) == ROWS


def test_a_guess_is_said(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 can be Windows-1252, which is not to say that they are."""
    path = tmp_path / "table.csv"
    for encoding, guessed in (("utf-8", False), ("utf-16", False), ("cp1252", True)):
        path.write_bytes(written(ROWS, ";").encode(encoding))
        assert read_csv(path, [], needs=NEEDS).is_guessed is guessed


@given(st.binary(max_size=400), st.integers(1, 50))
def test_an_encoding_reads_what_it_was_found_for(raw: bytes, size: int) -> None:
    """However the bytes come; what has a mark of UTF-16 may still be broken, and is refused."""
    chunks = [raw[at : at + size] for at in range(0, len(raw), size)]
    encoding = encoding_of(chunks)
    if not encoding.startswith("utf-16"):
        raw.decode(encoding)
        assert encoding == encoding_of([raw]) or encoding_of([raw]).startswith("utf-16")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    """Never anything else: rows, or problems."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(raw)
    problems: list[Problem] = []
    with suppress(InputError):
        rows = read_csv(path, problems, needs=NEEDS).rows
        assert rows or problems


CELL = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=12).map(str.strip)


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(NEEDS, CELL)), min_size=1, max_size=5),
    st.sampled_from(DELIMITERS),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], delimiter: str
) -> None:
    """Every cell, in order, but rows without any."""
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    path.write_bytes(written(rows, delimiter, csv.QUOTE_ALL).encode())
    wanted = [row for row in rows if any(row.values())]
    if wanted:
        assert read(path) == wanted


def test_a_header_without_known_names() -> None:
    """Then the separator is the one that parts all first lines alike."""
    assert delimiter_of(["Land;Betrag", "DE;1,5", "FR;2,25"]) == ";"
    assert delimiter_of(["Land\tBetrag", "DE\t1"]) == "\t"
    assert delimiter_of(["Land,Betrag"]) == ","
    assert delimiter_of([]) == ","


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"PK\x03\x04....", "a workbook"),
        (b"\xd0\xcf\x11\xe0....", "a workbook of an old Excel"),
        (b"PAR1....", "a Parquet file"),
        (b"%PDF-1.7", "a PDF"),
        (b'name;land;value\n"x;y;z\n', "no readable CSV"),
        (b"name;land;land;value\nx;y;z;1\n", "the column `land` is named twice"),
        (b'[{"name": 1}]', "JSON"),
    ],
)
def test_what_is_no_csv_is_named(tmp_path: Path, raw: bytes, told: str) -> None:
    """By what it is, or by what it lacks."""
    path = tmp_path / "table.csv"
    path.write_bytes(raw)
    problems: list[Problem] = []
    try:
        read_csv(path, problems, needs=NEEDS)
    except InputError as error:
        problems += error.problems
    assert any(told in problem.what for problem in problems), problems


@pytest.mark.parametrize("text", ['a,b\n"x,1\ny,2\n', 'a,b\nz,0\n x, "1\n', 'a,b\n"x\n\ny,2'])
def test_a_quote_that_is_never_closed(text: str) -> None:
    """It would make one cell of all lines behind it, so nothing is read in silence."""
    with pytest.raises(csv.Error, match=r"a quotation mark in line [23] is never closed"):
        list(whole_cells(text.splitlines(keepends=True), ",", skipinitialspace=True))


@pytest.mark.parametrize("text", ['a,b\n"x\ny",1\n', 'a,b\nx,"1"', 'a,b\n12" gun,1\n', "a,b\n", ""])
def test_quotes_that_are_closed(text: str) -> None:
    """A cell of several lines, and a mark within a cell, are read as ever."""
    lines = text.splitlines(keepends=True)
    assert list(whole_cells(lines, ",")) == list(csv.reader(lines))
