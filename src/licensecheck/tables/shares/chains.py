"""Renewal chains: in goes a frame of licences, out come the values that were newly authorised.

Lists repeat a licence when it is extended or replaced, with its whole value each time. Rows belong
to one chain if they have the same exporter and licence number, or if one names the other's number
as the licence that it replaces, directly or over others. A number that is not in the table links
nothing: old lists write a day in that column.

A chain counts once, with the largest value that was authorised on one day: every later day adds
only what goes beyond the most before it. So what is added falls in the year in which it was new,
parts of the chain sum to its largest value, and no total exceeds the published one. The lines of
one day are lines of one licence and all count, but for those of a licence that replaces another of
that day, or of that year where no day is known, and for those marked as renewals beside lines of
the same number that are not.

Where the goods go has no say in this, as lists write one destination in many ways ("EU", "EU
LANDEN") or not at all. So the bounds of a share hold: whatever the place of a line turns out to be,
each line adds what it added before. What a later day adds falls on goods that were not there
before, the largest first; lines alike in all but their place share it equally, and less than a
cent a line is left out.

Corrections, whose value is negative, renew nothing and stay as they are.

Only permits are renewed: rows of exports, deliveries, orders and refusals stay as they are, though
one deal may be delivered in parts under one number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import narwhals as nw
import polars as pl

from licensecheck.errors import InputError, Problem, told
from licensecheck.tables.foreign import EngineFrame

__all__ = [
    "cut_to_new", "marked_as_renewals", "marks_renewals", "newly_authorised", "undated_lines",
]  # fmt: skip

# The measures of which a row is a permit, which can be renewed.
_PERMITS: Final = ("licensed", "transit")
# Beyond this a running total might not hold in 64 bits, of which an engine says nothing.
_MOST_CENTS: Final = 1 << 62

# A chain counts apart by what makes a sum of money one.
_SUBJECT: Final = ("exporter", "_chain", "measure", "currency")
# A licence that replaces one of the same day, or of the same year where no day is known, is later.
_MOMENT: Final = ("moment", "_later")
_TOGETHER: Final = (*_SUBJECT, *_MOMENT)
# By these, and by their value, lines are the same goods on another day.
_GOODS: Final = ("_least", "rating", "form", "description")
# The new value of a day falls on new goods first, then on the largest, whatever their order in the
# file; lines of which all of these are the same are alike, wherever they go.
_ALIKE: Final = (*_GOODS, "permanent", "renewal")
_ORDER: Final = ("_known", *_ALIKE)


def marked_as_renewals(of: Any) -> Any:
    """The rows that renew or replace a licence, as an expression.

    Args:
        of: Who makes it: the module `polars` or `narwhals`.
    """
    renews = (of.col("renewal") == "yes") | (of.col("replaces").fill_null("") != "")
    return of.col("measure").is_in(_PERMITS) & renews


def marks_renewals(frame: pl.DataFrame) -> bool:
    """Whether a frame, as of `to_frame`, has rows that renew or replace a licence."""
    return not frame.filter(marked_as_renewals(pl)).is_empty()


def newly_authorised(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep of each row what it newly authorised.

    Args:
        frame: As of `to_frame`.

    Returns:
        The frame, for `Shares` with `chains="as-published"`: in its order, with `cents` cut to
        what is new, and without rows that add nothing to a chain that began on an earlier day.
    """
    moment = pl.coalesce("day", pl.date(pl.col("year"), 12, 31))
    rows = frame.lazy().with_row_index("_row")
    rows = rows.with_columns(moment=moment)
    foreign = EngineFrame(rows)
    cut: pl.LazyFrame = cut_to_new(foreign, foreign.frame).to_native()
    return cut.sort("_row").select(frame.columns).collect()


