"""Armed conflict: what was fought where, by whom, with whose help.

In: `conflict.csv`, a closed series over all states from 1990 on. Out: a `Graded` on the scale
none, tension, minor, war. After the last data year the last level stands in, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from licensecheck.errors import LawError, Problem, nearest, quote
from licensecheck.language import message
from licensecheck.reference.days import Term, partial_day
from licensecheck.reference.graded import Graded
from licensecheck.reference.source import Source
from licensecheck.reference.tables import Row, SortedTable

__all__ = ["CONFLICT_KINDS", "LEVELS", "Conflict"]

LEVELS: Final = ("none", "tension", "minor", "war")
_FIRST_DAY: Final = date(1990, 1, 1)
_SAYS: Final = {
    "territory": message("fought in its territory"),
    "party": message("its government is a primary side"),
    "supporter": message("it backs a side with troops, UN contingents among them"),
    "interstate": message("it is a primary side of a conflict between states"),
}
CONFLICT_KINDS: Final = tuple(_SAYS)


class Conflict:
    """The conflict series."""

    def __init__(self, table: SortedTable) -> None:
        self._table = table
        first = table.first()
        self.data_until = date.fromisoformat(first["data_until"])
        self.title = first["source"]

    def lists(self, country: str) -> bool:
        """Whether the series has any row for a country."""
        return bool(self._table.rows(country))

    def level(self, kind: str, country: str, on: date) -> Graded | None:
        """The level on a day; nothing before the series begins.

        Raises:
            LawError: There is no such kind.
        """
        if kind not in _SAYS:
            what = f"no kind of conflict {quote(kind)}"
            raise LawError(Problem("reference/conflict.csv", what, nearest(kind, _SAYS)))
        if on < _FIRST_DAY:
            return None
        rows = self._table.rows(country, kind)
        return self._level(kind, country, rows, on)

    def changes_of(self, kind: str, countries: Iterable[str]) -> Iterator[date]:
        """Days on which the answer for a kind and some countries may change: every new year."""
        for year in range(_FIRST_DAY.year, self.data_until.year + 2):
            yield date(year, 1, 1)
        yield self.data_until + timedelta(days=1)
        for country in countries:
            for row in self._table.rows(country, kind):
                yield from _term(row).changes()

    def _level(self, kind: str, country: str, rows: Sequence[Row], on: date) -> Graded | None:
        last_known = on > self.data_until
        day = self.data_until if last_known else on
        holding = [row for row in rows if _term(row).held(day) == "yes"]
        worst = max(holding, key=lambda row: LEVELS.index(row["level"]), default=None)
        level = worst["level"] if worst else "none"
        as_of = self.data_until.isoformat() if last_known else str(day.year)
        said = message("{series}: none ({phrase}: no entry)")
        if last_known:
            said = message("{series}: none ({phrase}: no entry); last known, data until {day}")
        since = note = ""
        if worst:
            since, note = worst["from"][:4], f" ({worst['note']})" if worst["note"] else ""
            said = message("{series}: {phrase}, {token} since {year}{note}")
            if last_known:
                said = message(
                    "{series}: {phrase}, {token} since {year}{note}; last known, data until {day}"
                )
        row = f"{country} {kind} {worst['from'] if worst else 'no row'}"
        source = Source.said(
            "conflict", row, said, as_of=as_of, verified="yes", series=self.title,
            phrase=_SAYS[kind], token=level, year=since, note=note, day=str(self.data_until),
        )  # fmt: skip
        return Graded(level, level, source, level=level, last_known=last_known)


def _term(row: Row) -> Term:
    return Term(partial_day(row["from"]), partial_day(row["until"]))
