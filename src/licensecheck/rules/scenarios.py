"""Scenarios: whole applications from real life, with their day, what is expected, and a source.

In: `scenarios/*.yaml` beside the rules. Out: `Scenario`s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licensecheck.documents.faults import Fault
from licensecheck.documents.written import read_as
from licensecheck.errors import LawError, Problem, nearest, quote
from licensecheck.law import load_yaml_file
from licensecheck.rules.model import Ruleset
from licensecheck.rules.written import ScenarioWritten

__all__ = ["Scenario", "load_scenarios"]


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
                what, help_ = f"no rule {quote(str(name))}", nearest(str(name), ids)
                yield Fault(("expect", key, index), what, help_)
