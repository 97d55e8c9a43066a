"""The order of figures: in go figures of a grouping, out come the largest of them and the rest.

The rest is one figure, so that nothing is lost and the sums stay whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from operator import add
from types import MappingProxyType
from typing import Final

from licensecheck.errors import Argument, InputError, Problem, nearest_or_all, quote, told
from licensecheck.tables.shares.share import Amount, Figure
from licensecheck.tables.shares.standing import STANDINGS

__all__ = ["OTHERS", "SORTS", "beside", "ordered"]

# Name of the key of the rest; its value is how many parts are in it.
OTHERS: Final = "others"
_Rank = tuple[Fraction | int, ...]


def _by_value(one: Figure) -> _Rank:
    return -one.total.cents, -one.total.rows


def _by_outside(one: Figure) -> _Rank:
    return -one.outside.cents, -one.outside.rows


def _by_unplaced(one: Figure) -> _Rank:
    return -one.unplaced.cents, -one.unplaced.rows


def _by_share(one: Figure) -> _Rank:
    low, high = one.bounds or one.row_bounds or (-1, -1)
    return -low, -high


_RANKS: Final = MappingProxyType({
    "value": _by_value, "outside": _by_outside, "unplaced": _by_unplaced, "share": _by_share,
})  # fmt: skip
# `key`: in the order of the grouping, years and categories rising.
SORTS: Final = ("key", *_RANKS)


def ordered(
    figures: Iterable[Figure], *, sort: str = "", top: int | None = None
) -> tuple[Figure, ...]:
    """Figures in an order, each definition, measure and currency by itself.

    Args:
        figures: Of one grouping, as of `Shares.by`.
        sort: One of `SORTS`; by default `value` where only the largest are asked for, else `key`.
        top: How many of each are kept; the others become one figure with the key `OTHERS`.

    Raises:
        InputError: There is no such order, or fewer than one is asked for.
    """
    sort = sort or ("key" if top is None else "value")
    if sort not in SORTS:
        help_ = nearest_or_all(sort, SORTS)
        raise InputError(
            Problem(Argument("sort"), told("no such order {sort}", sort=quote(sort)), help_)
        )
    if top is not None and top < 1:
        raise InputError(
            Problem(
                Argument("top"), told("{top} is no number of parts", top=top), told("1 or more")
            )
        )
    apart: dict[tuple[str, ...], list[Figure]] = {}
    for one in figures:
        place = (one.alliance, one.membership, one.measure, one.currency)
        apart.setdefault(place, []).append(one)
    rank: Callable[[Figure], _Rank] | None = _RANKS.get(sort)
    found: list[Figure] = []
    for own in apart.values():
        inside = sorted(own, key=rank) if rank else own
        found += inside if top is None else _cut(inside, top)
    return tuple(found)


def beside(figures: Sequence[Figure], others: Iterable[Figure]) -> list[Figure | None]:
    """For each figure the one of the same definition and key in a second reckoning.

    Args:
        figures: As of `ordered`.
        others: Of the same grouping, whole; those of the rest of `figures` are summed.
    """
    found = {_place(one): one for one in others}
    named = {_place(one) for one in figures}
    result: list[Figure | None] = []
    for one in figures:
        if OTHERS not in one.key:
            result.append(found.get(_place(one)))
            continue
        rest = [other for place, other in found.items()
                if place not in named and place[:-1] == _place(one)[:-1]]  # fmt: skip
        result.append(_summed(rest, one.key[OTHERS]) if rest else None)
    return result


def _place(one: Figure) -> tuple[object, ...]:
    key = tuple(one.key.items())
    return one.alliance, one.membership, one.measure, one.currency, key


def _summed(rest: Sequence[Figure], count: str) -> Figure:
    parts = {name: reduce(add, (one.parts[name] for one in rest), Amount()) for name in STANDINGS}
    return replace(
        rest[0], key={OTHERS: count}, parts=parts, width=(), contributors=(), top_cents=0
    )


def _cut(figures: Sequence[Figure], top: int) -> Sequence[Figure]:
    rest = figures[top:]
    if not rest:
        return figures
    return [*figures[:top], _summed(rest, str(len(rest)))]
