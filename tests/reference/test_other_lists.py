"""Codes of other lists are named as such, with the entries to look at."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from licensecheck.law import law_dir
from licensecheck.reference.other_lists import find_other_code
from licensecheck.reference.ratings import read_ratings

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "list_", "code", "entries"),
    [
        ("9A610", "us_ccl", "9A610", ("ML10",)),
        ("ECCN 0a606", "us_ccl", "0A606", ("ML6",)),
        ("9a610.x", "us_ccl", "9A610", ("ML10",)),
        ("9E610", "us_ccl", "9E610", ("ML22.a", "ML10")),
        ("ear99", "us_ccl", "EAR99", ()),
        ("5A992", "us_ccl", "5A992", ()),
        ("3A090", "us_ccl", "3A090", ()),
        ("USML XI(a)(3)", "usml", "XI(a)(3)", ("ML5.b",)),
        ("USML Cat. XI (a) (9)", "usml", "XI", ("ML11", "ML5", "ML9.c")),
        ("Category VIII", "usml", "VIII", ("ML10",)),
        ("HS 8710", "hs", "8710", ("ML6.a", "ML6")),
        ("CN 87 10 00 00", "hs", "8710", ("ML6.a", "ML6")),
        ("8710", "hs", "8710", ("ML6.a", "ML6")),
        ("8710.00", "hs", "8710", ("ML6.a", "ML6")),
        ("8710 00 00", "hs", "8710", ("ML6.a", "ML6")),
        ("87100000", "hs", "8710", ("ML6.a", "ML6")),
        ("9301.20.00", "hs", "9301", ("ML1.a", "ML2.a")),
    ],
)
def test_a_code_of_another_list_is_known_by_its_form(text, list_, code, entries):
    """As people write them, and as deep as the table goes."""
    found = find_other_code(text)
    assert found is not None
    assert (found.list, found.code, found.entries) == (list_, code, entries)


@pytest.mark.parametrize(
    "text",
    [
        "ML6.a",
        "6A002",
        "5A001",
        "1C450",
        "9A012",
        "none",
        "",
        "x" * 99,
        "0006",
        "2018",
        "1234",
        "35400000",
        "9A610, ML6.a",
        "USML XI(a)(3); ML6",
        "9A610 and 9A619",
        "HS 8710 / 9301",
        "8710, 9301",
        "87100",
        "Category I and II",
    ],
)
def test_codes_of_the_eu_lists_are_none_of_another(text):
    """Nor is a text that has no such form."""
    assert find_other_code(text) is None


def test_what_another_list_has_and_the_table_has_not_is_named_without_entries():
    """The list is known by the form of the code; nothing is guessed for it."""
    assert find_other_code("HS 0101") is not None
    assert find_other_code("HS 0101").entries == ()


def test_every_entry_of_the_table_can_be_read():
    """And no code of the commerce list is one that the EU's list may have."""
    with (law_dir() / "reference" / "other_lists.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for code in row["entries"].split():
                read_ratings(code, on=DAY)
            if row["list"] != "hs":
                found = find_other_code(("USML " if row["list"] == "usml" else "") + row["code"])
                assert found is None or found.code == row["code"]
