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
from typing import Any, Final

from licensecheck.facts.parties import INTERGOVERNMENTAL
from licensecheck.rules.model import Rule, status_if_met
from licensecheck.screening.fold import DECIDING_TIERS
from licensecheck.screening.result import CriterionFold, Found, Ranked, Status, most_severe
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
    """Rules that wait for a fact, and how much it can do in each criterion."""

    rules: dict[str, float] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    first: bool = False
    could_reach: Status = "no_trigger"
    lines: set[int] = field(default_factory=set)
    users: set[int] = field(default_factory=set)
    not_of_buyer: set[int] = field(default_factory=set)
    of_buyer: bool = False

    def asked_by(self, finding: Found) -> None:
        """Count the item lines and end users of a finding that waits for the fact."""
        self.lines |= {*finding.items}
        self.users |= {*finding.end_users}
        if finding.of_buyer:
            self.of_buyer = True
        else:
            self.not_of_buyer |= {*finding.end_users}


def rank_questions(
    open_findings: Sequence[Found],
    met: Sequence[Found],
    criteria: Sequence[CriterionFold],
    rules: Mapping[str, Rule],
    vocabulary: Vocabulary,
    *,
    asked: Asked,
) -> tuple[Ranked, ...]:
    """The questions of a case, in order.

    Args:
        open_findings: Rules that open facts leave possible.
        met: Rules that are met.
        criteria: The folded criteria.
        rules: All rules in force by id.
        vocabulary: Questions and who can answer.
        asked: What is known, and how answers hang together.
    """
    weights = _weights(open_findings, rules, vocabulary, asked, _triggered(criteria))
    _certain(weights, met, rules, asked)
    _hidden(weights, rules, asked)
    _own(weights, (*met, *open_findings), rules, vocabulary, asked)
    if asked.scope in ("unknown", "some"):
        # Who is known to be neither armed forces nor police may keep order all the same.
        fact = "end_user.security_role" if "end_user.kind" in asked.known else "end_user.kind"
        weight = weights.setdefault(fact, _Weight())
        weight.rules["cp.art.6.dual-use"] = 1.0
        weight.first = True
    if asked.kinds & INTERGOVERNMENTAL and _MISSION not in asked.known:
        _whose_record(weights, met, rules)
    return tuple(
        Ranked(
            fact=name,
            who=vocabulary[name].who or ("officer",),
            settles=tuple(weights[name].rules),
            could_reach=weights[name].could_reach,
            **_of_which(name, weights[name], asked),
        )
        for name in _ordered(weights, criteria, vocabulary)
        if name not in asked.ended
    )


def _whose_record(
    weights: dict[str, _Weight], met: Iterable[Found], rules: Mapping[str, Rule]
) -> None:
    """Of a stated mission, whether that was checked, where the host state is judged till then."""
    for finding in met:
        rule = rules[finding.rule]
        if finding.status in _TRIGGERS and _MISSION in rule.facts:
            _add(weights, _MISSION, rule, 1.0)
            weights[_MISSION].first = True
            weights[_MISSION].asked_by(finding)


def _of_which(name: str, weight: _Weight, asked: Asked) -> dict[str, Any]:
    """The item lines or end users that a question is about, where it is not about all."""
    subject = name.partition(".")[0]
    found: dict[str, Any] = {}
    if subject == "item":
        found["items"] = _left(name, weight.lines, asked.lines)
    if subject in ("end_user", "destination", "embargo"):
        found["end_users"] = _left(name, weight.users, asked.users)
        if weight.of_buyer and subject != "end_user":
            # Beside the buyer none is meant by silence, so each is named of whom it is asked.
            found["end_users"] = tuple(sorted(weight.not_of_buyer))
            found["of_buyer"] = True
    return found


def _left(
    name: str, waiting: Iterable[int], known: Mapping[int, frozenset[str]]
) -> tuple[int, ...]:
    """Those that wait for a fact and of which it is not known; empty where it is all or none."""
    left = tuple(sorted(number for number in waiting if name not in known[number]))
    return left if len(left) < len(known) else ()


def _triggered(criteria: Iterable[CriterionFold]) -> frozenset[str]:
    return frozenset(c.criterion for c in criteria if c.status in _TRIGGERS)


