"""What counts once, sums of any size, frames of any kind, and whose exports a column is of."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")

from licensecheck import InputError  # noqa: E402
from licensecheck.report.development import change_told, possibilities_told  # noqa: E402
from licensecheck.report.share_data import figure_records  # noqa: E402
from licensecheck.tables.deciding.screen import screen_table  # noqa: E402
from licensecheck.tables.foreign import UnsupportedFrame  # noqa: E402
from licensecheck.tables.reading.frame import raw_frame, to_frame  # noqa: E402
from licensecheck.tables.reading.intake import load_table  # noqa: E402
from licensecheck.tables.reading.record import Record  # noqa: E402
from licensecheck.tables.shares.chains import newly_authorised, undated_lines  # noqa: E402
from licensecheck.tables.shares.change import Change, change_between  # noqa: E402
from licensecheck.tables.shares.measures import measures_by_year  # noqa: E402
from licensecheck.tables.shares.ordered import beside, ordered  # noqa: E402
from licensecheck.tables.shares.possibilities import possibilities  # noqa: E402
from licensecheck.tables.shares.share import GROUPINGS, Shares, share  # noqa: E402
from tests.cli.running import run  # noqa: E402

pytestmark = pytest.mark.costly

DUTCH = "nl-licences/Overzicht.uitvoer.militaire.goederen.2004-2014.csv"
LARGE = Decimal(999_999_999_999_999)


def licence(number: int, place: str, value: Any, **more: Any) -> Record:
    fields = {"exporter": "NL", "day": date(2010, 6, 1), "rating": "ML6", **more}
    amount = None if value is None else Decimal(str(value))
    return Record(number=number, destination=place, value=amount, **fields)


def renewed() -> list[Record]:
    """A licence for Morocco, renewed twice with its whole value, and one for Germany."""
    return [
        licence(1, "MA", 100, reference="A"),
        licence(2, "MAROKKO", 100, reference="A", day=date(2011, 6, 1), renewal="yes"),
        licence(3, "MA", 100, reference="B", replaces="A", day=date(2012, 6, 1)),
        licence(4, "DE", 100, reference="C"),
        licence(5, "DE", 100, reference="D", day=date(2011, 6, 1)),
        licence(6, "DE", 100, reference="E", day=date(2012, 6, 1)),
    ]


def test_a_renewed_licence_counts_once_with_the_published_figure_beside() -> None:
    """Where the table marks renewals, without being asked; the published figure is at hand."""
    shares = Shares(to_frame(renewed()))
    assert shares.counting == "newly-authorised"
    assert shares.by()[0].bounds == (Fraction(1, 4), Fraction(1, 4))
    assert shares.as_published is not None
    assert shares.as_published.by()[0].bounds == (Fraction(1, 2), Fraction(1, 2))
    figures = shares.by("year")
    rows = figure_records(
        figures, counting=shares.counting, published=beside(figures, shares.as_published.by("year"))
    )
    assert [(row["year"], row["outside_min"][:4], row["outside_min_as_published"][:4])
            for row in rows] == [("2010", "0.50", "0.50"), ("2011", "0.00", "0.50"),
                                 ("2012", "0.00", "0.50")]  # fmt: skip


def test_where_nothing_is_marked_rows_count_as_published() -> None:
    """A number alone marks no renewal, and a deal delivered in parts is none."""
    rows = [licence(1, "MA", 100, reference="A"),
            licence(2, "MA", 100, reference="A", day=date(2011, 6, 1))]  # fmt: skip
    shares = Shares(to_frame(rows))
    assert shares.counting == "as-published"
    assert shares.as_published is None
    assert shares.by()[0].total.cents == 20_000
    delivered = [licence(n, "MA", 100, reference="A", day=date(2010 + n, 6, 1),
                         measure="delivered") for n in (1, 2)]  # fmt: skip
    both = Shares(to_frame([*renewed(), *delivered])).by()
    assert {one.measure: one.total.cents for one in both} == {
        "licensed": 40_000, "delivered": 20_000,
    }  # fmt: skip


def test_text_page_data_and_change_say_both(tmp_path: Path) -> None:
    """The first line of figures counts once; the published one stands in the next lines."""
    path = tmp_path / "list.csv"
    lines = ["exporter,destination,day,value,reference,replaces,renewal"]
    lines += [f"NL,{r.destination},{r.day},{r.value}000000,{r.reference},{r.replaces},{r.renewal}"
              for r in renewed()]  # fmt: skip
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "columns:\n"
        + "".join(f"  {name}: {name}\n" for name in lines[0].split(","))
        + "fixed:\n  currency: EUR\n"
    )
    own = (str(path), "--reader", "generic")
    ran = run("share", *own)
    if ran.code:
        own = (*own, "--mapping", str(mapping))
        ran = run("share", *own)
    assert ran.code == 0, ran.err
    figures = [line.split() for line in ran.out.splitlines() if line.startswith("  all ")]
    assert [line[-2] for line in figures if line[-1].isdigit()] == ["25.0", "50.0"]
    assert "2 rows renew or replace a licence" in " ".join(ran.out.split())
    document = json.loads(run("share", *own, "--format", "json").out)
    assert document["options"]["chains"] == "newly-authorised"
    assert document["figures_as_published"][0]["total"]["value"] == "600000000.00"
    text = run("change", *own, "--from", "2010", "--to", "2012").out
    assert "a licence that was renewed" not in text
    assert "a renewed licence counts once:" in text
    assert "as published, renewals counting again: 50.0 % to 50.0 %" in " ".join(text.split())
    rows = list(csv.DictReader(io.StringIO(
        run("change", *own, "--from", "2010", "--to", "2012", "--format", "csv").out)))  # fmt: skip
    assert {row["renewals"] for row in rows} == {"newly-authorised"}
    assert {row["first_share_as_published"][:4] for row in rows} == {"0.50"}
    assert {row["first_share"][:4] for row in rows} == {"0.50"}


@pytest.mark.parametrize(("chains", "said", "unsaid"), [
    ("newly-authorised", "a renewal adds to its own year only what is new".capitalize(),
     "every row counts with the value published"),
    ("as-published", "Every row counts with the value published, a renewal too",
     "only what is new"),
])  # fmt: skip
def test_each_footnote_of_a_change_is_true_in_its_mode(chains, said, unsaid) -> None:
    """What is said of renewals is what was done with them."""
    found = change_between(to_frame(renewed()), 2010, 2012, chains=chains)
    text = " ".join(change_told("list.csv", found).text.split())
    assert said in text
    assert unsaid not in text


def test_the_dutch_list_counts_the_frigates_once(shared: Path) -> None:
    """2010 to 2013, permanent: +21.8 to +29.3 points counted once, -6.4 and +6.5 as published."""
    frame = load_table(shared / "data" / DUTCH).frame
    [found] = change_between(frame, 2010, 2013, permanent_only=True)
    assert isinstance(found, Change)
    moved = [round(float(one.second - one.first) * 100, 1) for _, one in found.sides]
    assert moved == [21.8, 29.3]
    every = change_between(frame, 2010, 2013)
    assert isinstance(every[0], Change)
    assert every[0].as_published is not None
    beside_ = [round(float(one.second - one.first) * 100, 1)
               for _, one in every[0].as_published.sides]  # fmt: skip
    assert beside_ == [-6.4, 6.5]
    text = " ".join(change_told("list.csv", every).text.split())
    assert "MAROKKO" not in text


def kinds(frame: Any) -> dict[str, Any]:
    """One frame as every kind that is taken."""
    given_frame = frame.to_arrow()
    return {
        "eager": frame, "lazy": frame.lazy(), "arrow": given_frame,
        "duckdb": duckdb.sql("select * from given_frame"),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["eager", "lazy", "arrow", "duckdb"])
def test_a_raw_frame_of_any_kind_gives_the_same(kind: str) -> None:
    """As the page on clusters says, whatever the engine, renewals and all groupings."""
    rows = [*renewed(), licence(7, "EU", 5), licence(8, "qqqq", None, day=None, year=2012)]
    expected, raw = to_frame(rows), kinds(raw_frame(rows))[kind]
    for grouping in GROUPINGS:
        assert share(raw, by=[grouping]) == share(expected, by=[grouping])
    assert change_between(raw, 2010, 2012) == change_between(expected, 2010, 2012)
    assert [one.key for one in possibilities(raw)] == [one.key for one in possibilities(expected)]


@pytest.mark.parametrize("kind", ["eager", "lazy", "arrow", "duckdb"])
def test_a_frame_without_a_column_is_an_error_of_ours(kind: str) -> None:
    """Each missing column is named, in every engine."""
    frame = raw_frame(renewed()).drop("cents", "currency")
    with pytest.raises(InputError, match="no column `cents`") as caught:
        share(kinds(frame)[kind])
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("kind", ["eager", "lazy", "arrow", "duckdb"])
def test_a_column_of_another_type_is_an_error_of_ours(kind: str) -> None:
    """Words where whole hundredths are needed."""
    frame = raw_frame(renewed()).with_columns(cents=pl.lit("much"))
    with pytest.raises(InputError, match=r"cents|much"):
        share(kinds(frame)[kind])


def test_whole_numbers_may_come_as_floats_and_no_others() -> None:
    """As pandas gives a column of which a value is missing; a fraction of a cent is refused."""
    rows = [*renewed(), licence(9, "BR", None)]
    raw = raw_frame(rows)
    floats = raw.with_columns(
        pl.col("cents").cast(pl.Float64).fill_null(float("nan")), pl.col("year").cast(pl.Float64)
    )
    assert share(floats, by=["year"]) == share(to_frame(rows), by=["year"])
    for fault in (0.5, float(2**60), float("inf")):
        with pytest.raises(InputError, match="`cents` has no whole numbers"):
            share(floats.with_columns(cents=pl.lit(fault)))


def test_what_is_no_frame_is_an_error_of_ours() -> None:
    """A list, a path, nothing."""
    for thing in ([], "list.csv", None):
        with pytest.raises(UnsupportedFrame):
            share(thing)


FEW = ("exporter", "destination", "day", "year", "rating")


@pytest.mark.parametrize("type_", [pl.Categorical, pl.Enum(["NL", "MA", "MAROKKO", "DE"])])
def test_columns_of_other_types_that_say_the_same(type_: Any) -> None:
    """Words as categories, and days with a time and a zone, in frames of each engine."""
    raw = raw_frame(renewed())
    whole = share(to_frame(renewed()), by=["year"])
    zoned = pl.col("day").cast(pl.Datetime("us", "UTC"))
    odd = raw.with_columns(pl.col("exporter", "destination").cast(type_), zoned)
    for frame in kinds(odd).values():
        assert share(frame, by=["year"]) == whole


@pytest.mark.parametrize("day", [pl.lit("2010-06-01"), pl.lit(20100601), pl.lit(None).cast(
    pl.List(pl.Date))])  # fmt: skip
def test_days_of_a_type_that_holds_none_are_refused(day: Any) -> None:
    """In our words, whichever engine has them."""
    for frame in kinds(raw_frame(renewed()).with_columns(day=day)).values():
        with pytest.raises(InputError, match="day"):
            share(frame)


def test_words_that_are_none_of_ours_are_groups_of_their_own() -> None:
    """Nulls and unknown words in any column of words break no grouping."""
    odd = raw_frame(renewed()).with_columns(
        permanent=pl.lit("maybe"), form=pl.lit("parts"), category=pl.lit(None)
    )
    for frame in kinds(odd.drop("rating")).values():
        for by in GROUPINGS:
            assert sum(one.total.cents for one in share(frame, by=[by])) == 40_000
        assert share(frame, by=["category"])[0].key == {"category": "not stated"}
    # A frame with readings of another kind is read again.
    odd = odd.with_columns(places=pl.lit("SA"), unread=pl.lit(""))
    assert share(odd)[0].bounds == share(to_frame(renewed()))[0].bounds


def test_a_raw_frame_with_few_columns_is_screened() -> None:
    """What is left out says that nothing is stated; what is needed is named; nothing is added."""
    raw = raw_frame(renewed())
    few = screen_table(raw.select(FEW))
    whole = screen_table(raw.with_columns(cents=pl.lit(None, pl.Int64), renewal=pl.lit("unknown")))
    assert few.frame["outcome"].to_list() == whole.frame["outcome"].to_list()
    assert not few.rejects
    assert set(raw.columns) - set(few.frame.columns) == set(raw.columns) - {*FEW, "number"}
    with pytest.raises(InputError, match="no column `rating`"):
        screen_table(raw.drop("rating"))
    with pytest.raises(InputError, match="`day` has no days"):
        screen_table(raw.with_columns(day=pl.lit("x")))
    with pytest.raises(InputError, match="neither a day nor a year"):
        screen_table(raw.with_columns(day=pl.lit(None, pl.Date), year=pl.lit(None, pl.Int32)))


@pytest.mark.parametrize("kind", ["eager", "lazy", "arrow", "duckdb"])
@pytest.mark.parametrize("marked", [False, True])
def test_sums_are_exact_at_any_size(kind: str, marked: bool) -> None:
    """93 rows of 999,999,999,999,999 EUR are more hundredths than 64 bits hold."""
    more = {"renewal": "yes"} if marked else {}
    rows = [licence(n, "SA", LARGE, reference=f"R{n}", **more) for n in range(1, 94)]
    rows.append(licence(94, "DE", LARGE, reference="S"))
    frame = kinds(raw_frame(rows))[kind]
    (figure,) = share(frame)
    assert figure.outside.cents == 93 * int(LARGE) * 100
    assert figure.bounds == (Fraction(93, 94), Fraction(93, 94))
    (year,) = share(frame, by=["year"])
    assert year.total.cents == 94 * int(LARGE) * 100


def test_large_deals_are_exact_at_any_size() -> None:
    """One licence of 93 lines of the largest value."""
    rows = [licence(n, "SA", LARGE, reference="R") for n in range(1, 94)]
    rows += [licence(100, "DE", LARGE, day=date(2011, 6, 1))]
    [found] = change_between(to_frame(rows), 2010, 2011)
    assert isinstance(found, Change)
    assert found.deals[0].total == 93 * int(LARGE) * 100


def test_each_measure_names_whose_exports_it_is_of() -> None:
    """A national list beside a table of all: nobody takes one column for the other."""
    licences = to_frame([licence(1, "SA", 30), licence(2, "DE", 70)])
    deliveries = to_frame([
        licence(n, "SA", n, exporter=code, measure="delivered", currency="TIV")
        for n, code in enumerate(("FR", "US", "SE"), 1)
    ])  # fmt: skip
    [year] = measures_by_year([licences, deliveries])
    assert year.exporters == {
        "licences": ("Netherlands",), "production": (), "deliveries": ("United States", "France"),
    } or year.exporters == {
        "licences": ("Netherlands",), "deliveries": ("United States", "France"),
    }  # fmt: skip


def test_a_table_with_two_currencies_is_no_second_table() -> None:
    """What is in the way is named: two currencies of one table, or two tables."""
    pounds = [licence(1, "SA", 30), licence(2, "SA", 30, currency="GBP")]
    with pytest.raises(InputError, match="in 2010 is stated in EUR and in GBP"):
        measures_by_year([to_frame(pounds)])
    with pytest.raises(InputError, match="two tables say what was licensed in 2010"):
        measures_by_year([to_frame(pounds[:1])] * 2)


def test_deals_and_parts_speak_the_language_and_the_words_of_the_table() -> None:
    """Countries by name, categories in words, and goods as the row describes them."""
    rows = [
        licence(1, "MAROKKO", 90, rating="", description="fregat"),
        licence(2, "DUITSLAND", 10, rating="ML10a", day=date(2010, 6, 2)),
        licence(3, "MAROKKO", 90, rating="ML9a", day=date(2011, 6, 1), description="korvet"),
    ]
    found = change_between(to_frame(rows), 2010, 2011)
    text = " ".join(change_told("list.csv", found).text.split())
    assert "Netherlands to Morocco; fregat; 0.0" in text
    assert "ML9, vessels: korvet" in text
    assert "goods not stated" not in text
    dutch = change_told("list.csv", change_between(to_frame(rows), 2010, 2011, language="nl")).text
    dutch = " ".join(dutch.split())
    assert re.search("Nederland (to|naar) Marokko", dutch)
    parts = possibilities(to_frame(rows))
    said = " ".join(possibilities_told("list.csv", parts).text.split())
    assert "category not stated" in said
    assert "left, as described: fregat 0.0" in said
    assert "ML9, vessels" in said


def test_the_largest_parts_and_the_rest_are_the_whole() -> None:
    """`top` loses nothing: what is not named is one figure, in both ways of counting."""
    shares = Shares(to_frame([*renewed(), *(licence(n, place, n) for n, place in enumerate(
        ("BR", "SA", "IN", "FR", "EU", "ES"), 10))]))  # fmt: skip
    whole = shares.by()[0]
    for sort in ("", "value", "outside", "unplaced", "share", "key"):
        named = ordered(shares.by("destination"), sort=sort, top=2)
        assert len(named) == 3
        assert sum(one.total.cents for one in named) == whole.total.cents
        assert shares.as_published
        twins = beside(named, shares.as_published.by("destination"))
        assert sum(one.total.cents for one in twins if one) == 67_500
    with pytest.raises(InputError, match="no such order"):
        ordered(shares.by("year"), sort="size")
    with pytest.raises(InputError, match="no number of parts"):
        ordered(shares.by("year"), top=0)


@pytest.mark.parametrize(
    ("rows", "new"),
    [
        ("A1,,100 A2,A1,100", 100),
        ("A2,A1,120 A1,,100", 120),
        ("A1,,100 A2,A1,100 A3,A2,100 A4,A3,150", 150),
        ("A1,,100 A2,A1,60 A3,A1,80", 140),
        ("A1,,100 A1,,50 A2,A1,150", 150),
        ("A1,A2,100 A2,A1,100", 200),
        ("A1,A1,100 A1,,50", 150),
    ],
)
@pytest.mark.parametrize("when", ["year", "day"])
def test_a_licence_replaced_within_its_year(rows: str, new: int, when: str) -> None:
    """Counts once, though no day or one day tells them apart; lines of one licence still add up."""
    at = {"year": 2020, "day": date(2020, 3, 1) if when == "day" else None}
    records = [
        licence(number, "MA", value, reference=own, replaces=other, **at)
        for number, (own, other, value) in enumerate((row.split(",") for row in rows.split()), 1)
    ]
    assert newly_authorised(to_frame(records))["cents"].sum() == new * 100


@pytest.mark.parametrize("when", ["year", "day"])
def test_a_mark_of_renewal_alone_tells_lines_of_a_year_apart(when: str) -> None:
    """One number twice, once marked, counts once; lines marked alike are of one licence."""
    at = {"year": 2020, "day": date(2020, 3, 1) if when == "day" else None, "reference": "A"}

    def total(*marks: str) -> int:
        rows = [licence(n, "SA", 100, renewal=mark, **at) for n, mark in enumerate(marks, 1)]
        return sum(one.total.cents for one in share(to_frame(rows)))

    assert total("no", "yes") == total("yes", "no") == total("unknown", "yes") == 10_000
    assert total("no", "no", "yes", "yes") == total("no", "yes", "yes") == 20_000
    assert total("no", "no") == total("yes", "yes") == 20_000


def test_lines_that_nothing_tells_apart_are_said(tmp_path: Path) -> None:
    """One number twice in a year without days, marked alike, adds up with a caveat."""
    rows = ["A,,no", "A,,yes", "B,,no", "B,,no", "C,2020-02-01,no", "C,2020-02-01,no"]
    path = tmp_path / "list.csv"
    lines = ["exporter,destination,year,value,currency,reference,day,renewal"]
    lines += [f"NL,SA,{'' if ',2020' in row else 2020},1000000,EUR,{row}" for row in rows]
    path.write_text("\n".join(lines))
    said = " ".join(run("share", str(path)).out.split())
    assert "2 rows (EUR 2.0 million), added up" in said
    assert undated_lines(load_table(path).frame)["reference"].to_list() == ["B", "B"]


@pytest.mark.parametrize("first", ["diverse landen", "NAVO+", "ONBEKEND", "qqqq", ""])
@pytest.mark.parametrize("second", ["US", "SA", "DIVERSE LANDEN", "NAVO LANDEN"])
def test_places_of_a_licence_do_not_join_or_part_its_lines(first: str, second: str) -> None:
    """A licence renewed under other words for its place counts once, and its bounds hold."""
    rows = [
        licence(1, first, 100, reference="A"),
        licence(2, second, 100, reference="A", day=date(2011, 6, 1), renewal="yes"),
        licence(3, "DE", 100, reference="B"),
    ]
    [before] = share(to_frame(rows))
    assert (before.total.cents, before.total.rows) == (20_000, 2)
    assert before.bounds == (0, Fraction(1, 2))
    for place, outside in (("US", Fraction(0)), ("SA", Fraction(1, 2))):
        [after] = share(to_frame([licence(1, place, 100, reference="A"), *rows[1:]]))
        assert after.total == before.total
        assert after.bounds == (outside, outside)


def test_what_is_new_falls_on_new_goods_and_alike_lines_share_it() -> None:
    """Goods that were there before are not new again; alike lines share without an order."""
    later = {"reference": "A", "day": date(2011, 6, 1), "renewal": "yes"}
    kept = newly_authorised(to_frame([
        licence(1, "SA", 100, reference="A"),
        licence(2, "SA", 100, **later),
        licence(3, "AE", 50, rating="ML10", **later),
        licence(4, "US", "0.05", reference="B"),
        *(licence(n, place, "0.04", rating="ML10", **{**later, "reference": "B"})
          for n, place in ((5, "US"), (6, "SA"))),
    ]))  # fmt: skip
    assert dict(kept.select("number", "cents").iter_rows()) == {
        1: 10_000, 3: 5_000, 4: 5, 5: 1, 6: 1,
    }  # fmt: skip


def test_a_correction_of_a_renewed_licence_is_kept() -> None:
    """What is taken off a licence on a later day is no renewal that adds nothing."""
    rows = [
        licence(1, "SA", 100, reference="A"),
        licence(2, "SA", -20, reference="A"),
        licence(3, "SA", -30, reference="A", day=date(2011, 6, 1)),
        licence(4, "SA", 100, reference="A", day=date(2012, 6, 1), renewal="yes"),
    ]
    [figure] = share(to_frame(rows))
    assert (figure.total.cents, figure.total.taken_off) == (5_000, -5_000)


NO_NUMBER = ("-", "n/a", "N.v.t.", "onbekend", "0", "000", "?", "none", "k. A.")


def unnumbered(word: str) -> list[Record]:
    """Three licences of their own, with a word for no number where numbers are."""
    days = {2020: "TZ", 2021: "BR", 2022: "ML"}
    return [
        licence(year, place, 100, reference=word, replaces=word, day=date(year, 6, 1),
                renewal="yes" if year > 2020 else "no")
        for year, place in days.items()
    ]  # fmt: skip


@pytest.mark.parametrize("word", NO_NUMBER)
def test_a_word_for_no_number_joins_no_licences(word: str, tmp_path: Path) -> None:
    """Licences without a number stay apart, however that is written, through each door."""
    frame = raw_frame(unnumbered(word))
    relation = duckdb.from_arrow(frame.drop("notes").to_arrow())
    for given in (frame, frame.lazy(), relation):
        assert Shares(given, chains="newly-authorised").by()[0].total.cents == 300_00
    assert not undated_lines(to_frame(unnumbered(word))).height

    path = tmp_path / "t.csv"
    rows = [f"NL,{place},{year},100,EUR,{word},yes"
            for year, place in ((2020, "TZ"), (2021, "BR"), (2022, "ML"))]  # fmt: skip
    path.write_text(
        "exporter,destination,year,value,currency,reference,renewal\n" + "\n".join(rows)
    )
    table = load_table(path)
    assert table.frame["reference"].to_list() == [""] * 3
    assert all("is no number of a licence" in " ".join(notes) for notes in table.frame["notes"])
    assert Shares(table.frame).by()[0].total.cents == 300_00


@pytest.mark.parametrize("word", [*NO_NUMBER, "nee", "no"])
def test_a_word_for_no_number_renews_nothing(word: str) -> None:
    """What is written where no licence is replaced marks no renewal."""
    rows = [licence(1, "MA", 100, reference="A", replaces=word),
            licence(2, "DE", 100, reference="B", replaces=word)]  # fmt: skip
    frame = raw_frame(rows)
    relation = duckdb.from_arrow(frame.drop("notes").to_arrow())
    for given in (frame, frame.lazy(), relation):
        assert Shares(given).counting == "as-published"


def test_a_word_for_no_number_makes_no_large_deal() -> None:
    """Small licences without a number are no single large deal together."""
    rows = [licence(number, "MA", 4, reference="-", day=date(year, 6, 1))
            for year in (2010, 2011) for number in range(30)]  # fmt: skip
    [found] = change_between(raw_frame(rows), 2010, 2011)
    assert isinstance(found, Change)
    assert not found.deals
