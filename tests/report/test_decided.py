"""Decisions of persons, recorded beside the receipt."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from licensecheck.report.decided import read_decisions
from tests.cli.running import run

CASE = {
    "as_of": "2024-03-08",
    "exporter": {"country": "NL"},
    "end_user": {"country": "SA", "kind": "armed_forces"},
    "items": [{"rating": "ML6.a"}],
}
SAID = ("--role", "head of desk", "--reason", "verified at delivery")


def screened(folder: Path) -> Path:
    """A case in a folder, with its receipt and its result; the receipt is given back."""
    (folder / "case.yaml").write_text(json.dumps(CASE))
    receipt = folder / "case.json"
    run("check", str(folder / "case.yaml"), "--receipt", str(receipt))
    done = run("check", str(folder / "case.yaml"), "--format", "json")
    (folder / "result.json").write_text(done.out)
    return receipt


def test_a_decision_is_kept_and_shown_on_replay(tmp_path: Path) -> None:
    """With role, second reader, and each condition with the finding that it answers."""
    receipt = screened(tmp_path)
    rule = next(iter(json.loads(receipt.read_text())["met"]))
    for recorded in (receipt, tmp_path / "result.json"):
        done = run(
            "decide", str(recorded), "--verdict", "granted_on_conditions", *SAID,
            "--second-reader", "legal desk", "--on", "2024-04-01",
            "--condition", f"no_reexport={rule}: not without consent",
        )  # fmt: skip
        assert done.code == 0, done.err
        replayed = run("replay", str(recorded), str(tmp_path / "case.yaml"))
        assert replayed.code == 0
        for said in ("head of desk", "legal desk", "2024-04-01", rule, "not without consent"):
            assert said in replayed.out
    log = run("decisions", str(tmp_path), "--format", "csv").out.splitlines()
    assert len(log) == 3
    assert "granted_on_conditions" in log[1]


def test_an_earlier_decision_is_never_lost(tmp_path: Path) -> None:
    """The second stands after the first."""
    receipt = screened(tmp_path)
    for verdict in ("refused", "granted"):
        assert run("decide", str(receipt), "--verdict", verdict, *SAID).code == 0
    assert [one.verdict for one in read_decisions(receipt)] == ["refused", "granted"]


def test_what_does_not_fit_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """All faults at once, and nothing is written."""
    receipt = screened(tmp_path)
    done = run(
        "decide", str(receipt), "--verdict", "grantd", "--role", " ", "--reason", "x",
        "--condition", "no_reexprt=cp.1.a.embargo", "--condition", "training=cp.9.nothing",
    )  # fmt: skip
    assert done.code == 2
    for said in ("`granted`", "--role", "`no_reexport`", "cp.9.nothing"):
        assert said in done.err
    assert run("decide", str(receipt), "--verdict", "granted_on_conditions", *SAID).code == 2
    assert run("decide", str(tmp_path / "no.json"), "--verdict", "granted", *SAID).code == 2
    assert read_decisions(receipt) == []
    damaged = tmp_path / "case.decisions.jsonl"
    damaged.write_text("{}\n")
    listed = run("decisions", str(tmp_path))
    assert listed.code == 2
    assert "case.decisions.jsonl:1" in listed.err


def test_a_log_of_any_name_is_read_whole(tmp_path: Path) -> None:
    """What `decisions --format jsonl` wrote is read again; a file of something else is refused."""
    receipt = screened(tmp_path)
    assert run("decide", str(receipt), "--verdict", "refused", *SAID).code == 0
    kept = tmp_path / "log of 2024.jsonl"
    kept.write_text(run("decisions", str(tmp_path), "--format", "jsonl").out)
    assert "1 decision\n" in run("decisions", str(kept)).out
    assert "1 decision\n" in run("decisions", str(receipt)).out
    other = tmp_path / "screened.jsonl"
    other.write_text('{"decision_id": "a"}\n')
    done = run("decisions", str(other))
    assert done.code == 2
    assert "screened.jsonl:1" in done.err


def test_a_decision_is_listed_once(tmp_path: Path) -> None:
    """A log that is named in several ways is one: the folder, its file, the receipt beside it."""
    receipt = screened(tmp_path)
    assert run("decide", str(receipt), "--verdict", "refused", *SAID).code == 0
    log = tmp_path / "case.decisions.jsonl"
    ways = (log, tmp_path, receipt, tmp_path / "." / ".." / tmp_path.name / log.name)
    for way in ways:
        assert "1 decision\n" in run("decisions", str(log), str(way)).out
    assert "1 decision\n" in run("decisions", *map(str, ways)).out


def test_no_decision_of_a_day_to_come(tmp_path: Path) -> None:
    """It was not taken yet; a day on which nothing can be asked is none either."""
    receipt = screened(tmp_path)
    for day, part in (("2100-12-31", "still to come"), ("2199-01-01", "lies outside")):
        done = run("decide", str(receipt), "--verdict", "refused", *SAID, "--on", day)
        assert (done.code, read_decisions(receipt)) == (2, [])
        assert "--on" in done.err
        assert part in done.err


@pytest.mark.parametrize(
    "end", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\r", "\n", " \\n"]
)
def test_a_reason_with_an_end_of_line(tmp_path: Path, end: str) -> None:
    """It is one decision, which is read again as it was written."""
    receipt = screened(tmp_path)
    said = ("--role", f"head{end}of desk", "--reason", f"verified{end}at delivery")
    for verdict in ("refused", "granted"):
        assert run("decide", str(receipt), "--verdict", verdict, *said).code == 0
    assert [one.reason for one in read_decisions(receipt)] == [f"verified{end}at delivery"] * 2
    assert run("replay", str(receipt), str(tmp_path / "case.yaml")).code == 0
    assert run("decisions", str(tmp_path)).code == 0


@pytest.mark.parametrize("way", ["symbolic", "hard"])
def test_a_log_that_is_the_receipt(tmp_path: Path, way: str) -> None:
    """A line added to the receipt would make it unreadable."""
    receipt = screened(tmp_path)
    before = receipt.read_text()
    log = tmp_path / "case.decisions.jsonl"
    log.symlink_to(receipt) if way == "symbolic" else log.hardlink_to(receipt)
    done = run("decide", str(receipt), "--verdict", "refused", *SAID)
    assert done.code == 2
    assert "it is the file of RESULT|RECEIPT as well" in done.err
    assert receipt.read_text() == before


def test_a_log_that_is_a_pipe(tmp_path: Path) -> None:
    """Nobody writes to it, so to read it would never end."""
    receipt = screened(tmp_path)
    os.mkfifo(tmp_path / "case.decisions.jsonl")
    for words in (
        ("decide", str(receipt), "--verdict", "refused", *SAID),
        ("replay", str(receipt), str(tmp_path / "case.yaml")),
        ("decisions", str(tmp_path)),
        ("decisions", str(receipt)),
    ):
        done = run(*words)
        assert done.code == 2
        assert "case.decisions.jsonl: is no file" in done.err
