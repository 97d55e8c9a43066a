"""What the tests of readers share: a small file is written and read."""

from __future__ import annotations

from pathlib import Path

from licensecheck.tables.reading import read_table
from licensecheck.tables.reading.record import Record, Reject


def rows_of(tmp_path: Path, text: str, *, name: str = "table.csv", **options) -> list:
    """Write a file and read it as a published table."""
    path = tmp_path / name
    path.write_text(text, encoding=options.pop("encoding", "utf-8"), newline="")
    return list(read_table(path, **options))


def records_of(tmp_path: Path, text: str, **options) -> list[Record]:
    """The same, where no row may be a reject."""
    rows = rows_of(tmp_path, text, **options)
    assert all(isinstance(row, Record) for row in rows), rows
    return rows


def reasons_of(tmp_path: Path, text: str, **options) -> list[tuple[int, tuple[str, ...]]]:
    """Number and reasons of every reject."""
    rows = rows_of(tmp_path, text, **options)
    return [(row.number, row.reasons) for row in rows if isinstance(row, Reject)]
