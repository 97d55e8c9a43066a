"""Plots: stored drawings, what they state, and what a reader without colours or eyes is given.

To write the drawings anew: LICENSECHECK_UPDATE_STORED=1 python -m pytest tests/report/test_plots.py
Then look at them, and at what `git diff tests/report/stored_share` shows.
"""

from __future__ import annotations

import functools
import importlib.util
import itertools
import os
import random
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

for module in ("polars", "altair", "vl_convert", "shapefile", "shapely"):
    pytest.importorskip(module)

from licensecheck import InputError, extras  # noqa: E402
from licensecheck.report.elements import drawing, serialize  # noqa: E402
from licensecheck.report.plot_charts import _apart  # noqa: E402
from licensecheck.report.plot_style import DASHES, INK, LINES, MARKS  # noqa: E402
from licensecheck.report.plots import (  # noqa: E402
    KINDS,
    Plot,
    coverage_plot,
    plot,
    read_target,
    write_plot,
)
from licensecheck.tables.reading.record import Record  # noqa: E402
from tests.cli.running import SOURCE, refused, run  # noqa: E402
from tests.report.made_up import records, shares, table  # noqa: E402

pytestmark = pytest.mark.costly

STORED = Path(__file__).parent / "stored_share"
UPDATE = bool(os.environ.get("LICENSECHECK_UPDATE_STORED"))
SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> list[str]:
    """What is written in a drawing, a line each."""
    root = ET.fromstring(svg)
    return [text for one in root.iter(f"{SVG}text") for part in [one, *one] if (text := part.text)]


def whole(svg: str) -> str:
    return " ".join(words(svg))


@functools.cache
def drawn(kind: str) -> Plot:
    """The made-up table, drawn once."""
    made_up = table()
    return plot(kind, made_up, shares(made_up))


def compare(name: str, text: str) -> None:
    path = STORED / name
    if UPDATE:
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.is_file(), f"not stored yet; see {Path(__file__).name}"
    assert text == path.read_bytes().decode("utf-8")


# Outlines of a map are many, and an edition of the library that simplifies them may move a point.
STORED_KINDS = [kind for kind in KINDS if kind != "map"]


@pytest.mark.parametrize("kind", STORED_KINDS)
def test_a_drawing_is_as_stored(kind: str) -> None:
    """The same figures give the same bytes, on any machine with the locked versions."""
    compare(f"{kind}.svg", drawn(kind).svg)


def test_nothing_else_is_stored() -> None:
    """A file that no test compares would be believed and never checked."""
    expected = {f"{kind}.svg" for kind in STORED_KINDS} | {"page.html"}
    assert {path.name for path in STORED.iterdir()} == expected


@pytest.mark.parametrize("kind", KINDS)
def test_neither_the_order_of_rows_nor_an_earlier_drawing_tells(kind: str) -> None:
    """Rows of a table have no order, and a drawing leaves nothing behind for the next."""
    mixed = records()
    random.Random(7).shuffle(mixed)
    made_up = table(mixed)
    assert plot(kind, made_up, shares(made_up)).svg == drawn(kind).svg


def test_a_share_plot_states_what_it_is_of() -> None:
    """Definition, clock, measure, currency, kinds, renewals, source and caveats."""
    made_up = table()
    asked = shares(made_up, permanent_only=True, chains="newly-authorised")
    said = whole(plot("share", made_up, asked).svg)
    for part in (
        "inside: NATO; NATO or European Union",
        "Licences, by value in EUR; membership on the day of each row",
        "Licences, by value in EUR; membership on 2026-11-24",
        "Deliveries, by trend-indicator values (TIV, not money); membership on 2026-11-24",
        "permanent only; a renewed licence counts once; of what starts inside",
        "Source: made-up.csv (19 rows; 2 rows rejected)",
        "licence values are ceilings",
    ):
        assert part in said
    assert "all, permanent or not; as published" in whole(drawn("share").svg)


