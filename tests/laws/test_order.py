"""The order of items, parties, rules and keys changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Result, Screener
from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import bits
from licensecheck.rules.program import NO_RULE, Program
from tests.strategies import VOCABULARY, programs, records

pytestmark = pytest.mark.costly

ITEMS = (
    {"rating": "ML1.a"}, {"rating": "ML6.a", "form": "component"}, {"rating": "ML10.a"},
    {"rating": "ML13.d", "kind": "body_armour"},
)  # fmt: skip
END_USERS = (
    {"country": "SA", "kind": "armed_forces"}, {"country": "BR", "kind": "police"},
    {"country": "DE", "kind": "company"},
)  # fmt: skip
HANDS = ({"country": "AE", "role": "freight_forwarder"}, {"country": "CY", "role": "broker"})


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset", alliances=("nato", "eu"))


def _essence(result: Result) -> object:
    return (
        result.outcome,
        [(c.alliance, c.verdict, c.axes, c.qualifiers) for c in result.containment],
        [(c.criterion, c.status, c.at_worst, c.examined, sorted(c.findings))
         for c in result.criteria],
        sorted((f.rule, f.status, f.text) for f in result.findings),
        [(q.fact, sorted(q.settles)) for q in result.questions],
    )  # fmt: skip


@settings(max_examples=25)
@given(data=st.data())
def test_items_and_parties(data: st.DataObject, screener: Screener) -> None:
    """Items, end users, intermediaries and keys may stand in any order."""
    base = {
        "as_of": date(2026, 11, 24), "exporter": {"country": "NL"}, "items": ITEMS,
        "end_users": END_USERS, "intermediaries": HANDS,
    }  # fmt: skip
    shuffled = {
        key: data.draw(st.permutations(value)) if isinstance(value, tuple) else value
        for key, value in data.draw(st.permutations(list(base.items())))
    }
    assert _essence(screener.screen(shuffled)) == _essence(screener.screen(base))


@given(st.data())
def test_rules(data: st.DataObject) -> None:
    """A program decides each rule alike wherever it stands."""
    program = data.draw(programs(max_rules=10))
    record = data.draw(records(program.facts))
    turned = Program(data.draw(st.permutations(program.rules)), VOCABULARY)

    def decided(one: Program) -> tuple[set[str], set[str]]:
        decision = BitsetEngine(one).decide(one.record(record))
        return tuple(
            {
                one.asked[i].clauses if one.asked[i].rule == NO_RULE else one.rule_named(i)
                for i in bits(mask)
            }
            for mask in (decision.certain, decision.possible)
        )  # type: ignore[return-value]

    assert decided(turned) == decided(program)
