"""What is asked, and in which order: what decides the case first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Result, Screener
from tests.strategies import VOCABULARY

DAY = "2026-11-24"
PAPERS = {
    "docs.euc",
    "docs.reexport_clause",
    "end_user.screening",
    "chain.screening",
    "denial.match",
}


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset")


def screened(screener: Screener, destination: str, item: Any, **more: Any) -> Result:
    """Goods for the armed forces of a state, unless the end user is given."""
    return screener.screen(
        {"as_of": DAY, "exporter": {"country": "NL"}, "items": [item],
         "end_user": {"country": destination, "kind": "armed_forces"}, **more}
    )  # fmt: skip


def facts(result: Result) -> list[str]:
    """The facts that are asked for, in order."""
    return [question.fact for question in result.questions]


def test_who_and_what_come_first(screener: Screener) -> None:
    """Of an unnamed end user and goods of a wide entry: who, then what."""
    result = screener.screen(
        {"as_of": DAY, "exporter": {"country": "NL"}, "destination": "SA",
         "items": [{"rating": "ML10"}]}
    )  # fmt: skip
    assert facts(result)[:2] == ["end_user.kind", "item.kind"]


def test_an_ally_is_asked_who_and_what(screener: Screener) -> None:
    """NL to DE for technology: two questions."""
    result = screener.screen(
        {"as_of": DAY, "exporter": {"country": "NL"}, "destination": "DE",
         "items": [{"rating": "ML22"}]}
    )  # fmt: skip
    assert facts(result) == ["end_user.kind", "item.kind"]


def test_a_gun_mount_is_not_asked_about_cluster_munitions(screener: Screener) -> None:
    """Of a part of a gun on a ship the record of the navy is asked first."""
    item = {"rating": "ML2.a", "form": "component", "kind": "warship"}
    result = screened(screener, "SA", item)
    assert facts(result)[0] == "end_user.ihl_record"
    assert "item.ban" not in facts(result)[:3]


@pytest.mark.parametrize("country", ["EG", "MX", "IN", "SA"])
@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("police", "end_user.repression_record", "end_user.ihl_record"),
        ("private_security", "end_user.diversion_record", "end_user.ihl_record"),
        ("company", "end_user.diversion_record", "end_user.ihl_record"),
        ("dealer", "end_user.diversion_record", "end_user.repression_record"),
    ],
)
def test_a_record_that_the_user_seldom_makes(
    screener: Screener, country: str, kind: str, before: str, after: str
) -> None:
    """Police are asked of repression before war, a firm of diversion before either."""
    result = screener.screen(
        {"as_of": "2026-11-24", "exporter": {"country": "DE"},
         "end_user": {"country": country, "kind": kind},
         "items": [{"rating": "ML1.a", "form": "complete", "kind": "small_arm"}]}
    )  # fmt: skip
    asked = [one.fact for one in result.questions]
    assert asked.index(before) < asked.index(after)


def test_an_embargo_comes_first(screener: Screener) -> None:
    """The embargo and its exemption stand in the headline and in the first question."""
    result = screened(screener, "LY", {"rating": "ML1.a", "form": "complete", "kind": "small_arm"})
    assert facts(result)[0] == "embargo.exemption"
    assert result.outcome.headline.startswith("an embargo")
    assert "exempt with the approval of the UN committee" in result.outcome.headline


def test_a_denial_that_matches_comes_first(tmp_path: Path) -> None:
    """It stands in the headline, and whether its state was consulted is asked first."""
    file = tmp_path / "denials.csv"
    file.write_text(
        "reference,state,date,destination,rating,end_user\nD-1,DE,2026-03-01,BR,ML9.b,Navy\n",
        encoding="utf-8",
    )
    screener = Screener(engine="bitset", denials=file)
    result = screener.screen(
        {"as_of": DAY, "exporter": {"country": "NL"},
         "end_user": {"country": "BR", "kind": "armed_forces", "name": "Navy"},
         "items": [{"rating": "ML9.b", "form": "complete"}]}
    )  # fmt: skip
    assert "D-1" in result.outcome.headline
    assert facts(result)[0] == "denial.consulted"


@pytest.mark.parametrize(
    "fact",
    ["destination.territorial_claim", "destination.adversary_ties", "destination.reexport_record",
     "embargo.onward", "end_user.diversion_record", "destination.forces_exposed"],
)  # fmt: skip
def test_every_criterion_asks(screener: Screener, fact: str) -> None:
    """Whether or not it has a trigger."""
    item = {"rating": "ML10.a", "form": "complete", "kind": "combat_aircraft"}
    result = screened(screener, "SG", item)
    assert result.outcome.status == "no_trigger"
    assert fact in facts(result)


def test_a_default_that_hides_a_question_is_shown(screener: Screener) -> None:
    """Nobody looked where the goods travel on: that is said as such."""
    result = screened(screener, "SG", {"rating": "ML9.b"})
    assert any(
        "embargo.onward" in said and "nobody has looked" in said for said in result.assumptions
    )


def test_papers_come_last(screener: Screener) -> None:
    """What moves a criterion is asked before any paper."""
    asked = facts(screened(screener, "EG", {"rating": "ML6.a"}))
    first = min(asked.index(name) for name in PAPERS if name in asked)
    assert set(asked[first:]) <= PAPERS | {n for n in asked if n.startswith("denial.")}


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_an_answer_can_change_the_result(data: st.DataObject, screener: Screener) -> None:
    """Some answer to each question changes what is met, open or examined."""
    destination = data.draw(st.sampled_from(("SA", "BR", "DE", "EG", "TR")))
    rating = data.draw(st.sampled_from(("ML1.a", "ML4.a", "ML6.a", "ML10.a", "ML22")))
    result = screened(screener, destination, {"rating": rating})
    if not result.questions:
        return
    fact = data.draw(st.sampled_from([question.fact for question in result.questions]))
    before = essence(result)
    answers = VOCABULARY[fact].domain
    assert any(
        essence(screened(screener, destination, {"rating": rating},
                         facts={fact: {"value": token, "source": "test"}})) != before
        for token in answers
    ) or fact in ("item.kind", "item.form", "end_user.kind", "deal.value_band")  # fmt: skip


def essence(result: Result) -> object:
    """What a reader sees of the decision: findings and counts."""
    return (
        {(f.rule, f.status, f.missing) for f in (*result.findings, *result.duties)},
        [(c.status, c.at_worst, c.examined) for c in result.criteria],
    )


def asked_of(screener: Screener, **changes: Any) -> dict[str, str]:
    """The questions of a case, by fact."""
    document = {
        "as_of": "2026-11-24", "exporter": {"country": "NL"},
        "end_user": {"country": "US", "kind": "company"},
        "items": [{"rating": "ML5.b", "form": "component", "kind": "radar"}], **changes,
    }  # fmt: skip
    return {one.fact: one.ask for one in screener.screen(document).questions}


def test_a_question_names_the_state_it_is_about(screener: Screener) -> None:
    """Of an onward state nobody stated who uses the goods there; of the end user it is known."""
    asked = asked_of(screener, end_use={"category": "incorporation", "onward": ["SA", "EG"]})
    assert asked["end_user.kind"].startswith(
        "Onward state 2, Saudi Arabia; onward state 3, Egypt: what sort of body"
    )


def test_a_question_names_the_item_it_is_about(screener: Screener) -> None:
    """The kind of the first item is stated, that of the second is not."""
    items = [{"rating": "ML6.a", "form": "complete", "kind": "artillery"}, {"rating": "ML3.a"}]
    asked = asked_of(screener, end_user={"country": "UA", "kind": "armed_forces"}, items=items)
    assert asked["item.kind"].startswith("Item 2: what are the goods")


def test_a_question_about_all_names_none(screener: Screener) -> None:
    """Where there is one item and one end user, or both are meant, nothing is added."""
    for who in ({"end_user": {"country": "SA"}}, {"destination": "SA"},
                {"end_users": [{"country": "SA"}, {"country": "EG"}]}):  # fmt: skip
        document = {"as_of": "2026-11-24", "exporter": {"country": "NL"},
                    "items": [{"rating": "ML6.a"}], **who}  # fmt: skip
        found = screener.screen(document).questions
        assert found[0].ask == VOCABULARY[found[0].fact].ask


def test_a_question_about_the_state_of_the_buyer(screener: Screener) -> None:
    """The embargo is on the state of the buyer alone, so he alone is named."""
    asked = asked_of(
        screener, end_user={"country": "KZ", "kind": "armed_forces"},
        buyer={"country": "RU", "kind": "company"},
    )  # fmt: skip
    assert asked["embargo.exemption"].startswith("Buyer, Russia: is an exemption")
    assert asked["embargo.scope"].startswith("Buyer, Russia: does the embargo")


def test_a_question_about_the_states_of_buyer_and_user(screener: Screener) -> None:
    """Both are under an embargo, so both are named; of several end users those alone."""
    buyer = {"country": "RU", "kind": "company"}
    asked = asked_of(screener, end_user={"country": "LY", "kind": "police"}, buyer=buyer)
    assert asked["embargo.exemption"].startswith("End user, Libya; buyer, Russia: is an exemption")
    users = [{"country": "KZ", "kind": "police"}, {"country": "LY", "kind": "police"}]
    asked = asked_of(screener, end_user=None, end_users=users, buyer=buyer)
    assert asked["embargo.exemption"].startswith("End user 2, Libya; buyer, Russia: is an")


def test_what_is_known_of_one_user_is_not_asked_of_others() -> None:
    """Of the state under embargo its scope is known, and the rule concerns no other one."""
    users = [{"country": "RU", "kind": "armed_forces"}, {"country": "SA", "kind": "police"}]
    case = {
        "as_of": "2026-11-24", "exporter": {"country": "NL"}, "items": [{"rating": "ML6.a"}],
        "end_users": users,
    }  # fmt: skip
    asked = {one.fact: one.of for one in Screener(engine="bitset").screen(case).questions}
    assert "embargo.scope" not in asked
    assert "embargo.old_contract" not in asked
    assert asked["embargo.exemption"] == ("RU",)
