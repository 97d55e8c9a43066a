"""Words that a page needs for tokens that are too short by themselves."""

from __future__ import annotations

from typing import Final

from licensecheck.language import message

__all__ = ["INSIDE_WORDS", "TIER_WORDS"]

INSIDE_WORDS: Final = {
    "inside": message("inside"),
    "outside": message("OUTSIDE"),
    "mixed": message("in part"),
    "unknown": message("not known"),
    "unstated": message("not stated"),
}
TIER_WORDS: Final = {
    "law": message("bright line"),
    "screen": message("public facts"),
    "assess": message("graded or officer's facts"),
    "confirm": message("officer's judgement"),
    "duty": message("duty"),
}
