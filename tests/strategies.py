"""Hypothesis strategies built from the vocabulary, so that a new fact is generated at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from licensecheck.application.tokens import PartyRole, Screening
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
# Names that a made list or an outside screening knows, one that none does, and such as name nobody.
NAMES = (
    "Blue Harbor Trading", "Red Sea Freight", "Stone Bridge NV", "Quiet Mill BV", "Quiet Mill GmbH",
    "Ordinary Works SpA", "-", "unknown", "N.v.t.", "T.B.D.",
)  # fmt: skip
NO_NAMES = ("", "   ", "x" * 1_001, "a\u202eb", "a\tb")
# What a fact may be said of is a line, an end user or a state of the case; these are none.
NO_SUBJECTS = ("0", "9", "-1", "ZZ", "everyone", "")


class _Drawn:
    """What an application is made of: sound words alone, or any."""

    def __init__(self, draw: st.DrawFn, *, wrong: bool) -> None:
        self.draw = draw
        self.wrong = wrong

    def maybe(self) -> bool:
        return self.draw(st.booleans())

    def one_of(self, sound: Sequence[str], unsound: Sequence[str]) -> str:
        return self.draw(st.sampled_from((*sound, *unsound) if self.wrong else sound))

    def places(self) -> list[str]:
        return [self.one_of(PLACES, NO_PLACES) for _ in range(self.draw(st.integers(1, 2)))]

    def party(self, *, may: bool = True) -> dict[str, str]:
        made = {"country": self.one_of(PLACES, NO_PLACES)}
        if may and self.maybe():
            made["kind"] = self.one_of(VOCABULARY["end_user.kind"].domain, ("army", "ML6"))
        if self.maybe():
            made["name"] = self.one_of(NAMES, NO_NAMES)
        if self.maybe() and self.maybe():
            made["screening"] = self.one_of(get_args(Screening), ("hit", "unknown"))
        return made

    def hand(self) -> dict[str, str]:
        return self.party() | {"role": self.one_of(get_args(PartyRole), ("buyer", "middleman"))}

    def goods(self) -> dict[str, str]:
        made = {"rating": self.one_of(RATINGS, NO_RATINGS)}
        if self.maybe() and self.maybe():
            made["for"] = self.one_of(RATINGS, NO_RATINGS)
        if self.maybe() and self.maybe():
            made["value"] = self.one_of(("90m EUR", "1m EUR"), ("much", "5.000"))
        return made

    def facts(self, first_user: Mapping[str, str]) -> dict[str, dict[str, object]]:
        """Some of them about one line, one end user or one state alone."""
        facts = self.draw(wrongly_supplied() if self.wrong and self.maybe() else supplied())
        of = {"item": "1", "end_user": "1", "destination": first_user["country"]}
        for name, fact in facts.items():
            subject = of.get(name.partition(".")[0])
            if subject is not None and self.maybe():
                fact["of"] = self.one_of((subject,), NO_SUBJECTS)
        return facts

    def deal(self) -> dict[str, object]:
        """What may be stated of the whole."""
        made: dict[str, object] = {}
        if self.maybe():
            days = ("2014-07-31", "1999-01-01", "2026-01-01")
            consent = self.one_of(VOCABULARY["docs.origin_consent"].domain, ("maybe", ""))
            made["contract_date"] = self.one_of(days, ("soon", "0"))
            made["documents"] = {"origin_consent": consent}
        if self.maybe():
            made["value"] = self.one_of(("180m EUR", "5bn KPW"), ("5.000", "x"))
        if self.maybe():
            onward = self.draw(st.sampled_from((self.places(), "expected_unnamed")))
            made["end_use"] = {"onward": onward}
        if self.maybe():
            value = self.one_of(("risk", "no_clear_risk", "clear_risk"), ("bar", "yes"))
            name = self.one_of(("c2a", "c3", "gbv"), ("c9", "c2"))
            made["assessments"] = {name: {"value": value, "by": "desk"}}
        return made


@st.composite
def any_application(draw: st.DrawFn) -> dict[str, Any]:
    """An application as somebody may write it: sound, or with words that cannot be read."""
    some = _Drawn(draw, wrong=draw(st.integers(0, 3)) == 0)
    made: dict[str, Any] = {
        "as_of": draw(st.sampled_from(("2009-01-01", "2016-06-01", "2026-11-24"))),
        "exporter": some.party(may=False),
        "end_users": [some.party() for _ in range(draw(st.integers(1, 3)))],
        "items": [some.goods() for _ in range(draw(st.integers(1, 2)))],
    }
    made |= {role: some.party() for role in ("consignee", "buyer") if some.maybe()}
    if some.maybe():
        made["intermediaries"] = [some.hand() for _ in range(draw(st.integers(1, 2)))]
    if some.maybe():
        made["route"] = some.places()
    return made | some.deal() | {"facts": some.facts(made["end_users"][0])}
