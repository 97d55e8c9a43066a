"""Columns for years, measures or categories: no cell of them vanishes from the counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensecheck.language import ENGLISH, find_language
from licensecheck.report.screened import screened_text
from licensecheck.report.share import caveats, share_text
from licensecheck.tables.deciding.screen_file import screen_file
from licensecheck.tables.deciding.screen_table import TableScreener
from licensecheck.tables.reading import read_table
from licensecheck.tables.reading.intake import Table, load_table
from licensecheck.tables.shares.share import Shares

ROW = "constants: {exporter: NL, currency: EUR, year: '2022'}\n"
ACROSS = {
    "years": ("2021,2022", "years: true\nconstants: {exporter: NL, currency: EUR}\n"),
    "measures": ("a,b", f"measures: {{licensed: a, exported: b}}\n{ROW}"),
    "categories": ("a,b", f"categories: {{ML1: a, ML6: b}}\n{ROW}"),
}


def taken(tmp_path: Path, lines: str, *, kind: str = "years") -> Table:
    """A table of two columns of values, as read."""
    names, mapping = ACROSS[kind]
    table, mapped = tmp_path / "table.csv", tmp_path / "mapping.yaml"
    table.write_text(f"destination,{names}\n{lines}")
    mapped.write_text(mapping)
    return load_table(table, mapping=mapped)


@pytest.mark.parametrize("kind", ACROSS)
@pytest.mark.parametrize("mark", ["..", "...", "…", ":", "n/a", "N.A.", "na"])
def test_not_available(tmp_path: Path, kind: str, mark: str) -> None:
    """A cell that says that no value is available is a row without a value, as in a long table."""
    table = taken(tmp_path, f"US,100,100\nSA,100,{mark}\n", kind=kind)
    shares = Shares(table.frame)
    assert (table.rows, table.frame.height, table.blank_cells) == (2, 4, 0)
    assert shares.unvalued.rows == 1
    assert any("1 row without a value" in said for said in caveats(table, shares))


def test_the_year_of_it_is_no_sure_zero(tmp_path: Path) -> None:
    """A year whose one row to a state outside has no value still counts that row as outside."""
    table = taken(tmp_path, "US,100,100\nSA,100,..\n")
    (figure,) = (one for one in Shares(table.frame).by("year") if one.key["year"] == "2022")
    assert (figure.outside.rows, figure.outside.unvalued) == (1, 1)


@pytest.mark.parametrize("kind", ACROSS)
@pytest.mark.parametrize("mark", ["", "-", "–", "—"])
def test_empty_or_dash(tmp_path: Path, kind: str, mark: str) -> None:
    """Every cell is a record, counted as empty, or of a reject; what is counted is said."""
    table = taken(tmp_path, f"US,100,100\nSA,100,{mark}\nCH,{mark},{mark}\n", kind=kind)
    assert (table.rows, len(table.rejects), table.blank_cells) == (3, 1, 1)
    assert table.frame.height + table.blank_cells + 2 * len(table.rejects) == 6
    shares = Shares(table.frame)
    assert shares.unvalued.rows == 0
    for language in (ENGLISH, find_language("nl")):
        said = " ".join(share_text(table, shares, (), language=language).split())
        assert ("1 cell under a year" in said) or language is not ENGLISH
    assert any("1 cell under a year, measure or category" in one for one in caveats(table, shares))


def test_a_cell_that_cannot_be_read(tmp_path: Path) -> None:
    """A mark of ours or not, a cell is counted: `c` is written and cannot be read."""
    table = taken(tmp_path, "US,100,c\nSA,,..\n")
    assert dict(table.unread_values) == {"c": 1}
    assert (table.frame.height, table.frame["cents"].null_count(), table.blank_cells) == (3, 2, 1)


def test_totals_with_cells_not_available(tmp_path: Path) -> None:
    """A cell without a value makes no total a row of its own."""
    lines = "US,100,..\nSA,50,10\nTotal Asia,150,..\n"
    table = taken(tmp_path, lines)
    assert [one.why for one in table.left_out] == ["total"]
    assert table.frame["cents"].sum() == 160_00
    table = taken(tmp_path, "US,100,20\nSA,50,10\nall countries,150,..\n")
    assert [one.why for one in table.left_out] == ["total"]
    assert table.frame["cents"].sum() == 180_00


def test_the_head_says_what_its_counts_are_of(tmp_path: Path) -> None:
    """Rows of the file and rows that are counted are told apart."""
    table = taken(tmp_path, "US,100,100\nSA,100,50\n")
    said = " ".join(share_text(table, Shares(table.frame), ()).split())
    assert "table.csv: 2 rows; these give 4 rows to count" in said


def test_screening_says_so_too(tmp_path: Path) -> None:
    """A cell that gives no transfer to screen is counted once, however many its row gives."""
    taken(tmp_path, "US,100,100\nSA,100,-\nFR,,..\n")
    rows = read_table(tmp_path / "table.csv", mapping=tmp_path / "mapping.yaml")
    found = screen_file(rows, TableScreener())
    assert (found.rows, found.decided, found.blank_cells) == (3, 4, 2)
    assert "2 cells under a year, measure or category" in screened_text("table.csv", found)
