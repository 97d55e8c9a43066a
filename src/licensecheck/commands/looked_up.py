"""What look-ups find, as records: the API gives them as they are, commands as text or JSON.

In: a name, a code, words, as somebody wrote them. Out: records of places, ratings, entries, facts,
rules and editions.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from licensecheck.documents.texts import is_there
from licensecheck.errors import (
    Argument,
    InputError,
    Problem,
    UnknownPlace,
    UnknownRating,
    nearest,
    nearest_or_all,
    quote,
    told,
)
from licensecheck.language import SOURCE_LANGUAGE, find_language
from licensecheck.law import packaged_rulesets
from licensecheck.reference import Reference
from licensecheck.reference.control_list import ControlList, Entry
from licensecheck.reference.find_rating import Finder
from licensecheck.reference.other_lists import find_other_code
from licensecheck.reference.places import basis_with_names, read_place
from licensecheck.reference.ratings import read_ratings
from licensecheck.rules.load import load_ruleset
from licensecheck.screening.receipt import version
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.findings import citation
from licensecheck.wording.sources import name_of_country

__all__ = [
    "CandidateAnswer",
    "Country",
    "EntryAnswer",
    "FactAnswer",
    "OtherCodeAnswer",
    "PlaceAnswer",
    "RatingAnswer",
    "ReasonAnswer",
    "RuleAnswer",
    "Version",
    "candidates",
    "entries",
    "facts",
    "near_places",
    "near_ratings",
    "other_code",
    "place",
    "ratings",
    "rules",
    "ruleset_paths",
    "versions",
]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Country(_Answer):
    """A country by code and name."""

    code: Annotated[str, Field(description="ISO 3166-1 alpha-2; XK is Kosovo.")]
    name: Annotated[str, Field(description="Its name in the language asked for.")]


class PlaceAnswer(_Answer):
    """Every country that a written name stands for on a day, and why."""

    name: str
    as_of: date
    countries: tuple[Country, ...]
    basis: tuple[str, ...]
    via: tuple[Country, ...]
    territory: str
    round_trip: bool


class RatingAnswer(_Answer):
    """One entry of a list that a written code stands for, with what it can hold at the bounds."""

    code: str
    listed: Annotated[str, Field(description="`cml`, `dual_use` or `none`.")]
    basis: str
    hostilities: Annotated[tuple[str, str], Field(description="Least and greatest.")]
    repression: Annotated[tuple[str, str], Field(description="Least and greatest.")]
    small_arm: str
    terror_use: str
    ban: str
    missile_technology: str
    form: Annotated[str, Field(description="The form that the entry fixes, or nothing.")]
    verified: str
    note: str


class ReasonAnswer(_Answer):
    """Why an entry may hold a product."""

    kind: Annotated[str, Field(description="`word`, `near` (a spelling) or `title`.")]
    said: Annotated[str, Field(description="The words that were asked for.")]
    word: Annotated[str, Field(description="The word of the trade that they were read as.")]


class CandidateAnswer(_Answer):
    """An entry that may hold a product; the best comes first, and none is chosen."""

    code: str
    title: Annotated[str, Field(description="What the entry holds; empty outside the list.")]
    reasons: tuple[ReasonAnswer, ...]
    kind: Annotated[str, Field(description="Value of `item.kind` that the words suggest.")]
    form: Annotated[str, Field(description="Value of `item.form` that the words suggest.")]
    note: str


class OtherCodeAnswer(_Answer):
    """A code of another list: it rates nothing here, and has entries to look at."""

    list: Annotated[str, Field(description="Whose list it is of, such as `usml`.")]
    code: Annotated[str, Field(description="As that list writes it.")]
    title: Annotated[str, Field(description="What it holds, in our words, or nothing.")]
    entries: Annotated[tuple[str, ...], Field(description="Entries to look at, none chosen.")]
    verified: str
    source: str
    note: str


class EntryAnswer(_Answer):
    """One entry of the military list."""

    code: str
    parent: str
    description: str
    until: date | None
    verified: str
    note: str


class FactAnswer(_Answer):
    """One fact of the vocabulary."""

    fact: str
    values: Annotated[tuple[str, ...], Field(description="From least to worst where ordered.")]
    words: Annotated[tuple[str, ...], Field(description="The values in the language asked for.")]
    ordered: bool
    open_domain: str
    meaning: str
    ask: str
    answered_by: tuple[str, ...]
    default: str
    asks: tuple[str, ...]


class RuleAnswer(_Answer):
    """One rule, as its file states it."""

    id: str
    ruleset: str
    title: str
    criterion: str
    point: str
    tier: str
    force: str
    judgement: str
    in_force_from: date
    in_force_until: date | None
    facts: tuple[str, ...]
    citation: str
    reviewed: str


class Version(_Answer):
    """The version of the software, and the editions of the law and the data that it carries."""

    licensecheck: str
    rules: Annotated[dict[str, str], Field(description="SHA-256 of each ruleset.")]
    rule_counts: Annotated[dict[str, int], Field(description="How many rules each holds.")]
    vocabulary: str
    reference: str
    review_by: date
    own_tables: Annotated[tuple[str, ...], Field(description="Tables of the user's own.")]
    overdue: Annotated[tuple[str, ...], Field(description="Tables past their day of review.")]


def place(name: str, on: date, language: str = SOURCE_LANGUAGE) -> PlaceAnswer:
    """Read a name.

    Raises:
        InputError: The name cannot be read; near names are given, none is chosen.
    """
    read = read_place(name, on=on, members=Reference.load().members)
    spoken = find_language(language)

    def named(code: str) -> Country:
        return Country(code=code, name=name_of_country(code, spoken))

    basis = [basis_with_names(how, lambda code: name_of_country(code, spoken))
             for how in read.basis]  # fmt: skip
    return PlaceAnswer(
        name=name, as_of=on, countries=tuple(map(named, sorted(read.countries))),
        basis=tuple(map(spoken.of, basis)), via=tuple(map(named, read.via)),
        territory=read.territory, round_trip=read.round_trip,
    )  # fmt: skip


def ratings(code: str, on: date, language: str = SOURCE_LANGUAGE) -> list[RatingAnswer]:
    """Read a code.

    Args:
        code: As written.
        on: Day of the list's edition.
        language: Code of the language of titles and notes.

    Raises:
        UnknownRating: It is on no list.
    """
    said = find_language(language)
    return [
        RatingAnswer(
            code=one.code or one.text, listed=one.listed, basis=said.of(one.basis),
            hostilities=one.hostilities, repression=one.repression, small_arm=one.salw,
            terror_use=one.terror_use, ban=one.ban, missile_technology=one.mtcr_possible,
            form=one.fixed_form, verified=one.verified, note=said.of(one.note),
        )
        for one in read_ratings(code, on=on)
    ]  # fmt: skip


def other_code(code: str, language: str = SOURCE_LANGUAGE) -> OtherCodeAnswer | None:
    """What is known of a code of another list; None where it has the form of none."""
    found, said = find_other_code(code), find_language(language)
    if found is None:
        return None
    words = {name: said.of(getattr(found, name)) for name in ("title", "source", "note")}
    return OtherCodeAnswer(**asdict(found) | words)


def candidates(text: str, language: str = SOURCE_LANGUAGE) -> list[CandidateAnswer]:
    """Entries that may hold a product, in English or Dutch; none where no word of it is known."""
    said = find_language(language)
    return [
        CandidateAnswer(**asdict(one) | {"title": said.of(one.title), "note": said.of(one.note)})
        for one in Finder.load().find(text)
    ]


def entries(code: str | None = None, language: str = SOURCE_LANGUAGE) -> list[EntryAnswer]:
    """The entries of the military list: all categories, or one entry with all below it.

    Raises:
        UnknownRating: There is no such entry.
    """
    table = ControlList.load()
    found = [table.entries[one] for one in table.children[""]]
    if code:
        wanted = code.strip().upper()
        known = {one.upper(): one for one in table.entries}
        if wanted not in known:
            what = told("{code} is no entry of the military list", code=quote(code))
            raise UnknownRating(code, what, help=nearest(wanted, known.values()))
        found = list(_below(table, table.entries[known[wanted]]))
    said = find_language(language)
    return [
        EntryAnswer(code=one.code, parent=one.parent, description=said.of(one.description),
                    until=one.until, verified=one.verified, note=said.of(one.note))
        for one in found
    ]  # fmt: skip


def _below(table: ControlList, entry: Entry) -> Iterator[Entry]:
    yield entry
    for child in table.children.get(entry.code, ()):
        yield from _below(table, table.entries[child])


def facts(name: str | None, code: str) -> list[FactAnswer]:
    """All facts, or the one of a name.

    Raises:
        InputError: There is no such fact; the nearest one is given.
    """
    vocabulary, language = Vocabulary.load(), find_language(code)
    found = vocabulary.values() if name is None else [vocabulary.find(name)]
    return [
        FactAnswer(
            fact=one.name, values=one.domain, words=tuple(map(language.token, one.domain)),
            ordered=one.ordered, open_domain=one.open_domain,
            meaning=language.text(one.meaning), ask=language.text(one.ask),
            answered_by=one.answered_by, default=one.default, asks=one.asks,
        )
        for one in found
    ]  # fmt: skip


def ruleset_paths(name: str | None) -> dict[str, Path]:
    """Where a ruleset stands, by its packaged name or its path; all packaged ones for None.

    Raises:
        InputError: There is no such ruleset; the nearest one is given.
    """
    packaged = packaged_rulesets()
    if name is None:
        return packaged
    if name in packaged:
        return {name: packaged[name]}
    if is_there(name):
        return {name: Path(name)}
    help_ = nearest(name, packaged) or told("one of: {words}; or a path", words=", ".join(packaged))
    raise InputError(Problem("", told("no ruleset by the name {name}", name=quote(name)), help_))


def rules(
    ruleset: str | None = None,
    *,
    criterion: str | None = None,
    tier: str | None = None,
    on: date | None = None,
    language: str = SOURCE_LANGUAGE,
) -> list[RuleAnswer]:
    """Rules of one ruleset or of all packaged ones.

    Args:
        ruleset: Its packaged name or its path; all packaged ones for None.
        criterion: Only those of one criterion.
        tier: Only those of one tier.
        on: Only those in force on a day.
        language: Code of the language of titles and citations.

    Raises:
        InputError: There is no such ruleset or criterion.
        LawError: A rule file breaks the form.
    """
    said = find_language(language)
    every = [rule for path in ruleset_paths(ruleset).values() for rule in load_ruleset(path).rules]
    criteria = tuple(dict.fromkeys(rule.criterion for rule in every))
    if criterion is not None and criterion not in criteria:
        what = told("no such criterion {criterion}", criterion=quote(criterion))
        help_ = nearest_or_all(criterion, criteria)
        raise InputError(Problem(Argument("criterion"), what, help_))
    return [
        RuleAnswer(
            id=rule.id, ruleset=rule.ruleset, title=said.text(rule.title),
            criterion=rule.criterion, point=rule.point, tier=rule.tier, force=rule.force,
            judgement=said.text(rule.judgement), in_force_from=rule.in_force_from,
            in_force_until=rule.in_force_until, facts=rule.facts,
            citation=citation(rule, said), reviewed=rule.reviewed,
        )
        for rule in every
        if criterion in (None, rule.criterion) and tier in (None, rule.tier)
        and (on is None or rule.in_force(on))
    ]  # fmt: skip


def versions() -> Version:
    """The version and the editions."""
    reference = Reference.load()
    loaded = {name: load_ruleset(path) for name, path in packaged_rulesets().items()}
    return Version(
        licensecheck=version(),
        rules={name: one.digest for name, one in loaded.items()},
        rule_counts={name: len(one.rules) for name, one in loaded.items()},
        vocabulary=Vocabulary.load().edition,
        reference=reference.edition,
        review_by=reference.review_by,
        own_tables=reference.own_tables,
        overdue=tuple(reference.overdue(date.today())),
    )


_MOST: Final = 6
_LONGEST: Final = 100


def near_places(name: str, on: date) -> tuple[str, ...]:
    """Names near to one that has no reading; none for one that has."""
    try:
        read_place(name, on=on, members=Reference.load().members)
    except UnknownPlace as error:
        return error.candidates
    except InputError:
        return ()
    return ()


def near_ratings(text: str) -> tuple[str, ...]:
    """Codes of the military list near to what was written: by its letters, or by what they hold.

    Args:
        text: A code that cannot be read (`ML6.z`, `6a`), one of another list (`9A610`), or words
            for a product (`night vision goggles`).
    """
    entries = ControlList.load().entries
    said = "".join(text[:_LONGEST].split()).lower()
    if not said:
        return ()
    other = find_other_code(text)
    if other is not None:
        return tuple(code for code in other.entries if code in entries)
    codes = {code.lower(): code for code in entries}
    stem = next((said[:end] for end in range(len(said), 2, -1) if said[:end] in codes), "")
    if stem:
        below = [code for code, entry in entries.items() if entry.parent == codes[stem]]
        return (*below[: _MOST - 1], codes[stem])
    close = [codes[low] for low in difflib.get_close_matches(said, codes, n=_MOST, cutoff=0.6)]
    found = [one.code for one in Finder.load().find(text) if one.code in entries]
    return tuple(dict.fromkeys((*close, *found)))[:_MOST]
