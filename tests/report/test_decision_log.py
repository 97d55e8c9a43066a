"""The log of decisions: valid lines, nothing of names, and whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck import Screener, read_application
from licensecheck.report.decision_log import (
    MASK,
    append_decision,
    decision_entry,
    decision_log_schema,
)
from tests.cli.running import BARE, run
from tests.conftest import ROOT

NAMED: dict[str, Any] = {
    "reference": "MARK-reference", "as_of": "2026-11-24",
    "exporter": {"name": "MARK-exporter", "country": "NL"},
    "consignee": {"name": "MARK-consignee", "country": "DE", "kind": "company"},
    "intermediaries": [{"name": "MARK-broker", "country": "AE", "role": "broker"}],
    "end_user": {"name": "MARK-user", "country": "SA", "kind": "armed_forces"},
    "items": [{"description": "MARK-goods", "rating": "ML6.a"}],
    "assessments": {"c2a": {"value": "risk", "by": "MARK-desk", "ground": "MARK-ground"}},
    "facts": {
        "end_user.security_role": {"value": "no", "source": "MARK-source"},
        "denial.match": {"value": "identical", "source": "MARK-denial"},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def entry() -> dict[str, Any]:
    application = read_application(NAMED)
    result = Screener(engine="bitset", today=date(2026, 11, 24)).screen(application)
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    return decision_entry(application, result, seconds=0.002, now=now)


def test_an_entry_is_valid_by_its_schema(entry) -> None:
    """And one with a verdict in it is not."""
    schema = decision_log_schema()
    jsonschema.validate(entry, schema)
    assert entry["timestamp"] == "2026-11-24T12:00:00+00:00"
    assert entry["metrics"]["timer_screening_ns"] == 2_000_000
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**entry, "result": {**entry["result"], "status": "approved"}}, schema)


def test_no_name_and_no_word_of_a_denial_is_in_an_entry(entry) -> None:
    """Each place that was masked is listed, as a JSON Pointer that leads to it."""
    assert "MARK" not in json.dumps(entry)
    assert len(entry["masked"]) == 10
    for pointer in entry["masked"]:
        found: Any = entry
        for part in pointer.split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            found = found[int(key)] if isinstance(found, list) else found[key]
        assert found == MASK, pointer


def test_names_stand_in_it_only_when_asked_for() -> None:
    """For a log that is kept as the case file is."""
    application = read_application(NAMED)
    result = Screener(engine="bitset").screen(application)
    entry = decision_entry(application, result, seconds=0, masked=False)
    assert entry["masked"] == []
    assert entry["input"]["exporter"]["name"] == "MARK-exporter"


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20)), max_size=5))
def test_each_entry_is_one_line(tmp_path_factory, entries) -> None:
    """Whatever stands in it, the line ends where it ends."""
    path = tmp_path_factory.mktemp("log") / "decisions.jsonl"
    for entry in entries:
        append_decision(path, entry)
    text = path.read_bytes().decode() if path.exists() else ""
    assert [json.loads(line) for line in text.split("\n")[:-1]] == entries


def test_a_new_log_is_open_to_its_owner_alone(tmp_path: Path) -> None:
    """Whatever the umask."""
    path = tmp_path / "decisions.jsonl"
    before = os.umask(0)
    try:
        append_decision(path, {"a": 1})
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path: Path) -> None:
    """The rest of a line that a fault left is ended first."""
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(b'{"a": 1}\n{"b"')
    append_decision(path, {"c": 3})
    assert path.read_bytes() == b'{"a": 1}\n{"b"\n{"c":3}\n'


def test_many_writers_mix_no_lines(tmp_path: Path) -> None:
    """Eight threads, fifty lines each."""
    path = tmp_path / "decisions.jsonl"
    workers = [
        threading.Thread(
            target=lambda n=n: [append_decision(path, {"n": n, "x": "y" * 500}) for _ in range(50)]
        )
        for n in range(8)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["n"] for line in lines) == sorted(list(range(8)) * 50)


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The decision was made and did not get out: a fault, in one line."""
    ran = run(*BARE, "--decision-log", str(tmp_path))
    assert ran.code != 0
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err


def test_the_command_logs_every_decision(tmp_path: Path) -> None:
    """Two files, two lines; and the exit code of the gravest."""
    log = tmp_path / "decisions.jsonl"
    files = [str(ROOT / "examples" / name) for name in ("application.yaml", "granted/rifles.yaml")]
    ran = run("check", *files, "--decision-log", str(log), "--format", "jsonl")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    logged = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [one["outcome"]["status"] for one in lines] == [
        one["result"]["status"] for one in logged
    ]
    for one in logged:
        jsonschema.validate(one, decision_log_schema())
    assert ran.code == 4


def test_several_files_are_read_before_any_is_screened(tmp_path: Path) -> None:
    """Every error of every file at once, each under its file's name."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("exporter: {country: Nirgends}\nitems: []\n", "utf-8")
    ran = run("check", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"))
    assert (ran.code, ran.out) == (2, "")
    assert "a.yaml" in ran.err
    assert "b.yaml" in ran.err
    assert run("check", "a.yaml", "b.yaml", "--format", "html").code == 2
