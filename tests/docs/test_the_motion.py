"""The figures of the page on the motion are what its script prints from the published tables.

After a change of tables or of words, the block is written anew with
`python examples/the_motion.py FOLDER --write docs/the-motion.md`.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

pl = pytest.importorskip("polars")

pytestmark = pytest.mark.whole

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "the-motion.md"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("the_motion", ROOT / "examples/the_motion.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tables(shared: Path, script: ModuleType):
    return script.Tables(shared / "data")


def test_the_page_has_the_figures_of_the_script(script: ModuleType, tables) -> None:
    """No figure on the page is typed by hand or out of date."""
    page = PAGE.read_text(encoding="utf-8")
    assert script.written(page, script.figures(tables)) == page


def test_the_opening_figure_is_what_a_few_lines_of_polars_give(shared: Path) -> None:
    """Recomputed from the file without the program: members by year, outside over total."""
    codes = "BE BG CA CZ DE DK EE ES FR GB GR HR HU IS IT LT LU LV NL NO PL PT RO SI SK TR US AL "
    territories = "AW BM CW FO GF GI GL GP NC PF"
    members = [*codes.split(), *territories.split()]
    table = pl.read_csv(shared / "data/eu-exports-1998-2020/arms.csv").filter(
        pl.col("Year").is_between(2016, 2020),
        pl.col("Source country").is_in(members),
        pl.col("Destination country").is_not_null(),
    )
    outside = table.filter(~pl.col("Destination country").is_in(members))
    # Montenegro joined in June 2017 and North Macedonia in March 2020: known apart from the rest.
    joined = pl.col("Destination country").is_in(["ME", "MK"])
    least, most = (frame["EUR"].sum() / table["EUR"].sum()
                   for frame in (outside.filter(~joined), outside))  # fmt: skip
    france = pl.col("Source country") == "FR"
    without = outside.filter(~france)["EUR"].sum() / table.filter(~france)["EUR"].sum()
    page = PAGE.read_text(encoding="utf-8")
    told, low, high = re.search(r"\*\*([0-9.]+) %\*\* \(bounds ([0-9.]+) to ([0-9.]+) %\)",
                                page.replace("\N{NO-BREAK SPACE}", " ")).groups()  # fmt: skip
    assert f"{least * 100:.1f}" == told
    assert least * 100 - 0.001 <= float(low) <= float(high) <= most * 100 + 0.001
    assert f"without France, {without * 100:.1f} per cent" in page.replace("\n> ", " ")


def test_the_drawings_of_the_page_are_there_and_state_what_they_show() -> None:
    """Whose exports, of what, which measure and years; and none of our words for options."""
    for name in ("share", "coverage"):
        assert f"(motion/{name}.svg)" in PAGE.read_text(encoding="utf-8")
        svg = (PAGE.parent / "motion" / f"{name}.svg").read_text(encoding="utf-8")
        assert "NATO states" in svg
        assert "--" not in re.sub(r"<[^>]*>", "", svg)


def test_lines_keep_to_the_width() -> None:
    """Prose lines of the page have at most 150 characters; tables may be wider."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 150 and not line.startswith(("|", "!"))] == []


def test_a_turnover_fills_its_measure_alone(script: ModuleType, tables) -> None:
    """With a turnover of one year, the column of production has that year and no other."""
    lines = script.measures(tables, {"2010": 100_000_000_000})
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line.startswith("| 20")]
    # Of a turnover of 1,000 million, a tenth of as many per cent as millions went outside.
    outside = {row[1]: row[4] for row in rows}
    made = {row[1]: row[5] for row in rows if row[5]}
    assert made == {"2010": f"{float(outside['2010']) / 10:.1f}"}


def test_a_page_without_markers_is_left_alone(
    tmp_path: Path, script: ModuleType, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Nothing is written where the block has no place."""
    page = tmp_path / "page.md"
    page.write_text("no markers\n", encoding="utf-8")
    monkeypatch.setattr(script, "Tables", lambda folder: None)
    monkeypatch.setattr(script, "figures", lambda *_: "figures\n")
    assert script.main([str(tmp_path), "--write", str(page)]) == 2
    assert "no markers" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "no markers\n"
