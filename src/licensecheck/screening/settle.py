"""The smallest sets of facts that would settle a case, whatever they turn out to be.

A case is settled when no open bright line or screen could lead to anything graver than what is met.
In: rules that may still be decided, with the values of their transfers. Out: sets of facts.

Rules that share no open fact are looked at apart, so that the ways in which facts may turn out are
counted together only where they must be.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from licensecheck.rules.program import Term
from licensecheck.screening.clauses import Swap, classes_of, state_of
from licensecheck.screening.result import STATUS_ORDER
from licensecheck.vocabulary import Value, Vocabulary

__all__ = ["Pending", "Settling", "smallest_settling"]

# Ways in which the facts of rules that hang together may turn out; beyond, each rule is taken
# by itself, which may ask for a fact too many, never for one too few.
_MOST_WAYS: Final = 6_000
_MOST_SETS: Final = 6
_MOST_TRIED: Final = 3


class Pending(NamedTuple):
    """An open rule of one transfer.

    Attributes:
        rule: Its id.
        terms: Its terms that are still possible.
        values: Values of the facts that they read.
        could_be: The gravest that the rule could say if it were met.
        at_least: What it would surely say; less where it rests on a row that nobody verified.
    """

    rule: str
    terms: tuple[Term, ...]
    values: Mapping[str, Value]
    could_be: str
    at_least: str


class Settling(NamedTuple):
    """Sets of facts to learn; `exact` says whether no smaller set would do."""

    sets: tuple[tuple[str, ...], ...]
    exact: bool


def smallest_settling(pending: Sequence[Pending], met: str, vocabulary: Vocabulary) -> Settling:
    """The smallest sets of open facts that settle a case.

    Args:
        pending: Its open rules, those that can change the status.
        met: The status that is met now.
        vocabulary: Domains and orders.
    """
    graver = [one for one in pending if _rank(one.could_be) > _rank(met)]
    facts = sorted({name for one in graver for name in _open_facts(one)})
    if not facts:
        return Settling(((),), exact=True)
    settled, exact = _settles(graver, frozenset(facts), met, vocabulary)
    if not settled:  # pragma: no cover - every open fact known leaves nothing open
        return Settling((tuple(facts),), exact=False)
    needed = [
        name
        for name in facts
        if not _settles(graver, frozenset(facts) - {name}, met, vocabulary)[0]
    ]
    if _settles(graver, frozenset(needed), met, vocabulary)[0]:
        return Settling((tuple(needed),), exact)
    rest = [name for name in facts if name not in needed]
    sets: list[tuple[str, ...]] = []
    for size in range(1, min(_MOST_TRIED, len(rest)) + 1):
        for more in itertools.combinations(rest, size):
            if _settles(graver, frozenset((*needed, *more)), met, vocabulary)[0]:
                sets.append((*needed, *more))
        if sets:
            return Settling(tuple(sets[:_MOST_SETS]), exact and len(sets) <= _MOST_SETS)
    return Settling((tuple(facts),), exact=False)


def _rank(status: str) -> int:
    return STATUS_ORDER.index(status)


def _open_facts(one: Pending) -> Iterator[str]:
    for term in one.terms:
        for clause in term.clauses:
            if not one.values[clause.fact].is_known:
                yield clause.fact


def _settles(
    pending: Sequence[Pending], known: frozenset[str], met: str, vocabulary: Vocabulary
) -> tuple[bool, bool]:
    """Whether learning some facts settles the case in every way, and whether that is exact."""
    groups = [_ends(group, known, met, vocabulary) for group in _connected(pending, known)]
    exact = all(ends.exact for ends in groups)
    for index, ends in enumerate(groups):
        # Elsewhere facts may turn out as harmless as they can.
        elsewhere = max(
            (min(met_ for met_, _ in other.ways) for at, other in enumerate(groups) if at != index),
            default=_rank(met),
        )
        for met_, open_ in ends.ways:
            if open_ > max(met_, elsewhere, _rank(met)):
                return False, exact
    return True, exact


class _Ends(NamedTuple):
    """In each way: the gravest that is met, and the gravest that is still open."""

    ways: frozenset[tuple[int, int]]
    exact: bool


def _connected(pending: Sequence[Pending], known: frozenset[str]) -> Iterator[list[Pending]]:
    """Rules that share facts to be learnt, together."""
    left = [(one, known & {c.fact for t in one.terms for c in t.clauses}) for one in pending]
    while left:
        first, facts = left.pop(0)
        group = [first]
        grown = True
        while grown:
            grown = False
            for entry in list(left):
                if entry[1] & facts:
                    left.remove(entry)
                    group.append(entry[0])
                    facts |= entry[1]
                    grown = True
        yield group


def _ends(
    group: Sequence[Pending], known: frozenset[str], met: str, vocabulary: Vocabulary
) -> _Ends:
    read = sorted(known & {c.fact for one in group for t in one.terms for c in t.clauses})
    choices = [_ways_of(name, group, vocabulary) for name in read]
    if len(group) > 1 and math.prod(map(len, choices)) > _MOST_WAYS:
        apart = [_ends([one], known, met, vocabulary) for one in group]
        # Taken apart, nothing that one meets excuses what another leaves open.
        ways = frozenset((_rank(met), open_) for ends in apart for _, open_ in ends.ways)
        return _Ends(ways, exact=False)
    found = (_way(group, chosen, vocabulary) for chosen in itertools.product(*choices))
    return _Ends(frozenset(found), exact=True)


def _ways_of(name: str, group: Sequence[Pending], vocabulary: Vocabulary) -> list[Swap]:
    clauses = [c for one in group for t in one.terms for c in t.clauses if c.fact == name]
    values = {one.values[name] for one in group if name in one.values}
    within = values.pop() if len(values) == 1 else None
    return [Swap(name, tokens) for tokens in
            classes_of(vocabulary[name], clauses, vocabulary, within)]  # fmt: skip


def _way(
    group: Sequence[Pending], chosen: Sequence[Swap], vocabulary: Vocabulary
) -> tuple[int, int]:
    met = open_ = 0
    told = {swap.fact: Value(swap.tokens[0], swap.tokens[0]) for swap in chosen}
    for one in group:
        values = {**one.values, **{name: told[name] for name in told if name in one.values}}
        state = state_of(one.terms, values, vocabulary)
        if state == "met":
            met = max(met, _rank(one.at_least))
        elif state == "open":
            open_ = max(open_, _rank(one.could_be))
    return met, open_