def test_the_share_goes_from_0_to_100_percent_with_both_ends_named() -> None:
    """By hand for 2013: of 100 m EUR, 100 m leave NATO; with the EU Sweden has no value."""
    made_up = table([one for one in records() if one.measure == "licensed"])
    one = plot("share", made_up, shares(made_up, alliances=("nato",), membership=("2010-01-01",)))
    said = words(one.svg)
    assert [text for text in said if re.fullmatch(r"\d+ %", text)] == [
        "0 %", "20 %", "40 %", "60 %", "80 %", "100 %",
    ]  # fmt: skip
    assert "outside NATO 100.0 %" in said
    assert "2008 30.0–40.0 %" in one.description
    assert "2010 30.0–90.0 %" in one.description


def test_a_year_without_rows_breaks_the_lines() -> None:
    """No line is drawn through 2012, of which nothing is known; 2013 has its own mark."""
    made_up = table([one for one in records() if one.measure == "licensed"])
    one = plot("share", made_up, shares(made_up, alliances=("nato",), membership=("2010-01-01",)))
    assert "2012 " not in one.description
    lines = [d for d in re.findall(r' d="(M[^"]*)"', one.svg) if d.count("L") == 3]
    assert lines, "four years in a row make three pieces"
    assert not [d for d in re.findall(r' d="(M[^"]*)"', one.svg) if d.count("L") == 4]


def test_definitions_differ_without_colour() -> None:
    """Each of six has its own dash and mark, so that grey print tells them apart."""
    assert len(set(DASHES)) == len(set(MARKS)) == len(set(LINES)) == 6
    svg = drawn("share").svg
    assert {'stroke-dasharray="7,3"', 'stroke="#0072B2"'} <= set(re.findall(r"stroke[^ ]*", svg))


def test_groups_differ_without_colour() -> None:
    """Of seven groups two are plain, one light and one dark; the others have a pattern each."""
    svg = drawn("groups").svg
    root = ET.fromstring(svg)
    defined = {one.get("id") for one in root.iter(f"{SVG}pattern")}
    used = re.findall(r'fill="url\(#([^)]*)\)"', svg)
    assert set(used) == defined
    assert "#f1e2" not in svg
    drawings = [one.find(f"{SVG}path").get("d") for one in root.iter(f"{SVG}pattern")]
    assert len(set(drawings)) == len(drawings) == 5
    assert 'fill="#F0E442"' in svg
    assert 'fill="#0072B2"' in svg
    for title in ("Ukraine", "NATO allies", "Gulf states", "rest of the world"):
        assert title in words(svg)


def test_words_are_read_against_their_ground() -> None:
    """Every colour that words have is 4.5 to 1 or better on white."""
    assert min(contrast(colour, "#ffffff") for colour in (*LINES, INK, "#444444")) >= 4.5


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, as WCAG 2 reckons it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_an_image_with_a_name_and_needs_nothing(kind: str) -> None:
    """A title and a description for who hears it; no address, script or style from elsewhere."""
    one = drawn(kind)
    root = ET.fromstring(one.svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"plot-{kind}-title plot-{kind}-description"
    assert root.findtext(f"{SVG}title") == one.title
    assert root.findtext(f"{SVG}desc") == one.description
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name.startswith(f"plot-{kind}-") for name in ids)
    assert not {element.tag for element in root.iter()} & {f"{SVG}script", f"{SVG}image"}
    assert not re.search(r"https?://", one.svg.replace("http://www.w3.org/", ""))
    assert "href" not in one.svg
    # A4 has 680 dots between its margins.
    assert float(root.get("width")) <= 690


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_stay_words(kind: str) -> None:
    """Names of files, exporters and groups are drawn, never run; marks of control are replaced."""
    hostile = "\"><script>alert(1)</script>\x1b[31m\x00 & 'x' `y` {{z}} ${q}"
    rows = [
        Record(number, *places, day=date(2010, 1, 1), year=2010, value=Decimal(5))
        for number, places in enumerate(((hostile, "DE"), ("NL", hostile)), 1)
    ]
    made_up = table(rows, name=hostile, rejects=())
    one = plot(kind, made_up, shares(made_up, exporters="all"))
    root = ET.fromstring(one.svg)
    assert f"{SVG}script" not in {element.tag for element in root.iter()}
    assert "<script>alert(1)</script>" in whole(one.svg)
    assert "\x1b" not in one.svg


