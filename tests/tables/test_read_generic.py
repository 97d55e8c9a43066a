"""A table in our own schema, with and without a mapping, in three file formats."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from licensecheck import InputError
from licensecheck.application.money import Money
from licensecheck.tables.reading import read_table
from licensecheck.tables.reading.intake import load_table
from licensecheck.tables.reading.look import look
from licensecheck.tables.reading.mapping import read_mapping
from licensecheck.tables.reading.record import Parties, Record, Reject
from tests.cli.running import run
from tests.tables.reading import records_of, rows_of

WHOLE = {
    "exporter": "NL", "destination": "Chile", "consignee": "Spain", "day": "2014-03-08",
    "rating": "ML6.a", "value": "1234.56", "currency": "usd", "measure": "Exported",
    "permanent": "yes", "kind": "export", "form": "component", "reference": "A1",
    "replaces": "A0", "renewal": "no", "description": "parts", "origin": "US",
    "until": "2015-03-08", "route": "BE; DE", "licences": "2",
    "exporter_name": "Example Arms BV", "consignee_name": "Freight Co", "end_user": "Army of Chile",
    "end_user_kind": "armed_forces", "end_user_country": "CL", "end_use": "national_defence",
    "end_use_place": "destination", "onward": "AR; PE", "buyer": "Trader SA",
    "buyer_kind": "company", "buyer_country": "PE", "contract_date": "2013-12-01",
}  # fmt: skip
RECORD = Record(
    1, exporter="NL", destination="Chile", consignee="Spain", day=date(2014, 3, 8), year=2014,
    rating="ML6.a", value=Decimal("1234.56"), currency="USD", measure="exported",
    permanent="yes", form="component", reference="A1", replaces="A0", renewal="no",
    description="parts", origin="US", until=date(2015, 3, 8), route="BE; DE", licences=2,
    parties=Parties("Example Arms BV", "Freight Co", "Army of Chile", "armed_forces", "CL",
                    "national_defence", "destination", "AR; PE", "Trader SA", "company", "PE",
                    "2013-12-01"),
)  # fmt: skip
MAPPING = """\
columns: {destination: Land, value: Betrag, day: Datum, rating: Position}
constants: {exporter: DE}
ignore: [Bemerkung]
delimiter: ";"
days: DMY
decimal: ","
"""


def _mapping(tmp_path: Path, text: str = MAPPING) -> Path:
    path = tmp_path / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _refused(tmp_path: Path, text: str, **options) -> str:
    with pytest.raises(InputError) as caught:
        rows_of(tmp_path, text, **options)
    return str(caught.value)


def test_every_field_as_csv(tmp_path: Path) -> None:
    """A table with all our columns is recognised, and gives every field."""
    text = f"{','.join(WHOLE)}\n{','.join(WHOLE.values())}\n"
    assert records_of(tmp_path, text) == [RECORD]


def test_every_field_as_json_lines(tmp_path: Path) -> None:
    """One object a line; numbers keep their digits, and blank lines are no rows."""
    line = json.dumps(WHOLE | {"licences": 2}).replace('"1234.56"', "1234.56")
    text = f"{line}\n\n{line}\n"
    first, second = records_of(tmp_path, text, name="table.jsonl")
    assert first == RECORD
    assert second.number == 2


def test_every_field_as_parquet(tmp_path: Path) -> None:
    """Days, numbers and texts of Parquet are read as they are."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    typed = WHOLE | {
        "day": date(2014, 3, 8), "value": Decimal("1234.56"), "licences": 2, "origin": None,
    }  # fmt: skip
    path = tmp_path / "table.parquet"
    parquet.write_table(arrow.Table.from_pylist([typed]), path)
    (row,) = read_table(path)
    assert isinstance(row, Record)
    assert (row.day, row.value, row.licences, row.origin) == (
        date(2014, 3, 8), Decimal("1234.56"), 2, "",
    )  # fmt: skip


def test_columns_that_are_mapped(tmp_path: Path) -> None:
    """A mapping names columns, constants, delimiter, order of the day and decimal mark."""
    text = "Land;Betrag;Datum;Position;Bemerkung\nChile;1.234.567,50;08.03.2014;6A;x\n"
    (row,) = records_of(tmp_path, text, mapping=_mapping(tmp_path))
    assert (row.exporter, row.destination, row.rating) == ("DE", "Chile", "6A")
    assert (row.value, row.day) == (Decimal("1234567.50"), date(2014, 3, 8))


def test_names_of_places_of_the_table(tmp_path: Path) -> None:
    """Names that only this table has are read as its mapping says, and a note tells so."""
    text = "exporter,destination,origin,year\nNL,  GOLF (rest),Intern,2014\nNL,Chile,US,2014\n"
    mapping = _mapping(tmp_path, "places: {Golf rest: [AE, Qatar], Intern: NO}\n")
    first, second = records_of(tmp_path, text, mapping=mapping)
    assert (first.destination, first.origin) == ("AE, Qatar", "NO")
    assert "`GOLF (rest)` read as AE, Qatar, as the mapping says" in first.notes
    assert (second.destination, second.origin) == ("Chile", "US")


