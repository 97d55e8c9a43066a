"""What went wrong, as a program reads it (RFC 9457) or as a short page.

In: a status and problems. Out: a response; the same words in both forms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from licensecheck.errors import InputError, Problem
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.report.elements import element
from licensecheck.web.served import page_language, served_page

__all__ = ["PROBLEM_TYPE", "Fault", "ProblemAnswer", "problem_response", "read_problem", "title_of"]

PROBLEM_TYPE: Final = "application/problem+json"
# As RFC 9110 names them; Python's own names of some changed with 3.13.
_TITLES: Final = {
    403: message("Forbidden"),
    404: message("Not Found"),
    405: message("Method Not Allowed"),
    408: message("Request Timeout"),
    413: message("Content Too Large"),
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
        told = [element("li", str(language.problem(problem))) for problem in problems]
        parts.append(element("ul", told))
    body = served_page(*parts, title=said, language=language.code)
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
