"""The recipe for a rule, followed to the letter."""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

import pytest

from licensecheck.law import law_dir
from licensecheck.rules.load import load_ruleset
from tests.cli.running import run
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "how-to" / "write-a-rule.md").read_text(encoding="utf-8")
BLOCK, MORE = (
    textwrap.dedent(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[:2]
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rules, with the block of the page at the end of its file."""
    ignore = shutil.ignore_patterns("scenarios")
    copied = shutil.copytree(law_dir() / "eu-common-position", tmp_path / "law", ignore=ignore)
    file = Path(copied) / "criterion-2.a.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n{textwrap.indent(BLOCK.strip(), '  ')}\n", encoding="utf-8")
    return Path(copied)


def test_the_block_is_a_rule_of_its_file(folder: Path) -> None:
    """What it does not say holds as the head of the file says it."""
    rule = next(one for one in load_ruleset(folder).rules if one.id == "cp.2.a.detention")
    assert (rule.point, rule.force, rule.judgement) == ("Art. 2(2)(a)", "deny", "clear risk")
    assert rule.in_force_from.isoformat() == "2008-12-08"


def test_its_cases_pass(folder: Path) -> None:
    """As the page says."""
    ran = run("rules", "test", str(folder))
    assert ran.code == 0, ran.out
    assert "The answer ends in `0 failed`" in PAGE
    assert ran.out.strip().endswith("0 failed")
    assert run("rules", "validate", str(folder)).code == 0


def test_what_else_is_found_is_named(folder: Path) -> None:
    """The answer says which line to write, and with it the cases pass."""
    file = folder / "criterion-2.a.yaml"
    text = file.read_text(encoding="utf-8")
    case, line = textwrap.indent(MORE.strip(), "      ").rsplit("\n", 1)
    file.write_text(f"{text}{case}\n", encoding="utf-8")
    ran = run("rules", "test", str(folder))
    assert ran.code == 1
    (told,) = [one.strip() for one in ran.out.splitlines() if "not expected" in one]
    assert f"`{told}`" in PAGE
    file.write_text(f"{text}{case}\n{line}\n", encoding="utf-8")
    assert run("rules", "test", str(folder)).code == 0
