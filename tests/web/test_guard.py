"""Who may ask, how much, and what goes with every answer."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import threading

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from licensecheck.errors import InputError
from licensecheck.web import api, app, problems, service
from licensecheck.web.limits import Limited, Rates
from licensecheck.web.service import Choices, ScreeningService
from licensecheck.web.settings import Limits, Settings, check_host, client_of, is_loopback
from tests.web.conftest import HERE
from tests.web.test_api import SAUDI

FORM = {"exporter": "NL", "destination": "SA", "rating": "ML6.a"}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example", "[::1"]
)
def test_a_request_for_another_name_is_refused(client, host: str) -> None:
    """So that a name of another site that points here reads nothing."""
    answer = client.get("/api/v1/version", headers={"Host": host})
    assert answer.status_code == 421
    assert "rules" not in answer.json()


@pytest.mark.parametrize("host", ["127.0.0.1", "LOCALHOST:1", "[::1]:8000"])
def test_its_own_names_are_answered(client, host: str) -> None:
    """With any port: a forwarded port is another."""
    assert client.get("/health", headers={"Host": host}).status_code == 200


def test_a_page_of_another_site_cannot_make_it_work(client) -> None:
    """Browsers say where a request comes from; a plain visit by a link is answered."""
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200)):
        answer = client.post("/", data=FORM, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == status
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Dest": "document"}  # fmt: skip
    assert client.get("/", headers=link).status_code == 200


@pytest.mark.parametrize(
    "mark",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Origin": "https://other.example"},
        {"Origin": "http://127.0.0.1:9"},
    ],
    ids=["image", "frame", "origin", "port"],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/version", "/api/v1/places?name=NL", "/health"])
def test_another_site_fetches(limited, mark, path: str) -> None:
    """What another site's page fetches by GET is refused and not counted against the reader."""
    client = limited(burst=2, per_minute=1)
    assert {client.get(path, headers=mark).status_code for _ in range(5)} == {403}
    codes = [client.get("/api/v1/version").status_code for _ in range(2)]
    assert codes == [200, 200]


def test_visits_by_a_link(limited) -> None:
    """Their rate is their own, so they spend nothing of the reader's."""
    client = limited(burst=1, per_minute=1)
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert [client.get("/", headers=link).status_code for _ in range(2)] == [200, 429]
    assert client.get("/").status_code == 200


def test_own_origin(client) -> None:
    """Our own pages and programs are answered, with or without the marks of a browser."""
    for mark in ({"Origin": "http://127.0.0.1:8000"}, {"Origin": "null"}, {}):
        assert client.post("/", data=FORM, headers=mark).status_code == 200


def test_one_machine_one_rate(limited) -> None:
    """All loopback addresses count as one client, and so does a network of IPv6."""
    assert len({client_of(a) for a in ("127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.2")}) == 1
    assert client_of("2001:db8::1") == client_of("2001:db8::ffff:2")
    assert client_of("2001:db8::1") != client_of("2001:db8:0:1::1")
    assert client_of("192.0.2.1") != client_of("192.0.2.2")
    client = limited(burst=2, per_minute=1)
    codes = []
    for n in range(3):
        other = TestClient(client.app, base_url=HERE, client=(f"127.0.0.{n + 1}", 5))
        codes.append(other.get("/api/v1/version").status_code)
    assert codes == [200, 200, 429]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/", "GET, HEAD, POST"),
        ("OPTIONS", "/case", "GET, HEAD, POST"),
        ("GET", "/report", "POST"),
        ("HEAD", "/application.yaml", "POST"),
        ("DELETE", "/api/v1/screen", "POST"),
        ("POST", "/api/v1/places", "GET, HEAD"),
        ("POST", "/countries/SA", "GET, HEAD"),
        ("PATCH", "/health", "GET, HEAD"),
        ("POST", "/static/style.css", "GET, HEAD"),
        ("POST", "/openapi.json", "GET, HEAD"),
        ("NONE", "/", "GET, HEAD, POST"),
    ],
)
def test_the_methods_of_a_path(client, method: str, path: str, allowed: str) -> None:
    """A refused method gets all that are answered."""
    refused = client.request(method, path)
    assert refused.status_code == 405
    assert refused.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/", "/case", "/report", "/api/v1/screen"])
