"""Folding findings into the eight criteria and the outcome.

Each criterion is a pair: the worst that is met, and the worst that is still possible. Filling in
an unknown only narrows the pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from licensecheck.language import ENGLISH, Language, message
from licensecheck.rules.model import CRITERIA, CRITERION_TITLES, Rule
from licensecheck.rules.program import Program
from licensecheck.screening.findings import Decided, status_if_met
from licensecheck.screening.result import (
    NOT_EXAMINED,
    CriterionResult,
    Examined,
    Finding,
    Outcome,
    worst,
)

__all__ = ["fold_criteria", "fold_outcome", "unexamined"]

# Rules of these tiers leave a criterion undetermined while they are open: a bright line, and
# public facts. Open assess and confirm rules are counted as not examined.
DECIDING_TIERS = frozenset(("law", "screen"))
_FORCES = ("deny", "caution", "weigh", "procedure")


def fold_criteria(
    program: Program,
    decided: Iterable[Decided],
    met: Iterable[Finding],
    language: Language = ENGLISH,
) -> tuple[CriterionResult, ...]:
    """The result of each criterion, and of national law that met or left open something.

    Args:
        program: The rules in force.
        decided: What each transfer decided.
        met: The findings that are met.
        language: Language of the titles.
    """
    open_rules = {index for one in decided for index in one.open}
    mine: dict[str, list[Finding]] = {}
    for found in met:
        if found.status != "duty":
            mine.setdefault(found.criterion, []).append(found)
    national = [name for name in program.by_criterion if name not in (*CRITERIA, "articles")]
    results = []
    for name in (*CRITERIA, *national):
        still_open = [
            program.rules[i] for i in program.by_criterion.get(name, ()) if i in open_rules
        ]
        # National rules of a state that does not export here have nothing to say.
        if name in CRITERIA or still_open or name in mine:
            title = _title(name, language)
            results.append(_criterion(name, title, program, still_open, mine.get(name, [])))
    return tuple(results)


def _title(name: str, language: Language) -> str:
    if name in CRITERIA:
        return language.text(CRITERION_TITLES[name])
    return language.text("National rules ({state})", state=name.upper())


class _Always(NamedTuple):
    """What a criterion has whatever was decided: its rules counted, its force, what they read."""

    rules: int
    force: str
    facts: tuple[str, ...]


@lru_cache(maxsize=1024)
def _always(program: Program, name: str) -> _Always:
    rules = [program.rules[i] for i in program.by_criterion.get(name, ())]
    force = min((rule.force for rule in rules), key=_FORCES.index, default="")
    facts = dict.fromkeys(fact for rule in rules for fact in rule.facts)
    return _Always(len(rules), force, tuple(facts))


def _criterion(
    name: str,
    title: str,
    program: Program,
    still_open: Sequence[Rule],
    mine: Sequence[Finding],
) -> CriterionResult:
    always = _always(program, name)
    met = worst(*(f.status for f in mine))
    possible = worst(met, *(f.could_be for f in mine), *(status_if_met(r) for r in still_open))
    undetermined = not mine and any(rule.tier in DECIDING_TIERS for rule in still_open)
    return CriterionResult(
        criterion=name,
        title=title,
        status="undetermined" if undetermined else met,
        at_worst=possible,
        bar_possible=any(
            rule.tier == "law" and status_if_met(rule) == "presumptive_denial"
            for rule in still_open
        ),
        basis=tuple(dict.fromkeys(f.tier for f in mine if f.status == met)),
        force=always.force,
        examined=Examined(decided=always.rules - len(still_open), of=always.rules),
        findings=tuple(dict.fromkeys(f.rule for f in mine)),
        read=() if mine else always.facts,
    )


def unexamined(criteria: Iterable[CriterionResult]) -> tuple[CriterionResult, ...]:
    """The criteria of goods that the Common Position does not cover: no rule was asked."""
    return tuple(
        replace(
            one,
            status=NOT_EXAMINED,
            at_worst=NOT_EXAMINED,
            bar_possible=False,
            basis=(),
            read=(),
            examined=Examined(decided=0, of=one.examined.of),
        )
        for one in criteria
    )


_SCOPE_TEXT: Mapping[str, str] = {
    "no": message(
        "out of scope: neither on the military list nor dual-use goods for a military or security "
        "end user"
    ),
    "unknown": message(
        "the criteria apply only to a military or security end user (Art. 6); whether this is one "
        "is not known"
    ),
}


def fold_outcome(
    criteria: Sequence[CriterionResult], scope: str, language: Language = ENGLISH
) -> Outcome:
    """The outcome of all criteria.

    Args:
        criteria: Results of the criteria.
        scope: `yes`, `no` or `unknown`: whether the Common Position covers the transfer.
        language: Language of the headline.
    """
    if scope == "no":
        return Outcome("out_of_scope", "out_of_scope", False, language.text(_SCOPE_TEXT["no"]))
    status = worst(*(c.status for c in criteria))
    at_worst = worst(*(c.at_worst for c in criteria))
    bar = any(c.bar_possible for c in criteria)
    if scope == "unknown":
        said = language.text(_SCOPE_TEXT["unknown"])
        return Outcome("undetermined", worst("undetermined", at_worst), bar, said)
    return Outcome(status, at_worst, bar, _headline(criteria, status, bar, language))


def _headline(
    criteria: Sequence[CriterionResult], status: str, bar: bool, language: Language
) -> str:
    text = language.text
    denied = _named((c for c in criteria if c.status == "presumptive_denial"), language)
    review = _named((c for c in criteria if c.status == "review"), language)
    open_ = _named((c for c in criteria if c.status == "undetermined"), language)
    parts = []
    if denied:
        parts.append(text("presumptively to be denied under {criteria}", criteria=denied))
    if review and denied:
        parts.append(text("also review under {criteria}", criteria=review))
    elif review:
        parts.append(text("review under {criteria}", criteria=review))
    if open_:
        parts.append(text("undetermined under {criteria}", criteria=open_))
    if status == "no_trigger":
        decided = sum(c.examined.decided for c in criteria)
        of = sum(c.examined.of for c in criteria)
        parts.append(
            text("no trigger on what could be examined ({n} of {of} rules)", n=decided, of=of)
        )
    if bar and not denied:
        possible = _named((c for c in criteria if c.bar_possible), language)
        parts.append(text("a bar is possible under {criteria}", criteria=possible))
    return "; ".join(parts)


def _named(criteria: Iterable[CriterionResult], language: Language) -> str:
    names = [
        c.criterion
        if c.criterion in CRITERIA
        else language.text("national rules ({state})", state=c.criterion.upper())
        for c in criteria
    ]
    if not names:
        return ""
    listed = language.listed(names)
    return language.count("criterion {names}", "criteria {names}", len(names), names=listed)
