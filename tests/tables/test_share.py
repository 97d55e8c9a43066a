"""Shares computed by hand, and the published Dutch export list to the euro."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

pl = pytest.importorskip("polars")

from licensecheck import InputError  # noqa: E402
from licensecheck.errors import LawError  # noqa: E402
from licensecheck.reference import Reference  # noqa: E402
from licensecheck.report.records import records_csv  # noqa: E402
from licensecheck.report.share import share_text  # noqa: E402
from licensecheck.report.share_data import figure_records, figures_json  # noqa: E402
from licensecheck.tables.reading.frame import category_of, to_frame, to_records  # noqa: E402
from licensecheck.tables.reading.intake import Table, load_table, write_rejects  # noqa: E402
from licensecheck.tables.reading.record import Record, Reject  # noqa: E402
from licensecheck.tables.shares.chains import newly_authorised  # noqa: E402
from licensecheck.tables.shares.share import Amount, Shares, Term, share  # noqa: E402
from licensecheck.tables.shares.standing import DestinationGroups  # noqa: E402

DAY = date(2010, 6, 1)
EXPORTS = "Overzicht.uitvoer.militaire.goederen.2004-2014.csv"


def licence(number: int, destination: str, value: object = None, **more) -> Record:
    fields = {"exporter": "NL", "day": DAY, "rating": "ML6", **more}
    amount = None if value is None else Decimal(str(value))
    return Record(number=number, destination=destination, value=amount, **fields)


def test_inside_outside_and_what_cannot_be_placed() -> None:
    """Germany is inside, Brazil outside, the EU of 2010 and an unread name are neither."""
    frame = to_frame([
        licence(1, "DUITSLAND", 60), licence(2, "Brazilië", 20), licence(3, "EU", "15.50"),
        licence(4, "qqqq", "4.50"), licence(5, "Brazilië"),
    ])  # fmt: skip
    (figure,) = share(frame)
    assert figure.inside == Amount(6000, 1)
    assert figure.outside == Amount(2000, 2, 1)
    assert figure.unplaced == Amount(2000, 2)
    assert figure.bounds == (Fraction(1, 5), Fraction(2, 5))
    assert figure.row_bounds == (Fraction(2, 5), Fraction(4, 5))
    assert figure.width == (Term("EU", 1550, 1), Term("QQQQ", 450, 1))
    assert figure.contributors == (Term("Brazil", 2000, 2),)
    assert figure.concentration == 1


def test_the_clock_decides_on_finland() -> None:
    """Finland is outside NATO by its licence of 2010 and inside by the membership of 2024."""
    frame = to_frame([licence(1, "FINLAND", 10)])
    by_clock = {
        f.membership: f.bounds for f in share(frame, membership=("licence-date", "2024-01-01"))
    }
    assert by_clock == {"licence-date": (1, 1), "2024-01-01": (0, 0)}


def test_a_year_in_which_membership_changed_leaves_a_place_open() -> None:
    """Of a row of 2023 nobody can say whether Finland was a member; of 2022 and 2024, yes."""
    frame = to_frame([licence(n, "FI", 10, day=None, year=2021 + n) for n in (1, 2, 3)])
    found = {f.key["year"]: (f.bounds, f.key["group"]) for f in share(frame, by=("year", "group"))}
    assert found == {
        "2022": ((1, 1), "eu-outside-nato"), "2023": ((0, 1), "several"), "2024": ((0, 0), "allies")
    }  # fmt: skip


def test_what_starts_outside_is_no_part_of_the_share() -> None:
    """Sweden was no ally in 2010, so its exports are apart, unless all exporters are asked for."""
    rows = [licence(1, "DE", 10), licence(2, "BR", 90, exporter="SE")]
    (inside,) = share(to_frame(rows))
    assert (inside.total.cents, inside.elsewhere.cents) == (1000, 9000)
    (every,) = share(to_frame(rows), exporters="all")
    assert every.bounds == (Fraction(9, 10), Fraction(9, 10))


def test_measures_and_currencies_are_kept_apart() -> None:
    """No sum holds two measures or two currencies; the trend indicator is one of its own."""
    frame = to_frame([
        licence(1, "BR", 1), licence(2, "BR", 2, currency="USD"),
        licence(3, "BR", "4.5", currency="TIV", measure="delivered"),
        licence(4, "BR", 8, measure="exported"),
    ])  # fmt: skip
    sums = {(f.measure, f.currency): f.outside.cents for f in share(frame)}
    assert sums == {
        ("licensed", "EUR"): 100, ("licensed", "USD"): 200, ("delivered", "TIV"): 450,
        ("exported", "EUR"): 800,
    }  # fmt: skip


def test_ukraine_is_always_a_group_of_its_own() -> None:
    """Every destination group takes its own; a territory goes with its state."""
    groups = DestinationGroups(Reference.load())
    expected = {
        "UA": "ukraine", "DE": "allies", "GL": "allies", "AT": "eu-outside-nato", "CH": "partners",
        "SA": "gulf", "BR": "rest", "HK": "rest", "XK": "rest",
    }  # fmt: skip
    assert {code: groups.of(frozenset((code,)), DAY) for code in expected} == expected
    assert groups.of(frozenset(("DE", "CH")), DAY) == "several"
    assert groups.of(frozenset(("FI",)), date(2023, 4, 4)) == "allies"


@pytest.mark.parametrize(
    ("members", "told"),
    [("DE ZZ", "no country or group `ZZ`"), ("NATOO", "did you mean `NATO`"), ("nato", "`NATO`")],
)
def test_a_member_of_a_group_that_is_nobody_is_refused(
    tmp_path: Path, members: str, told: str
) -> None:
    """Else its countries would fall to another group."""
    path = tmp_path / "groups.csv"
    path.write_text(f"group,title,members,note\na,A,{members},\nrest,Rest,*,\n")
    with pytest.raises(LawError) as caught:
        DestinationGroups(Reference.load(), path)
    assert told in str(caught.value)
    assert caught.value.problems[0].where == "groups.csv:2: members"


def test_a_member_of_a_group_is_read_as_everywhere_else(tmp_path: Path) -> None:
    """By its code in any case, or by its name."""
    path = tmp_path / "groups.csv"
    path.write_text("group,title,members,note\na,A,de NLD Belgium HK,\nrest,Rest,*,\n")
    groups = DestinationGroups(Reference.load(), path)
    of = {code: groups.of(frozenset((code,)), DAY) for code in ("DE", "NL", "BE", "HK", "CN")}
    assert of == {"DE": "a", "NL": "a", "BE": "a", "HK": "a", "CN": "rest"}


def test_a_users_own_groups(tmp_path: Path) -> None:
    """Another file stands in for the packaged one; a fault of it is named with its line."""
    path = tmp_path / "groups.csv"
    path.write_text("group,title,members,note\nnear,Neighbours,BE DE,\nfar,Others,*,\n")
    frame = to_frame([licence(1, "BE", 1), licence(2, "US", 2)])
    found = {f.key["group"]: f.total.cents for f in share(frame, by=("group",), groups=path)}
    assert found == {"near": 100, "far": 200}
    path.write_text("group,title,members,note\nnear,Neighbours,BENELUX,\n,x,DE,\n")
    with pytest.raises(LawError, match=r"csv:2: members: no country or group `BENELUX`") as error:
        share(frame, groups=path)
    assert len(error.value.problems) == 2
    path.write_text("group,title,members,note\n")
    with pytest.raises(InputError, match=r"groups\.csv: there is no row below the columns"):
        share(frame, groups=path)
    path.write_text("group;title\nnear;Neighbours\n")
    with pytest.raises(InputError, match=r"groups\.csv:1: the column `members` is missing"):
        share(frame, groups=path)
    path.write_text("group,title,members\nnear,Neighbours,DE\nnear,Friends,FR\n")
    with pytest.raises(LawError, match=r"groups\.csv:3"):
        share(frame, groups=path)
    path.write_text("group,title,members\nnear,Neighbours,DE,,more\n")
    with pytest.raises(LawError, match=r"groups\.csv:2: more cells than the 3 columns"):
        share(frame, groups=path)


def test_a_chain_counts_once_with_its_largest_value() -> None:
    """A renewal adds nothing, a successor only what goes beyond, on its largest line first."""
    rows = [
        licence(1, "MA", 100, reference="A", day=date(2009, 1, 1)),
        licence(2, "MA", 100, reference="A", day=date(2010, 1, 1), renewal="yes"),
        licence(3, "Marokko", 130, reference="B", replaces="A", day=date(2011, 1, 1)),
        licence(4, "BR", 7, reference="B", day=date(2011, 1, 1)),
        licence(5, "MA", 50, reference="C", replaces="B", day=date(2012, 1, 1)),
        licence(6, "MA", 5, reference="D", replaces="13122003", day=date(2012, 1, 1)),
        licence(7, "MA", 5, day=date(2012, 1, 1)),
        licence(8, "MA", 5, day=date(2012, 1, 1)),
    ]  # fmt: skip
    kept = newly_authorised(to_frame(rows))
    assert dict(kept.select("number", "cents").iter_rows()) == {
        1: 10000, 3: 3700, 6: 500, 7: 500, 8: 500,
    }  # fmt: skip


def test_lines_of_one_day_all_count_and_missing_values_do_no_harm() -> None:
    """Two lines of a licence are both new; a first line without a value takes none from a later."""
    rows = [
        licence(1, "BR", None, reference="A", day=date(2009, 1, 1)),
        licence(2, "BR", 10, reference="A", day=date(2010, 1, 1)),
        licence(3, "BR", 20, reference="A", day=date(2010, 1, 1)),
        licence(4, "BR", 25, reference="A", day=date(2011, 1, 1)),
        licence(5, "BR", 12, reference="A", day=date(2011, 1, 1)),
    ]
    kept = newly_authorised(to_frame(rows))
    assert list(kept.select("number", "cents").iter_rows()) == [
        (1, None), (2, 1000), (3, 2000), (4, 700),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rating", "category"),
    [("ML15d", "ML15"), ("ML10a,18a", "several"), ("ML10a,10b", "ML10"), ("ML", ""),
     ("6A002", "dual-use"), ("none", "none"), ("DIV", ""), ("", "")],
)  # fmt: skip
def test_categories(rating: str, category: str) -> None:
    """A category is that of all entries of the cell, or several, or not known."""
    assert category_of(rating) == category


def test_a_frame_gives_its_records_back() -> None:
    """Every field survives the frame; a value finer than a cent is rounded, with a note."""
    rows = [
        licence(1, "EU", "12.34", notes=("one",), until=date(2011, 1, 1), licences=3),
        licence(2, "qqqq", None, day=None, year=2013),
    ]
    assert list(to_records(to_frame(rows)))[1] == rows[1]
    back = next(to_records(to_frame(rows)))
    assert (back.value, back.notes, back.year) == (Decimal("12.34"), ("one",), 2010)
    fine = to_frame([licence(1, "BR", "0.125")])
    assert fine["cents"].to_list() == [12]
    assert fine["notes"].to_list() == [["the value 0.125 is rounded to the cent"]]


def test_unknown_words_of_options() -> None:
    """A grouping, clock or way of counting that is not there is named with a near one."""
    frame = to_frame([licence(1, "BR", 1)])
    for options, said in (
        ({"by": ("yaer",)}, "year"), ({"chains": "as-publishd"}, "as-published"),
        ({"membership": ("yesterday",)}, "licence-date"), ({"alliances": ("natoo",)}, "nato"),
        ({"exporters": "some"}, "inside"),
    ):  # fmt: skip
        with pytest.raises(InputError) as error:
            share(frame, **options)
        assert said in error.value.problems[0].help


def test_the_report_and_its_data() -> None:
    """Text of 80 columns with every caveat; CSV and JSON with the same sums, exact."""
    rows = [
        licence(1, "DE", "1000000", permanent="yes"), licence(2, "EU", "500000.01"),
        licence(3, "qqqq", 1, replaces="X", renewal="yes", reference="Y"), licence(4, "SA"),
        licence(5, "SA", "2.5", currency="TIV", measure="delivered", day=None, year=2011),
    ]  # fmt: skip
    table = Table("list.csv", to_frame(rows), (Reject(6, ("the year is missing",)),))
    shares = Shares(table.frame, membership=("licence-date", "2024-03-07"), chains="as-published")
    text = share_text(table, shares, ["group"])
    assert max(map(len, text.splitlines())) <= 80
    for said in (
        "6 rows; 1 row rejected",
        "licence values are ceilings", "1 row without a value", "QQQQ (1)",
        "not money", "only the year is known", "renewing or replacing an older licence",
        "membership on 2024-03-07", "rejected", "permanent", "not known which", "NATO allies",
    ):  # fmt: skip
        assert said in " ".join(text.split()), said
    figures = shares.by("group")
    allies = [
        (row["currency"], row["total"], row["inside"], row["outside_max"])
        for row in csv.DictReader(records_csv(figure_records(figures)).splitlines())
        if row["group"] == "allies" and row["membership"] == "licence-date"
    ]
    assert allies == [("EUR", "1000000.00", "1000000.00", "0.000000000000")]
    data = json.loads(figures_json(figures, about={"rows": 6}, caveats=["one"]))
    euros = [
        f for f in data["figures"] if f["currency"] == "EUR" and f["membership"] != "2024-03-07"
    ]
    assert sum(Decimal(f["total"]["value"]) for f in euros) == Decimal("1500001.01")
    assert data["schema"] == "licensecheck/share/1"
    assert data["caveats"] == ["one"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([replace(licence(1, "SA", 5), exporter="SE")], "nothing in the table starts inside"),
        (
            [licence(1, "SA"), replace(licence(2, "SA", 5), exporter="SE")],
            "none of what starts inside has a value",
        ),
        ([licence(1, "SA")], "the table states no value"),
    ],
)
def test_why_rows_are_counted(rows: list[Record], said: str) -> None:
    """Where no value can be shown, the heading says which of three reasons it has."""
    rows = [replace(row, day=date(2010, 1, 1), year=2010) for row in rows]
    table = Table("list.csv", to_frame(rows), ())
    text = share_text(table, Shares(table.frame), ())
    assert f"LICENCES (rows; {said}" in text


def test_a_group_in_which_nothing_starts_inside_is_named() -> None:
    """A row of zeros would look like a share."""
    rows = [licence(1, "SA", 5), replace(licence(2, "SA", 5), exporter="SE")]
    table = Table("list.csv", to_frame(rows), ())
    text = share_text(table, Shares(table.frame), ["exporter"])
    assert "nothing is known to start inside: Sweden" in text
    assert not [line for line in text.splitlines() if line.startswith("  Sweden")]


def test_rejects_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """The file of rejects holds each row with its reasons, and no other file is left."""
    path = tmp_path / "rejects.csv"
    write_rejects(path, [Reject(3, ("one", "two, three"))])
    assert path.read_text() == 'row,reasons\n3,"one; two, three"\n'
    assert [p.name for p in tmp_path.iterdir()] == ["rejects.csv"]


@pytest.fixture(scope="module")
def dutch(shared: Path) -> Table:
    return load_table(shared / "data" / "nl-licences" / EXPORTS)


def test_the_dutch_list_adds_up_to_the_euro(dutch: Table, shared: Path) -> None:
    """All years, permanent and all, four definitions, two clocks: every total is the file's."""
    path = shared / "data" / "nl-licences" / EXPORTS
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    cells = [(row["D/T"], row["afgifte datum"][-4:], row["waarde (€)"].strip()) for row in lines]
    sums = {
        only: sum(int(v) for kind, _, v in cells if v.isdigit() and (not only or kind == "D"))
        for only in (False, True)
    }
    assert sums == {False: 32_870_955_536, True: 24_885_593_648}
    assert dutch.rows == len(lines) == 16_592
    names = ("nato", "eu", "nato-or-eu", "nato-plus")
    clocks = ("licence-date", "2026-11-24")
    years: dict[str, int] = {}
    for _, year, value in cells:
        years[year] = years.get(year, 0) + (int(value) if value.isdigit() else 0)
    for only, total in sums.items():
        shares = Shares(
            dutch.frame, alliances=names, membership=clocks, permanent_only=only,
            chains="as-published",
        )  # fmt: skip
        whole = shares.by()
        assert len(whole) == 8
        for figure in whole:
            assert figure.total.cents == total * 100
            assert not figure.elsewhere.rows
            low, high = figure.bounds
            assert 0 < low < high < 1
        if not only:
            for figure in shares.by("year"):
                assert figure.total.cents == years[figure.key["year"]] * 100


