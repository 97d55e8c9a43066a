"""A result in the words of a language: what every report, the form, the API and JSON read.

In: what was decided, and a language. Out: a `Result`. The same decision speaks every language.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.screening.result import Answer, Basis, Contained, Touch
from licensecheck.wording.around import (
    ask_text,
    assumptions,
    not_covered,
    transfer_text,
    unconfirmed_text,
    warnings,
)
from licensecheck.wording.findings import finding_in_words
from licensecheck.wording.headline import criterion_in_words, lead_text, outcome_in_words
from licensecheck.wording.result import (
    SCHEMA_ID,
    Containment,
    EngineUse,
    Question,
    Result,
    Touchpoint,
)
from licensecheck.wording.sources import place_text, source_text

__all__ = ["result_in_words"]

_ALL_STATES: Final = {
    "inside": message("all {n} states inside"),
    "outside": message("all {n} states outside"),
    "unknown": message("all {n} states unknown"),
}
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


def result_in_words(answer: Answer, language: Language) -> Result:
    """A result in a language.

    Args:
        answer: What was decided.
        language: Language of all its texts.
    """
    program, resolved, engine = answer.program, answer.resolved, answer.engine
    vocabulary, clocks = program.vocabulary, resolved.clocks
    assumed = dict(assumptions(answer, language))
    return Result(
        schema=SCHEMA_ID,
        reference=resolved.application.reference or "",
        as_of=answer.case.as_of,
        rules_as_of=clocks.rules_as_of,
        membership_as_of=clocks.membership_as_of,
        facts_as_of=clocks.facts_as_of,
        transfer=transfer_text(resolved, language),
        outcome=outcome_in_words(answer, language),
        containment=tuple(_containment(one, language) for one in answer.containment),
        criteria=tuple(criterion_in_words(one, program, language) for one in answer.criteria),
        findings=tuple(finding_in_words(one, vocabulary, language) for one in answer.findings),
        duties=tuple(finding_in_words(one, vocabulary, language) for one in answer.duties),
        questions=tuple(
            Question(one.fact, ask_text(one, resolved, vocabulary, language), one.who, one.settles,
                     one.could_reach)
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
        lead=lead_text(answer, language),
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
