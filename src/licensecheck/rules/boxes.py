"""What a rule catches, as boxes: for each fact it reads, the tokens that satisfy it.

Exact over the finite domains: a rule is the union of its boxes, and whether one union lies in
another is decided by cutting boxes apart, not by sampling. An open domain (countries, entries)
stands for the tokens that the rules name, and one more that they do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from licensecheck.rules.model import Clause, Rule
from licensecheck.rules.program import Program
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["OTHER", "Box", "Domains", "box_of", "boxes_of", "domains_of", "uncovered"]

OTHER = "OTHER"
Box = Mapping[str, frozenset[str]]
Domains = Mapping[str, frozenset[str]]


def domains_of(rules: Iterable[Rule], vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """The tokens that each fact can take, for all facts that some rules read."""
    named: dict[str, set[str]] = {}
    for rule in rules:
        for group in (*rule.when, *rule.unless):
            for clause in group:
                named.setdefault(clause.fact, set()).update(clause.values)
    return {
        name: frozenset((*tokens, OTHER))
        if vocabulary[name].open_domain
        else frozenset(vocabulary[name].domain)
        for name, tokens in named.items()
    }


def boxes_of(rule: Rule, vocabulary: Vocabulary, domains: Domains) -> list[Box]:
    """The boxes of a rule; a term that contradicts itself has none."""
    terms = Program([rule], vocabulary).terms
    found = (box_of(term.clauses, vocabulary, domains) for term in terms)
    return [box for box in found if box is not None]


def box_of(clauses: Iterable[Clause], vocabulary: Vocabulary, domains: Domains) -> Box | None:
    """The box in which all clauses hold, or None if there is none."""
    box: dict[str, frozenset[str]] = {}
    for clause in clauses:
        domain = domains[clause.fact]
        allowed = _allowed(clause, vocabulary[clause.fact], domain)
        box[clause.fact] = box.get(clause.fact, domain) & allowed
    return box if all(box.values()) else None


def _allowed(clause: Clause, fact: Fact, domain: frozenset[str]) -> frozenset[str]:
    if clause.operator == "in":
        return frozenset(clause.values)
    if clause.operator == "not_in":
        return domain - frozenset(clause.values)
    rank = fact.rank(clause.values[0])
    if clause.operator == "at_least":
        return frozenset(fact.domain[rank:])
    return frozenset(fact.domain[: rank + 1])


def uncovered(box: Box, others: Sequence[Box], domains: Domains) -> Box | None:
    """A part of a box that lies in none of some others, or None if they cover it."""
    if not others:
        return box
    other, rest = others[0], others[1:]
    inside = dict(box)
    for fact, allowed in other.items():
        here = inside.get(fact, domains[fact])
        if not here & allowed:
            # The boxes do not meet, so this one takes nothing away.
            return uncovered(box, rest, domains)
    for fact, allowed in other.items():
        here = inside.get(fact, domains[fact])
        if outside := here - allowed:
            piece = uncovered({**inside, fact: outside}, rest, domains)
            if piece is not None:
                return piece
        inside[fact] = here & allowed
    return None
