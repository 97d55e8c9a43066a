"""What has to be said with figures of a table: in go the table and its shares, out come sentences.

Each says its numbers, and stands beneath every text, page and drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from licensecheck.errors import quote
from licensecheck.report.share_words import counted, left_out_words
from licensecheck.tables.intake import Table
from licensecheck.tables.record import NO_CURRENCY, NOT_MONEY, SOME_MILITARY_ENTRY
from licensecheck.tables.share import Shares
from licensecheck.tables.standing import LICENCE_DATE

__all__ = ["caveats"]

_EXAMPLES: Final = 5


def caveats(table: Table, shares: Shares, *, chains: str) -> Iterator[str]:
    """What has to be said with figures of a table, each with its numbers."""
    frame = shares.counted
    measures = set(frame["measure"].unique())
    if "licensed" in measures:
        yield "licence values are ceilings: less may be shipped, later, or nothing"
    yield from _renewals(frame, chains)
    yield from left_out_words(table.left_out)
    if count := shares.unvalued.rows:
        yield f"{counted(count, 'row')} without a value: counted as rows, absent from the values"
    yield from _unread(table, frame)
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
    yield from _currencies(frame)
    if table.rejects:
        yield f"{counted(len(table.rejects), 'row')} rejected, in no figure (--rejects lists them)"
    yield "the destination stated is not always the last: onward travel is not in the table"
    yield "a share of what the table holds, not of production"


def _currencies(frame: pl.DataFrame) -> Iterator[str]:
    found = set(frame["currency"])
    if len(found) > 1:
        yield "currencies are kept apart and never converted"
    if NO_CURRENCY in set(frame.filter(pl.col("cents").is_not_null())["currency"]):
        yield "the currency of the values is not stated: none is assumed"
    if NOT_MONEY in found:
        yield "TIV measure military capability (SIPRI); they are not money and no sales figure"


def _examples(found: Mapping[str, int]) -> str:
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    names = ", ".join(f"{quote(word)} ({count:,})" for word, count in ranked[:_EXAMPLES])
    return names + (f" and {len(ranked) - _EXAMPLES:,} more" if len(ranked) > _EXAMPLES else "")


def _unread(table: Table, frame: pl.DataFrame) -> Iterator[str]:
    """Values and control list codes that are written and cannot be read; and corrections."""
    if values := table.unread_values:
        rows = counted(sum(values.values()), "row")
        yield f"{rows} with a value that is written and cannot be read: {_examples(values)}"
    # A code that can be read has a category, but for one that is known to be missing.
    stated = ~pl.col("rating").is_in(["", SOME_MILITARY_ENTRY])
    unread = frame.filter((pl.col("category") == "") & stated)
    if codes := dict(unread.group_by("rating").len().iter_rows()):
        rows = counted(unread.height, "row")
        yield f"{rows} with a control list code that cannot be read: {_examples(codes)}"
    negative = frame.filter(pl.col("cents") < 0)
    if negative.height:
        rows = counted(negative.height, "row")
        yield f"{rows} with a negative value, a correction that lessens its sum ({_sums(negative)})"


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
        f"{name or 'no currency,'} {cents / (100 if name == NOT_MONEY else 100_000_000):,.1f} m"
        for name, cents in sums.iter_rows()
    )
