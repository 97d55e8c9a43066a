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
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple

from licensecheck.documents.figures import read_day
from licensecheck.errors import Told, UnknownPlace, quote, told
from licensecheck.law import law_dir
from licensecheck.reference.place_grammar import (
    KIND_TELLS,
    MAX_CHARACTERS,
    OF_TERRITORIES,
    STATES_OF,
    Kind,
    Unread,
    Written,
    is_code,
    name_key,
    pair,
    parse_place,
    plainer,
    with_kind,
)
from licensecheck.reference.tables import Row, open_folder

__all__ = [
    "Members", "Place", "all_countries", "basis_with_names", "country_name", "names_in",
    "read_place",
]  # fmt: skip

Members = Callable[[str, date], frozenset[str]]

LANGUAGES = ("en", "nl", "de", "fr")
# Looked at only where a name is not found without them, as they take a quarter of a second.
FURTHER_LANGUAGES = (
    "es", "it", "pt", "sv", "nb", "da", "fi", "cs", "pl", "sk", "hu", "ro", "hr", "sl", "et", "lv",
    "lt", "tr",
)  # fmt: skip
GROUPS = frozenset(("EU", "NATO", "NATO_EQUIVALENT"))
_NAMES_BETWEEN: Final = ", "
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
        name: Code or name in English, Dutch, German, French or one of eighteen further languages
            of Europe ("SA", "NAVO+", "diverse", "VS, Italië", "Hong Kong, China", "Egypt, Arab
            Rep.", "China via Hongkong", "Canada v.v.").
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
        one = told("{words} is {countries}", words=quote(name), countries=_countries()[name])
        return Place(name, frozenset((name,)), (one,))
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


def country_name(code: str) -> str:
    """The English name of a country or territory; a code without a name comes back as it is.

    Args:
        code: ISO 3166-1 alpha-2, XK, or a territory's code such as UA-43.
    """
    return _countries().get(code) or _territory_names().get(code) or code


def all_countries() -> frozenset[str]:
    """All countries that "various" can mean: the ISO 3166-1 codes of today, and XK.

    On every day the same: the land of a state that began later could be a destination before.
    """
    return frozenset(_countries())


# --- reading -------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=65_536)
def _parse(text: str) -> Written | Unread:
    """A cell taken apart, by the names of further languages only where it must be."""
    written: Written | Unread = Unread(text)
    for further in (False, True):
        written = parse_place(
            text,
            lambda words: bool(_known(words, further)),  # noqa: B023
            lambda words: bool(_paired(words, further)),  # noqa: B023
        )
        if isinstance(written, Written):
            break
    return written


def _lookup(words: str) -> tuple[_Entry, ...]:
    """Readings of words that are one whole name or code; more than one for former states."""
    for further in (False, True):
        if found := _known(words, further) or _paired(words, further):
            return found
    return ()


@functools.lru_cache(maxsize=65_536)
def _known(words: str, further: bool) -> tuple[_Entry, ...]:
    """Readings of a name or code as it stands, or in one of the forms of official lists."""
    if found := _exact(words, further):
        return found
    for name in plainer(words):
        if found := _exact(name, further):
            return found
    for written in with_kind(words):
        # "Israel, United States" is a list of two.
        if not _exact(written.words, further) and (found := _of_kind(written, further)):
            return found
    return ()


def _exact(words: str, further: bool) -> tuple[_Entry, ...]:
    key = name_key(words)
    if not key:
        return ()
    if found := _table_names().get(key):
        return found
    if is_code(words) and (found := _codes().get(words.upper())):
        return found
    found = _library_names().get(key, ())
    # "Tai" is Thailand and "Čad" Chad, but in capitals alone they may be codes of anything.
    if found or not further or (is_code(words) and words.isupper()):
        return found
    return _further_names().get(key, ())


def _of_kind(written: Kind, further: bool) -> tuple[_Entry, ...]:
    """The state of a name that is written with its kind, where the kind tells it from no other."""
    name, kind, _ = written
    entries = () if is_code(name) else _exact(name, further)
    if told := KIND_TELLS.get(frozenset(code for entry in entries for code in entry.codes)):
        return _exact(told[kind], further) if kind in told else ()
    entry = _one_country(entries)
    territory = entry is not None and entry.codes[0] in _parents()
    if entry is None or territory != bool(OF_TERRITORIES & kind - {"commonwealth"}):
        return (entry,) if entry and territory and kind <= OF_TERRITORIES else ()
    if "state" in kind and "plurinational" not in kind:
        # A group calls itself the Islamic State of this or that country.
        return (entry,) if entry.codes[0] in STATES_OF and "islamic" not in kind else ()
    return (entry,)


def _one_country(entries: tuple[_Entry, ...]) -> _Entry | None:
    if len({(entry.kind, entry.codes, entry.territory) for entry in entries}) != 1:
        return None
    return entries[0] if entries[0].kind != "bloc" and len(entries[0].codes) == 1 else None


@functools.lru_cache(maxsize=65_536)
def _paired(words: str, further: bool) -> tuple[_Entry, ...]:
    """A territory written with its state, in either order; or a name and another of the same."""
    if (names := pair(words)) is None:
        return ()
    if found := next(filter(None, (_paired(name, further) for name in plainer(words))), ()):
        return found
    first, second = (_one_country(_known(name, further)) for name in names[:2])
    if first is None or second is None:
        return ()
    if first.codes == second.codes and first.territory == second.territory:
        return () if names.listed else (first,)
    for place, state in ((first, second), (second, first)):
        if not state.territory and state.codes[0] in _states_of(place, listed=names.listed):
            return (place,)
    return ()


def _states_of(place: _Entry, *, listed: bool) -> frozenset[str]:
    """States that a territory may be written with; in a list of two, the present one alone."""
    code = place.territory or place.codes[0]
    return frozenset(_parents().get(code, ())[: 1 if listed else None])


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
    note = told(entry.note) if entry.note else ""
    if entry.kind == "bloc":
        countries = _bloc(entry.codes, on, members)
        if "all" in entry.codes:
            return countries, told(
                "{words}: {n} countries: {note}", words=said, n=len(countries), note=note
            )
        count = len(countries)
        many = told("1 country") if count == 1 else told("{n} countries", n=count)
        how = told("{words} on {day}: {many}", words=said, day=on, many=many)
        return countries, _remarked(how, note)
    names = _NAMES_BETWEEN.join(country_name(code) for code in entry.codes)
    countries = frozenset(entry.codes)
    if entry.kind == "historic":
        return countries, told(
            "{words} was a state until {until}, read as its successor set: {countries}",
            words=said, until=entry.until, countries=names,
        )  # fmt: skip
    if entry.territory:
        return countries, told("{words} is read as {countries}, territory {territory}",
                               words=said, countries=names, territory=entry.territory)  # fmt: skip
    if entry.kind != "alias":
        return countries, told("{words} is {countries}", words=said, countries=names)
    if not note:
        return countries, told("{words} is {countries} (alias)", words=said, countries=names)
    return countries, told(
        "{words} is {countries} (alias: {note})", words=said, countries=names, note=note
    )


def _remarked(how: Told, note: str) -> Told:
    return told("{words} ({note})", words=how, note=note) if note else how


def basis_with_names(basis: str, name: Callable[[str], str]) -> str:
    """How a part was read, with countries named otherwise than in English.

    Args:
        basis: A sentence of `Place.basis`.
        name: The name of a country by its code.
    """
    if not isinstance(basis, Told) or "countries" not in basis.places:
        return basis
    codes = {english: code for code, english in _countries().items()}
    said = basis.places["countries"]
    # "Bonaire, Sint Eustatius and Saba" is one name.
    names = [said] if said in codes else said.split(_NAMES_BETWEEN)
    other = [name(codes[one]) if one in codes else one for one in names]
    return told(basis.message, **{**basis.places, "countries": _NAMES_BETWEEN.join(other)})


def _bloc(terms: tuple[str, ...], on: date, members: Members) -> frozenset[str]:
    """The meaning of a bloc: terms add countries in turn, and those with a minus take out."""
    countries: frozenset[str] = frozenset()
    for term in terms:
        name = term.removeprefix("-")
        if name == "all":
            meant = all_countries()
        elif "@" in name:
            meant = _at_most_recent(name, on, members)
        elif name in GROUPS:
            meant = members(name, on)
        else:
            meant = frozenset((name,))
        countries = countries - meant if term.startswith("-") else countries | meant
    return countries


def _at_most_recent(term: str, on: date, members: Members) -> frozenset[str]:
    """Members on the latest of some days that has come, else on the first: `EU@2013-06-30`."""
    group, *days = term.split("@")
    known = [read_day(day) for day in days]
    return members(group, max((day for day in known if day <= on), default=known[0]))


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
def _parents() -> dict[str, tuple[str, ...]]:
    """The state of each territory by its code, then who had it before or controls it."""
    columns = ("parent_state", "former_parent", "controlled_by")
    return {
        row["code"]: tuple(row[column] for column in columns if row[column])
        for row in _rows("territories")
        if row["parent_state"] not in ("", "-")
    }


@functools.cache
def _further_names() -> dict[str, tuple[_Entry, ...]]:
    """Names in the further languages from Babel; one shared by two stands for both."""
    return _entries(_territories_of_babel(FURTHER_LANGUAGES))


@functools.cache
def _library_names() -> dict[str, tuple[_Entry, ...]]:
    """Names in four languages from pycountry and Babel; one shared by two stands for both."""
    return _entries(itertools.chain(_pycountry_names(), _territories_of_babel(LANGUAGES)))


def _entries(names: Iterable[tuple[str, str]]) -> dict[str, tuple[_Entry, ...]]:
    meant: dict[str, dict[str, None]] = {}
    shown: dict[str, str] = {}
    for code, name in names:
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


def _territories_of_babel(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    for language in languages:
        for code, name in names_in(language).items():
            if code in _countries():
                yield code, name


@functools.cache
def names_in(language: str) -> dict[str, str]:
    """Names of countries in a language by their codes, as Babel has them; none if unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale.parse(language).territories)
    except (UnknownLocaleError, ValueError):
        return {}
