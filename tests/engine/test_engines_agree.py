"""Both engines give the same findings on everything."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import CheckedEngine, Decision, bits
from licensecheck.engine.durable import DurableEngine, durable_available
from licensecheck.errors import EngineDisagreement
from licensecheck.rules.program import Program, certainly, possibly
from tests.strategies import VOCABULARY, programs, records

pytestmark = [
    pytest.mark.costly,
    pytest.mark.skipif(
        not durable_available(), reason="the durable-rules extension is not built here"
    ),
]


def plainly(program: Program, record: dict) -> Decision:
    """The decision by definition, clause by clause, with no masks and no network of nodes."""
    certain = possible = 0
    for index, term in enumerate(program.asked):
        values = [(clause, record[clause.fact]) for clause in term.clauses]
        certain |= all(certainly(c, v, VOCABULARY) for c, v in values) << index
        possible |= all(possibly(c, v, VOCABULARY) for c, v in values) << index
    return Decision(certain, possible)


@settings(suppress_health_check=list(HealthCheck))
@given(st.data())
def test_random_programs_and_records(data: st.DataObject) -> None:
    """Over random programs and records, both engines equal the plain definition."""
    program = data.draw(programs(max_rules=12))
    bitset, durable = BitsetEngine(program), DurableEngine(program)
    for record in data.draw(st.lists(records(program.facts), min_size=1, max_size=8)):
        expected = plainly(program, record)
        assert bitset.decide(record) == expected
        assert durable.decide(record) == expected


class _Flipped:
    """The bitset evaluator with its answer on the first term turned round."""

    name = "flipped"

    def __init__(self, program: Program) -> None:
        self.program = program
        self.right = BitsetEngine(program)

    def decide(self, record: dict) -> Decision:
        decision = self.right.decide(record)
        return Decision(decision.certain, decision.possible ^ 1)


@given(st.data())
def test_a_disagreement_is_an_error(data: st.DataObject) -> None:
    """Where the engines differ no answer is given, and the rule is named."""
    program = data.draw(programs(max_rules=3))
    assume(program.terms)
    record = data.draw(records(program.facts))
    assert CheckedEngine(DurableEngine(program), BitsetEngine(program)).decide(
        record
    ) == BitsetEngine(program).decide(record)
    with pytest.raises(EngineDisagreement) as caught:
        CheckedEngine(DurableEngine(program), _Flipped(program)).decide(record)
    assert f"`{program.rules[program.terms[0].rule].id}`" in str(caught.value)


@given(st.integers(0, 1 << 80))
def test_bits_gives_each_set_bit_once(mask: int) -> None:
    """The indices of set bits, in order, rebuild the mask."""
    indices = list(bits(mask))
    assert indices == sorted(set(indices))
    assert sum(1 << index for index in indices) == mask