@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip"])
def test_a_compressed_body(client, path: str, encoding: str) -> None:
    """It is said that it is not unpacked; read as it is it would be an empty form."""
    raw = gzip.compress(b"exporter=NL&destination=SA&rating=ML6.a")
    refused = client.post(path, content=raw, headers={"content-encoding": encoding})
    assert refused.status_code == 415
    assert "compressed" in refused.text


@pytest.mark.parametrize("path", ["/", "/health", "/static/live.js", "/api/v1/version", "/none"])
def test_head(client, path: str) -> None:
    """HEAD answers as GET does, without the body."""
    head, get = client.head(path), client.get(path)
    assert head.content == b""
    assert head.status_code == get.status_code
    assert {**head.headers} == {**get.headers}


def test_bodies_in_all() -> None:
    """What is held of bodies that are being sent is bounded, and let go of again."""

    async def answers(scope, receive, send) -> None:
        await Response((await receive())["body"])(scope, receive, send)

    limited = Limited(answers, limits=Limits(bodies_bytes=1_000))
    scope = {"type": "http", "path": "/", "method": "POST", "headers": [], "client": None}

    async def post(pieces: list[bytes], meanwhile=None) -> int:
        sent = []

        async def receive():
            if len(pieces) == 1 and meanwhile:
                await meanwhile()
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

        async def send(message) -> None:
            sent.append(message)

        await limited(dict(scope), receive, send)
        return sent[0]["status"]

    async def both() -> tuple[int, list[int]]:
        codes = []

        async def second() -> None:
            codes.append(await post([b"x" * 600, b""]))

        return await post([b"x" * 600, b""], second), codes

    assert asyncio.run(both()) == (200, [503])
    assert asyncio.run(post([b"x" * 900, b"x" * 90, b""])) == 200


def test_off_the_loop(client, monkeypatch) -> None:
    """Nothing that reads, judges or writes out what a user sent runs on the event loop."""
    ran = []

    def watched(name: str, place: object) -> None:
        real = getattr(place, name)

        def watch(*arguments, **named):
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                ran.append(name)
            else:
                pytest.fail(f"{name} runs on the event loop")
            return real(*arguments, **named)

        monkeypatch.setattr(place, name, watch)

    for name, place in (
        ("read_answers", app), ("read_fields", app), ("read_saved", app), ("reopened", app),
        ("effects_of", app), ("labelled", app), ("country_answer", app),
        ("render_html", app), ("page_language", app), ("FormPage", app),
        ("decoded", api), ("near_ratings", problems), ("Screener", service),
        ("read_problem", problems),
        ("read_application", service), ("read_application_text", service),
        ("read_ratings", service),
    ):  # fmt: skip
        watched(name, place)
    for path in ("/", "/report", "/result.json", "/application.yaml"):
        for fields in (FORM, {**FORM, "fact:nothing": "x"}, {**FORM, "rating": "ML66"}):
            client.post(path, data=fields, params={"language": "nl"})
    client.get("/", params={"language": "xx"})
    client.post("/case", data={"case": json.dumps(SAUDI)})
    client.get("/countries/SA")
    client.post("/api/v1/screen", json={**SAUDI, "items": [{"rating": "ML66"}]})
    client.post("/api/v1/screen?depth=full&alliance=eu&alliance=nato&language=nl", json=SAUDI)
    client.get("/api/v1/ratings", params={"code": "ML66"})
    assert {*ran} == {"read_answers", "read_fields", "read_saved", "reopened", "effects_of",
                      "labelled", "country_answer",
                      "render_html", "page_language", "FormPage", "decoded",
                      "near_ratings", "Screener", "read_application", "read_application_text",
                      "read_ratings", "read_problem"}  # fmt: skip


def test_a_screener_is_built_without_the_lock(monkeypatch) -> None:
    """While one is built, other requests find those that stand ready, and take their places."""
    made = ScreeningService(Settings())
    ready = made.screener(Choices())
    building, hold = threading.Event(), threading.Event()
    real = service.Screener

    def slow(**named):
        building.set()
        assert hold.wait(20)
        return real(**named)

    monkeypatch.setattr(service, "Screener", slow)
    thread = threading.Thread(target=made.screener, args=(Choices(depth="full"),))
    thread.start()
    try:
        assert building.wait(20)
        assert made.screener(Choices()) is ready
        assert asyncio.run(made.run(lambda: 1)) == 1
    finally:
        hold.set()
        thread.join()
        made.close()


