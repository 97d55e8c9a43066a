"""A whole case in the form: it comes back as it was saved, with denials and lists beside it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from licensecheck import Screener
from licensecheck.application.read import read_application
from licensecheck.facts.denials import read_denials
from licensecheck.language import ENGLISH
from licensecheck.reference import Reference
from licensecheck.vocabulary import Vocabulary
from licensecheck.web.answers import Answers
from licensecheck.web.app import make_app
from licensecheck.web.questions import effects_of, shown, uncounted
from licensecheck.web.saved_case import reopened
from licensecheck.web.settings import Settings
from licensecheck.wording.result import Result
from tests.facts.lists.made import made
from tests.web.conftest import HERE, PATIENT

FORM = {"exporter": "NL", "destination": "SA", "rating": "ML6.a", "as_of": "2026-11-24",
        "end_user_name": "Royal Example Forces"}  # fmt: skip
DENIALS = (
    "reference,state,date,destination,end_user,rating\n"
    "DN-7,FR,2026-03-02,SA,Royal Example Forces,ML6.a\n"
)
WHOLE: dict[str, Any] = {
    "reference": "NL-1", "kind": "export", "stage": "granted", "as_of": "2026-11-24",
    "rules_as_of": "2026-01-01", "validity": {"from": "2026-12-01", "until": "2027-12-01"},
    "exporter": {"country": "NL", "name": "Vehicles BV", "registration": "KvK 1"},
    "contract_date": "2026-10-01",
    "buyer": {"country": "AE", "name": "Sands Trading", "kind": "company"},
    "consignee": {"country": "DE", "name": "Depot, Ltd", "address": "Street 1\nTown"},
    "intermediaries": [{"role": "broker", "name": "Sands", "country": "AE", "kind": "company"},
                       {"country": "CH", "screening": "clear"},
                       {"address": "Quay 3\nTown: 'north'"}],
    "end_users": [{"country": "SA", "name": "Forces", "kind": "armed_forces", "address": "Road"},
                  {"country": "DE", "name": "Bundeswehr"}],
    "destination": "SA",
    "route": ["DE", "EG"],
    "value": {"amount": "80000000", "currency": "EUR"},
    "items": [
        {"rating": "ML6.a", "description": "vehicles: 'armoured'", "form": "complete",
         "value": {"amount": "24000000", "currency": "USD"}, "quantity": "12", "unit": "pieces",
         "origin": "DE", "novelty": "replacement"},
        {"rating": "ML22.a", "for": "ML6.a", "description": "manuals # 1"},
        {"rating": "ML1.a", "value": {"amount": "2500.50", "currency": "EUR"}, "kind": "small_arm"},
    ],
    "end_use": {"category": "national_defence", "onward": ["JO", "EG"]},
    "documents": {"end_user_certificate": "signed", "reexport_clause": "yes",
                  "origin_consent": "asked"},
    "embargo": {"exemption": "not_claimed"},
    "assessments": {"c2a": {"value": "no_clear_risk", "by": "desk", "on": "2026-11-20"}},
    "facts": {
        "destination.human_rights": {"value": {"from": "mixed", "to": "serious"},
                                     "source": "desk"},
        "destination.stockpile": [
            {"value": "weak", "source": "survey", "of": "JO", "on": "2026-01-01"},
            {"value": "absent", "source": "report", "of": "EG"},
            {"value": {"from": "adequate", "to": "weak"}, "source": "desk"},
        ],
        "item.technology": {"value": "high", "source": "desk", "of": "2"},
        "end_user.ihl_record": {"value": "alleged", "source": "report", "on": "2026-05-01"},
    },
}  # fmt: skip


class Sent(HTMLParser):
    """What a browser sends of the form of a page, unchanged."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.area = self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        kind, name = said.get("type", "text"), said.get("name", "")
        if tag == "textarea":
            self.area = name
            self.fields.setdefault(name, []).append("")
        elif tag == "select":
            self.select = name
            self.fields.setdefault(name, []).append("")
        elif tag == "option" and self.select and "selected" in said:
            self.fields[self.select][-1] = said["value"]
        elif tag == "input" and (kind in ("text", "hidden") or "checked" in said):
            self.fields.setdefault(name, []).append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self.area = self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area][-1] += data


