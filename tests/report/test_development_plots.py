"""Drawings and pages of change, possibilities and measures, in English and Dutch."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

for module in ("polars", "altair", "vl_convert"):
    pytest.importorskip(module)

from licensecheck.language import find_language  # noqa: E402
from licensecheck.report.plots import KINDS, plot  # noqa: E402
from licensecheck.tables.reading.record import Record  # noqa: E402
from tests.cli.running import run  # noqa: E402
from tests.conftest import ROOT  # noqa: E402
from tests.report.made_up import shares, table  # noqa: E402

pytestmark = pytest.mark.costly

OWN = (str(ROOT / "examples" / "tables" / "own.csv"), "--reader", "generic")
COMMANDS = {
    "change": ("change", *OWN, "--from", "2021", "--to", "2022"),
    "possibilities": ("possibilities", *OWN, "--chains", "as-published"),
    "measures": ("measures", *OWN),
}
SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> str:
    root = ET.fromstring(svg)
    return " ".join(text for one in root.iter(f"{SVG}text") for part in [one, *one]
                    if (text := part.text))  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_draws_and_writes_a_page(command: str, tmp_path: Path) -> None:
    """With a title, the source, a description, no script, and no option in what is drawn."""
    svg, page = tmp_path / "x.svg", tmp_path / "x.html"
    ran = run(*COMMANDS[command], "--plot", str(svg), "--report", str(page))
    assert (ran.code, ran.err) == (0, "")
    drawn = svg.read_text(encoding="utf-8")
    root = ET.fromstring(drawn)
    assert root.findtext(f"{SVG}desc")
    assert "NATO" in (root.findtext(f"{SVG}title") or "")
    assert "Source: own.csv" in words(drawn)
    assert "--" not in words(drawn)
    assert " nato" not in words(drawn)
    assert float(root.get("width") or 0) <= 690
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "<script" not in html
    assert "<svg" in html


@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_has_the_whole_title_and_the_lines_of_the_text(command: str, tmp_path: Path) -> None:
    """However long the name of the table; the columns stay one below the other."""
    own = tmp_path / f"{'licences of a ministry ' * 4}.csv"
    own.write_bytes(Path(OWN[0]).read_bytes())
    page = tmp_path / "x.html"
    said = run(COMMANDS[command][0], str(own), *COMMANDS[command][2:], "--report", str(page)).out
    html = page.read_text(encoding="utf-8")
    title = html.partition("<h1>")[2].partition("</h1>")[0]
    body = html.partition("<pre>")[2].partition("</pre>")[0]
    assert title.endswith(f"from {own.name}")
    assert " ".join(f"{title} {body}".split()) == " ".join(said.split())
    assert [*filter(None, body.splitlines())] == [
        line for line in said.splitlines()[-len(body.splitlines()) :] if line
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_title_and_source_are_the_users(command: str, tmp_path: Path) -> None:
    """In place of ours."""
    svg = tmp_path / "x.svg"
    run(*COMMANDS[command], "--plot", str(svg), "--title", "Ours: alone", "--source", "The list")
    said = words(svg.read_text(encoding="utf-8"))
    assert "Ours: alone" in said
    assert "Source: The list" in said


def test_the_waterfall_names_its_four_parts_and_both_years(tmp_path: Path) -> None:
    """The share of each year and what moved it."""
    svg = tmp_path / "x.svg"
    run(*COMMANDS["change"], "--plot", str(svg))
    said = words(svg.read_text(encoding="utf-8"))
    for part in ("2021", "2022", "who was a", "where the", "how much", "single large", "75.8 %",
                 "100.0 %"):  # fmt: skip
        assert part in said


@pytest.mark.parametrize("kind", KINDS)
def test_no_caption_holds_an_option_and_no_label_a_name_of_a_file(kind: str) -> None:
    """A newspaper prints it as it is: NATO, not the name that the command line takes."""
    made_up = table()
    said = words(plot(kind, made_up, shares(made_up, exporters="all")).svg)
    assert not re.search(r"--[a-z]", said)
    assert not re.search(r"\bnato\b", said)


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_says_whose_what_measure_and_years(kind: str) -> None:
    """In one or two lines."""
    rows = [Record(n, "NL", place, day=date(2008 + n, 1, 1), rating="ML6", value=Decimal(5))
            for n, place in enumerate(("DE", "BR", "EU"))]  # fmt: skip
    made_up = table(rows, rejects=())
    title = plot(kind, made_up, shares(made_up, alliances=("nato",))).title
    for part in ("Netherlands", "licences", "military goods", "2008–2010"):
        assert part in title


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_speaks_dutch(kind: str) -> None:
    """Countries and numbers at the least are written as in Dutch."""
    made_up = table()
    asked = shares(made_up, language="nl")
    said = words(plot(kind, made_up, asked, language=find_language("nl")).svg)
    assert "Saudi Arabia" not in said
    assert not re.search(r"\d\.\d %", said)


def test_a_single_line_is_drawn_once_and_has_no_band_to_explain() -> None:
    """Where both bounds meet everywhere nothing is said of a band."""
    rows = [Record(n, "NL", place, day=date(2010, 1, n), rating="ML6", value=Decimal(5))
            for n, place in enumerate(("DE", "BR"), 1)]  # fmt: skip
    made_up = table(rows, rejects=())
    said = words(plot("share", made_up, shares(made_up, alliances=("nato",))).svg)
    assert "band:" not in said
    assert "outside NATO 50.0 %" in said
