"""Laws over the deal, the parties and the chain: what is added never lowers an outcome.

A further end user, item, party, border, onward state or value is one more thing to look at. It may
bring a finding or leave one open; it never takes one away.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import CriterionResult, Result, Screener
from licensecheck.application.tokens import PartyRole
from tests.laws.office import office_files
from tests.strategies import VOCABULARY

# Poor and rich, allied and not, under embargo and not, at war and not; a bloc and everywhere.
COUNTRIES = ("TH", "MG", "US", "SA", "DE", "RU", "LY", "UA", "XK", "TW", "EU", "various")
RATINGS = ("ML15.f", "ML1.a", "ML6.a", "ML22", "ML4.a", "ML10.c", "6A002", "5A001", "none", "ML")
KINDS = VOCABULARY["end_user.kind"].domain
VALUES = ("900m EUR", "20m EUR", "50000 EUR")
# On a list, found by an outside screening, found by none, and a word that names nobody.
NAMES = ("Blue Harbour Trading LLC", "Red Sea Freight", "Quiet Mill BV", "Ordinary Works", "n/a")
# Of the whole deal; in another currency than the lines, so that no line contradicts it.
PRICES = ("5bn KPW", "2m USD", "900m USD")
CONTRACTS = ("1999-01-01", "2014-07-31", "2026-01-01")
_NOT_SCREENED = "it was compared with no list"
_ORDER = ("out_of_scope", "no_trigger", "undetermined", "review", "presumptive_denial")


def parties() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"country": st.sampled_from(COUNTRIES)},
        optional={
            "name": st.sampled_from(NAMES),
            "kind": st.sampled_from(KINDS),
            "screening": st.sampled_from(("not_screened", "clear", "name_match", "confirmed")),
        },
    )


def goods() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"rating": st.sampled_from(RATINGS)},
        optional={
            "value": st.sampled_from(VALUES),
            "form": st.sampled_from(VOCABULARY["item.form"].domain),
        },
    )


def hands() -> st.SearchStrategy[dict[str, Any]]:
    role = {"role": st.sampled_from(PartyRole.__args__)}  # type: ignore[attr-defined]
    return st.tuples(parties(), st.fixed_dictionaries(role)).map(
        lambda pair: {**pair[0], **pair[1]}
    )


@st.composite
def applications(draw: st.DrawFn) -> dict[str, Any]:
    """Of one or two of each, with a way, a deal and states beyond that may be stated."""
    made: dict[str, Any] = {
        "as_of": draw(st.sampled_from(("2010-06-01", "2016-06-01", "2026-11-24"))),
        "exporter": {"country": draw(st.sampled_from(("NL", "DE", "FR")))},
        "end_users": draw(st.lists(parties(), min_size=1, max_size=2)),
        "items": draw(st.lists(goods(), min_size=1, max_size=2)),
    }
    if draw(st.booleans()):
        made["intermediaries"] = [draw(hands())]
    if draw(st.booleans()):
        made["route"] = [draw(st.sampled_from(COUNTRIES))]
    made |= {role: draw(parties()) for role in ("buyer", "consignee") if draw(st.booleans())}
    if draw(st.booleans()):
        made["end_use"] = {"onward": [draw(st.sampled_from(COUNTRIES))]}
    if draw(st.booleans()):
        made["contract_date"] = draw(st.sampled_from(CONTRACTS))
    if draw(st.booleans()):
        made["value"] = draw(st.sampled_from(PRICES))
    if draw(st.booleans()):
        consent = draw(st.sampled_from(VOCABULARY["docs.origin_consent"].domain))
        made["documents"] = {"origin_consent": consent}
    return made


def added(name: str, entry: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def change(application: dict[str, Any]) -> dict[str, Any]:
        more = copy.deepcopy(application)
        more[name] = [*more.get(name, ()), entry]
        return more

    return change


def sent_on(place: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """To one state more, where any are stated; what was not stated was not none."""

    def change(application: dict[str, Any]) -> dict[str, Any]:
        onward = application.get("end_use", {}).get("onward")
        return application if onward is None else {
            **application, "end_use": {"onward": [*onward, place]}
        }  # fmt: skip

    return change


def additions() -> st.SearchStrategy[tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]]:
    """One thing more, by what it is."""
    return st.one_of(
        parties().map(lambda one: ("end user", added("end_users", one))),
        goods().map(lambda one: ("item", added("items", one))),
        hands().map(lambda one: ("party", added("intermediaries", one))),
        st.sampled_from(COUNTRIES).map(lambda one: ("border", added("route", one))),
        st.sampled_from(COUNTRIES).map(lambda one: ("onward state", sent_on(one))),
    )


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset", alliances=["nato", "eu"])


@pytest.fixture(scope="module")
def with_files(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    files = office_files(tmp_path_factory.mktemp("office"))
    (denials,) = files.pop("denials")
    return Screener(engine="bitset", alliances=["nato", "eu"], denials=denials, **files)


def lowered(before: Result, after: Result, narrower: Mapping[str, frozenset[str]]) -> list[str]:
    """What one more thing took away.

    What is only noted goes where a rule that narrows it is met: `narrower` names those.
    """
    found = []
    for name in ("status", "at_worst"):
        was, now = (_ORDER.index(getattr(one.outcome, name)) for one in (before, after))
        if now < was:
            found.append(f"outcome {name}: {_ORDER[was]} -> {_ORDER[now]}")
    now_of = {one.criterion: one for one in after.criteria}
    for one in before.criteria:
        found += lowered_criterion(one, now_of[one.criterion])
    ids = {one.rule for one in after.findings if one.status != "open"}
    empty: frozenset[str] = frozenset()
    met = {one.rule for one in before.findings if one.status != "open"}
    # A party that is confirmed to be listed goes before one whose name alone is alike.
    graver = {one.criterion: one.status for one in after.findings
              if one.status == "presumptive_denial" and one.rule not in met}  # fmt: skip
    found += [f"finding {one.rule}" for one in before.findings if one.status != "open"
              and one.rule not in ids
              and graver.get(one.criterion, one.status) == one.status
              and not (one.status == "noted" and narrower.get(one.rule, empty) & ids)]  # fmt: skip
    owed = {one.rule for one in after.duties if one.status != "open"}
    found += [f"duty {one.rule}" for one in before.duties
              if one.status != "open" and one.rule not in owed]  # fmt: skip
    found += [f"warning {one}" for one in before.warnings if _NOT_SCREENED in one
              and one not in after.warnings]  # fmt: skip
    for one, other in zip(before.containment, after.containment, strict=True):
        if one.verdict == "leaves" and other.verdict != "leaves":
            found.append(f"{one.alliance}: {one.verdict} -> {other.verdict}")
    return found


def lowered_criterion(before: CriterionResult, after: CriterionResult) -> list[str]:
    found = []
    for name in ("status", "at_worst"):
        was, now = (getattr(one, name) for one in (before, after))
        if was in _ORDER and (now not in _ORDER or _ORDER.index(now) < _ORDER.index(was)):
            found.append(f"criterion {before.criterion} {name}: {was} -> {now}")
    return found


@settings(max_examples=max(150, settings.default.max_examples), deadline=None)
@given(application=applications(), addition=additions(), office=st.booleans())
def test_one_more_thing_never_lowers_an_outcome(
    screener: Screener,
    with_files: Screener,
    application: dict[str, Any],
    addition: Any,
    office: bool,
) -> None:
    """Neither the whole nor a criterion nor a verdict; a met finding goes for a graver alone.

    A duty stays owed, and so does the word that a party was compared with no list.
    """
    screener = with_files if office else screener
    what, add = addition
    before, after = screener.screen(application), screener.screen(add(application))
    narrower: dict[str, frozenset[str]] = {}
    for rule in (rule for ruleset in screener.rulesets for rule in ruleset.rules):
        for name in rule.related.get("narrows", ()):
            narrower[name] = narrower.get(name, frozenset()) | {rule.id}
    assert lowered(before, after, narrower) == [], what


def test_two_buyers_of_a_heavy_deal(screener: Screener) -> None:
    """Each alone is a review under criterion 8, and so are both together."""
    items = [{"rating": "ML15.f", "value": "900m EUR"}]
    base = {"as_of": "2026-11-24", "exporter": {"country": "NL"}, "items": items}
    users = [{"country": code, "kind": "armed_forces"} for code in ("TH", "MG")]
    alone = [screener.screen({**base, "end_users": [user]}) for user in users]
    both = screener.screen({**base, "end_users": users})
    assert {one.criterion(8).status for one in alone} == {"review"}
    assert both.criterion(8).status == "review"
    assert any("counted whole for each end user" in because.source
               for finding in both.findings for because in finding.because)  # fmt: skip


@pytest.mark.parametrize("ratings", [("6A002",), ("ML22",), ("6A002", "ML22"), ("ML22", "6A002")])
def test_goods_of_both_lists(screener: Screener, ratings: tuple[str, ...]) -> None:
    """Whether dual-use goods are covered stays open, whatever stands beside them."""
    result = screener.screen(
        {
            "as_of": "2026-11-24", "exporter": {"country": "NL"}, "end_user": {"country": "DE"},
            "items": [{"rating": rating} for rating in ratings],
        }
    )  # fmt: skip
    assert (result.outcome.status == "undetermined") is ("6A002" in ratings)
    assert ("whether this is one is not known" in result.outcome.headline) is ("6A002" in ratings)
