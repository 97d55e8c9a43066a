"""Screening a file: in goes a table of any known format, out go its rows, a piece at a time.

They are written as CSV, Parquet or JSON Lines, by the ending of the file; no cell of a CSV is run
by a spreadsheet. Memory holds one piece of the table and the distinct transfers met so far, never
the whole table. Nothing is left behind where a fault stops it: each file takes its name only at the
end, after the sample of decisions was confirmed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import polars as pl

from licensecheck.errors import Argument, InputError, Problem, quote, told
from licensecheck.outputs import check_outputs, neutralised, whole
from licensecheck.rules.model import CRITERIA
from licensecheck.screening.result import PILE, RANKED
from licensecheck.tables.deciding.screen_table import TableScreener
from licensecheck.tables.reading.frame import raw_frame
from licensecheck.tables.reading.intake import reject_writer
from licensecheck.tables.reading.record import Record, Reject

__all__ = ["ENDINGS", "FileScreened", "screen_file", "table_writer"]

ENDINGS: Final = (".csv", ".parquet", ".jsonl")

Write = Callable[[pl.DataFrame], None]


@contextmanager
def table_writer(path: Path) -> Iterator[Write]:
    """Open a file for the pieces of a table; `cents` is written as `value`.

    Raises:
        InputError: The ending is none of `ENDINGS`, or the file cannot be written to.
        OSError: The disk is full, or failed.
    """
    if path.suffix.lower() not in ENDINGS:
        what = told("no format known for {name}", name=quote(path.name))
        raise InputError(
            Problem(
                Argument("out"), what, told("end its name in {words}", words=", ".join(ENDINGS))
            )
        )
    with (
        whole(path, Argument("out")) as temporary,
        _WRITERS[path.suffix.lower()](temporary) as write,
    ):
        yield write


@contextmanager
def _csv(path: Path) -> Iterator[Write]:
    with path.open("wb") as file:
        first = True

        def write(frame: pl.DataFrame) -> None:
            nonlocal first
            flat = _valued(frame).with_columns(pl.col("notes").list.join("; "))
            neutralised(flat).write_csv(file, include_header=first)
            first = False

        yield write


@contextmanager
def _jsonl(path: Path) -> Iterator[Write]:
    with path.open("wb") as file:
        # A text: a number in JSON may be read as a binary fraction.
        yield (
            lambda frame: (
                _valued(frame).with_columns(pl.col("value").cast(pl.String)).write_ndjson(file)
            )
        )


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    writer: Any = None

    def write(frame: pl.DataFrame) -> None:
        nonlocal writer
        table = _valued(frame).to_arrow()
        if writer is None:
            writer = pq.ParquetWriter(path, table.schema)
        writer.write_table(table)

    try:
        yield write
    finally:
        if writer is not None:
            writer.close()


_WRITERS: Final = {".csv": _csv, ".parquet": _parquet, ".jsonl": _jsonl}


def _valued(frame: pl.DataFrame) -> pl.DataFrame:
    """The value as an exact decimal of two places, where the cents stood."""
    value = pl.col("cents").cast(pl.Decimal(38, 2)) / pl.lit(100, pl.Decimal(38, 2))
    columns = ["value" if name == "cents" else name for name in frame.columns]
    return frame.with_columns(value=value.cast(pl.Decimal(38, 2))).select(columns)


_PIECE: Final = 100_000
_TRIGGERED: Final = ("review", "presumptive_denial")
# What is found in a user's own files and waits for a person, by column: its words, and its name.
_FOUND: Final = {
    "denial_match": (("similar", "open", "identical"), "denials"),
    "party_screening": (("name_match", "confirmed"), "lists"),
}


@dataclass
class FileScreened:
    """What came of a file.

    Attributes:
        rows: Rows of the file; each was decided, rejected or left out.
        decided: Records that were decided; a row may give several.
        distinct: Distinct transfers among them.
        rejects: Reasons, and how many rows each has.
        left_out: Rows of totals, rows joined to others, and rows that a mapping leaves out.
        outcomes: Outcomes, and how many records each has.
        verdicts: The same for the containment in each alliance.
        matches: What denials and lists say, by column, and how many records each word has.
        stopped: Rules and tiers on which a pipeline stops, and how many records meet each.
        confirmed: What was confirmed by the second engine.
        blank_cells: Cells of years, measures or categories that are empty or hold a dash.
        unread_values: Values that are written and cannot be read, and how many records have each;
            they are decided as records without a value.
        not_left_out: What a mapping leaves rows out by and no row has; for who knows the mapping.
    """

    rows: int = 0
    decided: int = 0
    distinct: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    left_out: list[Reject] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    verdicts: dict[str, Counter[str]] = field(default_factory=dict)
    matches: dict[str, Counter[str]] = field(default_factory=dict)
    stopped: Counter[str] = field(default_factory=Counter)
    confirmed: str = ""
    blank_cells: int = 0
    unread_values: Counter[str] = field(default_factory=Counter)
    not_left_out: tuple[tuple[str, str], ...] = ()


def screen_file(
    rows: Iterator[Record | Reject],
    screener: TableScreener,
    *,
    out: Path | None = None,
    rejects: Path | None = None,
    progress: Callable[[int, int], None] = lambda _rows, _distinct: None,
) -> FileScreened:
    """Screen the rows of a reader and write what came of them.

    Args:
        rows: Records and rejects of a reader.
        screener: A fresh one.
        out: File for the decided rows: `.csv`, `.parquet` or `.jsonl`. Beside the columns of
            `TableScreener.columns` it has `rank` (1 for what a person takes up first), `answer`
            (needs a person, open, no trigger) and `triggered` (the criteria, denials, lists or
            rules on which a pipeline stops that ask for one).
        rejects: File for the rejected rows and their reasons, as CSV.
        progress: Called with the rows read and the distinct transfers decided, now and then.

    Raises:
        InputError: The table cannot be read, or a file cannot be written.
        EngineDisagreement: The engines differ; no file is written.
    """
    found = FileScreened(
        verdicts={n.removeprefix("containment_"): Counter() for n in _verdict_columns(screener)}
    )
    check_outputs([(Argument("out"), out), (Argument("rejects"), rejects)])
    last = 0
    with ExitStack() as stack:
        write: Write = stack.enter_context(table_writer(out)) if out else lambda _: None
        refuse = stack.enter_context(reject_writer(rejects)) if rejects else lambda _: None
        # Columns stand in a file that holds no row, too.
        write(_ranked(screener.screen(raw_frame([])).frame))
        while piece := list(islice(rows, _PIECE)):
            for row in piece:
                if isinstance(row, Reject):
                    _reject(found, row, refuse)
            records = [row for row in piece if isinstance(row, Record)]
            found.unread_values.update(one.unread_value for one in records if one.unread_value)
            screened = screener.screen(raw_frame(records))
            write(_ranked(screened.frame))
            for reject in screened.rejects:
                _reject(found, reject, refuse)
            _count(found, screened.frame, screener)
            # A row that gives several records gives them one after the other.
            for row in piece:
                if row.number != last:
                    found.rows += 1
                    found.blank_cells += row.blank_cells if isinstance(row, Record) else 0
                last = row.number
            found.distinct = screener.distinct
            progress(found.rows, found.distinct)
        found.confirmed = screener.finish()
    return found


def _ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with what a person sorts them by."""
    answers = {status: word.replace("_", " ") for word, group in PILE for status in group}
    ranks = {status: rank for rank, status in enumerate(RANKED, 1)}
    outcome = pl.col("outcome").cast(pl.String)
    triggered = (
        pl.when(pl.col(column).is_in(_TRIGGERED)).then(pl.lit(name))
        for name, column in (*((c, f"criterion_{c}") for c in CRITERIA), ("national", "national"))
    )  # fmt: skip
    found = [
        pl.when(pl.col(name).cast(pl.String).is_in(words)).then(pl.lit(said))
        for name, (words, said) in _FOUND.items()
        if name in frame.columns
    ]
    if "stopped" in frame.columns:
        met = pl.col("stopped") != ""
        found.append(pl.when(met).then(pl.lit("stopped: ") + pl.col("stopped")))
    if found:
        asked = pl.any_horizontal(*(one.is_not_null() for one in found))
        asked &= ~outcome.is_in(_TRIGGERED)
        outcome = pl.when(asked).then(pl.lit(_TRIGGERED[0])).otherwise(outcome)
    return frame.with_columns(
        rank=outcome.replace_strict(ranks, return_dtype=pl.Int8),
        answer=outcome.replace_strict(answers, return_dtype=pl.String),
        triggered=pl.concat_str(*triggered, *found, separator="; ", ignore_nulls=True),
    )


def _verdict_columns(screener: TableScreener) -> list[str]:
    return [name for name in screener.columns if name.startswith("containment_")]


def _count(found: FileScreened, frame: pl.DataFrame, screener: TableScreener) -> None:
    found.decided += frame.height
    found.outcomes.update(_counts(frame, "outcome"))
    for name in _verdict_columns(screener):
        found.verdicts[name.removeprefix("containment_")].update(_counts(frame, name))
    for name in _FOUND.keys() & screener.columns:
        found.matches.setdefault(name, Counter()).update(_counts(frame, name))
    if "stopped" in screener.columns:
        for said, count in _counts(frame, "stopped").items():
            found.stopped.update(dict.fromkeys(said.split("; ") if said else (), count))


def _counts(frame: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(frame[column].value_counts().iter_rows())


def _reject(found: FileScreened, reject: Reject, refuse: Callable[[Reject], None]) -> None:
    if reject.why == "unread":
        found.rejects.update(reject.reasons)
    else:
        found.left_out.append(reject)
    refuse(reject)
