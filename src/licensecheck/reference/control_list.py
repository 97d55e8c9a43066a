"""The military list and the dual-use list as tables: in goes a code, out comes its entry.

Of the military list: which codes exist was read in editions of the list; what an entry's goods can
be (its bounds) is the project's judgement, and both are said with every answer. The dual-use list
is known at the level of `3A001`.

Sources: `rulesets/reference/control_list.csv`, of which each row says in which editions it was
seen, and `dual_use_list.csv`, of which each row says where its code was seen.
"""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from licensecheck.documents.figures import read_day
from licensecheck.errors import told
from licensecheck.law import law_dir
from licensecheck.reference.tables import Row, open_folder

__all__ = [
    "EDITION",
    "NEW_TEXT",
    "ControlList",
    "DualUseEntry",
    "Entry",
    "find_dual_use",
    "nearest_dual_use",
]

# The list of 20 February 2023 is the first edition without ML2.d of which the text is described.
NEW_TEXT = date(2023, 2, 20)


# Whether an entry is known for goods that a ban can reach, or holds some of one kind only.
_MAY_BE: Final = {"possible": "yes", "by_kind": "by_kind"}
# The day of the edition of Annex I to Regulation (EU) 2021/821 that the table follows.
EDITION: Final = date(2025, 11, 15)
# Entries beyond the four regimes, of which no table was found: `4A506`.
_NEW_SERIES: Final = "5"


class Entry(NamedTuple):
    """One row of the list: what the goods of an entry are, and the bounds of what they can be."""

    code: str
    parent: str
    description: str
    fixed_form: str
    hostilities: tuple[str, str]
    hostilities_complete: tuple[str, str]
    repression: tuple[str, str]
    salw: str
    terror_use: str
    ban: str
    ban_held: str
    mtcr_possible: str
    surveillance: str
    crowd_control: str
    precursor: str
    explosive: str
    unroca: tuple[str, ...]
    until: date | None
    in_older_text: bool
    verified: str
    note: str


class ControlList:
    """Entries of the military list, ML1 to ML22, by code ("ML10.c.1")."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self.entries = entries
        self.children: dict[str, tuple[str, ...]] = {}
        for entry in entries.values():
            self.children[entry.parent] = (*self.children.get(entry.parent, ()), entry.code)

    @classmethod
    def load(cls, folder: Path | None = None) -> ControlList:
        """Read the table in a folder, by default the packaged one; read once."""
        return _load(folder or law_dir() / "reference")

    def deepest(self, levels: tuple[str, ...]) -> Entry:
        """The entry of the longest known part of a code, given level by level."""
        for length in range(len(levels), 0, -1):
            if entry := self.entries.get(".".join(levels[:length])):
                return entry
        raise KeyError(levels)


@functools.cache
def _load(folder: Path) -> ControlList:
    rows = open_folder(folder).rows("control_list")
    return ControlList({row["code"]: _entry(row) for row in rows})


def _entry(row: Row) -> Entry:
    return Entry(
        code=row["code"],
        parent=row["parent"],
        description=told(row["description"]),
        fixed_form=row["fixed_form"],
        hostilities=(row["hostilities_lo"], row["hostilities_hi"]),
        hostilities_complete=(row["hostilities_complete_lo"], row["hostilities_complete_hi"]),
        repression=(row["repression_lo"], row["repression_hi"]),
        salw=row["salw"],
        terror_use=row["terror_use"],
        ban="unknown" if row["ban_possible"] in _MAY_BE else row["ban_possible"],
        ban_held=_MAY_BE.get(row["ban_possible"], "no" if row["ban_possible"] == "none" else "yes"),
        mtcr_possible=row["mtcr_possible"],
        surveillance=row["surveillance"],
        crowd_control=row["crowd_control"],
        precursor=row["precursor"],
        explosive=row["explosive"],
        unroca=tuple(row["unroca"].split()),
        until=read_day(row["until"]) if row["until"] else None,
        in_older_text=row["in_older_text_seen"] == "yes",
        verified=row["verified"],
        note=told(row["note"]),
    )


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