@pytest.mark.parametrize("address", ["/", "/health", "/none", "/api/v1/version", "/openapi.json"])
def test_every_answer_has_its_headers(client, address: str) -> None:
    """Errors as well."""
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


def test_a_body_too_large_is_refused(limited) -> None:
    """Told by its length, or found while reading."""
    client = limited(body_bytes=1_000)
    assert client.post("/", data={"exporter": "x" * 2_000}).status_code == 413
    assert client.post("/api/v1/screen", content=iter([b"x" * 600] * 2)).status_code == 413
    assert client.post("/api/v1/screen", json=SAUDI).status_code == 200


def test_a_client_in_a_hurry_waits(limited) -> None:
    """The style sheet counts for nothing."""
    client = limited(burst=2, per_minute=1)
    codes = [client.get("/api/v1/version").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert 1 <= int(client.get("/").headers["retry-after"]) <= 60
    assert client.get("/static/style.css").status_code == 200


def test_the_bucket_fills_with_time() -> None:
    """One request each second, and never more than the burst."""
    now = 0.0
    rates = Rates(Limits(burst=2, per_minute=60, clients=2), clock=lambda: now)
    assert [rates.wait("a"), rates.wait("a")] == [0, 0]
    assert rates.wait("a") == 1
    now = 1.0
    assert rates.wait("a") == 0
    assert rates.wait("b") == rates.wait("c") == 0
    now = 1_000.0
    assert [rates.wait("b") > 0 for _ in range(3)] == [False, False, True]


def test_what_takes_too_long_is_given_up(limited, monkeypatch) -> None:
    """And what waits behind it beyond the bound is refused at once."""
    client = limited(seconds=0.2, at_once=1, waiting=0)
    hold = threading.Event()
    monkeypatch.setattr(ScreeningService, "screen", lambda *_, **__: hold.wait(10))
    try:
        first, second = (client.post("/api/v1/screen", json=SAUDI) for _ in range(2))
    finally:
        hold.set()
    assert (first.status_code, first.json()["detail"]) == (503, "it took too long")
    assert (second.status_code, second.json()["detail"]) == (503, "too much is running; try again")


def test_a_name_of_an_alliance_is_no_path(tmp_path) -> None:
    """Not even where a caller of the service forgot to look."""
    service = ScreeningService(Settings())
    with pytest.raises(ValueError, match="not an alliance of this server"):
        service.screener(Choices(alliances=("nato", str(tmp_path / "own.yaml"))))


def test_an_application_that_unfolds_too_far_is_refused(limited) -> None:
    """Counted before anything is decided."""
    client = limited(transfers=3)
    many = {**SAUDI, "items": [{"rating": "ML6.a"}] * 4}
    answer = client.post("/api/v1/screen", json=many)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "too much for one request: 4 transfers"


def test_a_fault_tells_nothing_of_what_was_sent(client, monkeypatch, caplog) -> None:
    """Neither the answer nor the log holds a name."""

    def broken(_service, application, _choices, _supplied=None):
        raise RuntimeError(application.end_user.name)

    monkeypatch.setattr(ScreeningService, "screen", broken)
    with caplog.at_level(logging.DEBUG):
        named = {**SAUDI, "end_user": {"country": "SA", "name": "Royal Land Forces"}}
        answer = client.post("/api/v1/screen", json=named)
    assert answer.status_code == 500
    assert answer.json()["detail"] == "an internal error"
    assert "RuntimeError" in caplog.text
    assert "Royal" not in answer.text + caplog.text


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.8.8.8", True),
     ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("example.org", False)],
)  # fmt: skip
def test_another_address_needs_a_word(host: str, here: bool) -> None:
    """Nobody opens a port to the network by accident."""
    assert is_loopback(host) is here
    check_host(host, beyond_this_machine=True)
    if not here:
        with pytest.raises(InputError, match="beyond-this-machine"):
            check_host(host, beyond_this_machine=False)
