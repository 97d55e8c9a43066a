"""What is known of one country: the facts of the shipped tables, criterion by criterion.

In: a country, a day and the rules. Out: a `CountryProfile`: what is known with its sources, what
is not, the figures year by year, and which rules a few usual goods meet there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from licensecheck.facts.observation import Observation
from licensecheck.reference.embargoes import Embargo
from licensecheck.reference.reference import CONVENTIONS, REGIMES, Reference
from licensecheck.reference.source import Source
from licensecheck.rules.alliances import Alliance, find_alliance, packaged_alliances
from licensecheck.rules.model import CRITERIA
from licensecheck.screening.screener import Screening
from licensecheck.vocabulary import Value

__all__ = [
    "USUAL_GOODS",
    "CountryProfile",
    "Figure",
    "Goods",
    "Known",
    "Met",
    "Probe",
    "Profiler",
    "Standing",
    "application_of",
]

_FACTS: Final = ("destination.", "embargo.")
# Facts of the transfer, and how it is screened, which are named like those of a country.
_NOT_OF_A_COUNTRY: Final = (
    "embargo.exemption", "embargo.old_contract", "embargo.onward", "embargo.scope",
    "destination.depth",
)  # fmt: skip
_ALLIANCES: Final = ("nato", "eu", "nato-plus")
_GROUPS: Final = ("NATO", "EU", "CP_ALIGNED", *REGIMES, "LDC", "IDA", "FATF_BLACK", "FATF_GREY")
_TREATIES: Final = (*dict.fromkeys((*CONVENTIONS, "ROME", "ICCPR", "CAT", "OTTAWA", "CCM")),)
_SERIES: Final = ("human_rights", "rule_of_law", "voice", "corruption", "milex", "debt")
_CONFLICTS: Final = ("territory", "party", "supporter", "interstate")
_FIRST_YEAR: Final = 2004


class Goods(NamedTuple):
    """Goods with the end user that usually buys them; `key` tells them from the others."""

    key: str
    rating: str
    kind: str
    form: str
    end_user: str


# What a desk asks about first: goods for the users that usually buy them.
USUAL_GOODS: Final = (
    Goods("army_rifles", "ML1.a", "small_arm", "complete", "armed_forces"),
    Goods("police_rifles", "ML1.a", "small_arm", "complete", "police"),
    Goods("army_vehicles", "ML6.a", "armoured_vehicle", "complete", "armed_forces"),
    Goods("air_force_aircraft", "ML10.a", "combat_aircraft", "complete", "armed_forces"),
    Goods("navy_parts", "ML9.a", "warship", "spare_part", "armed_forces"),
    Goods("police_surveillance", "ML11.a", "surveillance", "complete", "police"),
    Goods("vehicle_technology", "ML22.a", "armoured_vehicle", "technology", "company"),
)


class Known(NamedTuple):
    """One fact: its value, and the rows that it rests on; `value` is None where it is unknown."""

    fact: str
    value: Value | None
    sources: tuple[Source, ...]
    rules: tuple[str, ...]


class Standing(NamedTuple):
    """Whether the country belongs to a group or is bound by a treaty, on the day."""

    name: str
    status: str
    source: Source


class Figure(NamedTuple):
    """One year of a series; the level lies between `lo` and `hi`."""

    year: int
    lo: str
    hi: str
    value: str


class Met(NamedTuple):
    """A rule that usual goods meet."""

    rule: str
    criterion: str
    status: str
    title: str


class Probe(NamedTuple):
    """What usual goods would meet, with nothing else known of the transfer."""

    goods: Goods
    status: str
    met: tuple[Met, ...]


@dataclass(frozen=True)
class CountryProfile:
    """What is known of a country on a day.

    Attributes:
        country: Its code.
        state: The state that answers for it; the same code for a state.
        as_of: The day.
        inside: Per alliance whether it is inside, with the row.
        groups: Memberships and lists.
        treaties: Standing towards each treaty.
        embargoes: Every row that names it, ended ones among them.
        neighbours: Land neighbours with an embargo that holds or may hold.
        criteria: Facts that the rules of each criterion read of a country.
        series: Years of each graded figure and of each kind of conflict.
        probes: What usual goods meet.
        stale: Facts whose figure is older than three years or carried on from the last data year.
        overdue: Tables that are past their day of review.
        edition: Edition of the tables.
    """

    country: str
    state: str
    as_of: date
    inside: tuple[Standing, ...]
    groups: tuple[Standing, ...]
    treaties: tuple[Standing, ...]
    embargoes: tuple[Embargo, ...]
    neighbours: tuple[tuple[str, tuple[Embargo, ...]], ...]
    criteria: Mapping[str, tuple[Known, ...]]
    series: Mapping[str, tuple[Figure, ...]]
    probes: tuple[Probe, ...]
    stale: tuple[str, ...]
    overdue: tuple[str, ...]
    edition: str

    def facts(self) -> tuple[Known, ...]:
        """Every fact once, in the order of the criteria."""
        found = {known.fact: known for part in self.criteria.values() for known in part}
        return tuple(found.values())

    def unknown(self) -> tuple[Known, ...]:
        """The facts of which nothing is known."""
        return tuple(known for known in self.facts() if known.value is None)


class Profiler:
    """Makes profiles under one edition of the tables and rules.

    Args:
        reference: The tables; the packaged ones by default.

    Raises:
        LawError: A table or rule file is faulty.
    """

    def __init__(self, reference: Reference | None = None) -> None:
        self.reference = reference or Reference.load()
        # Rules of a single state say nothing of a country of destination.
        self._screener = Screening(
            rulesets=["eu-common-position"], reference=self.reference, depth="light"
        )
        self._alliances = tuple(find_alliance(n) for n in _ALLIANCES if n in packaged_alliances())
        self._reading = lru_cache(maxsize=8)(self._facts_read)

    def profile(self, country: str, on: date) -> CountryProfile:
        """What is known of a country on a day.

        Args:
            country: ISO code of a state or territory.
            on: The day.

        Raises:
            InputError: No edition of the rules was in force on that day.
        """
        reference = self.reference
        observations = self._observations(country, on)
        criteria = {
            criterion: tuple(
                _known(fact, observations.get(fact), rules) for fact, rules in facts.items()
            )
            for criterion, facts in self._reading(on).items()
        }
        return CountryProfile(
            country=country,
            state=reference.state_of(country, on),
            as_of=on,
            inside=tuple(self._inside(one, country, on) for one in self._alliances),
            groups=tuple(
                Standing(name, found.status, found.source)
                for name in _GROUPS
                for found in (reference.membership(name, country, on),)
            ),
            treaties=tuple(
                Standing(name, found.status, found.source)
                for name in _TREATIES
                for found in (reference.treaty(name, country, on),)
            ),
            embargoes=reference.embargoes(country, on) or (),
            neighbours=tuple(self._neighbours(country, on)),
            criteria=criteria,
            series=self._series(country, on),
            probes=tuple(self._probe(goods, country, on) for goods in USUAL_GOODS),
            stale=tuple(self._stale(country, on)),
            overdue=reference.overdue(on),
            edition=reference.edition,
        )

    def _observations(self, country: str, on: date) -> Mapping[str, Observation]:
        examined = self._screener.examine(application_of(USUAL_GOODS[0], country, on))
        return examined.transfers[0].observations

    def _facts_read(self, on: date) -> dict[str, dict[str, tuple[str, ...]]]:
        """Which facts of a country the rules of each criterion read, and by which rules."""
        found: dict[str, dict[str, list[str]]] = {name: {} for name in CRITERIA}
        for rule in self._screener.program(on).rules:
            for fact in rule.facts:
                if fact.startswith(_FACTS) and fact not in _NOT_OF_A_COUNTRY:
                    found.get(rule.criterion, {}).setdefault(fact, []).append(rule.id)
        return {
            criterion: {fact: tuple(rules) for fact, rules in facts.items()}
            for criterion, facts in found.items()
        }

    def _inside(self, alliance: Alliance, country: str, on: date) -> Standing:
        """Whether a country is inside by a group, or named as inside by itself."""
        held = [self.reference.membership(group, country, on) for group in alliance.groups]
        for status in ("yes", "unknown"):
            for found in held:
                if found.status == status:
                    return Standing(alliance.name, status, found.source)
        named = country in alliance.countries
        source = held[0].source if held else Source("alliances", alliance.name, alliance.title)
        return Standing(alliance.name, "yes" if named else "no", source)

    def _neighbours(self, country: str, on: date) -> Iterator[tuple[str, tuple[Embargo, ...]]]:
        for neighbour in self.reference.neighbours(country) or ():
            rows = tuple(
                row
                for row in self.reference.embargoes(neighbour.country, on) or ()
                if row.phase not in ("ended", "not_yet")
                and row.target_kind in ("state", "non_state")
            )
            if rows:
                yield neighbour.country, rows

    def _series(self, country: str, on: date) -> dict[str, tuple[Figure, ...]]:
        reference = self.reference
        found: dict[str, tuple[Figure, ...]] = {}
        for name in _SERIES:
            years: dict[int, Figure] = {}
            for year in range(_FIRST_YEAR, on.year + 1):
                graded = reference.indicator(name, country, date(year, 7, 1))
                # The figure of a year is the one that is asked for in the next.
                if graded and graded.year and graded.lo and graded.year >= _FIRST_YEAR - 1:
                    years[graded.year] = Figure(
                        graded.year, graded.lo, graded.hi, f"{graded.value:g}"
                    )
            found[f"destination.{name}"] = tuple(years.values())
        for kind in _CONFLICTS:
            found[f"conflict.{kind}"] = tuple(
                Figure(year, graded.lo, graded.hi, "")
                for year in range(_FIRST_YEAR, on.year + 1)
                for graded in (reference.conflict(kind, country, date(year, 7, 1)),)
                if graded and not graded.last_known
            )
        return {name: figures for name, figures in found.items() if figures}

    def _stale(self, country: str, on: date) -> Iterator[str]:
        for name in _SERIES:
            graded = self.reference.indicator(name, country, on)
            if graded and graded.stale:
                yield f"destination.{name}"
        for kind in _CONFLICTS:
            level = self.reference.conflict(kind, country, on)
            if level and level.last_known:
                yield f"conflict.{kind}"

    def _probe(self, goods: Goods, country: str, on: date) -> Probe:
        result = self._screener.decide(application_of(goods, country, on))
        met = tuple(
            dict.fromkeys(
                Met(found.rule, found.criterion, found.status, found.law.title)
                for found in result.findings
                if found.status != "open"
            )
        )
        return Probe(goods, result.outcome.status, met)


def _known(fact: str, seen: Observation | None, rules: tuple[str, ...]) -> Known:
    if seen is None:
        return Known(fact, None, (), rules)
    return Known(fact, seen.value, seen.sources, rules)


def application_of(goods: Goods, country: str, on: date) -> dict[str, object]:
    """An application of usual goods for a country, with nothing else said of it."""
    return {
        "as_of": on,
        # The Union as a whole: what is asked is a matter of the destination alone.
        "exporter": {"country": "EU"},
        "end_user": {"country": country, "kind": goods.end_user},
        "items": [{"rating": goods.rating, "kind": goods.kind, "form": goods.form}],
    }
