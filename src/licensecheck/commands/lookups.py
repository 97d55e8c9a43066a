"""Answers of the look-up commands: a place, a word of the vocabulary."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from typing import Any

from licensecheck.errors import InputError, Problem, quote
from licensecheck.language import SOURCE_LANGUAGE, Language, find_language
from licensecheck.messages import message
from licensecheck.reference import Reference
from licensecheck.reference.places import country_name, read_place
from licensecheck.vocabulary import Fact, Vocabulary
from licensecheck.wording.places import name_of_country

__all__ = ["place_answer", "place_data", "read_day", "vocabulary_text"]

_WIDTH = 80
_OPEN = {
    "country": message("any country code"),
    "item_category": message("any item category code"),
    "item_entry": message("any item entry code"),
}


def read_day(text: str | None, option: str = "--as-of") -> date:
    """A day as written `YYYY-MM-DD`; the present day where none is given.

    Args:
        text: What was written.
        option: The option that it was written for.

    Raises:
        InputError: It is not a day.
    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        what = f"{quote(text)} is not a day"
        raise InputError(Problem(option, what, "write it as 2026-11-24")) from None


def place_answer(name: str, as_of: str | None, *, format_: str = "text") -> str:
    """The countries that a name stands for on a day, and the basis of the reading.

    Args:
        name: As written.
        as_of: The day as written; today if absent.
        format_: `text` or `json`.

    Raises:
        InputError: The day or the name cannot be read; near names are given, none is chosen.
    """
    on = read_day(as_of)
    if format_ == "json":
        return json.dumps(place_data(name, on), ensure_ascii=False, indent=2, default=str)
    place = read_place(name, on=on, members=Reference.load().members)
    codes = sorted(place.countries)
    many = f"{len(codes)} countries" if len(codes) > 1 else "1 country"
    lines = [f"{quote(name)} on {on}: {many}"]
    if len(codes) <= 3:
        lines += [f"  {code}  {country_name(code)}" for code in codes]
    else:
        lines += _wrapped(" ".join(codes), "  ")
    lines += [line for basis in place.basis for line in _wrapped(f"basis: {basis}", "  ")]
    if place.territory:
        lines.append(f"  territory: {place.territory}")
    if place.via:
        lines.append(f"  via: {', '.join(f'{c} {country_name(c)}' for c in place.via)}")
    if place.round_trip:
        lines.append("  there and back (v.v.)")
    return "\n".join(lines)


def place_data(name: str, on: date, language: str = SOURCE_LANGUAGE) -> dict[str, Any]:
    """What a name stands for on a day, in the names of the API.

    Raises:
        InputError: The name cannot be read.
    """
    place = read_place(name, on=on, members=Reference.load().members)
    spoken = find_language(language)

    def named(code: str) -> dict[str, str]:
        return {"code": code, "name": name_of_country(code, spoken)}

    return {
        "name": name,
        "as_of": on,
        "countries": tuple(map(named, sorted(place.countries))),
        "basis": place.basis,
        "via": tuple(map(named, place.via)),
        "territory": place.territory,
        "round_trip": place.round_trip,
    }


def vocabulary_text(name: str | None, language: str = SOURCE_LANGUAGE) -> str:
    """All facts with their values, or everything about one.

    Args:
        name: The fact; None for all.
        language: Code of the language to tell it in. Values stay as documents write them.

    Raises:
        InputError: There is no such fact; the nearest one is given.
    """
    vocabulary = Vocabulary.load()
    if name is not None:
        return _fact_text(_found(vocabulary, name), find_language(language))
    width = max(len(fact) for fact in vocabulary)
    said = find_language(language)
    return "\n".join(
        _cut(f"{fact.name:<{width}}  {_domain(fact, said)}") for fact in vocabulary.values()
    )


def _found(vocabulary: Vocabulary, name: str) -> Fact:
    try:
        return vocabulary.find(name)
    except InputError as error:
        [problem] = error.problems
        help_ = problem.help or "`licensecheck vocabulary` lists them"
        raise InputError(Problem(problem.where, problem.what, help_)) from None


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else line[: _WIDTH - 4] + " ..."


def _domain(fact: Fact, language: Language) -> str:
    if fact.open_domain:
        return language.text(_OPEN[fact.open_domain])
    return (" < " if fact.ordered else ", ").join(fact.domain)


def _fact_text(fact: Fact, language: Language) -> str:
    text = language.text
    words = [(token, language.token(token)) for token in fact.domain]
    meant = [f"{token} = {said}" for token, said in words if said != token.replace("_", " ")]
    default = text("none")
    if fact.default:
        default = text("{value} (stated as an assumption)", value=fact.default)
    rows = [
        (text("values"), _domain(fact, language)),
        (text("in words"), ", ".join(meant)),
        (text("meaning"), text(fact.meaning)),
        (text("question"), text(fact.ask)),
        (text("answered by"), ", ".join(map(language.token, fact.answered_by))),
        (text("default"), default),
        (text("rests on"), ", ".join(fact.asks)),
    ]
    lines = [fact.name]
    for label, said in rows:
        if said:
            lines += _wrapped(f"{label}: {said}", "  ")
    return "\n".join(lines)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ",
        break_on_hyphens=False,
    )  # fmt: skip
