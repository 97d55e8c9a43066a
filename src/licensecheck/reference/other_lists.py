"""Codes of no EU list: in goes a code as people write it, out come whose it is and our entries.

The US munitions list (`USML XI(a)(3)`), the part of the US commerce list that the EU lists do not
have (`9A610`, `0A501`, `EAR99`), customs headings (`HS 8710`) and national lists that are known by
their numbering alone. A code of another list is no rating here, though it may look like one. A
correspondence points to entries to look at; it never rates goods.

Source: `rulesets/reference/other_lists.csv`; each row names its source. The numbering of national
lists is general knowledge.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

from licensecheck.errors import Told, did_you_mean, quote, told
from licensecheck.law import law_dir
from licensecheck.messages import message
from licensecheck.reference.control_list import nearest_dual_use
from licensecheck.reference.tables import open_folder

__all__ = ["LIST_NAMES", "ForeignCode", "OtherCode", "find_other_code", "foreign_code"]

ListName = Literal["usml", "us_ccl", "hs"]
LIST_NAMES: Final = {
    "usml": message("United States Munitions List"),
    "us_ccl": message("United States Commerce Control List"),
    "hs": message("Harmonised System of customs"),
}

_MOST_CHARACTERS: Final = 40
_USML = re.compile(
    r"(?:usml|cat(?:egory)?)[ .:]*(?:cat(?:egory)?[ .]*)?([ivx]{1,5})\b"
    r"((?:[ .]*\([a-z0-9]{1,5}\))*)[ .]*",
    re.I,
)
_BARE_USML = re.compile(r"([IVX]{1,5})(\([a-z]\)(?: ?\([a-z0-9]{1,5}\))*)[ .]*")
# The 600 series, arms and spacecraft of the 500 series, 99x of national rules, and what newer US
# rules added: not in the EU list, whose own 500 series has entries such as 4A506.
_CCL = re.compile(
    r"(?:eccn[ :]*)?((?:[0-9][a-e](?:6[0-9]{2}|99[0-9]|09[0-9]))|0[a-e]5[0-9]{2}|9[a-e]515)\b"
    r"(?:\.[a-z0-9.]*)?",
    re.I,
)
_EAR99 = re.compile(r"ear ?99", re.I)
_CUSTOMS = re.compile(r"(?:hs|cn|gn|taric|customs)[ :-]*([0-9]{2}[ .]?[0-9]{2})[0-9 .]*", re.I)
# A heading, or one with what is below it, without a word before it.
_BARE_CUSTOMS = re.compile(r"([0-9]{2}[ .]?[0-9]{2})(?:[ .]?[0-9]{2}){0,3}")
_GERMAN: Final = told("the German export list (Ausfuhrliste)")
_DUAL_USE_SHAPE: Final = re.compile(r"(?:ECCN[ :]*+)?([0-9][A-E][0-9]{3})(?![0-9]).*", re.I | re.S)
_NATIONAL_SERIES: Final = re.compile(r"[0-9][A-E]9[0-9]{2}")
_BRITISH: Final = re.compile(r"PL\s?[0-9]{4}(?![0-9]).*", re.IGNORECASE | re.S)
_GERMAN_PART: Final = re.compile(
    r"(?:AL|Ausfuhrliste|Teil\s{1,3}I|Abschnitt\s{1,3}[A-C])\b[^0-9]*+(?:0{0,2}([0-9]{1,2}))?.*",
    re.IGNORECASE | re.S,
)
_WAR_WEAPONS: Final = re.compile(r"(?:KWL|Kriegswaffenliste|KrWaffKontrG)\b.*", re.I | re.S)
_CANADIAN: Final = re.compile(r"(?:ECL\s{0,3})?([1-7])-([0-9]{1,2})(?![0-9-]).*", re.I | re.S)
_SWISS: Final = re.compile(r"KM\s{0,3}([0-9]{1,2})(?![0-9]).*", re.IGNORECASE | re.S)
_WASSENAAR: Final = re.compile(
    r"(?:WA\s{0,3})?([0-9])\.([A-E])\.([0-9]{1,3})(?![0-9]).*", re.IGNORECASE | re.S
)
_WASSENAAR_NAMED: Final = re.compile(r"(?:WA|Wassenaar(?: Arrangement)?)", re.IGNORECASE)
_LAST_CATEGORY: Final = 22
_PLAIN: Final = told("rate the goods by the EU lists, such as `ML6.a` or `6A002`")


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
    if found := _BARE_CUSTOMS.fullmatch(said):
        return table.get(("hs", re.sub("[ .]", "", found[1])))
    return None


_Table = dict[tuple[str, str], OtherCode]


@functools.cache
def _table(folder: Path) -> _Table:
    rows = open_folder(folder).rows("other_lists")
    return {
        (row["list"], row["code"]): OtherCode(
            row["list"],  # type: ignore[arg-type]
            row["code"], told(row["title"]), tuple(row["entries"].split()), row["verified"],
            told(row["source"]), told(row["note"]),
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


class ForeignCode(NamedTuple):
    """Whose list a code is of, in words, and what to look at instead."""

    what: str
    help: str


def foreign_code(part: str) -> ForeignCode | None:
    """What a code is, if it is of a list that is not read here.

    Args:
        part: One code as written: `9A610`, `EAR99`, `USML XI(a)(3)`, `PL5001`, `2-6.a`.
    """
    if found := _tabled(part) or _national_series(part):
        return found
    if _BRITISH.fullmatch(part):
        return ForeignCode(
            told("{part} is a code of the British national controls", part=quote(part)), _PLAIN
        )
    if _WAR_WEAPONS.fullmatch(part):
        return ForeignCode(
            told("{part} is of the German list of weapons of war", part=quote(part)), _PLAIN
        )
    if place := _GERMAN_PART.fullmatch(part):
        return ForeignCode(
            told("{part} is a place in {list}", part=quote(part), list=_GERMAN), _military(place[1])
        )
    return _of_military_numbers(part) or _wassenaar(part)


def _tabled(part: str) -> ForeignCode | None:
    other = find_other_code(part)
    if other is None:
        return None
    list_ = Told(LIST_NAMES[other.list], {})
    if other.title:
        list_ = told("{list}: {title}", list=list_, title=other.title)
    what = told("{part} is a code of the {list}", part=quote(part), list=list_)
    return ForeignCode(what, _look(other.entries) if other.entries else _nearest(part))


def _national_series(part: str) -> ForeignCode | None:
    """Numbers from 900 on are of national lists: German (part I, section B) or American."""
    shape = _DUAL_USE_SHAPE.fullmatch(part)
    if shape is None or not _NATIONAL_SERIES.fullmatch(shape[1].upper()):
        return None
    what = told(
        "{part} is a code of a national list (the United States Commerce Control List, or "
        "{german}, part I B)",
        part=quote(part), german=_GERMAN,
    )  # fmt: skip
    return ForeignCode(what, _nearest(part))


def _of_military_numbers(part: str) -> ForeignCode | None:
    """Lists whose numbers are those of the military list."""
    if found := _SWISS.fullmatch(part):
        what = told("{part} is a code of the Swiss list of war material", part=quote(part))
        return ForeignCode(what, _military(found[1]))
    if found := _CANADIAN.fullmatch(part):
        what = told(
            "{part} is a code of the Canadian Export Control List, group {found}",
            part=quote(part),
            found=found[1],
        )
        return ForeignCode(what, _military(found[2] if found[1] == "2" else None))
    return None


def _wassenaar(part: str) -> ForeignCode | None:
    if _WASSENAAR_NAMED.fullmatch(part):
        what = told("{part} names the list of the Wassenaar Arrangement", part=quote(part))
        return ForeignCode(what, _PLAIN)
    found = _WASSENAAR.fullmatch(part)
    if found is None:
        return None
    what = told("{part} is written as in the list of the Wassenaar Arrangement", part=quote(part))
    code = f"{found[1]}{found[2].upper()}{int(found[3]):03d}"
    return ForeignCode(what, did_you_mean(code))


def _military(number: str | None) -> str:
    known = number is not None and 1 <= int(number) <= _LAST_CATEGORY
    return _look((f"ML{int(number or 0)}",)) if known else _PLAIN


def _look(entries: tuple[str, ...]) -> str:
    near = ", ".join(map(quote, entries))
    return told("entries to look at, none of them chosen: {near}", near=near)


def _nearest(part: str) -> str:
    shape = _DUAL_USE_SHAPE.fullmatch(part)
    if shape is None:
        return _PLAIN
    near = quote(nearest_dual_use(shape[1].upper()))
    return told(
        "{plain}; nearest of the dual-use list, none of them chosen: {near}",
        plain=_PLAIN,
        near=near,
    )
