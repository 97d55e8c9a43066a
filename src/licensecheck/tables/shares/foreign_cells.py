"""Cells of a frame of another engine: in goes the frame, out come its sums, grouped over there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import narwhals as nw
import polars as pl

from licensecheck.tables.foreign import EngineFrame, dateless, filled, in_our_words, with_days
from licensecheck.tables.placing import PlaceReader
from licensecheck.tables.reading.frame import category_of, numbered
from licensecheck.tables.reading.record import NUMBERS
from licensecheck.tables.shares.chains import cut_to_new, marked_as_renewals

__all__ = ["foreign_cells", "foreign_marks_renewals"]

_TEXTS: Final = (
    "exporter", "destination", "permanent", "form", "renewal", "measure", "currency",
)  # fmt: skip
# Texts that tell how rows of a chain hang together, and in what order its lines count; a frame may
# lack them.
_OF_CHAINS: Final = ("reference", "replaces", "rating", "description")
# No engine but Polars sums beyond 64 bits of itself, so a value is summed in two parts.
_PART: Final = 1 << 30


def foreign_marks_renewals(native: Any) -> bool:
    """Whether a frame of another engine has rows that renew or replace a licence, and says which.

    Raises:
        InputError: The engine cannot read its frame.
    """
    foreign = EngineFrame(native)
    if not {"renewal", "measure"} <= set(foreign.names):
        return False
    with in_our_words():
        marked = _completed(foreign).filter(marked_as_renewals(nw))
        return bool(foreign.fetch(marked.select("measure").head(1)).height)


@in_our_words()
def foreign_cells(
    native: Any,
    placer: PlaceReader,
    columns: Sequence[str],
    *,
    permanent_only: bool,
    chained: bool = False,
) -> pl.DataFrame:
    """One row for all rows that are alike in the columns of a cell, with their sums.

    Args:
        native: The frame.
        placer: Reads places, and knows the epochs.
        columns: Names of the columns of a cell.
        permanent_only: Leave out what is temporary, or not known to be permanent.
        chained: Count of each renewal chain what was newly authorised; see `chains.py`.

    Raises:
        UnsupportedFrame: The frame is of no kind that is taken.
        InputError: A column is missing, or a row has no day and no year.
    """
    foreign = EngineFrame(native)
    goods = "category" if "category" in foreign.names else "rating"
    texts = tuple(dict.fromkeys((*_TEXTS, goods, *(_OF_CHAINS if chained else ()))))
    foreign.require([*_TEXTS, goods, "day", "year", "cents"])
    frame = _completed(foreign)
    if permanent_only:
        frame = frame.filter(nw.col("permanent") == "yes")
    frame = with_days(foreign, frame, placer.cuts).select(
        *(filled(name).alias(name) for name in texts),
        nw.col("_lc_year").alias("year"),
        nw.col("_lc_as_of").alias("moment"),
        nw.col("_lc_epoch_of_day").alias("epoch"),
        nw.col("cents").cast(nw.Int64),
    )
    if chained:
        frame = cut_to_new(foreign, frame)
    frame = frame.with_columns(
        nw.col("cents").fill_null(0).alias("cents"),
        nw.when(nw.col("cents").is_null()).then(1).otherwise(0).alias("unvalued"),
    ).with_columns(
        (nw.col("cents") // _PART).cast(nw.Int64).alias("high"),
        nw.when(nw.col("cents") < 0).then(nw.col("cents")).otherwise(0).alias("taken_off"),
    )
    frame = frame.with_columns((nw.col("cents") - nw.col("high") * _PART).alias("low"))
    cells = foreign.fetch(
        frame.group_by(*_TEXTS, goods, "year", "epoch").agg(
            nw.col("high").sum(), nw.col("low").sum(), nw.len().alias("rows"),
            nw.col("unvalued").sum(), nw.col("taken_off").sum(),
        )
    )  # fmt: skip
    cents = pl.col("high").cast(pl.Int128) * _PART + pl.col("low").cast(pl.Int128)
    cells = cells.with_columns(cents.alias("cents"))
    if lacking := int(cells.filter(pl.col("year").is_null())["rows"].sum()):
        raise dateless(lacking)
    if goods == "rating":
        ratings = cells["rating"].unique().to_list()
        cells = cells.with_columns(
            category=pl.col("rating").replace_strict(
                ratings, [category_of(rating) for rating in ratings], return_dtype=pl.String
            )
        )
    counts = [pl.col(name).cast(pl.Int64).sum() for name in ("rows", "unvalued")]
    sums = [pl.col("cents").sum(), *counts, pl.col("taken_off").cast(pl.Int128).sum()]
    return cells.with_columns(pl.col("year").cast(pl.Int32)).group_by(columns).agg(sums)


def _completed(foreign: EngineFrame) -> nw.LazyFrame[Any]:
    """The frame with the texts that it lacks, which say nothing, and with numbers that are some."""
    absent = [name for name in _OF_CHAINS if name not in foreign.names]
    frame = foreign.frame.with_columns(nw.lit("").alias(name) for name in absent)
    given = [name for name in NUMBERS if name in foreign.names]
    texts = ((name, nw.col(name).cast(nw.String).fill_null("")) for name in given)
    return frame.with_columns(numbered(nw, text).alias(name) for name, text in texts)