def test_places_of_a_mapping_that_cannot_be_read(tmp_path: Path) -> None:
    """Each fault is told with file, line, name and the nearest place."""
    faulty = "places:\n  Moor: Marocc\n  Golf: [AE, ZZ]\n  X: {a: b}\n  moor: NL\n"
    message = _refused(tmp_path, "exporter\n", mapping=_mapping(tmp_path, faulty))
    assert "mapping.yaml:2: places.Moor: no place known by the name `Marocc`" in message
    assert "near names, none of them chosen: `Maroc`" in message
    assert "mapping.yaml:3: places.Golf: no place known by the name `ZZ`" in message
    assert "mapping.yaml:4: places.X: not a name and the place" in message
    assert "mapping.yaml:5: places.moor: the name is given twice" in message


def test_words_of_the_table_for_ours(tmp_path: Path) -> None:
    """A kind of end user in the words of an office is read by its mapping; names of places too."""
    mapping = """\
columns: {destination: Land, year: Jahr, end_user_kind: Verwender, end_user: Name, onward: Weiter}
constants: {exporter: DE}
words: {end_user_kind: {Polizei der Länder: police, Heer: armed_forces}}
places: {Golf: [AE, QA]}
"""
    text = (
        "Land,Jahr,Verwender,Name,Weiter\nJordanien,2023,polizei der länder,Stadt A,Golf; OM\n"
        "Jordanien,2023,company,,none_declared\nJordanien,2023,Militär,,\n"
    )
    first, second, third = rows_of(tmp_path, text, mapping=_mapping(tmp_path, mapping))
    assert first.parties == Parties(end_user="Stadt A", end_user_kind="police", onward="AE, QA; OM")
    assert second.parties == Parties(end_user_kind="company", onward="none_declared")
    assert isinstance(third, Record)
    assert third.parties.end_user_kind == "militär"
    assert "end_user_kind: no such word `militär`" in " ".join(third.notes)


def test_an_unread_end_user_is_no_reason_to_count_less(tmp_path: Path) -> None:
    """A share has the row, as nothing of it counts there; screening refuses it with its reason."""
    table = tmp_path / "table.csv"
    table.write_text(
        "exporter,destination,rating,day,value,currency,end_user_kind,end_use,end_use_place\n"
        "NL,SA,ML6.a,2024-01-02,7000000,EUR,armee,,\nNL,SA,ML6.a,2024-01-02,50,EUR,,oorlog,\n"
        "NL,SA,ML6.a,2024-01-02,50,EUR,,,elders\nNL,SA,ML6.a,2024-01-02,50,EUR,police,,\n"
    )
    shared = run("share", str(table))
    assert shared.code == 0
    assert "4 rows" in shared.out
    assert "rejected" not in shared.out
    assert "7.0" in shared.out
    screened = run("screen", str(table), "--out", str(tmp_path / "out.csv"))
    for reason in ("end_user.kind: no such", "`armee`", "`oorlog`", "`elders`"):
        assert reason in screened.out, reason


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("words: [police]", "words: a set of named entries is needed"),
        ("words: {end_user: {A: police}}", "`end_use`"),
        ("words: {end_user_kind: {A: army}}", "`armed_forces`"),
        ("words: {end_use: defence}", "words.end_use: a set of named entries is needed"),
    ],
)
def test_words_that_are_none_of_ours(tmp_path: Path, text: str, part: str) -> None:
    """Each is a fault of the mapping that names the nearest word or field."""
    with pytest.raises(InputError) as caught:
        read_mapping(_mapping(tmp_path, text))
    assert part in str(caught.value)


def test_the_same_word_of_every_row_that_is_none_of_ours(tmp_path: Path) -> None:
    """It is a fault of the mapping with its line, and no reason of each row."""
    faulty = """\
constants:
  exporter: NL
  end_use: war
  end_user_kind: Army
  form: Component
  permanent: ''
words: {end_user_kind: {Heer: armed_forces}}
"""
    message = _refused(tmp_path, "destination\nJO\n", mapping=_mapping(tmp_path, faulty))
    assert "mapping.yaml:3: constants.end_use: no such word `war`" in message
    assert "mapping.yaml:4: constants.end_user_kind: no such word `Army`" in message
    assert "`armed_forces`" in message
    assert message.count("no such word") == 2
    sound = faulty.replace("end_use: war", "end_use: training").replace("Army", "Heer")
    (row,) = records_of(tmp_path, "destination,year\nJO,2020\n", mapping=_mapping(tmp_path, sound))
    assert (row.form, row.parties.end_user_kind) == ("component", "armed_forces")


