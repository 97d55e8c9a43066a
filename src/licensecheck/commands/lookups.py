"""Answers of the look-up commands as text: a place, a rating, a fact, the version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from licensecheck.commands import looked_up
from licensecheck.commands.looked_up import (
    CandidateAnswer,
    FactAnswer,
    OtherCodeAnswer,
    RatingAnswer,
    ReasonAnswer,
)
from licensecheck.documents import figures
from licensecheck.documents.values import outside_days
from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.language import SOURCE_LANGUAGE, Language, find_language
from licensecheck.messages import message
from licensecheck.reference.control_list import ControlList
from licensecheck.reference.other_lists import LIST_NAMES
from licensecheck.wording.columns import WIDTH, paragraph, wrap

__all__ = [
    "entries_answer",
    "found_answer",
    "full_title",
    "place_answer",
    "rating_answer",
    "read_day",
    "reason_text",
    "version_text",
    "vocabulary_text",
]

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
        InputError: It is not a day, or one on which nothing can be asked.
    """
    if text is None:
        return date.today()
    try:
        day = figures.read_day(text)
    except ValueError:
        what = told("{words} is not a day", words=quote(text))
        raise InputError(Problem(option, what, told("write it as 2026-11-24"))) from None
    if outside := outside_days(day):
        raise InputError(Problem(option, outside))
    return day


def place_answer(
    name: str, as_of: str | None, *, format_: str = "text", language: str = SOURCE_LANGUAGE
) -> str:
    """The countries that a name stands for on a day, and the basis of the reading.

    Args:
        name: As written.
        as_of: The day as written; today if absent.
        format_: `text` or `json`.
        language: Code of the language of the names and of the words around.

    Raises:
        InputError: The day or the name cannot be read; near names are given, none is chosen.
    """
    place = looked_up.place(name, read_day(as_of), language)
    if format_ == "json":
        return place.model_dump_json(indent=2)
    said = find_language(language)
    text, count = said.text, len(place.countries)
    many = said.count("{n} country", "{n} countries", count)
    lines = [text("{words} on {day}: {many}", words=quote(name), day=place.as_of, many=many)]
    if count <= 3:
        lines += [f"  {one.code}  {one.name}" for one in place.countries]
    else:
        lines += paragraph(" ".join(one.code for one in place.countries), "  ")
    for basis in place.basis:
        lines += paragraph(text("basis: {how}", how=basis), "  ")
    if place.territory:
        lines.append("  " + text("territory: {territory}", territory=place.territory))
    if place.via:
        via = ", ".join(f"{one.code} {one.name}" for one in place.via)
        lines.append("  " + text("via: {places}", places=via))
    if place.round_trip:
        lines.append("  " + text("there and back (v.v.)"))
    return "\n".join(lines)


def vocabulary_text(name: str | None, language: str = SOURCE_LANGUAGE) -> str:
    """All facts with their values, or everything about one.

    Args:
        name: The fact; None for all.
        language: Code of the language to tell it in. Values stay as documents write them.

    Raises:
        InputError: There is no such fact; the nearest one is given.
    """
    said = find_language(language)
    try:
        found = looked_up.facts(name, language)
    except InputError as error:
        [problem] = error.problems
        help_ = problem.help or told("`licensecheck vocabulary` lists them")
        raise InputError(Problem(problem.where, problem.what, help_)) from None
    if name is not None:
        return _fact_text(found[0], said)
    width = max(len(one.fact) for one in found)
    return "\n".join(_cut(f"{one.fact:<{width}}  {_domain(one, said)}") for one in found)


def version_text() -> str:
    """Lines that name the version, the rulesets, the vocabulary and the reference tables."""
    found = looked_up.versions()
    lines = [f"licensecheck {found.licensecheck}"]
    lines += [
        f"rules {name}: {found.rule_counts[name]} rules, sha256 {digest[:12]}"
        for name, digest in found.rules.items()
    ]
    lines.append(f"vocabulary {found.vocabulary}")
    lines.append(f"reference {found.reference}, review by {found.review_by}")
    if found.own_tables:
        lines.append(f"tables of your own: {', '.join(found.own_tables)}")
    if found.overdue:
        lines.append(
            f"past their day of review: {', '.join(found.overdue)}; look for changes since"
        )
    return "\n".join(lines)


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 4] + " ..."


