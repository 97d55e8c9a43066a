"""Cells of a frame of another engine: in goes the frame, out come its sums, grouped over there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import narwhals as nw
import polars as pl

from licensecheck.errors import InputError, Problem
from licensecheck.tables.foreign import Foreign
from licensecheck.tables.foreign_days import filled, with_days
from licensecheck.tables.frame import category_of

__all__ = ["foreign_cells"]

_TEXTS: Final = (
    "exporter", "destination", "permanent", "form", "renewal", "measure", "currency",
)  # fmt: skip
_SUMS: Final = ("cents", "rows", "unvalued")


def foreign_cells(
    native: Any, cuts: Sequence[date], columns: Sequence[str], *, permanent_only: bool
) -> pl.DataFrame:
    """One row for all rows that are alike in the columns of a cell, with their sums.

    Args:
        native: The frame.
        cuts: First days of the epochs, in order.
        columns: Names of the columns of a cell.
        permanent_only: Leave out what is temporary, or not known to be permanent.

    Raises:
        UnsupportedFrame: The frame is of no kind that is taken.
        InputError: A column is missing, or a row has no day and no year.
    """
    foreign = Foreign(native)
    goods = "category" if "category" in foreign.names else "rating"
    foreign.require([*_TEXTS, goods, "day", "year", "cents"])
    frame = foreign.frame
    if permanent_only:
        frame = frame.filter(nw.col("permanent") == "yes")
    frame = with_days(foreign, frame, cuts).with_columns(
        *(filled(name) for name in (*_TEXTS, goods)),
        nw.col("cents").cast(nw.Int64).fill_null(0).alias("_lc_cents"),
        nw.when(nw.col("cents").is_null()).then(1).otherwise(0).alias("_lc_unvalued"),
    )
    keys = [*(f"_lc_{name}" for name in (*_TEXTS, goods, "year")), "_lc_epoch_of_day"]
    found = foreign.fetch(
        frame.group_by(*keys).agg(
            nw.col("_lc_cents").sum(), nw.len().alias("_lc_rows"), nw.col("_lc_unvalued").sum()
        )
    )
    cells = found.rename(lambda name: name.removeprefix("_lc_")).rename({"epoch_of_day": "epoch"})
    dateless = int(cells.filter(pl.col("year").is_null())["rows"].sum())
    if dateless:
        what = f"{dateless} rows give neither a day nor a year from 1 to 9999"
        raise InputError(Problem("", what, "leave them out first, and count them"))
    if goods == "rating":
        ratings = cells["rating"].unique().to_list()
        cells = cells.with_columns(
            category=pl.col("rating").replace_strict(
                ratings, [category_of(rating) for rating in ratings], return_dtype=pl.String
            )
        )
    sums = [pl.col(name).cast(pl.Int64).sum() for name in _SUMS]
    return cells.with_columns(pl.col("year").cast(pl.Int32)).group_by(columns).agg(sums)
