"""Published tables that are read by the mappings of `examples/mappings`, against plain sums."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from licensecheck.reference import Reference
from licensecheck.tables.reading.intake import Table, load_table
from licensecheck.tables.shares.share import Shares
from tests.conftest import ROOT

pytestmark = pytest.mark.whole

MAPPINGS = ROOT / "examples" / "mappings"


def _cells(path: Path, *, skip: int = 0, **options) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(skip):
            next(file)
        return list(csv.DictReader(file, **options))


def _taken(path: Path, mapping: str, *, rows: int) -> Table:
    taken = load_table(path, mapping=MAPPINGS / f"{mapping}.yaml")
    assert taken.rows == rows
    return taken


def _sum(taken: Table, measure: str) -> Decimal:
    frame = taken.frame
    return Decimal(frame.filter(frame["measure"] == measure)["cents"].sum()) / 100


def test_spain(shared: Path) -> None:
    """Every euro of the entries, none of the totals."""
    path = shared / "data/es-exports-2005-2021/exportaciones_espana_paises_2005_2021.csv"
    cells = _cells(path)
    entries = [row for row in cells if "total" not in (row["categoria"].casefold(),
                                                       row["pais"].casefold())]  # fmt: skip
    taken = _taken(path, "spain", rows=len(cells))
    assert taken.rejects == ()
    assert {one.why for one in taken.left_out} == {"total"}
    assert len(taken.left_out) == len(cells) - len(entries) == 1_654
    assert _sum(taken, "exported") == sum(Decimal(row["euros"] or 0) for row in entries)
    assert round(_sum(taken, "exported") / 10**6, 1) == Decimal("43849.6")
    assert set(taken.frame["category"]) == {f"ML{number}" for number in range(1, 23)}
    shares = Shares(taken.frame)
    (whole,) = shares.by()
    assert {round(float(bound) * 100, 1) for bound in whole.bounds} <= {39.4, 39.5}
    published = {2014: 33.8, 2015: 51.2, 2016: 33.8, 2017: 27.6, 2018: 32.0, 2019: 44.9,
                 2020: 23.0, 2021: 27.0}  # fmt: skip
    by_year = {int(one.key["year"]): one.bounds for one in shares.by("year")}
    for year, share in published.items():
        low, high = (float(bound) * 100 for bound in by_year[year])
        assert low - 0.06 <= share <= high + 0.06, year


def test_european_exports(shared: Path) -> None:
    """The shares of what NATO states exported, year by year, by a plain loop over the rows."""
    path = shared / "data/eu-exports-1998-2020/arms.csv"
    cells = _cells(path)
    taken = _taken(path, "eu-exports", rows=len(cells))
    assert len(taken.rejects) == 22 + 86
    nato = {
        year: Reference.load().members("NATO", date(year, 12, 31)) for year in range(1998, 2021)
    }
    inside: defaultdict[int, int] = defaultdict(int)
    outside: defaultdict[int, int] = defaultdict(int)
    for row in cells:
        year, to = int(row["Year"]), row["Destination country"]
        if to and row["Source country"] in nato[year]:
            (inside if to in nato[year] else outside)[year] += int(row["EUR"])
    by_year = {int(one.key["year"]): one for one in Shares(taken.frame).by("year")}
    published = {2013: 63.3, 2014: 57.3, 2015: 65.7, 2016: 61.3, 2017: 58.0, 2018: 61.2,
                 2019: 67.6, 2020: 56.0}  # fmt: skip
    for year, figure in by_year.items():
        plain = outside[year] / (inside[year] + outside[year])
        low, high = map(float, figure.bounds)
        assert low <= plain <= high or abs(low - plain) < 0.02
        if year in published:
            assert low * 100 - 0.06 <= published[year] <= high * 100 + 0.06


def test_american_orders(shared: Path) -> None:
    """The publisher's total to the dollar, corrections taken off."""
    path = shared / "data/us-fms-2024/fms_fy2024_by_destination.csv"
    taken = _taken(path, "us-fms", rows=162)
    assert _sum(taken, "ordered") == 108_674_657_675
    assert taken.frame.filter(taken.frame["cents"] < 0).height == 19
    (figure,) = Shares(taken.frame).by()
    low, high = (round(float(bound) * 100, 1) for bound in figure.bounds)
    assert (low, high) == (34.9, 35.7)


