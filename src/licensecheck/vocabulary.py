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
from typing import Any, Final, NamedTuple

from licensecheck.errors import InputError, LawError, Problem, nearest, nearest_or_all, quote
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
        title: What a fact of a company's own is called in front of a person.
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
            what = f"no such value {quote(token)} of `{self.name}`"
            help_ = nearest(token, self.domain) or f"one of: {', '.join(self.domain)}"
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
                what = f"`{self.name}` has no order, so it takes one value and no interval"
                raise InputError(Problem(self.name, what))
            if self.rank(lo) > self.rank(hi):
                what = f"the interval of `{self.name}` ends ({hi}) before it begins ({lo})"
                raise InputError(Problem(self.name, what))
        return Value(lo, hi)

    def is_known(self, value: Value) -> bool:
        """Whether exactly one token remains."""
        return value.lo == value.hi != UNKNOWN


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
            what = f"no fact {quote(name)} in the vocabulary"
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


@functools.cache
def _load(path: Path) -> Vocabulary:
    document = load_yaml_file(path)
    problems: list[Problem] = []
    facts: dict[str, Fact] = {}
    data = document.data
    rows = data.get("facts") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise LawError(Problem(document.name, "`facts` must be a list"))
    for index, row in enumerate(rows):
        where = f"{document.name}:{document.line(('facts', index))}"
        fact = _read_fact(row, where, problems)
        if fact is None:
            continue
        if fact.name in facts:
            problems.append(Problem(where, f"the fact `{fact.name}` is repeated"))
        facts[fact.name] = fact
    for fact in facts.values():
        problems.extend(
            Problem(document.name, f"`{fact.name}` asks for {quote(name)}, which is no fact")
            for name in fact.asks
            if name not in facts
        )
    if problems:
        raise LawError(problems)
    return Vocabulary(facts, edition=str(data.get("edition", "")))


_KEYS = frozenset(
    (
        "fact",
        "domain",
        "ordered",
        "meaning",
        "answered_by",
        "speaks",
        "default",
        "asks",
        "ask",
        "note",
    )
)


def _read_fact(row: Any, where: str, problems: list[Problem]) -> Fact | None:
    if not isinstance(row, dict) or not isinstance(row.get("fact"), str):
        problems.append(Problem(where, "a fact needs a name"))
        return None
    name = row["fact"]
    before = len(problems)
    problems.extend(
        Problem(where, f"`{name}`: unknown field {quote(key)}", nearest(key, _KEYS))
        for key in row
        if key not in _KEYS
    )
    domain, ordered, open_domain = _read_domain(row, where, problems)
    answered_by, asks = (_read_words(row, key, where, problems) for key in ("answered_by", "asks"))
    problems.extend(
        Problem(where, f"`{name}`: no such answerer {quote(who)}", nearest(who, ANSWERERS))
        for who in answered_by
        if who not in ANSWERERS
    )
    for key in ("meaning", "ask"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            problems.append(Problem(where, f"`{name}`: `{key}` is missing"))
    speaks = row.get("speaks")
    if speaks not in SPEAKS:
        help_ = nearest_or_all(str(speaks), SPEAKS)
        problems.append(Problem(where, f"`{name}`: `speaks` is not said, or is no choice", help_))
    default = str(row.get("default", ""))
    if default and domain and default not in domain:
        problems.append(Problem(where, f"`{name}`: the default {quote(default)} is no value of it"))
    if len(problems) > before:
        return None
    return Fact(
        name, domain, ordered, open_domain, row["meaning"].strip(), row["ask"].strip(),
        answered_by, default, asks, str(speaks),
    )  # fmt: skip


def _read_words(
    row: dict[str, Any], key: str, where: str, problems: list[Problem]
) -> tuple[str, ...]:
    words = row.get(key) or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        problems.append(Problem(where, f"`{row['fact']}`: `{key}` is a list of words"))
        return ()
    return tuple(words)


def _read_domain(
    row: dict[str, Any], where: str, problems: list[Problem]
) -> tuple[tuple[str, ...], bool, str]:
    domain = row.get("domain")
    if isinstance(domain, str) and domain in OPEN_DOMAINS:
        return (), False, domain
    if isinstance(domain, dict) and isinstance(domain.get("from"), int):
        last = domain.get("to")
        if isinstance(last, int) and 0 <= domain["from"] < last <= 99:
            return tuple(str(n) for n in range(domain["from"], last + 1)), True, ""
    if isinstance(domain, list) and len(domain) > 1 and all(isinstance(t, str) for t in domain):
        if UNKNOWN in domain or len(set(domain)) != len(domain):
            problems.append(Problem(where, f"`{row['fact']}`: a token is repeated or reserved"))
        return tuple(domain), row.get("ordered") is True, ""
    problems.append(Problem(where, f"`{row['fact']}`: the domain cannot be read"))
    return (), False, ""
