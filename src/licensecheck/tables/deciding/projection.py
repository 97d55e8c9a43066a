"""What of a row the decision depends on: rows alike in all of it are one transfer.

Days become epochs; a value becomes its band and its weight against the buyer's budget; origin,
description, number and end of validity count only where they cannot be read, as the row is then
rejected for them.

The world changes on hundreds of days in ten years, a country on a few of them. A day on which only
rows of other countries begin or end changes nothing for a transfer that touches none of those.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from importlib.util import find_spec
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from licensecheck.documents.values import FIRST_DAY, LAST_DAY
from licensecheck.facts.deal import BANDS, HEAVY_SHARE, NOTABLE_SHARE, USD_PER_EUR
from licensecheck.reference.reference import Reference
from licensecheck.reference.spans import KeptSpans
from licensecheck.tables.placing import PlaceReader, list_days
from licensecheck.tables.reading.frame import Lookup, with_epochs
from licensecheck.tables.reading.record import NO_AMOUNT_IN, PARTY_FIELDS

__all__ = [
    "BESIDE_NAME", "KEY", "LARGEST_CENTS", "LONGEST_DESCRIPTION", "LONGEST_NAME",
    "LONGEST_REFERENCE", "NAMES", "PLACES", "SOME_NAME", "STEP_COLUMNS", "TOUCHED", "Projection",
    "Relevance",
]  # fmt: skip

_TABLES: Final = (
    "memberships", "treaties", "embargoes", "mandates", "conflict", "indicators",
)  # fmt: skip


class Relevance:
    """Knows of each country the days on which anything that is read of it may change.

    Args:
        reference: The dated tables.
        cuts: All days on which anything may change, the earliest day there is among them.
        always: Those of them that count for every country, whatever else they are.
        further: Those that count for one country, beside what the tables say of it.
    """

    def __init__(
        self,
        reference: Reference,
        cuts: Iterable[date],
        always: Iterable[date] = (),
        further: Mapping[str, Set[date]] = MappingProxyType({}),
    ) -> None:
        self._reference = reference
        self._cuts = tuple(sorted({date.min, *cuts}))
        self._further = further
        self._always = frozenset((date.min, *always))
        self._starts: dict[frozenset[str] | None, tuple[date, ...]] = {None: self._cuts}

    def starts(self, codes: frozenset[str] | None) -> tuple[date, ...]:
        """Every day on which something may begin to differ for some countries, in order.

        Args:
            codes: The countries that a transfer touches; None for all of the world.
        """
        found = self._starts.get(codes)
        if found is None:
            mine = (day for code in codes or () for day in self._days_of(code))
            found = self._starts[codes] = tuple(sorted(self._always.union(mine)))
        return found

    def start(self, codes: frozenset[str] | None, day: date) -> date:
        """The first day of the epoch of some countries that a day lies in; see `starts`."""
        starts = self.starts(codes)
        return starts[bisect_right(starts, day) - 1]

    def _days_of(self, code: str) -> Iterator[date]:
        yield from self._further.get(code, ())
        for table in _TABLES:
            yield from self._reference.changes_of(code, table)
        # Of a neighbour nothing is asked but its embargoes.
        for neighbour in self._reference.neighbours(code) or ():
            yield from self._reference.changes_of(neighbour.country, "embargoes")


KEY: Final = (
    "exporter", "destination", "consignee", "route", "kind", "rating", "form",
    "_epoch", "_refused", "_currency", "_band", "_burden", "_odd_value", "_odd_day", "_odd_until",
    "_rate_day", "_odd_origin", "_odd_description", "_odd_reference", "_parties", "_named",
)  # fmt: skip
TOUCHED: Final = ("exporter", "destination", "consignee", "route")
# The number of the texts of `TOUCHED`.
PLACES: Final = "_places"
# Stands for the name of an end user where any name is as good.
SOME_NAME: Final = "named"
# Budget steps: least and greatest worth of the euro, each for the notable and the heavy share.
_STEPS: Final = tuple(
    (Fraction(share), Fraction(rate)) for share in (NOTABLE_SHARE, HEAVY_SHARE)
    for rate in USD_PER_EUR
)  # fmt: skip
STEP_COLUMNS: Final = tuple(f"_step{number}" for number in range(len(_STEPS)))
_INT64_MAX: Final = 2**63 - 1
# A text of more characters may be refused for its length (composing can make it threefold).
LONGEST_REFERENCE: Final = 100 // 3
LONGEST_DESCRIPTION: Final = 2000 // 3
LONGEST_NAME: Final = 300 // 3
NAMES: Final = ("exporter_name", "consignee_name", "end_user", "buyer")
# A party of which nothing else is stated is there by its name alone.
BESIDE_NAME: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"consignee_name": ("consignee",), "buyer": ("buyer_country", "buyer_kind")}
)
_BETWEEN: Final = "\x1f"
_DENIED: Final = "denied"
LARGEST_CENTS: Final = 10**17
_ODD_CHARACTERS: Final = r"[\p{C}\p{Zl}\p{Zp}]"


class Projection:
    """Adds to rows the columns that their decision depends on; keeps what it read.

    Args:
        reference: The dated tables.
        editions: Days on which a rule begins or ends.
        names: Whether names of parties can change an answer.
        denials: By country, the days on which what denials say of it may change.
    """

    def __init__(
        self,
        reference: Reference,
        editions: Iterable[date],
        *,
        names: bool = False,
        denials: Mapping[str, Set[date]] = MappingProxyType({}),
    ) -> None:
        self._reference = reference
        self.placer = PlaceReader(reference)
        self.names = names
        always = {*editions, *list_days()}
        self.cuts = sorted({*self.placer.cuts, *always, *chain.from_iterable(denials.values())})
        always.update(self.placer.state_days)
        self.relevance = Relevance(reference, self.cuts, always, denials)
        self._denied = frozenset(denials)
        alone = {"_denied": pl.Boolean}
        self._refusals = Lookup.of_each(("destination", "_epoch"), alone, self._is_denied)
        self._places = Lookup(TOUCHED, {PLACES: pl.Int32}, self._numbered)
        self._count = 0
        # Sets of countries that rows touch, each by its number; None for all of the world.
        self._sets: dict[frozenset[str] | None, int] = {}
        self._set = Lookup.of_each((*TOUCHED, "_read"), {"_set": pl.Int32}, self._set_of)
        steps = dict.fromkeys(STEP_COLUMNS, pl.Int64)
        self._steps = Lookup.of_each(("destination", "_epoch"), steps, self._steps_of)
        self._kept_steps = KeptSpans()
        dated = {"_epoch": pl.Date, **steps}
        self._epochs = Lookup((PLACES, "_fine"), dated, self._epochs_of)
        odd = {"_odd_origin": pl.String}
        self._origins = Lookup.of_each(("origin", "_epoch"), odd, self._odd_origin)
        # Where rates are at hand, a value in another currency depends on its very day.
        self.rates = find_spec("currency_converter") is not None

    def add(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns of `KEY`, with `PLACES`, `cents` and the day `_as_of`, row by row."""
        as_of = pl.coalesce("day", pl.date(pl.col("year"), 12, 31))
        narrow = frame.select(
            *TOUCHED, "origin", "kind", "rating", "form", "measure", "currency", "cents", "until",
            _as_of=as_of,
            _parties=_parties(names=self.names),
            # An end user who is named, whoever it is, is one that the goods are known to reach.
            _named=(pl.col("end_user") != "").fill_null(False),
            _odd_description=_odd("description", LONGEST_DESCRIPTION),
            _odd_reference=_odd("reference", LONGEST_REFERENCE),
        )  # fmt: skip
        keyed = self.of_places(with_epochs(narrow, self.cuts, day="_as_of", to="_fine"))
        if self._denied:
            # Whether a denial matches depends on goods, place and end user at once.
            alone = pl.when("_denied").then(pl.lit(_DENIED)).otherwise(pl.lit(""))
            keyed = keyed.with_columns(_parties=alone + pl.col("_parties"))
        cents, currency = pl.col("cents"), pl.col("currency")
        money = cents.is_not_null() & (cents >= 0) & ~currency.is_in(NO_AMOUNT_IN)
        foreign = money & (currency != "EUR")
        odd = money & (cents >= LARGEST_CENTS)
        rated = foreign if self.rates else pl.lit(False)
        return (
            self.of_origins(keyed)
            .with_columns(
                _refused=pl.col("measure") == "refused",
                _currency=pl.when(money).then(currency).otherwise(pl.lit("")),
                _band=_counted(money & ~foreign, [int(limit * 100) for limit, _ in BANDS]),
                # Without a budget nothing is known; with one, a value below all steps is light.
                _burden=pl.when(pl.col(STEP_COLUMNS[0]).is_null())
                .then(pl.lit(-2, pl.Int8))
                .otherwise(_counted(money & ~foreign, [pl.col(name) for name in STEP_COLUMNS])),
                _odd_value=pl.when(odd | rated).then(cents),
                _odd_day=_out_of_range("_as_of"),
                _odd_until=_out_of_range("until"),
                _rate_day=pl.when(rated).then(pl.col("_as_of")),
            )
            .select(*KEY, PLACES, "cents", "_as_of")
        )

    def of_places(self, distinct: pl.DataFrame) -> pl.DataFrame:
        """Places and days, in their order, with what is found for them.

        Args:
            distinct: The columns `TOUCHED`, and `_fine`: days among `cuts`.

        Returns:
            The same with `PLACES`, `_epoch`, the budget steps of the destination, and `_denied`:
            whether a denial may match.
        """
        found = self._epochs.add(self._places.add(distinct))
        return self._refusals.add(found) if self._denied else found.with_columns(_denied=False)

    def of_origins(self, distinct: pl.DataFrame) -> pl.DataFrame:
        """Origins and epochs, with the origin again where it cannot be read."""
        if (distinct["origin"] == "").all():
            return distinct.with_columns(_odd_origin=pl.lit(""))
        return self._origins.add(distinct)

    def texts(self, numbers: pl.DataFrame) -> pl.DataFrame:
        """Rows with a number in `PLACES`, with the texts that it stands for."""
        known = self._places.known
        return numbers if known is None else numbers.join(known, on=PLACES)

    def _numbered(self, texts: pl.DataFrame) -> pl.DataFrame:
        numbers = pl.int_range(self._count, self._count + texts.height, eager=True)
        self._count += texts.height
        return texts.with_columns(numbers.alias(PLACES))

    def _epochs_of(self, keys: pl.DataFrame) -> pl.DataFrame:
        """The epoch of the countries that rows touch, and the steps of the destination in it."""
        days = self.placer.reading_days
        dated = with_epochs(self.texts(keys), days, day="_fine", to="_read")
        with_set = self._set.add(dated).sort("_fine")
        asked = set(with_set["_set"])
        starts = pl.DataFrame(
            [
                (number, start)
                for codes, number in self._sets.items() if number in asked
                for start in self.relevance.starts(codes)
            ],
            schema={"_set": pl.Int32, "_epoch": pl.Date}, orient="row",
        ).with_columns(_fine="_epoch").sort("_fine")  # fmt: skip
        # Sorted above: with groups polars cannot check it.
        found = with_set.join_asof(starts, on="_fine", by="_set", check_sortedness=False)
        return self._steps.add(found)

    def _set_of(self, *key: Any) -> tuple[int]:
        """The countries that a row touches; several for one text count as all of the world."""
        *texts, day = key
        readings = [self.placer.read(text, day) for text in texts if text]
        codes: frozenset[str] | None = None
        if all(len(one.codes) == 1 and not one.territory for one in readings):
            codes = frozenset().union(*(one.codes.union(one.via) for one in readings))
        return (self._sets.setdefault(codes, len(self._sets)),)

    def _steps_of(self, destination: str, epoch: date) -> tuple[int, ...] | None:
        """Values in cents at which the weight of a deal against the budget changes."""
        codes = self.placer.read(destination, epoch).codes
        if len(codes) != 1:
            return None
        code = next(iter(codes))
        return self._kept_steps.at(
            (code,), epoch, partial(self._steps_for, code),
            partial(self._reference.changes_of, code, "indicators"),
        )  # fmt: skip

    def _steps_for(self, code: str, on: date) -> tuple[int, ...] | None:
        budget = self._reference.indicator("milex_usd", code, on)
        return _steps(budget.value) if budget is not None and budget.value else None

    def _is_denied(self, destination: str, epoch: date) -> tuple[bool]:
        return (not self._denied.isdisjoint(self.placer.read(destination, epoch).codes),)

    def _odd_origin(self, origin: str, epoch: date) -> tuple[str]:
        """An origin that cannot be read; one that can decides nothing."""
        return (origin if origin and self.placer.read(origin, epoch).problem else "",)


