"""Answers of a lookup, kept by spans: between two days on which it may change it stays the same.

A table of years of licences asks for thousands of days, but what is read of one country changes on
a handful of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

__all__ = ["KeptSpans", "Spans"]

_T = TypeVar("_T")


class Spans(Generic[_T]):
    """The answers of one lookup by day.

    INVARIANT: an answer names no day but those of its rows, so that it is the same, word for word,
    on every day of a span; a test holds every lookup to this. Safe to share between threads.
    """

    __slots__ = ("_answers", "_days", "_first", "_of_first")

    def __init__(self) -> None:
        self._first: date | None = None
        self._days: tuple[date, ...] | None = None
        self._answers: dict[int, _T] = {}

    def at(self, on: date, find: Callable[[date], _T], changes: Callable[[], Iterable[date]]) -> _T:
        """The answer on a day.

        Args:
            on: The day.
            find: Looks it up on a day.
            changes: Every day on which the answer may begin to differ.
        """
        if self._days is None:
            # The first day stands for itself: a single check need not know when things change.
            if self._first is None:
                self._of_first = find(on)
                self._first = on
            if on == self._first:
                return self._of_first
            self._days = tuple(sorted(set(changes())))
        return self._of_span(self._days, on, find)

    def over(
        self,
        days: Sequence[date],
        find: Callable[[date], _T],
        changes: Callable[[], Iterable[date]],
    ) -> list[_T]:
        """The answers on some days, one for each in their order; see `at`."""
        if len(days) == 1:
            return [self.at(days[0], find, changes)]
        if self._days is None:
            self._days = tuple(sorted(set(changes())))
        starts = self._days
        return [self._of_span(starts, on, find) for on in days]

    def _of_span(self, starts: tuple[date, ...], on: date, find: Callable[[date], _T]) -> _T:
        index = bisect_right(starts, on)
        try:
            return self._answers[index]
        except KeyError:
            found = self._answers[index] = find(on)
            return found


class KeptSpans:
    """The spans of many lookups, each by its name: there are few for each country, so all stay."""

    def __init__(self) -> None:
        self._spans: dict[tuple[str, ...], Spans[Any]] = {}

    def at(
        self,
        lookup: tuple[str, ...],
        on: date,
        find: Callable[[date], _T],
        changes: Callable[[], Iterable[date]],
    ) -> _T:
        """The answer of a lookup on a day; see `Spans.at`."""
        found: _T = self._of(lookup).at(on, find, changes)
        return found

    def over(
        self,
        lookup: tuple[str, ...],
        days: Sequence[date],
        find: Callable[[date], _T],
        changes: Callable[[], Iterable[date]],
    ) -> list[_T]:
        """The answers of a lookup on some days; see `Spans.over`."""
        return self._of(lookup).over(days, find, changes)

    def _of(self, lookup: tuple[str, ...]) -> Spans[Any]:
        spans = self._spans.get(lookup)
        if spans is None:
            spans = self._spans[lookup] = Spans()
        return spans
