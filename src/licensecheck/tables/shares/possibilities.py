"""What could stay: by part of a table, what left beside what allies took, and plain arithmetic.

In: a frame of a table. Out: for each value of a grouping what certainly left and what may have,
what went to allies in the same rows' years, how many exporters there are, and what the share would
have been if a part of what certainly left had stayed. It is arithmetic: nothing in a table says
that an ally wanted the goods, or could have paid for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from licensecheck.errors import Argument, InputError, Problem, told
from licensecheck.messages import message
from licensecheck.tables.shares.share import Figure, Shares, Term

__all__ = ["ARITHMETIC", "Possibility", "Stayed", "possibilities", "possibilities_of"]

# Stands on every form of output.
ARITHMETIC: Final = message(
    "arithmetic, not a forecast: no table says that an ally wanted the goods"
)


@dataclass(frozen=True, slots=True)
class Stayed:
    """If a part of what certainly left had stayed.

    Attributes:
        percent: The part, 0 to 100.
        cents: What it is worth, in hundredths; a fraction of one is kept.
        of_allies: How large it is beside what allies took; None where they took nothing.
        bounds: The least and the greatest share outside that would have been.
    """

    percent: Fraction
    cents: Fraction
    of_allies: Fraction | None
    bounds: tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Possibility:
    """One part of a table.

    Attributes:
        key: Values of the grouping.
        figure: Its sums: inside is what allies took.
        goods: What left in it, as the table describes it, the largest first; empty where the
            table has no words for goods.
        exporters: How many exporters with a value there are inside, where the table has several.
        stayed: The arithmetic, for each part asked for.
    """

    key: Mapping[str, str]
    figure: Figure
    exporters: int | None
    stayed: tuple[Stayed, ...]
    goods: tuple[Term, ...] = ()


def possibilities(
    frame: Any, *, by: Sequence[str] = ("category",), stayed: Sequence[Fraction | int] = (10,),
    **options: Any,
) -> tuple[Possibility, ...]:  # fmt: skip
    """Set what left beside what allies took, the largest that left first.

    Args:
        frame: As for `Shares`.
        by: A grouping, as of `Shares.by`.
        stayed: Parts of what certainly left, in per cent, that are taken to have stayed.
        options: As of `Shares`.

    Raises:
        InputError: A part is not between 0 and 100, or a name is unknown.
    """
    return possibilities_of(Shares(frame, **options), by=by, stayed=stayed)


def possibilities_of(
    shares: Shares, *, by: Sequence[str] = ("category",), stayed: Sequence[Fraction | int] = (10,)
) -> tuple[Possibility, ...]:
    """The same of a table that is ready for figures."""
    parts = [Fraction(part) for part in stayed]
    if any(not 0 <= part <= 100 for part in parts):
        raise InputError(Problem(Argument("stayed"), told("a part is from 0 to 100 per cent")))
    several = len({one.key["exporter"] for one in shares.by("exporter")}) > 1
    exporters: dict[tuple[str, ...], int] = defaultdict(int)
    if several:
        for one in shares.by(*by, "exporter"):
            exporters[_place(one, by)] += one.total.cents > 0
    found = [
        Possibility(
            one.key,
            one,
            exporters[_place(one, by)] if several else None,
            tuple(_stayed(one, part) for part in parts) if one.total.cents else (),
            shares.goods(one),
        )
        for one in shares.by(*by)
    ]
    order = {name: at for at, name in enumerate(dict.fromkeys(map(_definition, found)))}
    return tuple(sorted(found, key=lambda one: (order[_definition(one)],
                                                -one.figure.outside.cents)))  # fmt: skip


def _definition(found: Possibility) -> tuple[str, ...]:
    figure = found.figure
    return figure.alliance, figure.membership, figure.measure, figure.currency


def _place(figure: Figure, by: Sequence[str]) -> tuple[str, ...]:
    named = (figure.alliance, figure.membership, figure.measure, figure.currency)
    return *named, *(figure.key[name] for name in by)


def _stayed(figure: Figure, percent: Fraction) -> Stayed:
    left, open_, total = figure.outside.cents, figure.unplaced.cents, figure.total.cents
    kept = percent / 100 * left
    return Stayed(
        percent=percent,
        cents=kept,
        of_allies=kept / figure.inside.cents if figure.inside.cents else None,
        bounds=((left - kept) / total, (left - kept + open_) / total),
    )
