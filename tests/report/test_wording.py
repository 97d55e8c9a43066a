"""What every text report holds, what none does, and how wide it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from licensecheck import Result, Screener
from licensecheck.report.explained import explanation_text, missing_text
from licensecheck.report.markdown import render_markdown
from licensecheck.report.text import render_text
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.columns import display_width
from tests.report.applications import AWKWARD, TRIPLES, every_application

pytestmark = pytest.mark.costly

DETAILS = ("quiet", "normal", "verbose")
FORBIDDEN = re.compile(r"\b(approved|legal|safe|score)\b", re.IGNORECASE)
# Of an exemption from an embargo it must be told whether a sanctions committee let it pass; that
# is the officer's statement, not a verdict of the report.
EXEMPTION = (
    "embargo.exemption = approved",
    "exemption from the embargo: approved",
    Vocabulary.load()["embargo.exemption"].ask,
)
# What a value that is empty, or a place that nobody filled in, leaves behind.
LEFT_OPEN = re.compile(
    r"\(\)|\[\]|\{[a-z_.]{2,}\}|[(\[][,;]|[,;:] ?[)\]]|[:;,] [;,]| ,|(?<!\.)\.\.(?!\.)|\bNone\b"
)
ALLIANCES = ("nato", "eu", "nato-or-eu", "nato-plus", "nato-treaty-area")


@pytest.fixture(scope="module")
def results() -> list[tuple[str, Result]]:
    """Results of everything, at light and at full depth; the engines agree elsewhere."""
    day = date(2026, 11, 24)
    light = Screener(alliances=ALLIANCES, engine="bitset", today=day)
    full = Screener(depth="full", engine="bitset", today=day)
    found = [(name, screener.screen(application)) for name, application in every_application()
             for screener in (light, full)]  # fmt: skip
    # What no report may hold would be missing from none at all, too.
    assert len(found) > 1000
    return found


def reports(results: list[tuple[str, Result]], **options: Any) -> Iterator[tuple[str, str]]:
    """Every report in every detail, with the name of its application."""
    for name, result in results:
        for detail in DETAILS:
            yield f"{name} ({detail})", render_text(result, detail=detail, **options)


@pytest.fixture(scope="module")
def texts(results: list[tuple[str, Result]]) -> list[tuple[str, str]]:
    """Every report at 80 columns."""
    return [*reports(results)]


def test_no_trigger_is_not_permission_stands_on_every_report(texts) -> None:
    """Whatever the outcome and the detail."""
    for name, text in texts:
        assert "No trigger is not permission." in " ".join(text.split()), name


def test_no_report_gives_a_verdict_that_is_not_its_to_give(texts) -> None:
    """Never "approved", "legal", "safe" or "score" as whole words."""
    for name, text in texts:
        said = " ".join(text.split())
        for stated in EXEMPTION:
            said = said.replace(stated, "")
        assert not FORBIDDEN.search(said), (name, FORBIDDEN.search(said))


def test_no_json_gives_a_verdict_that_is_not_its_to_give(results) -> None:
    """Nor do the fields of a result, apart from the statement on an exemption."""
    for name, result in results:
        said = re.sub(r'"(?:value|lo|hi)":"approved"', "", result.to_json())
        for stated in EXEMPTION:
            said = said.replace(stated, "")
        assert not FORBIDDEN.search(said), (name, FORBIDDEN.search(said))


def test_no_line_is_wider_than_80_columns(texts) -> None:
    """Many items, many hands, long names and words without a space."""
    for name, text in texts:
        for line in text.splitlines():
            assert display_width(line) <= 80, (name, line)


@pytest.mark.parametrize("width", [40, 60, 100])
def test_other_widths_are_kept_to(results, width: int) -> None:
    """As far as a terminal is wide."""
    known = [pair for pair in results if pair[0] in {**TRIPLES, **AWKWARD}]
    assert len(known) == 2 * len({**TRIPLES, **AWKWARD})
    for name, text in reports(known, width=width):
        for line in text.splitlines():
            assert display_width(line) <= width, (name, line)


def test_every_report_is_printable_and_ends_with_a_newline(texts) -> None:
    """No space at the end of a line, no mark that could command a terminal."""
    for name, text in texts:
        assert text.endswith("\n"), name
        for line in text.split("\n"):
            assert line == line.rstrip(), (name, line)
            assert line.isprintable(), (name, line)


def test_every_reason_and_title_reads_as_text(results) -> None:
    """No placeholder left open, no value of Python."""
    for name, result in results:
        for finding in (*result.findings, *result.duties):
            assert finding.text, (name, finding.rule)
            assert "None" not in finding.text, (name, finding.rule)
            if "marks of formats" not in name:
                assert not re.search(r"[{}]", finding.text), (name, finding.text)


def test_no_text_has_a_gap(texts, results) -> None:
    """Nothing is empty in brackets or between marks, in a report, a note or an explanation."""
    notes = [(f"{name} (note)", render_markdown(result)) for name, result in results[::8]]
    explained = [
        (f"{name} (criterion {number})", explanation_text(result.explain(criterion=number)))
        for name, result in results[::24]
        for number in range(1, 9)
    ]
    settled = [
        (f"{name} (missing)", missing_text(result.missing())) for name, result in results[::8]
    ]
    for name, text in (*texts, *notes, *explained, *settled):
        if name.rpartition(" (")[0] in AWKWARD:
            # Their own words hold braces and brackets.
            continue
        # A list to tick in the note is empty on purpose.
        said = " ".join(text.replace("- [ ]", "").split())
        gap = LEFT_OPEN.search(said)
        assert gap is None, (name, said[max(0, gap.start() - 60) : gap.end() + 20])
