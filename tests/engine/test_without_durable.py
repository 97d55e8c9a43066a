"""Where the extension is missing or does not import, the bitset engine decides and says so."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from licensecheck import Screener
from licensecheck.engine import durable
from licensecheck.engine.durable import durable_available

EXTENSION = "durable_rules_engine"
TRIPLE = {
    "as_of": "2026-11-24",
    "exporter": {"country": "NL"},
    "end_user": {"country": "SA", "kind": "armed_forces"},
    "items": [{"rating": "ML6.a"}],
}
SCREEN = """
from licensecheck import Screener
from licensecheck.engine import durable
durable._MENDED_AT_BUILD = MENDED
print(durable.durable_available())
use = Screener().screen(TRIPLE).engine
print(use.decided_by, use.confirmed_by, use.note, sep="|")
"""


@pytest.fixture
def unprobed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """As in a process that has not looked for the extension yet."""
    durable_available.cache_clear()
    monkeypatch.delitem(sys.modules, EXTENSION, raising=False)
    yield monkeypatch
    durable_available.cache_clear()


def test_a_missing_extension_is_noticed(unprobed: pytest.MonkeyPatch) -> None:
    """The bitset engine decides alone, the result says so, and the decision is the same."""
    found = importlib.util.find_spec
    unprobed.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == EXTENSION else found(name)
    )
    assert not durable_available()
    alone = Screener().screen(TRIPLE)
    assert (alone.engine.decided_by, alone.engine.confirmed_by) == ("bitset", "")
    assert "is not built here" in alone.engine.note
    by_choice = Screener(engine="bitset").screen(TRIPLE)
    assert "by choice" in by_choice.engine.note
    assert alone.findings == by_choice.findings


def test_from_python_3_13_on_a_process_of_its_own_tries_the_extension(
    unprobed: pytest.MonkeyPatch,
) -> None:
    """One that imports there is there; one that crashes there is not."""
    if importlib.util.find_spec(EXTENSION) is None:
        pytest.skip("the extension of durable-rules is not built here")
    unprobed.setattr(durable, "_MENDED_AT_BUILD", True)
    assert durable_available()
    durable_available.cache_clear()
    unprobed.delitem(sys.modules, EXTENSION, raising=False)
    crashed = subprocess.CompletedProcess([], -11)
    unprobed.setattr(subprocess, "run", lambda *_, **__: crashed)
    assert not durable_available()


@pytest.mark.parametrize("mended", [False, True])
def test_an_extension_that_does_not_import_is_noticed(mended: bool, tmp_path: Path) -> None:
    """An import error is found with and without a process of its own."""
    broken(tmp_path, "raise ImportError('undefined symbol: PyEval_CallObject')")
    assert screened(tmp_path, mended) == ["False", BITSET_ALONE]


def test_an_extension_that_crashes_at_import_is_noticed(tmp_path: Path) -> None:
    """A build that does not match the interpreter takes the probe down, and not this process."""
    broken(tmp_path, "import os; os.abort()")
    assert screened(tmp_path, True) == ["False", BITSET_ALONE]


def test_the_probe_is_used_where_a_build_must_be_mended() -> None:
    """Python 3.13 has no `PyEval_CallObject`, so builds for it may be bad."""
    assert (sys.version_info >= (3, 13)) == durable._MENDED_AT_BUILD


@pytest.mark.skipif(not durable_available(), reason="the durable-rules extension is not built here")
def test_an_extension_that_imports_is_probed_and_used(tmp_path: Path) -> None:
    """Both ways to look find the real one, and both engines decide."""
    for mended in (False, True):
        assert screened(tmp_path, mended) == ["True", "durable-rules|bitset|"]


BITSET_ALONE = (
    "bitset||the durable-rules extension was built, but this Python cannot load it "
    "(docs/how-to/install.md tells how to build it for Python 3.13), so no second engine confirmed"
)


def broken(folder: Path, code: str) -> None:
    """Lay a module in the place of the extension."""
    (folder / f"{EXTENSION}.py").write_text(code + "\n", encoding="utf-8")


def screened(folder: Path, mended: bool) -> list[str]:
    """What a process prints that finds the modules of a folder first."""
    path = os.pathsep.join([str(folder), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, "-c", f"MENDED, TRIPLE = {mended!r}, {TRIPLE!r}{SCREEN}"],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
