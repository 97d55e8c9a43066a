"""What comes out, decided: tokens, codes, days, numbers, and references to rules and sources.

No sentence stands here; `wording` says one in a language. Nothing says approved, legal or safe,
and none is a score. `status` is what is met now, `at_worst` the worst that is still possible while
facts are open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from licensecheck.messages import Said
from licensecheck.reference.source import Source
from licensecheck.rules.model import FindingStatus, OutcomeStatus, Verdict
from licensecheck.vocabulary import Value

if TYPE_CHECKING:
    from licensecheck.facts.observation import Observation
    from licensecheck.facts.resolve import Resolved
    from licensecheck.rules.alliances import Alliance
    from licensecheck.rules.model import Rule
    from licensecheck.rules.program import Program
    from licensecheck.screening.screener import OpenCase

__all__ = [
    "NOT_EXAMINED",
    "PILE",
    "RANKED",
    "STATUS_ORDER",
    "Answer",
    "Assumed",
    "Axis",
    "Basis",
    "Contained",
    "CriterionFold",
    "Engines",
    "Examined",
    "Filling",
    "FindingStatus",
    "Found",
    "Inside",
    "OutcomeFold",
    "OutcomeStatus",
    "Qualifier",
    "Ranked",
    "Receipt",
    "Status",
    "Touch",
    "Uncovered",
    "Verdict",
    "Warned",
    "Who",
    "most_severe",
]

# `not_examined`: the Common Position does not cover the goods, so no rule was asked.
Status = Literal["no_trigger", "undetermined", "review", "presumptive_denial", "not_examined"]
Inside = Literal["inside", "outside", "mixed", "unknown", "unstated"]
Axis = Literal["", "start", "custody", "route", "final_use", "onward"]
Qualifier = Literal[
    "temporary", "deployed_outside", "via_non_member", "custody_unstated", "route_unstated",
    "onward_unstated", "onward_unnamed", "international_organisation",
    "membership_changes_within_validity",
]  # fmt: skip
NOT_EXAMINED: Final = "not_examined"
STATUS_ORDER: Final = ("no_trigger", "undetermined", "review", "presumptive_denial")
# The groups of a pile in their order, with the outcomes of each, the gravest first.
PILE: Final = (
    ("needs_a_person", ("presumptive_denial", "review")),
    ("open", ("undetermined", "out_of_scope")),
    ("no_trigger", ("no_trigger",)),
)
# Every outcome, the one to take up first in front.
RANKED: Final = tuple(status for _, statuses in PILE for status in statuses)


def most_severe(*statuses: str) -> Any:
    """The most severe of some statuses; `no_trigger` of none, and of what is only noted."""
    return next((one for one in reversed(STATUS_ORDER) if one in statuses), "no_trigger")


class Who(NamedTuple):
    """An end user in short: its kind, "" where it is not described, and its state."""

    kind: str
    countries: frozenset[str]


# What a place of a reason stands for: a code, the value of a fact, states, or an end user. No
# state at all means that it is not known.
Filling = str | Value | frozenset[str] | Who


class Found(NamedTuple):
    """A rule that is met, or that open facts leave possible.

    Attributes:
        law: The rule.
        status: `noted` (to weigh, no trigger), `review`, `presumptive_denial`, `duty`, or `open`
            where facts are missing.
        could_be: What an open finding would become if its missing facts came out against it.
        items: Numbers of the item lines it concerns, from 1.
        end_users: Numbers of the end users it concerns, from 1; onward states count on.
        because: The facts that it read, each with its sources.
        missing: For an open finding, the facts that would decide it.
        doubt: For an open finding, whether something known speaks for it; else it is a question
            not yet asked.
        filled: What the places of its reason stand for, where it is met.
        told: Facts that its reason may tell of in brackets.
        of_buyer: Whether it is of the state of a buyer, to which the goods do not go.
    """

    law: Rule
    status: FindingStatus
    could_be: str
    items: tuple[int, ...]
    end_users: tuple[int, ...]
    because: tuple[Observation, ...]
    missing: tuple[str, ...] = ()
    doubt: bool = False
    filled: tuple[tuple[str, Filling], ...] = ()
    told: frozenset[str] = frozenset()
    of_buyer: bool = False

    @property
    def rule(self) -> str:
        """Id of the rule."""
        return self.law.id

    @property
    def criterion(self) -> str:
        """Its criterion."""
        return self.law.criterion

    @property
    def tier(self) -> str:
        """Its tier."""
        return self.law.tier

    @property
    def remarks(self) -> tuple[Source, ...]:
        """Rows whose words a reader has to see whole, each once; of an open finding none."""
        if self.status == "open":
            return ()
        return tuple(dict.fromkeys(one for seen in self.because for one in seen.remarks))

    @property
    def unverified(self) -> tuple[Source, ...]:
        """Rows that nobody has verified, where a bright line is only reviewed because of them."""
        if self.status in ("open", self.could_be):
            return ()
        return tuple(seen.sources[0] for seen in self.because if seen.unverified)


@dataclass(frozen=True, slots=True)
class Examined:
    """How many rules could be decided with what is known, of how many that are in force."""

    decided: int
    of: int


@dataclass(frozen=True, slots=True)
class CriterionFold:
    """One of the eight criteria: what is met, what is still possible, how much was examined.

    Attributes:
        bar_possible: A bright line that denies is open, and something known speaks for it.
        findings: Rules that are met, those only noted among them.
        to_weigh: How many rules are noted: met, and no trigger.
    """

    criterion: str
    status: Status
    at_worst: Status
    bar_possible: bool
    basis: tuple[str, ...]
    force: str
    examined: Examined
    findings: tuple[str, ...]
    read: tuple[str, ...]
    to_weigh: int


@dataclass(frozen=True, slots=True)
class OutcomeFold:
    """All criteria folded into one.

    Attributes:
        scope: `yes`, `no`, `unknown` or `some`: whether the Common Position covers the transfers.
        certain: What is certain and stands first: an embargo that is met, a denial that matches.
    """

    status: OutcomeStatus
    at_worst: OutcomeStatus
    bar_possible: bool
    scope: str
    certain: tuple[Found | Observation, ...] = ()


class Basis(NamedTuple):
    """Why a place is inside or not.

    Attributes:
        why: `all` or `some` of several states, `named` in the definition, `member` by a row,
            `not_known`, `not_in`, `arguable` or `outside_area` of the treaty, `no_country`; of a
            use abroad that nobody names, the declared place of use.
        code: The state or territory.
        state: The state that answers for it.
        inside: Of all states, whether they are inside.
        n: Of several states, how many are meant, of how many.
        source: The row of a membership.
    """

    why: str
    code: str = ""
    state: str = ""
    inside: Inside = "unknown"
    n: int = 0
    of: int = 0
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """A party, border or place that the goods touch, and whether it is inside the alliance.

    Attributes:
        places: The states that it can mean; None where none is stated.
        countries: The same in order, and none where they are too many to list.
        axis: The axis of containment that it counts on; empty for a party that holds no goods.
    """

    role: str
    places: frozenset[str] | None
    countries: tuple[str, ...]
    inside: Inside
    basis: Basis
    axis: Axis = ""


@dataclass(frozen=True, slots=True)
class Contained:
    """Whether the transfer stays inside one alliance."""

    definition: Alliance
    membership_as_of: date
    verdict: Verdict
    axes: Mapping[str, Inside]
    qualifiers: tuple[Qualifier, ...]
    touchpoints: tuple[Touch, ...]
    weakest: Touch | None

    @property
    def alliance(self) -> str:
        """Name of the alliance."""
        return self.definition.name


class Ranked(NamedTuple):
    """A fact to ask for, and what its answer could settle.

    Attributes:
        items: Numbers of the item lines of which it is asked; empty where it is of all, or of none.
        end_users: The same for end users and onward states; of a question about the buyer's state,
            all of whom it is asked as well.
        of_buyer: Whether it is asked of the state of the buyer.
    """

    fact: str
    who: tuple[str, ...]
    settles: tuple[str, ...]
    could_reach: Status
    items: tuple[int, ...] = ()
    end_users: tuple[int, ...] = ()
    of_buyer: bool = False


@dataclass(frozen=True, slots=True)
class Engines:
    """Which engine decided and which one confirmed.

    Attributes:
        unconfirmed: Why none did: `choice`, `not_built`, `not_loaded`; "" where one did.
    """

    decided_by: str
    confirmed_by: str
    unconfirmed: str


class Assumed(NamedTuple):
    """A default that some rule read.

    Attributes:
        kind: `silence` where nobody said otherwise, `unlooked` where it only says that nobody has
            looked, `depth` for a partner state that is screened lightly.
        fact: The fact.
        value: Its token.
        countries: Of `depth`, the destination.
        source: Of `depth`, why.
    """

    kind: Literal["silence", "unlooked", "depth"]
    fact: str
    value: str
    countries: frozenset[str] = frozenset()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """What a reader has to be warned of.

    Attributes:
        overridden: Supplied facts that go against another source, each with what that one says.
        denials: What the file of denials says of the transfers.
        lists: What parties were compared with; None where there was no list.
        hits: What the lists say.
        denials_read: A remark on how the file of denials was read, as a message.
        withheld: Tables that were withheld.
        overdue: Tables that are past their day of review.
    """

    overridden: tuple[tuple[Observation, Observation], ...]
    denials: tuple[Source, ...]
    lists: Said | None
    hits: tuple[Source, ...]
    denials_read: str
    withheld: tuple[str, ...]
    overdue: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """What was not looked at.

    Attributes:
        unread: How many rules were not compared with the Official Journal, and of how many points
            the wording was not or only partly seen.
        unencoded: States of export whose national rules are not encoded; None where they are.
        unbound: States of export that the Common Position does not bind.
        lists: Whether lists of names were supplied.
        conflict_until: The last day of the series of conflicts, where the day is after it.
    """

    unread: tuple[int, int]
    unencoded: tuple[str, ...] | None
    unbound: tuple[str, ...]
    lists: bool
    conflict_until: date | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Editions and hashes of everything that the answer depends on; holds no name of a party.

    Attributes:
        licensecheck: Version of this package.
        python: Version of Python.
        engines: Version of each engine that decided or confirmed.
        rules: Hash of each ruleset.
        vocabulary: Edition of the vocabulary.
        reference_edition: Edition of the reference tables as a whole.
        reference: Hash of each reference table.
        options: Options of the screening, by name.
        input: Hash of the application without names and free text; see `input_digest`.
        rule_files: Hash of each rule file, as `ruleset/file`.
        vocabulary_hash: Hash of the vocabulary file.
        alliances: Hash of the definition of each alliance.
        clocks: The days that counted: `as_of` and the three clocks.
        denials: Entries in the file of denials; None where none was supplied.
        decided: Hash of what was decided, the same in every language; see `decided_digest`.
        met: Status of each rule that is met, by its id, so that a recorded decision can answer it.
    """

    licensecheck: str
    python: str
    engines: Mapping[str, str]
    rules: Mapping[str, str]
    vocabulary: str
    reference_edition: str
    reference: Mapping[str, str]
    options: Mapping[str, str]
    input: str
    rule_files: Mapping[str, str] = field(default_factory=dict)
    vocabulary_hash: str = ""
    alliances: Mapping[str, str] = field(default_factory=dict)
    clocks: Mapping[str, str] = field(default_factory=dict)
    denials: int | None = None
    decided: str = ""
    met: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided of one application.

    Attributes:
        case: The opened case that it answers, with its day.
        program: The rules in force.
        resolved: The application with its words read, on its days.
        unconverted: Why values leave the facts of the deal open.
        findings: Rules that are met or open, without duties.
    """

    case: OpenCase
    program: Program
    resolved: Resolved
    outcome: OutcomeFold
    containment: tuple[Contained, ...]
    criteria: tuple[CriterionFold, ...]
    findings: tuple[Found, ...]
    duties: tuple[Found, ...]
    questions: tuple[Ranked, ...]
    assumptions: tuple[Assumed, ...]
    unconverted: tuple[Said, ...]
    warned: Warned
    uncovered: Uncovered
    engine: Engines
    receipt: Receipt
