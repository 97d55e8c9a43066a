"""How a share changed between two years, split exactly into what changed.

Four things differ between the years: who was a member, where the goods went (mix), how much was
sold in all (volume), and the single large deals. Each part is the average effect of changing that
one thing, over all orders in which the four can be changed (the Shapley value), so no order is
preferred and the parts sum to the change. All are fractions.

    share = (volume x mix + outside of large deals) / (volume + large deals)

Volume and mix are those of all but the large deals. Volume alone moves a share only where large
deals stand beside it; it moves the outside value in any case. Rows of one year are judged by the
membership of the other as it was at the end of that year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from math import factorial
from typing import Any, Final

import polars as pl

from licensecheck.errors import InputError, Problem
from licensecheck.tables.share import Amount, Figure, Shares
from licensecheck.tables.standing import LICENCE_DATE

__all__ = ["CAUSES", "Change", "change_between"]

CAUSES: Final = ("membership", "mix", "volume", "large_deals")
# A deal is large if it has this part of the value of its year, or more.
LARGE: Final = Fraction(1, 20)
_SIDES: Final = ("min", "max")


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one bound between two years.

    Attributes:
        side: `min`: what is certainly outside; `max`: with all that cannot be placed.
        first: Share outside in the first year, and in cents.
        second: The same in the second.
        share: Parts of the change of the share, by `CAUSES`.
        cents: Parts of the change of the value outside.
        large: Values of the large deals of the two years.
    """

    alliance: str
    membership: str
    side: str
    years: tuple[int, int]
    first: tuple[Fraction, int]
    second: tuple[Fraction, int]
    share: Mapping[str, Fraction]
    cents: Mapping[str, Fraction]
    large: tuple[Amount, Amount]


@dataclass(frozen=True, slots=True)
class _Sum:
    """Value outside and in all, of some rows under some membership."""

    outside: Fraction
    total: Fraction

    @property
    def share(self) -> Fraction:
        return self.outside / self.total if self.total else Fraction(0)


# Sums by year, size of deal (large or not) and membership, each year 0 or 1.
_Sums = Mapping[tuple[int, bool, int], _Sum]


def change_between(
    frame: pl.DataFrame, first: int, second: int, *, large: Fraction = LARGE, **options: Any
) -> tuple[Change, ...]:
    """Split the change of the share between two years, for each bound.

    Args:
        frame: As of `to_frame`, of one measure and one currency.
        first: The earlier year.
        second: The later year.
        large: Part of a year's value from which on a single row is a large deal.
        options: As of `Shares`, with one alliance and one clock.

    Raises:
        InputError: The table mixes measures or currencies, a year has no value, or more than
            one definition is asked for.
    """
    clock = _one(options.pop("membership", (LICENCE_DATE,)), "membership clock")
    alliance = _one(options.pop("alliances", ("nato",)), "alliance")
    years = (first, second)
    ends = [str(date(year, 12, 31)) for year in years]
    valued = frame.filter(pl.col("cents").is_not_null() & pl.col("year").is_in(years))
    _check(valued, years)
    figures: dict[tuple[int, bool, int], Figure | None] = {}
    amounts = []
    for place, year in enumerate(years):
        rows = valued.filter(pl.col("year") == year)
        limit = -(-int(rows["cents"].sum()) * large.numerator // large.denominator)
        amounts.append(_amount(rows.filter(pl.col("cents") >= limit)))
        for is_large, size in ((False, pl.col("cents") < limit), (True, pl.col("cents") >= limit)):
            clocks = [clock, clock]
            if clock == LICENCE_DATE:
                clocks[1 - place] = ends[1 - place]
            shares = Shares(
                rows.filter(size), alliances=(alliance,), membership=clocks, **options
            )  # fmt: skip
            found = {figure.membership: figure for figure in shares.by()}
            for membership, word in enumerate(clocks):
                figures[place, is_large, membership] = found.get(word)
    return tuple(
        _change(alliance, clock, side, years, _sums(figures, side), (amounts[0], amounts[1]))
        for side in _SIDES
    )


def _sums(figures: Mapping[tuple[int, bool, int], Figure | None], side: str) -> _Sums:
    return {
        key: _Sum(
            Fraction(figure.outside.cents + (figure.unplaceable.cents if side == "max" else 0)),
            Fraction(figure.total.cents),
        )
        if figure is not None
        else _Sum(Fraction(0), Fraction(0))
        for key, figure in figures.items()
    }


def _change(
    alliance: str, clock: str, side: str, years: tuple[int, int], sums: _Sums,
    large: tuple[Amount, Amount],
) -> Change:  # fmt: skip
    def outside(state: tuple[int, ...]) -> Fraction:
        membership, mix, volume, deals = state
        base = sums[volume, False, membership].total * sums[mix, False, membership].share
        return base + sums[deals, True, membership].outside

    def share(state: tuple[int, ...]) -> Fraction:
        membership, _, volume, deals = state
        total = sums[volume, False, membership].total + sums[deals, True, membership].total
        return outside(state) / total if total else Fraction(0)

    begin, end = (0,) * len(CAUSES), (1,) * len(CAUSES)
    return Change(
        alliance=alliance, membership=clock, side=side, years=years,
        first=(share(begin), int(outside(begin))), second=(share(end), int(outside(end))),
        share=_parts(share), cents=_parts(outside), large=large,
    )  # fmt: skip


def _parts(measure: Callable[[tuple[int, ...]], Fraction]) -> dict[str, Fraction]:
    """The average effect of each cause over all orders of changing them."""
    count = len(CAUSES)
    values = {state: measure(state) for state in product((0, 1), repeat=count)}
    parts = {}
    for cause, name in enumerate(CAUSES):
        part = Fraction(0)
        for state, value in values.items():
            if not state[cause]:
                changed = (*state[:cause], 1, *state[cause + 1 :])
                before = sum(state)
                weight = Fraction(factorial(before) * factorial(count - before - 1),
                                  factorial(count))  # fmt: skip
                part += weight * (values[changed] - value)
        parts[name] = part
    return parts


def _amount(rows: pl.DataFrame) -> Amount:
    return Amount(int(rows["cents"].sum()), rows.height)


def _one(words: Iterable[str], what: str) -> str:
    found = list(dict.fromkeys(words))
    if len(found) != 1:
        raise InputError(Problem("", f"one {what} is needed, not {len(found)}"))
    return found[0]


def _check(valued: pl.DataFrame, years: tuple[int, int]) -> None:
    for column in ("measure", "currency"):
        if valued[column].n_unique() > 1:
            what = f"several kinds of `{column}` cannot be compared; keep the rows of one"
            raise InputError(Problem("", what))
    for year in years:
        if not valued.filter(pl.col("year") == year)["cents"].sum():
            raise InputError(Problem("", f"no value in the year {year}"))
