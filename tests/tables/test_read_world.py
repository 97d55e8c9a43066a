"""The oddities of the SIPRI and US tables, one by one."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from licensecheck import InputError
from licensecheck.tables.reading import read_table
from licensecheck.tables.reading.record import Reject
from tests.tables.reading import records_of, rows_of

REGISTER = (
    "Deals with deliveries;\n;\nSource: a database.;\n"
    "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,"
    "Order date,Order date is estimate,Numbers delivered,Numbers delivered is estimate,"
    "Delivery year,Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,"
    "TIV delivery values,Local production;\n"
)
DEALS = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,"
    "Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)


def test_the_register_by_year_of_delivery(tmp_path: Path) -> None:
    """Prose before the header and a semicolon at each end are no part of the table."""
    text = REGISTER + (
        "1,Italy,Ruritania,PM-43,mortar,Artillery,2011,Yes,12,No,2012,No,Second hand,1,1,1.2,No;\n"
        "2,Italy,NATO**,TP400,turboprop,Engines,2011,No,1,No,2013,No,New,1,1,0,Yes;\n"
        "3,unknown supplier(s),Reds (Graustark)*,X,tank,Armoured vehicles,,,1,,,,New,1,1,1,No;\n"
    )
    first, second, third = rows_of(tmp_path, text)
    assert (first.measure, first.year, first.value, first.currency) == (
        "delivered", 2012, Decimal("1.2"), "TIV",
    )  # fmt: skip
    assert (first.form, first.description) == ("complete", "Artillery, PM-43, mortar")
    assert first.notes == ("second hand",)
    assert "value" not in first.application()["items"][0]
    assert (second.destination, second.form, second.value) == ("NATO", "component", Decimal(0))
    assert second.notes == ("`NATO` is an organisation", "between 0 and 0.5 million TIV")
    assert third == Reject(3, ("the year is missing",))


def test_the_register_by_deal(tmp_path: Path) -> None:
    """Several years are one record of the last; a deal without a delivery is an order."""
    text = DEALS + (
        "Ruritania,Italy,1980,?,9,,X,tank,9,?,1981; 1982,Second hand,Gift,1,9,8\n"
        "Ruritania,Italy,2022.0,,9,,X,tank,0,,,New,,1,9,0\n"
    )
    delivered, ordered = records_of(tmp_path, text)
    assert (delivered.measure, delivered.year, delivered.value) == ("delivered", 1982, Decimal(8))
    assert delivered.notes == (
        "second hand", "delivered from 1981 to 1982; the value is of all years",
    )  # fmt: skip
    assert (ordered.measure, ordered.year, ordered.value) == ("ordered", 2022, Decimal(9))


def test_a_row_broken_over_two_lines_is_joined(tmp_path: Path) -> None:
    """The first line gives the record with its value, the second a reject."""
    text = DEALS + (
        "Ruritania,Italy,2008,,1,,X,APC,1,,2010,New,a comment that\n broke off,1,2,3\n"
        "Graustark,Italy,2008,,1,,X,APC,1,,2011,New,,1,2,4\n"
    )
    first, second, third = rows_of(tmp_path, text)
    assert (first.number, first.value) == (1, Decimal(3))
    assert first.notes == ("a line break stood in the comments; row 2 was joined",)
    assert second == Reject(2, ("the end of row 1, to which it was joined",))
    assert (third.number, third.notes) == (3, ())


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    """It is read as Latin-1, and every record says so."""
    text = DEALS + "Curaçao,Italy,1980,,9,,X,tank,9,,1981,New,,1,9,8\n"
    (row,) = records_of(tmp_path, text, encoding="latin-1")
    assert row.destination == "Curaçao"
    assert row.notes == ("the file is not UTF-8 and was read as Windows-1252",)


def test_congo_is_the_republic_where_the_table_says_so(tmp_path: Path) -> None:
    """The bare name is read in tables that write DR Congo in full, and noted."""
    text = "supplier,recipient,year,value,supplier_cown\nFrance,Congo,1961,7,1\n"
    (row,) = records_of(tmp_path, text + "France,DR Congo,1961,7,1\n")[:1]
    assert row.destination == "Republic of the Congo"
    assert row.notes == ("`Congo` read as Republic of the Congo",)


def test_totals_by_pair_and_year(tmp_path: Path) -> None:
    """Totals are deliveries too; a byte order mark is no part of the first name."""
    text = "supplier,recipient,year,value,supplier_cown\nSoviet Union,Cuba,1961,7,365\n"
    (row,) = records_of(tmp_path, text, encoding="utf-8-sig")
    assert (row.exporter, row.measure, row.value) == ("Soviet Union", "delivered", Decimal(7))


def _sales(**changes: str) -> dict[str, str]:
    return {
        "key": "1", "year": "2002", "country": "Ruritania ", "program": "Foreign Military Sales",
        "authorizations": "500", "deliveries": "70", "notifications": "",
    } | changes  # fmt: skip


def test_american_sales(tmp_path: Path) -> None:
    """The programme decides between order and licence; a notification alone is no transfer."""
    entries = [
        _sales(),
        _sales(program="Direct Commercial Sales", deliveries="0"),
        _sales(program="Direct Commercial Sales Services", deliveries=""),
        _sales(authorizations="0", deliveries="0", notifications="9"),
        _sales(authorizations="", deliveries=""),
        _sales(year="", country=""),
    ]
    rows = rows_of(tmp_path, json.dumps(entries), name="sales.json")
    assert [(row.number, row.measure, row.value, row.form) for row in rows[:4]] == [
        (1, "ordered", 500, ""), (1, "delivered", 70, ""), (2, "licensed", 500, ""),
        (3, "licensed", 500, "service"),
    ]  # fmt: skip
    assert (rows[0].destination, rows[0].currency) == ("Ruritania", "USD")
    assert rows[4:] == [
        Reject(4, ("only a notification to Congress, which is a proposal",)),
        Reject(5, ("neither an authorisation nor a delivery is stated",)),
        Reject(6, ("the year is missing", "the destination is missing")),
    ]


@pytest.mark.parametrize(
    "text", ["[1, 2]", '{"year": 1}', "[{}", "[" * 100_000, '[{"year": "2002"}]', "nought"]
)
def test_json_of_another_shape(tmp_path: Path, text: str) -> None:
    """A JSON text that is no array of such objects is refused, never a fault of the program."""
    path = tmp_path / "sales.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        list(read_table(path, reader="us-sales"))
