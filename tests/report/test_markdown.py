"""The file note: complete, and deaf to whatever stands in an application."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from licensecheck import Screener
from licensecheck.language import ENGLISH
from licensecheck.report.markdown import _escaped, render_markdown
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.fact_words import in_words
from tests.report.applications import TRIPLES, every_application, triple

READER = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table")
OURS = {"heading_open", "paragraph_open", "bullet_list_open", "list_item_open", "table_open",
        "thead_open", "tbody_open", "tr_open", "th_open", "td_open", "strong_open",
        "inline"}  # fmt: skip


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset", today=date(2026, 11, 24))


def kinds(text: str) -> set[str]:
    """What a reader of Markdown makes of a text, closings left out."""
    found = set()
    for token in READER.parse(text):
        found.add(token.type)
        found |= {child.type for child in token.children or ()}
    return {kind for kind in found if not kind.endswith("_close")}


def shown(text: str) -> str:
    """What a reader sees of a text."""
    parts = [child.content for token in READER.parse(text) for child in token.children or ()]
    return " ".join("".join(parts).split())


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text_is_shown_as_it_was_written(text: str) -> None:
    """In a list, a heading and a cell: only text, and the same text."""
    wanted = " ".join(shown_plainly(text).split())
    for line in (f"- {_escaped(text)}x", f"## x{_escaped(text)}x", f"word {_escaped(text)}"):
        assert kinds(line) <= {"bullet_list_open", "list_item_open", "heading_open", "text_special",
                               "paragraph_open", "inline", "text"}, line  # fmt: skip
        assert wanted.replace(" ", "") in shown(line).replace(" ", "")
    table = f"| a |\n|---|\n| {_escaped(text)} |\n"
    cells = [token for token in READER.parse(table) if token.type == "td_open"]
    assert len(cells) == 1


def shown_plainly(text: str) -> str:
    """The text without what no page can show."""
    from licensecheck.report.elements import clean

    return clean(text)


HOSTILE = "<script>alert(1)</script> [x](http://a.b) **b** `c` | d # e &lt; <!-- f --> https://g.h"


def test_hostile_words_of_an_application_stay_words(screener: Screener) -> None:
    """Names and descriptions with markup in every place that a note shows."""
    application: dict[str, Any] = triple(
        "SA", "ML6.a", "armed_forces", reference=HOSTILE[:60],
        consignee={"name": HOSTILE, "country": "DE", "kind": "company"},
        facts={"end_user.security_role": {"value": "yes", "source": HOSTILE, "on": "2026-01-01"}},
    )  # fmt: skip
    note = render_markdown(screener.screen(application))
    assert kinds(note) <= OURS | {"text", "text_special", "code_inline"}
    assert "alert(1)" in note


@pytest.mark.parametrize("name", TRIPLES)
def test_a_note_holds_what_a_case_file_needs(name: str, screener: Screener) -> None:
    """Every finding with its citation, every question, and that no trigger is no permission."""
    result = screener.screen(TRIPLES[name])
    note = render_markdown(result)
    seen = shown(note).replace(" ", "")
    for finding in (*result.findings, *result.duties):
        assert finding.rule in note
        if finding.status != "open":
            assert finding.text.replace(" ", "") in seen
            assert finding.citation.replace(" ", "") in seen
            for because in finding.because:
                assert because.source.replace(" ", "") in seen
    for question in result.questions:
        assert question.ask.replace(" ", "") in seen
    for said in (*result.assumptions, *result.not_covered, *result.warnings):
        assert in_words(said, ENGLISH, result).replace(" ", "") in seen
    assert note.count("No trigger is not permission.") == 1
    assert result.receipt.input in note


def test_no_note_gives_a_verdict_that_is_not_its_to_give(screener: Screener) -> None:
    """Never approved, legal, safe or a score; an officer is asked of the first."""
    asked = re.escape(screener.vocabulary["embargo.exemption"].ask)
    for name, application in list(every_application())[::9]:
        note = shown(render_markdown(screener.screen(application)))
        said = re.sub(asked, "", note).replace("embargo.exemption = approved", "")
        assert not re.search(r"\b(approved|legal|safe|score)\b", said, re.IGNORECASE), name


def test_a_dutch_note_is_dutch() -> None:
    """Heads, statuses and questions."""
    result = Screener(engine="bitset", language="nl").screen(triple("SA", "ML6.a", "armed_forces"))
    note = render_markdown(result)
    assert "Geen trigger is geen toestemming." in note
    assert "## Nog te beantwoorden" in note


@pytest.mark.parametrize("language", ["en", "nl"])
def test_facts_are_called_by_words(language: str) -> None:
    """A file note is for a person: no code of a fact stands in it; rules keep their ids."""
    screener = Screener(engine="bitset", today=date(2026, 11, 24), language=language)
    result = screener.screen({
        "exporter": {"country": "NL"}, "end_user": {"country": "SA", "kind": "armed_forces"},
        "items": [{"rating": "ML6.a"}], "end_use": {"onward": ["EG"]},
    })  # fmt: skip
    note = render_markdown(result)
    codes = {one for one in Vocabulary.load() if re.search(rf"(?<![.\w]){re.escape(one)}", note)}
    assert codes == set()
    assert all(f"`{one.rule}`" in note for one in result.findings if one.status != "open")