def again(client: TestClient, case: dict[str, Any], **more: str) -> tuple[str, dict[str, Any]]:
    """The page of a saved case, and the case as that page gives it again."""
    text = yaml.safe_dump(case, allow_unicode=True)
    page = client.post("/case", data={"case": text, **more}).text
    fields = Sent(page).fields
    # A browser sends a field of one line without ends of lines.
    fields |= {name: [one.replace("\n", "") for one in said] for name, said in fields.items()
               if name.startswith("row:")}  # fmt: skip
    saved = client.post("/application.yaml", data=fields)
    return page, yaml.safe_load(saved.text)


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return read_application(one) == read_application(other)


def test_nothing_of_a_saved_case_is_lost(client) -> None:
    """What has a field stands in it, everything else beside; sent unchanged it is the same."""
    page, saved = again(client, WHOLE)
    assert same(saved, WHOLE)
    assert 'name="row:parties:0:name" value="Sands Trading"' in page
    assert 'name="row:parties:1:name" value="Bundeswehr"' in page
    assert 'name="contract_date" value="2026-10-01"' in page
    fields = Sent(page).fields
    assert fields["row:parties:0:role"] == ["buyer"]
    assert fields["fact:docs.origin_consent"] == ["asked"]
    assert not {"buyer", "contract_date", "documents"} & {*yaml.safe_load(fields["rest"][0])}
    assert 'name="value" value="24000000 USD"' in page
    assert 'name="price" value="80000000 EUR"' in page
    assert "{for: ML6.a}" in page
    assert "rules_as_of" in Sent(page).fields["rest"][0]


def test_sources_of_answers_about_one_are_kept(client) -> None:
    """A fact of one item or user keeps its source and day, where it has a field as well."""
    case = {
        "as_of": "2026-11-24", "exporter": {"country": "NL"},
        "end_users": [{"country": "CF", "kind": "police"}, {"country": "SD"}],
        "items": [{"rating": "ML1.a"}, {"rating": "ML3.a"}],
        "facts": {
            "item.ban": [{"value": "none", "source": "maker", "of": "1"},
                         {"value": "none", "source": "maker", "of": "2", "on": "2026-01-01"}],
            "end_user.kind": {"value": "police", "source": "embassy", "of": "2"},
            "end_user.screening": {"value": "clear", "source": "desk", "of": "1",
                                   "on": "2026-01-01"},
            "destination.stockpile": [{"value": "weak", "source": "survey", "of": "CF"},
                                      {"value": "weak", "source": "survey", "of": "SD",
                                       "on": "2026-01-01"}],
        },
    }  # fmt: skip
    _, saved = again(client, case)
    assert same(saved, case)


@pytest.mark.parametrize("name", [name for name in WHOLE if name not in ("exporter", "items")])
def test_nothing_of_a_part_is_lost(name: str) -> None:
    """Each part of an application, alone."""
    case = {"exporter": {"country": "NL"}, "items": [{"rating": "ML6.a"}], name: WHOLE[name]}
    if name not in ("end_users", "destination"):
        case["destination"] = "SA"
    document = read_application(case).document()
    found = reopened(document, Vocabulary.load()).document(ENGLISH)
    assert same(found, case)


@pytest.mark.parametrize(
    "buyer",
    [{}, {"country": "AE"}, {"name": "Sands", "registration": "7"},
     {"kind": "dealer", "address": "Quay 3\nTown", "screening": "clear"}],
)  # fmt: skip
def test_nothing_of_a_buyer_is_lost(client, buyer: dict[str, str]) -> None:
    """Whatever is stated of him, beside more parties than there are rows."""
    case = {**WHOLE, "buyer": buyer, "contract_date": None}
    case["intermediaries"] = [{"country": "AE", "name": f"Broker {n}"} for n in range(30)]
    _, saved = again(client, case)
    assert same(saved, case)


