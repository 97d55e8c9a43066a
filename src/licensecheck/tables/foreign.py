"""Frames of other engines: in goes a DuckDB, PySpark or lazy Polars frame, out come two doors.

The engine scans, groups and joins; through one door its few distinct rows come to the driver, and
through the other go the answers, as a table that the engine joins. narwhals says the same query to
each engine. It has no way to put a table into a lazy engine, so each engine has its own here.
Days get the first day of their epoch, asked once a day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

import narwhals as nw
import polars as pl

from licensecheck.errors import InputError, LicensecheckError, Problem, nearest, quote, told

__all__ = [
    "FILLED", "EngineFrame", "UnsupportedFrame", "dateless", "filled", "in_our_words", "with_days",
]  # fmt: skip

_KINDS: Final = "a Polars frame, a DuckDB relation or a PySpark DataFrame"
_NEAREST: Final = {
    nw.Implementation.PANDAS: "`polars.from_pandas(frame)` gives a Polars frame",
    nw.Implementation.PYARROW: "`polars.from_arrow(table)` gives a Polars frame",
    nw.Implementation.IBIS: "`table.to_polars()` gives a Polars frame",
    nw.Implementation.DASK: "`polars.from_pandas(frame.compute())` gives a Polars frame",
    nw.Implementation.PYSPARK_CONNECT: "give the DataFrame of a classic session",
    nw.Implementation.SQLFRAME: "give the DuckDB relation or PySpark DataFrame itself",
}


# First part of the modules whose errors an engine raises.
_ENGINES: Final = frozenset(
    ("duckdb", "_duckdb", "narwhals", "pandas", "polars", "py4j", "pyarrow", "pyspark")
)


@contextmanager
def in_our_words() -> Iterator[None]:
    """Errors of an engine become ours; all others pass as they are.

    Raises:
        InputError: The engine could not read its frame; the error says what it said first.
    """
    try:
        yield
    except LicensecheckError:
        raise
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in _ENGINES:
            raise
        said = next(iter(str(error).strip().splitlines()), type(error).__name__)
        what = told("the frame cannot be read: {said}", said=quote(said))
        help_ = told("compare its columns and their types with those of `raw_frame`")
        raise InputError(Problem("", what, help_)) from error


class UnsupportedFrame(InputError):
    """A frame of a kind that is not taken; the help names the nearest kind that is."""


class EngineFrame:
    """A lazy frame of another engine, with what its engine needs.

    Args:
        native: A `duckdb.DuckDBPyRelation`, `pyspark.sql.DataFrame` or `polars.LazyFrame`.

    Raises:
        UnsupportedFrame: It is something else.
    """

    def __init__(self, native: Any) -> None:
        try:
            given: Any = nw.from_native(native)
        except TypeError:
            what = told("{name} is no frame that can be read", name=quote(type(native).__name__))
            raise UnsupportedFrame(Problem("", what, told("give {kinds}", kinds=_KINDS))) from None
        kind = given.implementation
        send = _SENDERS.get(kind)
        if send is None or not isinstance(given, nw.LazyFrame):
            what = told("a frame of {value} is not taken", value=kind.value)
            help_ = _NEAREST.get(kind, f"give {_KINDS}")
            raise UnsupportedFrame(Problem("", what, help_))
        self._native = native
        self._send = send
        self.frame: nw.LazyFrame[Any] = given
        with in_our_words():
            self.names: list[str] = given.collect_schema().names()

    def require(self, columns: Iterable[str], *, absent: Iterable[str] = ()) -> None:
        """Check the names of columns.

        Args:
            columns: Names that must be there.
            absent: Names that must not, as they are added.

        Raises:
            InputError: Every column that is missing or in the way.
        """
        problems = [
            Problem("", told("no column {name}", name=quote(name)), nearest(name, self.names) or "")
            for name in columns
            if name not in self.names
        ]
        problems += [
            Problem(
                "", told("there is a column {name} already", name=quote(name)), told("rename it")
            )
            for name in absent
            if name in self.names
        ]
        if problems:
            raise InputError(problems)

    def fetch(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        """Bring distinct rows to the driver."""
        with in_our_words():
            found: pl.DataFrame = frame.collect(backend="polars").to_native()
        return found

    def send(self, table: pl.DataFrame) -> nw.LazyFrame[Any]:
        """Give answers to the engine, as a table to join."""
        sent: nw.LazyFrame[Any] = nw.from_native(self._send(self._native, table))
        return sent


def _to_polars(_: Any, table: pl.DataFrame) -> Any:
    return table.lazy()


def _to_duckdb(relation: Any, table: pl.DataFrame) -> Any:
    # A relation joins only what is of its own connection, which it does not tell; a query on the
    # relation is made there, and finds the table by the name that it has here.
    licensecheck_sent = table.to_arrow()  # noqa: F841
    return relation.query("licensecheck_asked", "select * from licensecheck_sent")


def _to_spark(frame: Any, table: pl.DataFrame) -> Any:
    return frame.sparkSession.createDataFrame(table.to_arrow())


_SENDERS: Final[dict[nw.Implementation, Callable[[Any, pl.DataFrame], Any]]] = {
    nw.Implementation.POLARS: _to_polars,
    nw.Implementation.DUCKDB: _to_duckdb,
    nw.Implementation.PYSPARK: _to_spark,
}


# What a null stands for in a column of texts, as in a record of which the table says nothing; in
# all others, the empty text.
FILLED: Final = {
    "kind": "export", "permanent": "unknown", "renewal": "unknown", "measure": "not stated",
    "currency": "not stated",
}  # fmt: skip
_KEY: Final = ("_lc_no_day", "_lc_day", "_lc_given_year")
# Beside `_lc_no_day`, any day does; PySpark writes no year of fewer than four digits.
_SOME_DAY: Final = date(2000, 1, 1)


def filled(name: str) -> nw.Expr:
    """A column of texts under a name of ours, without nulls, on which engines do not join."""
    return nw.col(name).cast(nw.String).fill_null(FILLED.get(name, "")).alias(f"_lc_{name}")


def dateless(rows: int) -> InputError:
    """The fault of rows that cannot be placed in time."""
    what = told("{rows} rows give neither a day nor a year from 1 to 9999", rows=rows)
    return InputError(Problem("", what, told("leave them out first, and count them")))


def with_days(
    foreign: EngineFrame, frame: nw.LazyFrame[Any], cuts: Sequence[date]
) -> nw.LazyFrame[Any]:
    """Add the columns `_lc_as_of` (day, or end of the year), `_lc_year`, and the epochs of both.

    Args:
        foreign: The engine.
        frame: With the columns `day` and `year`.
        cuts: First days of the epochs, in order.

    Returns:
        The frame with `_lc_fine` (the epoch of `_lc_as_of`) and `_lc_epoch_of_day` (null where
        no day is given) as well; all null where neither a day nor a year from 1 to 9999 is.

    Raises:
        InputError: The days are of a type that holds none.
    """
    kind = frame.collect_schema()["day"]
    if kind in (nw.String, nw.Categorical) or kind.is_nested() or kind.is_numeric():
        raise InputError(Problem("", told("the column `day` has no days but {kind}", kind=kind)))
    if kind != nw.Date:
        frame = frame.with_columns(nw.col("day").cast(nw.Date))
    frame = frame.with_columns(
        nw.col("day").is_null().cast(nw.Int32).alias("_lc_no_day"),
        nw.col("day").fill_null(_SOME_DAY).alias("_lc_day"),
        nw.col("year").cast(nw.Int64).fill_null(0).alias("_lc_given_year"),
    )
    days = foreign.fetch(frame.select(*_KEY).unique())
    rows = []
    for no_day, day, year in days.iter_rows():
        dated = not no_day
        known = dated or 1 <= year <= 9999
        as_of = (day if dated else date(year, 12, 31)) if known else None
        fine = cuts[bisect_right(cuts, as_of) - 1] if as_of else None
        own_year = (day.year if dated else year) if known else None
        rows.append((no_day, day, year, as_of, own_year, fine, fine if dated else None))
    schema = {
        "_lc_no_day": pl.Int32, "_lc_day": pl.Date, "_lc_given_year": pl.Int64,
        "_lc_as_of": pl.Date, "_lc_year": pl.Int32, "_lc_fine": pl.Date,
        "_lc_epoch_of_day": pl.Date,
    }  # fmt: skip
    answers = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.join(foreign.send(answers), on=list(_KEY), how="left")
