"""Frames as they are given: in goes a frame of any kind, out comes one that can be counted.

A Polars, pandas or PyArrow frame comes whole; it may be that of `to_frame`, or have the columns of
`raw_frame` alone, of which the places and categories are then read. A lazy one stays in its engine.
"""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw
import polars as pl

from licensecheck.tables.foreign import EngineFrame, in_our_words
from licensecheck.tables.placing import PlaceReader
from licensecheck.tables.reading.frame import RAW, with_readings
from licensecheck.tables.reading.raw import completed

__all__ = ["as_given", "collected"]

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
