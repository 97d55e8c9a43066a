"""What went wrong with a request: the answer to each, as a program reads it or as a short page."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from licensecheck.commands.looked_up import near_ratings
from licensecheck.errors import (
    EngineDisagreement,
    InputError,
    Problem,
    UnknownPlace,
    UnknownRating,
    quote,
    told,
)
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.report.elements import element
from licensecheck.web.served import fault_entry, page_language, served_page
from licensecheck.web.service import Busy, Overdue, TooMuch

__all__ = [
    "PROBLEM_TYPE",
    "REFUSALS",
    "Fault",
    "ProblemAnswer",
    "problem_response",
    "read_problem",
    "title_of",
]

PROBLEM_TYPE: Final = "application/problem+json"
# As RFC 9110 names them; Python's own names of some changed with 3.13.
_TITLES: Final = {
    403: message("Forbidden"),
    404: message("Not Found"),
    405: message("Method Not Allowed"),
    408: message("Request Timeout"),
    413: message("Content Too Large"),
    415: message("Unsupported Media Type"),
    421: message("Misdirected Request"),
    422: message("Unprocessable Content"),
    429: message("Too Many Requests"),
    500: message("Internal Server Error"),
    503: message("Service Unavailable"),
}
_LINE: Final = re.compile(r":(\d+)(?:: (.*))?\Z", re.DOTALL)


class Fault(BaseModel):
    """One thing that is wrong with what was sent."""

    model_config = ConfigDict(frozen=True)

    path: Annotated[str, Field(description="Place in what was sent, such as `items[0].rating`.")]
    line: Annotated[int | None, Field(description="Line of the document, where it has lines.")]
    message: Annotated[str, Field(description="What is wrong, in plain words.")]
    help: Annotated[str, Field(description="What would mend it, or nothing.")]


class ProblemAnswer(BaseModel):
    """An answer that something cannot be done, in the form of RFC 9457."""

    model_config = ConfigDict(frozen=True)

    title: Annotated[str, Field(description="What the status means.")]
    status: Annotated[int, Field(description="The status code of HTTP.")]
    detail: Annotated[str, Field(description="What is the matter, in plain words.")]
    help: Annotated[str, Field(description="What would help, or nothing.")] = ""
    errors: Annotated[tuple[Fault, ...], Field(description="Every fault of what was sent.")] = ()
    candidates: Annotated[
        tuple[str, ...], Field(description="Near names or codes; none of them is chosen.")
    ] = ()


def read_problem(problem: Problem) -> Fault:
    """A problem with its line and its path apart."""
    if found := _LINE.match(problem.where):
        return Fault(
            path=found[2] or "", line=int(found[1]), message=problem.what, help=problem.help
        )
    return Fault(path=problem.where, line=None, message=problem.what, help=problem.help)


def title_of(status: int) -> str:
    """What a status code of HTTP means, in the words of the standard."""
    return _TITLES.get(status) or HTTPStatus(status).phrase


def problem_response(
    scope: Scope,
    status: int,
    detail: str,
    *,
    help: str = "",
    problems: Sequence[Problem] = (),
    candidates: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response that says what is the matter: JSON below `/api`, a short page elsewhere."""
    title = title_of(status)
    answer = ProblemAnswer(
        title=title, status=status, detail=detail, help=help,
        errors=tuple(map(read_problem, problems)), candidates=tuple(candidates),
    )  # fmt: skip
    if scope["path"].startswith("/api/") or scope["path"] == "/health":
        content: dict[str, Any] = answer.model_dump(mode="json")
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return Response(text, status, dict(headers or {}), PROBLEM_TYPE)
    language = _language_of(scope)
    said = language.text(title)
    parts = [element("h1", f"{status} {said}")]
    if detail != title:
        parts.append(element("p", language.of(detail)))
    if help:
        parts.append(element("p", language.of(help)))
    if problems:
        entries = [fault_entry(language.problem(problem)) for problem in problems]
        parts.append(element("ul", entries))
    body = served_page(element("main", parts), title=said, language=language.code)
    return HTMLResponse(body, status, dict(headers or {}))