def test_what_has_no_value_is_drawn_by_rows() -> None:
    """Transit lists state none; the title says so."""
    rows = [Record(1, "NL", "DE", day=date(2010, 1, 1), year=2010, measure="transit"),
            Record(2, "NL", "BR", day=date(2010, 1, 1), year=2010, measure="transit")]  # fmt: skip
    made_up = table(rows, rejects=())
    one = plot("share", made_up, shares(made_up, alliances=("nato",), membership=("2010-01-01",)))
    assert "Transit, by number of rows; membership on 2010-01-01" in words(one.svg)
    assert "outside NATO 50.0 %" in words(one.svg)


def test_nothing_to_draw_is_told() -> None:
    """Of a table in which nothing starts inside there is no share."""
    made_up = table([Record(1, "BR", "DE", day=date(2010, 1, 1), year=2010)], rejects=())
    with pytest.raises(InputError, match="nothing of the table starts inside") as caught:
        plot("share", made_up, shares(made_up))
    assert "--exporters all" in caught.value.problems[0].help


def map_of(lines, **options) -> Plot:
    rows = [
        Record(n, "NL", place, day=date(2024, 6, 1), year=2024, rating="ML6",
               value=None if value is None else Decimal(value) * 1_000_000)
        for n, (place, value) in enumerate(lines, 1)
    ]  # fmt: skip
    made_up = table(rows, rejects=())
    return plot("map", made_up, shares(made_up, alliances=("nato",), membership=("licence-date",)),
                **options)  # fmt: skip


def test_a_map_names_what_it_shows_and_what_it_cannot() -> None:
    """Classes of value, the largest by number, and in words all that is no one country."""
    lines = [("SA", 340), ("QA", 45), ("BR", 2), ("CL", "0.5"), ("DE", 80), ("EU", 12), ("qqqq", 7)]
    one = map_of(lines)
    said = [text.replace("  ", " ") for text in words(one.svg)]
    for part in (
        "less than 1 million EUR",
        "1 to 10",
        "10 to 100",
        "100 and more",
        "1 Saudi Arabia 340.0",
        "2 Qatar 45.0",
        "3 Brazil 2.0",
        "all inside NATO",
        "outside, million EUR",
    ):
        assert part in said, part
    assert "not on the map: EU 12.0; QQQQ 7.0" in whole(one.svg)
    assert "borders state no position" in whole(one.svg)
    # Qatar is too small to be seen as an area.
    dots = re.compile(r"<circle|<path[^>]* d=\"M[^\"]*A")
    assert len(dots.findall(one.svg)) == 1
    assert not dots.findall(map_of([line for line in lines if line[0] != "QA"]).svg)


def test_every_country_of_the_tables_has_a_shape_or_is_said() -> None:
    """Members of NATO and of the Union are all on the map; Kosovo, Taiwan and Palestine are."""
    from licensecheck.reference import Reference
    from licensecheck.report.plot_map import country_shapes

    shapes = country_shapes()
    members = Reference.load().members
    day = date(2026, 1, 1)
    assert {*members("NATO", day), *members("EU", day), "XK", "TW", "PS"} <= set(shapes)
    assert all(one.outline["coordinates"] for code, one in shapes.items() if code != "VA")


def test_borders_on_the_map_are_those_the_union_recognises() -> None:
    """Crimea is Ukraine's."""
    import shapely

    from licensecheck.report.plot_map import country_shapes

    found = [
        code for code, one in country_shapes().items()
        if shapely.geometry.shape(one.outline).buffer(0).contains(shapely.Point(34.3, 45.2))
    ]  # fmt: skip
    assert found == ["UA"]


