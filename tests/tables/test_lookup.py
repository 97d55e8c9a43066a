"""A lookup finds each distinct key once, and gives rows back in their order."""

from __future__ import annotations

import gc

import pytest

pl = pytest.importorskip("polars")

from licensecheck.tables.deciding.screen_table import TableScreener  # noqa: E402
from licensecheck.tables.reading.frame import Lookup, raw_frame  # noqa: E402
from licensecheck.tables.reading.record import Record  # noqa: E402


def test_each_key_is_found_once() -> None:
    """Keys of an earlier piece are not looked up again; nothing found gives null."""
    asked: list[str | None] = []

    def find(key: str | None) -> tuple[int] | None:
        asked.append(key)
        return (len(key),) if key else None

    lookup = Lookup.of_each(("a",), {"n": pl.Int32}, find)
    assert lookup.known is None
    first = lookup.add(pl.DataFrame({"a": ["xx", None, "y", "xx"]}))
    assert first["n"].to_list() == [2, None, 1, 2]
    again = lookup.add(pl.DataFrame({"a": ["y", "zzz", None]}))
    assert again["n"].to_list() == [1, 3, None]
    assert sorted(asked, key=str) == [None, "xx", "y", "zzz"]


def test_keys_found_together_may_come_in_any_order() -> None:
    """What is found for a frame of keys goes to the rows of each key."""

    def find(keys: pl.DataFrame) -> pl.DataFrame:
        return keys.sort("a", descending=True).with_columns(n=pl.col("a") * 10, other=pl.lit(1))

    found = Lookup(("a",), {"n": pl.Int64}, find).add(pl.DataFrame({"a": [2, 1, 3, 2]}))
    assert found.columns == ["a", "n"]
    assert found["n"].to_list() == [20, 10, 30, 20]


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_is_searched_for_as_before(enabled: bool) -> None:
    """Screening a table leaves the collector as it was, also when it fails."""
    frame = raw_frame([Record(1, "NL", "SA", rating="ML6a", year=2020)])
    before = gc.isenabled()
    try:
        gc.enable() if enabled else gc.disable()
        TableScreener(sample=0).screen(frame)
        assert gc.isenabled() is enabled
        with pytest.raises(pl.exceptions.PolarsError):
            TableScreener(sample=0).screen(frame.drop("rating"))
        assert gc.isenabled() is enabled
    finally:
        gc.enable() if before else gc.disable()
