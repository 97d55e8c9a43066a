"""The EU dual-use list at the level of `3A001`: in goes a code, out comes its entry or the nearest.

Source: `rulesets/reference/dual_use_list.csv`; each row says where its code was seen.
"""

from __future__ import annotations

import functools
from datetime import date
from typing import Final, NamedTuple

from licensecheck.errors import told
from licensecheck.law import law_dir
from licensecheck.reference.tables import open_folder

__all__ = ["EDITION", "DualUseEntry", "find_dual_use", "nearest_dual_use"]

# The day of the edition of Annex I to Regulation (EU) 2021/821 that the table follows.
EDITION: Final = date(2025, 11, 15)
# Entries beyond the four regimes, of which no table was found: `4A506`.
_NEW_SERIES: Final = "5"


class DualUseEntry(NamedTuple):
    """An entry: its title in our own words, and the regime that its number tells."""

    code: str
    title: str
    regime: str
    verified: str
    note: str


@functools.cache
def _entries() -> dict[str, DualUseEntry]:
    return {
        row["code"]: DualUseEntry(
            row["code"], told(row["title"]), row["regime"], row["verified"], told(row["note"])
        )
        for row in open_folder(law_dir() / "reference").rows("dual_use_list")
    }


def find_dual_use(code: str, on: date) -> DualUseEntry | None:
    """The entry of a code of five characters; none if it is not on the list.

    Args:
        code: `6A002`.
        on: The day of the list. What was in an older edition is found on every day; the series
            from 500 on is found from the day of its edition, and where no day counts.
    """
    if found := _entries().get(code):
        return found
    if code[2] == _NEW_SERIES and code[0] != "0" and (on >= EDITION or on == date.min):
        note = told(
            "the series of 500 came in on {edition}; this entry is known by its shape only",
            edition=EDITION,
        )
        return DualUseEntry(code, "", "agreed by member states beyond the regimes", "no", note)
    return None


def nearest_dual_use(code: str) -> str:
    """The code on the list that is nearest to one that is not: of its category and group."""
    alike = [one for one in _entries() if one[:2] == code[:2]]
    alike = alike or [one for one in _entries() if one[0] == code[0]]
    # Of two that are equally far, the one of the same series.
    return min(alike, key=lambda one: (one[2] != code[2], abs(int(one[2:]) - int(code[2:]))))
