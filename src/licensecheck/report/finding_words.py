"""What a finding rests on, in words: its facts, their sources, and how far those were verified."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from licensecheck.language import Language
from licensecheck.screening.result import Because, Finding

__all__ = ["because_text", "by_rule", "sources_text", "verified_text"]

_SEEN: Final = frozenset(("", "yes", "stated"))
_LONGEST_SOURCE: Final = 70


def by_rule(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a rule and status: the words of the first, the items of all."""
    merged: dict[tuple[str, str], Finding] = {}
    for found in findings:
        key = (found.rule, found.status)
        first = merged.get(key)
        if first is not None:
            found = replace(first, items=tuple(sorted({*first.items, *found.items})))
        merged[key] = found
    return list(merged.values())


def because_text(because: Because, language: Language) -> str:
    """A fact: its value, its source and the day it speaks for, and how far it was verified."""
    day = f" ({because.as_of})" if because.as_of else ""
    text = f"{because.fact} = {because.value}: {because.source}{day}"
    if because.verified in _SEEN:
        return text
    return f"{text} [{verified_text(because, language)}]"


def verified_text(because: Because, language: Language) -> str:
    """How far the sources of a fact were verified, such as `verified: partly, yes`."""
    marks = ", ".join(language.token(mark) for mark in because.verified.split(", "))
    return language.text("verified: {marks}", marks=marks)


def sources_text(found: Finding, language: Language) -> str:
    """Rule and shipped sources in short; what the application says needs no source."""
    said = (language.text("stated in the application"), language.text("stated default"))
    facts = []
    for because in found.because:
        if because.fact.startswith("item.") or because.fact == "destination.depth":
            continue
        if because.source in said:
            continue
        source = textwrap.shorten(because.source, _LONGEST_SOURCE, placeholder=" ...")
        marks = [because.as_of] if because.as_of and because.as_of not in source else []
        marks += [] if because.verified in _SEEN else [verified_text(because, language)]
        facts.append(f"{source} ({', '.join(marks)})" if marks else source)
    return "; ".join([found.rule, *dict.fromkeys(facts)])
