"""Why a rule stands as it does, and the smallest changes and sets of facts that would alter it."""

from __future__ import annotations

import itertools
import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licensecheck import InputError, Result, Screener
from licensecheck.law import law_dir, load_yaml_file
from licensecheck.report.explained import explanation_text, missing_text
from licensecheck.screening.result import STATUS_ORDER
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.explanation import explanation_schema, missing_schema
from licensecheck.wording.result import result_schema

pytestmark = pytest.mark.costly

DAY = "2026-11-24"
VOCABULARY = Vocabulary.load()
SCENARIOS = sorted((law_dir() / "eu-common-position" / "scenarios").glob("*.yaml"))


def triple(destination: str = "SA", rating: str = "ML6.a", **more: Any) -> dict[str, Any]:
    return {"as_of": DAY, "exporter": {"country": "NL"}, "destination": destination,
            "items": [{"rating": rating}], **more}  # fmt: skip


def supplied(application: dict[str, Any], facts: dict[str, str]) -> dict[str, Any]:
    """The application with some facts supplied."""
    more = {name: {"value": token, "source": "test", "on": DAY} for name, token in facts.items()}
    return {**application, "facts": {**(application.get("facts") or {}), **more}}


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener()


def test_an_open_rule_names_the_fact_that_decides_it(screener: Screener) -> None:
    """A force that keeps order at home: nobody said, and either answer settles it."""
    [rule] = screener.explain(triple(), rule="cp.2.a.security-goods").rules
    assert (rule.state, rule.says) == ("open", "review")
    [way] = rule.ways
    holds = {clause.fact: clause.holds for clause in way.clauses}
    assert holds["end_user.security_role"] == "open"
    assert holds["item.repression"] == "yes"
    flips = {(flip.to, flip.changes[0].to, flip.changes[0].who) for flip in rule.flips}
    assert flips == {("met", ("yes",), ("officer",)), ("not_met", ("no",), ("officer",))}


def test_what_nobody_can_change_is_named_and_never_a_change(screener: Screener) -> None:
    """No explanation advises to become another country."""
    [rule] = screener.explain(triple(), rule="cp.2.a.covenants").rules
    assert rule.state == "met"
    changed = {change.fact for flip in rule.flips for change in flip.changes}
    # That the end user is a mission of an organisation of states is for an officer to check.
    assert changed == {"end_user.intergovernmental"}
    assert "destination.iccpr" in rule.fixed


def test_a_met_rule_gives_its_text_and_sources(screener: Screener) -> None:
    """As the finding does."""
    result = screener.screen(triple())
    [rule] = result.explain(rule="cp.2.a.covenants").rules
    finding = result.finding("cp.2.a.covenants")
    assert finding is not None
    assert rule.text == finding.text
    said = {(c.fact, c.value, c.source) for way in rule.ways if way.holds == "yes"
            for c in way.clauses}  # fmt: skip
    assert said == {(b.fact, b.value, b.source) for b in finding.because}


def test_every_rule_of_a_criterion_is_explained(screener: Screener) -> None:
    """In the order of the file, on every transfer."""
    application = triple(items=[{"rating": "ML6.a"}, {"rating": "ML1.a"}])
    found = screener.explain(application, criterion=8).rules
    rules = [r.id for r in screener.program(date(2026, 11, 24)).rules if r.criterion == "8"]
    assert [(one.item, one.rule) for one in found] == [(n, id_) for n in (1, 2) for id_ in rules]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"rule": "cp.2.a.covenant"}, "did you mean `cp.2.a.covenants`?"),
        ({"criterion": "9"}, "one of: 1, 2, 3"),
        ({}, "name a criterion or a rule"),
    ],
)
def test_what_is_not_there_is_told(screener: Screener, words, told) -> None:
    """With the nearest choice."""
    with pytest.raises(InputError, match=told.replace("?", r"\?").replace(".", r"\.")):
        screener.explain(triple(), **words)


def test_a_result_that_was_read_back_says_what_to_do(screener: Screener) -> None:
    """It holds no application; and what it was made by is no part of its value."""
    result = screener.screen(triple())
    again = Result.from_json(result.to_json())
    assert again == result
    assert "case" not in json.loads(result.to_json())
    assert "case" not in result_schema()["properties"]
    with pytest.raises(InputError, match=r"ask `Screener\(\.\.\.\)\.open\(application\)`"):
        again.explain(criterion=2)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_flip_flips_and_no_part_of_it_does(screener: Screener, data: st.DataObject) -> None:
    """Applied to the application itself and screened anew, by both engines."""
    application = load_yaml_file(data.draw(st.sampled_from(SCENARIOS))).data["application"]
    criterion = data.draw(st.sampled_from("12345678"))
    explained = screener.explain(application, criterion=criterion).rules
    flips = [(rule, flip) for rule in explained for flip in rule.flips]
    if not flips:
        return
    rule, flip = data.draw(st.sampled_from(flips))
    for size in range(len(flip.changes) + 1):
        for some in itertools.combinations(flip.changes, size):
            facts = {change.fact: data.draw(st.sampled_from(change.to)) for change in some}
            again = screener.explain(supplied(application, facts), rule=rule.rule).rules
            [now] = [r.state for r in again if (r.item, r.end_user) == (rule.item, rule.end_user)
                     and r.destination == rule.destination][:1]  # fmt: skip
            assert (now == flip.to) == (size == len(flip.changes)), (facts, now)


