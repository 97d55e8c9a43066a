"""Where CI has all data at hand, a test that is skipped is an error; in a public clone it skips."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

ASKS = """
import pytest

def test_asks(shared):
    pass

def test_skips():
    pytest.importorskip("no_such_extra")
"""
IS_SKIPPED = "import pytest\npytest.importorskip('no_such_extra')\n\ndef test_one(): pass\n"


def ran(tmp_path: Path, content: str, ci: str) -> str:
    tests = tmp_path / "checkout" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    (tests / "test_it.py").write_text(content)
    left = {name: value for name, value in os.environ.items()
            if name != "LICENSECHECK_SHARED" and not name.startswith("PYTEST")}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)],
        cwd=tests.parent, env={**left, "CI": ci}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("ci", ["true", ""])
def test_skipped_test(tmp_path: Path, ci: str, beside: bool) -> None:
    """Only in CI, and only with the folder beside the checkout, is it a failure."""
    if beside:
        (tmp_path / "shared").mkdir()
    said = ran(tmp_path, ASKS, ci)
    if ci and beside:
        assert "1 failed, 1 passed" in said
        assert "test_skips: nothing may be skipped here" in said
    else:
        assert ("1 passed, 1 skipped" if beside else "2 skipped") in said


def test_skipped_module(tmp_path: Path) -> None:
    """A module that skips itself is an error as well."""
    (tmp_path / "shared").mkdir()
    said = ran(tmp_path, IS_SKIPPED, "true")
    assert "1 error" in said
    assert "nothing may be skipped here" in said
