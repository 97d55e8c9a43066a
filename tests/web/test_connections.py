"""A real server on a socket: who keeps it waiting is closed, and takes nobody's place."""

from __future__ import annotations

import asyncio
import http.client
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
import uvicorn

from licensecheck.web.connections import BoundedConnection
from licensecheck.web.server import Sparing, make_server
from licensecheck.web.settings import Limits, Settings

GET = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
HASTY = Limits(head_seconds=0.5, body_seconds=0.3, seconds=20, send_seconds=1, burst=1_000_000)

Serve = Callable[[uvicorn.Server], int]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server in a thread of its own, and gives its port."""
    log = logging.getLogger("uvicorn.error")
    level = log.level
    with ExitStack() as stack:
        stack.callback(lambda: log.setLevel(level))

        def start(server: uvicorn.Server) -> int:
            # What uvicorn sets up would hide its log from pytest, here and in later tests.
            logging.getLogger("uvicorn").propagate = True
            listening = socket.create_server(("127.0.0.1", 0), backlog=512)
            thread = threading.Thread(target=server.run, args=([listening],))
            thread.start()

            def stop() -> None:
                server.should_exit = True
                thread.join(20)
                listening.close()

            stack.callback(stop)
            while not server.started:
                time.sleep(0.01)
            return listening.getsockname()[1]

        yield start


@contextmanager
def talking(port: int, text: bytes = b"") -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as made:
        made.sendall(text)
        yield made


def heard(made: socket.socket) -> bytes:
    """All that comes until the server closes."""
    said = b""
    with suppress(ConnectionError):
        while piece := made.recv(65_536):
            said += piece
    return said


def status(port: int, path: str = "/health", **headers: str) -> int:
    made = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    made.request("GET", path, headers=headers)
    try:
        return made.getresponse().status
    finally:
        made.close()


def test_silent(serve) -> None:
    """A connection that sends nothing is closed after the bound."""
    port = serve(make_server(Settings(limits=HASTY)))
    with talking(port) as made:
        began = time.monotonic()
        assert heard(made) == b""
    assert 0.2 < time.monotonic() - began < 5


@pytest.mark.parametrize("before", [b"", GET], ids=["first", "second"])
def test_dripping(serve, before: bytes) -> None:
    """One that sends a header line now and then has no longer, in any request of it."""
    port = serve(make_server(Settings(limits=HASTY)))
    with talking(port, before) as made:
        said = b""
        while before and not said.endswith(b"}"):
            said += made.recv(65_536)
        began = time.monotonic()
        made.sendall(b"GET / HTTP/1.1\r\n")
        made.settimeout(0.2)
        said = b""
        while time.monotonic() - began < 5:
            with suppress(TimeoutError):
                if not (said := made.recv(65_536)):
                    break
                break
            made.sendall(b"X: y\r\n")
        made.settimeout(10)
        said += heard(made)
    assert time.monotonic() - began < 5
    assert said.startswith(b"HTTP/1.1 408")
    assert b"content-security-policy: default-src 'none'" in said.lower()
    assert b"cache-control: no-store" in said.lower()


def test_many_silent(serve) -> None:
    """Silent connections beyond all places do not keep a request from its answer."""
    limits = Limits(head_seconds=30, connections=16)
    port = serve(make_server(Settings(limits=limits)))
    with ExitStack() as stack:
        silent = [stack.enter_context(talking(port)) for _ in range(40)]
        began = time.monotonic()
        assert [status(port) for _ in range(5)] == [200] * 5
        assert time.monotonic() - began < 5
        # Those that waited longest made room; the latest are still there.
        assert heard(silent[0]) == b""
        silent[-1].sendall(GET)
        assert silent[-1].recv(65_536).startswith(b"HTTP/1.1 200")


def test_many_requests(serve) -> None:
    """Of many at once each is answered, or refused as the page says, with our headers."""
    limits = Limits(burst=40, per_minute=60)
    port = serve(make_server(Settings(limits=limits)))
    body = b"exporter=NL&destination=SA&rating=ML6.a"
    head = (
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with ExitStack() as stack:
        asking = [stack.enter_context(talking(port, head.encode() + body)) for _ in range(60)]
        health = [status(port) for _ in range(5)]
        answers = [heard(made) for made in asking]
    assert health == [200] * 5
    codes = [answer[9:12].decode() for answer in answers]
    assert set(codes) <= {"200", "503", "429"}
    assert codes.count("200") >= 16
    refused = [a.lower() for a, code in zip(answers, codes, strict=True) if code != "200"]
    assert refused
    assert all(b"retry-after: " in a and b"content-security-policy: " in a for a in refused)


@pytest.mark.parametrize(
    "text",
    [
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 10_000 + b"\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n\r\nxNO\r\n\r\n",
    ],
)
def test_no_request(serve, text: bytes, caplog) -> None:
    """What is no request of HTTP is refused with our headers, and no traceback."""
    port = serve(make_server(Settings(limits=HASTY)))
    with talking(port, text) as made:
        said = heard(made)
    assert b"HTTP/1.1 4" in said
    assert said.lower().count(b"content-security-policy: ") == said.count(b"HTTP/1.1 ")
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert {record.name for record in caplog.records} <= {"uvicorn.error"}


def test_change_of_protocol(serve, caplog) -> None:
    """A request to change to another protocol is answered as any other, without a word."""
    port = serve(make_server(Settings(limits=HASTY)))
    assert status(port, Upgrade="websocket", Connection="Upgrade") == 200
    assert caplog.text == ""


def test_request_without_end(serve) -> None:
    """A request is given up as a whole after its time, whatever holds it."""

    async def never(scope, receive, send) -> None:
        if scope["type"] == "http":
            await asyncio.Event().wait()

    limits = Limits(head_seconds=0.2, body_seconds=0.1, seconds=0.1, send_seconds=0.1)
    config = uvicorn.Config(
        never, http=BoundedConnection.within(limits), lifespan="off", log_level="critical",
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    port = serve(uvicorn.Server(config))
    with talking(port, GET) as made:
        began = time.monotonic()
        assert heard(made) == b""
    assert time.monotonic() - began < 5


def test_no_room(serve) -> None:
    """Where every place is taken by a request, one more is refused with 503 and our headers."""
    held = threading.Event()

    async def slow(scope, receive, send) -> None:
        if scope["type"] == "http":
            while not held.is_set():
                await asyncio.sleep(0.01)
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})

    config = uvicorn.Config(
        slow, http=BoundedConnection.within(Limits(connections=2)), lifespan="off",
        log_level="critical",
    )  # fmt: skip
    port = serve(uvicorn.Server(config))
    try:
        with talking(port, GET), talking(port, GET):
            time.sleep(0.2)
            with talking(port, GET) as third:
                said = heard(third).lower()
    finally:
        held.set()
    assert said.startswith(b"http/1.1 503")
    assert b"retry-after: 2" in said
    assert b"content-security-policy: " in said


def test_log_is_bounded() -> None:
    """Twenty lines, then one a minute that says how many were left out."""
    now = 0.0
    sparing = Sparing(clock=lambda: now)
    said = []

    def line() -> None:
        record = logging.LogRecord("x", 30, "", 0, "no request %s", ("of HTTP",), None)
        if sparing.filter(record):
            said.append(record.getMessage())

    for _ in range(1_000):
        line()
    assert said == ["no request of HTTP"] * 20
    now = 60.0
    line()
    line()
    assert said[20:] == ["no request of HTTP (980 lines before this were left out)"]
