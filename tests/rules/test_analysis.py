"""Static analysis and diffs: exact, so each remark is proved by the rule that earns it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.engine.bitset import BitsetEngine
from licensecheck.law import packaged_rulesets
from licensecheck.rules.analysis import (
    analyse,
    boxes_of,
    diff_rules,
    domains_of,
    uncovered,
    witness_application,
)
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Clause, Rule, RuleSource
from licensecheck.rules.program import Program
from licensecheck.vocabulary import Value, Vocabulary
from tests.strategies import VOCABULARY, rules

pytestmark = pytest.mark.costly

SECURITY = Clause("end_user.security_role", "in", ("yes",))
POSSIBLE = Clause("item.repression", "at_least", ("possible",))
TYPICAL = Clause("item.repression", "at_least", ("typical",))
NOT_TYPICAL = Clause("item.repression", "at_most", ("possible",))


def _rule(name: str, *groups: tuple[Clause, ...], **more: object) -> Rule:
    return Rule(
        id=f"cp.2.a.{name}", title=name, criterion="2", point="Art. 2(2)(a)", tier="screen",
        force="deny", in_force_from=date(2008, 12, 8), in_force_until=None, yields="",
        judgement="", when=groups, unless=(), reason=name, resolves=(), source=RuleSource("none"),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _kinds(*found: Rule) -> set[tuple[str, str]]:
    remarks = analyse(found, VOCABULARY)
    return {(r.kind, r.rule.rsplit(".", 1)[-1]) for r in remarks if r.kind != "unread fact"}


def test_a_clause_that_no_token_satisfies_makes_no_term() -> None:
    """Of the tokens of a fact none is left; all of them, or none of open ones, leave a term."""
    every = VOCABULARY["end_user.security_role"].domain
    nothing_left = Clause("end_user.security_role", "not_in", every)
    assert Program([_rule("a", (TYPICAL, nothing_left))], VOCABULARY).terms == ()
    assert _kinds(_rule("a", (TYPICAL, nothing_left))) == {("never", "a")}
    for kept in (Clause("end_user.security_role", "in", every),
                 Clause("exporter.country", "not_in", ("NL",))):  # fmt: skip
        (term,) = Program([_rule("a", (TYPICAL, kept))], VOCABULARY).terms
        assert term.clauses == (TYPICAL, kept)


def test_a_set_of_an_ordered_fact_is_read_as_its_bounds() -> None:
    """Tokens, or all but some, in a row: engines compare only with the least and greatest."""
    for clause, bound in (
        (Clause("item.repression", "in", ("possible", "typical")), POSSIBLE),
        (Clause("item.repression", "not_in", ("none",)), POSSIBLE),
        (Clause("item.repression", "not_in", ("typical",)), NOT_TYPICAL),
    ):
        program = Program([_rule("a", (SECURITY, clause))], VOCABULARY)
        assert [term.clauses for term in program.terms] == [(SECURITY, bound)]
        assert set(program.facts) == {"end_user.security_role", "item.repression"}


def test_a_rule_that_can_never_fire() -> None:
    """Clauses that contradict each other, and an exception that takes all away."""
    assert _kinds(_rule("a", (TYPICAL, NOT_TYPICAL))) == {("never", "a")}
    excepted = replace(_rule("b", (SECURITY,)), unless=((SECURITY,),))
    assert _kinds(excepted) == {("never", "b")}


def test_a_rule_that_always_fires() -> None:
    """Alternatives that leave nothing out."""
    assert ("always", "a") in _kinds(_rule("a", (TYPICAL,), (NOT_TYPICAL,)))


def test_an_implied_rule() -> None:
    """The narrower of two rules of one criterion is named, the wider is not."""
    narrow, wide = _rule("narrow", (TYPICAL, SECURITY)), _rule("wide", (POSSIBLE,))
    assert _kinds(narrow, wide) == {("implied", "narrow")}
    later = replace(wide, in_force_from=date(2030, 1, 1))
    ended = replace(narrow, in_force_until=date(2030, 1, 1))
    assert _kinds(ended, later) == set()


def test_an_idle_clause() -> None:
    """A clause that another already says decides nothing."""
    assert _kinds(_rule("a", (TYPICAL, POSSIBLE))) == {("idle clause", "a")}


def test_a_gap_between_editions() -> None:
    """A successor that does not begin where its forerunner ends is named."""
    old = replace(_rule("old", (SECURITY,)), in_force_until=date(2019, 9, 17))
    new = replace(
        _rule("new", (SECURITY,)), in_force_from=date(2019, 9, 18),
        related={"replaces": ("cp.2.a.old",)},
    )  # fmt: skip
    assert _kinds(old, new) == {("edition", "new")}
    assert _kinds(old, replace(new, in_force_from=date(2019, 9, 17))) == set()


def test_the_shipped_rules_are_clean_or_explained() -> None:
    """No rule never or always fires or holds an idle clause; an implied one says by which."""
    found = [r for path in packaged_rulesets().values() for r in load_ruleset(path).rules]
    remarks = analyse(found, Vocabulary.load())
    assert not [r for r in remarks if r.kind != "unread fact" and not r.explained]


@given(rules(1), rules(2))
def test_covering_is_exact(first: Rule, second: Rule) -> None:
    """What the boxes say of two rules is what trying every combination of tokens says."""
    domains = domains_of([first, second], VOCABULARY)
    names = sorted(domains)
    size = 1
    for name in names:
        size *= len(domains[name])
    if size > 5_000:
        return
    engine = BitsetEngine(Program([first, second], VOCABULARY))
    terms = engine.program.terms
    escaping = False
    for tokens in itertools.product(*(sorted(domains[name]) for name in names)):
        record = {name: Value(token, token) for name, token in zip(names, tokens, strict=True)}
        mask = engine.decide(engine.program.record(record)).certain
        met = {terms[i].rule for i in range(len(terms)) if mask >> i & 1}
        escaping |= 0 in met and 1 not in met
    others = boxes_of(second, VOCABULARY, domains)
    pieces = [uncovered(b, others, domains) for b in boxes_of(first, VOCABULARY, domains)]
    assert any(piece is not None for piece in pieces) == escaping


def test_a_diff_gives_a_witness_in_each_direction() -> None:
    """A clause that moves one word is caught, with the facts on which the answer changes."""
    before, after = _rule("a", (POSSIBLE, SECURITY)), _rule("a", (TYPICAL, SECURITY))
    (change,) = diff_rules([before], [after], VOCABULARY)
    assert (change.kind, change.fields) == ("changed", ("when",))
    assert change.newly is None
    assert change.no_longer == {"item.repression": "possible", "end_user.security_role": "yes"}
    (back,) = diff_rules([after], [before], VOCABULARY)
    assert (back.newly, back.no_longer) == (change.no_longer, None)
    assert diff_rules([before], [before], VOCABULARY) == []


@given(st.data())
def test_a_witness_is_one(data: st.DataObject) -> None:
    """On the facts of a witness the one rule is met and the other is not."""
    first, second = data.draw(rules(1)), replace(data.draw(rules(1)))
    for change in diff_rules([first], [second], VOCABULARY):
        for facts, yes, no in (
            (change.no_longer, first, second),
            (change.newly, second, first),
        ):
            if facts is None:
                continue
            assert witness_application(facts)["facts"] is not None
            known = {name: Value(token, token) for name, token in facts.items() if token != "OTHER"}
            for rule, expected in ((yes, True), (no, False)):
                program = Program([rule], VOCABULARY)
                record = {
                    name: Value("ZZ", "ZZ") if facts.get(name) == "OTHER" else value
                    for name, value in program.record(known).items()
                }
                decision = BitsetEngine(program).decide(record)
                assert bool(decision.certain & (1 << len(program.terms)) - 1) == expected
