"""The application that a server runs: the form, the JSON API, and what guards both."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

import yaml
from fastapi import FastAPI, Request
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from licensecheck.commands.country import country_answer
from licensecheck.commands.lookups import read_day
from licensecheck.errors import InputError, Problem, told
from licensecheck.facts.destination import Depth
from licensecheck.language import Language
from licensecheck.report.html import CSS, render_html
from licensecheck.report.pages import PAGE_CSS
from licensecheck.screening.receipt import version
from licensecheck.web.answers import Answers
from licensecheck.web.api import PROBLEMS, complete, make_api
from licensecheck.web.filled_in import most_fields, read_answers
from licensecheck.web.form import FormPage
from licensecheck.web.guard import FORM_POLICY, Guard, report_policy
from licensecheck.web.labels import labelled
from licensecheck.web.limits import Limited
from licensecheck.web.problems import REFUSALS
from licensecheck.web.questions import Effect, effects_of, shown
from licensecheck.web.saved_case import CasePage, Saved, read_saved, reopened
from licensecheck.web.sent import Fields, SentText, check_parameters, read_fields
from licensecheck.web.served import page_language
from licensecheck.web.service import Choices, ScreeningService, TooMuch, transfers_of
from licensecheck.web.settings import Settings
from licensecheck.wording.replay import Replay
from licensecheck.wording.result import Result

__all__ = ["make_app"]

_STATIC: Final = Path(__file__).resolve().parent / "static"
# A case beyond so many transfers is not screened with each answer that somebody may give.
_MOST_LOOKED_AT: Final = 8
# Answers of which is said what they would change, as each is a screening for every word.
_MOST_EFFECTS: Final = 10
_CASE_FIELDS: Final = 8
_HIDDEN: Final[Mapping[str, Any]] = {"include_in_schema": False, "response_class": HTMLResponse}
_SCRIPTLESS: Final[Mapping[str, str]] = {"Content-Security-Policy": FORM_POLICY}


class Health(BaseModel):
    """That the server answers."""

    status: Annotated[str, Field(description="`ok`")] = "ok"


def make_app(settings: Settings | None = None) -> FastAPI:
    """The form and the API, ready for a server of ASGI applications.

    Args:
        settings: Names that it answers to, and limits; loopback and the defaults if absent.
    """
    settings = settings or Settings()
    service = ScreeningService(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    # No page of documentation: those that FastAPI has fetch scripts from elsewhere.
    app = FastAPI(
        title="licensecheck", version=version(), docs_url=None, redoc_url=None, lifespan=lifespan,
        openapi_url="/openapi.json",
        summary="Screens arms transfers. No trigger is not permission.",
    )  # fmt: skip
    _describe(app)
    for kind, answer in REFUSALS.items():
        app.add_exception_handler(kind, answer)
    app.include_router(make_api(service))
    _add_form(app, service)
    _add_downloads(app, service)
    _add_countries(app, service)
    _add_cases(app, service)
    _add_files(app)

    @app.get("/health", summary="Whether the server answers", responses=PROBLEMS)
    async def health() -> Health:
        """That it answers, and no more."""
        return Health()

    app.add_middleware(Limited, limits=settings.limits)
    app.add_middleware(Guard, names=settings.names)
    return app


def _describe(app: FastAPI) -> None:
    make = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = complete(make())
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


# --- the form ------------------------------------------------------------------------------------


def _add_form(app: FastAPI, service: ScreeningService) -> None:
    # INVARIANT: what a user sent is read, judged and written by `service.run`, all of it at once,
    # and never on the event loop: every other request waits for that.
    @app.get("/", **_HIDDEN)
    async def first(request: Request) -> Response:
        def work() -> Response:
            page = _page(service, Answers(), _language_of(request))
            return HTMLResponse(page.html(), headers=_SCRIPTLESS)

        return await service.run(work)

    @app.post("/", **_HIDDEN)
    async def filled_in(request: Request) -> Response:
        form = await _received(request)
        return await service.run(lambda: _filled_in(service, form, _language_of(request)))


@dataclass(frozen=True, slots=True)
class _Received:
    """A body as it came, which is read beside the event loop."""

    body: bytes
    kind: str

    def fields(self, most: int) -> Fields:
        return read_fields(self.body, self.kind, most=most)

    def answers(self, service: ScreeningService) -> Answers:
        most = most_fields(service.vocabulary, service.alliances)
        return read_answers(self.fields(most), service.vocabulary, service.alliances)


async def _received(request: Request) -> _Received:
    return _Received(await request.body(), request.headers.get("content-type", ""))


def _language_of(request: Request, *others: str) -> Language:
    """The language of a page.

    Raises:
        InputError: There is none such, or the address says what this page does not take.
    """
    check_parameters(request.query_params.multi_items(), ("language", *others))
    asked = request.query_params.get("language", "")
    return page_language(asked, request.headers.get("accept-language", ""))


def _add_downloads(app: FastAPI, service: ScreeningService) -> None:
    def add(path: str, made: Callable[[_Sent], Response]) -> None:
        @app.post(path, **_HIDDEN)
        async def taken_away(request: Request) -> Response:
            form = await _received(request)
            return await service.run(lambda: _made(service, form, _language_of(request), made))

    add("/report", lambda sent: _readable(render_html(sent.result())))
    add("/result.json", _result_file)
    add("/application.yaml", _application_file)


def _readable(page: str) -> Response:
    """A page that needs nothing else, under a policy of its own."""
    return HTMLResponse(page, headers={"Content-Security-Policy": report_policy(page)})


def _result_file(sent: _Sent) -> Response:
    return _file(sent.result().to_json(indent=2) + "\n", "result.json", "application/json")


def _application_file(sent: _Sent) -> Response:
    # Only what can be screened is handed out.
    sent.result()
    text = yaml.safe_dump(sent.application.document(), allow_unicode=True, sort_keys=False)
    return _file(text, "application.yaml", "application/yaml")


def _made(
    service: ScreeningService,
    form: _Received,
    language: Language,
    make: Callable[[_Sent], Response],
) -> Response:
    """What is taken away of a form that was sent.

    Raises:
        InputError: It cannot be read; each fault is under the label of its field.
    """
    answers = Answers()
    try:
        answers = form.answers(service)
        return make(_Sent(service, answers, language))
    except InputError as error:
        raise InputError(
            [labelled(one, answers, service.vocabulary, language) for one in error.problems]
        ) from error


def _filled_in(service: ScreeningService, form: _Received, language: Language) -> Response:
    """The page for a form that was sent: with its result, or with what is wrong with it."""
    try:
        answers = form.answers(service)
    except InputError as error:
        return _answer(_page(service, Answers(), language, error.problems))
    return _answer(_screened(service, answers, language))


def _screened(service: ScreeningService, answers: Answers, language: Language) -> FormPage:
    if answers.only == "find":
        return _page(service, answers, language)
    try:
        sent = _Sent(service, answers, language)
        result = sent.result()
        replay = sent.compared()
        effects = {} if answers.only == "result" else sent.effects(result)
    except TooMuch as error:
        problems = (Problem("", told("too much for one request: {said}", said=error)),)
        return _page(service, answers, language, problems)
    except InputError as error:
        return _page(service, answers, language, error.problems)
    return replace(_page(service, answers, language), result=result, replay=replay, effects=effects)


def _page(
    service: ScreeningService,
    answers: Answers,
    language: Language,
    problems: Sequence[Problem] = (),
) -> FormPage:
    return FormPage(
        answers, language, tuple(map(language.problem, problems)),
        vocabulary=service.vocabulary, alliances=service.alliances,
        supplied=service.supplied.words(language),
    )  # fmt: skip


def _answer(page: FormPage | CasePage) -> Response:
    return HTMLResponse(page.html(), headers=_SCRIPTLESS)


class _Sent:
    """A form that was sent, read once."""

    def __init__(self, service: ScreeningService, answers: Answers, language: Language) -> None:
        depth: Depth = "full" if answers.full else "light"
        self._service = service
        self._answers = answers
        self._language = language
        self._choices = Choices(answers.alliances, depth, language.code)
        self.application = service.read(answers.document(language), self._choices)
        files = answers.files
        lists = [one for slot, one in files.items() if slot.startswith("lists:")]
        self._supplied = service.with_files(files.get("denials"), lists)

    def result(self) -> Result:
        return self._service.screen(self.application, self._choices, self._supplied)

    def compared(self) -> Replay | None:
        last = self._answers.files.get("last")
        if last is None:
            return None
        return self._service.compare(last.text, self.application, self._supplied)

    def effects(self, now: Result) -> Mapping[str, Sequence[Effect]]:
        """What answers would come to; nothing of a case that takes long to screen."""
        if transfers_of(self.application) > _MOST_LOOKED_AT:
            return {}
        screener = self._service.screener(replace(self._choices, engine="bitset"), self._supplied)
        vocabulary = self._service.vocabulary
        return effects_of(
            shown(self._answers, now)[:_MOST_EFFECTS], self._answers, vocabulary,
            lambda other: screener.open(other.document(self._language)), self._language.code,
        )  # fmt: skip


def _file(text: str, name: str, kind: str) -> Response:
    saved = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=kind, headers=saved)


def _add_cases(app: FastAPI, service: ScreeningService) -> None:
    @app.get("/case", **_HIDDEN)
    async def empty(request: Request) -> Response:
        return await service.run(lambda: _answer(CasePage(Saved(), _language_of(request))))

    @app.post("/case", **_HIDDEN)
    async def opened(request: Request) -> Response:
        form = await _received(request)
        return await service.run(lambda: _opened(service, form, _language_of(request)))


def _opened(service: ScreeningService, form: _Received, language: Language) -> Response:
    """The form with a saved case in it, or what is wrong with the case."""
    saved = Saved()
    choices = Choices(language=language.code)
    try:
        saved = read_saved(form.fields(_CASE_FIELDS))
        application = service.read_text(saved.case.text, "yaml", choices)
        answers = reopened(application.document(), service.vocabulary)
        answers = replace(answers, files=saved.beside)
        if saved.last.text:
            last = SentText(saved.last.name or "last.json", saved.last.text)
            answers = replace(
                answers, files={**saved.beside, "last": last},
                alliances=service.alliances_of(saved.last.text) or answers.alliances,
            )  # fmt: skip
        page = _screened(service, answers, language)
    except InputError as error:
        return _answer(CasePage(saved, language, error.problems))
    return _answer(page)


def _add_countries(app: FastAPI, service: ScreeningService) -> None:
    @app.get("/countries/{code}", **_HIDDEN)
    async def country(code: str, request: Request) -> Response:
        def work() -> Response:
            language = _language_of(request, "as_of")
            on = read_day(request.query_params.get("as_of"), "as_of").isoformat()
            return _readable(country_answer(code, on, "html", language.code))

        return await service.run(work)


# --- what stands still ---------------------------------------------------------------------------


def _add_files(app: FastAPI) -> None:
    kept = {"Cache-Control": "no-cache"}

    def add(name: str, kind: str, text: Callable[[], str]) -> None:
        @app.get(f"/static/{name}", include_in_schema=False)
        async def still() -> Response:
            return Response(text(), media_type=kind, headers=kept)

    add("style.css", "text/css", _style)
    add("live.js", "text/javascript", lambda: _kept("live.js"))
    add("icon.svg", "image/svg+xml", lambda: _kept("icon.svg"))


@cache
def _kept(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


@cache
def _style() -> str:
    return PAGE_CSS + CSS + _kept("form.css")
