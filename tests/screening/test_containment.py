"""Containment on the days and chains on which it turns; written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from licensecheck import Result, Screener

ALLIANCES = ("nato", "eu", "nato-or-eu", "nato-plus", "nato-treaty-area")


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(alliances=ALLIANCES)


def application(exporter: str, end_user: str | None, **more: Any) -> dict[str, Any]:
    document: dict[str, Any] = {
        "as_of": "2026-11-24",
        "exporter": {"country": exporter},
        "items": [{"rating": "ML10.a"}],
        **more,
    }
    if end_user:
        document["end_user"] = {"country": end_user, "kind": "armed_forces"}
    return document


def verdicts(result: Result) -> dict[str, str]:
    return {c.alliance: c.verdict for c in result.containment}


@pytest.mark.parametrize(
    ("country", "before", "after"),
    [
        ("FI", "2023-04-03", "2023-04-04"),
        ("SE", "2024-03-06", "2024-03-07"),
        ("MK", "2020-03-26", "2020-03-27"),
        ("ME", "2017-06-04", "2017-06-05"),
        ("HR", "2009-03-31", "2009-04-01"),
    ],
)
def test_accession_flips_the_alliance_and_nothing_else(
    screener: Screener, country: str, before: str, after: str
) -> None:
    """On the eve outside, on the day inside; criteria and findings stay as they were."""
    eve, day = (
        screener.screen(application("NL", country, as_of=before, membership_as_of=when))
        for when in (before, after)
    )
    assert verdicts(eve)["nato"] == "leaves"
    assert verdicts(day)["nato"] == "stays_inside"
    assert verdicts(eve)["eu"] == verdicts(day)["eu"]
    if country in ("FI", "SE"):
        # Both were EU members, so the depth is light on both days and every answer stays.
        assert eve.outcome == day.outcome
        assert [c.status for c in eve.criteria] == [c.status for c in day.criteria]


def test_the_united_kingdom_leaves_the_union(screener: Screener) -> None:
    """On 2020-01-31 inside the EU, the day after outside; NATO does not move."""
    eve, day = (
        screener.screen(application("NL", "GB", as_of=when))
        for when in ("2020-01-31", "2020-02-01")
    )
    assert (verdicts(eve)["eu"], verdicts(day)["eu"]) == ("stays_inside", "leaves")
    assert verdicts(eve)["nato"] == verdicts(day)["nato"] == "stays_inside"
    assert eve.outcome.status == day.outcome.status


def test_through_an_ally_to_a_third_state(screener: Screener) -> None:
    """NL -> DE -> SA leaves, and Saudi Arabia is named as the weakest touchpoint."""
    result = screener.screen(application("NL", "SA", consignee={"country": "DE"}))
    nato = result.containment[0]
    assert nato.verdict == "leaves"
    assert nato.axes["custody"] == "inside"
    assert nato.weakest is not None
    assert (nato.weakest.role, nato.weakest.countries) == ("end user", ("SA",))
    basis = {t.role: t.basis for t in nato.touchpoints}
    assert "1955-05-06" in basis["consignee"]


def test_a_component_to_an_ally_for_incorporation(screener: Screener) -> None:
    """With no end user named, only the first hop is known to be inside."""
    result = screener.screen(
        application(
            "NL",
            None,
            destination="DE",
            items=[{"rating": "ML10.a", "form": "component"}],
            end_use={"category": "incorporation"},
        )
    )
    assert verdicts(result)["nato"] == "first_hop_inside"
    assert "onward_unstated" in result.containment[0].qualifiers


def test_a_named_onward_state_outside(screener: Screener) -> None:
    """An ally that will pass the goods on to a third state does not keep them inside."""
    result = screener.screen(
        application("NL", "DE", end_use={"category": "incorporation", "onward": ["SA"]})
    )
    assert verdicts(result)["nato"] == "leaves"
    assert result.containment[0].axes["onward"] == "outside"
    assert "cp.2.c.supporting" in {f.rule for f in result.findings if f.status != "open"}


def test_a_hand_outside_on_the_way(screener: Screener) -> None:
    """End use inside, a consignee outside: the goods pass outside, and the hand is named."""
    result = screener.screen(application("NL", "DE", consignee={"country": "AE"}))
    assert verdicts(result)["nato"] == "passes_outside"
    weakest = result.containment[0].weakest
    assert weakest is not None
    assert weakest.countries == ("AE",)
    assert "via_non_member" in result.containment[0].qualifiers


def test_a_broker_is_a_hand_without_goods(screener: Screener) -> None:
    """A broker outside is shown, but the goods do not pass through it."""
    result = screener.screen(
        application("NL", "DE", intermediaries=[{"country": "AE", "role": "broker"}])
    )
    assert verdicts(result)["nato"] == "stays_inside"
    assert any("broker" in t.role for t in result.containment[0].touchpoints)


def test_a_route_over_a_third_state(screener: Screener) -> None:
    """A border outside the alliance is passed, though nobody there holds the goods."""
    result = screener.screen(application("NL", "TR", route=["DE", "RS"]))
    assert verdicts(result)["nato"] == "passes_outside"


def test_starting_outside(screener: Screener) -> None:
    """Goods that never were inside do not leave."""
    result = screener.screen(application("CH", "SA"))
    assert verdicts(result)["nato"] == "starts_outside"
    assert verdicts(result)["nato-plus"] == "leaves"


def test_norway_is_norway() -> None:
    """Norway written NO in YAML is Norway, not a boolean."""
    from licensecheck.application.read import read_application_text

    text = """
