"""What a result says piece by piece: findings, criteria, end users, days and engines in words.

In: parts of a result and a language. Out: how each report puts them; which of them it shows, and
where, is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple

from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.rules.model import CRITERIA
from licensecheck.screening.result import STATUS_ORDER, most_severe
from licensecheck.wording.columns import display_width, shorten
from licensecheck.wording.result import Because, CriterionResult, Finding, Result
from licensecheck.wording.sources import place_text

__all__ = [
    "TIER_WORDS",
    "Concerned",
    "EachUser",
    "because_text",
    "by_rule",
    "criterion_name",
    "criterion_notes",
    "days_text",
    "each_end_user",
    "each_text",
    "engine_text",
    "is_own",
    "is_seen",
    "items_text",
    "marks_text",
    "open_text",
    "persons_of",
    "reachable",
    "sources_text",
    "tier_text",
    "unseen",
    "verified_text",
    "who_text",
    "without_trigger",
]

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
# What answers a question and is no person.
_NO_PERSON: Final = frozenset(("indicator", "shipped", "derived"))


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
    found: str = most_severe(status, *(f.could_be for f in findings if f.status == "open"))
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


def who_text(who: Iterable[str], language: Language) -> str:
    """Who can answer a question: persons, since what no series tells now nobody else can."""
    return language.either(map(language.token, persons_of(who)))


def persons_of(who: Iterable[str]) -> tuple[str, ...]:
    """The persons among those who can answer; an officer where there is none."""
    return tuple(one for one in who if one not in _NO_PERSON) or ("officer",)


def items_text(found: Finding, language: Language) -> str:
    """Which items a finding is about."""
    numbers = ", ".join(map(str, found.items))
    return language.count("item {numbers}", "items {numbers}", len(found.items), numbers=numbers)


class Concerned:
    """Which items and end users a finding is about, where that has to be said.

    Args:
        result: Whose findings they are.
        language: Language of the words.
        merged: Whether findings of one rule are shown as one, in the words of the first.
    """

    def __init__(self, result: Result, language: Language, *, merged: bool) -> None:
        self._result, self._language, self._merged = result, language, merged

    @cached_property
    def places(self) -> dict[int, str]:
        """Where each end user is, by number; empty of a result read from JSON."""
        case = self._result.case
        users = case.resolved.end_users if case is not None else ()
        return {one.number: place_text(one.destination.countries, self._language) for one in users}

    @cached_property
    def _every_item(self) -> frozenset[int]:
        return frozenset(n for found in self._result.findings for n in found.items)

    @cached_property
    def _ratings(self) -> frozenset[str]:
        case = self._result.case
        items = case.application.items if case is not None else ()
        return frozenset(str(one.rating) for one in items)

    def items(self, found: Finding, *, in_full: bool = False) -> list[str]:
        """The items, where it is not about all, or its words name one rating of several."""
        every = self._every_item
        if len(every) < 2 or not found.items:
            return []
        if self._merged and {*found.items} == every:
            named = len(self._ratings) > 1 and any(one in found.text for one in self._ratings)
            if not (in_full and named):
                return []
        return [items_text(found, self._language)]

    def users(self, found: Finding, *, every: bool = False) -> list[str]:
        """Where its end users are, each place once; of all of them only if asked for."""
        if len(found.end_users) >= len(self.places) and not every:
            return []
        return [*dict.fromkeys(self.places[n] for n in found.end_users if n in self.places)]

    def of_several(self, found: Finding) -> list[str]:
        """The places, where the words of a finding name the first and it is of others too."""
        of = self.users(found, every=self._merged)
        if 2 < len(of) == len({*self.places.values()}):
            return [self._language.text("each of them")]
        return [", ".join(of)] if len(of) > 1 else []

    def cited(self, found: Finding) -> str:
        """Point and rule of a finding told by its title, with what a reader has to know."""
        marks = unseen(found.because, self._language)
        point = self._language.point(found.point)
        return ", ".join([point, found.rule, *self.users(found), *self.items(found), *marks])

    def duties(self, duties: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
        """Duties, one a rule where they are merged, with for whom else the same holds."""
        for duty in by_rule(duties) if self._merged else duties:
            mine = {one.text for one in duties if one.rule == duty.rule}
            of = self.users(duty, every=True)
            if len(mine) < 2 or len(of) < 2:
                yield duty, ""
                continue
            others = self._language.listed(of[1:])
            if len(of) == len({*self.places.values()}):
                others = self._language.text("each of the others")
            yield duty, self._language.text("the same for {places}", places=others)


def marks_text(because: Because, language: Language) -> str:
    """The day that a fact speaks for and how far it was verified, in brackets; or nothing."""
    verified = verified_text(because.verified, language)
    marks = ", ".join(filter(None, (because.as_of, verified)))
    return f" ({marks})" if marks else ""


def criterion_notes(
    found: CriterionResult, findings: Iterable[Finding], language: Language
) -> Iterator[str]:
    """What is said beside the status of a criterion: what may come, and what is to be weighed."""
    at_worst = reachable(found.status, findings)
    if at_worst != found.status:
        yield language.text("at worst {status}", status=language.token(at_worst))
    if found.bar_possible:
        yield language.text("a mandatory ground for refusal is not excluded")
    if found.to_weigh:
        yield language.count("{n} to weigh", "{n} to weigh", found.to_weigh)


def without_trigger(criteria: Iterable[CriterionResult], language: Language) -> str:
    """The criteria without a trigger, each with how much of it could be examined."""
    said = ", ".join(
        language.text("{criterion} ({n} of {of})", criterion=criterion_name(one, language),
                      n=one.examined.decided, of=one.examined.of)
        for one in criteria
    )  # fmt: skip
    return language.text(
        "no trigger on what could be examined (rules decided): {criteria}", criteria=said
    )


def days_text(result: Result, language: Language) -> str:
    """The day of a result, and those of its clocks that are others."""
    text, day = language.text, result.as_of
    said = [text("as of {day}", day=day)]
    if result.rules_as_of != day:
        said.append(text("rules as of {day}", day=result.rules_as_of))
    if result.membership_as_of != day:
        said.append(text("membership as of {day}", day=result.membership_as_of))
    if result.facts_as_of != day:
        said.append(text("facts as of {day}", day=result.facts_as_of))
    return ", ".join(said)


def engine_text(result: Result, language: Language, *, named: bool = False) -> str:
    """By how many engines it was decided; by which where they are to be named."""
    engine = result.engine
    said = language.text("Decided by one engine.")
    if engine.confirmed_by:
        said = language.text("Decided by two engines, which agree.")
    if named:
        said = language.text("Decided by {engine}.", engine=engine.decided_by)
    if named and engine.confirmed_by:
        said = language.text("Decided by {engine}, confirmed by {second}.",
                             engine=engine.decided_by, second=engine.confirmed_by)  # fmt: skip
    return f"{said} {engine.note[:1].upper()}{engine.note[1:]}." if engine.note else said


# --- a licence over several destinations or users ------------------------------------------------


class EachUser(NamedTuple):
    """One end user, or state that the goods go on to.

    Attributes:
        number: As in the findings, from 1.
        place: Where the goods end with it.
        status: The gravest of what is met, or in doubt, for it.
        at_worst: The gravest that open facts can bring.
        criteria: Criteria of the findings that are met with that status.
        onward: Whether it is a state named for onward travel.
    """

    number: int
    place: str
    status: str
    at_worst: str
    criteria: tuple[str, ...]
    onward: bool


def each_end_user(result: Result, language: Language) -> list[EachUser]:
    """Each end user, the gravest first; empty of one alone, or of a result read from JSON."""
    if result.case is None or result.outcome.status == "out_of_scope":
        return []
    users = result.case.resolved.end_users
    if len(users) < 2:
        return []
    found = [
        EachUser(user.number, place_text(user.destination.countries, language),
                 *_status(result, user.number), user.onward)
        for user in users
    ]  # fmt: skip
    return sorted(found, key=lambda one: -STATUS_ORDER.index(one.status))


def _status(result: Result, number: int) -> tuple[str, str, tuple[str, ...]]:
    mine = [one for one in result.findings if number in one.end_users]
    open_ = {one.criterion for one in result.criteria if one.status == "undetermined"}
    doubts = ["undetermined" for one in mine if one.doubt and one.criterion in open_]
    status: str = most_severe(*(one.status for one in mine), *doubts)
    criteria = dict.fromkeys(one.criterion for one in mine if one.status == status)
    return status, reachable(status, mine), tuple(criteria)


def each_text(result: Result, language: Language) -> Iterator[str]:
    """Each end user in a line, with the criteria of what is met."""
    for one in each_end_user(result, language):
        said = language.token(one.status)
        if one.criteria:
            said = language.text(
                "{status} ({criteria})", status=said,
                criteria=language.count(
                    "criterion {names}", "criteria {names}", len(one.criteria),
                    names=language.listed(one.criteria),
                ),
            )  # fmt: skip
        if one.at_worst != one.status:
            said += ", " + language.text("at worst {status}", status=language.token(one.at_worst))
        role = language.text("onward state" if one.onward else "end user")
        yield f"{role} {one.number}, {one.place}: {said}"
