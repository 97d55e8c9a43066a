"""Indicators: graded figures of public series, by country and year.

In: `indicators.csv` (bisected, never read whole) and `indicator_sources.csv`. Out: a `Graded`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from licensecheck.errors import LawError, Problem, nearest, quote
from licensecheck.reference.days import years_later
from licensecheck.reference.graded import Graded
from licensecheck.reference.source import Source
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
            what = f"no indicator {quote(name)}"
            help_ = nearest(name, self._sources)
            raise LawError(Problem("reference/indicator_sources.csv", what, help_))
        complete = [row for row in self._table.rows(country, name) if int(row["year"]) < on.year]
        if not complete:
            return None
        row = complete[-1]
        year = int(row["year"])
        stale = on > years_later(date(year, 12, 31), STALE_YEARS)
        source = Source(
            "indicators", f"{country} {name} {year}", self._text(row, stale), str(year), "yes"
        )
        return Graded(
            row["level_best"] or row["level"],
            row["level_worst"] or row["level"],
            source,
            level=row["level"],
            value=Decimal(row["value"]),
            year=year,
            stale=stale,
        )

    def _text(self, row: Row, stale: bool) -> str:
        series = self._sources[row["indicator"]]
        text = f"{series['title']} ({row['edition']} edition), {row['year']}: "
        text += f"{row['value']}, {series['unit']}"
        best, worst = row["level_best"], row["level_worst"]
        if row["level"]:
            text += f", graded {_words(row['level'])}"
        if best != worst:
            text += f" (sources from {_words(best)} to {_words(worst)})"
        return f"{text}; stale: more than {STALE_YEARS} years old" if stale else text


def _words(token: str) -> str:
    return token.replace("_", " ")
