"""Running the command line as a user does: within this process, or as a process of its own."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

import licensecheck
from licensecheck.cli import main

SOURCE = Path(licensecheck.__file__).resolve().parent.parent
DAY = "2026-11-24"
BARE = ("check", "--exporter", "NL", "--destination", "SA", "--rating", "ML6.a", "--as-of", DAY)
GIBIBYTE = 1 << 30
SECONDS = 120  # far above what is needed, far below what a runaway would take


class Ran(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def places(self) -> list[str]:
        """Where each error stands: the words before the first colon that ends a place."""
        return [line.split(": ")[0] for line in self.err.splitlines() if ": " in line
                and not line.startswith(" ")]  # fmt: skip


def run(*arguments: str, stdin: bytes = b"") -> Ran:
    """Run a command within this process; the law is read once for all tests."""
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        patch.setattr("sys.stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
        patch.setattr("sys.stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
        with pytest.raises(SystemExit) as left:
            main([*arguments])
        code = left.value.code
        assert isinstance(code, int)
        return Ran(code, out.getvalue().decode(), err.getvalue().decode())


def environment(**changes: str) -> dict[str, str]:
    """The variables of a process of its own."""
    kept = {name: value for name, value in os.environ.items()
            if name not in ("NO_COLOR", "COLUMNS", "LICENSECHECK_DEBUG")}  # fmt: skip
    return {**kept, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1", **changes}


def command(*arguments: str) -> list[str]:
    """The words that start the command line as a process."""
    return [sys.executable, "-m", "licensecheck", *arguments]


def spawn(
    *arguments: str,
    stdin: bytes = b"",
    variables: Mapping[str, str] | None = None,
    memory: int = GIBIBYTE,
) -> Ran:
    """Run a command as a process of its own, within a bounded time and memory."""

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    done = subprocess.run(
        command(*arguments), input=stdin, env=environment(**(variables or {})), timeout=SECONDS,
        preexec_fn=bounded, capture_output=True, check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def refused(ran: Ran) -> Ran:
    """What every refusal has: exit code 2, nothing on standard output, plain words on the other."""
    assert ran.code == 2, ran
    assert ran.out == ""
    assert ran.err
    assert "Traceback" not in ran.err
    assert "pydantic" not in ran.err
    assert "internal error" not in ran.err
    assert printable(ran.err)
    return ran


def printable(text: str) -> bool:
    """Whether a terminal could be commanded by none of it, nor its reading direction turned."""
    return all(char.isprintable() for line in text.split("\n") for char in line)
