"""Answers of the `rules` commands: lists, single rules, checks and case runs, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from licensecheck.commands import looked_up
from licensecheck.commands.looked_up import ruleset_paths
from licensecheck.commands.lookups import read_day
from licensecheck.errors import InputError, LawError, Problem, nearest, quote
from licensecheck.report.columns import paragraph
from licensecheck.rules.alliances import load_alliance, packaged_alliances
from licensecheck.rules.cases import Case, load_cases, read_cases
from licensecheck.rules.load import load_ruleset, packaged_rulesets
from licensecheck.rules.model import Clause, Rule
from licensecheck.screening.case_runner import run_cases, unreadable
from licensecheck.wording.findings import citation
from licensecheck.wording.screener import Screener

__all__ = ["cases_text", "list_text", "show_text", "validate_text"]


def list_text(
    ruleset: str | None, *, criterion: str | None, tier: str | None, as_of: str | None
) -> str:
    """Rules one a line, with how many there are.

    Raises:
        InputError: There is no such ruleset or criterion, or the day cannot be read.
        LawError: A rule file breaks the form.
    """
    on = None if as_of is None else read_day(as_of)
    rules = looked_up.rules(ruleset, criterion=criterion, tier=tier, on=on)
    width = max((len(rule.id) for rule in rules), default=0)
    lines = [f"{rule.id:<{width}}  {rule.tier:<7} {rule.title}" for rule in rules]
    reviewed = sum(bool(rule.reviewed) for rule in rules)
    return "\n".join([*lines, f"{len(rules)} rules, {reviewed} compared with the Official Journal"])


def show_text(id_: str, ruleset: str | None) -> str:
    """Everything about one rule, with the sentences of its cases.

    Raises:
        InputError: There is no such rule; the nearest one is given.
    """
    found: dict[str, tuple[Rule, Path]] = {}
    for path in ruleset_paths(ruleset).values():
        found |= {rule.id: (rule, path) for rule in load_ruleset(path).rules}
    if id_ not in found:
        help_ = nearest(id_, found) or "`licensecheck rules list` lists them"
        raise InputError(Problem("", f"no rule {quote(id_)}", help_))
    rule, path = found[id_]
    cases = [case for case in load_cases(path) if case.rule == id_]
    return "\n".join(_rule_lines(rule, cases))


def _rule_lines(rule: Rule, cases: Iterable[Case]) -> Iterable[str]:
    yield f"{rule.id}  ({rule.place})"
    until = f" until {rule.in_force_until}" if rule.in_force_until else ""
    rows = [
        ("catches", rule.title),
        ("point", citation(rule)),
        ("tier", f"{rule.tier}, force {rule.force}"),
        ("judgement", rule.judgement or "none, a bright line"),
        ("in force", f"from {rule.in_force_from}{until}"),
        ("met when", _groups_text(rule.when)),
        ("unless", _groups_text(rule.unless)),
        ("says", rule.reason),
        ("then ask", ", ".join(rule.resolves)),
        ("reviewed", rule.reviewed or "not yet compared with the Official Journal"),
    ]
    for label, text in rows:
        if text:
            yield from paragraph(f"{label}: {text}", "  ")
    for case in cases:
        yield from paragraph(f"{case.kind.replace('_', ' ')}: {case.name}", "  ")


def _groups_text(groups: tuple[tuple[Clause, ...], ...]) -> str:
    return "; or ".join(" and ".join(str(clause) for clause in group) for group in groups)


def validate_text(path: str | None) -> str:
    """Check rules, cases and alliances; say how many of each are sound.

    The applications of cases are read as `rules test` reads them.

    Raises:
        LawError: A file breaks the form, or a case holds what cannot be read; all of it is listed.
    """
    problems: list[Problem] = []
    counts = {"rules": 0, "cases": 0, "alliances": 0}
    cases: list[Case] = []
    for root in ruleset_paths(path).values():
        try:
            ruleset = load_ruleset(root)
        except (LawError, InputError) as error:
            problems += error.problems
            continue
        counts["rules"] += len(ruleset.rules)
        found, faults = read_cases(root)
        cases += found
        problems += faults
    counts["cases"] = len(cases)
    if cases:
        problems += _unreadable(cases, path)
    if path is None:
        for file in packaged_alliances().values():
            try:
                load_alliance(file)
                counts["alliances"] += 1
            except (LawError, InputError) as error:
                problems += error.problems
    if problems:
        raise LawError(problems)
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) + ": all sound"


def _unreadable(cases: Iterable[Case], path: str | None) -> Iterator[Problem]:
    """What cannot be read in the applications of cases, with the place of the case."""
    try:
        screener = _screener(path)
    except LawError:
        # Some of the rules are faulty, which is told already.
        return
    for case in cases:
        try:
            screener.open(case.application)
        except InputError as error:
            for problem in unreadable(error):
                yield replace(problem, where=": ".join(filter(None, (case.place, problem.where))))


def _screener(path: str | None) -> Screener:
    packaged = list(packaged_rulesets())
    rulesets = packaged if path is None or path in packaged else [path]
    return Screener(rulesets=rulesets, today=date.today())


def cases_text(path: str | None) -> tuple[str, bool]:
    """Run cases; the lines of what failed and a count, and whether all passed.

    Raises:
        LawError: A rule file or a case of it breaks the form.
    """
    names = ruleset_paths(path)
    screener = _screener(path)
    lines: list[str] = []
    passed = failed = 0
    for root in names.values():
        for outcome in run_cases(root, screener):
            if outcome.passed:
                passed += 1
                continue
            failed += 1
            lines.append(f"{outcome.case.place}: {outcome.case.name}")
            lines += [f"  {difference}" for difference in outcome.differences]
    if not passed + failed:
        where = path or "the packaged rules"
        help_ = "cases stand below their rule, under `cases`"
        raise LawError(Problem(where, "there is no case to run", help_))
    lines.append(f"{passed} passed, {failed} failed")
    return "\n".join(lines), failed == 0