def _domain(fact: FactAnswer, language: Language) -> str:
    if fact.open_domain:
        return language.text(_OPEN[fact.open_domain])
    return (" < " if fact.ordered else ", ").join(fact.values)


def _fact_text(fact: FactAnswer, language: Language) -> str:
    text = language.text
    words = zip(fact.values, fact.words, strict=True)
    meant = [f"{token} = {said}" for token, said in words if said != token.replace("_", " ")]
    default = text("none")
    if fact.default:
        default = text("{value} (stated as an assumption)", value=fact.default)
    rows = [
        (text("values"), _domain(fact, language)),
        (text("in words"), ", ".join(meant)),
        (text("meaning"), fact.meaning),
        (text("question"), fact.ask),
        (text("answered by"), ", ".join(map(language.token, fact.answered_by))),
        (text("default"), default),
        (text("rests on"), ", ".join(fact.asks)),
    ]
    lines = [fact.fact]
    for label, said in rows:
        if said:
            lines += paragraph(f"{label}: {said}", "  ")
    return "\n".join(lines)


_POINTS: Final = message(
    "Words point to entries and rate nothing: the text of the entry decides. Goods that are not "
    "found here may be listed all the same."
)
_CORRESPONDS: Final = message(
    "A code of another list rates nothing here: look at these entries, none of them chosen."
)
_LISTS: Final = {
    "cml": message("EU common military list"),
    "dual_use": message("EU dual-use list"),
    "none": message("on no list"),
}
_REASONS: Final = {
    "word": message("{said}: read as {word}"),
    "near": message("{said}: written nearly as {word}"),
    "title": message("{said}: stands in the title or the remarks of the entry"),
}


def rating_answer(code: str, on: date, *, format_: str, language: str = SOURCE_LANGUAGE) -> str:
    """What each entry of a written rating is; of a code of another list, which entries to look at.

    Args:
        code: As written.
        on: Day of the list's edition.
        format_: `text` or `json`.
        language: Language of the words around.

    Raises:
        UnknownRating: It is a code of no list that is known.
    """
    if other := looked_up.other_code(code, language):
        if format_ == "json":
            return _json({"code": code, "other_list": other.model_dump()})
        return "\n".join(_other_lines(code, other, find_language(language)))
    ratings = looked_up.ratings(code, on, language)
    if format_ == "json":
        rows = [one.model_dump() for one in ratings]
        return _json({"code": code, "as_of": on, "ratings": rows})
    said = find_language(language)
    return "\n".join(line for rating in ratings for line in _rating_lines(rating, said))


def found_answer(text: str, *, format_: str, language: str = SOURCE_LANGUAGE) -> str:
    """The entries that may hold a product, best first, none chosen.

    Args:
        text: Words for the product, in English or Dutch.
        format_: `text` or `json`.
        language: Language of the words around.

    Raises:
        InputError: No word of it is known.
    """
    candidates = looked_up.candidates(text, language)
    if not candidates:
        what = told("no word of {words} is known", words=quote(text))
        help_ = told(
            "name the product plainly, in English or Dutch; `licensecheck rating --list` shows all "
            "entries"
        )
        raise InputError(Problem("--find", what, help_))
    if format_ == "json":
        return _json({"find": text, "candidates": [one.model_dump() for one in candidates]})
    said = find_language(language)
    lines = [said.text("{text}: entries that may hold it, best first, none chosen",
                       text=quote(text))]  # fmt: skip
    for one in candidates:
        lines += _candidate_lines(one, said)
    return "\n".join((*lines, *paragraph(said.text(_POINTS))))


