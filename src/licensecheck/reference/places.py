"""Places: in goes a country, list or bloc as people write it, out come the countries it can mean.

A place is a set of countries. A name is read exactly (case, accents and punctuation aside) or not
at all: no near, partial or first match is ever taken, and a name of two countries is refused.
The names are those of the tables in `rulesets/reference`, then of pycountry and Babel, which only
this file imports, and only once a name is not in the tables.

Source: `rulesets/reference/countries.csv`, `place_aliases.csv`, `place_blocs.csv`,
`historic_states.csv`; ISO 3166-1 as in pycountry; CLDR as in Babel.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from licensecheck.errors import UnknownPlace, quote
from licensecheck.law import law_dir
from licensecheck.reference.place_grammar import (
    MAX_CHARACTERS,
    Unread,
    Written,
    is_code,
    name_key,
    parse_place,
)
from licensecheck.reference.tables import Row, open_folder

__all__ = ["Members", "Place", "all_countries", "country_name", "read_place"]

Members = Callable[[str, date], frozenset[str]]

LANGUAGES = ("en", "nl", "de", "fr")
GROUPS = frozenset(("EU", "NATO", "NATO_EQUIVALENT"))
_MOST_CANDIDATES = 5
_LONGEST_NEAR_WORD = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written, and every country that it can mean.

    Attributes:
        text: The words as written.
        countries: One or more ISO 3166-1 alpha-2 codes; XK is Kosovo. A territory with a code of
            its own (GL, HK) stands under that code.
        basis: How each part was read, a sentence each.
        via: Codes of the countries passed through, in order.
        round_trip: The goods come back ("v.v.").
        territory: Codes of named territories that have no ISO code ("UA-43"), comma-separated.
    """

    text: str
    countries: frozenset[str]
    basis: tuple[str, ...]
    via: tuple[str, ...] = ()
    round_trip: bool = False
    territory: str = ""


class _Entry(NamedTuple):
    """What a name stands for: a country, a bloc's meaning, or a state that is no more."""

    kind: Literal["code", "alias", "name", "bloc", "historic"]
    codes: tuple[str, ...]
    shown: str
    territory: str = ""
    note: str = ""
    from_: str = ""
    until: str = ""


def read_place(name: str, *, on: date, members: Members) -> Place:
    """Read a country, list or bloc, as people write it, into the countries it stands for.

    Args:
        name: Code or name in English, Dutch, German or French ("SA", "NAVO+", "diverse",
            "VS, Italië", "China via Hongkong", "Canada v.v.").
        on: Day whose memberships count, and by which a name of two former states is told apart.
        members: Certain members of "EU", "NATO" or "NATO_EQUIVALENT" on a day.

    Returns:
        A Place of one or more countries; "various" gives all of them.

    Raises:
        UnknownPlace: No reading, or more than one; `candidates` holds up to five readable names,
            and none is chosen. `name` holds the words that could not be read.

    Source: `rulesets/reference/place_aliases.csv`, `place_blocs.csv`, `historic_states.csv`.
    """
    if name in _countries():
        return Place(name, frozenset((name,)), (f"`{name}` is {_countries()[name]}",))
    # Before anything that is kept by the words: a long text would be kept too.
    written = _parse(name) if len(name) <= MAX_CHARACTERS else Unread(name)
    if isinstance(written, Unread):
        near = _near(written.words) if len(written.words) <= _LONGEST_NEAR_WORD else ()
        raise UnknownPlace(written.words, candidates=near)
    countries: set[str] = set()
    basis: list[str] = []
    territories: list[str] = []
    for part in written.parts:
        entry = _choose(part, on)
        meant, how = _resolve(part, entry, on, members)
        countries |= meant
        basis.append(how)
        if entry.territory:
            territories.append(entry.territory)
    if not countries:
        raise UnknownPlace(name)
    via = tuple(code for part in written.via for code in _passed(part, on))
    return Place(
        text=name,
        countries=frozenset(countries),
        basis=tuple(dict.fromkeys(basis)),
        via=via,
        round_trip=written.round_trip,
        territory=", ".join(dict.fromkeys(territories)),
    )


