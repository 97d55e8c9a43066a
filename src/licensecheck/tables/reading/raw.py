"""Frames of a user's own: in goes one of any kind, out comes one that can be screened or counted.

A Polars, pandas or PyArrow frame comes whole, with some columns of `raw_frame`, and the others are
added; where it is counted, its places and categories are read, unless it is that of `to_frame`. A
lazy one stays in its engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import narwhals as nw
import polars as pl

from licensecheck.errors import InputError, Problem, nearest, quote, told
from licensecheck.tables.foreign import FILLED, EngineFrame, dateless, in_our_words
from licensecheck.tables.placing import PlaceReader
from licensecheck.tables.reading.frame import RAW, numbered, with_readings
from licensecheck.tables.reading.record import NUMBERS

__all__ = ["as_given", "collected", "completed"]

_WHOLE_NUMBERS: Final = ("cents", "year", "number")
# Beyond it not every whole number is one of 64-bit floats.
_EXACT: Final = 2**53


def completed(frame: pl.DataFrame, needed: Sequence[str]) -> pl.DataFrame:
    """Every column of `raw_frame`, of its type, with no text null; others are kept as they are.

    Args:
        frame: A frame that was made elsewhere.
        needed: Names of the columns that it must have; all others may be left out.

    Raises:
        InputError: A column is missing or of another type, each of which is told; or a row has
            neither a day nor a year.
    """
    frame = _whole(frame)
    columns = told("the columns are those of `raw_frame`: {columns}", columns=", ".join(needed))
    problems = [
        Problem(
            "", told("no column {name}", name=quote(name)), nearest(name, frame.columns) or columns
        )
        for name in needed
        if name not in frame.columns
    ]
    problems += _other_types(frame)
    if problems:
        raise InputError(problems)
    frame = _filled(frame)
    lacking = frame.filter(~pl.col("year").is_between(1, 9999) | pl.col("year").is_null()).height
    if lacking:
        raise dateless(lacking)
    return frame


def _whole(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with whole numbers where they came as floats, as pandas gives them with gaps."""
    for name in _WHOLE_NUMBERS:
        if name not in frame.columns or not frame.schema[name].is_float():
            continue
        stated = pl.when(pl.col(name).is_nan()).then(None).otherwise(pl.col(name))
        cells = frame.select(stated.alias(name))[name]
        if ((cells == cells.round()) & (cells.abs() <= _EXACT)).fill_null(value=True).all():
            frame = frame.with_columns(cells.cast(pl.Int64))
    return frame


def _other_types(frame: pl.DataFrame) -> Iterable[Problem]:
    for name in _WHOLE_NUMBERS:
        kind = frame.schema.get(name)
        if kind is not None and not (kind.is_integer() or kind == pl.Null):
            help_ = told("whole hundredths of the currency") if name == "cents" else ""
            yield Problem(
                "",
                told(
                    "the column {name} has no whole numbers but {kind}", name=quote(name), kind=kind
                ),
                help_,
            )
    kind = frame.schema.get("day")
    if kind is not None and not (kind in (pl.Date, pl.Null) or kind.base_type() == pl.Datetime):
        yield Problem("", told("the column `day` has no days but {kind}", kind=kind))


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    columns = []
    for name, kind in RAW.items():
        if name == "number" and name not in frame.columns:
            columns.append(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(name))
        elif name not in frame.columns:
            blank = FILLED.get(name, "") if kind == pl.String else None
            columns.append(pl.lit(blank, dtype=kind).alias(name))
        elif name == "contract_date" and frame.schema[name].is_temporal():
            columns.append(pl.col(name).cast(pl.Date).cast(kind).fill_null(""))
        elif kind == pl.String:
            text = pl.col(name).cast(kind).fill_null(FILLED.get(name, ""))
            columns.append(numbered(pl, text).alias(name) if name in NUMBERS else text)
        else:
            columns.append(pl.col(name).cast(kind))
    frame = frame.with_columns(columns)
    return frame.with_columns(year=pl.coalesce(pl.col("day").dt.year(), "year").cast(pl.Int32))


# Without these no figure can be made; every other column of `raw_frame` may be left out.
_NEEDED: Final = (
    "exporter", "destination", "day", "year", "cents", "currency", "measure", "permanent", "form",
    "renewal",
)  # fmt: skip
# Of a frame that has its readings already, as of `to_frame`.
_PLACES: Final = pl.List(pl.String)


def as_given(native: Any, placer: PlaceReader) -> Any:
    """A frame that is held here, with its readings; or the lazy frame of another engine as it is.

    Args:
        native: A Polars, pandas or PyArrow frame; or a lazy Polars frame, DuckDB relation or
            PySpark DataFrame.
        placer: Reads places.

    Raises:
        InputError: A column is missing or of another type; every one is told.
        UnsupportedFrame: The frame is of another kind.
    """
    frame = _held(native)
    if frame is None:
        EngineFrame(native)
        return native
    with in_our_words():
        return _read(frame, placer)


def collected(native: Any, placer: PlaceReader) -> pl.DataFrame:
    """Any frame that is taken, brought here whole, with its readings."""
    found = as_given(native, placer)
    if isinstance(found, pl.DataFrame):
        return found
    foreign = EngineFrame(found)
    with in_our_words():
        return _read(foreign.fetch(foreign.frame), placer)


def _held(native: Any) -> pl.DataFrame | None:
    if isinstance(native, pl.DataFrame):
        return native
    try:
        given = nw.from_native(native, eager_only=True)
    except TypeError:
        return None
    with in_our_words():
        found: pl.DataFrame = given.to_polars()
        return found


def _read(frame: pl.DataFrame, placer: PlaceReader) -> pl.DataFrame:
    if {*RAW, "category", "unread"} <= set(frame.columns) and frame.schema.get("places") == _PLACES:
        return frame
    goods = "category" if "category" in frame.columns else "rating"
    frame = completed(frame, (*_NEEDED, goods))
    kept = frame["category"].cast(pl.String).fill_null("") if goods == "category" else None
    frame = with_readings(frame.drop("category", "places", "unread", strict=False), placer)
    return frame if kept is None else frame.with_columns(kept)
