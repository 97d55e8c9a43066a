"""Looking at a table that nobody described: the mapping that is written reads it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from licensecheck import InputError
from licensecheck.commands.table import show_look
from licensecheck.tables.reading.intake import take_in
from licensecheck.tables.reading.look import look, mapping_text
from licensecheck.tables.reading.mapping import read_mapping

pytest.importorskip("polars")

NOTHING = {"exporter": "", "currency": "", "measure": ""}
# A ministry's table, its fields, and the sum of its values.
TABLES = [
    (
        "Nummer;Datum;Bestemming;Post;Bedrag;Opmerking\n"
        "A-1;03-02-2023;Finland;ML3;1.250.000,00;\nA-2;14-04-2023;Chile;ML10d;400.000,50;x\n",
        {"day": "Datum", "destination": "Bestemming", "rating": "Post", "value": "Bedrag"},
        Decimal("1650000.50"),
    ),
    (
        "Ausfuhr von Rüstungsgütern, Werte in Tsd. Euro\n\nLand\t2019\t2020\n"
        "Frankreich\t1.200,5\t7\nChile\t\t3\nGesamt\t1.200,5\t10\n",
        {"destination": "Land"}, Decimal(1_210_500),
    ),
    (
        ",Licences,,Exports\nCountry,Number,Value (EUR million),Total\n"
        "Chile,2,1.5,9\nIndia,1,2.25,9\n",
        {"destination": "Country"}, Decimal(3_750_000),
    ),
    (
        "año|categoria|pais|euros\n2020|1|Chile|5\n2020|total|Chile|5\n",
        {"year": "año", "rating": "categoria", "destination": "pais", "value": "euros"}, Decimal(5),
    ),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize(("text", "fields", "total"), TABLES)
def test_the_mapping_reads_the_table_as_it_is(
    tmp_path: Path, text: str, fields: dict[str, str], total: Decimal, encoding: str
) -> None:
    """Columns, marks, units, prefix, header and separator are found; the sum is right."""
    path = tmp_path / "table.csv"
    path.write_text(text, encoding=encoding)
    found = look(path)
    assert {name: found.column(name) for name in fields} == fields
    mapping = tmp_path / "mapping.yaml"
    shown = show_look(path, sheet="", said=NOTHING | {"exporter": "NL"}, target=mapping)
    assert "0 rejects" in shown or "no column of days or years" in shown
    if "no column of days or years" in shown:
        text = mapping.read_text().replace("constants:\n", "constants:\n  year: '2020'\n")
        mapping.write_text(text)
    taken = take_in(path, mapping=mapping)
    assert taken.rejects == ()
    assert Decimal(taken.frame["cents"].sum()) / 100 == total


def test_what_is_not_in_the_file_is_not_written(tmp_path: Path) -> None:
    """No exporter, currency or measure is made up; the page names what was not found."""
    path = tmp_path / "table.csv"
    path.write_text("country,year,value\nChile,2020,5\n")
    found = look(path)
    assert found.constants == {}
    assert set(found.doubts) == {"exporter", "currency", "measure"}
    assert 'exporter: "not stated"' in mapping_text(found)


@pytest.mark.parametrize("name", ["a: b", "# x", "{[", "'", '"', "null", "yes", "1e5", "ключ", "-"])
def test_any_name_of_a_column_stands_in_the_mapping(tmp_path: Path, name: str) -> None:
    """What is written is YAML that reads back, whatever the columns are called."""
    path = tmp_path / "table.csv"
    quoted = name.replace('"', '""')
    path.write_text(f'country,year,"{quoted}"\nChile,2020,x\n', encoding="utf-8")
    mapping = tmp_path / "mapping.yaml"
    show_look(path, sheet="", said=NOTHING, target=mapping)
    assert name in (*read_mapping(mapping).ignore, *read_mapping(mapping).columns.values())


def test_a_mapping_that_is_there_is_kept(tmp_path: Path) -> None:
    """Somebody has perhaps edited it."""
    path, mapping = tmp_path / "table.csv", tmp_path / "mapping.yaml"
    path.write_text("country,year,value\nChile,2020,5\n")
    mapping.write_text("# mine\n")
    with pytest.raises(InputError, match="there is such a file"):
        show_look(path, sheet="", said=NOTHING, target=mapping)
    assert mapping.read_text() == "# mine\n"
    with pytest.raises(InputError, match="no such measure"):
        show_look(path, sheet="", said=NOTHING | {"measure": "sold"}, target=None)


@pytest.mark.parametrize("text", ["", "\n\n", "x", "a,b\n", "\x00\x01", "[1]", "{}", "a\nb\nc\n"])
def test_files_without_a_table(tmp_path: Path, text: str) -> None:
    """Each is looked at or refused in plain words."""
    path = tmp_path / "table.csv"
    path.write_text(text)
    try:
        said = show_look(path, sheet="", said=NOTHING, target=None)
    except InputError as error:
        said = str(error)
    assert "table.csv" in said


def test_marks_of_a_terminal_are_neutral(tmp_path: Path) -> None:
    """An escape sequence in a cell or a name does not reach the terminal."""
    path = tmp_path / "table.csv"
    path.write_text("country,\x1b[31mred,value\nChile,\u202eabc,5\n", encoding="utf-8")
    shown = show_look(path, sheet="", said=NOTHING, target=None)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_that_of_most_rows(tmp_path: Path, separator: str) -> None:
    """Prose before the table and words within it may hold others."""
    others = "".join(one for one in ",;|" if one != separator)
    goods = others.join("abcde")
    lines = ["country,year,goods,value", "Chile,2020,GOODS,5", "India,2021,x,6"]
    text = "\n".join(line.replace(",", separator) for line in ("Exports by country", "", *lines))
    path = tmp_path / "table.csv"
    path.write_text(text.replace("GOODS", goods))
    found = look(path)
    assert found.delimiter == separator
    assert [one.name for one in found.columns] == ["country", "year", "goods", "value"]
