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
        find: Called with a frame of new keys, each once; gives the same with the columns `found`,
            in any order of rows.
    """

    def __init__(
        self,
        columns: Sequence[str],
        found: Mapping[str, Any],
        find: Callable[[pl.DataFrame], pl.DataFrame],
    ) -> None:
        self._columns = list(columns)
        self._found = dict(found)
        self._find = find
        self._known: pl.DataFrame | None = None

    @classmethod
    def of_each(
        cls,
        columns: Sequence[str],
        found: Mapping[str, Any],
        find: Callable[..., Sequence[Any] | None],
    ) -> Lookup:
        """A lookup that finds one key at a time.

        Args:
            columns: The columns of the key.
            found: Names and types of the columns to add.
            find: Called with the key; gives a value for each, or None for nothing.
        """
        nothing = (None,) * len(found)

        def find_all(keys: pl.DataFrame) -> pl.DataFrame:
            rows = [(*key, *(find(*key) or nothing)) for key in keys.iter_rows()]
            return pl.DataFrame(rows, schema={**keys.schema, **found}, orient="row")

        return cls(columns, found, find_all)

    @property
    def known(self) -> pl.DataFrame | None:
        """All keys that were looked up, with what was found; None before the first."""
        return self._known

    def add(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows, in their order, with what is found for each; null where there is nothing."""
        keys = frame.select(self._columns).unique()
        if self._known is not None:
            keys = keys.join(self._known, on=self._columns, how="anti", nulls_equal=True)
        if keys.height or self._known is None:
            new = self._find(keys).select(
                *self._columns, *(pl.col(name).cast(type_) for name, type_ in self._found.items())
            )
            self._known = new if self._known is None else pl.concat([self._known, new])
        return frame.join(
            self._known, on=self._columns, how="left", nulls_equal=True, maintain_order="left"
        )
