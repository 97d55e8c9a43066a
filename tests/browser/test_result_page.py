"""The page of a result, read in a real browser: by eye, by keyboard, on paper."""

from __future__ import annotations

import dataclasses
import functools
import re
import typing
from datetime import date

import pytest

from licensecheck import Result, Screener
from licensecheck.report.html import render_html
from tests.browser.conftest import DESKTOP, PHONE, overflow
from tests.report.applications import AWKWARD, TRIPLES

pytestmark = pytest.mark.browser

APPLICATIONS = {
    "saudi arabia": TRIPLES["saudi-arabia-vehicles-armed-forces"],
    "russia": TRIPLES["russia-vehicles-armed-forces"],
    **{name: AWKWARD[name] for name in ("many parties and borders", "onward everywhere")},
    "several users": {
        "as_of": "2026-11-24",
        "reference": "SEVERAL-1",
        "exporter": {"country": "NL", "name": "Vehicles BV"},
        "buyer": {"country": "AE", "name": "Trading House FZE", "kind": "company"},
        "end_users": [
            {"country": "SA", "name": "Land Forces", "kind": "armed_forces"},
            {"country": "TR", "name": "Gendarmerie", "kind": "internal_security"},
        ],
        "items": [
            {"description": "armoured vehicles", "rating": "ML6.a", "form": "complete",
             "quantity": 12, "value": "24m EUR"},
            {"description": "spare parts", "rating": "ML6.a", "form": "spare_part"},
        ],
        "end_use": {"onward": ["EG", "JO"]},
    },
}  # fmt: skip
HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    "' onmouseover='alert(1) </style><script>alert(1)</script></title><svg onload=alert(1)>"
    "]]><!-- <a href=javascript:alert(1)>x</a> <iframe src=//e.org> \u202e\u2066\x00\x1b[31m "
    + "W" * 600
)  # fmt: skip


@functools.cache
def result(name: str) -> Result:
    screener = Screener(alliances=("nato", "eu"), engine="bitset", today=date(2026, 11, 24))
    return screener.screen(APPLICATIONS[name])


def poisoned(value: typing.Any) -> typing.Any:
    """The same value with hostile words in every text that it holds."""
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, tuple):
        return tuple(map(poisoned, value))
    if isinstance(value, dict):
        return {poisoned(key): poisoned(one) for key, one in value.items()}
    if dataclasses.is_dataclass(value):
        fields = {f.name: poisoned(getattr(value, f.name)) for f in dataclasses.fields(value)}
        # A language is looked up, and the drawing reads where a party is; neither is text.
        kept = {name: getattr(value, name) for name in ("language", "inside", "axis")
                if hasattr(value, name)}  # fmt: skip
        return dataclasses.replace(value, **{**fields, **kept})
    return value


@pytest.mark.parametrize("name", APPLICATIONS)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_page_fits_and_is_quiet(open_html, name: str, viewport) -> None:
    """No scrolling sideways, nothing logged, nothing fetched; one drawing a chain is shown."""
    seen = open_html(render_html(result(name)), viewport=viewport)
    assert overflow(seen.page) <= 0
    assert seen.is_quiet(), seen
    shown = seen.page.locator("svg.chain:visible").count()
    assert shown == len(result(name).containment)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_html, axe, scheme: str) -> None:
    """With every fold open, in both schemes."""
    seen = open_html(render_html(result("russia")), color_scheme=scheme)
    seen.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe(seen.page) == []


def heights(page) -> list[float]:
    bodies = page.locator("details > :not(summary)")
    return bodies.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")


def test_paper_leaves_folds_out_unless_all_is_asked_for(open_html) -> None:
    """By default the sheet holds what is open; with everything asked for, every fold."""
    page = open_html(render_html(result("saudi arabia"))).page
    page.emulate_media(media="print")
    assert len(heights(page)) > 20
    assert not any(heights(page))
    page = open_html(render_html(result("saudi arabia"), every=True)).page
    page.emulate_media(media="print")
    assert all(heights(page))


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", APPLICATIONS)
def test_the_page_prints_on_two_sheets(open_html, name: str, language: str) -> None:
    """Answer, findings, duties and questions of any usual case, on A4, in the longer language."""
    page = open_html(render_html(result(name), language=language)).page
    printed = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_the_keyboard_reaches_and_opens_every_fold(open_html) -> None:
    """Tab goes to the skip link first, and to each summary once; Enter opens it."""
    seen = open_html(render_html(result("saudi arabia")))
    page = seen.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    folds = page.locator("summary").count()
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if page.evaluate(
            "document.activeElement.matches('summary') && !document.activeElement.parentNode.open"
        ):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == folds


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_hostile_words_in_every_field_do_nothing(open_html, viewport) -> None:
    """No dialog, no element of theirs, no request, no sideways scrolling; they are read as text."""
    seen = open_html(render_html(poisoned(result("saudi arabia"))), viewport=viewport)
    page = seen.page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.mouse.move(200, 300)
    assert seen.is_quiet(), (seen.console, seen.dialogs, seen.requests)
    assert page.locator("script, img, iframe, object, embed, form, link, base").count() == 0
    assert page.locator("[onerror], [onload], [onmouseover], [style]").count() == 0
    assert page.locator("a[href]:not([href^='#']):not([href^='https://eur-lex.'])").count() == 0
    assert overflow(page) <= 0
    said = page.inner_text("body")
    assert "<script>alert(1)</script>" in said
    assert not set("\u202e\u2066\x00\x1b") & set(said)
