"""Membership of a place, a rating or a name in a set that an office's own rules name.

In: the sets, and the parties, places and ratings of a transfer. Out: one fact for each set, yes or
no. A place that means several countries is in a set only if all of them are, and out of it only if
none is; what is between stays open. So rules read flat facts, however long a list is.

Silence is an assumption that is said: without a buyer or consignee the end user buys and receives,
without a broker or state of transit there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from licensecheck.application.models import Party
from licensecheck.facts.lists.names import words_of
from licensecheck.facts.observation import Observation
from licensecheck.facts.parties import names_nobody
from licensecheck.facts.resolve import EndUser, Hand, Line, Resolved
from licensecheck.messages import message, word
from licensecheck.messages import said as said_of
from licensecheck.reference.ratings import REPEATING
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.vocabulary import UNKNOWN, Value

# Imported when a rule names a party: what compares names takes time to load.
if TYPE_CHECKING:
    from licensecheck.facts.lists.index import ListIndex

__all__ = ["COUNTRY_SUBJECTS", "NAME_SUBJECTS", "Membership", "Memberships"]

# What a rule writes, and how the fact begins: by that a table knows on which columns it depends.
COUNTRY_SUBJECTS: Final[Mapping[str, str]] = {
    "destination.country": "destination.country",
    "end_user.country": "destination.user",
    "exporter.country": "exporter.country",
    "buyer.country": "chain.buyer",
    "consignee.country": "chain.consignee",
    "intermediary.country": "chain.intermediary",
    "transit.country": "chain.transit",
}
NAME_SUBJECTS: Final[Mapping[str, str]] = {
    "end_user.name": "end_user.name",
    "exporter.name": "exporter.name",
    "buyer.name": "chain.buyer_name",
    "consignee.name": "chain.consignee_name",
    "intermediary.name": "chain.intermediary_name",
}
RATING_SUBJECT: Final = "item.rating"
# Likeness from which a name is a question, though it is not the same.
_LIKE: Final = 85.0

_OF: Final = message("{answer} ({what})")
_ON: Final = message("{who} on the list `{list}`: {what}")
_OF_USER: Final = message(
    "{who} on the list `{list}`: {what}; not stated, and assumed to be that of the end user"
)
_OF_NOBODY: Final = message("{who} on the list `{list}`: {what}; none is stated, and none assumed")
# Where an application names none, the end user buys and receives the goods.
_OF_END_USER: Final = ("buyer", "consignee")


@dataclass(frozen=True)
class Membership:
    """One set that some rule asks for.

    Attributes:
        fact: Name of the fact that says yes or no.
        subject: What is looked up in it, as rules write it.
        members: Codes of states, ratings, or names as written.
        told: What the set is called, for sources.
    """

    fact: str
    subject: str
    members: frozenset[str]
    told: str


class Memberships:
    """Finds what is in which set.

    Args:
        sets: The sets of all rules.
        reference: Which state answers for a territory.
    """

    def __init__(self, sets: Iterable[Membership], reference: Reference) -> None:
        self._by_subject: dict[str, list[Membership]] = {}
        for one in sets:
            self._by_subject.setdefault(one.subject, []).append(one)
        self._reference = reference
        self._at_place = lru_cache(maxsize=4096)(self._of_place)

    def __bool__(self) -> bool:
        return bool(self._by_subject)

    def of(self, resolved: Resolved, line: Line, user: EndUser) -> dict[str, Observation]:
        """The facts of one transfer."""
        if not self._by_subject:
            return {}
        on = resolved.clocks.membership_as_of
        place = user.place or user.destination
        found = [*self.at(user.destination.countries, on, place.countries)]
        start = resolved.exporter.place
        hands: dict[str, list[Hand]] = {
            "buyer": [resolved.buyer] if resolved.buyer else [],
            "consignee": [resolved.consignee] if resolved.consignee else [],
            "intermediary": [*resolved.intermediaries],
            "transit": [*resolved.route],
        }
        users = _receiving(resolved, user)
        for one in self._by_subject.get("exporter.country", ()):
            found += self._seen(one, [start.countries if start else None], on)
        for role, of_role in hands.items():
            if not of_role and role in _OF_END_USER:
                ends = [(each.place or each.destination).countries for each in users]
                found += self._of_end_user(role, ends, on)
                continue
            places = [hand.place.countries if hand.place else None for hand in of_role]
            for one in self._by_subject.get(f"{role}.country", ()):
                found += self._seen(one, places, on)
        for one in self._by_subject.get(RATING_SUBJECT, ()):
            found += _rated(one, line)
        found += self._names(resolved, user, hands, users)
        return {seen.fact: seen for seen in found}

    def at(
        self, destination: frozenset[str], on: date, place: frozenset[str] | None = None
    ) -> tuple[Observation, ...]:
        """What depends on where the goods go alone; the same object for the same place and day.

        Args:
            destination: Countries that the place of destination can mean.
            on: Day on which a state answers for a territory.
            place: The same of the end user; the destination by default.
        """
        return self._at_place(destination, place or destination, on)

    def by_silence(self, place: frozenset[str], on: date) -> tuple[Observation, ...]:
        """What is assumed of buyer and consignee where only the end user is stated.

        Args:
            place: Countries that the place of the end user can mean.
            on: Day on which a state answers for a territory.
        """
        return tuple(seen for role in _OF_END_USER for seen in self._of_end_user(role, [place], on))

    def changes(self, countries: Iterable[str]) -> Iterator[date]:
        """Every day on which another state may answer for one of some places."""
        for code in countries:
            yield from self._reference.changes_of(code, "embargoes")

    def _of_place(
        self, destination: frozenset[str], place: frozenset[str], on: date
    ) -> tuple[Observation, ...]:
        pairs = (("destination.country", destination), ("end_user.country", place))
        return tuple(
            seen
            for subject, codes in pairs
            for one in self._by_subject.get(subject, ())
            for seen in self._seen(one, [codes], on)
        )

    def _of_end_user(
        self, role: str, places: Sequence[frozenset[str]], on: date
    ) -> Iterator[Observation]:
        for one in self._by_subject.get(f"{role}.country", ()):
            yield from self._seen(one, places, on, silent=True)

    def _seen(
        self,
        one: Membership,
        places: Sequence[frozenset[str] | None],
        on: date,
        *,
        silent: bool = False,
    ) -> list[Observation]:
        """Whether any of some places is in the set; of none stated, no is assumed."""
        tokens = [self._token(one, codes, on) for codes in places]
        codes = sorted({code for found in places for code in found or ()})
        said = ", ".join(codes[:6]) + (" ..." if codes[6:] else "")
        return _observed(one, tokens, said, silent=silent)

    def _token(self, one: Membership, codes: frozenset[str] | None, on: date) -> str:
        if not codes:
            return UNKNOWN
        found = {
            code in one.members or self._reference.state_of(code, on) in one.members
            for code in codes
        }
        return UNKNOWN if len(found) > 1 else "yes" if found.pop() else "no"

    def _names(
        self,
        resolved: Resolved,
        user: EndUser,
        hands: Mapping[str, Sequence[Hand]],
        users: Sequence[EndUser],
    ) -> Iterator[Observation]:
        silent = {f"{role}.name" for role in _OF_END_USER if not hands[role]}
        parties: dict[str, list[Party | None]] = {
            "end_user.name": [user.party],
            "exporter.name": [resolved.exporter.party],
            **{f"{role}.name": [hand.party for hand in found] for role, found in hands.items()},
        }
        parties |= {subject: [each.party for each in users] for subject in silent}
        for subject, of_subject in parties.items():
            for one in self._by_subject.get(subject, ()):
                tokens = [_named(one, party) for party in of_subject]
                yield from _observed(one, tokens, "", silent=subject in silent)


def _receiving(resolved: Resolved, user: EndUser) -> list[EndUser]:
    """As the application states them, the end users to whom the goods go in one transfer.

    A state named for onward travel gets them from every end user.
    """
    return [
        one
        for one in resolved.end_users
        if (not one.onward if user.onward else one.number == user.number)
    ]


def _observed(
    one: Membership, tokens: Sequence[str], said: str, *, silent: bool = False
) -> list[Observation]:
    """The fact of a set; `silent` where nobody stated the party, and the end user counts."""
    token = "no"
    if "yes" in tokens:
        token = "yes"
    elif UNKNOWN in tokens:
        return []
    source = Source.said(
        "application", one.fact, _OF_USER if silent else _ON if tokens else _OF_NOBODY,
        who=one.subject, list=one.told,
        what=said_of(_OF, answer=word(token), what=said) if said else word(token),
    )  # fmt: skip
    return [Observation(one.fact, Value(token, token), (source,), assumed=silent or not tokens)]


def _rated(one: Membership, line: Line) -> list[Observation]:
    """Whether goods, or what they are for, are of an entry of the set, or of anything below it."""
    ratings = [line.rating, *([line.served] if line.served else [])]
    codes = {code for one in ratings for code in (one.code, one.entry) if code}
    said = ", ".join(one.code for one in ratings)
    if any(_is_below(code, member) for code in codes for member in one.members):
        return _observed(one, ["yes"], said)
    # Of goods rated less deeply than the set asks, it is not known.
    open_ = any(_is_below(member, code) for code in codes for member in one.members)
    # Nor of parts, tools, software and technology of which nobody said what they are for.
    open_ |= line.served is None and line.rating.code in REPEATING
    return _observed(one, [UNKNOWN if open_ or not codes else "no"], said)


def _is_below(code: str, above: str) -> bool:
    return code == above or code.startswith(f"{above}.")


def _named(one: Membership, party: Party | None) -> str:
    """The same words in any order; a name that is only like one, or holds one, is a question."""
    if party is None or not party.name or names_nobody(party.name):
        return UNKNOWN
    names = _names(one.members)
    words = _ordered(party.name)
    if words in names.ordered:
        return "yes"
    # Few rules name a party, and it takes long to import.
    from rapidfuzz import fuzz

    near = any(fuzz.ratio(words, member) >= _LIKE for member in names.ordered)
    return UNKNOWN if near or names.compared.hits(party.name) else "no"


class _Names(NamedTuple):
    """The names of a set: their words in one order, and ready to be compared as lists are."""

    ordered: frozenset[str]
    compared: ListIndex


@lru_cache(maxsize=64)
def _names(members: frozenset[str]) -> _Names:
    from licensecheck.facts.lists.index import Listed, ListedName, ListIndex, Published

    entries = (Listed("", (ListedName(name, "name"),)) for name in sorted(members))
    return _Names(frozenset(map(_ordered, members)), ListIndex(Published("", entries=entries)))


def _ordered(name: str) -> str:
    return " ".join(sorted(words_of(name)))
