"""Answers about ratings: what a code says, which entries may hold a product, what a list holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from licensecheck.commands import looked_up
from licensecheck.commands.looked_up import (
    CandidateAnswer,
    OtherCodeAnswer,
    RatingAnswer,
    ReasonAnswer,
)
from licensecheck.errors import InputError, Problem, quote
from licensecheck.language import SOURCE_LANGUAGE, Language, find_language
from licensecheck.messages import message
from licensecheck.reference.control_list import ControlList, Entry
from licensecheck.reference.other_lists import LIST_NAMES
from licensecheck.report.columns import WIDTH, paragraph, wrap

__all__ = ["entries_answer", "found_answer", "full_title", "rating_answer", "reason_text"]

_POINTS: Final = message(
    "Words point to entries and rate nothing: the text of the entry decides. Goods that are not "
    "found here may be listed all the same."
)
_CORRESPONDS: Final = message(
    "A code of another list rates nothing here: look at these entries, none of them chosen."
)
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
    if other := looked_up.other_code(code):
        if format_ == "json":
            return _json({"code": code, "other_list": other.model_dump()})
        return "\n".join(_other_lines(code, other, find_language(language)))
    ratings = looked_up.ratings(code, on)
    if format_ == "json":
        rows = [one.model_dump() for one in ratings]
        return _json({"code": code, "as_of": on, "ratings": rows})
    return "\n".join(line for rating in ratings for line in _rating_lines(rating))


def found_answer(text: str, *, format_: str, language: str = SOURCE_LANGUAGE) -> str:
    """The entries that may hold a product, best first, none chosen.

    Args:
        text: Words for the product, in English or Dutch.
        format_: `text` or `json`.
        language: Language of the words around.

    Raises:
        InputError: No word of it is known.
    """
    candidates = looked_up.candidates(text)
    if not candidates:
        what = f"no word of {quote(text)} is known"
        help_ = "name the product plainly, in English or Dutch; `licensecheck rating --list` "
        raise InputError(Problem("--find", what, help_ + "shows all entries"))
    if format_ == "json":
        return _json({"find": text, "candidates": [one.model_dump() for one in candidates]})
    said = find_language(language)
    lines = [said.text("{text}: entries that may hold it, best first, none chosen",
                       text=quote(text))]  # fmt: skip
    for one in candidates:
        lines += _candidate_lines(one, said)
    return "\n".join((*lines, *paragraph(said.text(_POINTS))))


def entries_answer(code: str | None, *, format_: str) -> str:
    """The entries of the military list: all categories, or one entry with all below it.

    Args:
        code: An entry, such as `ML6`; all categories for none.
        format_: `text` or `json`.

    Raises:
        UnknownRating: There is no such entry.
    """
    found = looked_up.entries(code)
    if format_ == "json":
        rows = [one.model_dump() for one in found]
        return _json({"list": "eu_military_list", "entries": rows})
    width = max(len(one.code) for one in found)
    lines: list[str] = []
    for one in found:
        first, rest = f"{one.code:<{width}}  ", " " * (width + 2)
        lines += wrap(one.description, WIDTH, first=first, rest=rest)
    return "\n".join(lines)


def _rating_lines(rating: RatingAnswer) -> Iterator[str]:
    lists = {"cml": "EU common military list", "dual_use": "EU dual-use list"}
    yield f"{rating.code}: {lists.get(rating.listed, 'on no list')}"
    yield from paragraph(rating.basis, "  ")
    if rating.listed == "cml":
        for name, value in (
            ("use in hostilities", " to ".join(dict.fromkeys(rating.hostilities))),
            ("use for repression", " to ".join(dict.fromkeys(rating.repression))),
            ("small arm or light weapon", rating.small_arm),
            ("of use to terrorists", rating.terror_use),
            ("banned weapon", rating.ban),
            ("missile technology", rating.missile_technology),
            ("form", rating.form or "to be stated"),
        ):
            yield f"  {name}: {value}"
    if rating.note:
        yield from paragraph(f"note: {rating.note}", "  ")
    yield f"  verified: {rating.verified}"


def _other_lines(code: str, other: OtherCodeAnswer, said: Language) -> Iterator[str]:
    name = said.text(LIST_NAMES[other.list])
    yield said.text("{code}: {list}, {row}", code=quote(code), list=name, row=other.code)
    if other.title:
        yield from paragraph(other.title, "  ")
    entries = ControlList.load().entries
    for one in other.entries:
        title = full_title(one, entries)
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
    title = full_title(one.code, ControlList.load().entries) or one.title
    yield from paragraph(f"{one.code}: {title}" if title else one.code, "  ")
    for reason in one.reasons:
        yield from paragraph(reason_text(reason, said), "      ")
    hints = [f"{name} {said.token(token)}" for name, token in
             ((said.text("kind"), one.kind), (said.text("form"), one.form)) if token]  # fmt: skip
    if hints:
        yield from paragraph(said.text("perhaps {hints}", hints=", ".join(hints)), "      ")
    if one.note:
        yield from paragraph(one.note, "      ")


def full_title(code: str, entries: Mapping[str, Entry]) -> str:
    """What an entry holds; that of a point of an entry (`ML10.c.1`) begins with the entry's own."""
    if code not in entries:
        return ""
    entry = entries[code]
    above = entries[entry.parent].description if code.count(".") > 1 else ""
    return f"{above}: {entry.description}" if above else entry.description


def reason_text(reason: ReasonAnswer, said: Language) -> str:
    """Why an entry is a candidate, in words."""
    if reason.kind == "word" and _plain(reason.said) == _plain(reason.word):
        return said.text("by name: {word}", word=quote(reason.word))
    return said.text(_REASONS[reason.kind], said=reason.said, word=quote(reason.word))


def _plain(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
