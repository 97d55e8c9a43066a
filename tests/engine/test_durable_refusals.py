"""Facts and rules that durable-rules would confuse or cannot hold are refused, by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from licensecheck.engine import durable
from licensecheck.engine.durable import CHOICES_PER_TERM, DurableEngine, durable_available
from licensecheck.errors import LawError, LicensecheckError
from licensecheck.rules.model import Clause, Rule, RuleSource
from licensecheck.rules.program import Program
from licensecheck.vocabulary import Fact, Value, Vocabulary

pytestmark = pytest.mark.skipif(
    not durable_available(), reason="the durable-rules extension is not built here"
)

# Of equal 32-bit FNV-1a hash; test_durable_limits.py shows that durable-rules confuses them.
COLLIDING = ("costarring", "liquid")


def forged(*names: str, ordered: bool = False) -> Vocabulary:
    """A vocabulary of such facts."""
    return Vocabulary(
        {
            name: Fact(
                name=name, domain=("no", "yes"), ordered=ordered, open_domain="", meaning="",
                ask="", answered_by=("applicant",), default="", asks=(),
            )
            for name in names
        },
        edition="2026-11-24",
    )  # fmt: skip


def rule_of(*clauses: Clause) -> Rule:
    """A rule of these clauses."""
    return Rule(
        id="cp.1.a.forged", title="forged", criterion="1", point="Art. 2(1)(a)", tier="screen",
        force="deny", in_force_from=date(2008, 12, 8), in_force_until=None, yields="",
        judgement="", when=(clauses,), unless=(), reason="forged", resolves=(),
        source=RuleSource("none"), place="forged.yaml:1",
    )  # fmt: skip


def test_a_vocabulary_of_colliding_names_is_refused() -> None:
    """No engine is made where two facts would be confused; each alone is accepted."""
    said = [Clause(name, "in", ("yes",)) for name in COLLIDING]
    with pytest.raises(LawError, match="`liquid` and `costarring` have the same 32-bit name hash"):
        DurableEngine(Program([rule_of(*said)], forged(*COLLIDING)))
    DurableEngine(Program([rule_of(said[0])], forged(COLLIDING[0])))


def test_the_names_that_durable_rules_keeps_for_itself_are_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fact that shares its hash with a name such as `$or` is refused like any other."""
    monkeypatch.setattr(durable, "_OWN_NAMES", (COLLIDING[0],))
    clause = Clause(COLLIDING[1], "in", ("yes",))
    with pytest.raises(LawError, match=COLLIDING[0]):
        DurableEngine(Program([rule_of(clause)], forged(COLLIDING[1])))


def test_a_rule_of_too_many_choices_is_refused_by_name() -> None:
    """What durable-rules cannot hold is an error in the rule file, not a number."""
    names = [f"item.f{number}" for number in range(CHOICES_PER_TERM + 1)]
    clauses = [Clause(name, "in", ("yes",)) for name in names]
    DurableEngine(Program([rule_of(*clauses[1:])], forged(*names)))
    with pytest.raises(LawError, match=r"cp\.1\.a\.forged") as caught:
        DurableEngine(Program([rule_of(*clauses)], forged(*names)))
    assert caught.value.problems[0].where == "forged.yaml:1"


def test_a_doubt_of_too_many_choices_is_refused_by_its_rule() -> None:
    """A doubt belongs to one rule among others, and that one is named."""
    names = [f"item.f{number}" for number in range(CHOICES_PER_TERM + 1)]
    clauses = tuple(Clause(name, "in", ("yes",)) for name in names)
    first = replace(rule_of(clauses[0]), id="cp.1.a.doubted", doubt=(clauses,))
    with pytest.raises(LawError, match=r"cp\.1\.a\.doubted"):
        DurableEngine(Program([first, rule_of(clauses[1])], forged(*names)))


def test_a_token_beyond_ascii_is_refused() -> None:
    """Nothing goes in that durable-rules might read otherwise."""
    clause = Clause("item.form", "in", ("yes",))
    engine = DurableEngine(Program([rule_of(clause)], forged("item.form")))
    with pytest.raises(LicensecheckError, match=r"`item\.form` holds a token that is not ASCII"):
        engine.decide({"item.form": Value("\u00e9", "\u00e9")})
