"""The Screener: its options, its clocks, its scope, and what it says of itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licensecheck import InputError, LawError, NoEdition, Screener, screen
from licensecheck.law import packaged_rulesets
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.program import Program
from licensecheck.screening.clauses import state_of
from licensecheck.vocabulary import Vocabulary

MINE = """\
ruleset: mine
criterion: 2
rules:
  - id: my.no-vehicles
    title: vehicles for anybody
    criterion: 2
    point: house rule
    tier: law
    force: deny
    in_force: {from: 2020-01-01, until: 2027-01-01}
    when: {item.entry: ML6.a}
    reason: "{item.rating} for {destination}"
    source: {act: house rules, read: yes}
"""
INSIDE = """\
alliance: benelux
title: Benelux
inside: [{country: NL}, {country: BE}, {country: LU}]
meaning: three states
"""


def application(**more: Any) -> dict[str, Any]:
    return {
        "as_of": "2026-11-24",
        "exporter": {"country": "NL"},
        "end_user": {"country": "BR", "kind": "armed_forces"},
        "items": [{"rating": "ML6.a"}],
        **more,
    }


def test_a_user_own_ruleset_and_alliance_work_by_path(tmp_path: Path) -> None:
    """Both stand where a packaged name would, alone or beside it."""
    rules, alliance = tmp_path / "mine.yaml", tmp_path / "benelux.yaml"
    rules.write_text(MINE, encoding="utf-8")
    alliance.write_text(INSIDE, encoding="utf-8")
    alone = Screener(rulesets=[str(rules)], alliances=[str(alliance)]).screen(application())
    assert alone.outcome.status == "presumptive_denial"
    assert [f.rule for f in alone.findings] == ["my.no-vehicles"]
    assert (alone.containment[0].alliance, alone.containment[0].verdict) == ("benelux", "leaves")
    both = Screener(rulesets=["eu-common-position", str(rules)]).screen(application())
    assert both.criterion(2).status == "presumptive_denial"
    assert len(both.receipt.rules) == 2
    inside = Screener(alliances=[str(alliance)]).screen(
        application(end_user={"country": "BE", "kind": "armed_forces"})
    )
    assert inside.containment[0].verdict == "stays_inside"


def test_two_rules_of_one_id_do_not_stand_side_by_side(tmp_path: Path) -> None:
    """Which of them decided could not be told."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(MINE, encoding="utf-8")
    with pytest.raises(LawError, match=r"`my\.no-vehicles` is there already"):
        Screener(rulesets=[str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml")])


@pytest.mark.parametrize(
    ("option", "nearest"),
    [
        ({"engine": "bitsett"}, "did you mean `bitset`"),
        ({"depth": "ful"}, "did you mean `full`"),
        ({"alliances": ["natoo"]}, "did you mean `nato`"),
        ({"rulesets": ["eu-comon-position"]}, "did you mean `eu-common-position`"),
    ],
)
def test_an_unknown_option_gives_the_nearest(option: dict[str, Any], nearest: str) -> None:
    """Options are checked at the door."""
    with pytest.raises(InputError, match=nearest):
        Screener(**option)


def test_the_text_of_the_day_decides() -> None:
    """A point inserted in 2019 is not there in 2012; the clocks may be set apart."""
    then = {r.id for r in Screener().program(date(2012, 5, 1)).rules}
    now = {r.id for r in Screener().program(date(2026, 11, 24)).rules}
    assert {"cp.1.ba.blinding-laser", "cp.1.bb.overriding", "cp.7.v.hub"} <= now - then
    assert then < now
    old = screen(application(as_of="2012-05-01", items=[{"rating": "ML19.f"}]))
    new = screen(
        application(as_of="2012-05-01", rules_as_of="2026-11-24", items=[{"rating": "ML19.f"}])
    )
    assert old.finding("cp.1.ba.blinding-laser") is None
    assert new.finding("cp.1.ba.blinding-laser").status == "presumptive_denial"
    assert (old.facts_as_of, new.facts_as_of) == (date(2012, 5, 1), date(2012, 5, 1))


def test_before_the_first_edition_there_is_no_answer() -> None:
    """A licence of 2001 gets the reason and the day on which the first edition begins."""
    with pytest.raises(NoEdition, match="on 2001-05-01; the first begins 2008-12-08"):
        screen(application(as_of="2001-05-01"))
    assert screen(application(as_of="2001-05-01", rules_as_of="2008-12-08")).outcome is not None


@pytest.mark.parametrize(
    ("rating", "kind", "status"),
    [
        ("6A002", "armed_forces", "no_trigger"),
        ("6A002", "company", "out_of_scope"),
        # Of a force that keeps order it is a doubt whether a camera can serve repression.
        ("6A002", "prison_service", "undetermined"),
        ("6A002", "coast_guard", "undetermined"),
        ("none", "armed_forces", "out_of_scope"),
        ("6A002", None, "undetermined"),
    ],
)
def test_the_scope_of_the_common_position(rating: str, kind: str | None, status: str) -> None:
    """Dual-use goods come in for a military or security end user; unknown is not out of scope."""
    user = {"country": "SA", **({"kind": kind} if kind else {})}
    result = screen(application(end_user=user, items=[{"rating": rating}]))
    assert result.outcome.status == status
    if status == "out_of_scope":
        assert result.findings == result.duties == ()
    if status == "undetermined" and kind != "prison_service":
        asked = "end_user.kind" if kind is None else "end_user.security_role"
        assert result.questions[0].fact == asked


def test_the_scope_is_that_of_the_rule_on_article_6() -> None:
    """Of dual-use goods: in scope where the rule is met, open where it is, else out."""
    rules = load_ruleset(packaged_rulesets()["eu-common-position"]).rules
    words = Vocabulary.load()
    terms = Program([rule for rule in rules if rule.id == "cp.art.6.dual-use"], words).terms
    screener = Screener(engine="bitset")
    states = {"met": "yes", "open": "unknown", "not_met": "no"}
    for kind in (None, *words["end_user.kind"].domain):
        for role in (None, "yes", "no"):
            user = {"country": "SA", **({"kind": kind} if kind else {})}
            facts = {"end_user.security_role": {"value": role, "source": "officer"}} if role else {}
            examined = screener.examine(
                application(end_user=user, items=[{"rating": "6A002"}], facts=facts)
            )
            values = Program(rules, words).record(examined.transfers[0].values())
            assert examined.scope == states[state_of(terms, values, words)], (kind, role)


@pytest.mark.parametrize(
    ("user", "role", "status", "duty"),
    [
        ({"kind": "coast_guard"}, "yes", "undetermined", "duty"),
        ({"kind": "coast_guard"}, "no", "out_of_scope", None),
        ({"kind": "company"}, "yes", "undetermined", "duty"),
        ({}, "yes", "undetermined", "duty"),
        ({}, "no", "undetermined", "open"),
        ({"kind": "armed_forces"}, "no", "no_trigger", "duty"),
    ],
)
def test_who_keeps_order_at_home_is_an_end_user_of_article_6(
    user: dict[str, str], role: str, status: str, duty: str | None
) -> None:
    """A similar body comes in by what it does; that it does not says nothing of armed forces."""
    facts = {"end_user.security_role": {"value": role, "source": "officer"}}
    result = screen(
        application(end_user={"country": "SA", **user}, items=[{"rating": "6A002"}], facts=facts)
    )
    assert result.outcome.status == status
    found = result.finding("cp.art.6.dual-use")
    assert (found.status if found else None) == duty


def test_an_out_of_scope_item_does_not_hide_another() -> None:
    """A firm's camera beside rifles: the rifles are screened, the camera gives no finding."""
    result = screen(
        application(
            end_user={"country": "SD", "kind": "company"},
            items=[{"rating": "6A002"}, {"rating": "ML1.a"}],
        )
    )
    assert result.outcome.status == "presumptive_denial"
    assert {item for f in result.findings for item in f.items} == {2}


def test_one_screener_serves_many_threads() -> None:
    """Eight threads get what one gets."""
    screener = Screener()
    applications = [
        application(end_user={"country": country, "kind": kind})
        for country in ("SA", "DE", "TR", "UA", "RU", "CD", "IN", "EG")
        for kind in ("armed_forces", "police", "company")
    ]
    alone = [Screener().screen(one) for one in applications[:3]]
    with ThreadPoolExecutor(max_workers=8) as pool:
        results = list(pool.map(screener.screen, applications * 4))
    assert results[:3] == alone
    assert results[: len(applications)] == results[len(applications) : 2 * len(applications)]


def test_a_result_reads_back_from_its_json() -> None:
    """Nothing is lost on the way."""
    from licensecheck import Result

    result = screen(application())
    assert Result.from_json(result.to_json()) == result


def test_a_row_that_nobody_verified_makes_no_bar() -> None:
    """A bright line resting on an unverified row is a review, and the row is named."""
    # Of the treaty, the row on the Netherlands was verified and the one on Slovakia was not.
    cluster = {"items": [{"rating": "ML4.a", "ban": "cluster_munition"}]}
    verified = screen(application(**cluster)).finding("cp.1.x.cluster")
    assert (verified.status, verified.note) == ("presumptive_denial", "")
    slovak = application(**cluster, exporter={"country": "SK"})
    result = screen(slovak)
    found = result.finding("cp.1.x.cluster")
    assert [b.verified for b in found.because if b.fact == "exporter.ccm"] == ["no"]
    assert (found.status, found.could_be) == ("review", "presumptive_denial")
    assert found.note == "rests on a row that nobody has verified: memberships CCM SK"
    assert any("cp.1.x.cluster" in warning for warning in result.warnings)
    said = {"exporter.ccm": {"value": "yes", "source": "depositary"}}
    sure = screen({**slovak, "facts": said})
    assert sure.finding("cp.1.x.cluster").status == "presumptive_denial"


def test_a_table_past_its_day_of_review_is_said_to_be() -> None:
    """Reports warn once a table is overdue; before that they are silent."""
    late = Screener(today=date(2035, 1, 1)).screen(application())
    assert any("past its day of review" in warning for warning in late.warnings)
    timely = Screener(today=date(2026, 11, 24)).screen(application())
    assert not any("past its day of review" in warning for warning in timely.warnings)


def test_a_supplied_fact_that_goes_against_a_table_is_said_to() -> None:
    """The supplied fact counts, and what the table says stands beside it."""
    russia = {"country": "RU", "kind": "armed_forces"}
    said = {"embargo.state": {"value": "no", "source": "somebody"}}
    result = screen(application(end_user=russia, facts=said))
    assert result.finding("cp.1.a.embargo") is None
    assert any(
        warning.startswith("embargo.state is taken as no, as supplied; otherwise it would be yes")
        for warning in result.warnings
    )
    assert not screen(application(end_user=russia)).warnings


def test_every_question_is_for_somebody() -> None:
    """What is derived from no other fact is asked of an officer."""
    result = screen(application(route=["BY, DE"]))
    asked = {question.fact: question.who for question in result.questions}
    assert asked["chain.embargoed_hand"] == ("officer",)
    assert all(asked.values())


@pytest.mark.parametrize(
    ("exporter", "as_of", "expected"),
    [
        ("US", "2026-11-24", True),
        ("GB", "2026-11-24", True),
        ("GB", "2015-01-01", False),  # still a member
        ("NO", "2026-11-24", False),  # aligned
        ("DE", "2026-11-24", False),
    ],
)
def test_a_state_that_the_common_position_does_not_bind_is_named(exporter, as_of, expected):
    """The criteria are applied all the same, and the report says that they do not bind it."""
    given = {
        "as_of": as_of,
        "exporter": {"country": exporter},
        "end_user": {"country": "SA"},
        "items": [{"rating": "ML6.a"}],
    }
    told = "; ".join(screen(given).not_covered)
    assert ("the Common Position binds the member states" in told) is expected