def country_name(code: str, *, language: str = "en") -> str:
    """Name a country or territory by its code; a code without a name comes back as it is.

    Args:
        code: ISO 3166-1 alpha-2, XK, or a territory's code such as UA-43.
        language: `en` is the short familiar name of `countries.csv`; others are Babel's.
    """
    english = _countries().get(code) or _territory_names().get(code)
    if language == "en" or english is None:
        return english or code
    return _babel_names(language).get(code, english)


def all_countries() -> frozenset[str]:
    """All countries that "various" can mean: the ISO 3166-1 codes of today, and XK.

    On every day the same: the land of a state that began later could be a destination before.
    """
    return frozenset(_countries())


# --- reading -------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=65_536)
def _parse(text: str) -> Written | Unread:
    return parse_place(text, lambda words: bool(_lookup(words)))


@functools.lru_cache(maxsize=65_536)
def _lookup(words: str) -> tuple[_Entry, ...]:
    """Readings of words that are one whole name or code; more than one for former states."""
    key = name_key(words)
    if not key:
        return ()
    if found := _table_names().get(key):
        return found
    if is_code(words) and (found := _codes().get(words.upper())):
        return found
    return _library_names().get(key, ())


def _choose(words: str, on: date) -> _Entry:
    """The reading that counts on a day; refuses a name of more than one country."""
    entries = _lookup(words)
    if entries[0].kind == "historic":
        day = on.isoformat()
        begun = [entry for entry in entries if entry.from_ <= day]
        return begun[-1] if begun else entries[0]
    entry = entries[0]
    if entry.kind == "bloc":
        if entry.codes == ("unknown",):
            raise UnknownPlace(words)
    elif len(entry.codes) > 1:
        names = [country_name(code) for code in entry.codes]
        raise UnknownPlace(words, candidates=names[:_MOST_CANDIDATES])
    return entry


def _resolve(words: str, entry: _Entry, on: date, members: Members) -> tuple[frozenset[str], str]:
    said = quote(words)
    if entry.kind == "bloc":
        countries = _bloc(entry.codes, on, members)
        if "all" in entry.codes:
            return countries, f"{said}: {len(countries)} countries: {entry.note}"
        note = f" ({entry.note})" if entry.note else ""
        return countries, f"{said} on {on.isoformat()}: {_counted(len(countries))}{note}"
    names = ", ".join(country_name(code) for code in entry.codes)
    countries = frozenset(entry.codes)
    if entry.kind == "historic":
        how = f"{said} was a state until {entry.until}, read as its successor set: {names}"
        return countries, how
    if entry.territory:
        return countries, f"{said} is read as {names}, territory {entry.territory}"
    note = f": {entry.note}" if entry.note else ""
    how = f" (alias{note})" if entry.kind == "alias" else ""
    return countries, f"{said} is {names}{how}"


def _counted(count: int) -> str:
    return "1 country" if count == 1 else f"{count} countries"


def _bloc(terms: tuple[str, ...], on: date, members: Members) -> frozenset[str]:
    """The meaning of a bloc: terms add countries in turn, and those with a minus take out."""
    countries: frozenset[str] = frozenset()
    for term in terms:
        name = term.removeprefix("-")
        if name == "all":
            meant = all_countries()
        elif name in GROUPS:
            meant = members(name, on)
        else:
            meant = frozenset((name,))
        countries = countries - meant if term.startswith("-") else countries | meant
    return countries


def _passed(words: str, on: date) -> tuple[str, ...]:
    """Codes of a country passed through; a bloc is no way that goods can take."""
    entry = _choose(words, on)
    if entry.kind == "bloc":
        raise UnknownPlace(words)
    return entry.codes


