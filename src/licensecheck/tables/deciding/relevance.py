"""Which days matter to whom: in go some countries and a day, out comes the start of their epoch.

The world changes on hundreds of days in ten years, a country on a few of them. A day on which only
rows of other countries begin or end changes nothing for a transfer that touches none of those. A
day that no row of a country accounts for counts for all: a doubt costs time, never an answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from licensecheck.reference.conflict import TENSION_YEARS
from licensecheck.reference.days import months_later, partial_day, years_later
from licensecheck.reference.embargoes import LAPSE_YEARS
from licensecheck.reference.reference import Reference

__all__ = ["Relevance"]

# Tables whose rows each tell on one country.
_TABLES: Final = (
    ("memberships", "country"), ("treaties", "country"), ("mandates", "country"),
    ("embargoes", "target_country"), ("conflict_own", "country"),
)  # fmt: skip
# What tells on all at once, or on which country answers for a place.
_COMMON: Final = (
    ("groups", ("founded", "certain_from", "absent_is_no_from")),
    ("instruments", ("founded", "rows_certain_from", "absent_is_party_from")),
    ("territories", ("parent_from", "controlled_from")),
    ("historic_states", ("from", "until")),
)
_DAY: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}(/[0-9]{4}(-[0-9]{2}){0,2})?")


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
        self._cuts = frozenset(cuts)
        self._of_country: dict[str, set[date]] = {}
        # Of a neighbour nothing is asked but its embargoes.
        self._embargoes: dict[str, set[date]] = {}
        delays = {
            row["treaty"]: (int(row["in_force_after_months"] or 0),
                            int(row["in_force_after_days"] or 0))
            for row in reference.rows("instruments")
        }  # fmt: skip
        for table, column in _TABLES:
            for row in reference.rows(table):
                delay = delays.get(row.get("treaty", ""), (0, 0))
                days = self._cuts.intersection(_days(row.values(), delay))
                self._of_country.setdefault(row[column], set()).update(days)
                if table == "embargoes":
                    self._embargoes.setdefault(row[column], set()).update(days)
        for code, own in further.items():
            self._of_country.setdefault(code, set()).update(self._cuts.intersection(own))
        # Worldwide rows stand under no country.
        named = set().union(*(d for code, d in self._of_country.items() if len(code) == 2))
        common = {
            day
            for table, columns in _COMMON
            for row in reference.rows(table)
            for day in _days(row[column] for column in columns)
        }
        self._common = {
            day
            for day in self._cuts
            if day not in named or day in common or (day.month, day.day) == (1, 1)
        }
        self._common.update(self._cuts.intersection(always))
        self._common.update(*(d for code, d in self._of_country.items() if len(code) != 2))
        self._starts: dict[frozenset[str] | None, list[date]] = {}

    def start(self, codes: frozenset[str] | None, day: date) -> date:
        """The last day until a day on which anything may have changed for some countries.

        Args:
            codes: The countries that a transfer touches; None for all of the world.
            day: The day of the transfer.
        """
        starts = self._starts.get(codes)
        if starts is None:
            starts = self._starts[codes] = sorted(self._days_of(codes))
        return starts[bisect_right(starts, day) - 1]

    def _days_of(self, codes: frozenset[str] | None) -> Iterable[date]:
        if codes is None:
            return self._cuts
        mine = frozenset(codes).union(*(self._states(code) for code in codes))
        near = frozenset(
            neighbour.country
            for code in codes
            for neighbour in self._reference.neighbours(code) or ()
        )
        near = near.union(*(self._states(code) for code in near))
        return self._common.union(
            *(self._of_country.get(code, set()) for code in mine),
            *(self._embargoes.get(code, set()) for code in near),
        )

    def _states(self, code: str) -> Iterator[str]:
        for row in self._reference.rows("territories"):
            if row["code"] == code:
                for column in ("parent_state", "former_parent", "controlled_by"):
                    yield from row[column].split()


def _days(cells: Iterable[str], delay: tuple[int, int] = (0, 0)) -> Iterator[date]:
    """Every day on which a row with these cells can make anything change.

    Args:
        cells: The cells of the row; those that are dates count.
        delay: Months and days after which a treaty is in force for the state of the row.
    """
    months, days = delay
    for cell in cells:
        if not cell or not _DAY.fullmatch(cell):
            continue
        partial = partial_day(cell)
        if partial is not None:
            for known in (partial.first, partial.last):
                day = months_later(known, months) + timedelta(days=days)
                yield day
                yield day + timedelta(days=1)
                yield years_later(day, LAPSE_YEARS)
                yield years_later(day, TENSION_YEARS)
