"""What is said around the findings: the transfer in a line, assumptions, warnings, limits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from licensecheck.facts.resolve import Resolved
from licensecheck.facts.subjects import about
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.reference.places import Place
from licensecheck.screening.result import Answer, Assumed, Ranked
from licensecheck.vocabulary import Fact
from licensecheck.wording.findings import note_text
from licensecheck.wording.result import NOT_PERMISSION, Assumption
from licensecheck.wording.sources import (
    name_of_country,
    place_text,
    said_text,
    source_text,
    sources_text,
    value_text,
)

__all__ = [
    "ask_text",
    "assumptions",
    "not_covered",
    "subjects_of",
    "transfer_text",
    "unconfirmed_text",
    "warnings",
]

_MOST_RATINGS: Final = 6
_UNCONFIRMED: Final = {
    "choice": message("one engine by choice; no second engine confirmed"),
    "not_built": message(
        "the durable-rules extension is not built here, so no second engine confirmed"
    ),
    "not_loaded": message(
        "the durable-rules extension was built, but this Python cannot load it "
        "(docs/how-to/install.md tells how to build it for Python 3.13), so no second engine "
        "confirmed"
    ),
}
_WITHHELD: Final = {
    "conflict": message(
        "the table of armed conflicts is withheld: what criteria 2, 3 and 4 read of it is "
        "not known and was not examined"
    ),
}


def unconfirmed_text(why: str, language: Language = ENGLISH) -> str:
    """Why no second engine confirmed: of `choice`, `not_built` or `not_loaded`."""
    return language.text(_UNCONFIRMED[why]) if why else ""


def transfer_text(resolved: Resolved, language: Language, *, arrow: str = "->") -> str:
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
        if user.party and user.party.kind and not user.onward
    )
    way = f"{place_text(start.countries, language) if start else '?'} {arrow} {', '.join(places)}"
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


def subjects_of(asked: Ranked, resolved: Resolved) -> tuple[str, ...]:
    """Of whom a question is asked, as the `of` of a supplied fact says it.

    Numbers of item lines or of end users, or states; empty for a fact of the whole case, and where
    the case has no more than one.
    """
    kind = about(asked.fact)
    if kind == "item":
        lines = dict.fromkeys(str(line.number) for line in resolved.lines)
        return _several(lines, [one for one in lines if _asked(int(one), asked.items)])
    mine, all_of_them = [], []
    for user in resolved.end_users if kind else ():
        named = [_subject(user.destination)]
        if kind == "end_user" and not user.onward:
            named = [str(user.number)]
        elif user.place is not None:
            named.append(_subject(user.place))
        all_of_them += named
        if _asked(user.number, asked.end_users, none=asked.of_buyer):
            mine += named
    if kind == "state" and resolved.buyer and resolved.buyer.place:
        all_of_them.append(_subject(resolved.buyer.place))
        if asked.of_buyer:
            mine.append(_subject(resolved.buyer.place))
    return _several(all_of_them, mine)


def _asked(number: int, numbers: Collection[int], *, none: bool = False) -> bool:
    """Whether one is asked of; no numbers mean all, or none beside the buyer."""
    return number in numbers if numbers else not none


def _subject(place: Place) -> str:
    return next(iter(place.countries)) if len(place.countries) == 1 else place.text


def _several(all_of_them: Iterable[str], mine: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mine)) if len({*all_of_them}) > 1 else ()


def ask_text(
    asked: Ranked, resolved: Resolved, vocabulary: Mapping[str, Fact], language: Language
) -> str:
    """A question, with the items, end users and states that it is about where it is not of all."""
    said = language.text(vocabulary[asked.fact].ask)
    about = []
    if asked.items:
        numbers = ", ".join(map(str, asked.items))
        about.append(
            language.count("item {numbers}", "items {numbers}", len(asked.items), numbers=numbers)
        )
    for user in resolved.end_users:
        if user.number in asked.end_users:
            role = language.text("onward state" if user.onward else "end user")
            place = place_text(user.destination.countries, language)
            number = f" {user.number}" if len(resolved.end_users) > 1 else ""
            about.append(f"{role}{number}, {place}")
    if asked.of_buyer and resolved.buyer and resolved.buyer.place:
        place = place_text(resolved.buyer.place.countries, language)
        about.append(f"{language.token('buyer')}, {place}")
    if not about:
        return said
    listed = "; ".join(about)
    return f"{listed[:1].upper()}{listed[1:]}: {said[:1].lower()}{said[1:]}"


def assumptions(answer: Answer, language: Language) -> Iterator[tuple[str, Assumption]]:
    """Stated defaults that some rule read, and the depth of screening, each with its tokens."""
    vocabulary = answer.program.vocabulary
    for one in answer.assumptions:
        fact = vocabulary[one.fact]
        own = fact.title.rstrip("?") if fact.own else ""
        yield _assumed(one, language, own), Assumption(one.kind, one.fact, one.value)
    for reason in answer.unconverted:
        yield said_text(reason, language), Assumption("value")
    if answer.resolved.application.as_of is None:
        yield language.text("as of today, since no day was given"), Assumption("day")


def _assumed(one: Assumed, language: Language, own: str) -> str:
    if one.source is not None:
        return language.text(
            "light depth for {place}, as a partner state ({source}): rules that look at a state in "
            "full were not asked",
            place=place_text(one.countries, language),
            source=source_text(one.source, language),
        )
    value = language.token(one.value)
    if own:
        return language.text("{fact}: {value} (nobody said otherwise)", fact=own, value=value)
    if one.kind == "unlooked":
        return language.text("{fact} is {value}: nobody has looked yet", fact=one.fact, value=value)
    return language.text("{fact} is {value} (nobody said otherwise)", fact=one.fact, value=value)


def warnings(answer: Answer, language: Language) -> Iterator[str]:
    """What a reader has to be warned of."""
    warned, text = answer.warned, language.text
    vocabulary = answer.program.vocabulary
    for given, before in warned.overridden:
        fact = vocabulary[given.fact]
        yield text(
            "{fact} is taken as {value}, as supplied; otherwise it would be {other} ({source})",
            fact=fact.name,
            value=value_text(fact, given.value, language),
            other=value_text(fact, before.value, language),
            source=sources_text(before, language),
        )
    yield from dict.fromkeys(source_text(source, language) for source in warned.denials)
    if warned.lists:
        yield text("parties compared with: {lists}", lists=said_text(warned.lists, language))
    yield from dict.fromkeys(source_text(source, language) for source in warned.hits)
    if warned.denials_read:
        yield text(warned.denials_read)
    if answer.outcome.scope == "no":
        yield text(
            "what the criteria do not reach may need a licence all the same: Articles 4 and 5 "
            "of Regulation (EU) 2021/821 (goods on no list, among them for a military end use "
            "in a state under an arms embargo), and Articles 9 and 10 (national lists)"
        )
    for table in warned.withheld:
        if table in _WITHHELD:
            yield text(_WITHHELD[table])
    for table in warned.overdue:
        yield text(
            "the table `{table}` is past its day of review; look for changes since", table=table
        )
    for one in (*answer.findings, *answer.duties):
        if one.status not in ("open", one.could_be) and (note := note_text(one, language)):
            yield f"{one.rule}: {note}"


def not_covered(answer: Answer, language: Language) -> Iterator[str]:
    """What was not looked at; at its end, what stands on every report."""
    limits, text = answer.uncovered, language.text
    rules, points = limits.unread
    yield text(
        "{n} of {of} rules have not been compared with the Official Journal; the wording of "
        "{points} points was not or only partly seen",
        n=rules,
        of=len(answer.program.rules),
        points=points,
    )
    if limits.unencoded is not None:
        yield text(
            "national rules of the exporting state ({states}) are not encoded",
            states=", ".join(limits.unencoded),
        )
    if limits.unbound:
        yield text(
            "the law of the exporting state ({states}): the Common Position binds the member "
            "states of the European Union, and is applied here for comparison",
            states=", ".join(name_of_country(code, language) for code in limits.unbound),
        )
    if limits.lists:
        yield text("sanctions on goods off the military list")
        yield text(
            "who owns or controls the parties, and who acts for them: lists of names do not tell"
        )
    else:
        yield text(
            "sanctions on goods off the military list, and lists of persons that nobody supplied"
        )
    if limits.conflict_until is not None:
        yield text(
            "armed conflict after {day}, the last day of the series, where no row tells of any",
            day=limits.conflict_until,
        )
    yield text("what only a person can weigh: an officer records it, nothing here replaces it")
    yield text(NOT_PERMISSION)
