"""The habits that a linter does not see: how long a module is, and what it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "licensecheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_LINES = 500
VAGUE = ("common", "helper", "helpers", "misc", "util", "utils")


def name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_is_short_enough_for_one_reason_to_change(module: Path) -> None:
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{name(module)} has {lines} lines; split it"


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_is_named_for_its_subject(module: Path) -> None:
    words = {word for part in Path(name(module)).with_suffix("").parts for word in part.split("_")}
    assert not words.intersection(VAGUE), f"{name(module)}: say what is in it"
