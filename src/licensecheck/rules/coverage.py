"""What is encoded of the legal text: every point of it, by which rules, and what is left out.

In: what the files of a ruleset say at their heads. Out: a `Coverage`, whose faults say where points
and rules do not agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from licensecheck.errors import LawError, Problem, nearest, quote, told
from licensecheck.law import rule_files
from licensecheck.rules.model import Rule
from licensecheck.rules.reading import LawDocument, families
from licensecheck.rules.written import CoverageWritten, LawFile, SentenceWritten, SourceWritten

__all__ = ["Coverage", "Point", "State", "coverage_faults", "holds_points", "load_coverage"]

State = Literal["encoded", "judgement", "out_of_scope"]

_OLDER: Final = "coverage.yaml"
# Where a point stands, by the name of its file: a criterion of Article 2, or another article.
_FILE: Final = re.compile(r"(criterion|article)-(([0-9]+)(?:\.[0-9a-z.-]+)?)\Z")
_RULE_IN_WORDS: Final = re.compile(r"\bcp(?:\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the legal text.

    Attributes:
        section: `criterion 2` or `article 5`.
        place: Where it stands: `Art. 2(2)(a)`.
        says: What it says, in our words.
        since: First day of this wording.
        verified: How far the wording was seen: yes, partly or no.
        language: Languages in which it was seen; "" where that is not stated.
        force: What it says: deny, caution, weigh or another; "" where nothing is stated.
        state: What became of it.
        rules: Rules that catch it; empty for an encoded point that the program itself keeps.
        reason: Why it is judged or out of scope, or what keeps it where no rule does.
        left: What an encoded point still leaves to a person.
        reviewed: Who compared our words with the text, and when.
    """

    id: str
    section: str
    place: str
    says: str
    since: str
    verified: str
    language: str
    force: str
    state: State
    rules: tuple[str, ...]
    reason: str
    left: str
    where: str
    reviewed: str = ""

    @property
    def criterion(self) -> str:
        """The `criterion` that its rules bear: a number, or `articles`."""
        kind, number = self.section.split()
        return number if kind == "criterion" else "articles"


@dataclass(frozen=True, slots=True)
class Coverage:
    """All points, in the order of the text, with the sections they stand in.

    Attributes:
        covers: The text that they are of.
        review_by: Day by which somebody should look at our words again.
    """

    covers: str
    points: tuple[Point, ...]
    review_by: date | None = None

    def sections(self) -> dict[str, tuple[Point, ...]]:
        """The points by section, in the order of the text."""
        found: dict[str, list[Point]] = {}
        for point in self.points:
            found.setdefault(point.section, []).append(point)
        return {section: tuple(points) for section, points in found.items()}

    def count(self, section: str | None = None) -> dict[State, int]:
        """How many points are in each state, in one section or in all."""
        states = [p.state for p in self.points if section in (None, p.section)]
        return {state: states.count(state) for state in get_args(State)}


def holds_points(folder: Path) -> bool:
    """Whether the files of a folder say what points they are of."""
    return any(_FILE.match(file.stem) for file in rule_files(folder))


def load_coverage(folder: Path, rules: Sequence[Rule]) -> Coverage:
    """Load what the files of a ruleset say of their points, and hold it against the rules.

    Args:
        folder: The files.
        rules: The rules of the ruleset.

    Raises:
        LawError: A file breaks the form, or points and rules do not agree; every problem is listed.
    """
    if (folder / _OLDER).is_file():
        help_ = told("say it at the head of each file, as docs/how-to/bring-rules-over.md shows")
        raise LawError(
            Problem(_OLDER, told("coverage no longer stands in a file of its own"), help_)
        )
    problems: list[Problem] = []
    heads = families(rule_files(folder), problems)
    files = [one for family in heads.values() for one in family]
    # The criteria stand in Article 2; they come first.
    sections = sorted(files, key=lambda one: not one.file.stem.startswith("criterion"))
    points = [point for one in sections for point in _points(one)]
    whole = next((one.written for one in files if one.written.covers), LawFile())
    coverage = Coverage(whole.covers or "the text", tuple(points), whole.review_by)
    problems += [problem for one in sections for problem in _unstated(one)]
    if problems := problems or coverage_faults(coverage, rules):
        raise LawError(problems)
    return coverage


class _Stated(NamedTuple):
    """What is stated of a point or a sentence, and where."""

    id: str
    stated: LawFile | SentenceWritten
    path: tuple[str | int, ...]


def _stated(one: LawDocument) -> Iterator[_Stated]:
    """The point of a file, where it has words of its own, and its sentences."""
    found = _FILE.match(one.file.stem)
    if found is None:
        return
    stem = f"{found[1][0]}{found[2]}"
    if one.written.says:
        name = one.written.name
        yield _Stated(f"{stem}.{name}" if name else stem, one.written, ("says",))
    for index, sentence in enumerate(one.written.sentences):
        yield _Stated(f"{stem}.{sentence.name}", sentence, ("sentences", index))