def _language_of(scope: Scope) -> Language:
    """The language of a page that refuses; English where the one asked for is none."""
    if not {"headers", "query_string"} <= scope.keys():
        return ENGLISH
    request = HTTPConnection(scope)
    asked = request.query_params.get("language", "")
    try:
        return page_language(asked, request.headers.get("accept-language", ""))
    except InputError:
        return ENGLISH


_UNREAD: Final = told("what was sent cannot be read")


# Those that look through what a user sent are no coroutines: they run beside the event loop.
def _unread(request: Request, error: InputError) -> Response:
    return problem_response(request.scope, 422, _UNREAD, problems=error.problems)


def _unknown(request: Request, error: UnknownPlace | UnknownRating) -> Response:
    [problem, *_] = error.problems
    near = error.candidates if isinstance(error, UnknownPlace) else near_ratings(error.text)
    return problem_response(
        request.scope, 404, problem.what, help=problem.help, problems=error.problems,
        candidates=near,
    )  # fmt: skip


def _unfit(request: Request, error: RequestValidationError) -> Response:
    problems = [_in_our_words(one) for one in error.errors()]
    return problem_response(request.scope, 422, _UNREAD, problems=problems)


def _in_our_words(one: Mapping[str, Any]) -> Problem:
    """A fault of a parameter, which FastAPI tells in words of pydantic."""
    where, context = ".".join(map(str, one["loc"][1:])), one.get("ctx", {})
    what, help_ = _FAULTS.get(one["type"], ("{msg}", ""))
    values = {"msg": one["msg"], "input": quote(str(one.get("input", ""))), **context}
    return Problem(
        where, what.format(**values), str(context.get("help", "")) or help_.format(**values)
    )


# By pydantic's type of a fault: what is said of it, and what would help.
_FAULTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "missing": ("is missing", ""),
        "string_too_short": ("is empty", ""),
        "string_too_long": ("longer than {max_length} characters", ""),
        "too_long": ("named more than {max_length} times", ""),
        "literal_error": ("no such word {input}", "one of: {expected}"),
    }
)


async def _too_much(request: Request, error: TooMuch) -> Response:
    help_ = told("screen fewer items or end users at once, or use the command line")
    what = told("too much for one request: {said}", said=error)
    return problem_response(request.scope, 422, what, help=help_)


async def _busy(request: Request, _error: Busy) -> Response:
    return problem_response(
        request.scope, 503, told("too much is running; try again"), headers={"Retry-After": "2"}
    )


async def _overdue(request: Request, _error: Overdue) -> Response:
    return problem_response(
        request.scope, 503, told("it took too long"), headers={"Retry-After": "10"}
    )


async def _disagreed(request: Request, _error: EngineDisagreement) -> Response:
    return problem_response(request.scope, 500, told("no answer: the two engines differ"))


async def _refused(request: Request, error: HTTPException) -> Response:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        # Starlette tells those of the first route of a path alone.
        methods = {*headers.get("Allow", "").split(", "), *_methods_of(request)}
        headers["Allow"] = ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
    return problem_response(request.scope, error.status_code, str(error.detail), headers=headers)


def _methods_of(request: Request) -> Iterator[str]:
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            yield from route.methods or ()


REFUSALS: Final[
    Mapping[type[Exception], Callable[[Request, Any], Response | Awaitable[Response]]]
] = MappingProxyType(
    {
        UnknownPlace: _unknown,
        UnknownRating: _unknown,
        InputError: _unread,
        RequestValidationError: _unfit,
        TooMuch: _too_much,
        Busy: _busy,
        Overdue: _overdue,
        EngineDisagreement: _disagreed,
        HTTPException: _refused,
    }
)