def _values(fact: str) -> list[str]:
    domain = VOCABULARY[fact].domain
    return list(domain) if domain else ["NL", "BE"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_missing_facts_settle_the_case_whatever_they_are(
    screener: Screener, data: st.DataObject
) -> None:
    """After them no open bright line or screen could lead to anything graver."""
    destination = data.draw(st.sampled_from(("BE", "SE", "JP", "BR", "SA", "RS", "diverse")))
    rating = data.draw(st.sampled_from(("ML1.a", "ML3", "ML6.a", "ML11.a", "ML")))
    application = triple(destination, rating)
    missing = screener.missing(application)
    facts = data.draw(st.sampled_from(missing.sets))
    known = {one.fact: data.draw(st.sampled_from(_values(one.fact))) for one in facts}
    examined = screener.examine(supplied(application, known))
    met = max((f.status for f in examined.met if f.status in STATUS_ORDER),
              key=STATUS_ORDER.index, default="no_trigger")  # fmt: skip
    left = [f for f in examined.open if f.tier in ("law", "screen") and f.could_be != "noted"
            and STATUS_ORDER.index(f.could_be) > STATUS_ORDER.index(met)]  # fmt: skip
    assert left == [], known


def test_each_missing_fact_is_needed(screener: Screener) -> None:
    """Without one of them some answer to the others leaves the case open."""
    application = triple("BE", "ML3")
    missing = screener.missing(application)
    assert missing.exact
    [facts] = missing.sets
    assert len(facts) > 2
    for left_out in facts:
        # What follows from another fact, such as from a kind, is not asked where that one is.
        others = [one.fact for one in facts if one != left_out and one.fact not in left_out.through]
        # The mildest answers leave the most to the one that is missing; a rule needs some graver.
        harmless = {name: _mildest(name) for name in others}
        ways = (
            {**harmless, **dict(zip(pair, tokens, strict=True))}
            for pair in itertools.combinations(others, 2)
            for tokens in itertools.product(*map(_values, pair))
        )
        assert any(_is_open(screener, supplied(application, way)) for way in ways), left_out


def _mildest(fact: str) -> str:
    values = _values(fact)
    mild = ("none", "no", "none_declared", "company", "national_defence")
    return next((token for token in mild if token in values), values[0])


def _is_open(screener: Screener, application: dict[str, Any]) -> bool:
    examined = screener.examine(application)
    met = max((STATUS_ORDER.index(f.status) for f in examined.met if f.status in STATUS_ORDER),
              default=0)  # fmt: skip
    return any(STATUS_ORDER.index(f.could_be) > met for f in examined.open
               if f.tier in ("law", "screen") and f.could_be != "noted")  # fmt: skip


def test_a_case_that_nothing_can_alter_asks_for_nothing(screener: Screener) -> None:
    """A met bar is the gravest there is."""
    missing = screener.missing(triple("RU"))
    assert missing.met == "presumptive_denial"
    assert missing.sets == ((),)
    assert "Nothing that is still open can change the status." in missing_text(missing)


def test_both_forms_are_valid_against_their_schemas(screener: Screener) -> None:
    """JSON Schema, draft 2020-12; and the text keeps to its width."""
    found = screener.explain(triple(), criterion=2)
    jsonschema.validate(json.loads(found.to_json()), explanation_schema())
    missing = screener.missing(triple("BE", "ML3"))
    jsonschema.validate(json.loads(missing.to_json()), missing_schema())
    for width in (80, 60):
        for text in (explanation_text(found, width=width), missing_text(missing, width=width)):
            assert max(map(len, text.splitlines())) <= width
            assert text.endswith("No trigger is not permission.\n")


def test_codes_stand_where_they_are_asked_for(screener: Screener) -> None:
    """Facts are told in words, with their codes for who supplies them."""
    found = screener.explain(triple(), criterion=2)
    missing = screener.missing(triple("BE", "ML3"))
    codes = {name for name in VOCABULARY if "_" in name}
    plain = explanation_text(found, width=1000) + missing_text(missing, width=1000)
    told = explanation_text(found, width=1000, codes=True) + missing_text(
        missing, width=1000, codes=True
    )
    assert not [name for name in codes if name in plain]
    assert "(destination.human_rights)" in told
    assert "[end_user.kind; applicant]" in told


def test_somebody_can_bring_every_change_about() -> None:
    """Each changed fact names who answers it, or the facts to ask for."""
    case = {
        "as_of": "2026-11-24",
        "exporter": {"country": "NL"},
        "end_user": {"country": "BR", "kind": "armed_forces"},
        "items": [{"rating": "ML4.a"}],
        "facts": {"destination.regimes": {"value": {"from": "1", "to": "2"}, "source": "test"}},
    }
    found = [
        change
        for number in range(1, 9)
        for rule in Screener(engine="bitset").explain(case, criterion=number).rules
        for flip in rule.flips
        for change in flip.changes
    ]
    assert any(change.fact == "destination.regimes" for change in found)
    assert all(change.who or change.through for change in found)


def test_what_is_missing_where_nothing_is_covered(screener: Screener) -> None:
    """Goods that no criterion covers are not examined: that is no word on a trigger."""
    missing = screener.missing(triple("SA", "none"))
    assert (missing.met, missing.could_be, missing.sets) == ("not_examined", "not_examined", ((),))
    text = missing_text(missing)
    assert "do not cover this transfer" in text
    assert "Met now" not in text
