"""Every fact that a rule may read: its domain, order, meaning, who can answer, and the question.

In: `rulesets/vocabulary.yaml`. Out: a `Vocabulary` of `Fact`s, and `Value`, what is known of one.

A value has three faces. Known: one token. Unknown: any token of the domain. Interval: for an
ordered fact, the least and the greatest token that are still possible.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from licensecheck import compiled
from licensecheck.documents.faults import Fault
from licensecheck.documents.values import Line, LongText, fault, one_of
from licensecheck.documents.written import Written, read_as
from licensecheck.errors import InputError, LawError, Problem, nearest, quote, told
from licensecheck.law import law_dir, load_yaml_file

__all__ = ["OPEN_DOMAINS", "UNKNOWN", "UNKNOWN_VALUE", "Fact", "Value", "Vocabulary"]

UNKNOWN: Final = "unknown"
OPEN_DOMAINS: Final = ("country", "item_category", "item_entry")
ANSWERERS: Final = ("applicant", "officer", "shipped", "indicator", "derived")
NOT_ASSESSED: Final = "not_assessed"
SPEAKS: Final = ("risk", "context")


class Value(NamedTuple):
    """What is known of a fact: the least and the greatest token still possible.

    For an unordered fact both are the same token, or both `unknown`. For an ordered fact the
    whole domain, first to last, is what unknown means.
    """

    lo: str
    hi: str

    @property
    def is_known(self) -> bool:
        """Whether exactly one token remains."""
        return self.lo == self.hi != UNKNOWN


UNKNOWN_VALUE: Final = Value(UNKNOWN, UNKNOWN)


@dataclass(frozen=True)
class Fact:
    """One word of the vocabulary.

    Attributes:
        name: As rules and documents write it, such as `end_user.security_role`.
        domain: Its tokens; from least to worst where `ordered`. Empty for an open domain.
        ordered: Whether the tokens have an order, so that a value may be an interval.
        open_domain: `country`, `item_category` or `item_entry`; "" where the domain is listed.
        meaning: What it says, in plain words.
        ask: The question that settles it.
        answered_by: Who can answer: applicant, officer, shipped, indicator, derived.
        default: The value stated where nobody gives one, printed as an assumption; "" for none.
        asks: For a derived fact, the primary facts to ask for.
        speaks: `risk` where what is known of it can make an open rule a doubt; else `context`.
        title: What a fact of an office's own is called in front of a person.
    """

    name: str
    domain: tuple[str, ...]
    ordered: bool
    open_domain: str
    meaning: str
    ask: str
    answered_by: tuple[str, ...]
    default: str
    asks: tuple[str, ...]
    speaks: str = "context"
    title: str = ""

    @property
    def hides(self) -> bool:
        """Whether its default only says that nobody has looked, and so hides a question."""
        return self.default == NOT_ASSESSED

    @property
    def own(self) -> bool:
        """Whether it is an office's own that has a value where nobody gives one."""
        return bool(self.title and self.default)

    @cached_property
    def unknown(self) -> Value:
        """The value of which nothing is known."""
        return Value(self.domain[0], self.domain[-1]) if self.ordered else UNKNOWN_VALUE

    @cached_property
    def who(self) -> tuple[str, ...]:
        """Who can answer it by itself; nobody where it is derived from facts to ask for.

        Of what is derived from no such fact, an officer.
        """
        direct = tuple(who for who in self.answered_by if who != "derived")
        return direct or (() if self.asks else ("officer",))

    def rank(self, token: str) -> int:
        """Place of a token in the order, from 0.

        Raises:
            KeyError: The token is not in the domain.
        """
        return self._ranks[token]

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {token: rank for rank, token in enumerate(self.domain)}

    def accepts(self, token: str) -> bool:
        """Say whether a token belongs to the domain.

        Of an open domain only the form is told; `reference.open_domains` reads its values.
        """
        if self.open_domain:
            return token.isascii() and token.isprintable() and 0 < len(token) <= 12
        return token in self.domain

    def check(self, token: str) -> None:
        """Refuse a token that does not belong to the domain.

        Raises:
            InputError: It does not; the nearest that does is given.
        """
        if not self.accepts(token):
            what = told("no such value {value} of `{name}`", value=quote(token), name=self.name)
            help_ = nearest(token, self.domain) or told(
                "one of: {words}", words=", ".join(self.domain)
            )
            raise InputError(Problem(self.name, what, help_))

    def value(self, lo: str, hi: str | None = None) -> Value:
        """Make a value from one token, or from the bounds of an interval.

        Raises:
            InputError: A token is not in the domain, or an interval has no sense here.
        """
        hi = lo if hi is None else hi
        for token in (lo, hi):
            if token != UNKNOWN:
                self.check(token)
        if UNKNOWN in (lo, hi):
            return self.unknown
        if lo != hi:
            if not self.ordered:
                what = told(
                    "`{name}` has no order, so it takes one value and no interval", name=self.name
                )
                raise InputError(Problem(self.name, what))
            if self.rank(lo) > self.rank(hi):
                what = told(
                    "the interval of `{name}` ends ({hi}) before it begins ({lo})",
                    name=self.name,
                    hi=hi,
                    lo=lo,
                )
                raise InputError(Problem(self.name, what))
        return Value(lo, hi)


