"""A result in the words of a language: what every report, the form, the API and JSON read.

In: what was decided, and a language. Out: a `Result`. The same decision speaks every language.
"""

from __future__ import annotations

from licensecheck.language import Language
from licensecheck.screening.result import Answer
from licensecheck.wording.around import (
    ask_text,
    assumptions,
    not_covered,
    transfer_text,
    unconfirmed_text,
    warnings,
)
from licensecheck.wording.containment import containment_in_words
from licensecheck.wording.findings import finding_in_words
from licensecheck.wording.headline import criterion_in_words, lead_text, outcome_in_words
from licensecheck.wording.result import SCHEMA_ID, EngineUse, Question, Result

__all__ = ["result_in_words"]


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
        containment=tuple(containment_in_words(one, language) for one in answer.containment),
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
