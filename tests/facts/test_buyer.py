"""A buyer that is not the end user, the age of the contract, and the state of origin."""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck import Result, Screener
from licensecheck.errors import InputError

BASE: dict[str, Any] = {
    "as_of": "2026-11-24",
    "exporter": {"country": "NL"},
    "end_user": {"country": "KZ", "kind": "armed_forces", "name": "Army of Kazakhstan"},
    "items": [{"rating": "ML6.a", "form": "complete"}],
}


def screened(_denials: str | None = None, **changes: Any) -> Result:
    return Screener(denials=_denials).screen({**BASE, **changes})


def met(result: Result) -> set[str]:
    return {one.rule for one in (*result.findings, *result.duties) if one.status != "open"}


def test_a_buyer_under_embargo() -> None:
    """A sale to a state under embargo is barred, wherever the goods are used; it is named so."""
    before, result = screened(), screened(buyer={"country": "RU", "kind": "company"})
    assert "cp.1.a.embargo" not in met(before)
    found = next(one for one in result.findings if one.rule == "cp.1.a.embargo")
    assert found.status == "presumptive_denial"
    assert "Russia" in found.text
    assert "buyer" in found.note
    assert "cp.1.a.embargoed-hand" not in met(result)


def test_the_conduct_of_the_buyer_country() -> None:
    """Criterion 6 is asked of the buyer's state; what concerns the place of use is not."""
    alone = screened(end_user={**BASE["end_user"], "country": "DE"})
    result = screened(
        end_user={**BASE["end_user"], "country": "DE"},
        buyer={"country": "SY", "kind": "company"},
    )
    more = met(result) - met(alone)
    assert any(rule.startswith("cp.6.") for rule in more)
    assert not any(rule.startswith(("cp.2.", "cp.3.", "cp.4.")) for rule in more)


@pytest.mark.parametrize("country", ["KZ", None])
def test_a_buyer_at_home(country: str | None) -> None:
    """A buyer of the state of use adds no state that is looked at."""
    buyer = {"kind": "company"} | ({"country": country} if country else {})
    assert "cp.7.x.buyer-abroad" not in met(screened(buyer=buyer))
    assert screened(buyer=buyer).outcome.status == screened().outcome.status


def test_a_buyer_abroad_is_noted() -> None:
    """A purchase from another state is noted under criterion 7, and triggers nothing by itself."""
    result = screened(buyer={"country": "CH", "kind": "company"})
    assert "cp.7.x.buyer-abroad" in met(result)
    assert result.outcome.status == screened().outcome.status


def test_the_buyer_is_no_end_of_the_goods() -> None:
    """A buyer holds no goods: it stands in the chain, and moves no verdict."""
    at_home = {**BASE["end_user"], "country": "DE"}
    alone, bought = (
        screened(end_user=at_home).containment[0],
        screened(end_user=at_home, buyer={"country": "CH"}).containment[0],
    )
    assert bought.verdict == alone.verdict
    assert [one.role for one in bought.touchpoints if "buyer" in one.role]


def test_a_listed_buyer() -> None:
    """A buyer confirmed to be on a list bars like any other party."""
    buyer = {"country": "CH", "screening": "confirmed"}
    assert "cp.1.a.listed-party" in met(screened(buyer=buyer))


def test_a_denial_that_names_the_buyer(tmp_path) -> None:
    """Whether it was the same transaction is left open, and not answered with `similar`."""
    file = tmp_path / "denials.yaml"
    file.write_text(
        "denials:\n  - {reference: D1, state: DE, date: 2026-01-10, destination: KZ,"
        " end_user: Trading House, rating: ML6.a}\n",
        encoding="utf-8",
    )
    named = screened(str(file), buyer={"country": "CH", "name": "Trading House"})
    other = screened(str(file), buyer={"country": "CH", "name": "Somebody else"})
    assert "similar" in other.outcome.headline
    assert "similar" not in named.outcome.headline
    assert any("denial" in question.fact for question in named.questions)


