"""A doubt is live or it is a question: when an open rule leaves its criterion undetermined."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Result, Screener
from tests.strategies import supplied

DAY = "2026-11-24"
DECIDING = ("law", "screen")
TRIGGERS = ("review", "presumptive_denial")


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset")


def screened(screener: Screener, facts: dict[str, str], **more: Any) -> Result:
    """A warship's engine for Brazil, with facts that somebody supplied."""
    return screener.screen(
        {
            "as_of": DAY, "exporter": {"country": "NL"}, "end_user": {"country": "BR"},
            "items": [{"rating": "ML9.b", "form": "component", "kind": "warship"}],
            "facts": {name: {"value": token, "source": "test"} for name, token in facts.items()},
            **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "repression", "status", "doubt"),
    [
        # Something known speaks for the rule: the end user keeps order, what of the goods?
        ("yes", "unknown", "undetermined", True),
        # Only the goods are known, and their flag is context.
        ("unknown", "typical", "no_trigger", False),
        ("unknown", "unknown", "no_trigger", False),
        ("yes", "typical", "review", None),
        ("no", "typical", "no_trigger", None),
        ("no", "unknown", "no_trigger", None),
        ("yes", "none", "no_trigger", None),
        ("unknown", "none", "no_trigger", None),
    ],
)
def test_the_truth_table(
    screener: Screener, role: str, repression: str, status: str, doubt: bool | None
) -> None:
    """Of a screen on a risk of the end user and a flag of the goods; the depth is full."""
    result = screened(
        screener,
        {"end_user.security_role": role, "item.repression": repression,
         "destination.depth": "full", "destination.human_rights": "good",
         "destination.voice": "good", "destination.conflict_party": "none",
         "destination.un_rights_mandate": "no", "destination.caac_listed": "no"},
    )  # fmt: skip
    assert result.criterion(2).status == status
    found = result.finding("cp.2.a.security-goods")
    if doubt is None:
        assert found is None or found.status == "review"
    else:
        assert found is not None
        assert (found.status, found.doubt) == ("open", doubt)
        assert result.criterion(2).at_worst == "presumptive_denial"
        assert result.criterion(2).examined.decided < result.criterion(2).examined.of


@settings(max_examples=40)
@given(data=st.data())
def test_undetermined_is_a_doubt(data: st.DataObject, screener: Screener) -> None:
    """A criterion is undetermined just where nothing triggers and a deciding rule is a doubt."""
    rating = data.draw(st.sampled_from(("ML1.a", "ML3.a", "ML4.a", "ML6.a", "ML22")))
    destination = data.draw(st.sampled_from(("BR", "DE", "SA", "UA")))
    result = screener.screen(
        {"as_of": DAY, "exporter": {"country": "NL"}, "destination": destination,
         "items": [{"rating": rating}], "facts": data.draw(supplied(without_defaults=False))}
    )  # fmt: skip
    for criterion in result.criteria:
        mine = [f for f in result.findings if f.criterion == criterion.criterion]
        met = any(f.status in TRIGGERS for f in mine)
        doubts = any(f.doubt and f.tier in DECIDING and f.could_be in TRIGGERS for f in mine)
        assert (criterion.status == "undetermined") == (doubts and not met)


@pytest.mark.parametrize(
    ("item", "held"),
    [
        ({"rating": "ML4.a"}, True),
        ({"rating": "ML4.a", "kind": "missile"}, True),
        ({"rating": "ML4.a", "kind": "atgm"}, False),
        ({"rating": "ML4.a", "form": "component"}, False),
        ({"rating": "ML3.a"}, False),
        ({"rating": "ML3.a", "kind": "small_arm"}, False),
        ({"rating": "ML3.a", "kind": "artillery"}, True),
        ({"rating": "ML2.a", "kind": "warship"}, False),
        ({"rating": "ML4"}, False),
        ({"rating": "ML19.a"}, True),
        ({"rating": "ML2.a", "ban": "ccw_other"}, True),
    ],
)
def test_a_ban_is_a_doubt_where_the_entry_can_hold_such_goods(
    screener: Screener, item: dict[str, str], held: bool
) -> None:
    """A mount of a gun and small rounds leave the question, munitions the doubt."""
    result = screener.screen(
        {"as_of": DAY, "exporter": {"country": "NL"}, "destination": "DE", "items": [item]}
    )
    found = [f for f in result.findings if "item.ban" in f.missing]
    assert any(f.doubt for f in found) == (held and "ban" not in item)
    expected = "review" if "ban" in item else "undetermined" if held else "no_trigger"
    assert result.criterion(1).status == expected


def test_technology_for_an_ally_is_clean(screener: Screener) -> None:
    """NL to DE for ML22: no trigger, and how many rules were examined is told."""
    result = screener.screen(
        {"as_of": DAY, "exporter": {"country": "NL"}, "destination": "DE",
         "items": [{"rating": "ML22"}]}
    )  # fmt: skip
    assert result.outcome.status == "no_trigger"
    assert {c.status for c in result.criteria} == {"no_trigger"}
    assert all(0 < c.examined.decided <= c.examined.of for c in result.criteria)
    assert not result.outcome.bar_possible


def test_what_is_noted_is_no_trigger(screener: Screener) -> None:
    """A noted finding is printed under its criterion and counted; the status stays."""
    result = screened(screener, {"destination.npt": "no"})
    found = result.finding("cp.6.c.npt")
    assert found is not None
    assert found.status == "noted"
    assert result.criterion(6).status == "no_trigger"
    assert result.criterion(6).to_weigh == 1
    assert "cp.6.c.npt" in result.criterion(6).findings
