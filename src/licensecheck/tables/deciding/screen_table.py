"""Screening a table: in goes a frame, out come its rows with outcome, criteria and containment.

Rows that are alike in all that a decision depends on are decided once, by the bitset evaluator,
and joined back. durable-rules confirms a sample of these distinct transfers, chosen by hash, so
that the same table gives the same sample. A table may come in pieces: what was decided for one
piece serves the next. Rows in = rows out + rejects.
"""

from __future__ import annotations

import gc
import hashlib
import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, get_args

import polars as pl

from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import CheckedEngine
from licensecheck.engine.durable import DurableEngine, durable_available, why_not_confirmed
from licensecheck.errors import EngineDisagreement, InputError, Problem, nearest_or_all, quote, told
from licensecheck.facts.destination import Depth
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.reference.reference import Reference
from licensecheck.rules.model import CRITERIA
from licensecheck.screening.result import NOT_EXAMINED, STATUS_ORDER, Verdict
from licensecheck.screening.screener import Screening
from licensecheck.tables.deciding.compose import DIGEST, FOLD, NUMBERS, CombinationDecider
from licensecheck.tables.deciding.decide import MATCHES, Confirmable, RowDecider, Statuses
from licensecheck.tables.deciding.projection import KEY, Projection
from licensecheck.tables.reading.frame import RAW, Lookup, to_records, with_parties
from licensecheck.tables.reading.record import Reject
from licensecheck.wording.around import unconfirmed_text

__all__ = ["BEFORE_FIRST", "Screened", "TableScreener"]

BeforeFirst = Literal["reject", "first-edition"]
BEFORE_FIRST: Final = ("reject", "first-edition")
SAMPLE: Final = 1_000
_PIECE: Final = 500_000
# Each word is kept once, and sorts from the least to the gravest.
_STATUS: Final = pl.Enum([*STATUS_ORDER, "out_of_scope", NOT_EXAMINED])
_VERDICT: Final = pl.Enum(get_args(Verdict))
_ADDED: Final = [name for name in KEY if name not in RAW]
_EPOCH: Final = KEY.index("_epoch")


@dataclass(frozen=True, slots=True)
class Screened:
    """A table, or a piece of one, that was screened.

    Attributes:
        frame: Its rows that were decided, in their order, with the columns of
            `TableScreener.columns`.
        rejects: Its other rows, each with every reason.
    """

    frame: pl.DataFrame
    rejects: tuple[Reject, ...]


