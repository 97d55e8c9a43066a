"""What a finding says: its reason with the facts filled in, its citation, its reservations."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from licensecheck.facts.observation import Observation
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.rules.model import Clause, Rule, reason_parts
from licensecheck.screening.findings import UNRATED
from licensecheck.screening.result import Filling, Found, Who
from licensecheck.vocabulary import Value, Vocabulary
from licensecheck.wording.result import Because, Finding
from licensecheck.wording.sources import place_text, source_text, sources_text, value_text

__all__ = ["citation", "clause_text", "finding_in_words", "note_text", "reason_text"]

_READ_NOTES: Final = {
    "yes": "",
    "partly": message("(wording of the point seen in part)"),
    "no": message("(wording of the point not verified)"),
}


def finding_in_words(found: Found, vocabulary: Vocabulary, language: Language) -> Finding:
    """A finding as it is published."""
    rule = found.law
    return Finding(
        rule=rule.id, title=language.text(rule.title), criterion=rule.criterion,
        point=rule.point, tier=rule.tier, force=rule.force, status=found.status,
        could_be=found.could_be, judgement=language.text(rule.judgement), items=found.items,
        end_users=found.end_users,
        because=tuple(_because(seen, vocabulary, language) for seen in found.because),
        missing=found.missing, text=reason_text(found, vocabulary, language),
        resolves=rule.resolves, citation=citation(rule, language),
        note=note_text(found, language), celex=rule.source.celex, doubt=found.doubt,
    )  # fmt: skip


def reason_text(found: Found, vocabulary: Vocabulary, language: Language) -> str:
    """The reason of a rule that is met; an open rule has nothing to say yet but its title."""
    if found.status == "open":
        return language.text(found.law.title)
    filled = {name: _filling(name, filling, vocabulary, language) for name, filling in found.filled}
    # Only field names stand in a reason (the loader checked), so no attribute is ever read.
    text = "".join(
        literal + (filled[field] if field else "")
        for part in reason_parts(language.text(found.law.reason))
        if not part.optional or found.told >= {*part.facts}
        for literal, field in part.pieces
    )
    return text[:1].upper() + text[1:]


def _filling(name: str, filling: Filling, vocabulary: Vocabulary, language: Language) -> str:
    if isinstance(filling, str):
        return language.text("the item on no list") if filling == UNRATED else filling
    if isinstance(filling, frozenset):
        return place_text(filling, language) if filling else language.text("not known")
    if isinstance(filling, Value):
        return value_text(vocabulary[name], filling, language)
    return _end_user(filling, language)


def _end_user(who: Who, language: Language) -> str:
    where = place_text(who.countries, language)
    if not who.kind:
        return language.text("an end user not described in {place}", place=where)
    return language.text("{kind} of {place}", kind=language.token(who.kind), place=where)


def note_text(found: Found, language: Language) -> str:
    """What limits a finding: rows that nobody has verified, what an act exempts."""
    notes = [language.text("of the state of the buyer")] if found.of_buyer else []
    if found.unverified:
        rows = "; ".join(f"{source.table} {source.row}" for source in found.unverified)
        notes.append(language.text("rests on a row that nobody has verified: {rows}", rows=rows))
    notes += [source_text(remark, language) for remark in found.remarks]
    return "; ".join(dict.fromkeys(notes))


# Most of what is known of a country is read by thousands of screens.
@lru_cache(maxsize=16_384)
def _because(seen: Observation, vocabulary: Vocabulary, language: Language) -> Because:
    value = value_text(vocabulary[seen.fact], seen.value, language)
    return Because(
        seen.fact, value, sources_text(seen, language), seen.as_of, seen.verified,
        lo=seen.value.lo, hi=seen.value.hi,
        rows=tuple(dict.fromkeys(f"{one.table} {one.row}".strip() for one in seen.sources)),
        declared=all(one.is_declared for one in seen.sources),
    )  # fmt: skip


def citation(rule: Rule, language: Language = ENGLISH) -> str:
    """Act and point, with what has not been read of the wording, and whether it was reviewed."""
    source = rule.source
    return _citation(rule.point, source.act, source.read, bool(rule.reviewed), language)


@lru_cache(maxsize=4096)
def _citation(point: str, act: str, read: str, reviewed: bool, language: Language) -> str:
    said = language.text(act)
    if "{point}" in act:
        said = said.replace("{point}", language.point(point.partition(", ")[0]))
    elif act != point:  # a point that is a whole act is named once
        said = f"{language.point(point)} {said}"
    said = f"{said} {language.text(_READ_NOTES[read])}".rstrip()
    if reviewed:
        return said
    return f"{said}; {language.text('rule not yet compared with the Official Journal')}"


def clause_text(clause: Clause, language: Language) -> str:
    """What a clause asks of its fact."""
    values = language.either(language.token(value) for value in clause.values)
    if clause.operator == "in":
        return language.text("is {values}", values=values)
    if clause.operator == "not_in":
        return language.text("is known, and not {values}", values=values)
    if clause.operator == "at_least":
        return language.text("is {values} or graver", values=values)
    return language.text("is {values} or milder", values=values)
