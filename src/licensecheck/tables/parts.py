"""Deciding many transfers by their parts: goods, place, deal, exporter, hands, kind.

Each fact of a row depends on a part of the row alone, and parts repeat far more than rows do. A
part is derived once, by the very layers that screen a single application, and kept as one number:
the terms that its facts do not rule out (as the bitset evaluator does fact by fact). A transfer is
then the AND of its parts. A law of the tests holds the result equal to that of single rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from licensecheck.engine.decision import Decision
from licensecheck.facts.observation import Observation
from licensecheck.facts.unfold import Transfer
from licensecheck.rules.model import CRITERIA, Rule
from licensecheck.rules.program import Program, certainly, possibly
from licensecheck.screening.criteria import fold_criteria, fold_outcome
from licensecheck.screening.findings import Decided, decided_rules, status_if_met
from licensecheck.screening.result import CriterionResult, Finding, Outcome, worst
from licensecheck.vocabulary import Value

__all__ = ["PARTS", "Folded", "Judge", "Line", "Part", "part_of", "parts_of"]

# Status and the worst that is possible: of the whole, of each criterion, of national rules.
Folded = tuple[tuple[str, str], tuple[tuple[str, str], ...]]

# Which part of a row a fact depends on, by the subject in its name; all others are of the base.
_SUBJECTS: Final[Mapping[str, str]] = {
    "item": "item", "deal": "deal", "exporter": "exporter", "chain": "hands",
    "destination": "place", "embargo": "place",
}  # fmt: skip
PARTS: Final = ("base", "item", "place", "deal", "exporter", "hands")


@dataclass(frozen=True)
class Part:
    """What is known of one part of a row.

    Attributes:
        values: Its facts; what is not there is unknown.
        unverified: Those that rest on rows which nobody has verified.
        digest: A number that stands for both, the same in every run.
    """

    values: Mapping[str, Value]
    unverified: frozenset[str]
    digest: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One rating of the goods: the list that it stands on, and its part."""

    listed: str
    part: Part


def parts_of(transfer: Transfer) -> dict[str, Part]:
    """The observations of a transfer, sorted into the parts that they depend on."""
    sorted_: dict[str, list[Observation]] = {name: [] for name in PARTS}
    for name, seen in transfer.observations.items():
        sorted_[_SUBJECTS.get(name.partition(".")[0], "base")].append(seen)
    return {name: part_of(seen) for name, seen in sorted_.items()}


def part_of(observations: Iterable[Observation]) -> Part:
    """The part that some observations make up."""
    seen = sorted(observations, key=lambda one: one.fact)
    text = repr([(one.fact, *one.value, one.unverified) for one in seen])
    return Part(
        {one.fact: one.value for one in seen},
        frozenset(one.fact for one in seen if one.unverified),
        hashlib.blake2b(text.encode(), digest_size=8).digest(),
    )


class Judge:
    """Decides transfers of one program by their parts; keeps masks and folds."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._width = len(program.terms)
        self._low = (1 << self._width) - 1
        self._facts: dict[str, list[str]] = {name: [] for name in PARTS}
        for fact in program.facts:
            self._facts[_SUBJECTS.get(fact.partition(".")[0], "base")].append(fact)
        clauses: dict[str, list[tuple[int, int]]] = {fact: [] for fact in program.facts}
        for number, term in enumerate(program.terms):
            for place, clause in enumerate(term.clauses):
                clauses[clause.fact].append((number, place))
        self._clauses = clauses
        self._by_value: dict[tuple[str, Value], int] = {}
        self._masks: dict[tuple[str, bytes], int] = {}
        self._folds: dict[tuple[object, ...], Folded] = {}
        # Terms of rules that bar, unless they rest on a row that nobody has verified.
        self._bars = sum(
            1 << n for n, t in enumerate(program.terms) if _bars(program.rules[t.rule])
        )

    def mask(self, name: str, part: Part) -> int:
        """The terms that a part does not rule out: certain ones low, possible ones high."""
        key = (name, part.digest)
        found = self._masks.get(key)
        if found is None:
            found = (1 << (2 * self._width)) - 1
            for fact in self._facts[name]:
                value = part.values.get(fact, self.program.unknown[fact])
                found &= self._value_mask(fact, value)
            self._masks[key] = found
        return found

    def decision(self, mask: int) -> Decision:
        """The decision that a mask of all parts stands for."""
        return Decision(certain=mask & self._low, possible=mask >> self._width)

    def fold(self, scope: str, lines: Iterable[tuple[int, Callable[[], frozenset[str]]]]) -> Folded:
        """Outcome and criteria of the lines of one row.

        Args:
            scope: Whether the Common Position covers the goods.
            lines: For each, the mask of all its parts, and what gives its unverified facts.
        """
        key = [(mask, self._softened(mask, unverified)) for mask, unverified in lines]
        found = self._folds.get((scope, *key))
        if found is None:
            found = self._folds[(scope, *key)] = self._folded(scope, key)
        return found

    def _softened(self, mask: int, unverified: Callable[[], frozenset[str]]) -> frozenset[int]:
        """Bars that are met and rest on an unverified row, so that they only ask for a review."""
        if not mask & self._low & self._bars:
            return frozenset()
        weak = unverified()
        met = decided_rules(self.program, self.decision(mask)).met
        return frozenset(
            index
            for index, term in met.items()
            if _bars(self.program.rules[index]) and any(c.fact in weak for c in term.clauses)
        )

    def _folded(self, scope: str, lines: list[tuple[int, frozenset[int]]]) -> Folded:
        decided: list[Decided] = []
        met: list[Finding] = []
        for mask, softened in lines:
            one = decided_rules(self.program, self.decision(mask))
            decided.append(one)
            met += [_bare(self.program.rules[i], soft=i in softened) for i in sorted(one.met)]
        results = fold_criteria(self.program, decided, met)
        return _pairs(results, fold_outcome(results, scope))

    def _value_mask(self, fact: str, value: Value) -> int:
        found = self._by_value.get((fact, value))
        if found is None:
            certain = possible = self._low
            vocabulary = self.program.vocabulary
            for number, place in self._clauses[fact]:
                clause = self.program.terms[number].clauses[place]
                if not certainly(clause, value, vocabulary):
                    certain &= ~(1 << number)
                if not possibly(clause, value, vocabulary):
                    possible &= ~(1 << number)
            found = self._by_value[fact, value] = certain | (possible << self._width)
        return found


def _pairs(results: Sequence[CriterionResult], outcome: Outcome) -> Folded:
    by_name = {result.criterion: (result.status, result.at_worst) for result in results}
    national = [pair for name, pair in by_name.items() if name not in CRITERIA]
    together = (worst(*(status for status, _ in national)), worst(*(most for _, most in national)))
    return (outcome.status, outcome.at_worst), (*(by_name[name] for name in CRITERIA), together)


def _bars(rule: Rule) -> bool:
    return rule.tier == "law" and status_if_met(rule) == "presumptive_denial"


def _bare(rule: Rule, *, soft: bool) -> Finding:
    """A finding without its words, which no table has a column for."""
    return Finding(
        rule=rule.id, title="", criterion=rule.criterion, point="", tier=rule.tier,
        force=rule.force, status="review" if soft else status_if_met(rule),  # type: ignore[arg-type]
        could_be=status_if_met(rule), judgement="", items=(), end_users=(), because=(),
        missing=(), text="", resolves=(), citation="", note="",
    )  # fmt: skip
