"""Looking up what columns of a frame stand for: each distinct key once, for all pieces of a table.

In: rows. Out: the same rows, in their order, with the columns that are found for their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

__all__ = ["Lookup"]


class Lookup:
    """Finds values by some columns, and keeps them.

    Args:
        columns: The columns of the key.
        found: Names and types of the columns to add.
        find: Called with the key; gives a value for each, or None for nothing.
        order: Columns of the key by which new ones are put in order, so that what is derived for
            one serves its neighbours.
    """

    def __init__(
        self,
        columns: Sequence[str],
        found: Mapping[str, Any],
        find: Callable[..., Sequence[Any] | None],
        *,
        order: Sequence[str] = (),
    ) -> None:
        self._columns = list(columns)
        self._found = dict(found)
        self._find = find
        self._order = order
        self._known: pl.DataFrame | None = None

    def add(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows, in their order, with what is found for each; null where there is nothing."""
        keys = frame.select(self._columns).unique()
        if self._known is not None:
            keys = keys.join(self._known, on=self._columns, how="anti", nulls_equal=True)
        if keys.height or self._known is None:
            new = self._looked_up(keys.sort(self._order) if self._order else keys)
            self._known = new if self._known is None else pl.concat([self._known, new])
        return frame.join(
            self._known, on=self._columns, how="left", nulls_equal=True, maintain_order="left"
        )

    def _looked_up(self, keys: pl.DataFrame) -> pl.DataFrame:
        nothing = (None,) * len(self._found)
        rows = [(*key, *(self._find(*key) or nothing)) for key in keys.iter_rows()]
        return pl.DataFrame(rows, schema={**keys.schema, **self._found}, orient="row")
