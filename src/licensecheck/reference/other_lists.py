"""Codes of other lists: in goes a code as people write it, out come its list and our entries.

The US munitions list (`USML XI(a)(3)`), the part of the US commerce list that the EU lists do not
have (`9A610`, `0A501`, `EAR99`) and customs headings (`HS 8710`). A correspondence points to
entries to look at; it never rates goods.

Source: `rulesets/reference/other_lists.csv`; each row names its source.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from licensecheck.errors import told
from licensecheck.law import law_dir
from licensecheck.messages import message
from licensecheck.reference.tables import open_folder

__all__ = ["LIST_NAMES", "OtherCode", "find_other_code"]

ListName = Literal["usml", "us_ccl", "hs"]
LIST_NAMES: Final = {
    "usml": message("United States Munitions List"),
    "us_ccl": message("United States Commerce Control List"),
    "hs": message("Harmonised System of customs"),
}

_MOST_CHARACTERS: Final = 40
_USML = re.compile(r"(?:usml|cat(?:egory)?)[ .:]*(?:cat(?:egory)?[ .]*)?([ivx]{1,5})\b(.*)", re.I)
_BARE_USML = re.compile(r"([IVX]{1,5})(\([a-z]\).*)")
# The 600 series, arms and spacecraft of the 500 series, 99x of national rules, and what newer US
# rules added: not in the EU list, whose own 500 series has entries such as 4A506.
_CCL = re.compile(
    r"(?:eccn[ :]*)?((?:[0-9][a-e](?:6[0-9]{2}|99[0-9]|09[0-9]))|0[a-e]5[0-9]{2}|9[a-e]515)\b.*",
    re.I,
)
_EAR99 = re.compile(r"ear ?99", re.I)
_CUSTOMS = re.compile(r"(?:hs|cn|gn|taric|customs)[ :-]*([0-9]{2}[ .]?[0-9]{2})[0-9 .]*", re.I)


@dataclass(frozen=True, slots=True)
class OtherCode:
    """A code of another list.

    Attributes:
        list: Whose list it is of.
        code: As that list writes it, as deep as the table goes.
        title: What it holds, in our words; empty where the table does not have it.
        entries: Entries of the EU lists to look at, the likeliest first; may be empty.
        verified: How far code and title were seen; the correspondence is judgement.
        source: Where the row is from.
        note: What to know of it.
    """

    list: ListName
    code: str
    title: str
    entries: tuple[str, ...]
    verified: str
    source: str
    note: str


def find_other_code(text: str, *, folder: Path | None = None) -> OtherCode | None:
    """The code of another list that a text is; None where it is none that is known by its form.

    Args:
        text: A code as people write it.
        folder: The reference tables; the packaged ones if absent.
    """
    said = " ".join(text[: _MOST_CHARACTERS + 1].split())
    if not said or len(said) > _MOST_CHARACTERS:
        return None
    table = _table(folder or law_dir() / "reference")
    if _EAR99.fullmatch(said):
        return table["us_ccl", "EAR99"]
    if found := _USML.fullmatch(said) or _BARE_USML.fullmatch(said):
        deep = found[1].upper() + "".join(found[2].split()).lower()
        return _deepest(table, "usml", deep)
    if found := _CCL.fullmatch(said):
        code = found[1].upper()
        return table.get(("us_ccl", code)) or _group(table, code)
    if found := _CUSTOMS.fullmatch(said):
        return _deepest(table, "hs", re.sub("[ .]", "", found[1]))
    return None


_Table = dict[tuple[str, str], OtherCode]


@functools.cache
def _table(folder: Path) -> _Table:
    rows = open_folder(folder).rows("other_lists")
    return {
        (row["list"], row["code"]): OtherCode(
            row["list"],  # type: ignore[arg-type]
            row["code"], told(row["title"]), tuple(row["entries"].split()), row["verified"],
            row["source"], told(row["note"]),
        )
        for row in rows
    }  # fmt: skip


def _deepest(table: _Table, name: ListName, code: str) -> OtherCode:
    """The row of the longest known beginning of a code."""
    levels = code.replace("(", "|(").split("|")
    for end in range(len(levels), 0, -1):
        if found := table.get((name, "".join(levels[:end]))):
            return found
    return _unknown(name, code)


def _group(table: _Table, code: str) -> OtherCode:
    """A commerce code that the table lacks, by the equipment (`A`) of its category and series.

    `9D610` is software and `9E610` technology for what `9A610` holds.
    """
    equipment = table.get(("us_ccl", f"{code[0]}A{code[2:]}"))
    if equipment is None or not equipment.entries:
        return _unknown("us_ccl", code)
    ours = {"B": ("ML18.a",), "D": ("ML21.a",), "E": ("ML22.a",)}.get(code[1], ())
    return OtherCode(
        "us_ccl", code, equipment.title, (*ours, *equipment.entries), equipment.verified,
        equipment.source, equipment.note,
    )  # fmt: skip


def _unknown(name: ListName, code: str) -> OtherCode:
    return OtherCode(name, code, "", (), "no", "", "")
