"""United States: sales programmes by country and year (Security Assistance Monitor's figures).

A JSON array with one object for each programme, country and year; numbers are texts. Oddities, each
tested:

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

from licensecheck.errors import InputError, Problem, quote
from licensecheck.tables.reading.cells import clean, read_amount, read_year
from licensecheck.tables.reading.draft import CONGO, RecordDraft
from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.reading.sheet import Line, encoding_of, open_text

__all__ = ["KEYS", "read"]

KEYS: Final = ("year", "country", "program", "authorizations", "deliveries", "notifications")
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


def read(path: Path) -> Iterator[Record | Reject]:
    """Read the table of sales programmes; a row gives a record for each of its measures.

    Raises:
        InputError: The file is no JSON array of objects, lacks a key, or is over 64 MiB.
    """
    for number, entry in enumerate(_load(path), 1):
        cells = {key: clean(value) for key, value in entry.items() if isinstance(value, str)}
        yield from _records(Line(number, cells))


def _load(path: Path) -> list[dict[str, Any]]:
    with open_text(path, encoding_of(path)) as file:
        text = file.read(_LARGEST_FILE + 1)
    if len(text) > _LARGEST_FILE:
        raise InputError(Problem(path.name, "a JSON array of over 64 MiB"))
    try:
        data = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raise InputError(Problem(path.name, "no JSON text")) from None
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        raise InputError(Problem(path.name, "no JSON array of objects"))
    if lacks := [key for key in KEYS if data and key not in data[0]]:
        what = f"the objects lack {', '.join(quote(key) for key in lacks)}"
        raise InputError(Problem(path.name, what))
    return data


def _records(line: Line) -> Iterator[Record | Reject]:
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
    values = {measure: _amount(line, column, draft) for measure, column in measures.items()}
    unread = {m: line[c] for m, c in measures.items() if values[m] is None and line[c]}
    stated = {measure: value for measure, value in values.items() if value or measure in unread}
    if not stated:
        draft.reject(
            "only a notification to Congress, which is a proposal"
            if read_amount(line["notifications"])
            else "neither an authorisation nor a delivery is stated"
        )
    yield from draft.each(
        {"measure": m, "value": value, "unread_value": unread.get(m, "")}
        for m, value in stated.items()
    )


def _amount(line: Line, column: str, draft: RecordDraft) -> Decimal | None:
    amount = read_amount(line[column])
    if amount is None and line[column]:
        draft.note(f"{column}: the value {quote(line[column])} cannot be read")
    return amount
