"""The shipped tables agree with the data package that describes them."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from decimal import Decimal

import pytest

from licensecheck.law import law_dir
from licensecheck.reference import Reference
from licensecheck.reference.tables import SortedTable

FOLDER = law_dir() / "reference"
PACKAGE = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
NAMES = sorted(RESOURCES)


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def wrong(field: dict, cell: str) -> str:
    """Why a cell does not fit its field; nothing where it does."""
    limits = field.get("constraints", {})
    if not cell:
        return "empty" if limits.get("required") else ""
    if "enum" in limits and cell not in limits["enum"]:
        return "not a listed word"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        return "not of the form"
    if field["type"] in ("integer", "year", "number"):
        number = Decimal(cell)
        if field["type"] != "number" and number != int(number):
            return "not whole"
        if not limits.get("minimum", number) <= number <= limits.get("maximum", number):
            return "out of range"
    return ""


def test_every_table_is_described():
    """A table in the folder has a resource in the package, and the other way round."""
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(RESOURCES)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_the_columns_that_are_described(name):
    """The header of a table is its schema."""
    text = (FOLDER / f"{name}.csv").read_bytes()
    fields = [field["name"] for field in RESOURCES[name]["schema"]["fields"]]
    assert text.split(b"\n", 1)[0].decode().split(",") == fields
    assert b"\r" not in text
    assert text.endswith(b"\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_fits_its_field(name):
    """Types, listed words, forms and required cells hold in every row; keys are unique."""
    schema = RESOURCES[name]["schema"]
    table = rows(name)
    for number, row in enumerate(table, start=2):
        for field in schema["fields"]:
            cell = row[field["name"]]
            assert not (why := wrong(field, cell)), f"{name}:{number} {field['name']} {cell}: {why}"
    key = schema.get("primaryKey")
    if key:
        keys = [tuple(row[column] for column in key) for row in table]
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", NAMES)
def test_a_dated_row_names_a_real_day_and_ends_after_it_begins(name):
    """Dates exist, and no term ends before it begins."""
    for row in rows(name):
        for column in ("from", "until", "unknown_from", "in_force_from", "in_force_until"):
            text = row.get(column) or ""
            if len(text) == 10:
                date.fromisoformat(text)
        if row.get("from") and row.get("until"):
            assert row["from"] < row["until"], row


@pytest.mark.parametrize("name", ["conflict", "indicators"])
def test_a_bisected_table_can_be_bisected(name):
    """Sorted by key as bytes, no line break in a cell, key columns unquoted; and rows are found."""
    key = RESOURCES[name]["schema"]["primaryKey"]
    lines = (FOLDER / f"{name}.csv").read_bytes().splitlines()[1:]
    table = rows(name)
    assert len(lines) == len(table)
    # Rows of one prefix lie together only if the file is sorted by "CC,kind," and not by tuples.
    prefixes = [b",".join(line.split(b",")[:2]) + b"," for line in lines]
    assert prefixes == sorted(prefixes)
    assert [tuple(row[c] for c in key) for row in table] == sorted(
        tuple(row[c] for c in key) for row in table
    )
    opened = SortedTable(FOLDER / f"{name}.csv")
    assert opened.first() == table[0]
    wanted: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in table:
        wanted.setdefault((row[key[0]], row[key[1]]), []).append(row)
    for pair, expected in wanted.items():
        assert opened.rows(*pair) == tuple(expected)
    assert opened.rows("AA", "none") == ()
    assert opened.rows("ZZ") == ()


def test_levels_follow_the_thresholds():
    """Every graded figure has the level that the thresholds give, rounding at a threshold apart."""
    bands: dict[str, list[tuple[Decimal | None, str, str]]] = {}
    for row in rows("indicator_thresholds"):
        start = Decimal(row["from_value"]) if row["from_value"] else None
        bands.setdefault(row["indicator"], []).append((start, row["direction"], row["level"]))
    for row in rows("indicators"):
        value = Decimal(row["value"])
        steps = bands.get(row["indicator"])
        if not steps or any(start == value for start, _, _ in steps):
            continue
        assert [level for start, _, level in steps if start is None or value > start][-1] == (
            row["level"]
        ), row


def test_a_level_lies_between_its_bounds():
    """The best bound is no worse than the level, and the worst no better."""
    order: dict[str, list[str]] = {}
    worse_is = {row["indicator"]: row["worst_level_is"] for row in rows("indicator_sources")}
    for row in rows("indicator_thresholds"):
        order.setdefault(row["indicator"], []).append(row["level"])
    for name, levels in order.items():
        if worse_is[name] == "lower":
            levels.reverse()
    for row in rows("indicators"):
        if row["level"]:
            rank = order[row["indicator"]].index
            assert rank(row["level_best"]) <= rank(row["level"]) <= rank(row["level_worst"]), row


def test_every_border_has_two_sides():
    """A land border stands in the table from both sides."""
    pairs = {(row["country"], row["neighbour"]) for row in rows("borders")}
    assert pairs == {(there, here) for here, there in pairs}


def test_scope_is_decided_by_rows():
    """State-wide rows say whether they reach all recipients; the other kinds say they do not."""
    for row in rows("embargoes"):
        whole = row["target_kind"] in ("state", "dual_use")
        assert (row["automatic_scope"] != "not_state_wide") == whole, row["id"]
        assert row["goods"].startswith("dual_use") == (row["target_kind"] == "dual_use"), row["id"]
        assert bool(row["users"]) == (row["target_kind"] == "dual_use"), row["id"]
        if row["fixed_term"] == "yes":
            assert row["review_by"] == row["until"], row["id"]
    assert {row["id"] for row in rows("embargoes") if row["review_by"]} == {
        "E035", "E038", "E045", "E047", "E051", "E090", "E097", "E098", "E102", "E117", "E128",
    }  # fmt: skip


def test_exemptions_stand_in_columns():
    """Each state-wide row in force since the Common Position says what an exemption takes."""
    for row in rows("embargoes"):
        over = row["until"] and row["until"] <= "2008-12-08"
        if row["target_kind"] in ("state", "dual_use") and not over:
            assert row["exemption"], row["id"]
        if row["exemption"]:
            assert row["exemptions"], row["id"]
        if row["exemption"] in ("notice", "approval", "committee"):
            assert row["exempts"] or row["until"], row["id"]


def test_no_row_cites_what_came_later():
    """On the first day of a row the acts that it cites are no younger than that day's year."""
    reference = Reference.load()
    for row in rows("embargoes"):
        first = date.fromisoformat(row["from"])
        found = {one.id: one for one in reference.embargoes(row["target_country"], first) or ()}
        cited = found[row["id"]].legal_act
        years = re.findall(r"\(((?:19|20)\d\d)\)|\b((?:19|20)\d\d)/", cited)
        assert all(int(one or two) <= first.year for one, two in years), (row["id"], cited)


