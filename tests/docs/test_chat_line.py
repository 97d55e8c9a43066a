"""The example of a report: a test of the design, as much as of the line."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from examples import chat_line as example
from examples.chat_line import chat_line
from licensecheck import Result, Screener
from licensecheck.language import find_language, languages
from tests.report.applications import AWKWARD, TRIPLES

ROOT = Path(__file__).parents[2]
# What a report may know: the public names, and how tokens read in a language.
MAY_IMPORT = {"licensecheck", "licensecheck.language"}


@pytest.fixture(scope="module")
def results() -> list[Result]:
    screener = Screener(engine="bitset")
    return [screener.screen(one) for one in (*TRIPLES.values(), *AWKWARD.values())]


@pytest.mark.parametrize("code", languages())
def test_one_line_says_it_all(results: list[Result], code: str) -> None:
    """Transfer, outcome, each alliance, and that no trigger is no permission, in any language."""
    words = find_language(code)
    for result in results:
        line = chat_line(result, code)
        said = result.in_language(code)
        assert len(line.splitlines()) == 1
        assert " ".join(said.outcome.headline.split()) in line
        assert all(words.token(one.verdict) in line for one in said.containment)
        assert line.endswith(said.not_permission)


def test_it_is_a_report_in_under_a_hundred_lines() -> None:
    """One file, which reads a result and nothing beneath it."""
    text = Path(example.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100
    imported = {
        node.module
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert {name for name in imported if name.startswith("licensecheck")} == MAY_IMPORT


def test_it_runs_from_a_command_line() -> None:
    """For an application in a file, in the language asked for."""
    command = [sys.executable, "examples/chat_line.py", "examples/application.yaml", "nl"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert find_language("nl").text("No trigger is not permission.") in ran.stdout
    assert len(ran.stdout.splitlines()) == 1
