"""Memberships: who belonged to which group, on which day.

In: `groups.csv` (what each list is worth) and `memberships.csv` (its rows). Out: a `Membership`.

A row with no start day is certain only from the day of its list on, and unknown before. A state
without a row is outside only where the list says that absence means so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from licensecheck.errors import LawError, Problem, nearest, quote, told
from licensecheck.messages import Said, message
from licensecheck.reference.days import Held, Term, day, partial_day
from licensecheck.reference.source import Source
from licensecheck.reference.tables import Row

__all__ = ["Group", "Membership", "Memberships"]

# A message, and what its places other than `{membership}` stand for.
_Said = tuple[str, Mapping[str, str | Said]]


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a country belonged to a group on a day.

    Attributes:
        group: Name of the group, such as `NATO` or `FATF_GREY`.
        country: The country asked for.
        status: yes, no or unknown.
        since: First day, where it is known to the day.
        until: First day outside, where it is known to the day.
        source: The row, or the list as a whole where the country has no row.
        listed: Whether the country has a row of its own.
    """

    group: str
    country: str
    status: Held
    since: date | None
    until: date | None
    source: Source
    listed: bool = False


class Group(NamedTuple):
    """What a list is worth.

    Attributes:
        name: Such as `NATO`.
        phrase: What belonging means, in words: "member of NATO".
        as_of: Day that the list speaks for.
        founded: Day before which nobody belonged.
        certain_from: Day from which a row without a start day is certain.
        absent_is_no_from: Day from which a country without a row is outside; None for never.
        verified: How far the list as a whole was verified.
        note: What is missing.
    """

    name: str
    phrase: str
    as_of: str
    founded: date | None
    certain_from: date | None
    absent_is_no_from: date | None
    verified: str
    note: str


class _Row(NamedTuple):
    id: str
    term: Term
    verified: str
    status: str


class Memberships:
    """The two tables, read."""

    def __init__(self, groups: Iterable[Row], rows: Iterable[Row]) -> None:
        self.groups = {row["group"]: _group(row) for row in groups}
        # Read when asked for: a single check asks for some forty of a thousand rows.
        self._rows: dict[str, dict[str, list[Row]]] = {name: {} for name in self.groups}
        self._read: dict[tuple[str, str], tuple[_Row, ...]] = {}
        for row in rows:
            self._rows[self.group(row["group"]).name].setdefault(row["country"], []).append(row)

    def group(self, name: str) -> Group:
        """A group by its name.

        Raises:
            LawError: There is no such group.
        """
        if name not in self.groups:
            what = told("no group {name}", name=quote(name))
            raise LawError(Problem("reference/groups.csv", what, nearest(name, self.groups)))
        return self.groups[name]

    def lists(self, group: str, country: str) -> bool:
        """Whether a country has a row in the list of a group."""
        return country in self._rows[group]

    def countries(self, group: str) -> frozenset[str]:
        """Every country that has a row in the list of a group, whatever its term."""
        return frozenset(self._rows[self.group(group).name])

    def membership(self, group_name: str, country: str, on: date) -> Membership:
        """Whether a country belonged to a group on a day, by its own row or the list."""
        group = self.group(group_name)
        rows = self._rows_of(group, country)
        if not rows:
            return _absent(group, country, on)
        statuses = [row.term.held(on) for row in rows]
        status: Held = "no"
        for candidate in ("yes", "unknown"):
            if candidate in statuses:
                status = candidate
                break
        row = rows[statuses.index(status)] if status != "no" else _nearest_row(rows, on)
        since, until = row.term.since, row.term.until
        said = _said(group, row, status, on)
        source = _source(group, row.id, row.verified, said)
        return Membership(
            group_name,
            country,
            status,
            since.exact if since else None,
            until.exact if until else None,
            source,
            listed=True,
        )

    def changes(self) -> Iterator[date]:
        """Days on which an answer may change."""
        for name in self.groups:
            yield from self.changes_of(name, self._rows[name])

    def changes_of(self, group_name: str, countries: Iterable[str]) -> Iterator[date]:
        """Days on which the answer for one group and some countries may change."""
        group = self.group(group_name)
        for country in countries:
            for row in self._rows_of(group, country):
                yield from row.term.changes()
        for known in (group.founded, group.certain_from, group.absent_is_no_from):
            if known:
                yield known

    def _rows_of(self, group: Group, country: str) -> tuple[_Row, ...]:
        key = (group.name, country)
        found = self._read.get(key)
        if found is None:
            rows = self._rows[group.name].get(country, ())
            found = self._read[key] = tuple(_row(row, group) for row in rows)
        return found


