"""Answers of the look-up commands as text: a place, a word of the vocabulary, the version."""

from __future__ import annotations

from datetime import date

from licensecheck.commands import looked_up
from licensecheck.commands.looked_up import FactAnswer
from licensecheck.documents import days
from licensecheck.errors import InputError, Problem, quote
from licensecheck.language import SOURCE_LANGUAGE, Language, find_language
from licensecheck.messages import message
from licensecheck.report.columns import WIDTH, paragraph

__all__ = ["place_answer", "read_day", "version_text", "vocabulary_text"]

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
        return days.read_day(text)
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
    place = looked_up.place(name, read_day(as_of))
    if format_ == "json":
        return place.model_dump_json(indent=2)
    count = len(place.countries)
    many = f"{count} countries" if count > 1 else "1 country"
    lines = [f"{quote(name)} on {place.as_of}: {many}"]
    if count <= 3:
        lines += [f"  {one.code}  {one.name}" for one in place.countries]
    else:
        lines += paragraph(" ".join(one.code for one in place.countries), "  ")
    lines += [line for basis in place.basis for line in paragraph(f"basis: {basis}", "  ")]
    if place.territory:
        lines.append(f"  territory: {place.territory}")
    if place.via:
        lines.append(f"  via: {', '.join(f'{one.code} {one.name}' for one in place.via)}")
    if place.round_trip:
        lines.append("  there and back (v.v.)")
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
        help_ = problem.help or "`licensecheck vocabulary` lists them"
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
