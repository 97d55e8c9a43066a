"""What to ask next: the facts whose answers can change the result, most useful first.

An embargo, its exemption and a denial that matches come first; then who the end user is and what
exactly the goods are, where that is not said; then what could settle a criterion that triggers,
each criterion in turn; then what could make another one trigger; papers last. A fact that no rule
still waits for is never asked: whatever the answer, the result would stay as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, Final

from licensecheck.facts.parties import INTERGOVERNMENTAL
from licensecheck.rules.model import Rule, status_if_met
from licensecheck.screening.fold import DECIDING_TIERS
from licensecheck.screening.result import CriterionFold, Found, Ranked, most_severe
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["Asked", "rank_questions"]

# What must be said before anything else can be judged, in this order.
_WHO_AND_WHAT: Final = ("end_user.kind", "item.kind", "item.form")
# What is certain or barred by itself; and papers, which are asked for last.
_FIRST: Final = ("embargo", "denial")
_PAPERS: Final = frozenset(
    ("docs.euc", "docs.reexport_clause", "end_user.screening", "chain.screening", "denial.match")
)
# What a fact can tell: the record of the end user most, then what the state did or is tied to.
_RECORD: Final = ("none", "alleged", "credible", "established")
_OF_THE_USER: Final = 3.0
_OF_THE_STATE: Final = 2.0
# A record is asked late of whoever seldom makes one: firms keep no order, police fight no war.
_CIVIL: Final = frozenset(
    ("government_civil", "international_organisation", "company", "dealer", "individual")
)
_SELDOM: Final[Mapping[str, frozenset[str]]] = {
    "end_user.ihl_record": _CIVIL
    | frozenset(("police", "prison_service", "coast_guard", "private_security")),
    "end_user.repression_record": _CIVIL,
    "end_user.gbv_record": _CIVIL,
}
_CONDUCT: Final = frozenset(("destination.territorial_claim", "destination.adversary_ties"))
# Figures that are shipped stand; only where there is none is one asked for.
_SHIPPED: Final = 0.1
_UNLIKELY: Final = 0.1
_OF_THE_GOODS: Final = 0.5
# What customarily settles a rule that is met is asked before the like.
_RESOLVES: Final = 0.5
# Questions of this much have their turn before those of criteria without a trigger.
_WEIGHTY: Final = 2.5
# What is set by whoever screens, and no part of what a rule asks.
_MISSION: Final = "end_user.intergovernmental"
_OF_SCREENING: Final = frozenset(("destination.depth", _MISSION))
_OF_OTHERS: Final = ("screen", "assess")
_TRIGGERS: Final = ("review", "presumptive_denial")
_FORCES: Final = ("deny", "caution", "weigh", "procedure", "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known around the questions.

    Attributes:
        known: Facts that are known already, not by default.
        unasked: Facts whose default only says that nobody has looked.
        ended: Facts that are open since their table ends: nobody is asked for them.
        told: For a fact of the goods that the applicant states, the facts that some answer to it
            would change.
        light: Whether all destinations are partners that are screened lightly.
        kinds: Kinds of the end users, as far as they are known.
        lines: Numbers of the item lines, each with the facts that are known of it.
        users: The same for end users and onward states.
        scope: `unknown` where the end user decides whether the criteria apply at all.
    """

    known: frozenset[str]
    unasked: frozenset[str]
    ended: frozenset[str]
    told: Mapping[str, frozenset[str]]
    light: bool
    kinds: frozenset[str]
    lines: Mapping[int, frozenset[str]]
    users: Mapping[int, frozenset[str]]
    scope: str


@dataclass(slots=True)
class _Weight:
    """Rules that wait for a fact, and how much it can do in each criterion.

    Attributes:
        telling: How much the fact can tell wherever it is missing.
        reaches: What those rules say if they are met.
        waiting: The findings of which some item line or end user waits for the fact.
    """

    telling: float
    rules: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    first: bool = False
    reaches: set[str] = field(default_factory=set)
    waiting: list[Found] = field(default_factory=list)

    def add(self, rule: Rule, score: float) -> None:
        """Count a rule; once, however many items and end users leave it open."""
        before = self.rules.get(rule.id, 0.0)
        if score > before:
            self.rules[rule.id] = score
            if rule.tier != "duty":
                self.scores[rule.criterion] = self.scores.get(rule.criterion, 0.0) + score - before
                self.reaches.add(status_if_met(rule))


