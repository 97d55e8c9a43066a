"""What an office's own rule file declares beside its rules: lists, facts of its own, what stops.

In: the head of a rule file. Out: facts that its rules may read, and the sets behind them. No rule
of the Union reads any of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, get_args

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema

from licensecheck.documents.texts import read_text
from licensecheck.documents.values import Line, LongText, fault, one_of
from licensecheck.documents.written import Written, context_of, sound_part
from licensecheck.errors import InputError, Problem, nearest, quote, told
from licensecheck.facts.lists.names import LONGEST
from licensecheck.facts.membership import (
    COUNTRY_SUBJECTS,
    NAME_SUBJECTS,
    RATING_SUBJECT,
    Membership,
)
from licensecheck.facts.parties import names_nobody
from licensecheck.reference.open_domains import read_state
from licensecheck.reference.ratings import read_ratings
from licensecheck.rules.model import Clause, Tier
from licensecheck.vocabulary import ANSWERERS, Fact

__all__ = ["HOUSE_SUBJECTS", "House", "HouseHead"]

# Read of every party and border at once.
_PARTY: Final = {"party.country": tuple(COUNTRY_SUBJECTS), "party.name": tuple(NAME_SUBJECTS)}
HOUSE_SUBJECTS: Final = (*COUNTRY_SUBJECTS, *NAME_SUBJECTS, RATING_SUBJECT, *_PARTY)
_FACT: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\Z")
_YES_NO: Final = ("yes", "no")
# Of a line; a firm may be called `Unit #1`.
_COMMENT: Final = re.compile(r"\s#(?:\s|\Z)")
_LIST: Final = re.compile(r"[a-z][a-z0-9_]*\Z")
_BEGINS: Final = {
    **COUNTRY_SUBJECTS, **NAME_SUBJECTS, RATING_SUBJECT: "item.rating",
}  # fmt: skip
Report = Callable[[tuple[str | int, ...], str, str], None]


def _entry(line: str) -> str:
    """What a line of a list holds, without a comment."""
    text = line.strip()
    return "" if text.startswith("#") else _COMMENT.split(text, maxsplit=1)[0].strip()


def _party_name(text: str) -> str:
    if names_nobody(text):
        # Such a name of a party is open, so that this entry would never be met.
        raise InputError(Problem("", told("{name} names nobody", name=quote(text))))
    if len(text) > LONGEST:
        what = told("the name is longer than {most} letters", most=str(LONGEST))
        raise InputError(Problem("", what))
    return " ".join(text.split())


def _listed(value: Any) -> Any:
    """One word alone is a list of one."""
    return value if isinstance(value, list) else [value]


def _list_name(value: Any) -> str:
    if not isinstance(value, str) or not _LIST.match(value):
        raise fault(
            told("{value} is no name of a list", value=quote(str(value))), told("such as `never`")
        )
    return value


def _fact_name(value: Any, info: ValidationInfo) -> str:
    house = context_of(info, "house", "house")
    if not isinstance(value, str) or not _FACT.match(value):
        what, help_ = (
            told("{value} is no name of a fact", value=quote(str(value))),
            "director_agrees",
        )
    elif value.partition(".")[0] != house:
        what, help_ = (
            told("the fact `{value}` is not of `{house}`", value=value, house=house),
            value.rpartition(".")[2],
        )
    else:
        return value
    raise fault(what, told("such as `{house}.{help}`", house=house, help=help_))


def _entries(value: Any) -> Any:
    if not isinstance(value, str | list) or not value:
        raise fault(
            told("the list holds nothing"), told("the name of a file, or a list of entries")
        )
    return value


_Lists = Annotated[
    dict[
        Annotated[str, BeforeValidator(_list_name)],
        Annotated[str | list[Any], BeforeValidator(_entries)],
    ],
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
            "additionalProperties": {
                "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
            },
        }
    ),
]


class HouseFact(Written):
    """A yes-or-no fact of an office's own."""

    ask: LongText = Field(description="The question that settles it.")
    title: Line | None = Field(default=None, description="What it is called in a report.")
    meaning: LongText | None = Field(default=None, description="What it says.")
    answered_by: Annotated[
        tuple[Annotated[str, one_of("answerer", ANSWERERS)], ...],
        BeforeValidator(_listed, json_schema_input_type=str | list[str]),
    ] = Field(default=("officer",), description="Who can answer it.")
    default: Annotated[str, one_of("default", _YES_NO)] = Field(
        default="", description="The value where nobody gives one."
    )


class HouseHead(Written):
    """What an office's own rule file declares beside its rules."""

    country_lists: _Lists = Field(
        default={}, description="Lists of states by name: a file, or the states themselves."
    )
    name_lists: _Lists = Field(
        default={}, description="Lists of names of parties: a file, or the names themselves."
    )
    facts: dict[Annotated[str, BeforeValidator(_fact_name)], HouseFact] = Field(
        default={}, description="Facts that only this office knows of."
    )
    stops: Annotated[
        tuple[Annotated[str, one_of("tier", get_args(Tier))], ...],
        BeforeValidator(_listed, json_schema_input_type=str | list[str]),
    ] = Field(default=(), description="Tiers of which a finding stops a pipeline.")


