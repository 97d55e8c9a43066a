"""What a finding rests on, in words: its facts, their sources, and how far those were verified."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.report.columns import display_width, shorten
from licensecheck.rules.model import CRITERIA
from licensecheck.screening.result import STATUS_ORDER, most_severe
from licensecheck.wording.result import Because, CriterionResult, Finding

__all__ = [
    "TIER_WORDS",
    "because_text",
    "by_rule",
    "criterion_name",
    "is_own",
    "is_seen",
    "open_text",
    "reachable",
    "sources_text",
    "tier_text",
    "unseen",
    "verified_text",
]  # fmt: skip

# A tier by itself is too short to be understood.
TIER_WORDS: Final = {
    "law": message("bright line"),
    "screen": message("public facts"),
    "assess": message("graded or officer's facts"),
    "confirm": message("officer's judgement"),
    "duty": message("duty"),
}
_SEEN: Final = frozenset(("", "yes", "stated"))
_SHORTEST: Final = 24  # columns under which a source is no longer recognised


def by_rule(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a rule and status: the words of the first, the items and end users of all."""
    merged: dict[tuple[str, str], Finding] = {}
    for found in findings:
        key = (found.rule, found.status)
        first = merged.get(key)
        if first is not None:
            found = replace(
                first,
                items=tuple(sorted({*first.items, *found.items})),
                end_users=tuple(sorted({*first.end_users, *found.end_users})),
            )
        merged[key] = found
    return list(merged.values())


def open_text(found: Finding, language: Language) -> str:
    """What an open finding could become, and whether anything known speaks for it."""
    could_be = language.token(found.could_be)
    if found.doubt:
        return language.text("open, could be {status}", status=could_be)
    return language.text("not yet asked, could be {status}", status=could_be)


def criterion_name(found: CriterionResult, language: Language) -> str:
    """How a criterion is called in short: its number, the state of national rules, or the house."""
    if found.national:
        return language.text("national {state}", state=found.criterion.upper())
    if is_own(found):
        return language.text("own rules ({title})", title=found.title)
    return found.criterion


def is_own(found: CriterionResult) -> bool:
    """Whether it holds an office's own rules, and is neither a criterion nor national rules."""
    return not found.national and found.criterion not in CRITERIA


def tier_text(found: Finding, criteria: Iterable[CriterionResult], language: Language) -> str:
    """The tier of a finding in words; a rule of an office's own rests on more than public facts."""
    own = any(one.criterion == found.criterion and is_own(one) for one in criteria)
    if own and found.tier in ("screen", "assess"):
        return language.text("own rule")
    return language.text(TIER_WORDS.get(found.tier, found.tier))


def because_text(because: Because, language: Language) -> str:
    """A fact: its value, its source and the day it speaks for, and how far it was verified."""
    day = f" ({because.as_of})" if because.as_of else ""
    text = f"{because.fact} = {because.value}: {because.source}{day}"
    if is_seen(because.verified):
        return text
    return f"{text} [{verified_text(because.verified, language)}]"


def is_seen(verified: str) -> bool:
    """Whether each source of a fact was seen in full, or is what somebody stated."""
    return all(mark in _SEEN for mark in verified.split(", "))


def verified_text(verified: str, language: Language) -> str:
    """How far the sources of a fact were verified, such as `verified: partly, yes`.

    Nothing where all of it is what somebody stated.
    """
    marks = [language.token(mark) for mark in verified.split(", ") if mark not in ("", "stated")]
    return language.text("verified: {marks}", marks=", ".join(marks)) if marks else ""


def reachable(status: str, findings: Iterable[Finding]) -> str:
    """The worst status that the open facts of some findings can lead to.

    `at_worst` of a result counts what an officer may still record as well. That holds for every
    application, so where it is the same as the status nothing is said of it; it is never said that
    no worse can come.
    """
    if status not in STATUS_ORDER:
        return status
    open_ = (f.could_be for f in findings if f.status == "open" and f.could_be in STATUS_ORDER)
    found: str = most_severe(status, *open_)
    return found


def sources_text(found: Finding, language: Language, room: int) -> str:
    """Rule and shipped sources in short; what the application says needs no source.

    Args:
        found: The finding.
        language: Language of the words between.
        room: Columns to keep within, of which the rule alone may take more. Sources that do not
            fit are counted, and marked where their wording was not seen in full.
    """
    shipped: dict[str, Because] = {}
    for because in found.because:
        aside = because.fact.startswith("item.") or because.fact == "destination.depth"
        if not (aside or because.declared):
            shipped.setdefault(because.source, because)
    parts, left = [found.rule], [*shipped.values()]
    while left:
        more = _more(left[1:], language)
        free = room - display_width("; ".join((*parts, "", *more)))
        # Never none: where the first does not fit, it goes on in another line.
        first = _source(left[0], free if parts[1:] else max(free, _SHORTEST), language)
        if first is None and parts[1:]:
            return "; ".join((*parts, *_more(left, language)))
        parts.append(first or _source(left[0], room, language) or shorten(left[0].source, room))
        del left[0]
    return "; ".join(parts)


def _source(because: Because, room: int, language: Language) -> str | None:
    """A source in short, with its day and marks; None where too little of it would be left."""
    marks = "" if is_seen(because.verified) else verified_text(because.verified, language)
    dated = ", ".join(filter(None, (because.as_of, marks)))
    for said in (marks, dated):
        end = f" ({said})" if said else ""
        free = room - display_width(end)
        if free < min(_SHORTEST, display_width(because.source)):
            return None
        words = shorten(because.source, free)
        if because.as_of in words:
            break
    return words + end


def _more(left: Sequence[Because], language: Language) -> list[str]:
    if not left:
        return []
    said = language.count("{n} more source", "{n} more sources", len(left))
    marks = unseen(left, language)
    return [f"{said} ({', '.join(marks)})" if marks else said]


def unseen(facts: Sequence[Because], language: Language) -> list[str]:
    """How far sources were verified, where any was not seen in full: one entry, or none."""
    marks = [one.verified for one in facts if not is_seen(one.verified)]
    if not marks:
        return []
    together = dict.fromkeys(mark for one in marks for mark in one.split(", ") if mark not in _SEEN)
    return [verified_text(", ".join(together), language)]
