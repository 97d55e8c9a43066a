"""Facts of whole applications, each by hand: what is known, what stays open, where it is from."""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck import InputError, Reference, Screener
from licensecheck.facts.observation import Observation
from licensecheck.vocabulary import Value
from licensecheck.wording.sources import sources_text

DAY = "2026-11-24"


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset")


def application(**more: Any) -> dict[str, Any]:
    return {
        "as_of": DAY,
        "exporter": {"country": "NL"},
        "end_user": {"country": "BR", "kind": "armed_forces"},
        "items": [{"rating": "ML6.a"}],
        **more,
    }


def observed(screener: Screener, **more: Any) -> dict[str, Observation]:
    """The observations of an application's transfer, of several that of the user's own state."""
    *_, transfer = screener.examine(application(**more)).transfers
    return dict(transfer.observations)


def value(screener: Screener, name: str, **more: Any) -> Value:
    """What is known of one fact; nothing is the unknown value."""
    seen = observed(screener, **more).get(name)
    return seen.value if seen else screener.vocabulary[name].unknown


@pytest.mark.parametrize(
    ("item", "bounds"),
    [
        ({"rating": "ML6.a"}, ("support", "direct")),
        ({"rating": "ML6.a", "form": "component"}, ("support", "support")),
        ({"rating": "ML6.a", "kind": "tank"}, ("support", "direct")),
        ({"rating": "ML6.a", "kind": "tank", "form": "complete"}, ("direct", "direct")),
        ({"rating": "ML13.d", "kind": "body_armour"}, ("none", "none")),
        ({"rating": "ML7.f"}, ("none", "none")),
        ({"rating": "ML3.a"}, ("direct", "direct")),
        ({"rating": "ML15.c"}, ("support", "support")),
        # A tank of the dual-use list there is none; that it is complete does not make it less sure.
        ({"rating": "6A002", "kind": "tank"}, ("support", "support")),
        ({"rating": "6A002", "kind": "tank", "form": "complete"}, ("support", "support")),
    ],
)
def test_use_in_hostilities_by_entry_form_and_kind(
    screener: Screener, item: dict[str, str], bounds: tuple[str, str]
) -> None:
    """An entry gives bounds; form and kind narrow them and never widen them."""
    assert value(screener, "item.hostilities", items=[item]) == bounds


@pytest.mark.parametrize(
    ("item", "fact", "token"),
    [
        ({"rating": "ML1.a"}, "item.salw", "yes"),
        ({"rating": "ML4.a"}, "item.salw", "unknown"),
        ({"rating": "ML4.a", "kind": "manpads"}, "item.salw", "yes"),
        ({"rating": "ML10.a"}, "item.salw", "no"),
        ({"rating": "ML6.a"}, "item.ban", "none"),
        ({"rating": "ML4.a"}, "item.ban", "unknown"),
        ({"rating": "ML4.a", "ban": "ap_mine"}, "item.ban", "ap_mine"),
        ({"rating": "ML7.b"}, "item.ban", "chemical_agent"),
        ({"rating": "ML19.f"}, "item.ban", "blinding_laser"),
        ({"rating": "ML6.a"}, "item.surveillance", "no"),
        ({"rating": "ML22.a"}, "item.form", "technology"),
        ({"rating": "ML"}, "item.salw", "unknown"),
        ({"rating": "6A002"}, "item.listed", "dual_use"),
    ],
)
def test_flags_of_an_item(screener: Screener, item: dict[str, str], fact: str, token: str) -> None:
    """What the entry settles is known; what only the kind can settle waits for it."""
    assert value(screener, fact, items=[item]) == (token, token)


@pytest.mark.parametrize(
    ("values", "band"),
    [
        (["24m"], ("under_100m", "under_100m")),
        (["99999.99"], ("under_100k", "under_100k")),
        (["100000"], ("under_1m", "under_1m")),
        (["999999.99"], ("under_1m", "under_1m")),
        (["1000000"], ("under_10m", "under_10m")),
        (["9999999.99"], ("under_10m", "under_10m")),
        (["10m"], ("under_100m", "under_100m")),
        (["99999999.99"], ("under_100m", "under_100m")),
        (["100m"], ("over_100m", "over_100m")),
        (["60k", "60k"], ("under_1m", "under_1m")),
        (["5m", None], ("under_10m", "over_100m")),
        ([None], ("under_100k", "over_100m")),
    ],
)
def test_the_value_band(
    screener: Screener, values: list[str | None], band: tuple[str, str]
) -> None:
    """The whole deal counts; a line without a value leaves the band open upwards."""
    items = [{"rating": "ML6.a", **({"value": v} if v else {})} for v in values]
    transfers = screener.examine(application(items=items)).transfers
    seen = transfers[0].observations.get("deal.value_band")
    assert (seen.value if seen else ("under_100k", "over_100m")) == band


