"""The benchmark of the server in small: many at once, and memory that does not grow."""

from __future__ import annotations

import re

import pytest

from benchmarks import server


@pytest.mark.costly
def test_load_in_small(monkeypatch, capsys) -> None:
    """`/health` answers throughout, each form is answered or refused, and memory stays."""
    monkeypatch.setattr(server, "SILENT", 100)
    monkeypatch.setattr(server, "AT_ONCE", 40)
    server.main(["300"])
    said = capsys.readouterr().out
    [codes] = re.findall(r"forms at once: \{(.*?)\}", said)
    assert set(re.findall(r"'(\w+)'", codes)) <= {"200", "503"}
    assert int(re.search(r"meanwhile: (\d+) answers", said)[1]) >= 1
    memory = [int(size) for size in re.findall(r"requests: (\d+) MiB", said)]
    assert len(memory) == 11
    assert memory[-1] - memory[1] < 20
    assert "{'200': 300}" in said