def entries_answer(code: str | None, *, format_: str, language: str = SOURCE_LANGUAGE) -> str:
    """The entries of the military list: all categories, or one entry with all below it.

    Args:
        code: An entry, such as `ML6`; all categories for none.
        format_: `text` or `json`.
        language: Language of the titles.

    Raises:
        UnknownRating: There is no such entry.
    """
    found = looked_up.entries(code, language)
    if format_ == "json":
        rows = [one.model_dump() for one in found]
        return _json({"list": "eu_military_list", "entries": rows})
    width = max(len(one.code) for one in found)
    lines: list[str] = []
    for one in found:
        first, rest = f"{one.code:<{width}}  ", " " * (width + 2)
        lines += wrap(one.description, WIDTH, first=first, rest=rest)
    return "\n".join(lines)


def _rating_lines(rating: RatingAnswer, said: Language) -> Iterator[str]:
    text, token = said.text, said.token
    yield f"{rating.code}: {text(_LISTS[rating.listed])}"
    yield from paragraph(rating.basis, "  ")
    if rating.listed == "cml":
        for name, value in (
            (text("use in hostilities"), _bounds(rating.hostilities, said)),
            (text("use for repression"), _bounds(rating.repression, said)),
            (text("small arm or light weapon"), token(rating.small_arm)),
            (text("of use to terrorists"), token(rating.terror_use)),
            (text("banned weapon"), token(rating.ban)),
            (text("missile technology"), token(rating.missile_technology)),
            (text("form"), token(rating.form or message("to be stated"))),
        ):
            yield f"  {name}: {value}"
    if rating.note:
        yield from paragraph(text("note: {note}", note=rating.note), "  ")
    yield f"  {text('verified: {how}', how=token(rating.verified))}"


def _bounds(bounds: tuple[str, str], said: Language) -> str:
    least, greatest = map(said.token, bounds)
    if least == greatest:
        return least
    return said.text("{least} to {greatest}", least=least, greatest=greatest)


def _other_lines(code: str, other: OtherCodeAnswer, said: Language) -> Iterator[str]:
    name = said.text(LIST_NAMES[other.list])
    yield said.text("{code}: {list}, {row}", code=quote(code), list=name, row=other.code)
    if other.title:
        yield from paragraph(other.title, "  ")
    for one in other.entries:
        title = full_title(one, said)
        yield from paragraph(f"{one}: {title}" if title else one, "  ")
    if not other.entries:
        yield from paragraph(said.text("no entry can be named for it"), "  ")
    if other.note:
        yield from paragraph(other.note, "  ")
    if other.source:
        source = said.text("source: {source} (verified: {verified})", source=other.source,
                           verified=said.token(other.verified))  # fmt: skip
        yield from paragraph(source, "  ")
    yield from paragraph(said.text(_CORRESPONDS))


def _candidate_lines(one: CandidateAnswer, said: Language) -> Iterator[str]:
    title = full_title(one.code, said) or one.title
    yield from paragraph(f"{one.code}: {title}" if title else one.code, "  ")
    for reason in one.reasons:
        yield from paragraph(reason_text(reason, said), "      ")
    hints = [f"{name} {said.token(token)}" for name, token in
             ((said.text("kind"), one.kind), (said.text("form"), one.form)) if token]  # fmt: skip
    if hints:
        yield from paragraph(said.text("perhaps {hints}", hints=", ".join(hints)), "      ")
    if one.note:
        yield from paragraph(one.note, "      ")


def full_title(code: str, said: Language) -> str:
    """What an entry holds; that of a point of an entry (`ML10.c.1`) begins with the entry's own."""
    entries = ControlList.load().entries
    if code not in entries:
        return ""
    entry = entries[code]
    title = said.of(entry.description)
    if code.count(".") < 2:
        return title
    return f"{said.of(entries[entry.parent].description)}: {title}"


def reason_text(reason: ReasonAnswer, said: Language) -> str:
    """Why an entry is a candidate, in words."""
    if reason.kind == "word" and _plain(reason.said) == _plain(reason.word):
        return said.text("by name: {word}", word=quote(reason.word))
    return said.text(_REASONS[reason.kind], said=reason.said, word=quote(reason.word))


def _plain(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
