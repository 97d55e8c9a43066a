"""The line that says the outcome, and what criteria are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from licensecheck.facts.embargo import exemption_in_short
from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.rules.model import CRITERIA, CRITERION_TITLES
from licensecheck.rules.program import Program
from licensecheck.screening.result import Answer, CriterionFold, Found, OutcomeFold
from licensecheck.wording.findings import reason_text
from licensecheck.wording.result import CriterionResult, Outcome
from licensecheck.wording.sources import said_text, sources_text

__all__ = ["criterion_in_words", "outcome_in_words"]

_SCOPE_TEXT: Final = {
    "no": message(
        "out of scope: neither on the military list nor dual-use goods for a military or security "
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
    )  # fmt: skip


def outcome_in_words(answer: Answer, language: Language) -> Outcome:
    """The outcome with the line that says it."""
    fold = answer.outcome
    parts = [_SCOPE_TEXT[fold.scope]] if fold.scope in _SCOPE_TEXT else []
    said = [language.text(part) for part in parts]
    if fold.scope in ("yes", "some"):
        said.insert(0, _headline(answer.criteria, fold, answer.program, language))
    if fold.scope != "no":
        said = [*_certain(answer, language), *said]
    return Outcome(fold.status, fold.at_worst, fold.bar_possible, "; ".join(said))


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


def _headline(
    criteria: Sequence[CriterionFold], fold: OutcomeFold, program: Program, language: Language
) -> str:
    text = language.text

    def named(found: Iterable[CriterionFold]) -> str:
        return _named(tuple(found), program, language)

    denied = named(c for c in criteria if c.status == "presumptive_denial")
    review = named(c for c in criteria if c.status == "review")
    open_ = named(c for c in criteria if c.status == "undetermined")
    parts = []
    if denied:
        parts.append(text("presumptively to be denied under {criteria}", criteria=denied))
    if review and denied:
        parts.append(text("also review under {criteria}", criteria=review))
    elif review:
        parts.append(text("review under {criteria}", criteria=review))
    if open_:
        parts.append(text("undetermined under {criteria}", criteria=open_))
    if not parts:
        decided = sum(c.examined.decided for c in criteria)
        of = sum(c.examined.of for c in criteria)
        parts.append(
            text("no trigger on what could be examined ({n} of {of} rules)", n=decided, of=of)
        )
        if weigh := sum(c.to_weigh for c in criteria):
            parts.append(language.count("{n} to weigh", "{n} to weigh", weigh))
    if fold.bar_possible and not denied:
        possible = named(c for c in criteria if c.bar_possible)
        parts.append(
            text(
                "a mandatory ground for refusal is not excluded under {criteria}", criteria=possible
            )
        )
    return "; ".join(parts)


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
