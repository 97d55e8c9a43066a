"""Checking the words of a document (places, ratings, facts) before it is an application.

In: the fields as written, sound or not. Out: every word that cannot be read, with its path, so
that a document with other faults hears of these in the same breath.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Final

from licensecheck.application.crosscheck import short_name
from licensecheck.documents.faults import MOST_PROBLEMS, Fault
from licensecheck.documents.figures import read_day
from licensecheck.errors import InputError, nearest, quote, told
from licensecheck.facts.subjects import entries_of, subject_faults
from licensecheck.reference.open_domains import read_value
from licensecheck.reference.places import read_place
from licensecheck.reference.ratings import read_ratings, read_served
from licensecheck.reference.reference import Reference
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["WordCheck"]

Path = tuple[str | int, ...]

# Where places stand in an application; `*` is any index.
PLACES: Final[tuple[tuple[str, ...], ...]] = (
    ("exporter", "country"),
    ("buyer", "country"),
    ("consignee", "country"),
    ("intermediaries", "*", "country"),
    ("end_user", "country"),
    ("end_users", "*", "country"),
    ("destination",),
    ("route", "*"),
    ("items", "*", "origin"),
    ("end_use", "onward", "*"),
)
RATINGS: Final = ("items", "*", "rating")
SERVED: Final = ("items", "*", "for")


@dataclass(frozen=True, slots=True)
class WordCheck:
    """Finds the words of a document that cannot be read on its day.

    Attributes:
        reference: Memberships, for blocs such as `EU`.
        vocabulary: The facts that may be supplied.
        today: The day that counts where the document names none.
    """

    reference: Reference
    vocabulary: Vocabulary
    today: date

    def __call__(self, document: Mapping[str, Any]) -> list[Fault]:
        """The faults of a document, in no particular order, and no more than can be told."""
        return list(islice(self._faults(document), MOST_PROBLEMS + 1))

    def _faults(self, document: Mapping[str, Any]) -> Iterator[Fault]:
        as_of = _day(document.get("as_of")) or self.today
        members = self.reference.members
        membership_day = _day(document.get("membership_as_of")) or as_of
        facts_day = _day(document.get("facts_as_of")) or as_of
        for pattern in PLACES:
            for path, text in _texts(document, pattern):
                yield from _tried(path, read_place, text, on=membership_day, members=members)
        for path, text in _texts(document, RATINGS):
            yield from _tried(path, read_ratings, text, on=facts_day)
        for path, text in _texts(document, SERVED):
            yield from _tried(path, read_served, text, on=facts_day)
        yield from self._facts(document, facts_day)
        yield from subject_faults(document, on=membership_day, members=members)

    def _facts(self, document: Mapping[str, Any], on: date) -> Iterator[Fault]:
        supplied, assessed = document.get("facts"), document.get("assessments")
        judged = {
            f"assessment.{short_name(key)}"
            for key in (assessed if isinstance(assessed, Mapping) else ())
        }
        for name, given in supplied.items() if isinstance(supplied, Mapping) else ():
            if name in judged:
                what = told("{name} is given twice, here and under `assessments`", name=quote(name))
                yield Fault(
                    ("facts", name), what, told("keep the one that is recorded with its author")
                )
            if name not in self.vocabulary:
                help_ = nearest(name, self.vocabulary)
                yield Fault(
                    ("facts", name),
                    told("no fact {name} in the vocabulary", name=quote(name)),
                    help_,
                )
            else:
                for path, one in entries_of(name, given):
                    if isinstance(one, Mapping):
                        yield from self._value(path, self.vocabulary[name], one.get("value"), on)

    def _value(self, path: Path, fact: Fact, value: Any, on: date) -> Iterator[Fault]:
        bounds = (value.get("from"), value.get("to")) if isinstance(value, Mapping) else (value,)
        tokens = [str(token) for token in bounds if isinstance(token, str | int)]
        if len(tokens) == len(bounds) and not isinstance(value, bool):
            yield from _tried((*path, "value"), partial(read_value, fact), *tokens, on=on)


def _tried(path: Path, read: Callable[..., object], *words: str, **days: Any) -> list[Fault]:
    try:
        read(*words, **days)
    except InputError as error:
        return [Fault(path, problem.what, problem.help) for problem in error.problems]
    return []


def _texts(value: Any, pattern: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts that stand at a pattern of a document, with their paths."""
    if not pattern:
        if isinstance(value, str):
            yield path, value
    elif pattern[0] == "*":
        if isinstance(value, list | tuple):
            for index, entry in enumerate(value):
                yield from _texts(entry, pattern[1:], (*path, index))
    elif isinstance(value, Mapping) and pattern[0] in value:
        yield from _texts(value[pattern[0]], pattern[1:], (*path, pattern[0]))


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return read_day(value) if isinstance(value, str) else None
    except ValueError:
        return None
