"""A result in the words of a language: what every report, the form, the API and JSON read.

In: what was decided, and a language. Out: a `Result`. The same decision speaks every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from licensecheck.facts.embargo import exemption_in_short
from licensecheck.facts.observation import Observation
from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.rules.model import CRITERIA, CRITERION_TITLES
from licensecheck.rules.program import Program
from licensecheck.screening.result import Answer, Basis, Contained, CriterionFold, Found, Touch
from licensecheck.screening.scope import waits_for_the_user
from licensecheck.wording.around import (
    ask_text,
    assumptions,
    not_covered,
    subjects_of,
    transfer_text,
    unconfirmed_text,
    warnings,
)
from licensecheck.wording.findings import finding_in_words, reason_text
from licensecheck.wording.result import (
    SCHEMA_ID,
    Containment,
    CriterionResult,
    EngineUse,
    Outcome,
    Question,
    Result,
    Touchpoint,
)
from licensecheck.wording.sources import place_text, said_text, source_text, sources_text

__all__ = ["result_in_words"]

_ALL_STATES: Final = {
    "inside": message("all {n} states inside"),
    "outside": message("all {n} states outside"),
    "unknown": message("all {n} states unknown"),
}
_RATING: Final = "item.rating"
# Why it is not known where the goods are used.
_ABROAD: Final = {
    "third_country": message("to be used in another country, which is not named"),
    "contested_area": message("to be used in a contested area, which is not named"),
}
_WHY: Final = {
    "named": message("named in the definition"),
    "not_known": message("membership on {day} not known"),
    "not_in": message("not in {alliance} on {day}"),
    "arguable": message("whether it lies in the treaty area is arguable"),
    "outside_area": message("a member's, outside the treaty area"),
}
_SCOPE_TEXT: Final = {
    "no": message(
        "{out_of_scope}: neither on the military list nor dual-use goods for a military or "
        "security end user; look at Articles 4, 5, 9 and 10 of Regulation (EU) 2021/821"
    ),
    "unknown": message(
        "the criteria apply only to a military or security end user (Art. 6); whether this is one "
        "is not known"
    ),
    "some": message(
        "to the goods of the dual-use list the criteria apply only for a military or security end "
        "user (Art. 6); whether this is one is not known"
    ),
    "embargo": message(
        "to goods of the dual-use list for another than a military or security end user the "
        "criteria apply only where an embargo reaches them; whether one does is not known"
    ),
}


def result_in_words(answer: Answer, language: Language) -> Result:
    """A result in a language.

    Args:
        answer: What was decided.
        language: Language of all its texts.
    """
    program, resolved, engine = answer.program, answer.resolved, answer.engine
    vocabulary, clocks = program.vocabulary, resolved.clocks
    assumed = dict(assumptions(answer, language))
    outcome = _outcome(answer, language)
    return Result(
        schema=SCHEMA_ID,
        reference=resolved.application.reference or "",
        as_of=answer.case.as_of,
        rules_as_of=clocks.rules_as_of,
        membership_as_of=clocks.membership_as_of,
        facts_as_of=clocks.facts_as_of,
        transfer=transfer_text(resolved, language),
        outcome=outcome,
        containment=tuple(_containment(one, language) for one in answer.containment),
        criteria=tuple(_criterion(one, program, language) for one in answer.criteria),
        findings=tuple(finding_in_words(one, vocabulary, language) for one in answer.findings),
        duties=tuple(finding_in_words(one, vocabulary, language) for one in answer.duties),
        questions=tuple(
            Question(one.fact, ask_text(one, resolved, vocabulary, language), one.who, one.settles,
                     one.could_reach, subjects_of(one, resolved))
            for one in answer.questions
        ),
        assumptions=tuple(assumed),
        warnings=tuple(warnings(answer, language)),
        not_covered=tuple(not_covered(answer, language)),
        engine=EngineUse(
            engine.decided_by, engine.confirmed_by, unconfirmed_text(engine.unconfirmed, language)
        ),
        receipt=answer.receipt,
        language=language.code,
        assumed=tuple(assumed.values()),
        case=answer.case,
        lead=_lead(answer, outcome.headline, language),
        heading=transfer_text(resolved, language, arrow="\N{RIGHTWARDS ARROW}"),
    )  # fmt: skip


def _containment(found: Contained, language: Language) -> Containment:
    """Containment in one alliance as it is published."""
    title, on = language.text(found.definition.title), found.membership_as_of

    def said(touch: Touch) -> Touchpoint:
        if touch.places is not None:
            place = place_text(touch.places, language)
        elif touch.basis.why in _ABROAD:
            place = language.text("not named")
        else:
            place = language.text("not stated")
        basis = _basis(touch.basis, title, on, language)
        return Touchpoint(touch.role, place, touch.countries, touch.inside, basis, touch.axis)

    return Containment(
        alliance=found.alliance, title=title, membership_as_of=on, verdict=found.verdict,
        axes=found.axes, qualifiers=found.qualifiers,
        touchpoints=tuple(map(said, found.touchpoints)),
        weakest=said(found.weakest) if found.weakest else None,
    )  # fmt: skip


def _basis(basis: Basis, alliance: str, on: date, language: Language) -> str:
    text = language.text
    if basis.why == "no_country":
        return text("no country stated")
    if basis.why in _ABROAD:
        return text(_ABROAD[basis.why])
    if basis.why == "all":
        return text(_ALL_STATES[basis.inside], n=basis.n)
    if basis.why == "some":
        return text("{n} of {of} states inside", n=basis.n, of=basis.of)
    name = basis.code
    if basis.state != basis.code:
        name = text("{territory} (of {state})", territory=basis.code, state=basis.state)
    if basis.source is not None:
        return f"{name}: {source_text(basis.source, language)}"
    return f"{name}: {text(_WHY[basis.why], alliance=alliance, day=on)}"


def _criterion(fold: CriterionFold, program: Program, language: Language) -> CriterionResult:
    """The result of a criterion as it is published."""
    name = fold.criterion
    title = program.body(name)
    if name in CRITERIA:
        title = language.text(CRITERION_TITLES[name])
    elif not title:
        title = language.text("National rules ({state})", state=name.upper())
    return CriterionResult(
        criterion=name, title=title, status=fold.status, at_worst=fold.at_worst,
        bar_possible=fold.bar_possible, basis=fold.basis, force=fold.force,
        examined=fold.examined, findings=fold.findings, read=fold.read, to_weigh=fold.to_weigh,
        national=not (name in CRITERIA or program.body(name)),
    )  # fmt: skip


def _outcome(answer: Answer, language: Language) -> Outcome:
    """The outcome with the line that says it."""
    fold = answer.outcome
    said = "; ".join(text for _, text in _clauses(answer, language))
    return Outcome(fold.status, fold.at_worst, fold.bar_possible, said)


def _lead(answer: Answer, headline: str, language: Language) -> str:
    """The line that says the outcome, with its status in capitals at its beginning."""
    status = answer.outcome.status
    clauses = [*_clauses(answer, language, loud=status)]
    if clauses[0][0] == status:
        return "; ".join(text for _, text in clauses)
    return f"{language.token(status).upper()}: {headline}"


def _clauses(answer: Answer, language: Language, *, loud: str = "") -> Iterator[tuple[str, str]]:
    """What is said of the outcome, piece by piece, each with the status that it begins with.

    Args:
        answer: What was decided.
        language: Language of the words.
        loud: A status whose word is in capitals where a piece begins with it.
    """

    def word(status: str) -> str:
        said = language.token(status)
        return said.upper() if status == loud else said

    fold = answer.outcome
    if fold.scope == "no":
        yield "out_of_scope", language.text(_SCOPE_TEXT["no"], out_of_scope=word("out_of_scope"))
        return
    for said in _certain(answer, language):
        yield "", said
    if fold.scope != "unknown":
        yield from _of_criteria(answer, language, word)
    if fold.scope in _SCOPE_TEXT:
        by_user = waits_for_the_user(answer.case.examination.transfers)
        yield "", language.text(_SCOPE_TEXT[fold.scope if by_user else "embargo"])


def _certain(answer: Answer, language: Language) -> Iterator[str]:
    """An embargo that is met, with the first words of its exemption; a denial that matches."""
    for one in _one_embargo(answer.outcome.certain, language):
        if isinstance(one, Found):
            said = reason_text(one, answer.program.vocabulary, language)
            said = said[:1].lower() + said[1:]
            shorts = [exemption_in_short(remark) for remark in one.remarks]
            exempt = "; ".join(
                dict.fromkeys(said_text(short, language) for short in shorts if short)
            )
            yield f"{said} ({exempt})" if exempt else said
        elif one.value.lo == "identical":
            yield language.text(
                "an essentially identical transaction was denied before: {source}",
                source=sources_text(one, language),
            )
        else:
            yield language.text(
                "a similar transaction was denied before: {source}",
                source=sources_text(one, language),
            )


def _one_embargo(
    certain: Sequence[Found | Observation], language: Language
) -> Iterator[Found | Observation]:
    """What is certain; an embargo on several items once, with their ratings."""
    alike: dict[object, Found | Observation] = {}
    ratings: dict[object, dict[str, None]] = {}
    for one in certain:
        key: object = one
        if isinstance(one, Found):
            filled = dict(one.filled)
            rating = str(filled.pop(_RATING, ""))
            key = one.rule, tuple(filled.items()), one.remarks
            ratings.setdefault(key, {})[rating] = None
        alike.setdefault(key, one)
    for key, one in alike.items():
        if isinstance(one, Found) and len(ratings[key]) > 1:
            listed = language.listed(ratings[key])
            one = one._replace(filled=tuple(
                (name, listed if name == _RATING else said) for name, said in one.filled
            ))  # fmt: skip
        yield one


def _of_criteria(
    answer: Answer, language: Language, word: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    text, criteria = language.text, answer.criteria

    def named(status: str) -> str:
        found = [c for c in criteria if c.status == status]
        return _named(found, answer.program, language)

    denied, review = named("presumptive_denial"), named("review")
    open_ = named("undetermined")
    if denied:
        yield "", text("presumptively to be denied under {criteria}", criteria=denied)
    if review and denied:
        yield "", text("also review under {criteria}", criteria=review)
    elif review:
        yield "review", text("{review} under {criteria}", review=word("review"), criteria=review)
    if open_:
        yield (
            "undetermined",
            text(
                "{undetermined} under {criteria}", undetermined=word("undetermined"), criteria=open_
            ),
        )
    if not (denied or review or open_):
        yield (
            "no_trigger",
            text(
                "{no_trigger} on what could be examined ({n} of {of} rules)",
                no_trigger=word("no_trigger"),
                n=sum(c.examined.decided for c in criteria),
                of=sum(c.examined.of for c in criteria),
            ),
        )
        if weigh := sum(c.to_weigh for c in criteria):
            yield "", language.count("{n} to weigh", "{n} to weigh", weigh)
    if answer.outcome.bar_possible and not denied:
        possible = _named([c for c in criteria if c.bar_possible], answer.program, language)
        yield (
            "",
            text(
                "a mandatory ground for refusal is not excluded under {criteria}", criteria=possible
            ),
        )


def _named(criteria: Sequence[CriterionFold], program: Program, language: Language) -> str:
    """The criteria by number, then national rules and an office's own, which are no criterion."""
    numbers = [c.criterion for c in criteria if c.criterion in CRITERIA]
    names = [_other(c.criterion, program, language) for c in criteria
             if c.criterion not in CRITERIA]  # fmt: skip
    if numbers:
        listed = language.listed(numbers)
        counted = language.count(
            "criterion {names}", "criteria {names}", len(numbers), names=listed
        )
        names.insert(0, counted)
    return ", ".join(names)


def _other(name: str, program: Program, language: Language) -> str:
    if title := program.body(name):
        return language.text("own rules ({title})", title=title)
    return language.text("national rules ({state})", state=name.upper())