def _weights(
    open_findings: Iterable[Found],
    rules: Mapping[str, Rule],
    vocabulary: Vocabulary,
    asked: Asked,
    triggered: frozenset[str],
) -> dict[str, _Weight]:
    weights: dict[str, _Weight] = {}
    for finding in open_findings:
        rule = rules[finding.rule]
        # A judgement is recorded, not asked for; what would only be noted changes nothing.
        if rule.tier == "confirm" or finding.could_be == "noted":
            continue
        # Of a duty only what it waits for alone.
        if rule.tier == "duty" and len(finding.missing) > 1:
            continue
        facts = _asked_for(finding.missing, vocabulary, asked)
        # Of a partner without a trigger nobody asks more than who and what, and of bright lines.
        live = finding.doubt and rule.tier in DECIDING_TIERS
        if asked.light and not triggered and not live and rule.tier in _OF_OTHERS:
            facts = [fact for fact in facts if fact in _WHO_AND_WHAT]
        known = sum(name not in _OF_SCREENING for name in rule.facts) - len(finding.missing)
        score = (1 + max(known, 0) / 2) / len(finding.missing)
        # A bright line that nothing speaks for is asked about late.
        if rule.tier == "law" and not finding.doubt:
            score *= _UNLIKELY
        for fact in facts:
            seldom = asked.kinds and asked.kinds <= _SELDOM.get(fact, frozenset())
            telling = _OF_THE_GOODS if seldom else _telling(vocabulary[fact])
            _add(weights, fact, rule, score * telling)
            denial = fact.startswith("denial.") and "denial.match" in asked.known
            weights[fact].first |= denial or (finding.doubt and fact.startswith("embargo."))
            weights[fact].asked_by(finding)
    return weights


def _certain(
    weights: dict[str, _Weight],
    met: Iterable[Found],
    rules: Mapping[str, Rule],
    asked: Asked,
) -> None:
    """What settles a rule that is met; of an embargo its scope and its exemption come first."""
    for finding in met:
        rule = rules[finding.rule]
        for fact in rule.resolves:
            first = rule.tier == "law" and fact.partition(".")[0] in _FIRST
            if first and fact not in asked.known:
                _add(weights, fact, rule, 1.0)
                weights[fact].first = True
                weights[fact].asked_by(finding)
            elif finding.status in _TRIGGERS and fact in weights:
                scores = weights[fact].scores
                scores[rule.criterion] = scores.get(rule.criterion, 0.0) + _RESOLVES


def _hidden(
    weights: dict[str, _Weight],
    rules: Mapping[str, Rule],
    asked: Asked,
) -> None:
    """What a default hides: a fact of which it only says that nobody has looked."""
    for rule in rules.values():
        for fact in rule.facts:
            if fact in asked.unasked and rule.tier == "assess" and not asked.light:
                _add(weights, fact, rule, 1.0)


def _own(
    weights: dict[str, _Weight],
    found: Iterable[Found],
    rules: Mapping[str, Rule],
    vocabulary: Vocabulary,
    asked: Asked,
) -> None:
    """An office's own facts that are taken by default in a rule that is met or open come first."""
    for finding in found:
        rule = rules[finding.rule]
        for name in rule.facts:
            if vocabulary[name].own and name not in asked.known:
                _add(weights, name, rule, 1.0)
                weights[name].first = True
                weights[name].asked_by(finding)


def _telling(fact: Fact) -> float:
    if fact.domain == _RECORD:
        return _OF_THE_USER if fact.name.startswith("end_user.") else _OF_THE_STATE
    if fact.name in _CONDUCT:
        return _OF_THE_STATE
    if "shipped" in fact.answered_by:
        return _SHIPPED
    return 1.0 if fact.speaks == "risk" else _OF_THE_GOODS


def _asked_for(missing: Iterable[str], vocabulary: Vocabulary, asked: Asked) -> list[str]:
    """The primary facts to ask for: a derived fact is asked for through what it rests on.

    Where all that it rests on is known already, or no answer to it would tell, the fact itself is
    asked for.
    """
    found: dict[str, None] = {}
    for name in missing:
        primary = [
            fact
            for fact in vocabulary[name].asks
            if fact not in asked.known and (fact not in asked.told or name in asked.told[fact])
        ]
        found |= dict.fromkeys(primary or (name,))
    return list(found)


def _add(weights: dict[str, _Weight], fact: str, rule: Rule, score: float) -> None:
    weight = weights.setdefault(fact, _Weight())
    # A rule counts once, however many items and end users leave it open.
    more = score - weight.rules.get(rule.id, 0.0)
    weight.rules[rule.id] = max(score, weight.rules.get(rule.id, 0.0))
    if rule.tier != "duty":
        weight.scores[rule.criterion] = weight.scores.get(rule.criterion, 0.0) + max(more, 0.0)
        weight.could_reach = most_severe(weight.could_reach, status_if_met(rule))


def _ordered(
    weights: Mapping[str, _Weight], criteria: Sequence[CriterionFold], vocabulary: Vocabulary
) -> list[str]:
    order = {name: index for index, name in enumerate(vocabulary)}
    left = sorted(weights, key=order.__getitem__)
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
    before = -1
    while len(found) > before:
        before = len(found)
        _take(found, (lists[name] for name in (*triggered, *others)), len(names))
    return list(found)


def _take(found: dict[str, None], lists: Iterable[Sequence[str]], most: int) -> None:
    """Of each list the next name that nobody took, while fewer than so many of it are taken."""
    for names in lists:
        if sum(name in found for name in names) < most:
            fresh = next((name for name in names if name not in found), None)
            if fresh is not None:
                found[fresh] = None
