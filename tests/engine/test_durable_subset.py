"""Whatever rules and facts go in, what durable-rules is given has a shape that was measured."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licensecheck import Screener
from licensecheck.engine import durable
from licensecheck.engine.durable import (
    CHOICES_PER_TERM,
    TERMS_PER_ENGINE,
    DurableEngine,
    durable_available,
)
from tests.strategies import VOCABULARY, programs, records, tokens

pytestmark = [
    pytest.mark.costly,
    pytest.mark.skipif(
        not durable_available(), reason="the durable-rules extension is not built here"
    ),
]


class Recorder:
    """The extension, with everything that is handed to it written down and held to the subset."""

    def __init__(self) -> None:
        import durable_rules_engine

        self._raw = durable_rules_engine
        self._read: dict[int, set[str]] = {}
        self._live: set[int] = set()
        self._pending: dict[int, str] = {}
        self.facts = 0

    def create_ruleset(self, name: str, text: str) -> int:
        rules = json.loads(text)
        assert 1 < len(rules) <= TERMS_PER_ENGINE + 1
        handle: int = self._raw.create_ruleset(name, text)
        self._read[handle] = {attribute for rule in rules.values() for attribute in condition(rule)}
        return handle

    def assert_fact(self, handle: int, text: str) -> tuple[int, int]:
        assert handle not in self._live, "two live states"
        self._live.add(handle)
        said = json.loads(text)
        assert said.pop("sid") == said.pop("id") == "1"
        assert len(said) <= 252
        assert self._read[handle] <= said.keys(), "an attribute is read and not said"
        for attribute, value in said.items():
            pair(attribute, value)
        self.facts += 1
        put: tuple[int, int] = self._raw.assert_fact(handle, text)
        return put

    def start_action_for_state(self, handle: int, state: int) -> Any:
        started = self._raw.start_action_for_state(handle, state)
        self._pending[handle] = started[1]
        return started

    def complete_and_start_action(self, handle: int, state: int) -> Any:
        self._pending[handle] = self._raw.complete_and_start_action(handle, state)
        return self._pending[handle]

    def delete_state(self, handle: int, sid: str) -> None:
        assert sid == "1"
        assert not self._pending[handle], "the state is dropped before everything fired"
        self._live.remove(handle)
        self._raw.delete_state(handle, sid)

    def delete_ruleset(self, handle: int) -> None:
        self._raw.delete_ruleset(handle)


def pair(attribute: str, value: Any) -> str:
    """An attribute and its token or small integer."""
    assert re.fullmatch(r"[a-z][a-z0-9_]*", attribute), attribute
    if type(value) is int:
        assert 0 <= value < 256
    else:
        assert type(value) is str
        assert re.fullmatch(r"[\x21-\x7e]{1,64}", value), value
    return attribute


def simple(clause: dict[str, Any]) -> str:
    """One comparison, or a choice among values of one attribute."""
    [(key, value)] = clause.items()
    if key == "$or":
        assert len(value) > 1
        assert all(len(equality) == 1 for equality in value)
        [attribute] = {pair(*item) for equality in value for item in equality.items()}
        return attribute
    if key in ("$neq", "$gte", "$lte"):
        [(attribute, operand)] = value.items()
        assert key == "$neq" or type(operand) is int
        return pair(attribute, operand)
    return pair(key, value)


def condition(rule: dict[str, Any]) -> Iterator[str]:
    """The attributes of a rule that has the one shape that is used."""
    [(word, [part])] = rule.items()
    assert word == "all"
    [(alias, content)] = part.items()
    assert alias == "t"
    clauses = [content]
    if "$and" in content:
        assert content.keys() == {"$and"}
        clauses = content["$and"]
        assert len(clauses) > 1
    assert sum("$or" in clause for clause in clauses) <= CHOICES_PER_TERM
    yield from map(simple, clauses)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """What stands in for the extension."""
    found = Recorder()
    monkeypatch.setattr(durable, "_extension", lambda: found)
    return found


def test_the_shipped_rules_stay_inside_the_subset(recorder: Recorder) -> None:
    """Every rule and fact that the shipped rules make has a shape that was measured."""
    program = Screener().program(date(2026, 11, 24))
    engine = DurableEngine(program)
    engine.decide(program.unknown)
    for turn in range(4):
        record = {}
        for name in program.facts:
            choice = tokens(VOCABULARY[name])
            record[name] = VOCABULARY[name].value(choice[turn % len(choice)])
        engine.decide(record)
    assert recorder.facts >= 15


@settings(
    max_examples=50, suppress_health_check=[*HealthCheck]
)  # the recorder is shared, and may be
@given(st.data())
def test_any_program_stays_inside_the_subset(recorder: Recorder, data: st.DataObject) -> None:
    """The same holds of every program and record that can be drawn."""
    program = data.draw(programs(max_rules=8))
    DurableEngine(program).decide(data.draw(records(program.facts)))
