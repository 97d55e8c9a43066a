"""United Kingdom: standard licences by rating, as tidied by Campaign Against Arms Trade.

The file is `values`: one row for each rating of a licence. Oddities, each tested:

* a licence with several ratings stands once for each (`licence_group` is the same): counts of rows
  are no counts of licences, and `count` gives how many licences a row stands for;
* refused rows have no value;
* a value of 0 stands for no value stated as often as for none: it is kept, with a note;
* national codes (`PL5001`) and `End-use` are no entries of the EU list and stay as written;
* values are in GBP, of goods licensed, not shipped; open licences are not in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from licensecheck.errors import quote
from licensecheck.tables.reading.cells import read_count, read_day, read_number
from licensecheck.tables.reading.draft import RecordDraft
from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.reading.sheet import Layout

__all__ = ["LAYOUTS", "read"]

LAYOUT: Final = Layout(("licence_group", "date", "rating", "count", "value", "country", "refused"))
LAYOUTS: Final = (LAYOUT,)


def read(path: Path) -> Iterator[Record | Reject]:
    """Read the values of UK licences, row by row."""
    for line in LAYOUT.lines(path):
        draft = RecordDraft(line)
        draft.put(exporter="GB", currency="GBP", reference=line["licence_group"])
        draft.day(read_day(line["date"]), line["date"])
        draft.place("destination", line["country"])
        draft.rating(line["rating"])
        draft.put(licences=read_count(line["count"]))
        refused = {"0": False, "1": True}.get(line["refused"])
        if refused is None:
            draft.reject(f"refused is {quote(line['refused'])}, neither 0 nor 1")
        if refused:
            draft.put(measure="refused")
        draft.value(read_number(line["value"]), line["value"])
        yield draft.done()
