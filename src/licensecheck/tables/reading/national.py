"""Plain lists of one state, as others tidied them: the UK, Switzerland, Germany, the United States.

The Dutch and Finnish lists have modules of their own. Oddities, each tested:

United Kingdom: standard licences by rating (Campaign Against Arms Trade). The file is `values`: one
row for each rating of a licence.

* a licence with several ratings stands once for each (`licence_group` is the same): counts of rows
  are no counts of licences, and `count` gives how many licences a row stands for;
* refused rows have no value;
* a value of 0 stands for no value stated as often as for none: it is kept, with a note;
* national codes (`PL5001`) and `End-use` are no entries of the EU list and stay as written;
* values are in GBP, of goods licensed, not shipped; open licences are not in the file.

Switzerland: licences of dual-use and special military goods 2012-2014 (SRF Data). One row for each
position of a licence; names are German, values in CHF. SRF's inputs (`tracker`, `elic`) tell the
same licences and are not read.

* several codes in a cell, parted by `|`;
* codes of the military list stand with and without `ML`, as the list (`Verzeichnis`) tells;
* goods of the Swiss annexes 5.1 to 5.3 and of the chemicals ordinance are on no EU list, and their
  code (`5.1`) would read as an entry of the military list: it is written `Anhang 5.1`;
* licences of no known list have no code;
* the header begins with an empty name, and values have fractions.

Germany: value of licences and of war weapons exported, by country and year. The table behind the
map of Open Knowledge Foundation Germany and BICC.

* `gesamt` is the value licensed; `war_weapons` is the value of war weapons exported in the year,
  no part of it, so it can be the greater: a row gives a record for each;
* `0` is nothing licensed and nothing exported: such a row is a reject;
* years are written as their first day; the file has a row for nearly every state in every year;
* names of one state differ by year (`Laos`, `Lao PR`), and a line break stands in a quoted name.

United States: sales programmes by country and year (Security Assistance Monitor's figures). A JSON
array with one object for each programme, country and year; numbers are texts.

* agreements of Foreign Military Sales are orders between governments, authorisations of commercial
  sales are licences: the programme decides whether the measure is `ordered` or `licensed`;
* authorisations and deliveries stand in one row and give a record each; never add the two;
* a notification to Congress is a proposal and no record; a row with nothing else is a reject;
* `0` and the empty text both stand for nothing to report: no record of nought is made;
* years are fiscal, from October to September, and are taken as calendar years, with a note;
* `Congo` is the republic, as the other is written in full;
* services and construction are no goods.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.tables.reading.cells import (
    clean,
    read_amount,
    read_count,
    read_day,
    read_number,
    read_year,
)
from licensecheck.tables.reading.draft import CONGO, RecordDraft
from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.reading.sheet import Layout, Line, encoding_of, open_text

__all__ = [
    "GERMANY", "SWITZERLAND", "UK", "US_KEYS", "read_germany", "read_switzerland", "read_uk",
    "read_us",
]  # fmt: skip

UK: Final = Layout(("licence_group", "date", "rating", "count", "value", "country", "refused"))
SWITZERLAND: Final = Layout(("GN", "UnterGN", "Datum", "Land", "Wert", "Verzeichnis", "Signatur"))
GERMANY: Final = Layout(("year", "gesamt", "war_weapons", "country_e", "iso3_code"), delimiter=";")
_GERMAN: Final = (
    ("gesamt", "licensed", ""),
    ("war_weapons", "exported", "war weapons only; other goods exported are not published"),
)
US_KEYS: Final = ("year", "country", "program", "authorizations", "deliveries", "notifications")
_LARGEST_FILE: Final = 64 << 20
_BETWEEN_GOVERNMENTS: Final = frozenset(
    (
        "Foreign Military Sales",
        "Foreign Military Construction Sales",
        "Excess Defense Articles Sales",
    )
)
_SERVICES: Final = frozenset(
    ("Direct Commercial Sales Services", "Foreign Military Construction Sales")
)


def read_uk(path: Path) -> Iterator[Record | Reject]:
    """Read the values of UK licences, row by row."""
    for line in UK.lines(path):
        draft = _licence(
            line, "GB", "GBP",
            reference="licence_group", day="date", country="country", value="value",
        )  # fmt: skip
        draft.rating(line["rating"])
        draft.put(licences=read_count(line["count"]))
        refused = {"0": False, "1": True}.get(line["refused"])
        if refused is None:
            draft.reject(told("refused is {cell}, neither 0 nor 1", cell=quote(line["refused"])))
        if refused:
            draft.put(measure="refused")
        yield draft.done()


def read_switzerland(path: Path) -> Iterator[Record | Reject]:
    """Read the Swiss licences, one row for each position."""
    for line in SWITZERLAND.lines(path):
        draft = _licence(
            line, "CH", "CHF", reference="GN", day="Datum", country="Land", value="Wert"
        )
        draft.rating(_swiss_codes(line["Verzeichnis"], line["Signatur"]))
        yield draft.done()


def _licence(
    line: Line, exporter: str, currency: str,
    *, reference: str, day: str, country: str, value: str,
) -> RecordDraft:  # fmt: skip
    """What a row says of a licence of a state, by the columns that hold it."""
    draft = RecordDraft(line)
    draft.put(exporter=exporter, currency=currency, reference=line[reference])
    draft.day(read_day(line[day]), line[day])
    draft.place("destination", line[country])
    draft.value(read_number(line[value]), line[value])
    return draft


def _swiss_codes(listed: str, cell: str) -> str:
    codes = [code.strip() for code in cell.split("|") if code.strip()]
    if listed.startswith("ML"):
        codes = [code if code.upper().startswith("ML") else f"ML{code}" for code in codes]
    elif listed.startswith("5."):
        codes = [f"Anhang {code}" for code in codes]
    elif listed == "ChKV":
        codes = [f"ChKV {code}" for code in codes]
    return ", ".join(dict.fromkeys(codes))


def read_germany(path: Path) -> Iterator[Record | Reject]:
    """Read the German values by country; a row gives a record for each of its measures."""
    for line in GERMANY.lines(path):
        draft = RecordDraft(line)
        first_day = read_day(line["year"])
        draft.put(exporter="DE")
        draft.year(first_day.year if first_day else None, line["year"])
        draft.place("destination", line["country_e"])
        values = {column: read_amount(line[column]) for column, _, _ in _GERMAN}
        unread = {column: line[column] for column, value in values.items() if value is None}
        blank = list(unread.values()).count("")
        for column, cell in unread.items():
            draft.note(f"{column}: the value {quote(cell)} cannot be read" if cell else "")
        if not any(values.values()) and not any(unread.values()):
            draft.reject(told("neither a licence nor an export of war weapons is stated"))
        yield from draft.each(
            {
                "measure": measure, "value": values[column], "note": note,
                "unread_value": unread.get(column, ""), "blank_cells": blank,
            }
            for column, measure, note in _GERMAN
            if values[column] or unread.get(column)
        )  # fmt: skip


def read_us(path: Path) -> Iterator[Record | Reject]:
    """Read the table of sales programmes; a row gives a record for each of its measures.

    Raises:
        InputError: The file is no JSON array of objects, lacks a key, or is over 64 MiB.
    """
    for number, entry in enumerate(_objects_of(path), 1):
        cells = {key: clean(value) for key, value in entry.items() if isinstance(value, str)}
        yield from _us_records(Line(number, cells))


def _objects_of(path: Path) -> list[dict[str, Any]]:
    with open_text(path, encoding_of(path)) as file:
        text = file.read(_LARGEST_FILE + 1)
    if len(text) > _LARGEST_FILE:
        raise InputError(Problem(path.name, told("a JSON array of over 64 MiB")))
    try:
        data = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raise InputError(Problem(path.name, told("no JSON text"))) from None
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise InputError(Problem(path.name, told("no JSON array of objects")))
    if lacks := [key for key in US_KEYS if data and key not in data[0]]:
        what = told("the objects lack {words}", words=", ".join(quote(key) for key in lacks))
        raise InputError(Problem(path.name, what))
    return data


def _us_records(line: Line) -> Iterator[Record | Reject]:
    program = line["program"]
    draft = RecordDraft(line)
    draft.put(exporter="US", currency="USD", description=program)
    draft.put(form="service" if program in _SERVICES else "")
    draft.year(read_year(line["year"]), line["year"])
    draft.place("destination", line["country"], meant=CONGO)
    draft.note("a fiscal year, from October to September")
    measures = {
        "ordered" if program in _BETWEEN_GOVERNMENTS else "licensed": "authorizations",
        "delivered": "deliveries",
    }
    values = {measure: _us_amount(line, column, draft) for measure, column in measures.items()}
    unread = {m: line[c] for m, c in measures.items() if values[m] is None and line[c]}
    stated = {measure: value for measure, value in values.items() if value or measure in unread}
    if not stated:
        draft.reject(
            told("only a notification to Congress, which is a proposal")
            if read_amount(line["notifications"])
            else told("neither an authorisation nor a delivery is stated")
        )
    yield from draft.each(
        {"measure": m, "value": value, "unread_value": unread.get(m, "")}
        for m, value in stated.items()
    )


def _us_amount(line: Line, column: str, draft: RecordDraft) -> Decimal | None:
    amount = read_amount(line[column])
    if amount is None and line[column]:
        draft.note(f"{column}: the value {quote(line[column])} cannot be read")
    return amount
