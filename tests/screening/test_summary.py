"""What stands around the findings: the transfer in a line, its headline, names cut short."""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck import Screener
from licensecheck.wording.result import Outcome
from licensecheck.wording.sources import place_text


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset")


def application(**more: Any) -> dict[str, Any]:
    return {
        "as_of": "2026-11-24", "exporter": {"country": "NL"}, "items": [{"rating": "ML10.a"}],
        "end_user": {"country": "BR", "kind": "armed_forces"}, **more,
    }  # fmt: skip


def test_of_many_countries_three_are_named_and_the_others_counted() -> None:
    """Four are named in full."""
    assert (
        place_text(frozenset(("BE", "DE", "FR", "NL"))) == "Belgium, Germany, France, Netherlands"
    )
    five = frozenset(("BE", "DE", "FR", "IT", "NL"))
    assert place_text(five) == "Belgium, Germany, France and 2 more"


def test_of_many_ratings_six_are_named_and_the_others_counted(screener: Screener) -> None:
    """Each code once."""
    codes = [f"ML{number}" for number in (1, 2, 3, 4, 5, 6)]
    items = [{"rating": code} for code in (*codes, "ML1")]
    said = screener.screen(application(items=items)).transfer
    assert f": {', '.join(codes)}, end user" in said
    said = screener.screen(application(items=[*items, {"rating": "ML10"}])).transfer
    assert f": {', '.join(codes)} and 1 more, end user" in said


def test_a_state_of_onward_travel_is_no_destination(screener: Screener) -> None:
    """The line names where the goods are to go, not where they may travel on."""
    onward = {"end_use": {"onward": ["SA"]}}
    result = screener.screen(application(**onward))
    assert result.transfer.startswith("Netherlands -> Brazil: ")
    assert "onward" in {one.axis for one in result.containment[0].touchpoints}


def test_each_touchpoint_counts_on_its_axis(screener: Screener) -> None:
    """Exporter, hands, transit states, end user."""
    result = screener.screen(application(consignee={"country": "DE"}, route=["FR"]))
    found = {one.role: one.axis for one in result.containment[0].touchpoints}
    assert found == {
        "exporter": "start", "consignee": "custody", "transit state": "route",
        "end user": "final_use",
    }  # fmt: skip


def test_the_weakest_touchpoint_is_the_first_of_the_least_inside(screener: Screener) -> None:
    """Where all are inside, that of the youngest member."""
    outside = screener.screen(application(consignee={"country": "AE"}))
    assert outside.containment[0].weakest.place == "Brazil"
    inside = screener.screen(
        application(end_user={"country": "DE", "kind": "police"}, consignee={"country": "FI"})
    )
    assert inside.containment[0].weakest.place == "Finland"


def test_a_possible_bar_is_told_where_nothing_is_denied_yet(screener: Screener) -> None:
    """A denial says more than that a mandatory ground for refusal is not excluded."""
    ammunition = {"items": [{"rating": "ML4.a"}]}

    def outcome(country: str) -> Outcome:
        end_user = {"country": country, "kind": "armed_forces"}
        return screener.screen(application(end_user=end_user, **ammunition)).outcome

    possible, denied = outcome("LB"), outcome("VE")
    assert possible.bar_possible
    assert possible.headline.endswith(
        "; a mandatory ground for refusal is not excluded under criterion 1"
    )
    assert denied.status == "presumptive_denial"
    assert denied.bar_possible
    assert "a mandatory ground for refusal is not excluded" not in denied.headline


@pytest.mark.parametrize(("form", "final"), [("component", "unstated"), ("complete", "inside")])
def test_parts_for_nobody_named_go_further(screener: Screener, form: str, final: str) -> None:
    """To a state alone: parts are built into something, complete goods stay where they go."""
    items = [{"rating": "ML10.a", "form": form}]
    result = screener.screen(application(end_user=None, destination="DE", items=items))
    assert result.containment[0].axes["final_use"] == final


def test_rules_that_are_no_criterion_are_not_called_one(tmp_path) -> None:
    """National rules and an office's own stand after the criteria, under their own names."""
    house = tmp_path / "house.yaml"
    house.write_text(
        "ruleset: house\ntitle: Export handbook\nrules:\n"
        "  - {id: house.never, title: never, tier: law, when: {end_user.country: [BR]}}\n",
        encoding="utf-8",
    )
    rifles = application(exporter={"country": "DE"}, items=[{"rating": "ML1.a"}])
    headline = Screener(house=[str(house)]).screen(rifles).outcome.headline
    assert headline.startswith("presumptively to be denied under own rules (Export handbook);")
    assert headline.endswith(", national rules (DE)")
    assert "criterion national" not in headline
    assert "and national" not in headline
