"""Parts of a table: only some exporters, destinations and categories, and the largest of them."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pl = pytest.importorskip("polars")
pytest.importorskip("xlsxwriter")

from licensecheck import InputError  # noqa: E402
from licensecheck.report.records import write_workbook  # noqa: E402
from licensecheck.tables.reading.frame import raw_frame, to_frame  # noqa: E402
from licensecheck.tables.reading.record import Record  # noqa: E402
from licensecheck.tables.shares.filters import Only  # noqa: E402
from licensecheck.tables.shares.share import Shares  # noqa: E402
from tests.cli.running import refused, run  # noqa: E402
from tests.conftest import ROOT  # noqa: E402

pytestmark = pytest.mark.costly

OWN = (str(ROOT / "examples" / "tables" / "own.csv"), "--reader", "generic")
PLACES = ("DUITSLAND", "EU", "Brazilië", "MAROKKO", "qqqq")
ROWS = [
    Record(number, exporter, place, day=date(2010, 6, 1), rating=rating,
           value=Decimal(2**number))
    for number, (exporter, place, rating) in enumerate(
        ((e, p, r) for e in ("NL", "FR") for p in PLACES for r in ("ML10a", "", "6A002")), 1)
]  # fmt: skip


def kept(**only: tuple[str, ...]) -> set[int]:
    """Sum of the values of the rows that are counted, which tells which they are."""
    found = Shares(to_frame(ROWS), only=Only(**only), exporters="all").by()
    total = sum(one.total.cents // 100 for one in found)
    return {record.number for record in ROWS if total >> record.number & 1}


@pytest.mark.parametrize(("words", "places"), [
    (("DE",), {"DUITSLAND"}), (("Germany", "MA"), {"DUITSLAND", "MAROKKO"}),
    (("EU",), {"DUITSLAND", "EU"}), (("QQQQ",), {"qqqq"}), (("brazilie",), {"Brazilië"}),
])  # fmt: skip
def test_a_destination_is_named_as_people_name_it(words, places) -> None:
    """By code, name or bloc; what may be elsewhere is not kept; unread words match themselves."""
    expected = {record.number for record in ROWS if record.destination in places}
    assert kept(destinations=words) == expected


def test_exporters_and_categories() -> None:
    """Each narrows what the others leave."""
    assert kept(exporters=("France",)) == {r.number for r in ROWS if r.exporter == "FR"}
    assert kept(categories=("ML10",)) == kept(categories=("10",)) == {
        r.number for r in ROWS if r.rating == "ML10a"
    }  # fmt: skip
    assert kept(categories=("not stated", "dual-use")) == {
        r.number for r in ROWS if r.rating != "ML10a"
    }
    both = kept(exporters=("NL",), categories=("ML10",), destinations=("DE",))
    assert both == {1}


def test_parts_of_a_table_sum_to_it_in_every_engine() -> None:
    """Each category by itself gives what a grouping gives, from an eager and a lazy frame."""
    whole = {f.key["category"]: f.total for f in Shares(to_frame(ROWS)).by("category")}
    for category, total in whole.items():
        only = Only(categories=(category,))
        for frame in (to_frame(ROWS), raw_frame(ROWS), raw_frame(ROWS).lazy()):
            assert Shares(frame, only=only).by()[0].total == total


def test_renewals_are_counted_over_the_whole_before_a_part_is_cut() -> None:
    """A renewal in another category stays a renewal."""
    rows = [
        Record(1, "NL", "MA", day=date(2009, 1, 1), rating="ML9", value=Decimal(5), reference="A"),
        Record(2, "NL", "MA", day=date(2010, 1, 1), rating="ML10", value=Decimal(5),
               reference="A", renewal="yes"),
    ]  # fmt: skip
    (figure,) = Shares(to_frame(rows), only=Only(categories=("ML9",))).by()
    assert figure.total.cents == 500
    assert Shares(to_frame(rows), only=Only(categories=("ML10",))).by() == ()


def test_what_is_not_known_is_refused_with_every_fault() -> None:
    """Places and categories at once."""
    with pytest.raises(InputError) as caught:
        Shares(to_frame(ROWS), only=Only(("Germny",), ("Brasilxx7",), ("ML66",))).by()
    assert len(caught.value.problems) == 3
    refusal = refused(run("share", *OWN, "--destination", "JP"))
    assert "no row of it is of what is asked for" in refusal.err
    assert "no such category `ML66`" in refused(run("share", *OWN, "--category", "ML66")).err


def test_the_command_names_the_largest_and_the_rest() -> None:
    """`--top` with the rest in one line; `--sort` in any order; both in Dutch."""
    out = run("share", *OWN, "--by", "destination", "--top", "2").out
    assert "2 others" in out
    assert out.index("  Saudi Arabia") < out.index("  Finland")
    dutch = run("share", *OWN, "--by", "destination", "--language", "nl").out
    assert "Saoedi-Arabië" in dutch
    assert "no such order `size`" in refused(run("share", *OWN, "--by", "year", "--sort",
                                                 "size")).err  # fmt: skip
    few = run("possibilities", *OWN, "--top", "1").out
    assert "ML6, ground vehicles" in few
    assert "ML3" not in few


def cells(path: Path) -> list[tuple[str, str]]:
    """Kind and content of the cells of the first sheet; texts by their words."""
    names = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as book:
        texts = ["".join(one.itertext()) for one in ET.fromstring(
            book.read("xl/sharedStrings.xml")).findall("s:si", names)]  # fmt: skip
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = []
    for cell in sheet.iter(f"{{{names['s']}}}c"):
        assert cell.find("s:f", names) is None, "a formula"
        value = cell.findtext("s:v", namespaces=names) or ""
        kind = cell.get("t", "n")
        found.append((kind, texts[int(value)] if kind == "s" else value))
    return found


def test_a_workbook_holds_numbers_and_texts_and_runs_nothing(tmp_path: Path) -> None:
    """A figure is a number, a formula of a stranger a text, and what is too long stays exact."""
    path = tmp_path / "x.xlsx"
    write_workbook(path, [{"a": "=1+1", "b": "12.50", "c": 7, "d": "1" * 20, "e": None}],
                   ["a note"], title="made up")  # fmt: skip
    assert cells(path)[5:] == [("s", "=1+1"), ("n", "12.5"), ("n", "7"), ("s", "1" * 20)]


@pytest.mark.parametrize("words", [
    ("share", *OWN, "--by", "year"), ("possibilities", *OWN), ("measures", *OWN),
    ("change", *OWN, "--from", "2021", "--to", "2022"),
])  # fmt: skip
def test_every_command_writes_a_workbook_and_a_page(words, tmp_path: Path) -> None:
    """By the ending of the file, whole, and without a word on standard output."""
    for ending in ("xlsx", "csv", "json", "html", "txt"):
        ran = run(*words, "--out", str(tmp_path / f"x.{ending}"))
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert cells(tmp_path / "x.xlsx")
    assert (tmp_path / "x.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "--out FILE.xlsx" in refused(run(*words, "--format", "xlsx")).err


def test_a_missing_extra_is_named_before_the_table_is_read(monkeypatch, tmp_path: Path) -> None:
    """What to install, and no traceback."""
    from licensecheck import extras

    there = extras.find_spec
    monkeypatch.setattr(
        extras, "find_spec", lambda name: None if name == "xlsxwriter" else there(name)
    )
    refusal = refused(run("share", "no.csv", "--out", str(tmp_path / "x.xlsx")))
    assert "[workbooks]" in refusal.err