def test_a_map_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the message says what to install, and the other plots are drawn."""
    from licensecheck.report import plot_map

    plot_map.country_shapes.cache_clear()
    monkeypatch.setattr(
        extras,
        "find_spec",
        lambda name: None if name == "shapefile" else importlib.util.find_spec(name),
    )
    with pytest.raises(InputError, match="maps need `shapefile`") as caught:
        map_of([("SA", 340)])
    assert "[maps]" in caught.value.problems[0].help


def test_coverage_counts_records_of_several_tables() -> None:
    """Each exporter of each table has a line, with the records of a year in its cell."""
    first, second = table(), table(records()[:2], name="other.csv", rejects=())
    both = coverage_plot([(first, shares(first)), (second, shares(second))])
    said = words(both.svg)
    assert {"Netherlands (made-up.csv)", "Netherlands (other.csv)"} <= set(said)
    assert "licences, Netherlands, 2009: 4." in both.description
    assert both.title == "What the tables cover"


def test_coverage_names_how_many_exporters_are_left_out() -> None:
    """A matrix of all the world does not fit a page; the largest are shown, the rest counted."""
    rows = [Record(number, f"place {number:03}", "DE", year=2010) for number in range(1, 61)]
    made_up = table(rows, rejects=())
    assert "15 more exporters with 15 records are not shown" in whole(
        plot("coverage", made_up, shares(made_up)).svg
    )


@given(st.lists(st.floats(0, 100), max_size=14))
def test_labels_lie_apart_and_in_order(wanted: list[float]) -> None:
    """Names at the ends of lines do not lie upon each other, however close the lines are."""
    places = _apart(sorted(wanted), 6)
    assert all(second - first >= 5.999 for first, second in itertools.pairwise(places))
    assert all(0 <= place <= 100 for place in places)


@pytest.mark.parametrize(("word", "kind", "name"), [
    ("a.svg", "share", "a.svg"),
    ("groups=a.PNG", "groups", "a.PNG"),
    ("coverage=x=y.html", "coverage", "x=y.html"),
    ("./x=y.svg", "share", "./x=y.svg"),
])  # fmt: skip
def test_a_target_is_a_kind_and_a_file(word: str, kind: str, name: str) -> None:
    """The kind may be left out, and a path may hold an equals sign."""
    assert read_target(word) == (kind, Path(name))


@pytest.mark.parametrize(("word", "what"), [
    ("a.pdf", "is of no form"), ("group=a.svg", "did you mean `groups`"),
    ("/no/such/folder/a.svg", "no folder"), ("", "is of no form"),
])  # fmt: skip
def test_a_target_that_cannot_be_written_is_told(word: str, what: str) -> None:
    """Before any table is read."""
    refusal = refused(run("share", "no-such-file.csv", "--plot", word))
    assert what in refusal.err


def test_a_folder_is_no_file_to_draw_to(tmp_path: Path) -> None:
    """Told before the table is read, like all that is wrong with a target."""
    (tmp_path / "x.svg").mkdir()
    assert "cannot be written" in refused(run("share", "no.csv", "--plot", f"{tmp_path}/x.svg")).err


def test_the_ending_says_what_is_written(tmp_path: Path) -> None:
    """SVG, PNG at the resolution of print, or a page that holds the SVG."""
    one = drawn("groups")
    for suffix in (".svg", ".png", ".html"):
        write_plot(tmp_path / f"x{suffix}", one)
    assert (tmp_path / "x.svg").read_text(encoding="utf-8") == one.svg
    data = (tmp_path / "x.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    width = int.from_bytes(data[16:20], "big")
    assert width == 3 * float(ET.fromstring(one.svg).get("width"))
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert serialize(drawing(one.svg)) in page
    assert "<script" not in page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.html", "x.png", "x.svg"]


@pytest.mark.parametrize("option", [
    ("--plot", "x.svg"), ("--report", "x.html"), ("--format", "html"),
])  # fmt: skip
def test_a_missing_extra_is_named(option: tuple[str, str], monkeypatch) -> None:
    """What to install, and no traceback."""
    there = extras.find_spec
    monkeypatch.setattr(
        extras, "find_spec", lambda name: None if name in ("altair", "vl_convert") else there(name)
    )
    refusal = refused(run("share", "no-such-file.csv", *option))
    assert refusal.err == (
        "plots need `altair` and `vl_convert`, not installed here\n"
        "  help: pip install 'arms-licensecheck[plots]'\n"
    )


def test_a_table_without_its_extra_is_refused_likewise(monkeypatch) -> None:
    """`share` needs Polars, and says so."""
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    refusal = refused(run("share", "no-such-file.csv"))
    assert "pip install 'arms-licensecheck[tables]'" in refusal.err


def test_figures_alone_load_no_drawing() -> None:
    """A share as text does not pay for what draws."""
    code = (
        "import sys; from licensecheck.commands import shares; "
        "sys.exit(bool({'altair', 'vl_convert'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=False
    )
    assert done.returncode == 0
