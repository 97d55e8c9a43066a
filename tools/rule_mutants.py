"""Small faults put into a rule, one at a time, to see whether its cases notice.

In: a rule. Out: `Mutant`s, each a rule that differs in one place and says where. A mutant that
catches exactly what the rule catches, by its boxes, is equivalent and is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from licensecheck.rules.analysis import boxes_of, domains_of, uncovered
from licensecheck.rules.model import Clause, Operator, Rule
from licensecheck.rules.program import Program
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["Mutant", "mutants_of"]

Groups = tuple[tuple[Clause, ...], ...]

_FLIPPED: Final[Mapping[Operator, Operator]] = {
    "in": "not_in", "not_in": "in", "at_least": "at_most", "at_most": "at_least",
}  # fmt: skip
# Before that day nothing is decided, so a rule cannot be seen to begin earlier.
_FIRST_DAY: Final = date(2008, 12, 8)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one fault; `text` says which."""

    rule: Rule
    text: str


def mutants_of(rule: Rule, vocabulary: Vocabulary) -> list[Mutant]:
    """All mutants of a rule that differ from it, and from each other."""
    seen = {_terms(rule, vocabulary)}
    found = []
    for mutant in (*_of_groups(rule, "when", vocabulary), *_of_groups(rule, "unless", vocabulary)):
        terms = _terms(mutant.rule, vocabulary)
        if terms not in seen and not _equivalent(rule, mutant.rule, vocabulary):
            found.append(mutant)
        seen.add(terms)
    return [*found, *_of_dates(rule)]


def _terms(rule: Rule, vocabulary: Vocabulary) -> frozenset[frozenset[Clause]]:
    return frozenset(
        frozenset(replace(clause, values=tuple(sorted(clause.values))) for clause in term.clauses)
        for term in Program([rule], vocabulary).terms
    )


def _equivalent(rule: Rule, mutant: Rule, vocabulary: Vocabulary) -> bool:
    domains = domains_of([rule, mutant], vocabulary)
    one, other = (boxes_of(each, vocabulary, domains) for each in (rule, mutant))
    return all(uncovered(box, other, domains) is None for box in one) and all(
        uncovered(box, one, domains) is None for box in other
    )


def _of_groups(rule: Rule, part: str, vocabulary: Vocabulary) -> Iterator[Mutant]:
    groups = rule.when if part == "when" else rule.unless

    def made(changed: Groups, text: str) -> Mutant:
        if part == "when":
            return Mutant(replace(rule, when=changed), text)
        return Mutant(replace(rule, unless=changed), text)

    for index, group in enumerate(groups):
        rest = (*groups[:index], *groups[index + 1 :])
        words = " and ".join(str(clause) for clause in group)
        if part == "unless" or rest:
            yield made(rest, f"{part}: without the alternative `{words}`")
        for place, clause in enumerate(group):
            others = (*group[:place], *group[place + 1 :])
            if part == "when" or others:
                changed = (*groups[:index], others, *groups[index + 1 :])
                yield made(changed, f"{part}: without the clause `{clause}`")
            for instead in _changed(clause, vocabulary[clause.fact]):
                mended = (*group[:place], instead, *group[place + 1 :])
                changed = (*groups[:index], mended, *groups[index + 1 :])
                yield made(changed, f"{part}: `{instead}` instead of `{clause}`")


def _changed(clause: Clause, fact: Fact) -> Iterator[Clause]:
    """A clause with its operator flipped, its values widened or narrowed, or its bound moved."""
    yield replace(clause, operator=_FLIPPED[clause.operator])
    if clause.operator in ("at_least", "at_most"):
        rank = fact.rank(clause.values[0])
        for near in (rank - 1, rank + 1):
            if 0 <= near < len(fact.domain):
                yield replace(clause, values=(fact.domain[near],))
        return
    for token in clause.values:
        if len(clause.values) > 1:
            narrowed = tuple(value for value in clause.values if value != token)
            if _contiguous(narrowed, fact):
                yield replace(clause, values=narrowed)
    for token in fact.domain:
        widened = (*clause.values, token)
        if token not in clause.values and _contiguous(widened, fact):
            yield replace(clause, values=widened)


def _contiguous(values: tuple[str, ...], fact: Fact) -> bool:
    """Whether an ordered fact's values stand side by side, as the loader asks."""
    if not fact.ordered:
        return True
    ranks = sorted(fact.rank(value) for value in values)
    return ranks[-1] - ranks[0] + 1 == len(ranks)


def _of_dates(rule: Rule) -> Iterator[Mutant]:
    """A rule that begins or ends a day off, where an earlier edition is in force to see it."""
    day = timedelta(days=1)
    if rule.in_force_from > _FIRST_DAY:
        for text, start in (("a day early", rule.in_force_from - day),
                            ("a day late", rule.in_force_from + day)):  # fmt: skip
            yield Mutant(replace(rule, in_force_from=start), f"in_force: begins {text}")
    if rule.in_force_until is not None:
        for text, end in (("a day early", rule.in_force_until - day),
                          ("a day late", rule.in_force_until + day)):  # fmt: skip
            yield Mutant(replace(rule, in_force_until=end), f"in_force: ends {text}")
