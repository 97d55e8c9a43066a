"""The eight criteria and the outcome: what is met, what is possible, what was examined.

Each criterion is a pair: the worst that is met, and the worst that is still possible. Filling in
an unknown only narrows the pair; `fold` decides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from licensecheck.facts.observation import Observation
from licensecheck.rules.model import CRITERIA
from licensecheck.rules.program import Program
from licensecheck.screening.findings import Decided, Examination
from licensecheck.screening.fold import Ranks, Sums
from licensecheck.screening.result import (
    NOT_EXAMINED,
    CriterionFold,
    Examined,
    Found,
    OutcomeFold,
    most_severe,
)

__all__ = ["criteria_of", "fold_outcome", "noted_once"]

_FORCES: Final = ("deny", "caution", "weigh", "procedure")


def criteria_of(examined: Examination, program: Program) -> tuple[CriterionFold, ...]:
    """The criteria, folded from what was decided; without any question."""
    met = noted_once(examined.met, program)
    criteria = _folded(program, examined.decided, met)
    return _unexamined(criteria) if examined.scope == "no" else criteria


def noted_once(met: Sequence[Found], program: Program) -> tuple[Found, ...]:
    """What is met, without what is only noted where a rule that narrows it triggers.

    That is of the same goods for the same end user: of another one it says nothing.
    """
    narrowed: dict[str, set[tuple[int, int]]] = {}
    for found in met:
        if found.status in ("review", "presumptive_denial"):
            for name in program.by_id[found.rule].related.get("narrows", ()):
                narrowed.setdefault(name, set()).update(product(found.items, found.end_users))
    return tuple(
        found
        for found in met
        if found.status != "noted"
        or found.rule not in narrowed
        or not narrowed[found.rule].issuperset(product(found.items, found.end_users))
    )


def _folded(
    program: Program,
    decided: Iterable[Decided],
    met: Iterable[Found],
) -> tuple[CriterionFold, ...]:
    """The result of each criterion, and of national law that met or left open something.

    Args:
        program: The rules in force.
        decided: What each transfer decided.
        met: The findings that are met.
    """
    findings = [found for found in met if found.status != "duty"]
    sums = _summed(decided, {f.rule for f in findings if f.status == "presumptive_denial"}, program)
    mine: dict[str, list[Found]] = {}
    for found in findings:
        mine.setdefault(found.criterion, []).append(found)
    national = [name for name in program.by_criterion if name not in (*CRITERIA, "articles")]
    results = []
    for name in (*CRITERIA, *national):
        always = _always(program, name)
        # National rules of a state that does not export here have nothing to say.
        if name in CRITERIA or sums.open & always.ranks.all or name in mine:
            results.append(_criterion(name, always, sums, mine.get(name, [])))
    return tuple(results)


def _summed(decided: Iterable[Decided], denied: set[str], program: Program) -> Sums:
    met = open_ = doubt = 0
    for one in decided:
        met |= one.weighed.met
        open_ |= one.weighed.open
        doubt |= one.weighed.doubt
    hard = sum(1 << index for index, rule in enumerate(program.rules) if rule.id in denied)
    return Sums(met, hard, open_, doubt)


class _Always(NamedTuple):
    """What a criterion has whatever was decided: its rules, their force, what they read.

    `bright` are its bright lines that deny, as bits.
    """

    ranks: Ranks
    bright: int
    force: str
    facts: tuple[str, ...]


@lru_cache(maxsize=1024)
def _always(program: Program, name: str) -> _Always:
    indices = program.by_criterion.get(name, ())
    rules = [program.rules[i] for i in indices]
    ranks = Ranks.of(program, indices)
    bright = sum(1 << i for i in indices if program.rules[i].tier == "law") & ranks.denial
    force = min((rule.force for rule in rules), key=_FORCES.index, default="")
    facts = dict.fromkeys(fact for rule in rules for fact in rule.facts)
    return _Always(ranks, bright, force, tuple(facts))


def _criterion(name: str, always: _Always, sums: Sums, mine: Sequence[Found]) -> CriterionFold:
    ranks = always.ranks
    status, at_worst = ranks.pair(sums)
    rules = ranks.all.bit_count()
    return CriterionFold(
        criterion=name,
        status=status,  # type: ignore[arg-type]
        at_worst=at_worst,  # type: ignore[arg-type]
        bar_possible=bool(sums.doubt & always.bright),
        basis=tuple(dict.fromkeys(f.tier for f in mine if f.status == status)),
        force=always.force,
        examined=Examined(decided=rules - (sums.open & ranks.all).bit_count(), of=rules),
        findings=tuple(dict.fromkeys(f.rule for f in mine)),
        read=() if mine else always.facts,
        to_weigh=len({f.rule for f in mine if f.status == "noted"}),
    )


def _unexamined(criteria: Iterable[CriterionFold]) -> tuple[CriterionFold, ...]:
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


def fold_outcome(
    criteria: Sequence[CriterionFold], scope: str, *, certain: Sequence[Found | Observation] = ()
) -> OutcomeFold:
    """The outcome of all criteria.

    Args:
        criteria: The folded criteria.
        scope: `yes`, `no`, `unknown` or `some`: whether the Common Position covers the transfers.
        certain: What is certain and stands first: an embargo that is met, a denial that matches.
    """
    if scope == "no":
        return OutcomeFold("out_of_scope", "out_of_scope", False, scope)
    status = most_severe(*(c.status for c in criteria))
    at_worst = most_severe(*(c.at_worst for c in criteria))
    if scope == "unknown":
        status, at_worst = "undetermined", most_severe("undetermined", at_worst)
    elif scope == "some":
        status, at_worst = (most_severe("undetermined", one) for one in (status, at_worst))
    bar = any(c.bar_possible for c in criteria)
    return OutcomeFold(status, at_worst, bar, scope, tuple(certain))
