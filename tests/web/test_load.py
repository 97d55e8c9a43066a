"""The benchmark of the server in small: many at once, and memory that does not grow."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SMALL = """
from benchmarks import server
server.SILENT, server.AT_ONCE = 100, 40
server.main(["300"])
"""


@pytest.mark.costly
def test_load_in_small() -> None:
    """`/health` answers throughout, each form is answered or refused, and memory stays."""
    # A process of its own: a browser of other tests may keep a loop running in this one.
    ran = subprocess.run(
        [sys.executable, "-c", SMALL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    said = ran.stdout
    assert ran.returncode == 0, ran.stderr
    [codes] = re.findall(r"forms at once: \{(.*?)\}", said)
    assert set(re.findall(r"'(\w+)'", codes)) <= {"200", "503"}
    assert int(re.search(r"meanwhile: (\d+) answers", said)[1]) >= 1
    memory = [int(size) for size in re.findall(r"requests: (\d+) MiB", said)]
    assert len(memory) == 11
    assert memory[-1] - memory[1] < 20
    assert "{'200': 300}" in said
