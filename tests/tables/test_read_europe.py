"""The oddities of the EU, German, Finnish, Swiss and British tables, one by one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from licensecheck.tables.reading.record import Reject
from tests.tables.reading import reasons_of, records_of, rows_of

OKFN = (
    'unique-id;" ""year""";importing-country;exporting-country;CML-category;'
    "num-licenses-imported;val-licenses-imported;val-arms-imported\n"
)
GERMAN = "year;gesamt;war_weapons;country_e;iso3_code\n"
BRITISH = "licence_group,date,rating,count,value,country,refused\n"
SWISS = '"","GN","UnterGN","Datum","Land","Wert","Verzeichnis","Signatur"\n'
FINNISH_PRODUCTS = (
    "Year,Country of destination,Region,Export to inter-national mission(s),"
    "Military List (ML) category number,Military List (ML) category full,"
    "Military List (ML) category note,Definition of material,Value of export (eur)\n"
)
FINNISH_DUAL_USE = (
    "Year,Date,Country of destination,Region,Type of licence,Export control classification,"
    "Description of material,Exporter,Business ID of the exporter,"
    "Identification number of the licence\n"
)
FINNISH_LICENCES = (
    "Year,Country of destination,Region,Multiple countries of destination,Country note,"
    "Export to inter-national mission(s),Total value of licences (eur)\n"
)
FINNISH_EXPORTS = (
    "Year,Country of destination,Region,Value of exports to international missions (eur),"
    "Total value of exports (eur)\n"
)


def _values(records) -> list[tuple]:
    return [(row.number, row.measure, row.rating, row.value) for row in records]


def test_a_total_gives_what_its_entries_do_not_tell(tmp_path: Path) -> None:
    """The total may stand before or behind its entries; nothing is counted twice."""
    text = OKFN + (
        "1;2010;Ruritania;Austria;Total;3;1000;900\n"
        "2;2010;Ruritania;Austria;ML1;1;400;\n"
        "3;2010;Ruritania;Austria;ML3;2;500;50\n"
        "4;2010;Ruritania;Italy;ML3;2;70;\n"
        "5;2010;Ruritania;Italy;Total;2;70;\n"
    )
    rows = rows_of(tmp_path, text)
    assert rows[-1] == Reject(5, ("a total that its entries tell whole or exceed",), "total")
    assert _values(rows[:-1]) == [
        (1, "licensed", "ML", 100), (1, "exported", "ML", 850), (2, "licensed", "ML1", 400),
        (3, "licensed", "ML3", 500), (3, "exported", "ML3", 50), (4, "licensed", "ML3", 70),
    ]  # fmt: skip
    assert rows[0].notes == ("the total of 1,000 less what its entries tell",)
    assert [row.licences for row in rows[:3]] == [None, None, 1]


def test_a_total_without_entries_is_kept_whole(tmp_path: Path) -> None:
    """A state that published no entries keeps its total and its number of licences."""
    (row,) = records_of(tmp_path, OKFN + "1;2010;Ruritania;Italy;Total;7;70;\n")
    assert (row.rating, row.value, row.licences) == ("ML", Decimal(70), 7)


def test_rows_that_sum_all_states(tmp_path: Path) -> None:
    """`na` and `TOTAL PER ML categorya` are no exporters."""
    text = "1;2010;Ruritania;na;ML1;;5;\n2;2010;Ruritania;TOTAL PER ML categorya;ML1;;5;\n"
    assert reasons_of(tmp_path, OKFN + text) == [
        (1, ("the exporter `na` sums all states",)),
        (2, ("the exporter `TOTAL PER ML categorya` sums all states",)),
    ]


def test_places_of_the_european_table(tmp_path: Path) -> None:
    """Misspelt, missing and misfiled places are mended with a note."""
    text = OKFN + (
        "1;2005;Korea (Dem Rep Of);Chrypre;ML1;1;5;\n"
        "2;2006;Korea (Dem Rep Of);Austria;ML1;1;5;\n"
        "3;2005;Na;CzechRepublic;ML1;1;5;\n"
    )
    rows = records_of(tmp_path, text)
    assert [(row.exporter, row.destination) for row in rows] == [
        ("Cyprus", "Korea (Republic Of)"), ("Austria", "Korea (Dem Rep Of)"),
        ("Czech Republic", "not stated"),
    ]  # fmt: skip
    assert len(rows[0].notes) == 2
    assert rows[1].notes == ()


