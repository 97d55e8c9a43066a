"""The three measures of what leaves an alliance, kept apart: they answer different questions.

1. outside of licensed exports: what was allowed to leave, a ceiling;
2. outside of production: what left of what was made; the user supplies the turnover by year, and
   without it the column is blank;
3. outside of the deliveries of all allies: by the trend indicator of SIPRI, which is not money.

In: frames of one or more tables, and a turnover. Out: the bounds of each measure by year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from licensecheck.errors import InputError, Problem, quote
from licensecheck.law import read_csv
from licensecheck.tables.record import NOT_MONEY
from licensecheck.tables.share import Figure, Shares

__all__ = ["MEASURE_TITLES", "MeasuresOfYear", "Turnover", "measures_by_year", "read_turnover"]

Bounds = tuple[Fraction, Fraction]
MEASURE_TITLES: Final[Mapping[str, str]] = {
    "licences": "outside, of the value licensed",
    "production": "exported outside, of the turnover supplied",
    "deliveries": "outside, of all deliveries in TIV, which are not money",
}


@dataclass(frozen=True, slots=True)
class Turnover:
    """Turnover of the defence industry by year, in hundredths of a currency, and who says so."""

    cents: Mapping[int, int]
    currency: str
    source: str


@dataclass(frozen=True, slots=True)
class MeasuresOfYear:
    """The measures of one year; None where the tables or the user say nothing.

    Attributes:
        licences: Bounds of the share outside of what was licensed.
        production: Bounds of what was exported outside, of the turnover.
        deliveries: Bounds of the share outside of what was delivered, in TIV.
    """

    year: int
    licences: Bounds | None
    production: Bounds | None
    deliveries: Bounds | None


def measures_by_year(
    frames: Sequence[Any], turnover: Turnover | None = None, **options: Any
) -> tuple[MeasuresOfYear, ...]:
    """The three measures, each from the rows that it is of.

    Args:
        frames: Tables, as for `Shares`; which measure a row is of stands in it.
        turnover: What was made, by year.
        options: As of `Shares`, with one alliance and one clock.

    Raises:
        InputError: Two tables say the same measure of a year, or money of several currencies
            would be set beside each other.
    """
    found: dict[str, dict[int, Figure]] = {"licences": {}, "exports": {}, "deliveries": {}}
    problems = []
    for frame in frames:
        for figure in Shares(frame, **options).by("year"):
            name = _measure(figure)
            year = int(figure.key["year"])
            if name and figure.total.cents:
                if year in found[name]:
                    what = f"two tables say what was {figure.measure} in {year}"
                    problems.append(Problem("", what, "give one table for each measure"))
                found[name][year] = figure
    if turnover is not None:
        other = {f.currency for f in found["exports"].values()} - {turnover.currency}
        if other:
            what = f"exports in {', '.join(sorted(other))}, turnover in {turnover.currency}"
            problems.append(Problem("--turnover", what, "state it in the currency of the table"))
    if problems:
        raise InputError(problems)
    return tuple(
        MeasuresOfYear(
            year=year,
            licences=_bounds(found["licences"].get(year)),
            production=_of_production(found["exports"].get(year), turnover, year),
            deliveries=_bounds(found["deliveries"].get(year)),
        )
        for year in sorted({year for years in found.values() for year in years})
    )


def _measure(figure: Figure) -> str:
    if figure.currency == NOT_MONEY:
        return "deliveries" if figure.measure == "delivered" else ""
    return {"licensed": "licences", "exported": "exports"}.get(figure.measure, "")


def _bounds(figure: Figure | None) -> Bounds | None:
    return None if figure is None else figure.bounds


def _of_production(figure: Figure | None, turnover: Turnover | None, year: int) -> Bounds | None:
    made = turnover.cents.get(year) if turnover else None
    if figure is None or not made:
        return None
    left = figure.outside.cents
    return Fraction(left, made), Fraction(left + figure.unplaceable.cents, made)


def read_turnover(path: Path) -> Turnover:
    """Read a turnover: a CSV with the columns `year`, `value`, `currency` and `source`.

    Raises:
        InputError: The file cannot be read, or a row is faulty; every fault is told.
    """
    lines = read_csv(path)
    rows = [row for _, row in lines]
    needed = ("year", "value", "currency", "source")
    if not rows or any(name not in rows[0] for name in needed):
        what = "a turnover has the columns year, value, currency and source, and a row or more"
        raise InputError(Problem(path.name, what))
    problems: list[Problem] = []
    cents: dict[int, int] = {}
    for line, row in lines:
        try:
            year, value = int(row["year"]), Decimal(row["value"])
            if not value.is_finite() or value <= 0 or year in cents:
                raise ValueError
            cents[year] = int(value * 100)
        except (ValueError, InvalidOperation):
            said = quote(f"{row['year']}, {row['value']}")
            what = f"{said} is no year with a value above nothing, or the year is given twice"
            problems.append(Problem(f"{path.name}:{line}", what))
    for name in ("currency", "source"):
        if len({row[name] for row in rows}) != 1:
            problems.append(Problem(path.name, f"one {name} is needed for all rows"))
    if problems:
        raise InputError(problems)
    return Turnover(cents, rows[0]["currency"], rows[0]["source"])
