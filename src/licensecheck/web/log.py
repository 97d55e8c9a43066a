"""The log of the server: bounded, so that nobody fills a disk by asking amiss."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

__all__ = ["Sparing"]

_AT_ONCE: Final = 20
_EVERY_SECONDS: Final = 60.0


class Sparing(logging.Filter):
    """Lets 20 lines through, then one a minute, which says how many were left out before it.

    Args:
        clock: Seconds of a clock that never goes back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._left = float(_AT_ONCE)
        self._seen = clock()
        self._dropped = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is written; see `logging.Filter`."""
        now = self._clock()
        self._left = min(_AT_ONCE, self._left + (now - self._seen) / _EVERY_SECONDS)
        self._seen = now
        if self._left < 1:
            self._dropped += 1
            return False
        self._left -= 1
        if self._dropped:
            record.msg = f"{record.getMessage()} ({self._dropped} lines before this were left out)"
            record.args = None
            self._dropped = 0
        return True
