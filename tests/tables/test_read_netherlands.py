"""The oddities of the Dutch lists, one by one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck import InputError
from licensecheck.tables.reading import read_table
from licensecheck.tables.reading.cells import read_amount, read_day
from licensecheck.tables.reading.record import Record, Reject

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


EXPORT_NUMBER = "NL0074CDIU0000544"


def _read(tmp_path: Path, text: str) -> list[Record | Reject]:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8-sig")
    return list(read_table(path))


def test_an_export_line(tmp_path: Path) -> None:
    """A licence over an intermediate country: a consignee, an origin, a value and an end."""
    line = "01/05/2004,23551713,ML15d,B08,camera,T,N,N,2,,DUITSLAND ,CHINA,VS   ,,95000,31012005\n"
    (row,) = _read(tmp_path, EXPORT + line)
    assert row == Record(
        number=1, exporter="NL", destination="CHINA", consignee="DUITSLAND",
        day=date(2004, 1, 5), year=2004, rating="ML15d", value=Decimal(95000), permanent="no",
        kind="temporary_export", reference="23551713", renewal="no", description="camera",
        origin="VS", until=date(2005, 1, 31),
    )  # fmt: skip
    assert row.application() == {
        "reference": "23551713", "stage": "granted", "kind": "temporary_export",
        "as_of": date(2004, 1, 5), "exporter": {"country": "NL"},
        "consignee": {"country": "DUITSLAND"}, "destination": "CHINA",
        "items": [{"rating": "ML15d", "description": "camera", "origin": "VS",
                   "value": {"amount": Decimal(95000), "currency": "EUR"}}],
        "validity": {"until": date(2005, 1, 31)},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "replaced"),
    [
        ("28494149", "28494149"),
        ("2898 4340", "28984340"),
        ("2919 7261 2", "29197261"),
        ("NL13 2931 5981", "29315981"),
        ("NL 2928 9808", "29289808"),
        ("NL292648802", "29264880"),
        (EXPORT_NUMBER, EXPORT_NUMBER),
        ("20062013", ""),
        ("06/20/2013", ""),
        ("0", ""),
        ("6739", ""),
        ("", ""),
    ],
)
def test_what_a_licence_replaces(tmp_path: Path, cell: str, replaced: str) -> None:
    """A licence number in any writing is kept; the day of an application and a zero are not."""
    line = f"01/05/2014,{EXPORT_NUMBER},ML1,A,x,D,J,N,2,{cell},CHINA,CHINA,VS,,1,31012015\n"
    (row,) = _read(tmp_path, EXPORT + line)
    assert isinstance(row, Record)
    assert (row.replaces, row.renewal) == (replaced, "yes")


def test_a_line_published_twice(tmp_path: Path) -> None:
    """Both are kept, and the second says which row it repeats."""
    line = "01/05/2014,1,ML1,A,Delen van x,D,N,N,2,,CHINA,CHINA,VS,,1,31012015\n"
    first, second = _read(tmp_path, EXPORT + line + line)
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.notes == ()
    assert second.notes == ("the same line as row 1; both are kept",)
    assert first.form == "component"


def test_a_transit_line_moved_by_a_calibre(tmp_path: Path) -> None:
    """A calibre in the column of origin moves the columns back, and the note says so."""
    line = "03/02/2015,melding,1,GEWEER,0.5,DUITSLAND,OEGANDA v.v.,,Vliegtuig,Schiphol vv\n"
    (row,) = _read(tmp_path, TRANSIT + line)
    assert isinstance(row, Record)
    assert (row.exporter, row.destination, row.route) == ("DUITSLAND", "OEGANDA v.v.", "NL")
    assert (row.measure, row.kind, row.permanent) == ("transit", "transit", "no")
    assert (row.rating, row.value, row.reference) == ("ML", None, "")
    assert "calibre" in row.notes[0]


def test_a_dual_use_line_without_a_code(tmp_path: Path) -> None:
    """A row without a destination is no record; one without a code is, and says so."""
    line = "05-01-2004,1,,x,,D,,NL,10,31-01-2005\n"
    (row,) = _read(tmp_path, DUAL_USE + line)
    assert row == Reject(1, ("the country of final destination is missing",))
    (row,) = _read(tmp_path, DUAL_USE + line.replace("D,,", "D,EU,"))
    assert isinstance(row, Record)
    assert (row.rating, row.value) == ("", Decimal(10))
    assert row.notes == ("the control list code is missing",)
    assert "rating" not in row.application()["items"][0]


def test_several_entries_not_named(tmp_path: Path) -> None:
    """They are of the list that the table is about: no dual-use row becomes a military one."""
    line = "01/05/2014,1,DIV,A,x,D,N,N,2,,CONGO,CONGO,VS,,1,31012015\n"
    (row,) = _read(tmp_path, EXPORT + line)
    assert isinstance(row, Record)
    assert (row.rating, row.destination) == ("ML", "CONGO")
    (row,) = _read(tmp_path, DUAL_USE + "05-01-2004,1,Diverse,x,,D,EU,NL,10,31-01-2005\n")
    assert isinstance(row, Record)
    assert row.rating == ""
    assert row.notes[0] == "`Diverse`: several entries, not named"


def test_an_unknown_header(tmp_path: Path) -> None:
    """Another table is refused, with what was looked for."""
    with pytest.raises(InputError, match="no table known here"):
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
