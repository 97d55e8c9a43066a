"""The answer to each thing that can go wrong with a request, with its own status."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from licensecheck.errors import (
    EngineDisagreement,
    InputError,
    Problem,
    UnknownPlace,
    UnknownRating,
    quote,
    told,
)
from licensecheck.web.candidates import near_ratings
from licensecheck.web.problems import problem_response
from licensecheck.web.service import Busy, Overdue, TooMuch

__all__ = ["REFUSALS"]

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
    return problem_response(
        request.scope, error.status_code, str(error.detail), headers=error.headers
    )


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
