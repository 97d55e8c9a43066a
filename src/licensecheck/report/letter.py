"""The open questions of a case as a letter, by a template that an office can replace.

In: a result, whom it goes to, a template. Out: the letter as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from licensecheck.language import Language, find_language
from licensecheck.report.elements import clean
from licensecheck.report.given import given_rows
from licensecheck.report.letter_template import LetterTemplate, read_template
from licensecheck.wording.result import Question, Result

__all__ = ["ADDRESSEES", "Letter", "letter_text"]

_TEMPLATES: Final = Path(__file__).with_name("letters")
# What an embassy can see where it stands; the rest is for those who decide.
_ON_THE_SPOT: Final = ("destination.", "end_user.", "end_use.", "chain.")


def _of_applicant(one: Question) -> bool:
    return "applicant" in one.who


def _of_embassy(one: Question) -> bool:
    return not _of_applicant(one) and one.fact.startswith(_ON_THE_SPOT)


def _of_ministry(one: Question) -> bool:
    return not _of_applicant(one)


ADDRESSEES: Final[Mapping[str, Callable[[Question], bool]]] = {
    "applicant": _of_applicant,
    "ministry": _of_ministry,
    "embassy": _of_embassy,
}


class Letter(NamedTuple):
    """A letter that is asked for.

    Attributes:
        addressee: `applicant`, `ministry` or `embassy`.
        template: A template of the office's own; the packaged one by default.
        reply_by: The last day for an answer; the packaged letter leaves a place for it if absent.
        reply_to: The office that answers go to, with its address; as `reply_by`.
    """

    addressee: str
    template: LetterTemplate | Path | None = None
    reply_by: date | None = None
    reply_to: str = ""


def letter_text(
    result: Result,
    letter: Letter | str,
    *,
    template: LetterTemplate | Path | None = None,
    masked: bool = False,
    language: str = "",
) -> str:
    """The letter.

    Args:
        result: Whose questions are asked.
        letter: The letter, or whom it goes to.
        template: In place of that of the letter.
        masked: The case as given without names and free text.
        language: Code of the language of the letter; by default that of the result.

    Raises:
        InputError: The template cannot be read, names what is not there, or asks for more than a
            letter may.
    """
    if isinstance(letter, str):
        letter = Letter(letter)
    addressee, own, reply_by, reply_to = letter
    template = template or own
    result = result.in_language(language or result.language, masked=masked)
    if not isinstance(template, LetterTemplate):
        template = read_template(template or _packaged(result.language))
    spoken = find_language(result.language)
    asked = [one for one in result.questions if ADDRESSEES[addressee](one)]
    values = {
        "addressee": addressee,
        "reference": "" if masked else result.reference,
        "day": spoken.day(result.as_of),
        "transfer": result.heading or result.transfer,
        "case": given_rows(result, spoken, masked=masked),
        "questions": [_question(one, result, spoken) for one in asked],
        "reply_by": spoken.day(reply_by) if reply_by else "",
        "reply_to": reply_to,
        "not_permission": result.not_permission,
    }
    said = template.filled_in(values)
    return "\n".join(clean(line).rstrip() for line in said.strip("\n").split("\n")) + "\n"


def _packaged(language: str) -> Path:
    path = _TEMPLATES / f"{language}.txt"
    return path if path.is_file() else _TEMPLATES / "en.txt"


def _question(one: Question, result: Result, language: Language) -> dict[str, Any]:
    """A question with the points of law that its answer bears on."""
    found = (result.finding(rule) for rule in one.settles)
    points = dict.fromkeys(language.point(each.point) for each in found if each is not None)
    return {"ask": one.ask, "fact": one.fact, "points": [*points]}
