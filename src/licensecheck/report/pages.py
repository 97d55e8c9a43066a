"""Pages in HTML: in go elements, out comes one file that needs nothing else.

No script, nothing fetched: the policy in the head forbids both, should ever a text of a user get
past the escaping.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from typing import Final

from licensecheck.report.elements import Element, Part, clean, element, serialize

__all__ = ["PAGE_CSS", "contents", "document", "listing", "sections", "table", "with_head"]

_POLICY: Final = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
_SHORT: Final = 15
# Contrast is 7 to 1 or better in both schemes. Drawings keep their white ground in the dark.
PAGE_CSS: Final = """
:root { color-scheme: light dark; --ink: #1a1a1a; --soft: #4a4a4a; --ground: #ffffff;
  --line: #c8c8c8; --head: #f1f3f5; --link: #0b4a8f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececec; --soft: #c4c4c4; --ground: #15181c; --line: #4a4f57; --head: #22262c;
    --link: #9cc9ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; color: var(--ink);
  background: var(--ground); font: 1rem/1.55 "Liberation Sans", Arial, Helvetica, sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
p, li, dd { overflow-wrap: anywhere; max-width: 48rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; list-style: none; padding: 0; }
a { color: var(--link); }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .4rem .8rem; background: var(--ground); }
.soft { color: var(--soft); }
.wide { overflow-x: auto; margin: .6rem 0 1.2rem; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: 0 0 .3rem; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .6rem; text-align: left;
  vertical-align: top; }
td.number, th.number { text-align: right; }
td.number, .short { white-space: nowrap; }
thead th { vertical-align: bottom; }
thead th { background: var(--head); border-bottom: 2px solid var(--line); }
tbody th { font-weight: normal; }
figure { margin: 1rem 0; padding: .5rem; background: #ffffff; border: 1px solid var(--line);
  overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; }
dt { font-weight: bold; margin-top: .5rem; }
dd { margin: 0 0 0 1.2rem; }
@media print {
  :root { --ink: #000000; --soft: #333333; --ground: #ffffff; --line: #999999; --head: #eeeeee;
    --link: #000000; }
  @page { size: A4; margin: 12mm 14mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip { display: none; }
  h2, h3, caption { break-after: avoid; }
  figure, tr, li, .whole { break-inside: avoid; }
  thead { display: table-header-group; }
  figure { border: none; padding: 0; overflow: visible; }
  figure svg { max-height: 235mm; }
  .wide { overflow: visible; }
  table { font-size: 8pt; }
  th, td { padding: .12rem .35rem; }
}
"""


def document(*body: Element, title: str, language: str = "en", css: str = "") -> str:
    """A whole page.

    Args:
        body: What is in it.
        title: Its title.
        language: Code of the language that it is written in.
        css: Style that it needs beyond that of every page.
    """
    style = PAGE_CSS + css
    # The style sheet is named by its hash, so that no other style is ever applied.
    policy = _POLICY.format(b64encode(sha256(style.encode()).digest()).decode())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
    return with_head(meta, f"<style>{style}</style>", *body, title=title, language=language)


def with_head(first: str, last: str, /, *body: Element, title: str, language: str) -> str:
    """A whole page with a head of its own.

    Args:
        first: Markup before the title; as `last`, never a text of a user.
        last: Markup after it.
        body: What is in it.
        title: Its title.
        language: Code of the language that it is written in.
    """
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'{first}<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(clean(title))}</title>\n{last}\n</head>\n"
        f"<body>\n{serialize(*body)}\n</body>\n</html>\n"
    )


def sections(parts: Mapping[str, tuple[str, Sequence[Part]]]) -> list[Element]:
    """Parts of a page as sections, by their ids, each with its title; without those that are empty.

    Args:
        parts: By id the title and what is below it.
    """
    return [
        element(
            "section", element("h2", title, id=f"{name}-title"), content,
            id=name, aria_labelledby=f"{name}-title",
        )
        for name, (title, content) in parts.items()
        if any(one is not None for one in content)
    ]  # fmt: skip


def contents(shown: Iterable[Element], title: str) -> Element:
    """Links to the sections of a page."""
    links = [element("li", element("a", one[0].text, href=f"#{one.get('id')}")) for one in shown]
    return element("nav", element("ul", links), aria_label=title)


def listing(entries: Iterable[str]) -> Element | None:
    """A list of texts; none of nothing."""
    items = [element("li", entry) for entry in entries]
    return element("ul", items) if items else None


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str | Element]],
    *,
    caption: str,
    words: int | None = None,
) -> Element:
    """A table, which can be scrolled where it is wider than the page.

    Args:
        heads: Names of the columns.
        rows: Cells.
        caption: What the table shows.
        words: How many columns at the left are words; all others are numbers. None for all.
    """
    of_words = len(heads) if words is None else words
    kinds = [None if place < of_words else "number" for place in range(len(heads))]
    columns = zip(heads, kinds, strict=True)
    head = [element("th", _unbroken(name), scope="col", class_=kind) for name, kind in columns]
    body = [element("tr", _row(row, kinds)) for row in rows]
    return element(
        "div",
        element(
            "table",
            element("caption", caption),
            element("thead", element("tr", head)),
            element("tbody", body),
        ),
        # A short table stands on one page; a long one goes on, with its head repeated.
        class_="wide whole" if len(body) <= _SHORT else "wide",
        role="region", tabindex=0, aria_label=caption,
    )  # fmt: skip


def _unbroken(words: str) -> Iterator[Part]:
    """Words with no line end at the hyphens of days and names."""
    for place, word in enumerate(words.split(" ")):
        if place:
            yield " "
        yield element("span", word, class_="short") if "-" in word else word


def _row(cells: Sequence[str | Element], kinds: Sequence[str | None]) -> Iterator[Element]:
    for place, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        said = _unbroken(cell) if isinstance(cell, str) and kind is None else cell
        if place:
            yield element("td", said, class_=kind)
        else:
            yield element("th", said, scope="row")
