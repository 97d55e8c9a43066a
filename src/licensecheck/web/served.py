"""A page that the server gives: with its style sheet, and no script but the one that it names."""

from __future__ import annotations

from typing import Final

from licensecheck.errors import Problem
from licensecheck.language import Language, find_language, languages
from licensecheck.report.elements import Element, tag
from licensecheck.report.pages import with_head

__all__ = ["fault_entry", "page_language", "served_page"]

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


def page_language(code: str, accepted: str) -> Language:
    """The language of a page: as asked for, else the first that the browser accepts and we have.

    Raises:
        InputError: No report is written in the language asked for.
    """
    if code:
        return find_language(code)
    for entry in accepted.split(",")[:20]:
        tag_ = entry.split(";")[0].split("-")[0].strip().lower()
        if tag_ in languages():
            return find_language(tag_)
    return find_language("en")


def fault_entry(problem: Problem, control: str = "") -> Element:
    """An entry of a list that says what is wrong, where, and what would help.

    Args:
        problem: In the language of the page.
        control: Id of the field that it is in, to be linked to.
    """
    said = f"{problem.where}: {problem.what}" if problem.where else problem.what
    what = tag("a", said, href=f"#{control}") if control else said
    return tag("li", what, f" ({problem.help})" if problem.help else None)
