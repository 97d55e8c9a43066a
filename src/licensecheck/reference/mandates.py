"""Mandates and regimes: UN rights mandates, the UN children-in-conflict list, EU regimes.

In: `mandates.csv`, dated to the month or year. Out: the rows that hold, or may hold, on a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from licensecheck.errors import LawError, Problem, nearest, quote, told
from licensecheck.messages import Said, message
from licensecheck.reference.days import Held, Term, partial_day
from licensecheck.reference.embargoes import said_acts
from licensecheck.reference.source import Source
from licensecheck.reference.tables import Row

__all__ = ["MANDATE_KINDS", "Mandate", "Mandates"]

MANDATE_KINDS: Final = (
    "un_rights_mandate",
    "un_rights_mandate_other",
    "caac_listed",
    "eu_regime",
)
_SAYS: Final = {
    "un_rights_mandate": message("UN rights mandate"),
    "un_rights_mandate_other": message(
        "UN rights work without a mandate on the government's conduct"
    ),
    "caac_listed": message("listed in the UN report on children and armed conflict"),
    "eu_regime": message("EU restrictive measures"),
}


@dataclass(frozen=True, slots=True)
class Mandate:
    """A row that holds, or may hold, on a day.

    Attributes:
        kind: One of `MANDATE_KINDS`.
        country: The state.
        scope: un_rights_mandate: government or all_parties; eu_regime: state, persons, political.
        what: The mandate or act, in words.
        status: yes, or unknown inside the month or year in which it began or ended.
        source: The row.
    """

    kind: str
    country: str
    scope: str
    what: str
    status: Held
    source: Source


class Mandates:
    """The table of mandates."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[tuple[str, str], list[tuple[Row, Term]]] = {}
        for row in rows:
            term = Term(partial_day(row["from"]), partial_day(row["until"]))
            self._rows.setdefault((row["kind"], row["country"]), []).append((row, term))

    def of(self, kind: str, country: str, on: date) -> tuple[Mandate, ...]:
        """The rows of a kind that hold, or may hold, for a country on a day.

        Raises:
            LawError: There is no such kind.
        """
        if kind not in MANDATE_KINDS:
            what = told("no kind of mandate {kind}", kind=quote(kind))
            raise LawError(Problem("reference/mandates.csv", what, nearest(kind, MANDATE_KINDS)))
        found = []
        for row, term in self._rows.get((kind, country), ()):
            status = term.held(on)
            if status != "no":
                found.append(
                    Mandate(kind, country, row["scope"], row["what"], status, _source(row))
                )
        return tuple(found)

    def changes(self) -> Iterator[date]:
        """Days on which an answer may change."""
        for kind, country in self._rows:
            yield from self.changes_of(kind, (country,))

    def changes_of(self, kind: str, countries: Iterable[str]) -> Iterator[date]:
        """Days on which the answer for a kind and some countries may change."""
        for country in countries:
            for _, term in self._rows.get((kind, country), ()):
                yield from term.changes()


def _source(row: Row) -> Source:
    said = message("{phrase}: {what}, from {day}, no end known")
    if row["until"]:
        said = message("{phrase}: {what}, from {day} to {end}")
    return Source.said(
        "mandates", row["id"], said, as_of=row["from"], verified=row["verified"],
        phrase=Said(_SAYS[row["kind"]]), what=said_acts(row["what"]), day=row["from"],
        end=row["until"],
    )  # fmt: skip