@pytest.mark.parametrize(
    ("money", "day", "band", "said"),
    [
        ("24m USD", "2026-10-30", "under_100m", "ECB 2026-10-30)"),
        ("24m USD", "2024-03-03", "under_100m", "ECB 2024-03-01, the last before 2024-03-03)"),
        ("900m RUB", "2022-03-05", "under_10m", "ECB 2022-03-01, the last before 2022-03-05)"),
        ("900m RUB", "2022-06-01", None, "values in RUB are not converted: no rate was published"),
        ("9m HRK", "2023-03-01", None, "values in HRK are not converted: no rate was published"),
        ("9m USD", "1998-06-01", None, "values in USD are not converted: no rate was published"),
        ("9m USD", "2090-06-01", None, "values in USD are not converted: no rate was published"),
        ("9m KPW", "2024-06-03", None, "values in KPW are not converted: no rate of it"),
    ],
)
def test_values_in_other_currencies(
    screener: Screener, money: str, day: str, band: str | None, said: str
) -> None:
    """The last rate of ten days counts and is named; without one the reason is told."""
    pytest.importorskip("currency_converter")
    clocks = {"as_of": day, "rules_as_of": "2024-01-01"}
    document = application(items=[{"rating": "ML6.a", "value": money}], **clocks)
    seen = screener.examine(document).transfers[0].observations.get("deal.value_band")
    if band is None:
        assert seen is None
        assert any(text.startswith(said) for text in screener.screen(document).assumptions)
    else:
        assert seen is not None
        assert seen.value == (band, band)
        assert said in sources_text(seen)


def test_the_burden_on_a_military_budget(screener: Screener) -> None:
    """Brazil spent 21 billion USD in 2024: 24 million is light, 4 billion heavy at any rate."""
    assert value(screener, "deal.burden", items=[{"rating": "ML9.a", "value": "24m"}]) == (
        "light", "light",
    )  # fmt: skip
    assert value(screener, "deal.burden", items=[{"rating": "ML9.a", "value": "4bn"}]) == (
        "heavy", "heavy",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "government", "security"),
    [
        ("police", "yes", "yes"),
        ("armed_forces", "yes", "unknown"),
        ("coast_guard", "yes", "unknown"),
        ("company", "no", "no"),
        ("non_state_armed_group", "no", "no"),
        ("peacekeeping_mission", "yes", "no"),
    ],
)
def test_what_the_kind_of_end_user_tells(
    screener: Screener, kind: str, government: str, security: str
) -> None:
    """Armed forces and coast guards may keep order at home, so for them it is asked."""
    user = {"country": "BR", "kind": kind}
    assert value(screener, "end_user.government", end_user=user)[0] == government
    assert value(screener, "end_user.security_role", end_user=user)[0] == security


def test_an_embargo_on_either_end(screener: Screener) -> None:
    """An end user of an embargoed state is embargoed wherever the goods are sent."""
    user = {"country": "RU", "kind": "armed_forces"}
    assert value(screener, "embargo.state", end_user=user, destination="KZ")[0] == "yes"
    there = {"kind": "armed_forces"}
    assert value(screener, "embargo.state", end_user=there, destination="RU")[0] == "yes"
    assert value(screener, "embargo.state")[0] == "no"


def test_an_embargoed_hand_on_the_way(screener: Screener) -> None:
    """A party or border under embargo, other than where the goods end."""
    assert value(screener, "chain.embargoed_hand")[0] == "no"
    assert value(screener, "chain.embargoed_hand", route=["DE", "BY"])[0] == "yes"
    assert value(screener, "chain.embargoed_hand", consignee={"country": "BY"})[0] == "yes"
    end = {"country": "BY", "kind": "armed_forces"}
    assert value(screener, "chain.embargoed_hand", route=["BY"], end_user=end)[0] == "no"


@pytest.mark.parametrize(
    ("exporter", "state", "party"),
    [
        ("NL", "NL", "yes"),
        ("US", "US", "no"),
        ("GL", "DK", "yes"),
        ("BE, NL", "unknown", "unknown"),
    ],
)
def test_who_exports_is_one_state_or_is_not_known(
    screener: Screener, exporter: str, state: str, party: str
) -> None:
    """A territory counts as its state, and of several states none is chosen."""
    given = {"exporter": {"country": exporter}}
    assert value(screener, "exporter.country", **given)[0] == state
    assert value(screener, "exporter.ccm", **given)[0] == party


