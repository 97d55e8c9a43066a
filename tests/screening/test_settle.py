"""How a rule stands, and the fewest facts that settle a case, on rules small enough to see."""

from __future__ import annotations

from licensecheck.rules.model import Clause
from licensecheck.rules.program import Term
from licensecheck.screening.clauses import state_of
from licensecheck.screening.settle import Pending, smallest_settling
from licensecheck.vocabulary import Value, Vocabulary

WORDS = Vocabulary.load()
SECURITY = Clause("end_user.security_role", "in", ("yes",))
TYPICAL = Clause("item.repression", "at_least", ("typical",))
NOBODY_KNOWS = {name: WORDS[name].unknown for name in (SECURITY.fact, TYPICAL.fact)}


def pending(*terms: tuple[Clause, ...], could_be: str = "review") -> Pending:
    made = tuple(Term(0, clauses) for clauses in terms)
    read = {clause.fact for clauses in terms for clause in clauses}
    values = {name: value for name, value in NOBODY_KNOWS.items() if name in read}
    return Pending("made up", made, values, could_be, could_be)


def test_a_rule_stands_as_the_best_of_its_ways() -> None:
    """One way that is open leaves it open, though another is barred; one that is met meets it."""
    ways = (Term(0, (SECURITY,)), Term(0, (TYPICAL,)))
    no, yes = Value("no", "no"), Value("yes", "yes")
    open_ = NOBODY_KNOWS[TYPICAL.fact]
    assert state_of(ways, {SECURITY.fact: no, TYPICAL.fact: open_}, WORDS) == "open"
    assert state_of(ways, {SECURITY.fact: yes, TYPICAL.fact: open_}, WORDS) == "met"
    none = Value("none", "none")
    assert state_of(ways, {SECURITY.fact: no, TYPICAL.fact: none}, WORDS) == "not_met"


def test_a_fact_that_changes_nothing_is_not_asked_for() -> None:
    """Of `a` or `a and b`, `a` decides alone; of `a` or `b`, both are needed."""
    alone = pending((SECURITY,), (SECURITY, TYPICAL))
    assert smallest_settling([alone], "no_trigger", WORDS).sets == ((SECURITY.fact,),)
    both = pending((SECURITY,), (TYPICAL,))
    assert smallest_settling([both], "no_trigger", WORDS).sets == (
        tuple(sorted((SECURITY.fact, TYPICAL.fact))),
    )


def test_what_is_no_graver_than_what_is_met_needs_no_fact() -> None:
    """A review changes nothing beside a denial."""
    found = smallest_settling([pending((SECURITY,))], "presumptive_denial", WORDS)
    assert (found.sets, found.exact) == (((),), True)