def test_a_buyer_is_a_role_of_a_row(client) -> None:
    """He becomes the buyer of the application; a fault leads to his row, by its label."""
    fields = {**FORM, "contract_date": "2014-07-01", "fact:docs.origin_consent": "given",
              "row:parties:0:role": "broker", "row:parties:0:country": "AE",
              "row:parties:1:role": "buyer", "row:parties:1:country": "KZ",
              "row:parties:1:kind": "company"}  # fmt: skip
    saved = yaml.safe_load(client.post("/application.yaml", data=fields).text)
    assert saved["buyer"] == {"country": "KZ", "kind": "company"}
    assert saved["intermediaries"] == [{"role": "broker", "country": "AE"}]
    assert saved["contract_date"] == "2014-07-01"
    assert saved["documents"] == {"origin_consent": "given"}
    page = client.post("/", data={**fields, "row:parties:1:country": "Nowhere"}).text
    assert '<a href="#row-parties-1-country">Further parties, row 2, country: no place' in page


@pytest.mark.parametrize(
    "second", [{"row:parties:1:role": "buyer"}, {"rest": "buyer: {name: Sands}"}]
)
def test_one_buyer_at_most(client, second: dict[str, str]) -> None:
    """A second one is refused in plain words at his row; neither is dropped."""
    fields = {**FORM, "row:parties:0:role": "buyer", "row:parties:0:country": "AE", **second}
    page = client.post("/", data=fields).text
    assert "has one buyer at most" in page
    assert f'href="#row-parties-{int("rest" not in second)}-role"' in page
    assert "Nothing was screened." in page


def test_the_day_of_the_contract_is_asked_in_its_field(client) -> None:
    """Where an embargo exempts older contracts, its field is asked for; once given, it counts."""
    case = {**FORM, "destination": "RU", "as_of": "2015-06-01"}
    asked = 'href="#contract_date">On which day was the contract concluded?'
    page = client.post("/", data=case).text
    assert asked in page
    assert "fact:embargo.old_contract" not in page
    assert asked not in client.post("/", data={**case, "contract_date": "2014-07-01"}).text


_INTERNAL = ("text:", "file:", "row:", "fact:", "source:", "items[", "end_user:", "intermediaries[",
             "rest:", "as_of", "exporter_name", "contract_date:", "buyer.")  # fmt: skip


@pytest.mark.parametrize("address", ["/", "/report"])
@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"exporter": ""}, "Exporter: country that the goods leave: not filled in"),
        ({"rating": ""}, "Rating: code of the control list, such as ML6.a: not filled in"),
        ({"destination": ""}, "Destination: country of the end user: not filled in"),
        ({"as_of": "x"}, "Day of the decision, such as 2026-11-24; today if empty: "),
        ({"contract_date": "x"}, "Day on which the contract was concluded, such as 2026-03-01: "),
        ({"exporter_name": "x" * 6_000}, "Name of the exporter: longer than"),
        ({"row:items:0:rating": "ML99"}, "Further goods, row 2, rating: "),
        ({"row:parties:0:role": "buyer", "row:parties:0:country": "Nowhere"},
         "Further parties, row 1, country: "),
        ({"row:items:0:rating": "ML1.a", "row:items:0:more": "origin: Nowhere"},
         "Further goods, row 2, what else the saved case says of it (YAML): origin: "),
        ({"rest": "a: [1"}, "the form has no field for, line 2: "),
        ({"rest": "validity: {until: x}"}, "the form has no field for: validity.until: "),
        ({"text:denials": "a,b\n1,2\n", "name:denials": "d.csv"},
         "Denials, as a file (CSV or YAML): d.csv:1: "),
        ({"text:lists:0": "a,b\n1,2\n", "name:lists:0": "l.csv"}, "Lists of names, as files ("),
        ({"fact:docs.euc": "y" * 6_000}, "Is there an end-user certificate"),
        ({"source:item.kind": "y" * 6_000}, "Where is this known from?: longer than"),
    ],
)  # fmt: skip
def test_errors_show_the_label_that_a_person_sees(
    client, address: str, fields: dict[str, str], label: str
) -> None:
    """No name of a field of the form or of the document, in the form and where it refuses."""
    page = client.post(address, data={**FORM, **fields}).text
    told = html.unescape("".join(re.findall(r"<li>(.*?)</li>", page, re.DOTALL)))
    told = re.sub(r"<[^>]*>", "", told)
    assert label in told
    assert not [one for one in _INTERNAL if one in told]


