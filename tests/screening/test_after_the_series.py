"""What a report says of armed conflict after the last day of the series."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensecheck import Reference, Result, screen
from licensecheck.facts.destination import CONFLICTS

LAST = Reference.load().conflict_until
LINE = f"armed conflict after {LAST}, the last day of the series, where no row tells of any"


def asked(country: str, days: int, **more: Any) -> Result:
    """An armoured vehicle for an army, some days after the last of the series."""
    user = {"country": country, "kind": "armed_forces"}
    return screen(
        {"as_of": str(LAST + timedelta(days=days)), "exporter": {"country": "NL"},
         "end_user": user, "items": [{"rating": "ML6.a"}], **more}
    )  # fmt: skip


@pytest.mark.parametrize("country", ["BR", "VN", "SA", "NZ"])
def test_none_is_not_examined_after_the_series(country: str) -> None:
    """The same state, a day apart: fewer rules are decided, and one line tells the day."""
    before, after = asked(country, 0), asked(country, 1)
    assert after.criterion(4).examined.decided < before.criterion(4).examined.decided
    assert LINE not in before.not_covered
    assert after.not_covered.count(LINE) == 1


@pytest.mark.parametrize("country", ["BR", "SA", "TH"])
def test_nobody_who_applies_is_asked_about_it(country: str) -> None:
    """No question is put on what the series leaves open."""
    names = {question.fact for question in asked(country, 300).questions}
    assert not names & set(CONFLICTS.values())


@pytest.mark.parametrize("country", ["TH", "KH"])
@pytest.mark.parametrize(
    ("on", "rule", "status"),
    [
        ("2025-12-15", "cp.4.a.interstate", "review"),
        ("2026-11-29", "cp.4.a.recent", "noted"),
    ],
)
def test_a_war_that_began_after_the_series_is_told(
    country: str, on: str, rule: str, status: str
) -> None:
    """Thailand and Cambodia fought in July and December 2025: told then, and for years after."""
    result = screen(
        {"as_of": on, "exporter": {"country": "NL"},
         "end_user": {"country": country, "kind": "armed_forces"}, "items": [{"rating": "ML6.a"}]}
    )  # fmt: skip
    finding = result.finding(rule)
    assert finding.status == status
    assert "2025-12-28" in " ".join(b.source for b in finding.because)
