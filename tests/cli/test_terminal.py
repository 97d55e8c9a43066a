"""Terminals, pipes, and what goes wrong in the tool itself."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import time

import pytest

from tests.cli.running import BARE, SECONDS, command, environment, run, spawn

SGR = re.compile(r"\x1b\[[0-9;]*m")


def on_a_terminal(*arguments, **variables):
    """What a terminal of 80 columns receives, and the exit code."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments), stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE,
        env=environment(TERM="xterm-256color", COLUMNS="80", **variables),
    )  # fmt: skip
    os.close(theirs)
    received = b""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        ready, _, _ = select.select([ours], [], [], 1)
        if not ready:
            continue
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux tells the end of a terminal so
            break
        if not piece:
            break
        received += piece
    os.close(ours)
    _, err = process.communicate(timeout=SECONDS)
    assert err == b""
    return process.returncode, received.decode().replace("\r\n", "\n")


def test_a_terminal_gets_the_same_text_in_colour():
    """Nothing but colour is added: no cursor is moved, no title set."""
    code, coloured = on_a_terminal(*BARE)
    assert code == 4
    assert SGR.search(coloured)
    bare = SGR.sub("", coloured)
    assert "\x1b" not in bare
    assert [line.rstrip() for line in bare.splitlines()] == run(*BARE).out.splitlines()


def test_no_color_takes_the_colour_away():
    """Any value but the empty one."""
    assert on_a_terminal(*BARE, NO_COLOR="1") == (4, run(*BARE).out)
    assert SGR.search(on_a_terminal(*BARE, NO_COLOR="")[1])


def test_json_on_a_terminal_has_no_colour():
    """It is JSON alone."""
    code, text = on_a_terminal(*BARE, "--format", "json")
    assert code == 4
    assert "\x1b" not in text
    assert json.loads(text)["outcome"]["status"] == "review"


def test_a_pipe_gets_no_colour():
    """Within 80 columns."""
    ran = spawn(*BARE)
    assert (ran.code, ran.err) == (4, "")
    assert "\x1b" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_wide_terminal_is_used_up_to_100_columns_and_a_narrow_one_kept_to():
    """Lines longer than 100 are hard to read."""
    widths = {columns: max(map(len, spawn(*BARE, variables={"COLUMNS": columns}).out.splitlines()))
              for columns in ("60", "80", "90", "400")}  # fmt: skip
    assert widths["60"] <= 60
    assert widths["80"] <= 80
    assert 80 < widths["90"] <= 90
    assert 90 < widths["400"] <= 100


@pytest.mark.parametrize("words", [(*BARE, "--format", "json"), ("rules", "list"), ("--version",)])
def test_a_reader_that_goes_away_is_no_fault(words):
    """`| head -1`: no traceback, and the exit code of a broken pipe, as a shell reports it."""
    ours, theirs = os.pipe()
    os.close(ours)
    with os.fdopen(theirs, "wb") as closed:
        done = subprocess.run(command(*words), stdout=closed, stderr=subprocess.PIPE,
                              env=environment(), timeout=SECONDS, check=False)  # fmt: skip
    assert done.stderr == b""
    assert done.returncode == 141


def test_the_first_line_can_be_had_alone():
    """In a shell, as people do it."""
    line = " ".join(command(*BARE, "-v")) + " | head -1"
    done = subprocess.run(line, shell=True, capture_output=True, env=environment(), check=False,
                          timeout=SECONDS)  # fmt: skip
    assert done.stdout.startswith(b"REVIEW under criteri")
    assert done.stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")  # noqa: PTH110
def test_a_full_disk_is_told_in_one_line():
    """The answer did not get out, so the exit code is none of an outcome."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(command(*BARE), stdout=full, stderr=subprocess.PIPE,
                              env=environment(), timeout=SECONDS, check=False)  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(b"the answer could not be written: ")
    assert done.stderr.count(b"\n") == 1


def test_a_closed_output_is_no_fault():
    """`>&-`: the exit code still tells the outcome."""
    line = " ".join(command(*BARE)) + " >&-"
    done = subprocess.run(line, shell=True, stderr=subprocess.PIPE, env=environment(), check=False,
                          timeout=SECONDS)  # fmt: skip
    assert (done.returncode, done.stderr) == (4, b"")


def test_a_closed_input_is_told():
    """`check - <&-`."""
    line = " ".join(command("check", "-")) + " <&-"
    done = subprocess.run(line, shell=True, capture_output=True, env=environment(), check=False,
                          timeout=SECONDS)  # fmt: skip
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"standard input: is closed")


def test_an_interrupt_stops_without_a_traceback(monkeypatch):
    """Ctrl-C at any moment of a screening; the exit code is that of a shell."""

    def interrupted(*_arguments, **_options):
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("licensecheck.wording.screener.Screener.screen", interrupted)
    # A shell starts what runs in the background with this signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        ran = run(*BARE)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.split() == ["stopped"]


class OddError(Exception):
    """Something that nobody foresaw."""


@pytest.fixture
def broken(monkeypatch):
    """A Screener that fails in a way that nobody foresaw."""

    def fail(*_arguments, **_options):
        raise OddError("a \x1b[31mred\nherring\u202e")

    monkeypatch.setattr("licensecheck.wording.screener.Screener.screen", fail)
    monkeypatch.delenv("LICENSECHECK_DEBUG", raising=False)


def test_a_fault_of_the_tool_is_one_line(broken):
    """Exit code 1, and how to see where; nothing that could command the terminal."""
    ran = run(*BARE)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == ("an internal error: OddError: a �[31mred�herring�; "
                       "set LICENSECHECK_DEBUG=1 to see where\n")  # fmt: skip


def test_a_fault_of_the_tool_is_traced_on_demand(broken, monkeypatch):
    """With LICENSECHECK_DEBUG=1."""
    monkeypatch.setenv("LICENSECHECK_DEBUG", "1")
    ran = run(*BARE)
    assert ran.code == 1
    assert ran.err.startswith("Traceback (most recent call last):")
    assert "in fail" in ran.err
    assert ran.err.rstrip().splitlines()[-1].startswith("an internal error: OddError")
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("error", [MemoryError(), RecursionError("deep"), KeyError("x"),
                                   FileNotFoundError("the rule files are missing")])  # fmt: skip
def test_no_fault_shows_a_traceback(monkeypatch, error):
    """Whatever it is."""

    def fail(*_arguments, **_options):
        raise error

    monkeypatch.setattr("licensecheck.wording.screener.Screener.screen", fail)
    ran = run(*BARE)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"an internal error: {type(error).__name__}")
    assert ran.err.count("\n") == 1
