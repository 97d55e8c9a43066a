"""HTML from Python: in go names of elements, attributes and texts, out comes escaped markup.

Only what `tag` and `join` make is markup; every other text is escaped, so no text of a user can
become an element, an attribute or a script.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

__all__ = ["Html", "join", "page", "tag"]

_VOID: Final = frozenset(("br", "input", "link", "meta"))
_KEPT: Final = frozenset("\n\t")


class Html(str):
    """Markup: a text that is escaped already."""

    __slots__ = ()


def _text(words: str) -> str:
    if isinstance(words, Html):
        return words
    printable = (c if c.isprintable() or c in _KEPT else "\N{REPLACEMENT CHARACTER}" for c in words)
    return escape("".join(printable), quote=True)


def join(parts: Iterable[str | None], between: str = "") -> Html:
    """Texts and markup one after the other; None is left out."""
    return Html(_text(between).join(_text(part) for part in parts if part is not None))


def tag(name: str, /, *inside: str | None, **attributes: str | bool | int | None) -> Html:
    """An element.

    Args:
        name: Its name.
        inside: Texts, which are escaped, and markup; None is left out.
        attributes: `class_` is class and `aria_label` aria-label. True gives the bare name; False
            and None leave the attribute out.
    """
    said = ""
    for word, value in attributes.items():
        key = word.rstrip("_").replace("_", "-")
        if value is True:
            said += f" {key}"
        elif value is not None and value is not False:
            said += f' {key}="{_text(str(value))}"'
    if name in _VOID:
        return Html(f"<{name}{said}>")
    return Html(f"<{name}{said}>{join(inside)}</{name}>")


def page(*body: str | None, title: str, language: str, head: Iterable[Html] = ()) -> str:
    """A whole page."""
    meta = tag("meta", name="viewport", content="width=device-width, initial-scale=1")
    return Html("<!DOCTYPE html>\n") + tag(
        "html",
        tag("head", tag("meta", charset="utf-8"), meta, tag("title", title), *head),
        tag("body", *body),
        lang=language,
    )
