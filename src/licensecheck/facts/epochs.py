"""Epochs: the spans between days on which some row begins or ends. Inside one, nothing changes.

A table of years of licences names thousands of days but only hundreds of epochs, so what is
derived from the tables is kept by epoch.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cached_property

from licensecheck.facts.observation import Clocks
from licensecheck.reference.reference import Reference

__all__ = ["Epochs"]


class Epochs:
    """Maps a day to the first day of its epoch."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._only: date | None = None

    def start(self, day: date) -> date:
        """A day on which every lookup gives the same as on the day given.

        The first day asked for stands for itself: a single check need not read all tables.
        """
        if self._only is None:
            self._only = day
        if day == self._only:
            return day
        index = bisect_right(self._changes, day)
        return self._changes[index - 1] if index else date.min

    def clocks(self, clocks: Clocks) -> Clocks:
        """The clocks with the days that lookups use moved to the starts of their epochs."""
        return Clocks(
            rules_as_of=date.min,
            membership_as_of=self.start(clocks.membership_as_of),
            facts_as_of=self.start(clocks.facts_as_of),
        )

    @cached_property
    def _changes(self) -> tuple[date, ...]:
        return self._reference.changes()
