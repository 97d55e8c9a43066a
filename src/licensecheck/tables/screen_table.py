"""Screening a table: in goes a frame, out come its rows with outcome, criteria and containment.

Rows that are alike in all that a decision depends on are decided once, by the bitset evaluator,
and joined back. durable-rules confirms a sample of these distinct transfers, chosen by hash, so
that the same table gives the same sample. A table may come in pieces: what was decided for one
piece serves the next. Rows in = rows out + rejects.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import polars as pl

from licensecheck.engine.checked import CheckedEngine
from licensecheck.engine.durable import DurableEngine, durable_available
from licensecheck.errors import EngineDisagreement, InputError, Problem, nearest, quote
from licensecheck.facts.destination import Depth
from licensecheck.reference.reference import Reference
from licensecheck.rules.model import CRITERIA
from licensecheck.screening.screener import Screener
from licensecheck.tables.decide import Confirmable, Decider, Statuses
from licensecheck.tables.frame import to_records
from licensecheck.tables.projection import KEY, Projection
from licensecheck.tables.record import Reject

__all__ = ["BEFORE_FIRST", "Screened", "TableScreener", "screen_table"]

BeforeFirst = Literal["reject", "first-edition"]
BEFORE_FIRST: Final = ("reject", "first-edition")
SAMPLE: Final = 1_000
_EPOCH: Final = KEY.index("_epoch")
_NO_DURABLE: Final = "the durable-rules extension is not built here, so nothing was confirmed"


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
        reference: The dated tables; the packaged ones by default.
        depth: As of `Screener`.
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
        reference: Reference | None = None,
        depth: Depth = "light",
        sample: int | None = SAMPLE,
        before_first: BeforeFirst = "reject",
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        if before_first not in BEFORE_FIRST:
            help_ = nearest(str(before_first), BEFORE_FIRST) or f"one of: {', '.join(BEFORE_FIRST)}"
            what = f"no such way with rows before the first edition {quote(str(before_first))}"
            raise InputError(Problem("", what, help_))
        screener = Screener(
            alliances=alliances, rulesets=rulesets, reference=reference, depth=depth,
            engine="bitset",
        )  # fmt: skip
        first = before_first == "first-edition"
        self._decider = Decider(screener, depth=depth, first_edition=first)
        self._projection = Projection(screener.reference, self._decider.editions())
        self._confirmer = _Confirmer(sample)
        self._known: dict[tuple[Any, ...], int] = {}
        self._statuses: list[Statuses] = []
        self._results = pl.DataFrame(schema={"_result": pl.UInt32, **self._schema(screener)})
        self._progress = progress
        self.columns: tuple[str, ...] = tuple(self._schema(screener))

    @staticmethod
    def _schema(screener: Screener) -> dict[str, Any]:
        names = ["outcome", "at_worst"]
        for name in (*(f"criterion_{number}" for number in CRITERIA), "national"):
            names += [name, f"{name}_at_worst"]
        names += [f"containment_{alliance.name}" for alliance in screener.alliances]
        return dict.fromkeys(names, pl.String)

    @property
    def distinct(self) -> int:
        """How many distinct transfers were met."""
        return len(self._statuses)

    def screen(self, frame: pl.DataFrame) -> Screened:
        """Screen a table, or the next piece of one.

        Args:
            frame: With the columns of `raw_frame`; others are kept as they are.
        """
        keyed = self._projection.add(frame)
        first = keyed.unique(subset=KEY, keep="first", maintain_order=True)
        found = first.select(*KEY, _result=self._decided(first))
        joined = keyed.join(found, on=KEY, how="left", nulls_equal=True, maintain_order="left")
        joined = joined.select(*frame.columns, "_result")
        out = joined.join(self._results, on="_result", how="left", maintain_order="left")
        refused = out.filter(pl.col("outcome") == "")
        rejects = tuple(
            Reject(number, self._statuses[index].reasons)
            for number, index in refused.select("number", "_result").iter_rows()
        )
        return Screened(out.filter(pl.col("outcome") != "").drop("_result"), rejects)

    def finish(self) -> str:
        """Have durable-rules confirm the sample, and say what was confirmed.

        Raises:
            EngineDisagreement: The engines differ, so nothing that was given stands.
        """
        return self._confirmer.confirm(self.distinct)

    def _decided(self, first: pl.DataFrame) -> pl.Series:
        """Numbers of the statuses of some distinct transfers; those not met before are decided."""
        keys = first.select(KEY).rows()
        new = [index for index, key in enumerate(keys) if key not in self._known]
        # By day and place, so that what is derived for one serves its neighbours.
        new.sort(key=lambda index: (keys[index][_EPOCH], keys[index][1]))
        begin = len(self._statuses)
        for index, record in zip(new, to_records(first[new]), strict=True):
            statuses, made = self._decider.decide(record, keys[index][_EPOCH])
            self._known[keys[index]] = len(self._statuses)
            self._statuses.append(statuses)
            self._confirmer.offer(keys[index], made)
            if len(self._statuses) % 500 == 0:
                self._progress(len(self._statuses))
        rows = [(n, *_cells(self._statuses[n])) for n in range(begin, len(self._statuses))]
        width = len(self.columns)
        more = pl.DataFrame(
            [row if len(row) > 2 else (row[0], *[""] * width) for row in rows],
            schema=self._results.schema, orient="row",
        )  # fmt: skip
        self._results = pl.concat([self._results, more])
        return pl.Series("_result", [self._known[key] for key in keys], dtype=pl.UInt32)


def screen_table(frame: pl.DataFrame, **options: Any) -> Screened:
    """Screen a whole frame; options as of `TableScreener`.

    Raises:
        EngineDisagreement: The engines differ, so there is no answer.
    """
    screener = TableScreener(**options)
    screened = screener.screen(frame)
    screener.finish()
    return screened


def _cells(statuses: Statuses) -> Iterable[str]:
    if statuses.reasons:
        return ("",)
    criteria = (status for pair in statuses.criteria for status in pair)
    return (*statuses.outcome, *criteria, *statuses.verdicts)


class _Confirmer:
    """Keeps the transfers with the least hashes, whatever their order, and confirms them."""

    def __init__(self, sample: int | None) -> None:
        self._sample = sample
        # The greatest hash is on top, so that a lesser one takes its place.
        self._kept: list[tuple[int, tuple[Confirmable, ...]]] = []

    def offer(self, key: tuple[Any, ...], made: tuple[Confirmable, ...]) -> None:
        if not made:
            return
        digest = hashlib.blake2b(repr(key).encode(), digest_size=8).digest()
        entry = (-int.from_bytes(digest), made)
        if self._sample is None or len(self._kept) < self._sample:
            heapq.heappush(self._kept, entry)
        elif self._kept and entry[0] > self._kept[0][0]:
            heapq.heapreplace(self._kept, entry)

    def confirm(self, distinct: int) -> str:
        if not durable_available():
            return _NO_DURABLE
        engines: dict[int, DurableEngine] = {}
        for one in (one for _, made in self._kept for one in made):
            engine = engines.get(id(one.program))
            if engine is None:
                engine = engines[id(one.program)] = DurableEngine(one.program)
            if engine.decide(one.record) != one.decision:
                # Decided again by both, so that the error names the rules.
                CheckedEngine(one.program, first=engine).decide(one.record)
                raise EngineDisagreement("the engines differ; no answer is given")
        return f"{len(self._kept):,} of {distinct:,} distinct transfers confirmed by durable-rules"
