"""A condition binds to one party and one item; a batch equals singles; praise does nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Result, Screener

pytestmark = pytest.mark.costly

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset")


def _application(**more: object) -> dict[str, object]:
    return {
        "as_of": DAY,
        "exporter": {"country": "NL"},
        "end_user": {"country": "BR", "kind": "police"},
        "items": [{"rating": "ML1.a"}],
        **more,
    }


def test_one_item_and_one_end_user(screener: Screener) -> None:
    """Rifles for a firm and cameras for the police do not make rifles for the police."""
    rifles = {"rating": "ML1.a"}
    fuel_cells = {"rating": "ML17.p"}
    police = {"country": "BR", "kind": "police"}
    firm = {"country": "BR", "kind": "company"}
    rule = "cp.2.a.security-goods"

    def found(items: list[object], users: list[object]) -> object:
        one = screener.screen(
            {"as_of": DAY, "exporter": {"country": "NL"}, "items": items, "end_users": users}
        ).finding(rule)
        return one and (one.status, one.items, one.end_users)

    assert found([rifles], [firm]) is None
    assert found([fuel_cells], [police]) is None
    assert found([rifles], [police]) == ("review", (1,), (1,))
    assert found([fuel_cells, rifles], [firm, police]) == ("review", (2,), (2,))


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("SA", "DE", "TR", "UA", "RU", "BR", "EU", "CD")),
            st.sampled_from(("ML1.a", "ML6.a", "ML10a,18a,22", "6A002")),
            st.sampled_from(("armed_forces", "police", "company")),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_batch_equals_singles(screener: Screener, triples: list[tuple[str, str, str]]) -> None:
    """Screening many gives what each gives alone, whatever went before."""
    applications = [
        _application(end_user={"country": c, "kind": k}, items=[{"rating": r}])
        for c, r, k in triples
    ]
    batch = list(screener.screen_many(applications))
    singles = [Screener(engine="bitset").screen(applications[0])]
    singles += [screener.screen(one) for one in applications[1:]]
    assert batch == singles


def _without_input(result: Result) -> Result:
    return replace(result, receipt=replace(result.receipt, input=""))


@pytest.mark.parametrize(
    "praise",
    ["secures four hundred jobs", "of great benefit to our own industry", "urgent and lucrative"],
)
def test_a_benefit_changes_nothing(screener: Screener, praise: str) -> None:
    """Economic, social, commercial and industrial interests move no criterion (Art. 10)."""
    plain = screener.screen(_application(items=[{"rating": "ML1.a"}]))
    praised = screener.screen(_application(items=[{"rating": "ML1.a", "description": praise}]))
    assert _without_input(praised) == _without_input(plain)


def test_no_fact_is_a_benefit(screener: Screener) -> None:
    """The vocabulary holds no word by which a rule could read one."""
    words = ("benefit", "jobs", "employment", "offset", "profit", "industr")
    assert not [fact for fact in screener.vocabulary if any(word in fact for word in words)]


def test_the_same_again(screener: Screener) -> None:
    """The same application under the same editions gives the same result and receipt."""
    assert screener.screen(_application()) == Screener(engine="bitset").screen(_application())
