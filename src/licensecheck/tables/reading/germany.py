"""Germany: value of licences and of war weapons exported, by country and year.

The table behind the map of Open Knowledge Foundation Germany and BICC. Oddities, each tested:

* `gesamt` is the value licensed; `war_weapons` is the value of war weapons exported in the year,
  no part of it, so it can be the greater: a row gives a record for each;
* `0` is nothing licensed and nothing exported: such a row is a reject;
* years are written as their first day; the file has a row for nearly every state in every year;
* names of one state differ by year (`Laos`, `Lao PR`), and a line break stands in a quoted name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from licensecheck.errors import quote
from licensecheck.tables.reading.cells import read_amount, read_day
from licensecheck.tables.reading.draft import RecordDraft
from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.reading.sheet import Layout

__all__ = ["LAYOUTS", "read"]

LAYOUT: Final = Layout(("year", "gesamt", "war_weapons", "country_e", "iso3_code"), delimiter=";")
LAYOUTS: Final = (LAYOUT,)
_MEASURES: Final = (
    ("gesamt", "licensed", ""),
    ("war_weapons", "exported", "war weapons only; other goods exported are not published"),
)


def read(path: Path) -> Iterator[Record | Reject]:
    """Read the German values by country; a row gives a record for each of its measures."""
    for line in LAYOUT.lines(path):
        draft = RecordDraft(line)
        first_day = read_day(line["year"])
        draft.put(exporter="DE")
        draft.year(first_day.year if first_day else None, line["year"])
        draft.place("destination", line["country_e"])
        values = {column: read_amount(line[column]) for column, _, _ in _MEASURES}
        unread = {column: line[column] for column, value in values.items() if value is None}
        for column, cell in unread.items():
            draft.note(f"{column}: the value {quote(cell)} cannot be read" if cell else "")
        if not any(values.values()) and not any(unread.values()):
            draft.reject("neither a licence nor an export of war weapons is stated")
        yield from draft.each(
            {
                "measure": measure, "value": values[column], "note": note,
                "unread_value": unread.get(column, ""),
            }
            for column, measure, note in _MEASURES
            if values[column] or unread.get(column)
        )  # fmt: skip