as_of: 2026-11-24
exporter: {country: NO}
end_user: {country: NO, kind: armed_forces}
items: [{rating: ML6.a}]
"""
    result = Screener().screen(read_application_text(text, name="norway.yaml"))
    assert result.containment[0].verdict == "stays_inside"
    assert result.transfer.startswith("Norway -> Norway")


@pytest.mark.parametrize(
    ("place", "nato", "treaty_area"),
    [
        ("GL", "stays_inside", "stays_inside"),
        ("GU", "stays_inside", "leaves"),
        ("US-HI", "stays_inside", "leaves"),
        ("GF", "stays_inside", "leaves"),
        ("US", "stays_inside", "stays_inside"),
    ],
)
def test_allied_sovereignty_is_the_test(
    screener: Screener, place: str, nato: str, treaty_area: str
) -> None:
    """A territory counts as its state; the Article 6 area is a definition of its own."""
    found = verdicts(screener.screen(application("NL", place)))
    assert (found["nato"], found["nato-treaty-area"]) == (nato, treaty_area)


def test_a_bloc_partly_inside(screener: Screener) -> None:
    """`EU` in 2012 is mostly inside NATO: the place cannot be decided, and is said to be mixed."""
    result = screener.screen(application("NL", "EU", as_of="2012-01-01"))
    nato = result.containment[0]
    assert nato.verdict == "undetermined"
    assert nato.axes["final_use"] == "mixed"
    assert verdicts(result)["eu"] == "stays_inside"
    assert "21 of 27" in {t.role: t.basis for t in nato.touchpoints}["end user"]


def test_membership_that_changes_while_the_licence_runs(screener: Screener) -> None:
    """A licence that outlives the eve of an accession says so."""
    result = screener.screen(
        application(
            "NL", "FI", as_of="2023-01-10", validity={"from": "2023-01-10", "until": "2025-01-09"}
        )
    )
    assert "membership_changes_within_validity" in result.containment[0].qualifiers
    assert verdicts(result)["nato"] == "leaves"


def test_a_hand_that_states_no_country_is_not_the_weakest(screener: Screener) -> None:
    """Of an agent nothing is known but the role: the weakest is whoever is known to be."""
    result = screener.screen(application("NL", "DE", intermediaries=[{"role": "agent"}]))
    nato = result.containment[0]
    assert nato.axes["custody"] == "unstated"
    assert nato.weakest is not None
    assert nato.weakest.role == "end user"


def test_a_role_is_printed_in_words(screener: Screener) -> None:
    """A freight forwarder is no token."""
    hand = {"country": "DE", "role": "freight_forwarder"}
    result = screener.screen(application("NL", "DE", intermediaries=[hand]))
    assert "freight forwarder" in {t.role for t in result.containment[0].touchpoints}


def test_a_hand_without_a_country_is_said_beside_the_verdict(screener: Screener) -> None:
    """It changes no verdict, and is not passed over; a broker holds no goods."""
    named = {"name": "A trader"}
    for hands, said in (
        ({}, False),
        ({"consignee": named}, True),
        ({"consignee": {**named, "country": "BE"}}, False),
        ({"intermediaries": [{**named, "role": "carrier"}]}, True),
        ({"intermediaries": [{**named, "role": "broker"}]}, False),
    ):
        found = screener.screen(application("NL", "DE", **hands)).containment[0]
        assert found.verdict == "stays_inside"
        assert ("custody_unstated" in found.qualifiers) is said


def test_what_may_have_started_outside_does_not_leave(screener: Screener) -> None:
    """Goods of Belgium or Russia for Brazil: they leave, or never were inside."""
    for start, verdict in (("BE", "leaves"), ("RU", "starts_outside"), ("BE, RU", "undetermined")):
        result = screener.screen(application(start, "BR"))
        assert verdicts(result)["nato"] == verdict


UNNAMED = {"value": "expected_unnamed", "source": "desk"}


@pytest.mark.parametrize(
    ("more", "verdict", "onward"),
    [
        ({"end_use": {"onward": "expected_unnamed"}}, "undetermined", "unknown"),
        ({"facts": {"end_use.onward": UNNAMED}}, "undetermined", "unknown"),
        ({"facts": {"end_use.onward": {**UNNAMED, "value": "named"}}}, "undetermined", "unknown"),
        ({"end_use": {"onward": ["DE"]}, "facts": {"end_use.onward": UNNAMED}}, "undetermined",
         "unknown"),
        ({"end_use": {"onward": ["SA"]}, "facts": {"end_use.onward": UNNAMED}}, "leaves",
         "outside"),
        ({"end_use": {"onward": "none_declared"}}, "stays_inside", "inside"),
        ({"facts": {"end_use.onward": {**UNNAMED, "value": "none_declared"}}}, "stays_inside",
         "inside"),
        ({"facts": {"end_use.onward": {**UNNAMED, "value": "unknown"}}}, "stays_inside",
         "unstated"),
    ],
)  # fmt: skip
def test_onward_travel_to_unnamed_places(
    screener: Screener, more: dict[str, Any], verdict: str, onward: str
) -> None:
    """What was stated of it counts, wherever it was stated, and the qualifier tells it."""
    nato = screener.screen(application("NL", "DE", **more)).containment[0]
    assert (nato.verdict, nato.axes["onward"]) == (verdict, onward)
    unnamed = "unnamed" in str(more) or "'named'" in str(more)
    assert ("onward_unnamed" in nato.qualifiers) is unnamed
    assert ("onward_unstated" in nato.qualifiers) is (onward == "unstated")


@pytest.mark.parametrize(
    ("fact", "value", "qualifier"),
    [
        ("licence.kind", "temporary_export", "temporary"),
        ("end_use.place", "third_country", "deployed_outside"),
    ],
)
def test_a_supplied_fact_goes_before_the_field(
    screener: Screener, fact: str, value: str, qualifier: str
) -> None:
    """In containment as in the rules."""
    facts = {fact: {"value": value, "source": "desk"}}
    found = screener.screen(application("NL", "DE", facts=facts)).containment[0]
    assert qualifier in found.qualifiers


@pytest.mark.parametrize("place", ["third_country", "contested_area"])
@pytest.mark.parametrize("supplied", [False, True])
@pytest.mark.parametrize(
    ("end_user", "more", "verdict"),
    [
        ("DE", {}, "undetermined"),
        ("DE", {"end_use": {"onward": "none_declared", "category": "peacekeeping"}},
         "undetermined"),
        (None, {"destination": "DE"}, "undetermined"),
        ("DE", {"destination": "DE"}, "undetermined"),
        ("DE", {"end_use": {"onward": ["FR"]}}, "undetermined"),
        ("DE", {"end_use": {"category": "incorporation"}}, "undetermined"),
        ("DE", {"consignee": {"country": "AE"}}, "undetermined"),
        ("DE", {"end_use": {"onward": ["SA"]}}, "leaves"),
        ("SA", {}, "leaves"),
        ("DE", {"destination": "ML"}, "leaves"),
        ("DE", {"destination": "FR"}, "stays_inside"),
    ],
)  # fmt: skip
def test_a_use_abroad_that_is_not_named_is_not_inside(
    screener: Screener, place: str, supplied: bool, end_user: str | None, more: dict, verdict: str
) -> None:
    """Goods that an ally will use elsewhere do not stay inside for want of a name."""
    more = dict(more)
    if supplied:
        more["facts"] = {"end_use.place": {"value": place, "source": "desk"}}
    else:
        more["end_use"] = {**more.get("end_use", {}), "place": place}
    nato = screener.screen(application("NL", end_user, **more)).containment[0]
    assert nato.verdict == verdict
    assert "deployed_outside" in nato.qualifiers
    unnamed = [t for t in nato.touchpoints if (t.role, t.inside) == ("place of use", "unknown")]
    assert len(unnamed) == (more.get("destination") not in ("ML", "FR"))


@pytest.mark.parametrize("place", [{"place": "destination"}, {}])
def test_a_use_at_the_destination_stays_inside(screener: Screener, place: dict) -> None:
    """What is not stated of the place of use is no doubt by itself."""
    nato = screener.screen(application("NL", "DE", end_use=place)).containment[0]
    assert nato.verdict == "stays_inside"


def test_the_chain_is_told_as_the_goods_travel(screener: Screener) -> None:
    """Exporter, hands on the way, route, consignee, end user, onward."""
    found = screener.screen(
        application(
            "NL",
            "UA",
            consignee={"country": "PL"},
            route=["DE", "PL"],
            intermediaries=[{"role": "carrier", "country": "NL"}],
            end_use={"onward": ["MD"]},
        )
    ).containment[0]
    told = [(one.role, *one.countries) for one in found.touchpoints]
    assert told == [
        ("exporter", "NL"), ("carrier", "NL"), ("transit state", "DE"), ("transit state", "PL"),
        ("consignee", "PL"), ("end user", "UA"), ("onward state", "MD"),
    ]  # fmt: skip


def test_an_empty_list_of_onward_places_declares_none(screener: Screener) -> None:
    """`onward: []` says what `none_declared` says, in containment and in the facts."""
    empty, word = (
        screener.screen(application("NL", "DE", end_use={"onward": onward}))
        for onward in ([], "none_declared")
    )
    assert verdicts(empty) == verdicts(word)
    assert "onward_unstated" not in empty.containment[0].qualifiers
    assert empty.findings == word.findings


@pytest.mark.parametrize(
    "written",
    [
        {"exporter": {"country": "NL via BY"}}, {"consignee": {"country": "PL via BY"}},
        {"intermediaries": [{"country": "PL via BY", "role": "carrier"}]},
        {"buyer": {"country": "PL via BY"}}, {"route": ["DE", "PL via BY"]},
        {"end_user": {"country": "DE via BY"}}, {"destination": "DE via BY"},
        {"end_use": {"onward": ["PL via BY"]}},
    ],
)  # fmt: skip
def test_a_border_that_is_written_with_any_place(screener: Screener, written) -> None:
    """It is passed wherever it stands: none is lost, nor the embargo on its state."""
    result = screener.screen(
        {"as_of": "2026-11-24", "exporter": {"country": "NL"}, "end_user": {"country": "DE"},
         "items": [{"rating": "ML6.a"}], **written}
    )  # fmt: skip
    passed = [one.countries for one in result.containment[0].touchpoints
              if one.role == "transit state"]  # fmt: skip
    assert ("BY",) in passed
    assert "via_non_member" in result.containment[0].qualifiers
    assert "cp.1.a.embargoed-hand" in {one.rule for one in result.findings}
