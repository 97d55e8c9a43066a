"""Who may ask, how much, and what goes with every answer."""

from __future__ import annotations

import logging
import threading

import pytest

from licensecheck.errors import InputError
from licensecheck.web.desk import Choices, Desk
from licensecheck.web.limits import Rates
from licensecheck.web.settings import Limits, check_host, is_loopback
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
    monkeypatch.setattr(Desk, "screen", lambda *_: hold.wait(10))
    try:
        first, second = (client.post("/api/v1/screen", json=SAUDI) for _ in range(2))
    finally:
        hold.set()
    assert (first.status_code, first.json()["detail"]) == (503, "it took too long")
    assert (second.status_code, second.json()["detail"]) == (503, "too much is running; try again")


def test_a_name_of_an_alliance_is_no_path(tmp_path) -> None:
    """Not even where a caller of the desk forgot to look."""
    desk = Desk(Limits())
    with pytest.raises(ValueError, match="not packaged"):
        desk.screener(Choices(alliances=("nato", str(tmp_path / "own.yaml"))))


def test_an_application_that_unfolds_too_far_is_refused(limited) -> None:
    """Counted before anything is decided."""
    client = limited(transfers=3)
    many = {**SAUDI, "items": [{"rating": "ML6.a"}] * 4}
    answer = client.post("/api/v1/screen", json=many)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "too much for one request: 4 transfers"


def test_a_fault_tells_nothing_of_what_was_sent(client, monkeypatch, caplog) -> None:
    """Neither the answer nor the log holds a name."""

    def broken(_desk, application, _choices):
        raise RuntimeError(application.end_user.name)

    monkeypatch.setattr(Desk, "screen", broken)
    with caplog.at_level(logging.DEBUG):
        named = {**SAUDI, "end_user": {"country": "SA", "name": "Royal Land Forces"}}
        answer = client.post("/api/v1/screen", json=named)
    assert answer.status_code == 500
    assert answer.json()["detail"] == "a fault of the tool"
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
