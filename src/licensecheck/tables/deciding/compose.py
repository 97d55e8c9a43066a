"""Composing the decisions of many rows from their parts: in go projected rows, out come results.

Each part of a row is looked up once for all rows that share it, and every row gets the numbers of
its parts. Rows with the same numbers are one distinct transfer. A row with anything out of the
way (an unread word, a text too long, a value in a foreign currency that has a rate) has no number
and is left to be decided by itself.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final, Generic, TypeVar

import polars as pl

from licensecheck.documents.values import FIRST_DAY
from licensecheck.errors import InputError
from licensecheck.facts.destination import TOO_MANY, DestinationFacts
from licensecheck.facts.embargo import EmbargoFacts
from licensecheck.facts.membership import Memberships
from licensecheck.facts.observation import Clocks, Observation
from licensecheck.reference.embargo_reach import AIMS_BY_RATING, Aim, goods_of
from licensecheck.reference.source import Source
from licensecheck.reference.spans import KeptSpans
from licensecheck.tables.deciding.decide import Confirmable, Decider, Statuses, combined
from licensecheck.tables.deciding.lookup import Lookup
from licensecheck.tables.deciding.parts import Judge, Line, part_of, parts_of
from licensecheck.tables.placing import Placer, Reading, list_days
from licensecheck.tables.reading.record import Record, places_of
from licensecheck.vocabulary import Value

__all__ = ["DIGEST", "FOLD", "NUMBERS", "Composer"]

# The columns of numbers; together they tell one distinct transfer from another.
NUMBERS: Final = (
    "#program", "#base", "#item", "#place", "#deal", "#exporter", "#hands", "#verdict",
)  # fmt: skip
# Parts that are the same for every line of the goods.
_PLAIN: Final = ("base", "deal", "exporter", "hands")
FOLD: Final = "~fold"
DIGEST: Final = "_digest"
_TOUCH: Final = ("exporter", "destination", "consignee", "route", "form", "_epoch")
_TOUCHED: Final = ("#program", "#place", "#exporter", "#hands", "#verdict")
_GOODS: Final = ("rating", "form", "_epoch")
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


class Composer:
    """Looks up the parts of rows, and decides their distinct combinations.

    Args:
        decider: Derives the parts.
        depth: The depth of screening.
    """

    def __init__(self, decider: Decider, *, depth: str) -> None:
        self._decider = decider
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
        self._places = KeptSpans()
        self._placer = Placer(reference)
        self._lists = list_days()
        self._numbered: dict[str, _Numbered[Any]] = {
            name: _Numbered()
            for name in (*NUMBERS, "~observed", "~rest", "~item", "~place", "~pair", FOLD)
        }
        self._by_object: dict[int, tuple[tuple[Observation, ...], int]] = {}
        self._hashes: dict[str, list[int]] = {}
        self._memo: dict[tuple[Any, ...], Any] = {}
        self._lookups = [
            Lookup(columns, dict.fromkeys(names, pl.Int32), find, order=order)
            for columns, names, find, order in (
                (_TOUCH, _TOUCHED, self._touch, ("_epoch", "destination")),
                (_GOODS, ("#item",), self._goods, ("_epoch",)),
                (_KIND, ("#base",), self._kind, ()),
            )
        ]
        self._criteria = range(decider.criteria())
        self._folding = self._folds_by_criterion()
        # Membership changes on fewer days than the world.
        self._standing = [
            (one, Placer(reference, one.alliance.groups)) for one in decider.containers
        ]

    # Numbers of parts

    def numbers(self, keyed: pl.DataFrame) -> pl.DataFrame:
        """The rows, in their order, with the columns of `NUMBERS`; null where one has none.

        Args:
            keyed: As of `Projection.add`.
        """
        joined = keyed
        for lookup in self._lookups:
            joined = lookup.add(joined)
        deals = self._deals(joined)
        joined = joined.join(deals, on=_DEAL, how="left", maintain_order="left")
        odd = (
            pl.col("_odd_value").is_not_null() | pl.col("_odd_day").is_not_null()
            | pl.col("_odd_until").is_not_null() | pl.col("_rate_day").is_not_null()
            | (pl.col("_odd_origin") != "") | (pl.col("_parties") != "")
            | (pl.col("_odd_description") != "") | (pl.col("_odd_reference") != "")
            | ~pl.col("_currency").str.contains("^([A-Z]{3})?$")
        )  # fmt: skip
        none = odd | pl.any_horizontal(pl.col(name).is_null() for name in NUMBERS)
        return joined.with_columns(
            pl.when(~none).then(pl.col(name)).alias(name) for name in NUMBERS
        )

    def _touch(self, *key: Any) -> tuple[int, ...] | None:
        exporter, destination, consignee, route, _, epoch = key
        if epoch < FIRST_DAY or self._decider.is_early(epoch) or len(places_of(route)) > 1:
            return None
        texts = [text for text in (exporter, destination, consignee, route) if text]
        readings = {text: self._placer.read(text, epoch) for text in texts}
        if not (exporter and destination) or any(one.problem for one in readings.values()):
            return None
        place = self._once("place", (destination, epoch), lambda: self._place(destination, epoch))
        start = self._once("exporter", (exporter, epoch), lambda: self._exporter(exporter, epoch))
        via = readings[destination].via
        on_the_way = (consignee, route, destination if via else "")
        hands = self._once(
            "hands",
            (*on_the_way, destination, epoch) if any(on_the_way) else (),
            lambda: self._hands(destination, consignee, route, epoch),
        )
        judge = self._decider.judge(epoch)
        program = self._numbered["#program"].number(id(judge), judge)
        verdict = self._verdict(key, readings)
        if start is None or hands is None or verdict is None:
            return None
        return program, place, start, hands, verdict

    def _place(self, destination: str, epoch: date) -> int:
        codes = self._placer.read(destination, epoch).codes
        return self._places.at(
            tuple(sorted(codes)), epoch,
            partial(self._place_of, codes), partial(self._place_changes, codes),
        )  # fmt: skip

    def _place_changes(self, codes: frozenset[str]) -> Iterable[date]:
        if len(codes) <= TOO_MANY:
            yield from self._destinations.changes(codes)
            yield from self._embargoes.changes(codes)
        if self._memberships:
            yield from self._memberships.changes(codes)

    def _place_of(self, codes: frozenset[str], on: date) -> int:
        facts = self._destinations.parts(codes, Clocks(date.min, on, on))
        if self._memberships:
            facts = (*facts, self._memberships.at(codes, on))
        embargoes = [self._embargoes.at(codes, on, aim) for aim in _AIMS]
        kinds = tuple(self._same(observations) for observations in (*facts, *embargoes))
        found: int = self._once("alike", kinds, lambda: self._of_facts(facts, embargoes))
        return found

    def _same(self, observations: tuple[Observation, ...]) -> int:
        """A number for observations that say the same; the object is kept, so its id stays."""
        found = self._by_object.get(id(observations))
        if found is None:
            key = tuple(sorted(seen.digested for seen in observations))
            found = observations, self._numbered["~observed"].number(key, None)
            self._by_object[id(observations)] = found
        return found[1]

    def _of_facts(
        self,
        facts: Iterable[tuple[Observation, ...]],
        embargoes: Iterable[tuple[Observation, ...]],
    ) -> int:
        plain = self._defaults | {seen.fact: seen for part in facts for seen in part}
        parts = [part_of((plain | {s.fact: s for s in found}).values()) for found in embargoes]
        digests = tuple(part.digest for part in parts)
        return self._numbered["#place"].number(
            digests, dict(zip(AIMS_BY_RATING, parts, strict=True))
        )

    def _exporter(self, exporter: str, epoch: date) -> int | None:
        return self._of_one(
            "exporter", Record(1, exporter, "NL", day=epoch, year=epoch.year), epoch
        )

    def _hands(self, destination: str, consignee: str, route: str, epoch: date) -> int | None:
        record = Record(
            1, "NL", destination, consignee=consignee, route=route, day=epoch, year=epoch.year
        )
        return self._of_one("hands", record, epoch)

    def _of_one(self, name: str, record: Record, epoch: date) -> int | None:
        """The number of one part of a record; None where the record cannot be read."""
        try:
            _, transfers = self._decider.unfold(record, epoch)
        except InputError:
            return None
        part = parts_of(transfers[0])[name]
        return self._numbered[f"#{name}"].number(part.digest, part)

    def _verdict(self, key: tuple[Any, ...], readings: dict[str, Reading]) -> int | None:
        """Containment: by where each place stands, so that it is judged once for all alike."""
        exporter, destination, consignee, route, form, epoch = key
        via = readings[destination].via
        touched = [
            (readings[text].codes, readings[text].territory) if text else None
            for text in (exporter, destination, consignee, route)
        ]
        touched += [(frozenset((code,)), "") for code in via]
        stands = tuple(
            tuple(one and container.inside(*one, placer.epoch(epoch))[0] for one in touched)
            for container, placer in self._standing
        )
        found: int | None = self._once("verdict", (stands, form), lambda: self._judged(key))
        return found

    def _judged(self, key: tuple[Any, ...]) -> int | None:
        exporter, destination, consignee, route, form, epoch = key
        record = Record(
            1, exporter, destination, consignee=consignee, route=route, form=form, day=epoch,
            year=epoch.year,
        )  # fmt: skip
        try:
            resolved, _ = self._decider.unfold(record, epoch)
        except InputError:
            return None
        verdicts = tuple(one.judge(resolved).verdict for one in self._decider.containers)
        return self._numbered["#verdict"].number(verdicts, verdicts)

    def _goods(self, rating: str, form: str, epoch: date) -> tuple[int, ...] | None:
        if epoch < FIRST_DAY:
            return None
        # The list of the day: only at its own edges may a code be read otherwise.
        edition = bisect_right(self._lists, epoch)
        found = self._once(
            "item", (rating, form, edition), lambda: self._lines(rating, form, epoch)
        )
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

    def _kind(self, kind: str, refused: bool) -> tuple[int, ...] | None:
        day = self._decider.first_day
        record = Record(
            1, "NL", "NL", kind=kind, day=day, year=day.year,
            measure="refused" if refused else "licensed",
        )  # fmt: skip
        found = self._once("base", (kind, refused), lambda: self._of_one("base", record, day))
        return None if found is None else (found,)

    def _deals(self, joined: pl.DataFrame) -> pl.DataFrame:
        """Numbers of the deals, each derived from a first row that is sound in all else."""
        sound = joined.filter(
            pl.col("#program").is_not_null() & pl.col("_odd_value").is_null()
            & pl.col("_rate_day").is_null()
        )  # fmt: skip
        columns = [*_DEAL, "destination", "_epoch", "_currency", "cents"]
        rows = []
        for band, burden, place, epoch, currency, cents in (
            sound.select(columns).unique(subset=_DEAL, keep="first").iter_rows()
        ):
            record = Record(1, "NL", place, day=epoch, year=epoch.year, value=None)
            if currency == "EUR" and cents is not None:
                record = Record(1, "NL", place, day=epoch, year=epoch.year, value=_euros(cents))
            find = partial(self._of_one, "deal", record, epoch)
            rows.append((band, burden, self._once("deal", (band, burden), find)))
        schema = {name: joined.schema[name] for name in _DEAL} | {"#deal": pl.Int32()}
        return pl.DataFrame(rows, schema=schema, orient="row")

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
        folded = distinct
        for lookup in self._folding:
            folded = lookup.add(folded)
        return folded.select(*NUMBERS, FOLD).with_columns(self._digests(distinct))

    def _folds_by_criterion(self) -> list[Lookup]:
        """What finds the fold: what each criterion sees of the parts, its pair, all pairs."""
        program, pairs = "#program", [f"~pair{one}" for one in self._criteria]

        def seen(name: str) -> dict[str, Any]:
            return {f"{name}{one}": pl.Int32 for one in self._criteria}

        return [
            Lookup((program, *(f"#{p}" for p in _PLAIN)), seen("~rest"), self._see_rest),
            Lookup((program, "#item"), {"~scope": pl.String, **seen("~item")}, self._see_item),
            Lookup((program, "#place"), seen("~place"), self._see_place),
            *(
                Lookup(
                    (program, f"~item{one}", f"~place{one}", f"~rest{one}"),
                    {pairs[one]: pl.Int32}, partial(self._pair, one),
                )
                for one in self._criteria
            ),
            Lookup((program, "~scope", *pairs), {FOLD: pl.Int32}, self._fold),
        ]  # fmt: skip

    def statuses(self, fold: int, verdict: int) -> Statuses:
        """What is decided of all transfers that share a fold and a verdict."""
        outcome, criteria = self._numbered[FOLD].things[fold]
        verdicts = self._numbered["#verdict"].things[verdict]
        # A row of which a denial or a list may tell is decided by itself.
        return Statuses(outcome, criteria, verdicts, self._decider.matches())

    def _see_rest(self, program: int, *numbers: int) -> tuple[int | None, ...]:
        """All parts but goods and place, which are the same for every line of the goods."""
        judge: Judge = self._numbered["#program"].things[program]
        mask, weak = -1, frozenset[str]()
        for name, number in zip(_PLAIN, numbers, strict=True):
            of_part, unverified = judge.seen(name, self._numbered[f"#{name}"].things[number])
            mask &= of_part
            weak |= unverified
        return self._by_criterion("~rest", judge, lambda one: judge.narrowed(one, (mask, weak)))

    def _see_item(self, program: int, item: int) -> tuple[Any, ...]:
        """The goods: whether they are in scope, and what is seen of each line that is."""
        judge: Judge = self._numbered["#program"].things[program]
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
        judge: Judge = self._numbered["#program"].things[program]
        parts = self._numbered["#place"].things[place].items()
        seen = [(goods, judge.seen("place", part)) for goods, part in parts]
        return self._by_criterion(
            "~place", judge,
            lambda one: tuple([(goods, judge.narrowed(one, part)) for goods, part in seen]),
        )  # fmt: skip

    def _by_criterion(
        self, name: str, judge: Judge, see: Callable[[int], Hashable]
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
        judge: Judge = self._numbered["#program"].things[program]
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
        judge: Judge = self._numbered["#program"].things[program]
        things = self._numbered["~pair"].things
        folded = judge.folded(scope, tuple(things[one] for one in pairs[: judge.criteria]))
        return (self._numbered[FOLD].number(folded, folded),)

    def _digests(self, distinct: pl.DataFrame) -> pl.Series:
        """A hash of each transfer that is the same in every run and for every order of rows."""
        total = pl.Series(DIGEST, [0], pl.UInt64).new_from_index(0, distinct.height)
        for name in NUMBERS:
            things = self._numbered[name].things
            known = self._hashes.setdefault(name, [])
            known += [_hash_of(name, thing) for thing in things[len(known) :]]
            # Sums of 64 bits wrap around.
            total = total + pl.Series(known, dtype=pl.UInt64).gather(distinct[name])
        return total.alias(DIGEST)

    def confirmable(self, numbers: tuple[int, ...]) -> tuple[Confirmable, ...]:
        """The decisions that a distinct transfer, by its `NUMBERS`, rests on."""
        judge, base, lines, place, deal, exporter, hands, _ = (
            self._numbered[name].things[number]
            for name, number in zip(NUMBERS, numbers, strict=True)
        )
        parts = {"base": base, "deal": deal, "exporter": exporter, "hands": hands}
        return tuple(
            combined(judge, {**parts, "item": line.part, "place": place[line.goods]})
            for line in lines
            if line.listed != "none"
        )


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
