"""`screen --lists`: the parties of the rows of a table against lists."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.running import run

MAPPING = """\
constants: {exporter: NL, measure: licensed, currency: EUR}
columns: {day: day, destination: to, rating: code, end_user: user, consignee_name: via}
"""
LIST = """\
"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions",\
"phones","emails","program_ids","dataset","first_seen","last_seen","last_change"
"NK-1","Company","Gulf Trading LLC","GT Trading","","ae","","","","","","","Example","","",""
"""
OUTSIDE = "name,result,list,date\nKongsberg Example AS,clear,example,2026-01-02\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "outside.csv").write_text(OUTSIDE, encoding="utf-8")
    (tmp_path / "rows.csv").write_text(
        "day,to,code,user,via\n2026-01-05,NO,ML7.g,Gulf Trading L.L.C.,\n"
        "2026-01-06,NO,ML7.g,Kongsberg Example AS,\n2026-01-07,NO,ML7.g,,\n"
        "2026-01-08,NO,ML7.g,Somebody AS,Gulf Trading LLC\n",
        encoding="utf-8",
    )
    return tmp_path


def answers(folder: Path, *lists: str) -> list[str]:
    words = [word for name in lists for word in ("--lists", str(folder / name))]
    done = run("screen", str(folder / "rows.csv"), "--reader", "generic", "--mapping",
               str(folder / "map.yaml"), "--out", str(folder / "out.csv"), *words)  # fmt: skip
    assert done.code == 0, done.err
    with (folder / "out.csv").open(encoding="utf-8") as file:
        return [row["party_screening"] for row in csv.DictReader(file)]


def test_each_row_by_its_gravest_party(folder: Path) -> None:
    """A hit on any party; no match, never clear; a row that names nobody was not screened."""
    assert answers(folder, "list.csv") == ["name_match", "no_match", "not_screened", "name_match"]


def test_an_outside_screening_beside_a_list(folder: Path) -> None:
    """A person's word of a screening elsewhere does not outweigh what a list says."""
    found = answers(folder, "list.csv", "outside.csv")
    assert found[0] == found[3] == "name_match"
    assert found[1] == "no_match"
    assert answers(folder, "outside.csv")[1] == "clear"


def test_a_list_that_is_none(folder: Path) -> None:
    """It is refused by its name, before a row is read."""
    (folder / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = run("screen", str(folder / "rows.csv"), "--lists", str(folder / "bad.csv"))
    assert done.code == 2
    assert "bad.csv" in done.err