def _points(one: LawDocument) -> Iterator[Point]:
    found = _FILE.match(one.file.stem)
    for named in _stated(one):
        head, stated = one.written, named.stated
        source = stated.source or SourceWritten()
        within = head.source or SourceWritten()
        # Of another act nothing is taken over.
        same = stated is head or not source.act
        since = stated.from_ or head.from_
        words = stated.coverage or CoverageWritten()
        yield Point(
            id=named.id,
            section=f"{found[1]} {found[3]}" if found else "",
            place=stated.point or head.point or "",
            says=stated.says or "",
            since=since.isoformat() if since else "",
            verified=source.read or (same and within.read) or "",
            language=source.language or (same and not source.read and within.language) or "",
            force=stated.force or "",
            state="judgement" if words.judgement
            else "out_of_scope" if words.out_of_scope
            else "encoded",
            rules=_rules(one, stated, words),
            reason=words.held_by or words.judgement or words.out_of_scope or "",
            left=words.left or "",
            where=one.place(*named.path),
            reviewed=stated.reviewed or "",
        )  # fmt: skip


def _rules(
    one: LawDocument, stated: LawFile | SentenceWritten, words: CoverageWritten
) -> tuple[str, ...]:
    """The rules that catch a point: those of its file, unless it names others."""
    if words.encoded is not None:
        return words.encoded
    if words.held_by or words.judgement or words.out_of_scope:
        return ()
    own = tuple(rule.id for rule in one.written.rules) if stated is one.written else ()
    return own + words.also


def _unstated(one: LawDocument) -> Iterator[Problem]:
    """What a point or a sentence should state and does not."""
    for point, named in zip(_points(one), _stated(one), strict=True):
        where = one.place(*named.path)
        at = told("point `{id}`", id=point.id)
        for key, value in (
            ("point", point.place), ("from", point.since), ("read", point.verified)
        ):  # fmt: skip
            if not value:
                yield Problem(where, told("{at}: `{key}` is missing", at=at, key=key))
        if not point.rules and not point.reason:
            words = "`encoded`, `held_by`, `judgement`, `out_of_scope`"
            yield Problem(
                where,
                told(
                    "{at}: no rule stands in this file, so it takes one of {words}",
                    at=at,
                    words=words,
                ),
            )
        kind, number = point.section.split()
        cited = (f"Art. 2({number})", "Art. 2 (place not seen)")
        if kind == "criterion" and not point.place.startswith(cited):
            what = told(
                "{at}: {place} is no place of {section}",
                at=at,
                place=quote(point.place),
                section=point.section,
            )
            yield Problem(where, what, told("the name of the file tells where it belongs"))


def coverage_faults(coverage: Coverage, rules: Sequence[Rule]) -> list[Problem]:
    """Where points and rules do not agree.

    Args:
        coverage: The points.
        rules: The rules of the ruleset: each must be named by an encoded point of its criterion.
    """
    by_id = {rule.id: rule for rule in rules}
    seen: set[str] = set()
    problems: list[Problem] = []
    for point in coverage.points:
        if point.id in seen:
            problems.append(
                Problem(point.where, told("the point `{id}` is there already", id=point.id))
            )
        seen.add(point.id)
        for name in point.rules:
            problems += _disagreements(point, name, by_id)
        for name in _RULE_IN_WORDS.findall(f"{point.reason} {point.left}"):
            if name not in by_id:
                what = told(
                    "point `{id}` speaks of {name}, which is no rule", id=point.id, name=quote(name)
                )
                problems.append(Problem(point.where, what, nearest(name, by_id)))
    for rule in rules:
        problems += _unnamed(rule, coverage)
    return problems


def _unnamed(rule: Rule, coverage: Coverage) -> Iterator[Problem]:
    named = [point for point in coverage.points if rule.id in point.rules]
    lettered = "(" in rule.point.removeprefix("Art. 2(")
    if not named:
        yield Problem(rule.place, told("no point names the rule `{id}`", id=rule.id))
    elif lettered and all(point.place != rule.cited for point in named):
        what = told(
            "rule `{id}` cites {point}, but no point of that place names it",
            id=rule.id,
            point=rule.point,
        )
        yield Problem(rule.place, what)


def _disagreements(point: Point, name: str, by_id: Mapping[str, Rule]) -> Iterator[Problem]:
    rule = by_id.get(name)
    if rule is None:
        what = told("point `{id}`: no rule {name}", id=point.id, name=quote(name))
        yield Problem(point.where, what, nearest(name, by_id))
        return
    at = told("point `{id}` and rule `{name}`", id=point.id, name=name)
    if rule.criterion != point.criterion:
        yield Problem(
            point.where,
            told(
                "{at}: {section} is not criterion {criterion}",
                at=at,
                section=point.section,
                criterion=rule.criterion,
            ),
        )
    if rule.in_force_from.isoformat() < point.since:
        what = told(
            "{at}: the rule begins {in_force_from}, before the text ({since})",
            at=at,
            in_force_from=rule.in_force_from,
            since=point.since,
        )
        yield Problem(point.where, what)
    # What is only noted may weigh less than its point.
    same = rule.force == point.force or rule.yields == "noted"
    if point.force and point.section.startswith("criterion") and not same:
        yield Problem(
            point.where,
            told(
                "{at}: the text says {force}, the rule {ours}",
                at=at,
                force=point.force,
                ours=rule.force,
            ),
        )
