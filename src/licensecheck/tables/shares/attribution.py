"""A change of a share, split exactly into what caused it.

Four things differ between two years: who was a member, where the goods went (mix), how much was
sold in all (volume), and the single large deals. Each part is the average effect of changing that
one thing, over all orders in which the four can be changed (the Shapley value), so no order is
preferred and the parts sum to the change. All are fractions.

    share = (volume x mix + outside of large deals) / (volume + large deals)

Volume and mix are those of all but the large deals. Volume alone moves a share only where large
deals stand beside it; it moves the outside value in any case. The share that is split is a sum of
terms, so the parts of each exporter, category or destination sum as well, and together to the
whole.

A year that is nothing but large deals has no mix of its own: that of the other year stands in.
While the causes are changed one by one there may be nothing at all: its share counts as 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import factorial
from typing import Final

__all__ = ["CAUSES", "Split", "Sum", "Sums", "split"]

CAUSES: Final = ("membership", "mix", "volume", "large_deals")


@dataclass(frozen=True, slots=True)
class Split:
    """The change of one bound between two years, by cause.

    Attributes:
        first: Share outside in the first year.
        second: The same in the second.
        first_cents: Value outside in the first year, in hundredths.
        second_cents: The same in the second.
        share: Parts of the change of the share, by `CAUSES`.
        cents: Parts of the change of the value outside.
    """

    first: Fraction
    second: Fraction
    first_cents: int
    second_cents: int
    share: Mapping[str, Fraction]
    cents: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Sum:
    """Value outside and in all, of some rows under some membership, in hundredths."""

    outside: Fraction
    total: Fraction


# Sums by year, size of deal (large or not) and membership, each year 0 or 1.
Sums = Mapping[tuple[int, bool, int], Sum]
_State = tuple[int, ...]


def split(whole: Sums, own: Sums) -> Split:
    """The change of what some rows bring to the share of the whole.

    Args:
        whole: Sums of all rows.
        own: Sums of those that are asked about; the same, for the whole change.
    """

    def outside(state: _State) -> Fraction:
        membership, mix, volume, deals = state
        # A year without small deals has no mix; that of the other year stands in.
        year = mix if whole[mix, False, membership].total else 1 - mix
        size = whole[year, False, membership].total
        part = own[year, False, membership].outside / size if size else Fraction(0)
        return whole[volume, False, membership].total * part + own[deals, True, membership].outside

    def share(state: _State) -> Fraction:
        membership, _, volume, deals = state
        total = whole[volume, False, membership].total + whole[deals, True, membership].total
        return outside(state) / total if total else Fraction(0)

    begin, end = (0,) * len(CAUSES), (1,) * len(CAUSES)
    return Split(
        first=share(begin), second=share(end), first_cents=int(outside(begin)),
        second_cents=int(outside(end)), share=_parts(share), cents=_parts(outside),
    )  # fmt: skip


def _parts(measure: Callable[[_State], Fraction]) -> dict[str, Fraction]:
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
