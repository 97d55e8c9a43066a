"""Bare triples from the Netherlands on 2026-11-24, with shipped data only.

The rules named must be among those met and the verdict as given. Written by hand.
"""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck import Reference, Result, Screener

DAY = "2026-11-24"


def triple(destination: str, rating: str, kind: str, **more: Any) -> dict[str, Any]:
    """The least application that can be made."""
    return {
        "as_of": DAY,
        "exporter": {"country": "NL"},
        "end_user": {"country": destination, "kind": kind},
        "items": [{"rating": rating}],
        **more,
    }


def met(result: Result) -> dict[str, str]:
    """Status by rule of everything that is met."""
    return {f.rule: f.status for f in result.findings if f.status != "open"}


def statuses(result: Result) -> dict[str, str]:
    """Status by criterion."""
    return {c.criterion: c.status for c in result.criteria}


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener()


def test_saudi_arabia_vehicles_for_the_armed_forces(screener: Screener) -> None:
    """SA, ML6.a: leaves; review by screens of criteria 2 and 7; the first five questions."""
    result = screener.screen(triple("SA", "ML6.a", "armed_forces"))
    assert result.containment[0].verdict == "leaves"
    assert result.outcome.status == "review"
    assert {
        "cp.2.a.covenants", "cp.2.c.treaties", "cp.2.c.supporting", "cp.7.c.outside-regimes",
    } <= met(result).keys()  # fmt: skip
    assert all(result.finding(rule).tier == "screen" for rule in met(result))
    for number in "1568":
        assert result.criterion(number).status == "no_trigger", number
    assert [q.fact for q in result.questions[:5]]
    assert {q.fact for q in result.questions[:5]} == {
        "end_user.security_role",
        "item.form",
        "end_user.ihl_record",
        "docs.euc",
        "docs.reexport_clause",
    }


def test_germany_the_same(screener: Screener) -> None:
    """DE: stays inside, no trigger throughout, and the light depth is printed."""
    result = screener.screen(triple("DE", "ML6.a", "armed_forces"))
    assert result.containment[0].verdict == "stays_inside"
    assert result.outcome.status == "no_trigger"
    assert set(statuses(result).values()) == {"no_trigger"}
    assert any("light depth for Germany" in said for said in result.assumptions)


def test_turkey_the_same(screener: Screener) -> None:
    """TR: stays inside, yet reviewed in full, since a political row stands."""
    result = screener.screen(triple("TR", "ML6.a", "armed_forces"))
    assert result.containment[0].verdict == "stays_inside"
    assert result.outcome.status == "review"
    assert {
        "cp.1.a.political", "cp.2.a.political", "cp.2.c.treaties", "cp.2.c.fighting",
    } <= met(result).keys()  # fmt: skip
    assert not any("light depth" in said for said in result.assumptions)


def test_ukraine_the_same(screener: Screener) -> None:
    """UA: leaves; reviewed for the fighting, the tension and the war between states."""
    result = screener.screen(triple("UA", "ML6.a", "armed_forces"))
    assert result.containment[0].verdict == "leaves"
    assert result.outcome.status == "review"
    assert {"cp.2.c.fighting", "cp.3.tension", "cp.4.a.interstate"} <= met(result).keys()
    assert result.criterion(7).at_worst == "review"


def test_russia_the_same(screener: Screener) -> None:
    """RU: presumptively to be denied for the embargo; lesser findings are kept."""
    result = screener.screen(triple("RU", "ML6.a", "armed_forces"))
    assert result.containment[0].verdict == "leaves"
    assert result.outcome.status == "presumptive_denial"
    assert met(result)["cp.1.a.embargo"] == "presumptive_denial"
    assert "review" in met(result).values()


def test_brazil_rifles_for_the_police(screener: Screener) -> None:
    """BR, ML1.a: reviewed by public facts and by a graded figure; criterion 7 stays open."""
    result = screener.screen(triple("BR", "ML1.a", "police"))
    assert result.containment[0].verdict == "leaves"
    assert result.outcome.status == "review"
    assert result.finding("cp.2.a.security-goods").status == "review"
    assert result.finding("cp.2.a.security-goods").tier == "screen"
    assert result.finding("cp.2.a.security-force").status == "review"
    assert result.finding("cp.2.a.security-force").tier == "assess"
    assert result.criterion(7).at_worst == "review"
    asked = {q.fact for q in result.questions}
    assert {"item.form", "docs.reexport_clause"} <= asked


def test_congo_rifles_for_the_police(screener: Screener) -> None:
    """CD, ML1.a: the government is not embargoed, armed groups are; criterion 8 wants a value."""
    result = screener.screen(triple("CD", "ML1.a", "police"))
    assert result.containment[0].verdict == "leaves"
    assert result.outcome.status == "review"
    assert {
        "cp.1.a.non-state-country", "cp.2.a.security-goods", "cp.3.tension",
        "cp.7.c.outside-regimes", "cp.7.c.neighbour", "cp.7.e.grey-list",
    } <= met(result).keys()  # fmt: skip
    assert result.criterion(8).status == "undetermined"
    assert "deal.value_band" in {q.fact for q in result.questions}


@pytest.mark.parametrize(
    ("destination", "rating", "kind"),
    [("SA", "ML6.a", "armed_forces"), ("DE", "ML6.a", "armed_forces"),
     ("UA", "ML6.a", "armed_forces"), ("CD", "ML1.a", "police")],
)  # fmt: skip
def test_without_the_conflict_table(destination: str, rating: str, kind: str) -> None:
    """With the conflict table withheld criteria 2 to 4 never read as if nothing had been found."""
    screener = Screener(reference=Reference.load().without("conflict"))
    result = screener.screen(triple(destination, rating, kind))
    for number in "234":
        found = result.criterion(number)
        assert found.status != "no_trigger", number
        assert found.status == "undetermined" or found.findings
    assert result.criterion(3).status == "undetermined"
    assert result.criterion(4).status == "undetermined"
