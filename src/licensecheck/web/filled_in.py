"""What a person filled in: in go the fields of the form as they were sent, out come its answers.

Nothing is taken that the form does not have; every fault is told, under the field that it is in.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from licensecheck.errors import InputError, Problem, nearest, quote, told
from licensecheck.facts.subjects import about
from licensecheck.vocabulary import UNKNOWN, Vocabulary
from licensecheck.web.answers import (
    BASICS,
    MOST_ROWS,
    SLOTS,
    TABLES,
    Answers,
    fact_of,
    field_of_one,
    place_of,
)
from licensecheck.web.sent import Fields, SentFile, SentText, faults_of_file

__all__ = ["most_fields", "place_file", "read_answers"]

_LONGEST_VALUE: Final = 5_000
# Fields for answers of one item, end user or state alone, and their sources.
_MOST_ALONE: Final = 300
_LONGEST_OF: Final = 60
_LONGEST_REST: Final = 100_000
# Bytes of all files of a page together.
_MOST_KEPT: Final = 384 << 10
# Faults beyond these come from no form, so the rest is not looked through.
_MOST_FAULTS: Final = 20
_ROW: Final = re.compile(r"row:(items|parties):([0-9]{1,2}):([a-z]+)\Z")
# Fields that say what the person wants now, rather than what is known of the transfer.
_SINGLE: Final = ("ask", "asked", "full", "use", "find", "only")
_REPEATED: Final = ("alliance", "left", "drop", "shown")


def read_answers(sent: Fields, vocabulary: Vocabulary, alliances: Collection[str]) -> Answers:
    """Read what a browser sends of the form.

    Args:
        sent: Its fields and files.
        vocabulary: The facts that may be answered.
        alliances: Names that may be chosen.

    Raises:
        InputError: It holds what the form does not; every problem is listed.
    """
    reader = _Reader(vocabulary, alliances)
    for name, value in sent.fields:
        if len(reader.problems) >= _MOST_FAULTS:
            reader.problems.append(Problem("", told("the rest of the form was not read")))
            break
        reader.take(name, value)
    for name, file in sent.files:
        reader.take_file(name, file)
    if reader.problems:
        raise InputError(reader.problems)
    return reader.answers()


def place_file(
    kind: str, file: SentFile, files: dict[str, SentText], problems: list[Problem]
) -> None:
    """Put a file that was sent into its slot; lists take the first one that is free.

    Args:
        kind: `denials`, `lists` or `last`.
        file: The file.
        files: Where to put it.
        problems: Where to put what is wrong with it.
    """
    slots = [one for one in SLOTS if one.partition(":")[0] == kind]
    if not slots:
        problems.append(Problem("", told("the form has no file {kind}", kind=quote(kind))))
        return
    free = slots[0] if kind != "lists" else next((one for one in slots if one not in files), "")
    if not free:
        what = told("the form holds no more than {slots} lists", slots=len(slots))
        problems.append(Problem("file:lists", what))
        return
    try:
        files[free] = file.text()
    except InputError as error:
        problems += faults_of_file(f"file:{kind}", error)
    if sum(len(one.text.encode()) for one in files.values()) > _MOST_KEPT:
        what = told("the files are longer than {value} KiB together", value=_MOST_KEPT >> 10)
        problems.append(
            Problem(f"file:{kind}", what, told("give large ones to `licensecheck serve`"))
        )


def most_fields(vocabulary: Vocabulary, alliances: Collection[str]) -> int:
    """How many fields a form can hold."""
    # Each answer, its source, and that it was left open, of the whole and of some alone; the
    # basics; the alliances; the rest.
    most = len(BASICS) + 3 * len(vocabulary) + _MOST_ALONE + len(alliances) + len(_SINGLE)
    return most + MOST_ROWS * sum(map(len, TABLES.values())) + 4 * len(SLOTS)


def _longest(name: str) -> int:
    if name.startswith("text:"):
        return _MOST_KEPT
    return _LONGEST_REST if name == "rest" else _LONGEST_VALUE


class _Reader:
    def __init__(self, vocabulary: Vocabulary, alliances: Collection[str]) -> None:
        self.vocabulary = vocabulary
        self.known_alliances = alliances
        self.seen: set[tuple[str, str]] = set()
        self.problems: list[Problem] = []
        self.basics: dict[str, str] = {}
        self.facts: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.left: dict[str, None] = {}
        self.alliances: list[str] = []
        self.single: dict[str, str] = {}
        self.rows: dict[tuple[str, int], dict[str, str]] = {}
        self.rest = ""
        self.names: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.dropped: set[str] = set()
        self.shown: list[str] = []
        self.sent: list[tuple[str, SentFile]] = []

    def take(self, name: str, value: str) -> None:
        field_ = (name, value if name in _REPEATED else "")
        if field_ in self.seen:
            self._fault(name, told("the form has the field {name} once", name=quote(name)))
        elif len(value) > (most := _longest(name)):
            self._fault(name, told("longer than {most} characters", most=f"{most:,}"))
        else:
            self.seen.add(field_)
            kept = name == "rest" or name.startswith("text:")
            self._take(name, value.replace("\r\n", "\n") if kept else value.strip())

    def _take(self, name: str, value: str) -> None:
        kind, _, fact = name.partition(":")
        if name in BASICS:
            if value:
                self.basics[name] = _day_first(value) if name == "as_of" else value
        elif self._row(name, value):
            pass
        elif kind in ("fact", "source") and fact:
            self._fact(kind, fact, value)
        elif name == "rest":
            self.rest = value
        elif kind in ("text", "name") and fact in SLOTS:
            (self.texts if kind == "text" else self.names)[fact] = value
        elif name in _SINGLE:
            self.single[name] = value
        elif name in _REPEATED:
            self._chosen(name, value)
        else:
            self._no_field(name)

    def _chosen(self, name: str, value: str) -> None:
        """Take one of several choices of a kind."""
        if name == "left" and self._known(name, value):
            self.left[value] = None
        elif name == "alliance":
            if value in self.known_alliances:
                self.alliances.append(value)
            else:
                what = told("no alliance by the name {value}", value=quote(value))
                self._fault(name, what, nearest(value, self.known_alliances))
        elif name == "drop" and value in SLOTS:
            self.dropped.add(value)
        elif name == "shown" and self._known(name, value):
            self.shown.append(value)

    def _row(self, name: str, value: str) -> bool:
        """Take a cell of one of the tables; False where the field is none."""
        found = _ROW.match(name)
        if not found or found[3] not in TABLES[found[1]] or int(found[2]) >= MOST_ROWS:
            return False
        if value:
            self.rows.setdefault((found[1], int(found[2])), {})[found[3]] = value
        return True

    def _fact(self, kind: str, fact: str, value: str) -> None:
        if not value or not self._known(f"{kind}:{fact}", fact):
            return
        if kind == "source":
            self.sources[fact] = value
        elif value == UNKNOWN:
            self.left[fact] = None
            self.facts.pop(fact, None)
        elif (found := self.vocabulary[fact_of(fact)[0]]).open_domain or found.accepts(value):
            # A place or a code as people write it is read with the application.
            self.facts[fact] = value
            self.left.pop(fact, None)
        else:
            what = told("no such value {value} of `{name}`", value=quote(value), name=found.name)
            self._fault(f"fact:{fact}", what, nearest(value, found.domain))

    def _known(self, where: str, fact: str) -> bool:
        name, of = fact_of(fact)
        if name in self.vocabulary and (not of or about(name)) and len(of) <= _LONGEST_OF:
            return True
        what = told("no fact {fact} in the vocabulary", fact=quote(fact))
        self._fault(where, what, nearest(fact, self.vocabulary))
        return False

    def take_file(self, name: str, file: SentFile) -> None:
        """Take a file for its slot; lists take the first ones that are free."""
        kind = name.removeprefix("file:")
        if not name.startswith("file:") or kind not in ("denials", "lists", "last"):
            self._no_field(name)
        else:
            self.sent.append((kind, file))

    def _files(self) -> dict[str, SentText]:
        files = {
            slot: SentText(self.names.get(slot) or slot, text)
            for slot, text in self.texts.items()
            if text.strip() and slot not in self.dropped
        }
        for kind, file in self.sent:
            place_file(kind, file, files, self.problems)
        return files

    def _unanswered(self) -> bool:
        """Whether the button of the questions was pressed, and nothing chosen in any of them."""
        return "asked" in self.single and not any(
            fact in self.facts or fact in self.left for fact in self.shown
        )

    def _no_field(self, name: str) -> None:
        self._fault(
            "", told("the form has no field {name}", name=quote(name)), nearest(name, BASICS)
        )

    def _fault(self, where: str, what: str, help_: str = "") -> None:
        self.problems.append(Problem(place_of(where), what, help_))

    def answers(self) -> Answers:
        ask = self.single.get("ask", "")
        if ask and not self._known("ask", ask):
            raise InputError(self.problems)
        files = self._files()
        if self.problems:
            raise InputError(self.problems)
        made = Answers(
            basics=self.basics, facts=self.facts, sources=self.sources,
            left=tuple(fact for fact in self.left if fact not in self.facts and fact != ask),
            ask=ask, alliances=tuple(dict.fromkeys(self.alliances)) or ("nato",),
            full=self.single.get("full") == "yes",
            rows={table: tuple(row for (name, _), row in sorted(self.rows.items()) if name == table)
                  for table in TABLES},
            unanswered=self._unanswered(), rest=self.rest, files=files,
            find=self.single.get("find", ""), only=self.single.get("only", ""),
        )  # fmt: skip
        made = _in_rows(made)
        used, _, text = self.single.get("use", "").partition("=")
        # A near name that the person chose from those that were offered.
        if used in BASICS and text:
            made = replace(made, basics={**made.basics, used: text}, find="")
        elif (found := _ROW.match(used)) and text and found[3] in TABLES[found[1]]:
            made = made.with_cell(found[1], int(found[2]), found[3], text)
        return made


def _in_rows(answers: Answers) -> Answers:
    """The same with answers about one item or party in the cell of its row, where one is free.

    What a row says already is said later than the question was asked, so it stays. A cell holds no
    source, so an answer with one stays an answer.
    """
    for key, token in answers.facts.items():
        if answers.sources.get(key):
            continue
        found = _ROW.match(answers.control_of(field_of_one(key)))
        if found and found[3] != "more":
            table, at, cell = found[1], int(found[2]), found[3]
            if at >= len(answers.rows.get(table, ())):
                # Of what is not there; the case says so when it is read.
                continue
            left = {name: one for name, one in answers.facts.items() if name != key}
            answers = replace(answers, facts=left)
            if not answers.rows[table][at].get(cell):
                answers = answers.with_cell(table, at, cell, token)
    return answers


_DAY_FIRST: Final = re.compile(r"(1[3-9]|2[0-9]|3[01])-(0?[1-9]|1[0-2])-([0-9]{4})", re.ASCII)


def _day_first(text: str) -> str:
    """`30-11-2026` as `2026-11-30`; a day that could be a month stays, and is refused."""
    found = _DAY_FIRST.fullmatch(text)
    return f"{found[3]}-{found[2]:0>2}-{found[1]}" if found else text
