"""Treaties: who was a party, a signatory or outside, on which day.

In: `instruments.csv` (how each treaty is known), `treaties.csv`, `memberships.csv`.
Out: a `TreatyStatus`.

A treaty is known in one of three ways: a row for each state (ICCPR, CAT), a list of parties (ATT,
ROME, CCM), or a short list of the states outside (NPT, BTWC, CWC, OTTAWA). A state is a party from
the day the treaty enters into force for it, not from the day of deposit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from licensecheck.errors import LawError, Problem, nearest, quote, told
from licensecheck.messages import Said, message
from licensecheck.messages import said as said_of
from licensecheck.reference.days import Held, PartialDay, day, months_later, partial_day
from licensecheck.reference.groups import Membership, Memberships
from licensecheck.reference.source import Source
from licensecheck.reference.tables import Row

__all__ = ["Standing", "Treaties", "TreatyStatus"]

Standing = Literal["party", "signatory", "not_party", "not_in_force", "unknown"]


@dataclass(frozen=True, slots=True)
class TreatyStatus:
    """The standing of a country towards a treaty on a day.

    Attributes:
        treaty: ICCPR, CAT, ATT, ROME, NPT, BTWC, CWC, HCOC, OTTAWA or CCM.
        country: The country asked for.
        status: `not_party` says that it is no party; whether it signed is not known then. Before
            its first day a treaty is `not_in_force`, and no state is outside of it.
        since: First day as a party, where it is known to the day.
        source: The row, or the list as a whole.
    """

    treaty: str
    country: str
    status: Standing
    since: date | None
    source: Source


class _Instrument(NamedTuple):
    name: str
    title: str
    founded: date
    parties: str
    non_parties: str
    signatories: str
    months: int
    days: int
    rows_certain_from: date | None
    absent_is_party_from: date | None

    @property
    def lists(self) -> tuple[str, str, str]:
        """The groups that tell who is a party, outside or a signatory; "" for none."""
        return self.parties, self.non_parties, self.signatories


class Treaties:
    """The treaties and their rows."""

    def __init__(
        self, instruments: Iterable[Row], rows: Iterable[Row], memberships: Memberships | None
    ) -> None:
        self._instruments = {row["treaty"]: _instrument(row) for row in instruments}
        self._rows = {(row["treaty"], row["country"]): row for row in rows}
        self._members = memberships
        # A UN member, or a state that the depositary treats as one, has a row of the covenant.
        self._states = frozenset(country for treaty, country in self._rows if treaty == "ICCPR")

    def names(self) -> tuple[str, ...]:
        """The treaties known."""
        return tuple(self._instruments)

    def lists(self, treaty: str, country: str) -> bool:
        """Whether a country has a row of its own for a treaty, in any of its lists."""
        instrument = self._instrument(treaty)
        members = self._members
        return (treaty, country) in self._rows or (
            members is not None and any(g and members.lists(g, country) for g in instrument.lists)
        )

    def status(self, treaty: str, country: str, on: date) -> TreatyStatus:
        """The standing of a country on a day, by its own rows or the lists."""
        instrument = self._instrument(treaty)
        if on < instrument.founded:
            source = Source.said(
                "treaties", f"{treaty} {country}", "{phrase}: in force only from {day}",
                verified="yes", phrase=Said(instrument.title), day=str(instrument.founded),
            )  # fmt: skip
            return TreatyStatus(treaty, country, "not_in_force", None, source)
        row = self._rows.get((treaty, country))
        if row is not None:
            return _by_row(instrument, row, on)
        return self._by_lists(instrument, country, on)

    def changes(self) -> Iterator[date]:
        """Days on which an answer may change, apart from the lists of parties."""
        for treaty, country in self._rows:
            yield from self._changes_of_row(treaty, country)
        for treaty in self._instruments:
            yield from self.changes_of(treaty, ())

    def changes_of(self, treaty: str, countries: Sequence[str]) -> Iterator[date]:
        """Days on which the answer for one treaty and some countries may change."""
        instrument = self._instrument(treaty)
        yield instrument.founded
        for known in (instrument.rows_certain_from, instrument.absent_is_party_from):
            if known:
                yield known
        for country in countries:
            yield from self._changes_of_row(treaty, country)
        if self._members is not None and countries:
            for group in filter(None, instrument.lists):
                yield from self._members.changes_of(group, countries)

    def _changes_of_row(self, treaty: str, country: str) -> Iterator[date]:
        row = self._rows.get((treaty, country))
        start = _in_force(self._instruments[treaty], partial_day(row["from"])) if row else None
        if start:
            yield start.first
            yield start.last + timedelta(days=1)

    def _instrument(self, treaty: str) -> _Instrument:
        if treaty not in self._instruments:
            what = told("no treaty {treaty}", treaty=quote(treaty))
            help_ = nearest(treaty, self._instruments)
            raise LawError(Problem("reference/instruments.csv", what, help_))
        return self._instruments[treaty]

    def _by_lists(self, instrument: _Instrument, country: str, on: date) -> TreatyStatus:
        name = instrument.name
        if self._members is None:
            return self._inferred(instrument, country, date.min)
        outside = self._membership(instrument.non_parties, country, on)
        if outside and outside.listed and outside.status != "no":
            status: Standing = "not_party" if outside.status == "yes" else "unknown"
            return TreatyStatus(name, country, status, None, outside.source)
        party = self._membership(instrument.parties, country, on)
        if party and (party.listed or party.status == "no"):
            if party.status == "no":
                return self._not_party(instrument, country, on, party)
            standing: Standing = "party" if party.status == "yes" else "unknown"
            return TreatyStatus(name, country, standing, party.since, party.source)
        return self._inferred(instrument, country, on)

    def _not_party(
        self, instrument: _Instrument, country: str, on: date, party: Membership
    ) -> TreatyStatus:
        signed = self._membership(instrument.signatories, country, on)
        if signed and signed.status == "yes":
            return TreatyStatus(instrument.name, country, "signatory", None, signed.source)
        return TreatyStatus(instrument.name, country, "not_party", party.since, party.source)

    def _inferred(self, instrument: _Instrument, country: str, on: date) -> TreatyStatus:
        known = instrument.absent_is_party_from
        row = f"{instrument.name} {country}"
        if known and on >= known and country in self._states:
            source = Source.said(
                "treaties", row, "party to the {phrase}: not on the short list of states outside",
                as_of=known.isoformat(), verified="no", phrase=Said(instrument.title),
            )  # fmt: skip
            return TreatyStatus(instrument.name, country, "party", None, source)
        source = Source.said(
            "treaties",
            row,
            "{phrase}: standing not known",
            verified="no",
            phrase=Said(instrument.title),
        )
        return TreatyStatus(instrument.name, country, "unknown", None, source)

    def _membership(self, group: str, country: str, on: date) -> Membership | None:
        if not group or self._members is None:
            return None
        return self._members.membership(group, country, on)


def _by_row(instrument: _Instrument, row: Row, on: date) -> TreatyStatus:
    start = _in_force(instrument, partial_day(row["from"]))
    note = Said(row["note"]) if row["note"] and row["status"] != "party" else None
    status: Standing = "unknown"
    year = since_day = ""
    if row["status"] == "not_party":
        status, said = "not_party", message("not a party to the {phrase}")
    elif row["status"] != "party":
        said = message("{phrase}: standing unclear")
    elif start is None:
        said = message("{phrase}: party, since when is not known")
        if (known := instrument.rows_certain_from) and on >= known:
            status, said = "party", message("party to the {phrase} since before {year}")
            year = str(known.year)
    else:
        status, said = _reached(start.reached(on), exact=bool(start.exact))
        since_day = start.text
        if instrument.months or instrument.days:
            note = said_of(message("deposit {day}"), day=row["from"])
    source = Source.said(
        "treaties", f"{row['treaty']} {row['country']}", said, verified=row["verified"],
        phrase=Said(instrument.title), year=year, day=since_day,
    )  # fmt: skip
    if note:
        source = source.framed(message("{said} ({note})"), note=note)
    since = start.exact if start else None
    return TreatyStatus(instrument.name, row["country"], status, since, source)


def _reached(reached: Held, *, exact: bool) -> tuple[Standing, str]:
    """The standing of a state whose row says since when, and the message that tells it."""
    if reached == "yes":
        said = message("party to the {phrase}: in force for it since {day}")
        if not exact:
            said = message("party to the {phrase}: in force for it from {day} on, day not known")
        return "party", said
    if reached == "no":
        said = message("not yet a party to the {phrase}: in force for it from {day} on")
        return "not_party", said
    said = message(
        "not known whether a party to the {phrase}: in force for it from {day} on, day not known"
    )
    return "unknown", said


def _in_force(instrument: _Instrument, deposit: PartialDay | None) -> PartialDay | None:
    if deposit is None or not (instrument.months or instrument.days):
        return deposit
    first, last = (
        months_later(known, instrument.months) + timedelta(days=instrument.days)
        for known in (deposit.first, deposit.last)
    )
    return PartialDay(first, last, first.isoformat() if first == last else deposit.text)


def _instrument(row: Row) -> _Instrument:
    founded = day(row["founded"])
    return _Instrument(
        row["treaty"],
        row["title"],
        founded or date.min,
        row["parties"],
        row["non_parties"],
        row["signatories"],
        int(row["in_force_after_months"] or 0),
        int(row["in_force_after_days"] or 0),
        day(row["rows_certain_from"]),
        day(row["absent_is_party_from"]),
    )
