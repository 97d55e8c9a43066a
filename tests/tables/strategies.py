"""Tables to draw: records over few places, days and numbers, so that everything repeats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from licensecheck.tables.reading.record import Record

PLACES = (
    "NL", "DE", "DUITSLAND", "Zweden", "FINLAND", "SA", "OEKRAÏNE", "CH", "JP", "BR",
    "EU", "NAVO+", "diverse landen", "VS, Italië, Turkije", "VS, CHINA", "qqqq", "Hongkong",
)  # fmt: skip
DAYS = (date(2005, 3, 1), date(2010, 6, 1), date(2013, 7, 1), date(2023, 4, 4), date(2024, 3, 7))


@st.composite
def rows(draw: st.DrawFn, *, exporters: tuple[str, ...] = ("NL",)) -> Record:
    """A record; its number is set by `tables`."""
    day = draw(st.sampled_from(DAYS))
    only_year = draw(st.booleans())
    cents = draw(st.none() | st.integers(0, 10**9))
    return Record(
        number=0,
        exporter=draw(st.sampled_from(exporters)),
        destination=draw(st.sampled_from(PLACES)),
        day=None if only_year else day,
        year=day.year,
        rating=draw(st.sampled_from(("ML1a", "ML6", "ML10a,18a", "ML", "6A002"))),
        value=None if cents is None else Decimal(cents).scaleb(-2),
        currency=draw(st.sampled_from(("EUR", "EUR", "USD"))),
        permanent=draw(st.sampled_from(("yes", "no", "unknown"))),
        reference=draw(st.sampled_from(("", "A", "B", "C", "D"))),
        replaces=draw(st.sampled_from(("", "", "A", "B", "Z"))),
        renewal=draw(st.sampled_from(("unknown", "no", "yes"))),
    )


@st.composite
def tables(
    draw: st.DrawFn, *, max_size: int = 25, exporters: tuple[str, ...] = ("NL",)
) -> list[Record]:
    """Records with their numbers."""
    from dataclasses import replace

    drawn = draw(st.lists(rows(exporters=exporters), min_size=1, max_size=max_size))
    return [replace(record, number=number) for number, record in enumerate(drawn, 1)]
