"""The lock files pin every package by hash, say nothing of where it comes from, and agree."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / lock).read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links", lock.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_of_a_lock_has_a_hash(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8").replace("\\\n", "")
    requirements = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert requirements
    assert [line for line in requirements if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize(("one", "other"), [*combinations(("run.txt", "dev.txt", "spark.txt"), 2)])
def test_no_two_locks_share_a_package(one: str, other: str) -> None:
    assert not pins(one).keys() & pins(other).keys()


def test_what_the_package_declares_is_in_the_locks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"].values()
    run = {requirement_name(line) for line in project["project"]["dependencies"]}
    dev = {requirement_name(line) for part in (*extras, *groups) for line in part}
    assert run <= pins("run.txt").keys()
    assert dev <= pins("dev.txt").keys() | pins("run.txt").keys() | pins("spark.txt").keys()


def requirement_name(line: str) -> str:
    return re.split(r"[<>=!~ \[;]", line, maxsplit=1)[0].lower()
