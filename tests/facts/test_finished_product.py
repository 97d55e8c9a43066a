"""Whether a state gets the goods, or what others build from them."""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck import Screener

PRODUCTION, FINISHED = "cp.art.5.production", "cp.art.5.finished-product"


@pytest.mark.parametrize(
    ("builder", "use", "owed"),
    [
        ("IN", {"end_use": {"category": "incorporation", "onward": ["SA"]}}, True),
        ("IN", {"end_use": {"onward": ["SA"]}, "kind": "licensed_production"}, True),
        ("US", {"end_use": {"category": "incorporation", "onward": ["SA"]}}, False),
    ],
)
def test_an_onward_state_gets_the_finished_product(
    builder: str, use: dict[str, Any], owed: bool
) -> None:
    """The state that builds the parts in gets the means to build; an ally is screened lightly."""
    result = Screener().screen(
        {"as_of": "2026-11-24", "exporter": {"country": "NL"}, **use,
         "end_user": {"country": builder, "kind": "company"},
         "items": [{"rating": "ML5.b", "form": "component", "kind": "radar"}]}
    )  # fmt: skip
    duties = {(d.rule, d.end_users): d.text for d in result.duties if d.status == "duty"}
    assert ((PRODUCTION, (1,)) in duties) is owed
    assert (PRODUCTION, (2,)) not in duties
    assert (FINISHED, (1,)) not in duties
    assert "re-exported to Saudi Arabia" in duties[FINISHED, (2,)]


def test_machines_that_are_resold_give_the_means_all_the_same() -> None:
    """What nobody builds in travels on as it left."""
    result = Screener(engine="bitset").screen(
        {"as_of": "2026-11-24", "exporter": {"country": "NL"},
         "end_user": {"country": "IN", "kind": "dealer"},
         "end_use": {"category": "resale", "onward": ["SA"]},
         "items": [{"rating": "ML18.a", "form": "production_equipment"}]}
    )  # fmt: skip
    found = {(d.rule, d.end_users) for d in result.duties if d.status == "duty"}
    assert {(PRODUCTION, (1,)), (PRODUCTION, (2,))} <= found
    assert FINISHED not in {rule for rule, _ in found}
