"""Elements of pages: what no page can hold, and what only the page of a server can."""

from __future__ import annotations

import pytest

from licensecheck.report.elements import element, serialize, tag

FILLED_IN = ("form", "input", "button", "select", "textarea")


@pytest.mark.parametrize("name", FILLED_IN)
def test_a_page_to_read_holds_nothing_to_fill_in(name: str) -> None:
    """Only the second door makes such elements."""
    with pytest.raises(ValueError, match="no element"):
        element(name)
    assert serialize(tag(name)).startswith(f"<{name}")


@pytest.mark.parametrize("name", ["script", "style", "iframe", "link", "meta"])
def test_neither_door_runs_or_fetches(name: str) -> None:
    """Nor makes a handler or a style of an element's own."""
    for door in (element, tag):
        with pytest.raises(ValueError, match="no page holds"):
            door(name)
        with pytest.raises(ValueError, match="attribute"):
            door("p", onclick="x")
        with pytest.raises(ValueError, match="attribute"):
            door("p", style="color: red")


def test_addresses_of_the_server() -> None:
    """A path of its own for what is filled in; no other server, no other scheme."""
    assert 'action="/case?language=nl"' in serialize(tag("form", action="/case?language=nl"))
    assert tag("a", href="/countries/SA?language=en").get("href")
    for address in ("//evil.example/", "javascript:alert(1)", "http://evil.example/", "/a b"):
        with pytest.raises(ValueError, match="a link leads"):
            tag("a", href=address)
    with pytest.raises(ValueError, match="a link leads"):
        element("a", href="/case")
    for address in ("https://evil.example/", "#result"):
        with pytest.raises(ValueError, match="goes to the server"):
            tag("button", formaction=address)


def test_texts_are_escaped_and_a_text_area_and_a_table_of_text_keep_their_lines() -> None:
    """Elsewhere a line end is a space, and what is not printable is marked."""
    hostile = "</textarea><script>\r\nb\u202e"
    assert "</textarea><script>" not in serialize(tag("textarea", hostile))
    assert "\nb\ufffd<" in serialize(tag("textarea", hostile))
    assert serialize(element("pre", "a\n  b\u202e")) == "<pre>a\n  b\ufffd</pre>"
    assert serialize(tag("p", "a\nb")) == "<p>a b</p>"
