"""Measures whether work grows no faster than the text that it is given, by ratio in one run."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable
from types import FrameType

__all__ = ["LONG", "SHORT", "grows_too_fast", "run"]

SHORT, LONG = 1_000, 64_000


class TooSlowError(Exception):
    """Raised by the alarm within whatever was running."""


def seconds(work: Callable[[str], object], text: str, most: float) -> float:
    """Time of this thread that a piece of work takes; `most` and no longer."""

    running = True

    def stop(number: int, frame: FrameType | None) -> None:
        # The alarm may come when the work has just ended.
        if running:
            raise TooSlowError

    # An alarm within a collection would be lost: what collects has callbacks of its own.
    gc.disable()
    before = signal.signal(signal.SIGVTALRM, stop)
    began = time.thread_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        work(text)
        running = False
    except TooSlowError:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        gc.enable()
    return time.thread_time() - began


def grows_too_fast(work: Callable[[str], object], make: Callable[[int], str]) -> str:
    """Why a piece of work is not linear in the length of its text, or nothing.

    Work that is linear takes 64 times as long, and less where its text is bounded. What takes
    under 100 microseconds a thousand characters is too short to measure and counts as that.
    """
    short, long = make(SHORT), make(LONG)
    # Most work is done at once, whatever the shorter text would take.
    if seconds(work, long, 1) < 4 * LONG / SHORT * 1e-4:
        return ""
    why = ""
    for _ in range(3):
        first = max(min(seconds(work, short, 1) for _ in range(2)), 1e-4)
        most = 4 * LONG / SHORT * first
        if first >= 1:
            return f"{short[:50]!r}...: {SHORT:,} characters take over a second"
        taken = seconds(work, long, min(most * 2, 30))
        if taken < most:
            return ""
        why = f"{long[:50]!r}...: {taken:.3f} s for {LONG:,} characters, {first:.4f} for {SHORT:,}"
    return why


def run(before: str, unit: str, tail: str) -> Callable[[int], str]:
    """Makes a text of some size: what leads to a run, the run, and what spoils its end."""
    return lambda size: before + unit * (size // len(unit)) + tail
