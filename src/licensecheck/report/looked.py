"""What was found in a table that nobody has described, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from licensecheck.errors import quote
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.report.elements import clean
from licensecheck.report.share_words import number, rows_words
from licensecheck.tables.reading.look import Column, Looked
from licensecheck.tables.reading.mapping_text import mapping_text
from licensecheck.wording.columns import WIDTH, display_width, paragraph, shorten

__all__ = ["looked_text"]

_LONGEST_NAME: Final = 24
_MOST_COLUMNS: Final = 40
_ENCODINGS: Final = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "cp1252": message("Windows-1252, by its bytes"), "latin-1": message("Latin-1, by its bytes"),
    "mac-roman": message("Mac Roman, by its bytes"),
}  # fmt: skip
_SEPARATORS: Final = {
    ",": message("commas"), ";": message("semicolons"), "\t": message("tabs"),
    "|": message("bars"),
}  # fmt: skip
_RECORDS: Final = {"json": "JSON", "json-lines": "JSON Lines", "parquet": "Parquet"}
_UNITS: Final = {
    "thousands": message("thousands"), "millions": message("millions"),
    "billions": message("billions"),
}  # fmt: skip
_NAMES: Final = {
    "years": message("a year"), "categories": message("a category"),
    "measures": message("value of a measure"), "end_user": message("end user"),
    "buyer": message("buyer"), "buyer_country": message("country of the buyer"),
    "contract_date": message("day of the contract"),
    "day": message("day"),
    "rating": message("control list code"), "destination": message("destination"),
    "exporter": message("exporter"), "year": message("year"), "value": message("value"),
    "licences": message("number of licences"), "reference": message("reference"),
    "description": message("description"), "currency": message("currency"),
    "consignee": message("consignee"), "measure": message("measure"),
}  # fmt: skip


def looked_text(looked: Looked, tried: str, language: Language = ENGLISH) -> str:
    """What was found, what was not, the mapping, and what it reads."""
    return "\n".join(map(clean, _lines(looked, tried, language))) + "\n"


def _lines(looked: Looked, tried: str, language: Language) -> Iterator[str]:
    text = language.text
    yield from _wrapped(f"{looked.name}: {', '.join(_form(looked, language))}")
    if looked.reader and looked.reader != "generic":
        known = text(
            "known here as `{reader}`: `share` and `screen` read it as is", reader=looked.reader
        )
        yield from _wrapped(known)
    if looked.before:
        before = "; ".join(looked.before)[:400]
        yield from _wrapped(text("before the header: {lines}", lines=before))
    yield ""
    columns = f"{text('column'):<{_LONGEST_NAME}}{text('likely'):<20}{text('filled'):>8}"
    yield f"{columns}  {text('examples')}"
    shown = _shown(looked)
    for one in shown:
        meaning = text(_NAMES.get(one.field, one.field)) if one.field else "–"
        meaning += "" if one.by_name or not one.field else " (?)"
        name = shorten(clean(one.name), _LONGEST_NAME - 2)
        line = f"{name}{' ' * (_LONGEST_NAME - display_width(name))}{meaning:<20}"
        line += f"{number(one.filled, language):>8}  "
        yield line + shorten(clean(", ".join(one.examples)), WIDTH - _LONGEST_NAME - 30)
    if rest := len(looked.columns) - len(shown):
        yield language.count("and {n} more column", "and {n} more columns", rest)
    yield ""
    yield from _found(looked, language)
    yield ""
    yield from mapping_text(looked, language).splitlines()
    yield ""
    yield from _wrapped(tried)


def _shown(looked: Looked) -> list[Column]:
    """The columns that are worth a line: of those that are years the first and the last."""
    years = [one for one in looked.columns if one.field == "years"]
    shown = [one for one in looked.columns if one not in years[1:-1]]
    return shown[:_MOST_COLUMNS]


def _form(looked: Looked, language: Language) -> Iterator[str]:
    text = language.text
    if looked.form == "workbook":
        yield text("a workbook, sheet {sheet}", sheet=quote(looked.sheet))
        others = [name for name in looked.sheets if name != looked.sheet]
        if others:
            yield text("others: {sheets}", sheets=", ".join(map(quote, others)))
    elif looked.form in _RECORDS:
        yield _RECORDS[looked.form]
    else:
        yield text(_ENCODINGS.get(looked.encoding, looked.encoding))
        known = _SEPARATORS.get(looked.delimiter)
        mark = text(known) if known else quote(looked.delimiter)
        yield text("cells separated by {mark}", mark=mark)
    if looked.header:
        named = ", ".join(map(str, looked.header))
        yield text("columns named in row {rows}", rows=named)
    rows = rows_words(looked.rows, language)
    yield text("{rows} looked at, and more below", rows=rows) if looked.more else rows


def _found(looked: Looked, language: Language) -> Iterator[str]:
    text = language.text
    bare = text("bare numbers, read with `{prefix}` before them", prefix=looked.prefix)
    said = {
        text("decimal mark"): looked.decimal or text("the values do not tell"),
        text("days"): looked.days if looked.column("day") else "",
        text("unit"): text(_UNITS[looked.unit]) if looked.unit else "",
        text("codes"): bare if looked.prefix else "",
        text("years"): text("columns, named `{form}`", form=looked.years) if looked.years else "",
        **{text(_NAMES[name]): word for name, word in looked.constants.items()},
    }
    for name, words in said.items():
        if words:
            yield f"{name}: {words}"
    for column, count in looked.totals.items():
        yield text(
            "totals: {rows} with a word for a total in {column}",
            rows=rows_words(count, language), column=quote(column),
        )  # fmt: skip
    if looked.doubts:
        names = ", ".join(text(_NAMES[name]) for name in looked.doubts)
        yield text("not found: {names}", names=names)


def _wrapped(text: str) -> list[str]:
    return paragraph(clean(text))