def test_years_as_columns(shared: Path) -> None:
    """TIV of each recipient and year, without the column and the row of totals."""
    path = shared / "data/wide-tables/armSalesData_og.csv"
    cells = _cells(path)
    years = [name for name in cells[0] if name.isdigit()]
    taken = _taken(path, "sipri-recipients", rows=len(cells))
    plain = sum(
        Decimal(row[year]) for row in cells if row["country"] != "Total"
        for year in years if row[year]
    )  # fmt: skip
    assert _sum(taken, "delivered") == plain


def test_lines_before_the_header(shared: Path) -> None:
    """TIV by category: eleven lines of prose, and a first column without a name."""
    path = shared / "data/wide-tables/TIV-Export-SPA-1950-2021.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    start = next(index for index, row in enumerate(rows) if "1950" in row)
    plain = sum(
        Decimal(cell) for row in rows[start + 1 :] if row[0] and row[0] != "Total"
        for name, cell in zip(rows[start], row, strict=False) if name.isdigit() and cell
    )  # fmt: skip
    taken = load_table(path, mapping=MAPPINGS / "sipri-categories.yaml")
    assert _sum(taken, "delivered") == plain


def test_units_of_a_trend_indicator(shared: Path) -> None:
    """The World Bank writes TIV in full: they come out in millions, sums over states left out."""
    path = shared / "data/wide-tables/arms_expors.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    start = next(index for index, row in enumerate(rows) if row[0] == "Country Name")
    taken = load_table(path, mapping=MAPPINGS / "world-bank.yaml")
    kept = set(taken.frame["exporter"])
    plain = sum(
        Decimal(cell) for row in rows[start + 1 :] if row[0] in kept
        for name, cell in zip(rows[start], row, strict=False) if name.isdigit() and cell
    )  # fmt: skip
    assert _sum(taken, "exported") * 10**6 == plain
    assert sum(one.why == "left_out" for one in taken.left_out) == 46


def test_two_measures_in_a_row(shared: Path) -> None:
    """The German table by its mapping: the sums of the two columns."""
    path = shared / "data/de-ruex-okfde/ruex_2000_2013.csv"
    cells = _cells(path, delimiter=";")
    taken = _taken(path, "germany-map", rows=len(cells))
    assert _sum(taken, "licensed") == sum(int(row["gesamt"] or 0) for row in cells)
    assert _sum(taken, "exported") == sum(int(row["war_weapons"] or 0) for row in cells)


def test_the_european_layout_with_quoted_cells(shared: Path) -> None:
    """Spain to Saudi Arabia: lines b and c to the euro, and a cell of two lines is one row."""
    path = shared / "data/eu-annual-caat-quoted/spain_to_arabia.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";", skipinitialspace=True))
    plain: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        plain[row[9].strip()] += Decimal(row[10].strip())
    taken = load_table(path)
    assert taken.rows == len(rows) == 113
    assert _sum(taken, "exported") == plain["c"]
    assert _sum(taken, "licensed") == plain["b"]
    assert (taken.frame["category"] != "").sum() >= 50
    cells = {letter: {(r[0], r[8]) for r in rows if r[9].strip() == letter} for letter in "ab"}
    assert taken.frame["cents"].null_count() == len(cells["a"] - cells["b"])


def test_european_exports_without_france(shared: Path) -> None:
    """The same shares of all but its largest exporter."""
    taken = load_table(
        shared / "data/eu-exports-1998-2020/arms.csv", mapping=MAPPINGS / "eu-exports.yaml"
    )
    frame = taken.frame.filter(taken.frame["exporter"] != "FR")
    published = {2015: 52.3, 2016: 43.5, 2017: 40.0, 2018: 42.5, 2019: 44.2, 2020: 41.8}
    by_year = {int(one.key["year"]): one.bounds for one in Shares(frame).by("year")}
    for year, share in published.items():
        # Territories of members are inside here, and not in the other calculation.
        low, high = (float(bound) * 100 for bound in by_year[year])
        assert low - 0.1 <= share <= high + 0.1, year
