"""What to ask next, most useful first.

Ranked by: can it settle a possible bar; does it concern a criterion that must lead to denial and
has something met already; how many rules does it settle; can the applicant answer it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from licensecheck.language import ENGLISH, Language
from licensecheck.rules.model import Rule
from licensecheck.screening.fold import status_if_met
from licensecheck.screening.result import CriterionResult, Finding, Question, worst
from licensecheck.vocabulary import Vocabulary

__all__ = ["rank_questions"]


# Facts of these families are an officer's conclusions, not answers to a question.
_RECORDED: Mapping[str, frozenset[str]] = {"assessment": frozenset(("officer",))}


@dataclass(slots=True)
class _Weight:
    rules: dict[str, None] = field(default_factory=dict)
    bar: bool = False
    mandatory: bool = False
    could_reach: str = "no_trigger"


def rank_questions(
    open_findings: Sequence[Finding],
    met: Sequence[Finding],
    criteria: Sequence[CriterionResult],
    rules: Mapping[str, Rule],
    vocabulary: Vocabulary,
    language: Language = ENGLISH,
    *,
    scope: str,
    known: frozenset[str],
) -> tuple[Question, ...]:
    """Questions whose answers settle open rules, or customarily resolve a rule that is met.

    An open assess rule is asked for only where its criterion has something met; a confirm rule is
    never asked for: it records the judgement that the answers lead to.

    Args:
        open_findings: Rules that open facts leave possible.
        met: Rules that are met.
        criteria: The folded criteria.
        rules: All rules by id.
        vocabulary: Questions and who can answer.
        language: Language of the questions.
        scope: `unknown` where the end user decides whether the criteria apply at all.
        known: Facts that are known already and need no question.
    """
    triggered = {c.criterion for c in criteria if c.findings}
    weights: dict[str, _Weight] = {}
    for finding in open_findings:
        rule = rules[finding.rule]
        if rule.tier == "confirm" or (rule.tier == "assess" and rule.criterion not in triggered):
            continue
        for fact in _asked(finding.missing, vocabulary, known):
            _add(weights, fact, rule, triggered)
    for finding in met:
        rule = rules[finding.rule]
        # What customarily resolves it, and what it read of which only bounds are known.
        wanted = (*rule.resolves, *(because.fact for because in finding.because))
        for fact in _asked((name for name in wanted if name not in known), vocabulary, known):
            # Judgements close a case; they are recorded, not asked for. Shipped figures stand.
            if fact not in known and {"applicant", "indicator", "officer"} & set(
                vocabulary[fact].answered_by
            ) - _RECORDED.get(fact.partition(".")[0], frozenset()):
                _add(weights, fact, rule, triggered)
    if scope == "unknown":
        # Who is known to be neither armed forces nor police may keep order all the same.
        fact = "end_user.security_role" if "end_user.kind" in known else "end_user.kind"
        weight = weights.setdefault(fact, _Weight())
        weight.rules["cp.art.6.dual-use"] = None
        weight.bar = True
    order = {name: index for index, name in enumerate(vocabulary)}

    def key(item: tuple[str, _Weight]) -> tuple[bool, bool, int, bool, int]:
        name, weight = item
        applicant = "applicant" in vocabulary[name].answered_by
        return (not weight.bar, not weight.mandatory, -len(weight.rules), not applicant,
                order[name])  # fmt: skip

    return tuple(
        Question(
            fact=name,
            ask=language.text(vocabulary[name].ask),
            who=vocabulary[name].who or ("officer",),
            settles=tuple(weight.rules),
            could_reach=worst(weight.could_reach),
        )
        for name, weight in sorted(weights.items(), key=key)
    )


def _asked(missing: Iterable[str], vocabulary: Vocabulary, known: frozenset[str]) -> list[str]:
    """The primary facts to ask for: a derived fact is asked for through what it rests on.

    Where all that it rests on is known already, the fact itself is asked for.
    """
    asked: dict[str, None] = {}
    for name in missing:
        primary = [fact for fact in vocabulary[name].asks if fact not in known]
        asked |= dict.fromkeys(primary or (name,))
    return list(asked)


def _add(
    weights: dict[str, _Weight], fact: str, rule: Rule, triggered: frozenset[str] | set[str]
) -> None:
    weight = weights.setdefault(fact, _Weight())
    weight.rules[rule.id] = None
    weight.bar |= rule.tier == "law" and status_if_met(rule) == "presumptive_denial"
    weight.mandatory |= rule.force == "deny" and rule.criterion in triggered
    if rule.tier != "duty":
        weight.could_reach = worst(weight.could_reach, status_if_met(rule))
