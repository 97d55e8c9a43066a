"""A licence over several end users, answered for each and as a whole by the gravest."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest

from licensecheck import Screener
from licensecheck.language import ENGLISH, find_language
from licensecheck.report.html import render_html
from licensecheck.report.text import render_text
from licensecheck.screening.result import most_severe
from licensecheck.wording.finding_words import (
    Concerned,
    by_rule,
    each_end_user,
    each_text,
    items_text,
)
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
    assert "cp.7.c.outside-regimes, Saudi Arabia, Egypt, verified: partly]" in text
    alone = " ".join(render_text(Screener(engine="bitset").screen(case("EG"))).split())
    assert "Egypt]" not in alone


def several() -> dict[str, object]:
    """A buyer, two users, two onward states, goods of two entries."""
    return {
        "as_of": "2026-11-24",
        "reference": "SEVERAL-1",
        "exporter": {"country": "NL"},
        "buyer": {"country": "AE", "kind": "company"},
        "end_users": [
            {"country": "SA", "kind": "armed_forces"},
            {"country": "TR", "kind": "internal_security"},
        ],
        "items": [
            {"rating": "ML6.a", "form": "complete", "kind": "armoured_vehicle"},
            {"rating": "ML1.a", "form": "complete", "kind": "small_arm"},
        ],
        "end_use": {"onward": ["EG", "LY"]},
    }


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_report_says_of_which_states(language: str) -> None:
    """Findings of a rule are told once, with every state and item that they are of."""
    screener = Screener(engine="bitset", today=date(2026, 11, 24), language=language)
    result = screener.screen(several())
    spoken = find_language(language)
    concerned = Concerned(result, spoken, merged=True)
    met = by_rule([one for one in result.findings if one.status not in ("open",)])
    partly = [one for one in met if len(one.end_users) < len(concerned.places)]
    assert len(partly) > 8
    page = " ".join(re.sub(r"<[^>]+>", " ", render_html(result)).split())
    text = " ".join(render_text(result).split())
    for one in partly:
        places = ", ".join(dict.fromkeys(concerned.places[n] for n in one.end_users))
        by_title = f"{one.title} [{concerned.cited(one)}]"
        assert places in concerned.cited(one)
        for report in (page, text):
            in_full = any(
                f"{one.text} [{spoken.point(one.point)}" in part and places in part
                for part in (report[at : at + 900] for at in _starts(report, one.text))
            )
            assert in_full or html.escape(by_title, quote=False) in report or by_title in report, (
                one.rule
            )
    for report in (page, text):
        assert report.count(spoken.text("each of the others")) == 1
    # The words name the rating of the first item, and it is of the other too.
    first = next(one for one in met if one.rule == "cp.2.a.unheard")
    assert first.items == (1, 2)
    assert concerned.items(first, in_full=True) == [items_text(first, spoken)]
    assert concerned.items(first) == []


def _starts(report: str, words: str) -> list[int]:
    return [one.start() for one in re.finditer(re.escape(words), report)]


def test_an_embargo_on_several_goods_is_said_once() -> None:
    """The headline names every entry, and what is exempt once."""
    screener = Screener(engine="bitset", today=date(2026, 11, 24))
    result = screener.screen(several())
    assert "reaches ML6.a and ML1.a, and" in result.outcome.headline
    assert result.outcome.headline.count("exempt with the approval") == 1
    assert len([one for one in result.findings if one.rule == "cp.1.a.embargo"]) == 2


def test_the_reference_stands_once() -> None:
    """The head of a report says it; the case as given does not say it again."""
    result = Screener(engine="bitset", today=date(2026, 11, 24)).screen(several())
    for report in (render_text(result), re.sub("<title>.*</title>", "", render_html(result))):
        assert report.count("SEVERAL-1") == 1