@lru_cache(maxsize=10_000)
def _steps(usd: Decimal) -> tuple[int, ...]:
    steps = (-(-share * Fraction(usd) * 100 // rate) for share, rate in _STEPS)
    return tuple(min(int(step), _INT64_MAX) for step in steps)


def _counted(valid: pl.Expr, steps: Iterable[int | pl.Expr]) -> pl.Expr:
    """How many steps a value has reached; -1 for no value."""
    reached = pl.sum_horizontal((pl.col("cents") >= step).cast(pl.Int8) for step in steps)
    return pl.when(valid).then(reached).otherwise(pl.lit(-1)).cast(pl.Int8)


def _out_of_range(column: str) -> pl.Expr:
    day = pl.col(column)
    return pl.when((day < FIRST_DAY) | (day > LAST_DAY)).then(day)


def _parties(*, names: bool) -> pl.Expr:
    """All that is stated of parties, in one text; a name only where it can change an answer."""

    def cell(name: str) -> pl.Expr:
        if names or name not in NAMES:
            return pl.col(name)
        odd = _odd(name, LONGEST_NAME)
        if name not in BESIDE_NAME:
            return odd
        alone = pl.all_horizontal(pl.col(one) == "" for one in BESIDE_NAME[name])
        return pl.when(alone).then(pl.col(name)).otherwise(odd)

    cells = [cell(name) for name in PARTY_FIELDS]
    text = pl.concat_str(*cells, separator=_BETWEEN)
    empty = _BETWEEN * (len(cells) - 1)
    return pl.when(text == empty).then(pl.lit("")).otherwise(text)


def _odd(column: str, longest: int) -> pl.Expr:
    text = pl.col(column)
    odd = (text.str.len_chars() > longest) | text.str.contains(_ODD_CHARACTERS)
    blank = (text != "") & (text.str.strip_chars() == "")
    return pl.when(odd | blank).then(text).otherwise(pl.lit(""))
