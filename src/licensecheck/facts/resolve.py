"""Reading the words of an application: places, ratings and names of facts, on the days that count.

In: an `Application` as written, or the fields of a document, sound or not. Out: `Resolved`, or each
word that cannot be read, with its path, so that a document with other faults hears of these in the
same breath.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar

from licensecheck.application.crosscheck import short_name
from licensecheck.application.models import (
    Application,
    Documents,
    EndUse,
    Item,
    Party,
    SuppliedFact,
)
from licensecheck.application.tokens import HANDS_WITHOUT_GOODS
from licensecheck.application.values import Part
from licensecheck.documents.faults import MOST_PROBLEMS, Fault, problems_of
from licensecheck.documents.figures import read_day
from licensecheck.errors import InputError, nearest, quote, told
from licensecheck.facts.observation import Clocks, Observation
from licensecheck.facts.subjects import (
    About,
    Subject,
    about,
    entries_of,
    read_subject,
    subject_faults,
)
from licensecheck.reference.open_domains import read_value
from licensecheck.reference.places import Place, read_place
from licensecheck.reference.ratings import Rating, read_ratings, read_served, serving
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = [
    "EndUser", "Hand", "Line", "OfOne", "Resolved", "WordCheck", "resolve", "with_facts",
]  # fmt: skip

Path = tuple[str | int, ...]
P = TypeVar("P", bound=Part)

_NOBODY: Final = Party()
# Facts of the whole case from which others follow, by the part of the application that they stand
# in: its family, its field and what it is where nothing of it is written.
_PARTS: Final[tuple[tuple[str, str, Part], ...]] = (
    ("buyer", "buyer", _NOBODY),
    ("docs", "documents", Documents()),
    ("end_use", "end_use", EndUse()),
)
# Places for onward use are a list beside the word; what lists say of one party alone leaves it open
# whether the others were compared with them.
_NO_FIELD: Final = frozenset(("end_use.onward", "end_user.screening"))

# Where places stand in an application; `*` is any index.
PLACES: Final[tuple[tuple[str, ...], ...]] = (
    ("exporter", "country"),
    ("buyer", "country"),
    ("consignee", "country"),
    ("intermediaries", "*", "country"),
    ("end_user", "country"),
    ("end_users", "*", "country"),
    ("destination",),
    ("route", "*"),
    ("items", "*", "origin"),
    ("end_use", "onward", "*"),
)
RATINGS: Final = ("items", "*", "rating")
SERVED: Final = ("items", "*", "for")


@dataclass(frozen=True, slots=True)
class WordCheck:
    """Finds the words of a document that cannot be read on its day.

    Attributes:
        reference: Memberships, for blocs such as `EU`.
        vocabulary: The facts that may be supplied.
        today: The day that counts where the document names none.
    """

    reference: Reference
    vocabulary: Vocabulary
    today: date

    def __call__(self, document: Mapping[str, Any]) -> list[Fault]:
        """The faults of a document, in no particular order, and no more than can be told."""
        return list(islice(self._faults(document), MOST_PROBLEMS + 1))

    def _faults(self, document: Mapping[str, Any]) -> Iterator[Fault]:
        as_of = _day(document.get("as_of")) or self.today
        members = self.reference.members
        membership_day = _day(document.get("membership_as_of")) or as_of
        facts_day = _day(document.get("facts_as_of")) or as_of
        for pattern in PLACES:
            for path, text in _texts(document, pattern):
                yield from _tried(path, read_place, text, on=membership_day, members=members)
        for path, text in _texts(document, RATINGS):
            yield from _tried(path, read_ratings, text, on=facts_day)
        for path, text in _texts(document, SERVED):
            yield from _tried(path, read_served, text, on=facts_day)
        yield from self._facts(document, facts_day)
        yield from subject_faults(document, on=membership_day, members=members)

    def _facts(self, document: Mapping[str, Any], on: date) -> Iterator[Fault]:
        supplied, assessed = document.get("facts"), document.get("assessments")
        judged = {
            f"assessment.{short_name(key)}"
            for key in (assessed if isinstance(assessed, Mapping) else ())
        }
        for name, given in supplied.items() if isinstance(supplied, Mapping) else ():
            if name in judged:
                what = told("{name} is given twice, here and under `assessments`", name=quote(name))
                yield Fault(
                    ("facts", name), what, told("keep the one that is recorded with its author")
                )
            if name not in self.vocabulary:
                help_ = nearest(name, self.vocabulary)
                yield Fault(
                    ("facts", name),
                    told("no fact {name} in the vocabulary", name=quote(name)),
                    help_,
                )
            else:
                for path, one in entries_of(name, given):
                    if isinstance(one, Mapping):
                        yield from self._value(path, self.vocabulary[name], one.get("value"), on)

    def _value(self, path: Path, fact: Fact, value: Any, on: date) -> Iterator[Fault]:
        bounds = (value.get("from"), value.get("to")) if isinstance(value, Mapping) else (value,)
        tokens = [str(token) for token in bounds if isinstance(token, str | int)]
        if len(tokens) == len(bounds) and not isinstance(value, bool):
            yield from _tried((*path, "value"), partial(read_value, fact), *tokens, on=on)


def _tried(path: Path, read: Callable[..., object], *words: str, **days: Any) -> list[Fault]:
    try:
        read(*words, **days)
    except InputError as error:
        return [Fault(path, problem.what, problem.help) for problem in error.problems]
    return []


def _texts(value: Any, pattern: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts that stand at a pattern of a document, with their paths."""
    if not pattern:
        if isinstance(value, str):
            yield path, value
    elif pattern[0] == "*":
        if isinstance(value, list | tuple):
            for index, entry in enumerate(value):
                yield from _texts(entry, pattern[1:], (*path, index))
    elif isinstance(value, Mapping) and pattern[0] in value:
        yield from _texts(value[pattern[0]], pattern[1:], (*path, pattern[0]))


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return read_day(value) if isinstance(value, str) else None
    except ValueError:
        return None


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
    """One item line under one of its ratings. `number` counts lines from 1.

    `item` holds what supplied facts say of it; `served` is the entry of what the goods are for,
    where that is stated.
    """

    number: int
    item: Item
    rating: Rating
    origin: Place | None
    served: Rating | None = None


