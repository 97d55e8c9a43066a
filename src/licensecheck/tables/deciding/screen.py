"""Screening a frame of any engine: the one door to both ways."""

from __future__ import annotations

from typing import Any, overload

import polars as pl

from licensecheck.tables.deciding.screen_foreign import ScreenedForeign, screen_foreign
from licensecheck.tables.deciding.screen_table import Screened, TableScreener

__all__ = ["screen_table"]


@overload
def screen_table(frame: pl.DataFrame, **options: Any) -> Screened: ...
@overload
def screen_table(frame: Any, **options: Any) -> ScreenedForeign: ...
def screen_table(frame: Any, **options: Any) -> Screened | ScreenedForeign:
    """Screen a whole frame; options as of `TableScreener`.

    Args:
        frame: A Polars frame, a DuckDB relation or a PySpark DataFrame (classic session), with
            the columns of `raw_frame`. All but a Polars `DataFrame` stay in their own engine:
            only distinct transfers come to this process, and what is given back is lazy.
        options: As of `TableScreener`.

    Raises:
        UnsupportedFrame: The frame is of another kind.
        InputError: A column is missing, or has the name of one that is added.
        EngineDisagreement: The engines differ, so there is no answer.
    """
    screener = TableScreener(**options)
    screened: Screened | ScreenedForeign
    if isinstance(frame, pl.DataFrame):
        screened = screener.screen(frame)
    else:
        screened = screen_foreign(frame, screener)
    screener.finish()
    return screened
