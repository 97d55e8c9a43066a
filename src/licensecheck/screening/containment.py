"""Whether a transfer stays inside an alliance, over every party, border and place that it touches.

A place is inside if all its countries are members on the day, outside if none is, else mixed.
What is not stated never blocks a verdict; a place that cannot be decided does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from licensecheck.facts.resolve import EndUser, Hand, Resolved
from licensecheck.reference.places import Place
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.rules.alliances import Alliance
from licensecheck.screening.result import (
    Axis,
    Basis,
    Contained,
    Inside,
    Qualifier,
    Touch,
    Verdict,
)
from licensecheck.vocabulary import UNKNOWN

__all__ = ["ContainmentCheck"]

_GRAVITY: Sequence[Inside] = ("inside", "unstated", "unknown", "mixed", "outside")
_FURTHER_USES = frozenset(("incorporation", "resale"))
# Forms that are built into something else, so that an ally is seldom where they end.
_BUILT_IN = frozenset(("component", "production_equipment", "technology", "software"))
_USED_ABROAD = frozenset(("third_country", "contested_area"))


class ContainmentCheck:
    """Judges containment in one alliance; keeps what it read of each country and day."""

    def __init__(self, alliance: Alliance, reference: Reference) -> None:
        self.alliance = alliance
        self._reference = reference
        self._country = lru_cache(maxsize=4096)(self._decide)
        self.inside = lru_cache(maxsize=4096)(self._inside)

    def judge(self, resolved: Resolved) -> Contained:
        """The containment of a whole application: all its parties, borders and end users."""
        on = resolved.clocks.membership_as_of
        start = _along("start", [self._touch("exporter", resolved.exporter.place, on)])
        # In the order in which goods travel; the consignee receives them at their destination.
        on_the_way = _along("custody", self._held(resolved.intermediaries, on))
        route = _along("route", [
            self._touch("transit state", hand.place, on) for hand in resolved.route
        ])  # fmt: skip
        received = _along("custody", self._held(filter(None, (resolved.consignee,)), on))
        custody = [*received, *on_the_way]
        others = [
            self._touch(f"{hand.role}, holds no goods", hand.place, on)
            for hand in resolved.hands
            if hand.party is not None and not hand.holds_goods
        ]
        final = _along(
            "final_use",
            [
                *(t for u in resolved.end_users if not u.onward for t in self._final(u, on)),
                *self._abroad(resolved),
            ],
        )
        onward = _along("onward", [
            self._touch("onward state", user.destination, on)
            for user in resolved.end_users
            if user.onward
        ])  # fmt: skip
        axes: dict[str, Inside] = {
            "start": _furthest_out(start),
            "custody": _furthest_out(custody),
            "route": _furthest_out(route),
            "final_use": self._final_axis(final, resolved),
            "onward": _onward(onward, resolved),
        }
        verdict = _verdict(axes, resolved)
        touchpoints = (*start, *on_the_way, *route, *received, *final, *onward)
        return Contained(
            definition=self.alliance,
            membership_as_of=on,
            verdict=verdict,
            axes=axes,
            qualifiers=tuple(self._qualifiers(axes, resolved, touchpoints)),
            touchpoints=(*touchpoints, *others),
            weakest=self._weakest((*onward, *final, *custody, *route, *start), on),
        )

    def _held(self, hands: Iterable[Hand], on: date) -> list[Touch]:
        return [self._touch(_role(hand), hand.place, on) for hand in hands if hand.holds_goods]

    def _inside(self, countries: frozenset[str], territory: str, on: date) -> tuple[Inside, Basis]:
        """Whether a set of countries is inside on a day, and why."""
        if len(countries) == 1:
            status, basis, _ = self._country(territory or next(iter(countries)), on)
            return status, basis
        statuses = [self._country(code, on)[0] for code in sorted(countries)]
        if len(seen := set(statuses)) == 1:
            status = seen.pop()
            return status, Basis("all", inside=status, n=len(countries))
        return "mixed", Basis("some", n=statuses.count("inside"), of=len(countries))

    def _decide(self, code: str, on: date) -> tuple[Inside, Basis, date | None]:
        state = self._reference.state_of(code, on)
        status, why, source, since = self._standing(code, state, on)
        return status, Basis(why, code, state, source=source), since

    def _standing(
        self, code: str, state: str, on: date
    ) -> tuple[Inside, str, Source | None, date | None]:
        if state in self.alliance.countries:
            return "inside", "named", None, None
        members = [self._reference.membership(group, state, on) for group in self.alliance.groups]
        yes = [m for m in members if m.status == "yes"]
        if not yes:
            if any(m.status == "unknown" for m in members):
                return "unknown", "not_known", None, None
            return "outside", "not_in", None, None
        since = min((m.since for m in yes if m.since), default=None)
        in_area = "yes"
        if self.alliance.area and (territory := self._reference.territory(code)):
            in_area = territory.in_nato_area
        if in_area == "yes":
            return "inside", "member", yes[0].source, since
        if in_area == "arguable":
            return "unknown", "arguable", None, None
        return "outside", "outside_area", None, None

    def _touch(self, role: str, place: Place | None, on: date) -> Touch:
        if place is None:
            return Touch(role, None, (), "unstated", Basis("no_country"))
        status, basis = self.inside(place.countries, place.territory, on)
        codes = tuple(sorted(place.countries)) if len(place.countries) <= 60 else ()
        return Touch(role, place.countries, codes, status, basis)

    def _final(self, user: EndUser, on: date) -> Iterable[Touch]:
        if user.place is None:
            yield self._touch("destination", user.destination, on)
            return
        yield self._touch("end user", user.place, on)
        if user.destination.countries != user.place.countries:
            yield self._touch("place of use", user.destination, on)

    def _abroad(self, resolved: Resolved) -> Iterable[Touch]:
        """A use outside of the country of destination, at a place that is not named."""
        said = _stated("end_use.place", resolved)
        if said in _USED_ABROAD and any(
            user.place is None or user.place.countries == user.destination.countries
            for user in resolved.end_users
            if not user.onward
        ):
            yield Touch("place of use", None, (), "unknown", Basis(said))

    def _final_axis(self, final: Sequence[Touch], resolved: Resolved) -> Inside:
        """With no end user named and goods to be built in or resold, final use is not stated."""
        unnamed = all(user.party is None for user in resolved.end_users if not user.onward)
        axis = _furthest_out(final)
        if axis == "inside" and unnamed and _goes_further(resolved):
            return "unstated"
        return axis

    def _qualifiers(
        self, axes: dict[str, Inside], resolved: Resolved, touchpoints: Sequence[Touch]
    ) -> Iterable[Qualifier]:
        if _stated("licence.kind", resolved) == "temporary_export":
            yield "temporary"
        if _stated("end_use.place", resolved) in _USED_ABROAD:
            yield "deployed_outside"
        if "outside" in (axes["custody"], axes["route"]):
            yield "via_non_member"
        if any(hand.holds_goods and hand.place is None for hand in resolved.hands):
            yield "custody_unstated"
        if axes["route"] == "unstated":
            yield "route_unstated"
        if axes["onward"] == "unstated":
            yield "onward_unstated"
        if _is_unnamed(resolved):
            yield "onward_unnamed"
        kinds = {user.party.kind for user in resolved.end_users if user.party}
        if kinds & {"international_organisation", "peacekeeping_mission"}:
            yield "international_organisation"
        if self._changes(resolved, touchpoints):
            yield "membership_changes_within_validity"

    def _changes(self, resolved: Resolved, touchpoints: Sequence[Touch]) -> bool:
        validity = resolved.application.validity
        if validity is None:
            return False
        days = [day for day in (validity.begins, validity.until) if day is not None]
        days.append(resolved.clocks.membership_as_of)
        codes = {code for touchpoint in touchpoints for code in touchpoint.countries}
        return any(len({self._country(code, day)[0] for day in days}) > 1 for code in codes)

    def _weakest(self, touchpoints: Sequence[Touch], on: date) -> Touch | None:
        """The touchpoint least inside; where all are inside, that of the youngest member."""
        stated = [t for t in touchpoints if t.inside != "unstated"]
        if not stated:
            return None
        gravest = max(_GRAVITY.index(t.inside) for t in stated)
        weakest = [t for t in stated if _GRAVITY.index(t.inside) == gravest]
        if gravest > 0:
            return weakest[0]
        return max(weakest, key=lambda touchpoint: self._joined(touchpoint, on))

    def _joined(self, touchpoint: Touch, on: date) -> date:
        """Day on which the youngest member of a touchpoint joined; the earliest day if unknown."""
        days = (self._country(code, on)[2] for code in touchpoint.countries)
        return max((day for day in days if day is not None), default=date.min)


def _along(axis: Axis, touchpoints: Iterable[Touch]) -> list[Touch]:
    return [replace(touchpoint, axis=axis) for touchpoint in touchpoints]


def _role(hand: Hand) -> str:
    return hand.role.replace("_", " ")


def _furthest_out(touchpoints: Sequence[Touch]) -> Inside:
    if not touchpoints:
        return "unstated"
    return max((t.inside for t in touchpoints), key=_GRAVITY.index)


def _stated(fact: str, resolved: Resolved) -> str:
    """What was stated of the licence or the end use; a supplied fact goes before the field."""
    supplied = resolved.supplied.get(fact)
    if supplied is not None:
        return "" if supplied.value.lo == UNKNOWN else supplied.value.lo
    application, end_use = resolved.application, resolved.application.end_use
    if fact == "licence.kind":
        return application.kind
    said = getattr(end_use, fact.removeprefix("end_use."), None)
    return said if isinstance(said, str) else ""


def _is_unnamed(resolved: Resolved) -> bool:
    """Whether the goods are expected to travel on to places that nobody named."""
    said = _stated("end_use.onward", resolved)
    named = any(user.onward for user in resolved.end_users)
    return said == "expected_unnamed" or (said == "named" and not named)


def _onward(onward: Sequence[Touch], resolved: Resolved) -> Inside:
    """Of places that are expected but not named, it is not known where they are."""
    statuses = [touchpoint.inside for touchpoint in onward]
    if _is_unnamed(resolved):
        statuses.append("unknown")
    if statuses:
        return max(statuses, key=_GRAVITY.index)
    return "inside" if _stated("end_use.onward", resolved) == "none_declared" else "unstated"


def _goes_further(resolved: Resolved) -> bool:
    """Goods to be built in or resold, as declared, or parts that leave for nobody named."""
    category = _stated("end_use.category", resolved)
    if category:
        return category in _FURTHER_USES
    unnamed = all(user.party is None for user in resolved.end_users if not user.onward)
    return unnamed and any(line.item.form in _BUILT_IN for line in resolved.lines)


def _verdict(axes: dict[str, Inside], resolved: Resolved) -> Verdict:
    if axes["start"] == "outside":
        return "starts_outside"
    undecided = {"mixed", "unknown"}
    if axes["start"] in undecided:
        # What was never inside does not leave.
        return "undetermined"
    if "outside" in (axes["final_use"], axes["onward"]):
        return "leaves"
    if undecided & {axes["final_use"], axes["onward"]}:
        return "undetermined"
    if "unstated" in (axes["final_use"], axes["onward"]) and _goes_further(resolved):
        return "first_hop_inside"
    if "outside" in (axes["custody"], axes["route"]):
        return "passes_outside"
    if undecided & {axes["custody"], axes["route"]}:
        return "undetermined"
    return "stays_inside"
