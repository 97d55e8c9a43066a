"""What is encoded of the legal text: every point of it, by which rules, and what is left out.

In: `coverage.yaml` beside the rules, and the table of the points of law. Out: a `Coverage`, whose
faults say where file, table and rules do not agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from licensecheck.documents.strict_yaml import Document
from licensecheck.errors import LawError, Problem, nearest, quote
from licensecheck.law import load_yaml_file
from licensecheck.reference.reference import Reference
from licensecheck.rules.model import Rule

__all__ = ["COVERAGE_FILE", "Coverage", "Point", "State", "coverage_faults", "load_coverage"]

COVERAGE_FILE: Final = "coverage.yaml"

State = Literal["encoded", "judgement", "out_of_scope"]

# Where a point stands: a criterion of Article 2, or another article.
_SECTIONS: Final[Mapping[str, str]] = {"criteria": "criterion", "articles": "article"}
_HEAD: Final = ("ruleset", "title", *_SECTIONS)
_OWN: Final = ("place", "says", "from", "verified")
_CLASSES: Final = ("encoded", "held_by", "judgement", "out_of_scope")
_KEYS: Final = ("point", *_OWN, *_CLASSES, "left")
_VERIFIED: Final = ("yes", "partly", "no")
_RULE_IN_WORDS: Final = re.compile(r"\bcp(?:\.[a-z0-9-]+)+")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the legal text.

    Attributes:
        section: `criterion 2` or `article 5`.
        place: Where it stands: `Art. 2(2)(a)`.
        says: What it says, in our words.
        since: First day of this wording, as the table writes it.
        verified: How far the wording was seen: yes, partly or no.
        force: Of a row of the table: deny, caution, weigh or another; "" for a point of our own.
        state: What became of it.
        rules: Rules that catch it; empty for an encoded point that the program itself keeps.
        reason: Why it is judged or out of scope, or what keeps it where no rule does.
        left: What an encoded point still leaves to a person.
    """

    id: str
    section: str
    place: str
    says: str
    since: str
    verified: str
    force: str
    state: State
    rules: tuple[str, ...]
    reason: str
    left: str
    where: str

    @property
    def criterion(self) -> str:
        """The `criterion` that its rules bear: a number, or `articles`."""
        kind, number = self.section.split()
        return number if kind == "criterion" else "articles"


@dataclass(frozen=True, slots=True)
class Coverage:
    """All points, in the order of the file, with the sections they stand in."""

    title: str
    points: tuple[Point, ...]

    def sections(self) -> dict[str, tuple[Point, ...]]:
        """The points by section, in the order of the file."""
        found: dict[str, list[Point]] = {}
        for point in self.points:
            found.setdefault(point.section, []).append(point)
        return {section: tuple(points) for section, points in found.items()}

    def count(self, section: str | None = None) -> dict[State, int]:
        """How many points are in each state, in one section or in all."""
        states = [p.state for p in self.points if section in (None, p.section)]
        return {state: states.count(state) for state in get_args(State)}


def load_coverage(path: Path, rules: Sequence[Rule], reference: Reference) -> Coverage:
    """Load a coverage file and hold it against the rules and the table of points of law.

    Args:
        path: The file.
        rules: The rules of its ruleset.
        reference: The tables, of which `points_of_law` is read.

    Raises:
        LawError: The file breaks the form, or does not agree with rules or table; every problem
            is listed.
    """
    document = load_yaml_file(path)
    data = document.data
    if not isinstance(data, dict) or not all(
        isinstance(data.get(key) or {}, dict) for key in _SECTIONS
    ):
        raise LawError(Problem(document.name, "a coverage file holds `criteria` and `articles`"))
    table = {row["id"]: row for row in reference.rows("points_of_law")}
    problems = [
        Problem(_at(document, (key,)), f"unknown field {quote(key)}", nearest(key, _HEAD))
        for key in data
        if key not in _HEAD
    ]
    points: list[Point] = []
    for kind, name in _SECTIONS.items():
        for number, rows in (data.get(kind) or {}).items():
            for index, row in enumerate(rows if isinstance(rows, list) else [rows]):
                where = _at(document, (kind, number, index))
                found = list(_faults(row, where, table))
                problems += found
                if not found:
                    points.append(_point(row, f"{name} {number}", where, table))
    coverage = Coverage(str(data.get("title", "")), tuple(points))
    if not problems:
        problems = coverage_faults(coverage, rules, table)
    if problems:
        raise LawError(problems)
    return coverage


def _at(document: Document, path: tuple[str | int, ...]) -> str:
    return f"{document.name}:{document.line(path)}"


def _faults(row: Any, where: str, table: Mapping[str, Row]) -> Iterator[Problem]:
    """What is wrong with one entry by itself."""
    if not isinstance(row, dict) or not isinstance(row.get("point"), str):
        yield Problem(where, "an entry needs a `point`")
        return
    at = f"point `{row['point']}`"
    for key in row:
        if key not in _KEYS:
            yield Problem(where, f"{at}: unknown field {quote(key)}", nearest(key, _KEYS))
    yield from _class_faults(row, where, at)
    yield from _own_faults(row, where, at, table)


