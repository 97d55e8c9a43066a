"""Explanations in words: why rules stand as they do, and which facts would settle a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from licensecheck.language import Language
from licensecheck.screening import explain as decided
from licensecheck.screening.clauses import RuleState
from licensecheck.screening.screener import OpenCase
from licensecheck.screening.settle import Settling
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.findings import citation, clause_text, reason_text
from licensecheck.wording.published import Published, schema_of
from licensecheck.wording.result import NOT_PERMISSION
from licensecheck.wording.sources import place_text, sources_text, value_text

__all__ = [
    "EXPLANATION_ID",
    "MISSING_ID",
    "Change",
    "ClauseRead",
    "Explanation",
    "Flip",
    "Missing",
    "MissingFact",
    "RuleExplained",
    "Way",
    "explanation_in_words",
    "explanation_schema",
    "missing_in_words",
    "missing_schema",
]

EXPLANATION_ID: Final = "licensecheck/explanation/1"
MISSING_ID: Final = "licensecheck/missing/1"


@dataclass(frozen=True, slots=True)
class ClauseRead:
    """One clause, and what was read for it.

    Attributes:
        clause: What it asks, in words.
        value: What is known of the fact, as printed.
        holds: `yes`, `no`, or `open` while the fact is not settled.
        who: Who can answer the fact.
    """

    fact: str
    clause: str
    value: str
    source: str
    as_of: str
    verified: str
    holds: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a rule can be met: all its clauses together."""

    holds: str
    clauses: tuple[ClauseRead, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that takes another value: any of `to`, the nearest first.

    Attributes:
        who: Who can answer it.
        through: For a fact that is derived, the facts to ask for.
    """

    fact: str
    now: str
    to: tuple[str, ...]
    who: tuple[str, ...]
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """A smallest set of changes after which the rule stands otherwise, as both engines decided."""

    to: RuleState
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RuleExplained:
    """A rule on one transfer: how it stands, why, and what would change that.

    Attributes:
        state: `met`, `open` or `not_met`.
        says: What it says when it is met: review, presumptive_denial or duty.
        flips: The smallest changes; empty where no change of up to three facts would do.
        fixed: Facts that it read and that nobody can change: they follow from the goods, the
            states, or public tables.
        complete: Whether `flips` holds every smallest change of up to three facts.
    """

    rule: str
    title: str
    criterion: str
    point: str
    tier: str
    citation: str
    item: int
    end_user: int
    destination: str
    state: RuleState
    says: str
    text: str
    ways: tuple[Way, ...]
    flips: tuple[Flip, ...]
    fixed: tuple[str, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Explanation(Published):
    """Why the rules that were asked about stand as they do."""

    schema: str
    reference: str
    as_of: date
    language: str
    rules: tuple[RuleExplained, ...]
    not_permission: str


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact to learn: the question that settles it, who can answer, or through which facts."""

    fact: str
    ask: str
    who: tuple[str, ...]
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing(Published):
    """The smallest sets of facts that would settle a case.

    Attributes:
        met: The gravest that is met now.
        could_be: The gravest that open bright lines and screens can still lead to.
        sets: Each a set of facts that settles the case, whatever they turn out to be. One empty
            set where it is settled.
        exact: Whether no smaller set would do; without it a fact too many may be asked for.
    """

    schema: str
    reference: str
    as_of: date
    language: str
    met: str
    could_be: str
    sets: tuple[tuple[MissingFact, ...], ...]
    exact: bool
    not_permission: str


def explanation_in_words(
    case: OpenCase, rules: Iterable[decided.Explained], language: Language
) -> Explanation:
    """An explanation as it is published.

    Args:
        case: The case.
        rules: How each of its rules stands.
        language: Language of the texts.
    """
    vocabulary = case.screener.vocabulary
    return Explanation(
        EXPLANATION_ID, case.application.reference or "", case.as_of, language.code,
        tuple(_explained(one, vocabulary, language) for one in rules),
        language.text(NOT_PERMISSION),
    )  # fmt: skip


def _explained(one: decided.Explained, vocabulary: Vocabulary, language: Language) -> RuleExplained:
    rule = one.law

    def clause(read: decided.ClauseSeen) -> ClauseRead:
        fact, seen = vocabulary[read.clause.fact], read.seen
        return ClauseRead(
            fact=fact.name,
            clause=clause_text(read.clause, language),
            value=value_text(fact, read.value, language),
            source=sources_text(seen, language) if seen else language.text("nobody said"),
            as_of=seen.as_of if seen else "",
            verified=seen.verified if seen else "",
            holds=read.holds,
            who=fact.who,
        )

    def change(made: decided.Change) -> Change:
        fact = vocabulary[made.fact]
        now = value_text(fact, made.now, language)
        return Change(made.fact, now, made.to, fact.who, _through(vocabulary, made.fact))

    return RuleExplained(
        rule=rule.id, title=language.text(rule.title), criterion=rule.criterion,
        point=rule.point, tier=rule.tier, citation=citation(rule, language), item=one.item,
        end_user=one.end_user, destination=place_text(one.destination, language),
        state=one.state, says=one.says,
        text=reason_text(one.found, vocabulary, language) if one.found else "",
        ways=tuple(Way(way.holds, tuple(map(clause, way.clauses))) for way in one.ways),
        flips=tuple(Flip(flip.to, tuple(map(change, flip.changes))) for flip in one.flips),
        fixed=one.fixed, complete=one.complete,
    )  # fmt: skip


def missing_in_words(
    case: OpenCase, found: tuple[str, str, Settling], language: Language
) -> Missing:
    """The facts that would settle a case, as they are published.

    Args:
        case: The case.
        found: What is met, what could still be, and the smallest sets of facts.
        language: Language of the texts.
    """
    met, could_be, settling = found
    vocabulary = case.screener.vocabulary

    def fact(name: str) -> MissingFact:
        ask = language.text(vocabulary[name].ask)
        return MissingFact(name, ask, vocabulary[name].who, _through(vocabulary, name))

    return Missing(
        MISSING_ID, case.application.reference or "", case.as_of, language.code, met, could_be,
        tuple(tuple(map(fact, names)) for names in settling.sets), settling.exact,
        language.text(NOT_PERMISSION),
    )  # fmt: skip


def _through(vocabulary: Vocabulary, name: str) -> tuple[str, ...]:
    """Where nobody answers a fact directly, the facts that it is derived from."""
    fact = vocabulary[name]
    return () if fact.who else fact.asks


def explanation_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of an explanation."""
    return schema_of(Explanation, EXPLANATION_ID, "Why rules stand as they do")


def missing_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the facts that would settle a case."""
    return schema_of(Missing, MISSING_ID, "The facts that would settle a case")
