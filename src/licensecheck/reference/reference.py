"""The reference tables as one: every dated, sourced fact about a country that rules may rest on.

In: the folder `rulesets/reference`. Out: `Reference`, whose lookups answer for a country on a day
with the row that they rest on. What is not known stays unknown.

A territory is answered for by its own row where it has one, else by the state it belongs to; the
source then says so.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from licensecheck.errors import (
    InputError,
    LawError,
    Problem,
    did_you_mean,
    nearest,
    nearest_or_all,
    quote,
    told,
)
from licensecheck.law import law_dir
from licensecheck.reference.conflict import Conflict
from licensecheck.reference.embargoes import Embargo, Embargoes, counted_for, held_by
from licensecheck.reference.groups import Membership, Memberships
from licensecheck.reference.indicators import STALE_YEARS, Indicators
from licensecheck.reference.mandates import MANDATE_KINDS, Mandate, Mandates
from licensecheck.reference.source import Graded, Source
from licensecheck.reference.spans import KeptSpans
from licensecheck.reference.tables import Folder, Row, open_folder
from licensecheck.reference.territories import Borders, Neighbour, Territories, Territory
from licensecheck.reference.treaties import Treaties, TreatyStatus

__all__ = ["CONVENTIONS", "REGIMES", "WITHHOLDABLE", "Embargo", "Reference", "Tables"]

WITHHOLDABLE: Final = (
    "memberships",
    "embargoes",
    "treaties",
    "mandates",
    "borders",
    "conflict",
    "indicators",
)
REGIMES: Final = ("WASSENAAR", "MTCR", "NSG", "AUSTRALIA_GROUP")
CONVENTIONS: Final = ("NPT", "BTWC", "CWC", "HCOC", "ATT")

# Tables that tell of countries by day, and those of them that grade.
_OF_COUNTRIES: Final = tuple(name for name in WITHHOLDABLE if name != "borders")
_GRADED: Final = ("conflict", "indicators")
_FIRST_YEAR: Final = 1990

_T = TypeVar("_T")
_Standing = TypeVar("_Standing", Membership, TreatyStatus, Mandate)


class Tables:
    """The tables of a folder, each read when first asked for; shared by what withholds some."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    @functools.cached_property
    def memberships(self) -> Memberships:
        """Groups and their rows."""
        return Memberships(self.folder.rows("groups"), self.folder.rows("memberships"))

    @functools.cached_property
    def embargoes(self) -> Embargoes:
        """Embargoes and restrictions."""
        return Embargoes(self.folder.rows("embargoes"))

    @functools.cached_property
    def mandates(self) -> Mandates:
        """Mandates, listings and regimes."""
        return Mandates(self.folder.rows("mandates"))

    @functools.cached_property
    def borders(self) -> Borders:
        """Land borders."""
        return Borders(self.folder.rows("borders"))

    @functools.cached_property
    def conflict(self) -> Conflict:
        """The conflict series."""
        return Conflict(
            self.folder.sorted_table("conflict"),
            self.folder.rows("conflict_own"),
            self.folder.rows("un_missions"),
        )

    @functools.cached_property
    def indicators(self) -> Indicators:
        """The indicator series."""
        return Indicators(
            self.folder.sorted_table("indicators"), self.folder.rows("indicator_sources")
        )

    @functools.cached_property
    def territories(self) -> Territories:
        """Territories and who answers for them."""
        return Territories(self.folder.rows("territories"))

    @functools.cache  # noqa: B019 - one object for each folder, kept for as long as the process
    def treaties(self, *, rows: bool, lists: bool) -> Treaties:
        """Treaties, with or without their rows and the lists of members."""
        return Treaties(
            self.folder.rows("instruments"),
            self.folder.rows("treaties") if rows else (),
            self.memberships if lists else None,
        )


