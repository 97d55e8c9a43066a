"""What has to be said with figures of a table: in go the table and its shares, out come sentences.

Each says its numbers, and stands beneath every text, page and drawing.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from licensecheck.report.share_words import counted
from licensecheck.tables.intake import Table
from licensecheck.tables.record import NOT_MONEY
from licensecheck.tables.share import Shares
from licensecheck.tables.standing import LICENCE_DATE

__all__ = ["caveats"]


def caveats(table: Table, shares: Shares, *, chains: str) -> Iterator[str]:
    """What has to be said with figures of a table, each with its numbers."""
    frame = shares.counted
    measures = set(frame["measure"].unique())
    if "licensed" in measures:
        yield "licence values are ceilings: less may be shipped, later, or nothing"
    yield from _renewals(frame, chains)
    if count := shares.unvalued.rows:
        yield f"{counted(count, 'row')} without a value: counted as rows, absent from the values"
    if unread := shares.unread:
        names = ", ".join(f"{term.name} ({term.rows})" for term in unread[:5])
        more = f" and {len(unread) - 5} more" if len(unread) > 5 else ""
        rows = sum(term.rows for term in unread)
        what = f"{counted(rows, 'row')} with a place that cannot be read, so unplaceable"
        yield f"{what}: {names}{more}"
    yield (
        "a place that stands for several countries (EU, NAVO+, diverse) is inside if all are, "
        "outside if none is, else unplaceable"
    )
    if frame["day"].null_count():
        yield (
            f"{counted(frame['day'].null_count(), 'row')} of which only the year is known: "
            "unplaceable where membership changed within it"
        )
    if any(clock != LICENCE_DATE for clock in shares.membership):
        yield "under a fixed day, a bloc still stands for its members on the day of the row"
    if len(measures) > 1:
        yield f"{', '.join(sorted(measures))} are different measures and never summed together"
    if frame["currency"].n_unique() > 1:
        yield "currencies are kept apart and never converted"
    if NOT_MONEY in set(frame["currency"].unique()):
        yield "TIV measure military capability (SIPRI); they are not money and no sales figure"
    if table.rejects:
        yield f"{counted(len(table.rejects), 'row')} rejected, in no figure (--rejects lists them)"
    yield "the destination stated is not always the last: onward travel is not in the table"
    yield "a share of what the table holds, not of production"


def _renewals(frame: pl.DataFrame, chains: str) -> Iterator[str]:
    again = frame.filter((pl.col("renewal") == "yes") | (pl.col("replaces") != ""))
    if not again.height:
        return
    value = _sums(again)
    if chains == "as-published":
        yield (
            f"renewing or replacing an older licence, and perhaps repeating its value ({value}): "
            f"{counted(again.height, 'row')}, counted as published; `--chains newly-authorised` "
            "counts once"
        )
        return
    numbers = frame.select("exporter", "reference").unique()
    first = frame.group_by("exporter", "reference").agg(pl.col("number").min())
    orphans = (
        again.join(numbers, left_on=["exporter", "replaces"], right_on=["exporter", "reference"],
                   how="anti")
        .join(first, on=["exporter", "reference", "number"], how="semi")
    )  # fmt: skip
    yield (
        "renewals and replacements count once: a chain has the largest value that was authorised "
        "for a destination on one day, in the year in which it was new"
    )
    if orphans.height:
        yield (
            "renewing or replacing a licence that is not in the table, so counted as new: "
            f"{counted(orphans.height, 'row')} ({_sums(orphans)})"
        )


def _sums(frame: pl.DataFrame) -> str:
    sums = frame.group_by("currency").agg(pl.col("cents").sum()).sort("currency")
    return ", ".join(
        f"{name} {cents / (100 if name == NOT_MONEY else 100_000_000):,.1f} m"
        for name, cents in sums.iter_rows()
    )
