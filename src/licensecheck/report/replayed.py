"""A replay in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.report.decided import Decision, decision_lines
from licensecheck.wording.fact_words import FACT_WORDS
from licensecheck.wording.replay import Replay
from licensecheck.wording.result import NOT_PERMISSION

__all__ = ["replay_text"]

_SHORT: Final = 12
_CLOCKS: Final = {
    "as_of": message("application"),
    "rules_as_of": message("rules"),
    "membership_as_of": message("memberships"),
    "facts_as_of": message("public facts"),
}


def replay_text(
    found: Replay, language: Language = ENGLISH, decisions: Sequence[Decision] = ()
) -> str:
    """A replay in words; names of editions and what a reason quotes stay as they are.

    Args:
        found: The replay.
        language: Of the words.
        decisions: What persons decided of the case, as recorded beside the receipt.
    """
    *lines, end = _lines(found, language)
    return "\n".join([*lines, *decision_lines(decisions, found.decided_before, language), end, ""])


def _lines(found: Replay, language: Language) -> Iterator[str]:
    text = language.text
    yield text("SAME") if found.same else text("DIFFERS")
    days: dict[str, list[str]] = {}
    for name, day in found.clocks.items():
        days.setdefault(day, []).append(text(_CLOCKS.get(name, name)))
    yield from (
        text("{what}: as of {day}", what=language.listed(names), day=day)
        for day, names in days.items()
    )
    if not found.same_input:
        yield text("input: not the application that the receipt was made for")
    else:
        yield text("input: the same (names and free text are not compared)")
    editions = [one for one in found.differences if one.kind != "input"]
    if not editions:
        yield text("editions: the same")
    else:
        yield text("what differs:")
        for one in editions:
            before, now = (_short(word, language) for word in (one.before, one.now))
            yield f"  {one.kind} {one.name}: {before} -> {now}"
    yield from _decision(found, language)
    yield text(NOT_PERMISSION)


def _decision(found: Replay, language: Language) -> Iterator[str]:
    text, token = language.text, language.token
    if found.same_decision is None:
        yield text("decision: the receipt does not record it, so it cannot be compared")
    elif found.same_decision:
        yield text("decision: the same ({outcome})", outcome=token(found.outcome_now))
    else:
        known = found.outcome_before
        before = token(known) if known else text("not in the receipt")
        now = token(found.outcome_now)
        yield text("decision: differs; outcome {before} -> {now}", before=before, now=now)
        if not found.findings_compared:
            said = text("a receipt holds no findings; replay the whole result to see which differ")
            yield f"  {said}"
    for one in found.findings:
        if one.before == one.now:
            # The same word: what differs is what it could become, of which items, or what it lacks.
            what = text("{status}, on other facts or for other items", status=token(one.now))
        else:
            what = f"{token(one.before)} -> {token(one.now)}"
        yield f"  {one.rule}: {what}"
        for why in one.why:
            yield f"    {_why(why, language)}"


def _why(why: str, language: Language) -> str:
    """What changed a finding: a fact is called by its words."""
    fact, colon, rest = why.partition(": ")
    if not colon or fact not in FACT_WORDS:
        return why
    unread = "not read or not known"
    if rest.startswith(f"{unread} -> "):
        rest = language.text(unread) + rest.removeprefix(unread)
    elif rest.endswith(f" -> {unread}"):
        rest = rest.removesuffix(unread) + language.text(unread)
    return f"{language.text(FACT_WORDS[fact])}: {rest}"


def _short(word: str, language: Language) -> str:
    if len(word) == 64:
        return word[:_SHORT]
    return word or language.text("not there")
