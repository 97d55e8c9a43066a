"""A small table that nobody published, with every standing, two measures and a gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from licensecheck.tables.reading.frame import to_frame
from licensecheck.tables.reading.intake import Table
from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.shares.share import Shares

CLOCKS = ("licence-date", "2026-11-24")
ALLIANCES = ("nato", "nato-or-eu")
# Destination, year, value; 2012 has no row, and 2013 stands alone.
LINES = (
    ("DE", 2008, "60"), ("SA", 2008, "30"), ("EU", 2008, "10"),
    ("DE", 2009, "50"), ("FI", 2009, "20"), ("JP", 2009, "5"), ("BR", 2009, "25"),
    ("DE", 2010, "10"), ("diverse landen", 2010, "60"), ("Ukraine", 2010, "30"),
    ("US", 2011, "75"), ("qqqq", 2011, "5"), ("MA", 2011, "20"),
    ("CH", 2013, "40"), ("SE", 2013, None), ("SA", 2013, "60"),
)  # fmt: skip
REJECTS = (
    Reject(17, ("the destination is missing",)),
    Reject(18, ("the destination is missing", "the value `x` cannot be read")),
)


def records() -> list[Record]:
    """Licences of the Netherlands, and a delivery of Germany in values that are not money."""
    licences = [
        Record(
            number=number, exporter="NL", destination=place, day=date(year, 6, 1), year=year,
            rating="ML6", value=None if value is None else Decimal(value) * 1_000_000,
            permanent="yes" if number % 3 else "no",
        )
        for number, (place, year, value) in enumerate(LINES, 1)
    ]  # fmt: skip
    delivery = replace(
        licences[0], number=19, exporter="DE", destination="BR", measure="delivered",
        currency="TIV", value=Decimal("12.5"),
    )  # fmt: skip
    return [*licences, delivery]


def table(
    rows: Iterable[Record] | None = None,
    *,
    name: str = "made-up.csv",
    rejects: tuple[Reject, ...] = REJECTS,
) -> Table:
    """The records as a table that was read."""
    return Table(name, to_frame(records() if rows is None else rows), rejects)


def shares(of: Table, **options) -> Shares:
    """Figures under two definitions and two clocks, unless told otherwise."""
    return Shares(of.frame, **{"alliances": ALLIANCES, "membership": CLOCKS, **options})
