"""Elements of a page: in go plain texts and elements, out comes HTML that can only be read.

The tree is that of the standard library, whose serialiser escapes every text and attribute. There
is no way to add markup as text, a script, a handler, a style of an element's own, or a link that
leads elsewhere than to the page itself, to a page beside it, or to an `https` address. Pages that
a server gives have a door of their own, `tag`: to fill in, and with addresses of that server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

__all__ = ["Child", "Element", "Part", "clean", "drawing", "element", "serialize", "tag"]

Element = ET.Element
Part = str | Element | None
Child = Part | Iterable[Part]
Attribute = str | int | float | bool | None

# INVARIANT: none of these is ever made, whatever a text or a caller says.
_REFUSED: Final = frozenset(
    ("script", "style", "iframe", "object", "embed", "link", "base", "meta", "use", "image",
     "foreignobject", "animate", "set")
)  # fmt: skip
# Only in a page that a server gives: what is filled in, and sent back to that server.
_FILLED_IN: Final = frozenset(
    ("form", "input", "button", "select", "option", "textarea", "datalist", "fieldset")
)
_ADDRESSES: Final = frozenset(("href", "xlink:href", "action", "formaction"))
_OF_THE_SERVER: Final = re.compile(
    r"/(?!/)[A-Za-z0-9./-]{0,80}(?:\?[a-z_]+=[A-Za-z0-9_-]{1,20}(?:&[a-z_]+=[A-Za-z0-9_-]{1,20})?)?"
)
# A page in the same folder.
_BESIDE: Final = re.compile(r"[A-Za-z0-9-]{1,64}\.html")
# A document that is edited on a page, and a text in columns.
_KEEP_LINES: Final = frozenset(("textarea", "pre"))
_OWN_LINE: Final = frozenset(
    ("p", "li", "ul", "ol", "dl", "dt", "dd", "div", "section", "header", "footer", "main", "nav",
     "h1", "h2", "h3", "h4", "details", "summary", "table", "caption", "thead", "tbody", "tr",
     "figure", "svg", "title", "desc", "text", "g", "path", "rect", "circle", "form", "fieldset",
     "legend", "option")
)  # fmt: skip


def element(tag: str, /, *children: Child, **attributes: Attribute) -> Element:
    """An element with what is in it.

    Args:
        tag: Its name.
        children: Texts and elements, alone or in iterables, in order; None is left out.
        attributes: By name, with `_` for `-` and one more at the end where Python has the word
            (`class_`). None leaves an attribute out, True sets it without a value.

    Raises:
        ValueError: The element or attribute could run something or fetch it.
    """
    if tag.lower() in _FILLED_IN:
        raise ValueError(f"a page to read holds no element {tag}")
    return _made(tag, children, attributes, served=False)


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Element:
    """An element of a page that a server gives: as `element`, and what is filled in and sent back.

    Links and forms may lead to an address of the same server, such as `/case?language=nl`.

    Raises:
        ValueError: As for `element`.
    """
    return _made(name, children, attributes, served=True)


def _made(
    tag: str, children: Iterable[Child], attributes: Mapping[str, Attribute], *, served: bool
) -> Element:
    if tag.lower() in _REFUSED:
        raise ValueError(f"no page holds the element {tag}")
    made = ET.Element(tag)
    for name, value in attributes.items():
        if value is not None and value is not False:
            spelled = name.rstrip("_").replace("_", "-")
            said = "" if value is True else str(value)
            made.set(spelled, _attribute(spelled, said, served=served))
    for child in children:
        _add(made, child)
    return made


def serialize(*elements: Element) -> str:
    """Elements as HTML."""
    return "".join(
        ET.tostring(one, encoding="unicode", method="html", short_empty_elements=False)
        for one in elements
    )


def drawing(svg: str) -> Element:
    """A drawing of ours as an element; in HTML its names are of no namespace."""
    root = ET.fromstring(svg)
    for one in root.iter():
        one.tag = one.tag.rpartition("}")[2]
    return root


def clean(text: str) -> str:
    """A text that any page and drawing can hold: what is not printable is replaced.

    White space stays white space; controls and marks that turn the direction of reading, which a
    reader would not see, become U+FFFD.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else " " if char in "\t\n\r\u00a0\u2028\u2029" else "\ufffd"
        for char in text
    )


def _attribute(name: str, value: str, *, served: bool) -> str:
    if name.lower().startswith("on") or name.lower() in ("style", "src", "srcset", "srcdoc"):
        raise ValueError(f"no element has the attribute {name}")
    if name.lower() in _ADDRESSES:
        ours = served and _OF_THE_SERVER.fullmatch(value)
        if not ours and not value.startswith(("#", "https://")) and not _BESIDE.fullmatch(value):
            raise ValueError("a link leads to the page itself, one beside it or an https address")
        if not ours and name.lower() in ("action", "formaction"):
            raise ValueError("what is filled in goes to the server that asked")
    return clean(value)


def _add(parent: Element, child: Child) -> None:
    if child is None:
        return
    if isinstance(child, str):
        said = clean(child)
        if parent.tag in _KEEP_LINES:
            said = "\n".join(map(clean, child.replace("\r\n", "\n").split("\n")))
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + said
        else:
            parent.text = (parent.text or "") + said
    elif isinstance(child, Element):
        parent.append(child)
        if child.tag in _OWN_LINE:
            child.tail = "\n"
    else:
        for one in child:
            _add(parent, one)
