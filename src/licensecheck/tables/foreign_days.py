"""Days of a frame of another engine: each gets the first day of its epoch, asked once a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import narwhals as nw
import polars as pl

from licensecheck.errors import InputError, Problem
from licensecheck.tables.foreign import EngineFrame

__all__ = ["FILLED", "dateless", "filled", "with_days"]

# What a null stands for in a column of texts, as in a record of which the table says nothing; in
# all others, the empty text.
FILLED: Final = {
    "kind": "export", "permanent": "unknown", "renewal": "unknown", "measure": "not stated",
    "currency": "not stated",
}  # fmt: skip
_KEY: Final = ("_lc_no_day", "_lc_day", "_lc_given_year")
# Beside `_lc_no_day`, any day does; PySpark writes no year of fewer than four digits.
_SOME_DAY: Final = date(2000, 1, 1)


def filled(name: str) -> nw.Expr:
    """A column of texts under a name of ours, without nulls, on which engines do not join."""
    return nw.col(name).cast(nw.String).fill_null(FILLED.get(name, "")).alias(f"_lc_{name}")


def dateless(rows: int) -> InputError:
    """The fault of rows that cannot be placed in time."""
    what = f"{rows} rows give neither a day nor a year from 1 to 9999"
    return InputError(Problem("", what, "leave them out first, and count them"))


def with_days(
    foreign: EngineFrame, frame: nw.LazyFrame[Any], cuts: Sequence[date]
) -> nw.LazyFrame[Any]:
    """Add the columns `_lc_as_of` (day, or end of the year), `_lc_year`, and the epochs of both.

    Args:
        foreign: The engine.
        frame: With the columns `day` and `year`.
        cuts: First days of the epochs, in order.

    Returns:
        The frame with `_lc_fine` (the epoch of `_lc_as_of`) and `_lc_epoch_of_day` (null where
        no day is given) as well; all null where neither a day nor a year from 1 to 9999 is.

    Raises:
        InputError: The days are of a type that holds none.
    """
    kind = frame.collect_schema()["day"]
    if kind in (nw.String, nw.Categorical) or kind.is_nested() or kind.is_numeric():
        raise InputError(Problem("", f"the column `day` has no days but {kind}"))
    if kind != nw.Date:
        frame = frame.with_columns(nw.col("day").cast(nw.Date))
    frame = frame.with_columns(
        nw.col("day").is_null().cast(nw.Int32).alias("_lc_no_day"),
        nw.col("day").fill_null(_SOME_DAY).alias("_lc_day"),
        nw.col("year").cast(nw.Int64).fill_null(0).alias("_lc_given_year"),
    )
    days = foreign.fetch(frame.select(*_KEY).unique())
    rows = []
    for no_day, day, year in days.iter_rows():
        dated = not no_day
        known = dated or 1 <= year <= 9999
        as_of = (day if dated else date(year, 12, 31)) if known else None
        fine = cuts[bisect_right(cuts, as_of) - 1] if as_of else None
        own_year = (day.year if dated else year) if known else None
        rows.append((no_day, day, year, as_of, own_year, fine, fine if dated else None))
    schema = {
        "_lc_no_day": pl.Int32, "_lc_day": pl.Date, "_lc_given_year": pl.Int64,
        "_lc_as_of": pl.Date, "_lc_year": pl.Int32, "_lc_fine": pl.Date,
        "_lc_epoch_of_day": pl.Date,
    }  # fmt: skip
    answers = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.join(foreign.send(answers), on=list(_KEY), how="left")
