"""End users that belong to an organisation of states."""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck import Result, Screener

CHECKED = {"end_user.intergovernmental": {"value": "yes", "source": "letter of the mission"}}


def screened(kind: str, country: str = "ML", **more: Any) -> Result:
    return Screener().screen(
        {
            "as_of": "2026-11-24",
            "exporter": {"country": "NL"},
            "end_user": {"country": country, "kind": kind},
            "items": [{"rating": "ML1.a", "form": "complete", "value": "20m EUR"}],
            **more,
        }
    )


def triggers(result: Result) -> set[str]:
    return {one.rule for one in result.findings if one.status in ("review", "presumptive_denial")}


@pytest.mark.parametrize("kind", ["peacekeeping_mission", "international_organisation"])
@pytest.mark.parametrize("country", ["ML", "CD", "SS", "LB"])
def test_the_host_state_is_not_judged(kind: str, country: str) -> None:
    """Of what the army meets, criteria 2, 6 and 8 leave nothing once checked; the rest stays."""
    mission, army = screened(kind, country, facts=CHECKED), screened("armed_forces", country)
    own = {rule for rule in triggers(mission) if rule.startswith(("cp.2.", "cp.6.", "cp.8."))}
    assert not own
    others = {rule for rule in triggers(army) if rule.startswith(("cp.1.", "cp.3.", "cp.4."))}
    assert others <= triggers(mission)


def test_a_mission_that_nobody_checked() -> None:
    """The word of the applicant switches nothing off; whether it was checked is asked first."""
    stated = screened("peacekeeping_mission")
    assert "cp.2.x.attitude" in triggers(stated)
    assert stated.questions[0].fact == "end_user.intergovernmental"
    assert set(stated.questions[0].settles) <= triggers(stated)
    asked = [one.fact for one in screened("armed_forces").questions]
    assert "end_user.intergovernmental" not in asked
    confirmed = screened("peacekeeping_mission", facts=CHECKED)
    assert "end_user.intergovernmental" not in [one.fact for one in confirmed.questions]


def test_its_own_record() -> None:
    """What is known of the mission itself triggers as for anybody."""
    facts = {**CHECKED, "end_user.ihl_record": {"value": "credible", "source": "report of a panel"}}
    assert "cp.2.c.user-record" in triggers(screened("peacekeeping_mission", facts=facts))


def test_a_kind_that_nobody_states() -> None:
    """Silence is no mission: the state of use counts."""
    bare = Screener().screen(
        {"as_of": "2026-11-24", "exporter": {"country": "NL"}, "destination": "ML",
         "items": [{"rating": "ML1.a"}]}
    )  # fmt: skip
    assert "cp.2.x.attitude" in triggers(bare)
