"""The published Dutch lists, all lines, one by one through both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from examples.dutch_lists import FILES, Count, screen_list
from licensecheck import Screener

LINES = {
    "export of military goods": 16_592,
    "transit of military goods": 16_104,
    "dual-use goods": 6_335,
}


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener()


@pytest.mark.parametrize("title", FILES)
def test_every_line_is_screened_or_rejected_with_a_reason(
    title: str, screener: Screener, shared: Path
) -> None:
    """Lines in = lines screened + rejects, without a fault, and few are rejected."""
    count: Count = screen_list(shared / "data" / "nl-licences" / FILES[title], screener)
    assert count.lines == LINES[title]
    assert count.screened + sum(count.rejects.values()) == count.lines
    assert all(reason.strip() for reason in count.rejects)
    assert sum(count.rejects.values()) < count.lines * 0.05, count.rejects
