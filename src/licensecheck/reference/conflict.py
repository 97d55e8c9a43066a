"""Armed conflict: what was fought where, by whom, with whose help.

In: `conflict.csv`, a closed series over all states from 1990 on; `conflict_own.csv`, rows of our
own on what began after its last day or is coded otherwise there; `un_missions.csv`, conflicts in
which it counts contributors to a UN mission as supporters, who are no side here. Out: a `Graded` on
the scale none, tension, minor, war. After the last data year a known level stands in, marked as
carried; `none` is then no more than unknown.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from licensecheck.documents.figures import read_day
from licensecheck.errors import LawError, Problem, nearest, quote, told
from licensecheck.messages import Said, message, word
from licensecheck.reference.days import Term, partial_day, years_later
from licensecheck.reference.source import Graded, Source
from licensecheck.reference.tables import Row, SortedTable

__all__ = ["CONFLICT_KINDS", "LEVELS", "TENSION_YEARS", "Conflict"]

LEVELS: Final = ("none", "tension", "minor", "war")
_FIRST_DAY: Final = date(1990, 1, 1)
# Years after the last fighting in which a conflict counts as tension.
TENSION_YEARS: Final = 5
_SAYS: Final = {
    "territory": message("fought in its territory"),
    "party": message("its government is a primary side"),
    "supporter": message("it backs a side with troops outside a UN mission"),
    "interstate": message("it is a primary side of a conflict between states"),
}
CONFLICT_KINDS: Final = tuple(_SAYS)


class Conflict:
    """The conflict series, and what is added to it.

    Args:
        table: The series.
        own: Rows of our own.
        missions: Conflicts with a UN mission on a side.
    """

    def __init__(self, table: SortedTable, own: Iterable[Row], missions: Iterable[Row]) -> None:
        self._table = table
        first = table.first()
        self.data_until = read_day(first["data_until"])
        self.title = first["source"]
        self._own: dict[tuple[str, str], list[Row]] = {}
        for row in own:
            self._own.setdefault((row["country"], row["kind"]), []).append(row)
        self._outside = {row["conflict"]: frozenset(row["except"].split()) for row in missions}

    def lists(self, country: str) -> bool:
        """Whether the series has any row for a country."""
        return bool(self._table.rows(country))

    def level(self, kind: str, country: str, on: date) -> Graded | None:
        """The level on a day; nothing before the series begins.

        Where nothing is known to have been fought after the last day of the series, the bounds are
        the whole scale.

        Raises:
            LawError: There is no such kind.
        """
        if kind not in _SAYS:
            what = told("no kind of conflict {kind}", kind=quote(kind))
            raise LawError(Problem("reference/conflict.csv", what, nearest(kind, _SAYS)))
        if on < _FIRST_DAY:
            return None
        series, own = self._series(kind, country, on), self._by_own_rows(kind, country, on)
        return max((own, series), key=lambda found: LEVELS.index(found.lo) if found else -1)

    def changes_of(self, kind: str, countries: Iterable[str]) -> Iterator[date]:
        """Days on which the answer for a kind and some countries may change: every new year."""
        for year in range(_FIRST_DAY.year, self.data_until.year + 2):
            yield date(year, 1, 1)
        yield self.data_until + timedelta(days=1)
        for country in countries:
            for row in self._table.rows(country, kind):
                yield from _term(row).changes()
        yield from self.own_changes(countries, (kind,))

    def turns_of(self, kind: str, countries: Iterable[str]) -> Iterator[date]:
        """Days on which the level for a kind and some countries may change, whatever is said."""
        yield _FIRST_DAY
        yield self.data_until + timedelta(days=1)
        for country in countries:
            for row in self._table.rows(country, kind):
                yield from _days_of(row)
        yield from self.own_changes(countries, (kind,))

    def own_changes(
        self, countries: Iterable[str] | None = None, kinds: Iterable[str] = CONFLICT_KINDS
    ) -> Iterator[date]:
        """Days on which rows of our own begin, end or have been over for five years."""
        names = self._own if countries is None else [(c, k) for c in countries for k in kinds]
        for name in names:
            for row in self._own.get(name, ()):
                yield from _days_of(row)

    def _series(self, kind: str, country: str, on: date) -> Graded:
        rows = self._table.rows(country, kind)
        if kind == "supporter":
            rows = tuple(row for row in rows if self._is_a_side(row))
        carried = on > self.data_until
        day = self.data_until if carried else on
        worst = _worst(rows, day)
        level, since, note = "none", "", ""
        if worst is None and kind == "supporter":
            worst = _just_over(rows, day)
            level, since = ("tension", worst["until"][:4]) if worst else ("none", "")
        elif worst is not None:
            level, since = worst["level"], worst["from"][:4]
            note = f" ({worst['note']})" if worst["note"] else ""
        said = message("{series}: none ({phrase}: no entry)")
        if carried:
            said = message("{series}: nothing known after {day} ({phrase}: no entry until then)")
        if worst is not None:
            said = message("{series}: {phrase}, {token} since {year}{note}")
            if carried:
                said = message(
                    "{series}: {phrase}, {token} since {year}{note}; carried, data until {day}"
                )
        source = Source.said(
            "conflict", f"{country} {kind} {worst['from'] if worst else 'no row'}", said,
            as_of=self.data_until.isoformat() if carried else str(day.year), verified="yes",
            series=self.title, phrase=Said(_SAYS[kind]), token=word(level), year=since, note=note,
            day=str(self.data_until),
        )  # fmt: skip
        unknown = carried and level == "none"
        return Graded(
            level, LEVELS[-1] if unknown else level, source, level="" if unknown else level,
            last_known=carried,
        )  # fmt: skip

    def _by_own_rows(self, kind: str, country: str, on: date) -> Graded | None:
        rows = self._own.get((country, kind), ())
        worst = _worst(rows, on)
        level = worst["level"] if worst else "tension"
        worst = worst or _just_over(rows, on)
        if worst is None:
            return None
        said = message("{phrase}, {token} from {day}: {source}")
        if worst["until"]:
            said = message("{phrase}, {token}: fighting from {day} until {end}: {source}")
        source = Source.said(
            "conflict_own", f"{country} {kind} {worst['from']}", said, as_of=worst["from"],
            verified=worst["verified"], phrase=Said(_SAYS[kind]), token=word(level),
            day=worst["from"], end=worst["until"], source=worst["source"],
        )  # fmt: skip
        return Graded(level, level, source, level=level)

    def _is_a_side(self, row: Row) -> bool:
        """Whether a supporter fought outside a UN mission in any conflict of an active row.

        Tension is counted anew from the rows that are left.
        """
        if row["level"] == "tension":
            return False
        return any(
            row["country"] in self._outside.get(conflict.partition(" ")[0], (row["country"],))
            for conflict in row["note"].split("; ")
        )


def _worst(rows: Iterable[Row], on: date) -> Row | None:
    holding = [row for row in rows if _term(row).held(on) == "yes"]
    return max(holding, key=lambda row: LEVELS.index(row["level"]), default=None)


def _just_over(rows: Iterable[Row], on: date) -> Row | None:
    """The row that ended last within the five years before a day."""
    over = [
        row for row in rows
        if (until := _term(row).until)
        and until.first <= on < years_later(until.first, TENSION_YEARS)
    ]  # fmt: skip
    return max(over, key=lambda row: row["until"], default=None)


def _days_of(row: Row) -> Iterator[date]:
    """Days on which a row begins, ends or has been over for five years."""
    term = _term(row)
    yield from term.changes()
    if term.until:
        yield years_later(term.until.first, TENSION_YEARS)


def _term(row: Row) -> Term:
    return _between(row["from"], row["until"])


@functools.cache
def _between(since: str, until: str) -> Term:
    return Term(partial_day(since), partial_day(until))
