"""Composing the decisions of many rows from their parts: in go projected rows, out come results.

Each part of a row is looked up once for all rows that share it, and every row gets the numbers of
its parts. Rows with the same numbers are one distinct transfer. A row with anything out of the
way (an unread word, a text too long, a value in a foreign currency that has a rate) has no number
and is left to be decided by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any, Final, Generic, TypeVar

import polars as pl

from licensecheck.documents.values import FIRST_DAY
from licensecheck.errors import InputError
from licensecheck.facts.destination import DestinationFacts
from licensecheck.facts.embargo import EmbargoFacts
from licensecheck.facts.membership import Memberships
from licensecheck.facts.observation import Observation
from licensecheck.reference.embargoes import AIMS_BY_RATING, Aim, goods_of
from licensecheck.reference.source import Source
from licensecheck.reference.spans import KeptSpans
from licensecheck.tables.deciding.decide import Confirmable, RowDecider, Statuses, combined
from licensecheck.tables.deciding.parts import Line, Part, ProgramDecider, part_of, parts_of
from licensecheck.tables.deciding.projection import PLACES, SOME_NAME, TOUCHED, Projection
from licensecheck.tables.placing import PlaceReader, Reading, list_days
from licensecheck.tables.reading.frame import Lookup
from licensecheck.tables.reading.record import Parties, Record, places_of
from licensecheck.vocabulary import Value

__all__ = ["DIGEST", "FOLD", "NUMBERS", "CombinationDecider"]

# The columns of numbers; together they tell one distinct transfer from another.
NUMBERS: Final = ("#touch", "#base", "#item", "#deal")
# What the places of a row, and its day, come to.
_TOUCH: Final = ("#program", "#place", "#exporter", "#hands", "#verdict")
# The same before containment is judged: where each place stands to the alliances.
_STANDING: Final = (*_TOUCH[:-1], "~stands")
# Parts that are the same for every line of the goods.
_PLAIN: Final = ("base", "deal", "exporter", "hands")
FOLD: Final = "~fold"
DIGEST: Final = "_digest"
_GOODS: Final = ("rating", "form", "_edition")
_KIND: Final = ("kind", "_refused")
_DEAL: Final = ("_band", "_burden")
# A row names no end user, so goods alone decide what an embargo reaches.
_AIMS: Final = tuple(Aim(goods) for goods in AIMS_BY_RATING)
_Key = TypeVar("_Key", bound=Hashable)


class _Numbered(Generic[_Key]):
    """Gives each distinct thing a number, and the thing back."""

    def __init__(self) -> None:
        self.things: list[Any] = []
        self._numbers: dict[_Key, int] = {}

    def number(self, key: _Key, thing: Any) -> int:
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.things)
            self.things.append(thing)
        return found


class CombinationDecider:
    """Looks up the parts of rows, and decides their distinct combinations.

    Args:
        decider: Derives the parts.
        projection: Gave the rows their epochs.
        depth: The depth of screening.
    """

    def __init__(self, decider: RowDecider, projection: Projection, *, depth: str) -> None:
        self._decider = decider
        self._projection = projection
        screener = decider.screener
        reference, vocabulary = screener.reference, screener.vocabulary
        self._destinations = DestinationFacts(
            reference, vocabulary, depth="full" if depth == "full" else "light", words=False
        )
        self._embargoes = EmbargoFacts(reference, vocabulary)
        self._memberships = Memberships(screener.sets, reference)
        self._defaults = {
            fact.name: Observation(
                fact.name, Value(fact.default, fact.default),
                (Source("default", fact.name, "stated default", "", "stated"),), assumed=True,
            )
            for fact in vocabulary.values()
            if fact.default and fact.name.partition(".")[0] in ("destination", "embargo")
        }  # fmt: skip
        self._kept = KeptSpans()
        self._placer = projection.placer
        # Before the first day that may be stated there is no edition of the list.
        self._editions = [FIRST_DAY, *(day for day in list_days() if day > FIRST_DAY)]
        self._numbered: dict[str, _Numbered[Any]] = {
            name: _Numbered()
            for name in (
                *NUMBERS, *_TOUCH, "~observed", "~stands", "~rest", "~item", "~place", "~pair", FOLD
            )
        }  # fmt: skip
        self._by_object: dict[int, tuple[tuple[Observation, ...], int]] = {}
        self._hashes: dict[str, list[int]] = {}
        self._memo: dict[tuple[Any, ...], Any] = {}
        standing = dict.fromkeys(_STANDING, pl.Int32)
        self._places = Lookup((PLACES, "_epoch"), standing, self._touched_places)
        self._verdicts = Lookup.of_each(
            ("~stands", "form", "_named"), {"#verdict": pl.Int32}, self._verdict
        )
        self._lookups = (
            Lookup((PLACES, "form", "_named", "_epoch"), {"#touch": pl.Int32}, self._touches),
            Lookup.of_each(_GOODS, {"#item": pl.Int32}, self._goods),
            Lookup.of_each(_KIND, {"#base": pl.Int32}, self._kind),
        )
        self._deals = pl.DataFrame(schema={**dict.fromkeys(_DEAL, pl.Int8), "#deal": pl.Int32})
        self._criteria = range(decider.criteria())
        self._folding = self._folds_by_criterion()
        # Membership changes on fewer days than the world.
        self._standing = [
            (one, PlaceReader(reference, one.alliance.groups)) for one in decider.containers
        ]

    # Numbers of parts

    def numbers(self, keyed: pl.DataFrame) -> pl.DataFrame:
        """The rows, in their order, with the columns of `NUMBERS`; null where one has none.

        Args:
            keyed: As of `Projection.add`.
        """
        joined = keyed.with_columns(_edition=self._edition())
        for lookup in self._lookups:
            joined = lookup.add(joined)
        joined = self._with_deals(joined)
        currencies = keyed["_currency"].unique()
        foreign = currencies.filter(~currencies.str.contains("^([A-Z]{3})?$"))
        odd = (
            pl.col("_odd_value").is_not_null() | pl.col("_odd_day").is_not_null()
            | pl.col("_odd_until").is_not_null() | pl.col("_rate_day").is_not_null()
            | (pl.col("_odd_origin") != "") | (pl.col("_parties") != "")
            | (pl.col("_odd_description") != "") | (pl.col("_odd_reference") != "")
            | pl.col("_currency").is_in(foreign.implode())
        )  # fmt: skip
        none = odd | pl.any_horizontal(pl.col(name).is_null() for name in NUMBERS)
        return joined.with_columns(
            pl.when(~none).then(pl.col(name)).alias(name) for name in NUMBERS
        )

    def alike(self, placed: pl.DataFrame) -> pl.DataFrame:
        """Places and days, in their order, with `_alike`: the number of the first that is alike.

        Rows that differ in places and days alone are one transfer where these are alike. Null
        where one of them is out of the way.

        Args:
            placed: As of `Projection.of_places`.
        """
        found = self._places.add(placed.with_row_index("_alike"))
        whole = pl.all_horizontal(pl.col(name).is_not_null() for name in _STANDING)
        first = pl.col("_alike").first().over(*_STANDING, self._edition())
        alike = pl.when(whole & ~pl.col("_denied")).then(first)
        return placed.with_columns(found.select(_alike=alike).to_series())

    def _edition(self) -> pl.Expr:
        return pl.sum_horizontal((pl.col("_epoch") >= day).cast(pl.Int8) for day in self._editions)

    def _touches(self, keys: pl.DataFrame) -> pl.DataFrame:
        """The number of what places and days come to; none where one of them is out of the way."""
        placed = self._places.add(keys).drop_nulls(_STANDING)
        whole = self._verdicts.add(placed).drop_nulls("#verdict")
        number = self._numbered["#touch"].number
        touches = [number(parts, parts) for parts in whole.select(_TOUCH).iter_rows()]
        whole = whole.with_columns(pl.Series("#touch", touches, pl.Int32))
        return keys.join(whole, on=keys.columns, how="left", nulls_equal=True)

    def _touched_places(self, keys: pl.DataFrame) -> pl.DataFrame:
        days = keys.sort(PLACES, "_epoch").group_by(PLACES, maintain_order=True).agg("_epoch")
        days = self._projection.texts(days).select(PLACES, *TOUCHED, "_epoch")
        rows = [
            (number, *row)
            for number, *texts, epochs in days.iter_rows()
            for row in self._touched(tuple(texts), epochs)
        ]
        numbers = dict.fromkeys(_STANDING, pl.Int32())
        found = pl.DataFrame(rows, schema={**keys.schema, **numbers}, orient="row")
        return keys.join(found, on=keys.columns, how="left")

    def _touched(
        self, texts: tuple[str, ...], epochs: Iterable[date]
    ) -> Iterator[tuple[date, int, int, int | None, int | None, int]]:
        """What the same places come to: each of some epochs, with the numbers of `_STANDING`."""
        exporter, destination, consignee, route = texts
        if not (exporter and destination) or len(places_of(route)) > 1:
            return
        known = [on for on in epochs if on >= FIRST_DAY and not self._decider.is_early(on)]

        def read(on: date) -> list[Reading | None]:
            return [self._placer.read(text, on) if text else None for text in texts]

        for readings, same in groupby(known, key=read):
            if any(one is not None and one.problem for one in readings):
                continue
            run = list(same)
            start, end = (self._placer.read(text, run[0]) for text in (exporter, destination))
            placed = self._placed(end.codes, run)
            on_the_way = (consignee, route, destination if end.via else "")
            for on, place in zip(run, placed, strict=True):
                yield (
                    on, self._program(on), place, self._exporter(exporter, start, on),
                    self._hands(on_the_way, destination, end.codes, on),
                    self._stands(texts, readings, on),
                )  # fmt: skip

    def _program(self, on: date) -> int:
        judge = self._decider.judge(on)
        return self._numbered["#program"].number(id(judge), judge)

    def _placed(self, codes: frozenset[str], days: list[date]) -> list[int]:
        """The number of what is known of a destination on each of some days."""
        parts = self._destinations.over(codes, days)
        if self._memberships:
            sets = self._kept.over(
                ("sets", *sorted(codes)), days,
                partial(self._memberships.at, codes), partial(self._memberships.changes, codes),
            )  # fmt: skip
            parts.append(sets)
        columns = [*parts, *zip(*self._embargoes.over(codes, days, _AIMS), strict=True)]
        placed = []
        for day, alike in enumerate(zip(*map(self._alike, columns), strict=True)):
            find = partial(self._place, columns, day, alike)
            placed.append(self._once("alike", alike, find))
        return placed

    def _alike(self, column: Iterable[tuple[Observation, ...]]) -> Iterator[int]:
        """For each observations of a column a number, the same for those that say the same."""
        last, number = None, -1
        for found in column:
            # What did not change is the same object.
            if found is not last:
                last, number = found, self._same(found)
            yield number

    def _place(
        self, columns: Sequence[Sequence[tuple[Observation, ...]]], day: int, alike: Sequence[int]
    ) -> int:
        """The number of a destination on one of some days, the last columns by kind of goods."""
        facts = [column[day] for column in columns]
        goods = slice(len(facts) - len(_AIMS), None)
        plain = self._defaults | {s.fact: s for part in facts[: goods.start] for s in part}
        # Most places are under no embargo, and alike for all goods.
        made = {
            number: part_of((plain | {s.fact: s for s in found}).values())
            for number, found in dict(zip(alike[goods], facts[goods], strict=True)).items()
        }
        parts = [made[number] for number in alike[goods]]
        digests = tuple(part.digest for part in parts)
        return self._numbered["#place"].number(
            digests, dict(zip(AIMS_BY_RATING, parts, strict=True))
        )

    def _same(self, observations: tuple[Observation, ...]) -> int:
        """A number for observations that say the same; the object is kept, so its id stays."""
        found = self._by_object.get(id(observations))
        if found is None:
            key = tuple(sorted(seen.digested for seen in observations))
            found = observations, self._numbered["~observed"].number(key, None)
            self._by_object[id(observations)] = found
        return found[1]

    def _exporter(self, exporter: str, reading: Reading, epoch: date) -> int | None:
        # It changes on fewer days than the whole of the transfer.
        codes = reading.codes if len(reading.codes) == 1 and not reading.territory else None
        day = max(self._projection.relevance.start(codes, epoch), FIRST_DAY)
        record = partial(Record, 1, exporter, "NL", day=day, year=day.year)
        find = partial(self._of_one, "exporter", record, day)
        found: int | None = self._once("exporter", (exporter, day), find)
        return found

    def _hands(
        self, on_the_way: tuple[str, ...], destination: str, codes: frozenset[str], epoch: date
    ) -> int | None:
        consignee, route, _ = on_the_way
        record = partial(
            Record, 1, "NL", destination, consignee=consignee, route=route, day=epoch,
            year=epoch.year,
        )  # fmt: skip
        # Of a way that is not stated, all that is known is what is assumed of the end user.
        assumed = tuple(one.digested for one in self._memberships.by_silence(codes, epoch))
        key = (*on_the_way, destination, epoch) if any(on_the_way) else assumed
        found: int | None = self._once("hands", key, partial(self._of_one, "hands", record, epoch))
        return found

    def _of_one(self, name: str, record: Callable[[], Record], epoch: date) -> int | None:
        """The number of one part of a record; None where the record cannot be read."""
        try:
            _, transfers = self._decider.unfold(record(), epoch)
        except InputError:
            return None
        part = parts_of(transfers[0])[name]
        return self._numbered[f"#{name}"].number(part.digest, part)

    def _stands(
        self, texts: tuple[str, ...], readings: Sequence[Reading | None], epoch: date
    ) -> int:
        """A number for where each place stands to the alliances, the same for all alike."""
        days = tuple([placer.epoch(epoch) for _, placer in self._standing])
        find = partial(self._stands_on, texts, readings, days, epoch)
        found: int = self._once("stands", (texts, days), find)
        return found

    def _stands_on(
        self,
        texts: tuple[str, ...],
        readings: Sequence[Reading | None],
        days: Sequence[date],
        epoch: date,
    ) -> int:
        touched = [one and (one.codes, one.territory) for one in readings]
        end = readings[1]
        touched += [(frozenset((code,)), "") for code in (end.via if end else ())]
        stands = tuple(
            tuple(one and container.inside(*one, day)[0] for one in touched)
            for (container, _), day in zip(self._standing, days, strict=True)
        )
        return self._numbered["~stands"].number(stands, (texts, epoch))

    def _verdict(self, stands: int, form: str, named: bool) -> tuple[int] | None:
        """Containment: by where each place stands, so that it is judged once for all alike."""
        (exporter, destination, consignee, route), epoch = self._numbered["~stands"].things[stands]
        record = Record(
            1, exporter, destination, consignee=consignee, route=route, form=form, day=epoch,
            year=epoch.year, parties=Parties(end_user=SOME_NAME if named else ""),
        )  # fmt: skip
        try:
            resolved, _ = self._decider.unfold(record, epoch)
        except InputError:
            return None
        verdicts = tuple(one.judge(resolved).verdict for one in self._decider.containers)
        return (self._numbered["#verdict"].number(verdicts, verdicts),)

    def _goods(self, rating: str, form: str, edition: int) -> tuple[int] | None:
        if not edition:
            return None
        # Only at the edges of an edition of the list may a code be read otherwise.
        found = self._lines(rating, form, self._editions[edition - 1])
        return None if found is None else (found,)

    def _lines(self, rating: str, form: str, epoch: date) -> int | None:
        record = Record(1, "NL", "NL", rating=rating, form=form, day=epoch, year=epoch.year)
        try:
            _, transfers = self._decider.unfold(record, epoch)
        except InputError:
            return None
        lines = tuple(
            Line(
                t.line.rating.listed,
                goods_of(t.line.rating, t.line.item.form),
                parts_of(t)["item"],
            )
            for t in transfers
        )
        key = tuple((line.goods, line.part.digest) for line in lines)
        return self._numbered["#item"].number(key, lines)

    def _kind(self, kind: str, refused: bool) -> tuple[int] | None:
        day = self._decider.first_day
        record = partial(
            Record, 1, "NL", "NL", kind=kind, day=day, year=day.year,
            measure="refused" if refused else "licensed",
        )  # fmt: skip
        found = self._of_one("base", record, day)
        return None if found is None else (found,)

    def _with_deals(self, joined: pl.DataFrame) -> pl.DataFrame:
        """Rows with the number of their deal, derived from a row that is sound in all else."""
        if joined.select(_DEAL).unique().join(self._deals, on=_DEAL, how="anti").height:
            sound = (
                pl.col("#touch").is_not_null() & pl.col("_odd_value").is_null()
                & pl.col("_rate_day").is_null()
            )  # fmt: skip
            self.learn_deals(joined.filter(sound))
        return joined.join(self._deals, on=_DEAL, how="left", maintain_order="left")

    def learn_deals(self, examples: pl.DataFrame) -> None:
        """Take from sound rows what their deals come to.

        Args:
            examples: With `_band`, `_burden`, `destination`, `_epoch`, `_currency` and `cents`.
        """
        columns = [*_DEAL, "destination", "_epoch", "_currency", "cents"]
        new = examples.select(columns).join(self._deals, on=_DEAL, how="anti")
        new = new.unique(subset=_DEAL, keep="any")
        rows = [(*row[:2], self._deal(*row[2:])) for row in new.iter_rows()]
        found = pl.DataFrame(rows, schema=self._deals.schema, orient="row")
        self._deals = pl.concat([self._deals, found])

    def _deal(self, place: str, epoch: date, currency: str, cents: int | None) -> int | None:
        value = None if currency != "EUR" or cents is None else _euros(cents)
        record = partial(Record, 1, "NL", place, day=epoch, year=epoch.year, value=value)
        return self._of_one("deal", record, epoch)

    def _once(self, name: str, key: tuple[Any, ...], find: Callable[[], int | None]) -> Any:
        full = (name, *key)
        if full not in self._memo:
            self._memo[full] = find()
        return self._memo[full]

    # Decisions

    def folds(self, distinct: pl.DataFrame) -> pl.DataFrame:
        """Distinct transfers, in their order, with the columns `FOLD` and `DIGEST`.

        What is known of a part counts for a criterion only by those of its terms that it leaves
        open, so ten thousand countries and epochs come down to some dozens that are alike.

        Args:
            distinct: The columns of `NUMBERS`.
        """
        touched = pl.DataFrame(
            [(number, *parts) for number, parts in enumerate(self._numbered["#touch"].things)],
            schema=dict.fromkeys(("#touch", *_TOUCH), pl.Int32), orient="row",
        )  # fmt: skip
        folded = distinct.join(touched, on="#touch", maintain_order="left")
        for lookup in self._folding:
            folded = lookup.add(folded)
        return folded.select(*NUMBERS, "#verdict", FOLD, self._digests(folded))

    def _folds_by_criterion(self) -> list[Lookup]:
        """What finds the fold: what each criterion sees of the parts, its pair, all pairs."""
        program, pairs = "#program", [f"~pair{one}" for one in self._criteria]

        def seen(name: str) -> dict[str, Any]:
            return {f"{name}{one}": pl.Int32 for one in self._criteria}

        each = Lookup.of_each
        return [
            each((program, *(f"#{p}" for p in _PLAIN)), seen("~rest"), self._see_rest),
            each((program, "#item"), {"~scope": pl.String, **seen("~item")}, self._see_item),
            each((program, "#place"), seen("~place"), self._see_place),
            *(
                each(
                    (program, f"~item{one}", f"~place{one}", f"~rest{one}"),
                    {pairs[one]: pl.Int32}, partial(self._pair, one),
                )
                for one in self._criteria
            ),
            each((program, "~scope", *pairs), {FOLD: pl.Int32}, self._fold),
        ]  # fmt: skip

    def statuses(self, fold: int, verdict: int) -> Statuses:
        """What is decided of all transfers that share a fold and a verdict."""
        outcome, criteria, stopped = self._numbered[FOLD].things[fold]
        verdicts = self._numbered["#verdict"].things[verdict]
        # A row of which a denial or a list may tell is decided by itself.
        return Statuses(outcome, criteria, verdicts, self._decider.matches(), stopped)

    def _see_rest(self, program: int, *numbers: int) -> tuple[int | None, ...]:
        """All parts but goods and place, which are the same for every line of the goods."""
        judge: ProgramDecider = self._numbered["#program"].things[program]
        parts = self._things([f"#{name}" for name in _PLAIN], numbers)
        seen = judge.together(dict(zip(_PLAIN, parts, strict=True)))
        return self._by_criterion("~rest", judge, lambda one: judge.narrowed(one, seen))

    def _see_item(self, program: int, item: int) -> tuple[Any, ...]:
        """The goods: whether they are in scope, and what is seen of each line that is."""
        judge: ProgramDecider = self._numbered["#program"].things[program]
        lines = [line for line in self._numbered["#item"].things[item] if line.listed != "none"]
        seen = [(line.goods, judge.seen("item", line.part)) for line in lines]
        listed = {line.listed for line in lines}
        open_ = "dual_use" in listed
        scope = ("some" if open_ else "yes") if "cml" in listed else "unknown" if open_ else "no"
        return scope, *self._by_criterion(
            "~item", judge,
            lambda one: tuple([(goods, judge.narrowed(one, part)) for goods, part in seen]),
        )  # fmt: skip

    def _see_place(self, program: int, place: int) -> tuple[int | None, ...]:
        """The place: what is seen of it for each kind of goods."""
        judge: ProgramDecider = self._numbered["#program"].things[program]
        parts: dict[str, Part] = self._numbered["#place"].things[place]
        # Most places are alike for most goods.
        of_parts = {id(part): judge.seen("place", part) for part in parts.values()}

        def see(one: int) -> Hashable:
            seen = {key: judge.narrowed(one, of_part) for key, of_part in of_parts.items()}
            return tuple([(goods, seen[id(part)]) for goods, part in parts.items()])

        return self._by_criterion("~place", judge, see)

    def _by_criterion(
        self, name: str, judge: ProgramDecider, see: Callable[[int], Hashable]
    ) -> tuple[int | None, ...]:
        """For each criterion the number of what it sees; none for those that the rules lack."""
        numbered = self._numbered[name]
        found = [see(one) for one in range(judge.criteria)]
        lacking = (None,) * (len(self._criteria) - len(found))
        return *(numbered.number(one, one) for one in found), *lacking

    def _pair(
        self, one: int, program: int, item: int | None, place: int | None, rest: int | None
    ) -> tuple[int] | None:
        """The number of a criterion's status, and of the worst that is possible."""
        judge: ProgramDecider = self._numbered["#program"].things[program]
        if item is None or place is None or rest is None:
            return None
        there = dict(self._numbered["~place"].things[place])
        mask, weak = self._numbered["~rest"].things[rest]
        lines = [
            (mask & of_item & there[goods][0], weak | of_lines | there[goods][1])
            for goods, (of_item, of_lines) in self._numbered["~item"].things[item]
        ]
        found = judge.pair(one, lines)
        return (self._numbered["~pair"].number(found, found),)

    def _fold(self, program: int, scope: str, *pairs: int) -> tuple[int]:
        judge: ProgramDecider = self._numbered["#program"].things[program]
        things = self._numbered["~pair"].things
        folded = judge.folded(scope, tuple(things[one] for one in pairs[: judge.criteria]))
        return (self._numbered[FOLD].number(folded, folded),)

    def _digests(self, distinct: pl.DataFrame) -> pl.Series:
        """A hash of each transfer that is the same in every run and for every order of rows."""
        total = pl.Series(DIGEST, [0], pl.UInt64).new_from_index(0, distinct.height)
        for name in (*_TOUCH, *NUMBERS[1:]):
            things = self._numbered[name].things
            known = self._hashes.setdefault(name, [])
            known += [_hash_of(name, thing) for thing in things[len(known) :]]
            # Sums of 64 bits wrap around.
            total = total + pl.Series(known, dtype=pl.UInt64).gather(distinct[name])
        return total.alias(DIGEST)

    def confirmable(self, numbers: tuple[int, ...]) -> tuple[Confirmable, ...]:
        """The decisions that a distinct transfer, by its `NUMBERS`, rests on."""
        touch, base, lines, deal = self._things(NUMBERS, numbers)
        judge, place, exporter, hands, _ = self._things(_TOUCH, touch)
        parts = {"base": base, "deal": deal, "exporter": exporter, "hands": hands}
        return tuple(
            combined(judge, {**parts, "item": line.part, "place": place[line.goods]})
            for line in lines
            if line.listed != "none"
        )

    def _things(self, names: Sequence[str], numbers: Sequence[int]) -> Iterator[Any]:
        for name, number in zip(names, numbers, strict=True):
            yield self._numbered[name].things[number]


def _hash_of(name: str, thing: Any) -> int:
    """A number of 64 bits for a part, the same in every run."""
    if name == "#program":
        digests = [rule.id.encode() for rule in thing.program.rules]
    elif name == "#verdict":
        digests = [verdict.encode() for verdict in thing]
    elif name == "#item":
        digests = [line.goods.encode() + line.part.digest for line in thing]
    elif name == "#place":
        digests = [part.digest for part in thing.values()]
    else:
        digests = [thing.digest]
    text = b" ".join((name.encode(), *digests))
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest())


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
