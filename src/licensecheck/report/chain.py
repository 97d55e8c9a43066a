"""The chain of a containment, stage by stage, and as a picture in text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.wording.columns import display_width, wrap
from licensecheck.wording.result import Containment, Touchpoint

__all__ = ["INSIDE_WORDS", "chain_lines", "stages"]

# What is outside is told by its letters as well, where there is no colour.
INSIDE_WORDS: Final = {
    "inside": message("inside"),
    "outside": message("OUTSIDE"),
    "mixed": message("in part"),
    "unknown": message("not known"),
    "unstated": message("not stated"),
}

# Hands and borders follow each other; end users, and states beyond them, stand side by side.
_SIDE_BY_SIDE = ("final_use", "onward")


def stages(found: Containment) -> list[Sequence[Touchpoint]]:
    """What the goods pass, in order; a stage of several is reached side by side.

    A hand that holds no goods is no stage. A result from before hands had an axis gives each
    touchpoint a stage of its own.
    """
    on_chain = [one for one in found.touchpoints if one.axis]
    if not on_chain:
        return [(one,) for one in found.touchpoints]
    passed: list[Sequence[Touchpoint]] = []
    for axis, ones in groupby(on_chain, key=lambda one: one.axis):
        together = tuple(ones)
        passed += [together] if axis in _SIDE_BY_SIDE else [(one,) for one in together]
    return passed


_MOST: Final = 6  # hands that are told one by one, unless all are asked for


class _Party(NamedTuple):
    arrow: str
    touchpoint: Touchpoint


def chain_lines(
    found: Containment, language: Language, width: int, *, every: bool = False
) -> Iterator[tuple[str, str]]:
    """The picture, as pairs of a style and a line.

    Args:
        found: Whether the transfer stays inside an alliance.
        language: Language of the words.
        width: Columns to keep within.
        every: Every hand and border; otherwise the others of a long chain are counted.
    """
    hands = _hands(found)
    shown = range(len(hands)) if every else _telling(hands, found)
    marks = {key: f"[{language.text(words)}]" for key, words in INSIDE_WORDS.items()}
    wide = max((display_width(marks[hands[at].touchpoint.inside]) for at in shown), default=0)
    begin, told = 0, set[str]()
    for at in shown:
        arrow, one = hands[at]
        code, _, why = one.basis.partition(": ")
        # Why one is outside is most often why the next is.
        if why in told and not every:
            one = replace(one, basis=code)
        told.add(why)
        yield from _left_out(hands[begin:at], language, width)
        begin = at + 1
        mark = marks[one.inside]
        first = f"  {arrow:3}{mark}{' ' * (wide - display_width(mark))} "
        weakest = hands[at].touchpoint == found.weakest and len(found.touchpoints) > 2
        said = wrap(_said(one, weakest, language), width, first=first, rest=" " * (wide + 6))
        style = "" if one.inside == "inside" else "bold"
        yield from ((style, line) for line in said)
    yield from _left_out(hands[begin:], language, width)


def _hands(found: Containment) -> list[_Party]:
    """Hands in the order of the chain; those that hold no goods stand beside it, at the end."""
    passed = [
        _Party("-> " if number and not place else " & " if number else "", one)
        for number, stage in enumerate(stages(found))
        for place, one in enumerate(stage)
    ]
    if len(passed) < len(found.touchpoints):
        passed += [_Party("", one) for one in found.touchpoints if not one.axis]
    return passed


def _telling(hands: Sequence[_Party], found: Containment) -> list[int]:
    """The hands that tell most: both ends of the chain, the weakest, those that are outside."""

    def rank(at: int) -> tuple[bool, bool, bool]:
        one = hands[at].touchpoint
        end = one == found.weakest or one.axis in ("start", "final_use")
        return not end, not one.axis, one.inside == "inside"

    return sorted(sorted(range(len(hands)), key=rank)[:_MOST])


def _left_out(hands: Sequence[_Party], language: Language, width: int) -> Iterator[tuple[str, str]]:
    if hands:
        said = language.count(
            "{n} more party or border", "{n} more parties and borders", len(hands)
        )
        if beyond := sum(one.touchpoint.inside != "inside" for one in hands):
            said = language.text("{hands}, {n} of them not inside", hands=said, n=beyond)
        yield from (
            ("dim", line) for line in wrap(f"... {said}", width, first="     ", rest=" " * 9)
        )


def _said(one: Touchpoint, weakest: bool, language: Language) -> str:
    role = language.token(one.role)
    if weakest:
        return language.text(
            "weakest: {role} {place} ({basis})", role=role, place=one.place, basis=one.basis
        )
    return f"{role} {one.place} ({one.basis})"
