"""One reading of days at every door: `2024-11-24`, and no other way that Python knows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from licensecheck.documents.figures import read_day
from tests.cli.running import Ran, run

RULE = """\
ruleset: house
title: Rules of the house
base:
  as_of: 2026-11-24
  exporter: {country: NL}
  end_user: {country: BR, kind: armed_forces}
  items: [{rating: ML10.c, form: complete, kind: armed_uav}]
rules:
  - id: house.uav
    title: armed crewless aircraft
    tier: duty
    from: 2024-01-01
    until: 2030-01-01
    when: {item.kind: armed_uav}
    cases:
      - triggers: armed crewless aircraft for Brazil
"""
APPLICATION = """\
as_of: 2026-11-24
exporter: {country: NL}
end_user: {country: BR, kind: armed_forces}
items: [{rating: ML10.c}]
validity: {from: 2024-01-01, until: 2028-01-01}
assessments: {c2a: {value: no_clear_risk, by: desk, ground: report, on: 2024-02-01}}
facts: {destination.ldc: {value: no, source: desk, on: 2024-02-01}}
"""
DENIALS = "reference,state,date,destination,end_user,rating\nD-1,DE,2023-05-01,SA,Land Forces,ML6\n"
TABLE = "exporter,destination,day,value,currency\nNL,SA,2010-06-01,5,EUR\nNL,SA,2011-06-01,5,EUR\n"
CASE = ("--exporter", "NL", "--destination", "SA", "--rating", "ML6.a")
# Each reads as 2024-11-24 to Python 3.11 and later, or looks like a day.
OTHER = (
    "20241124", "2024-W47-7", "2024W477", "2024-W47", "2024-11-24T00:00:00", "2024-11-24 00:00",
    "24-11-2024", "2024/11/24", "2024-1-4", "2024-11-24Z", "\u0662\u0660\u0662\u0664-11-24",
    "2024-02-30", "2024-13-01",
)  # fmt: skip


def _in_file(name: str, text: str, day: str, *words: str) -> Callable[[Path, str], Ran]:
    """A door that is a field of a file, in which one day is replaced by what is tried."""

    def door(folder: Path, tried: str) -> Ran:
        assert text.count(day) == 1
        others = {"house.yaml": RULE, name: text.replace(day, tried)}
        for other, said in others.items():
            (folder / other).write_text(said, encoding="utf-8")
        return run(*(str(folder / word[1:]) if word.startswith("@") else word for word in words))

    return door


def _option(*words: str) -> Callable[[Path, str], Ran]:
    """A door that is an option, the last of the words."""

    def door(folder: Path, tried: str) -> Ran:
        (folder / "t.csv").write_text(TABLE)
        asked = [str(folder / word[1:]) if word.startswith("@") else word for word in words]
        return run(*asked, tried)

    return door


def _decide(folder: Path, tried: str) -> Ran:
    receipt = folder / "r.json"
    run("check", *CASE, "--receipt", str(receipt))
    return run("decide", str(receipt), "--verdict", "refused", "--role", "desk", "--reason", "risk",
               "--on", tried)  # fmt: skip


def _replay(folder: Path, tried: str) -> Ran:
    receipt, file = folder / "r.json", folder / "a.yaml"
    file.write_text(APPLICATION)
    run("check", str(file), "--receipt", str(receipt))
    written = json.loads(receipt.read_text())
    written["clocks"]["as_of"] = tried
    receipt.write_text(json.dumps(written))
    return run("replay", str(receipt), str(file))


def _review(folder: Path, tried: str) -> Ran:
    (folder / "text.txt").write_text("Article 1\n\nEach Member State shall assess.\n")
    return run("rules", "review", "--text", str(folder / "text.txt"), "--on", tried)


_CHECK = ("check", "@a.yaml")
DOORS = {
    "check": _option("check", *CASE, "--as-of"),
    "explain": _option("explain", *CASE, "--criterion", "2", "--as-of"),
    "place": _option("place", "Germany", "--as-of"),
    "rating": _option("rating", "ML6", "--as-of"),
    "country": _option("country", "SA", "--as-of"),
    "rules list": _option("rules", "list", "--as-of"),
    "rules review": _review,
    "decide": _decide,
    "replay": _replay,
    "reassess since": _option("reassess", "@t.csv", "--reader", "generic", "--since"),
    "reassess until": _option("reassess", "@t.csv", "--reader", "generic", "--since", "2020-01-01",
                              "--until"),
    "share": _option("share", "@t.csv", "--reader", "generic", "--membership"),
    "change": _option("change", "@t.csv", "--reader", "generic", "--from", "2010", "--to", "2011",
                      "--membership"),
    "measures": _option("measures", "@t.csv", "--membership"),
    "possibilities": _option("possibilities", "@t.csv", "--reader", "generic", "--membership"),
    "application: day": _in_file("a.yaml", APPLICATION, "2026-11-24", *_CHECK),
    "application: from": _in_file("a.yaml", APPLICATION, "2024-01-01", *_CHECK),
    "application: until": _in_file("a.yaml", APPLICATION, "2028-01-01", *_CHECK),
    "application: assessment": _in_file(
        "a.yaml", APPLICATION.replace("desk, on: 2024-02-01", "desk"), "2024-02-01", *_CHECK),
    "application: fact": _in_file(
        "a.yaml", APPLICATION.replace("report, on: 2024-02-01", "report"), "2024-02-01", *_CHECK),
    "denials": _in_file("d.csv", DENIALS, "2023-05-01", "check", *CASE, "--denials", "@d.csv"),
    "rule: from": _in_file("house.yaml", RULE, "2024-01-01", "rules", "validate", "@house.yaml"),
    "rule: until": _in_file("house.yaml", RULE, "2030-01-01", "rules", "validate", "@house.yaml"),
    "case": _in_file("house.yaml", RULE, "2026-11-24", "rules", "validate", "@house.yaml"),
}  # fmt: skip


@pytest.mark.parametrize("tried", OTHER)
@pytest.mark.parametrize("door", DOORS)
def test_every_other_way_to_write_a_day_is_refused(door: str, tried: str, tmp_path: Path) -> None:
    """With a way that is right, whatever Python would make of it."""
    ran = DOORS[door](tmp_path, tried)
    assert ran.code == 2, (ran.out, ran.err)
    assert "day" in ran.err
    assert "Traceback" not in ran.err
    assert any(day in ran.err for day in ("2024-03-08", "2026-11-24", "2023-04-04", "2024-03-07"))


@pytest.mark.parametrize("door", DOORS)
def test_a_day_is_read(door: str, tmp_path: Path) -> None:
    """As all documents write it; so the refusals above are about the day alone."""
    ran = DOORS[door](tmp_path, "2025-11-24")
    assert "day" not in ran.err
    assert ran.code not in (1, 2), ran.err


@pytest.mark.parametrize("tried", ["1900-01-01", "2199-01-01"])
@pytest.mark.parametrize("door", DOORS)
def test_no_door_takes_a_day_on_which_nothing_can_be_asked(
    door: str, tried: str, tmp_path: Path
) -> None:
    """What no edition reaches is refused alike, and not answered as if it were known."""
    ran = DOORS[door](tmp_path, tried)
    assert ran.code == 2, (ran.out, ran.err)
    assert "lies outside 1949-01-01 to 2100-12-31" in ran.err


@pytest.mark.parametrize("text", [*OTHER, "", " 2024-11-24", "2024-11-24\n", "0000-01-01"])
def test_the_reader_itself(text: str) -> None:
    """Says whether the form or the calendar is wrong."""
    with pytest.raises(ValueError, match="is not a day"):
        read_day(text)
    assert read_day("2024-11-24") == date(2024, 11, 24)
