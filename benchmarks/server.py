"""`python -m benchmarks server`: silent connections, many requests at once, memory over many.

A server of its own is started on loopback, as `licensecheck serve` does, and asked from here.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

SILENT = 500
AT_ONCE = 200
REQUESTS = 20_000
# The rate of one client is bounded, and here all requests come from one machine.
UNBOUNDED = (
    "import socket, sys; from licensecheck.web.server import make_server; "
    "from licensecheck.web.settings import Limits, Settings; "
    "limits = Limits(burst=10**6, per_minute=10**6); "
    "made = socket.create_server(('127.0.0.1', int(sys.argv[1])), backlog=1024); "
    "made.listen(1024); make_server(Settings(limits=limits)).run([made])"
)
FORM = b"exporter=NL&destination=SA&rating=ML6.a&as_of=2026-11-24"
HEALTH = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


def main(words: list[str]) -> None:
    """Run both halves; `words` may name another number of requests for the second."""
    requests = int(words[0]) if words else REQUESTS
    with _server() as (process, port):
        asyncio.run(_crowded(port))
        asyncio.run(_many(process, port, requests))


@contextlib.contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", UNBOUNDED, str(port)])
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            if time.monotonic() > until:
                sys.exit("the server did not start")
            time.sleep(0.1)
        yield process, port
    finally:
        process.terminate()
        process.wait(30)


async def _crowded(port: int) -> None:
    """Requests at once beside silent connections, while `/health` is asked on and on."""
    await _answer(port, _post())
    times: list[float] = []
    async with _silent(port, SILENT):
        asking = asyncio.create_task(_health(port, times))
        began = time.perf_counter()
        answers = await asyncio.gather(*(_answer(port, _post()) for _ in range(AT_ONCE)))
        took = time.perf_counter() - began
        asking.cancel()
    codes = Counter(answers)
    print(f"{SILENT} silent connections, {AT_ONCE} forms at once: {dict(codes)} in {took:.2f} s")
    if times:
        worst, middle = max(times), statistics.median(times)
        print(f"/health meanwhile: {len(times)} answers, median {middle * 1000:.1f} ms, "
              f"slowest {worst * 1000:.1f} ms")  # fmt: skip


@contextlib.asynccontextmanager
async def _silent(port: int, count: int) -> AsyncIterator[None]:
    made = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]
    try:
        yield
    finally:
        for _, writer in made:
            writer.close()


async def _health(port: int, times: list[float]) -> None:
    while True:
        began = time.perf_counter()
        if await _answer(port, HEALTH) != "200":
            sys.exit("/health did not answer")
        times.append(time.perf_counter() - began)


async def _many(process: subprocess.Popen[bytes], port: int, requests: int) -> None:
    """One form after the other over two connections at a time, and what memory is held."""
    codes: Counter[str] = Counter()
    began = time.perf_counter()
    for step in range(11):
        if step:
            for _ in range(requests // 20):
                codes.update(await asyncio.gather(_answer(port, _post()), _answer(port, _post())))
        print(f"{sum(codes.values()):>7,} requests: {_resident(process.pid):.0f} MiB", flush=True)
    print(f"{dict(codes)} in {time.perf_counter() - began:.0f} s")


def _resident(pid: int) -> float:
    """Memory that a process holds, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    [line] = [line for line in lines if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def _post() -> bytes:
    head = (
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Length: {len(FORM)}\r\n\r\n"
    )
    return head.encode() + FORM


async def _answer(port: int, request: bytes) -> str:
    """The status of an answer that was read whole."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        said = await asyncio.wait_for(reader.read(), 60)
        writer.close()
    except (OSError, TimeoutError) as error:
        return type(error).__name__
    return said[9:12].decode() or "closed"
