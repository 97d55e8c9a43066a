"""A licence over several end users, answered for each and as a whole by the gravest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from licensecheck import Screener
from licensecheck.language import ENGLISH
from licensecheck.report.text import render_text
from licensecheck.screening.result import most_severe
from licensecheck.wording.finding_words import each_end_user, each_text
from tests.cli.running import run

USERS = ["DE", "SA", "RU"]


def case(*users: str) -> dict[str, object]:
    return {
        "as_of": "2026-11-24",
        "exporter": {"country": "NL"},
        "end_users": [{"country": code, "kind": "armed_forces"} for code in users],
        "items": [{"rating": "ML6.a", "form": "complete", "kind": "armoured_vehicle"}],
    }


def test_each_is_what_it_is_alone() -> None:
    """The gravest first; the whole is the gravest of all."""
    screener = Screener(engine="bitset", today=date(2026, 11, 24))
    whole = screener.screen(case(*USERS))
    each = {one.number: one for one in each_end_user(whole, ENGLISH)}
    for number, code in enumerate(USERS, 1):
        alone = screener.screen(case(code))
        assert each[number].status == alone.outcome.status, code
    assert most_severe(*(one.status for one in each.values())) == whole.outcome.status
    assert next(iter(each_end_user(whole, ENGLISH))).place == "Russia"
    text = " ".join(render_text(whole).split())
    assert "end user 3, Russia: presumptive denial" in text
    assert list(each_text(screener.screen(case("SA")), ENGLISH)) == []


def test_a_start_that_is_filled_in(tmp_path: Path) -> None:
    """`new` writes an application that can be screened as it is, and writes over nothing."""
    file = tmp_path / "case.yaml"
    assert run("new", str(file)).code == 0
    assert run("check", str(file)).code in (0, 3, 4)
    text = file.read_text()
    told = [line[2:] for line in text.splitlines() if line.startswith(("# route", "# documents",
            "# end_use", "# consignee", "# as_of"))]  # fmt: skip
    assert len(told) == 5
    file.write_text(text + "\n".join(told) + "\n")
    assert run("check", str(file)).code in (0, 3, 4)
    assert run("new", str(file)).code == 2
    assert run("new", str(tmp_path / "case.txt")).code == 2


def test_a_licence_over_the_partners_of_a_programme() -> None:
    """Parts of combat aircraft for seven states of a pool: each is answered as if it were alone."""
    users = [{"country": code, "kind": "armed_forces"} for code in
             ("US", "GB", "IT", "NO", "JP", "KR", "IL")]  # fmt: skip
    base = {
        "as_of": "2023-11-24", "exporter": {"country": "NL"},
        "items": [{"rating": "ML10.a", "form": "spare_part", "kind": "combat_aircraft"},
                  {"rating": "ML22.a", "for": "ML10.a", "form": "technology"}],
    }  # fmt: skip
    screener = Screener(engine="bitset")
    whole = screener.screen({**base, "end_users": users})
    each = {one.place: one for one in each_end_user(whole, ENGLISH)}
    assert len(each) == len(users)
    alone = [screener.screen({**base, "end_user": user}).outcome for user in users]
    assert sorted(one.status for one in each.values()) == sorted(one.status for one in alone)
    assert whole.outcome.status == most_severe(*(one.status for one in alone))
    assert each["Israel"].status == whole.outcome.status == "review"
    assert each["Norway"].status == "no_trigger"


def test_titles_name_the_state_that_they_are_about() -> None:
    """What is told by its title alone says of which end user; what is of all says nothing."""
    result = Screener(engine="bitset").screen(case("NO", "SA", "EG"))
    text = " ".join(render_text(result).split())
    assert "cp.2.x.attitude, Egypt]" in text
    assert "cp.7.c.outside-regimes, Saudi Arabia, Egypt]" in text
    alone = " ".join(render_text(Screener(engine="bitset").screen(case("EG"))).split())
    assert "Egypt]" not in alone
