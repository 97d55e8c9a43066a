"""The line that says the outcome, and what criteria are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from licensecheck.facts.embargo import exemption_in_short
from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.rules.model import CRITERIA, CRITERION_TITLES
from licensecheck.rules.program import Program
from licensecheck.screening.result import Answer, CriterionFold, Found
from licensecheck.wording.findings import reason_text
from licensecheck.wording.result import CriterionResult, Outcome
from licensecheck.wording.sources import said_text, sources_text

__all__ = ["criterion_in_words", "lead_text", "outcome_in_words"]

_SCOPE_TEXT: Final = {
    "no": message(
        "{out_of_scope}: neither on the military list nor dual-use goods for a military or "
        "security "
        "end user; look at Articles 4, 5, 9 and 10 of Regulation (EU) 2021/821"
    ),
    "unknown": message(
        "the criteria apply only to a military or security end user (Art. 6); whether this is one "
        "is not known"
    ),
    "some": message(
        "to the goods of the dual-use list the criteria apply only for a military or security end "
        "user (Art. 6); whether this is one is not known"
    ),
}


def criterion_in_words(
    fold: CriterionFold, program: Program, language: Language
) -> CriterionResult:
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


def outcome_in_words(answer: Answer, language: Language) -> Outcome:
    """The outcome with the line that says it."""
    fold = answer.outcome
    said = "; ".join(text for _, text in _clauses(answer, language))
    return Outcome(fold.status, fold.at_worst, fold.bar_possible, said)


def lead_text(answer: Answer, language: Language) -> str:
    """The line that says the outcome, with its status in capitals at its beginning."""
    status = answer.outcome.status
    clauses = [*_clauses(answer, language, loud=status)]
    if clauses[0][0] == status:
        return "; ".join(text for _, text in clauses)
    return f"{language.token(status).upper()}: {outcome_in_words(answer, language).headline}"


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
        yield "", language.text(_SCOPE_TEXT[fold.scope])


def _certain(answer: Answer, language: Language) -> Iterator[str]:
    """An embargo that is met, with the first words of its exemption; a denial that matches."""
    for one in answer.outcome.certain:
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
