"""The share that leaves an alliance: in goes a frame of a table, out come figures with bounds.

    outside_min = outside / total        outside_max = (outside + unplaced) / total

where total is inside + outside + unplaced. However the rows that cannot be placed turn out, the
share is between the two, and can be either; corrections among them, whose value is negative, count
for the other bound. All sums are exact (whole cents) at any size, all shares fractions. Measures
(licensed, exported, ...) and currencies are never summed together, and the trend indicator of SIPRI
is no money. Rows without a value count as rows and are named.

Where a table marks which licences renew others, a licence counts once, unless asked otherwise;
which lines are of one licence does not depend on their places, so the bounds hold for that as well.

The share is of what starts inside: a row whose exporter is outside the alliance is counted apart,
and one whose exporter cannot be placed likewise, unless `exporters="all"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from licensecheck.errors import InputError, Problem, nearest_or_all, quote, told
from licensecheck.language import SOURCE_LANGUAGE
from licensecheck.reference.reference import Reference
from licensecheck.rules.alliances import find_alliances
from licensecheck.tables.placing import PlaceReader
from licensecheck.tables.reading.frame import with_epochs
from licensecheck.tables.reading.raw import as_given, collected
from licensecheck.tables.shares.chains import marks_renewals, newly_authorised
from licensecheck.tables.shares.filters import Only
from licensecheck.tables.shares.foreign_cells import foreign_cells, foreign_marks_renewals
from licensecheck.tables.shares.standing import (
    LICENCE_DATE,
    STANDINGS,
    Definition,
    DestinationGroups,
    InsideChecks,
    read_clock,
)

__all__ = ["CHAINS", "EXPORTERS", "GROUPINGS", "Amount", "Figure", "Shares", "Term", "share"]

GROUPINGS: Final = (
    "year", "exporter", "category", "destination", "group", "permanent", "form", "renewal",
)  # fmt: skip
CHAINS: Final = ("auto", "as-published", "newly-authorised")
EXPORTERS: Final = ("inside", "all")
Chains = Literal["auto", "as-published", "newly-authorised"]
Counting = Literal["as-published", "newly-authorised"]
Exporters = Literal["inside", "all"]
_TOP: Final = 5
# What a row is known by here; two rows alike in all of it differ at most in their value.
_CELL: Final = (
    "exporter", "destination", "epoch", "year", "category", "permanent", "form", "renewal",
    "measure", "currency",
)  # fmt: skip
_PERMANENT: Final = ("yes", "no", "unknown")
_SUMS: Final = ("cents", "rows", "unvalued", "taken_off")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum: hundredths of the currency, the rows it is of, and how many of them have no value.

    `taken_off` is what rows with a negative value, which are corrections, take off the sum.
    """

    cents: int = 0
    rows: int = 0
    unvalued: int = 0
    taken_off: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(
            self.cents + other.cents, self.rows + other.rows, self.unvalued + other.unvalued,
            self.taken_off + other.taken_off,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A destination in a figure, and what it adds."""

    name: str
    cents: int
    rows: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What leaves an alliance, of one part of a table, under one definition of inside.

    Attributes:
        alliance: Name of the definition of inside.
        title: Its title, in words.
        membership: `licence-date`, or the day whose membership counts.
        measure: licensed, exported, delivered, ordered, refused or transit.
        currency: Of all its sums; `TIV` is not money.
        key: Values of the grouping, in its order: `{"year": "2010", "group": "allies"}`.
        parts: Sums of the rows by where they stand, each of `STANDINGS`.
        width: The largest terms that cannot be placed: they cause the width of the bounds.
        contributors: The largest destinations outside.
        top_cents: Value outside of the five largest of all destinations.
    """

    alliance: str
    title: str
    membership: str
    measure: str
    currency: str
    key: Mapping[str, str]
    parts: Mapping[str, Amount]
    width: tuple[Term, ...] = ()
    contributors: tuple[Term, ...] = ()
    top_cents: int = 0

    @property
    def inside(self) -> Amount:
        """What stays inside."""
        return self.parts["inside"]

    @property
    def outside(self) -> Amount:
        """What certainly leaves."""
        return self.parts["outside"]

    @property
    def unplaced(self) -> Amount:
        """What may stay or leave."""
        return self.parts["unplaced"]

    @property
    def total(self) -> Amount:
        """Of what the share is: all that starts inside."""
        return self.inside + self.outside + self.unplaced

    @property
    def elsewhere(self) -> Amount:
        """What does not start inside, or perhaps not; no part of the share."""
        return self.parts["starts_outside"] + self.parts["start_unknown"]

    @property
    def bounds(self) -> tuple[Fraction, Fraction] | None:
        """Least and greatest share of the value that is outside; None of no value."""
        return _bounds(
            self.outside.cents, self.unplaced.cents, self.total.cents, self.unplaced.taken_off
        )

    @property
    def row_bounds(self) -> tuple[Fraction, Fraction] | None:
        """Least and greatest share of the rows that is outside; None of no row."""
        return _bounds(self.outside.rows, self.unplaced.rows, self.total.rows)

    @property
    def concentration(self) -> Fraction | None:
        """Share of the value outside that goes to its five largest destinations."""
        return Fraction(self.top_cents, self.outside.cents) if self.outside.cents else None


def _bounds(
    outside: int, unplaced: int, total: int, taken_off: int = 0
) -> tuple[Fraction, Fraction] | None:
    # Corrections may leave less than nothing, of which there is no share.
    if total <= 0:
        return None
    least, most = outside + taken_off, outside + unplaced - taken_off
    return Fraction(least, total), Fraction(most, total)


@dataclass
class Shares:
    """A table made ready for figures under some definitions; groupings are then cheap.

    Args:
        frame: A Polars frame as of `to_frame`; a Polars, pandas or PyArrow frame with the columns
            of `raw_frame`; or a lazy Polars frame, DuckDB relation or PySpark DataFrame with
            them, which stays in its own engine: only its cells (rows alike in all that a figure
            is grouped by) come to this process.
        alliances: Names of packaged alliance files, or paths of a user's own.
        membership: Clocks: `licence-date`, or days; every alliance is read under each.
        permanent_only: Leave out what is temporary, or not known to be permanent.
        chains: How renewals count: `newly-authorised` (once, as told in `chains.py`),
            `as-published`, or `auto`: once where the table marks which licences renew others.
        exporters: `inside` for the share of what starts inside, `all` for that of every row.
        groups: A user's own file of destination groups.
        reference: The dated tables; the packaged ones by default.
        only: Which exporters, destinations and categories are counted; by default all.
        language: Code of the language in which countries are named.

    Raises:
        InputError: A name is unknown, or a column of the frame is missing.
        UnsupportedFrame: The frame is of another kind.
    """

    frame: Any
    alliances: Sequence[str] = ("nato",)
    membership: Sequence[str] = (LICENCE_DATE,)
    permanent_only: bool = False
    chains: Chains = "auto"
    exporters: Exporters = "inside"
    groups: Path | None = None
    reference: Reference = field(default_factory=Reference.load)
    only: Only = field(default_factory=Only)
    language: str = SOURCE_LANGUAGE

    def __post_init__(self) -> None:
        _check("chains", self.chains, CHAINS)
        _check("exporters", self.exporters, EXPORTERS)
        clocks = [read_clock(word) for word in dict.fromkeys(self.membership)]
        self.definitions = tuple(
            Definition(alliance, clock)
            for alliance in dict.fromkeys(find_alliances(self.alliances, self.reference))
            for clock in clocks
        )
        self._groups = DestinationGroups(self.reference, self.groups)
        asked = {group for one in self.definitions for group in one.alliance.groups}
        self._placer = PlaceReader(
            self.reference, asked | self._groups.dated, language=self.language
        )
        self._rows = as_given(self.frame, self._placer)

    def by(self, *grouping: str) -> tuple[Figure, ...]:
        """The figures of a grouping under every definition, in the order of definitions and keys.

        Args:
            grouping: Any of `GROUPINGS`; none for the table as a whole.

        Raises:
            InputError: There is no such grouping.
        """
        for name in grouping:
            _check("grouping", name, GROUPINGS)
        return tuple(
            figure
            for number, definition in enumerate(self.definitions)
            for figure in self._figures(definition, number, list(dict.fromkeys(grouping)))
        )

    @property
    def alliance_words(self) -> tuple[str, ...]:
        """The name or file of the alliance of each definition, as it was asked for."""
        found = find_alliances(self.alliances, self.reference)
        words = dict(zip(found, self.alliances, strict=True))
        return tuple(words[one.alliance] for one in self.definitions)

    @property
    def placer(self) -> PlaceReader:
        """Reads the places of the table."""
        return self._placer

    def collected(self) -> pl.DataFrame:
        """All rows of the table, whatever is counted of them; a lazy frame comes whole."""
        return collected(self._rows, self._placer)

    def destinations(self) -> tuple[str, ...]:
        """Names of all destinations, those of most value first."""
        return tuple(term.name for term in self._named(pl.lit(True)))

    @property
    def group_titles(self) -> Mapping[str, str]:
        """Names of the destination groups with their titles, in order."""
        return self._groups.titles

    def goods(self, figure: Figure) -> tuple[Term, ...]:
        """What certainly left in a figure, in the table's own words, the largest first.

        Empty for a frame that stays in its own engine, and where the table has no such words.
        """
        if not isinstance(self._rows, pl.DataFrame):
            return ()
        number = next(
            at for at, one in enumerate(self.definitions)
            if (one.alliance.name, one.clock) == (figure.alliance, figure.membership)
        )  # fmt: skip
        found = self._described.filter(
            pl.col(f"standing{number}") == "outside",
            measure=figure.measure,
            currency=figure.currency,
        ).with_columns(group=pl.col(f"group{number}"))
        for name, word in figure.key.items():
            found = found.filter(pl.col(name) == word)
        sums = found.group_by("description").agg(
            pl.col("cents").cast(pl.Int128).sum(), pl.len().alias("rows")
        ).sort(["cents", "rows", "description"], descending=[True, True, False])  # fmt: skip
        return tuple(Term(*row) for row in sums.head(_TOP).iter_rows())

    @cached_property
    def _described(self) -> pl.DataFrame:
        """Rows whose goods the table describes, with their standing, named as figures are."""
        frame = self.cut.filter(pl.col("description").str.strip_chars() != "")
        return _worded(self._placed(with_epochs(frame, self._placer.cuts)))

    @cached_property
    def counting(self) -> Counting:
        """How renewals are counted: as asked for, or as the table allows."""
        if self.chains != "auto":
            return self.chains
        rows = self._rows
        marks = marks_renewals if isinstance(rows, pl.DataFrame) else foreign_marks_renewals
        return "newly-authorised" if marks(rows) else "as-published"

    @cached_property
    def as_published(self) -> Shares | None:
        """The same with every row as published, where renewals count once; else None."""
        if self.counting == "as-published":
            return None
        return replace(self, chains="as-published")

    @cached_property
    def counted(self) -> pl.DataFrame:
        """The rows that are counted, before chains are cut to what is new."""
        return self._kept(self._permanent(self.collected()))

    @cached_property
    def cut(self) -> pl.DataFrame:
        """The rows that are counted, where renewals count once with what each newly authorised."""
        if self.counting == "as-published":
            return self.counted
        # A part of a table is cut from what was new of the whole.
        return self._kept(newly_authorised(self._permanent(self.collected())))

    def _permanent(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(pl.col("permanent") == "yes") if self.permanent_only else frame

    def _kept(self, frame: pl.DataFrame) -> pl.DataFrame:
        return self.only.keep(frame, self._placer) if self.only else frame

    @cached_property
    def unread(self) -> tuple[Term, ...]:
        """Destinations that cannot be read, the largest first."""
        return self._named(pl.col("unread"))

    def _named(self, condition: pl.Expr) -> tuple[Term, ...]:
        found = _summed(self._cells.filter(condition), ["name"])
        found = found.sort(["cents", "rows", "name"], descending=[True, True, False])
        return tuple(Term(*row) for row in found.select("name", "cents", "rows").iter_rows())

    @cached_property
    def unvalued(self) -> Amount:
        """Rows without a value, over all measures."""
        count = int(self._cells["unvalued"].sum())
        return Amount(0, count, count)

    @cached_property
    def _cells(self) -> pl.DataFrame:
        """One row for all rows that are alike, with the standing under each definition."""
        if not isinstance(self._rows, pl.DataFrame):
            cells = foreign_cells(
                self._rows, self._placer, _CELL, permanent_only=self.permanent_only,
                chained=self.counting == "newly-authorised",
            )  # fmt: skip
            return self._placed(self._kept(cells))
        cells = with_epochs(self.cut, self._placer.cuts).group_by(_CELL).agg(
            pl.col("cents").cast(pl.Int128).sum(),
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("cents").null_count().cast(pl.Int64).alias("unvalued"),
            pl.min_horizontal("cents", 0).cast(pl.Int128).sum().alias("taken_off"),
        )  # fmt: skip
        return self._placed(cells)

    def _placed(self, cells: pl.DataFrame) -> pl.DataFrame:
        keys = ["exporter", "destination", "epoch", "year"]
        lookup = self._lookup(cells.select(keys).unique())
        return cells.join(lookup, on=keys, how="left", nulls_equal=True)

    def _lookup(self, keys: pl.DataFrame) -> pl.DataFrame:
        standings = InsideChecks(self._placer, self.definitions, self._groups)
        schema: dict[str, Any] = {**keys.schema, "from": pl.String, "name": pl.String}
        schema["unread"] = pl.Boolean
        for number, _ in enumerate(self.definitions):
            schema |= {f"standing{number}": pl.String, f"group{number}": pl.String}
        rows = []
        for exporter, destination, epoch, year in keys.iter_rows():
            moments = standings.moments(epoch, year)
            reading = self._placer.read(destination, moments[-1])
            start = self._placer.read(exporter, moments[-1])
            row = [exporter, destination, epoch, year, start.label, reading.label]
            row.append(bool(reading.problem))
            for one in self.definitions:
                row.append(self._standing(standings, exporter, destination, moments, one))
                row.append(standings.group(destination, moments, one.on))
            rows.append(tuple(row))
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _standing(
        self,
        standings: InsideChecks,
        exporter: str,
        destination: str,
        moments: tuple[date, ...],
        definition: Definition,
    ) -> str:
        if self.exporters == "inside":
            start = standings.of(exporter, moments, definition)
            if start != "inside":
                return "starts_outside" if start == "outside" else "start_unknown"
        return standings.of(destination, moments, definition)

    def _figures(
        self, definition: Definition, number: int, grouping: list[str]
    ) -> Iterable[Figure]:
        cells = _worded(self._cells).with_columns(
            group=pl.col(f"group{number}"), standing=pl.col(f"standing{number}")
        )
        keys = ["measure", "currency", *grouping]
        sums = _summed(cells, [*keys, "standing"]).sort(*keys)
        named = _summed(
            cells.filter(pl.col("standing").is_in(["outside", "unplaced"])),
            [*keys, "standing", "name"],
        ).sort(["cents", "rows", "name"], descending=[True, True, False])
        terms: dict[tuple[str, ...], list[Term]] = {}
        for row in named.select(*keys, "standing", "name", "cents", "rows").iter_rows():
            terms.setdefault(row[:-3], []).append(Term(*row[-3:]))
        parts: dict[tuple[str, ...], dict[str, Amount]] = {}
        for row in sums.select(*keys, "standing", *_SUMS).iter_rows():
            words, amount = row[: -len(_SUMS)], Amount(*row[-len(_SUMS) :])
            parts.setdefault(words[:-1], {})[words[-1]] = amount
        for key in self._in_order(parts, grouping):
            outside = terms.get((*key, "outside"), [])
            yield Figure(
                alliance=definition.alliance.name,
                title=definition.alliance.title,
                membership=definition.clock,
                measure=key[0],
                currency=key[1],
                key=dict(zip(grouping, key[2:], strict=True)),
                parts={name: parts[key].get(name, Amount()) for name in STANDINGS},
                width=tuple(terms.get((*key, "unplaced"), [])[:_TOP]),
                contributors=tuple(outside[:_TOP]),
                top_cents=sum(term.cents for term in outside[:_TOP]),
            )

    def _in_order(
        self, keys: Iterable[tuple[str, ...]], grouping: list[str]
    ) -> list[tuple[str, ...]]:
        """Keys in the order of a reader: ML2 before ML10, destination groups as in their file."""
        groups = list(self.group_titles)

        def rank(key: tuple[str, ...]) -> tuple[object, ...]:
            places = []
            for name, word in zip(grouping, key[2:], strict=True):
                place = groups.index(word) if name == "group" else 0
                digits = "".join(filter(str.isdigit, word)) if name == "category" else ""
                if name == "permanent":
                    place = [*_PERMANENT, word].index(word)
                places.append((place, int(digits or 0), word))
            return (*key[:2], *places)

        return sorted(keys, key=rank)


def share(frame: Any, *, by: Sequence[str] = (), **options: Any) -> tuple[Figure, ...]:
    """The share of a frame that leaves an alliance, by a grouping; options as of `Shares`."""
    return Shares(frame, **options).by(*by)


def _summed(cells: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return cells.group_by(keys).agg(pl.col(name).sum() for name in _SUMS)


def _worded(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells with the values of groupings as figures name them."""
    return cells.with_columns(
        pl.col("year").cast(pl.String),
        exporter=pl.col("from"),
        destination=pl.col("name"),
        category=_or_unstated("category"),
        form=_or_unstated("form"),
    )


def _or_unstated(column: str) -> pl.Expr:
    return pl.when(pl.col(column) == "").then(pl.lit("not stated")).otherwise(pl.col(column))


def _check(what: str, word: str, choices: Sequence[str]) -> None:
    if word not in choices:
        help_ = nearest_or_all(str(word), choices)
        raise InputError(
            Problem("", told("no such {what} {word}", what=what, word=quote(str(word))), help_)
        )
