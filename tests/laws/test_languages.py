"""A result says the same in every language: only its texts differ, and those wholly."""

from __future__ import annotations

import functools
import html
import json
import re
import string
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from licensecheck import InputError, Result, Screener
from licensecheck.language import Language, find_language, languages
from licensecheck.law import packaged_rulesets
from licensecheck.report.html import render_html
from licensecheck.report.letter import letter_text
from licensecheck.report.markdown import render_markdown
from licensecheck.report.text import render_text
from licensecheck.rules.load import load_ruleset
from tests.report.applications import AWKWARD, TRIPLES, every_application
from tools import catalogues

OTHERS = [code for code in languages() if code != "en"]
TEXTS = frozenset(
    ("transfer", "headline", "title", "judgement", "text", "value", "source", "citation", "note",
     "ask", "place", "point", "basis", "assumptions", "warnings", "not_covered", "language")
)  # fmt: skip
# One application in so many of the hundreds that the rules' cases hold.
STEP = 6
DAY = date(2026, 11, 24)
ALLIANCES = ("nato", "eu", "nato-or-eu", "nato-plus", "nato-treaty-area")
SHORTEST = 16
# As the UCDP calls a conflict, by its number: a name, which is the same in every language.
CONFLICT = re.compile(r"[0-9]{3,5} [^;]+? v [^;)]+")


def applications() -> list[tuple[str, dict[str, Any]]]:
    return [*TRIPLES.items(), *AWKWARD.items(), *list(every_application())[::STEP]]


@pytest.fixture(scope="module")
def english() -> list[Result]:
    return _results("en")


@pytest.fixture(scope="module", params=OTHERS)
def others(request) -> tuple[Language, list[Result]]:
    return find_language(request.param), _results(request.param)


def _results(code: str) -> list[Result]:
    screener = Screener(alliances=ALLIANCES, engine="bitset", today=DAY, language=code)
    return [screener.screen(application) for _, application in applications()]


def test_one_decision_speaks_every_language(english, others) -> None:
    """A result in English, said in another language, is the one that was screened in it."""
    language, results = others
    for first, second in zip(english, results, strict=True):
        assert first.in_language(language.code) == second
        assert first.receipt == second.receipt
        assert second.in_language("en") == first


def _letter(result: Result, language: str = "") -> str:
    return letter_text(result, "applicant", language=language)


def test_a_report_is_written_in_the_language_asked_for(english, others) -> None:
    """By the renderer itself, of a result in English."""
    language, results = others
    for render in (render_text, render_html, render_markdown, _letter):
        for first, second in zip(english[:3], results[:3], strict=True):
            assert render(first, language=language.code) == render(second)


def test_the_lead_begins_with_the_status_in_capitals(english, others) -> None:
    """In every language, whatever the headline begins with."""
    language, results = others
    for said, found in ((find_language("en"), english), (language, results)):
        for result in found:
            status = said.token(result.outcome.status).upper()
            assert result.lead is not None
            assert re.match(rf"{re.escape(status)}(?!\w)", result.lead)
            tail = result.lead.removeprefix(status).removeprefix(": ")
            assert tail.strip()
            assert result.outcome.headline.endswith(tail)


def test_each_assumption_has_its_tokens(english) -> None:
    """In the same order; what rests on silence alone is counted by token, never by its words."""
    for result in english:
        assert len(result.assumed) == len(result.assumptions)
        for one, said in zip(result.assumed, result.assumptions, strict=True):
            assert one.kind == "depth" or one.fact in said
            assert (one.kind == "silence") == said.endswith("(nobody said otherwise)")


def test_a_result_read_back_speaks_its_own_language_alone(english, others) -> None:
    """It holds no application that another could be said of."""
    kept = Result.from_json(english[0].to_json())
    assert kept.in_language("en") is kept
    with pytest.raises(InputError, match="read back"):
        kept.in_language(others[0].code)


def test_what_is_asked_of_a_result_is_in_its_language(english, others) -> None:
    """Explanations and what is missing follow the result, whoever screened it."""
    language, results = others
    said = english[0].in_language(language.code)
    assert said.explain(criterion=2) == results[0].explain(criterion=2)
    assert said.missing() == results[0].missing()


