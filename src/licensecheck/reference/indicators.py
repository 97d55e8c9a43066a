"""Indicators: graded figures of public series, by country and year.

In: `indicators.csv` (bisected, never read whole) and `indicator_sources.csv`. Out: a `Graded`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from licensecheck.errors import LawError, Problem, nearest, quote, told
from licensecheck.messages import Said, message, said, word
from licensecheck.reference.source import Graded, Source
from licensecheck.reference.tables import Row, SortedTable

__all__ = ["STALE_YEARS", "Indicators"]

STALE_YEARS: Final = 3


class Indicators:
    """The indicator series."""

    def __init__(self, table: SortedTable, sources: Iterable[Row]) -> None:
        self._table = table
        self._sources = {row["indicator"]: row for row in sources}

    def names(self) -> tuple[str, ...]:
        """The indicators known."""
        return tuple(self._sources)

    def figure(self, name: str, country: str, on: date) -> Graded | None:
        """The figure of the last year that was complete on a day; nothing where there is none.

        Raises:
            LawError: There is no such indicator.
        """
        if name not in self._sources:
            what = told("no indicator {name}", name=quote(name))
            help_ = nearest(name, self._sources)
            raise LawError(Problem("reference/indicator_sources.csv", what, help_))
        rows = self._table.rows(country, name)
        complete = bisect_left(rows, on.year, key=lambda row: int(row["year"]))
        if not complete:
            return None
        row = rows[complete - 1]
        year = int(row["year"])
        stale = on.year > year + STALE_YEARS
        source = self._source(row, country, stale=stale)
        return Graded(
            row["level_best"] or row["level"],
            row["level_worst"] or row["level"],
            source,
            level=row["level"],
            value=Decimal(row["value"]),
            year=year,
            stale=stale,
        )

    def turns_of(self, name: str, country: str) -> Iterator[date]:
        """Days on which the grade of a country may change, whatever is said of it."""
        before: tuple[str, ...] | None = None
        for row in self._table.rows(country, name):
            grade = (row["level"], row["level_best"], row["level_worst"])
            if grade != before:
                # A figure counts once its year is complete.
                yield date(int(row["year"]) + 1, 1, 1)
            before = grade

    def _source(self, row: Row, country: str, *, stale: bool) -> Source:
        series = self._sources[row["indicator"]]
        best, worst = row["level_best"], row["level_worst"]
        grade = _GRADES[bool(row["level"]), best != worst]
        return Source.said(
            "indicators", f"{country} {row['indicator']} {row['year']}",
            _STALE[grade] if stale else grade, as_of=row["year"], verified="yes",
            series=series["title"], edition=row["edition"], year=row["year"],
            value=_figure(row["value"]), phrase=Said(series["unit"]), token=word(row["level"]),
            best=word(best), worst=word(worst), years=str(STALE_YEARS),
        )  # fmt: skip


def _figure(value: str) -> Said | str:
    """A figure, with its decimals as a language marks them."""
    whole, point, decimals = value.partition(".")
    if not point:
        return value
    return said(message("{whole}.{decimals}"), whole=whole, decimals=decimals)


_PLAIN: Final = message("{series} ({edition} edition), {year}: {value}, {phrase}")
_RANGED: Final = message(
    "{series} ({edition} edition), {year}: {value}, {phrase} (sources from {best} to {worst})"
)
_GRADED: Final = message("{series} ({edition} edition), {year}: {value}, {phrase}, graded {token}")
_GRADED_RANGED: Final = message(
    "{series} ({edition} edition), {year}: {value}, {phrase}, graded {token} (sources from {best} "
    "to {worst})"
)
# By whether the figure is graded, and whether its sources differ.
_GRADES: Final = {
    (False, False): _PLAIN,
    (False, True): _RANGED,
    (True, False): _GRADED,
    (True, True): _GRADED_RANGED,
}
_STALE: Final = {
    _PLAIN: message(
        "{series} ({edition} edition), {year}: {value}, {phrase}; stale: more than {years} years "
        "old"
    ),
    _RANGED: message(
        "{series} ({edition} edition), {year}: {value}, {phrase} (sources from {best} to {worst}); "
        "stale: more than {years} years old"
    ),
    _GRADED: message(
        "{series} ({edition} edition), {year}: {value}, {phrase}, graded {token}; stale: more than "
        "{years} years old"
    ),
    _GRADED_RANGED: message(
        "{series} ({edition} edition), {year}: {value}, {phrase}, graded {token} (sources from "
        "{best} to {worst}); stale: more than {years} years old"
    ),
}
