"""What was found in a table that nobody has described, as a person reads it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from licensecheck.errors import quote
from licensecheck.report.columns import display_width, shorten
from licensecheck.report.elements import clean
from licensecheck.report.share_words import counted
from licensecheck.tables.reading.look import Column, Looked, mapping_text

__all__ = ["looked_text"]

_WIDTH: Final = 80
_LONGEST_NAME: Final = 24
_MOST_COLUMNS: Final = 40
_ENCODINGS: Final = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252, by its bytes", "latin-1": "Latin-1, by its bytes",
}  # fmt: skip
_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_NAMES: Final = {"years": "a year", "day": "day", "rating": "control list code"}


def looked_text(looked: Looked, tried: str) -> str:
    """What was found, what was not, the mapping, and what it reads."""
    return "\n".join(map(clean, _lines(looked, tried))) + "\n"


def _lines(looked: Looked, tried: str) -> Iterator[str]:
    yield from _wrapped(f"{looked.name}: {', '.join(_form(looked))}")
    if looked.reader and looked.reader != "generic":
        yield from _wrapped(f"known here as `{looked.reader}`: `share` and `screen` read it as is")
    if looked.before:
        yield from _wrapped(f"before the header: {'; '.join(looked.before)[:400]}")
    yield ""
    yield f"{'column':<{_LONGEST_NAME}}{'likely':<20}{'filled':>8}  examples"
    shown = _shown(looked)
    for one in shown:
        meaning = _NAMES.get(one.field, one.field) or "–"
        meaning += "" if one.by_name or not one.field else " (?)"
        name = shorten(clean(one.name), _LONGEST_NAME - 2)
        line = f"{name}{' ' * (_LONGEST_NAME - display_width(name))}{meaning:<20}{one.filled:>8,}  "
        yield line + shorten(clean(", ".join(one.examples)), _WIDTH - _LONGEST_NAME - 30)
    if len(looked.columns) > len(shown):
        yield f"and {len(looked.columns) - len(shown)} more columns"
    yield ""
    yield from _found(looked)
    yield ""
    yield from mapping_text(looked).splitlines()
    yield ""
    yield from _wrapped(tried)


def _shown(looked: Looked) -> list[Column]:
    """The columns that are worth a line: of those that are years the first and the last."""
    years = [one for one in looked.columns if one.field == "years"]
    shown = [one for one in looked.columns if one not in years[1:-1]]
    return shown[:_MOST_COLUMNS]


def _form(looked: Looked) -> Iterator[str]:
    if looked.form == "workbook":
        yield f"a workbook, sheet {quote(looked.sheet)}"
        others = [name for name in looked.sheets if name != looked.sheet]
        if others:
            yield f"others: {', '.join(map(quote, others))}"
    else:
        yield f"{_ENCODINGS.get(looked.encoding, looked.encoding)}"
        yield f"cells parted by {_SEPARATORS.get(looked.delimiter, quote(looked.delimiter))}"
    rows = ", ".join(map(str, looked.header))
    yield f"columns named in row {rows}"
    yield counted(looked.rows, "row") + (" looked at, and more below" if looked.more else "")


def _found(looked: Looked) -> Iterator[str]:
    said = {
        "decimal mark": looked.decimal or "the values do not tell",
        "days": looked.days if looked.column("day") else "",
        "unit": looked.unit,
        "codes": f"bare numbers, read with `{looked.prefix}` before them" if looked.prefix else "",
        "years": f"columns, named `{looked.years}`" if looked.years else "",
        **looked.constants,
    }
    for name, words in said.items():
        if words:
            yield f"{name}: {words}"
    for column, count in looked.totals.items():
        yield f"totals: {counted(count, 'row')} with a word for a total in {quote(column)}"
    if looked.doubts:
        yield f"not found: {', '.join(looked.doubts)}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(clean(text), _WIDTH, subsequent_indent="  ", break_on_hyphens=False)
