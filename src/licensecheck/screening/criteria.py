"""Folding findings into the eight criteria and the outcome.

Each criterion is a pair: the worst that is met, and the worst that is still possible. Filling in
an unknown only narrows the pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from licensecheck.rules.model import CRITERIA, CRITERION_TITLES, Rule
from licensecheck.rules.program import Program
from licensecheck.screening.findings import Decided, status_if_met
from licensecheck.screening.result import CriterionResult, Examined, Finding, Outcome, worst

__all__ = ["fold_criteria", "fold_outcome"]

# Rules of these tiers leave a criterion undetermined while they are open: a bright line, and
# public facts. Open assess and confirm rules are counted as not examined.
DECIDING_TIERS = frozenset(("law", "screen"))
_FORCES = ("deny", "caution", "weigh", "procedure")


def fold_criteria(
    program: Program, decided: Iterable[Decided], met: Iterable[Finding]
) -> tuple[CriterionResult, ...]:
    """The result of each criterion, and of national law that met or left open something.

    Args:
        program: The rules in force.
        decided: What each transfer decided.
        met: The findings that are met.
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
            results.append(_criterion(name, program, still_open, mine.get(name, [])))
    return tuple(results)


def _criterion(
    name: str, program: Program, still_open: Sequence[Rule], mine: Sequence[Finding]
) -> CriterionResult:
    rules = [program.rules[i] for i in program.by_criterion.get(name, ())]
    met = worst(*(f.status for f in mine))
    possible = worst(met, *(f.could_be for f in mine), *(status_if_met(r) for r in still_open))
    undetermined = not mine and any(rule.tier in DECIDING_TIERS for rule in still_open)
    return CriterionResult(
        criterion=name,
        title=CRITERION_TITLES.get(name, f"National rules ({name.upper()})"),
        status="undetermined" if undetermined else met,
        at_worst=possible,
        bar_possible=any(
            rule.tier == "law" and status_if_met(rule) == "presumptive_denial"
            for rule in still_open
        ),
        basis=tuple(dict.fromkeys(f.tier for f in mine if f.status == met)),
        force=min((rule.force for rule in rules), key=_FORCES.index, default=""),
        examined=Examined(decided=len(rules) - len(still_open), of=len(rules)),
        findings=tuple(dict.fromkeys(f.rule for f in mine)),
        read=() if mine else tuple(dict.fromkeys(fact for rule in rules for fact in rule.facts)),
    )


_SCOPE_TEXT: Mapping[str, str] = {
    "no": "out of scope: neither on the military list nor dual-use goods for a military end user",
    "unknown": "the criteria apply only if the end user is military (Art. 6); say who it is",
}


def fold_outcome(criteria: Sequence[CriterionResult], scope: str) -> Outcome:
    """The outcome of all criteria.

    Args:
        criteria: Results of the criteria.
        scope: `yes`, `no` or `unknown`: whether the Common Position covers the transfer.
    """
    if scope == "no":
        return Outcome("out_of_scope", "out_of_scope", False, _SCOPE_TEXT["no"])
    status = worst(*(c.status for c in criteria))
    at_worst = worst(*(c.at_worst for c in criteria))
    bar = any(c.bar_possible for c in criteria)
    if scope == "unknown":
        return Outcome("undetermined", worst("undetermined", at_worst), bar, _SCOPE_TEXT["unknown"])
    return Outcome(status, at_worst, bar, _headline(criteria, status, bar))


def _headline(criteria: Sequence[CriterionResult], status: str, bar: bool) -> str:
    denied = _numbers(c for c in criteria if c.status == "presumptive_denial")
    review = _numbers(c for c in criteria if c.status == "review")
    open_ = _numbers(c for c in criteria if c.status == "undetermined")
    parts = []
    if denied:
        parts.append(f"presumptively to be denied under {denied}")
    if review:
        parts.append(f"{'also ' if denied else ''}review under {review}")
    if open_:
        parts.append(f"undetermined under {open_}")
    if status == "no_trigger":
        decided = sum(c.examined.decided for c in criteria)
        of = sum(c.examined.of for c in criteria)
        parts.append(f"no trigger on what could be examined ({decided} of {of} rules)")
    if bar and not denied:
        possible = _numbers(c for c in criteria if c.bar_possible)
        parts.append(f"a bar is possible under {possible}")
    return "; ".join(parts)


def _numbers(criteria: Iterable[CriterionResult]) -> str:
    numbers = [
        c.criterion if c.criterion in CRITERIA else f"national rules ({c.criterion.upper()})"
        for c in criteria
    ]
    if not numbers:
        return ""
    word = "criteria" if len(numbers) > 1 else "criterion"
    listed = ", ".join(numbers[:-1])
    return f"{word} {listed} and {numbers[-1]}" if listed else f"{word} {numbers[0]}"
