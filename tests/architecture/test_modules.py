"""Habits that a linter does not see: what a module is called, and where options are named."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "licensecheck"
DOORS = {"cli", "commands", "web"}
OPTION = re.compile(r"--[a-z][a-z-]*")
VAGUE = {"common", "helper", "helpers", "misc", "util", "utils"}


def test_names() -> None:
    """A module is named for its subject."""
    modules = sorted(PACKAGE.rglob("*.py"))
    vague = [module.name for module in modules if VAGUE & set(module.stem.split("_"))]
    assert modules
    assert not vague


def test_options_are_named_at_the_doors() -> None:
    """No place of a fault below the doors is an option of a command; it is an `Argument`."""
    named = [
        f"{module.relative_to(PACKAGE)}:{node.lineno}"
        for module in sorted(PACKAGE.rglob("*.py"))
        if module.relative_to(PACKAGE).parts[0] not in DOORS
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and OPTION.fullmatch(str(node.value))
    ]
    assert not named
