"""Writing a screened table piece by piece: CSV, Parquet or JSON Lines, by the ending of the file.

A file takes its name only when all of it is written. No cell of a CSV is run by a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import polars as pl

from licensecheck.errors import Argument, InputError, Problem, quote
from licensecheck.outputs import whole
from licensecheck.tables.formulas import neutralised

__all__ = ["ENDINGS", "table_writer"]

ENDINGS: Final = (".csv", ".parquet", ".jsonl")

Write = Callable[[pl.DataFrame], None]


@contextmanager
def table_writer(path: Path) -> Iterator[Write]:
    """Open a file for the pieces of a table; `cents` is written as `value`.

    Raises:
        InputError: The ending is none of `ENDINGS`, or the file cannot be written to.
        OSError: The disk is full, or failed.
    """
    if path.suffix.lower() not in ENDINGS:
        what = f"no format known for {quote(path.name)}"
        raise InputError(Problem(Argument("out"), what, f"end its name in {', '.join(ENDINGS)}"))
    with (
        whole(path, Argument("out")) as temporary,
        _WRITERS[path.suffix.lower()](temporary) as write,
    ):
        yield write


@contextmanager
def _csv(path: Path) -> Iterator[Write]:
    with path.open("wb") as file:
        first = True

        def write(frame: pl.DataFrame) -> None:
            nonlocal first
            flat = _valued(frame).with_columns(pl.col("notes").list.join("; "))
            neutralised(flat).write_csv(file, include_header=first)
            first = False

        yield write


@contextmanager
def _jsonl(path: Path) -> Iterator[Write]:
    with path.open("wb") as file:
        # A text: a number in JSON may be read as a binary fraction.
        yield (
            lambda frame: (
                _valued(frame).with_columns(pl.col("value").cast(pl.String)).write_ndjson(file)
            )
        )


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    writer: Any = None

    def write(frame: pl.DataFrame) -> None:
        nonlocal writer
        table = _valued(frame).to_arrow()
        if writer is None:
            writer = pq.ParquetWriter(path, table.schema)
        writer.write_table(table)

    try:
        yield write
    finally:
        if writer is not None:
            writer.close()


_WRITERS: Final = {".csv": _csv, ".parquet": _parquet, ".jsonl": _jsonl}


def _valued(frame: pl.DataFrame) -> pl.DataFrame:
    """The value as an exact decimal of two places, where the cents stood."""
    value = pl.col("cents").cast(pl.Decimal(38, 2)) / pl.lit(100, pl.Decimal(38, 2))
    columns = ["value" if name == "cents" else name for name in frame.columns]
    return frame.with_columns(value=value.cast(pl.Decimal(38, 2))).select(columns)
