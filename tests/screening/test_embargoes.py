"""What an embargo does to a rifle for the army, and to dual-use goods. Tables written by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from licensecheck import Reference, Result, Screener
from licensecheck.report.html import render_html
from licensecheck.report.markdown import render_markdown
from licensecheck.report.text import render_text

DAY = "2026-11-29"
REFERENCE = Reference.load()


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener()


def asked(
    screener: Screener, country: str, rating: str, on: str = DAY, kind: str | None = "armed_forces",
    **more: Any,
) -> Result:  # fmt: skip
    """The least application for an end user of a kind."""
    user = {"country": country} | ({"kind": kind} if kind else {})
    return screener.screen(
        {"as_of": on, "exporter": {"country": "NL"}, "end_user": user,
         "items": [{"rating": rating}], **more}
    )  # fmt: skip


def first_criterion(result: Result) -> str:
    """What is said of embargoes: the gravest status of the rules of point (a) on them."""
    statuses = {
        f.rule: f.status for f in result.findings
        if f.rule in ("cp.1.a.embargo", "cp.1.a.scope-unclear", "cp.1.a.partial",
                      "cp.1.a.exemption-pending", "cp.1.a.exemption-granted")
        and f.status != "open"
    }  # fmt: skip
    return " ".join(f"{rule.removeprefix('cp.1.a.')} {said}" for rule, said in statuses.items())


# Every state under a state-wide embargo on 2026-11-29: who laid it on, and what an exemption takes.
STATES = {
    "AF": ("UN", "EU", "committee"),
    "BY": ("EU", "approval"),
    "CN": ("EU", "approval"),
    "HT": ("EU", "committee"),
    "IR": ("EU", "approval"),
    "KP": ("UN", "EU", "committee", "approval"),
    "LY": ("UN", "EU", "committee"),
    "MM": ("EU", "approval"),
    "RU": ("EU", "approval"),
    "SD": ("EU", "approval"),
    "SS": ("UN", "EU", "committee", "approval"),
    "VE": ("EU", "approval"),
    "ZW": ("EU", "approval"),
}


@pytest.mark.parametrize("country", STATES)
def test_a_rifle_for_the_army(screener: Screener, country: str) -> None:
    """A mandatory ground wherever a state-wide embargo is in force, and what may exempt."""
    result = asked(screener, country, "ML1.a")
    assert first_criterion(result) == "embargo presumptive_denial"
    assert result.criterion("1").status == "presumptive_denial"
    finding = result.finding("cp.1.a.embargo")
    for word in STATES[country]:
        told = {"committee": "UN committee", "approval": "prior approval"}.get(word, word)
        assert told in finding.note, (country, word)


@pytest.mark.parametrize("country", STATES)
@pytest.mark.parametrize(
    ("claim", "rule"), [("claimed", "exemption-pending"), ("approved", "exemption-granted")]
)
def test_a_rifle_on_an_exemption(screener: Screener, country: str, claim: str, rule: str) -> None:
    """Who relies on an exemption is reviewed: the grant is read, or waited for."""
    result = asked(screener, country, "ML1.a", embargo={"exemption": claim})
    assert first_criterion(result) == f"{rule} review"


def test_there_are_no_other_states() -> None:
    """The table above names every state with a state-wide row in force on that day."""
    on = date.fromisoformat(DAY)
    have = {row["target_country"] for row in REFERENCE.rows("embargoes")} - {"*"}
    found = {
        code for code in have
        if any(r.target_kind == "state" and r.target_country == code and r.phase == "in_force"
               for r in REFERENCE.embargoes(code, on) or ())
    }  # fmt: skip
    assert found == set(STATES)


@pytest.mark.parametrize(
    ("country", "on", "said"),
    [
        # Libya, Somalia, Haiti, the Central African Republic, Ivory Coast: the scope is plain.
        ("LY", "2012-06-01", "embargo presumptive_denial"),
        ("SO", "2010-06-01", "embargo presumptive_denial"),
        ("SO", "2015-06-01", "embargo presumptive_denial"),
        ("SO", "2024-03-17", "embargo presumptive_denial"),
        ("SO", "2024-03-18", ""),
        ("HT", "2023-11-01", "embargo presumptive_denial"),
        ("CF", "2020-06-01", "embargo presumptive_denial"),
        ("CF", "2025-06-01", ""),
        ("CI", "2010-06-01", "embargo presumptive_denial"),
        ("LR", "2010-02-28", "embargo presumptive_denial"),
        ("LR", "2010-03-01", ""),
        ("AF", "2021-08-14", ""),
        # A territory that counts as an embargoed state: whether the act means it is not plain.
        ("HK", DAY, "scope-unclear review"),
        ("SY", DAY, "partial review"),
        ("CD", DAY, ""),
        ("TR", DAY, ""),
    ],
)
def test_a_rifle_on_another_day(screener: Screener, country: str, on: str, said: str) -> None:
    """Each step of an embargo has its day."""
    assert first_criterion(asked(screener, country, "ML1.a", on)) == said


@pytest.mark.parametrize(
    ("country", "on", "rating", "said"),
    [
        # Small arms alone until 2025; a frigate was outside the EU act.
        ("HT", "2024-07-01", "ML9.a", "embargo-out"),
        ("HT", "2025-03-24", "ML9.a", "embargo presumptive_denial"),
        # What is no weapon each state decides for China.
        ("CN", DAY, "ML11.a", "scope-unclear review"),
        ("CN", DAY, "ML10.a", "embargo presumptive_denial"),
    ],
)
def test_goods_of_a_narrow_act(
    screener: Screener, country: str, on: str, rating: str, said: str
) -> None:
    """An act on some arms reaches those arms."""
    found = first_criterion(asked(screener, country, rating, on))
    assert found == ("" if said == "embargo-out" else said)


@pytest.mark.parametrize(
    ("country", "rating", "kind", "on", "said"),
    [
        ("RU", "3A001", "armed_forces", DAY, "embargo presumptive_denial"),
        ("BY", "3A001", "armed_forces", DAY, "embargo presumptive_denial"),
        ("MM", "3A001", "armed_forces", DAY, "embargo presumptive_denial"),
        ("KP", "3A001", "armed_forces", DAY, "embargo presumptive_denial"),
        ("IR", "9A012", "armed_forces", DAY, "embargo presumptive_denial"),
        # No day before the act that banned them.
        ("RU", "3A001", "armed_forces", "2014-07-31", ""),
        ("RU", "3A001", "armed_forces", "2014-08-01", "embargo presumptive_denial"),
        ("BY", "3A001", "armed_forces", "2013-06-01", ""),
        ("BY", "3A001", "armed_forces", "2021-06-24", ""),
        ("BY", "3A001", "armed_forces", "2021-06-25", "embargo presumptive_denial"),
        ("MM", "3A001", "armed_forces", "2018-04-26", ""),
        ("MM", "3A001", "border_guard", "2018-04-27", "embargo presumptive_denial"),
        ("IR", "9A012", "armed_forces", "2023-07-25", "scope-unclear review"),
        ("IR", "9A012", "armed_forces", "2025-09-29", "scope-unclear review"),
        ("IR", "9A012", "armed_forces", "2025-09-30", "embargo presumptive_denial"),
        ("IR", "3A001", "armed_forces", DAY, "scope-unclear review"),
        # Military users alone at first, then every user.
        ("RU", "3A001", "police", "2016-06-01", "scope-unclear review"),
        ("RU", "3A001", "company", "2016-06-01", ""),
        ("RU", "3A001", "company", "2022-02-25", ""),
        ("RU", "3A001", "company", "2022-02-26", "embargo presumptive_denial"),
        ("BY", "3A001", "company", "2022-03-02", "embargo presumptive_denial"),
        ("MM", "3A001", "company", DAY, ""),
        # An arms embargo alone says nothing of dual-use goods.
        ("SD", "3A001", "armed_forces", DAY, ""),
        ("LY", "9A012", "armed_forces", DAY, ""),
    ],
)
def test_dual_use_goods(
    screener: Screener, country: str, rating: str, kind: str, on: str, said: str
) -> None:
    """A ban on dual-use goods bites by act, day, goods and user."""
    assert first_criterion(asked(screener, country, rating, on, kind)) == said


def test_dual_use_goods_for_a_user_that_nobody_named(screener: Screener) -> None:
    """Where the user decides and is not named, the scope is unclear and the user is asked."""
    result = asked(screener, "MM", "3A001", kind=None)
    assert first_criterion(result) == "scope-unclear review"
    assert "end_user.kind" in [question.fact for question in result.questions]


def test_past_the_term_of_an_act_nobody_knows(screener: Screener) -> None:
    """The day after a term whose renewal was not seen an embargo is open, and not over."""
    for country, on in (("BY", "2027-03-01"), ("RU", "2027-02-01"), ("ZW", "2027-02-21")):
        result = asked(screener, country, "ML1.a", on)
        assert result.finding("cp.1.a.embargo").status == "open"
        assert result.finding("cp.1.a.embargo").missing == ("embargo.state",)


def test_a_finding_cites_no_act_of_later_years(screener: Screener) -> None:
    """In 2010 the embargo on Sudan rested on no act of 2011 or 2014."""
    result = asked(screener, "SD", "ML1.a", "2010-06-01")
    told = " ".join(b.source for b in result.finding("cp.1.a.embargo").because)
    assert "CP 2005/411/CFSP" in told
    assert "2011/423" not in told
    assert "2014/450" not in told


@pytest.mark.parametrize("form", [render_text, render_markdown, render_html, Result.to_json])
def test_the_words_of_an_exemption_are_printed(
    screener: Screener, form: Callable[[Result], str]
) -> None:
    """A report tells what the act exempts, where the finding is told."""
    told = " ".join(form(asked(screener, "LY", "ML1.a")).split())
    assert "for security or disarmament" in told
    assert "exempt with the approval of the UN committee" in told


@pytest.mark.parametrize("country", ["RU", "BY", "SD", "CN", "KP", "VE"])
def test_the_exemption_is_said_once(screener: Screener, country: str) -> None:
    """In short in the first line, whole with the finding, and with states by their names."""
    result = asked(screener, country, "ML6.a")
    (found,) = (one for one in result.findings if one.rule == "cp.1.a.embargo")
    rows = REFERENCE.embargoes(country, date.fromisoformat(DAY)) or ()
    exempting = [row for row in rows if row.exemption not in ("", "none")]
    said = [row for row in exempting if row.exemptions in found.note]
    assert said
    for row in said:
        assert found.note.count(row.exempts) == row.exemptions.count(row.exempts)
        assert row.exempts in result.outcome.headline
    assert f"on {country}" not in render_text(result)


@pytest.mark.parametrize("kind", ["company", "government_civil", "dealer", "individual"])
@pytest.mark.parametrize(
    ("country", "rating", "on"),
    [
        ("IR", "1C350", DAY), ("IR", "3A001", "2012-08-01"), ("KP", "2B001", "2009-03-01"),
        ("IR", "9A012", "2016-01-16"),
    ],
)  # fmt: skip
def test_an_unclear_ban_is_not_lost_by_a_civil_user(screener, country, rating, on, kind):
    """Whether it reaches goods for him is a question, and not an answer that nothing is asked."""
    result = asked(screener, country, rating, on, kind)
    assert first_criterion(result) == "scope-unclear review"
    assert result.outcome.status == "undetermined"
    assert "whether one does is not known" in result.outcome.headline
    assert "whether this is one" not in result.outcome.headline
    # No less than where nobody says who the user is.
    assert first_criterion(asked(screener, country, rating, on, None)) == "scope-unclear review"


@pytest.mark.parametrize("country", ["IR, AE", "various"])
def test_a_civil_user_in_one_of_several_states(screener, country):
    """Of which some may be under a ban that reaches every user."""
    assert asked(screener, country, "3A001", kind="company").outcome.status == "undetermined"
    assert asked(screener, "AE, OM", "3A001", kind="company").outcome.status == "out_of_scope"


def test_a_ban_on_military_users_and_a_company_that_keeps_order(screener):
    """What it is said to be weighs: of a company with a security role the ban is a question."""
    facts = {"end_user.security_role": {"value": "yes", "source": "desk"}}
    result = asked(screener, "RU", "3A001", "2016-06-01", "company", facts=facts)
    assert first_criterion(result) == "scope-unclear review"


@pytest.mark.parametrize("role", ["consignee", "intermediaries", "route"])
def test_dual_use_goods_by_way_of_a_state_under_embargo(screener, role):
    """A ban on every user in a state is not passed over since the end user is elsewhere."""
    parts = {
        "consignee": {"country": "RU"}, "route": ["RU"],
        "intermediaries": [{"country": "RU", "role": "intermediate_consignee"}],
    }  # fmt: skip
    result = asked(screener, "AE", "3A001", kind="company", **{role: parts[role]})
    assert result.outcome.status == "undetermined"
    assert "cp.1.a.embargoed-hand" in {one.rule for one in result.findings}


@pytest.mark.parametrize(
    ("item", "facts"),
    [
        ({"ban": "cluster_munition", "rating": "geen"}, {}),
        ({}, {"item.ban": {"value": "ap_mine", "source": "desk"}}),
        ({"ban": "chemical_agent", "rating": "1C350"}, {}),
        ({}, {"item.listed": {"value": "cml", "source": "desk"}}),
        ({"rating": "3A001"}, {"item.listed": {"value": "cml", "source": "desk"}}),
    ],
)
def test_what_is_said_of_the_goods_beside_their_rating(screener, item, facts):
    """A banned weapon, or goods of the military list, are looked at whatever code they bear."""
    result = screener.screen(
        {"as_of": DAY, "exporter": {"country": "NL"}, "items": [{"rating": "none", **item}],
         "end_user": {"country": "AE", "kind": "company"}, "facts": facts}
    )  # fmt: skip
    assert result.outcome.status != "out_of_scope"
    met = [one.text for one in result.findings if one.status != "open"]
    assert not any("None" in text.split(" ") or "geen" in text for text in met)
    if "ban" in item or "item.ban" in facts:
        assert result.outcome.status == "presumptive_denial"


@pytest.mark.parametrize(
    "way",
    [
        {"consignee": {"country": "IR, AE"}},
        {"route": ["DE", "RU and KZ"]},
        {"intermediaries": [{"role": "carrier", "country": "BY, LT"}]},
    ],
)
def test_a_party_of_which_one_state_is_under_embargo(screener, way):
    """On the way as at the end: it may be that state, which is a doubt and no finding."""
    given = {
        "as_of": DAY, "exporter": {"country": "NL"}, "items": [{"rating": "ML6.a"}],
        "end_user": {"country": "NO", "kind": "armed_forces"},
    }  # fmt: skip
    result = screener.screen(given | way)
    assert result.criterion(1).status == "undetermined"
    (doubt,) = (one for one in result.findings if one.rule == "cp.1.a.embargoed-hand")
    assert (doubt.status, doubt.doubt, doubt.missing) == ("open", True, ("chain.embargoed_hand",))
    elsewhere = screener.screen(given | {"route": ["DE, SE"]})
    assert elsewhere.criterion(1).status == "no_trigger"
    dual_use = screener.screen(given | way | {"items": [{"rating": "3A001"}],
        "end_user": {"country": "NO", "kind": "company"}})  # fmt: skip
    assert dual_use.outcome.status == "undetermined"


@pytest.mark.parametrize("country", ["IR, AE", "EU and RU", "CN/JP", "Libya and Tunisia", "Europe"])
def test_a_place_of_which_one_state_is_under_embargo(screener, country):
    """It may be that state, so its embargo speaks; and it may be another, so nothing is met."""
    result = asked(screener, country, "ML1.a", kind=None)
    criterion = result.criterion(1)
    assert (criterion.status, criterion.at_worst) == ("undetermined", "presumptive_denial")
    assert criterion.bar_possible
    assert asked(screener, "DE, FR", "ML1.a", kind=None).criterion(1).status == "no_trigger"
