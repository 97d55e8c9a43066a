"""The tables as published: every row is accounted for, and their totals are reproduced.

The expected side is counted here by the csv module alone, or is the figure that the publisher or
the note beside the file gives.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from licensecheck import InputError
from licensecheck.tables.reading import read_table, recognise
from licensecheck.tables.reading.record import Record, Reject

pytestmark = pytest.mark.whole

# File, reader, rows, rejects.
FILES = [
    ("nl-licences/Overzicht.uitvoer.militaire.goederen.2004-2014.csv", "nl-export", 16_592, 0),
    ("nl-licences/Overzicht.doorvoer.militaire.goederen-2005-2015.csv", "nl-transit", 16_104, 0),
    ("nl-licences/Overzicht.dual-use.goederen-2004-2015.csv", "nl-dual-use", 6_335, 0),
    ("eu-annual-okfn/eu-armsexports.csv", "eu-annual-okfn", 60_297, 9_937),
    ("eu-annual-caat/broker.csv", "eu-annual-caat", 1_089, 195),
    ("eu-annual-caat/mission.csv", "eu-annual-caat", 716, 1),
    ("sipri-trade-register/trade_register_1995-2024.csv", "sipri-register", 25_024, 0),
    ("sipri-trade-register/trade-register-claytonb3.csv", "sipri-deals", 29_058, 2),
    ("sipri-tiv-360info/sipri-exports-processed.csv", "sipri-totals", 21_324, 0),
    ("uk-licences-caat/values-2008-2015.csv", "uk-licences", 96_311, 0),
    ("us-arms-sales/arms_sales_totals.json", "us-sales", 7_852, 132),
    ("de-ruex-okfde/ruex_2000_2013.csv", "de-licences", 2_497, 836),
    ("fi-saferglobe/exp_licences_mil_by_country.csv", "fi-saferglobe", 1_143, 0),
    ("fi-saferglobe/exp_licences_mil_by_product.csv", "fi-saferglobe", 2_895, 0),
    ("fi-saferglobe/actual_exp_mil_by_country.csv", "fi-saferglobe", 1_128, 0),
    ("fi-saferglobe/actual_exp_mil_by_product.csv", "fi-saferglobe", 2_910, 0),
    ("fi-saferglobe/exp_licences_dual-use.csv", "fi-saferglobe", 7_118, 0),
    ("ch-dual-use-srf/seco_dual_use.csv", "ch-dual-use", 5_591, 0),
]
NO_TABLES_OF_TRANSFERS = [
    "eu-annual-caat/consult.csv", "eu-annual-okfn/summe_exporte_2008-2013.csv",
    "uk-licences-caat/destinations-f8e49da.csv", "uk-licences-caat/sources-f8e49da.csv",
    "uk-licences-caat/ratings.csv", "uk-licences-caat/refusal-criteria-2026.csv",
    "uk-licences-caat/refusal-criteria-f8e49da.csv", "de-ruex-okfde/nomenklatura.csv",
    "de-ruex-okfde/bicc_armsexports_2013.csv", "de-ruex-okfde/gmi_1990_2013_values.csv",
    "ch-dual-use-srf/tracker.csv", "ch-dual-use-srf/elic.csv",
]  # fmt: skip


def _records(path: Path) -> list[Record]:
    return [row for row in read_table(path) if isinstance(row, Record)]


def _sums(path: Path, *, by_year: bool = False) -> dict:
    sums: defaultdict = defaultdict(Decimal)
    for row in _records(path):
        sums[(row.measure, row.year) if by_year else row.measure] += row.value or 0
    return dict(sums)


def _cells(path: Path, **options) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, **options))


@pytest.mark.parametrize(("name", "reader", "rows", "rejects"), FILES)
def test_every_row_is_a_record_or_a_reject(
    shared: Path, name: str, reader: str, rows: int, rejects: int
) -> None:
    """Each row is the number of one reject or of one or more records; each reject has a reason."""
    path = shared / "data" / name
    assert recognise(path) == reader
    refused, kept = Counter(), set()
    for row in read_table(path):
        if isinstance(row, Reject):
            refused[row.number] += 1
            assert row.reasons
            assert all(row.reasons)
        else:
            kept.add(row.number)
            assert row.exporter
            assert row.destination
            assert 1949 <= row.year <= 2100
            assert row.value is not None or row.notes, row
    assert len(refused) == refused.total() == rejects
    assert kept | set(refused) == set(range(1, rows + 1))
    assert not kept & set(refused)


@pytest.mark.parametrize("name", NO_TABLES_OF_TRANSFERS)
def test_other_tables_are_not_taken_for_one(shared: Path, name: str) -> None:
    """A table beside the transfers is refused, not read as something it is not."""
    with pytest.raises(InputError, match="no table known here"):
        recognise(shared / "data" / name)


def test_dutch_totals(shared: Path) -> None:
    """The export total to the euro; dual-use is the known total plus the values with dots."""
    export, _, dual_use = (shared / "data" / name for name, *_ in FILES[:3])
    assert _sums(export) == {"licensed": Decimal(32_870_955_536)}
    cells = [row["Waarde(€)"].strip() for row in _cells(dual_use)]
    dots = [cell for cell in cells if "." in cell and all(len(p) == 3 for p in cell.split(".")[1:])]
    dotted = sum(int(cell.replace(".", "")) for cell in dots)
    assert _sums(dual_use) == {"licensed": Decimal(101_216_874_896 + dotted)}


def test_dutch_renewals_and_replacements(shared: Path) -> None:
    """The frigates for Morocco: published three times, and replaced by a later licence."""
    rows = _records(shared / "data" / FILES[0][0])
    frigates = [row for row in rows if row.reference == "28494149"]
    assert [(row.value, row.renewal) for row in frigates] == [
        (Decimal(555_000_000), renewal) for renewal in ("no", "yes", "yes")
    ]
    assert [row.reference for row in rows if row.replaces == "28494149"] == ["28919921"]
    numbers = {row.reference for row in rows}
    replaced = [row.replaces for row in rows if row.replaces]
    assert len(replaced) > 1_500
    assert sum(number in numbers for number in replaced) > len(replaced) * 0.98


def test_european_totals(shared: Path) -> None:
    """Each pair and year counts once: its total, or its entries where they are more."""
    path = shared / "data" / "eu-annual-okfn" / "eu-armsexports.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    totals: dict[str, Counter] = {"Total": Counter(), "entries": Counter()}
    for _, year, importer, exporter, entry, number, licensed, exported in rows:
        if exporter in ("na", "TOTAL PER ML categorya"):
            continue
        if (year, importer) == ("2005", "Korea (Dem Rep Of)"):
            importer = "Korea (Republic Of)"
        if number == "262857947":
            licensed, exported = number, licensed
        side = "Total" if entry == "Total" else "entries"
        odd = {"7 56000": "0", "32.5": "0", "131.354": "131354", "386 000": "386000"}
        for measure, cell in (("licensed", licensed), ("exported", exported)):
            key = (measure, int(year), importer, exporter)
            totals[side][key] += int(odd.get(cell, cell) or 0)
    expected: Counter = Counter()
    for key in {*totals["Total"], *totals["entries"]}:
        expected[key[:2]] += max(totals["Total"][key], totals["entries"][key])
    assert _sums(path, by_year=True) == expected


def test_austrian_totals_as_printed(shared: Path) -> None:
    """What the table tells of Austria is within 0.3 % of the totals that Austria printed."""
    folder = shared / "data" / "eu-annual-okfn"
    sums: Counter = Counter()
    for row in _records(folder / "eu-armsexports.csv"):
        if row.exporter == "Austria":
            sums[row.measure, row.year] += row.value or 0
    rows = _cells(folder / "summe_exporte_2008-2013.csv")
    for measure, column in (
        ("licensed", "value of licences issued in Euros"),
        ("exported", "value of arms exports in Euros"),
    ):
        printed = {int(row["Year"]): int(row["Total"]) for row in rows if row["Column"] == column}
        assert sorted(printed) == list(range(2008, 2014))
        for year, total in printed.items():
            assert abs(sums[measure, year] - total) <= total * 3 / 1000, (measure, year)


def test_german_totals(shared: Path) -> None:
    """Licences of a year, as the federal government reported: 4,704 million in 2012."""
    sums = _sums(shared / "data" / "de-ruex-okfde" / "ruex_2000_2013.csv", by_year=True)
    assert sums["licensed", 2012] == 4_703_969_983
    assert sums["licensed", 2008] == 5_792_416_436
    assert sums["exported", 2012] == 946_042_000


def test_british_totals(shared: Path) -> None:
    """The sum of the value column, refusals apart; licences by the count column."""
    path = shared / "data" / "uk-licences-caat" / "values-2008-2015.csv"
    cells = _cells(path)
    assert _sums(path) == {"licensed": sum(int(row["value"] or 0) for row in cells), "refused": 0}
    refused = [row for row in _records(path) if row.measure == "refused"]
    assert len(refused) == 1_411


def test_american_totals(shared: Path) -> None:
    """Authorisations are orders or licences by programme; deliveries stand apart."""
    path = shared / "data" / "us-arms-sales" / "arms_sales_totals.json"
    entries = json.loads(path.read_text(encoding="utf-8"))
    sums = _sums(path)
    assert sums["ordered"] + sums["licensed"] == sum(
        int(entry["authorizations"] or 0) for entry in entries
    )
    assert sums["delivered"] == sum(int(entry["deliveries"] or 0) for entry in entries)


def test_sipri_totals(shared: Path) -> None:
    """TIV delivered, from the columns alone, in three files."""
    folder = shared / "data" / "sipri-trade-register"
    register = folder / "trade_register_1995-2024.csv"
    with register.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    start = next(index for index, row in enumerate(rows) if row[0] == "SIPRI AT Database ID")
    assert _sums(register) == {"delivered": sum(Decimal(row[15] or 0) for row in rows[start + 1 :])}
    totals = shared / "data" / "sipri-tiv-360info" / "sipri-exports-processed.csv"
    assert _sums(totals) == {"delivered": sum(int(row["value"]) for row in _cells(totals))}
    deals = folder / "trade-register-claytonb3.csv"
    with deals.open(encoding="latin-1", newline="") as file:
        # The last cell of a row, broken over two lines or not, is the TIV delivered.
        whole = [row[-1] for row in csv.reader(file) if len(row) != 13][1:]
    assert _sums(deals)["delivered"] == sum(Decimal(cell) for cell in whole)


@pytest.mark.parametrize(
    ("name", "column", "measure"),
    [
        ("exp_licences_mil_by_country", "Total value of licences (eur)", "licensed"),
        ("exp_licences_mil_by_product", "Value of licences (eur)", "licensed"),
        ("actual_exp_mil_by_country", "Total value of exports (eur)", "exported"),
        ("actual_exp_mil_by_product", "Value of export (eur)", "exported"),
    ],
)
def test_finnish_totals(shared: Path, name: str, column: str, measure: str) -> None:
    """The sums of the value columns, within half a cent a row."""
    path = shared / "data" / "fi-saferglobe" / f"{name}.csv"
    cells = [row[column] for row in _cells(path) if row[column]]
    difference = _sums(path)[measure] - sum(Decimal(cell) for cell in cells)
    assert abs(difference) <= len(cells) * Decimal("0.005")


def test_swiss_totals(shared: Path) -> None:
    """The sum of the value column, in CHF, within half a cent a row."""
    path = shared / "data" / "ch-dual-use-srf" / "seco_dual_use.csv"
    cells = [Decimal(row["Wert"]) for row in _cells(path)]
    assert abs(_sums(path)["licensed"] - sum(cells)) <= len(cells) * Decimal("0.005")
