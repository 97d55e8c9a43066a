"""What a supplied fact is about: one item line, one end user, or one state.

In: the `of` of a supplied fact, and the application as written. Out: what it names, or what is
wrong with it. A fact without one is said of the whole case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from licensecheck.application.values import word_of
from licensecheck.documents.faults import Fault
from licensecheck.documents.values import Choice
from licensecheck.errors import InputError, Told, quote, told
from licensecheck.reference.places import Members, read_place

__all__ = ["About", "Subject", "about", "entries_of", "read_subject", "subject_faults"]

About = Literal["item", "end_user", "state", ""]
_ABOUT: Final[Mapping[str, About]] = {
    "item": "item",
    "end_user": "end_user",
    "denial": "end_user",
    "destination": "state",
    "embargo": "state",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """An item line or an end user by its number, or a state by the countries that it can mean."""

    number: int = 0
    countries: frozenset[str] = frozenset()


def about(fact: str) -> About:
    """What a fact can be said of alone; "" for a fact of the whole case."""
    return _ABOUT.get(fact.partition(".")[0], "")


def read_subject(of: str, *, on: date, members: Members) -> Subject:
    """What `of` names: a number of a list, or a place.

    Raises:
        InputError: It is neither.
    """
    if of.isdecimal() and of.isascii():
        return Subject(number=int(of))
    return Subject(countries=read_place(of, on=on, members=members).countries)


def entries_of(name: str, given: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Each value of a supplied fact with its path: the one, or those of a list."""
    if isinstance(given, list | tuple):
        yield from ((("facts", name, at), one) for at, one in enumerate(given))
    else:
        yield ("facts", name), given


def subject_faults(document: Mapping[str, Any], *, on: date, members: Members) -> Iterator[Fault]:
    """What is wrong with the subjects of the supplied facts of a document, sound or not.

    Args:
        document: The application as written.
        on: Day whose memberships count, for blocs such as `EU`.
        members: Those memberships.
    """
    supplied = document.get("facts")
    for name, given in supplied.items() if isinstance(supplied, Mapping) else ():
        seen: set[Subject | None] = set()
        for path, one in entries_of(name, given):
            word = word_of(one.get("of")) if isinstance(one, Mapping) else None
            subject = None
            try:
                subject = None if word is None else read_subject(word, on=on, members=members)
            except InputError as error:
                yield from (Fault((*path, "of"), said.what, said.help) for said in error.problems)
                continue
            if subject is not None and (wrong := _wrong(name, subject, document, on, members)):
                yield Fault((*path, "of"), *wrong)
            elif subject in seen:
                what = told(
                    "{name} is given twice for the same item line, end user, state or case",
                    name=quote(name),
                )
                yield Fault(path, what)
            seen.add(subject)


def _wrong(
    name: str, subject: Subject, document: Mapping[str, Any], on: date, members: Members
) -> tuple[Told, Told | Choice | str] | None:
    kind = about(name)
    if not kind:
        what = told("{name} is a fact of the whole case, and takes no `of`", name=quote(name))
        return what, ""
    if subject.countries:
        if kind == "item":
            what = told("the number of an item line is needed, not a place")
            return what, told("such as `of: 2`")
        states = _states(document, on, members)
        if subject.countries in states.values():
            return None
        what = told(
            "it is no state of this case: neither the destination nor a state of an end user, of "
            "onward use or of the buyer"
        )
        return what, Choice("", tuple(states))
    if kind == "state":
        return told("a state is needed, not a number"), told("such as `of: SA`")
    count = len(_entries(document, "items" if kind == "item" else "end_users")) or 1
    if 1 <= subject.number <= count:
        return None
    if kind == "item":
        return told(
            "the case has no such item line: they are numbered 1 to {count}", count=count
        ), ""
    return told("the case has no such end user: they are numbered 1 to {count}", count=count), ""


def _entries(document: Mapping[str, Any], name: str) -> list[Any]:
    found = document.get(name)
    return [*found] if isinstance(found, list | tuple) else []


def _states(document: Mapping[str, Any], on: date, members: Members) -> dict[str, frozenset[str]]:
    """The places of a case that are looked at as a destination, as far as they can be read."""
    end_use = document.get("end_use")
    parties = [document.get("end_user"), *_entries(document, "end_users"), document.get("buyer")]
    written = [one.get("country") for one in parties if isinstance(one, Mapping)]
    written.append(document.get("destination"))
    written += _entries(end_use, "onward") if isinstance(end_use, Mapping) else []
    states = {}
    for text in written:
        try:
            if isinstance(text, str):
                states[text] = read_place(text, on=on, members=members).countries
        except InputError:
            # A fault of its own.
            continue
    return states
