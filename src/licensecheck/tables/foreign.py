"""Frames of other engines: in goes a DuckDB, PySpark or lazy Polars frame, out come two doors.

The engine scans, groups and joins; through one door its few distinct rows come to the driver, and
through the other go the answers, as a table that the engine joins. narwhals says the same query to
each engine. It has no way to put a table into a lazy engine, so each engine has its own here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import narwhals as nw
import polars as pl

from licensecheck.errors import InputError, LicensecheckError, Problem, nearest, quote

__all__ = ["EngineFrame", "UnsupportedFrame", "in_our_words"]

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
        what = f"the frame cannot be read: {quote(said)}"
        help_ = "compare its columns and their types with those of `raw_frame`"
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
            what = f"{quote(type(native).__name__)} is no frame that can be read"
            raise UnsupportedFrame(Problem("", what, f"give {_KINDS}")) from None
        kind = given.implementation
        send = _SENDERS.get(kind)
        if send is None or not isinstance(given, nw.LazyFrame):
            what = f"a frame of {kind.value} is not taken"
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
            Problem("", f"no column {quote(name)}", nearest(name, self.names) or "")
            for name in columns
            if name not in self.names
        ]
        problems += [
            Problem("", f"there is a column {quote(name)} already", "rename it")
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