def test_the_result_of_last_time_is_named_by_its_label(client) -> None:
    """Pasted into the form, or chosen beside a saved case."""
    said = "Compare with the result or receipt of last time (JSON): neither"
    assert said in client.post("/", data={**FORM, "text:last": "{}", "name:last": "l.json"}).text
    assert said in client.post("/case", data={"case": yaml.safe_dump(WHOLE), "last": "{}"}).text


def test_files_beside_a_saved_case_are_named_by_their_label(client) -> None:
    """On the page that opens it too."""
    files = [("file:denials", ("x.csv", b"PK\x03\x04x"))]
    page = client.post("/case", data={"case": yaml.safe_dump(WHOLE)}, files=files).text
    assert "<li>Denials, as a file (CSV or YAML): x.csv: a workbook" in page
    for name in ("file:denials", "file:lists", "file:last", "file:case"):
        files = [(name, ("x.csv", b""))]
        page = client.post("/case", data={"case": yaml.safe_dump(WHOLE)}, files=files).text
        assert "x.csv: the file is empty" in page, name


def test_more_rows_than_the_form_has(client) -> None:
    """The others stay in the case, in their order."""
    case = {**WHOLE, "items": [{"rating": "ML1.a", "quantity": str(n + 1)} for n in range(45)]}
    case["intermediaries"] = [{"country": "AE", "name": f"Broker {n}"} for n in range(30)]
    _, saved = again(client, case)
    assert same(saved, case)


def test_what_else_the_case_says_is_read_strictly(client) -> None:
    """A fault in it is told at its field, and a field of the form counts over it."""
    page = client.post("/", data={**FORM, "rest": "validity: [1"}).text
    assert 'href="#rest"' in page
    page = client.post("/", data={**FORM, "row:items:0:rating": "ML1.a",
                                  "row:items:0:more": "- x"}).text  # fmt: skip
    assert 'href="#row-items-0-more"' in page
    saved = client.post("/application.yaml", data={**FORM, "rest": "exporter: {country: DE}"})
    assert yaml.safe_load(saved.text)["exporter"]["country"] == "NL"


def uploads(tmp_path: Path) -> list[tuple[str, tuple[str, bytes]]]:
    return [("file:denials", ("denials.csv", DENIALS.encode())),
            ("file:lists", ("un.xml", made(tmp_path, "un.xml").read_bytes()))]  # fmt: skip


def test_denials_and_lists_of_a_request(client, tmp_path: Path) -> None:
    """Compared for it alone, kept in its page, and in no result of another."""
    fields = {**FORM, "row:parties:0:name": "Testco Global Mining", "row:parties:0:role": "broker"}
    page = client.post("/", data=fields, files=uploads(tmp_path)).text
    assert "DN-7" in page
    assert "KPe.900" in page
    kept = Sent(page).fields
    assert kept["text:denials"] == [DENIALS]
    assert "KPe.900" in client.post("/", data=kept).text
    result = client.post("/result.json", data=kept)
    assert result.json()["receipt"]["denials"] == 1
    assert "Royal" not in result.json()["receipt"].__repr__()
    left = client.post("/", data={**kept, "drop": ["denials", "lists:0"]}).text
    assert "KPe.900" not in left
    assert "text:denials" not in left
    assert "KPe.900" not in client.post("/", data=fields).text


def test_files_that_cannot_be_read(client) -> None:
    """Each is told at its field; a workbook, bytes that are no text, a list that is none."""
    for name, raw, words in (
        ("file:denials", b"PK\x03\x04x", "a workbook"),
        ("file:denials", b"a,b\n1,2\n", "reference"),
        ("file:lists", b"a,b\n1,2\n", "is no list that is known here"),
        ("file:last", b"{}", "neither"),
        ("file:other", b"x", "the form has no field"),
        ("file:denials", b"", "the file is empty"),
        ("file:lists", b"\r\n \n", "the file is empty"),
        ("file:last", b"", "the file is empty"),
    ):
        page = client.post("/", data=FORM, files=[(name, ("x.csv", raw))])
        assert page.status_code == 200
        assert words in page.text, name
        assert "Nothing was screened." in page.text