class Reference:
    """Every shipped fact about a country, dated and sourced.

    Immutable and safe to share between threads. A table that is withheld answers nothing: its
    lookups give `unknown` or None, never "no".
    """

    def __init__(self, tables: Tables, withheld: frozenset[str] = frozenset()) -> None:
        self._tables = tables
        self._memo: dict[Hashable, Any] = {}
        self._kept = KeptSpans()
        self.withheld = withheld

    def __reduce__(self) -> tuple[Callable[..., Reference], tuple[Path | None, tuple[str, ...]]]:
        # Read again by whoever unpickles it; the receipt tells whether the tables are the same.
        folder = self._tables.folder.path
        packaged = folder == law_dir() / "reference"
        return _again, (None if packaged else folder, tuple(sorted(self.withheld)))

    @classmethod
    def load(cls, folder: Path | None = None) -> Reference:
        """The reference tables of a folder.

        Args:
            folder: The folder; by default that of the environment variable
                `LICENSECHECK_REFERENCE`, and the package's where that is not set. Tables that a
                folder does not hold are those of the package.

        Raises:
            InputError: The folder is not there, or holds none of the tables.
        """
        given: object = folder
        if given is not None and not isinstance(given, str | Path):
            kind = quote(type(given).__name__)
            raise InputError(Problem("folder", told("a path is needed, not {kind}", kind=kind)))
        folder = None if folder is None else Path(folder)
        return _load(folder or _own_folder() or law_dir() / "reference")

    def without(self, *tables: str) -> Reference:
        """The same tables with some withheld, so that what they say becomes unknown.

        Raises:
            LawError: There is no such table among `WITHHOLDABLE`.
        """
        for table in tables:
            _check_word(table)
            if table not in WITHHOLDABLE:
                what = told("no table {table} that can be withheld", table=quote(table))
                raise LawError(Problem("reference", what, nearest(table, WITHHOLDABLE)))
        return Reference(self._tables, self.withheld | frozenset(tables))

    @functools.cached_property
    def _treaties(self) -> Treaties:
        return self._tables.treaties(
            rows="treaties" not in self.withheld, lists="memberships" not in self.withheld
        )

    # What the tables are

    @property
    def edition(self) -> str:
        """Edition of the data package."""
        return str(self._tables.folder.package["version"])

    @property
    def own_tables(self) -> tuple[str, ...]:
        """The tables that a user put in place of the package's."""
        return self._tables.folder.own

    @property
    def review_by(self) -> date:
        """The first day on which one of the tables is due for review."""
        return min(self._tables.folder.review_by.values())

    def overdue(self, today: date) -> tuple[str, ...]:
        """The tables whose day of review has passed."""
        _check_day(today)
        due = self._tables.folder.review_by
        return tuple(table for table, by in due.items() if by < today)

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each table."""
        return dict(self._tables.folder.hashes)

    def attributions(self) -> tuple[str, ...]:
        """What has to be said of the sources wherever their figures are passed on."""
        return tuple(self._tables.folder.package["attributions"])

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a small table as they stand, for documentation."""
        _check_word(table)
        return self._tables.folder.rows(table)

    def changes(self) -> tuple[date, ...]:
        """Every day on which any lookup may begin to answer differently, in order.

        Between two of them every lookup gives the same for every day.
        """
        return self._remember("changes", lambda: tuple(sorted(set(self._changes()))))

    def changes_of(
        self, country: str, table: str, names: Iterable[str] | None = None
    ) -> Iterator[date]:
        """Every day on which what a table tells of one country may begin to differ.

        Args:
            country: ISO code of a state or territory.
            table: `memberships`, `treaties`, `embargoes`, `mandates`, `conflict` or `indicators`.
            names: The groups, treaties or kinds of mandate that are asked for; all by default.

        Raises:
            InputError: There is no such country or table.
        """
        self._check_country(country)
        _check_table(table, _OF_COUNTRIES)
        tables = self._tables
        yield from tables.territories.changes_of(country)
        countries = tables.territories.answering(country)
        if table == "memberships":
            for group in names or tables.memberships.groups:
                yield from tables.memberships.changes_of(group, countries)
        elif table == "treaties":
            treaties = tables.treaties(rows=True, lists=True)
            for treaty in names or treaties.names():
                yield from treaties.changes_of(treaty, countries)
        elif table == "embargoes":
            yield from tables.embargoes.changes_of(countries)
        elif table == "mandates":
            for kind in names or MANDATE_KINDS:
                yield from tables.mandates.changes_of(kind, countries)
        else:
            # Conflict and indicators turn with the year.
            yield from self._years()
            if table == "conflict":
                yield from tables.conflict.own_changes(countries)

    def turns_of(self, country: str, table: str, names: Sequence[str]) -> Iterator[date]:
        """Every day on which a grade of one country may begin to differ.

        Between two of them the words of its source may be others, as they name the year.

        Args:
            country: ISO code of a state or territory.
            table: `conflict` or `indicators`.
            names: The kinds of conflict, or the indicators, that are asked for.

        Raises:
            InputError: There is no such country or table.
        """
        self._check_country(country)
        _check_table(table, _GRADED)
        if table in self.withheld:
            return
        tables = self._tables
        yield from tables.territories.changes_of(country)
        countries = tables.territories.answering(country)
        for name in names:
            if table == "conflict":
                yield from tables.conflict.turns_of(name, countries)
            else:
                for code in countries:
                    yield from tables.indicators.turns_of(name, code)

    # Places

    def state_of(self, code: str, on: date) -> str:
        """The state that answers for a place: GL is DK, HK is CN (GB before 1997-07-01).

        Raises:
            InputError: There is no such code, or the day is none.
        """
        self._check_country(code)
        _check_day(on)
        return self._tables.territories.state_of(code, on)

    def territory(self, code: str) -> Territory | None:
        """The row of a territory, if there is one."""
        _check_word(code)
        return self._tables.territories.get(code)

    def neighbours(self, country: str) -> tuple[Neighbour, ...] | None:
        """The countries across the land borders of a place; None where borders are withheld.

        A subdivision, such as `UA-43`, has the borders of its state.

        Raises:
            InputError: There is no such code.
        """
        self._check_country(country)
        if "borders" in self.withheld:
            return None
        code = country.partition("-")[0]
        return self._remember(("neighbours", code), lambda: self._tables.borders.of(code))

    # Groups and treaties

    def members(self, group: str, on: date) -> frozenset[str]:
        """The states that certainly belonged to a group on a day.

        Raises:
            InputError: The day is none.
            LawError: There is no such group.
        """
        _check_word(group)
        _check_day(on)
        if "memberships" in self.withheld:
            return frozenset()

        table = self._tables.memberships

        def find(on: date) -> frozenset[str]:
            return frozenset(
                country
                for country in table.countries(group)
                if table.membership(group, country, on).status == "yes"
            )

        def changes() -> Iterator[date]:
            return table.changes_of(group, table.countries(group))

        return self._kept.at(("members", group), on, find, changes)

    def membership(self, group: str, country: str, on: date) -> Membership:
        """Whether a country belonged to a group on a day.

        Args:
            group: Name in `groups.csv`, such as NATO, EU, WASSENAAR, LDC or FATF_GREY.
            country: ISO code of a state or territory.
            on: Day whose membership counts.

        Raises:
            InputError: There is no such country, or the day is none.
            LawError: There is no such group.
        """
        if "memberships" in self.withheld:
            source = _withheld("memberships", f"{group} {country}")
            return Membership(group, country, "unknown", None, None, source)

        table = self._tables.memberships

        def find(on: date) -> Membership:
            table.group(group)
            subject = self._subject(country, on, lambda code: table.lists(group, code))
            return _asked_for(table.membership(group, subject, on), country, subject)

        return self._of_country(
            ("membership", group, country), on, find, partial(table.changes_of, group)
        )

    def treaty(self, treaty: str, country: str, on: date) -> TreatyStatus:
        """The standing of a country towards a treaty on a day.

        Args:
            treaty: ICCPR, CAT, ATT, ROME, NPT, BTWC, CWC, HCOC, OTTAWA or CCM.
            country: ISO code of a state or territory.
            on: Day that counts; a party is one from entry into force for it.

        Raises:
            InputError: There is no such country, or the day is none.
            LawError: There is no such treaty.
        """
        table = self._treaties

        def find(on: date) -> TreatyStatus:
            subject = self._subject(country, on, lambda code: table.lists(treaty, code))
            return _asked_for(table.status(treaty, subject, on), country, subject)

        return self._of_country(
            ("treaty", treaty, country), on, find, partial(table.changes_of, treaty)
        )

    def regimes(self, country: str, on: date) -> tuple[int, int, tuple[Source, ...]]:
        """How many of the four export-control regimes a country was in: at least, at most, why."""
        held = [self.membership(group, country, on) for group in REGIMES]
        at_least = sum(found.status == "yes" for found in held)
        at_most = sum(found.status != "no" for found in held)
        return at_least, at_most, tuple(found.source for found in held)

    def conventions_of_five(self, country: str, on: date) -> tuple[int, int, tuple[Source, ...]]:
        """How many of NPT, BTWC, CWC, HCoC and ATT a country was a party to: at least, at most."""
        held = [self.treaty(treaty, country, on) for treaty in CONVENTIONS]
        at_least = sum(found.status == "party" for found in held)
        # An instrument that was not in force yet is no sign that the country stays outside.
        open_ = ("party", "unknown", "not_in_force")
        at_most = sum(found.status in open_ for found in held)
        return at_least, at_most, tuple(found.source for found in held)

    # Restrictions

    def embargoes(self, country: str, on: date) -> tuple[Embargo, ...] | None:
        """Every embargo or restriction that names a place's state, with its phase on the day.

        A place held by another state's forces gets that state's rows as well, for an officer to
        judge. Worldwide lists stand under `*`.

        Returns:
            The rows, ended ones among them; None where the table is withheld.

        Raises:
            InputError: There is no such country, or the day is none.
        """
        if "embargoes" in self.withheld:
            return None

        table = self._tables.embargoes

        def find(on: date) -> tuple[Embargo, ...]:
            state = self.state_of(country, on)
            found = list(table.of(country, on))
            if state != country:
                found += [counted_for(row, country, state) for row in table.of(state, on)]
            holder = self._tables.territories.holder_of(country, on)
            if holder:
                found += [held_by(row, country, holder) for row in table.of(holder, on)]
            return tuple(found)

        return self._of_country(("embargoes", country), on, find, table.changes_of)

    def embargo_lapse(self, country: str, on: date) -> Graded | None:
        """How long ago the last state-wide embargo ended: never, over or within 12 years.

        Returns:
            The interval on never, over_12_years, within_12_years; None where the table is withheld.

        Raises:
            InputError: There is no such country, or the day is none.
        """
        if "embargoes" in self.withheld:
            return None

        table = self._tables.embargoes

        def find(on: date) -> Graded:
            state = self.state_of(country, on)
            return _speaking_for(table.lapse(dict.fromkeys((country, state)), on), country, state)

        return self._of_country(("embargo_lapse", country), on, find, table.changes_of)

    def mandates(self, kind: str, country: str, on: date) -> tuple[Mandate, ...] | None:
        """The mandates, listings or regimes of a kind that hold, or may hold, on a day.

        Args:
            kind: un_rights_mandate, un_rights_mandate_other, caac_listed or eu_regime.
            country: ISO code of a state or territory.
            on: Day that counts.

        Returns:
            The rows; None where the table is withheld.

        Raises:
            InputError: There is no such country, or the day is none.
            LawError: There is no such kind.
        """
        if "mandates" in self.withheld:
            return None

        table = self._tables.mandates

        def find(on: date) -> tuple[Mandate, ...]:
            state = self.state_of(country, on)
            return tuple(_asked_for(row, country, state) for row in table.of(kind, state, on))

        return self._of_country(
            ("mandates", kind, country), on, find, partial(table.changes_of, kind)
        )

    # Graded figures

    @property
    def conflict_until(self) -> date:
        """The last day of the conflict series."""
        return self._tables.conflict.data_until

    def conflict(self, kind: str, country: str, on: date) -> Graded | None:
        """The level of armed conflict on a day: none, tension, minor or war.

        Args:
            kind: `territory` where it is fought, `party` a primary side, `supporter` backing one
                with troops, `interstate` a primary side of a conflict between states.
            country: ISO code of a state or territory.
            on: Day that counts.

        Returns:
            The level, or where nothing is known of the days after the series the whole scale as
            bounds; None before 1990, or the table withheld.

        Raises:
            InputError: There is no such country, or the day is none.
            LawError: There is no such kind.
        """
        if "conflict" in self.withheld:
            return None

        table = self._tables.conflict

        def find(on: date) -> Graded | None:
            subject = self._subject(country, on, table.lists)
            found = table.level(kind, subject, on)
            return found and _speaking_for(found, country, subject)

        return self._of_country(
            ("conflict", kind, country), on, find, partial(table.changes_of, kind)
        )

    def indicator(self, name: str, country: str, on: date) -> Graded | None:
        """The figure of the last year that was complete on a day, with its grade.

        Args:
            name: human_rights, rule_of_law, voice, corruption, milex, milex_usd, debt or
                aid_dependent.
            country: ISO code of a state or territory.
            on: Day that counts.

        Returns:
            The figure; None where there is none, or the table is withheld.

        Raises:
            InputError: There is no such country, or the day is none.
            LawError: There is no such indicator.
        """
        if "indicators" in self.withheld:
            return None

        _check_word(name)
        state = self.state_of(country, on)

        def find() -> Graded | None:
            table = self._tables.indicators
            own = table.figure(name, country, on)
            if own or state == country:
                return own
            found = table.figure(name, state, on)
            return found and _speaking_for(found, country, state)

        # A figure counts, and grows stale, with the turn of the year.
        return self._remember(("indicator", name, country, state, on.year), find)

    def _subject(self, code: str, on: date, lists: Callable[[str], bool]) -> str:
        """Whose row answers: a place's own where it has one and was not yet part of another."""
        state = self.state_of(code, on)
        territory = self.territory(code)
        if territory and territory.parent_from and on < territory.parent_from:
            return state
        return code if state == code or lists(code) else state

    def _remember(self, key: Hashable, find: Callable[[], _T]) -> _T:
        try:
            found: _T = self._memo[key]
        except KeyError:
            found = self._memo[key] = find()
        return found

    def _of_country(
        self,
        lookup: tuple[str, ...],
        on: date,
        find: Callable[[date], _T],
        changes_of: Callable[[Sequence[str]], Iterable[date]],
    ) -> _T:
        """What a lookup, whose last word is a country, gives on a day."""
        territories = self._tables.territories
        country = lookup[-1]
        for word in lookup:
            _check_word(word)
        _check_day(on)

        def known(on: date) -> _T:
            # Asked once for each span of days, not at each lookup.
            self._check_country(country)
            return find(on)

        def changes() -> Iterator[date]:
            yield from territories.changes_of(country)
            yield from changes_of(territories.answering(country))

        return self._kept.at(lookup, on, known, changes)

    def _check_country(self, code: str) -> None:
        """Refuse what is no code, as an empty answer for it would read as "none".

        Raises:
            InputError: It is no code of a state, a territory or a subdivision of one, nor `*`.
        """
        _check_word(code)
        codes = self._codes
        if code in codes or code == "*" or ("-" in code and code.partition("-")[0] in codes):
            return
        what = told("no country by the code {code}", code=quote(code))
        help_ = did_you_mean(code.upper()) if code.upper() in codes else told("such as `SA`")
        raise InputError(Problem("", what, help_))

    @functools.cached_property
    def _codes(self) -> frozenset[str]:
        folder = self._tables.folder
        return frozenset(
            row["code"] for table in ("countries", "territories") for row in folder.rows(table)
        )

    def _changes(self) -> Iterator[date]:
        tables = self._tables
        yield from tables.territories.changes()
        yield from tables.memberships.changes()
        yield from tables.treaties(rows=True, lists=True).changes()
        yield from tables.embargoes.changes()
        yield from tables.mandates.changes()
        yield from tables.conflict.own_changes()
        yield from self._years()

    def _years(self) -> Iterator[date]:
        """Conflict and indicators turn with the year, and a figure of last year grows stale."""
        last = self._tables.conflict.data_until.year + STALE_YEARS + 3
        return (date(year, 1, 1) for year in range(_FIRST_YEAR, last + 1))


