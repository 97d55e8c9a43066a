"""Screening a frame of any engine: the one door to both ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, overload

import polars as pl

from licensecheck.tables.deciding.screen_foreign import ScreenedForeign, screen_foreign
from licensecheck.tables.deciding.screen_table import Screened, TableScreener
from licensecheck.tables.foreign import in_our_words
from licensecheck.tables.reading.frame import RAW
from licensecheck.tables.reading.raw import completed

__all__ = ["screen_table"]

_NEEDED: Final = ("exporter", "destination", "day", "year", "rating")


@overload
def screen_table(frame: pl.DataFrame, **options: Any) -> Screened: ...
@overload
def screen_table(frame: Any, **options: Any) -> ScreenedForeign: ...
def screen_table(frame: Any, **options: Any) -> Screened | ScreenedForeign:
    """Screen a whole frame; options as of `TableScreener`.

    Args:
        frame: A Polars frame, a DuckDB relation or a PySpark DataFrame (classic session), with
            the columns of `raw_frame`; a Polars frame may lack those that say no more than
            that something is not stated. All but a Polars `DataFrame` stay in their own engine:
            only distinct transfers come to this process, and what is given back is lazy.
        options: As of `TableScreener`.

    Raises:
        UnsupportedFrame: The frame is of another kind.
        InputError: A column is missing, of another type, or has the name of one that is added.
        EngineDisagreement: The engines differ, so there is no answer.
    """
    screener = TableScreener(**options)
    screened: Screened | ScreenedForeign
    if isinstance(frame, pl.DataFrame):
        with in_our_words():
            found = screener.screen(completed(frame, _NEEDED))
        added = [name for name in RAW if name not in frame.columns and name != "number"]
        screened = replace(found, frame=found.frame.drop(added))
    else:
        screened = screen_foreign(frame, screener)
    screener.finish()
    return screened
