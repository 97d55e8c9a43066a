"""What a result says around its findings: the transfer in a line, assumptions, what is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from licensecheck.facts.deal import unconverted
from licensecheck.facts.item import changed_by
from licensecheck.facts.resolve import Resolved
from licensecheck.facts.unfold import Transfer
from licensecheck.language import ENGLISH, Language
from licensecheck.rules.program import Program
from licensecheck.screening.result import UNSAID, Finding
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.places import place_text
from licensecheck.wording.sources import said_text, source_text, sources_text, value_text

__all__ = ["assumptions", "known_facts", "overridden_texts", "transfer_text"]

_MOST_RATINGS: Final = 6


def transfer_text(resolved: Resolved, language: Language = ENGLISH) -> str:
    """The transfer in a line: from where to where, which entries, what sort of end user."""
    start = resolved.exporter.place
    places = dict.fromkeys(
        place_text(user.destination.countries, language)
        for user in resolved.end_users
        if not user.onward
    )
    kinds = dict.fromkeys(
        language.token(user.party.kind)
        for user in resolved.end_users
        if user.party and user.party.kind
    )
    way = f"{place_text(start.countries, language) if start else '?'} -> {', '.join(places)}"
    goods = _goods(resolved, language)
    if not kinds:
        return language.text("{way}: {goods}, end user not described", way=way, goods=goods)
    return language.text(
        "{way}: {goods}, end user {kinds}", way=way, goods=goods, kinds=", ".join(kinds)
    )


def _goods(resolved: Resolved, language: Language) -> str:
    ratings = list(dict.fromkeys(line.rating.code or line.item.rating for line in resolved.lines))
    named = ", ".join(ratings[:_MOST_RATINGS])
    if len(ratings) <= _MOST_RATINGS:
        return named
    return language.text("{most} and {n} more", most=named, n=len(ratings) - _MOST_RATINGS)


def assumptions(
    transfers: Sequence[Transfer],
    program: Program,
    resolved: Resolved,
    language: Language = ENGLISH,
) -> Iterator[str]:
    """Stated defaults that some rule read, and the depth of screening."""
    read = set(program.facts)
    said: dict[str, None] = {}
    for transfer in transfers:
        for name, seen in transfer.observations.items():
            if not seen.assumed or name not in read:
                continue
            if name == "destination.depth":
                text = language.text(
                    "light depth for {place}: {source}; rules that ask for full depth do not fire",
                    place=place_text(transfer.end_user.destination.countries, language),
                    source=source_text(seen.sources[0], language),
                )
            elif program.vocabulary[name].hides:
                text = language.text(
                    "{fact} is {value}: nobody has looked yet",
                    fact=name,
                    value=language.token(seen.value.lo),
                )
            else:
                text = language.text(UNSAID, fact=name, value=language.token(seen.value.lo))
            said[text] = None
    yield from said
    if read & {"deal.value_band", "deal.burden"}:
        clocks = resolved.clocks
        for one in unconverted(resolved.application.items, clocks.facts_as_of):
            yield said_text(one, language)
    if resolved.application.as_of is None:
        yield language.text("as of today, since no day was given")


def certain_words(
    met: Sequence[Finding], transfers: Sequence[Transfer], language: Language = ENGLISH
) -> Iterator[str]:
    """What is certain and stands before all else, in short.

    An embargo that is met, with the first words of its exemption, and a denial that matches.
    """
    for found in met:
        embargo = any(because.fact.startswith("embargo.state") for because in found.because)
        if found.tier == "law" and embargo:
            said = found.text[:1].lower() + found.text[1:]
            exempt = found.note.partition(" (")[0]
            yield f"{said} ({exempt})" if exempt else said
    matches = {
        seen.value.lo: sources_text(seen, language)
        for transfer in transfers
        if (seen := transfer.observations.get("denial.match"))
    }
    if "identical" in matches:
        yield language.text(
            "an essentially identical transaction was denied before: {source}",
            source=matches["identical"],
        )
    if "similar" in matches:
        yield language.text(
            "a similar transaction was denied before: {source}", source=matches["similar"]
        )


def overridden_texts(
    transfers: Sequence[Transfer], vocabulary: Vocabulary, language: Language = ENGLISH
) -> Iterator[str]:
    """Supplied facts that go against another source, with what that source says; each once."""
    for given, before in dict.fromkeys(pair for one in transfers for pair in one.overridden):
        fact = vocabulary[given.fact]
        yield language.text(
            "{fact} is taken as {value}, as supplied; otherwise it would be {other} ({source})",
            fact=fact.name,
            value=value_text(fact, given.value, language),
            other=value_text(fact, before.value, language),
            source=sources_text(before, language),
        )


def unasked_facts(transfers: Sequence[Transfer], vocabulary: Vocabulary) -> frozenset[str]:
    """Facts whose default, taken in some transfer, only says that nobody has looked."""
    return frozenset(
        name
        for transfer in transfers
        for name, seen in transfer.observations.items()
        if seen.assumed and vocabulary[name].hides
    )


def told_by(transfers: Sequence[Transfer], vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """For form and kind of the goods, the facts that some answer to it would change."""
    lines = {transfer.line.number: transfer.line for transfer in transfers}.values()
    return {
        f"item.{part}": frozenset().union(
            *(changed_by(line.item, line.rating, part, vocabulary) for line in lines)
        )
        for part in ("form", "kind")
    }


def is_light(transfers: Sequence[Transfer]) -> bool:
    """Whether all destinations are partner states that are screened lightly."""
    seen = [transfer.observations.get("destination.depth") for transfer in transfers]
    return all(one is not None and one.value.lo == "light" for one in seen)


def known_facts(transfers: Sequence[Transfer], vocabulary: Vocabulary) -> frozenset[str]:
    """Facts that are known, not by default, in every transfer."""
    names = set(vocabulary)
    for transfer in transfers:
        names &= {
            name
            for name, seen in transfer.observations.items()
            if not seen.assumed and vocabulary[name].is_known(seen.value)
        }
    return frozenset(names)