def test_misfiled_entries_belong_to_the_total_of_the_right_state(tmp_path: Path) -> None:
    """The entries filed under one Korea are taken off the total of the other."""
    text = "1;2005;Korea (Dem Rep Of);Italy;ML1;1;5;\n2;2005;Korea (Republic Of);Italy;Total;1;5;\n"
    assert reasons_of(tmp_path, OKFN + text) == [
        (2, ("a total that its entries tell whole or exceed",))
    ]


def test_moved_columns_and_odd_numbers(tmp_path: Path) -> None:
    """A value among the numbers of licences moves back; groups of three are read, others noted."""
    text = OKFN + (
        "1;2012;Ruritania;Italy;ML1;262000000;155000000;\n"
        "2;2013;Ruritania;Slovenia;ML2;4;131.354;\n"
        "3;2013;Ruritania;Slovenia;ML8;1;32.5;\n"
        "4;2013;Ruritania;Slovenia;ML9;1;386 000;\n"
        "5;2013;Ruritania;Slovenia;ML10;;;\n"
        "6;2012;Ruritania;France;ML10;1;9;\n"
    )
    rows = rows_of(tmp_path, text)
    assert rows[5] == Reject(5, ("neither a licence nor an export is stated",))
    assert _values(rows[:5]) == [
        (1, "licensed", "ML1", 262_000_000), (1, "exported", "ML1", 155_000_000),
        (2, "licensed", "ML2", 131_354), (3, "licensed", "ML8", None),
        (4, "licensed", "ML9", 386_000),
    ]  # fmt: skip
    assert rows[3].notes == ("the value `32.5` cannot be read",)
    assert "approvals to negotiate" in rows[6].notes[0]


def test_the_long_form_of_the_european_table(tmp_path: Path) -> None:
    """Letters say what the number is; a citation of a criterion is no transfer."""
    head = "2003; 0; AT; Austria; DZ; Algeria; AFN; North Africa; ML 4; "
    text = "".join(
        f"{head}{end};\n" for end in ("a; 2", "b; 4000", "c; 3000", "d; 1", "e2; 1", "b; 0", "x; 1")
    )
    rows = rows_of(tmp_path, text)
    assert (rows[0].number, rows[0].why) == (1, "joined")
    assert [(row.measure, row.value, row.licences) for row in rows[1:4]] == [
        ("licensed", Decimal(4000), 2), ("exported", Decimal(3000), None), ("refused", None, 1),
    ]  # fmt: skip
    assert {row.rating for row in rows[1:4]} == {"ML 4"}
    assert [row.number for row in rows[4:] if isinstance(row, Reject)] == [5, 6, 7]


def test_the_long_form_with_totals_at_its_head(tmp_path: Path) -> None:
    """Lines without a destination sum all states: they give what no other line tells."""
    head = "1998; 0; AT; Austria; ; ; ; ; ; "
    text = (
        f"{head}a; 1605; \n{head}b; 5000; \n{head}e1a; 4; \n"
        '1998; 0; AT; Austria; SA; "Saudi Arabia"; ME; "Middle East"; ; b; 900; \n'
        '1998; 0; AT; Austria; SA; "Saudi Arabia"; ME; "Middle East"; "ML 10"; b; 700; \n'
        '1998; 0; AT; Austria; SA; "Saudi Arabia"; ME; "Middle East"; "ML 10"; a; 3; \n'
    )
    rows = rows_of(tmp_path, text)
    kept = [row for row in rows if not isinstance(row, Reject)]
    assert [(row.number, row.destination, row.rating, row.value, row.licences) for row in kept] == [
        (2, "not stated", "ML", Decimal(4100), None), (4, "Saudi Arabia", "ML", Decimal(200), None),
        (5, "Saudi Arabia", "ML 10", Decimal(700), 3),
    ]  # fmt: skip
    assert {row.number: row.why for row in rows if isinstance(row, Reject)} == {
        1: "joined", 3: "unread", 6: "joined",
    }  # fmt: skip