@pytest.mark.parametrize(
    ("hands", "known"),
    [
        ({"consignee": {"country": "BY"}}, "yes"),
        ({"route": ["BY, RU"]}, "yes"),
        ({"route": ["BY, DE"]}, "unknown"),
        ({"route": ["BY, DE", "RU"]}, "yes"),
        ({"route": ["FR, DE"]}, "no"),
        ({"route": ["various"]}, "unknown"),
        ({"consignee": {"name": "A trader"}}, "unknown"),
        ({"intermediaries": [{"country": "DE"}, {"role": "broker"}]}, "unknown"),
        # Goods that may end in Belarus need not pass through it on their way to somewhere else.
        ({"route": ["BY"], "destination": "BY, KZ"}, "unknown"),
        ({"route": ["BY"], "destination": "KZ, UZ"}, "yes"),
        # Where they end for certain counts for nothing, alone or beside another.
        ({"route": ["BY, DE"], "end_user": {"country": "BY"}}, "no"),
        ({"route": ["DE"], "destination": "DE, FR"}, "no"),
    ],
)
def test_a_hand_of_several_states_or_of_none_is_no_answer(
    screener: Screener, hands: dict[str, Any], known: str
) -> None:
    """A hand is embargoed, or is not, only where every state that it can be in agrees."""
    assert value(screener, "chain.embargoed_hand", **hands)[0] == known


@pytest.mark.parametrize(
    ("hands", "known"),
    [
        ({"consignee": {"country": "BY"}}, "yes"),
        ({"consignee": {"country": "IR, AE"}}, "yes"),
        ({"route": ["BY, DE"]}, "yes"),
        ({"intermediaries": [{"role": "carrier", "country": "RU and KZ"}]}, "yes"),
        ({"route": ["FR, DE"]}, "no"),
        ({"route": ["various"]}, "unknown"),
        ({"consignee": {"name": "A trader"}}, "unknown"),
        ({}, "unknown"),
        ({"route": ["BY, DE"], "end_user": {"country": "BY"}}, "no"),
        ({"facts": {"chain.embargoed_hand": {"value": "yes", "source": "test"}}}, "yes"),
        ({"facts": {"chain.embargoed_hand": {"value": "no", "source": "test"}},
          "route": ["BY, DE"]}, "no"),
        # That somebody says that he does not know takes no doubt away.
        ({"facts": {"chain.embargoed_hand": {"value": "unknown", "source": "test"}},
          "route": ["BY, DE"]}, "yes"),
    ],
)  # fmt: skip
def test_a_party_that_may_be_in_an_embargoed_state(
    screener: Screener, hands: dict[str, Any], known: str
) -> None:
    """Of a place that can mean several states one under an embargo speaks for a doubt."""
    assert value(screener, "chain.embargo_possible", **hands)[0] == known


def test_a_way_that_nobody_described_is_free_of_embargoes_by_default_alone(
    screener: Screener,
) -> None:
    """Silence is read as no hand at all, and said to be an assumption."""
    said = "chain.embargoed_hand is no (nobody said otherwise)"
    assert said in screener.screen(application()).assumptions
    assert said not in screener.screen(application(route=["DE"])).assumptions


def test_an_embargo_past_its_fixed_end_is_undetermined() -> None:
    """Myanmar's embargo runs to 2027-04-30; the day after nobody here knows of a renewal."""
    screener = Screener()
    user = {"country": "MM", "kind": "armed_forces"}
    last = screener.screen(application(end_user=user, as_of="2027-04-30"))
    after = screener.screen(application(end_user=user, as_of="2027-05-01"))
    assert last.criterion(1).status == "presumptive_denial"
    assert after.criterion(1).bar_possible
    assert after.criterion(1).at_worst == "presumptive_denial"
    assert after.finding("cp.1.a.embargo").status == "open"
    assert after.finding("cp.1.a.embargo").missing == ("embargo.state",)


def test_a_bloc_is_known_only_where_its_states_agree(screener: Screener) -> None:
    """All of the EU is aligned; not all of the world is, and nobody says which state it is."""
    assert value(screener, "destination.cp_aligned", destination="EU", end_user=None)[0] == "yes"
    assert (
        value(screener, "destination.cp_aligned", destination="diverse landen", end_user=None)[0]
        == "unknown"
    )
    assert value(screener, "embargo.state", destination="wereld", end_user=None)[0] == "unknown"


def test_a_supplied_fact_goes_before_the_tables(screener: Screener) -> None:
    """With its source; and a fact supplied as unknown is withheld."""
    said = {"destination.att": {"value": "party", "source": "depositary", "on": "2026-11-01"}}
    seen = observed(screener, end_user={"country": "SA"}, facts=said)["destination.att"]
    assert seen.value == ("party", "party")
    assert (sources_text(seen), seen.as_of) == ("supplied (depositary)", "2026-11-01")
    withheld = {"destination.att": {"value": "unknown", "source": "test"}}
    assert value(screener, "destination.att", facts=withheld)[0] == "unknown"


