"""Who may ask, and what goes with each answer: the Host check, the cross-site check, headers.

DNS rebinding: a page of another site may let its own name point at this machine and then read our
answers as its own. Its requests bear its name as Host, so a Host that is not ours is refused.

Cross-site requests: there is no log-in, no cookie and nothing kept, so a forged request changes
nothing, and the browser shows its answer to no other site, as no answer allows it. What is left is
the work that a foreign page could cause here, and the rate of the reader that it could use up.
Browsers mark such requests (Sec-Fetch-Site, or Origin where that is not sent). All but a visit of
the form by a link are refused before they are counted; a program sends no such mark.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import traceback
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from licensecheck.errors import told
from licensecheck.web.problems import problem_response

__all__ = ["FORM_POLICY", "Guard", "add_headers", "is_from_another_site", "report_policy"]

_LOG: Final = logging.getLogger("uvicorn.error")
_NOTHING: Final = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
FORM_POLICY: Final = (
    f"{_NOTHING}; form-action 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'"
)
_CLOSED_POLICY: Final = f"{_NOTHING}; form-action 'none'"
_HEADERS: Final[Mapping[str, str]] = MappingProxyType({
    "Content-Security-Policy": _CLOSED_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
})  # fmt: skip
_HOST: Final = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([^\[\]:/@]+))(?::[0-9]{1,5})?")
_OWN_SITE: Final = frozenset(("", "same-origin", "none"))
_READING: Final = frozenset(("GET", "HEAD"))
_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def report_policy(page: str) -> str:
    """The policy of a self-contained report: its own style sheet by its hash, and no script.

    Only the first style sheet counts, which the report's head holds before any text of a user.
    """
    sheet = _STYLE.search(page)
    if sheet is None:
        return _CLOSED_POLICY
    digest = base64.b64encode(hashlib.sha256(sheet[1].encode()).digest()).decode()
    return f"{_CLOSED_POLICY}; style-src 'sha256-{digest}'; img-src data:"


def add_headers(headers: MutableHeaders) -> None:
    """Add what goes with every answer, where the answer does not say it itself."""
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)


def is_from_another_site(scope: Scope) -> bool:
    """Whether the browser says that a page of another site sent a request."""
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OWN_SITE
    origin = headers.get("origin")
    # Our own form sends `null`, as its pages tell no referrer.
    return origin not in (None, "", "null") and origin.partition("://")[2] != headers.get("host")


class Guard:
    """The outermost layer: refuses strangers, adds headers, and lets no fault tell of its data.

    Args:
        app: What answers.
        names: Names and addresses of this server.
    """

    def __init__(self, app: ASGIApp, *, names: tuple[str, ...]) -> None:
        self.app = app
        self.names = frozenset(name.lower().rstrip(".") for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; see ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                add_headers(MutableHeaders(scope=message))
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        is_head = scope["method"] == "HEAD"
        if is_head:
            # What answers GET answers HEAD, with the same headers and no body.
            scope = {**scope, "method": "GET"}
        try:
            answer = self._refusal(scope) or self.app
            await answer(scope, receive, with_headers)
        except Exception as error:
            # The message of an error may hold a party's name, so only its kind and place are told.
            frames = "".join(traceback.format_tb(error.__traceback__))
            _LOG.error("an internal error: %s\n%s", type(error).__name__, frames)
            if not started:
                fault = problem_response(scope, 500, told("an internal error"))
                await fault(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        name = (found[1] or found[2]).lower().rstrip(".") if found else ""
        if name not in self.names:
            return problem_response(
                scope, 421, told("this server is not called by that name"),
                help=told("`licensecheck serve --name NAME` adds a name"),
            )  # fmt: skip
        if is_from_another_site(scope) and not _is_visit(scope, headers):
            return problem_response(scope, 403, told("a page of another site sent this request"))
        return None


def _is_visit(scope: Scope, headers: Headers) -> bool:
    """Whether somebody followed a link to the form, and nothing was fetched behind their back."""
    return (
        scope["path"] == "/"
        # A browser tells the origin of what a page fetches, not of a link that is followed.
        and "origin" not in headers
        and scope["method"] in _READING
        and headers.get("sec-fetch-mode", "navigate") == "navigate"
        and headers.get("sec-fetch-dest", "document") == "document"
    )