class Vocabulary(Mapping[str, Fact]):
    """All facts by name, in the order of the file."""

    def __init__(self, facts: Mapping[str, Fact], *, edition: str) -> None:
        self._facts = dict(facts)
        self.edition = edition

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    @cached_property
    def own(self) -> frozenset[str]:
        """Facts that are an office's own, with a value where nobody gives one."""
        return frozenset(name for name, fact in self.items() if fact.own)

    @cached_property
    def hiding(self) -> frozenset[str]:
        """Facts of which a default only says that nobody has looked."""
        return frozenset(name for name, fact in self.items() if fact.hides)

    # One vocabulary is one object: loaded once, shared, and used as a key of caches.
    __hash__ = object.__hash__
    __eq__ = object.__eq__

    def find(self, name: str) -> Fact:
        """The fact of that name.

        Raises:
            InputError: There is none; the nearest valid name is given.
        """
        try:
            return self._facts[name]
        except KeyError:
            what = told("no fact {name} in the vocabulary", name=quote(name))
            raise InputError(Problem("", what, nearest(name, self._facts))) from None

    def extended(self, facts: Iterable[Fact]) -> Vocabulary:
        """These facts and some of an office's own; the same object for the same ones."""
        added = tuple(fact for fact in facts if fact.name not in self._facts)
        return _extended(self, added) if added else self

    @classmethod
    def load(cls, path: Path | None = None) -> Vocabulary:
        """Load a vocabulary file, by default the packaged one.

        Raises:
            LawError: The file breaks the vocabulary's form; every problem is listed.
        """
        return _load(path or law_dir() / "vocabulary.yaml")


@functools.lru_cache(maxsize=256)
def _extended(base: Vocabulary, added: tuple[Fact, ...]) -> Vocabulary:
    names = {fact.name: fact for fact in added}
    return Vocabulary({**base, **names}, edition=base.edition)


class _Numbers(Written):
    """A domain of whole numbers."""

    from_: Annotated[int, Field(alias="from", ge=0, le=99)]
    to: Annotated[int, Field(ge=1, le=99)]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> _Numbers:
        if self.from_ >= self.to:
            raise fault(told("`to` does not lie after `from`"))
        return self


def _domain(value: Any) -> Any:
    """Several words, a range of numbers, or the name of an open domain."""
    if isinstance(value, str) and value in OPEN_DOMAINS:
        return value
    if isinstance(value, Mapping):
        numbers = _Numbers.model_validate(value)
        return tuple(str(number) for number in range(numbers.from_, numbers.to + 1))
    words = value if isinstance(value, list) else []
    if len(words) < 2 or not all(isinstance(word, str) for word in words):
        help_ = told(
            "several words, `{{from: 0, to: 5}}`, or one of: {open_domains}",
            open_domains=", ".join(OPEN_DOMAINS),
        )
        raise fault(told("the domain cannot be read"), help_)
    if UNKNOWN in words or len(set(words)) != len(words):
        raise fault(told("a word of the domain is repeated, or is `unknown`"))
    return tuple(words)


class _FactWritten(Written):
    """A fact as the vocabulary says it."""

    ENTRY = ("fact", "fact")

    fact: Line
    domain: Annotated[str | tuple[str, ...], BeforeValidator(_domain)]
    ordered: bool = False
    meaning: LongText
    answered_by: tuple[Annotated[str, one_of("answerer", ANSWERERS)], ...] = ()
    speaks: Annotated[str, one_of("word of `speaks`", SPEAKS)]
    default: Line | None = None
    asks: tuple[str, ...] = ()
    ask: LongText
    note: LongText | None = None

    @model_validator(mode="after")
    def _default_is_a_word(self) -> _FactWritten:
        listed = isinstance(self.domain, tuple)
        if listed and self.default is not None and self.default not in self.domain:
            raise fault(
                told("the default {default} is no value of it", default=quote(self.default))
            )
        return self

    def made(self, numbers: bool) -> Fact:
        """The fact."""
        domain = self.domain if isinstance(self.domain, tuple) else ()
        return Fact(
            self.fact, domain, numbers or self.ordered, "" if domain else str(self.domain),
            self.meaning, self.ask, self.answered_by, self.default or "", self.asks, self.speaks,
        )  # fmt: skip


class _VocabularyFile(Written):
    """The vocabulary as it is written."""

    edition: Line = ""
    facts: tuple[_FactWritten, ...]


def _between(data: Any) -> Iterator[Fault]:
    """What is wrong between facts: one that is repeated, one that asks for what is no fact."""
    rows = data.get("facts") if isinstance(data, Mapping) else None
    rows = rows if isinstance(rows, list) else []
    names = [row.get("fact") if isinstance(row, Mapping) else None for row in rows]
    known = {name for name in names if isinstance(name, str)}
    for index, row in enumerate(rows):
        if isinstance(names[index], str) and names[index] in names[:index]:
            yield Fault(("facts", index), told("the fact is repeated"))
        asks = row.get("asks") if isinstance(row, Mapping) else None
        for name in asks if isinstance(asks, list) else ():
            if not isinstance(name, str) or name not in known:
                help_ = nearest(str(name), known)
                yield Fault(
                    ("facts", index, "asks"), told("no fact {name}", name=quote(str(name))), help_
                )


@functools.cache
def _load(path: Path) -> Vocabulary:
    kept: Vocabulary | None = compiled.find(path)
    if kept is not None:
        return kept
    document = load_yaml_file(path)
    read = read_as(document, _VocabularyFile, error=LawError, finds=lambda data: [*_between(data)])
    rows = document.data["facts"]
    facts = {
        one.fact: one.made(isinstance(row["domain"], Mapping))
        for one, row in zip(read.facts, rows, strict=True)
    }
    return Vocabulary(facts, edition=read.edition)
