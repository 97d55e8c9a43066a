"""Reports compared byte for byte with stored files, so that a change is read as a diff.

To write the files anew: LICENSECHECK_UPDATE_STORED=1 python -m pytest tests/report/test_stored.py
Then read what `git diff tests/report/stored` shows.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licensecheck import Result, Screener
from licensecheck.engine.durable import durable_available
from licensecheck.report.text import render_text
from tests.report.applications import TRIPLES

STORED = Path(__file__).parent / "stored"
UPDATE = bool(os.environ.get("LICENSECHECK_UPDATE_STORED"))
FULL = "saudi-arabia-vehicles-armed-forces"

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


def masked(result: Result) -> str:
    """The result as JSON, without what changes with each version, edition or machine."""
    document: dict[str, Any] = json.loads(result.to_json())
    receipt = document["receipt"]
    for name in ("licensecheck", "python", "vocabulary", "reference_edition", "input"):
        receipt[name] = "*"
    for name in ("engines", "rules", "reference"):
        receipt[name] = dict.fromkeys(receipt[name], "*")
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", TRIPLES)
def test_text(name: str, results: dict[str, Result]) -> None:
    """The normal report at 80 columns."""
    compare(f"{name}.txt", render_text(results[name]))


@pytest.mark.parametrize("name", TRIPLES)
def test_json(name: str, results: dict[str, Result]) -> None:
    """The whole result."""
    compare(f"{name}.json", masked(results[name]))


@pytest.mark.parametrize("detail", ["quiet", "verbose"])
def test_detail(detail: str, results: dict[str, Result]) -> None:
    """The shortest and the longest report of one application."""
    compare(f"{FULL}.{detail}.txt", render_text(results[FULL], detail=detail))


def test_nothing_else_is_stored() -> None:
    """A file that no test compares would be believed and never checked."""
    expected = {f"{name}.{form}" for name in TRIPLES for form in ("txt", "json")}
    expected |= {f"{FULL}.quiet.txt", f"{FULL}.verbose.txt"}
    assert {path.name for path in STORED.iterdir()} == expected
