"""The bitset evaluator: for each fact and value one mask of the terms that it does not rule out.

A decision is the AND of one mask per fact. Both readings lie side by side in one integer, the
certain terms in the low half and the possible ones in the high half.
"""

from __future__ import annotations

from collections.abc import Mapping

from licensecheck.engine.decision import Decision
from licensecheck.rules.program import Program, certainly, possibly
from licensecheck.vocabulary import UNKNOWN, Value

__all__ = ["BitsetEngine"]


class BitsetEngine:
    """Decides by masks. Safe to share between threads: a mask is only ever added, never changed."""

    name = "bitset"

    def __init__(self, program: Program) -> None:
        self.program = program
        self._width = len(program.asked)
        self._all = (1 << (2 * self._width)) - 1
        self._low = (1 << self._width) - 1
        clauses: dict[str, list[tuple[int, int]]] = {name: [] for name in program.facts}
        for term_index, term in enumerate(program.asked):
            for clause_index, clause in enumerate(term.clauses):
                clauses[clause.fact].append((term_index, clause_index))
        self._clauses = clauses
        self._masks: dict[str, dict[Value, int]] = {name: {} for name in program.facts}
        # Of an open domain (codes of countries, entries, categories) only what a clause names is
        # kept by itself; all else is alike to every rule, and has one mask.
        self._named: dict[str, frozenset[str]] = {
            name: frozenset(
                token
                for term, clause in clauses[name]
                for token in (*program.asked[term].clauses[clause].values, UNKNOWN)
            )
            for name in program.facts
            if program.vocabulary[name].open_domain
        }
        self._others: dict[str, int] = {}

    def decide(self, record: Mapping[str, Value]) -> Decision:
        """Decide one record; see `Engine`."""
        mask = self._all
        for name, masks in self._masks.items():
            value = record[name]
            found = masks.get(value)
            if found is None:
                found = self.mask(name, value)
            mask &= found
        return self.decision(mask)

    def decision(self, mask: int) -> Decision:
        """The decision that the AND of some masks stands for."""
        return Decision(certain=mask & self._low, possible=mask >> self._width)

    def mask(self, name: str, value: Value) -> int:
        """The terms that one fact does not rule out: certain ones low, possible ones high."""
        masks = self._masks[name]
        found = masks.get(value)
        if found is None:
            named = self._named.get(name)
            if named is not None and value.lo not in named:
                found = self._others.get(name)
                if found is None:
                    found = self._others[name] = self._made(name, value)
            else:
                found = masks[value] = self._made(name, value)
        return found

    def _made(self, name: str, value: Value) -> int:
        certain = possible = self._low
        vocabulary = self.program.vocabulary
        for term_index, clause_index in self._clauses[name]:
            clause = self.program.asked[term_index].clauses[clause_index]
            if not certainly(clause, value, vocabulary):
                certain &= ~(1 << term_index)
            if not possibly(clause, value, vocabulary):
                possible &= ~(1 << term_index)
        return certain | (possible << self._width)