def test_the_moroccan_frigates_count_once(dutch: Table) -> None:
    """Licensed in 2009 for EUR 555 m, repeated twice, replaced twice: newly authorised once."""
    morocco = dutch.frame.filter(
        (pl.col("places").list.first() == "MA") & (pl.col("cents") > 30_000_000_000)
    )
    assert morocco.height >= 5
    kept = newly_authorised(dutch.frame)
    numbers = morocco["number"].to_list()
    found = kept.filter(pl.col("number").is_in(numbers))
    frigates = found.filter(pl.col("reference").is_in(["28494149", "28919921", "29014892"]))
    assert frigates.select("day", "cents").rows() == [(date(2009, 9, 23), 55_500_000_000)]


def test_corrections_of_what_cannot_be_placed() -> None:
    """Each may lessen what left or what stayed: the bounds hold both, and are reached."""
    values = {"US": 100, "SA": 100, "qqqq": -20, "zzzz": 40}
    records = [
        Record(number, "NL", place, year=2020, value=Decimal(value))
        for number, (place, value) in enumerate(values.items(), 1)
    ]
    (figure,) = share(to_frame(records))
    assert figure.bounds == (Fraction(80, 220), Fraction(140, 220))
    (less_than_nothing,) = share(to_frame([Record(1, "NL", "SA", year=2020, value=Decimal(-5))]))
    assert less_than_nothing.bounds is None