def test_no_file_is_none_that_is_empty(client) -> None:
    """A browser sends the field of a file that nobody chose, without a name."""
    parts = [f'name="{name}"\r\n\r\n{text}' for name, text in FORM.items()]
    parts.append('name="file:denials"; filename=""\r\nContent-Type: text/csv\r\n\r\n')
    body = "".join(f"--x\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
    head = {"content-type": "multipart/form-data; boundary=x"}
    page = client.post("/", content=f"{body}--x--\r\n", headers=head)
    assert "Nothing was screened." not in page.text
    assert "criteria" in page.text


def test_files_are_bounded(client) -> None:
    """By their length together, and by how many there can be."""
    big = b"reference\n" + b"x" * (400 << 10)
    assert "KiB together" in client.post("/", data=FORM, files=[
        ("file:denials", ("d.csv", big))]).text  # fmt: skip
    lists = [("file:lists", (f"{n}.csv", b"a,b\n")) for n in range(4)]
    assert "no more than 3 lists" in client.post("/", data=FORM, files=lists).text


@pytest.mark.parametrize(
    "body", [b"", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data\r\n"]
)
def test_broken_bodies_of_files(client, body: bytes) -> None:
    """A page that says so, or the empty form; never a fault."""
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.post("/", content=body, headers=kind).status_code == 200
    none = {"Content-Type": "multipart/form-data"}
    assert "cannot be read" in client.post("/", content=body, headers=none).text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary="),
        (b"-" * 1_000, "multipart/form-data; boundary=x"),
        (b"--x\nA: b\n\nsecret\n--x--\n", "multipart/form-data; boundary=x"),
        (b"hello\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: secret'
         b"\r\n\r\nb\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\nsecret\x00\r\n\r\n", "multipart/form-data; boundary=x"),
    ],
)  # fmt: skip
def test_a_broken_body_writes_no_line(client, caplog, body: bytes, kind: str) -> None:
    """Neither of its words nor of its fault: anybody could fill the log so."""
    caplog.set_level("INFO")
    for path in ("/", "/case", "/report"):
        client.post(path, content=body, headers={"Content-Type": kind})
    assert [one for one in caplog.records if not one.name.startswith("httpx")] == []


def test_last_time_stays_with_the_case(client) -> None:
    """Each answer says anew what differs from then."""
    last = client.post("/result.json", data=FORM).text
    page, _ = again(client, yaml.safe_load(client.post("/application.yaml", data=FORM).text),
                    last=last)  # fmt: skip
    assert "SAME" in page
    fields = Sent(page).fields
    assert "DIFFERS" in client.post("/", data={**fields, "rating": "ML9.a"}).text


def test_denials_and_lists_beside_a_saved_case(client, tmp_path: Path) -> None:
    """Chosen when it is opened, they are compared and kept as in the form."""
    files = [("file:case", ("case.yaml", yaml.safe_dump(WHOLE).encode())), *uploads(tmp_path)]
    page = client.post("/case?language=en", files=files).text
    assert Sent(page).fields["text:denials"] == [DENIALS]
    assert "parties compared with" in page
    for name, raw, words in (("file:denials", b"PK\x03\x04x", "a workbook"),
                             ("file:other", b"x", "the form has no file")):  # fmt: skip
        assert words in client.post("/case", files=[(name, ("x", raw))]).text


def test_what_the_office_supplies(tmp_path: Path) -> None:
    """Alliances to choose from, denials that every case is compared with; in form and API."""
    own = tmp_path / "ours.yaml"
    own.write_text(
        "alliance: ours\ntitle: Our own circle\ninside: [{group: NATO}, {country: SA}]\n"
        "source: made up\n"
    )
    file = tmp_path / "denials.csv"
    file.write_text(DENIALS)
    settings = Settings(
        limits=PATIENT, alliances=(str(own),), denials=read_denials(file, Reference.load())
    )
    client = TestClient(make_app(settings), base_url=HERE)
    assert "Our own circle" in client.get("/").text
    assert "1 denial" in client.get("/").text
    page = client.post("/", data={**FORM, "alliance": "ours"}).text
    assert "Our own circle: stays inside" in page
    assert "DN-7" in page
    sent = client.post("/api/v1/screen?alliance=ours", json={
        "exporter": {"country": "NL"}, "end_user": {"country": "SA"},
        "items": [{"rating": "ML6.a"}]})  # fmt: skip
    assert sent.json()["containment"][0]["verdict"] == "stays_inside"


