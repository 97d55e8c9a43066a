"""What follows from the entry that goods are for: technology, software, parts, tools for another.

In goes the rating of the goods and the entry that they serve; out comes the rating with the bounds
that then hold. Entries that only repeat others (castings, production equipment, software,
technology) take what the entry served says; all others keep the graver of the two.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from licensecheck.errors import UnknownRating, quote, told
from licensecheck.reference.ratings import Rating, read_ratings

__all__ = ["REPEATING", "read_served", "serving"]

Bounds = tuple[str, str]

# What these hold is said of other entries alone.
REPEATING: Final = frozenset(
    ("ML16", "ML18", "ML18.a", "ML21", "ML21.a", "ML21.c", "ML22", "ML22.a", "ML22.b", "ML22.b.1")
)
_HOSTILITIES: Final = ("none", "support", "direct")
_REPRESSION: Final = ("none", "possible", "typical")
_FLAGS: Final = ("no", "unknown", "yes")


def read_served(text: str, *, on: date) -> Rating:
    """The one entry that goods are said to be for.

    Args:
        text: One code, as `read_ratings` reads it.
        on: Day of the list's edition.

    Raises:
        UnknownRating: It cannot be read, names no entry, or names several.
    """
    ratings = read_ratings(text, on=on)
    if len(ratings) > 1:
        what = f"{quote(text)} names several entries"
        raise UnknownRating(text, what, help="give each an item line of its own")
    if ratings[0].listed == "none" or ratings[0].code == "ML":
        what = f"{quote(text)} names no entry"
        raise UnknownRating(text, what, help="write the entry that the goods are for, as `ML15.c`")
    return ratings[0]


def serving(own: Rating, served: Rating) -> Rating:
    """The rating of goods that are for another entry.

    Args:
        own: The entry of the goods themselves.
        served: The entry of what they are for.

    Returns:
        `own`, whose bounds hold what follows from both entries. Part of a thing is no weapon by
        itself, so of the use in hostilities no more than support follows.
    """
    repeats = own.code in REPEATING
    supported = _capped(served.hostilities)

    def flag(mine: str, theirs: str) -> str:
        return theirs if repeats else _graver(mine, theirs, _FLAGS)

    def bounds(mine: Bounds, theirs: Bounds, order: tuple[str, ...]) -> Bounds:
        if repeats:
            return theirs
        return _graver(mine[0], theirs[0], order), _graver(mine[1], theirs[1], order)

    return replace(
        own,
        basis=told(
            "{own}; for {code}: {served}", own=own.basis, code=served.code, served=served.basis
        ),
        verified=own.verified if own.verified == served.verified else "partly",
        ban=own.ban if served.ban == "none" else served.ban,
        mtcr_possible=flag(own.mtcr_possible, served.mtcr_possible),
        hostilities=bounds(own.hostilities, supported, _HOSTILITIES),
        hostilities_complete=bounds(own.hostilities_complete, supported, _HOSTILITIES),
        repression=bounds(own.repression, served.repression, _REPRESSION),
        salw=flag(own.salw, served.salw),
        terror_use=flag(own.terror_use, served.terror_use),
        surveillance=flag(own.surveillance, served.surveillance),
        crowd_control=flag(own.crowd_control, served.crowd_control),
        precursor=flag(own.precursor, served.precursor),
    )


def _capped(bounds: Bounds) -> Bounds:
    lo, hi = (min(word, "support", key=_HOSTILITIES.index) for word in bounds)
    return lo, hi


def _graver(mine: str, theirs: str, order: tuple[str, ...]) -> str:
    return max(mine, theirs, key=order.index)