def test_totals_of_the_long_form_that_are_all_there_is(tmp_path: Path) -> None:
    """A year of which nothing else was published keeps its totals."""
    text = (
        "1999; 0; FI; Finland; ; ; ; ; ; a; 12; \n1999; 0; FI; Finland; ; ; ; ; ; c; 40155692; \n"
    )
    rows = records_of(tmp_path, text)
    assert [(row.destination, row.measure, row.value, row.licences) for row in rows] == [
        ("not stated", "licensed", None, 12), ("not stated", "exported", Decimal(40_155_692), None),
    ]  # fmt: skip


def test_the_long_form_with_commas(tmp_path: Path) -> None:
    """The same columns parted by commas; `Total` is an entry not stated."""
    (row,) = records_of(tmp_path, "2003,0,AT,Austria,DZ,Algeria,AFN,North Africa,Total,b,12.50\n")
    assert (row.rating, row.value) == ("ML", Decimal("12.5"))


def test_brokering_runs_from_the_source(tmp_path: Path) -> None:
    """The last place is the source; lists stay lists; a missing source is said."""
    text = (
        "2008,CZ,Czech Republic,issued,BD,Bangladesh,2,4099.0,ML10; ML11,,,UA; CN,Ukraine; China\n"
        "2009,LT,Lithuania,refused,AE,United Arab Emirates,1,,ML10,,,,\n"
    )
    deal, refusal = records_of(tmp_path, text)
    assert (deal.exporter, deal.destination, deal.kind) == (
        "Ukraine, China", "Bangladesh", "brokering",
    )  # fmt: skip
    assert (deal.rating, deal.value, deal.licences) == ("ML10, ML11", Decimal(4099), 2)
    assert (refusal.measure, refusal.exporter) == ("refused", "not stated")


def test_goods_for_missions(tmp_path: Path) -> None:
    """Prose with a line break is one cell, and no value is stated."""
    (row,) = records_of(tmp_path, '2006,AT,Austria,LR,Liberia,UNMIL,"Pistols\nand parts"\n')
    assert (row.measure, row.description, row.value) == ("exported", "Pistols and parts", None)


def test_german_licences_and_exported_war_weapons(tmp_path: Path) -> None:
    """Two measures give two records; nothing gives a reject."""
    text = GERMAN + (
        '2010-01-01;500;700;"Ruritania\n";RUR\n2010-01-01;0;0;Graustark;GRA\n'
        "2011-01-01;5;0;Graustark;GRA\n"
    )
    rows = rows_of(tmp_path, text)
    assert _values([row for row in rows if not isinstance(row, Reject)]) == [
        (1, "licensed", "ML", 500), (1, "exported", "ML", 700), (3, "licensed", "ML", 5),
    ]  # fmt: skip
    assert (rows[0].destination, rows[0].year, rows[0].day) == ("Ruritania", 2010, None)
    assert rows[0].application()["as_of"] == date(2010, 12, 31)
    assert isinstance(rows[2], Reject)


def test_british_licences_and_refusals(tmp_path: Path) -> None:
    """A refusal has no value; a value of nought is noted; a strange mark is a reject."""
    text = BRITISH + (
        "1,2010-03-04,ML10,2,5000,Italy,0\n2,2010-03-04,PL5001,1,,Italy,1\n"
        "3,2010-03-04,5A002,1,0,Italy,0\n4,03 March,ML1,1,5,,2\n"
    )
    rows = rows_of(tmp_path, text)
    assert [(row.measure, row.value, row.currency) for row in rows[:3]] == [
        ("licensed", Decimal(5000), "GBP"), ("refused", None, "GBP"),
        ("licensed", Decimal(0), "GBP"),
    ]  # fmt: skip
    assert rows[1].application()["stage"] == "proposed"
    assert rows[2].notes == ("the value is stated as 0",)
    assert rows[3] == Reject(
        4,
        (
            "the day `03 March` cannot be read",
            "the destination is missing",
            "refused is `2`, neither 0 nor 1",
        ),
    )