@pytest.mark.parametrize("destination", ["SA", "EG", "DE", "RU"])
def test_what_answers_would_change(destination: str) -> None:
    """As screening the case with that answer says: its headline, what is found, what no longer."""
    screener, vocabulary = Screener(engine="bitset", language="nl"), Vocabulary.load()
    answers = Answers({**FORM, "destination": destination})
    now = screener.screen(answers.document(ENGLISH))
    facts = shown(answers, now)
    effects = effects_of(
        facts, answers, vocabulary, lambda one: screener.open(one.document(ENGLISH)), "nl"
    )

    def found(result: Result) -> set[str]:
        return {one.title for one in result.findings if one.status != "open"}

    told = 0
    for fact, alike in effects.items():
        tokens = [token for one in alike for token in one.tokens]
        assert len(tokens) == len({*tokens})
        for one in alike:
            for token in one.tokens:
                given = replace(answers, facts={fact: token}).document(ENGLISH)
                then = screener.screen(given)
                said = one.headline or now.outcome.headline
                assert uncounted(said) == uncounted(then.outcome.headline)
                assert found(now) | {*one.found} >= found(then)
                assert not {*one.gone} & found(then)
                told += bool(one.headline or one.found or one.gone)
    # Of an ally two things about the goods are asked, and neither alone changes what is found.
    assert bool(told) is (destination != "DE")


def test_what_answers_would_change_in_the_form(client) -> None:
    """Under each question; not with a look at the result alone, nor where it would take long."""
    assert "What an answer would change" in client.post("/", data=FORM).text
    assert "would change" not in client.post("/", data={**FORM, "only": "result"}).text
    many = {**FORM, **{f"row:items:{n}:rating": "ML1.a" for n in range(12)}}
    page = client.post("/", data=many).text
    assert "would change" not in page
    assert page.count("not worked out") == 1


def test_effects_that_were_not_worked_out_are_said(client) -> None:
    """Where fields are many only the first are looked at; silence would read as no change."""
    users = {f"row:parties:{n}:{name}": value for n, code in enumerate(("EG", "PK", "TR"))
             for name, value in (("role", "end_user"), ("country", code))}  # fmt: skip
    page = client.post("/", data={**FORM, **users}).text
    fields = len(re.findall(r'name="shown"', page))
    assert fields > 10
    said = page.count("What an answer would change") + page.count("No answer to it changes")
    assert (said, page.count("What its answers come to was not worked out.")) == (10, fields - 10)


def test_an_answer_about_one_user_changes_something_though_the_rule_is_met_of_another() -> None:
    """A second user that a rule is met for is a change, and said with the user."""
    screener, vocabulary = Screener(engine="bitset"), Vocabulary.load()
    rows = ({"role": "end_user", "country": "TR", "kind": "internal_security"},)
    answers = Answers(FORM, rows={"parties": rows})
    [*effects] = effects_of(
        ["end_user.kind"], answers, vocabulary,
        lambda one: screener.open(one.document(ENGLISH)), "en",
    )["end_user.kind"]  # fmt: skip
    police = next(one for one in effects if "police" in one.tokens)
    title = "equipment usable for repression, for internal security forces"
    assert f"{title} (Saudi Arabia)" in police.found
    assert police.tokens != tuple(token for one in effects for token in one.tokens)