@functools.lru_cache(maxsize=4_096)
def _near(words: str) -> tuple[str, ...]:
    """Up to five readable names that look like the words."""
    shown: dict[str, str] = {}
    for table in (_table_names(), _library_names()):
        for key, entries in table.items():
            if entries[0].codes != ("unknown",):
                shown.setdefault(key, entries[0].shown)
    near = difflib.get_close_matches(name_key(words), list(shown), n=_MOST_CANDIDATES, cutoff=0.7)
    return tuple(dict.fromkeys(shown[key] for key in near))


# --- the names -----------------------------------------------------------------------------------


def _rows(table: str) -> tuple[Row, ...]:
    return open_folder(law_dir() / "reference").rows(table)


@functools.cache
def _countries() -> dict[str, str]:
    """Codes of all countries with their English names."""
    return {row["code"]: row["name"] for row in _rows("countries")}


@functools.cache
def _codes() -> dict[str, tuple[_Entry, ...]]:
    """Codes of countries, territories and former states, in upper case."""
    codes: dict[str, tuple[_Entry, ...]] = {}
    for row in _rows("countries"):
        entry = _Entry("code", (row["code"],), row["code"])
        codes[row["code"]] = codes[row["alpha3"]] = (entry,)
    for row in _rows("place_aliases"):
        if row["alias"] == row["territory"]:
            codes[row["alias"]] = (_alias(row),)
    for row in _historic_rows():
        for code in row["code"].split():
            if not any(entry.from_ == row["from"] for entry in codes.get(code, ())):
                codes[code] = (*codes.get(code, ()), _former(row))
    return codes


def _historic_rows() -> list[Row]:
    return sorted(_rows("historic_states"), key=lambda row: row["from"])


def _alias(row: Row) -> _Entry:
    codes = tuple(row["code"].split())
    return _Entry("alias", codes, row["alias"], row["territory"], row["note"])


def _former(row: Row) -> _Entry:
    codes = tuple(row["successors"].split())
    days = {"from_": row["from"], "until": row["until"]}
    return _Entry("historic", codes, row["name"], row["territory"], row["note"], **days)


@functools.cache
def _table_names() -> dict[str, tuple[_Entry, ...]]:
    """Names of our own tables by their key; an alias goes before all others."""
    names: dict[str, tuple[_Entry, ...]] = {}
    for row in _rows("place_aliases"):
        if row["alias"] != row["territory"]:
            names.setdefault(name_key(row["alias"]), (_alias(row),))
    for row in _rows("place_blocs"):
        terms = tuple(row["meaning"].split())
        entry = _Entry("bloc", terms, row["bloc"], note=row["note"])
        names.setdefault(name_key(row["bloc"]), (entry,))
    for row in _historic_rows():
        key = name_key(row["name"])
        names[key] = (*names.get(key, ()), _former(row))
    for code, name in _countries().items():
        names.setdefault(name_key(name), (_Entry("name", (code,), name),))
    return names


@functools.cache
def _territory_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in _rows("place_aliases"):
        if row["territory"] and row["alias"] != row["territory"]:
            names.setdefault(row["territory"], row["alias"])
    return names


@functools.cache
def _library_names() -> dict[str, tuple[_Entry, ...]]:
    """Names in four languages from pycountry and Babel; one shared by two stands for both."""
    meant: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = {}
    for code, name in (*_pycountry_names(), *_territories_of_babel()):
        key = name_key(name)
        meant.setdefault(key, {})[code] = None
        shown.setdefault(key, name)
    return {key: (_Entry("name", tuple(codes), shown[key]),) for key, codes in meant.items()}


def _pycountry_names() -> Iterator[tuple[str, str]]:
    import gettext

    import pycountry

    translations = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
        for language in LANGUAGES
        if language != "en"
    ]
    for country in pycountry.countries:
        for field in ("common_name", "name", "official_name"):
            name = getattr(country, field, "")
            if name:
                yield country.alpha_2, name
                yield from ((country.alpha_2, other.gettext(name)) for other in translations)


def _territories_of_babel() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for code, name in _babel_names(language).items():
            if code in _countries():
                yield code, name


@functools.cache
def _babel_names(language: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale.parse(language).territories)
    except (UnknownLocaleError, ValueError):
        return {}
