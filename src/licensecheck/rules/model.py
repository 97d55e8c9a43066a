"""The law as the files write it: rules, their clauses and reasons, and the ruleset that holds them.

In: values checked by `load`. Out: frozen records that the program, the reports and the docs read.

A reason is a template, of which not all can always be said:

    the stocks are at risk[; their security is graded {destination.stockpile}]

A part in brackets is said only where each fact that it names was read by a way in which the rule
is met, and is known. What stands outside of brackets is always said, so it names only facts that
every alternative of the rule reads.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from licensecheck.facts.membership import Membership
from licensecheck.messages import message
from licensecheck.vocabulary import Fact

__all__ = [
    "CRITERIA",
    "CRITERION_TITLES",
    "Clause",
    "FindingStatus",
    "Force",
    "Operator",
    "OutcomeStatus",
    "PointForce",
    "Read",
    "ReasonPart",
    "RestsOn",
    "Rule",
    "RulePassage",
    "RuleSource",
    "Ruleset",
    "Tier",
    "Verdict",
    "reason_parts",
    "status_if_met",
]

Tier = Literal["law", "screen", "assess", "confirm", "duty"]
Force = Literal["deny", "caution", "weigh", "procedure"]
# What a point of the text says, where it is no ground that a rule can have.
PointForce = Literal[
    "deny", "caution", "weigh", "procedure", "encourage", "consult", "precondition", "scope", "bar",
    "guidance",
]  # fmt: skip
Read = Literal["yes", "partly", "no"]
RestsOn = Literal["indicator", "practice", "guide"]
# What cases and scenarios expect of a result.
FindingStatus = Literal["noted", "review", "presumptive_denial", "duty", "open"]
OutcomeStatus = Literal[
    "no_trigger", "undetermined", "review", "presumptive_denial", "out_of_scope"
]
Verdict = Literal[
    "stays_inside", "passes_outside", "first_hop_inside", "leaves", "starts_outside",
    "undetermined",
]  # fmt: skip
Operator = Literal["in", "not_in", "at_least", "at_most"]
Yields = Literal["", "review", "noted"]

CRITERIA: Final = ("1", "2", "3", "4", "5", "6", "7", "8")

# Titles in our words; the subjects are those of Article 2 of Common Position 2008/944/CFSP.
CRITERION_TITLES: Final[Mapping[str, str]] = {
    "1": message("International obligations and commitments"),
    "2": message("Human rights and international humanitarian law"),
    "3": message("Internal situation in the country of final destination"),
    "4": message("Regional peace, security and stability"),
    "5": message("Security of the Member States and of friendly and allied countries"),
    "6": message("Behaviour of the buyer country"),
    "7": message("Diversion and undesirable re-export"),
    "8": message("Compatibility with the technical and economic capacity of the recipient"),
}
_OPTIONAL: Final = re.compile(r"(\[[^\[\]]*\])")


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition on one fact.

    Unordered facts are asked `in` or `not_in` a set of tokens, ordered facts `at_least` or
    `at_most` one token.
    """

    fact: str
    operator: Operator
    values: tuple[str, ...]

    def __str__(self) -> str:
        tokens = " or ".join(self.values)
        words = {"in": "is", "not_in": "is not", "at_least": "at least", "at_most": "at most"}
        return f"{self.fact} {words[self.operator]} {tokens}"


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Where the point of law stands, and how much of its wording has been seen.

    `read` is `yes`, `partly` or `no`; everything but `yes` is marked in every output. Where a rule
    rests on guidance, on practice or on an indicator rather than on the point itself, `act` says so
    and holds `{point}` where the point is to be named.
    """

    act: str
    celex: str = ""
    language: str = "EN"
    read: str = "no"
    note: str = ""


@dataclass(frozen=True, slots=True)
class RulePassage:
    """Which passage somebody read when comparing a rule with the official text.

    Attributes:
        celex: CELEX number of the text; "" where the file did not tell it.
        language: EN, NL, DE or FR.
        hash: Of the words; see `rules.official_text.joint_hash`.
    """

    celex: str
    language: str
    hash: str


@dataclass(frozen=True)
class Rule:
    """One rule. `when` holds alternatives (OR) of clauses (AND); so does `unless`.

    Attributes:
        yields: What it says when it is met, where that is milder than its tier and force say.
        doubt: What makes it a doubt while it is open, beside the risk facts that `when` reads.
        body: Title of the office's own ruleset that it belongs to; "" for law.
    """

    id: str
    title: str
    criterion: str
    point: str
    tier: Tier
    force: Force
    in_force_from: date
    in_force_until: date | None
    yields: Yields
    judgement: str
    when: tuple[tuple[Clause, ...], ...]
    unless: tuple[tuple[Clause, ...], ...]
    reason: str
    resolves: tuple[str, ...]
    source: RuleSource
    reviewed: str = ""
    passage: RulePassage | None = None
    ruleset: str = ""
    doubt: tuple[tuple[Clause, ...], ...] = ()
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: str = ""
    body: str = ""

    @property
    def cited(self) -> str:
        """The point alone, without a word on what the rule rests on (`, User's Guide`)."""
        return self.point.partition(", ")[0]

    def in_force(self, on: date) -> bool:
        """Whether the rule is in force on a day; `until` is the first day on which it is not."""
        return self.in_force_from <= on and (
            self.in_force_until is None or on < self.in_force_until
        )

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Names of the facts that it reads, each once, in the order of the file."""
        clauses = [c for group in (*self.when, *self.unless, *self.doubt) for c in group]
        return tuple(dict.fromkeys(clause.fact for clause in clauses))


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All rules of one body of law, such as `eu-common-position` or `nl`.

    Attributes:
        digest: SHA-256 of all its files together.
        files: SHA-256 of each of its files, by name; files of lists among them.
        facts: Facts that it declares, or that its lists stand for, beside the vocabulary.
        sets: The sets behind those of its lists.
        stops: Tiers of which a finding that is met stops a pipeline.
        lists: Files of lists, each as it was when it was read.
    """

    name: str
    rules: tuple[Rule, ...]
    titles: Mapping[str, str]
    digest: str
    files: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    sets: tuple[Membership, ...] = ()
    stops: tuple[str, ...] = ()
    lists: tuple[tuple[Path, tuple[int, ...]], ...] = ()

    def first_day(self) -> date:
        """First day on which any rule of it is in force."""
        return min(rule.in_force_from for rule in self.rules)


def status_if_met(rule: Rule) -> FindingStatus:
    """What a rule says when it is met: by its tier, its force and what it yields."""
    if rule.tier == "duty":
        return "duty"
    if rule.yields:
        return rule.yields
    if rule.tier == "law" or (rule.tier == "confirm" and rule.force == "deny"):
        return "presumptive_denial"
    return "review"


class ReasonPart(NamedTuple):
    """A part of a reason: texts, each with the fact that follows it or None; and its kind."""

    pieces: tuple[tuple[str, str | None], ...]
    optional: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts and shorthands that it names."""
        return tuple(field for _, field in self.pieces if field)

    def is_read_by(self, fact: str, read: Iterable[frozenset[str]]) -> bool:
        """Whether it may tell of a fact: always in brackets, else if each alternative reads it."""
        return self.optional or all(fact in facts for facts in read)


@lru_cache(maxsize=1024)
def reason_parts(text: str) -> tuple[ReasonPart, ...]:
    """The parts of a reason, in order.

    Raises:
        ValueError: A brace or a bracket is not closed.
    """
    parts = []
    for piece in _OPTIONAL.split(text):
        optional = piece.startswith("[") and piece.endswith("]")
        inner = piece[1:-1] if optional else piece
        if not optional and ("[" in inner or "]" in inner):
            raise ValueError(text)
        formatted = string.Formatter().parse(inner)
        pieces = tuple((literal, field) for literal, field, _, _ in formatted)
        if pieces:
            parts.append(ReasonPart(pieces, optional))
    return tuple(parts)
