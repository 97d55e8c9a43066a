"""The published Dutch lists, all lines, one by one through both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from examples.dutch_lists import screen_lists

pytestmark = pytest.mark.whole

LINES = {
    "export of military goods": 16_592,
    "transit of military goods": 16_104,
    "dual-use goods": 6_335,
}


def test_every_line_is_screened_or_rejected_with_a_reason(shared: Path) -> None:
    """Lines in = lines screened + rejects, without a fault, and few are rejected."""
    counts = screen_lists(shared / "data" / "nl-licences")
    assert {title: count.lines for title, count in counts.items()} == LINES
    for title, count in counts.items():
        rejects = sum(count.rejects.values())
        assert count.screened + rejects == count.lines, title
        assert all(reason.strip() for reason in count.rejects), title
        assert rejects < count.lines * 0.04, (title, count.rejects)
