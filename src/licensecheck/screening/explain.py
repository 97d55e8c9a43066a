"""Why a rule triggered, or why not: each clause with what was read, and what would change it.

In: a screener, an application, and which rules are asked about. Out: `Explained`s. Whatever is
said to flip a rule has been decided by the engines of the screener with that change made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from licensecheck.application.models import Party
from licensecheck.engine.decision import Engine
from licensecheck.errors import Argument, InputError, Problem, nearest, quote, told
from licensecheck.facts.item import item_facts
from licensecheck.facts.observation import Observation
from licensecheck.facts.parties import end_user_facts
from licensecheck.facts.resolve import with_facts
from licensecheck.facts.unfold import Transfer
from licensecheck.rules.model import CRITERIA, Clause, Rule, status_if_met
from licensecheck.rules.program import Term, certainly, possibly
from licensecheck.screening.clauses import RuleState, Swap, flips, state_of
from licensecheck.screening.findings import (
    Examination,
    decided_rules,
    met_finding,
    observed,
    status_on,
)
from licensecheck.screening.fold import DECIDING_TIERS
from licensecheck.screening.result import NOT_EXAMINED, STATUS_ORDER, Found, most_severe
from licensecheck.screening.scope import asked_of, covered, in_scope
from licensecheck.screening.settle import Pending, Settling, smallest_settling
from licensecheck.vocabulary import Fact, Value, Vocabulary

__all__ = [
    "Change",
    "ClauseSeen",
    "Explained",
    "Flip",
    "Way",
    "explain_rules",
    "missing_facts_of",
]


@dataclass(frozen=True, slots=True)
class ClauseSeen:
    """One clause, what is known of its fact, and whether it holds: `yes`, `no`, or `open`."""

    clause: Clause
    value: Value
    seen: Observation | None
    holds: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a rule can be met: all its clauses together."""

    holds: str
    clauses: tuple[ClauseSeen, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that takes another value: any of `to`, the nearest first."""

    fact: str
    now: Value
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """A smallest set of changes after which the rule stands otherwise, as both engines decided."""

    to: RuleState
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A rule on one transfer: how it stands, why, and what would change that.

    Attributes:
        destination: The states that the place of destination can mean.
        says: What it says when it is met: review, presumptive_denial or duty.
        found: The finding, where it is met.
        flips: The smallest changes; empty where no change of up to three facts would do.
        fixed: Facts that it read and that nobody can change.
        complete: Whether `flips` holds every smallest change of up to three facts.
    """

    law: Rule
    item: int
    end_user: int
    destination: frozenset[str]
    state: RuleState
    says: str
    found: Found | None
    ways: tuple[Way, ...]
    flips: tuple[Flip, ...]
    fixed: tuple[str, ...]
    complete: bool


# The states that a rule could be brought into.
_ELSEWHERE: Final[Mapping[RuleState, tuple[RuleState, ...]]] = {
    "met": ("not_met",), "not_met": ("met",), "open": ("met", "not_met"),
}  # fmt: skip


def explain_rules(
    examined: Examination,
    engine: Engine,
    *,
    criterion: str | int | None = None,
    rule: str | None = None,
) -> tuple[Explained, ...]:
    """Explain the rules of a criterion, or one rule, on every transfer.

    Raises:
        InputError: There is no such rule or criterion, or neither was named.
    """
    program = engine.program
    asked = _asked(program.rules, criterion, rule)
    return tuple(
        _Explainer(engine, transfer).explained(one)
        for transfer in in_scope(examined.transfers)
        for one in asked
        if asked_of(one, transfer)
    )


def _asked(rules: Sequence[Rule], criterion: str | int | None, rule: str | None) -> list[Rule]:
    if rule is not None and criterion is not None:
        raise InputError(
            Problem(
                Argument("rule"), told("a rule and a criterion are both named"), told("name one")
            )
        )
    if rule is not None:
        found = [one for one in rules if one.id == rule]
        if not found:
            ids = [one.id for one in rules]
            help_ = nearest(str(rule), ids) or told("`licensecheck rules list` lists them")
            what = told("no rule in force by the id {rule}", rule=quote(str(rule)))
            raise InputError(Problem(Argument("rule"), what, help_))
        return found
    names = list(dict.fromkeys((*CRITERIA, *(one.criterion for one in rules))))
    if criterion is None or str(criterion) not in names:
        what = told("name a criterion or a rule")
        if criterion is not None:
            what = told("no criterion {criterion}", criterion=quote(str(criterion)))
        raise InputError(
            Problem(Argument("criterion"), what, told("one of: {words}", words=", ".join(names)))
        )
    return [one for one in rules if one.criterion == str(criterion)]


class _Explainer:
    """Explains rules on one transfer."""

    def __init__(self, engine: Engine, transfer: Transfer) -> None:
        self._engine = engine
        self._program = engine.program
        self._words: Vocabulary = engine.program.vocabulary
        self._transfer = transfer
        self._record = engine.program.record(transfer.values())

    def explained(self, rule: Rule) -> Explained:
        program, transfer = self._program, self._transfer
        index = program.rules.index(rule)
        terms = [term for term in program.terms if term.rule == index]
        state = state_of(terms, self._record, self._words)
        names = list(dict.fromkeys(c.fact for term in terms for c in term.clauses))
        changeable = [name for name in names if self._can_change(self._words[name])]
        wanted = _ELSEWHERE[state]
        found = [
            (to, flips(terms, self._record, to, self._words, changeable=changeable))
            for to in wanted
        ]
        return Explained(
            law=rule, item=transfer.line.number, end_user=transfer.end_user.number,
            destination=transfer.end_user.destination.countries,
            state=state, says=status_if_met(rule),
            found=self._found(rule, terms) if state == "met" else None,
            ways=tuple(self._way(term) for term in terms),
            flips=tuple(
                Flip(to, tuple(self._change(swap) for swap in swaps))
                for to, sets in found
                for swaps in sets.sets
                if self._is_confirmed(index, to, swaps)
            ),
            fixed=tuple(name for name in names if name not in changeable),
            complete=all(sets.complete for _, sets in found),
        )  # fmt: skip

    def _can_change(self, fact: Fact) -> bool:
        """Whether somebody could bring or record another value of a fact.

        Who the states are and what public tables say of them stands; so does what follows from
        the goods, as other goods are another application. A fact that is open can be learnt.
        """
        if fact.open_domain:
            return False
        if {"applicant", "officer", "indicator"} & set(fact.answered_by):
            return True
        return not self._record[fact.name].is_known

    def _is_confirmed(self, index: int, to: RuleState, swaps: Sequence[Swap]) -> bool:
        changed = {swap.fact: Value(swap.tokens[0], swap.tokens[0]) for swap in swaps}
        record = {**self._record, **self._following(changed), **changed}
        if covered(self._transfer.line.rating.listed, record) == "no":
            # Nothing is asked of goods that it does not cover.
            return False
        decided = decided_rules(self._program, self._engine.decide(record))
        found = "met" if index in decided.met else "open" if index in decided.open else "not_met"
        return found == to

    def _following(self, changed: Mapping[str, Value]) -> dict[str, Value]:
        """What follows from the kind of an end user, or from form and kind of goods, if changed."""
        line, seen = self._transfer.line, dict[str, Observation]()
        facts = {name: Observation(name, value, ()) for name, value in changed.items()}
        if "end_user.kind" in changed:
            seen |= end_user_facts(with_facts(Party(), "end_user", facts))
        if (item := with_facts(line.item, "item", facts)) is not line.item:
            seen |= item_facts(item, line.rating, self._words)
        return {name: one.value for name, one in seen.items() if name in self._record}

    def _found(self, rule: Rule, terms: Sequence[Term]) -> Found:
        term = next(t for t in terms if self._holds_all(t.clauses) == "yes")
        return met_finding(rule, term, self._transfer, self._words)

    def _way(self, term: Term) -> Way:
        return Way(self._holds_all(term.clauses), tuple(map(self._clause, term.clauses)))

    def _holds_all(self, clauses: Iterable[Clause]) -> str:
        holds = [self._holds(clause) for clause in clauses]
        return "no" if "no" in holds else "open" if "open" in holds else "yes"

    def _holds(self, clause: Clause) -> str:
        value = self._record[clause.fact]
        if certainly(clause, value, self._words):
            return "yes"
        return "open" if possibly(clause, value, self._words) else "no"

    def _clause(self, clause: Clause) -> ClauseSeen:
        seen = self._transfer.observations.get(clause.fact)
        return ClauseSeen(clause, self._record[clause.fact], seen, self._holds(clause))

    def _change(self, swap: Swap) -> Change:
        return Change(swap.fact, self._record[swap.fact], swap.tokens)


def missing_facts_of(examined: Examination, engine: Engine) -> tuple[str, str, Settling]:
    """What is met, what could still be, and the smallest sets of facts that settle the case."""
    program = engine.program
    if examined.scope == "no":
        return NOT_EXAMINED, NOT_EXAMINED, smallest_settling((), NOT_EXAMINED, program.vocabulary)
    met = most_severe(*(one.status for one in examined.met if one.status in STATUS_ORDER))
    pending = []
    for transfer, decided in zip(in_scope(examined.transfers), examined.decided, strict=True):
        record = program.record(transfer.values())
        for index, terms in decided.open.items():
            rule = program.rules[index]
            says = status_if_met(rule)
            if rule.tier in DECIDING_TIERS and says != "noted":
                sure = status_on(rule, observed(terms, transfer))
                pending.append(Pending(rule.id, terms, record, says, sure))
    could_be = most_severe(met, *(one.could_be for one in pending))
    return met, could_be, smallest_settling(pending, met, program.vocabulary)
