"""Running the server: on this machine alone, unless another address is asked for."""

from __future__ import annotations

import socket
import sys

import uvicorn

from licensecheck.errors import InputError, Problem, quote
from licensecheck.web.app import make_app
from licensecheck.web.settings import LOOPBACK_NAMES, Settings, is_loopback

__all__ = ["run"]


def run(host: str, port: int, names: tuple[str, ...]) -> None:
    """Serve until stopped.

    Args:
        host: Address to listen on.
        port: Port to listen on.
        names: Further names by which the server is called.

    Raises:
        InputError: Nothing can listen there.
    """
    with _listening(host, port) as listening:
        every = tuple(dict.fromkeys((*LOOPBACK_NAMES, host, *names)))
        config = uvicorn.Config(
            make_app(Settings(names=every)),
            # INVARIANT: no request is logged, as its address may hold what was asked.
            access_log=False, log_level="warning", server_header=False, proxy_headers=False,
            timeout_keep_alive=5, limit_concurrency=64, h11_max_incomplete_event_size=32_768,
        )  # fmt: skip
        if not is_loopback(host):
            sys.stderr.write(
                f"{host} can be reached from other machines: there is no log-in and no encryption "
                "here; put a server that has both before it\n"
            )
        shown = f"[{host}]" if ":" in host else host
        sys.stderr.write(f"licensecheck answers at http://{shown}:{port}/ (stop with Ctrl+C)\n")
        uvicorn.Server(config).run([listening])


def _listening(host: str, port: int) -> socket.socket:
    try:
        [family, *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        what = f"cannot listen on {quote(host)}, port {port}: {error.strerror}"
        raise InputError(Problem("--port", what, "name another with --port or --host")) from None