def _bare(value: Any) -> Any:
    """A result without its texts; of a list of texts, how many they are."""
    if isinstance(value, dict):
        return {
            key: (len(said) if isinstance(said, list) else "") if key in TEXTS else _bare(said)
            for key, said in value.items()
        }
    return [_bare(one) for one in value] if isinstance(value, list) else value


def test_all_but_the_texts_is_equal(english, others) -> None:
    """Statuses, rules, facts, places by code, questions and their order."""
    language, results = others
    for first, second in zip(english, results, strict=True):
        assert (first.language, second.language) == ("en", language.code)
        assert _bare(json.loads(first.to_json())) == _bare(json.loads(second.to_json()))


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, said in value.items():
            yield from _texts(said, name)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, key)
    elif isinstance(value, str) and key in TEXTS:
        yield value


@functools.cache
def _chunks(language: Language) -> list[str]:
    """Pieces of English sentences that the language says otherwise; points of law stand as is."""
    points = {rule.point for path in packaged_rulesets().values()
              for rule in load_ruleset(path).rules}  # fmt: skip
    found = set()
    for entry in catalogues.template():
        for message in (entry.id,) if isinstance(entry.id, str) else entry.id:
            said = language.text(message)
            for piece, *_ in string.Formatter().parse(message):
                words = piece.strip(" ,.;:()?")
                kept = words in said or any(words in point for point in points)
                if len(words) >= SHORTEST and " " in words and not kept:
                    found.add(words)
    return sorted(found)


def test_no_value_is_left_in_english(english, others) -> None:
    """Short words as well: a value that reads alike does so in the catalogue, or has no letters."""
    language, results = others
    alike = {
        second.value
        for one, other in zip(english, results, strict=True)
        for found, same in zip(one.findings, other.findings, strict=True)
        for first, second in zip(found.because, same.because, strict=True)
        if first.value == second.value
    }
    words = {value for value in alike if re.search("[a-z]{2}", value)}
    reviewed = {entry.id for entry in catalogues.template() if isinstance(entry.id, str)}
    assert words <= {word for word in reviewed if language.text(word) == word}


def _left(chunks: list[str], texts: set[str]) -> list[tuple[str, str]]:
    """English pieces that stand in a text, each with that text."""
    texts = {CONFLICT.sub("", text) for text in texts}
    together = "\n".join(texts)
    left = [chunk for chunk in chunks if chunk in together]
    return [(chunk, text) for chunk in left for text in texts if chunk in text]


def test_no_english_sentence_of_the_catalogue_is_left(others, english) -> None:
    """In none of the fields of any result; in English they are found."""
    language, results = others
    chunks = _chunks(language)
    said = {text for result in results for text in _texts(json.loads(result.to_json()))}
    assert _left(chunks, said) == []
    in_english = {text for result in english for text in _texts(json.loads(result.to_json()))}
    assert len(_left(chunks, in_english)) > len(in_english) / 2


# Reports differ in what they say of a result, not from one application to the next.
SOME = len(TRIPLES) + len(AWKWARD)


@pytest.mark.parametrize("detail", ["quiet", "normal", "verbose"])
def test_the_report_is_in_the_language_of_the_result(others, detail: str) -> None:
    """Headings, marks and words between."""
    language, results = others
    lines = set()
    for result in results[:SOME]:
        text = render_text(result, detail=detail, width=10_000)
        assert language.text("No trigger is not permission.") in text
        lines |= set(text.splitlines())
    assert _left(_chunks(language), lines) == []


def test_the_page_is_in_the_language_of_the_result(others) -> None:
    """What a reader sees of it, and what a screen reader says."""
    language, results = others
    lines = set()
    for result in results[:SOME]:
        page = html.unescape(render_html(result))
        assert f'lang="{language.code}"' in page
        lines |= set(page.splitlines())
    assert _left(_chunks(language), lines) == []


def test_a_result_without_a_language_is_english(english) -> None:
    """Results that were stored before there were languages are read as before."""
    document = json.loads(english[0].to_json())
    del document["language"]
    assert Result.from_json(json.dumps(document)) == english[0]
