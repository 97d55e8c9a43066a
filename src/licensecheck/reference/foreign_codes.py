"""Codes that are of no EU list: in goes one code of a rating, out come whose list it is, and help.

A code of another state's list is no rating here, though it may look like one. Where a
correspondence is known, the entries to look at are named; none is chosen.

Source: `rulesets/reference/other_lists.csv`; the numbering of national lists is general knowledge.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from licensecheck.errors import Told, did_you_mean, quote, told
from licensecheck.reference.dual_use_list import nearest_dual_use
from licensecheck.reference.other_lists import LIST_NAMES, find_other_code

__all__ = ["ForeignCode", "foreign_code"]

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
_LAST_CATEGORY: Final = 22
_PLAIN: Final = told("rate the goods by the EU lists, such as `ML6.a` or `6A002`")


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
