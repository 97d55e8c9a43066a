"""Cells that a spreadsheet would run: in go texts of anybody, out come texts that are only read.

A cell that begins as a formula gets an apostrophe before it; numbers are left alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import polars as pl

__all__ = ["csv_text", "neutral", "neutralised"]

# A spreadsheet runs what begins so, after any blanks that it drops first. Python counts four
# separators among the blanks that Polars does not.
_FORMULA: Final = r"^[\s\x1c-\x1f]*[=+\-@\t\r]"
# A number or fraction below nothing is run to no harm.
_NUMBER: Final = r"^[-+]?[0-9]+(\.[0-9]+)?(/[0-9]+)?$"
_BEGINS: Final = re.compile(_FORMULA)
_IS_NUMBER: Final = re.compile(_NUMBER, re.ASCII)


def neutral(cell: Any) -> Any:
    """A cell that no spreadsheet runs; what is no text is left as it is."""
    runs = isinstance(cell, str) and _BEGINS.match(cell) and not _IS_NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell


def neutralised(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would run."""
    # An extra; texts alone need it not.
    import polars as pl

    texts = [name for name, type_ in frame.schema.items() if type_ == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA) & ~pl.col(name).str.contains(_NUMBER))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV under a line of columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue()
