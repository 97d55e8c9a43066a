"""Filling in an unknown narrows what is met and what is possible, and never widens it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Screener
from licensecheck.engine.bitset import BitsetEngine
from licensecheck.screening.result import STATUS_ORDER
from licensecheck.wording.result import CriterionResult
from tests.strategies import VOCABULARY, narrowings, programs, records, supplied

pytestmark = pytest.mark.costly

DAY = date(2026, 11, 24)
# Undetermined says that nothing is met yet something may be: below, it counts as no trigger.
_MET = {"no_trigger": 0, "undetermined": 0, "review": 2, "presumptive_denial": 3}


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset")


@given(st.data())
def test_terms_only_narrow(data: st.DataObject) -> None:
    """What is certain stays certain, and nothing becomes possible that was not."""
    program = data.draw(programs(max_rules=12))
    engine = BitsetEngine(program)
    before = data.draw(records(program.facts))
    after = {name: data.draw(narrowings(VOCABULARY[name], value)) for name, value in before.items()}
    first, second = engine.decide(before), engine.decide(after)
    assert first.certain & ~first.possible == 0
    assert first.certain & ~second.certain == 0
    assert second.possible & ~first.possible == 0


@given(st.data())
def test_terms_of_the_shipped_rules_only_narrow(data: st.DataObject) -> None:
    """The same over the rules that are shipped."""
    program = Screener(engine="bitset").program(DAY)
    engine = BitsetEngine(program)
    before = data.draw(records(program.facts))
    after = {name: data.draw(narrowings(VOCABULARY[name], value)) for name, value in before.items()}
    first, second = engine.decide(before), engine.decide(after)
    assert first.certain & ~second.certain == 0
    assert second.possible & ~first.possible == 0


@settings(max_examples=60)
@given(data=st.data())
def test_criteria_only_narrow(data: st.DataObject, screener: Screener) -> None:
    """For a whole application, supplying unknown facts narrows the pair of every criterion."""
    known = data.draw(supplied(without_defaults=True))
    more = data.draw(supplied(without_defaults=True))
    base = {
        "as_of": DAY,
        "exporter": {"country": "NL"},
        "destination": "BR",
        "items": [{"rating": data.draw(st.sampled_from(("ML1.a", "ML4.a", "ML6.a", "ML10.a")))}],
    }
    first = screener.screen({**base, "facts": known})
    read = {name for transfer in screener.examine({**base, "facts": known}).transfers
            for name in transfer.observations}  # fmt: skip
    added = {name: fact for name, fact in more.items() if name not in read}
    second = screener.screen({**base, "facts": {**known, **added}})
    for one, other in zip(first.criteria, second.criteria, strict=True):
        assert _MET[other.status] >= _MET[one.status], (one.criterion, added)
        assert _rank(other) <= _rank(one), (one.criterion, added)
        assert other.examined.decided >= one.examined.decided


def _rank(found: CriterionResult) -> int:
    return STATUS_ORDER.index(found.at_worst)


@settings(max_examples=40)
@given(data=st.data())
def test_what_the_applicant_adds_only_narrows(data: st.DataObject, screener: Screener) -> None:
    """Saying the form, the kind, the certificate or the end user narrows every criterion too."""
    base = {
        "as_of": DAY,
        "exporter": {"country": "NL"},
        "destination": data.draw(st.sampled_from(("BR", "SA", "TR", "UA", "EG", "EU"))),
        "items": [{"rating": data.draw(st.sampled_from(("ML1.a", "ML4.a", "ML6.a", "ML13.d")))}],
    }
    first = screener.screen(base)
    item = dict(base["items"][0])  # type: ignore[call-overload]
    item["form"] = data.draw(st.sampled_from(VOCABULARY["item.form"].domain))
    item["kind"] = data.draw(st.sampled_from(VOCABULARY["item.kind"].domain))
    documents = {
        "end_user_certificate": data.draw(st.sampled_from(VOCABULARY["docs.euc"].domain)),
        "reexport_clause": data.draw(st.sampled_from(("yes", "no"))),
    }
    kind = data.draw(st.sampled_from(VOCABULARY["end_user.kind"].domain))
    country = base["destination"]
    second = screener.screen(
        {**base, "items": [item], "documents": documents,
         "end_user": {"kind": kind, "country": country}}
    )  # fmt: skip
    for one, other in zip(first.criteria, second.criteria, strict=True):
        assert _MET[other.status] >= _MET[one.status], one.criterion
        assert _rank(other) <= _rank(one), one.criterion
