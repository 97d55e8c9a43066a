"""Adding a risk never lowers severity; adding an exception never raises it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Screener
from licensecheck.screening.result import STATUS_ORDER
from tests.strategies import VOCABULARY, supplied

pytestmark = pytest.mark.costly

# Facts whose last word is the gravest.
RISKS = tuple(
    fact.name
    for fact in VOCABULARY.values()
    if fact.ordered
    and (
        fact.name.endswith("_record")
        or fact.name.startswith(("assessment.", "destination.conflict_"))
        or fact.name in (
            "item.hostilities", "item.repression", "destination.human_rights",
            "destination.interstate", "destination.corruption", "destination.stockpile",
            "chain.red_flags", "deal.burden", "destination.terror_support",
        )
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset")


def _base(facts: dict[str, dict[str, object]], rating: str) -> dict[str, object]:
    return {
        "as_of": date(2026, 11, 24),
        "exporter": {"country": "NL"},
        "end_user": {"country": "BR", "kind": "armed_forces"},
        "items": [{"rating": rating}],
        "facts": facts,
    }


def _ranks(screener: Screener, application: dict[str, object]) -> list[tuple[int, int]]:
    result = screener.screen(application)
    return [(STATUS_ORDER.index(c.status), STATUS_ORDER.index(c.at_worst)) for c in result.criteria]


@settings(max_examples=60)
@given(data=st.data(), risk=st.sampled_from(RISKS))
def test_a_graver_fact(data: st.DataObject, risk: str, screener: Screener) -> None:
    """Turning a known risk from any word to a graver one lowers no status."""
    facts = data.draw(supplied())
    domain = VOCABULARY[risk].domain
    low = data.draw(st.integers(0, len(domain) - 1))
    high = data.draw(st.integers(low, len(domain) - 1))
    pair = [
        _ranks(screener, _base({**facts, risk: {"value": domain[n], "source": "x"}}, "ML6.a"))
        for n in (low, high)
    ]
    for (status, worst), (graver, gravest) in zip(*pair, strict=True):
        assert graver >= status
        assert gravest >= worst


@settings(max_examples=60)
@given(
    data=st.data(),
    exception=st.sampled_from(("permitted_purpose", "protective_only")),
    rating=st.sampled_from(("ML4.a", "ML7.b", "ML6.a")),
)
def test_an_exception(data: st.DataObject, exception: str, rating: str, screener: Screener) -> None:
    """Recording that an exception holds raises no status."""
    facts = data.draw(supplied())
    facts.pop(f"assessment.{exception}", None)
    said = {exception: {"value": "yes", "by": "desk", "on": "2026-11-01", "ground": "evidence"}}
    without = _ranks(screener, _base(facts, rating))
    with_it = _ranks(screener, {**_base(facts, rating), "assessments": said})
    for (status, worst), (eased, easiest) in zip(without, with_it, strict=True):
        assert eased <= status
        assert easiest <= worst
