"""Who waits at a terminal is told what is being done; nobody else is."""

from __future__ import annotations

import io
import sys
import time

import pytest

from licensecheck.commands.show import waiting


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "lasts", "said"), [
    (Terminal, 0.3, "\rreading x ...\r\x1b[K"), (Terminal, 0.0, ""), (io.StringIO, 0.3, ""),
])  # fmt: skip
def test_only_what_lasts_is_told_and_only_on_a_terminal(stream, lasts, said, monkeypatch) -> None:
    """The line is gone when it is done."""
    shown = stream()
    monkeypatch.setattr(sys, "stderr", shown)
    with waiting("reading x", seconds=0.05):
        time.sleep(lasts)
    assert shown.getvalue() == said


def test_an_error_leaves_no_line_behind(monkeypatch) -> None:
    """It comes through as it is."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)

    def fails() -> None:
        with waiting("reading x", seconds=0.01):
            time.sleep(0.1)
            raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        fails()
    assert shown.getvalue().endswith("\x1b[K")