def test_a_column_for_each_category(tmp_path: Path) -> None:
    """A row gives a record for each category that has a value; other columns are ignored."""
    mapping = """\
columns: {destination: Land}
constants: {exporter: CH, year: "2014", currency: CHF}
categories: {ML1: KM 1, "ML10.a": KM 10}
ignore: [Total]
"""
    text = "Land;Total;KM 1;KM 10\nBelgien;30;10;20\nIrland;5;;5\nEuropa;;;\n"
    rows = rows_of(tmp_path, text, mapping=_mapping(tmp_path, mapping))
    records = [row for row in rows if isinstance(row, Record)]
    assert [(row.destination, row.rating, row.value) for row in records] == [
        ("Belgien", "ML1", 10), ("Belgien", "ML10.a", 20), ("Irland", "ML10.a", 5),
    ]  # fmt: skip
    (heading,) = (row for row in rows if isinstance(row, Reject))
    assert "one cell alone" in heading.reasons[0]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("years: true\ncategories: {ML1: A}", "cannot be of `years` and of `categories`"),
        ("categories: {KM 1: A}", "KM 1"),
        ("columns: {rating: A}\nrating_columns: [B]", "said to be a column as well"),
        ("years: [A, B YYYY]", "`YYYY` for the year"),
        ("columns: {value: A, origin: A}", "columns.origin: column `A` is said to be `value`"),
        ("columns: {value: A}\nmeasures: {licensed: A}", "column `A` is said to be `value`"),
        ("measures: {licensed: A, exported: A}", "column `A` is said to be `licensed`"),
        ("categories: {ML1: A, ML6: a b, ML7: A}", "categories.ML7: column `A` is said to be"),
        ("columns: {origin: A}\nrating_columns: [B, A]", "column `A` is said to be `origin`"),
        ("columns: {value: A}\ncategories: {ML1: B}", "columns.value: each category has a column"),
        ("columns: {value: A}\nyears: true", "columns.value: each year has a column"),
        ("columns: {year: A}\nyears: true", "columns.year: each year has a column"),
        ("constants: {day: 2014-03-08}\nyears: true", "constants.day: each year has a column"),
        ("columns: {measure: A}\nmeasures: {licensed: B}", "columns.measure: each measure has"),
        ("constants: {rating: ML1}\ncategories: {ML1: B}", "constants.rating: each category has"),
        ("constants: {value: 5}", "constants.value: a value is of one row"),
        ("columns: {origin: A}\nconstants: {origin: NL}", "constants.origin: the same field is"),
        ("constants: {rating: ML1}\nrating_columns: [B]", "constants.rating: the same field is"),
    ],
)
def test_columns_that_cannot_be_two_things(tmp_path: Path, text: str, part: str) -> None:
    """Each is a fault of the mapping."""
    with pytest.raises(InputError) as caught:
        read_mapping(_mapping(tmp_path, text))
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("words: {measure: {verkauft: licensed, Verkauft: exported}}", "words.measure.Verkauft"),
        ("words: {end_user_kind: {heer: armed_forces, ' HEER ': police}}", "end_user_kind. HEER "),
        ("ratings: {Panzer: ML6, panzer: ML10}", "ratings.panzer"),
    ],
)
def test_a_word_with_two_meanings(tmp_path: Path, text: str, part: str) -> None:
    """Case and blanks do not count in a word of the table, so it cannot mean two things by them."""
    with pytest.raises(InputError) as caught:
        read_mapping(_mapping(tmp_path, text))
    assert f"{part}: the word is given twice, with two meanings" in str(caught.value)


@pytest.mark.parametrize("name", ["exportr", "Destination", "consignee", "Total"])
def test_what_leaves_rows_out_is_in_the_table(tmp_path: Path, name: str) -> None:
    """A column that is not there would leave out nothing, in silence."""
    mapping = _mapping(tmp_path, f"leave_out: {{{name}: [NO]}}\n")
    message = _refused(tmp_path, "exporter,destination,year\nNL,NO,2014\n", mapping=mapping)
    assert f"there is no column or field `{name}` to leave rows out by" in message


def test_rows_are_left_out_by_any_field_or_column(tmp_path: Path) -> None:
    """By our field, their column, what is the same for each row, and a column that is ignored."""
    for name in ("origin", "Herkunft", "exporter", "Bemerkung", "rating", "NSG"):
        mapping = _mapping(
            tmp_path,
            "columns: {origin: Herkunft, destination: Land}\nconstants: {exporter: X, year: 2014}\n"
            f"places: {{X: NL}}\nignore: [Bemerkung]\nrating_columns: [NSG]\n"
            f"leave_out: {{{name}: [x]}}\n",
        )
        (row,) = rows_of(tmp_path, "Herkunft;Land;Bemerkung;NSG\nx;NO;X;x\n", mapping=mapping)
        assert isinstance(row, Reject)
        assert row.why == "left_out"


def test_columns_of_ratings_that_state_none(tmp_path: Path) -> None:
    """A dash or a mark for no value in one of them is no code that cannot be read."""
    mapping = _mapping(tmp_path, "constants: {exporter: NL, year: 2014}\nrating_columns: [A, B]\n")
    text = "destination,A,B\nNO,-,ML10\nNO,n/a,..\nNO,ML1,ML2\n"
    rows = records_of(tmp_path, text, mapping=mapping)
    assert [row.rating for row in rows] == ["ML10", "", "ML1, ML2"]


def test_no_order_of_days_and_no_mark_is_guessed(tmp_path: Path) -> None:
    """A day or an amount of another writing than the one stated is not read."""
    text = "Land;Betrag;Datum;Position;Bemerkung\nChile;1.5;8.3.14;6A;\nChile;1.5;8-3-2014;6A;\n"
    first, second = rows_of(tmp_path, text, mapping=_mapping(tmp_path))
    assert first == Reject(1, ("the day `8.3.14` cannot be read",))
    assert second.value is None
    assert second.notes == ("the value `1.5` cannot be read",)