def _class_faults(row: Row, where: str, at: str) -> Iterator[Problem]:
    classes = [key for key in _CLASSES if key in row]
    if len(classes) != 1:
        yield Problem(where, f"{at}: takes one of {', '.join(f'`{key}`' for key in _CLASSES)}")
    elif not _is_told(row[classes[0]], by_rules=classes == ["encoded"]):
        wanted = "a list of rules" if classes == ["encoded"] else "a reason in words"
        yield Problem(where, f"{at}: `{classes[0]}` needs {wanted}")
    if "left" in row and not {"encoded", "held_by"} & set(row):
        yield Problem(where, f"{at}: only an encoded point can leave something to a person")


def _is_told(value: Any, *, by_rules: bool) -> bool:
    if not by_rules:
        return bool(value) and isinstance(value, str)
    return bool(value) and isinstance(value, list) and all(isinstance(name, str) for name in value)


def _own_faults(row: Row, where: str, at: str, table: Mapping[str, Row]) -> Iterator[Problem]:
    own = [key for key in _OWN if key in row]
    if row["point"] in table:
        for key in own:
            yield Problem(where, f"{at}: `{key}` is given by points_of_law.csv already")
    elif len(own) < len(_OWN):
        missing = ", ".join(f"`{key}`" for key in _OWN if key not in row)
        help_ = nearest(row["point"], table)
        yield Problem(where, f"{at}: no row of points_of_law.csv, so it needs {missing}", help_)
    elif row["verified"] not in _VERIFIED:
        yield Problem(where, f"{at}: `verified` is yes, partly or no")


def _point(row: Row, section: str, where: str, table: Mapping[str, Row]) -> Point:
    law = table.get(row["point"])
    reason = next((str(row[key]) for key in _CLASSES[1:] if key in row), "")
    return Point(
        id=row["point"],
        section=section,
        place=law["point"] if law else row["place"],
        says=law["paraphrase"] if law else row["says"],
        since=law["in_force_from"] if law else str(row["from"]),
        verified=law["verified"] if law else row["verified"],
        force=law["force"] if law else "",
        state="judgement" if "judgement" in row
        else "out_of_scope" if "out_of_scope" in row
        else "encoded",
        rules=tuple(row.get("encoded", ())),
        reason=reason,
        left=str(row.get("left", "")),
        where=where,
    )  # fmt: skip


def coverage_faults(
    coverage: Coverage, rules: Sequence[Rule], table: Mapping[str, Row]
) -> list[Problem]:
    """Where points, rules and table do not agree.

    Args:
        coverage: The points.
        rules: The rules of the ruleset: each must be named by an encoded point of its criterion.
        table: Rows of `points_of_law` by id: each must be among the points, in its section.
    """
    by_id = {rule.id: rule for rule in rules}
    seen: set[str] = set()
    problems: list[Problem] = []
    for point in coverage.points:
        if point.id in seen:
            problems.append(Problem(point.where, f"the point `{point.id}` is there already"))
        seen.add(point.id)
        problems += _misplaced(point, table)
        for name in point.rules:
            problems += _disagreements(point, name, by_id)
        for name in _RULE_IN_WORDS.findall(f"{point.reason} {point.left}"):
            if name not in by_id:
                what = f"point `{point.id}` speaks of {quote(name)}, which is no rule"
                problems.append(Problem(point.where, what, nearest(name, by_id)))
    for name in table:
        if name not in seen:
            what = f"the point `{name}` of points_of_law.csv is missing"
            problems.append(Problem(COVERAGE_FILE, what))
    for rule in rules:
        problems += _unnamed(rule, coverage)
    return problems


def _misplaced(point: Point, table: Mapping[str, Row]) -> Iterator[Problem]:
    if point.id in table:
        kind = "criterion" if point.id.startswith("c") else "article"
        stands = f"{kind} {table[point.id]['criterion']}"
        if stands != point.section:
            what = f"the point `{point.id}` belongs to {stands}, not to {point.section}"
            yield Problem(point.where, what)


def _unnamed(rule: Rule, coverage: Coverage) -> Iterator[Problem]:
    named = [point for point in coverage.points if rule.id in point.rules]
    lettered = "(" in rule.point.removeprefix("Art. 2(")
    if not named:
        yield Problem(rule.place, f"no point names the rule `{rule.id}`")
    elif lettered and all(point.place != rule.cited for point in named):
        what = f"rule `{rule.id}` cites {rule.point}, but no point of that place names it"
        yield Problem(rule.place, what)


def _disagreements(point: Point, name: str, by_id: Mapping[str, Rule]) -> Iterator[Problem]:
    rule = by_id.get(name)
    if rule is None:
        what = f"point `{point.id}`: no rule {quote(name)}"
        yield Problem(point.where, what, nearest(name, by_id))
        return
    at = f"point `{point.id}` and rule `{name}`"
    if rule.criterion != point.criterion:
        yield Problem(point.where, f"{at}: {point.section} is not criterion {rule.criterion}")
    if rule.in_force_from.isoformat() < point.since:
        what = f"{at}: the rule begins {rule.in_force_from}, before the text ({point.since})"
        yield Problem(point.where, what)
    # What is only noted may weigh less than its point.
    same = rule.force == point.force or rule.yields == "noted"
    if point.force and point.section.startswith("criterion") and not same:
        yield Problem(point.where, f"{at}: the text says {point.force}, the rule {rule.force}")
