"""SIPRI: the trade register in its two layouts, and the totals by exporter, recipient and year.

Values are trend-indicator values (TIV, millions): they measure capability and are no money.
Oddities, each tested:

* the newer register has lines of prose before its header, and a `;` at the end of every line;
* it has a row for each deal and year of delivery; the older one has a row for each deal, with
  several years in a cell: the last of them is the year, the value is of all, and a note says so;
* a deal without a delivery is an order, with the value of the total order;
* a value of 0 is between 0 and 0.5 million;
* names end in `**` (an organisation) or `*` (an armed group, with its country in brackets), which
  is taken off and noted; suppliers and recipients may be `unknown`;
* `Congo` is the republic, as DR Congo is written so;
* gifts and second-hand goods are among the deals; the status is a note;
* the older register is not UTF-8, and some rows are broken over two lines: the first is mended,
  the second is a reject;
* no entry of the military list is stated; the categories are SIPRI's and stand in the description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from licensecheck.errors import quote, told
from licensecheck.tables.reading.cells import read_number, read_year
from licensecheck.tables.reading.draft import CONGO, RecordDraft
from licensecheck.tables.reading.record import NOT_MONEY, Record, Reject
from licensecheck.tables.reading.sheet import Layout, Line

__all__ = ["DEALS", "REGISTER", "TOTALS", "read_deals", "read_register", "read_totals"]

REGISTER: Final = Layout(
    (
        "SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description",
        "Armament category", "Delivery year", "Status", "TIV delivery values",
    ),
    preamble=True,
    closing=";",
)  # fmt: skip
DEALS: Final = Layout(
    (
        "Recipient", "Supplier", "Year of order", "Weapon designation", "Weapon description",
        "Year(s) of delivery", "status", "SIPRI TIV of delivered weapons",
    ),
    columns=(
        "recipient", "supplier", "year ordered", "year ordered?", "ordered", "ordered?",
        "designation", "description", "delivered", "delivered?", "years", "status", "comments",
        "TIV a unit", "TIV ordered", "TIV delivered",
    ),
    preamble=True,
)  # fmt: skip
TOTALS: Final = Layout(("supplier", "recipient", "year", "value", "supplier_cown"))

_WHOLE: Final = frozenset(
    ("Aircraft", "Air-defence systems", "Armoured vehicles", "Artillery", "Satellites", "Ships")
)
_FORMS: Final[Mapping[str, str]] = dict.fromkeys(_WHOLE, "complete") | {"Engines": "component"}


def read_register(path: Path) -> Iterator[Record | Reject]:
    """Read the newer register: one row for each deal and year of delivery."""
    for line in REGISTER.lines(path):
        draft = RecordDraft(line)
        category = line["Armament category"]
        draft.put(reference=line["SIPRI AT Database ID"], form=_FORMS.get(category, ""))
        draft.put(description=_words(category, line["Designation"], line["Description"]))
        _places(draft, line["Supplier"], line["Recipient"])
        draft.year(read_year(line["Delivery year"]), line["Delivery year"])
        _status(draft, line["Status"])
        _value(draft, line["TIV delivery values"])
        yield draft.done(measure="delivered")


def read_deals(path: Path) -> Iterator[Record | Reject]:
    """Read the older register: one row for each deal, several years of delivery in a cell."""
    pending: Line | None = None
    for line in DEALS.lines(path):
        if pending is not None and _continues(pending, line):
            yield _deal(_joined(pending, line))
            yield Reject(
                line.number, (told("the end of row {n}, to which it was joined", n=pending.number),)
            )
            pending = None
            continue
        if pending is not None:
            yield _deal(pending)
        pending = line
    if pending is not None:
        yield _deal(pending)


def read_totals(path: Path) -> Iterator[Record | Reject]:
    """Read totals by exporter, recipient and year."""
    for line in TOTALS.lines(path):
        draft = RecordDraft(line)
        _places(draft, line["supplier"], line["recipient"])
        draft.year(read_year(line["year"]), line["year"])
        _value(draft, line["value"])
        yield draft.done(measure="delivered")


def _continues(first: Line, second: Line) -> bool:
    # The break stands in the comments: the rest of them comes first in the second line.
    width = len(DEALS.columns)
    return first.length < width and second.length < width and (
        first.length + second.length == width + 1
    )  # fmt: skip


def _joined(first: Line, second: Line) -> Line:
    ahead = [first[column] for column in DEALS.columns[: first.length]]
    behind = [second[column] for column in DEALS.columns[: second.length]]
    cells = [*ahead[:-1], " ".join((ahead[-1], behind[0])).strip(), *behind[1:]]
    note = f"a line break stood in the comments; row {second.number} was joined"
    whole = tuple(note for note in first.notes if "cells and the header" not in note)
    return replace(first, cells=dict(zip(DEALS.columns, cells, strict=True)), notes=(*whole, note))


def _deal(line: Line) -> Record | Reject:
    draft = RecordDraft(line)
    draft.put(description=_words(line["designation"], line["description"]))
    _places(draft, line["supplier"], line["recipient"])
    _status(draft, line["status"])
    years = line["years"].split("; ") if line["years"] else []
    if years:
        draft.put(measure="delivered")
        draft.year(read_year(years[-1]), years[-1])
        if len(years) > 1:
            draft.note(f"delivered from {years[0]} to {years[-1]}; the value is of all years")
        _value(draft, line["TIV delivered"])
    else:
        draft.put(measure="ordered")
        ordered = line["year ordered"].removesuffix(".0")
        draft.year(read_year(ordered), ordered)
        draft.note("no delivery is known; the year and the value are of the order")
        _value(draft, line["TIV ordered"])
    return draft.done()


def _places(draft: RecordDraft, supplier: str, recipient: str) -> None:
    for field, name in (("exporter", supplier), ("destination", recipient)):
        place = name.rstrip("* ")
        draft.place(field, place, meant=CONGO)
        if name.endswith("**"):
            draft.note(f"{quote(place)} is an organisation")
        elif name.endswith("*"):
            draft.note(f"{quote(place)} is an armed group, not a state")


def _status(draft: RecordDraft, status: str) -> None:
    draft.note("" if status in ("", "New") else status.lower())


def _value(draft: RecordDraft, cell: str) -> None:
    value = read_number(cell)
    draft.put(currency=NOT_MONEY)
    if value == 0:
        draft.put(value=value)
        draft.note("between 0 and 0.5 million TIV")
    else:
        draft.value(value, cell)


def _words(*parts: str) -> str:
    return re.sub(r"\s+", " ", ", ".join(part for part in parts if part))
