"""The oddities of the Dutch lists, one by one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck import InputError
from licensecheck.tables.readers.netherlands import read_amount, read_day, read_dutch_list
from licensecheck.tables.row import Reject, Row

EXPORT = (
    "afgifte datum,nummer,SGP,CAT,goederen omschrijving,D/T,Verl.,V/N,U/D,T.v.v.,"
    "land van bestemming,land van eindbestemming,oorsprong /herkomst,land van oorsprong,"
    "waarde (€),verval datum\n"
)
TRANSIT = (
    "Datum aanvraag,Consent nummer,Aantal,Goederen omschrijving,land van herkomst,"
    "land van bestemming (**),Ad-hoc J/N (***),VP/AN (****),Vervoermiddel,Plaats van uitgang\n"
)
DUAL_USE = (
    "Datum afgifte,nummer,SG-Post,Omschrijving goederen,Opgegeven eindgebruik,D/T,"
    "Land van eindbestemming,Land van herkomst,Waarde(€),Datum verval\n"
)


def _read(tmp_path: Path, text: str) -> list[Row | Reject]:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8-sig")
    return list(read_dutch_list(path))


def test_an_export_line(tmp_path: Path) -> None:
    """A licence over an intermediate country: a consignee, an origin, a value and an end."""
    line = "01/05/2004,23551713,ML15d,B08,camera,T,N,N,2,,DUITSLAND ,CHINA,VS   ,,95000,31012005\n"
    (row,) = _read(tmp_path, EXPORT + line)
    assert isinstance(row, Row)
    assert row.application == {
        "reference": "23551713", "stage": "granted", "kind": "temporary_export",
        "as_of": date(2004, 1, 5), "exporter": {"country": "NL"},
        "consignee": {"country": "DUITSLAND"}, "destination": "CHINA",
        "items": [{"rating": "ML15d", "description": "camera", "origin": "VS",
                   "value": {"amount": Decimal(95000), "currency": "EUR"}}],
        "validity": {"until": date(2005, 1, 31)},
    }  # fmt: skip


def test_a_transit_line_moved_by_a_calibre(tmp_path: Path) -> None:
    """A calibre in the column of origin moves the columns back, and the note says so."""
    line = "03/02/2015,NL1,1,GEWEER,0.5,DUITSLAND,OEGANDA,,Vliegtuig,Schiphol vv\n"
    (row,) = _read(tmp_path, TRANSIT + line)
    assert isinstance(row, Row)
    assert row.application["exporter"] == {"country": "DUITSLAND"}
    assert row.application["destination"] == "OEGANDA"
    assert row.application["items"][0]["rating"] == "ML"
    assert "calibre" in row.notes[0]


def test_a_dual_use_line_without_a_code_is_a_reject(tmp_path: Path) -> None:
    """A missing code and a missing destination are both said."""
    (row,) = _read(tmp_path, DUAL_USE + "05-01-2004,1,,x,,D,,NL,10,31-01-2005\n")
    assert isinstance(row, Reject)
    assert row.number == 1
    assert [reason.split(" is")[0] for reason in row.reasons] == [
        "the country of final destination", "the control list code",
    ]  # fmt: skip


def test_an_unknown_header(tmp_path: Path) -> None:
    """Another table is refused, with what was looked for."""
    with pytest.raises(InputError, match="no Dutch list"):
        _read(tmp_path, "a,b\n1,2\n")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01/13/2005", date(2005, 1, 13)),
        ("05-01-2004", date(2004, 1, 5)),
        ("31012005", date(2005, 1, 31)),
        ("3122003", date(2003, 12, 3)),
        ("38837", date(2006, 4, 30)),
        ("31-06-2014", None),
        ("13/13/2005", None),
        ("", None),
    ],
)
def test_days(cell: str, day: date | None) -> None:
    """Each form of a date that was seen; a day that does not exist is none."""
    assert read_day(cell) == day


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("95000", 95000), ("25,740", 25740), ("2.308.000", 2308000), ("112.95", None), ("", None)],
)
def test_amounts(cell: str, amount: int | None) -> None:
    """Digits and whole groups of three are amounts; a group that lost its zeros is none."""
    assert read_amount(cell) == (None if amount is None else Decimal(amount))


@given(st.text(max_size=30))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    """No cell brings the reader down."""
    read_day(cell)
    read_amount(cell)
