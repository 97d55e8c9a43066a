"""How a share changed between two years: which rows, which deals and which memberships count.

In: a frame of a table and two years. Out: a `Change` for each measure and definition of inside,
split exactly into its causes (see `attribution.py`), or why there is none.

What is split is the least share and the greatest, each by itself. The share itself lies somewhere
between them in either year, so its change lies between the least of the second year less the
greatest of the first, and the reverse: `Change.bounds`.

Choices, each of which moves parts and none of which moves the sum:

* where renewals count once, they do over the whole table and the years are cut after that, so a
  licence that renews one of an earlier year adds to its own year only what is new; the shares
  compared are those that `Shares.by("year")` gives;
* rows of one year are judged by the membership of the other as it was at the end of that year;
* a deal is all lines of one licence number in one year, or one line where there is no number;
  it is large if it has the given part of what starts inside in its year, or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, Final

import polars as pl

from licensecheck.errors import InputError, Problem, told
from licensecheck.messages import message
from licensecheck.tables.shares.attribution import Split, Sum, Sums, split
from licensecheck.tables.shares.share import Amount, Counting, Figure, Shares
from licensecheck.tables.shares.standing import LICENCE_DATE, STANDINGS

__all__ = ["LARGE", "Change", "Deal", "NoChange", "Part", "change_between"]

# A deal is large if it has this part of the value of its year, or more.
LARGE: Final = Fraction(1, 20)
_NOTHING: Final = message("nothing of {years} starts inside, or no value is stated")
_NOTHING_NEW: Final = message(
    "nothing of {years} starts inside and is new, or no value is stated: a renewal adds only what "
    "is new"
)
_SIDES: Final = ("least", "greatest")
# Rows that stand for no licence of their own, each a deal by itself.
_DEAL: Final = pl.when(pl.col("reference") == "").then(
    pl.format("row {}", pl.int_range(pl.len()))
).otherwise(pl.format("{} {}", "exporter", "reference"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deal:
    """A single large deal.

    Attributes:
        year: Its year.
        reference: Licence number or number of the deal; empty where the table has none.
        exporter: Name of the country in the language asked for, or as the table writes it.
        destinations: Names of the countries in the language asked for; what is no one country,
            as the table writes it.
        categories: Of its goods.
        goods: What they are in the table's words, the largest lines first; empty where it has
            none.
        outside: Value that certainly leaves, in hundredths.
        unplaced: Value that may stay or leave.
        total: All of its value, wherever it starts.
    """

    year: int
    reference: str
    exporter: str
    destinations: tuple[str, ...]
    categories: tuple[str, ...]
    goods: tuple[str, ...]
    outside: int
    unplaced: int
    total: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one value of a grouping brings to a change; parts sum to it, cause by cause.

    Attributes:
        key: Values of the grouping: `{"category": "ML9"}`.
        least: Its part of the least share, where `first` and `second` are points of the whole.
        greatest: The same of the greatest.
    """

    key: Mapping[str, str]
    least: Split
    greatest: Split


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a share between two years, under one definition of inside.

    Attributes:
        alliance: Name of the definition of inside.
        title: Its title, in words.
        membership: `licence-date`, or the day whose membership counts.
        measure: licensed, exported, delivered, ...
        currency: Of all its sums; `TIV` is not money.
        years: The two.
        counting: `newly-authorised` if a licence that was renewed counts once, else
            `as-published`.
        figures: The figures of the two years.
        least: The change of what is certainly outside.
        greatest: The change of it with all that cannot be placed.
        limits: Value from which on a deal is large, in hundredths, in each year.
        deals: The large deals of both years, the largest of a year first.
        parts: By the grouping asked for; empty if there was none.
        exporters: Whose exports they are, those with most value first.
        as_published: The same with every row as published, where renewals count once.
    """

    alliance: str
    title: str
    membership: str
    measure: str
    currency: str
    years: tuple[int, int]
    counting: Counting
    figures: tuple[Figure, Figure]
    least: Split
    greatest: Split
    limits: tuple[int, int]
    deals: tuple[Deal, ...]
    parts: tuple[Part, ...] = ()
    exporters: tuple[str, ...] = ()
    as_published: Change | None = None

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """Between what the change of the share lies, however what cannot be placed turns out."""
        return (
            self.least.second - self.greatest.first,
            self.greatest.second - self.least.first,
        )

    @property
    def sides(self) -> tuple[tuple[str, Split], tuple[str, Split]]:
        """Both splits with the word for their bound."""
        return ("least", self.least), ("greatest", self.greatest)


@dataclass(frozen=True, slots=True)
class NoChange:
    """A measure of a table of which no change can be told, and why.

    Attributes:
        alliance: As of `Change`, and so are the other attributes that both have.
        title: Its title.
        membership: The clock.
        measure: The measure.
        currency: Of its sums.
        why: A message with `{years}` in it.
        years: The years that have nothing.
        counting: How renewals count.
        as_published: The change with every row as published, where only that can be told.
    """

    alliance: str
    title: str
    membership: str
    measure: str
    currency: str
    why: str
    years: tuple[int, ...] = ()
    counting: Counting = "as-published"
    as_published: Change | None = None


def change_between(
    frame: Any, first: int, second: int, *, by: Sequence[str] = (),
    large: Fraction = LARGE, **options: Any,
) -> tuple[Change | NoChange, ...]:  # fmt: skip
    """Split the change of the share between two years, for each measure and definition.

    Args:
        frame: As for `Shares`: the whole table, so that renewals are known as such. A lazy frame
            comes to this process.
        first: The earlier year.
        second: The later year.
        by: A grouping of the parts, of `GROUPINGS` but for the year.
        large: Part of a year's value from which on a deal is large.
        options: As of `Shares`.

    Raises:
        InputError: The years are not in order or have no value, or a name is unknown.
    """
    _check(first, second, by, large)
    given = Shares(frame, **options)
    found = _changes(given, (first, second), by, large)
    published = given.as_published
    if published is None:
        return found
    beside = _changes(published, (first, second), by, large)
    return tuple(
        replace(one, as_published=other) if isinstance(other, Change) else one
        for one, other in zip(found, beside, strict=True)
    )


def _changes(
    given: Shares, years: tuple[int, int], by: Sequence[str], large: Fraction
) -> tuple[Change | NoChange, ...]:
    of_years = pl.col("cents").is_not_null() & pl.col("year").is_in(years)
    rows = given.cut.filter(of_years).with_columns(_DEAL.alias("deal"))
    _check_years(given.counted, years)
    rest = {
        "chains": "as-published", "exporters": given.exporters, "groups": given.groups,
        "reference": given.reference, "language": given.language,
    }  # fmt: skip
    found: list[Change | NoChange] = []
    # What has no row left once renewals count once still has one line that says so.
    stated = given.counted.filter(of_years)
    for measure, currency in sorted(stated.select("measure", "currency").unique().iter_rows()):
        own = rows.filter((pl.col("measure") == measure) & (pl.col("currency") == currency))
        for one, word in zip(given.definitions, given.alliance_words, strict=True):
            compared = _Compared(own, years, word, one.clock, rest, given.counting)
            empty = [year for year in years if not compared.total(year)]
            if empty:
                why = _NOTHING_NEW if given.counting == "newly-authorised" else _NOTHING
                found.append(NoChange(one.alliance.name, one.alliance.title, one.clock, measure,
                                      currency, why, tuple(empty), given.counting))  # fmt: skip
                continue
            found.append(compared.change(by, large))
    return tuple(found)


_Key = tuple[str, ...]


class _Compared:
    """The rows of two years, of one measure and currency, under one definition."""

    def __init__(
        self, rows: pl.DataFrame, years: tuple[int, int], alliance: str, clock: str,
        options: Mapping[str, Any], counting: Counting,
    ) -> None:  # fmt: skip
        self.rows, self.years, self.clock = rows, years, clock
        self._alliance, self._options, self._counting = alliance, options, counting
        self._ends = [str(date(year, 12, 31)) for year in years]
        self._whole = self._shares(rows)

    def _shares(self, rows: pl.DataFrame) -> Shares:
        clocks = [self.clock, *(self._ends if self.clock == LICENCE_DATE else ())]
        return Shares(rows, alliances=(self._alliance,), membership=clocks, **self._options)

    def _clock(self, year: int, membership: int) -> str:
        """The clock under which rows of a year are judged by the membership of either year."""
        same = self.clock != LICENCE_DATE or year == membership
        return self.clock if same else self._ends[membership]

    def total(self, year: int) -> int:
        """The value of a year of which the share is, under its own membership."""
        figure = self._figure(self.years.index(year))
        return figure.total.cents if figure else 0

    def _figure(self, year: int) -> Figure | None:
        found = (
            one
            for one in self._whole.by("year")
            if one.key["year"] == str(self.years[year]) and one.membership == self.clock
        )
        return next(found, None)

    def change(self, by: Sequence[str], large: Fraction) -> Change:
        """The change; both years have value."""
        figures = tuple(one for one in map(self._figure, (0, 1)) if one)
        limits = tuple(_ceiling(one.total.cents * large) for one in figures)
        sizes = self.rows.group_by("year", "deal").agg(
            pl.col("cents").cast(pl.Int128).sum().alias("_size")
        )
        limit = pl.when(pl.col("year") == self.years[0]).then(limits[0]).otherwise(limits[1])
        # A deal of nothing is never large, even where the limit is nothing.
        kept = sizes.filter((pl.col("_size") >= limit) & (pl.col("_size") > 0))
        big = self.rows.join(kept.select("year", "deal"), on=["year", "deal"], how="semi")
        deals = tuple(self._deals(big))
        of_big = self._shares(big) if big.height else None
        sums = {side: self._sums(of_big, (), side) for side in _SIDES}
        splits = {side: split(sums[side][()], sums[side][()]) for side in _SIDES}
        parts = []
        if by:
            grouped = {side: self._sums(of_big, by, side) for side in _SIDES}
            for key in grouped["least"]:
                own = {side: split(sums[side][()], grouped[side][key]) for side in _SIDES}
                named = dict(zip(by, key, strict=True))
                parts.append(Part(named, own["least"], own["greatest"]))
        return Change(
            alliance=figures[0].alliance, title=figures[0].title, membership=self.clock,
            measure=figures[0].measure, currency=figures[0].currency, years=self.years,
            counting=self._counting,
            figures=(figures[0], figures[1]), least=splits["least"], greatest=splits["greatest"],
            limits=(limits[0], limits[1]), deals=deals, parts=tuple(parts),
            exporters=self._exporters(),
        )  # fmt: skip

    def _exporters(self) -> tuple[str, ...]:
        sizes: dict[str, int] = {}
        for one in self._whole.by("exporter"):
            if one.membership == self.clock and one.total.cents:
                sizes[one.key["exporter"]] = one.total.cents
        return tuple(sorted(sizes, key=lambda name: (-sizes[name], name)))

    def _sums(self, big: Shares | None, by: Sequence[str], side: str) -> dict[_Key, Sums]:
        """Sums of each value of a grouping, whether it occurs in a year or not."""
        grouping = ("year", *by)
        whole = {_place(one, by): one for one in self._whole.by(*grouping)}
        large = {_place(one, by): one for one in big.by(*grouping)} if big else {}
        keys = list(dict.fromkeys(key for _, _, key in whole))
        found: dict[_Key, dict[tuple[int, bool, int], Sum]] = {key: {} for key in keys}
        for year, membership in product((0, 1), repeat=2):
            place = (str(self.years[year]), self._clock(year, membership))
            for key in keys:
                all_, deals = (_sum(group.get((*place, key)), side) for group in (whole, large))
                rest = Sum(all_.outside - deals.outside, all_.total - deals.total)
                found[key][year, True, membership] = deals
                found[key][year, False, membership] = rest
        return dict(found)

    def _deals(self, big: pl.DataFrame) -> Iterator[Deal]:
        found = []
        for (year, _), rows in big.group_by("year", "deal", maintain_order=True):
            shares = Shares(rows.drop("deal"), alliances=(self._alliance,),
                            membership=(self.clock,), **self._options)  # fmt: skip
            (figure,) = shares.by()
            by_size = rows.sort("cents", descending=True, maintain_order=True)
            goods = by_size["description"].unique(maintain_order=True)
            found.append(Deal(
                year=int(year), reference=rows["reference"][0],
                exporter=shares.by("exporter")[0].key["exporter"],
                destinations=shares.destinations(),
                categories=tuple(rows["category"].unique(maintain_order=True)),
                goods=tuple(text for text in goods if text.strip()),
                outside=figure.outside.cents, unplaced=figure.unplaced.cents,
                total=sum(figure.parts[name].cents for name in STANDINGS),
            ))  # fmt: skip
        yield from sorted(found, key=lambda one: (one.year, -one.total, one.reference))


def _place(figure: Figure, by: Sequence[str]) -> tuple[str, str, _Key]:
    return figure.key["year"], figure.membership, tuple(figure.key[name] for name in by)


def _sum(figure: Figure | None, side: str) -> Sum:
    if figure is None:
        return Sum(Fraction(0), Fraction(0))
    open_ = figure.unplaced if side == "greatest" else Amount()
    return Sum(Fraction(figure.outside.cents + open_.cents), Fraction(figure.total.cents))


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _check(first: int, second: int, by: Iterable[str], large: Fraction) -> None:
    problems = []
    if first >= second:
        problems.append(
            Problem("", told("the year {first} is not before {second}", first=first, second=second))
        )
    if "year" in by:
        problems.append(Problem("", told("a change is between years already; leave `year` out")))
    if not 0 < large <= 1:
        problems.append(
            Problem("", told("a large deal has more than 0 and at most 100 % of its year"))
        )
    if problems:
        raise InputError(problems)


def _check_years(frame: pl.DataFrame, years: tuple[int, int]) -> None:
    stated = set(frame.filter(pl.col("cents") > 0)["year"].unique())
    missing = [year for year in years if year not in stated]
    if missing:
        valued = frame.filter(pl.col("cents") > 0)["year"]
        known = sorted(set(valued.to_list()))
        help_ = (
            told("the table has {first} to {last}", first=known[0], last=known[-1]) if known else ""
        )
        raise InputError(
            [Problem("", told("no value in the year {year}", year=year), help_) for year in missing]
        )
