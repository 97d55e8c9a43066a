"""What is known of a country, part by part, in words: for the text and the page alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.reference.embargoes import Embargo, said_acts
from licensecheck.screening.country import CountryProfile, Goods, Known, Probe, Standing
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.fact_words import FACT_WORDS
from licensecheck.wording.finding_words import who_text
from licensecheck.wording.result import NOT_PERMISSION
from licensecheck.wording.sources import name_of_country, said_text, source_text

__all__ = ["GOODS", "LEFT_OUT", "STANDINGS", "CountryWords", "sorted_embargoes"]

# Series that are drawn year by year are called as the facts that they give.
_LABELS: Final[Mapping[str, str]] = {
    **FACT_WORDS,
    "conflict.territory": FACT_WORDS["destination.conflict_territory"],
    "conflict.party": FACT_WORDS["destination.conflict_party"],
    "conflict.supporter": FACT_WORDS["destination.conflict_support"],
    "conflict.interstate": FACT_WORDS["destination.interstate"],
}
_PHASES: Final[Mapping[str, str]] = {
    "in_force": message("in force"),
    "lapsed_term": message("term has passed; renewal not known"),
    "unknown": message("in doubt"),
    "ended": message("ended"),
    "not_yet": message("not yet in force"),
}
# Usual goods, by their key.
GOODS: Final[Mapping[str, str]] = {
    "army_rifles": message("rifles for the army"),
    "police_rifles": message("rifles for the police"),
    "army_vehicles": message("armoured vehicles for the army"),
    "air_force_aircraft": message("combat aircraft for the air force"),
    "navy_parts": message("parts of a warship for the navy"),
    "police_surveillance": message("surveillance equipment for the police"),
    "vehicle_technology": message("technology for armoured vehicles, for a company"),
}
_INSIDE: Final[Mapping[str, str]] = {
    "yes": message("inside"),
    "no": message("outside"),
    "unknown": message("unknown"),
}
_ALLIANCES: Final[Mapping[str, str]] = {
    "nato": message("NATO"),
    "eu": message("EU"),
    "nato-plus": message("NATO+"),
}
# Treaties and groups whose name in the tables is no name that people use.
_GROUPS: Final[Mapping[str, str]] = {
    "ROME": message("Rome Statute"),
    "OTTAWA": message("Ottawa Convention"),
    "CP_ALIGNED": message("aligned with the Common Position"),
    "WASSENAAR": message("Wassenaar Arrangement"),
    "AUSTRALIA_GROUP": message("Australia Group"),
    "LDC": message("UN list of least developed countries"),
    "IDA": message("eligible for IDA lending"),
    "FATF_BLACK": message("FATF list of high-risk jurisdictions"),
    "FATF_GREY": message("FATF list under increased monitoring"),
}
STANDINGS: Final[Mapping[str, str]] = {
    "party": message("party to"),
    "signatory": message("signed and not in force for it"),
    "not_party": message("not party to"),
    "not_in_force": message("not in force on that day"),
    "yes": message("member of, or on"),
    "no": message("not member of, nor on"),
    "unknown": message("not known"),
}
LEFT_OUT: Final = (
    message("lists of persons, companies and ships under sanctions"),
    message("embargoes and restrictions of single states"),
    message("facts that only an officer, an embassy or a service knows"),
    message("events after the last day of each table"),
)


_GRAVEST: Final = ("presumptive_denial", "review", "noted", "duty").index


class CountryWords:
    """Says the parts of a profile in a language; rules and rows by their ids if `codes`."""

    def __init__(self, language: Language, *, codes: bool = False) -> None:
        self.language = language
        self.codes = codes
        self.text = language.text

    def label(self, fact: str) -> str:
        """What a fact or a series is called."""
        return self.text(_LABELS[fact]) if fact in _LABELS else fact

    def value(self, known: Known) -> str:
        """The value of a fact."""
        if known.value is None:
            return self.text("unknown")
        return self.interval(*known.value)

    def interval(self, lo: str, hi: str) -> str:
        """A level, or the two that it lies between."""
        if lo == hi:
            return self.language.token(lo)
        least, most = self.language.token(lo), self.language.token(hi)
        return self.text("{least} to {most}", least=least, most=most)

    def sources(self, known: Known) -> str:
        """The first three sources of a fact, and how many more there are."""
        said = [
            self.text("{source} (verified: {how})", source=source_text(source, self.language),
                      how=self.language.token(source.verified))
            for source in known.sources[:3]
        ]  # fmt: skip
        more = len(known.sources) - 3
        if more > 0:
            said.append(self.language.count("{n} more source", "{n} more sources", more))
        return "; ".join(dict.fromkeys(said))

    def who(self, known: Known) -> str:
        """Which persons can answer what is not known."""
        return who_text(Vocabulary.load()[known.fact].who, self.language)

    def standing(self, one: Standing) -> str:
        """A status towards a treaty or group, with its source."""
        said = source_text(one.source, self.language)
        how = self.language.token(one.source.verified)
        status = self.language.token(one.status)
        day = f", {one.source.as_of}" if one.source.as_of else ""
        return self.text("{status}: {source} (verified: {how}{day})", status=status, source=said,
                         how=how, day=day)  # fmt: skip

    def days(self, row: Embargo) -> str:
        """From when until when an embargo is in force."""
        days = self.text("from {day}", day=row.since.isoformat())
        if row.until:
            days += " " + self.text("until {day}", day=row.until.isoformat())
        return days

    def acts(self, row: Embargo) -> str:
        """The acts that an embargo rests on."""
        return said_text(said_acts(row.legal_act), self.language)

    def embargo(self, row: Embargo) -> str:
        """An embargo: by whom, since when, on what, by which acts."""
        phase = self.text(_PHASES[row.phase])
        return (
            f"{f'{row.id} ' if self.codes else ''}{self.text(row.authority)}: {phase}, "
            f"{self.days(row)}; {self.text(row.target)}; {self.text(row.scope)}; {self.acts(row)}"
        )

    def whole_embargo(self, row: Embargo) -> str:
        """An embargo with what it exempts."""
        return "; ".join(filter(None, (self.embargo(row), self.exemptions(row))))

    def neighbours(self, profile: CountryProfile) -> Iterator[str]:
        """The embargoes on each neighbour, a line each."""
        for code, rows in profile.neighbours:
            said = self.text("neighbour {country}", country=self.name(code))
            yield f"{said}: " + "; ".join(map(self.embargo, rows))

    def exemptions(self, row: Embargo) -> str:
        """What an embargo exempts; empty where the table names nothing."""
        if not row.exemptions:
            return ""
        return self.text("exempt: {words}", words=self.text(row.exemptions))

    def goods(self, goods: Goods) -> str:
        """Usual goods with their entry: `rifles for the army (ML1.a)`."""
        return f"{self.text(GOODS[goods.key])} ({goods.rating})"

    def probe(self, probe: Probe) -> str:
        """Usual goods with what they meet, or the status where they meet nothing."""
        met = self.rules(probe) if probe.met else self.language.token(probe.status)
        return f"{self.goods(probe.goods)}: {met}"

    def triggers(self, probe: Probe) -> str:
        """The gravest that goods meet: a status, and under which criteria."""
        if self.codes:
            return self.rules(probe)
        criteria = dict.fromkeys(one.criterion for one in probe.met if one.status == probe.status)
        return self._under(probe.status, criteria)

    def _under(self, status: str, criteria: Collection[str]) -> str:
        said = self.language.token(status)
        if not criteria:
            return said
        names = self.language.count("criterion {names}", "criteria {names}", len(criteria),
                                    names=self.language.listed(criteria))  # fmt: skip
        return self.text("{status} under {criteria}", status=said, criteria=names)

    def group(self, name: str) -> str:
        """A treaty, regime or list as people call it."""
        return name if self.codes else self.text(_GROUPS.get(name, name))

    def rules(self, probe: Probe) -> str:
        """What goods meet: the criteria by status, or the rules by their ids."""
        if self.codes:
            return ", ".join(
                f"{met.rule} ({self.language.token(met.status)})" for met in probe.met
            ) or self.text("none")  # fmt: skip
        by_status: dict[str, dict[str, None]] = {}
        for met in probe.met:
            by_status.setdefault(met.status, {})[met.criterion] = None
        ranked = sorted(by_status.items(), key=lambda one: _GRAVEST(one[0]))
        return "; ".join(self._under(*one) for one in ranked) or self.text("none")

    def title(self, profile: CountryProfile) -> str:
        """The country and the day."""
        return self.text("{country} on {day}", country=self.name(profile.country),
                         day=profile.as_of.isoformat())  # fmt: skip

    def name(self, code: str) -> str:
        """The name of a country."""
        return name_of_country(code, self.language)

    def head(self, profile: CountryProfile, *, sources: bool = True) -> Iterator[str]:
        """Which state answers for it, and whether it is inside each alliance."""
        if profile.state != profile.country:
            yield self.text("{state} answers for it", state=self.name(profile.state))
        for one in profile.inside:
            name = one.name.upper()
            name = name if self.codes else self.text(_ALLIANCES.get(one.name, name))
            held = f"{name}: {self.text(_INSIDE[one.status])}"
            yield f"{held}; {source_text(one.source, self.language)}" if sources else held

    def cautions(self, profile: CountryProfile) -> Iterator[str]:
        """Series that ended before the day, and tables that are due for review."""
        for fact in profile.stale:
            figures = profile.series.get(fact)
            year = figures[-1].year if figures else self.text("unknown")
            yield self.text("{fact}: last year with data is {year}", fact=self.label(fact),
                            year=year)  # fmt: skip
        for name in profile.overdue:
            yield self.text(
                "the table `{table}` is past its day of review; look for changes since", table=name
            )

    def left_out(self) -> Iterator[str]:
        """What no table here holds."""
        yield from map(self.text, LEFT_OUT)

    def foot(self, profile: CountryProfile) -> str:
        """The edition of the tables, and that no trigger is not permission."""
        return self.text("Tables of edition {edition}. {permission}", edition=profile.edition,
                         permission=self.text(NOT_PERMISSION))  # fmt: skip


def sorted_embargoes(profile: CountryProfile) -> Sequence[Embargo]:
    """Those in force first, then those in doubt, then those that ended, the latest first."""
    order = list(_PHASES)
    return sorted(
        profile.embargoes, key=lambda row: (order.index(row.phase), -row.since.toordinal())
    )
