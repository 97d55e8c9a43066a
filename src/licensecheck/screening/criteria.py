"""Folding findings into the eight criteria and the outcome.

Each criterion is a pair: the worst that is met, and the worst that is still possible. Filling in
an unknown only narrows the pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from licensecheck.rules.model import CRITERIA, CRITERION_TITLES, Rule
from licensecheck.screening.findings import Decided, status_if_met
from licensecheck.screening.result import CriterionResult, Examined, Finding, Outcome, worst

__all__ = ["fold_criteria", "fold_outcome"]

# Rules of these tiers leave a criterion undetermined while they are open: a bright line, and
# public facts. Open assess and confirm rules are counted as not examined.
DECIDING_TIERS = frozenset(("law", "screen"))
_FORCES = ("deny", "caution", "weigh", "procedure")


def fold_criteria(
    rules: Sequence[Rule], decided: Iterable[Decided], met: Iterable[Finding]
) -> tuple[CriterionResult, ...]:
    """The result of each criterion, and of national law where it met or left open something.

    Args:
        rules: All rules in force, in the order of the program.
        decided: What each transfer decided.
        met: The findings that are met.
    """
    found = list(decided)
    open_rules = {index for one in found for index in one.open}
    findings = list(met)
    names = [*CRITERIA, *dict.fromkeys(r.criterion for r in rules if _is_national(r))]
    results = []
    for name in names:
        indices = [i for i, r in enumerate(rules) if r.criterion == name and r.tier != "duty"]
        if name in CRITERIA or indices:
            results.append(_criterion(name, rules, indices, open_rules, findings))
    return tuple(results)


def _is_national(rule: Rule) -> bool:
    return rule.criterion not in CRITERIA and rule.criterion != "articles"


def _criterion(
    name: str,
    rules: Sequence[Rule],
    indices: Sequence[int],
    open_rules: set[int],
    findings: Sequence[Finding],
) -> CriterionResult:
    mine = [f for f in findings if f.criterion == name and f.status != "duty"]
    still_open = [rules[i] for i in indices if i in open_rules]
    met = worst(*(f.status for f in mine))
    possible = worst(
        *(f.status for f in mine),
        *(f.could_be for f in mine),
        *(status_if_met(rule) for rule in still_open),
    )
    status = met
    if not mine and any(rule.tier in DECIDING_TIERS for rule in still_open):
        status = "undetermined"
    bar = any(
        rule.tier == "law" and status_if_met(rule) == "presumptive_denial" for rule in still_open
    )
    weightiest = [f for f in mine if f.status == met]
    forces = [rules[i].force for i in indices]
    read = dict.fromkeys(fact for i in indices for fact in rules[i].facts)
    return CriterionResult(
        criterion=name,
        title=CRITERION_TITLES.get(name, f"National rules ({name.upper()})"),
        status=status,
        at_worst=worst(status, possible),
        bar_possible=bar,
        basis=tuple(dict.fromkeys(f.tier for f in weightiest)),
        force=min(forces, key=_FORCES.index, default=""),
        examined=Examined(
            decided=sum(i not in open_rules for i in indices), of=len(indices)
        ),
        findings=tuple(dict.fromkeys(f.rule for f in mine)),
        read=() if mine else tuple(read),
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
