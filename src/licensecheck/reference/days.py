"""Dates as the tables write them: `2023-04-04`, or only a month or a year, or nothing at all.

`2008-12-08/2019-12-31` is a date of which no more is known than that it lies between two days.

In: the text of a cell. Out: whether a day lies before or after it: yes, no or unknown.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple

from licensecheck.documents.figures import read_day
from licensecheck.errors import LawError, Problem, quote, told

__all__ = ["Held", "PartialDay", "Term", "day", "months_later", "partial_day", "years_later"]

Held = Literal["yes", "no", "unknown"]

_FORM: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


class PartialDay(NamedTuple):
    """A date known to the day or to a span of days: it lies between `first` and `last`."""

    first: date
    last: date
    text: str

    @property
    def exact(self) -> date | None:
        """The day itself, where it is known to the day."""
        return self.first if self.first == self.last else None

    def reached(self, on: date) -> Held:
        """Whether the date has come by a day; unknown inside an uncertain month or year."""
        if on < self.first:
            return "no"
        if self.first == self.last or on > self.last:
            return "yes"
        return "unknown"


@functools.cache
def partial_day(text: str) -> PartialDay | None:
    """Read `2023-04-04`, `2010-02`, `2005` or two of them around `/`; an empty cell gives nothing.

    Raises:
        LawError: The text is not such a date.
    """
    if not text:
        return None
    start, between, end = text.partition("/")
    if between:
        after, before = partial_day(start), partial_day(end)
        if after is None or before is None or after.first >= before.last:
            raise LawError(Problem("reference", told("not a date: {words}", words=quote(text))))
        return PartialDay(after.first, before.last, text)
    if not _FORM.fullmatch(text):
        raise LawError(Problem("reference", told("not a date: {words}", words=quote(text))))
    try:
        if len(text) == 4:
            year = int(text)
            return PartialDay(date(year, 1, 1), date(year, 12, 31), text)
        if len(text) == 7:
            year, month = int(text[:4]), int(text[5:])
            last = calendar.monthrange(year, month)[1]
            return PartialDay(date(year, month, 1), date(year, month, last), text)
        exact = read_day(text)
    except ValueError:
        raise LawError(
            Problem("reference", told("not a date: {words}", words=quote(text)))
        ) from None
    return PartialDay(exact, exact, text)


def day(text: str) -> date | None:
    """The first day that a cell can mean; an empty cell gives nothing."""
    found = partial_day(text)
    return found.first if found else None


class Term(NamedTuple):
    """From when until when something holds, as far as the row knows.

    Attributes:
        since: First day; None where it was not established.
        until: First day on which it holds no more; None where no end is known.
        unknown_from: Day from which the row itself is in doubt (up to `until`).
        certain_from: Where `since` is None, the day of the list that the row stands on: it holds
            for certain from that day on.
        founded: Where `since` is None, the day before which it cannot have held at all.
    """

    since: PartialDay | None
    until: PartialDay | None
    unknown_from: PartialDay | None = None
    certain_from: date | None = None
    founded: date | None = None

    def held(self, on: date) -> Held:
        """Whether it holds on a day."""
        begun = self.begun(on)
        ended = self.until.reached(on) if self.until else "no"
        if begun == "no" or ended == "yes":
            return "no"
        if begun == "unknown" or ended == "unknown":
            return "unknown"
        if self.unknown_from and self.unknown_from.reached(on) != "no":
            return "unknown"
        return "yes"

    def begun(self, on: date) -> Held:
        """Whether its beginning has come by a day."""
        if self.since:
            return self.since.reached(on)
        if self.founded and on < self.founded:
            return "no"
        return "yes" if self.certain_from and on >= self.certain_from else "unknown"

    def changes(self) -> Iterator[date]:
        """Days on which the answer may change."""
        for partial in (self.since, self.until, self.unknown_from):
            if partial:
                yield partial.first
                if not partial.exact:
                    yield partial.last + timedelta(days=1)
        yield from (known for known in (self.certain_from, self.founded) if known)


def months_later(start: date, months: int) -> date:
    """The same day some months later, or the last of the month where it has no such day."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def years_later(start: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th in a common year."""
    return months_later(start, 12 * years)
