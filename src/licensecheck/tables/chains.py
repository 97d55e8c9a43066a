"""Renewal chains: in goes a frame of licences, out come the values that were newly authorised.

Lists repeat a licence when it is extended or replaced, with its whole value each time. Rows belong
to one chain if they have the same exporter and licence number, or if one names the other's number
as the licence that it replaces, directly or over others. A number that is not in the table links
nothing: old lists write a day in that column.

Within a chain each destination counts once, with the largest value that was authorised for it on
one day: every later day adds only what goes beyond the most before it. So what is added falls in
the year in which it was new, parts of the chain sum to its largest value, and no total exceeds the
published one. The lines of one day are lines of one licence and all count.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl

__all__ = ["chain_of", "newly_authorised"]

# A chain counts apart by what makes a sum of money one: the same goods to the same place.
_SUBJECT: Final = ("chain", "where", "permanent", "measure", "currency")


def newly_authorised(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep of each row what it newly authorised.

    Args:
        frame: As of `to_frame`.

    Returns:
        The frame, in its order, with `cents` cut to what is new, and without rows that add
        nothing to a chain that began on an earlier day.
    """
    # A bloc keeps its name while its members change; a country is one whatever it is called.
    place, words = pl.col("places"), pl.col("destination").str.strip_chars().str.to_uppercase()
    where = pl.when(place.list.len() == 1).then(place.list.first()).otherwise(words)
    moment = pl.coalesce("day", pl.date(pl.col("year"), 12, 31))
    rows = chain_of(frame).with_row_index("_row").with_columns(where=where, moment=moment)
    days = (
        rows.group_by(*_SUBJECT, "moment")
        .agg(pl.col("cents").sum().alias("_day"))
        .sort("moment")
        .with_columns(
            _before=pl.col("_day")
            .cum_max()
            .shift(1, fill_value=0)
            .over(_SUBJECT, order_by="moment"),
            _first=pl.col("moment").min().over(_SUBJECT),
        )
        .with_columns(_new=(pl.col("_day") - pl.col("_before")).clip(lower_bound=0))
    )
    # The new value of a day falls on its largest lines first, whatever their order in the file.
    together = [*_SUBJECT, "moment"]
    value = pl.col("cents")
    order = [value.fill_null(0), "rating", "form", "renewal", "description", "number"]
    taken = (
        rows.join(days, on=together, how="left", maintain_order="left")
        .sort(order, descending=[True, *[False] * (len(order) - 1)])
        .with_columns(_earlier=value.fill_null(0).cum_sum().over(together) - value.fill_null(0))
    )
    left = (pl.col("_new") - pl.col("_earlier")).clip(lower_bound=0)
    return (
        taken.with_columns(cents=pl.when(value.is_not_null()).then(pl.min_horizontal(value, left)))
        .filter((pl.col("moment") == pl.col("_first")) | (pl.col("cents") > 0))
        .sort("_row")
        .select(frame.columns)
    )


def chain_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `chain`: the same text for all rows of a chain; a row without a number is its own."""
    numbers = frame.filter(pl.col("reference") != "").select("exporter", "reference").unique()
    edges = (
        frame.filter((pl.col("replaces") != "") & (pl.col("reference") != ""))
        .select("exporter", "reference", "replaces")
        .unique()
        .join(numbers, left_on=["exporter", "replaces"], right_on=["exporter", "reference"])
    )
    roots = _roots(
        ((x, a), (x, b))
        for x, a, b in edges.select("exporter", "reference", "replaces").iter_rows()
    )
    linked = pl.DataFrame(
        [(*key, root) for key, (_, root) in roots.items()],
        orient="row",
        schema={"exporter": pl.String, "reference": pl.String, "_root": pl.String},
    )
    single = pl.format("row {}", pl.int_range(pl.len()))
    named = pl.format("{} {}", "exporter", pl.coalesce("_root", "reference"))
    return (
        frame.join(linked, on=["exporter", "reference"], how="left", maintain_order="left")
        .with_columns(chain=pl.when(pl.col("reference") == "").then(single).otherwise(named))
        .drop("_root")
    )


_Licence = tuple[str, str]


def _roots(edges: Iterable[tuple[_Licence, _Licence]]) -> dict[_Licence, _Licence]:
    """For each licence that is linked to another, the least of all that hang together."""
    parent: dict[_Licence, _Licence] = {}

    def root(key: _Licence) -> _Licence:
        while (above := parent.setdefault(key, key)) != key:
            parent[key] = parent[above]
            key = parent[key]
        return key

    for one, other in edges:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return {key: root(key) for key in parent}
