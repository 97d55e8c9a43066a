"""Hypothesis strategies built from the vocabulary, so that a new fact is generated at once."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from licensecheck.rules.model import Clause, Rule, RuleSource
from licensecheck.rules.program import Program
from licensecheck.vocabulary import Fact, Value, Vocabulary

VOCABULARY = Vocabulary.load()
# Stand-ins for the tokens of an open domain.
OPEN_TOKENS = {
    "country": ("NL", "DE", "SA", "NO", "XK"),
    "item_category": ("ML1", "ML6", "ML10"),
    "item_entry": ("ML1.a", "ML6.a", "ML10.c"),
}
# The same as people write them, and words that are no value of any.
WRITTEN = {
    "country": ("NL", "Germany", "de", "SAU", "Noorwegen", "XK"),
    "item_category": ("ML1", "ml 6", "ML10"),
    "item_entry": ("ML1.a", "ml6a", "ML10.c"),
}
WRONG = {
    "country": ("ZZ", "Germani", "EU", "various", "GL", "DE via FR", "none", "OTHER", "0"),
    "item_category": ("ML66", "ML6.a", "6A002", "none", "ML", "ML1,ML2", "six"),
    "item_entry": ("ML6.z", "ML6.a.1", "9A012", "none", "ML", "ML1.a,ML2.a"),
}


def tokens(fact: Fact) -> tuple[str, ...]:
    """Tokens to draw for a fact."""
    return OPEN_TOKENS[fact.open_domain] if fact.open_domain else fact.domain


@st.composite
def values(draw: st.DrawFn, fact: Fact) -> Value:
    """Anything that can be known of a fact: one token, an interval, or nothing."""
    if fact.ordered:
        lo = draw(st.integers(0, len(fact.domain) - 1))
        hi = draw(st.integers(lo, len(fact.domain) - 1))
        return Value(fact.domain[lo], fact.domain[hi])
    token = draw(st.sampled_from((*tokens(fact), "unknown")))
    return Value(token, token)


@st.composite
def narrowings(draw: st.DrawFn, fact: Fact, value: Value) -> Value:
    """A value that says at least as much as another and does not contradict it."""
    if fact.ordered:
        lo = draw(st.integers(fact.rank(value.lo), fact.rank(value.hi)))
        hi = draw(st.integers(lo, fact.rank(value.hi)))
        return Value(fact.domain[lo], fact.domain[hi])
    return draw(values(fact)) if value == fact.unknown else value


def records(facts: tuple[str, ...]) -> st.SearchStrategy[dict[str, Value]]:
    """Whole records over some facts."""
    return st.fixed_dictionaries({name: values(VOCABULARY[name]) for name in facts})


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    """A clause that decides something."""
    fact = VOCABULARY[draw(st.sampled_from(tuple(VOCABULARY)))]
    if fact.ordered:
        operator = draw(st.sampled_from(("in", "not_in", "at_least", "at_most")))
        if operator == "at_least":
            return Clause(fact.name, operator, (draw(st.sampled_from(fact.domain[1:])),))
        if operator == "at_most":
            return Clause(fact.name, operator, (draw(st.sampled_from(fact.domain[:-1])),))
        if operator == "not_in":
            end = draw(st.sampled_from((fact.domain[0], fact.domain[-1])))
            return Clause(fact.name, operator, (end,))
        return Clause(fact.name, operator, (draw(st.sampled_from(fact.domain)),))
    operator = draw(st.sampled_from(("in", "not_in")))
    chosen = draw(st.sets(st.sampled_from(tokens(fact)), min_size=1, max_size=3))
    return Clause(fact.name, operator, tuple(sorted(chosen)))


@st.composite
def rules(draw: st.DrawFn, number: int = 0) -> Rule:
    """A rule of one or two alternatives, sometimes with an exception."""
    group = st.lists(clauses(), min_size=1, max_size=4, unique_by=lambda c: c.fact).map(tuple)
    when = tuple(draw(st.lists(group, min_size=1, max_size=2)))
    unless = tuple(draw(st.lists(group, max_size=1)))
    return Rule(
        id=f"cp.1.a.random-{number}", title="random", criterion="1", point="Art. 2(1)(a)",
        tier="screen", force="deny", in_force_from=date(2008, 12, 8), in_force_until=None,
        yields="", judgement="", when=when, unless=unless, reason="random", resolves=(),
        source=RuleSource("none"),
    )  # fmt: skip


@st.composite
def programs(draw: st.DrawFn, max_rules: int = 70) -> Program:
    """A program of random rules; with more than 59 terms durable-rules needs several engines."""
    size = draw(st.integers(1, max_rules))
    return Program([draw(rules(number)) for number in range(size)], VOCABULARY)


@st.composite
def supplied(draw: st.DrawFn, *, without_defaults: bool = False) -> dict[str, dict[str, object]]:
    """Facts as an application supplies them, by name, each with a source; all can be read."""
    names = [fact.name for fact in VOCABULARY.values() if not (without_defaults and fact.default)]
    facts: dict[str, dict[str, object]] = {}
    for name in draw(st.lists(st.sampled_from(names), max_size=12, unique=True)):
        fact = VOCABULARY[name]
        if fact.open_domain:
            facts[name] = {
                "value": draw(st.sampled_from(WRITTEN[fact.open_domain])), "source": "drawn",
            }  # fmt: skip
            continue
        value = draw(values(fact))
        if value == VOCABULARY[name].unknown:
            continue
        said = value.lo if value.lo == value.hi else {"from": value.lo, "to": value.hi}
        facts[name] = {"value": said, "source": "drawn"}
    return facts


@st.composite
def wrongly_supplied(draw: st.DrawFn) -> dict[str, dict[str, object]]:
    """Facts of which at least one is no value of its domain, be it listed or open."""
    facts = draw(supplied())
    fact = VOCABULARY[draw(st.sampled_from(tuple(VOCABULARY)))]
    words = WRONG[fact.open_domain] if fact.open_domain else ("yess", "ML6", "Germany", "x" * 60)
    return {**facts, fact.name: {"value": draw(st.sampled_from(words)), "source": "drawn"}}


# Places as an application states them, and words that are none.
PLACES = (*WRITTEN["country"], "EU", "various", "GL", "HK", "UA", "RU", "US", "MG", "Turkije")
NO_PLACES = ("ZZ", "Germani", "", "   ", "none", "0", "DE;", "\u202eDE", "x" * 201)
RATINGS = ("ML6.a", "ml 10 c", "ML1.a,ML2.a", "ML", "none", "6A002", "5A001", "ML22", "ML4.b")
NO_RATINGS = ("ML66", "ML6.z", "6", "", "EAR99", "6A00", "ML1.a;;;", "x" * 101)


@st.composite
def any_application(draw: st.DrawFn) -> dict[str, object]:
    """An application as somebody may write it: sound, or with words that cannot be read."""
    wrong = draw(st.integers(0, 3)) == 0

    def one_of(sound: tuple[str, ...], unsound: tuple[str, ...]) -> str:
        return draw(st.sampled_from((*sound, *unsound) if wrong else sound))

    def party(*, may: bool = True) -> dict[str, object]:
        made: dict[str, object] = {"country": one_of(PLACES, NO_PLACES)}
        if may and draw(st.booleans()):
            made["kind"] = one_of(VOCABULARY["end_user.kind"].domain, ("army", "ML6"))
        return made

    made: dict[str, object] = {
        "as_of": draw(st.sampled_from(("2009-01-01", "2016-06-01", "2026-11-24"))),
        "exporter": party(may=False),
        "end_users": [party() for _ in range(draw(st.integers(1, 2)))],
        "items": [{"rating": one_of(RATINGS, NO_RATINGS)} for _ in range(draw(st.integers(1, 2)))],
        "facts": draw(wrongly_supplied() if wrong and draw(st.booleans()) else supplied()),
    }
    for role in ("consignee", "buyer"):
        if draw(st.booleans()):
            made[role] = party()
    if draw(st.booleans()):
        made["contract_date"] = one_of(("2014-07-31", "1999-01-01", "2026-01-01"), ("soon", "0"))
        consent = one_of(VOCABULARY["docs.origin_consent"].domain, ("maybe", ""))
        made["documents"] = {"origin_consent": consent}
    made |= draw(st.sampled_from(({}, {"value": one_of(("80m EUR", "5bn KPW"), ("5.000", "x"))})))
    made["items"][0] |= draw(st.sampled_from(({}, {"value": "90m EUR"}, {"value": "1m EUR"})))
    if draw(st.booleans()):
        made["route"] = [one_of(PLACES, NO_PLACES)]
    if draw(st.booleans()):
        onward = [one_of(PLACES, NO_PLACES)]
        made["end_use"] = {"onward": draw(st.sampled_from((onward, "expected_unnamed")))}
    if draw(st.booleans()):
        value = one_of(("risk", "no_clear_risk", "clear_risk"), ("bar", "yes"))
        name = one_of(("c2a", "c3", "gbv"), ("c9", "c2"))
        made["assessments"] = {name: {"value": value, "by": "desk"}}
    return made
