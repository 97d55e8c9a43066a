"""Rules on which a pipeline stops, on tables: as on single applications."""

from __future__ import annotations

import csv
import itertools
from datetime import date
from pathlib import Path

import pytest

from licensecheck import Screener
from licensecheck.tables.deciding.screen_table import TableScreener
from licensecheck.tables.reading.frame import raw_frame
from licensecheck.tables.reading.record import Parties, Record
from tests.cli.running import run

HOUSE = """\
ruleset: house
title: Export handbook
stops: [law, duty]
country_lists: {never: [EG, RU], near: [NO]}
rules:
  - {id: house.never, title: never there, tier: law, when: {destination.country: never}}
  - {id: house.ask, title: ask first, tier: duty, when: {destination.country: near}}
  - {id: house.police, title: police, tier: duty, when: {end_user.kind: police}}
  - {id: house.look, title: look, tier: screen, when: {destination.country: near}}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    file = tmp_path / "house.yaml"
    file.write_text(HOUSE, encoding="utf-8")
    return file


@pytest.mark.parametrize("tiers", [(), ("screen",), ("law", "assess")])
def test_a_table_stops_where_single_cases_do(house: Path, tiers: tuple[str, ...]) -> None:
    """The same rules for each row, decided by its parts or alone; an open rule stops nothing."""
    kinds = (Parties(), Parties(end_user_kind="police"))
    records = [
        Record(number, "NL", state, rating=rating, day=date(2024, 3, 1), year=2024, parties=who)
        for number, (state, rating, who) in enumerate(
            itertools.product(("EG", "NO", "RU", "SA", "DE"), ("ML1.a", "ML22", "none"), kinds), 1
        )
    ]
    screener = Screener(house=[house], engine="bitset")
    table = TableScreener(house=[house], stops=tiers, sample=0)
    rows = table.screen(raw_frame(records)).frame.rows_by_key("number", named=True, unique=True)
    for record in records:
        found = screener.stopped(screener.screen(record.application()), tiers)
        own = {
            one.rule for one in found if one.rule in ("house.never", "house.ask", "house.police")
        }
        expected = own | ({one.tier for one in found} & {*tiers})
        said = rows[record.number]["stopped"]
        assert set(said.split("; ") if said else ()) == expected, record


def test_a_rule_within_a_narrower_one_stops() -> None:
    """It is met, though the finding of the narrower one alone is said, which then stops."""
    small_arms = Record(
        1, "NL", "BR", rating="ML1.a", form="component", day=date(2021, 1, 1), year=2021
    )
    screener = Screener(engine="bitset")
    result = screener.screen(small_arms.application())
    assert not [one for one in result.findings if one.tier == "screen" and one.status != "open"]
    assert [one.rule for one in screener.stopped(result, ("screen",))] == ["cp.7.c.border-weak"]
    table = TableScreener(stops=("screen",), sample=0)
    assert table.screen(raw_frame([small_arms])).frame["stopped"].to_list() == ["screen"]


def test_without_stops_there_is_no_column() -> None:
    """Nothing is asked for, so nothing is told."""
    assert "stopped" not in TableScreener(sample=0).columns


def test_the_exit_code(house: Path, tmp_path: Path) -> None:
    """8 where a row meets one, 0 where none does, and the rows in the file say which."""
    table, mapping, out = (tmp_path / name for name in ("t.csv", "m.yaml", "o.csv"))
    mapping.write_text("constants: {exporter: NL, measure: licensed, currency: EUR}\n"
                       "columns: {day: day, destination: to, rating: code}\n")  # fmt: skip
    words = ("screen", str(table), "--reader", "generic", "--mapping", str(mapping),
             "--house", str(house), "--out", str(out))  # fmt: skip
    table.write_text("day,to,code\n2026-01-05,SE,ML22\n2026-01-05,NO,ML22\n")
    done = run(*words)
    assert done.code == 8
    assert "house.ask" in done.out
    with out.open(encoding="utf-8") as file:
        assert [row["stopped"] for row in csv.DictReader(file)] == ["", "house.ask"]
    table.write_text("day,to,code\n2026-01-05,SE,ML22\n")
    assert run(*words).code == 0
