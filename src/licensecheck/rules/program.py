"""Rules made ready to decide: a list of terms, each an AND of clauses. Knows no engine.

A rule is met when one of its terms is. OR in `when` gives several terms; `unless` is turned into
negated clauses. Each clause has two readings, and so has each term:

    certain:  it holds whatever the unknown facts turn out to be
    possible: it holds for at least one way in which they may turn out

An open rule is a doubt only where something known speaks for it. What can speak is a sign: a
clause on a risk fact that the rule asks for, or what the rule itself calls its `doubt`. Engines
decide signs like terms.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from licensecheck.rules.model import Clause, Rule
from licensecheck.vocabulary import UNKNOWN, Value, Vocabulary

__all__ = ["Program", "Term", "certainly", "possibly"]


class Term(NamedTuple):
    """One way in which a rule can be met: all its clauses together."""

    rule: int
    clauses: tuple[Clause, ...]


def certainly(clause: Clause, value: Value, vocabulary: Vocabulary) -> bool:
    """Whether a clause holds for every token that a value leaves open."""
    if clause.operator == "in":
        return value.lo in clause.values
    if clause.operator == "not_in":
        return value.lo != UNKNOWN and value.lo not in clause.values
    rank = vocabulary[clause.fact].rank
    if clause.operator == "at_least":
        return rank(value.lo) >= rank(clause.values[0])
    return rank(value.hi) <= rank(clause.values[0])


def possibly(clause: Clause, value: Value, vocabulary: Vocabulary) -> bool:
    """Whether a clause holds for at least one token that a value leaves open."""
    if clause.operator == "in":
        return value.lo == UNKNOWN or value.lo in clause.values
    if clause.operator == "not_in":
        return value.lo not in clause.values
    rank = vocabulary[clause.fact].rank
    if clause.operator == "at_least":
        return rank(value.hi) >= rank(clause.values[0])
    return rank(value.lo) <= rank(clause.values[0])


# The rule of a sign.
NO_RULE: Final = -1


class Unread(NamedTuple):
    """Rules that were not compared with the wording in force, and points not wholly seen."""

    rules: int
    points: int


class Program:
    """Rules and their terms over one vocabulary, in the order of the rules."""

    def __init__(self, rules: Iterable[Rule], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.rules: tuple[Rule, ...] = tuple(rules)
        self.terms: tuple[Term, ...] = tuple(
            Term(index, clauses)
            for index, rule in enumerate(self.rules)
            for clauses in dict.fromkeys(_terms(rule, vocabulary))
        )
        signs = [_signs(self.rules[term.rule], term, vocabulary) for term in self.terms]
        distinct = dict.fromkeys(clauses for of_term in signs for clauses in of_term)
        numbers = {clauses: number for number, clauses in enumerate(distinct)}
        # All that engines decide: the terms, and after them the signs, which belong to no rule.
        self.asked: tuple[Term, ...] = (
            *self.terms,
            *(Term(NO_RULE, clauses) for clauses in numbers),
        )
        # For each term the signs of which any makes it a doubt, as bits from 0.
        self.signs: tuple[int, ...] = tuple(
            sum(1 << numbers[clauses] for clauses in of_term) for of_term in signs
        )
        read = {clause.fact for term in self.asked for clause in term.clauses}
        self.facts: tuple[str, ...] = tuple(name for name in vocabulary if name in read)
        self.unknown: Mapping[str, Value] = {name: vocabulary[name].unknown for name in self.facts}

    def record(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The flat record that engines decide: every fact that is read; absent means unknown."""
        return {name: values.get(name, unknown) for name, unknown in self.unknown.items()}

    def rule_named(self, index: int) -> str:
        """The id of the rule that one of the terms or signs asked of engines belongs to."""
        number = self.asked[index].rule
        if number != NO_RULE:
            return self.rules[number].id
        sign = 1 << (index - len(self.terms))
        return next(self.rules[t.rule].id for t, s in zip(self.terms, self.signs, strict=True)
                    if s & sign)  # fmt: skip

    @cached_property
    def unread(self) -> Unread:
        """How many rules nobody has compared with the wording, and points not wholly seen."""
        return Unread(
            rules=sum(not rule.reviewed for rule in self.rules),
            points=sum(rule.source.read != "yes" for rule in self.rules),
        )

    def body(self, criterion: str) -> str:
        """Title of the office's own ruleset whose rules a criterion holds; "" for law."""
        indices = self.by_criterion.get(criterion, ())
        return self.rules[indices[0]].body if indices else ""

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """The rules by their ids."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def by_criterion(self) -> Mapping[str, tuple[int, ...]]:
        """Indices of the rules of each criterion, in order; duties apart."""
        found: dict[str, list[int]] = {}
        for index, rule in enumerate(self.rules):
            if rule.tier != "duty":
                found.setdefault(rule.criterion, []).append(index)
        return {name: tuple(indices) for name, indices in found.items()}


def _terms(rule: Rule, vocabulary: Vocabulary) -> Iterator[tuple[Clause, ...]]:
    exceptions = [
        [negated for clause in group for negated in _negations(clause, vocabulary)]
        for group in rule.unless
    ]
    for alternative in rule.when:
        base = tuple(part for clause in alternative for part in _ranged(clause, vocabulary))
        for chosen in itertools.product(*exceptions):
            clauses = tuple(dict.fromkeys((*base, *chosen)))
            if all(_satisfiable(clause, vocabulary) for clause in clauses):
                yield clauses


def _signs(rule: Rule, term: Term, vocabulary: Vocabulary) -> tuple[tuple[Clause, ...], ...]:
    """What would make a term a doubt while it is open: risk that its rule asks for."""
    asked = {part for group in rule.when for c in group for part in _ranged(c, vocabulary)}
    own = [(c,) for c in term.clauses if c in asked and vocabulary[c.fact].speaks == "risk"]
    named = (tuple(p for c in group for p in _ranged(c, vocabulary)) for group in rule.doubt)
    return tuple(dict.fromkeys((*own, *named)))


def _ranged(clause: Clause, vocabulary: Vocabulary) -> tuple[Clause, ...]:
    """Write a set of tokens of an ordered fact as bounds; the loader keeps such sets contiguous."""
    fact = vocabulary[clause.fact]
    if not fact.ordered or clause.operator in ("at_least", "at_most"):
        return (clause,)
    tokens = set(clause.values)
    if clause.operator == "not_in":
        tokens = set(fact.domain) - tokens
    ranks = sorted(fact.rank(token) for token in tokens)
    parts = []
    if ranks[0] > 0:
        parts.append(Clause(clause.fact, "at_least", (fact.domain[ranks[0]],)))
    if ranks[-1] < len(fact.domain) - 1:
        parts.append(Clause(clause.fact, "at_most", (fact.domain[ranks[-1]],)))
    return tuple(parts)


def _negations(clause: Clause, vocabulary: Vocabulary) -> list[Clause]:
    """The alternatives of which at least one holds when a clause does not."""
    negated = []
    for part in _ranged(clause, vocabulary):
        if part.operator == "in":
            negated.append(Clause(part.fact, "not_in", part.values))
        elif part.operator == "not_in":
            negated.append(Clause(part.fact, "in", part.values))
        else:
            domain = vocabulary[part.fact].domain
            rank = domain.index(part.values[0])
            if part.operator == "at_least" and rank > 0:
                negated.append(Clause(part.fact, "at_most", (domain[rank - 1],)))
            elif part.operator == "at_most" and rank + 1 < len(domain):
                negated.append(Clause(part.fact, "at_least", (domain[rank + 1],)))
    return negated


def _satisfiable(clause: Clause, vocabulary: Vocabulary) -> bool:
    fact = vocabulary[clause.fact]
    if clause.operator != "not_in" or fact.open_domain:
        return True
    return bool(set(fact.domain) - set(clause.values))
