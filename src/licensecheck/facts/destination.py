"""Facts of the country of destination, from the shipped tables, as known on a day.

A destination of several countries gives the hull of what is known of each. Nothing here is
guessed: a table that is withheld, or has no row where rows are needed, leaves the fact open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Final, Literal, NamedTuple

from licensecheck.facts.observation import Clocks, Observation, hull
from licensecheck.messages import countries, message
from licensecheck.reference.reference import CONVENTIONS, REGIMES, Reference
from licensecheck.reference.source import Source
from licensecheck.reference.spans import KeptSpans
from licensecheck.vocabulary import UNKNOWN, Value, Vocabulary

__all__ = ["Depth", "DestinationFacts"]

# Derives facts of one country.
Derive = Callable[[str, Clocks], Iterable[Observation]]
Depth = Literal["light", "full"]

# "The world" agrees on nothing; to find that out for each epoch costs more than it tells.
TOO_MANY: Final = 100
# Destinations and days of which the facts are kept.
_KEPT: Final = 1024

# States that are screened lightly unless a political row stands against them (RULES.md §1).
LIGHT_GROUPS: Final = ("EU", "NATO", "NATO_EQUIVALENT")
GRADED: Final = (
    "human_rights", "rule_of_law", "voice", "corruption", "debt", "milex", "aid_dependent",
)  # fmt: skip
TREATIES: Final = ("ATT", "ROME", "ICCPR", "CAT", "NPT", "CWC", "BTWC")
# Whether a state is bound, by its standing; a signature alone binds to nothing here. Of a treaty
# before its first day neither is said, as no state could have joined it.
IS_PARTY: Final[Mapping[str, str]] = {"party": "yes", "not_party": "no", "signatory": "no"}
LISTS: Final = ("LDC", "IDA", "FATF_BLACK", "FATF_GREY")
CONFLICTS: Final[Mapping[str, str]] = {
    "territory": "destination.conflict_territory",
    "party": "destination.conflict_party",
    "supporter": "destination.conflict_support",
    "interstate": "destination.interstate",
}
# Scopes of a mandate row that concern the state's own conduct.
MANDATES: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "destination.un_rights_mandate": ("un_rights_mandate", frozenset(("government",))),
    "destination.caac_listed": ("caac_listed", frozenset(("government",))),
    "destination.eu_regime": ("eu_regime", frozenset(("state",))),
}


class _Subject(NamedTuple):
    """Facts that change together.

    Attributes:
        name: What is kept of them stands under it.
        derive: Gives those of one country.
        changes: Gives every day on which those of one country may begin to differ.
    """

    name: str
    derive: Derive
    changes: Callable[[str], Iterable[date]]


class DestinationFacts:
    """Derives the facts named `destination.*` and keeps them per set of countries and day.

    Args:
        reference: The dated tables.
        vocabulary: The facts.
        depth: As of `Screener`.
        words: Whether the words of sources have to be those of the day. Without, they may be of
            another day on which the values are the same: graded figures are then not derived
            anew for each year that names itself in them.
    """

    def __init__(
        self,
        reference: Reference,
        vocabulary: Vocabulary,
        *,
        depth: Depth = "light",
        words: bool = True,
    ) -> None:
        self._reference = reference
        self._vocabulary = vocabulary
        self._depth = depth
        # Bounded, as a table of years of licences asks for thousands of days.
        self.of = lru_cache(maxsize=_KEPT)(self._of)
        graded = self._reading if words else self._turning
        self._subjects = (
            _Subject("partner", self._partner, self._partner_changes),
            _Subject("treaties", self._treaties, self._reading("treaties", *TREATIES)),
            _Subject("counts", self._counts, self._counts_changes),
            _Subject("lists", self._lists, self._reading("memberships", *LISTS)),
            _Subject("mandates", self._mandates, self._reading("mandates")),
            _Subject("conflicts", self._conflicts, graded("conflict", *CONFLICTS)),
            # Each has a subject of its own, as their series begin, pause and turn apart.
            *(
                _Subject(name, partial(self._graded, name), graded("indicators", name))
                for name in GRADED
            ),
            _Subject("borders", self._borders, self._borders_changes),
        )
        self._kept = KeptSpans()

    def _of(self, countries: frozenset[str], clocks: Clocks) -> dict[str, Observation]:
        """Facts of a destination; for several countries, what holds for them all."""
        if len(countries) > TOO_MANY:
            return {}
        codes = tuple(sorted(countries))
        parts = (self._part(subject, codes, clocks) for subject in self._subjects)
        return {seen.fact: seen for part in parts for seen in part}

    def over(
        self, countries: frozenset[str], days: Sequence[date]
    ) -> list[list[tuple[Observation, ...]]]:
        """The facts of a destination in parts that change together: each on some days.

        On all days between which nothing of a part changes, it is one and the same object: what
        is made of it can be kept by that.

        Args:
            countries: Countries that the destination can mean.
            days: Days of all clocks.
        """
        if len(countries) > TOO_MANY:
            return []
        codes = tuple(sorted(countries))
        return [
            self._kept.over(
                (subject.name, *codes), days,
                partial(self._on_day, subject, codes), partial(_all_changes, subject, codes),
            )
            for subject in self._subjects
        ]  # fmt: skip

    def _part(
        self, subject: _Subject, codes: tuple[str, ...], clocks: Clocks
    ) -> tuple[Observation, ...]:
        if clocks.membership_as_of != clocks.facts_as_of:
            return self._together(subject, codes, clocks)
        return self._kept.at(
            (subject.name, *codes), clocks.facts_as_of,
            partial(self._on_day, subject, codes), partial(_all_changes, subject, codes),
        )  # fmt: skip

    def _on_day(
        self, subject: _Subject, codes: tuple[str, ...], on: date
    ) -> tuple[Observation, ...]:
        return self._together(subject, codes, Clocks(date.min, on, on))

    def _together(
        self, subject: _Subject, codes: tuple[str, ...], clocks: Clocks
    ) -> tuple[Observation, ...]:
        """The facts of one country, or what holds for several of them."""
        if len(codes) == 1:
            return tuple(subject.derive(codes[0], clocks))
        found = [{s.fact: s for s in self._part(subject, (code,), clocks)} for code in codes]
        hulls = (
            hull(self._vocabulary[name], [facts.get(name) for facts in found])
            for name in dict.fromkeys(name for facts in found for name in facts)
        )
        return tuple(_shortened(seen) for seen in hulls if seen is not None)

    # Days on which the facts of a country may begin to differ

    def _reading(self, table: str, *names: str) -> Callable[[str], Iterable[date]]:
        return partial(self._reference.changes_of, table=table, names=names or None)

    def _turning(self, table: str, *names: str) -> Callable[[str], Iterable[date]]:
        return partial(self._reference.turns_of, table=table, names=names)

    def _partner_changes(self, country: str) -> Iterable[date]:
        yield from self._reading("memberships", *LIGHT_GROUPS, "CP_ALIGNED")(country)
        yield from self._reading("embargoes")(country)

    def _counts_changes(self, country: str) -> Iterable[date]:
        yield from self._reading("treaties", *CONVENTIONS)(country)
        yield from self._reading("memberships", *REGIMES)(country)

    def _borders_changes(self, country: str) -> Iterable[date]:
        for neighbour in self._reference.neighbours(country) or ():
            yield from self._reading("embargoes")(neighbour.country)

    # The facts of a country

    def _observe(self, name: str, lo: str, hi: str, *sources: Source) -> Iterable[Observation]:
        value = Value(lo, hi)
        if UNKNOWN not in value and value != self._vocabulary[name].unknown:
            yield Observation(name, value, tuple(sources))

    def _yes_no(self, name: str, status: str, *sources: Source) -> Iterable[Observation]:
        return self._observe(name, status, status, *sources)

    def _partner(self, country: str, clocks: Clocks) -> Iterable[Observation]:
        on = clocks.membership_as_of
        member = {g: self._reference.membership(g, country, on) for g in LIGHT_GROUPS}
        status = {group: found.status for group, found in member.items()}
        sources = [found.source for found in member.values() if found.status == "yes"]
        sources = sources or [found.source for found in member.values()]
        partner = UNKNOWN
        if status["EU"] != UNKNOWN and status["NATO"] != UNKNOWN:
            pair = (status["EU"], status["NATO"])
            partner = {("yes", "yes"): "both", ("yes", "no"): "eu", ("no", "yes"): "nato"}.get(
                pair, {"yes": "nato_equivalent", "no": "none"}.get(status["NATO_EQUIVALENT"], "")
            )
        yield from self._observe("destination.partner", partner or UNKNOWN, partner or UNKNOWN,
                                 *sources)  # fmt: skip
        yield from self._depth_of(country, clocks, status, sources)
        aligned = self._reference.membership("CP_ALIGNED", country, clocks.facts_as_of)
        if status["EU"] == "yes":
            yield from self._yes_no("destination.cp_aligned", "yes", member["EU"].source)
        elif status["EU"] == "no":
            yield from self._yes_no("destination.cp_aligned", aligned.status, aligned.source)

    def _depth_of(
        self, country: str, clocks: Clocks, status: Mapping[str, str], sources: list[Source]
    ) -> Iterable[Observation]:
        name = "destination.depth"
        if self._depth == "full":
            source = Source.said("option", "depth", "full depth asked for")
            yield from self._observe(name, "full", "full", source)
            return
        rows = self._reference.embargoes(country, clocks.facts_as_of)
        if rows is None:
            # Without the table nobody can say that no political row stands.
            return
        political = [r for r in rows if r.target_kind == "political" and r.phase == "in_force"]
        if political:
            yield from self._observe(name, "full", "full", *(row.source for row in political))
        elif "yes" in status.values():
            seen = Observation(name, Value("light", "light"), tuple(sources), assumed=True)
            yield seen
        elif UNKNOWN not in status.values():
            yield from self._observe(name, "full", "full", *sources)

    def _treaties(self, country: str, clocks: Clocks) -> Iterable[Observation]:
        on = clocks.facts_as_of
        att = self._reference.treaty("ATT", country, on)
        words = {
            "party": "party", "signatory": "signatory", "not_party": "none",
            "not_in_force": "not_in_force",
        }  # fmt: skip
        token = words.get(att.status, UNKNOWN)
        yield from self._observe("destination.att", token, token, att.source)
        for treaty in TREATIES[1:]:
            found = self._reference.treaty(treaty, country, on)
            status = IS_PARTY.get(found.status, UNKNOWN)
            yield from self._yes_no(f"destination.{treaty.lower()}", status, found.source)

    def _counts(self, country: str, clocks: Clocks) -> Iterable[Observation]:
        on = clocks.facts_as_of
        counts: tuple[tuple[str, Callable[..., tuple[int, int, tuple[Source, ...]]]], ...] = (
            ("destination.conventions_of_five", self._reference.conventions_of_five),
            ("destination.regimes", self._reference.regimes),
        )
        for name, count in counts:
            low, high, sources = count(country, on)
            yield from self._observe(name, str(low), str(high), *sources)

    def _lists(self, country: str, clocks: Clocks) -> Iterable[Observation]:
        on = clocks.facts_as_of
        for name, group in (("destination.ldc", "LDC"), ("destination.ida", "IDA")):
            found = self._reference.membership(group, country, on)
            yield from self._yes_no(name, found.status, found.source)
        black = self._reference.membership("FATF_BLACK", country, on)
        grey = self._reference.membership("FATF_GREY", country, on)
        if black.status == "yes":
            yield from self._observe("destination.fatf", "black", "black", black.source)
            return
        low = "grey" if grey.status == "yes" else "none"
        high = "black" if black.status == UNKNOWN else "none" if grey.status == "no" else "grey"
        yield from self._observe("destination.fatf", low, high, black.source, grey.source)

    def _mandates(self, country: str, clocks: Clocks) -> Iterable[Observation]:
        for name, (kind, scopes) in MANDATES.items():
            rows = self._reference.mandates(kind, country, clocks.facts_as_of)
            if rows is None:
                continue
            mine = [row for row in rows if row.scope in scopes]
            certain = [row.source for row in mine if row.status == "yes"]
            if certain:
                yield from self._yes_no(name, "yes", *certain)
            elif not mine:
                source = Source.said(
                    "mandates", country, "no such row for {country}", verified="partly",
                    country=countries(country),
                )  # fmt: skip
                yield from self._yes_no(name, "no", source)

    def _conflicts(self, country: str, clocks: Clocks) -> Iterable[Observation]:
        read = "no" if "conflict" in self._reference.withheld else "yes"
        said = message("the table of armed conflicts is withheld")
        if read == "yes":
            said = message("the table of armed conflicts is read")
        source = Source.said("conflict", country, said, verified="yes")
        yield from self._yes_no("destination.conflict_read", read, source)
        for kind, name in CONFLICTS.items():
            found = self._reference.conflict(kind, country, clocks.facts_as_of)
            if found is not None:
                yield from self._observe(name, found.lo, found.hi, found.source)

    def _graded(self, indicator: str, country: str, clocks: Clocks) -> Iterable[Observation]:
        found = self._reference.indicator(indicator, country, clocks.facts_as_of)
        if found is not None and found.lo:
            yield from self._observe(f"destination.{indicator}", found.lo, found.hi, found.source)

    def _borders(self, country: str, clocks: Clocks) -> Iterable[Observation]:
        """A land neighbour under an embargo, state-wide or against armed groups."""
        on = clocks.facts_as_of
        neighbours = self._reference.neighbours(country)
        if neighbours is None:
            return
        found: list[Source] = []
        open_ = False
        for neighbour in neighbours:
            rows = self._reference.embargoes(neighbour.country, on)
            if rows is None:
                return
            for row in rows:
                if row.target_kind in ("state", "non_state"):
                    found += [row.source] if row.phase == "in_force" else []
                    open_ = open_ or row.phase in ("lapsed_term", "unknown")
        name = "destination.borders_embargoed"
        if found:
            yield from self._yes_no(name, "yes", *found)
        elif not open_:
            codes = countries(*(neighbour.country for neighbour in neighbours))
            said = message("no embargo on a land neighbour ({countries})")
            if not codes.codes:
                said = message("no embargo on a land neighbour (none by land)")
            source = Source.said("borders", country, said, verified="yes", countries=codes)
            yield from self._yes_no(name, "no", source)


def _all_changes(subject: _Subject, codes: tuple[str, ...]) -> Iterable[date]:
    for code in codes:
        yield from subject.changes(code)


def _shortened(seen: Observation) -> Observation:
    """A set of many countries rests on as many rows; a few stand for them."""
    if len(seen.sources) <= 4:
        return seen
    rest = len(seen.sources) - 3
    table = seen.sources[0].table
    more = Source.said(table, "", "and {n} more rows", verified="yes", n=str(rest))
    return Observation(seen.fact, seen.value, (*seen.sources[:3], more), seen.assumed)
