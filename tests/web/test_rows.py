"""Rows of goods and parties, the link to a country, an empty answer, rules of the office's own."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
import yaml

pytest.importorskip("fastapi")

from starlette.testclient import TestClient

from licensecheck.errors import InputError
from licensecheck.vocabulary import Vocabulary
from licensecheck.web.answers import MOST_ROWS, TABLES, Answers
from licensecheck.web.app import make_app
from licensecheck.web.settings import Settings
from tests.web.conftest import HERE, PATIENT
from tests.web.test_form import read_answers

FORM = {"exporter": "NL", "destination": "SA", "rating": "ML6.a", "as_of": "2026-11-24"}
ROWS = {
    "description": "vehicles", "quantity": "12", "end_user_name": "Royal Example Forces",
    "row:items:0:rating": "ML22.a", "row:items:0:description": "manuals",
    # A row that was left empty between two others.
    "row:items:2:rating": "ML1.a", "row:items:2:value": "2m EUR",
    "row:parties:1:role": "broker", "row:parties:1:country": "AE", "row:parties:1:name": "Sands",
}  # fmt: skip


def post(client, path: str = "/", **fields: str):
    return client.post(path, content=urlencode({**FORM, **fields}),
                       headers={"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip


def test_rows_become_the_application(client) -> None:
    """Each row is an entry, in order; an empty one is none; the page shows them again."""
    document = yaml.safe_load(post(client, "/application.yaml", **ROWS).text)
    assert [one["rating"] for one in document["items"]] == ["ML6.a", "ML22.a", "ML1.a"]
    assert document["items"][0]["quantity"] == "12"
    assert document["intermediaries"] == [{"role": "broker", "name": "Sands", "country": "AE"}]
    assert document["end_user"]["name"] == "Royal Example Forces"
    page = post(client, **ROWS).text
    assert 'name="row:items:1:rating" value="ML1.a"' in page
    assert 'name="row:items:2:rating"' in page


def test_what_is_wrong_in_a_row_is_told_there(client) -> None:
    """The message leads to the cell."""
    page = post(
        client, **{**ROWS, "row:items:0:rating": "ML99", "row:parties:1:country": "Nowhere"}
    ).text
    assert 'href="#row-items-0-rating"' in page
    assert 'href="#row-parties-0-country"' in page
    rows = {"parties": ({"role": "broker"}, {"role": "end_user"}, {"role": "buyer"},
                        {"role": "carrier"})}  # fmt: skip
    found = Answers(rows=rows).control_of
    assert found("items[3].form") == "row:items:2:form"
    assert found("items[0].rating") == "rating"
    assert found("intermediaries[1].country") == "row:parties:3:country"
    assert found("buyer.country") == "row:parties:2:country"
    assert found("buyer") == "row:parties:2:name"
    assert found("buyer.registration") == "row:parties:2:more"
    assert found("end_users[1].country") == "row:parties:1:country"
    assert found("end_users[0].country") == "destination"
    assert found("items[1].origin") == "row:items:0:more"


def test_no_field_that_the_form_does_not_have() -> None:
    """Neither a table, nor a row, nor a cell."""
    for name in (f"row:items:{MOST_ROWS}:rating", "row:goods:0:rating", "row:items:0:ban"):
        with pytest.raises(InputError, match="no field"):
            read_answers(urlencode({name: "x"}).encode(), Vocabulary.load())
    whole = {f"row:{table}:{at}:{name}": "x" for table, names in TABLES.items()
             for at in range(MOST_ROWS) for name in names}  # fmt: skip
    assert (
        len(read_answers(urlencode(whole).encode(), Vocabulary.load()).rows["items"]) == MOST_ROWS
    )


def test_an_empty_answer_says_so(client) -> None:
    """In the words of the page, beside the question; an answer, or leaving it open, does not."""
    said = "No answer was chosen"
    assert said not in post(client).text
    sent = {"asked": "yes", "shown": "item.kind"}
    assert said in post(client, **sent).text
    assert said not in post(client, **sent, **{"fact:item.kind": "tank"}).text
    assert said not in post(client, **sent, **{"fact:item.kind": "unknown"}).text


def test_a_country_from_the_form(client) -> None:
    """The result leads to what is known of the destination; another word is refused."""
    assert 'href="/countries/SA?language=en"' in post(client, as_of="").text
    found = client.get("/countries/SA?language=nl")
    assert found.status_code == 200
    assert "Saoedi-Arabi" in found.text
    assert "script" not in found.headers["content-security-policy"]
    assert client.get("/countries/Nowhere").status_code == 404


def test_a_country_on_the_day_of_the_case(client) -> None:
    """The link says the day of the case, and the page answers for it."""
    page = post(client, as_of="2012-05-04").text
    assert 'href="/countries/SA?language=en&amp;as_of=2012-05-04"' in page
    assert "2012-05-04" in client.get("/countries/SA?as_of=2012-05-04").text
    assert "2012-05-04" not in client.get("/countries/SA").text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/countries/SA?as_of=1900-01-01", "as_of"),
        ("/countries/SA?as_of=", "is not a day"),
        ("/countries/SA?as_of=2012-13-01", "is not a day"),
        ("/countries/SA?as-of=2012-05-04", "no parameter `as-of`"),
        ("/countries/SA?day=2012-05-04", "no parameter `day`"),
        ("/countries/SA?as_of=2012-05-04&as_of=2013-05-04", "given 2 times"),
        ("/?exporter=NL", "no parameter `exporter`"),
        ("/?language=nl&language=en", "given 2 times"),
        ("/case?as_of=2012-05-04", "no parameter `as_of`"),
    ],
)
def test_what_an_address_says_is_not_passed_over(client, address: str, said: str) -> None:
    """Refused, so that nobody takes an answer for that of another day or country."""
    refused = client.get(address)
    assert refused.status_code == 422
    assert said in refused.text


@pytest.mark.parametrize("path", ["/", "/case", "/report", "/result.json", "/application.yaml"])
def test_what_an_address_says_beside_a_form(client, path: str) -> None:
    """The same where a form is sent to it."""
    refused = client.post(f"{path}?as_of=2012-05-04", data={"exporter": "NL"})
    assert refused.status_code == 422
    assert "no parameter `as_of`" in refused.text


def test_rules_of_the_office(tmp_path: Path) -> None:
    """They run in the form and in the API; their own facts are asked and answered."""
    file = tmp_path / "house.yaml"
    file.write_text(
        "ruleset: house\ntitle: Handbook\nfacts: {house.agreed: {ask: Has the director agreed?}}\n"
        "rules: [{id: house.never, title: never there, tier: law, when: {party.country: SA}},\n"
        " {id: house.ask, title: the director, tier: screen, when: {item.rating: ML6}, "
        "unless: {house.agreed: yes}}]\n"
    )
    app = make_app(Settings(limits=PATIENT, house=(str(file),)))
    client = TestClient(app, base_url=HERE)
    page = post(client, ask="house.agreed").text
    assert "Never there" in page
    assert "Has the director agreed?" in page
    answered = post(client, **{"fact:house.agreed": "yes"}).text
    chosen = answered.partition('id="fact-house-agreed"')[2].partition("</select>")[0]
    assert '<option value="yes" selected="">' in chosen
    assert "Nothing was screened." not in answered
