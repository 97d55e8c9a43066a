"""The figures of the page on the motion are what its script prints from the published tables.

After a change of tables or of words, the block is written anew with
`python examples/the_motion.py FOLDER --write docs/the-motion.md`.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

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


def test_lines_keep_to_the_width() -> None:
    """Prose lines of the page have at most 150 characters; tables may be wider."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 150 and not line.startswith("|")] == []


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
