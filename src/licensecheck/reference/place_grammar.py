"""How people write places: in goes a cell of a list, out come its parts, its way and its return.

Knows commas, "en", "via" and "v.v.", and no country: which words are names is asked of the caller.
Names are compared by their key, exactly. Nothing here looks for a part of a word or a near word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["MAX_CHARACTERS", "Unread", "Written", "is_code", "name_key", "parse_place"]

MAX_CHARACTERS = 200
# "Saint Helena, Ascension and Tristan da Cunha" has three; more would only cost time.
_MOST_PARTS_OF_A_NAME = 5

_CODE = re.compile(r"[A-Za-z]{2,3}|[A-Za-z]{2}-[A-Za-z0-9]{2,4}")
_DOTTED_LETTER = re.compile(r"(?<![^\W\d_])([^\W\d_])\.\s?(?=[^\W\d_](?![^\W\d_]))")
_WORD_OR_SIGN = re.compile(r"[^\W_]+|[^\s\w]")
_BENIGN = frozenset(
    "-'`.,()[]/:;\"\N{ACUTE ACCENT}\N{HYPHEN}"
    "\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
)
_AND = frozenset(("and", "en", "und", "et", "&"))
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)

# Blanks are looked at from their first alone, so that a long run of them costs no more than itself.
_VIA = re.compile(r"(?<![\s,;(])[\s,;(]++via\s+", re.IGNORECASE)
_AND_BACK = re.compile(
    r"(?<![\s,])[\s,]++\(?(?:v\.\s?v\.?|vv\.?|vice versa|en terug|and back)\)?$", re.IGNORECASE
)
# A plus belongs to the name ("NAVO+") unless a name follows it at once or a space precedes it.
_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s++)?(?:[,;]\s*(?:(?:and|en|und|et|&)\s+)?|[/&]\s*)|\+(?=\w)"
    r"|(?<!\s)\s++(?:\+\s*(?=\w)|(?:and|en|und)\s+|(?P<et>et)\s+)",
    re.IGNORECASE,
)
# A list as a program writes it: `["DEU"]`, `['Chad', 'Mali']`, `[u'Australia']`.
_QUOTED_LIST = re.compile(r"\[((?:\s*+u?(?:'[^']*+'|\"[^\"]*+\")\s*+,?+)++)\]")
_QUOTED = re.compile(r"(?<=['\"])[^'\",]++(?=['\"])")


class Written(NamedTuple):
    """A cell taken apart: the places named, those passed through, and whether it comes back."""

    parts: tuple[str, ...]
    via: tuple[str, ...]
    round_trip: bool


class Unread(NamedTuple):
    """The words of a cell that have no reading."""

    words: str


def is_code(text: str) -> bool:
    """Whether a word has the shape of a country's or territory's code; dots rule it out.

    "n.a." is not Namibia and "e.g." not Egypt.
    """
    return _CODE.fullmatch(text) is not None


def name_key(text: str) -> str:
    """Fold what may differ between spellings of one name: case, accents, dots, hyphens, "and".

    Signs that may carry meaning ("?", "+", "*") stay, so that "VS?" is not read as the VS.
    """
    text = _DOTTED_LETTER.sub(r"\1", text)
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _WORD_OR_SIGN.findall(plain.casefold().translate(_LETTERS))
    return " ".join("&" if word in _AND else word for word in words if word not in _BENIGN)


def parse_place(
    text: str,
    knows: Callable[[str], bool],
    knows_alone: Callable[[str], bool] | None = None,
) -> Written | Unread:
    """Take a cell apart, every part of it a name that is known, or say which words are not.

    Args:
        text: The cell as written.
        knows: Whether some words, as they stand, are a code or the whole name of a place.
        knows_alone: Whether words that are no part of a longer list are the name of a place, as
            "Hong Kong, China" is where it stands alone.

    Returns:
        The parts in their order. A long name that holds a comma or "and" wins over a list.
    """
    clean = " ".join(text.split()) if len(text) <= MAX_CHARACTERS else ""
    if not clean or any(unicodedata.category(char)[0] == "C" for char in clean):
        return Unread(text)
    legs = []
    round_trip = False
    if listed := _QUOTED_LIST.fullmatch(clean):
        clean = ", ".join(_QUOTED.findall(listed[1])) or clean
    for leg in _VIA.split(clean):
        without = _AND_BACK.sub("", leg)
        round_trip = round_trip or without != leg
        alone = knows_alone is not None and not knows(without) and knows_alone(without)
        names = (without,) if alone else _names(without, knows)
        if isinstance(names, Unread):
            return names if names.words else Unread(text)
        legs.append(names)
    via = tuple(name for leg in legs[1:] for name in leg)
    return Written(legs[0], via, round_trip)


def _names(text: str, knows: Callable[[str], bool]) -> tuple[str, ...] | Unread:
    """Cover a list by known names, the longest first, leaving out nothing."""
    spans = _spans(text)
    count = len(spans)
    if any(start == end for start, end in spans):
        return Unread(text)  # "VS,," may have lost a country
    # From the end: the cover of the parts from `first` on, or none.
    covers: list[tuple[str, ...] | None] = [None] * count + [()]
    for first in reversed(range(count)):
        for last in range(min(count, first + _MOST_PARTS_OF_A_NAME) - 1, first - 1, -1):
            rest = covers[last + 1]
            if rest is None:
                continue
            name = text[spans[first][0] : spans[last][1]]
            if knows(name):
                covers[first] = (name, *rest)
                break
    cover = covers[0]
    if cover is not None:
        return cover
    parts = [text[start:end] for start, end in spans]
    return Unread(next((part for part in parts if not knows(part)), text))


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the parts of a list stand."""
    spans = []
    start = 0
    for found in _SEPARATOR.finditer(text):
        if found["et"] and _between_codes(text, found):
            continue
        spans.append((start, found.start()))
        start = found.end()
    spans.append((start, len(text)))
    return spans


def _between_codes(text: str, found: re.Match[str]) -> bool:
    """Whether "et" may be Ethiopia: "SO ET DJ" can be three codes, so it is not split there."""
    before = text[: found.start()].split(" ")[-1]
    after = text[found.end() :].split(" ")[0]
    return is_code(before) and is_code(after)
