"""The military list as a table: in goes `control_list.csv`, out come its entries by code.

Which codes exist was read in editions of the list; what an entry's goods can be (its bounds) is
the project's judgement, and both are said with every answer.

Source: `rulesets/reference/control_list.csv`; each row says in which editions it was seen.
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

__all__ = ["NEW_TEXT", "ControlList", "Entry"]

# The list of 20 February 2023 is the first edition without ML2.d of which the text is described.
NEW_TEXT = date(2023, 2, 20)


# Whether an entry is known for goods that a ban can reach, or holds some of one kind only.
_MAY_BE: Final = {"possible": "yes", "by_kind": "by_kind"}


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
