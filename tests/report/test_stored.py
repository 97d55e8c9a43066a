"""Reports compared byte for byte with stored files, so that a change is read as a diff.

To write the files anew: LICENSECHECK_UPDATE_STORED=1 python -m pytest tests/report/test_stored.py
Then read what `git diff tests/report/stored` shows.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licensecheck import Result, Screener
from licensecheck.engine.durable import durable_available
from licensecheck.report.explained import explanation_text, missing_text
from licensecheck.report.html import render_html
from licensecheck.report.markdown import render_markdown
from licensecheck.report.text import render_text
from tests.report.applications import TRIPLES

STORED = Path(__file__).parent / "stored"
UPDATE = bool(os.environ.get("LICENSECHECK_UPDATE_STORED"))
FULL = "saudi-arabia-vehicles-armed-forces"
OPEN = "germany-vehicles-armed-forces"

pytestmark = pytest.mark.skipif(
    not durable_available(), reason="stored reports name both engines; durable-rules is not built"
)


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    screener = Screener(today=date(2026, 11, 24))
    return {name: screener.screen(application) for name, application in TRIPLES.items()}


def compare(name: str, text: str) -> None:
    """Hold a report to its stored file, or write that file where asked to."""
    path = STORED / name
    if UPDATE:
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.is_file(), f"not stored yet; see {Path(__file__).name}"
    assert text == path.read_bytes().decode("utf-8")


def masked(result: Result) -> Result:
    """The result without what changes with each version, edition or machine."""
    receipt = result.receipt
    words = dict.fromkeys(("licensecheck", "python", "vocabulary", "vocabulary_hash",
                           "reference_edition", "input"), "*")  # fmt: skip
    tables = {
        name: dict.fromkeys(getattr(receipt, name), "*")
        for name in ("engines", "rules", "rule_files", "reference", "alliances")
    }
    return replace(result, receipt=replace(receipt, **words, **tables))


def json_of(result: Result) -> str:
    document = json.loads(masked(result).to_json())
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", TRIPLES)
def test_text(name: str, results: dict[str, Result]) -> None:
    """The normal report at 80 columns."""
    compare(f"{name}.txt", render_text(results[name]))


@pytest.mark.parametrize("name", TRIPLES)
def test_json(name: str, results: dict[str, Result]) -> None:
    """The whole result."""
    compare(f"{name}.json", json_of(results[name]))


@pytest.mark.parametrize("detail", ["quiet", "verbose"])
def test_detail(detail: str, results: dict[str, Result]) -> None:
    """The shortest and the longest report of one application."""
    compare(f"{FULL}.{detail}.txt", render_text(results[FULL], detail=detail))


def test_a_file_note(results: dict[str, Result]) -> None:
    """The same application as Markdown."""
    compare(f"{FULL}.md", render_markdown(masked(results[FULL])))


def test_a_page(results: dict[str, Result]) -> None:
    """The same application as HTML."""
    compare(f"{FULL}.html", render_html(masked(results[FULL])))


def test_dutch() -> None:
    """The same application in the other language that reports are written in."""
    screener = Screener(today=date(2026, 11, 24), language="nl")
    compare(f"{FULL}.nl.txt", render_text(screener.screen(TRIPLES[FULL])))


def test_an_explanation(results: dict[str, Result]) -> None:
    """Every rule of criterion 2, and what would settle a case that is open."""
    compare(f"{FULL}.explain.txt", explanation_text(results[FULL].explain(criterion=2)))
    compare(f"{OPEN}.missing.txt", missing_text(results[OPEN].missing()))


def test_nothing_else_is_stored() -> None:
    """A file that no test compares would be believed and never checked."""
    expected = {f"{name}.{form}" for name in TRIPLES for form in ("txt", "json")}
    forms = ("quiet.txt", "verbose.txt", "md", "html", "nl.txt", "explain.txt")
    expected |= {f"{FULL}.{form}" for form in forms} | {f"{OPEN}.missing.txt"}
    assert {path.name for path in STORED.iterdir()} == expected