def test_nothing_of_unsettled_licence_is_shipped():
    """Figures on health budgets and the terms of the Dutch lists stay out."""
    assert not {"social_gap", "nl_terms"} & set(RESOURCES)
    assert "hdi" not in {row["indicator"] for row in rows("indicators")}


def test_facts_carry_over_from_the_source_tables(shared):
    """Every source row is here, but for those that a note says were changed."""
    for ours, theirs, key in (
        ("memberships", "alliances", ("group", "country")),
        ("embargoes", "embargoes", ("id",)),
        ("treaties", "treaties", ("treaty", "country")),
        ("mandates", "mandates", ("kind", "country", "from")),
        ("borders", "borders", ("country", "neighbour")),
        ("conflict", "conflict", ("country", "kind", "from")),
        ("territories", "territories", ("code",)),
    ):
        with (shared / "facts" / f"{theirs}.csv").open(encoding="utf-8", newline="") as file:
            source = list(csv.DictReader(file))
        have = {tuple(row[column] for column in key): row for row in rows(ours)}
        changed = []
        for row in source:
            name = tuple(row[column] for column in key)
            mine = have.get(name)
            dates = [c for c in ("from", "until", "level", "status") if c in row]
            # What the source left open may have been found since.
            if mine is None or any(row[c] and not mine[c].startswith(row[c]) for c in dates):
                changed.append((mine or {}).get("id") or " ".join(name))
        assert sorted(changed) == {
            "memberships": [
                "CCM LR",
                "IDA LK until 2017",
                "LDC BD",
                "LDC LA",
                "LDC NP",
                "ROME_STATUTE HU",
            ],
            "treaties": ["CAT TW", "CAT XK", "ICCPR TW", "ICCPR XK"],
            "embargoes": ["E013", "E030", "E031", "E044", "E045", "E091", "E093"],
        }.get(ours, [])


def test_the_package_says_what_it_is():
    """Edition, licences and days of review can be read; a table past its day is named."""
    reference = Reference.load()
    assert reference.edition == "2026-11-25"
    assert reference.review_by == date(2027, 1, 31)
    assert reference.overdue(date(2027, 1, 31)) == ()
    assert reference.overdue(date(2027, 2, 1)) == ("embargoes",)
    assert set(reference.hashes()) == set(RESOURCES)
    assert any("UCDP" in text for text in reference.attributions())
    assert PACKAGE["licenses"]
    assert all("description" in r and "review_by" in r for r in RESOURCES.values())
