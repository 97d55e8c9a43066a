"""Cases give all the findings they expect and no other; scenarios their outcome."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from licensecheck import LawError, Screener
from licensecheck.law import packaged_rulesets
from licensecheck.rules.cases import Case, load_cases
from licensecheck.rules.load import load_ruleset
from licensecheck.screening.case_runner import run_case, run_scenarios

CASES = {case.rule: case for path in packaged_rulesets().values() for case in load_cases(path)}
EVERY = [case for path in packaged_rulesets().values() for case in load_cases(path)]
RULES = {
    rule.id: rule for path in packaged_rulesets().values() for rule in load_ruleset(path).rules
}

MINE = """\
ruleset: house
title: Handbook
base:
  as_of: 2026-11-24
  exporter: {country: NL}
  end_user: {country: BR, kind: armed_forces}
  items: [{rating: ML6.a, form: complete}]
  item.salw: no
rules:
  - id: house.small
    title: small arms
    tier: duty
    when: {item.salw: yes}
    cases:
      - triggers: a rifle
        given: {item.salw: yes, end_user: {kind: police}}
      - near_miss: a vehicle
      - open: goods of which nobody said
        given: {item.salw: unknown, end_user: null}
  - id: house.police
    title: police
    tier: duty
    when: {end_user.kind: police}
    cases:
      - triggers: a vehicle for the police
        given: {end_user: {kind: police}}
"""
FOLDER = packaged_rulesets()["eu-common-position"]


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener()


@pytest.mark.parametrize("heading", dict.fromkeys(rule.criterion for rule in RULES.values()))
def test_cases(heading: str, screener: Screener) -> None:
    """Every case under a heading passes."""
    failed = [
        f"{outcome.case.place} ({outcome.case.name}): {difference}"
        for outcome in (
            run_case(case, screener) for case in EVERY if RULES[case.rule].criterion == heading
        )
        for difference in outcome.differences
    ]
    assert not failed, "\n".join(failed)


def test_every_rule_has_its_cases() -> None:
    """Each rule has a case that triggers, a near miss, and one that leaves it open."""
    kinds = defaultdict(set)
    for case in EVERY:
        kinds[case.rule].add(case.kind)
    for rule in RULES:
        assert kinds[rule] == {"triggers", "near_miss", "open"}, rule


def test_a_case_is_about_all_rules_under_its_heading() -> None:
    """A rule of another file that fires by accident is seen."""
    among = {RULES[rule].criterion for rule in CASES["cp.2.a.same-user"].among}
    assert among == {"2"}
    assert {"cp.2.c.fighting", "cp.2.g.salw", "cp.2.x.grave"} <= CASES["cp.2.a.same-user"].among


def _load(tmp_path: Path, text: str) -> list[Case]:
    path = tmp_path / "house.yaml"
    path.write_text(text, encoding="utf-8")
    return load_cases(path)


def test_a_part_is_read_with_all_of_its_heading(tmp_path: Path) -> None:
    """However `part_of` is written; a neighbour that cannot be read is no part."""
    head, rules = MINE.split("rules:\n")
    first, second = rules.split("  - id: house.police")
    (tmp_path / "house.yaml").write_text(head, encoding="utf-8")
    for name, quote, body in (("a", '"', first), ("b", "'", f"  - id: house.police{second}")):
        text = f"part_of: {quote}house.yaml{quote}\nrules:\n{body}"
        (tmp_path / f"house.{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "other.yaml").write_text("a: [", encoding="utf-8")
    cases = load_cases(tmp_path / "house.a.yaml")
    assert [case.rule for case in cases] == ["house.small"] * 3
    assert cases[0].among == {"house.small", "house.police"}


def test_a_case_is_its_base_with_what_differs(tmp_path: Path) -> None:
    """Maps are merged, all else is replaced, null takes away; a name with a dot is a fact."""
    met, near, open_, _ = _load(tmp_path, MINE)
    assert met.application["end_user"] == {"country": "BR", "kind": "police"}
    assert met.application["facts"] == {"item.salw": {"value": "yes", "source": "test"}}
    assert near.application["facts"] == {"item.salw": {"value": "no", "source": "test"}}
    assert open_.application["end_user"] is None


def test_what_a_case_expects_of_its_own_rule(tmp_path: Path) -> None:
    """Met as its tier says, nothing, or open; the place is that of the case."""
    met, near, open_, _ = _load(tmp_path, MINE)
    assert met.expect == {"house.small": "duty"}
    assert (near.expect, open_.expect) == ({}, {"house.small": "open"})
    assert near.place == "house.yaml:17"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("triggers: a rifle", "trigers: a rifle", "did you mean `triggers`?"),
        ("triggers: a rifle", "note: a rifle", "a case says in a sentence one of"),
        ("near_miss: a vehicle\n", "near_miss: a vehicle\n        open: it\n",
         "a case says in a sentence one of"),
        ("near_miss: a vehicle\n", "near_miss: a vehicle\n        expect: {house.polce: duty}\n",
         "did you mean `house.police`?"),
        ("near_miss: a vehicle\n", "near_miss: a vehicle\n        expect: {house.police: duti}\n",
         "did you mean `duty`?"),
        ("        given: {item.salw: yes, end_user: {kind: police}}", "        given: [item.salw]",
         "house.yaml:16: rule `house.small`: cases[0].given"),
        ("base:", "bas:", "did you mean `base`?"),
    ],
)  # fmt: skip
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """A fault of a case is found, placed and explained."""
    assert old in MINE
    with pytest.raises(LawError) as caught:
        _load(tmp_path, MINE.replace(old, new, 1))
    assert expected in str(caught.value)


def test_a_fault_of_a_case_stops_no_screening(tmp_path: Path) -> None:
    """Cases decide nothing, so rules load without them."""
    path = tmp_path / "house.yaml"
    path.write_text(MINE.replace("triggers: a rifle", "trigers: a rifle"), encoding="utf-8")
    assert len(load_ruleset(path).rules) == 2


def test_cases_need_a_base(tmp_path: Path) -> None:
    """The application that all of them start from."""
    with pytest.raises(LawError, match="`base` is missing"):
        _load(tmp_path, "rules:" + MINE.split("rules:", 1)[1])


def test_cases_beside_their_rules_are_refused_with_what_to_do(tmp_path: Path) -> None:
    """As 0.1.0 had them: what changed, and where it says how to bring them over."""
    (tmp_path / "house.cases.yaml").write_text("base: {}\ncases: []\n")
    with pytest.raises(LawError) as caught:
        _load(tmp_path, MINE)
    assert "house.cases.yaml: cases no longer stand in a file of their own" in str(caught.value)
    assert "docs/how-to/bring-rules-over.md" in str(caught.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("end_use: {place: unknown}", "say it of the fact, `end_use.place: unknown`"),
        ("items: [{rating: ML6.a, form: unknown}]", "say it of the fact, `item.form: unknown`"),
        (
            "documents: {end_user_certificate: unknown}",
            "say it of the fact, as `docs.euc: unknown`",
        ),
    ],
)
def test_a_field_said_to_be_unknown_is_told_how(
    tmp_path: Path, screener: Screener, given: str, told: str
) -> None:
    """Facts of a case may be unknown, and fields of its application may not."""
    text = MINE.replace("item.salw: unknown, end_user: null", given)
    case = next(one for one in _load(tmp_path, text) if one.kind == "open")
    (difference,) = run_case(case, screener).differences
    assert told in difference


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
