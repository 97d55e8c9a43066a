"""Static analysis of rules, exact over the finite domains of the vocabulary.

In: rules. Out: remarks, each naming a rule and what is odd about it: it can never fire, always
fires, is implied by another of its criterion, holds a clause that decides nothing, or leaves a
gap or an overlap to the rule that it replaces; and facts that no rule reads. Of two sets of rules,
the changes from one to the other, each with a witness: an application whose facts the one catches
and the other does not, which can be screened as it stands.

What a rule catches is a union of boxes: for each fact that it reads, the tokens that satisfy it.
Whether one union lies in another is decided by cutting boxes apart, not by sampling. An open domain
(countries, entries) stands for the tokens that the rules name, and one more that they do not.

Facts are taken as independent of each other: what one derived fact implies of another is not
used, so a remark that is missing is no proof, but one that is made is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from licensecheck.rules.model import Clause, Rule
from licensecheck.rules.program import Program
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["Change", "Remark", "analyse", "boxes_of", "diff_rules", "domains_of", "uncovered"]
__all__ += ["witness_application"]

OTHER = "OTHER"
Box = Mapping[str, frozenset[str]]
Domains = Mapping[str, frozenset[str]]
# How grave a met rule is; a rule that is implied by a graver one adds nothing.
_GRAVITY = {"duty": 0, "assess": 2, "screen": 2, "confirm": 3, "law": 3}
_NOTED = 1
_PLACE_ONLY = frozenset(("place", "ruleset"))


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


@dataclass(frozen=True, slots=True)
class Remark:
    """One oddity.

    Attributes:
        kind: `never` or `always` fires, `idle clause`, `implied`, `edition`, `unread fact`.
        rule: The rule; "" of a fact that none reads.
        about: The clause; the rule that implies it; the rule that is replaced, and where that one
            is there the days on which the one begins and the other ends; or the fact.
        explained: Whether the rule file names the other rule.
    """

    kind: str
    rule: str
    about: tuple[str, ...] = ()
    explained: bool = False


def analyse(rules: Sequence[Rule], vocabulary: Vocabulary) -> list[Remark]:
    """All remarks on some rules, in the order of the rules.

    Args:
        rules: Rules of any dates; two are compared only where both are in force on some day.
        vocabulary: The facts and their domains.
    """
    domains = domains_of(rules, vocabulary)
    boxes = {rule.id: boxes_of(rule, vocabulary, domains) for rule in rules}
    remarks: list[Remark] = []
    for rule in rules:
        remarks += _alone(rule, boxes[rule.id], vocabulary, domains)
    remarks += _implied(rules, boxes, domains)
    remarks += _editions(rules)
    remarks += _unread(rules, vocabulary)
    return remarks


def _alone(
    rule: Rule, boxes: list[Box], vocabulary: Vocabulary, domains: Domains
) -> Iterator[Remark]:
    if not boxes:
        yield Remark("never", rule.id)
        return
    if uncovered({}, boxes, domains) is None:
        yield Remark("always", rule.id)
        return
    for index, group in enumerate(rule.when):
        for clause in group:
            rest = [other for other in group if other is not clause]
            if rest and _same_without(rule, index, rest, boxes, vocabulary, domains):
                yield Remark("idle clause", rule.id, (str(clause),))


def _same_without(
    rule: Rule,
    index: int,
    rest: Sequence[Clause],
    boxes: list[Box],
    vocabulary: Vocabulary,
    domains: Domains,
) -> bool:
    """Whether the rule catches the same without a clause of one alternative."""
    when = (*rule.when[:index], tuple(rest), *rule.when[index + 1 :])
    wider = boxes_of(replace(rule, when=when), vocabulary, domains)
    return all(uncovered(box, boxes, domains) is None for box in wider)


def _implied(
    rules: Sequence[Rule], boxes: dict[str, list[Box]], domains: Domains
) -> Iterator[Remark]:
    for rule in rules:
        for other in rules:
            if rule is other or rule.criterion != other.criterion:
                continue
            if not _overlap(rule, other) or _gravity(other) < _gravity(rule):
                continue
            covered = boxes[rule.id] and all(
                uncovered(box, boxes[other.id], domains) is None for box in boxes[rule.id]
            )
            if covered:
                named = [i for ids in rule.related.values() for i in ids]
                yield Remark("implied", rule.id, (other.id,), other.id in named)


def _gravity(rule: Rule) -> int:
    return _NOTED if rule.yields == "noted" else _GRAVITY[rule.tier]


def _overlap(one: Rule, other: Rule) -> bool:
    start = max(one.in_force_from, other.in_force_from)
    return one.in_force(start) and other.in_force(start)


def _editions(rules: Sequence[Rule]) -> Iterator[Remark]:
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        for name in rule.related.get("replaces", ()):
            before = by_id.get(name)
            if before is None:
                yield Remark("edition", rule.id, (name,))
            elif before.in_force_until != rule.in_force_from:
                begins, ends = rule.in_force_from, before.in_force_until
                yield Remark("edition", rule.id, (name, str(begins), str(ends or "never")))


def _unread(rules: Iterable[Rule], vocabulary: Vocabulary) -> Iterator[Remark]:
    read = {fact for rule in rules for fact in rule.facts}
    # A fact that others are derived from is read through them.
    through = {primary for name in read for primary in vocabulary[name].asks}
    for name in vocabulary:
        if name not in read and name not in through:
            yield Remark("unread fact", "", (name,))


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that differs.

    Attributes:
        fields: Names of the fields that differ, for a changed rule.
        no_longer: Facts on which it was met before and is not now; None if there are none.
        newly: Facts on which it is met now and was not before; None if there are none.
    """

    rule: str
    kind: Literal["added", "removed", "changed"]
    fields: tuple[str, ...]
    no_longer: Mapping[str, str] | None
    newly: Mapping[str, str] | None