def rank_questions(
    open_findings: Sequence[Found],
    met: Sequence[Found],
    criteria: Sequence[CriterionFold],
    rules: Iterable[Rule],
    vocabulary: Vocabulary,
    *,
    asked: Asked,
) -> tuple[Ranked, ...]:
    """The questions of a case, in order.

    Args:
        open_findings: Rules that open facts leave possible.
        met: Rules that are met.
        criteria: The folded criteria.
        rules: All rules in force.
        vocabulary: Questions and who can answer.
        asked: What is known, and how answers hang together.
    """
    weights = _Weights(vocabulary, asked)
    triggered = any(one.status in _TRIGGERS for one in criteria)
    for finding in open_findings:
        weights.open(finding, triggered=triggered)
    for finding in met:
        weights.met(finding)
    weights.hidden(rules)
    if vocabulary.own:
        for finding in (*met, *open_findings):
            weights.own(finding)
    if asked.scope in ("unknown", "some"):
        # Who is known to be neither armed forces nor police may keep order all the same.
        facts = ("end_user.kind", "end_user.security_role")
        fact = next((name for name in facts if name not in asked.known), "embargo.scope")
        weights[fact].rules["cp.art.6.dual-use"] = 1.0
        weights[fact].first = True
    if asked.kinds & INTERGOVERNMENTAL and _MISSION not in asked.known:
        for finding in met:
            weights.whose_record(finding)
    return tuple(
        Ranked(
            fact=name,
            who=vocabulary[name].who or ("officer",),
            settles=tuple(weights[name].rules),
            could_reach=most_severe(*weights[name].reaches),
            **_of_which(name, weights[name], asked),
        )
        for name in _ordered(weights, criteria, vocabulary)
        if name not in asked.ended
    )


def _of_which(name: str, weight: _Weight, asked: Asked) -> dict[str, Any]:
    """The item lines or end users that a question is about, where it is not about all."""
    subject = name.partition(".")[0]
    found: dict[str, Any] = {}
    if subject == "item":
        found["items"] = _left(name, (one.items for one in weight.waiting), asked.lines)
    if subject in ("end_user", "destination", "embargo"):
        found["end_users"] = _left(name, (one.end_users for one in weight.waiting), asked.users)
        if subject != "end_user" and any(one.of_buyer for one in weight.waiting):
            # Beside the buyer none is meant by silence, so each is named of whom it is asked.
            mine = (one.end_users for one in weight.waiting if not one.of_buyer)
            found["end_users"] = tuple(sorted(set(chain.from_iterable(mine))))
            found["of_buyer"] = True
    return found


def _left(
    name: str, waiting: Iterable[tuple[int, ...]], known: Mapping[int, frozenset[str]]
) -> tuple[int, ...]:
    """Those that wait for a fact and of which it is not known; empty where it is all or none."""
    if len(known) == 1:
        return ()
    numbers = sorted(set(chain.from_iterable(waiting)))
    left = tuple(number for number in numbers if name not in known[number])
    return left if len(left) < len(known) else ()


class _Weights(dict[str, _Weight]):
    """The weight of each fact that something waits for."""

    def __init__(self, vocabulary: Vocabulary, asked: Asked) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._asked = asked
        self._denied = "denial.match" in asked.known
        self._primary: dict[str, tuple[str, ...]] = {}

    def __missing__(self, fact: str) -> _Weight:
        kinds = self._asked.kinds
        seldom = kinds and kinds <= _SELDOM.get(fact, frozenset())
        found = self[fact] = _Weight(_OF_THE_GOODS if seldom else _telling(self._vocabulary[fact]))
        return found

    def open(self, finding: Found, *, triggered: bool) -> None:
        """The facts that could decide an open rule."""
        rule, asked = finding.law, self._asked
        # A judgement is recorded, not asked for; what would only be noted changes nothing.
        if rule.tier == "confirm" or finding.could_be == "noted":
            return
        # Of a duty only what it waits for alone.
        if rule.tier == "duty" and len(finding.missing) > 1:
            return
        facts: Iterable[str] = self._asked_for(finding.missing[0])
        if len(finding.missing) > 1:
            facts = dict.fromkeys(chain.from_iterable(map(self._asked_for, finding.missing)))
        # Of a partner without a trigger nobody asks more than who and what, and of bright lines.
        if asked.light and not triggered and rule.tier in _OF_OTHERS:
            live = finding.doubt and rule.tier in DECIDING_TIERS
            facts = facts if live else [fact for fact in facts if fact in _WHO_AND_WHAT]
        known = len(rule.facts) - len(_OF_SCREENING.intersection(rule.facts)) - len(finding.missing)
        score = (1 + max(known, 0) / 2) / len(finding.missing)
        # A bright line that nothing speaks for is asked about late.
        if rule.tier == "law" and not finding.doubt:
            score *= _UNLIKELY
        for fact in facts:
            weight = self[fact]
            weight.add(rule, score * weight.telling)
            weight.waiting.append(finding)
            weight.first |= (finding.doubt and fact.startswith("embargo.")) or (
                self._denied and fact.startswith("denial.")
            )

    def met(self, finding: Found) -> None:
        """What settles a rule that is met; of an embargo its scope and its exemption come first."""
        rule = finding.law
        for fact in rule.resolves:
            first = rule.tier == "law" and fact.partition(".")[0] in _FIRST
            if first and not self._known_of(fact, finding):
                self._comes_first(fact, finding)
            elif finding.status in _TRIGGERS and fact in self:
                scores = self[fact].scores
                scores[rule.criterion] = scores.get(rule.criterion, 0.0) + _RESOLVES

    def hidden(self, rules: Iterable[Rule]) -> None:
        """What a default hides: a fact of which it only says that nobody has looked."""
        unasked = self._asked.unasked
        if self._asked.light or not unasked:
            return
        for rule in rules:
            if rule.tier == "assess" and not unasked.isdisjoint(rule.facts):
                for fact in rule.facts:
                    if fact in unasked:
                        self[fact].add(rule, 1.0)

    def own(self, finding: Found) -> None:
        """An office's own facts taken by default in a rule that is met or open come first."""
        for name in finding.law.facts:
            if name in self._vocabulary.own and name not in self._asked.known:
                self._comes_first(name, finding)

    def whose_record(self, finding: Found) -> None:
        """Of a stated mission, whether it was checked, where the host state is judged till then."""
        if finding.status in _TRIGGERS and _MISSION in finding.law.facts:
            self._comes_first(_MISSION, finding)

    def _known_of(self, fact: str, finding: Found) -> bool:
        """Whether a fact is known of all that a finding concerns, whatever is known of others."""
        subject = fact.partition(".")[0]
        if fact in self._asked.known:
            return True
        if subject == "item":
            numbers, known = finding.items, self._asked.lines
        elif subject in ("end_user", "destination", "embargo") and not finding.of_buyer:
            numbers, known = finding.end_users, self._asked.users
        else:
            return False
        return bool(numbers) and all(fact in known.get(one, ()) for one in numbers)

    def _comes_first(self, fact: str, finding: Found) -> None:
        weight = self[fact]
        weight.add(finding.law, 1.0)
        weight.first = True
        weight.waiting.append(finding)

    def _asked_for(self, name: str) -> tuple[str, ...]:
        """The primary facts to ask for: a derived one is asked for through what it rests on.

        Where all that it rests on is known already, or no answer to it would tell, the fact itself
        is asked for.
        """
        found = self._primary.get(name)
        if found is None:
            known, told = self._asked.known, self._asked.told
            found = self._primary[name] = tuple(
                fact
                for fact in self._vocabulary[name].asks
                if fact not in known and (fact not in told or name in told[fact])
            ) or (name,)
        return found


