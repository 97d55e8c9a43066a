"""The chain of hands of a containment, stage by stage, for every report that draws it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from licensecheck.messages import message
from licensecheck.wording.result import Containment, Touchpoint

__all__ = ["INSIDE_WORDS", "stages"]

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
