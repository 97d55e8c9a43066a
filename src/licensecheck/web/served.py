"""A page that the server gives: with its style sheet, and no script but the one that it names."""

from __future__ import annotations

from typing import Final

from licensecheck.report.elements import Element
from licensecheck.report.pages import with_head

__all__ = ["served_page"]

_HEAD: Final = (
    '<link rel="stylesheet" href="/static/style.css">\n'
    '<link rel="icon" href="/static/icon.svg" type="image/svg+xml">'
)
_LIVE: Final = '\n<script src="/static/live.js" defer></script>'


def served_page(*body: Element, title: str, language: str, live: bool = False) -> str:
    """A whole page.

    Args:
        body: What is in it.
        title: Its title.
        language: Code of the language that it is written in.
        live: Whether a change shows by itself, without a button.
    """
    head = _HEAD + _LIVE if live else _HEAD
    return with_head("", head, *body, title=title, language=language)
