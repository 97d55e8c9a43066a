"""A grade read from a table: one token, or the interval that its source leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from licensecheck.reference.source import Source

__all__ = ["Graded"]


@dataclass(frozen=True, slots=True)
class Graded:
    """A graded figure.

    Attributes:
        lo: Least severe token that is possible; "" for a figure without grades.
        hi: Most severe token that is possible.
        source: The row or rows, in words.
        level: The grade as published or graded by us, between `lo` and `hi`.
        value: The figure behind it, where there is one.
        year: Year of the figure.
        stale: Whether the figure's year ended more than three years before the day.
        last_known: Whether the day lies after the data, so that the last grade stands in.
    """

    lo: str
    hi: str
    source: Source
    level: str = ""
    value: Decimal | None = None
    year: int | None = None
    stale: bool = False
    last_known: bool = False