def diff_rules(
    before: Sequence[Rule], after: Sequence[Rule], vocabulary: Vocabulary
) -> list[Change]:
    """The changes from one set of rules to another, by rule id.

    Args:
        before: Rules of the first text.
        after: Rules of the second.
        vocabulary: The facts and their domains.
    """
    domains = domains_of([*before, *after], vocabulary)
    old = {rule.id: rule for rule in before}
    new = {rule.id: rule for rule in after}
    changes = []
    for name in dict.fromkeys([*old, *new]):
        first, second = old.get(name), new.get(name)
        differing = _fields(first, second) if first and second else ()
        if first and second and not differing:
            continue
        kind: Literal["added", "removed", "changed"] = (
            "changed" if first and second else "removed" if first else "added"
        )
        first_boxes = boxes_of(first, vocabulary, domains) if first else []
        second_boxes = boxes_of(second, vocabulary, domains) if second else []
        changes.append(
            Change(
                rule=name,
                kind=kind,
                fields=differing,
                no_longer=_witness(first_boxes, second_boxes, domains, vocabulary),
                newly=_witness(second_boxes, first_boxes, domains, vocabulary),
            )
        )
    return changes


def witness_application(facts: Mapping[str, str]) -> dict[str, Any]:
    """An application in which a witness's facts hold; every one of them is supplied."""
    exporter = facts.get("exporter.country", "NL")
    return {
        "exporter": {"country": "NL" if exporter == OTHER else exporter},
        "destination": "BR",
        "items": [{"rating": "ML6.a"}],
        "facts": {
            name: {"value": token, "source": "witness of a changed rule"}
            for name, token in facts.items()
            if token != OTHER
        },
    }


def _fields(first: Rule, second: Rule) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in fields(Rule)
        if field.name not in _PLACE_ONLY
        and getattr(first, field.name) != getattr(second, field.name)
    )


def _witness(
    boxes: Sequence[Box], others: Sequence[Box], domains: Domains, vocabulary: Vocabulary
) -> dict[str, str] | None:
    for box in boxes:
        piece = uncovered(box, others, domains)
        if piece is not None:
            return {name: _pick(tokens, vocabulary[name].domain) for name, tokens in piece.items()}
    return None


def _pick(tokens: frozenset[str], domain: Sequence[str]) -> str:
    """One token of a set: the first in the order of the vocabulary."""
    return next((token for token in domain if token in tokens), min(tokens))
