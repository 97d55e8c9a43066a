"""A habit that a linter does not see: what a module is called."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "licensecheck"
VAGUE = {"common", "helper", "helpers", "misc", "util", "utils"}


def test_names() -> None:
    """A module is named for its subject."""
    modules = sorted(PACKAGE.rglob("*.py"))
    vague = [module.name for module in modules if VAGUE & set(module.stem.split("_"))]
    assert modules
    assert not vague
