"""From decided terms to findings: what is met, what is open, with the facts that say so.

In: a program, a decision and a transfer. Out: `Found`s of one transfer, which `merge` folds
over the transfers of an application.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from licensecheck.engine.decision import Decision, bits
from licensecheck.facts.observation import Observation
from licensecheck.facts.unfold import Transfer
from licensecheck.rules.model import Clause, FindingStatus, Rule, reason_parts, status_if_met
from licensecheck.rules.program import Program, Term, certainly
from licensecheck.screening.fold import Weighed, weighed
from licensecheck.screening.result import Filling, Found, Who
from licensecheck.vocabulary import Vocabulary

__all__ = [
    "UNRATED",
    "Decided",
    "Examination",
    "decided_rules",
    "merge",
    "met_finding",
    "observed",
    "open_finding",
    "status_on",
]


class Decided(NamedTuple):
    """What one transfer decides: rules met with their terms, and open rules with theirs.

    `weighed` holds the same as bits, with the open rules that something known speaks for.
    """

    met: Mapping[int, Term]
    open: Mapping[int, tuple[Term, ...]]
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Examination:
    """What was decided of an application: its transfers, and findings met and open."""

    transfers: Sequence[Transfer]
    decided: Sequence[Decided]
    met: tuple[Found, ...]
    open: tuple[Found, ...]
    scope: str


def decided_rules(program: Program, decision: Decision) -> Decided:
    """Fold terms into rules: met by any certain term, else open by the possible ones."""
    met: dict[int, Term] = {}
    terms = (1 << len(program.terms)) - 1
    for index in bits(decision.certain & terms):
        term = program.terms[index]
        met.setdefault(term.rule, term)
    open_: dict[int, list[Term]] = {}
    for index in bits(decision.possible & terms):
        term = program.terms[index]
        if term.rule not in met:
            open_.setdefault(term.rule, []).append(term)
    found = {rule: tuple(possible) for rule, possible in open_.items()}
    return Decided(met, found, weighed(program, decision))


def _missing_facts(
    terms: Iterable[Term], transfer: Transfer, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Facts that keep a possible rule open: those of clauses that do not hold for certain."""
    found: dict[str, None] = {}
    for term in terms:
        for clause in term.clauses:
            seen = transfer.observations.get(clause.fact)
            # What is possible of a known fact is certain.
            if seen is None or not (seen.is_known or certainly(clause, seen.value, vocabulary)):
                found[clause.fact] = None
    return tuple(found)


def met_finding(rule: Rule, term: Term, transfer: Transfer, vocabulary: Vocabulary) -> Found:
    """The finding of a rule that one transfer meets by one of its terms."""
    because = tuple(observed((term,), transfer))
    filled, told = _filled(rule, transfer, vocabulary)
    return Found(
        law=rule, status=status_on(rule, because), could_be=status_if_met(rule),
        items=(transfer.line.number,), end_users=(transfer.end_user.number,),
        because=because, filled=filled, told=told, of_buyer=transfer.of_buyer,
    )  # fmt: skip


def open_finding(
    rule: Rule,
    terms: Sequence[Term],
    transfer: Transfer,
    vocabulary: Vocabulary,
    *,
    shown: bool,
    doubt: bool,
) -> Found:
    """The finding of a rule that a transfer leaves open.

    Args:
        rule: The rule.
        terms: Its terms that are possible.
        transfer: The transfer.
        vocabulary: Domains of the facts.
        shown: Whether the finding will be shown, and so needs the facts that are known.
        doubt: Whether something known speaks for it.
    """
    missing = _missing_facts(terms, transfer, vocabulary)
    because: tuple[Observation, ...] = ()
    if shown:
        because = tuple(seen for seen in observed(terms, transfer) if seen.fact not in missing)
    return Found(
        law=rule, status="open", could_be=status_if_met(rule), items=(transfer.line.number,),
        end_users=(transfer.end_user.number,), because=because, missing=missing, doubt=doubt,
        of_buyer=transfer.of_buyer,
    )  # fmt: skip