def test_an_unknown_column_is_named_with_the_nearest_field(tmp_path: Path) -> None:
    """Every strange column is told at once."""
    message = _refused(tmp_path, "exporter,destnation,valu,year\nNL,CL,1,2014\n", reader="generic")
    assert "column `destnation` is no field" in message
    assert "did you mean `destination`?" in message
    assert "did you mean `value`?" in message


def test_a_mapped_column_that_is_not_there(tmp_path: Path) -> None:
    """The column that the mapping names is told with the field it was for."""
    message = _refused(tmp_path, "Land;Betrag;Datum\nx;1;1.1.2014\n", mapping=_mapping(tmp_path))
    assert "there is no column `Position` for the field `rating`" in message


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[1]", "mapping.yaml: a set of fields is needed, not a list"),
        ("colums: {}", "did you mean `columns`?"),
        ("columns: {destnation: x}", "did you mean `destination`?"),
        ("columns: [a]", "columns: a set of named entries is needed, not a list"),
        ("constants: {year: 20.14}", "constants.year: a text is needed"),
        ("ignore: x", "ignore: a list is needed, not the text `x`"),
        ("days: DDMM", "no such order of days `DDMM`"),
        ("decimal: [1]", "no such decimal mark: a list"),
        ("delimiter: ab", "not a single character"),
        ("a: [", "mapping.yaml"),
    ],
)
def test_faults_of_a_mapping(tmp_path: Path, text: str, part: str) -> None:
    """A mapping that cannot be read says where and what."""
    assert part in _refused(tmp_path, "a\n1\n", mapping=_mapping(tmp_path, text))


def test_words_of_no_closed_set(tmp_path: Path) -> None:
    """Such a row is a reject, with the nearest word; what is not needed is a note."""
    text = (
        "exporter,destination,year,measure,value,until,licences\n"
        "NL,CL,2014,exportd,1,,\n,,,,,,\nNL,,2014.5,licensed,1,,\nNL,CL,2014.0,,x,y,z\n"
    )
    rows = rows_of(tmp_path, text)
    assert rows[0] == Reject(1, ("measure: no such word `exportd`; did you mean `exported`?",))
    assert rows[1] == Reject(2, ("the row is empty",))
    assert rows[2].reasons == ("the destination is missing", "the year `2014.5` cannot be read")
    assert rows[3].notes == (
        "the value `x` cannot be read",
        "the number of licences `z` cannot be read",
        "the end of validity `y` cannot be read",
    )


def test_ragged_rows(tmp_path: Path) -> None:
    """A row that is too long or too short is kept, with a note; empty surplus cells are nothing."""
    text = "exporter,destination,year,rating\nNL,CL,2014\nNL,CL,2014,ML1,x\nNL,CL,2014,ML1,,\n"
    short, long, padded = records_of(tmp_path, text)
    assert short.notes[0] == "the row has 3 cells and the header 4"
    assert long.notes[0] == "the row has 5 cells and the header 4"
    assert padded.notes == ("the value is missing",)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.csv", ""),
        ("t.csv", "exporter,exporter,destination\n"),
        ("t.jsonl", "[]\n"),
        ("t.jsonl", "{\n"),
        ("t.parquet", "nought"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, name: str, text: str) -> None:
    """Each is refused with the name of the file."""
    assert name in _refused(tmp_path, text, name=name, reader="generic")


def test_no_currency_is_assumed(tmp_path: Path) -> None:
    """A table that states none has none; one that stands with each amount is read."""
    head = "exporter,destination,year,value\n"
    (bare,) = records_of(tmp_path, f"{head}NL,CL,2014,5\n")
    (own,) = records_of(tmp_path, f"{head}NL,CL,2014,USD 5\n")
    assert (bare.currency, own.currency) == ("", "USD")
    assert "value" not in bare.application()["items"][0]


def test_an_amount_in_another_currency_than_stated(tmp_path: Path) -> None:
    """It is not read as what it is not."""
    text = "exporter,destination,year,value,currency\nNL,CL,2014,USD 5,EUR\nNL,CL,2014,$5,USD\n"
    other, same = records_of(tmp_path, text)
    assert (other.value, other.unread_value) == (None, "USD 5")
    assert same.value == 5


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    """The first is mapped and the other ignored, by one name or by its number."""
    text = "to,value,note,note,value\nCL,5,x,y,7\n"
    for ignored in ("value", "value (2)"):
        mapping = _mapping(
            tmp_path,
            "columns: {destination: to, value: value}\n"
            f"constants: {{exporter: NL, year: '2014'}}\nignore: [note, {ignored}]\n",
        )
        (row,) = records_of(tmp_path, text, mapping=mapping)
        assert row.value == 5


def test_codes_of_the_user(tmp_path: Path) -> None:
    """A prefix makes bare numbers codes; a table of words says what they mean."""
    mapping = _mapping(tmp_path, "rating_prefix: ML\nratings: {Firearms: ML1, Rest: 'ML10,ML11'}\n")
    head = "exporter,destination,year,rating\n"
    cells = ["10", "10a", '"1, 2"', "ML3", "firearms", "Rest", "6A002", "EAR99"]
    text = head + "".join(f"NL,CL,2014,{cell}\n" for cell in cells)
    assert [row.rating for row in records_of(tmp_path, text, mapping=mapping)] == [
        "ML10", "ML10a", "ML1, ML2", "ML3", "ML1", "ML10,ML11", "6A002", "EAR99",
    ]  # fmt: skip


