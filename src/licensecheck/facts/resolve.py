"""Reading the words of an application: places, ratings and names of facts, on the days that count.

In: an `Application` as written. Out: `Resolved`, or every problem of the document at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from licensecheck.application.models import Application, Item, Party
from licensecheck.application.tokens import HANDS_WITHOUT_GOODS
from licensecheck.errors import InputError, Problem, nearest, quote
from licensecheck.facts.observation import Clocks, Observation, stated
from licensecheck.reference.places import Place, read_place
from licensecheck.reference.ratings import Rating, read_ratings
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.vocabulary import Vocabulary

__all__ = ["EndUser", "Hand", "Line", "Resolved", "resolve"]


@dataclass(frozen=True, slots=True)
class Hand:
    """A party or place on the way: its role in the trade's words, where it is, who it is."""

    role: str
    place: Place | None
    party: Party | None = None

    @property
    def holds_goods(self) -> bool:
        """A broker is a hand without goods, a state of transit a border."""
        return self.role not in HANDS_WITHOUT_GOODS and self.party is not None


@dataclass(frozen=True, slots=True)
class Line:
    """One item line under one of its ratings. `number` counts lines from 1."""

    number: int
    item: Item
    rating: Rating
    origin: Place | None


@dataclass(frozen=True, slots=True)
class EndUser:
    """Who uses the goods, and where. `onward` marks a state named for their further travel."""

    number: int
    party: Party | None
    place: Place | None
    destination: Place
    onward: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """An application whose words have been read."""

    application: Application
    clocks: Clocks
    exporter: Hand
    consignee: Hand | None
    intermediaries: tuple[Hand, ...]
    route: tuple[Hand, ...]
    lines: tuple[Line, ...]
    end_users: tuple[EndUser, ...]
    supplied: dict[str, Observation]

    @property
    def hands(self) -> tuple[Hand, ...]:
        """Everyone and every border between exporter and end user."""
        first = (self.consignee,) if self.consignee else ()
        return (*first, *self.intermediaries, *self.route)


def resolve(
    application: Application, *, reference: Reference, vocabulary: Vocabulary, today: date
) -> Resolved:
    """Read every place, rating and fact name of an application.

    Args:
        application: As written.
        reference: Memberships, for blocs such as `EU`.
        vocabulary: The facts that may be supplied.
        today: The day that counts where the application names none.

    Raises:
        InputError: Something cannot be read; all of it is listed, each with its place.
    """
    return _Reader(application, reference, vocabulary, today).read()


class _Reader:
    def __init__(
        self, application: Application, reference: Reference, vocabulary: Vocabulary, today: date
    ) -> None:
        self.application = application
        self.reference = reference
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []
        as_of = application.as_of or today
        self.clocks = Clocks(
            rules_as_of=application.rules_as_of or as_of,
            membership_as_of=application.membership_as_of or as_of,
            facts_as_of=application.facts_as_of or as_of,
        )

    def read(self) -> Resolved:
        application = self.application
        exporter = self._hand("exporter", application.exporter, "exporter")
        consignee = (
            self._hand("consignee", application.consignee, "consignee")
            if application.consignee
            else None
        )
        intermediaries = tuple(
            self._hand(party.role or "intermediary", party, f"intermediaries[{i}]")
            for i, party in enumerate(application.intermediaries)
        )
        route = tuple(
            Hand("transit state", self._place(name, f"route[{i}]"))
            for i, name in enumerate(application.route)
        )
        lines = tuple(self._lines())
        end_users = tuple(self._end_users())
        supplied = self._supplied()
        if self.problems:
            raise InputError(self.problems)
        via = tuple(
            Hand("transit state", Place(text=code, countries=frozenset((code,)), basis=()))
            for user in end_users
            for place in (user.place, user.destination)
            if place is not None
            for code in place.via
        )
        return Resolved(
            application, self.clocks, exporter, consignee, intermediaries,
            (*route, *dict.fromkeys(via)), lines, end_users, supplied,
        )  # fmt: skip

    def _place(self, name: str, where: str) -> Place | None:
        try:
            return read_place(
                name, on=self.clocks.membership_as_of, members=self.reference.members
            )
        except InputError as error:
            self.problems += [Problem(where, p.what, p.help) for p in error.problems]
            return None

    def _hand(self, role: str, party: Party, where: str) -> Hand:
        place = self._place(party.country, f"{where}.country") if party.country else None
        return Hand(role, place, party)

    def _lines(self) -> Iterable[Line]:
        on = self.clocks.facts_as_of
        for index, item in enumerate(self.application.items):
            where = f"items[{index}]"
            origin = self._place(item.origin, f"{where}.origin") if item.origin else None
            try:
                ratings: Sequence[Rating] = read_ratings(item.rating, on=on)
            except InputError as error:
                self.problems += [
                    Problem(f"{where}.rating", p.what, p.help) for p in error.problems
                ]
                continue
            for rating in ratings:
                yield Line(index + 1, item, rating, origin)

    def _end_users(self) -> Iterable[EndUser]:
        application = self.application
        destination = (
            self._place(application.destination, "destination")
            if application.destination
            else None
        )
        listed = application.end_users
        single = application.end_user
        parties: list[tuple[Party | None, str]] = (
            [(party, f"end_users[{i}]") for i, party in enumerate(listed)]
            if listed
            else [(single, "end_user")]
        )
        number = 0
        for party, where in parties:
            number += 1
            place = None
            if party is not None and party.country:
                place = self._place(party.country, f"{where}.country")
            final = destination or place
            if final is not None:
                yield EndUser(number, party, place, final)
        onward = application.end_use.onward if application.end_use else None
        if isinstance(onward, tuple):
            for index, name in enumerate(onward):
                further = self._place(name, f"end_use.onward[{index}]")
                if further is not None:
                    number += 1
                    yield EndUser(number, None, further, further, onward=True)

    def _supplied(self) -> dict[str, Observation]:
        """Facts given by name and the officer's assessments; both by words of the vocabulary."""
        application = self.application
        found: dict[str, Observation] = {}
        for name, fact in application.facts.items():
            lo, hi = (
                (fact.value, None)
                if isinstance(fact.value, str)
                else (fact.value.least, fact.value.greatest)
            )
            note = f" ({fact.source})" if fact.source else ""
            source = stated(f"supplied{note}", table="supplied", on=str(fact.on or ""))
            self._take(found, name, lo, hi, source, f"facts.{name}")
        for short, assessment in application.assessments.items():
            name = short if short.startswith("assessment.") else f"assessment.{short}"
            said = ", ".join(filter(None, (assessment.by, assessment.ground)))
            source = stated(f"assessed{f' by {said}' if said else ''}", table="assessment",
                            on=str(assessment.on or ""))  # fmt: skip
            self._take(found, name, assessment.value, None, source, f"assessments.{short}")
        return found

    def _take(
        self,
        found: dict[str, Observation],
        name: str,
        lo: str,
        hi: str | None,
        source: Source,
        where: str,
    ) -> None:
        fact = self.vocabulary.get(name)
        if fact is None:
            what = f"no fact {quote(name)} in the vocabulary"
            self.problems.append(Problem(where, what, nearest(name, self.vocabulary)))
            return
        try:
            value = fact.value(lo, hi)
        except InputError as error:
            self.problems += [Problem(where, p.what, p.help) for p in error.problems]
            return
        # A fact supplied as `unknown` is withheld: it overrides what the tables say.
        found[name] = Observation(name, value, (source,))
