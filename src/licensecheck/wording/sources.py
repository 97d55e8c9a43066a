"""Countries, messages, sources and values in the words of a language."""

from __future__ import annotations

from functools import lru_cache

from licensecheck.facts.observation import Observation
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import MASK, Countries, Named, Place, Said
from licensecheck.reference.places import country_name, names_in
from licensecheck.reference.source import Source
from licensecheck.vocabulary import Fact, Value

__all__ = [
    "name_of_country",
    "place_text",
    "said_text",
    "source_text",
    "sources_text",
    "value_text",
]


def name_of_country(code: str, language: Language = ENGLISH) -> str:
    """A country or territory by its name; where it has none in the language, in English."""
    english = country_name(code)
    if language is ENGLISH or english == code:  # what has no name here has a code that is one
        return english
    return names_in(language.code).get(code, english)


@lru_cache(maxsize=4096)
def place_text(countries: frozenset[str], language: Language = ENGLISH) -> str:
    """Names of a set of countries, short: at most three, then how many more."""
    codes = sorted(countries)
    names = [name_of_country(code, language) for code in codes[:4]]
    if len(codes) > 4:
        most = ", ".join(names[:3])
        return language.text("{most} and {n} more", most=most, n=len(codes) - 3)
    return ", ".join(names)


def said_text(said: Place, language: Language = ENGLISH) -> str:
    """What is said, in a language; a citation stands as it was written."""
    if isinstance(said, str):
        return language.of(said)
    if isinstance(said, Countries):
        return ", ".join(name_of_country(code, language) for code in said.codes)
    if isinstance(said, Named):
        return language.text(MASK) if language.masked else said.name
    return _filled(said, language)


# Most of what is said is said of thousands of transfers.
@lru_cache(maxsize=16_384)
def _filled(said: Said, language: Language) -> str:
    places = {name: said_text(inner, language) for name, inner in said.places}
    return language.text(said.message, **places)


def source_text(source: Source, language: Language = ENGLISH) -> str:
    """What a source says."""
    return said_text(source.says, language)


def sources_text(seen: Observation, language: Language = ENGLISH) -> str:
    """What the sources of a fact say, each once."""
    return "; ".join(dict.fromkeys(source_text(source, language) for source in seen.sources))


def value_text(fact: Fact, value: Value, language: Language = ENGLISH) -> str:
    """A value as printed: `possible to typical`, `not known`, `armed forces`."""
    if value == fact.unknown and (not fact.ordered or len(fact.domain) > 1):
        return language.text("not known")
    lo = language.token(value.lo)
    if value.lo == value.hi:
        return lo
    return language.text("{least} to {greatest}", least=lo, greatest=language.token(value.hi))
