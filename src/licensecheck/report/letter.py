"""The open questions of a case as a letter, by a template that an office can replace.

In: a result, whom it goes to, a template. Out: the letter as text. The template is Jinja2, run in
its sandbox; an unknown name in it is an error and not an empty place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from licensecheck.documents.texts import read_text
from licensecheck.errors import InputError, Problem, told
from licensecheck.language import Language, find_language
from licensecheck.report.elements import clean
from licensecheck.report.given import given_rows
from licensecheck.wording.result import Question, Result

__all__ = ["ADDRESSEES", "check_template", "letter_text"]

_TEMPLATES: Final = Path(__file__).with_name("letters")
# What the expressions of a template can raise.
_FAULTS: Final = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
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


def check_template(template: Path) -> None:
    """Refuse a template that cannot be read, before anything is screened.

    Raises:
        InputError: It is not there, or is no template; with its line.
    """
    _compiled(template)


def letter_text(
    result: Result,
    addressee: str,
    *,
    template: Path | None = None,
    masked: bool = False,
    language: str = "",
) -> str:
    """The letter.

    Args:
        result: Whose questions are asked.
        addressee: `applicant`, `ministry` or `embassy`.
        template: A template of the office's own; the packaged one by default.
        masked: The case as given without names and free text.
        language: Code of the language of the letter; by default that of the result.

    Raises:
        InputError: The template cannot be read, or names what is not there.
    """
    result = result.in_language(language or result.language)
    path = template or _TEMPLATES / f"{result.language}.txt"
    if not path.is_file() and template is None:
        path = _TEMPLATES / "en.txt"
    spoken = find_language(result.language)
    asked = [one for one in result.questions if ADDRESSEES[addressee](one)]
    values = {
        "addressee": addressee,
        "reference": "" if masked else result.reference,
        "day": spoken.day(result.as_of),
        "transfer": result.heading or result.transfer,
        "case": given_rows(result, spoken, masked=masked),
        "questions": [_question(one, result, spoken) for one in asked],
        "not_permission": result.not_permission,
    }
    from jinja2 import TemplateError

    try:
        said = _compiled(path).render(values)
    except (TemplateError, *_FAULTS) as error:
        raise InputError(
            Problem(path.name, told("the template does not work: {error}", error=error))
        ) from None
    return "\n".join(clean(line).rstrip() for line in said.strip("\n").split("\n")) + "\n"


def _question(one: Question, result: Result, language: Language) -> dict[str, Any]:
    """A question with the points of law that its answer bears on."""
    found = (result.finding(rule) for rule in one.settles)
    points = dict.fromkeys(language.point(each.point) for each in found if each is not None)
    return {"ask": one.ask, "fact": one.fact, "points": [*points]}


def _compiled(path: Path) -> Any:
    from jinja2 import StrictUndefined, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        # A letter is plain text; nothing in it is read as markup.
        autoescape=False,
    )  # fmt: skip
    try:
        return environment.from_string(read_text(path))
    except TemplateSyntaxError as error:
        where = f"{path.name}:{error.lineno}"
        raise InputError(
            Problem(where, told("no template of Jinja2: {words}", words=error.message))
        ) from None
