"""Whole applications from real life come out as expected."""

from __future__ import annotations

from licensecheck.rules.load import load_ruleset, packaged_rulesets
from licensecheck.screening.case_runner import run_scenarios

FOLDER = packaged_rulesets()["eu-common-position"]


def test_scenarios() -> None:
    """Outcome, containment and the rules named are those of each scenario."""
    outcomes = list(run_scenarios(FOLDER / "scenarios", load_ruleset(FOLDER)))
    assert len(outcomes) >= 40
    failed = [
        f"{outcome.scenario.place}: {difference}"
        for outcome in outcomes
        for difference in outcome.differences
    ]
    assert not failed, "\n".join(failed)


def test_every_scenario_says_where_it_is_public() -> None:
    """A source, its publisher, and whether it was read or is general knowledge."""
    for outcome in run_scenarios(FOLDER / "scenarios", load_ruleset(FOLDER)):
        source = outcome.scenario.source
        assert {"title", "publisher", "seen"} <= set(source), outcome.scenario.place
        assert source["seen"] in ("yes", "no"), outcome.scenario.place