@pytest.mark.parametrize(
    ("fact", "token", "path"),
    [
        ("end_user.kind", "armed_forces", ("end_user", "kind")),
        ("licence.kind", "licensed_production", ("kind",)),
        ("item.kind", "armoured_vehicle", ("items", 0, "kind")),
        ("item.form", "complete", ("items", 0, "form")),
    ],
)
def test_what_is_known_at_once_can_be_said_at_once(client, fact: str, token: str, path) -> None:
    """The empty form has a field for it, and a page never has two of the same name."""
    sent = {**FORM, f"fact:{fact}": token}
    control = f'id="fact-{fact.replace(".", "-")}"'
    for page in (client.get("/"), client.post("/", data=FORM), client.post("/", data=sent)):
        assert page.text.count(control) == 1
    here = yaml.safe_load(client.post("/application.yaml", data=sent).text)
    for part in path:
        here = here[part]
    assert here == token


def test_words_for_a_product_in_the_form(client) -> None:
    """Candidates with reasons, to be pressed; nothing else of the form is needed for it."""
    page = client.post("/", data={"find": "night vision goggles", "only": "find"}).text
    assert 'value="rating=ML15.c"' in page
    assert "This cannot be read yet" not in page
    assert "No word of it is known" in client.post("/", data={"find": "zzzz", "only": "find"}).text
    taken = client.post("/", data={**FORM, "find": "goggles", "use": "rating=ML15.c"}).text
    assert 'name="rating" value="ML15.c"' in taken


def test_near_codes_in_rows(client) -> None:
    """A row offers them as the first goods do, and a press fills that row."""
    rows = {**FORM, "row:items:0:rating": "ML22.z", "row:parties:0:country": "Congo"}
    page = client.post("/", data=rows).text
    assert 'value="row:items:0:rating=ML22.a"' in page
    assert 'value="row:parties:0:country=DR Congo"' in page
    used = client.post("/", data={**rows, "use": "row:items:0:rating=ML22.a"}).text
    assert "ML22.z" not in used
    assert 'name="row:items:0:rating" value="ML22.a"' in used


def test_one_price_for_all_goods(client) -> None:
    """The form has a field for it; against values of the goods it is a fault, under its label."""
    sent = FORM | {"value": "50m EUR", "row:items:0:rating": "ML1.a", "row:items:0:value": "40m"}
    saved = client.post("/application.yaml", data=FORM | {"price": "80m EUR"})
    assert yaml.safe_load(saved.text)["value"] == {"amount": "80000000", "currency": "EUR"}
    page = client.post("/", data=sent | {"price": "80m EUR"}).text
    label = "One price for all goods together, such as 80m EUR"
    assert f'href="#price">{label}: the price of the whole deal is EUR 80,000,000' in page
    assert client.post("/", data=sent | {"price": "90m EUR"}).text.count(label) == 1


@pytest.mark.parametrize(
    ("name", "label"),
    [("value", "Value, such as 24m EUR"),
     ("price", "One price for all goods together, such as 80m EUR")],
)  # fmt: skip
def test_a_field_that_is_too_long_is_called_by_its_own_label(client, name: str, label: str) -> None:
    """The value of the first goods and the price of all are distinguished."""
    page = client.post("/", data=FORM | {name: "1" * 5_001}).text
    assert f'href="#{name}">{label}: longer than 5,000 characters' in page


ONWARD = {**FORM, "row:items:0:rating": "ML3.a", "row:items:0:form": "ammunition",
          "row:items:0:description": "shells", "onward": "JO, KZ", "full": "yes"}  # fmt: skip


def sent_facts(client: TestClient, sent: dict[str, str]) -> dict[str, Any]:
    """The case as YAML after the form was sent once, and what its page holds was sent again."""
    page = client.post("/", data=sent).text
    return yaml.safe_load(client.post("/application.yaml", data=Sent(page).fields).text)


def test_a_question_about_one_of_several_is_answered_for_that_one(client) -> None:
    """The question names the item, and the state; the case holds each answer beside its subject."""
    page = client.post("/", data=ONWARD).text
    assert 'name="fact:item.kind"' in page or 'name="fact:item.form"' in page
    sent = ONWARD | {"fact:destination.stockpile@KZ": "absent", "fact:item.technology@2": "low",
                     "source:destination.stockpile@KZ": "survey"}  # fmt: skip
    facts = sent_facts(client, sent)["facts"]
    assert facts["destination.stockpile"] == {"value": "absent", "source": "survey", "of": "KZ"}
    assert facts["item.technology"]["of"] == "2"
    answered = client.post("/", data=sent).text
    assert "Kazakhstan: " in answered
    assert "item 2, shells: " in answered


