"""The form without a script: what it asks, what it keeps in itself, and what it never does."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from licensecheck import Screener, read_application, screen
from licensecheck.application.read import read_application_text
from licensecheck.language import ENGLISH
from licensecheck.rules.alliances import packaged_alliances
from licensecheck.vocabulary import UNKNOWN, Vocabulary
from licensecheck.web.answers import BASICS, Answers
from licensecheck.web.filled_in import read_answers as read_fields_of_a_form
from licensecheck.web.sent import read_fields

FORM = {"exporter": "NL", "destination": "SA", "rating": "ML6.a", "as_of": "2026-11-24"}
SAUDI = {
    "as_of": "2026-11-24",
    "exporter": {"country": "NL"},
    "end_user": {"country": "SA"},
    "items": [{"rating": "ML6.a"}],
}
HOSTILE = "\"><script>alert(1)</script>' onfocus=alert(1) \u202e</title>"


class Markup(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs) -> None:
        self.attributes |= {name for name, _ in attrs}
        if tag == "script":
            self.scripts.append(dict(attrs).get("src", ""))


def read_answers(body: bytes, vocabulary: Vocabulary) -> Answers:
    return read_fields_of_a_form(
        read_fields(body, "", most=10_000), vocabulary, packaged_alliances()
    )


def text_of(answer) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", answer.text))


def asked(answer) -> str:
    """The fact that the page asks for."""
    block = answer.text.partition('id="next"')[2].partition('id="answered"')[0]
    return re.search(r'name="shown" value="([a-z_.0-9]+)"', block)[1]


def test_it_begins_with_three_fields(client) -> None:
    """Nothing is asked or screened before they are filled in."""
    page = client.get("/").text
    assert all(f'name="{name}"' in page for name in BASICS)
    assert "What is asked" not in page
    assert 'name="shown"' not in page
    assert "No trigger is not permission." in page


def test_it_shows_the_result_of_the_library(client) -> None:
    """Outcome, containment, questions, assumptions, and what is not covered."""
    answer = client.post("/", data=FORM)
    said, result = text_of(answer), screen(SAUDI)
    assert answer.status_code == 200
    assert result.outcome.headline.capitalize() in said
    assert "NATO: leaves" in said
    for line in (*result.not_covered, *(f.text for f in result.findings if f.status != "open")):
        assert line in said
    assert "Saudi Arabia" in said
    assert "Assumed" in said


def test_it_asks_what_settles_most_and_goes_on(client) -> None:
    """As the result ranks the questions; what is left open is not asked again by itself."""
    vocabulary, fields, seen = Vocabulary.load(), dict(FORM), []
    for left in (False, False, True):
        fact = asked(client.post("/", data=fields))
        answers = read_answers(urlencode(fields).encode(), vocabulary)
        ranked = [question.fact for question in screen(answers.document(ENGLISH)).questions]
        assert fact == ranked[0]
        fields[f"fact:{fact}"] = UNKNOWN if left else vocabulary[fact].domain[0]
        seen.append(fact)
    assert asked(client.post("/", data=fields)) not in seen


def test_any_answer_can_be_changed(client) -> None:
    """Each stands in the page as a field, with the answer chosen."""
    page = client.post("/", data={**FORM, "fact:end_user.kind": "police"}).text
    chosen = re.search(r'<select id="fact-end_user-kind".*?</select>', page, re.DOTALL)[0]
    assert '<option value="police" selected="">' in chosen
    changed = client.post("/", data={**FORM, "fact:end_user.kind": "company"})
    assert "end user company" in text_of(changed)


def test_a_question_can_be_chosen_and_one_left_open_taken_up(client) -> None:
    """`ask` names it."""
    left = {**FORM, "left": "item.form"}
    assert asked(client.post("/", data={**left, "ask": "item.form"})) == "item.form"
    assert 'name="left" value="item.form"' in client.post("/", data=left).text


def test_an_unread_name_gets_candidates_and_no_pick(client) -> None:
    """The person presses one; the button that Enter presses takes none."""
    page = client.post("/", data={**FORM, "destination": "Congo", "rating": "ML6.z"}).text
    assert 'name="use" value="destination=DR Congo"' in page
    assert 'name="use" value="rating=ML6.a"' in page
    first = re.search(r"<button[^>]*>", page.partition("<form")[2])[0]
    assert "name=" not in first
    used = client.post("/", data={**FORM, "destination": "Congo", "use": "destination=DR Congo"})
    assert 'value="DR Congo"' in used.text
    assert "Review" in text_of(used) or "denial" in text_of(used)


@pytest.mark.parametrize(
    ("words", "code"),
    [("night vision goggles", "ML15.c"), ("nachtkijkers", "ML15.c"), ("USML XI(a)(3)", "ML5.b")],
)
def test_words_for_a_product_get_entries_and_no_pick(client, words: str, code: str) -> None:
    """And so does a code of another list; they stand under the field."""
    page = client.post("/", data={**FORM, "rating": words}).text
    assert f'name="use" value="rating={code}"' in page
    assert f'value="{code}"' not in page.partition('id="rating"')[2].partition(">")[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Exporter: country that the goods leave: not filled in"),
        (
            {**FORM, "as_of": "yesterday"},
            "Day of the decision, such as 2026-11-24; today if empty: ",
        ),
        ({**FORM, "nonsense": "x"}, "the form has no field `nonsense`"),
        ({**FORM, "fact:docs.eu": "x"}, "no fact `docs.eu` in the vocabulary"),
        ({**FORM, "fact:docs.euc": "x"}, "no such value `x` of `docs.euc`"),
        ({**FORM, "alliance": "natoo"}, "no alliance by the name `natoo`"),
    ],
)
def test_what_cannot_be_read_is_told(client, fields, words: str) -> None:
    """In plain words, on a page and not as a fault; nothing is screened."""
    answer = client.post("/", data=fields)
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert "Nothing was screened." in text_of(answer)


@pytest.mark.parametrize("code", ["en", "nl"])
def test_it_speaks_the_language_asked_for(client, code: str) -> None:
    """By the address, or by what the browser accepts."""
    said = {"en": "No trigger is not permission.", "nl": "Geen trigger is geen toestemming."}[code]
    by_address = client.post(f"/?language={code}", data=FORM)
    by_browser = client.post("/", data=FORM, headers={"Accept-Language": f"{code}-XX, de;q=0.5"})
    for answer in (by_address, by_browser):
        assert f'<html lang="{code}">' in answer.text
        assert said in text_of(answer)
    assert client.get("/?language=xx").status_code == 422


@pytest.mark.parametrize("name", [*BASICS, "source:destination.human_rights"])
def test_hostile_words_stay_words(client, name: str) -> None:
    """In every field, on every page."""
    fields = {**FORM, "fact:destination.human_rights": "serious", name: HOSTILE}
    for address in ("/", "/report"):
        page = client.post(address, data=fields).text
        read = Markup()
        read.feed(page)
        assert read.scripts == (["/static/live.js"] if address == "/" else []), name
        assert not [one for one in read.attributes if one.startswith("on") or one == "style"]
        assert "\u202e" not in page


def test_what_is_taken_away_is_what_was_screened(client) -> None:
    """The YAML gives the same result again, and the JSON is that result."""
    fields = {
        **FORM, "fact:end_user.kind": "armed_forces", "fact:docs.euc": "signed",
        "fact:destination.human_rights": "serious", "source:destination.human_rights": "desk",
        "route": "DE, EG", "value": "24m EUR", "alliance": ["nato", "eu"],
    }  # fmt: skip
    text = client.post("/application.yaml", data=fields)
    found = client.post("/result.json", data=fields)
    assert text.headers["content-disposition"] == 'attachment; filename="application.yaml"'
    application = read_application_text(text.text, name="")
    again = Screener(alliances=["nato", "eu"]).screen(application)
    assert json.loads(again.to_json()) == found.json()
    assert "Saudi Arabia" in client.post("/report", data=fields).text


VOCABULARY = Vocabulary.load()
ASKED = [
    fact for fact in VOCABULARY.values()
    if {"applicant", "officer", "indicator"} & set(fact.answered_by)
    and not fact.open_domain and not fact.name.startswith("assessment.")
]  # fmt: skip


@pytest.mark.parametrize("fact", ASKED, ids=lambda fact: fact.name)
def test_every_answer_has_a_place_in_the_application(fact) -> None:
    """Where it can be read; and a problem there leads back to its field."""
    for token in fact.domain:
        if (fact.name, token) == ("end_use.onward", "named"):
            continue
        answers = Answers(dict(FORM), {fact.name: token})
        document = answers.document(ENGLISH)
        read_application(document)
        where = f"facts.{fact.name}.value"
        if fact.name in document.get("facts", {}):
            assert answers.control_of(where) == f"fact:{fact.name}"


def test_the_state_of_the_form_is_read_back() -> None:
    """What the page holds is all there is."""
    body = b"exporter=NL&fact%3Adocs.euc=signed&left=docs.euc&left=item.form&full=yes&alliance=eu"
    answers = read_answers(body, VOCABULARY)
    assert answers.facts == {"docs.euc": "signed"}
    assert answers.left == ("item.form",)
    assert (answers.full, answers.alliances) == (True, ("eu",))


def test_no_more_than_a_form_holds(client) -> None:
    """Fields beyond those that a form can have are not looked through."""
    many = "&".join(f"fact:nothing{n}=x" for n in range(999))
    answer = client.post("/", content=many)
    assert answer.status_code == 200
    assert "the form has no more than" in text_of(answer)
    assert "nothing1" not in answer.text


def test_faults_of_a_form_end(client) -> None:
    """After twenty faults, which come from no form, the rest is not read."""
    said = text_of(client.post("/", content="&".join(f"fact:nothing{n}=x" for n in range(60))))
    assert "no fact `nothing19` in the vocabulary" in said
    assert "nothing20" not in said
    assert "the rest of the form was not read" in said


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("rating=ML1&rating=ML2", "the form has the field `rating` once"),
        ("left=item.form&left=item.form", "the form has the field `left` once"),
        ("fact%3Aitem.form=complete&fact%3Aitem.form=complete", "the form has the field"),
        ("route=" + "NL," * 2_000, "longer than 5,000 characters"),
        *(
            (f"{name}=" + "x" * 6_000, "longer than 5,000 characters")
            for name in (
                "row:goods:0:rating",
                "row:items:0:ban",
                f"row:items:{'9' * 5_000}:rating",
                "fact:none",
                "last time:9",
                "source:",
            )
        ),
    ],
)
def test_what_no_form_sends(client, body: str, words: str) -> None:
    """A field that stands there twice, or is longer than any, is refused."""
    assert words in text_of(client.post("/", content=body))


def test_every_field_at_once(client) -> None:
    """All facts answered, each with its source, and all alliances are what one form can hold."""
    fields = {**FORM, "alliance": [*packaged_alliances()]}
    for name, fact in ((name, Vocabulary.load()[name]) for name in Vocabulary.load()):
        if not fact.open_domain:
            fields |= {f"fact:{name}": fact.domain[0], f"source:{name}": "a file"}
    said = text_of(client.post("/", data=fields))
    assert "Answered; change any of them" in said
    assert "Nothing was screened." not in said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("How many: `5.000` can be read as", "Value, such as 24m EUR: `1.500` can be")),
        ("nl", ("Hoeveel: `5.000` ", "Waarde, zoals 24m EUR: `1.500` ")),
    ],
)
def test_a_number_of_two_readings_is_refused_by_the_name_of_its_field(client, language, said):
    """Not read as a thousandth in silence; the field is named as the page names it."""
    data = {**FORM, "quantity": "5.000", "value": "1.500 EUR"}
    page = text_of(client.post(f"/?language={language}", data=data))
    for words in said:
        assert words in page
    assert "items[0]" not in page


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("value", "80 miljoen euro", "amount: '80000000'"),
        ("value", "€ 80.000.000,00", "amount: '80000000'"),
        ("quantity", "12.500,5", "quantity: '12500.5'"),
        ("as_of", "30-11-2026", "as_of: '2026-11-30'"),
    ],
)
def test_what_has_one_reading_is_read_as_the_dutch_write_it(client, field, written, kept):
    """Words and marks of an amount; a day whose first number can be no month."""
    saved = client.post("/application.yaml?language=nl", data={**FORM, field: written})
    assert kept in saved.text


def test_a_day_that_could_be_a_month_is_refused(client):
    """The third of November, or the eleventh of March: neither is guessed."""
    page = text_of(client.post("/", data={**FORM, "as_of": "03-11-2026"}))
    assert "today if empty: `03-11-2026` is not a day" in page
