"""Which days matter to whom: in go some countries, out come the first days of their epochs.

The world changes on hundreds of days in ten years, a country on a few of them. A day on which only
rows of other countries begin or end changes nothing for a transfer that touches none of those.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from types import MappingProxyType
from typing import Final

from licensecheck.reference.reference import Reference

__all__ = ["Relevance"]

_TABLES: Final = (
    "memberships", "treaties", "embargoes", "mandates", "conflict", "indicators",
)  # fmt: skip


class Relevance:
    """Knows of each country the days on which anything that is read of it may change.

    Args:
        reference: The dated tables.
        cuts: All days on which anything may change, the earliest day there is among them.
        always: Those of them that count for every country, whatever else they are.
        further: Those that count for one country, beside what the tables say of it.
    """

    def __init__(
        self,
        reference: Reference,
        cuts: Iterable[date],
        always: Iterable[date] = (),
        further: Mapping[str, Set[date]] = MappingProxyType({}),
    ) -> None:
        self._reference = reference
        self._cuts = tuple(sorted({date.min, *cuts}))
        self._further = further
        self._always = frozenset((date.min, *always))
        self._starts: dict[frozenset[str] | None, tuple[date, ...]] = {None: self._cuts}

    def starts(self, codes: frozenset[str] | None) -> tuple[date, ...]:
        """Every day on which something may begin to differ for some countries, in order.

        Args:
            codes: The countries that a transfer touches; None for all of the world.
        """
        found = self._starts.get(codes)
        if found is None:
            mine = (day for code in codes or () for day in self._days_of(code))
            found = self._starts[codes] = tuple(sorted(self._always.union(mine)))
        return found

    def start(self, codes: frozenset[str] | None, day: date) -> date:
        """The first day of the epoch of some countries that a day lies in; see `starts`."""
        starts = self.starts(codes)
        return starts[bisect_right(starts, day) - 1]

    def _days_of(self, code: str) -> Iterator[date]:
        yield from self._further.get(code, ())
        for table in _TABLES:
            yield from self._reference.changes_of(code, table)
        # Of a neighbour nothing is asked but its embargoes.
        for neighbour in self._reference.neighbours(code) or ():
            yield from self._reference.changes_of(neighbour.country, "embargoes")