def _nearest_row(rows: Sequence[_Row], on: date) -> _Row:
    """Of rows that do not hold, the last that had begun, else the first."""
    begun = [row for row in rows if row.term.begun(on) != "no"]
    return begun[-1] if begun else rows[0]


def _absent(group: Group, country: str, on: date) -> Membership:
    decided = group.absent_is_no_from is not None and on >= group.absent_is_no_from
    before = group.founded is not None and on < group.founded
    status: Held = "no" if decided or before else "unknown"
    said: _Said = (message("not {membership}"), {})
    if status != "no":
        said = (message("not known whether {membership}"), {})
        if group.note:
            said = (message("not known whether {membership}: {note}"), {"note": Said(group.note)})
    source = _source(group, f"{group.name} {country}", group.verified, said)
    return Membership(group.name, country, status, None, None, source)


def _source(group: Group, row: str, verified: str, said: _Said) -> Source:
    text, values = said
    return Source.said(
        "memberships", row, text, as_of=group.as_of, verified=verified,
        membership=Said(group.phrase), **values,
    )  # fmt: skip


def _said(group: Group, row: _Row, status: Held, on: date) -> _Said:
    since, until = row.term.since, row.term.until
    if status == "yes":
        return _said_inside(group, row)
    if status == "no":
        if until and until.reached(on) == "yes":
            return message("no longer {membership}: until {day}"), {"day": until.text}
        if since:
            return message("not yet {membership}: from {day}"), {"day": since.text}
        return message("not yet {membership}"), {}
    doubt = row.term.unknown_from
    if doubt and doubt.reached(on) != "no":
        said = message("not known whether {membership}: {status}, in doubt from {day} on")
        return said, {"status": row.status, "day": doubt.text}
    if until and until.reached(on) == "unknown":
        said = message("not known whether {membership}: the row ends in {day}, no day")
        return said, {"day": until.text}
    if since:
        said = message("not known whether {membership}: the row begins in {day}, no day")
        return said, {"day": since.text}
    said = message("not known whether {membership}: the list is of {day}, no start day")
    return said, {"day": group.as_of}


def _said_inside(group: Group, row: _Row) -> _Said:
    since, until = row.term.since, row.term.until
    days = {"day": since.text if since else group.as_of}
    if until is None:
        said = message("{membership} since {day}")
        return said if since else message("{membership} (list of {day})"), days
    days["end"] = until.text
    said = message("{membership} since {day}, until {end}")
    return said if since else message("{membership} (list of {day}), until {end}"), days


def _group(row: Row) -> Group:
    certain = row["certain_from"]
    absent = row["absent_is_no_from"]
    return Group(
        row["group"],
        row["phrase"],
        row["as_of"],
        day(row["founded"]),
        date.min if certain == "always" else day(certain),
        date.min if absent == "always" else day(absent),
        row["verified"],
        row["note"],
    )


def _row(row: Row, group: Group) -> _Row:
    term = Term(
        partial_day(row["from"]),
        partial_day(row["until"]),
        partial_day(row["unknown_from"]),
        group.certain_from,
        group.founded,
    )
    return _Row(row["id"], term, row["verified"], row["status"])
