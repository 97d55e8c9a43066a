"""Reading clauses: in go values as a rule file has them, out come alternatives of clauses.

What a clause may ask is a matter of the vocabulary: which words a fact has, whether they have an
order, who may state it. Lists of an office's own are read by `rules.house`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from licensecheck.documents.faults import Fault, Path
from licensecheck.errors import InputError, nearest, quote, told
from licensecheck.reference.open_domains import read_token
from licensecheck.rules.house import HOUSE_SUBJECTS, House
from licensecheck.rules.model import Clause, reason_parts
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["SHORTHANDS", "UNLESS_ANSWERERS", "Alternatives", "Conditions"]

Alternatives = tuple[tuple[Clause, ...], ...]

SHORTHANDS: Final = ("item.rating", "destination", "end_user", "exporter")
# Facts that an applicant declares never switch a rule off (DESIGN §3).
UNLESS_ANSWERERS: Final = frozenset(("officer", "derived"))
_OPERATORS: Final = ("not", "at_least", "at_most")


@dataclass
class Conditions:
    """Reads the clauses of one file; what is wrong is gathered, so that no fault hides another.

    Args:
        words: The facts that a clause may read.
        house: Lists and facts of an office's own; None for a file of the packaged law.
    """

    words: Vocabulary
    house: House | None = None
    faults: list[Fault] = field(default_factory=list)

    def alternatives(
        self, value: Any, path: Path, on: date, *, unless: bool = False
    ) -> Alternatives:
        """The alternatives (OR) of clauses (AND) that a map of clauses, or a list of maps, says.

        Args:
            value: The map or list.
            path: Where it stands.
            on: Day on which places and codes are read.
            unless: Whether it switches a rule off.
        """
        listed = isinstance(value, list)
        result = []
        for index, group in enumerate(value if listed else [value]):
            at = (*path, index) if listed else path
            if not isinstance(group, dict):
                self._fault(at, told("clauses stand as `fact: value`"))
                continue
            parts = [
                self._parts(name, asked, (*at, name), on, unless) for name, asked in group.items()
            ]
            for chosen in itertools.product(*filter(any, parts)):
                if clauses := tuple(clause for part in chosen for clause in part):
                    result.append(clauses)
        return tuple(result)

    def _fault(self, path: Path, what: str, help_: str = "") -> None:
        self.faults.append(Fault(path, what, help_))

    def _parts(
        self, name: str, asked: Any, path: Path, on: date, unless: bool
    ) -> list[list[Clause]]:
        """The clauses that one line stands for; of a list of parties, several alternatives."""
        negated = isinstance(asked, dict) and list(asked) == ["not"]
        operand = asked["not"] if negated else asked
        tokens = operand if isinstance(operand, list) else [operand]
        if self.house is None or name not in HOUSE_SUBJECTS or self._is_plain(name, tokens):
            return [self._clause(name, asked, path, on, unless)]
        if unless:
            self._fault(path, told("only an officer's fact may switch a rule off"))
        try:
            found = self.house.alternatives(name, tokens, negated=negated, on=on)
        except InputError as error:
            for problem in error.problems:
                self._fault(path, problem.what, problem.help)
            return [[]]
        self.words = self.words.extended(self.house.facts.values())
        return found

    def _is_plain(self, name: str, tokens: Sequence[Any]) -> bool:
        """Whether a clause reads a fact of the vocabulary, and no list of the house."""
        lists = self.house.lists if self.house else {}
        return name in self.words and not any(str(one) in lists for one in tokens)

    def _clause(self, name: str, asked: Any, path: Path, on: date, unless: bool) -> list[Clause]:
        fact = self.words.get(name)
        if fact is None:
            self._fault(
                path,
                told("no such fact {name}", name=quote(str(name))),
                nearest(str(name), self.words),
            )
            return []
        if unless and not UNLESS_ANSWERERS & set(fact.answered_by):
            self._fault(path, told("only an officer's fact may switch a rule off"))
        operator, operand = "in", asked
        if isinstance(asked, dict):
            if len(asked) != 1 or next(iter(asked)) not in _OPERATORS:
                self._fault(path, told("takes one of `not`, `at_least`, `at_most`"))
                return []
            operator, operand = next(iter(asked.items()))
        tokens = operand if isinstance(operand, list) else [operand]
        values = tuple(self._read(fact, tokens, path, on))
        if len(values) < len(tokens):
            return []
        if what := _sense(fact, operator, values):
            self._fault(path, what)
            return []
        return [Clause(name, "not_in" if operator == "not" else operator, values)]  # type: ignore[arg-type]

    def _read(self, fact: Fact, tokens: Sequence[Any], path: Path, on: date) -> Iterator[str]:
        """The tokens that words of a clause stand for; those that stand for none are faults."""
        for token in tokens:
            try:
                yield read_token(fact, str(token), on=on)
            except InputError as error:
                for problem in error.problems:
                    # The path names the fact already.
                    short = told("no such value {value}", value=quote(str(token)))
                    self._fault(path, problem.what if fact.open_domain else short, problem.help)

    def check_tier(self, tier: Any, when: Alternatives, path: Path) -> None:
        """A confirmation reads an officer's facts alone."""
        facts = (self.words[clause.fact] for group in when for clause in group)
        if tier == "confirm" and not all("officer" in fact.answered_by for fact in facts):
            self._fault(path, told("a confirm rule reads officer's facts only"))

    def check_reason(self, text: str, when: Alternatives, path: Path) -> None:
        """A reason names facts that were read where it is said."""
        try:
            parts = reason_parts(text)
        except ValueError:
            self._fault(path, told("a brace or a bracket is not closed"))
            return
        help_: str
        read = [frozenset(clause.fact for clause in group) for group in when]
        for part in parts:
            for name in part.facts:
                known = name in self.words or name in SHORTHANDS
                if not known and self.house and name in HOUSE_SUBJECTS:
                    what = told(
                        "{name} is only compared with a list, and cannot be put in",
                        name=quote(name),
                    )
                    help_ = told("say it in words: a report names the list and the state below")
                    self._fault(path, what, help_)
                elif not known:
                    help_ = nearest(name, [*self.words, *SHORTHANDS])
                    self._fault(path, told("names no fact by {name}", name=quote(name)), help_)
                elif name not in SHORTHANDS and not part.is_read_by(name, read):
                    # Else it would tell of a fact that nobody read, or that is not known.
                    help_ = told(
                        "put what is said of it in brackets: `[; ... {{{name}}}]`", name=name
                    )
                    self._fault(
                        path, told("not every alternative reads {name}", name=quote(name)), help_
                    )

    def check_names(self, names: Iterable[Any], path: Path) -> None:
        """Names of facts, as `resolves` lists them."""
        for name in names:
            if isinstance(name, str) and name not in self.words:
                self._fault(
                    path, told("no fact {name}", name=quote(name)), nearest(name, self.words)
                )


def _sense(fact: Fact, operator: str, values: Sequence[str]) -> str:
    """What is wrong with asking values of a fact in a way; empty if nothing is."""
    if not values:
        return told("asks for no value")
    if operator in ("at_least", "at_most"):
        if not fact.ordered or len(values) != 1:
            return told("`{operator}` takes one value of an ordered fact", operator=operator)
        idle = fact.domain[0] if operator == "at_least" else fact.domain[-1]
        said = told("`{operator}: {idle}` decides nothing", operator=operator, idle=idle)
        return said if values[0] == idle else ""
    if not fact.ordered:
        return ""
    asked = set(values) if operator == "in" else set(fact.domain) - set(values)
    ranks = sorted(fact.rank(token) for token in asked)
    if not ranks or ranks[-1] - ranks[0] + 1 != len(ranks):
        return told("the values of an ordered fact must stand side by side")
    if len(ranks) == len(fact.domain):
        return told("decides nothing, since it takes every value")
    return ""
