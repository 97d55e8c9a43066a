"""Running the server: on this machine alone, unless another address is asked for."""

from __future__ import annotations

import logging
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import uvicorn

from licensecheck.errors import InputError, Problem, quote, reason_of, told
from licensecheck.facts.denials import read_denials
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.reference.reference import Reference
from licensecheck.web.app import make_app
from licensecheck.web.connections import BoundedConnection
from licensecheck.web.settings import LOOPBACK_NAMES, Limits, Settings, is_loopback

__all__ = ["Sparing", "make_server", "run"]

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


# Descriptors for files, and for what Python itself holds open.
_SPARE: Final = 64


def run(
    host: str,
    port: int,
    names: tuple[str, ...],
    *,
    lists: Sequence[str] = (),
    house: Sequence[str] = (),
    alliances: Sequence[str] = (),
    denials: str | None = None,
) -> None:
    """Serve until stopped.

    Args:
        host: Address to listen on.
        port: Port to listen on.
        names: Further names by which the server is called.
        lists: Files of lists of names that parties are compared with.
        house: Rule files of the office's own, beside all other rules.
        alliances: Alliance files of the office's own, beside the packaged ones.
        denials: A file of denials that goods and parties are compared with.

    Raises:
        InputError: Nothing can listen there, or a file cannot be read.
    """
    read = PartyLists(lists) if lists else None
    refused = read_denials(Path(denials), Reference.load()) if denials else None
    with _listening(host, port) as listening:
        every = tuple(dict.fromkeys((*LOOPBACK_NAMES, host, *names)))
        server = make_server(Settings(
            names=every, lists=read, house=tuple(house), alliances=tuple(alliances),
            denials=refused,
        ))  # fmt: skip
        for name in ("uvicorn.error", "asyncio"):
            logging.getLogger(name).addFilter(Sparing())
        if not is_loopback(host):
            sys.stderr.write(
                f"{host} can be reached from other machines: there is no log-in and no encryption "
                "here; put a server that has both before it\n"
            )
        shown = f"[{host}]" if ":" in host else host
        sys.stderr.write(f"licensecheck answers at http://{shown}:{port}/ (stop with Ctrl+C)\n")
        server.run([listening])


def make_server(settings: Settings) -> uvicorn.Server:
    """The server of the form and the API, with the bounds that uvicorn does not have."""
    return uvicorn.Server(uvicorn.Config(
        make_app(settings),
        # INVARIANT: no request is logged, as its address may hold what was asked.
        access_log=False, log_level="warning", server_header=False, proxy_headers=False,
        timeout_keep_alive=5, h11_max_incomplete_event_size=32_768, ws="none",
        # Not `limit_concurrency`: it counts connections, so silent ones would lock all out.
        http=BoundedConnection.within(_within_descriptors(settings.limits)),
    ))  # fmt: skip


def _within_descriptors(limits: Limits) -> Limits:
    """No more connections than the system lets this process hold open."""
    try:
        import resource
    except ImportError:
        # Windows has no such limit of its own.
        return limits
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0] - _SPARE
    return limits if most < 0 else replace(limits, connections=min(limits.connections, most))


def _listening(host: str, port: int) -> socket.socket:
    try:
        [family, *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        what = told(
            "cannot listen on {host}, port {port}: {strerror}",
            host=quote(host),
            port=port,
            strerror=reason_of(error),
        )
        raise InputError(
            Problem("--port", what, told("name another with --port or --host"))
        ) from None
