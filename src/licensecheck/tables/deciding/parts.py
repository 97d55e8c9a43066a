"""Deciding many transfers by their parts: goods, place, deal, exporter, hands, kind.

Each fact of a row depends on a part of the row alone, and parts repeat far more than rows do. A
part is derived once, by the very layers that screen a single application, and kept as one number:
the terms that its facts do not rule out (as the bitset evaluator does fact by fact). A transfer is
then the AND of its parts. A law of the tests holds the result equal to that of single rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import Decision, bits
from licensecheck.facts.observation import Observation
from licensecheck.facts.unfold import Transfer
from licensecheck.rules.model import CRITERIA, Rule, status_if_met
from licensecheck.rules.program import Program
from licensecheck.screening.findings import decided_rules
from licensecheck.screening.fold import Pair, Ranks, Sums, weighed
from licensecheck.screening.result import NOT_EXAMINED, most_severe
from licensecheck.screening.scope import asked_of_buyer
from licensecheck.vocabulary import Value

__all__ = [
    "PARTS",
    "Folded",
    "Line",
    "Pair",
    "Part",
    "ProgramDecider",
    "Seen",
    "part_of",
    "parts_of",
]

# The pair of the whole; of each criterion, and of national rules; what stops a pipeline.
Folded = tuple[Pair, tuple[Pair, ...], tuple[str, ...]]

# The terms that a part, or all of them, does not rule out, and those of its unverified facts on
# which a bar may rest.
Seen = tuple[int, frozenset[str]]

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
    """One rating of the goods: its list, the kind that embargoes tell apart, and its part."""

    listed: str
    goods: str
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
    text = "\n".join([one.digested for one in seen])
    return Part(
        {one.fact: one.value for one in seen},
        frozenset(one.fact for one in seen if one.unverified),
        hashlib.blake2b(text.encode(), digest_size=8).digest(),
    )


class _Criterion(NamedTuple):
    """Rules of a criterion, and the terms by which they are decided.

    Attributes:
        ranks: Its rules.
        denial: Terms of those that deny if met.
        both: All its terms and signs, twice: certain ones low, possible ones high.
        weak: Facts that its bars read.
        kept: What was decided of it, by what is seen of these terms and facts on each line.
    """

    ranks: Ranks
    denial: int
    both: int
    weak: frozenset[str]
    kept: dict[tuple[Seen, ...], Pair]


_NONE: Final[Mapping[str, Set[str]]] = MappingProxyType({})


class ProgramDecider:
    """Decides transfers of one program by their parts; keeps masks and folds.

    Args:
        program: The rules in force.
        stops: Ids of rules on which a pipeline stops, by what is said of them.
    """

    def __init__(self, program: Program, stops: Mapping[str, Set[str]] = _NONE) -> None:
        self.program = program
        self._stops = tuple(stops)
        self._bitset = BitsetEngine(program)
        self._width = len(program.asked)
        self._low = (1 << self._width) - 1
        self._facts: dict[str, list[str]] = {name: [] for name in PARTS}
        for fact in program.facts:
            self._facts[_SUBJECTS.get(fact.partition(".")[0], "base")].append(fact)
        self._seen: dict[tuple[str, bytes], Seen] = {}
        self._folds: dict[tuple[str, tuple[Pair, ...]], Folded] = {}
        self._of_rule = [0] * len(program.rules)
        for number, term in enumerate(program.terms):
            self._of_rule[term.rule] |= 1 << number
        terms = self._terms(bits(asked_of_buyer(program)))
        of_none = self._low ^ ((1 << len(program.terms)) - 1)
        self._asked_of_buyer = terms | of_none | (terms | of_none) << self._width
        national = [name for name in program.by_criterion if name not in (*CRITERIA, "articles")]
        # Terms of rules that bar, unless they rest on a row that nobody has verified.
        bars = {n: t for n, t in enumerate(program.terms) if _bars(program.rules[t.rule])}
        self._bars = sum(1 << n for n in bars)
        self._read_by_bars = frozenset(c.fact for t in bars.values() for c in t.clauses)
        self._criteria = [
            *(self._criterion(program.by_criterion.get(name, ())) for name in CRITERIA),
            *(self._criterion(program.by_criterion[name]) for name in national),
            # What stops a pipeline is decided like a criterion of these rules alone.
            *(self._stop(ids) for ids in stops.values()),
        ]

    def decision(self, mask: int) -> Decision:
        """The decision that a mask of all parts stands for."""
        return self._bitset.decision(mask)

    def seen(self, name: str, part: Part) -> Seen:
        """All of a part that a decision depends on: parts of which it is the same are alike.

        Its mask has the terms that the part does not rule out: certain ones low, possible ones
        high.
        """
        key = (name, part.digest)
        found = self._seen.get(key)
        if found is None:
            mask = (1 << (2 * self._width)) - 1
            for fact in self._facts[name]:
                value = part.values.get(fact, self.program.unknown[fact])
                mask &= self._bitset.mask(fact, value)
            found = self._seen[key] = mask, part.unverified & self._read_by_bars
        return found

    def together(self, parts: Mapping[str, Part]) -> Seen:
        """What is seen of several parts of a row, by their names: what none of them rules out."""
        mask, weak = -1, frozenset[str]()
        for name, part in parts.items():
            of_part, unverified = self.seen(name, part)
            mask &= of_part
            weak |= unverified
        return mask, weak

    def of_buyer(self, seen: Seen) -> Seen:
        """Of what is seen of the state of a buyer, the terms of rules that are asked of it."""
        mask, weak = seen
        return mask & self._asked_of_buyer, weak

    def fold(self, scope: str, lines: Iterable[Seen]) -> Folded:
        """Outcome and criteria of the lines of one row.

        Args:
            scope: Whether the Common Position covers the goods.
            lines: For each, what is seen of all its parts together.
        """
        seen = list(lines)
        of_all = range(len(self._criteria))
        return self.folded(
            scope, tuple([self.pair(n, [self.narrowed(n, one) for one in seen]) for n in of_all])
        )

    @property
    def criteria(self) -> int:
        """How many criteria there are to decide, those of national rules and stops among them."""
        return len(self._criteria)

    def narrowed(self, criterion: int, seen: Seen) -> Seen:
        """Of what is seen, all that one criterion depends on.

        Transfers differ in many terms, but few of them are of the rules of one criterion.
        """
        one, (mask, weak) = self._criteria[criterion], seen
        return mask & one.both, weak & one.weak if weak else weak

    def pair(self, criterion: int, lines: Sequence[Seen]) -> Pair:
        """Status of a criterion over the lines of a row, and the worst that is possible.

        Args:
            criterion: Its number.
            lines: For each what is seen of all its parts, as `narrowed`.
        """
        one, key = self._criteria[criterion], tuple(lines)
        found = one.kept.get(key)
        if found is None:
            found = one.kept[key] = self._decided(one, key)
        return found

    def folded(self, scope: str, pairs: tuple[Pair, ...]) -> Folded:
        """Outcome and criteria of a row, by the pairs of all criteria in order."""
        found = self._folds.get((scope, pairs))
        if found is None:
            found = self._folds[scope, pairs] = self._folded(scope, pairs)
        return found

    def _softened(self, mask: int, weak: frozenset[str]) -> int:
        """Terms of bars that are met on an unverified row, so that they only ask for a review."""
        if not weak or not mask & self._low & self._bars:
            return 0
        met = decided_rules(self.program, self.decision(mask)).met
        return sum(
            self._of_rule[index]
            for index, term in met.items()
            if _bars(self.program.rules[index]) and any(c.fact in weak for c in term.clauses)
        )

    def _decided(self, one: _Criterion, lines: Iterable[Seen]) -> Pair:
        met = hard = open_ = doubt = 0
        for mask, weak in lines:
            mine = weighed(self.program, self.decision(mask))
            met |= mine.met
            open_ |= mine.open
            doubt |= mine.doubt
            hard |= mine.met & ~self._rules_of(self._softened(mask, weak) & one.denial)
        return one.ranks.pair(Sums(met, hard, open_, doubt))

    def _rules_of(self, terms: int) -> int:
        return sum({1 << self.program.terms[index].rule for index in bits(terms)})

    def _folded(self, scope: str, all_pairs: Sequence[Pair]) -> Folded:
        """As `fold_outcome` does it."""
        end = len(all_pairs) - len(self._stops)
        pairs, stops = all_pairs[:end], all_pairs[end:]
        # Of what is met the status is a review; what is open is none yet.
        stopped = tuple(
            name for name, (status, _) in zip(self._stops, stops, strict=True) if status == "review"
        )
        status = most_severe(*(pair[0] for pair in pairs))
        at_worst = most_severe(*(pair[1] for pair in pairs))
        national = pairs[len(CRITERIA) :]
        together = (most_severe(*(s for s, _ in national)), most_severe(*(w for _, w in national)))
        criteria = (*pairs[: len(CRITERIA)], together)
        if scope == "no":
            # As `criteria_of` does it.
            nothing = ((NOT_EXAMINED, NOT_EXAMINED),) * len(criteria)
            return ("out_of_scope", "out_of_scope"), nothing, ()
        if scope == "some":
            status, at_worst = (
                most_severe("undetermined", status),
                most_severe("undetermined", at_worst),
            )
        if scope == "unknown":
            return ("undetermined", most_severe("undetermined", at_worst)), criteria, stopped
        return (status, at_worst), criteria, stopped

    def _stop(self, ids: Set[str]) -> _Criterion:
        """The rules of some ids: met ones stop a pipeline, whatever they say of a transfer."""
        rules = [at for at, rule in enumerate(self.program.rules) if rule.id in ids]
        mine = sum(1 << at for at in rules)
        return self._criterion(rules, Ranks(all=mine, denial=0, trigger=mine, deciding=0))

    def _criterion(self, rules: Sequence[int], ranks: Ranks | None = None) -> _Criterion:
        ranks = ranks or Ranks.of(self.program, rules)
        denial = self._terms(i for i in rules if ranks.denial >> i & 1)
        terms = self._terms(rules)
        signs = 0
        for index in bits(terms):
            signs |= self.program.signs[index]
        asked = terms | signs << len(self.program.terms)
        bars = bits(self._terms(rules) & self._bars)
        weak = frozenset(c.fact for n in bars for c in self.program.terms[n].clauses)
        return _Criterion(ranks, denial, asked | asked << self._width, weak, {})

    def _terms(self, rules: Iterable[int]) -> int:
        return sum(self._of_rule[index] for index in rules)


def _bars(rule: Rule) -> bool:
    return rule.tier == "law" and status_if_met(rule) == "presumptive_denial"
