"""The eight criteria and the outcome, in words: what is met, what is possible, what was examined.

Each criterion is a pair: the worst that is met, and the worst that is still possible. Filling in
an unknown only narrows the pair; `fold` decides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.rules.model import CRITERIA, CRITERION_TITLES
from licensecheck.rules.program import Program
from licensecheck.screening.findings import Decided
from licensecheck.screening.fold import Ranks, Sums
from licensecheck.screening.result import (
    NOT_EXAMINED,
    CriterionResult,
    Examined,
    Finding,
    Outcome,
    worst,
)

__all__ = ["fold_criteria", "fold_outcome", "unexamined"]

_FORCES: Final = ("deny", "caution", "weigh", "procedure")


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
    findings = [found for found in met if found.status != "duty"]
    sums = _summed(decided, {f.rule for f in findings if f.status == "presumptive_denial"}, program)
    mine: dict[str, list[Finding]] = {}
    for found in findings:
        mine.setdefault(found.criterion, []).append(found)
    national = [name for name in program.by_criterion if name not in (*CRITERIA, "articles")]
    results = []
    for name in (*CRITERIA, *national):
        always = _always(program, name)
        # National rules of a state that does not export here have nothing to say.
        if name in CRITERIA or sums.open & always.ranks.all or name in mine:
            title = _title(name, program, language)
            results.append(_criterion(name, title, always, sums, mine.get(name, [])))
    return tuple(results)


def _summed(decided: Iterable[Decided], denied: set[str], program: Program) -> Sums:
    met = open_ = doubt = 0
    for one in decided:
        met |= one.weighed.met
        open_ |= one.weighed.open
        doubt |= one.weighed.doubt
    hard = sum(1 << index for index, rule in enumerate(program.rules) if rule.id in denied)
    return Sums(met, hard, open_, doubt)


def _title(name: str, program: Program, language: Language) -> str:
    if name in CRITERIA:
        return language.text(CRITERION_TITLES[name])
    if body := program.body(name):
        return body
    return language.text("National rules ({state})", state=name.upper())


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


def _criterion(
    name: str, title: str, always: _Always, sums: Sums, mine: Sequence[Finding]
) -> CriterionResult:
    ranks = always.ranks
    status, at_worst = ranks.pair(sums)
    rules = ranks.all.bit_count()
    return CriterionResult(
        criterion=name,
        title=title,
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
        "end user; look at Articles 4, 5, 9 and 10 of Regulation (EU) 2021/821"
    ),
    "unknown": message(
        "the criteria apply only to a military or security end user (Art. 6); whether this is one "
        "is not known"
    ),
    "some": message(
        "to the goods of the dual-use list the criteria apply only for a military or security end "
        "user (Art. 6); whether this is one is not known"
    ),
}


def fold_outcome(
    criteria: Sequence[CriterionResult],
    scope: str,
    language: Language = ENGLISH,
    *,
    certain: Sequence[str] = (),
) -> Outcome:
    """The outcome of all criteria.

    Args:
        criteria: Results of the criteria.
        scope: `yes`, `no`, `unknown` or `some`: whether the Common Position covers the transfers.
        language: Language of the headline.
        certain: What is certain and stands first: an embargo with its exemption, a denial.
    """
    if scope == "no":
        return Outcome("out_of_scope", "out_of_scope", False, language.text(_SCOPE_TEXT["no"]))
    status = worst(*(c.status for c in criteria))
    at_worst = worst(*(c.at_worst for c in criteria))
    bar = any(c.bar_possible for c in criteria)
    if scope == "unknown":
        said = language.text(_SCOPE_TEXT["unknown"])
        said = "; ".join((*certain, said))
        return Outcome("undetermined", worst("undetermined", at_worst), bar, said)
    said = "; ".join((*certain, _headline(criteria, status, bar, language)))
    if scope == "some":
        open_ = language.text(_SCOPE_TEXT["some"])
        status, at_worst = (worst("undetermined", one) for one in (status, at_worst))
        return Outcome(status, at_worst, bar, f"{said}; {open_}")
    return Outcome(status, at_worst, bar, said)


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
        if weigh := sum(c.to_weigh for c in criteria):
            parts.append(language.count("{n} to weigh", "{n} to weigh", weigh))
    if bar and not denied:
        possible = _named((c for c in criteria if c.bar_possible), language)
        parts.append(
            text(
                "a mandatory ground for refusal is not excluded under {criteria}", criteria=possible
            )
        )
    return "; ".join(parts)


def _named(criteria: Iterable[CriterionResult], language: Language) -> str:
    """The criteria by number, then national rules and an office's own, which are no criterion."""
    given = tuple(criteria)
    numbers = [c.criterion for c in given if c.criterion in CRITERIA]
    names = [_name_of_others(c, language) for c in given if c.criterion not in CRITERIA]
    if numbers:
        listed = language.listed(numbers)
        counted = language.count(
            "criterion {names}", "criteria {names}", len(numbers), names=listed
        )
        names.insert(0, counted)
    return ", ".join(names)


def _name_of_others(criterion: CriterionResult, language: Language) -> str:
    state = criterion.criterion.upper()
    if criterion.title == language.text("National rules ({state})", state=state):
        return language.text("national rules ({state})", state=state)
    return language.text("own rules ({title})", title=criterion.title)
