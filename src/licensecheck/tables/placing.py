"""Reading the places of a table once each: in go a text and a day, out come the countries it means.

What a text means, and who is a member, changes only on some days. Between two of them lies an
epoch, and every day of it is answered for by its first: so a table of millions of rows asks
some thousand times. A row of which only the year is known is asked about in every epoch of the
year, and what then differs is not known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from licensecheck.errors import UnknownPlace
from licensecheck.language import SOURCE_LANGUAGE, find_language
from licensecheck.reference.control_list import NEW_TEXT, ControlList
from licensecheck.reference.days import partial_day
from licensecheck.reference.places import GROUPS, read_place
from licensecheck.reference.reference import Reference
from licensecheck.wording.sources import name_of_country

__all__ = ["PlaceReader", "Reading", "list_days"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a written place means on a day.

    Attributes:
        codes: The countries that it can mean; none where it cannot be read.
        territory: Code of a named territory without an ISO code of its own.
        label: Name for figures: the country's name in the language asked for, or the words
            written, in capitals.
        problem: Why it cannot be read; empty where it can.
        via: Codes of the countries passed through.
    """

    codes: frozenset[str]
    territory: str
    label: str
    problem: str = ""
    via: tuple[str, ...] = ()


class PlaceReader:
    """Reads places by epoch and keeps each reading.

    Args:
        reference: The dated tables.
        groups: The groups whose members are asked for; then only what tells on them, or on how
            a place is read, begins an epoch. None: whatever may change any fact begins one.
        language: Code of the language of labels.
    """

    def __init__(
        self, reference: Reference, groups: Iterable[str] | None = None, *,
        language: str = SOURCE_LANGUAGE,
    ) -> None:  # fmt: skip
        self.reference = reference
        self._language = find_language(language)
        self._groups = None if groups is None else frozenset(groups) | GROUPS
        self._read: dict[tuple[str, date], Reading] = {}

    @cached_property
    def cuts(self) -> tuple[date, ...]:
        """The first days of all epochs, in order; the first of all is the earliest day there is."""
        if self._groups is not None:
            return tuple(sorted({date.min, *self._days_of_places(self._groups)}))
        days = {date.min, *list_days(), *self.reference.changes()}
        days.update(self._starts("historic_states", "from", "until"))
        return tuple(sorted(days))

    @cached_property
    def reading_days(self) -> tuple[date, ...]:
        """Days on which some text may be read otherwise, in order, from the earliest day on."""
        return tuple(sorted({date.min, *self._days_of_places(GROUPS)}))

    @cached_property
    def state_days(self) -> tuple[date, ...]:
        """Those of them on which a text that names one country may be read otherwise."""
        return tuple(sorted({date.min, *self._days_of_states()}))

    def _days_of_states(self) -> Iterator[date]:
        yield from self._starts("historic_states", "from", "until")
        yield from self._starts("territories", "parent_from", "controlled_from")

    def _days_of_places(self, groups: frozenset[str]) -> Iterator[date]:
        yield from self._days_of_states()
        columns = ("founded", "certain_from", "absent_is_no_from")
        yield from self._starts("groups", *columns, groups=groups)
        columns = ("from", "until", "unknown_from")
        yield from self._starts("memberships", *columns, groups=groups)

    def _starts(
        self, table: str, *columns: str, groups: frozenset[str] | None = None
    ) -> Iterator[date]:
        """Days on which a date of some columns begins, or has certainly passed."""
        for row in self.reference.rows(table):
            if groups is not None and row["group"] not in groups:
                continue
            for column in columns:
                found = None if row[column] == "always" else partial_day(row[column])
                if found:
                    yield found.first
                    if not found.exact:
                        yield found.last + timedelta(days=1)

    def epoch(self, day: date) -> date:
        """The first day of the epoch that a day lies in."""
        return self.cuts[bisect_right(self.cuts, day) - 1]

    def epochs_of_year(self, year: int) -> tuple[date, ...]:
        """The first days of all epochs that a year touches."""
        first = bisect_right(self.cuts, date(year, 1, 1)) - 1
        return self.cuts[first : bisect_right(self.cuts, date(year, 12, 31))]

    def read(self, text: str, on: date) -> Reading:
        """The reading of a text on a day that begins an epoch."""
        # How a place is read changes on fewer days than what is known of it.
        on = self.reading_days[bisect_right(self.reading_days, on) - 1]
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
            name = name_of_country(code, self._language)
        else:
            name = words.upper()
        return Reading(place.countries, place.territory, name, via=place.via)


def list_days() -> tuple[date, ...]:
    """Days on which the reading of a rating may change, in order."""
    entries = ControlList.load().entries.values()
    return tuple(sorted({NEW_TEXT, *(entry.until for entry in entries if entry.until)}))