def test_every_problem_of_the_words_at_once(screener: Screener) -> None:
    """Places, ratings, facts and assessments that cannot be read are listed together."""
    with pytest.raises(InputError) as caught:
        screener.screen(
            application(
                end_user={"country": "Narnia"},
                route=["DE", "Atlantis"],
                items=[{"rating": "ML6.a"}, {"rating": "ML23"}],
                facts={
                    "destination.at": {"value": "party", "source": "x"},
                    "item.form": {"value": "hole", "source": "x"},
                },
                assessments={"c2a": {"value": "fine", "by": "desk"}},
                kind="exprt",
            )
        )
    wheres = [problem.where for problem in caught.value.problems]
    assert wheres == [
        "end_user.country", "items[1].rating", "route[1]", "facts.destination.at",
        "facts.item.form.value", "assessments.c2a.value", "kind",
    ]  # fmt: skip


def test_full_depth_is_a_switch() -> None:
    """The light depth of allies is an assumption that can be taken back."""
    ally = application(end_user={"country": "DE", "kind": "police"}, items=[{"rating": "ML1.a"}])
    light, full = Screener().screen(ally), Screener(depth="full").screen(ally)
    assert any("light depth" in said for said in light.assumptions)
    assert not any("light depth" in said for said in full.assumptions)
    assert light.finding("cp.2.a.security-goods") is None
    assert full.finding("cp.2.a.security-goods").status == "review"
    deep = Screener(engine="bitset", depth="full")
    assert value(deep, "destination.depth", end_user=ally["end_user"]) == ("full", "full")


def test_withheld_tables_leave_facts_open(screener: Screener) -> None:
    """Whatever table is taken away, nothing it said turns into a no, or into anything else."""
    # Before the series of conflicts ends: afterwards it says nothing of this state anyway.
    before = observed(screener, as_of="2024-06-01")
    for table in ("memberships", "embargoes", "treaties", "mandates", "borders", "conflict",
                  "indicators"):  # fmt: skip
        blind = Screener(engine="bitset", reference=Reference.load().without(table))
        after = observed(blind, as_of="2024-06-01")
        assert set(after) < set(before), table
        for name, seen in after.items():
            if name == "destination.conflict_read":
                assert (seen.value.lo == "no") == (table == "conflict")
                continue
            was, fact = before[name].value, screener.vocabulary[name]
            if fact.ordered:
                assert fact.rank(seen.value.lo) <= fact.rank(was.lo), (name, table)
                assert fact.rank(seen.value.hi) >= fact.rank(was.hi), (name, table)
            else:
                assert seen.value == was, (name, table)


@pytest.mark.parametrize(
    ("places", "scope"),
    [
        ({"destination": "RU"}, "in_scope"),
        ({"destination": "HK"}, "unclear"),
        # Whether an act on China covers Hong Kong differs, so of the two nothing is certain.
        ({"destination": "RU, HK"}, "unknown"),
        # A state without an embargo says nothing of a scope; whether there is one stays unknown.
        ({"destination": "RU, DE"}, "in_scope"),
        ({"end_user": {"country": "RU"}, "destination": "HK"}, "in_scope"),
        ({"end_user": {"country": "HK"}, "destination": "DE"}, "unclear"),
        ({"end_user": {"country": "HK"}, "destination": "RU, DE"}, "unclear"),
        ({"destination": "DE"}, "unknown"),
        ({"destination": "HK", "items": [{"rating": "6A002"}]}, "out_of_scope"),
    ],
)
def test_an_embargo_reaches_the_goods_where_every_state_says_so(
    screener: Screener, places: dict[str, Any], scope: str
) -> None:
    """Of a place that may be several states they must agree; of two places either counts."""
    user = {"end_user": {"country": "BR"}} if "end_user" not in places else {}
    user = {"end_user": {"kind": "company"}} if "destination" in places and user else user
    assert value(screener, "embargo.scope", **{**user, **places})[0] == scope


@pytest.mark.parametrize("country", ["SA", "BR", "CN", "KP", "GH"])
@pytest.mark.parametrize(("day", "before"), [("2014-12-23", True), ("2014-12-24", False)])
def test_no_rule_reads_a_treaty_before_its_first_day(
    screener: Screener, country: str, day: str, before: bool
) -> None:
    """Nobody was outside of the Arms Trade Treaty while it was not in force."""
    end_user = {"country": country, "kind": "armed_forces"}
    items = [{"rating": "ML1.a", "form": "complete"}]
    examined = screener.examine(application(as_of=day, end_user=end_user, items=items))
    (transfer,) = examined.transfers
    seen = transfer.observations.get("destination.att")
    assert (seen is not None and seen.value.lo == "not_in_force") is before
    reading = [f.rule for f in examined.met if "destination.att" in {b.fact for b in f.because}]
    assert not (before and reading)
    five = transfer.observations.get("destination.conventions_of_five")
    if before and five is not None:
        assert five.value.lo != five.value.hi