def test_several_lines_of_header_and_a_unit(tmp_path: Path) -> None:
    """A name above stands for the columns beneath it; amounts are in millions."""
    text = (
        "Exports of the Netherlands;;;\n;Licences;;Exports\nCountry;Number;Value;Value\n"
        "Chile;2;1,5;0,5\n"
    )
    mapping = _mapping(
        tmp_path,
        "columns: {destination: Country, licences: Licences Number, value: Licences Value}\n"
        "constants: {exporter: NL, year: '2014', currency: EUR}\nignore: [Exports Value]\n"
        "header: [2, 3]\nunit: millions\n",
    )
    (row,) = records_of(tmp_path, text, mapping=mapping)
    assert (row.value, row.licences) == (Decimal(1_500_000), 2)


def test_rows_that_a_mapping_leaves_out(tmp_path: Path) -> None:
    """By our field or by their column, whole cells; they are no rejects."""
    mapping = _mapping(tmp_path, "leave_out: {destination: [euro area]}\n")
    text = "exporter,destination,year\nNL,Euro  Area,2014\nNL,CL,2014\n"
    first, second = rows_of(tmp_path, text, mapping=mapping)
    assert (first.why, second.destination) == ("left_out", "CL")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_separators_and_encodings_of_spreadsheets(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    """A table in our schema is known and read as any spreadsheet of Europe writes it."""
    lines = ["exporter,destination,year,description", "NL,Chile,2014,Köcher 'x'"]
    text = "\r\n".join(lines).replace(",", separator) + "\r\n"
    (row,) = records_of(tmp_path, text, encoding=encoding)
    assert (row.destination, row.description) == ("Chile", "Köcher 'x'")


def test_an_array_of_objects(tmp_path: Path) -> None:
    """JSON as a whole is read as JSON Lines are."""
    text = json.dumps([WHOLE | {"licences": 2}])
    (row,) = records_of(tmp_path, text, name="table.json")
    assert row == RECORD


def test_a_row_of_json_that_is_no_text(tmp_path: Path) -> None:
    """Half a pair of characters, or a line that is broken, makes that row a reject."""
    good = json.dumps({"exporter": "NL", "destination": "CL", "year": 2014})
    bad = '{"exporter": "NL", "destination": "\\ud800", "year": 2014}'
    rows = rows_of(tmp_path, f"{good}\n{bad}\n{{\n{good}\n", name="table.jsonl")
    assert [isinstance(row, Reject) for row in rows] == [False, True, True, False]
    assert [row.number for row in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize("array", [False, True])
@pytest.mark.parametrize("odd", ["[1]", "5", "null", '"x"', '{"value": 1, "value": 2}'])
def test_an_odd_entry_of_json_stops_no_table(tmp_path: Path, array: bool, odd: str) -> None:
    """It is a reject, though the amounts are looked through first; a name left out is blank."""
    good = json.dumps({"exporter": "NL", "destination": "CL", "year": 2014})
    more = json.dumps({"exporter": "NL", "destination": "CL", "year": 2014, "value": "1,5"})
    lines = [good, odd, more, good]
    text = f"[{','.join(lines)}]" if array else "\n".join(lines)
    rows = rows_of(tmp_path, text, name="table.json" if array else "table.jsonl")
    assert [isinstance(row, Reject) for row in rows] == [False, True, False, False]
    assert [row.value for row in rows if isinstance(row, Record)] == [None, Decimal("1.5"), None]


@pytest.mark.parametrize("ending", ["json", "jsonl", "parquet"])
def test_a_cell_that_holds_several(tmp_path: Path, ending: str) -> None:
    """A list in a cell is several places or codes, as they stand in a text with semicolons."""
    pl = pytest.importorskip("polars")
    rows = [
        {"exporter": "NL", "destination": ["SA", "Congo, Dem. Rep."], "year": 2014,
         "rating": ["ML6.a", "ML10"]},
        {"exporter": "NL", "destination": ["NO"], "year": 2014, "rating": ["ML1"]},
    ]  # fmt: skip
    path = tmp_path / f"t.{ending}"
    if ending == "parquet":
        pl.DataFrame(rows).write_parquet(path)
    else:
        lines = "\n".join(map(json.dumps, rows))
        path.write_text(lines if ending == "jsonl" else json.dumps(rows), encoding="utf-8")
    found = list(read_table(path, reader="generic"))
    assert [(row.destination, row.rating) for row in found] == [
        ("SA; Congo, Dem. Rep.", "ML6.a; ML10"), ("NO", "ML1"),
    ]  # fmt: skip


def test_bytes_in_parquet(tmp_path: Path) -> None:
    """Text that a program wrote as bytes is text; other bytes make their row a reject."""
    pl = pytest.importorskip("polars")
    path = tmp_path / "t.parquet"
    columns = {"exporter": ["NL", "NL"], "destination": [b"SA", b"\xff"], "year": [2014, 2014]}
    pl.DataFrame(columns).write_parquet(path)
    first, second = read_table(path, reader="generic")
    assert first.destination == "SA"
    assert second.reasons == ("the cell of `destination` holds no value that can be read",)


def test_an_odd_time_in_parquet(tmp_path: Path) -> None:
    """A moment that no calendar holds makes that row a reject."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    days = arrow.array([0, 3 * 10**17], arrow.timestamp("us"))
    table = arrow.table({"exporter": ["NL", "NL"], "destination": ["CL", "CL"], "day": days})
    path = tmp_path / "table.parquet"
    parquet.write_table(table, path)
    first, second = read_table(path)
    assert isinstance(first, Record)
    assert isinstance(second, Reject)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_workbook(tmp_path: Path, ending: str) -> None:
    """Its one sheet that has the columns is read, or the one that is named; days stay days."""
    path = tmp_path / f"table.{ending}"
    _write_workbook(path, {
        "Notes": [["Published in 2015"]],
        "Data": [["Exports"], ["Land", "Datum", "Betrag"], ["Chile", date(2014, 3, 8), 1.5]],
    })  # fmt: skip
    mapping = _mapping(
        tmp_path,
        "columns: {destination: Land, day: Datum, value: Betrag}\n"
        "constants: {exporter: NL, currency: EUR}\n",
    )
    (row,) = read_table(path, mapping=mapping)
    assert (row.destination, row.day, row.value) == ("Chile", date(2014, 3, 8), Decimal("1.5"))
    named = _mapping(tmp_path, mapping.read_text() + "sheet: Dta\n")
    with pytest.raises(InputError, match="did you mean `Data`"):
        list(read_table(path, mapping=named))
    with pytest.raises(InputError, match=r"(?s)several sheets.*`licensecheck table FILE`"):
        list(read_table(path))


def _write_workbook(path: Path, sheets: dict[str, list[list]]) -> None:
    pytest.importorskip("python_calamine")
    if path.suffix == ".xlsx":
        book = pytest.importorskip("openpyxl").Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(path)
        return
    pytest.importorskip("odf")
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for cell in row:
                if isinstance(cell, date):
                    one = TableCell(valuetype="date", datevalue=cell.isoformat())
                elif isinstance(cell, str):
                    one = TableCell(valuetype="string")
                else:
                    one = TableCell(valuetype="float", value=str(cell))
                one.addElement(P(text=str(cell)))
                line.addElement(one)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    """A PDF, a page of the web and an archive say what they are and what to do."""
    for name, data, words in (
        ("t.csv", b"%PDF-1.7 ...", "a PDF"),
        ("t.csv", b"<!DOCTYPE html><table>", "page of the web"),
        ("t.zip", b"PK\x03\x04....", "zip"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        for reader in ("auto", "generic", "uk-licences"):
            with pytest.raises(InputError, match=words):
                list(read_table(path, reader=reader))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("unit: dozen", "one of: `ones`, `thousands`, `millions`, `billions`"),
        ("ratings: {x: ML99}", "ratings.x"),
        ("ratings: [a]", "ratings: a set of named entries is needed"),
        ("rating_prefix: 5", "not one to four letters"),
        ("leave_out: [a]", "leave_out: a set of named entries is needed"),
        ("sheet: [1]", "sheet: a text is needed"),
        ("header: [6, 5]", "not the numbers of the rows"),
        ("header: 0", "not the numbers of the rows"),
        ("years: 2014", "neither `true`"),
        ("measures: {sold: x}", "measures.sold: no such measure `sold`"),
    ],
)
def test_faults_of_the_newer_keys(tmp_path: Path, text: str, part: str) -> None:
    """Each is told with the key and what it takes."""
    assert part in _refused(tmp_path, "a\n1\n", mapping=_mapping(tmp_path, text))


def test_a_fraction_of_a_cent(tmp_path: Path) -> None:
    """It is rounded and noted, and the value is one that the Screener takes."""
    text = "exporter,destination,year,currency,value\nNL,CL,2014,EUR,390289.54000000004\n"
    (row,) = records_of(tmp_path, text)
    assert row.value == Decimal("390289.54")
    assert row.notes == ("the value 390289.54000000004 is rounded to the cent",)
    assert Money(amount="390289.54000000004").amount == row.value


@pytest.mark.parametrize(
    ("constants", "told"),
    [
        ("{exporter: ZZ}", "constants.exporter: no place known by the name `ZZ`"),
        ("{destination: Germani}", "`Germany`"),
        ("{rating: ML66}", "did you mean `ML6`"),
        ("{currency: EURO}", "is no code of three letters"),
    ],
)
def test_a_constant_that_nobody_can_read_is_told_once(
    tmp_path: Path, constants: str, told: str
) -> None:
    """And not as a note of every row, or as a place that is nowhere inside."""
    path = tmp_path / "mapping.yaml"
    path.write_text(f"columns: {{destination: Land}}\nconstants: {constants}\n")
    with pytest.raises(InputError, match=told) as caught:
        read_mapping(path)
    assert caught.value.problems[0].where.startswith("mapping.yaml:2")


def test_constants_are_read_as_cells_are(tmp_path: Path) -> None:
    """By the names and words of the mapping itself, and as people write places."""
    path = tmp_path / "mapping.yaml"
    path.write_text(
        "constants: {exporter: Duitsland, destination: Hier, rating: guns, currency: eur}\n"
        "places: {hier: BE}\nratings: {guns: ML1.a}\n"
    )
    assert read_mapping(path).constants["exporter"] == "Duitsland"


def test_the_separator_is_that_of_the_header(tmp_path: Path) -> None:
    """A row below it may hold any number of other separators."""
    text = "exporter\tdestination\tyear\nNL\t;;;;,,,,\t2014\nNL\tCL\t2014\n"
    assert [row.destination for row in records_of(tmp_path, text)] == [";;;;,,,,", "CL"]


def test_a_quote_that_swallows_the_rows_behind_it(tmp_path: Path) -> None:
    """Is told with its line; no row is lost in a cell of the one before."""
    rows = 'destination,year,value,exporter\nFR,2020,1,NL\n"FR,2020,1,NL\nDE,2020,7,NL\n'
    said = _refused(tmp_path, rows)
    assert "a quotation mark in line 3 is never closed" in said


@pytest.mark.parametrize("ending", ["xlsx", "ods", "json", "jsonl"])
def test_numbers_of_a_program_tell_no_decimal_mark(tmp_path: Path, ending: str) -> None:
    """A number is written in one way by every program; what a text beside it means it tells not."""
    names = ("exporter", "destination", "year", "currency", "value")
    values: list[Any] = [1234.5, "1.234", 0.125, "1,500"]
    rows = [("NL", "CL", 2014, "EUR", value) for value in values]
    path = tmp_path / f"t.{ending}"
    if ending in ("xlsx", "ods"):
        _write_workbook(path, {"Data": [list(names), *map(list, rows)]})
    else:
        lines = [json.dumps(dict(zip(names, row, strict=True))) for row in rows]
        path.write_text("\n".join(lines) if ending == "jsonl" else f"[{', '.join(lines)}]")
    found = load_table(path)
    assert found.frame["cents"].to_list() == [123450, None, 12, None]
    assert found.unread_values == {"1.234": 1, "1,500": 1}
    assert look(path).decimal == "?"
    told = _mapping(tmp_path, "decimal: ','\n")
    assert load_table(path, mapping=told).frame["cents"].to_list() == [123450, 123400, 12, 150]


@pytest.mark.parametrize("word", ["unknown", "n/a", "-", "?", "onbekend", "N.v.t.", "k. A.", "TBD"])
@pytest.mark.parametrize("name", [
    "end_user_kind", "end_use", "end_use_place", "onward", "end_user_country", "consignee",
    "origin", "route", "buyer_kind", "buyer_country", "contract_date", "form", "permanent",
    "renewal", "currency",
])  # fmt: skip
def test_what_is_not_stated_stays_open(tmp_path: Path, name: str, word: str) -> None:
    """A sign or word for not stated is no word that cannot be read: the fact is open, and noted."""
    head = "exporter,destination,year,rating"
    [given] = records_of(tmp_path, f"{head},{name}\nNL,CL,2020,ML6.a,{word}\n")
    [empty] = records_of(tmp_path, f"{head},{name}\nNL,CL,2020,ML6.a,\n")
    assert replace(given, notes=()) == replace(empty, notes=())
    assert (
        word == "unknown"
        or f"{name}: `{word}` is taken as not stated" in given.notes
        or (f"{name}: `{word.casefold()}` is taken as not stated" in given.notes)
    )
    screened = run("screen", str(tmp_path / "table.csv"))
    assert screened.code == 0
    assert "rejected" not in screened.out


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("onward", "AR; unknown"), ("route", "BE; -"), ("end_user_kind", "army?"),
        ("measure", "-"), ("kind", "n/a"),
    ],
)  # fmt: skip
def test_what_is_said_and_cannot_be_read_is_a_reject(tmp_path: Path, name: str, word: str) -> None:
    """Part of what is said is not all, and what a row cannot do without is not open."""
    path = tmp_path / "t.csv"
    path.write_text(f"exporter,destination,year,rating,{name}\nNL,CL,2020,ML6.a,{word}\n")
    screened = run("screen", str(path))
    assert screened.code == 2
    assert "rejected, by reason" in screened.out


@pytest.mark.parametrize("word", ["NA", "various", "diverse", "multiple"])
def test_what_is_a_place_is_not_open(tmp_path: Path, word: str) -> None:
    """`NA` is the code of Namibia, and several that nobody names are not none."""
    text = f"exporter,destination,year,rating,consignee,onward\nNL,CL,2020,ML6.a,{word},{word}\n"
    [record] = records_of(tmp_path, text)
    assert (record.consignee, record.parties.onward) == (word, word)


def test_an_exporter_that_is_not_stated(tmp_path: Path) -> None:
    """Screening and shares say what the mapping that `table` proposes still lacks."""
    path, mapping = tmp_path / "t.csv", tmp_path / "m.yaml"
    path.write_text("Bestemming,Jaar,Waarde,Post\nChili,2020,5,ML10\n")
    run("table", str(path), "--write", str(mapping))
    for command in ("screen", "share"):
        found = " ".join(run(command, str(path), "--mapping", str(mapping)).out.split())
        assert "`exporter` under `columns` or `constants`" in found


def test_rows_that_a_mapping_leaves_out_and_no_row_is(tmp_path: Path) -> None:
    """A word that is misspelt leaves out nothing, and that is said, word by word."""
    path = tmp_path / "t.csv"
    path.write_text(
        "exporter,destination,year,rating,value,currency\n"
        "NL,Chile,2020,ML6,5,EUR\nNL,Euro area,2020,ML6,5,EUR\n"
    )
    mapping = _mapping(tmp_path, "leave_out: {destination: [euro area, Euro zone], year: ['2019']}")
    assert load_table(path, mapping=mapping).not_left_out == (
        ("destination", "euro zone"), ("year", "2019"),
    )  # fmt: skip
    for command in ("screen", "share"):
        found = " ".join(run(command, str(path), "--mapping", str(mapping)).out.split())
        assert "no row has, so none for it: destination: `euro zone`, year: `2019`" in found
    # A mapping may be a pipe, which is read once.
    command = [sys.executable, "-m", "licensecheck", "share", str(path), "--mapping", "/dev/stdin"]
    piped = subprocess.run(command, input=mapping.read_bytes(), capture_output=True, timeout=60)
    assert b"euro zone" in piped.stdout
    every = _mapping(tmp_path, "leave_out: {destination: [euro area], year: ['2020']}")
    assert load_table(path, mapping=every).not_left_out == ()


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_names_that_are_the_same_but_for_blanks(tmp_path: Path, ending: str) -> None:
    """An object that gives a name twice, but for a blank, is a reject: one value would be lost."""
    objects = (
        '{"exporter": "NL", "destination": "CL", "year": 2020, "value": 5, "value ": 9}',
        '{"exporter": "NL", "destination": "CL", "year": 2020, "value": 7}',
    )
    text = "\n".join(objects) if ending == "jsonl" else f"[{', '.join(objects)}]"
    rows = rows_of(tmp_path, text, name=f"t.{ending}", reader="generic")
    assert isinstance(rows[0], Reject)
    assert rows[1].value == 7


def test_two_columns_of_one_name_in_parquet(tmp_path: Path) -> None:
    """They are told apart as in any other table, and none is taken for the other in silence."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    cells = [["NL"], ["CL"], [2020], [5], [9]]
    for last in ("value", "value "):
        names = ["exporter", "destination", "year", "value", last]
        parquet.write_table(arrow.table(cells, names=names), tmp_path / "t.parquet")
        with pytest.raises(InputError, match=r"`value \(2\)` is no field"):
            list(read_table(tmp_path / "t.parquet"))
        mapping = _mapping(tmp_path, "ignore: ['value (2)']\n")
        assert [row.value for row in read_table(tmp_path / "t.parquet", mapping=mapping)] == [5]


def test_a_value_that_holds_the_separator(tmp_path: Path) -> None:
    """`5,000,000` between commas is no 5: where a cell moved, a value is counted as unread."""
    text = "exporter,destination,year,value\nNL,CL,2020,5,000,000\nNL,CL,2020,7,,\n"
    moved, padded = records_of(tmp_path, text)
    assert (moved.value, moved.unread_value, padded.value) == (None, "5", 7)
    [reject, _] = rows_of(tmp_path, text.replace("CL,2020,5,000", "Korea, Republic of,2020"))
    assert reject.reasons == ("the year `Republic of` cannot be read",)
    wide = "exporter,destination,2019,2020\nNL,CL,5,000,6\n"
    mapping = _mapping(tmp_path, "years: true\nconstants: {currency: EUR}\n")
    found = records_of(tmp_path, wide, mapping=mapping)
    assert [row.value for row in found] == [None, None]


def test_a_cell_under_no_name_moves_none(tmp_path: Path) -> None:
    """Where the header is as wide as the row, a remark under no name is only noted."""
    [row] = records_of(
        tmp_path, "exporter,destination,year,value,,\nNL,CL,2020,7,,see note\n", reader="generic"
    )
    assert row.value == 7
    assert any("cells and the header" in note for note in row.notes)


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_a_name_that_is_no_text_is_a_fault_of_its_row(tmp_path: Path, ending: str) -> None:
    """Half of a pair of characters in a name of one object rejects that object alone."""
    good = '{"exporter": "NL", "destination": "CL", "year": 2020}'
    objects = (good, good.replace("}", ', "\\udc00": 1}'), good)
    text = "\n".join(objects) if ending == "jsonl" else f"[{', '.join(objects)}]"
    rows = rows_of(tmp_path, text, name=f"t.{ending}", reader="generic")
    assert [isinstance(row, Record) for row in rows] == [True, False, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"'])
def test_a_line_that_says_the_separator(tmp_path: Path, first: str, encoding: str) -> None:
    """A spreadsheet's `sep=;` above the header is no row, in our schema and in a fixed format."""
    text = f"{first}\r\nexporter;destination;year;value\r\nNL;CL;2020;5\r\nNL;IN;2020;7\r\n"
    found = records_of(tmp_path, text, encoding=encoding)
    assert [(row.number, row.value) for row in found] == [(1, 5), (2, 7)]
    german = f"{first}\nyear;gesamt;war_weapons;country_e;iso3_code\n2010-01-01;5;7;Chile;CHL\n"
    assert len(records_of(tmp_path, german, encoding=encoding)) == 2


def test_a_table_of_rejects_says_why(tmp_path: Path) -> None:
    """Where no row can be counted the commonest reason is told."""
    path = tmp_path / "t.csv"
    path.write_text("exporter,destination,day\nNL,CL,43894\nNL,CL,43895\nNL,CL,43895\n")
    assert "rejected, most for: the day `43895` cannot be read" in run("share", str(path)).err