class TableScreener:
    """Screens a table piece by piece; `finish` confirms the sample.

    Args:
        alliances: Names of packaged alliance files, or paths of a user's own.
        rulesets: Names of packaged rulesets, or paths; all packaged by default.
        house: Rule files of an office's own, which add to the rulesets.
        reference: The dated tables; the packaged ones by default.
        depth: As of `Screener`.
        denials: A user's own file of denials; as of `Screener`.
        lists: Lists of names that parties are compared with; as of `Screener`.
        stops: Tiers whose rules stop a pipeline, beside those that rule files of an office's own
            name; the column `stopped` tells of each row which are met.
        sample: How many distinct transfers durable-rules confirms; None for all.
        before_first: What becomes of a row from before the first edition of the rules: `reject`,
            or `first-edition` to screen it by that.
        progress: Called with the number of distinct transfers decided so far.
    """

    def __init__(
        self,
        *,
        alliances: Sequence[str] = ("nato",),
        rulesets: Sequence[str] | None = None,
        house: Sequence[str | Path] = (),
        reference: Reference | None = None,
        depth: Depth = "light",
        denials: str | Path | None = None,
        lists: PartyLists | Sequence[str | Path] = (),
        stops: Sequence[str] = (),
        sample: int | None = SAMPLE,
        before_first: BeforeFirst = "reject",
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        if before_first not in BEFORE_FIRST:
            help_ = nearest_or_all(str(before_first), BEFORE_FIRST)
            what = told(
                "no such way with rows before the first edition {before_first}",
                before_first=quote(str(before_first)),
            )
            raise InputError(Problem("", what, help_))
        screener = Screening(
            alliances=alliances, rulesets=rulesets, reference=reference, depth=depth,
            engine="bitset", house=house, denials=denials, lists=lists,
        )  # fmt: skip
        first = before_first == "first-edition"
        self._decider = RowDecider(screener, depth=depth, first_edition=first, stops=stops)
        self.projection = Projection(
            screener.reference, self._decider.editions(), names=self._decider.compares_names,
            denials=screener.denials.days() if screener.denials else {},
        )  # fmt: skip
        self._composer = CombinationDecider(self._decider, self.projection, depth=depth)
        self._confirmer = _Confirmer(sample)
        # Results by the numbers of a distinct transfer, and by the key of a row out of the way.
        self._known = pl.DataFrame(
            schema={**dict.fromkeys(NUMBERS, pl.Int32), "_result": pl.UInt32}
        )
        decided = (FOLD, "#verdict")
        self._results_of = Lookup.of_each(decided, {"_result": pl.UInt32}, self._result_of)
        self._alone: dict[tuple[Any, ...], int] = {}
        self._statuses: list[Statuses] = []
        self._number: dict[Statuses, int] = {}
        self._progress = progress
        self._columns = self._schema(screener)
        if self._decider.stops:
            self._columns["stopped"] = pl.String()
        self.columns: tuple[str, ...] = tuple(self._columns)

    @staticmethod
    def _schema(screener: Screening) -> dict[str, pl.DataType]:
        names = ["outcome", "at_worst"]
        for name in (*(f"criterion_{number}" for number in CRITERIA), "national"):
            names += [name, f"{name}_at_worst"]
        schema: dict[str, pl.DataType] = dict.fromkeys(names, _STATUS)
        for alliance in screener.alliances:
            schema[f"containment_{alliance.name}"] = _VERDICT
        for name, given in zip(MATCHES, (screener.denials, screener.lists), strict=True):
            if given is not None:
                schema[name] = pl.Enum(MATCHES[name])
        return schema

    @property
    def distinct(self) -> int:
        """How many distinct transfers were decided; a rejected one is none."""
        refused = {number for number, one in enumerate(self._statuses) if one.reasons}
        alone = sum(number not in refused for number in self._alone.values())
        if not refused:
            return self._known.height + alone
        known = self._known.get_column("_result")
        return int((~known.is_in(refused)).sum()) + alone

    def screen(self, frame: pl.DataFrame) -> Screened:
        """Screen a table, or the next piece of one.

        Args:
            frame: With the columns of `raw_frame`, of which those of parties may be absent;
                others are kept as they are.
        """
        with _uncollected():
            pieces = [self._piece(piece) for piece in frame.iter_slices(_PIECE)]
            if not pieces:
                pieces = [self._piece(frame)]
        return Screened(
            pl.concat([piece.frame for piece in pieces]),
            tuple(reject for piece in pieces for reject in piece.rejects),
        )

    def places(self, distinct: pl.DataFrame) -> pl.DataFrame:
        """Distinct places and days with what is found for them; see `CombinationDecider.alike`.

        Args:
            distinct: As of `Projection.of_places`.
        """
        with _uncollected():
            return self._composer.alike(self.projection.of_places(distinct))

    def screen_distinct(
        self, frame: pl.DataFrame, burden: pl.Series, examples: pl.DataFrame
    ) -> Screened:
        """Screen rows that stand for others, whose places are alike.

        Args:
            frame: As of `screen`.
            burden: For each row how many budget steps the value of those others reaches at their
                destination; null where the row stands for itself.
            examples: As of `CombinationDecider.learn_deals`.
        """
        with _uncollected():
            self._composer.learn_deals(examples)
            keyed = self.projection.add(with_parties(frame))
            stated = pl.coalesce(burden.cast(pl.Int8), "_burden")
            return self._piece(frame, keyed.with_columns(_burden=stated))

    def _piece(self, frame: pl.DataFrame, projected: pl.DataFrame | None = None) -> Screened:
        whole = with_parties(frame)
        keyed = self._composer.numbers(
            self.projection.add(whole) if projected is None else projected
        )
        number = pl.col(NUMBERS[0])
        early = pl.lit(False)
        if self._decider.is_early(date.min):
            early = pl.col("_as_of") < self._decider.first_day
        keyed = self._compose(keyed.with_columns(_early=early))
        aside = keyed.select(number.is_null() & ~pl.col("_early")).to_series()
        if aside.any():
            rows = pl.concat(
                [whole.filter(aside).select(*RAW), keyed.filter(aside).select(_ADDED)],
                how="horizontal",
            )
            found = self._decide_alone(rows)
            keyed = keyed.join(found, on=KEY, how="left", nulls_equal=True, maintain_order="left")
        else:
            keyed = keyed.with_columns(_own=pl.lit(None, pl.UInt32))
        first = pl.when("_early").then(pl.lit(self._numbered(self._decider.early()), pl.UInt32))
        result = keyed.select(_result=first.otherwise(pl.coalesce("_own", "_result")))
        out = frame.with_columns(result.to_series())
        out = out.join(self._results(), on="_result", how="left", maintain_order="left")
        refused = out.filter(pl.col("outcome").is_null())
        rejects = tuple(
            Reject(number, self._statuses[index].reasons)
            for number, index in refused.select("number", "_result").iter_rows()
        )
        return Screened(out.filter(pl.col("outcome").is_not_null()).drop("_result"), rejects)

    def finish(self) -> str:
        """Have durable-rules confirm the sample, and say what was confirmed.

        Raises:
            EngineDisagreement: The engines differ, so nothing that was given stands.
        """
        with _uncollected():
            return self._confirmer.confirm(self.distinct)

    def _compose(self, keyed: pl.DataFrame) -> pl.DataFrame:
        """The rows with the results of their distinct transfers, null where they have none."""
        found = keyed.join(self._known, on=NUMBERS, how="left", maintain_order="left")
        lacking = pl.col("_result").is_null() & pl.col(NUMBERS[0]).is_not_null() & ~pl.col("_early")
        new = found.filter(lacking).select(NUMBERS).unique()
        if not new.height:
            return found
        folded = self._composer.folds(new)
        decided = self._results_of.add(folded).select(*NUMBERS, "_result")
        self._known = pl.concat([self._known, decided])
        self._offer(folded)
        self._progress(self.distinct)
        return keyed.join(self._known, on=NUMBERS, how="left", maintain_order="left")

    def _result_of(self, fold: int, verdict: int) -> tuple[int]:
        return (self._numbered(self._composer.statuses(fold, verdict)),)

    def _offer(self, folded: pl.DataFrame) -> None:
        """Offer new distinct transfers for confirmation; those that are not kept need no word."""
        kept = folded.select(DIGEST, *NUMBERS)
        if self._confirmer.sample is not None:
            kept = kept.bottom_k(self._confirmer.sample, by=DIGEST)
        for digest, *numbers in kept.iter_rows():
            self._confirmer.offer(digest, partial(self._composer.confirmable, tuple(numbers)))

    def _decide_alone(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Results of rows out of the way, each decided by itself."""
        first = rows.unique(subset=KEY, keep="first", maintain_order=True)
        numbers = []
        for key, record in zip(first.select(KEY).iter_rows(), to_records(first), strict=True):
            found = self._alone.get(key)
            if found is None:
                statuses, made = self._decider.decide(record, key[_EPOCH])
                found = self._alone[key] = self._numbered(statuses)
                if made:
                    self._confirmer.offer(_digest(key), partial(_given, made))
            numbers.append(found)
        return first.select(KEY).with_columns(_own=pl.Series(numbers, dtype=pl.UInt32))

    def _numbered(self, statuses: Statuses) -> int:
        found = self._number.get(statuses)
        if found is None:
            found = self._number[statuses] = len(self._statuses)
            self._statuses.append(statuses)
        return found

    def _cells(self, statuses: Statuses) -> Iterable[str]:
        criteria = (status for pair in statuses.criteria for status in pair)
        stopped = ["; ".join(statuses.stopped)] if self._decider.stops else []
        return (
            *statuses.outcome, *criteria, *statuses.verdicts, *statuses.matches, *stopped,
        )  # fmt: skip

    def _results(self) -> pl.DataFrame:
        empty = (None,) * len(self.columns)
        rows = [
            (number, *(empty if one.reasons else self._cells(one)))
            for number, one in enumerate(self._statuses)
        ]
        schema: dict[str, Any] = {"_result": pl.UInt32, **self._columns}
        return pl.DataFrame(rows, schema=schema, orient="row")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python's search for garbage in cycles, put off.

    All that is found of a table is kept, so the search goes through ever more and finds nothing:
    it took a quarter of the time of a first screening.
    """
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def _given(made: tuple[Confirmable, ...]) -> tuple[Confirmable, ...]:
    return made


def _digest(key: tuple[Any, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=8).digest())


class _Confirmer:
    """Keeps the transfers with the least hashes, whatever their order, and confirms them."""

    def __init__(self, sample: int | None) -> None:
        self.sample = sample
        # The greatest hash is on top, so that a lesser one takes its place.
        self._kept: list[tuple[int, int, tuple[Confirmable, ...]]] = []
        self._offered = 0

    def offer(self, digest: int, made: Callable[[], tuple[Confirmable, ...]]) -> None:
        self._offered += 1
        if self.sample is None or len(self._kept) < self.sample:
            heapq.heappush(self._kept, (-digest, self._offered, made()))
        elif self._kept and -digest > self._kept[0][0]:
            heapq.heapreplace(self._kept, (-digest, self._offered, made()))

    def confirm(self, distinct: int) -> str:
        if not durable_available():
            return unconfirmed_text(why_not_confirmed())
        engines: dict[int, DurableEngine] = {}
        for one in (one for _, _, made in self._kept for one in made):
            engine = engines.get(id(one.program))
            if engine is None:
                engine = engines[id(one.program)] = DurableEngine(one.program)
            if engine.decide(one.record) != one.decision:
                # Decided again by both, so that the error names the rules.
                CheckedEngine(engine, BitsetEngine(one.program)).decide(one.record)
                raise EngineDisagreement("the engines differ; no answer is given")
        return told(
            "{n} of {of} distinct transfers confirmed by durable-rules",
            n=f"{len(self._kept):,}", of=f"{distinct:,}",
        )  # fmt: skip
