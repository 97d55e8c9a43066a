"""The JSON API: what the library says, over HTTP, with every problem told and nothing kept."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from licensecheck import Screener
from licensecheck.application.models import application_schema
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.web.app import make_app
from licensecheck.web.settings import Settings
from licensecheck.wording.result import result_schema
from tests.facts.lists.made import made
from tests.web.conftest import HERE

SAUDI = {
    "as_of": "2026-11-24",
    "exporter": {"country": "NL"},
    "end_user": {"country": "SA", "kind": "armed_forces"},
    "items": [{"rating": "ML6.a"}],
}


def test_a_screen_is_what_the_library_gives(client) -> None:
    """Byte for byte, and valid against the published schema."""
    answer = client.post("/api/v1/screen?alliance=eu&depth=full&language=nl", json=SAUDI)
    expected = Screener(alliances=["eu"], depth="full", language="nl").screen(SAUDI)
    assert answer.status_code == 200
    assert answer.text == expected.to_json()
    Draft202012Validator(result_schema()).validate(answer.json())


def test_yaml_is_read_as_well(client) -> None:
    """The same document gives the same result."""
    text = "exporter: {country: NL}\nend_user: {country: NO}\nitems: [{rating: ML1.a}]\n"
    answer = client.post(
        "/api/v1/screen", content=text, headers={"Content-Type": "application/yaml"}
    )
    assert answer.json()["transfer"].startswith("Netherlands -> Norway")


def test_every_problem_is_told_with_its_path(client) -> None:
    """Not only the first one."""
    wrong = {
        "exporter": {"country": "Congo"},
        "end_user": {"kind": "x"},
        "items": [{"rating": "Q"}],
    }
    answer = client.post("/api/v1/screen", json=wrong)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    paths = [one["path"] for one in answer.json()["errors"]]
    assert paths == ["exporter.country", "end_user", "end_user.kind", "items[0].rating"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"\xff", "application/json", 422),
        (b"", "application/json", 422),
        (b"[]", "application/yaml", 422),
        (b"a: *x", "application/yaml", 422),
        (b"x", "text/plain", 415),
        (b"x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_is_no_document_is_refused(client, body: bytes, kind: str, status: int) -> None:
    """With a problem to read, never with a fault."""
    answer = client.post("/api/v1/screen", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/v1/screen?alliance=natoo", "did you mean `nato`?"),
        ("/api/v1/screen?alliance=/etc/passwd", "one of: "),
        ("/api/v1/screen?language=xx", "one of: en, nl"),
        ("/api/v1/screen?depth=deep", "light"),
    ],
)
def test_a_wrong_choice_is_told_with_the_right_ones(client, address: str, words: str) -> None:
    """A name of an alliance is never a path."""
    answer = client.post(address, json=SAUDI)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_name_without_a_reading_gives_candidates(client) -> None:
    """And no pick."""
    answer = client.get("/api/v1/places", params={"name": "Congo"})
    assert answer.status_code == 404
    assert answer.json()["candidates"] == ["DR Congo", "Congo (Brazzaville)"]
    near = client.get("/api/v1/ratings", params={"code": "ML6.z"}).json()["candidates"]
    assert near == ["ML6.a", "ML6.b", "ML6"]


def test_a_server_with_lists_compares_the_parties(tmp_path) -> None:
    """Of every application that is sent; names are in no receipt."""
    lists = PartyLists([made(tmp_path, "un.xml")])
    with TestClient(make_app(Settings(lists=lists)), base_url=HERE) as client:
        said = {**SAUDI, "end_user": {**SAUDI["end_user"], "name": "Testco Global Mining"}}
        result = client.post("/api/v1/screen", json=said).json()
    assert "cp.1.a.name-match" in {found["rule"] for found in result["findings"]}
    assert any("KPe.900" in told for told in result["warnings"])
    assert "Testco" not in json.dumps(result["receipt"])


def test_words_for_a_product_find_entries(client) -> None:
    """Best first and none chosen; a code and words at once, or neither, are refused."""
    found = client.get("/api/v1/ratings", params={"find": "night vision goggles"}).json()
    assert found[0]["code"] == "ML15.c"
    assert found[0]["reasons"][0]["kind"] == "word"
    assert client.get("/api/v1/ratings", params={"find": "zzzz"}).json() == []
    for query in ({}, {"code": "ML6", "find": "tank"}):
        answer = client.get("/api/v1/ratings", params=query)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["message"] == "give either `code` or `find`"


def test_codes_of_other_lists_and_the_entries_of_ours(client) -> None:
    """As on the command line: a code of another list rates nothing and has entries to look at."""
    [other] = client.get("/api/v1/ratings", params={"code": "HS 8710"}).json()
    assert (other["list"], other["entries"][0]) == ("hs", "ML6.a")
    below = client.get("/api/v1/entries", params={"below": "ml6"}).json()
    assert [one["code"] for one in below][:2] == ["ML6", "ML6.a"]
    assert len(client.get("/api/v1/entries").json()) == 22
    assert client.get("/api/v1/entries?below=ML99").status_code == 404


def test_places_and_ratings_are_read_on_a_day(client) -> None:
    """The bloc of a day, in the language asked for."""
    asked = {"name": "EU", "as_of": "2012-01-01", "language": "nl"}
    countries = client.get("/api/v1/places", params=asked).json()["countries"]
    assert len(countries) == 27
    assert {"code": "GB", "name": "Verenigd Koninkrijk"} in countries
    assert client.get("/api/v1/ratings?code=ML6a").json()[0]["code"] == "ML6.a"


def test_the_law_can_be_read(client) -> None:
    """Vocabulary, rules and editions."""
    facts = client.get("/api/v1/vocabulary?fact=docs.euc&language=nl").json()
    assert facts[0]["words"][0] == "geen"
    assert len(client.get("/api/v1/vocabulary").json()) > 100
    assert client.get("/api/v1/vocabulary?fact=docs.eu").status_code == 422
    rules = client.get("/api/v1/rules?criterion=4&as_of=2026-01-01").json()
    assert {rule["criterion"] for rule in rules} == {"4"}
    assert client.get("/api/v1/rules?as_of=2000-01-01").json() == []
    assert client.get("/api/v1/rules?criterion=9").status_code == 422
    assert set(client.get("/api/v1/version").json()["rules"]) >= {"eu-common-position", "nl"}


def test_the_description_holds_the_published_schemas(client) -> None:
    """Field for field; so a program can take them from either place."""
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    for name, schema in (("Application", application_schema()), ("Result", result_schema())):
        published = json.loads(
            json.dumps(schema).replace("#/$defs/", f"#/components/schemas/{name}.")
        )
        assert schemas[name]["properties"] == published["properties"]
        for part, content in published["$defs"].items():
            assert schemas[f"{name}.{part}"] == content


@pytest.mark.parametrize("address", ["/docs", "/redoc", "/api/v1/none", "/static/../app.py"])
def test_there_is_no_other_page(client, address: str) -> None:
    """No documentation page that would fetch from elsewhere, and no file but those meant."""
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "day", ["86400", "20241124", "2024-W47-7", "1700000000.5", "2024-11-24T10:00", "1800-01-01"]
)
@pytest.mark.parametrize(
    "address", ["/api/v1/places?name=NL", "/api/v1/ratings?code=ML1", "/api/v1/rules?criterion=2"]
)
def test_a_day_is_a_day(client, address: str, day: str) -> None:
    """A number of seconds, or another way to write a day, is no day; years have their bounds."""
    answer = client.get(f"{address}&as_of={day}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "as_of"
    assert client.get(f"{address}&as_of=2024-11-24").status_code == 200


@pytest.mark.parametrize(
    ("address", "path", "message", "help_"),
    [
        ("screen?aliance=eu", "", "no parameter `aliance`", "did you mean `alliance`?"),
        ("version?x=1", "", "no parameter `x`", "there is none here"),
        ("places?name=NL&as-of=2024-01-01", "", "no parameter `as-of`", "did you mean `as_of`?"),
        ("places?name=NL&name=BE", "name", "given 2 times, and can be given once", ""),
        ("places", "name", "is missing", ""),
        ("places?name=", "name", "is empty", ""),
        ("screen?depth=deep", "depth", "no such word `deep`", "one of: 'light' or 'full'"),
        ("screen?" + "alliance=eu&" * 6, "alliance", "named more than 5 times", ""),
        ("places?name=" + "x" * 501, "name", "longer than 500 characters", ""),
    ],
)  # fmt: skip
def test_parameters_in_our_words(client, address, path, message, help_) -> None:
    """A parameter that is unknown, missing or wrong is told, and none is passed over."""
    ask = client.post if address.startswith("screen") else client.get
    answer = ask(f"/api/v1/{address}", **({"json": SAUDI} if ask == client.post else {}))
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["path"], fault["message"], fault["help"]) == (path, message, help_)


def test_a_page_lists_what_is_wrong(client) -> None:
    """Not only that something is."""
    assert "`xx`" in client.get("/?language=xx").text
