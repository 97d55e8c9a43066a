"""Cases of a rule: a sentence an officer would say, what differs, and what is found.

In: the cases that stand within rules. Out: `Case`s with their whole application. Running them is
the work of `screening.case_runner`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from licensecheck.errors import InputError, LawError, Problem, nearest, quote
from licensecheck.rules.load import load_ruleset, rule_files
from licensecheck.rules.model import FindingStatus, Rule, status_if_met
from licensecheck.rules.reading import LawDocument, families, relatives
from licensecheck.rules.written import CaseKind, CaseWritten, key_of_case

__all__ = ["Case", "load_cases", "read_cases"]

_OLDER: Final = "*.cases.yaml"
# What the facts of a case rest on.
_SOURCE: Final = "test"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: an application, and every finding under its heading that it must give.

    Attributes:
        expect: Status by rule id: each rule under the heading that is met, and each law, screen or
            duty rule of it that is open. An open assess or confirm rule is named only by its own
            case.
        among: The rules of which nothing else may be found: those of the file that the rule stands
            in, and of all that are parts of the same file.
    """

    name: str
    rule: str
    kind: CaseKind
    application: Mapping[str, Any]
    expect: Mapping[str, FindingStatus]
    among: frozenset[str]
    place: str


def load_cases(path: Path) -> list[Case]:
    """Load and check the cases of a ruleset; see `read_cases`.

    Raises:
        LawError: Every fault that `read_cases` finds.
    """
    cases, problems = read_cases(path)
    if problems:
        raise LawError(problems)
    return cases


def read_cases(path: Path) -> tuple[list[Case], list[Problem]]:
    """Read the cases of a ruleset, by the order of its rules, and what is wrong with others.

    Args:
        path: A rule file, or a folder of them.

    Returns:
        The cases, and every problem: of a file that breaks the form, of a case that names a rule
        which is not there, of cases in a file beside the rules, as 0.1.0 had them.
    """
    problems = [*_older(path)]
    wanted = rule_files(path)
    cases: list[Case] = []
    try:
        files = wanted if path.is_dir() else relatives(path)
    except (InputError, LawError) as error:
        return [], [*problems, *error.problems]
    for family, parts in families(files, problems).items():
        try:
            rules = {
                rule.id: rule
                for one in parts
                if one.written.rules
                for rule in load_ruleset(one.file).rules
            }
        except LawError as error:
            problems += error.problems
            continue
        base = _application(next((one.head.base for one in parts if one.head.base), {}))
        for one in parts:
            if one.file not in wanted:
                continue
            if not base and any(rule.cases for rule in one.written.rules):
                what = "`base` is missing: the application that all cases start from"
                problems.append(Problem(family.name, what))
            cases += _cases(one, rules, base, problems)
    return cases, problems


def _older(path: Path) -> Iterator[Problem]:
    beside = path.with_name(f"{path.stem}{_OLDER[1:]}")
    files = sorted(path.glob(_OLDER)) if path.is_dir() else [beside]
    for file in files:
        if file.is_file():
            what = "cases no longer stand in a file of their own"
            help_ = "put each below its rule, as docs/how-to/bring-rules-over.md shows"
            yield Problem(file.name, what, help_)


def _cases(
    one: LawDocument, rules: Mapping[str, Rule], base: Mapping[str, Any], problems: list[Problem]
) -> Iterator[Case]:
    for index, rule in enumerate(one.written.rules):
        for number, case in enumerate(rule.cases):
            path = ("rules", index, "cases", number)
            for name in case.expect:
                if name not in rules:
                    where = one.place(*path, "expect", name)
                    what = f"rule `{rule.id}`: a case expects {quote(name)}, which is no rule"
                    problems.append(Problem(where, what, nearest(name, rules)))
            yield _case(case, rules[rule.id], base, frozenset(rules), one.place(*path))


def _case(
    case: CaseWritten, rule: Rule, base: Mapping[str, Any], among: frozenset[str], place: str
) -> Case:
    kind = key_of_case(case)
    implied: dict[str, dict[str, FindingStatus]] = {
        "triggers": {rule.id: status_if_met(rule)},
        "open": {rule.id: "open"},
    }
    return Case(
        name=getattr(case, kind),
        rule=rule.id,
        kind=kind,
        application=_merged(base, _application(case.given)),
        expect={**implied.get(kind, {}), **case.expect},
        among=among,
        place=place,
    )


def _application(written: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an application; what has a dot in its name is a fact, with its value alone."""
    found = {name: value for name, value in written.items() if "." not in name}
    facts = {
        name: value
        if isinstance(value, Mapping) and "value" in value
        else {"value": value, "source": _SOURCE}
        for name, value in written.items()
        if "." in name
    }
    if facts:
        found["facts"] = {**(found.get("facts") or {}), **facts}
    return found


def _merged(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The base with the change laid over it: maps are merged, all else is replaced."""
    merged = dict(base)
    for key, value in change.items():
        before = merged.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(before, value)
        else:
            merged[key] = value
    return merged