def undated_lines(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that add up under one licence number of a year, as no day or mark tells them apart.

    They are lines of one licence, or one repeats another; without days nothing says which.
    """
    alike = ("exporter", "reference", "replaces", "year", pl.col("renewal") == "yes")
    permits = pl.col("measure").is_in(_PERMITS) & (pl.col("reference") != "")
    return frame.filter(permits & pl.col("day").is_null()).filter(pl.len().over(alike) > 1)


def cut_to_new(foreign: EngineFrame, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Keep of each row of a frame of any engine what it newly authorised, in no order.

    Only licences that are linked to another come to this process.

    Args:
        foreign: The engine.
        frame: With the columns of `raw_frame` that a chain is read from, no text of them null;
            and the day `moment`. A row without that is left as it is.
    """
    single = (
        (nw.col("reference") == "")
        | nw.col("moment").is_null()
        | ~nw.col("measure").is_in(_PERMITS)
        | (nw.col("cents").fill_null(0) < 0)
    )
    wide: Any = nw.Int128
    if frame.implementation is nw.Implementation.PYSPARK:
        # It has no wider whole numbers.
        _refuse_beyond(foreign, frame.filter(~single))
        wide = nw.Int64
    value = nw.col("cents").fill_null(0).cast(wide)
    rows = _linked(foreign, frame.filter(~single)).with_columns(
        value.alias("_value"), (0 - value).alias("_least")
    )
    days = (
        rows.group_by(*_TOGETHER)
        .agg(nw.col("_value").sum().cast(wide).alias("_day"))
        .with_columns(nw.lit(1).alias("_one"))
        .with_columns(
            nw.col("_day").cum_max().over(*_SUBJECT, order_by=_MOMENT).alias("_most"),
            nw.col("_one").cum_sum().over(*_SUBJECT, order_by=_MOMENT).alias("_turn"),
        )
        .with_columns(nw.col("_most").shift(1).over(*_SUBJECT, order_by=_MOMENT).alias("_before"))
        .with_columns(_positive(nw.col("_day") - nw.col("_before").fill_null(0)).alias("_new"))
        .select(*_TOGETHER, "_new", "_turn")
    )
    alike = (
        rows.group_by(*_TOGETHER, *_ALIKE)
        .agg(nw.col("_value").sum().cast(wide).alias("_sum"), nw.len().alias("_lines"))
        .join(days, on=list(_TOGETHER), how="left")
        .with_columns(nw.col("_turn").min().over(*_SUBJECT, *_GOODS).alias("_since"))
        .with_columns(
            nw.when(nw.col("_since") < nw.col("_turn")).then(1).otherwise(0).alias("_known")
        )
        .with_columns(
            (nw.col("_sum").cum_sum().over(*_TOGETHER, order_by=_ORDER) - nw.col("_sum"))
            .cast(wide)
            .alias("_earlier")
        )
        .with_columns(_positive(nw.col("_new") - nw.col("_earlier")).alias("_left"))
        .with_columns(
            (nw.min_horizontal("_sum", "_left") // nw.col("_lines")).cast(nw.Int64).alias("_each")
        )
        .select(*_TOGETHER, *_ALIKE, "_turn", "_each")
    )
    cut = (
        rows.join(alike, on=[*_TOGETHER, *_ALIKE], how="left")
        .with_columns(nw.when(~nw.col("cents").is_null()).then(nw.col("_each")).alias("cents"))
        .filter((nw.col("_turn") == 1) | (nw.col("cents").fill_null(0) > 0))
    )
    columns = frame.collect_schema().names()
    return nw.concat([frame.filter(single), cut.select(*columns)])


def _refuse_beyond(foreign: EngineFrame, rows: nw.LazyFrame[Any]) -> None:
    thousands = (nw.col("cents").abs() // 1000 + 1).sum().alias("thousands")
    if (foreign.fetch(rows.select(thousands)).item() or 0) * 1000 > _MOST_CENTS:
        what = told("values of renewed licences are too large for this engine to add up exactly")
        help_ = told('`chains="as-published"` counts every row, exactly')
        raise InputError(Problem("", what, help_))


def _positive(value: nw.Expr) -> nw.Expr:
    return nw.when(value > 0).then(value).otherwise(nw.lit(0))


def _linked(foreign: EngineFrame, rows: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Add `_chain`, one number for all licences of a chain of an exporter, and `_later`.

    That counts how many licences of its own moment a licence replaces, one after the other, twice;
    and one more for a line marked as a renewal beside unmarked lines of its number and moment.
    """
    licence = ["exporter", "reference"]
    edges = foreign.fetch(
        rows.filter(nw.col("replaces") != "")
        .select(*licence, "replaces")
        .unique()
        .join(
            rows.select(nw.col("exporter"), nw.col("reference").alias("replaces")).unique(),
            on=["exporter", "replaces"],
        )
    )
    roots = _roots(((x, a), (x, b)) for x, a, b in edges.select(*licence, "replaces").iter_rows())
    linked = pl.DataFrame(
        [(*key, root) for key, (_, root) in roots.items()],
        schema=dict.fromkeys((*licence, "_root"), pl.String), orient="row",
    )  # fmt: skip
    at_once = foreign.fetch(
        rows.filter(nw.col("replaces") != "")
        .select(*licence, "replaces", "moment")
        .unique()
        .join(
            rows.select("exporter", nw.col("reference").alias("replaces"), "moment").unique(),
            on=["exporter", "replaces", "moment"],
        )
    )
    later = pl.DataFrame(
        _depths(at_once.select(*licence, "replaces", "moment").iter_rows()),
        schema={**dict.fromkeys(licence, pl.String), "moment": pl.Date, "_later": pl.Int64},
        orient="row",
    )
    marked = nw.when(nw.col("renewal") == "yes").then(1).otherwise(0)
    chain = nw.when(nw.col("_root").is_null()).then(nw.col("reference")).otherwise(nw.col("_root"))
    return (
        rows.join(foreign.send(linked), on=licence, how="left")
        .join(foreign.send(later), on=[*licence, "moment"], how="left")
        .with_columns(chain.alias("_chain"), marked.alias("_marked"))
        .with_columns(nw.col("_marked").min().over(*licence, "moment").alias("_all_marked"))
        .with_columns(nw.col("_later").fill_null(0) * 2 + nw.col("_marked") - nw.col("_all_marked"))
        .drop("_root", "_marked", "_all_marked")
    )


_Licence = tuple[str, str]


def _depths(rows: Iterable[tuple[str, str, str, date]]) -> list[tuple[str, str, date, int]]:
    """How many others a licence replaces within one moment, one after the other."""
    replaced: dict[tuple[str, str, date], set[str]] = {}
    for exporter, reference, replaces, moment in rows:
        if replaces != reference:
            replaced.setdefault((exporter, reference, moment), set()).add(replaces)
    depth = dict.fromkeys(replaced, 1)
    followed: dict[tuple[str, str, date], list[tuple[str, str, date]]] = {}
    waiting = dict.fromkeys(replaced, 0)
    for key, others in replaced.items():
        for before in ((key[0], other, key[2]) for other in others):
            if before in replaced:
                followed.setdefault(before, []).append(key)
                waiting[key] += 1
    ready = [key for key, count in waiting.items() if not count]
    # Licences that name each other in a circle are never ready, and stand beside one another.
    while ready:
        key = ready.pop()
        for after in followed.get(key, ()):
            depth[after] = max(depth[after], depth[key] + 1)
            waiting[after] -= 1
            if not waiting[after]:
                ready.append(after)
    return [(*key, found) for key, found in sorted(depth.items())]


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
