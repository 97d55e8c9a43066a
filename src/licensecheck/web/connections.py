"""How long a connection may take, and how many there may be.

uvicorn bounds the pause between two requests and nothing before that: a connection that sends
nothing, or a header line now and then, would stay for good. Here each connection has a deadline:
for the head of a request, then for the request as a whole. A connection that only waits takes no
place of a request: where there are too many, the one that has waited longest makes room.
"""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any, ClassVar, Final

import h11
from starlette.datastructures import MutableHeaders
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from licensecheck.web.guard import add_headers
from licensecheck.web.problems import problem_response, title_of
from licensecheck.web.settings import Limits

__all__ = ["BoundedConnection"]

_MAY_ANSWER: Final = (h11.IDLE, h11.SEND_RESPONSE)


class BoundedConnection(H11Protocol):
    """One connection, closed when it keeps the server waiting."""

    limits: ClassVar[Limits] = Limits()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._request: object = None
        self._since = 0.0
        self._spoke = False
        self._deadline: asyncio.TimerHandle | None = None

    @classmethod
    def within(cls, limits: Limits) -> type[BoundedConnection]:
        """The kind of connection that keeps to some limits."""
        return type(cls.__name__, (cls,), {"limits": limits})

    @property
    def waits(self) -> bool:
        """Whether no request of it is being answered."""
        return self._answering() is None

    def _answering(self) -> RequestResponseCycle | None:
        cycle: RequestResponseCycle | None = self.cycle
        return None if cycle is None or cycle.response_complete else cycle

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        self._set_deadline()
        if len(self.connections) > self.limits.connections:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        self._spoke = True
        super().data_received(data)
        self._set_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        super().connection_lost(exc)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def on_response_complete(self) -> None:
        """See `H11Protocol`."""
        super().on_response_complete()
        self._spoke = False
        self._set_deadline()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request of HTTP; see `H11Protocol`."""
        self._refuse(400, msg.rstrip(".").replace("Invalid HTTP request", "no readable request"))

    def _unsupported_upgrade_warning(self) -> None:
        """A request to change the protocol is answered as if it did not ask; that is no news."""

    def _set_deadline(self) -> None:
        """A new deadline whenever the connection begins to wait, or begins a request."""
        request = self._answering()
        if self._deadline is not None and request is self._request:
            return
        if self._deadline is not None:
            self._deadline.cancel()
        limits = self.limits
        whole = limits.body_seconds + limits.seconds + limits.send_seconds
        seconds = limits.head_seconds if request is None else whole
        self._request, self._since = request, self.loop.time()
        self._deadline = self.loop.call_later(seconds, self._overdue)

    def _overdue(self) -> None:
        if self.waits and self._spoke and not self.transport.is_closing():
            self._refuse(408, "the request came too slowly")
            # A client that does not read the refusal is not waited for either.
            self._deadline = self.loop.call_later(self.limits.head_seconds, self._overdue)
        else:
            self.transport.abort()

    def _make_room(self) -> None:
        others = (one for one in self.connections if isinstance(one, BoundedConnection))
        waiting = [one for one in others if one.waits and one is not self]
        if not waiting:
            self._refuse(503, "too many requests are being answered; try again")
            return
        longest = min(waiting, key=lambda one: one._since)
        self.connections.discard(longest)
        longest.transport.abort()

    def _refuse(self, status: int, detail: str) -> None:
        """Answer without the application, and close."""
        if self.conn.our_state not in _MAY_ANSWER or self.transport.is_closing():
            self.transport.abort()
            return
        if request := self._answering():
            # What the application would still say has nowhere to go.
            request.disconnected = True
            request.message_event.set()
        headers, body = _refusal(status, detail)
        for event in (
            h11.Response(status_code=status, reason=title_of(status),
                         headers=[*self.server_state.default_headers, *headers]),
            h11.Data(data=body), h11.EndOfMessage(),
        ):  # fmt: skip
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


@cache
def _refusal(status: int, detail: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Headers and body of an answer that the server gives by itself."""
    retry = {"Retry-After": "2"} if status == 503 else {}
    answer = problem_response(
        {"path": "/"}, status, detail, headers={"Connection": "close", **retry}
    )
    add_headers(MutableHeaders(raw=answer.raw_headers))
    return answer.raw_headers, bytes(answer.body)
