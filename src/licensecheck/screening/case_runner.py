"""Running the cases of rules: each must give all findings it expects, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from licensecheck.errors import InputError, LawError, Problem, told
from licensecheck.rules.cases import Case, Scenario, load_cases, load_scenarios
from licensecheck.rules.model import Ruleset
from licensecheck.screening.result import Answer
from licensecheck.screening.screener import Screening
from licensecheck.vocabulary import Vocabulary

__all__ = ["CaseOutcome", "ScenarioOutcome", "run_case", "run_cases", "run_scenarios", "unreadable"]

_ALWAYS_LISTED = frozenset(("law", "screen", "duty"))
# An entry of a list of an application: its facts are named without the list.
_ENTRY: Final = re.compile(r"^(item|end_user)s\[\d+\]\.")


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """How a case went: what differs from its expectation, one line each; none if it passed."""

    case: Case
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the findings are exactly those expected."""
        return not self.differences


def run_cases(path: Path, screener: Screening) -> Iterator[CaseOutcome]:
    """Run all cases of a rule file, or of a folder of them.

    Raises:
        LawError: A rule file or a case of it breaks the form.
    """
    for case in load_cases(path):
        yield run_case(case, screener)


def run_case(case: Case, screener: Screening) -> CaseOutcome:
    """Run one case against the rules under its heading."""
    try:
        examined = screener.examine(case.application)
    except (InputError, LawError) as error:
        return CaseOutcome(case, tuple(str(problem) for problem in unreadable(error)))
    found = {f.rule: f.status for f in examined.met if f.rule in case.among}
    for one in examined.open:
        if one.rule in case.among and (one.tier in _ALWAYS_LISTED or one.rule == case.rule):
            found.setdefault(one.rule, "open")
    differences = [
        told("expected {rule}: {status}, got {found}", rule=rule, status=status,
             found=found.get(rule) or told("nothing"))
        for rule, status in case.expect.items()
        if found.get(rule) != status
    ]  # fmt: skip
    differences += [
        told("not expected: {rule}: {status}", rule=rule, status=status)
        for rule, status in found.items()
        if rule not in case.expect
    ]
    return CaseOutcome(case, tuple(differences))


def unreadable(error: InputError | LawError) -> Iterator[Problem]:
    """What cannot be read in a case; of a field said to be unknown, how a case says that."""
    for problem in error.problems:
        if str(problem.what).endswith("`unknown`"):
            fact = _ENTRY.sub(r"\1.", problem.where)
            line = told("`{fact}: unknown`", fact=fact)
            if fact not in Vocabulary.load():
                line = told("as `docs.euc: unknown`")
            help_ = told("a field takes no `unknown`: say it of the fact, {line}", line=line)
            yield replace(problem, help=help_)
        else:
            yield problem


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """How a scenario went: what differs from its expectation, one line each."""

    scenario: Scenario
    differences: tuple[str, ...]


def run_scenarios(folder: Path, ruleset: Ruleset) -> Iterator[ScenarioOutcome]:
    """Screen all scenarios of a folder and compare each with what it expects.

    Raises:
        LawError: A scenario file breaks the form.
    """
    screeners: dict[tuple[str, ...], Screening] = {}
    for scenario in load_scenarios(folder, ruleset):
        alliances = tuple(scenario.containment) or ("nato",)
        if alliances not in screeners:
            screeners[alliances] = Screening(alliances=alliances)
        try:
            result = screeners[alliances].decide(scenario.application)
        except (InputError, LawError) as error:
            problems = tuple(str(problem) for problem in error.problems)
            yield ScenarioOutcome(scenario, problems)
            continue
        yield ScenarioOutcome(scenario, tuple(_differences(scenario, result)))


def _differences(scenario: Scenario, result: Answer) -> Iterator[str]:
    if result.outcome.status != scenario.outcome:
        yield f"expected outcome {scenario.outcome}, got {result.outcome.status}"
    for found in result.containment:
        expected = scenario.containment.get(found.alliance, found.verdict)
        if found.verdict != expected:
            yield f"expected {found.alliance}: {expected}, got {found.verdict}"
    met = {f.rule for f in (*result.findings, *result.duties) if f.status != "open"}
    for rule in scenario.rules:
        if rule not in met:
            yield f"expected {rule} among those met"
    for rule in scenario.not_rules:
        if rule in met:
            yield f"not expected: {rule}"
