"""Where the rows of a table stand to an alliance: in go place, day and definition, out a standing.

A definition of inside is an alliance and a clock: the membership of each row's own day, or of one
fixed day for all. A place is inside if all its countries are, outside if none is; everything else
cannot be placed. A text is always read by the day of its row (`EU` in 2010 is 27 states), whatever
the clock of membership.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from licensecheck.documents.days import read_day
from licensecheck.errors import InputError, Problem, quote
from licensecheck.reference.reference import Reference
from licensecheck.rules.alliances import Alliance
from licensecheck.screening.containment import ContainmentCheck
from licensecheck.tables.placing import PlaceReader, Reading
from licensecheck.tables.shares.groups import SEVERAL, DestinationGroups

__all__ = ["LICENCE_DATE", "STANDINGS", "Definition", "InsideChecks", "read_clock"]

LICENCE_DATE: Final = "licence-date"
# Where the goods go, for rows that start inside; then rows that start elsewhere, or perhaps.
STANDINGS: Final = ("inside", "outside", "unplaced", "starts_outside", "start_unknown")


@dataclass(frozen=True, slots=True)
class Definition:
    """One meaning of inside.

    Attributes:
        alliance: Which states are inside.
        on: Day whose membership counts; None for the day of each row.
    """

    alliance: Alliance
    on: date | None

    @property
    def clock(self) -> str:
        """The clock as options write it: `licence-date`, or a day."""
        return self.on.isoformat() if self.on else LICENCE_DATE


def read_clock(word: str) -> date | None:
    """Read `licence-date` (None) or a day.

    Raises:
        InputError: It is neither.
    """
    if word == LICENCE_DATE:
        return None
    try:
        return read_day(word)
    except ValueError:
        what = f"no such membership clock {quote(word)}"
        raise InputError(Problem("", what, "`licence-date`, or a day such as 2024-03-07")) from None


class InsideChecks:
    """Judges places under definitions; keeps what it judged."""

    def __init__(
        self, placer: PlaceReader, definitions: Iterable[Definition], groups: DestinationGroups
    ) -> None:
        self.placer = placer
        self.definitions = tuple(definitions)
        self._groups = groups
        reference: Reference = placer.reference
        self._containers = {
            one.alliance: ContainmentCheck(one.alliance, reference) for one in self.definitions
        }
        self._kept: dict[tuple[Alliance, frozenset[str], str, date], str] = {}

    def moments(self, epoch: date | None, year: int) -> tuple[date, ...]:
        """The days that speak for a row: its epoch's, or all of its year's if no day is known."""
        return (epoch,) if epoch else self.placer.epochs_of_year(year)

    def of(self, text: str, moments: tuple[date, ...], definition: Definition) -> str:
        """`inside`, `outside` or `unplaced`; the same on every day that may be the row's."""
        found = {self._at(text, moment, definition) for moment in moments}
        return found.pop() if len(found) == 1 else "unplaced"

    def group(self, text: str, moments: tuple[date, ...], on: date | None) -> str:
        """The destination group; by the memberships of a clock."""
        found = set()
        for moment in moments:
            reading = self.placer.read(text, moment)
            found.add(self._groups.of(reading.codes, on or moment) if reading.codes else SEVERAL)
        return found.pop() if len(found) == 1 else SEVERAL

    def _at(self, text: str, moment: date, definition: Definition) -> str:
        reading: Reading = self.placer.read(text, moment)
        if not reading.codes:
            return "unplaced"
        on = definition.on or moment
        key = (definition.alliance, reading.codes, reading.territory, on)
        found = self._kept.get(key)
        if found is None:
            container = self._containers[definition.alliance]
            status, _ = container.inside(reading.codes, reading.territory, on)
            found = self._kept[key] = status if status in ("inside", "outside") else "unplaced"
        return found
