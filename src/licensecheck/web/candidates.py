"""Near names and codes for what could not be read; a person chooses, the program never does."""

from __future__ import annotations

import difflib
from datetime import date
from typing import Final

from licensecheck.errors import InputError, UnknownPlace
from licensecheck.reference import Reference
from licensecheck.reference.control_list import ControlList
from licensecheck.reference.find_rating import Finder
from licensecheck.reference.other_lists import find_other_code
from licensecheck.reference.places import read_place

__all__ = ["near_places", "near_ratings"]

_MOST: Final = 6
_LONGEST: Final = 100


def near_places(name: str, on: date) -> tuple[str, ...]:
    """Names near to one that has no reading; none for one that has."""
    try:
        read_place(name, on=on, members=Reference.load().members)
    except UnknownPlace as error:
        return error.candidates
    except InputError:
        return ()
    return ()


def near_ratings(text: str) -> tuple[str, ...]:
    """Codes of the military list near to what was written: by its letters, or by what they hold.

    Args:
        text: A code that cannot be read (`ML6.z`, `6a`), one of another list (`9A610`), or words
            for a product (`night vision goggles`).
    """
    entries = ControlList.load().entries
    said = "".join(text[:_LONGEST].split()).lower()
    if not said:
        return ()
    other = find_other_code(text)
    if other is not None:
        return tuple(code for code in other.entries if code in entries)
    codes = {code.lower(): code for code in entries}
    stem = next((said[:end] for end in range(len(said), 2, -1) if said[:end] in codes), "")
    if stem:
        below = [code for code, entry in entries.items() if entry.parent == codes[stem]]
        return (*below[: _MOST - 1], codes[stem])
    close = [codes[low] for low in difflib.get_close_matches(said, codes, n=_MOST, cutoff=0.6)]
    found = [one.code for one in Finder.load().find(text) if one.code in entries]
    return tuple(dict.fromkeys((*close, *found)))[:_MOST]
