"""Why a rule triggered, or why not: each clause with what was read, and what would change it.

In: a screener, an application, and which rules are asked about. Out: an `Explanation`. Whatever is
said to flip a rule has been decided by the engines of the screener with that change made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from licensecheck.engine.decision import Engine
from licensecheck.errors import InputError, Problem, nearest, quote
from licensecheck.facts.observation import Observation
from licensecheck.facts.unfold import Transfer
from licensecheck.language import Language
from licensecheck.rules.model import CRITERIA, Clause, Rule
from licensecheck.rules.program import Term, certainly, possibly
from licensecheck.screening.buyer import asked_of
from licensecheck.screening.clauses import RuleState, Swap, flips, state_of
from licensecheck.screening.explanation import (
    Change,
    ClauseRead,
    Flip,
    RuleExplained,
    Way,
)
from licensecheck.screening.findings import (
    Examination,
    citation,
    decided_rules,
    met_finding,
)
from licensecheck.screening.fold import DECIDING_TIERS, status_if_met
from licensecheck.screening.result import STATUS_ORDER
from licensecheck.screening.scope import scope_of
from licensecheck.screening.settle import Pending, Settling, smallest_settling
from licensecheck.vocabulary import Fact, Value, Vocabulary
from licensecheck.wording.places import place_text
from licensecheck.wording.sources import sources_text, value_text

__all__ = ["explain_rules", "missing_facts_of", "who_and_through"]

# The states that a rule could be brought into.
_ELSEWHERE: Final[Mapping[RuleState, tuple[RuleState, ...]]] = {
    "met": ("not_met",), "not_met": ("met",), "open": ("met", "not_met"),
}  # fmt: skip


def explain_rules(
    examined: Examination,
    engine: Engine,
    language: Language,
    *,
    criterion: str | int | None = None,
    rule: str | None = None,
) -> tuple[RuleExplained, ...]:
    """Explain the rules of a criterion, or one rule, on every transfer.

    Raises:
        InputError: There is no such rule or criterion, or neither was named.
    """
    program = engine.program
    asked = _asked(program.rules, criterion, rule)
    return tuple(
        _Explainer(engine, transfer, language).explained(one)
        for transfer in _in_scope(examined)
        for one in asked
        if asked_of(one, transfer)
    )


def _asked(rules: Sequence[Rule], criterion: str | int | None, rule: str | None) -> list[Rule]:
    if rule is not None and criterion is not None:
        raise InputError(Problem("rule", "a rule and a criterion are both named", "name one"))
    if rule is not None:
        found = [one for one in rules if one.id == rule]
        if not found:
            ids = [one.id for one in rules]
            help_ = nearest(str(rule), ids) or "`licensecheck rules list` lists them"
            what = f"no rule in force by the id {quote(str(rule))}"
            raise InputError(Problem("rule", what, help_))
        return found
    names = list(dict.fromkeys((*CRITERIA, *(one.criterion for one in rules))))
    if criterion is None or str(criterion) not in names:
        what = "name a criterion or a rule"
        if criterion is not None:
            what = f"no criterion {quote(str(criterion))}"
        raise InputError(Problem("criterion", what, f"one of: {', '.join(names)}"))
    return [one for one in rules if one.criterion == str(criterion)]


class _Explainer:
    """Explains rules on one transfer."""

    def __init__(self, engine: Engine, transfer: Transfer, language: Language) -> None:
        self._engine = engine
        self._program = engine.program
        self._words: Vocabulary = engine.program.vocabulary
        self._transfer = transfer
        self._language = language
        self._record = engine.program.record(transfer.values())

    def explained(self, rule: Rule) -> RuleExplained:
        program, language, transfer = self._program, self._language, self._transfer
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
        return RuleExplained(
            rule=rule.id, title=language.text(rule.title), criterion=rule.criterion,
            point=rule.point, tier=rule.tier, citation=citation(rule, language),
            item=transfer.line.number, end_user=transfer.end_user.number,
            destination=place_text(transfer.end_user.destination.countries, language),
            state=state, says=status_if_met(rule),
            text=self._text(rule, terms) if state == "met" else "",
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
        return not self._words[fact.name].is_known(self._record[fact.name])

    def _is_confirmed(self, index: int, to: RuleState, swaps: Sequence[Swap]) -> bool:
        changed = {swap.fact: Value(swap.tokens[0], swap.tokens[0]) for swap in swaps}
        decided = decided_rules(self._program, self._engine.decide({**self._record, **changed}))
        found = "met" if index in decided.met else "open" if index in decided.open else "not_met"
        return found == to

    def _text(self, rule: Rule, terms: Sequence[Term]) -> str:
        term = next(t for t in terms if self._holds_all(t.clauses) == "yes")
        return met_finding(rule, term, self._transfer, self._words, self._language).text

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

    def _clause(self, clause: Clause) -> ClauseRead:
        language = self._language
        fact = self._words[clause.fact]
        seen: Observation | None = self._transfer.observations.get(clause.fact)
        return ClauseRead(
            fact=fact.name,
            clause=clause_text(clause, language),
            value=value_text(fact, self._record[fact.name], language),
            source=sources_text(seen, language) if seen else language.text("nobody said"),
            as_of=seen.as_of if seen else "",
            verified=seen.verified if seen else "",
            holds=self._holds(clause),
            who=who_and_through(fact)[0],
        )

    def _change(self, swap: Swap) -> Change:
        fact = self._words[swap.fact]
        now = value_text(fact, self._record[swap.fact], self._language)
        return Change(swap.fact, now, swap.tokens, *who_and_through(fact))


def clause_text(clause: Clause, language: Language) -> str:
    """What a clause asks of its fact, in words."""
    values = language.either(language.token(value) for value in clause.values)
    if clause.operator == "in":
        return language.text("is {values}", values=values)
    if clause.operator == "not_in":
        return language.text("is known, and not {values}", values=values)
    if clause.operator == "at_least":
        return language.text("is {values} or graver", values=values)
    return language.text("is {values} or milder", values=values)


def who_and_through(fact: Fact) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who can answer a fact; where nobody does directly, the facts that it is derived from."""
    return fact.who, () if fact.who else fact.asks


def missing_facts_of(examined: Examination, engine: Engine) -> tuple[str, str, Settling]:
    """What is met, what could still be, and the smallest sets of facts that settle the case."""
    program = engine.program
    met = _gravest(found.status for found in examined.met if found.status in STATUS_ORDER)
    pending = []
    for transfer, decided in zip(_in_scope(examined), examined.decided, strict=True):
        record = program.record(transfer.values())
        for index, terms in decided.open.items():
            rule = program.rules[index]
            says = status_if_met(rule)
            if rule.tier in DECIDING_TIERS and says != "noted":
                weak = rule.tier == "law" and any(
                    transfer.observations[clause.fact].unverified
                    for term in terms
                    for clause in term.clauses
                    if clause.fact in transfer.observations
                )
                sure = "review" if weak else says
                pending.append(Pending(rule.id, terms, record, says, sure))
    could_be = _gravest((met, *(one.could_be for one in pending)))
    return met, could_be, smallest_settling(pending, met, program.vocabulary)


def _in_scope(examined: Examination) -> list[Transfer]:
    return [transfer for transfer in examined.transfers if scope_of(transfer) != "no"]


def _gravest(statuses: Iterable[str]) -> str:
    return max(statuses, key=STATUS_ORDER.index, default=STATUS_ORDER[0])
