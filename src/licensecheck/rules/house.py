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
from typing import Any, Final, get_args

from licensecheck.documents.texts import read_text
from licensecheck.errors import InputError, Problem, nearest, nearest_or_all, quote
from licensecheck.facts.lists.names import words_of
from licensecheck.facts.membership import (
    COUNTRY_SUBJECTS,
    NAME_SUBJECTS,
    RATING_SUBJECT,
    Membership,
)
from licensecheck.reference.open_domains import read_state
from licensecheck.reference.ratings import read_ratings
from licensecheck.rules.model import Clause, Tier
from licensecheck.vocabulary import ANSWERERS, Fact

__all__ = ["HEAD_FIELDS", "HOUSE_SUBJECTS", "House"]

HEAD_FIELDS: Final = ("country_lists", "name_lists", "facts", "stops", "point")
# Read of every party and border at once.
_PARTY: Final = {"party.country": tuple(COUNTRY_SUBJECTS), "party.name": tuple(NAME_SUBJECTS)}
HOUSE_SUBJECTS: Final = (*COUNTRY_SUBJECTS, *NAME_SUBJECTS, RATING_SUBJECT, *_PARTY)
_FACT: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\Z")
_YES_NO: Final = ("yes", "no")
_FACT_FIELDS: Final = ("ask", "title", "answered_by", "meaning", "default")
_LIST: Final = re.compile(r"[a-z][a-z0-9_]*\Z")
_BEGINS: Final = {
    **COUNTRY_SUBJECTS, **NAME_SUBJECTS, RATING_SUBJECT: "item.rating",
}  # fmt: skip
Report = Callable[[tuple[str | int, ...], str, str], None]


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
        """Read what the head declares; what is wrong is reported."""
        for key, found, words in (
            ("country_lists", self.lists, lambda text: read_state(text, on=on)),
            ("name_lists", self.names, lambda text: " ".join(sorted(words_of(text)))),
        ):
            listed = head.get(key) or {}
            if not isinstance(listed, Mapping):
                self.report((key,), f"`{key}` holds lists by name", "such as `never: never.txt`")
                continue
            for name, entries in listed.items():
                if not isinstance(name, str) or not _LIST.match(name):
                    self.report((key,), f"{quote(str(name))} is no name of a list", "`never`")
                    continue
                found[name] = self._listed((key, name), entries, words)
        self._declared(head.get("facts") or {})
        stops = head.get("stops") or []
        tiers = get_args(Tier)
        for word in stops if isinstance(stops, list) else [stops]:
            if word not in tiers:
                help_ = nearest_or_all(str(word), tiers)
                self.report(("stops",), f"no such tier {quote(str(word))}", help_)
        self.stops = tuple(map(str, stops if isinstance(stops, list) else [stops]))

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
                    self.report(path, f"{quote(entries)}: {problem.what}", problem.help)
                return frozenset()
            self.files[entries] = hashlib.sha256(text.encode()).hexdigest()
            lines = [
                (f"{file.name}:{number}: ", line.partition("#")[0].strip())
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
                        self.report(path, f"{where}{problem.what}", problem.help)
        if not found:
            self.report(path, f"the list `{path[1]}` holds nothing", "a file or a list of entries")
        return frozenset(found)

    def _declared(self, rows: Any) -> None:
        """Yes-or-no facts of the office's own, each with its question and who answers it."""
        if not isinstance(rows, Mapping):
            self.report(("facts",), "`facts` holds facts by name", "")
            return
        for name, row in rows.items():
            path = ("facts", str(name))
            if not isinstance(name, str) or not _FACT.match(name):
                help_ = f"such as `{self.name}.director_agrees`"
                self.report(path, f"{quote(str(name))} is no name of a fact", help_)
                continue
            if name.partition(".")[0] != self.name:
                help_ = f"such as `{self.name}.{name.rpartition('.')[2]}`"
                self.report(path, f"the fact `{name}` is not of `{self.name}`", help_)
            self._fact(path, name, row)

    def _fact(self, path: tuple[str, str], name: str, row: Any) -> None:
        if not isinstance(row, Mapping) or not isinstance(row.get("ask"), str):
            self.report(path, f"the fact `{name}` needs its question, `ask`", "")
            return
        for key in row:
            if key not in _FACT_FIELDS:
                help_ = nearest(str(key), _FACT_FIELDS)
                self.report((*path, str(key)), f"`{name}`: unknown field {quote(str(key))}", help_)
        who = row.get("answered_by", "officer")
        asked = tuple(map(str, who if isinstance(who, list) else [who]))
        for one in asked:
            if one not in ANSWERERS:
                help_ = nearest_or_all(one, ANSWERERS)
                what = f"`{name}`: no such answerer {quote(one)}"
                self.report((*path, "answered_by"), what, help_)
        default, ask = str(row.get("default", "")), row["ask"].strip()
        if default not in ("", *_YES_NO):
            self.report((*path, "default"), f"`{name}`: the default is yes or no", "")
        self.facts[name] = Fact(
            name, _YES_NO, False, "", str(row.get("meaning", ask)), ask, asked, default, (),
            title=str(row.get("title", ask)),
        )  # fmt: skip

    def alternatives(
        self, name: str, tokens: Sequence[Any], *, negated: bool, on: date
    ) -> list[list[Clause]]:
        """What a clause on a country, a name or a rating stands for: OR of AND of yes-or-no facts.

        Raises:
            InputError: A word is no list, and no state or rating.
        """
        subjects = _PARTY.get(name, (name,))
        sets = [self._set(subject, tokens, on) for subject in subjects]
        clauses = [Clause(one.fact, "in", ("no" if negated else "yes",)) for one in sets]
        return [clauses] if negated else [[clause] for clause in clauses]

    def _set(self, subject: str, tokens: Sequence[Any], on: date) -> Membership:
        members: set[str] = set()
        told: list[str] = []
        lists = self.names if subject in NAME_SUBJECTS else self.lists
        for token in map(str, tokens):
            if subject != RATING_SUBJECT and token in lists:
                members |= lists[token]
                told.append(token)
            elif subject in NAME_SUBJECTS:
                help_ = nearest(token, lists) or "declare it under `name_lists`"
                raise InputError(Problem("", f"no list of names {quote(token)}", help_))
            elif subject == RATING_SUBJECT:
                codes = [rating.code for rating in read_ratings(token, on=on)]
                members |= set(codes)
                told += codes
            else:
                told.append(self._state(token, on))
                members.add(told[-1])
        short = re.sub(r"[^a-z0-9]+", "_", "_".join(told).lower())[:40].strip("_")
        fact = f"{_BEGINS[subject]}.in_{self.name}_{short}".replace("-", "_")
        found = Membership(fact, subject, frozenset(members), ", ".join(told))
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
                what = f"no list of countries and no state {quote(token)}"
                raise InputError(Problem("", what, near)) from None
            raise error from None