def _check_word(word: object) -> None:
    if not isinstance(word, str):
        kind = quote(type(word).__name__)
        raise InputError(Problem("", told("a code or a name is needed, not {kind}", kind=kind)))


def _check_day(on: object) -> None:
    # A moment is a `date` too, and compares with none.
    if type(on) is not date:
        kind = quote(type(on).__name__)
        raise InputError(Problem("", told("a `datetime.date` is needed, not {kind}", kind=kind)))


def _check_table(table: str, known: Sequence[str]) -> None:
    _check_word(table)
    if table not in known:
        what = told("no reference table by the name {table}", table=quote(table))
        raise InputError(Problem("", what, nearest_or_all(table, known)))


def _own_folder() -> Path | None:
    named = os.environ.get("LICENSECHECK_REFERENCE")
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir() or not open_folder(folder).own:
        what = told("{named} is no folder with reference tables", named=quote(named))
        help_ = told(
            "it holds tables such as indicators.csv, as `reference build --out` writes them"
        )
        raise InputError(Problem("LICENSECHECK_REFERENCE", what, help_))
    return folder


@functools.cache
def _load(folder: Path) -> Reference:
    return Reference(Tables(open_folder(folder)))


def _again(folder: Path | None, withheld: tuple[str, ...]) -> Reference:
    """The tables of a folder, by default the packaged ones, with some withheld."""
    reference = Reference.load(folder)
    return reference.without(*withheld) if withheld else reference


def _speaking_for(found: Graded, asked: str, answered: str) -> Graded:
    """What was found for one place, saying that it was asked for another."""
    if asked == answered:
        return found
    return replace(found, source=found.source.speaking_for(asked, answered))


def _asked_for(found: _Standing, asked: str, answered: str) -> _Standing:
    """As `_speaking_for`, with the place that was asked for."""
    if asked == answered:
        return found
    source = found.source.speaking_for(asked, answered)
    return replace(found, country=asked, source=source)


def _withheld(table: str, row: str) -> Source:
    return Source.said(table, row, "the table {table} was withheld", verified="no", table=table)
