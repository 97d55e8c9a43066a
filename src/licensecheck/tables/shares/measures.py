"""The three measures of what leaves an alliance, kept apart: they answer different questions.

1. outside of licensed exports: what was allowed to leave, a ceiling;
2. outside of production: what left of what was made; the user supplies the turnover by year, and
   without it the column is blank;
3. outside of the deliveries of all allies: by the trend indicator of SIPRI, which is not money.

In: frames of one or more tables, and a turnover, a CSV file of the user's. Out: the bounds of each
measure by year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field

from licensecheck.documents.values import Amount, CurrencyCode, Line, fault, kind_of
from licensecheck.documents.written import Written, read_rows
from licensecheck.errors import Argument, InputError, Problem, told
from licensecheck.messages import message
from licensecheck.tables.reading.record import NOT_MONEY
from licensecheck.tables.shares.share import Figure, Shares

__all__ = [
    "MEASURE_TITLES", "MeasuresOfYear", "Turnover", "exporters_by_measure", "measures_by_year",
    "read_turnover",
]  # fmt: skip

_YEAR: Final = re.compile("[0-9]{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Turnover:
    """Turnover of the defence industry by year, in hundredths of a currency, and who says so."""

    cents: Mapping[int, int]
    currency: str
    source: str


def _year(value: Any) -> int:
    if not isinstance(value, str) or not _YEAR.fullmatch(value):
        raise fault(told("{value} is no year", value=kind_of(value)), told("write it as `2024`"))
    return int(value)


def _above_nothing(value: Decimal) -> Decimal:
    if not value:
        raise fault(told("a value above nothing is needed"))
    return value


class TurnoverRow(Written):
    """What an industry made in a year."""

    year: Annotated[int, BeforeValidator(_year)] = Field(description="The year.")
    value: Annotated[Amount, AfterValidator(_above_nothing)] = Field(
        description="Turnover of the year, in whole units of the currency."
    )
    currency: CurrencyCode = Field(description="One currency for all rows.")
    source: Line = Field(description="Who says so; one source for all rows.")


def read_turnover(path: Path) -> Turnover:
    """Read a turnover: a CSV with the columns `year`, `value`, `currency` and `source`.

    Raises:
        InputError: The file cannot be read, or a row is faulty; every fault is told.
    """
    problems: list[Problem] = []
    rows = [row.value for row in read_rows(path, TurnoverRow, problems, once="year")]
    for name in ("currency", "source") if rows else ():
        if len({getattr(row, name) for row in rows}) != 1:
            problems.append(
                Problem(path.name, told("one {name} is needed for all rows", name=name))
            )
    if problems:
        raise InputError(problems)
    cents = {row.year: int(row.value * 100) for row in rows}
    return Turnover(cents, rows[0].currency, rows[0].source)


# From which rows each measure is.
_SOURCES: Final[Mapping[str, str]] = {
    "licences": "licences", "production": "exports", "deliveries": "deliveries",
}  # fmt: skip
Bounds = tuple[Fraction, Fraction]
MEASURE_TITLES: Final[Mapping[str, str]] = {
    "licences": message("outside, of the value licensed"),
    "production": message("exported outside, of the turnover supplied"),
    "deliveries": message("outside, of all deliveries in TIV, which are not money"),
}


@dataclass(frozen=True, slots=True)
class MeasuresOfYear:
    """The measures of one year; None where the tables or the user say nothing.

    Attributes:
        licences: Bounds of the share outside of what was licensed.
        production: Bounds of what was exported outside, of the turnover.
        deliveries: Bounds of the share outside of what was delivered, in TIV.
        exporters: By name of the measure, whose exports it is of, those with most value first.
    """

    year: int
    licences: Bounds | None
    production: Bounds | None
    deliveries: Bounds | None
    exporters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    makers: dict[str, dict[int, list[Figure]]] = {name: {} for name in found}
    problems = []
    for frame in frames:
        shares = Shares(frame, **options)
        for figure in shares.by("year", "exporter"):
            if (name := _measure(figure)) and figure.total.cents:
                makers[name].setdefault(int(figure.key["year"]), []).append(figure)
        for figure in shares.by("year"):
            name = _measure(figure)
            year = int(figure.key["year"])
            if name and figure.total.cents:
                if year in found[name]:
                    problems.append(_twice(found[name][year], figure, year))
                found[name][year] = figure
    if turnover is not None:
        other = {f.currency for f in found["exports"].values()} - {turnover.currency}
        if other:
            what = told(
                "exports in {words}, turnover in {currency}",
                words=", ".join(sorted(other)),
                currency=turnover.currency,
            )
            problems.append(
                Problem(Argument("turnover"), what, told("state it in the currency of the table"))
            )
    if problems:
        raise InputError(problems)
    return tuple(
        MeasuresOfYear(
            year=year,
            licences=_bounds(found["licences"].get(year)),
            production=_of_production(found["exports"].get(year), turnover, year),
            deliveries=_bounds(found["deliveries"].get(year)),
            exporters={
                name: _names(makers[source].get(year, ()))
                for name, source in _SOURCES.items()
                if source != "exports" or turnover is not None
            },
        )
        for year in sorted({year for years in found.values() for year in years})
    )


def exporters_by_measure(years: Iterable[MeasuresOfYear]) -> Mapping[str, tuple[str, ...]]:
    """By name of the measure, all whose exports it is of, those of most years first."""
    found: dict[str, Counter[str]] = {name: Counter() for name in MEASURE_TITLES}
    for one in years:
        for name, names in one.exporters.items():
            found[name].update(names)
    # A counter keeps those of one count in the order in which they came.
    return {name: tuple(one for one, _ in counts.most_common()) for name, counts in found.items()}


def _names(figures: Iterable[Figure]) -> tuple[str, ...]:
    own = sorted(figures, key=lambda one: (-one.total.cents, one.key["exporter"]))
    return tuple(one.key["exporter"] for one in own)


def _twice(first: Figure, second: Figure, year: int) -> Problem:
    """Two figures for one measure of a year, of two tables or in two currencies."""
    if first.currency != second.currency:
        what = told(
            "what was {measure} in {year} is stated in {one} and in {other}",
            measure=first.measure,
            year=year,
            one=first.currency,
            other=second.currency,
        )
        return Problem("", what, told("money of two currencies is not added: give tables of one"))
    what = told("two tables say what was {measure} in {year}", measure=first.measure, year=year)
    return Problem("", what, told("give one table for each measure"))


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
    return Fraction(left, made), Fraction(left + figure.unplaced.cents, made)