def test_a_buyer_that_is_an_armed_group() -> None:
    """Where armed groups are under embargo, one that buys is reached as one that uses."""
    result = screened(
        as_of="2020-01-01", end_user={"country": "LB", "kind": "armed_forces"},
        buyer={"country": "LB", "kind": "non_state_armed_group"},
    )  # fmt: skip
    assert "cp.1.a.armed-group" in met(result)


RUSSIA: dict[str, Any] = {
    "end_user": {"country": "RU", "kind": "armed_forces"},
    "as_of": "2016-06-01",
}


@pytest.mark.parametrize(
    ("contract", "as_of", "rule"),
    [
        ("2014-07-31", "2016-06-01", "cp.1.a.old-contract"),
        ("2014-08-01", "2016-06-01", "cp.1.a.embargo"),
        (None, "2016-06-01", "cp.1.a.embargo"),
        ("2014-07-31", "2022-04-07", "cp.1.a.old-contract"),
        ("2014-07-31", "2022-04-08", "cp.1.a.embargo"),
    ],
)
def test_the_age_of_the_contract(contract: str | None, as_of: str, rule: str) -> None:
    """The Russian embargo exempted contracts of before its first day, until 8 April 2022."""
    changes = {**RUSSIA, "as_of": as_of} | ({"contract_date": contract} if contract else {})
    found = met(screened(**changes))
    assert {rule} == found & {"cp.1.a.old-contract", "cp.1.a.embargo"}


def test_the_day_of_the_contract_is_asked() -> None:
    """It is asked where an act exempts old contracts, and nowhere else."""
    asked = [one.fact for one in screened(**RUSSIA).questions]
    assert "embargo.old_contract" in asked[:3]
    north_korea = screened(end_user={"country": "KP", "kind": "armed_forces"})
    assert "embargo.old_contract" not in [one.fact for one in north_korea.questions]


def test_a_day_that_is_stated_is_not_asked() -> None:
    """Nor is it where only the buyer's state is under an embargo that exempts old contracts."""
    result = screened(
        as_of="2016-06-01", contract_date="2014-03-01", buyer={"country": "RU", "kind": "company"}
    )
    assert "cp.1.a.old-contract" in met(result)
    assert "embargo.old_contract" not in [one.fact for one in result.questions]


def test_two_acts_of_which_one_exempts_none() -> None:
    """A contract is old only if every act that reaches the goods exempts it."""
    result = screened(
        as_of="2026-06-01", contract_date="2010-01-01",
        end_user={"country": "IR", "kind": "armed_forces"},
    )  # fmt: skip
    assert "cp.1.a.old-contract" not in met(result)


ORIGIN = [{"rating": "ML6.a", "form": "complete", "origin": "US"}]


def test_goods_of_another_state() -> None:
    """Whether their state of origin must consent is asked, and not taken as needless."""
    asked = [one.fact for one in screened(items=ORIGIN).questions]
    assert "docs.origin_consent" in asked
    own = [{**ORIGIN[0], "origin": "NL"}]
    assert "docs.origin_consent" not in [one.fact for one in screened(items=own).questions]


@pytest.mark.parametrize(
    ("consent", "rules"),
    [
        ("not_asked", {"cp.art.5.origin-consent"}),
        ("asked", {"cp.art.5.origin-consent"}),
        ("given", set()),
        ("not_needed", set()),
        ("refused", {"cp.1.x.origin-refused"}),
    ],
)
def test_the_consent_of_the_state_of_origin(consent: str, rules: set[str]) -> None:
    """A consent that is missing is a duty; one that is refused a review under criterion 1."""
    result = screened(items=ORIGIN, documents={"origin_consent": consent})
    mine = {"cp.art.5.origin-consent", "cp.1.x.origin-refused"}
    assert met(result) & mine == rules
    assert "docs.origin_consent" not in [one.fact for one in result.questions] or rules


def test_a_buyer_is_no_intermediary() -> None:
    """Who writes the buyer among the intermediaries is told where it stands."""
    with pytest.raises(InputError, match="buyer"):
        screened(intermediaries=[{"country": "CH", "role": "purchaser"}])
