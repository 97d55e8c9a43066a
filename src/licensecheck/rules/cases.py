"""What rules are expected to say: the cases of a rule, and whole applications from real life.

In: the cases that stand within rules (a sentence an officer would say, what differs, what is
found), and `scenarios/*.yaml` beside them (with their day and source). Out: `Case`s with their
whole application, and `Scenario`s. Running them is the work of `screening.case_runner`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from licensecheck.documents.faults import Fault
from licensecheck.documents.written import read_as
from licensecheck.errors import InputError, LawError, Problem, nearest, quote, told
from licensecheck.law import load_yaml_file, rule_files
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import FindingStatus, Rule, Ruleset, status_if_met
from licensecheck.rules.reading import LawDocument, families, relatives
from licensecheck.rules.written import CaseKind, CaseWritten, ScenarioWritten, key_of_case

__all__ = ["Case", "Scenario", "load_cases", "load_scenarios", "read_cases"]

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
                what = told("`base` is missing: the application that all cases start from")
                problems.append(Problem(family.name, what))
            cases += _cases(one, rules, base, problems)
    return cases, problems


def _older(path: Path) -> Iterator[Problem]:
    beside = path.with_name(f"{path.stem}{_OLDER[1:]}")
    files = sorted(path.glob(_OLDER)) if path.is_dir() else [beside]
    for file in files:
        if file.is_file():
            what = told("cases no longer stand in a file of their own")
            help_ = told("put each below its rule, as docs/how-to/bring-rules-over.md shows")
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
                    what = told(
                        "rule `{id}`: a case expects {name}, which is no rule",
                        id=rule.id,
                        name=quote(name),
                    )
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


@dataclass(frozen=True, slots=True)
class Scenario:
    """One application from real life.

    Attributes:
        source: Title, publisher, date, and `seen`: whether the source itself was read.
        outcome: The expected outcome.
        containment: The expected verdict by alliance.
        rules: Rules that must be among those met.
        not_rules: Rules that must not be met.
    """

    name: str
    story: str
    source: Mapping[str, str]
    application: Mapping[str, Any]
    outcome: str
    containment: Mapping[str, str]
    rules: tuple[str, ...]
    not_rules: tuple[str, ...]
    place: str


def load_scenarios(folder: Path, ruleset: Ruleset) -> list[Scenario]:
    """Load and check the scenarios of a folder, by the order of their names.

    Raises:
        LawError: A file breaks the form, or names a rule that is not there; all are listed.
    """
    ids = [rule.id for rule in ruleset.rules]
    problems: list[Problem] = []
    scenarios = []
    for path in sorted(folder.glob("*.yaml")):
        document = load_yaml_file(path)
        try:
            read = read_as(
                document, ScenarioWritten, error=LawError,
                finds=lambda data: [*_unknown_rules(data, ids)],
            )  # fmt: skip
        except LawError as error:
            problems += error.problems
            continue
        expect = read.expect
        scenarios.append(
            Scenario(
                name=read.scenario, story=read.story,
                source={key: str(value) for key, value in document.data["source"].items()},
                application=read.application, outcome=expect.outcome,
                containment=expect.containment, rules=expect.rules, not_rules=expect.not_rules,
                place=path.name,
            )
        )  # fmt: skip
    if problems:
        raise LawError(problems)
    return scenarios


def _unknown_rules(data: Any, ids: Sequence[str]) -> Iterator[Fault]:
    expect = data.get("expect") if isinstance(data, Mapping) else None
    for key in ("rules", "not_rules"):
        names = expect.get(key) if isinstance(expect, Mapping) else None
        for index, name in enumerate(names if isinstance(names, list) else ()):
            if name not in ids:
                what, help_ = told("no rule {name}", name=quote(str(name))), nearest(str(name), ids)
                yield Fault(("expect", key, index), what, help_)
