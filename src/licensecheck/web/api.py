"""The JSON API, and its description: the questions of the command line, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AfterValidator, WithJsonSchema
from starlette.responses import Response

from licensecheck.application.models import application_schema
from licensecheck.commands import looked_up
from licensecheck.documents.texts import decoded
from licensecheck.documents.values import Day
from licensecheck.errors import InputError, Problem, nearest_or_all, quote, told
from licensecheck.facts.destination import Depth
from licensecheck.language import languages
from licensecheck.web.problems import PROBLEM_TYPE, ProblemAnswer, problem_response
from licensecheck.web.sent import check_parameters
from licensecheck.web.service import Choices, ScreeningService
from licensecheck.wording.result import result_schema

__all__ = ["APPLICATION", "PROBLEMS", "RESULT", "complete", "make_api"]

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


_REPEATED: Final = frozenset(("alliance",))
_JSON: Final = "application/json"
_YAML: Final = ("application/yaml", "application/x-yaml", "text/yaml")


def _known(noun: str, value: str, words: Collection[str]) -> str:
    if value not in words:
        help_ = nearest_or_all(value, words)
        raise InputError(
            Problem(
                noun, told("no {noun} by the name {value}", noun=noun, value=quote(value)), help_
            )
        )
    return value


def _checked(noun: str, words: tuple[str, ...]) -> AfterValidator:
    return AfterValidator(lambda value: _known(noun, value, words))


def _enumerated(words: tuple[str, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [*words]})


_Language = Annotated[str, _checked("language", languages()), _enumerated(languages())]
_LanguageAsked = Annotated[_Language, Query(description="Language of all texts.")]
_Day = Annotated[Day | None, Query(description="Day that counts; the present day if not given.")]
_Text = Annotated[str, Query(min_length=1, max_length=500, description="As written.")]


def make_api(service: ScreeningService) -> APIRouter:
    """The routes of the API.

    Args:
        service: Where applications are screened.
    """
    api = APIRouter(prefix="/api/v1", responses=PROBLEMS, dependencies=[Depends(_check_parameters)])
    _add_screen(api, service)
    _add_lookups(api, service)
    _add_law(api, service)
    return api


# No coroutine: it reads what a user sent, so it runs beside the event loop.
def _check_parameters(request: Request) -> None:
    """Refuse parameters that a route does not have, which would be passed over in silence."""
    known = [one.alias for one in request.scope["route"].dependant.query_params]
    check_parameters(request.query_params.multi_items(), known, repeated=_REPEATED)


def _add_screen(api: APIRouter, service: ScreeningService) -> None:
    @api.post(
        "/screen",
        summary="Screen an application",
        response_class=Response,
        responses={
            200: {
                "description": "The result. No trigger is not permission.",
                "content": {_JSON: {"schema": RESULT}},
            },
            **PROBLEMS_415,
        },
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {
                    _JSON: {"schema": APPLICATION},
                    _YAML[0]: {"schema": APPLICATION},
                },
            }
        },
    )
    async def screen(
        request: Request,
        alliance: Annotated[
            list[str], Query(max_length=5, description="A packaged alliance, or one of the server.")
        ] = ["nato"],  # noqa: B006
        depth: Annotated[
            Depth, Query(description="`full` screens allied destinations in full as well.")
        ] = "light",
        language: _LanguageAsked = "en",
    ) -> Response:
        """Screen an application; the result is that of `licensecheck check --format json`."""
        kind = request.headers.get("content-type", _JSON).partition(";")[0].strip().lower()
        if kind != _JSON and kind not in _YAML:
            return problem_response(
                request.scope, 415, "an application comes as JSON or YAML",
                help=f"send it as `{_JSON}` or `{_YAML[0]}`",
            )  # fmt: skip
        body = await request.body()
        named = dict.fromkeys(_known("alliance", one, service.alliances) for one in alliance)
        choices = Choices(tuple(named) or ("nato",), depth, language)

        def work() -> Response:
            format_: Any = "json" if kind == _JSON else "yaml"
            text = decoded(body, "", help="send the document as UTF-8")
            application = service.read_text(text, format_, choices)
            return Response(service.screen(application, choices).to_json(), media_type=_JSON)

        return await service.run(work)


def _add_lookups(api: APIRouter, service: ScreeningService) -> None:
    @api.get("/places", summary="Read a name of a place", responses=PROBLEMS_404)
    async def places(
        name: _Text, as_of: _Day = None, language: _LanguageAsked = "en"
    ) -> looked_up.PlaceAnswer:
        """Every country that a name stands for; for an unread one near names, and no pick."""
        on = as_of or date.today()
        return await service.run(lambda: looked_up.place(name, on, language))

    @api.get("/ratings", summary="Read a rating", responses=PROBLEMS_404)
    async def ratings(
        code: Annotated[_Text | None, Query(description="A code, as written.")] = None,
        find: Annotated[
            _Text | None, Query(description="Words for a product, in English or Dutch.")
        ] = None,
        as_of: _Day = None,
        language: _LanguageAsked = "en",
    ) -> (
        list[looked_up.RatingAnswer]
        | list[looked_up.OtherCodeAnswer]
        | list[looked_up.CandidateAnswer]
    ):
        """Every entry that a code stands for, or that may hold a product; no pick in either.

        A code of another list (`9A610`, `USML XI(a)(3)`) gives that list and entries to look at.
        """
        if (code is None) == (find is None):
            raise InputError(Problem("code", told("give either `code` or `find`")))
        on = as_of or date.today()

        def work() -> (
            list[looked_up.RatingAnswer]
            | list[looked_up.OtherCodeAnswer]
            | list[looked_up.CandidateAnswer]
        ):
            if code is None:
                return looked_up.candidates(find or "", language)
            other = looked_up.other_code(code, language)
            return looked_up.ratings(code, on, language) if other is None else [other]

        return await service.run(work)

    @api.get("/entries", summary="The entries of the military list",
             responses=PROBLEMS_404)  # fmt: skip
    async def entries(
        below: Annotated[
            _Text | None, Query(description="An entry, such as `ML6`; all categories if not given.")
        ] = None,
        language: _LanguageAsked = "en",
    ) -> list[looked_up.EntryAnswer]:
        """The categories, or one entry with all below it."""
        return await service.run(lambda: looked_up.entries(below, language))


def _add_law(api: APIRouter, service: ScreeningService) -> None:
    @api.get("/vocabulary", summary="The facts that rules may read")
    async def vocabulary(
        fact: Annotated[str | None, Query(description="One fact; all if not given.")] = None,
        language: _LanguageAsked = "en",
    ) -> list[looked_up.FactAnswer]:
        """All facts with their values, meaning and question, or one."""
        return await service.run(lambda: looked_up.facts(fact, language))

    @api.get("/rules", summary="The packaged rules")
    async def rules(
        criterion: Annotated[
            str | None,
            Query(description="A number from 1 to 8, or a state's code for its own rules."),
        ] = None,
        as_of: Annotated[Day | None, Query(description="Only those in force on a day.")] = None,
        language: _LanguageAsked = "en",
    ) -> list[looked_up.RuleAnswer]:
        """All rules, or those of one criterion, or those in force on a day."""
        return await service.run(
            lambda: looked_up.rules(criterion=criterion, on=as_of, language=language)
        )

    @api.get("/version", summary="Version and editions")
    async def version() -> looked_up.Version:
        """The version of the software, and the editions of the law and data that it carries."""
        return await service.run(looked_up.versions)
