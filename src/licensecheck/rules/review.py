"""Comparing rules with the official text: what stands beside what, and what was read by whom.

In: official texts that the reader brings, the coverage of the law and its rules. Out: a `Review`,
and, after a person's word, `reviewed` and the hash of the passage in the rule file, so that a
later edition of the text shows which rules are to be read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from licensecheck.documents.texts import read_text
from licensecheck.errors import Argument, InputError, LawError, Problem, nearest, quote, told
from licensecheck.outputs import write_text
from licensecheck.rules.coverage import Coverage, Point
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Rule, RulePassage
from licensecheck.rules.official_text import (
    OfficialText,
    Passage,
    Place,
    joint_hash,
    place_of,
)

__all__ = ["PointReview", "Review", "RuleReview", "compare", "reopen", "sign"]

State = Literal["unreviewed", "as_read", "changed", "not_found", "not_comparable"]

_ROLE: Final = re.compile(r"[^\W\d_][\w .,/&()'-]{1,58}[\w)]")


@dataclass(frozen=True, slots=True)
class PointReview:
    """One point of ours with the passages that it speaks of.

    Attributes:
        point: The point, with our paraphrase and the ids of its rules.
        place: Where it stands; None where it names no place of the text.
        passages: Each passage of that place, with the text that it is from.
    """

    point: Point
    place: Place | None
    passages: tuple[tuple[OfficialText, Passage], ...]


@dataclass(frozen=True, slots=True)
class RuleReview:
    """How far the reading of one rule still holds.

    Attributes:
        state: `unreviewed`: nobody has compared it; `as_read`: the passage is as it was;
            `changed`: its words are others; `not_found`: no text at hand has the passage;
            `not_comparable`: the texts at hand are of another language or act, or no passage was
            noted.
    """

    rule: Rule
    state: State


@dataclass(frozen=True, slots=True)
class Review:
    """What was found.

    Attributes:
        points: Our points with the passages found for them, in the order of the coverage file.
        not_found: Our points whose place is in none of the texts.
        unplaced: Our points that name no place of this act.
        unnamed: Passages that no point of ours names.
        rules: How far each rule that was compared before still holds.
    """

    texts: tuple[OfficialText, ...]
    points: tuple[PointReview, ...]
    not_found: tuple[PointReview, ...]
    unplaced: tuple[PointReview, ...]
    unnamed: tuple[tuple[OfficialText, Passage], ...]
    rules: tuple[RuleReview, ...]

    @property
    def changed(self) -> tuple[Rule, ...]:
        """Rules to be read again: the passage that somebody read has other words now."""
        return tuple(one.rule for one in self.rules if one.state == "changed")


def compare(texts: Sequence[OfficialText], coverage: Coverage, rules: Iterable[Rule]) -> Review:
    """Hold official texts against our points and rules."""
    every = []
    for point in coverage.points:
        place = place_of(point.place)
        found = tuple(
            (text, passage) for text in texts for passage in (text.at(place) if place else ())
        )
        every.append(PointReview(point, place, found))
    named = {one.place for one in every if one.place}
    # A paragraph or an article that we name by its letters alone is named all the same.
    named |= {_above(place) for place in named if place[2] or place[3]}
    unnamed = tuple(
        (text, passage) for text in texts for passage in text.passages if passage.place not in named
    )
    return Review(
        texts=tuple(texts),
        points=tuple(one for one in every if one.passages),
        not_found=tuple(one for one in every if one.place and not one.passages),
        unplaced=tuple(one for one in every if not one.place),
        unnamed=unnamed,
        rules=tuple(RuleReview(rule, _state(rule, texts)) for rule in rules),
    )


def _above(place: Place) -> Place:
    return (place[0], place[1], "", "")


def _state(rule: Rule, texts: Sequence[OfficialText]) -> State:
    if not rule.reviewed:
        return "unreviewed"
    read = rule.passage
    place = place_of(rule.point)
    alike = [text for text in texts if read and _same_act(text, read)]
    if read is None or place is None or not alike:
        return "not_comparable"
    hashes = {joint_hash(text, place) for text in alike} - {""}
    if not hashes:
        return "not_found"
    return "as_read" if read.hash in hashes else "changed"


def _same_act(text: OfficialText, read: RulePassage) -> bool:
    """Whether a text is of the language and the act that somebody read, in whatever edition."""
    return text.language == read.language and (
        not text.celex or not read.celex or _act(text.celex) == _act(read.celex)
    )


def _act(celex: str) -> str:
    # 02008E0944-20190917 is the consolidated form of 32008E0944.
    return celex.partition("-")[0][1:]


def sign(
    path: Path, ids: Sequence[str], texts: Sequence[OfficialText], *, role: str, on: date
) -> list[Rule]:
    """Write into rule files that somebody has compared rules with the official text.

    Args:
        path: A rule file, or a folder of them.
        ids: The rules.
        texts: The texts that were read; of each rule the first that holds its passage is noted.
        role: Who compared them: a role, such as `legal desk`, never a name.
        on: The day.

    Returns:
        The rules as they stand now.

    Raises:
        InputError: A rule is not there, its passage is in none of the texts, or the role is not a
            role; nothing is written then.
        LawError: A rule file is faulty.
    """
    problems = []
    if not _ROLE.fullmatch(role):
        problems.append(
            Problem(
                Argument("role"),
                told("{role} is not a role", role=quote(role)),
                told("such as `legal desk`"),
            )
        )
    known = _rules_by_id(path)
    read: dict[str, RulePassage] = {}
    for id_ in dict.fromkeys(ids):
        if id_ not in known:
            problems.append(
                Problem(Argument("sign"), told("no rule {id}", id=quote(id_)), nearest(id_, known))
            )
            continue
        found = _passage_read(known[id_][0], texts)
        if found is None:
            what = told(
                "the passage of {id}, {point}, is in none of the texts",
                id=quote(id_),
                point=known[id_][0].point,
            )
            problems.append(Problem(Argument("sign"), what))
        else:
            read[id_] = found
    if problems:
        raise InputError(problems)
    signed = {
        id_: (
            f"    reviewed: {role}, {on.isoformat()}\n"
            f'    passage: {{celex: "{one.celex}", language: {one.language}, hash: "{one.hash}"}}\n'
        )
        for id_, one in read.items()
    }
    return _rewrite(path, known, signed)


def reopen(path: Path, ids: Iterable[str]) -> list[Rule]:
    """Take `reviewed` and the passage out of rules whose text has changed since.

    Raises:
        InputError: A rule file cannot be written.
        LawError: A rule file is faulty.
    """
    return _rewrite(path, _rules_by_id(path), dict.fromkeys(ids, ""))


def _passage_read(rule: Rule, texts: Sequence[OfficialText]) -> RulePassage | None:
    place = place_of(rule.point)
    for text in texts:
        if place and (found := joint_hash(text, place)):
            return RulePassage(text.celex, text.language, found)
    return None


def _rules_by_id(path: Path) -> dict[str, tuple[Rule, Path]]:
    folder = path if path.is_dir() else path.parent
    rules = load_ruleset(path).rules
    return {rule.id: (rule, folder / rule.place.rpartition(":")[0]) for rule in rules}


def _rewrite(
    path: Path, known: dict[str, tuple[Rule, Path]], written: dict[str, str]
) -> list[Rule]:
    """Put lines for rules in place of what their `reviewed` and `passage` say now."""
    for file in dict.fromkeys(known[id_][1] for id_ in written):
        mine = {id_: lines for id_, lines in written.items() if known[id_][1] == file}
        before = read_text(file)
        write_text(file, _rewritten(before, mine), Argument("rules"))
        try:
            now = {rule.id: rule.passage for rule in load_ruleset(file).rules}
            if any((now[id_] is None) == bool(lines) for id_, lines in mine.items()):
                what = told("a rule is not laid out with each field on lines of its own")
                raise LawError(
                    Problem(file.name, what, told("such as `  - id: ...` and `    title:`"))
                )
        except LawError:
            # A file laid out otherwise than ours is left as it was.
            write_text(file, before, Argument("rules"))
            raise
    now_known = _rules_by_id(path)
    return [now_known[id_][0] for id_ in written]


def _rewritten(text: str, written: dict[str, str]) -> str:
    lines: list[str] = []
    # What still is to be written into the rule that is being read.
    waiting = ""
    current = ""
    for line in text.splitlines(keepends=True):
        found = re.match(r"  - id: (\S+)", line)
        if waiting and (found or line.startswith("    cases:") or not line.startswith("    ")):
            lines.append(waiting)
            waiting = ""
        if found or (not line.startswith("    ") and line.strip()):
            current = found[1] if found else ""
            waiting = written.get(current, "")
        if current in written and re.match(r"    (?:reviewed|passage):", line):
            continue
        lines.append(line)
    return "".join([*lines, waiting])
