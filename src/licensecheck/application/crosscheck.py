"""What must hold between the fields of an application.

In: an application, or the mapping that failed to become one. Out: every fault, with its place. One
function serves both, so that a document with other faults hears of these too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import ValidationError

from licensecheck.application.money import Money
from licensecheck.application.tokens import ASSESSMENTS
from licensecheck.application.values import Part, word_of
from licensecheck.documents.faults import Fault
from licensecheck.documents.values import Choice
from licensecheck.errors import quote, told

__all__ = ["cross_faults", "short_name"]

_PREFIX = "assessment."
_MOST_PLACES = 6
_WHOLE = frozenset(("complete", "ammunition"))
_NEED = told("state `end_user: {country: ...}` or `destination: ...`")


def short_name(key: str) -> str:
    """Short name of an assessment: `c2a` for `assessment.c2a`."""
    return key.removeprefix(_PREFIX)


def cross_faults(application: Any) -> list[Fault]:
    """List what does not fit together, in the order of the fields."""
    return [
        *_users(application),
        *_served(_get(application, "items")),
        *_priced(application),
        *_assessments(_get(application, "assessments")),
    ]


def _get(holder: Any, field: str) -> Any:
    if isinstance(holder, Mapping):
        return holder.get(field)
    return getattr(holder, field, None)


def _users(application: Any) -> Iterator[Fault]:
    user = _get(application, "end_user")
    users = _get(application, "end_users")
    if user is not None and users is not None:
        yield Fault(
            ("end_users",),
            told("`end_user` and `end_users` are both given"),
            told("keep one of them"),
        )
    if _get(application, "destination") is not None:
        return
    if user is None and users is None:
        yield Fault(
            (), told("neither the end user's `country` nor a `destination` is stated"), _NEED
        )
    parties: list[tuple[tuple[str | int, ...], Any]] = [(("end_user",), user)]
    if isinstance(users, list | tuple):
        parties += [(("end_users", place), party) for place, party in enumerate(users)]
    for path, party in parties:
        # What is no set of fields at all has a fault of its own.
        if isinstance(party, Mapping | Part) and _get(party, "country") is None:
            yield Fault(path, told("neither its `country` nor a `destination` is stated"), _NEED)


def _served(items: Any) -> Iterator[Fault]:
    """Whole goods and ammunition are for no other entry: their own says what they are."""
    for place, item in enumerate(items if isinstance(items, list | tuple) else ()):
        serves = _get(item, "for") if isinstance(item, Mapping) else _get(item, "serves")
        form = word_of(_get(item, "form"))
        if serves is not None and form in _WHOLE:
            what = told("`for` is given, and the form is {form}", form=quote(form))
            help_ = told(
                "it is said of a part, production equipment, software, technology or a service"
            )
            yield Fault(("items", place, "for"), what, help_)


def _priced(application: Any) -> Iterator[Fault]:
    """A price of the whole deal, and values of its lines that cannot come to it."""
    whole, items = _money(_get(application, "value")), _get(application, "items")
    if whole is None or not isinstance(items, list | tuple):
        return
    values = {
        f"items[{at}].value": money
        for at, item in enumerate(items)
        # What another currency comes to depends on the day of a rate, and is not less than nothing.
        if (money := _money(_get(item, "value"))) is not None and money.currency == whole.currency
    }
    if not values:
        return
    total = sum(one.amount for one in values.values())
    if total == whole.amount or (total < whole.amount and len(values) < len(items)):
        return
    what = told(
        "the price of the whole deal is {whole}, and the values of its lines ({places}) come to "
        "{total}",
        whole=f"{whole.currency} {whole.amount:,f}",
        places=_listed(values),
        total=f"{whole.currency} {total:,f}",
    )
    yield Fault(("value",), what, told("correct one of them, or leave one of them out"))


def _money(value: Any) -> Money | None:
    """An amount as written; None where there is none, or one that has a fault of its own."""
    try:
        return None if value is None else Money.model_validate(value)
    except ValidationError:
        return None


def _listed(places: Iterable[str]) -> str:
    named = [f"`{place}`" for place in islice(places, _MOST_PLACES + 1)]
    return ", ".join(named[:_MOST_PLACES]) + (", ..." if len(named) > _MOST_PLACES else "")


def _assessments(assessments: Any) -> Iterator[Fault]:
    if not isinstance(assessments, Mapping):
        return
    for key, assessment in assessments.items():
        name = short_name(key.strip()) if isinstance(key, str) else ""
        if name not in ASSESSMENTS:
            continue
        word = word_of(_get(assessment, "value"))
        if word is not None and word not in ASSESSMENTS[name]:
            what = told(
                "no such value of the assessment {name}: {word}",
                name=quote(name),
                word=quote(word),
            )
            yield Fault(("assessments", key, "value"), what, Choice(word, ASSESSMENTS[name]))
