"""The open questions of a case as a letter, by a template that an office can replace.

In: a result, whom it goes to, a template. Out: the letter as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from licensecheck.errors import InputError, Problem, nearest_or_all, told
from licensecheck.facts.resolve import Resolved
from licensecheck.facts.subjects import about
from licensecheck.language import Language, find_language
from licensecheck.reference.places import Place, read_place
from licensecheck.report.elements import clean
from licensecheck.report.given import given_rows
from licensecheck.report.letter_template import LetterTemplate, read_template
from licensecheck.wording.around import ask_text
from licensecheck.wording.result import Question, Result
from licensecheck.wording.sources import place_text

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
        embassy_in: The state whose embassy is written to; by default that of each state of the
            case, one letter after the other.
    """

    addressee: str
    template: LetterTemplate | Path | None = None
    reply_by: date | None = None
    reply_to: str = ""
    embassy_in: str = ""


# Between the letters to several embassies.
_CUT: Final = "-" * 72


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
            letter may; or the case has no such state.
    """
    if isinstance(letter, str):
        letter = Letter(letter)
    template = template or letter.template
    result = result.in_language(language or result.language, masked=masked)
    if not isinstance(template, LetterTemplate):
        template = read_template(template or _packaged(result.language))
    spoken = find_language(result.language)
    values = {
        "addressee": letter.addressee,
        "reference": "" if masked else result.reference,
        "day": spoken.day(result.as_of),
        "transfer": result.heading or result.transfer,
        "case": given_rows(result, spoken, masked=masked),
        "reply_by": spoken.day(letter.reply_by) if letter.reply_by else "",
        "reply_to": letter.reply_to,
        "not_permission": result.not_permission,
    }
    letters = []
    for state, asked in _asked(result, letter, spoken):
        questions = [_question(one, result, spoken) for one in asked]
        said = template.filled_in({**values, "state": state, "questions": questions})
        letters.append("\n".join(clean(line).rstrip() for line in said.strip("\n").split("\n")))
    return f"\n\n{_CUT}\n\n".join(letters) + "\n"


# --- what each is asked --------------------------------------------------------------------------


def _asked(
    result: Result, letter: Letter, language: Language
) -> Iterator[tuple[str, list[Question]]]:
    """For each letter the state that it is sent to, if it is an embassy, and its questions."""
    addressed = ADDRESSEES[letter.addressee]
    asked = [one for one in result.questions if addressed(one)]
    if letter.addressee != "embassy" or result.case is None:
        yield "", asked
        return
    resolved = result.case.resolved
    states = _states(resolved)
    chosen = _chosen(letter.embassy_in, result, states) if letter.embassy_in else states
    for place in chosen.values():
        state = place_text(place.countries, language)
        if len(states) > 1:
            yield state, [*_of_state(place.countries, result, addressed, language)]
        else:
            yield state, asked


def _states(resolved: Resolved) -> dict[frozenset[str], Place]:
    """The places of a case that questions are of, each once."""
    places = [user.destination for user in resolved.end_users]
    places += [user.place for user in resolved.end_users if user.place is not None]
    if resolved.buyer and resolved.buyer.place:
        places.append(resolved.buyer.place)
    # A state has no embassy at home.
    home = resolved.exporter.place
    abroad = [one for one in places if home is None or one.countries != home.countries]
    return {one.countries: one for one in abroad or places}


def _chosen(
    name: str, result: Result, states: dict[frozenset[str], Place]
) -> dict[frozenset[str], Place]:
    members = result.case.screener.reference.members
    try:
        place = read_place(name, on=result.membership_as_of, members=members)
    except InputError as error:
        raise InputError([replace(one, where="embassy_in") for one in error.problems]) from None
    if place.countries not in states:
        what = told(
            "it is no state of this case: neither the destination nor a state of an end user, of "
            "onward use or of the buyer"
        )
        codes = ["; ".join(sorted(one)) for one in states]
        raise InputError(Problem("embassy_in", what, nearest_or_all(name, codes)))
    return {place.countries: place}


def _of_state(
    countries: frozenset[str],
    result: Result,
    addressed: Callable[[Question], bool],
    language: Language,
) -> Iterator[Question]:
    """The questions that concern a state or those who are in it, or the case as a whole."""
    resolved = result.case.resolved
    vocabulary = result.case.decided.program.vocabulary
    here = {
        user.number
        for user in resolved.end_users
        if countries in (user.destination.countries, user.place and user.place.countries)
    }
    buys = bool(resolved.buyer and resolved.buyer.place) and (
        resolved.buyer.place.countries == countries
    )
    for one, ranked in zip(result.questions, result.case.decided.questions, strict=True):
        if not addressed(one):
            continue
        if about(one.fact) == "":
            yield one
            continue
        everybody = not ranked.end_users and not ranked.of_buyer
        users = here if everybody else here & {*ranked.end_users}
        if users or (buys and ranked.of_buyer):
            # Whoever else it is asked of stands in the letter to another embassy.
            numbers = () if users == here else tuple(sorted(users))
            only = ranked._replace(end_users=numbers, of_buyer=False)
            yield replace(one, ask=ask_text(only, resolved, vocabulary, language))


def _packaged(language: str) -> Path:
    path = _TEMPLATES / f"{language}.txt"
    return path if path.is_file() else _TEMPLATES / "en.txt"


def _question(one: Question, result: Result, language: Language) -> dict[str, Any]:
    """A question with the points of law that its answer bears on."""
    found = (result.finding(rule) for rule in one.settles)
    points = dict.fromkeys(language.point(each.point) for each in found if each is not None)
    return {"ask": one.ask, "fact": one.fact, "points": [*points]}
