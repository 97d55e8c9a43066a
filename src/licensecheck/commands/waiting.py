"""A word to who waits: on a terminal, what takes longer than two seconds says what it does."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["waiting"]

_SECONDS: Final = 2.0


@contextmanager
def waiting(what: str, *, seconds: float = _SECONDS) -> Iterator[None]:
    """Say on standard error what is being done, if it lasts; the line is gone when it is done.

    Nothing is said where standard error is no terminal.

    Args:
        what: What is being done, in a few words.
        seconds: After which it is said.
    """
    if not sys.stderr.isatty():
        yield
        return
    said = threading.Event()

    def say() -> None:
        said.set()
        sys.stderr.write(f"\r{what} ...")
        sys.stderr.flush()

    timer = threading.Timer(seconds, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said.is_set():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
