"""Pages in HTML: in go headings and tables, out comes one file that needs nothing else.

No script, nothing fetched: the policy in the head forbids both, should ever a text of a table get
past the escaping. Everything that is written through `text` and `table` is escaped here.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from typing import Final

from licensecheck.report.elements import clean

__all__ = ["PAGE_CSS", "document", "listing", "table", "text"]

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
  @page { size: A4; margin: 16mm 15mm; }
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


def document(body: str, *, title: str, language: str = "en", css: str = "") -> str:
    """A whole page.

    Args:
        body: What is in it, as HTML that is escaped already.
        title: Its title, as plain text.
        language: Code of the language that it is written in.
        css: Style that it needs beyond that of every page.
    """
    style = PAGE_CSS + css
    # The style sheet is named by its hash, so that no other style is ever applied.
    policy = _POLICY.format(b64encode(sha256(style.encode()).digest()).decode())
    return (
        f'<!DOCTYPE html>\n<html lang="{text(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n"
        "</body>\n</html>\n"
    )


def text(words: str) -> str:
    """Words as they may stand in HTML, in an attribute as well; unprintable ones are replaced."""
    return escape(clean(words), quote=True)


def listing(items: Iterable[str]) -> str:
    """A list of plain texts."""
    return "<ul>\n" + "".join(f"<li>{text(item)}</li>\n" for item in items) + "</ul>\n"


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str, words: int = 1
) -> str:
    """A table of plain texts, which can be scrolled where it is wider than the page.

    Args:
        heads: Names of the columns.
        rows: Cells.
        caption: What the table shows.
        words: How many columns at the left are words; all others are numbers.
    """
    kinds = ["" if n < words else ' class="number"' for n in range(len(heads))]
    columns = zip(heads, kinds, strict=True)
    head = "".join(f'<th scope="col"{kind}>{_unbroken(name)}</th>' for name, kind in columns)
    body = [f"<tr>{_row(row, kinds)}</tr>\n" for row in rows]
    # A short table stands on one page; a long one goes on, with its head repeated.
    kind = "wide whole" if len(body) <= _SHORT else "wide"
    return (
        f'<div class="{kind}" role="region" tabindex="0" aria-label="{text(caption)}">\n<table>\n'
        f"<caption>{text(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{''.join(body)}</tbody>\n</table>\n</div>\n"
    )


def _unbroken(words: str) -> str:
    """Words with no line end at the hyphens of days and names."""
    return " ".join(
        f'<span class="short">{text(word)}</span>' if "-" in word else text(word)
        for word in words.split(" ")
    )


def _row(cells: Sequence[str], kinds: Sequence[str]) -> str:
    first, *others = zip(cells, kinds, strict=True)
    return f'<th scope="row">{_unbroken(first[0])}</th>' + "".join(
        f"<td{kind}>{text(cell) if kind else _unbroken(cell)}</td>" for cell, kind in others
    )
