"""How much a client may ask: size and pace of a body, requests in a time.

Each limit has its own answer: 413 for a body too large, 415 for one that is compressed, 408 for
one too slow, 429 for too many requests. What the work itself may cost is bounded in `service`.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from licensecheck.errors import told
from licensecheck.web.guard import is_from_another_site
from licensecheck.web.problems import problem_response
from licensecheck.web.settings import Limits, client_of

__all__ = ["Limited", "Rates"]

# What costs nothing is not counted: a page with its style and script is one request.
_FREE: Final = ("/static/", "/health")


class Rates:
    """Requests of each client, as a bucket that fills steadily and that each request draws from.

    Args:
        limits: Size and filling of the bucket, and how many clients are remembered.
        clock: Seconds of a clock that never goes back.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Seconds until the client may ask; 0 if it may now, and then the request counts."""
        now, limits = self._clock(), self._limits
        level, seen = self._buckets.pop(client, (float(limits.burst), now))
        level = min(limits.burst, level + (now - seen) * limits.per_minute / 60)
        allowed = level >= 1
        self._buckets[client] = (level - 1 if allowed else level, now)
        while len(self._buckets) > limits.clients:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - level) * 60 / limits.per_minute


class Limited:
    """Refuses what is too much, and hands on a request whose body has been read whole."""

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self.app = app
        self.limits = limits
        self.rates = Rates(limits)
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; see ASGI."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self.app(scope, receive, send)
            return
        client = client_of(scope["client"][0] if scope.get("client") else "")
        if is_from_another_site(scope):
            # Visits by a link have a rate of their own, so that no other site spends the reader's.
            client += ", from another site"
        if wait := self.rates.wait(client):
            answer = problem_response(
                scope, 429, told("too many requests from this address"),
                help=told("at most {n} a minute are answered", n=self.limits.per_minute),
                headers={"Retry-After": str(math.ceil(wait))},
            )  # fmt: skip
            await answer(scope, receive, send)
            return
        if Headers(scope=scope).get("content-encoding", "identity").lower() != "identity":
            answer = problem_response(
                scope, 415, told("the body is compressed"), help=told("send it as it is"),
                headers=_CLOSE,
            )  # fmt: skip
            await answer(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self.limits.body_seconds):
                body = await self._body(scope, receive)
        except _Full:
            answer = problem_response(
                scope, 503, told("too much is being sent; try again"),
                headers={"Retry-After": "2", **_CLOSE},
            )  # fmt: skip
            await answer(scope, receive, send)
            return
        except TimeoutError:
            answer = problem_response(scope, 408, told("the body came too slowly"), headers=_CLOSE)
            await answer(scope, receive, send)
            return
        except ClientDisconnect:
            return
        if body is None:
            most = f"at most {self.limits.body_bytes:,} bytes are read"
            answer = problem_response(
                scope, 413, told("the body is too large"), help=most, headers=_CLOSE
            )
            await answer(scope, receive, send)
            return
        await self.app(scope, _replayed(body, receive), send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body; None if it is larger than is read."""
        stated = Headers(scope=scope).get("content-length", "")
        if stated.isdecimal() and int(stated[:18]) > self.limits.body_bytes:
            return None
        body, more = bytearray(), True
        try:
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                piece = message.get("body", b"")
                body += piece
                self._held += len(piece)
                more = message.get("more_body", False)
                if len(body) > self.limits.body_bytes:
                    return None
                if more and self._held > self.limits.bodies_bytes:
                    raise _Full
        finally:
            self._held -= len(body)
        return bytes(body)


class _Full(Exception):
    """As much is held of bodies that are being sent as may be."""


# What is left of the body is not read, so the connection cannot serve another request.
_CLOSE: Final = {"Connection": "close"}


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
