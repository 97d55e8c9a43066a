"""What the JSON API answers beside results: places, ratings, vocabulary, rules, version, health."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from licensecheck.commands.lookups import place_data
from licensecheck.commands.rating import rating_data
from licensecheck.language import Language, find_language
from licensecheck.reference import Reference
from licensecheck.reference.find_rating import Finder
from licensecheck.reference.ratings import read_ratings
from licensecheck.rules.load import load_ruleset, packaged_rulesets
from licensecheck.screening.findings import citation
from licensecheck.screening.receipt import version
from licensecheck.vocabulary import Vocabulary

__all__ = [
    "CandidateAnswer",
    "Country",
    "FactAnswer",
    "Health",
    "PlaceAnswer",
    "RatingAnswer",
    "ReasonAnswer",
    "RuleAnswer",
    "Version",
    "candidates",
    "facts",
    "place",
    "ratings",
    "rules",
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
    vocabulary: str
    reference: str
    review_by: date


class Health(_Answer):
    """That the server answers."""

    status: Annotated[str, Field(description="`ok`")] = "ok"


def place(name: str, on: date, language: Language) -> PlaceAnswer:
    """Read a name.

    Raises:
        UnknownPlace: It has no reading.
    """
    return PlaceAnswer(**place_data(name, on, language.code))


def ratings(code: str, on: date) -> list[RatingAnswer]:
    """Read a code.

    Raises:
        UnknownRating: It is on no list.
    """
    return [RatingAnswer(**rating_data(one)) for one in read_ratings(code, on=on)]


def candidates(text: str) -> list[CandidateAnswer]:
    """Entries that may hold a product; none where no word of it is known."""
    return [CandidateAnswer(**asdict(one)) for one in Finder.load().find(text)]


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


def rules(criterion: str | None, on: date | None, code: str) -> list[RuleAnswer]:
    """The packaged rules; of one criterion, or in force on a day, where that is asked for."""
    language = find_language(code)
    every = (rule for path in packaged_rulesets().values() for rule in load_ruleset(path).rules)
    return [
        RuleAnswer(
            id=rule.id, ruleset=rule.ruleset, title=language.text(rule.title),
            criterion=rule.criterion, point=rule.point, tier=rule.tier,
            force=rule.force,
            judgement=language.text(rule.judgement), in_force_from=rule.in_force_from,
            in_force_until=rule.in_force_until, facts=rule.facts,
            citation=citation(rule, language), reviewed=rule.reviewed,
        )
        for rule in every
        if criterion in (None, rule.criterion) and (on is None or rule.in_force(on))
    ]  # fmt: skip


def versions() -> Version:
    """The version and the editions."""
    reference = Reference.load()
    return Version(
        licensecheck=version(),
        rules={name: load_ruleset(path).digest for name, path in packaged_rulesets().items()},
        vocabulary=Vocabulary.load().edition,
        reference=reference.edition,
        review_by=reference.review_by,
    )