def test_a_question_about_several_takes_an_answer_for_each(client) -> None:
    """Each state has its own list to choose from; what is left empty is asked again, alone."""
    page = client.post("/", data=ONWARD | {"ask": "destination.stockpile"}).text
    names = [name for name in Sent(page).fields if name.startswith("fact:destination.")]
    of_one = [name for name in names if "@" in name]
    assert of_one
    fact = of_one[0].partition("@")[0]
    several = [name for name in of_one if name.startswith(f"{fact}@")]
    assert len(several) > 1
    word = Vocabulary.load()[fact.removeprefix("fact:")].domain[0]
    again = client.post(
        "/", data=ONWARD | {"ask": several[1].removeprefix("fact:"), several[0]: word}
    )
    left = set(re.findall(r'name="shown" value="([^"]+)"', again.text))
    assert several[0].removeprefix("fact:") not in left
    assert several[1].removeprefix("fact:") in left


def test_what_a_row_has_a_cell_for_goes_there(client) -> None:
    """An answer about the second item stands in its row; one that is written there stays."""
    case = sent_facts(client, ONWARD | {"fact:item.kind@2": "artillery"})
    assert case["items"][1]["kind"] == "artillery"
    assert "facts" not in case
    case = sent_facts(client, ONWARD | {"fact:item.form@2": "component"})
    assert case["items"][1]["form"] == "ammunition"
    case = sent_facts(client, ONWARD | {"fact:item.reach@2": "long"})
    assert case["items"][1]["reach"] == "long"


def test_an_answer_of_what_is_no_longer_there_is_told(client) -> None:
    """A row that was taken out takes no answer with it in silence."""
    sent = {name: one for name, one in ONWARD.items() if not name.startswith("row:")}
    page = client.post("/", data=sent | {"fact:item.reach@2": "long"}).text
    assert "no such item line" in page
    assert 'href="#fact-item-reach-2"' in page
    page = client.post("/", data=sent | {"fact:destination.stockpile@BR": "weak"}).text
    assert "no state of this case" in page


@pytest.mark.parametrize("fact", ["item.form@2", "item.kind@9", "end_user.kind@2", "item.ban@20"])
def test_an_answer_for_a_row_that_was_taken_out(client, fact: str) -> None:
    """Of a field that rows have a cell for: told at its field, and no internal error."""
    token = {"item.form": "complete", "item.kind": "radar", "end_user.kind": "police"}
    sent = {name: one for name, one in ONWARD.items() if not name.startswith("row:")}
    answer = client.post("/", data=sent | {f"fact:{fact}": token.get(fact.split("@")[0], "none")})
    assert answer.status_code == 200
    assert "no such" in answer.text
    assert "Nothing was screened." in answer.text


def test_no_fact_of_the_whole_case_is_taken_of_one(client) -> None:
    """What the form does not have is refused."""
    assert client.post("/", data=FORM | {"fact:docs.euc@SA": "signed"}).status_code == 200
    page = client.post("/", data=FORM | {"fact:docs.euc@SA": "signed"}).text
    assert "no fact" in page


def test_each_field_of_a_question_says_of_whom_it_is(client) -> None:
    """The first goods and end users too, by description, name or state, in words."""
    sent = ONWARD | {"description": "vehicles", "row:parties:0:role": "end_user",
                     "row:parties:0:country": "OM"}  # fmt: skip
    page = client.post("/", data=sent).text
    labels = dict(re.findall(r'<span class="label" id="fact-([^"]+)-label">([^<]*)</span>', page))
    assert labels
    assert all(labels.values())
    kinds = [said for name, said in labels.items() if name.startswith("item-kind")]
    assert kinds == ["item 1, vehicles", "item 2, shells"]
    assert "end user 2, Oman" in labels.values()
    answered = client.post("/", data=sent | {"fact:item.form": "complete"}).text
    assert "item 1, vehicles: " in answered
