"""The figures of the page on the motion are what its script prints from the published tables.

After a change of tables or of words, the block is written anew with
`python examples/the_motion.py FOLDER --write docs/the-motion.md`.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

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


def test_the_page_has_the_figures_of_the_script(shared: Path, script: ModuleType) -> None:
    """No figure on the page is typed by hand or out of date."""
    page = PAGE.read_text(encoding="utf-8")
    assert script.written(page, script.figures(shared / "data")) == page


def test_lines_keep_to_the_width() -> None:
    """Prose lines of the page have at most 150 characters; tables may be wider."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 150 and not line.startswith("|")] == []


def test_a_turnover_fills_its_measure_alone(shared: Path, script: ModuleType) -> None:
    """With a turnover of one year, the column of production has that year and no other."""
    tables = script.Tables.__new__(script.Tables)
    frame = script.take_in(shared / "data" / script.FILES["nl"]).frame.head(0)
    with_dutch = script.take_in(shared / "data" / script.FILES["eu"]).frame.filter(
        (script.pl.col("exporter") == "Netherlands") & (script.pl.col("measure") == "exported")
    )
    tables.permanent, tables.exported = frame, with_dutch
    tables.sipri = script.take_in(shared / "data" / script.FILES["sipri"]).frame
    lines = list(script.measures(tables, {"2010": 100_000_000_000}))
    cells = {cell[1].strip(): cell[5].strip() for line in lines if len(cell := line.split("|")) > 7}
    # 261.9 million EUR outside, of a turnover of 1,000.
    assert {year: made for year, made in cells.items() if year.isdigit() and made} == {
        "2010": "26.2"
    }


def test_a_page_without_markers_is_left_alone(
    tmp_path: Path, shared: Path, script: ModuleType, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Nothing is written where the block has no place."""
    page = tmp_path / "page.md"
    page.write_text("no markers\n", encoding="utf-8")
    monkeypatch.setattr(script, "figures", lambda *_: "figures\n")
    assert script.main([str(shared / "data"), "--write", str(page)]) == 2
    assert "no markers" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "no markers\n"