def status_on(rule: Rule, because: Iterable[Observation]) -> FindingStatus:
    """What a rule says when it is met on some facts.

    A bright line that denies asks for a review where a row behind it is not verified.
    """
    says = status_if_met(rule)
    denies = says == "presumptive_denial" and rule.tier == "law"
    return "review" if denies and any(seen.unverified for seen in because) else says


def observed(terms: Iterable[Term], transfer: Transfer) -> list[Observation]:
    """What is known of the facts that terms read."""
    names = dict.fromkeys(clause.fact for term in terms for clause in term.clauses)
    seen = transfer.observations
    return [seen[name] for name in names if name in seen]


def _filled(
    rule: Rule, transfer: Transfer, vocabulary: Vocabulary
) -> tuple[tuple[tuple[str, Filling], ...], frozenset[str]]:
    """What the places of a reason stand for, and what it may tell of in brackets."""
    parts = reason_parts(rule.reason)
    optional = frozenset(fact for part in parts if part.optional for fact in part.facts)
    told = _told(optional, rule, transfer, vocabulary) if optional else optional
    names = dict.fromkeys(
        fact for part in parts if not part.optional or told >= {*part.facts} for fact in part.facts
    )
    return tuple((name, _filling(name, transfer, vocabulary)) for name in names), told


def _filling(name: str, transfer: Transfer, vocabulary: Vocabulary) -> Filling:
    seen, user = transfer.observations, transfer.end_user
    if name == "item.rating":
        return transfer.line.rating.code or UNRATED
    if name == "destination":
        return user.destination.countries
    if name == "end_user":
        kind = seen.get("end_user.kind")
        return Who(kind.value.lo if kind else "", (user.place or user.destination).countries)
    if name == "exporter":
        state = seen.get("exporter.country")
        return frozenset((state.value.lo,)) if state else frozenset()
    return seen[name].value if name in seen else vocabulary[name].unknown


# What the rating of goods on no list is filled with, however it is written.
UNRATED: Final = "none"
_SHORTHANDS: Final = frozenset(("item.rating", "destination", "end_user", "exporter"))


def _told(
    facts: frozenset[str], rule: Rule, transfer: Transfer, vocabulary: Vocabulary
) -> frozenset[str]:
    """Of facts in brackets those that a reason may tell of.

    Known ones; and of those that the rule reads, such as are read by a way in which it is met.
    """
    seen = transfer.observations

    def holds(clause: Clause) -> bool:
        found = seen.get(clause.fact)
        return found is not None and certainly(clause, found.value, vocabulary)

    met = {clause.fact for group in rule.when if all(map(holds, group)) for clause in group}
    return frozenset(
        name
        for name in facts
        if name in _SHORTHANDS
        or (name in seen and seen[name].value != vocabulary[name].unknown
            and (name in met or name not in rule.facts))
    )  # fmt: skip


def merge(findings: Iterable[Found]) -> list[Found]:
    """Fold the same finding on several transfers into one that names them all."""
    findings = list(findings)
    if len({one.rule for one in findings}) == len(findings):
        return findings
    merged: dict[tuple[object, ...], Found] = {}
    for one in findings:
        read = tuple(map(_told_by, one.because))
        key = (one.rule, one.status, one.filled, one.told, read, one.missing, one.doubt,
               one.of_buyer)  # fmt: skip
        before = merged.get(key)
        if before is not None:
            one = before._replace(
                items=tuple(sorted({*before.items, *one.items})),
                end_users=tuple(sorted({*before.end_users, *one.end_users})),
            )
        merged[key] = one
    return list(merged.values())


def _told_by(seen: Observation) -> tuple[object, ...]:
    """What a reader sees of a fact; rows of two states that say the same count as one."""
    says = tuple(dict.fromkeys(source.says for source in seen.sources))
    return seen.fact, seen.value, says, seen.as_of, seen.verified