def _telling(fact: Fact) -> float:
    if fact.domain == _RECORD:
        return _OF_THE_USER if fact.name.startswith("end_user.") else _OF_THE_STATE
    if fact.name in _CONDUCT:
        return _OF_THE_STATE
    if "shipped" in fact.answered_by:
        return _SHIPPED
    return 1.0 if fact.speaks == "risk" else _OF_THE_GOODS


def _ordered(
    weights: Mapping[str, _Weight], criteria: Sequence[CriterionFold], vocabulary: Vocabulary
) -> list[str]:
    left = [name for name in vocabulary if name in weights]
    first = [name for name in left if weights[name].first]
    who = [name for name in _WHO_AND_WHAT if name in weights]
    papers = [name for name in left if name in _PAPERS or not weights[name].scores]
    taken = dict.fromkeys((*first, *who))
    rest = [name for name in left if name not in taken and name not in papers]
    turns = _turns(rest, weights, criteria)
    return [*dict.fromkeys((*taken, *turns, *papers))]


def _turns(
    names: Sequence[str], weights: Mapping[str, _Weight], criteria: Sequence[CriterionFold]
) -> list[str]:
    """Each criterion in turn gives its best question: those that trigger first, then the others.

    Among the others the ones to weigh already come first, then by what an answer can tell.
    """
    total = {name: sum(weights[name].scores.values()) for name in names}

    def mine(criterion: str, name: str) -> tuple[float, float]:
        return weights[name].scores[criterion], total[name]

    lists = {
        one.criterion: sorted(
            (name for name in names if one.criterion in weights[name].scores),
            key=partial(mine, one.criterion),
            reverse=True,
        )
        for one in criteria
    }
    best = {name: mine(name, found[0])[0] if found else 0.0 for name, found in lists.items()}
    triggered = sorted(
        (c.criterion for c in criteria if c.status in _TRIGGERS), key=lambda name: -best[name]
    )
    others = [
        one.criterion
        for one in sorted(
            criteria,
            key=lambda c: (not c.to_weigh, -best[c.criterion], _FORCES.index(c.force)),
        )
        if one.criterion not in triggered
    ]
    found: dict[str, None] = {}
    weighty = [[f for f in lists[name] if mine(name, f)[0] >= _WEIGHTY] for name in triggered]
    for turn in (1, 2):
        _take(found, weighty, turn)
    _take(found, (lists[name] for name in others), 1)
    left = [iter(lists[name]) for name in (*triggered, *others)]
    while left:
        for one in [*left]:
            fresh = next((name for name in one if name not in found), None)
            if fresh is None:
                left.remove(one)
            else:
                found[fresh] = None
    return list(found)


def _take(found: dict[str, None], lists: Iterable[Sequence[str]], most: int) -> None:
    """Of each list the next name that nobody took, while fewer than so many of it are taken."""
    for names in lists:
        if sum(name in found for name in names) < most:
            fresh = next((name for name in names if name not in found), None)
            if fresh is not None:
                found[fresh] = None