@dataclass
class House:
    """Lists, facts and sets of one rule file, gathered while it is read.

    Args:
        name: Of the ruleset.
        folder: Where files of lists are looked for.
        report: Takes each problem, with its path in the file.
    """

    name: str
    folder: Path
    report: Report
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    sets: dict[str, Membership] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    stops: tuple[str, ...] = ()

    def read(self, head: Mapping[str, Any], on: date) -> None:
        """Read what the head declares; what is wrong is reported, and the rest of it is read."""
        given = {name: head[name] for name in HouseHead.field_names() if name in head}
        written, faults = sound_part(HouseHead, given, context={"house": self.name})
        for one in faults:
            self.report((*one.path, one.key) if one.key else one.path, one.what, str(one.help))
        if written is None:
            return
        for name, entries in written.country_lists.items():
            path = ("country_lists", name)
            self.lists[name] = self._listed(path, entries, lambda text: read_state(text, on=on))
        for name, entries in written.name_lists.items():
            path = ("name_lists", name)
            self.names[name] = self._listed(path, entries, _party_name)
        self.stops = written.stops
        for name, row in written.facts.items():
            self.facts[name] = Fact(
                name, _YES_NO, False, "", row.meaning or row.ask, row.ask, row.answered_by,
                row.default, (), title=row.title or row.ask,
            )  # fmt: skip

    def _listed(
        self, path: tuple[str, str], entries: Any, words: Callable[[str], str]
    ) -> frozenset[str]:
        lines: list[tuple[str, str]] = []
        if isinstance(entries, str):
            file = self.folder / entries
            try:
                text = read_text(file)
            except InputError as error:
                for problem in error.problems:
                    what = told("{place}: {what}", place=quote(entries), what=problem.what)
                    self.report(path, what, problem.help)
                return frozenset()
            self.files[entries] = hashlib.sha256(text.encode()).hexdigest()
            lines = [
                (f"{file.name}:{number}", _entry(line))
                for number, line in enumerate(text.splitlines(), 1)
            ]
        elif isinstance(entries, list):
            lines = [("", str(entry)) for entry in entries]
        found = set()
        for where, word in lines:
            if word:
                try:
                    found.add(words(word))
                except InputError as error:
                    for problem in error.problems:
                        placed = told("{place}: {what}", place=where, what=problem.what)
                        self.report(path, placed if where else problem.what, problem.help)
        if not found:
            what = told("the list `{name}` holds nothing", name=path[1])
            self.report(path, what, told("a file or a list of entries"))
        return frozenset(found)

    def alternatives(
        self, name: str, tokens: Sequence[Any], *, negated: bool, on: date
    ) -> list[list[Clause]]:
        """What a clause on a country, a name or a rating stands for: OR of AND of yes-or-no facts.

        Raises:
            InputError: There is no word, or one is no list, and no state or rating.
        """
        if not tokens:
            raise InputError(Problem("", told("asks for no value")))
        subjects = _PARTY.get(name, (name,))
        sets = [self._set(subject, tokens, on) for subject in subjects]
        clauses = [Clause(one.fact, "in", ("no" if negated else "yes",)) for one in sets]
        return [clauses] if negated else [[clause] for clause in clauses]

    def _set(self, subject: str, tokens: Sequence[Any], on: date) -> Membership:
        members: set[str] = set()
        named: list[str] = []
        lists = self.names if subject in NAME_SUBJECTS else self.lists
        for token in map(str, tokens):
            if subject != RATING_SUBJECT and token in lists:
                members |= lists[token]
                named.append(token)
            elif subject in NAME_SUBJECTS:
                help_ = nearest(token, lists) or told("declare it under `name_lists`")
                raise InputError(
                    Problem("", told("no list of names {token}", token=quote(token)), help_)
                )
            elif subject == RATING_SUBJECT:
                codes = [rating.code for rating in read_ratings(token, on=on)]
                members |= set(codes)
                named += codes
            else:
                named.append(self._state(token, on))
                members.add(named[-1])
        short = re.sub(r"[^a-z0-9]+", "_", "_".join(named).lower())[:40].strip("_")
        fact = f"{_BEGINS[subject]}.in_{self.name}_{short}".replace("-", "_")
        found = Membership(fact, subject, frozenset(members), ", ".join(named))
        while (other := self.sets.get(fact)) is not None and other.members != found.members:
            fact += "_x"
            found = Membership(fact, subject, frozenset(members), found.told)
        if fact not in self.facts:
            title = f"{subject.replace('.', ' ').replace('_', ' ')}: {found.told}"
            ask = f"Is it on the list ({subject}: {found.told})?"
            who = ("derived", "officer")
            self.facts[fact] = Fact(
                fact, _YES_NO, False, "", title, ask, who, "", (), "risk", title
            )
        self.sets[fact] = found
        return found

    def _state(self, token: str, on: date) -> str:
        try:
            return read_state(token, on=on)
        except InputError as error:
            if near := nearest(token, self.lists):
                what = told("no list of countries and no state {token}", token=quote(token))
                raise InputError(Problem("", what, near)) from None
            raise error from None
