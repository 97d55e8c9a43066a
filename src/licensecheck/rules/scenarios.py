"""Scenarios: whole applications from real life, with their day, what is expected, and a source.

In: `scenarios/*.yaml` beside the rules. Out: `Scenario`s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from licensecheck.errors import LawError, Problem, nearest, quote
from licensecheck.law import load_yaml_file
from licensecheck.rules.model import Ruleset

__all__ = ["Scenario", "load_scenarios"]

_KEYS: Final = ("scenario", "story", "source", "application", "expect")
_EXPECTED: Final = ("outcome", "containment", "rules", "not_rules")


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
    ids = {rule.id for rule in ruleset.rules}
    problems: list[Problem] = []
    scenarios = []
    for path in sorted(folder.glob("*.yaml")):
        data = load_yaml_file(path).data
        found = _faults(data, ids, path.name)
        problems += found
        if not found:
            scenarios.append(_scenario(data, path.name))
    if problems:
        raise LawError(problems)
    return scenarios


def _scenario(data: Mapping[str, Any], place: str) -> Scenario:
    expect = data["expect"]
    return Scenario(
        name=data["scenario"],
        story=data["story"],
        source={key: str(value) for key, value in data["source"].items()},
        application=data["application"],
        outcome=expect["outcome"],
        containment=expect.get("containment") or {},
        rules=tuple(expect.get("rules") or ()),
        not_rules=tuple(expect.get("not_rules") or ()),
        place=place,
    )


def _faults(data: Any, ids: set[str], place: str) -> list[Problem]:
    if not isinstance(data, dict):
        return [Problem(place, "a scenario is a set of fields")]
    problems = [Problem(place, f"`{key}` is missing") for key in _KEYS if not data.get(key)]
    problems += [
        Problem(place, f"`{key}` is a set of fields")
        for key in ("source", "application")
        if not isinstance(data.get(key) or {}, dict)
    ]
    for key in data:
        if key not in _KEYS:
            problems.append(Problem(place, f"unknown field {quote(key)}", nearest(key, _KEYS)))
    return [*problems, *_faults_of_expected(data.get("expect"), ids, place)]


def _faults_of_expected(expect: Any, ids: set[str], place: str) -> list[Problem]:
    if not isinstance(expect, dict) or "outcome" not in expect:
        return [Problem(place, "`expect` needs an `outcome`")]
    problems = [
        Problem(place, f"unknown expectation {quote(key)}", nearest(key, _EXPECTED))
        for key in expect
        if key not in _EXPECTED
    ]
    for key in ("rules", "not_rules"):
        names = expect.get(key) or []
        if not isinstance(names, list):
            problems.append(Problem(place, f"`{key}` is a list of rules"))
            continue
        for name in names:
            if not isinstance(name, str) or name not in ids:
                what = f"no rule {quote(str(name))}"
                problems.append(Problem(place, what, nearest(str(name), ids)))
    return problems