@dataclass(frozen=True, slots=True)
class EndUser:
    """Who uses the goods, and where. `onward` marks a state named for their further travel.

    `party` holds what supplied facts say of it.
    """

    number: int
    party: Party | None
    place: Place | None
    destination: Place
    onward: bool = False


class OfOne(NamedTuple):
    """A supplied fact that is said of one item line, one end user or one state alone."""

    seen: Observation
    subject: Subject


@dataclass(frozen=True, slots=True)
class Resolved:
    """An application whose words have been read.

    Attributes:
        application: As written.
        said: The same with what supplied facts of the whole case say in place of its fields, so
            that the same follows from a fact as from the field that it is written in.
    """

    application: Application
    said: Application
    clocks: Clocks
    exporter: Hand
    buyer: Hand | None
    consignee: Hand | None
    intermediaries: tuple[Hand, ...]
    route: tuple[Hand, ...]
    lines: tuple[Line, ...]
    end_users: tuple[EndUser, ...]
    supplied: dict[str, Observation]
    of_one: tuple[OfOne, ...] = ()

    @property
    def hands(self) -> tuple[Hand, ...]:
        """Everyone and every border between exporter and end user, as the goods travel.

        The buyer comes first: the deal is made before anything travels.
        """
        buyer = (self.buyer,) if self.buyer else ()
        last = (self.consignee,) if self.consignee else ()
        return (*buyer, *self.intermediaries, *self.route, *last)


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
    try:
        return _Reader(application, reference, vocabulary, today).read()
    except InputError:
        document = application.document()
        faults = WordCheck(reference, vocabulary, today)(document)
        raise InputError(problems_of(faults, document, name="")) from None


def with_facts(part: P, family: str, facts: Mapping[str, Observation]) -> P:
    """A part of an application with what facts say in place of its fields."""
    said = {
        name: seen.value.lo
        for fact, seen in facts.items()
        if fact.startswith(f"{family}.") and fact not in _NO_FIELD and seen.is_known
        and (name := fact.removeprefix(f"{family}.")) in type(part).model_fields
    }  # fmt: skip
    return part.model_copy(update=said) if said else part


def _said(application: Application, supplied: Mapping[str, Observation]) -> Application:
    """An application with what supplied facts of the whole case say in place of its fields."""
    if not supplied:
        return application
    parts = {}
    for family, field, empty in _PARTS:
        written = getattr(application, field) or empty
        if (told := with_facts(written, family, supplied)) is not written:
            parts[field] = told
    return with_facts(application, "licence", supplied).model_copy(update=parts)


def _passed(places: Iterable[Place | None]) -> Iterator[Hand]:
    """The borders that are written with some places (`PL via DE`), each once."""
    for code in dict.fromkeys(code for place in places if place for code in place.via):
        yield _border(Place(text=code, countries=frozenset((code,)), basis=()))


def _border(place: Place) -> Hand:
    return Hand("transit state", place)


