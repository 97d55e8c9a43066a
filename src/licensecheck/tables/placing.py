"""Reading the places of a table once each: in go a text and a day, out come the countries it means.

What a text means, and who is a member, changes only on some days. Between two of them lies an
epoch, and every day of it is answered for by its first: so a table of millions of rows asks
some thousand times. A row of which only the year is known is asked about in every epoch of the
year, and what then differs is not known.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from licensecheck.errors import UnknownPlace
from licensecheck.reference.control_list import NEW_TEXT, ControlList
from licensecheck.reference.places import country_name, read_place
from licensecheck.reference.reference import Reference

__all__ = ["Placer", "Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a written place means on a day.

    Attributes:
        codes: The countries that it can mean; none where it cannot be read.
        territory: Code of a named territory without an ISO code of its own.
        label: Name for figures: the country's English name, or the words written, in capitals.
        problem: Why it cannot be read; empty where it can.
    """

    codes: frozenset[str]
    territory: str
    label: str
    problem: str = ""


class Placer:
    """Reads places by epoch and keeps each reading."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self._read: dict[tuple[str, date], Reading] = {}

    @cached_property
    def cuts(self) -> tuple[date, ...]:
        """The first days of all epochs, in order; the first of all is the earliest day there is."""
        days = {date.min, NEW_TEXT, *self.reference.changes()}
        for row in self.reference.rows("historic_states"):
            days |= {date.fromisoformat(row[c]) for c in ("from", "until") if len(row[c]) == 10}
        days |= {entry.until for entry in ControlList.load().entries.values() if entry.until}
        return tuple(sorted(days))

    def epoch(self, day: date) -> date:
        """The first day of the epoch that a day lies in."""
        return self.cuts[bisect_right(self.cuts, day) - 1]

    def epochs_of_year(self, year: int) -> tuple[date, ...]:
        """The first days of all epochs that a year touches."""
        first = bisect_right(self.cuts, date(year, 1, 1)) - 1
        return self.cuts[first : bisect_right(self.cuts, date(year, 12, 31))]

    def read(self, text: str, on: date) -> Reading:
        """The reading of a text on a day that begins an epoch."""
        found = self._read.get((text, on))
        if found is None:
            found = self._read[text, on] = self._reading(text, on)
        return found

    def _reading(self, text: str, on: date) -> Reading:
        words = " ".join(text.split())
        if not words:
            return Reading(frozenset(), "", "(NOT STATED)", "no place is stated")
        try:
            place = read_place(text, on=on, members=self.reference.members)
        except UnknownPlace as error:
            return Reading(frozenset(), "", words.upper(), str(error.problems[0].what))
        if len(place.countries) == 1:
            code = place.territory or next(iter(place.countries))
            return Reading(place.countries, place.territory, country_name(code))
        return Reading(place.countries, place.territory, words.upper())
