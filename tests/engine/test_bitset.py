"""What the bitset evaluator keeps between decisions, and what it may be asked."""

from __future__ import annotations

from dataclasses import replace

from licensecheck.engine.bitset import BitsetEngine
from licensecheck.law import packaged_rulesets
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Clause
from licensecheck.rules.program import Program
from licensecheck.vocabulary import UNKNOWN, Value, Vocabulary


def test_open_tokens_are_not_kept() -> None:
    """Thousands of codes of an open domain share one mask, and those that a rule names differ."""
    vocabulary = Vocabulary.load()
    rules = [r for path in packaged_rulesets().values() for r in load_ruleset(path).rules]
    program = Program(rules, vocabulary)
    engine = BitsetEngine(program)
    names = [name for name in program.facts if vocabulary[name].open_domain]
    assert names
    record = {name: vocabulary[name].unknown for name in program.facts}
    first = engine.decide(record)
    for number in range(5_000):
        token = f"x{number}"
        value = dict.fromkeys(names, Value(token, token))
        fresh = BitsetEngine(program) if number % 1_000 == 0 else engine
        assert fresh.decide({**record, **value}) == engine.decide({**record, **value})
    for name in names:
        named = {token for rule in program.terms for clause in rule.clauses
                 if clause.fact == name for token in clause.values}  # fmt: skip
        assert len(engine._masks[name]) <= len(named) + 1
        for token in (*named, UNKNOWN):
            one = {**record, name: Value(token, token)}
            assert engine.decide(one) == BitsetEngine(program).decide(one)
    assert engine.decide(record) == first


def test_a_doubt_may_ask_for_a_code() -> None:
    """What makes a rule a doubt may be a state or a category, as of any other clause."""
    vocabulary = Vocabulary.load()
    first = load_ruleset(packaged_rulesets()["eu-common-position"]).rules[0]
    doubt = ((Clause("exporter.country", "in", ("NL",)),),)
    program = Program([replace(first, doubt=doubt)], vocabulary)
    engine = BitsetEngine(program)
    record = {name: vocabulary[name].unknown for name in program.facts}
    sign = 1 << program.asked.index(next(one for one in program.asked if one.clauses == doubt[0]))
    for code, holds in (("NL", True), ("BE", False)):
        decision = engine.decide({**record, "exporter.country": Value(code, code)})
        assert bool(decision.certain & sign) is holds
