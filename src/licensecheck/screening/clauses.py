"""One rule on one transfer: its state, and which of its facts could bring it into another.

In: the terms of a rule and the values of a transfer. Out: states and changes, in tokens; no words.
The law is small here (a rule reads some six facts), so changes are searched exhaustively.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from licensecheck.rules.model import Clause
from licensecheck.rules.program import Term, certainly, possibly
from licensecheck.vocabulary import Fact, Value, Vocabulary

__all__ = ["MOST_CHANGES", "RuleState", "Swap", "Swaps", "classes_of", "flips", "state_of"]

RuleState = Literal["met", "open", "not_met"]
# A change of more facts than these is no longer small, and the search would grow long.
MOST_CHANGES: Final = 3
# Beyond these an officer reads no further; that there are more is said.
MOST_SETS: Final = 12


class Swap(NamedTuple):
    """A fact, and the tokens of which any would do."""

    fact: str
    tokens: tuple[str, ...]


class Swaps(NamedTuple):
    """The smallest changes that bring a rule into a state, and whether these are all.

    Attributes:
        sets: Each a set of facts to change together; no part of one does.
        complete: Whether every set of up to `MOST_CHANGES` facts is among them.
    """

    sets: tuple[tuple[Swap, ...], ...]
    complete: bool


def state_of(
    terms: Sequence[Term], values: Mapping[str, Value], vocabulary: Vocabulary
) -> RuleState:
    """Whether a rule is met by some term, left open by some, or met by none."""
    if any(all(certainly(c, values[c.fact], vocabulary) for c in t.clauses) for t in terms):
        return "met"
    if any(all(possibly(c, values[c.fact], vocabulary) for c in t.clauses) for t in terms):
        return "open"
    return "not_met"


def classes_of(
    fact: Fact, clauses: Sequence[Clause], vocabulary: Vocabulary, within: Value | None = None
) -> list[tuple[str, ...]]:
    """Tokens of a fact, those together that no clause tells apart.

    Args:
        fact: The fact.
        clauses: Clauses on it, of whatever rules.
        vocabulary: Domains and orders.
        within: For an ordered fact, the interval to stay in.
    """
    tokens = fact.domain
    if fact.open_domain:
        # Tokens that a clause names, and one that none does.
        tokens = (*dict.fromkeys(v for c in clauses for v in c.values), "other")
    elif within is not None and fact.ordered:
        tokens = fact.domain[fact.rank(within.lo) : fact.rank(within.hi) + 1]
    found: dict[tuple[bool, ...], list[str]] = {}
    for token in tokens:
        told = tuple(certainly(clause, Value(token, token), vocabulary) for clause in clauses)
        found.setdefault(told, []).append(token)
    return [tuple(group) for group in found.values()]


def flips(
    terms: Sequence[Term],
    values: Mapping[str, Value],
    wanted: RuleState,
    vocabulary: Vocabulary,
    *,
    changeable: Sequence[str],
) -> Swaps:
    """The smallest sets of facts whose change brings a rule into a state.

    Args:
        terms: The terms of the rule.
        values: The values of every fact that they read.
        wanted: `met` or `not_met`.
        vocabulary: Domains and orders.
        changeable: Facts that may take another value.
    """
    choices = {
        name: list(_choices(vocabulary[name], terms, values[name], vocabulary))
        for name in changeable
    }
    sets: list[tuple[Swap, ...]] = []
    for size in range(1, MOST_CHANGES + 1):
        for names in itertools.combinations(choices, size):
            for chosen in itertools.product(*(choices[name] for name in names)):
                swaps = tuple(map(Swap, names, chosen))
                if any(set(smaller) <= set(swaps) for smaller in sets):
                    continue
                if state_of(terms, _changed(values, swaps), vocabulary) == wanted:
                    sets.append(swaps)
    return Swaps(tuple(sets[:MOST_SETS]), len(sets) <= MOST_SETS)


def _choices(
    fact: Fact, terms: Sequence[Term], value: Value, vocabulary: Vocabulary
) -> Iterator[tuple[str, ...]]:
    clauses = [clause for term in terms for clause in term.clauses if clause.fact == fact.name]
    for group in classes_of(fact, clauses, vocabulary):
        # A group that holds the present value is no change, unless that value is not one token.
        if not (value.is_known and value.lo in group):
            yield _nearest_first(fact, group, value)


def _nearest_first(fact: Fact, group: tuple[str, ...], value: Value) -> tuple[str, ...]:
    """The tokens of a group, for an ordered fact those first that lie nearest to its value."""
    if not fact.ordered:
        return group
    lo, hi = fact.rank(value.lo), fact.rank(value.hi)
    return tuple(
        sorted(group, key=lambda token: max(lo - fact.rank(token), fact.rank(token) - hi, 0))
    )


def _changed(values: Mapping[str, Value], swaps: Sequence[Swap]) -> dict[str, Value]:
    return {**values, **{swap.fact: Value(swap.tokens[0], swap.tokens[0]) for swap in swaps}}
