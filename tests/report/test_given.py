"""The case as given, at the head of what goes into the file."""

from __future__ import annotations

import functools
import re
from datetime import date
from pathlib import Path

import pytest

from licensecheck import Result, Screener
from licensecheck.language import ENGLISH, find_language
from licensecheck.report.given import given_rows, says_more
from licensecheck.report.html import render_html
from licensecheck.report.letter import letter_text
from licensecheck.report.markdown import render_markdown
from licensecheck.report.text import render_text
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.fact_words import FACT_WORDS
from tests.facts.lists.made import made
from tests.report.applications import TRIPLES

EXAMPLES = Path(__file__).parents[2] / "examples"


@functools.cache
def result(name: str = "application.yaml", language: str = "en") -> Result:
    screener = Screener(engine="bitset", today=date(2026, 11, 24), language=language)
    return screener.screen(TRIPLES.get(name) or EXAMPLES / name)


def visible(html: str) -> str:
    """The words of a page outside `code`, which is its small print."""
    body = html[html.index("<body>") :]
    return re.sub(r"<[^>]+>", " ", re.sub(r"<code>.*?</code>", " ", body))


def test_all_that_was_stated_is_there() -> None:
    """Parties, goods with quantity and value, route, papers, judgements."""
    rows = {row.label: row.said for row in given_rows(result(), ENGLISH)}
    assert rows["Exporter"] == ("Example BV, Netherlands (NL)",)
    assert rows["End user"] == ("Royal Example Forces, Saudi Arabia (SA), armed forces",)
    assert rows["Route"] == ("Germany (DE) \N{RIGHTWARDS ARROW} Egypt (EG)",)
    assert rows["Goods"][0].startswith("1. 12 \N{MULTIPLICATION SIGN} armoured vehicles, ML6.a")
    assert rows["Goods"][0].endswith("EUR 24,000,000")
    assert "end-user certificate: signed" in rows["Documents"][0]
    assert "no unit named" in rows["Judgements"][0]


@pytest.mark.parametrize("render", [render_text, render_html, render_markdown])
def test_names_are_left_out_on_request(render) -> None:
    """No name, description or reference of the application stands in a masked report."""
    whole, masked = render(result()), render(result(), masked=True)
    for name in ("Example BV", "Royal Example Forces", "maintenance manuals", "NL-2024-0001"):
        assert name in whole
        assert name not in masked
    assert "EUR 24,000,000" in masked


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    "render",
    [
        functools.partial(render_text, detail="verbose"),
        render_text,
        functools.partial(render_html, every=True),
        render_markdown,
        functools.partial(letter_text, letter="ministry"),
    ],
)
def test_names_on_lists_are_left_out_on_request(tmp_path, render, language) -> None:
    """A hit names the party too; the list and the entry's number stay. `-` is a name as well."""
    path = made(tmp_path, "targets.simple.csv")
    screener = Screener(engine="bitset", today=date(2026, 11, 24), lists=[path], language=language)
    found = screener.screen({
        "as_of": "2026-11-24", "exporter": {"country": "NL", "name": "T.B.D."},
        "end_user": {"country": "SA", "kind": "armed_forces", "name": "Blue Harbor Trading"},
        "items": [{"rating": "ML6.a"}],
        "facts": {"end_user.screening": {"value": "clear", "source": "Blue Harbour is another"}},
    })  # fmt: skip
    masked = render(found, masked=True)
    assert "Harbo" not in masked
    assert "T.B.D." not in masked
    if "every" in str(render) or "verbose" in str(render):
        assert "Harbour" in render(found)
        assert "NK-1" in masked


def test_the_head_is_said_only_where_it_adds() -> None:
    """A bare triple is told by the line of its transfer; nothing is said twice."""
    assert says_more(result())
    assert not says_more(result("saudi-arabia-vehicles-armed-forces"))


def test_every_fact_has_words() -> None:
    """Else its code would stand in front of a person."""
    assert set(FACT_WORDS) == set(Vocabulary.load())


@pytest.mark.parametrize("name", ["application.yaml", "egypt-frigates.yaml", *TRIPLES])
def test_no_code_of_the_vocabulary_is_read_by_default(name: str) -> None:
    """Neither in the text nor in the page, but for the small print that `--set` needs."""
    text, page = render_text(result(name)), visible(render_html(result(name)))
    for fact in Vocabulary.load():
        assert not re.search(rf"(?<![.\w]){re.escape(fact)}(?![.\w])", text), fact
        assert not re.search(rf"(?<![.\w]){re.escape(fact)}(?![.\w])", page), fact


def test_the_case_is_said_in_the_language_of_the_report() -> None:
    """Tokens and names of states, not the applicant's own words."""
    rows = given_rows(result(language="nl"), find_language("nl"))
    assert any("Saoedi-Arabi" in said for row in rows for said in row.said)


def test_numbers_have_the_marks_of_the_language():
    """`5,000` is five to a Dutch reader."""
    case = {"as_of": "2026-11-24", "exporter": {"country": "NL"}, "destination": "UA",
            "items": [{"rating": "ML3.a", "description": "shells", "quantity": 5000,
                       "value": "80000000.50 EUR"}]}  # fmt: skip
    screener = Screener(engine="bitset", today=date(2026, 11, 24))
    found = screener.screen(case)
    english, dutch = (render_text(found, language=one, detail="verbose")
                      for one in ("en", "nl"))  # fmt: skip
    assert "5,000 × shells" in english
    assert "EUR 80,000,000.50" in english
    assert "5.000 × shells" in dutch
    assert "EUR 80.000.000,5" in dutch
    assert "80,000,000" not in dutch
