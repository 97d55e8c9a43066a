"""Looking at a table that nobody described: the mapping that is written reads it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from licensecheck import InputError
from licensecheck.commands.table import show_look
from licensecheck.language import find_language
from licensecheck.tables.reading.intake import load_table
from licensecheck.tables.reading.look import look
from licensecheck.tables.reading.mapping import read_mapping
from licensecheck.tables.reading.mapping_text import mapping_text
from tests.cli.running import run

pl = pytest.importorskip("polars")

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
    taken = load_table(path, mapping=mapping)
    assert taken.rejects == ()
    assert Decimal(taken.frame["cents"].sum()) / 100 == total


# Tables in the forms in which ministries publish: what the mapping has to say, and the sums.
FORMS = [
    pytest.param(
        "Genehmigungswerte 2023 (Werte in Mio. EUR)\n\nBestimmungsland;AL-Position;Anzahl;Wert\n"
        "Ungarn;A0006;12;1.026,3\nKuwait*;A0006a;3;12,0\nGesamt;;15;1.038,3\n"
        "* einschließlich Ersatzteile;;;\n",
        {"year": "2023", "rating: \"AL-Position\"": ""}, {"licensed": 1_038_300_000}, 1,
        id="a year above the header, codes of a national list, a footnote",
    ),
    pytest.param(
        "Pays;Année;Commandes (M€);Livraisons (M€)\n"
        "Égypte;2021;4 531,6;1 204,3\nGrèce;2022;12,1;-\n",
        {"ordered": "", "delivered": ""},
        {"ordered": 4_543_700_000, "delivered": 1_204_300_000}, 0,
        id="a column for each measure",
    ),
    pytest.param(
        "Autorizzazioni 2022, valori in euro\nPaese,Cat. 1,Cat. 2,Cat. 6,Totale\n"
        "Turchia,100,0,5000,5100\nQatar,,20,,20\n",
        {"categories:": "", "ML6": "Cat. 6"}, {"licensed": 5120}, 0,
        id="a column for each category",
    ),
    pytest.param(
        "Nr.,Bewilligungsdatum,Endverbraucherland,NSG,WA,ML,Wert EUR\n"
        "1,2012-01-04,China,,5A001,,5\n2,2012-02-07,Indien,2B201,,,6\n3,2013-05-01,Chile,,,18a,7\n",
        {"day": "", "rating_columns": "", "rating_prefix: ML": ""}, {"licensed": 18}, 0,
        id="days, and a column of codes for each regime",
    ),
    pytest.param(
        "Contractdatum;Koper;Land van de koper;Datum;Bestemming;Post;Waarde EUR\n"
        "01-02-2014;Handel SA;Zwitserland;13-03-2015;Brazilië;ML1;5\n"
        ";;;14-03-2015;Chili;ML2;6\n",
        {'contract_date: "Contractdatum"': "", 'buyer: "Koper"': "", 'day: "Datum"': "",
         'buyer_country: "Land van de koper"': "", 'destination: "Bestemming"': ""},
        {"licensed": 11}, 0,
        id="a buyer and the day of its contract beside those of the licence",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said", "sums", "rejects"), FORMS)
def test_forms_in_which_ministries_publish(
    tmp_path: Path, text: str, said: dict[str, str], sums: dict[str, int], rejects: int
) -> None:
    """The proposed mapping reads every value once, and says what it took."""
    path, mapping = tmp_path / "table.csv", tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    show_look(path, sheet="", said=NOTHING | {"exporter": "DE"}, target=mapping)
    written = mapping.read_text(encoding="utf-8")
    assert [part for part in said if part not in written] == []
    taken = load_table(path, mapping=mapping)
    assert len(taken.rejects) == rejects
    found = dict(taken.frame.group_by("measure").agg(pl.col("cents").sum() // 100).iter_rows())
    assert found == sums
    assert set(taken.frame["unread"]) == {""}


def test_a_second_group_of_years_is_named_and_can_be_read(tmp_path: Path) -> None:
    """It is never left out without a word; a list of forms reads both."""
    path, mapping = tmp_path / "table.csv", tmp_path / "mapping.yaml"
    path.write_text("Land,A 2022,A 2023,B 2022,B 2023\nChile,1,2,4,8\n", encoding="utf-8")
    show_look(path, sheet="", said=NOTHING | {"exporter": "NO"}, target=mapping)
    written = mapping.read_text(encoding="utf-8")
    assert 'other columns of years are "B YYYY"' in written
    mapping.write_text(
        "columns: {destination: Land}\nconstants: {exporter: NO}\nyears: [A YYYY, B YYYY]\n"
    )
    assert load_table(path, mapping=mapping).frame["cents"].sum() == 1500


@pytest.mark.parametrize("ending", ["json", "jsonl", "txt"])
def test_files_whose_rows_name_their_columns(tmp_path: Path, ending: str) -> None:
    """JSON is looked at as what it is, whatever its name ends in."""
    rows = ['{"importer": "Chile", "year": 2020, "exporter": "Norway", "value": 5}'] * 2
    text = "\n".join(rows) if ending == "jsonl" else f"[{', '.join(rows)}]"
    path = tmp_path / f"table.{ending}"
    path.write_text(text)
    found = look(path)
    assert found.column("destination") == "importer"
    assert found.column("exporter") == "exporter"
    assert found.form in ("json", "json-lines")


def test_a_file_of_an_old_macintosh(tmp_path: Path) -> None:
    """Lines that end in a carriage return alone come with the letters of that machine."""
    path = tmp_path / "table.csv"
    path.write_bytes("Land;2019;2020\rSüdkorea;1;2\rÖsterreich;3;4\r".encode("mac-roman"))
    found = look(path)
    assert found.encoding == "mac-roman"
    assert found.columns[0].examples == ("Südkorea", "Österreich")


def test_a_table_is_described_in_dutch(tmp_path: Path) -> None:
    """The words around it, and the notes of the mapping; keys of a mapping stay as they are."""
    path = tmp_path / "table.csv"
    path.write_text("country,year,value\nChile,2020,5\n")
    shown = show_look(path, sheet="", said=NOTHING, target=None, language=find_language("nl"))
    assert "controleer elke regel" in shown
    assert "niet gevonden" in shown
    assert "columns:" in shown


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


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"), (b"\n\n\n", "the file is empty"),
        (b"  \n \n", "the file is empty"), (b",,\n,,\n", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\n\n1", "an image, no table of cells"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "an image, no table of cells"),
        (b"\x7fELF\x02\x01\0\0\xff\n\0\xfe", "no text, and so no table of cells"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    """An image, a program, or nothing at all: no mapping is made of it, whatever its name."""
    path = tmp_path / "table.csv"
    path.write_bytes(raw)
    for words in (("table",), ("screen", "--out", str(tmp_path / "out.csv")), ("share",)):
        done = run(words[0], str(path), *words[1:])
        assert done.code == 2, words
        assert said in done.err, words


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


@pytest.mark.parametrize(
    ("exporter", "number"),
    [
        ("Exporteur", "Dossier"), ("Exporteur land", "Kenmerk"), ("Ausführer", "Vorgang"),
        ("Fournisseur", "Référence"), ("Proveedor", "Expediente"), ("Fornitore", "Riferimento"),
        ("Eksportør", "Sagsnr"), ("Uitvoerder", "Zaak"),
    ],
)  # fmt: skip
def test_columns_of_exporters_and_numbers(tmp_path: Path, exporter: str, number: str) -> None:
    """What offices call the exporter and the number of a case; neither is left out unasked."""
    path = tmp_path / "t.csv"
    path.write_text(
        f"{exporter},Land,{number},2020\nNL,Chile,2020-17,5\nBE,India,2020-18,7\n", "utf-8"
    )
    found = {column.name: column.field for column in look(path).columns}
    assert (found[exporter], found[number]) == ("exporter", "reference")
