"""The description of the API: the published schemas of application and result, by name.

In: FastAPI's own description. Out: the same, with the two schemas among its components, so that a
program reads one and the same schema from `licensecheck schema` and from here.
"""

from __future__ import annotations

import json
from typing import Any, Final

from licensecheck.application.schema import application_schema
from licensecheck.web.problems import PROBLEM_TYPE, ProblemAnswer
from licensecheck.wording.result import result_schema

__all__ = ["APPLICATION", "PROBLEMS", "RESULT", "complete"]

APPLICATION: Final = {"$ref": "#/components/schemas/Application"}
RESULT: Final = {"$ref": "#/components/schemas/Result"}
_PROBLEM: Final = {"$ref": "#/components/schemas/ProblemAnswer"}
# What any request below /api may be answered with, beside its own answers.
_ANY: Final = {
    403: "a page of another site sent this request",
    408: "the request or its body came too slowly",
    413: "the body is too large",
    421: "this server is not called by that name",
    422: "what was sent cannot be read; every problem is listed",
    429: "too many requests from this address",
    500: "an internal error, or the engines differ, so that there is no answer",
    503: "too much is running or being sent, or it took too long",
}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": _PROBLEM}}}


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: _problem(words) for status, words in _ANY.items()
}
PROBLEMS_404: Final[dict[int | str, dict[str, Any]]] = {
    404: _problem("it has no reading; near names, where there are any, and none is chosen")
}
PROBLEMS_415: Final[dict[int | str, dict[str, Any]]] = {
    415: _problem("an application comes as JSON or YAML")
}


def complete(description: dict[str, Any]) -> dict[str, Any]:
    """Put the published schemas in, and take out what FastAPI says of errors that we answer."""
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for name, schema in (
        ("Application", application_schema()),
        ("Result", result_schema()),
        ("ProblemAnswer", ProblemAnswer.model_json_schema(mode="serialization")),
    ):
        _add(schemas, name, schema)
    return description


def _add(schemas: dict[str, Any], name: str, schema: dict[str, Any]) -> None:
    """Put a schema in with its parts, each under a name of its own."""
    parts = schema.pop("$defs", {})
    for key in ("$schema", "$id"):
        schema.pop(key, None)
    text = json.dumps({name: schema, **{f"{name}.{part}": one for part, one in parts.items()}})
    text = text.replace('"#/$defs/', f'"#/components/schemas/{name}.')
    schemas.update(json.loads(text))
