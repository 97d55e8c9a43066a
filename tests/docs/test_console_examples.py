"""Every console example of the documentation prints what the program prints.

A block fenced as `console` holds commands after `$ ` and what each prints. With the environment
variable `UPDATE_EXAMPLES=1` the blocks are rewritten with what is printed now.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from licensecheck.cli import main
from licensecheck.engine.durable import durable_available

ROOT = Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _printed(command: str) -> str:
    words = shlex.split(command)
    assert words[0] == "licensecheck", command
    with CliRunner().isolation() as (out, err, *_):
        with contextlib.suppress(SystemExit):
            main(words[1:])
        return out.getvalue().decode() + err.getvalue().decode()


def _run(block: str) -> str:
    lines = block.splitlines()
    result: list[str] = []
    for command in (line[2:] for line in lines if line.startswith("$ ")):
        result += [f"$ {command}", *_printed(command).rstrip().splitlines()]
    return "\n".join(result) + "\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_console_examples(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page's console blocks are what the commands print."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    # A checkout that is not installed knows no version; the pages show that of the project.
    monkeypatch.setattr("licensecheck.commands.looked_up.version", lambda *_: VERSION)
    text = page.read_text(encoding="utf-8")
    if "durable-rules" in "".join(BLOCK.findall(text)) and not durable_available():
        pytest.skip("the page names both engines; durable-rules is not built")
    fresh = BLOCK.sub(lambda found: f"```console\n{_run(found[1])}```", text)
    if os.environ.get("UPDATE_EXAMPLES") == "1":
        page.write_text(fresh, encoding="utf-8")
    assert fresh == text
