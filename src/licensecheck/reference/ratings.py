"""Ratings: in goes a list code as people write it, out come the entries, and what they can hold.

`ML6.a`, `ml 6 a`, `ML10a,18a,22`, `ML14/6`, `6A002a2`, `ML` and `none` are read. A code that is
not on the list is refused; a sub-item deeper than the table goes is read, and the note says so.

Goods for another entry (technology, software, parts, tools) have the bounds that follow from both.
Entries that only repeat others (castings, production equipment, software, technology) take what the
entry served says; all others keep the graver of the two.

Source: `rulesets/reference/control_list.csv`. Dual-use codes are known by their shape alone.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from licensecheck.errors import UnknownRating, did_you_mean, in_turn, nearest, quote, told
from licensecheck.reference.control_list import (
    EDITION,
    NEW_TEXT,
    ControlList,
    Entry,
    find_dual_use,
    nearest_dual_use,
)
from licensecheck.reference.other_lists import foreign_code

__all__ = ["REPEATING", "Rating", "read_ratings", "read_served", "serving"]

MAX_CHARACTERS = 200
_NONE = frozenset(("none", "unlisted", "not listed", "not controlled", "geen", "niet gelijst"))
# Transit lists and global licences name no entry: all that can be of the list stays possible.
_SOME_ENTRY = frozenset(("ml", "military list", "ml (entry not stated)"))
_SEVERAL = frozenset(
    ("div", "diverse", "diverse landen", "various", "several", "multiple", "verschillende")
)

# Blanks are looked at from their first alone, so that a long run of them costs no more than itself.
_BETWEEN = re.compile(
    r"(?:(?<!\s)\s++)?[,;/&+]\s*(?:(?:en|and|und|et)\s+)?|(?<!\s)\s++(?:en|and|und|et)\s+",
    re.IGNORECASE,
)
# "ML2.ML6" and "ML2 ML6": a new code begins wherever ML stands again.
_AGAIN = re.compile(r"(?<=[0-9a-z)])[.\s]*(?=ML[.\s]*[0-9])", re.IGNORECASE)
_MILITARY = re.compile(r"(?:(ML)[.\s_-]*)?([0-9]{1,3})(.*)", re.IGNORECASE | re.S)
# "0006a", or "A0006a", of the German export list (part I, section A) is ML6.a.
_GERMAN = re.compile(r"A?00([0-2][0-9].*)", re.IGNORECASE | re.S)
_GERMAN_NOTE = told("numbered as in the German export list, which follows the military list")
_LETTER_ONLY = re.compile(r"([a-z])((?:[^a-z0-9].*|[0-9].*)?)", re.IGNORECASE | re.S)
# Possessive: a run of digits can be cut in many ways, and no way but the first is tried.
_DUAL_USE = re.compile(
    r"([0-9][A-E][0-9]{3})((?:[.\s(-]*+(?:[a-z]|[0-9]{1,3}+)\)?+)*+)", re.IGNORECASE
)
_DUAL_USE_LIKE = re.compile(r"[0-9]\s*[A-E]\b|[0-9][A-E][+.]?[0-9]", re.IGNORECASE)
_SPREADSHEET = re.compile(r"\b([0-9])E\+([0-9]{3})\b", re.IGNORECASE)
_LEVEL = re.compile(r"([.\s(]*)([a-z]+|[0-9]+)\)?", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_DEEPEST = 6

# Number series of the dual-use list whose goods no missile list holds: nuclear, chemical and
# biological, chemical weapons; likewise its categories 0, 5 (but 5x1xx) and 8.
_NO_MISSILES_SERIES = "234"
_NO_MISSILES_CATEGORIES = "058"
_CHEMICALS = ("1C350", "1C450")
_AGENTS = ("1C35", "1C45")
_CHARGES = ("1A007", "1A008")
Bounds = tuple[str, str]

# What these hold is said of other entries alone.
REPEATING: Final = frozenset(
    ("ML16", "ML18", "ML18.a", "ML21", "ML21.a", "ML21.c", "ML22", "ML22.a", "ML22.b", "ML22.b.1")
)
_HOSTILITIES: Final = ("none", "support", "direct")
_REPRESSION: Final = ("none", "possible", "typical")
_FLAGS: Final = ("no", "unknown", "yes")


@dataclass(frozen=True, slots=True)
class Rating:
    """One entry of a list that goods are rated under, with the bounds of what it can hold.

    Attributes:
        text: The words as written, for this entry alone.
        code: "ML6.a", as deep as given; "6A002" for dual use; empty if on no list.
        listed: `cml`, `dual_use` or `none`.
        category: "ML6"; empty outside the military list.
        entry: "ML6.a": cut to the first letter; "ML14" where none is given.
        basis: What the entry holds, in a few words.
        verified: How far the code was seen in a text of the list; the bounds are judgement.
        note: What to know of the reading: edition, depth, remarks of the table.
        fixed_form: Value of `item.form` that the entry fixes, or nothing.
        ban: Value of `item.ban`, `unknown` where goods of the entry may be banned ones.
        ban_held: Whether the entry is known for such goods: yes, no, or by_kind where only some
            kind in it is.
        mtcr_possible: `no` where no goods of the entry fall under the missile regime.
        hostilities: Least and greatest `item.hostilities` with form and kind unknown.
        hostilities_complete: The same for complete goods.
        repression: Least and greatest `item.repression`.
        salw, terror_use, surveillance, crowd_control, precursor: yes, no or unknown.
        explosive: yes, no, context or inherit, as in the table.
        unroca: Categories of the UN register that goods of the entry may fall in.
    """

    text: str
    code: str
    listed: str
    category: str
    entry: str
    basis: str
    verified: str
    note: str = ""
    fixed_form: str = ""
    ban: str = "unknown"
    ban_held: str = "by_kind"
    mtcr_possible: str = "unknown"
    hostilities: tuple[str, str] = ("none", "direct")
    hostilities_complete: tuple[str, str] = ("none", "direct")
    repression: tuple[str, str] = ("none", "typical")
    salw: str = "unknown"
    terror_use: str = "unknown"
    surveillance: str = "unknown"
    crowd_control: str = "unknown"
    precursor: str = "unknown"
    explosive: str = "unknown"
    unroca: tuple[str, ...] = ()


def read_ratings(
    text: str, *, on: date, control_list: ControlList | None = None
) -> tuple[Rating, ...]:
    """Read a rating, or a list of them, as people write it.

    Args:
        text: One or more codes ("ML6.a", "ML10a,18a,22", "6A002a2"), or "none".
        on: Day of the list's edition. The edges are approximate: an entry that left the list is
            accepted before 2023-02-20, and one that came in is accepted on any day, with a note.
        control_list: The table to read by; the packaged one if absent.

    Returns:
        One Rating per entry, in the order written, repeats left out.

    Raises:
        UnknownRating: A code that is not on the list, is incomplete, or names no entry.

    Source: `rulesets/reference/control_list.csv`.
    """
    if len(text) > MAX_CHARACTERS:
        # Before anything that is kept by the words: a long text would be kept too.
        raise UnknownRating(text, told("{text} is not a rating", text=quote(text)), help=_WRITE)
    return _read(text, on, control_list)


@functools.lru_cache(maxsize=16_384)
def _read(text: str, on: date, table: ControlList | None) -> tuple[Rating, ...]:
    clean = " ".join(text.split())
    if not clean:
        raise UnknownRating(text, told("no rating is given"), help=_WRITE)
    if any(unicodedata.category(char)[0] == "C" for char in clean):
        raise UnknownRating(text, told("{text} is not a rating", text=quote(text)), help=_WRITE)
    if clean.casefold() in _NONE:
        return (_unlisted(clean),)
    if clean.casefold() in _SOME_ENTRY:
        basis = "an entry of the military list that is not stated"
        return (Rating(clean, "ML", "cml", "", "", basis, "yes"),)
    if clean.casefold() in _SEVERAL:
        what = told("{text} stands for several entries and names none", text=quote(clean))
        raise UnknownRating(text, what, help=_WRITE)
    if mended := _SPREADSHEET.search(clean):
        what = told(
            "{text} is not a code: a spreadsheet has read it as a number", text=quote(mended[0])
        )
        raise UnknownRating(clean, what, help=did_you_mean(f"{mended[1]}E{mended[2]}"))
    ratings: dict[str, Rating] = {}
    for rating in _each(clean, on, table or ControlList.load()):
        ratings.setdefault(rating.code, rating)
    return tuple(ratings.values())


_WRITE = told("write each entry, such as `ML6.a` or `6A002`; `none` for goods on no list")


def _each(clean: str, on: date, table: ControlList) -> Iterator[Rating]:
    before: tuple[str, ...] = ()
    parts = (part for words in _BETWEEN.split(clean) for part in _AGAIN.split(words))
    for part in parts:
        if not part:
            what = told("{text} has an empty place in its list", text=quote(clean))
            raise UnknownRating(clean, what, help=_WRITE)
        plain = part.removesuffix(".")
        if other := foreign_code(plain):
            raise UnknownRating(part, other.what, help=other.help)
        if found := _DUAL_USE.fullmatch(plain):
            if not _alternates(found[2], first_letter=True):
                raise _not_dual_use(part)
            before = ()
            yield _dual_use(part, found[1].upper(), on)
            continue
        german = _GERMAN.fullmatch(plain)
        levels = _levels(f"ML{german[1]}" if german else plain or part, before)
        before = levels
        rating = _military(part, levels, on, table)
        yield _with_note(rating, _GERMAN_NOTE) if german else rating


# --- the military list ---------------------------------------------------------------------------


def _levels(part: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """Levels of a code, ("ML10", "c", "1"); after a first code, "18a" and "b" go on from it."""
    if found := _MILITARY.fullmatch(part):
        if not found[1] and not before:
            raise _not_military(part)
        rest = _deeper(found[3])
        if rest is not None:
            return (f"ML{int(found[2])}", *rest)
    elif before and (found := _LETTER_ONLY.fullmatch(part)):
        rest = _deeper(part)
        if rest is not None:
            return (before[0], *rest)
    raise _not_military(part)


def _deeper(rest: str) -> tuple[str, ...] | None:
    """Letter, number, letter ... below a category; a number may be Roman after a dot: "b.ii"."""
    levels: list[str] = []
    position = 0
    while position < len(rest):
        found = _LEVEL.match(rest, position)
        if found is None or len(levels) == _DEEPEST:
            return None
        mark, word = found[1].strip(), found[2].lower()
        if len(levels) % 2 == 0:
            if len(word) > 1 or not word.isalpha():
                return None
        elif word.isdigit():
            if len(word) > 3:
                return None
            word = str(int(word))
        elif mark and word in _ROMAN:
            word = str(_ROMAN[word])
        else:
            return None
        levels.append(word)
        position = found.end()
    return tuple(levels)


def _military(part: str, levels: tuple[str, ...], on: date, table: ControlList) -> Rating:
    code = ".".join(levels)
    if levels[0] not in table.entries:
        what = told("{code} is not on the military list (ML1 to ML22)", code=quote(levels[0]))
        raise UnknownRating(part, what, help=nearest(levels[0], table.children[""]))
    entry = table.deepest(levels)
    known = table.children.get(entry.code, ())
    if entry.code != code and (known or entry.code == levels[0]):
        shown = ", ".join(quote(child) for child in known)
        what = told(
            "{code} is not on the military list; below {entry} it has {below}",
            code=quote(code), entry=quote(entry.code), below=shown or told("no lettered entries"),
        )  # fmt: skip
        near = nearest(code, known) or told("or {entry}", entry=quote(entry.code))
        raise UnknownRating(part, what, help=near)
    if entry.until is not None and on >= entry.until:
        what = told(
            "{code} is not on the list of {day} and later",
            code=quote(code),
            day=entry.until.isoformat(),
        )
        raise UnknownRating(part, what, help=entry.note)
    return Rating(
        text=part,
        code=code,
        listed="cml",
        category=levels[0],
        entry=".".join(levels[:2]),
        basis=entry.description,
        verified=entry.verified,
        note=in_turn(_notes(entry, code, on)),
        fixed_form=entry.fixed_form,
        ban=entry.ban,
        ban_held=entry.ban_held,
        mtcr_possible=entry.mtcr_possible,
        hostilities=entry.hostilities,
        hostilities_complete=entry.hostilities_complete,
        repression=entry.repression,
        salw=entry.salw,
        terror_use=entry.terror_use,
        surveillance=entry.surveillance,
        crowd_control=entry.crowd_control,
        precursor=entry.precursor,
        explosive=entry.explosive,
        unroca=entry.unroca,
    )


def _notes(entry: Entry, code: str, on: date) -> Iterator[str]:
    if entry.code != code:
        yield told(
            "the table lists nothing below {entry}, which is read for {code}",
            entry=entry.code,
            code=code,
        )
    if not entry.in_older_text and on < NEW_TEXT:
        yield told(
            "not in the text of about 2012 to 2014; when the entry came in is not established"
        )
    if entry.until is not None:
        yield told(
            "left the list after about 2014, at the latest on {day}", day=entry.until.isoformat()
        )
    if entry.note:
        yield entry.note


def _not_military(part: str) -> UnknownRating:
    if _DUAL_USE_LIKE.match(part):
        return _not_dual_use(part)
    what = told(
        "{part} is not a code of the military list or of the dual-use list", part=quote(part)
    )
    bare = re.fullmatch(r"M?([1-9]|1[0-9]|2[0-2])([a-z]?)", part, re.IGNORECASE)
    if bare:
        guess = f"ML{bare[1]}" + (f".{bare[2].lower()}" if bare[2] else "")
        return UnknownRating(part, what, help=did_you_mean(guess))
    if part[:2].upper() == "ML":
        return UnknownRating(part, what, help=told("name each entry, as in `ML10.a, ML10.b`"))
    return UnknownRating(part, what, help=_WRITE)


# --- the dual-use list, and goods on none --------------------------------------------------------


def _with_note(rating: Rating, note: str) -> Rating:
    return replace(rating, note=in_turn(filter(None, (note, rating.note))))


def _dual_use(part: str, code: str, on: date) -> Rating:
    """Bounds by the shape of the code: product group, number series, and the chemicals."""
    entry = find_dual_use(code, on)
    if entry is None:
        what = told(
            "{code} is not on the EU dual-use list (Annex I as of {edition})",
            code=quote(code),
            edition=EDITION,
        )
        raise UnknownRating(part, what, help=did_you_mean(nearest_dual_use(code)))
    category, group, series = code[0], code[1], code[2]
    missiles = series == "1" or (
        series not in _NO_MISSILES_SERIES and category not in _NO_MISSILES_CATEGORIES
    )
    forms = {"B": "production_equipment", "D": "software", "E": "technology"}
    return Rating(
        text=part,
        code=code,
        listed="dual_use",
        category="",
        entry="",
        basis=told(
            "dual-use code {code}: {title}",
            code=code,
            title=entry.title or told("known by its shape only"),
        ),
        verified=entry.verified,
        note=entry.note,
        fixed_form=forms.get(group, ""),
        ban="unknown" if code.startswith(_AGENTS) else "none",
        mtcr_possible="yes" if missiles else "no",
        hostilities=("none", "support"),
        hostilities_complete=("none", "support"),
        repression=("none", "typical"),
        salw="no",
        terror_use="unknown" if code.startswith((*_CHARGES, *_AGENTS)) else "no",
        surveillance="unknown",
        crowd_control="no",
        precursor="yes" if code.startswith(_CHEMICALS) else "no",
    )


def _alternates(rest: str, *, first_letter: bool) -> bool:
    """Whether sub-items go letter, number, letter; the numbered chemicals may begin by number."""
    words = re.findall(r"[a-z]|[0-9]+", rest, flags=re.IGNORECASE)
    if rest.startswith("-"):
        return len(words) == 1
    return all(word.isalpha() == (first_letter == (i % 2 == 0)) for i, word in enumerate(words))


def _not_dual_use(part: str) -> UnknownRating:
    what = told("{part} is not a whole code of the dual-use list", part=quote(part))
    help_ = told("a code is a digit, a letter A to E and three digits, such as `6A002`")
    return UnknownRating(part, what, help=help_)


def _unlisted(text: str) -> Rating:
    return Rating(
        text=text,
        code="",
        listed="none",
        category="",
        entry="",
        basis=told("stated to be on neither the military nor the dual-use list"),
        verified="stated",
        ban="none",
        mtcr_possible="no",
        hostilities=("none", "support"),
        hostilities_complete=("none", "support"),
    )


def read_served(text: str, *, on: date) -> Rating:
    """The one entry that goods are said to be for.

    Args:
        text: One code, as `read_ratings` reads it.
        on: Day of the list's edition.

    Raises:
        UnknownRating: It cannot be read, names no entry, or names several.
    """
    ratings = read_ratings(text, on=on)
    if len(ratings) > 1:
        what = told("{words} names several entries", words=quote(text))
        raise UnknownRating(text, what, help=told("give each an item line of its own"))
    if ratings[0].listed == "none" or ratings[0].code == "ML":
        what = told("{words} names no entry", words=quote(text))
        raise UnknownRating(
            text, what, help=told("write the entry that the goods are for, as `ML15.c`")
        )
    return ratings[0]


def serving(own: Rating, served: Rating) -> Rating:
    """The rating of goods that are for another entry.

    Args:
        own: The entry of the goods themselves.
        served: The entry of what they are for.

    Returns:
        `own`, whose bounds hold what follows from both entries. Part of a thing is no weapon by
        itself, so of the use in hostilities no more than support follows.
    """
    repeats = own.code in REPEATING
    supported = _capped(served.hostilities)

    def flag(mine: str, theirs: str) -> str:
        return theirs if repeats else _graver(mine, theirs, _FLAGS)

    def bounds(mine: Bounds, theirs: Bounds, order: tuple[str, ...]) -> Bounds:
        if repeats:
            return theirs
        return _graver(mine[0], theirs[0], order), _graver(mine[1], theirs[1], order)

    return replace(
        own,
        basis=told(
            "{own}; for {code}: {served}", own=own.basis, code=served.code, served=served.basis
        ),
        verified=own.verified if own.verified == served.verified else "partly",
        ban=own.ban if served.ban == "none" else served.ban,
        mtcr_possible=flag(own.mtcr_possible, served.mtcr_possible),
        hostilities=bounds(own.hostilities, supported, _HOSTILITIES),
        hostilities_complete=bounds(own.hostilities_complete, supported, _HOSTILITIES),
        repression=bounds(own.repression, served.repression, _REPRESSION),
        salw=flag(own.salw, served.salw),
        terror_use=flag(own.terror_use, served.terror_use),
        surveillance=flag(own.surveillance, served.surveillance),
        crowd_control=flag(own.crowd_control, served.crowd_control),
        precursor=flag(own.precursor, served.precursor),
    )


def _capped(bounds: Bounds) -> Bounds:
    lo, hi = (min(word, "support", key=_HOSTILITIES.index) for word in bounds)
    return lo, hi


def _graver(mine: str, theirs: str, order: tuple[str, ...]) -> str:
    return max(mine, theirs, key=order.index)
