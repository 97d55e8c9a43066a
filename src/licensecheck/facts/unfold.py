"""Unfolding: one flat record for each item line, rating and end user.

In: a `Resolved` application. Out: `Transfer`s. A condition binds to one item and one party, so
nothing of one transfer leaks into another; only what belongs to the whole deal is shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from licensecheck.facts.deal import deal_facts
from licensecheck.facts.denials import Denials
from licensecheck.facts.destination import IS_PARTY, TOO_MANY, Depth, DestinationFacts
from licensecheck.facts.embargo import EmbargoFacts
from licensecheck.facts.item import item_facts
from licensecheck.facts.lists.parties import PartyLists, chain_compared, gravest_party
from licensecheck.facts.membership import Membership, Memberships
from licensecheck.facts.observation import Observation
from licensecheck.facts.parties import chain_screening, declared_facts, end_user_facts
from licensecheck.facts.resolve import EndUser, Line, Resolved
from licensecheck.facts.subjects import About, Subject, about
from licensecheck.messages import countries, message
from licensecheck.reference.embargoes import aim_at
from licensecheck.reference.places import Place
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.vocabulary import UNKNOWN, Value, Vocabulary

__all__ = ["Overridden", "Transfer", "Unfolder"]


class Overridden(NamedTuple):
    """A supplied fact, and what another source says of it."""

    given: Observation
    before: Observation


@dataclass(frozen=True, slots=True)
class Transfer:
    """One item under one rating to one end user: the record that is decided.

    `overridden` holds each supplied fact that goes against another source, and what that says.
    `of_buyer` marks the record that looks at the state of the buyer in place of the destination.
    """

    line: Line
    end_user: EndUser
    observations: Mapping[str, Observation]
    overridden: tuple[Overridden, ...] = ()
    of_buyer: bool = False

    def values(self) -> dict[str, Value]:
        """Values by fact; what is not there is unknown."""
        return {name: seen.value for name, seen in self.observations.items()}


class Unfolder:
    """Unfolds applications; keeps what it derives per destination and day."""

    def __init__(
        self,
        reference: Reference,
        vocabulary: Vocabulary,
        *,
        depth: Depth,
        denials: Denials | None = None,
        lists: PartyLists | None = None,
        sets: Iterable[Membership] = (),
    ) -> None:
        self._reference = reference
        self._vocabulary = vocabulary
        self._destinations = DestinationFacts(reference, vocabulary, depth=depth)
        self._embargoes = EmbargoFacts(reference, vocabulary)
        self._denials = denials
        self._lists = lists
        self._memberships = Memberships(sets, reference)
        self._defaults = {
            fact.name: Observation(
                fact.name,
                Value(fact.default, fact.default),
                (Source.said("default", fact.name, "stated default"),),
                assumed=True,
            )
            for fact in vocabulary.values()
            if fact.default
        }

    def unfold(self, resolved: Resolved) -> list[Transfer]:
        """All transfers of an application, by item line and then by end user."""
        # No fact depends on which text of the rules was in force.
        clocks = replace(resolved.clocks, rules_as_of=date.min)
        shared = self._shared(resolved)
        deals = {user.number: self._deal(resolved, user) for user in resolved.end_users}
        transfers = []
        for line in resolved.lines:
            item = item_facts(line.item, line.rating, self._vocabulary)
            for user, of_buyer in _looked_at(resolved):
                supplied = {**resolved.supplied, **_of_one(resolved, line, user)}
                facts = {**self._defaults, **shared, **deals[user.number], **item}
                facts |= self._user(user)
                facts |= self._destinations.of(user.destination.countries, clocks)
                kind, role = (
                    _token(supplied if name in supplied else facts, name)
                    for name in ("end_user.kind", "end_user.security_role")
                )
                aim = aim_at(line.rating, line.item.form, kind, civil=role == "no")
                ends = (user.destination.countries,)
                contract = resolved.application.contract_date
                facts |= self._embargoes.of(ends, clocks.facts_as_of, aim, contract)
                facts |= self._hands(resolved, _ends(resolved, user), clocks.facts_as_of)
                given = supplied.get("chain.embargoed_hand")
                if given is not None and given.is_known:
                    facts |= _may_be(given.value.lo, given.sources)
                self._onward(facts, supplied)
                if self._denials is not None and not user.onward:
                    facts |= self._denials.of(
                        line, user, resolved.clocks.facts_as_of, buyer=resolved.application.buyer
                    )
                facts |= _abroad(resolved, user)
                facts |= _finished(resolved, user)
                if _may_need_consent(resolved, line):
                    facts.pop("docs.origin_consent", None)
                facts |= self._memberships.of(resolved, line, user)
                overridden = tuple(self._overridden(resolved, line, user, facts, supplied))
                facts |= supplied
                transfers.append(Transfer(line, user, facts, overridden, of_buyer))
        return transfers

    def _overridden(
        self,
        resolved: Resolved,
        line: Line,
        user: EndUser,
        facts: Mapping[str, Observation],
        supplied: Mapping[str, Observation],
    ) -> Iterator[Overridden]:
        written = self._written(resolved, line, user) if supplied else {}
        for name, given in supplied.items():
            before = written.get(name, facts.get(name))
            if before is None or before.assumed or before.value == given.value:
                continue
            yield Overridden(given, before)

    def _written(self, resolved: Resolved, line: Line, user: EndUser) -> dict[str, Observation]:
        """What the application says by its fields, whatever facts are supplied beside them."""
        application = resolved.application
        parties = () if user.onward else application.every_end_user()
        party = parties[user.number - 1] if parties else None
        return {
            **declared_facts(application, named=_named_onward(resolved)),
            **item_facts(application.items[line.number - 1], line.rating, self._vocabulary),
            **self._user(replace(user, party=party)),
        }

    def _shared(self, resolved: Resolved) -> dict[str, Observation]:
        facts = declared_facts(resolved.said, named=_named_onward(resolved))
        facts |= self._chain_screening(resolved)
        facts |= self._exporter(resolved)
        return facts

    def _deal(self, resolved: Resolved, user: EndUser) -> dict[str, Observation]:
        countries = user.destination.countries
        return deal_facts(
            resolved.application.items, next(iter(countries)) if len(countries) == 1 else None,
            on=resolved.clocks.facts_as_of, reference=self._reference,
            vocabulary=self._vocabulary, whole=resolved.application.value,
            shared=len(resolved.end_users) > 1,
        )  # fmt: skip

    def _chain_screening(self, resolved: Resolved) -> dict[str, Observation]:
        """What lists, and the application, say of all parties."""
        parties = [
            (hand.role, hand.party) for hand in (resolved.exporter, *resolved.hands) if hand.party
        ]
        parties += [("end user", user.party) for user in resolved.end_users if user.party]
        if self._lists is None:
            return chain_screening(parties)
        return chain_compared(parties, self._lists)

    def _exporter(self, resolved: Resolved) -> dict[str, Observation]:
        place = resolved.exporter.place
        if place is None or len(place.countries) != 1:
            return {}
        code = self._reference.state_of(
            next(iter(place.countries)), resolved.clocks.membership_as_of
        )
        source = Source.said(
            "application", "exporter", "exporter in {state}", state=countries(code)
        )
        facts = {"exporter.country": Observation("exporter.country", Value(code, code), (source,))}
        found = self._reference.treaty("CCM", code, resolved.clocks.facts_as_of)
        # Before the convention was in force it bound nobody.
        status = "no" if found.status == "not_in_force" else IS_PARTY.get(found.status, UNKNOWN)
        if status != UNKNOWN:
            facts["exporter.ccm"] = Observation(
                "exporter.ccm", Value(status, status), (found.source,)
            )
        return facts

    def _user(self, user: EndUser) -> dict[str, Observation]:
        facts = end_user_facts(user.party)
        party = user.party
        if self._lists is not None and party is not None and (party.name or party.registration):
            name = "end_user.screening"
            facts[name] = gravest_party(name, [("", party)], self._lists)
        return facts

    def _hands(
        self, resolved: Resolved, places: Sequence[frozenset[str]], on: date
    ) -> dict[str, Observation]:
        """A party or transit state under a state-wide embargo, other than where the goods end.

        Args:
            resolved: The application.
            places: Where the goods end, each a set of countries that the place can mean.
            on: Day on which the embargoes are read.
        """
        name = "chain.embargoed_hand"
        # The state of the buyer is looked at like a destination, goods and all.
        verdicts = [
            self._embargoed(hand.place, places, on)
            for hand in resolved.hands
            if hand is not resolved.buyer or hand.place is None
        ]
        sources = [s for status, found in verdicts if status == "yes" for s in found]
        perhaps = [s for _, found in verdicts for s in found]
        facts = _may_be("yes", tuple(dict.fromkeys(perhaps))) if perhaps else {}
        if sources:
            facts[name] = Observation(name, Value("yes", "yes"), tuple(dict.fromkeys(sources)))
        if sources or any(status == UNKNOWN for status, _ in verdicts):
            return facts
        said = message("no embargo on a party or border on the way ({countries})")
        if not verdicts:
            said = message("no embargo on a party or border on the way (none stated)")
        codes = sorted({c for hand in resolved.hands if hand.place for c in hand.place.countries})
        source = Source.said("embargoes", "", said, verified="partly", countries=countries(*codes))
        # Of a way that nobody described, nothing is known but by default.
        none = Observation(name, Value("no", "no"), (source,), assumed=not verdicts)
        return {name: none} | (_may_be("no", (source,)) if verdicts else {})

    def _embargoed(
        self, place: Place | None, ends: Sequence[frozenset[str]], on: date
    ) -> tuple[str, tuple[Source, ...]]:
        """Whether one hand is under an embargo: as every country says that its place can mean.

        The sources tell of embargoes on any of them, so that a place that can mean a state under
        embargo and another comes with those of the one.
        """
        if place is None or len(place.countries) > TOO_MANY:
            return UNKNOWN, ()
        statuses: set[str] = set()
        sources: tuple[Source, ...] = ()
        for code in sorted(place.countries):
            status, found = self._embargoes.under_embargo(code, on)
            if status != "no" and any(code in end for end in ends):
                status = "no" if frozenset((code,)) in ends else UNKNOWN
            statuses.add(status)
            if status != "no":
                sources += found
        return (statuses.pop() if len(statuses) == 1 else UNKNOWN), sources

    def _onward(self, facts: dict[str, Observation], supplied: Mapping[str, Observation]) -> None:
        """A government end user that says nothing of onward travel keeps the goods (a default)."""
        name = "end_user.government"
        government = supplied.get(name, facts.get(name))
        if "end_use.onward" in facts or government is None or government.value.lo != "yes":
            return
        source = Source.said(
            "default", "end_use.onward", "stated default for a government end user"
        )
        facts["end_use.onward"] = Observation(
            "end_use.onward", Value("none_declared", "none_declared"), (source,), assumed=True
        )


def _may_be(token: str, sources: tuple[Source, ...]) -> dict[str, Observation]:
    """Whether a party or state of transit may be under an embargo, as far as anything tells."""
    name = "chain.embargo_possible"
    return {name: Observation(name, Value(token, token), sources)}


def _named_onward(resolved: Resolved) -> str:
    """What is said by naming states to which the goods travel on; "" where none is named.

    A word such as "various" stands in the place of a name and names none.
    """
    places = [user.destination.countries for user in resolved.end_users if user.onward]
    if any(len(countries) > TOO_MANY for countries in places):
        return "expected_unnamed"
    return "named" if places else ""


def _of_one(resolved: Resolved, line: Line, user: EndUser) -> dict[str, Observation]:
    """The supplied facts that are said of the item line, the end user or the state alone."""
    if not resolved.of_one:
        return {}
    ends = _ends(resolved, user)
    return {
        seen.fact: seen
        for seen, subject in resolved.of_one
        if _is_of(about(seen.fact), subject, line, user, ends)
    }


def _is_of(
    kind: About, subject: Subject, line: Line, user: EndUser, ends: Sequence[frozenset[str]]
) -> bool:
    if kind == "item":
        return line.number == subject.number
    if subject.number:
        return user.number == subject.number and not user.onward
    if kind == "state":
        return user.destination.countries == subject.countries
    return subject.countries in ends


def _token(facts: Mapping[str, Observation], name: str) -> str | None:
    """The token of a fact, where it is known."""
    seen = facts.get(name)
    return seen.value.lo if seen is not None and seen.value.lo != UNKNOWN else None


def _looked_at(resolved: Resolved) -> Iterator[tuple[EndUser, bool]]:
    """Each end user in each state that is asked about; whether that state is the buyer's.

    Embargoes forbid a sale to a state as they forbid a delivery, and criterion 6 asks of the
    conduct of the buyer country: where the buyer is of another state, that one is looked at too.
    """
    buyer = resolved.buyer.place if resolved.buyer else None
    for user in resolved.end_users:
        states = list(_in_each_state(user))
        yield from ((one, False) for one in states)
        known = {one.destination.countries for one in states}
        if buyer is not None and not user.onward and buyer.countries not in known:
            yield replace(user, destination=buyer), True


def _abroad(resolved: Resolved, user: EndUser) -> dict[str, Observation]:
    """Whether a buyer is of another state than an end user and the place of use."""
    buyer = resolved.buyer
    if buyer is None or user.onward:
        return {}
    name = "buyer.abroad"
    bought = buyer.place.countries if buyer.place else frozenset[str]()
    mine = {code for end in _ends(resolved, user) for code in end}
    token = UNKNOWN if not bought else "no" if bought <= mine else "yes"
    if bought & mine and not bought <= mine:
        token = UNKNOWN
    source = Source.said("application", "buyer", "stated in the application")
    return {name: Observation(name, Value(token, token), (source,))}


def _finished(resolved: Resolved, user: EndUser) -> dict[str, Observation]:
    """Whether what reaches a state is what others make of the goods, or with them.

    So it is of a state to which the goods travel on after they are built in or made under licence.
    """
    end_use = resolved.said.end_use
    made = resolved.said.kind == "licensed_production" or (
        end_use is not None and end_use.category == "incorporation"
    )
    name, token = "end_use.finished", "yes" if user.onward and made else "no"
    source = Source.said("application", "end_use", "stated in the application")
    return {name: Observation(name, Value(token, token), (source,))}


def _may_need_consent(resolved: Resolved, line: Line) -> bool:
    """Whether goods are stated to be of another state, and nobody says that it need not consent."""
    papers = resolved.said.documents
    stated = papers is not None and papers.origin_consent is not None
    exporter = resolved.exporter.place
    if stated or line.origin is None or exporter is None:
        return False
    return line.origin.countries != exporter.countries


def _in_each_state(user: EndUser) -> Iterator[EndUser]:
    """An end user where the goods are used, and in its own state where that is another one.

    The criteria ask of the country of final destination and of the recipient: the army of one
    state that uses goods in another is looked at under what is known of either.
    """
    yield user
    if user.place is not None and user.place.countries != user.destination.countries:
        yield replace(user, destination=user.place)


def _ends(resolved: Resolved, user: EndUser) -> tuple[frozenset[str], ...]:
    """Where the goods end with an end user, each a set of countries that the place can mean."""
    one = next(one for one in resolved.end_users if one.number == user.number)
    places = (one.place, one.destination)
    return tuple(dict.fromkeys(place.countries for place in places if place))
