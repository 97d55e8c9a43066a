"""From decided terms to findings: what is met, what is open, with the facts that say so.

In: a program, a decision and a transfer. Out: `Finding`s of one transfer, which `merge` folds
over the transfers of an application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from licensecheck.engine.decision import Decision, bits
from licensecheck.facts.observation import Observation
from licensecheck.facts.unfold import Transfer
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.rules.model import Clause, Rule
from licensecheck.rules.program import Program, Term, certainly
from licensecheck.rules.reasons import reason_parts
from licensecheck.screening.fold import Weighed, status_if_met, weighed
from licensecheck.screening.result import Because, Finding
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.places import name_of_country, place_text
from licensecheck.wording.sources import source_text, sources_text, value_text

__all__ = ["Decided", "OpenFindings", "citation", "decided_rules", "merge", "met_finding"]
__all__ += ["status_if_met"]

_READ_NOTES: Mapping[str, str] = {
    "yes": "",
    "partly": message("(wording of the point seen in part)"),
    "no": message("(wording of the point not verified)"),
}


# Findings of open rules that are kept.
_MOST_KEPT: Final = 10_000


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
    met: tuple[Finding, ...]
    open: tuple[Finding, ...]
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


def missing_facts(terms: Iterable[Term], transfer: Transfer, vocabulary: Vocabulary) -> list[str]:
    """Facts that keep a rule open: those of clauses that do not hold for certain."""
    found: dict[str, None] = {}
    for term in terms:
        for clause in term.clauses:
            seen = transfer.observations.get(clause.fact)
            if seen is None or not certainly(clause, seen.value, vocabulary):
                found[clause.fact] = None
    return list(found)


def met_finding(
    rule: Rule,
    term: Term,
    transfer: Transfer,
    vocabulary: Vocabulary,
    language: Language = ENGLISH,
) -> Finding:
    """The finding of a rule that one transfer meets by one of its terms."""
    seen = _observed((term,), transfer)
    status = status_if_met(rule)
    notes = []
    if status == "presumptive_denial" and rule.tier == "law" and (weak := _unverified(seen)):
        status = "review"
        notes.append(
            language.text("rests on a row that nobody has verified: {rows}", rows="; ".join(weak))
        )
    remarks = [remark for found in seen.values() if found is not None for remark in found.remarks]
    notes += dict.fromkeys(source_text(remark, language) for remark in remarks)
    if transfer.of_buyer:
        notes.append(language.text("of the state of the buyer"))
    because = tuple(
        _because(name, found, vocabulary, language)
        for name, found in seen.items()
        if found is not None
    )
    text = _text(rule, transfer, vocabulary, language)
    return _finding(rule, transfer, status, language, because=because, text=text,
                    note="; ".join(notes))  # fmt: skip


class OpenFindings:
    """Makes the findings of rules that open facts leave possible; safe to share between threads.

    Most of them are not shown, and so tell no fact that is known: these are alike for most
    transfers, and are kept.
    """

    def __init__(self, vocabulary: Vocabulary, language: Language = ENGLISH) -> None:
        self._vocabulary = vocabulary
        self._language = language
        # The rule stands beside its finding, so that no other comes by its id.
        self._kept: dict[tuple[int, tuple[str, ...], int, int, bool], tuple[Rule, Finding]] = {}

    def of(
        self, rule: Rule, terms: Sequence[Term], transfer: Transfer, *, shown: bool, doubt: bool
    ) -> Finding:
        """The finding of a rule that a transfer leaves open.

        Args:
            rule: The rule.
            terms: Its terms that are possible.
            transfer: The transfer.
            shown: Whether the finding will be shown, and so needs the facts that are known.
            doubt: Whether something known speaks for it.
        """
        missing = tuple(missing_facts(terms, transfer, self._vocabulary))
        if shown:
            because = tuple(
                _because(name, found, self._vocabulary, self._language)
                for name, found in _observed(terms, transfer).items()
                if found is not None and name not in missing
            )
            return self._made(rule, transfer, missing, because, doubt)
        key = (id(rule), missing, transfer.line.number, transfer.end_user.number, doubt)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[key] = rule, self._made(rule, transfer, missing, (), doubt)
        return kept[1]

    def _made(
        self, rule: Rule, transfer: Transfer, missing: Sequence[str],
        because: tuple[Because, ...], doubt: bool,
    ) -> Finding:  # fmt: skip
        return _finding(
            rule, transfer, "open", self._language, because=because, missing=missing, doubt=doubt
        )


def _observed(terms: Iterable[Term], transfer: Transfer) -> dict[str, Observation | None]:
    seen = transfer.observations
    return {clause.fact: seen.get(clause.fact) for term in terms for clause in term.clauses}


def _finding(
    rule: Rule,
    transfer: Transfer,
    status: str,
    language: Language,
    *,
    because: tuple[Because, ...],
    text: str = "",
    missing: Sequence[str] = (),
    note: str = "",
    doubt: bool = False,
) -> Finding:
    # An open rule has nothing to say yet but what it is about.
    title = language.text(rule.title)
    return Finding(
        rule=rule.id, title=title, criterion=rule.criterion,
        point=rule.point, tier=rule.tier, force=rule.force, status=status,  # type: ignore[arg-type]
        could_be=status_if_met(rule), judgement=language.text(rule.judgement),
        items=(transfer.line.number,), end_users=(transfer.end_user.number,),
        because=because, missing=tuple(missing), text=text or title, resolves=rule.resolves,
        citation=citation(rule, language), note=note,
        celex=rule.source.celex, doubt=doubt,
    )  # fmt: skip


def citation(rule: Rule, language: Language = ENGLISH) -> str:
    """Act and point, with what has not been read of the wording, and whether it was reviewed."""
    source = rule.source
    return _citation(rule.point, source.act, source.read, bool(rule.reviewed), language)


@lru_cache(maxsize=4096)
def _citation(point: str, act: str, read: str, reviewed: bool, language: Language) -> str:
    said = language.text(act)
    if "{point}" in act:
        said = said.replace("{point}", point.partition(", ")[0])
    elif act != point:  # a point that is a whole act is named once
        said = f"{language.text(point)} {said}"
    said = f"{said} {language.text(_READ_NOTES[read])}".rstrip()
    if reviewed:
        return said
    return f"{said}; {language.text('rule not yet compared with the Official Journal')}"


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """Fold the same finding on several transfers into one that names them all."""
    findings = list(findings)
    if len({one.rule for one in findings}) == len(findings):
        return findings
    merged: dict[tuple[object, ...], Finding] = {}
    for one in findings:
        key = (one.rule, one.status, one.text, one.because, one.missing, one.doubt)
        before = merged.get(key)
        if before is not None:
            one = replace(
                before,
                items=tuple(sorted({*before.items, *one.items})),
                end_users=tuple(sorted({*before.end_users, *one.end_users})),
            )
        merged[key] = one
    return list(merged.values())


def _unverified(seen: Mapping[str, Observation | None]) -> list[str]:
    return [
        f"{source.table} {source.row}"
        for observation in seen.values()
        if observation is not None and observation.unverified
        for source in observation.sources[:1]
    ]


def _because(name: str, seen: Observation, vocabulary: Vocabulary, language: Language) -> Because:
    value = value_text(vocabulary[name], seen.value, language)
    return Because(name, value, sources_text(seen, language), seen.as_of, seen.verified)


class _Words(dict[str, str]):
    """Fills the placeholders of a reason; a fact nobody gave reads `not known`."""

    def __init__(self, transfer: Transfer, vocabulary: Vocabulary, language: Language) -> None:
        super().__init__()
        self._language = language
        self._transfer = transfer
        self._vocabulary = vocabulary

    def __missing__(self, name: str) -> str:
        shorthand = _SHORTHANDS.get(name)
        if shorthand is not None:
            return shorthand(self._transfer, self._language)
        seen = self._transfer.observations.get(name)
        fact = self._vocabulary[name]
        return value_text(fact, seen.value if seen else fact.unknown, self._language)


def _destination(transfer: Transfer, language: Language) -> str:
    return place_text(transfer.end_user.destination.countries, language)


def _end_user(transfer: Transfer, language: Language) -> str:
    kind = transfer.observations.get("end_user.kind")
    place = transfer.end_user.place or transfer.end_user.destination
    where = place_text(place.countries, language)
    if kind is None:
        return language.text("an end user not described in {place}", place=where)
    return language.text("{kind} of {place}", kind=language.token(kind.value.lo), place=where)


def _rating(transfer: Transfer, _language: Language) -> str:
    return transfer.line.rating.code or transfer.line.item.rating


def _exporter(transfer: Transfer, language: Language) -> str:
    seen = transfer.observations.get("exporter.country")
    if seen is None:
        return language.text("not known")
    return name_of_country(seen.value.lo, language)


_SHORTHANDS: Mapping[str, Callable[[Transfer, Language], str]] = {
    "item.rating": _rating,
    "destination": _destination,
    "end_user": _end_user,
    "exporter": _exporter,
}


def _text(rule: Rule, transfer: Transfer, vocabulary: Vocabulary, language: Language) -> str:
    # Only field names stand in a reason (the loader checked), so no attribute is ever read.
    words = _Words(transfer, vocabulary, language)
    parts = reason_parts(language.text(rule.reason))
    if any(part.optional for part in parts):
        told = _told(rule, transfer, vocabulary)
        parts = tuple(part for part in parts if not part.optional or told >= {*part.facts})
    pieces = (piece for part in parts for piece in part.pieces)
    text = "".join(literal + (words[field] if field else "") for literal, field in pieces)
    return text[:1].upper() + text[1:]


def _told(rule: Rule, transfer: Transfer, vocabulary: Vocabulary) -> set[str]:
    """What a reason may tell of in brackets.

    Known facts; and of those that the rule reads, such as are read by a way in which it is met.
    """
    seen = transfer.observations

    def holds(clause: Clause) -> bool:
        found = seen.get(clause.fact)
        return found is not None and certainly(clause, found.value, vocabulary)

    met = {clause.fact for group in rule.when if all(map(holds, group)) for clause in group}
    known = {name for name, found in seen.items() if found.value != vocabulary[name].unknown}
    return {*_SHORTHANDS, *(known - ({*rule.facts} - met))}
