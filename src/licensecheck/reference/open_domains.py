"""Open domains: in goes a country, a category or an entry as people write it, out comes its token.

A fact whose domain is a list of tokens is checked by the vocabulary alone. The domain of these is
open: a place or a code of the military list, read as everywhere else. What cannot be read, or is
no single value of the fact, is refused with the nearest that is. `StateCode` and its like are the
same as types of a field of a model (`documents.written`), read on the day `on` of its context.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from licensecheck.documents.values import fault, line_of
from licensecheck.documents.written import context_of
from licensecheck.errors import InputError, Problem, UnknownPlace, did_you_mean, quote, told
from licensecheck.reference.places import Members, country_name, read_place
from licensecheck.reference.ratings import Rating, read_ratings
from licensecheck.reference.reference import Reference
from licensecheck.vocabulary import UNKNOWN, Fact, Value

__all__ = ["AS_WRITTEN", "Place", "Ratings", "StateCode", "codes_of", "countries_of", "read_by"]
__all__ += ["read_country", "read_state", "read_token", "read_value"]

_LONGEST: Final = 200
_SUCH_AS: Final = told("a country by its code or its name, such as `DE` or `Germany`")


def read_country(text: str, *, on: date) -> str:
    """Read the name or code of one country or territory into its code.

    Raises:
        InputError: It has no reading, or names none or more than one country.
    """

    def members(group: str, day: date) -> frozenset[str]:
        return Reference.load().members(group, day)

    try:
        place = read_place(text, on=on, members=members)
    except UnknownPlace as error:
        problem = error.problems[0]
        raise InputError(replace(problem, help=problem.help or _SUCH_AS)) from None
    if len(place.countries) != 1:
        what = told(
            "{text} names {countries} countries, and one is needed",
            text=quote(text),
            countries=len(place.countries),
        )
        raise InputError(Problem("", what, told("write each by itself, such as `DE`")))
    if place.via or place.round_trip or place.territory:
        code = next(iter(place.countries))
        raise InputError(
            Problem(
                "",
                told("{text} is more than a country", text=quote(text)),
                told("such as `{code}`", code=code),
            )
        )
    return next(iter(place.countries))


def read_state(text: str, *, on: date) -> str:
    """Read the name or code of one state into its code.

    Raises:
        InputError: As for `read_country`; or it is a territory, for which a state answers.
    """
    code = read_country(text, on=on)
    state = Reference.load().state_of(code, on)
    if state != code:
        what = told(
            "{text} is a territory of {state}, and a state is needed",
            text=quote(text),
            state=country_name(state),
        )
        raise InputError(Problem("", what, did_you_mean(state)))
    return code


def _read_category(text: str, *, on: date) -> str:
    rating = _military(text, on=on)
    if rating.code != rating.category:
        what = told("{text} is an entry, and a category is needed", text=quote(text))
        raise InputError(Problem("", what, did_you_mean(rating.category)))
    return rating.category


def _read_entry(text: str, *, on: date) -> str:
    rating = _military(text, on=on)
    if rating.code != rating.entry:
        what = told(
            "{text} is deeper than an entry goes here, which is one letter", text=quote(text)
        )
        raise InputError(Problem("", what, did_you_mean(rating.entry)))
    return rating.entry


def _military(text: str, *, on: date) -> Rating:
    ratings = read_ratings(text, on=on)
    if len(ratings) != 1:
        what = told(
            "{text} names {ratings} entries, and one is needed",
            text=quote(text),
            ratings=len(ratings),
        )
        raise InputError(Problem("", what, told("write each by itself, such as `ML6.a`")))
    rating = ratings[0]
    if not rating.category:
        what = told("{text} is no entry of the military list", text=quote(text))
        raise InputError(Problem("", what, told("such as `ML6` or `ML6.a`")))
    return rating


_READERS: Final[Mapping[str, Callable[..., str]]] = {
    "country": read_state,
    "item_category": _read_category,
    "item_entry": _read_entry,
}


def read_token(fact: Fact, text: str, *, on: date) -> str:
    """The token of a fact that a word stands for: of an open domain as it is read, else itself.

    Args:
        fact: The fact.
        text: A word as written, such as `Germany`, `deu` or `ml 6`.
        on: Day on which names and codes are read.

    Raises:
        InputError: It is no value of the fact; the nearest is given.
    """
    if fact.open_domain:
        return _READERS[fact.open_domain](text, on=on)
    fact.check(text)
    return text


def read_value(fact: Fact, lo: str, hi: str | None = None, *, on: date) -> Value:
    """The value of a fact that one word stands for, or the two bounds of an interval.

    Args:
        fact: The fact.
        lo: A word as written, or `unknown`.
        hi: The greatest word that is still possible; None where there is no interval.
        on: Day on which names and codes are read.

    Raises:
        InputError: A word is no value of the fact, or an interval has no sense here.
    """
    if not fact.open_domain or UNKNOWN in (lo, hi):
        return fact.value(lo, hi)
    bounds = (lo,) if hi is None else (lo, hi)
    return fact.value(*(read_token(fact, text, on=on) for text in bounds))


def read_by(
    read: Callable[..., Any], *, day: str = "", longest: int = _LONGEST, knows_members: bool = False
) -> BeforeValidator:
    """A field of words as some reader reads them, on the day of its context or today.

    Args:
        read: Takes a text and the day `on`, and raises `InputError` where it cannot be read.
        day: A field before it in the same part, whose day counts where it is stated.
        longest: Characters that are read at most.
        knows_members: Whether it also takes the `members` of a group, of the context or of the
            packaged tables.
    """
    line: Any = line_of(longest).func

    def check(value: Any, info: ValidationInfo) -> Any:
        given = {"on": info.data.get(day) or context_of(info, "on") or date.today()}
        if knows_members:
            given["members"] = context_of(info, "members") or Reference.load().members
        try:
            return read(line(value), **given)
        except InputError as error:
            first = error.problems[0]
            raise fault(first.what, first.help) from None

    return BeforeValidator(check)


def countries_of(text: str, *, on: date, members: Members) -> frozenset[str]:
    """Every country that a place as written can mean.

    Raises:
        UnknownPlace: It has no reading.
    """
    return read_place(text, on=on, members=members).countries


def codes_of(text: str, *, on: date) -> tuple[str, ...]:
    """The codes that a rating as written holds.

    Raises:
        UnknownRating: A code of it is on no list known here.
    """
    return tuple(rating.code for rating in read_ratings(text, on=on))


AS_WRITTEN: Final = WithJsonSchema({"type": "string", "minLength": 1, "maxLength": _LONGEST})

StateCode = Annotated[str, read_by(read_state), AS_WRITTEN]
# Every country that a place can mean, and every code that a rating holds.
Place = Annotated[frozenset[str], read_by(countries_of, knows_members=True), AS_WRITTEN]
Ratings = Annotated[tuple[str, ...], read_by(codes_of), AS_WRITTEN]