@pytest.mark.parametrize(
    ("listed", "code", "rating"),
    [
        ("GKV", "2B201a1|2B001b2", "2B201a1, 2B001b2"),
        ("GKV", "III.A1.003, Anhang 2", "III.A1.003, Anhang 2"),
        ("ML (GKV)", "18a", "ML18a"),
        ("ML (GKV)", "ML10.c2", "ML10.c2"),
        ("ML (GKV)", "ML1.a|ML1.a", "ML1.a"),
        ("5.1", "5.1", "Anhang 5.1"),
        ("ChKV", "2B4", "ChKV 2B4"),
        ("unbekannt", "", ""),
    ],
)
def test_swiss_codes(tmp_path: Path, listed: str, code: str, rating: str) -> None:
    """The list decides what a code is; a Swiss annex does not read as an entry of the EU list."""
    text = f'"1",8000002,1,2014-02-07,"Russland",94988.4,"{listed}","{code}"\n'
    (row,) = records_of(tmp_path, SWISS + text)
    assert (row.rating, row.destination, row.value) == (rating, "Russland", Decimal("94988.4"))
    assert (row.exporter, row.currency) == ("CH", "CHF")


def test_finnish_exports_by_product(tmp_path: Path) -> None:
    """Binary fractions are rounded, an open entry is several, goods for a mission are noted."""
    text = FINNISH_PRODUCTS + (
        "2002,Italy,European Union,int,,,ML7 or ML13,Masks,390289.54000000004\n"
        "2002,Italy,European Union,,ML1,ML1a,,Rifles,\n2002,Italy,European Union,,,,,Scrap,5\n"
    )
    first, second, third = records_of(tmp_path, text)
    assert (first.rating, first.value, first.measure) == (
        "ML7,ML13", Decimal("390289.54"), "exported",
    )  # fmt: skip
    assert first.notes == ("for an international mission", "either of ML7,ML13")
    assert (second.rating, second.value, second.notes) == ("ML1a", None, ("the value is missing",))
    assert (third.rating, third.notes) == ("ML", ("the entry is not stated",))


def test_finnish_licences_and_exports_by_country(tmp_path: Path) -> None:
    """Lists stay lists, states not named are several, and parts for missions are noted."""
    text = FINNISH_LICENCES + (
        '2016,"Italy, Spain",European Union,1.0,,,202500.0\n2015,,,1.0,UN missions,,5.0\n'
        "2014,Chad,Africa,,,Int partly,7.0\n"
    )
    listed, several, partly = records_of(tmp_path, text)
    assert listed.destination == "Italy, Spain"
    assert (several.destination, several.notes) == ("several countries", ("UN missions",))
    assert partly.notes == ("in part for an international mission",)
    (row,) = records_of(tmp_path, FINNISH_EXPORTS + "2021,Chad,Africa,1000.0,5000.0\n")
    assert (row.value, row.notes) == (Decimal(5000), ("1,000 of it for international missions",))


def test_finnish_dual_use_licences(tmp_path: Path) -> None:
    """A dash is no code, repeats go, and a licence may lack a day or be dated a year later."""
    text = FINNISH_DUAL_USE + (
        "2021,2022-03-02 10:36:39.000,China,Asia,x (individual licence),-; 5A002a1; 5A002a1,"
        '"a\nb",Y,1,FI1\n2014,,Multiple countries of destination,,x (global licence),-,c,Y,1,FI2\n'
    )
    dated, undated = records_of(tmp_path, text)
    assert (dated.day, dated.rating, dated.description) == (date(2022, 3, 2), "5A002a1", "a b")
    assert "listed under 2021" in dated.notes
    assert (undated.day, undated.year, undated.rating) == (None, 2014, "")
    assert undated.destination == "several countries"
    assert "a global licence" in undated.notes


def test_empty_cells_beside_a_filled_one_are_counted(tmp_path: Path) -> None:
    """An empty cell does not tell whether nothing or nothing known: the figures say how many."""
    german = GERMAN + "2010-01-01;5;;Chile;CHL\n2011-01-01;;7;Chile;CHL\n2012-01-01;5;0;Chile;CHL\n"
    assert [row.blank_cells for row in records_of(tmp_path, german)] == [1, 1, 0]
    okfn = OKFN + "1;2010;Chile;Austria;ML10;1;5000;\n2;2010;Chile;Austria;ML6;;;7000\n"
    okfn += "3;2010;Chile;Austria;ML1;1;5;0\n4;2010;Chile;Austria;ML2;2;;7\n"
    found = records_of(tmp_path, okfn)
    assert [(row.number, row.blank_cells) for row in found] == [
        (1, 1), (2, 1), (3, 0), (4, 0), (4, 0),
    ]  # fmt: skip
