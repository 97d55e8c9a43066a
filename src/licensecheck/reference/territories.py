"""Territories: which state answers for a place, and who controls it; and land borders.

In: `territories.csv`, `borders.csv`. Out: a state's code, a `Territory`, `Neighbour`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from licensecheck.reference.days import PartialDay, day, partial_day
from licensecheck.reference.source import Source
from licensecheck.reference.tables import Row

__all__ = ["Borders", "Neighbour", "Territories", "Territory"]


class Territory(NamedTuple):
    """A place with a standing of its own: an overseas part, an occupied area, a former state.

    Attributes:
        code: ISO 3166-1 code, or a project code such as `US-HI` or `UA-43`.
        name: English name.
        parent: State that answers for it; "" where it answers for itself.
        parent_from: Day from which `parent` answers; None for always.
        former_parent: State that answered before that day; "" where it answered for itself.
        controlled_by: State whose forces hold it against the state it belongs to; "" for none.
        controlled_from: Since when.
        in_nato_area: Whether an attack there counts under Article 6: yes, no or arguable. No test
            of whether the recipient is an ally.
        note: What an officer should know.
        source: The row.
    """

    code: str
    name: str
    parent: str
    parent_from: date | None
    former_parent: str
    controlled_by: str
    controlled_from: PartialDay | None
    in_nato_area: str
    note: str
    source: Source


class Territories:
    """The table of territories."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_code = {row["code"]: _territory(row) for row in rows}

    def get(self, code: str) -> Territory | None:
        """The territory of a code, if it is in the table."""
        return self._by_code.get(code)

    def state_of(self, code: str, on: date) -> str:
        """The state that answers for a place on a day; a state answers for itself."""
        territory = self._by_code.get(code)
        if territory is None:
            # A subdivision without a row of its own, such as `US-AK`.
            return code.partition("-")[0]
        if territory.parent_from and on < territory.parent_from:
            return territory.former_parent or code
        return territory.parent or code

    def holder_of(self, code: str, on: date) -> str:
        """The state that holds a place against the state it belongs to; "" for none.

        Inside an uncertain month the place counts as held already.
        """
        territory = self._by_code.get(code)
        if territory is None or territory.controlled_from is None:
            return ""
        return "" if territory.controlled_from.reached(on) == "no" else territory.controlled_by

    def answering(self, code: str) -> tuple[str, ...]:
        """Every code whose rows answer for a place on some day; its own is the first."""
        territory = self._by_code.get(code)
        if territory is None:
            return tuple(dict.fromkeys((code, code.partition("-")[0])))
        others = (territory.parent, territory.former_parent, territory.controlled_by)
        return tuple(dict.fromkeys((code, *filter(None, others))))

    def changes(self) -> Iterator[date]:
        """Days on which another state answers for a place."""
        for code in self._by_code:
            yield from self.changes_of(code)

    def changes_of(self, code: str) -> Iterator[date]:
        """Days on which another state answers for one place."""
        territory = self._by_code.get(code)
        if territory is None:
            return
        if territory.parent_from:
            yield territory.parent_from
        if territory.controlled_from:
            yield territory.controlled_from.first


class Neighbour(NamedTuple):
    """A country across a land border."""

    country: str
    source: Source


class Borders:
    """The table of land borders."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row["country"], []).append(row)

    def of(self, country: str) -> tuple[Neighbour, ...]:
        """The countries across the land borders of a country or territory."""
        return tuple(_neighbour(row) for row in self._rows.get(country, ()))


def _neighbour(row: Row) -> Neighbour:
    country, neighbour = row["country"], row["neighbour"]
    source = Source.said(
        "borders", f"{country} {neighbour}",
        "{country} and {neighbour} share a land border ({source})", verified=row["verified"],
        country=country, neighbour=neighbour, source=row["source"],
    )  # fmt: skip
    return Neighbour(neighbour, source)


def _territory(row: Row) -> Territory:
    parent = row["parent_state"]
    text = f"{row['name']}: {row['note']}" if row["note"] else row["name"]
    return Territory(
        code=row["code"],
        name=row["name"],
        parent="" if parent == "-" else parent,
        parent_from=day(row["parent_from"]),
        former_parent=row["former_parent"],
        controlled_by=row["controlled_by"],
        controlled_from=partial_day(row["controlled_from"]),
        in_nato_area=row["in_nato_art6_area"],
        note=row["note"],
        source=Source("territories", row["code"], text, "", row["verified"]),
    )
