"""A licence over several destinations or users, answered for each of them.

In: a result. Out: for each end user where it is and the gravest of what was found for it; the
answer of the whole is the gravest of all. Nothing where there is but one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from licensecheck.language import Language
from licensecheck.report.finding_words import reachable
from licensecheck.screening.result import STATUS_ORDER, most_severe
from licensecheck.wording.result import Result
from licensecheck.wording.sources import place_text

__all__ = ["EachUser", "each_end_user", "each_text"]


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
    doubts = ["undetermined" for one in mine if one.doubt and _is_open(result, one.criterion)]
    status: str = most_severe(*(one.status for one in mine if one.status in STATUS_ORDER), *doubts)
    criteria = dict.fromkeys(one.criterion for one in mine if one.status == status)
    return status, reachable(status, mine), tuple(criteria)


def _is_open(result: Result, criterion: str) -> bool:
    return any(
        one.criterion == criterion and one.status == "undetermined" for one in result.criteria
    )


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
