"""Countries and sets of countries by their names in a language."""

from __future__ import annotations

from functools import lru_cache

from licensecheck.language import ENGLISH, Language
from licensecheck.reference.places import country_name, names_in

__all__ = ["name_of_country", "place_text"]


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