class _Reader:
    def __init__(
        self, application: Application, reference: Reference, vocabulary: Vocabulary, today: date
    ) -> None:
        self.application = application
        self.reference = reference
        self.vocabulary = vocabulary
        as_of = application.as_of or today
        self.supplied: dict[str, Observation] = {}
        self.of_one: tuple[OfOne, ...] = ()
        self.clocks = Clocks(
            rules_as_of=application.rules_as_of or as_of,
            membership_as_of=application.membership_as_of or as_of,
            facts_as_of=application.facts_as_of or as_of,
        )

    def read(self) -> Resolved:
        application = self.application
        buyer, consignee = application.buyer, application.consignee
        self.supplied, self.of_one = self._supplied(), tuple(self._of_one())
        end_users = tuple(self._end_users())
        exporter = self._hand("exporter", application.exporter)
        intermediaries = tuple(
            self._hand(party.role or "intermediary", party) for party in application.intermediaries
        )
        route = [self._place(name) for name in application.route]
        bought, received = (
            self._hand(role, party) if party else None
            for role, party in (("buyer", buyer), ("consignee", consignee))
        )
        before = [one.place for one in (exporter, *intermediaries)]
        after = [one.place for one in (bought, received) if one]
        after += [place for user in end_users for place in (user.place, user.destination)]
        return Resolved(
            application=application,
            said=_said(application, self.supplied),
            clocks=self.clocks,
            exporter=exporter,
            buyer=bought,
            consignee=received,
            intermediaries=intermediaries,
            route=(
                *_passed(before),
                *(one for place in route for one in (*_passed([place]), _border(place))),
                *_passed(after),
            ),
            lines=tuple(self._lines()),
            end_users=end_users,
            supplied=self.supplied,
            of_one=self.of_one,
        )

    def _place(self, name: str) -> Place:
        return read_place(name, on=self.clocks.membership_as_of, members=self.reference.members)

    def _hand(self, role: str, party: Party) -> Hand:
        return Hand(role, self._place(party.country) if party.country else None, party)

    def _lines(self) -> Iterator[Line]:
        for number, item in enumerate(self.application.items, 1):
            origin = self._place(item.origin) if item.origin else None
            on = self.clocks.facts_as_of
            served = read_served(item.serves, on=on) if item.serves else None
            item = with_facts(item, "item", self._facts_of("item", number))
            for rating in read_ratings(item.rating, on=on):
                found = rating if served is None else serving(rating, served)
                yield Line(number, item, found, origin, served)

    def _end_users(self) -> Iterator[EndUser]:
        application = self.application
        destination = self._place(application.destination) if application.destination else None
        number = 0
        for number, party in enumerate(application.every_end_user() or (None,), 1):
            place = self._place(party.country) if party and party.country else None
            final = destination or place
            # An application states the one or the other for every end user.
            if final is not None:
                yield EndUser(number, self._user(party, number, place, final), place, final)
        onward = application.end_use.onward if application.end_use else None
        if isinstance(onward, tuple):
            for further, name in enumerate(onward, number + 1):
                place = self._place(name)
                yield EndUser(further, self._user(None, 0, place), place, place, onward=True)

    def _user(self, party: Party | None, number: int, *places: Place | None) -> Party | None:
        """An end user with what supplied facts say of it; one that nobody described may be so."""
        ends = [place.countries for place in places if place is not None]
        facts = self._facts_of("end_user", number, ends)
        told = with_facts(party or _NOBODY, "end_user", facts)
        return party if told is _NOBODY else told

    def _facts_of(
        self, kind: About, number: int, ends: Sequence[frozenset[str]] = ()
    ) -> Mapping[str, Observation]:
        """The supplied facts of one item line or end user; what is said of it alone goes first."""
        alone = {
            one.seen.fact: one.seen
            for one in self.of_one
            if about(one.seen.fact) == kind
            and (number == one.subject.number if one.subject.number else
                 one.subject.countries in ends)
        }  # fmt: skip
        return {**self.supplied, **alone}

    def _supplied(self) -> dict[str, Observation]:
        """Facts given by name and the officer's assessments; both by words of the vocabulary.

        A fact supplied as `unknown` is withheld: it overrides what the tables say.
        """
        application = self.application
        found: dict[str, Observation] = {}
        for name, given in application.every_fact():
            if given.of is None:
                found[name] = self._seen(name, given)
        for short, judged in application.assessments.items():
            name = f"assessment.{short_name(short)}"
            said = ", ".join(filter(None, (judged.by, judged.ground)))
            source = Source.said(
                "assessment", "", "assessed by {officer}", as_of=str(judged.on or ""), officer=said
            )
            value = read_value(self.vocabulary.find(name), judged.value, on=self.clocks.facts_as_of)
            found[name] = Observation(name, value, (source,))
        return found

    def _of_one(self) -> Iterator[OfOne]:
        application, on = self.application, self.clocks.membership_as_of
        of_one = [(name, one) for name, one in application.every_fact() if one.of is not None]
        if not of_one:
            return
        members = self.reference.members
        document = application.document()
        if faults := [*subject_faults(document, on=on, members=members)]:
            raise InputError(problems_of(faults, document, name=""))
        for name, one in of_one:
            yield OfOne(self._seen(name, one), read_subject(str(one.of), on=on, members=members))

    def _seen(self, name: str, given: SuppliedFact) -> Observation:
        value = read_value(self.vocabulary.find(name), *given.bounds(), on=self.clocks.facts_as_of)
        source = Source.said(
            "supplied", "", "supplied ({source})", as_of=str(given.on or ""),
            source=str(given.source),
        )  # fmt: skip
        return Observation(name, value, (source,))
