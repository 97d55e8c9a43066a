"""Cases beside a rule file: a sentence an officer would say, what differs, and what is expected.

In: `criterion-2.cases.yaml`. Out: `Case`s with their whole application. Running them is the
work of `screening.case_runner`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from licensecheck.errors import LawError, Problem, nearest, quote
from licensecheck.law import load_yaml_file
from licensecheck.rules.model import Ruleset

__all__ = ["Case", "CaseKind", "cases_beside", "load_cases"]

CaseKind = Literal["triggers", "near_miss", "open"]
EXPECTED: Final = ("noted", "review", "presumptive_denial", "duty", "open")
_KEYS: Final = ("case", "rule", "kind", "change", "expect", "note")


@dataclass(frozen=True, slots=True)
class Case:
    """One case: an application, and every finding of its file that it must give.

    Attributes:
        expect: Status by rule id: each rule of the file that is met, and each law, screen or duty
            rule of it that is open. An open assess or confirm rule is named only by its own case.
    """

    name: str
    rule: str
    kind: CaseKind
    application: Mapping[str, Any]
    expect: Mapping[str, str]
    place: str


def cases_beside(path: Path) -> list[Path]:
    """The case files of a rule file, or of a folder of rule files."""
    if path.is_dir():
        return sorted(path.glob("*.cases.yaml"))
    beside = path.with_name(f"{path.stem}.cases.yaml")
    return [beside] if beside.is_file() else []


def load_cases(path: Path, ruleset: Ruleset) -> list[Case]:
    """Load and check a case file.

    Args:
        path: The case file.
        ruleset: The rules that the cases may name.

    Raises:
        LawError: The file breaks the form, or names a rule that is not there.
    """
    document = load_yaml_file(path)
    data = document.data
    rows = data.get("cases") if isinstance(data, dict) else None
    base = data.get("base") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not isinstance(base, dict):
        raise LawError(Problem(document.name, "a case file holds `base` and a list `cases`"))
    if not rows:
        raise LawError(Problem(document.name, "there is no case under `cases`"))
    ids = {rule.id for rule in ruleset.rules}
    problems: list[Problem] = []
    cases = []
    for index, row in enumerate(rows):
        where = f"{document.name}:{document.line(('cases', index))}"
        found = _faults(row, ids, where)
        problems += found
        if not found:
            change = row.get("change") or {}
            cases.append(
                Case(row["case"], row["rule"], row["kind"], _merged(base, change),
                     row.get("expect") or {}, where)
            )  # fmt: skip
    if problems:
        raise LawError(problems)
    return cases


def _faults(row: Any, ids: set[str], where: str) -> list[Problem]:
    if not isinstance(row, dict):
        return [Problem(where, "a case is a set of fields")]
    problems = [
        Problem(where, f"unknown field {quote(key)}", nearest(key, _KEYS))
        for key in row
        if key not in _KEYS
    ]
    if not isinstance(row.get("case"), str):
        problems.append(Problem(where, "`case` needs a sentence"))
    if row.get("kind") not in get_args(CaseKind):
        problems.append(Problem(where, f"`kind` is one of: {', '.join(get_args(CaseKind))}"))
    for key in ("change", "expect"):
        if not isinstance(row.get(key) or {}, dict):
            problems.append(Problem(where, f"`{key}` is a set of fields"))
    expect = row["expect"] if isinstance(row.get("expect"), dict) else {}
    for name in (row.get("rule"), *expect):
        if not isinstance(name, str) or name not in ids:
            what = f"no rule {quote(str(name))}"
            problems.append(Problem(where, what, nearest(str(name), ids)))
    problems += [
        Problem(where, f"`{name}` cannot be expected {quote(str(status))}",
                nearest(str(status), EXPECTED) or f"one of: {', '.join(EXPECTED)}")
        for name, status in expect.items()
        if status not in EXPECTED
    ]  # fmt: skip
    return problems


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
