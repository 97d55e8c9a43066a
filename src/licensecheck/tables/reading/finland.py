"""Finland: licences and exports of the SaferGlobe dataset, five sheets saved as CSV.

By country and by product, licensed and exported, and single licences of dual-use goods. Sheets by
country and by product tell the same transfers twice: never add them. Oddities, each tested:

* amounts are binary fractions (`390289.54000000004`) and are rounded to cents;
* licences by product state a value only for some years; dual-use licences never;
* `int` marks goods for an international mission: a note, and the state is where the mission is;
* lists of states, and "Multiple countries of destination" or an empty cell for states not named;
* entries are missing (all licences of 2002), several (`ML2,ML3`) or open (`ML7 or ML13`);
* dual-use codes are `-` (none), `RU` or `CA` (sanctions, catch-all), repeated, and in any case;
* a licence has no date, or is dated in the year after the one it is listed under.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from licensecheck.errors import quote
from licensecheck.tables.reading.cells import read_count, read_day, read_number, read_year
from licensecheck.tables.reading.draft import RecordDraft
from licensecheck.tables.reading.record import SOME_MILITARY_ENTRY, Record, Reject
from licensecheck.tables.reading.sheet import Layout, Line

__all__ = ["LAYOUTS", "read"]

_STATE, _MISSION = "Country of destination", "Export to inter-national mission(s)"
_ENTRY, _VALUE = "Military List (ML) category full", "Value of licences (eur)"
_OPEN_ENTRY, _EXPORTED = "Military List (ML) category note", "Value of export (eur)"
_TOTAL_EXPORTED = "Total value of exports (eur)"
_TO_MISSIONS = "Value of exports to international missions (eur)"
_TOTAL_LICENSED = "Total value of licences (eur)"

LICENSED: Final = Layout(("Year", _STATE, "Country note", _MISSION, _TOTAL_LICENSED))
LICENSED_PRODUCTS: Final = Layout(("Year", _STATE, "Country note", _ENTRY, _VALUE))
EXPORTED: Final = Layout(("Year", _STATE, _TO_MISSIONS, _TOTAL_EXPORTED))
EXPORTED_PRODUCTS: Final = Layout(("Year", _STATE, _MISSION, _ENTRY, _OPEN_ENTRY, _EXPORTED))
DUAL_USE: Final = Layout(
    (
        "Year", "Date", _STATE, "Type of licence", "Export control classification",
        "Description of material", "Identification number of the licence",
    )
)  # fmt: skip
LAYOUTS: Final = (LICENSED, LICENSED_PRODUCTS, EXPORTED, EXPORTED_PRODUCTS, DUAL_USE)


def read(path: Path, layout: Layout) -> Iterator[Record | Reject]:
    """Read one of the five sheets, in the layout that was recognised."""
    mapping: Callable[[Line, RecordDraft], None] = {
        LICENSED: _licensed,
        LICENSED_PRODUCTS: _licensed_product,
        EXPORTED: _exported,
        EXPORTED_PRODUCTS: _exported_product,
        DUAL_USE: _dual_use,
    }[layout]
    for line in layout.lines(path):
        draft = RecordDraft(line)
        draft.put(exporter="FI")
        _destination(line, draft)
        mapping(line, draft)
        yield draft.done()


def _licensed(line: Line, draft: RecordDraft) -> None:
    draft.year(read_year(line["Year"]), line["Year"])
    _mission(line, draft)
    draft.value(read_number(line[_TOTAL_LICENSED]), line[_TOTAL_LICENSED])


def _licensed_product(line: Line, draft: RecordDraft) -> None:
    draft.year(read_year(line["Year"]), line["Year"])
    _mission(line, draft)
    _entry(line, draft)
    draft.put(licences=read_count(line["Number of licences"]))
    draft.value(read_number(line[_VALUE]), line[_VALUE])


def _exported(line: Line, draft: RecordDraft) -> None:
    draft.year(read_year(line["Year"]), line["Year"])
    draft.put(measure="exported")
    draft.value(read_number(line[_TOTAL_EXPORTED]), line[_TOTAL_EXPORTED])
    to_missions = read_number(line[_TO_MISSIONS])
    draft.note(f"{to_missions:,} of it for international missions" if to_missions else "")


def _exported_product(line: Line, draft: RecordDraft) -> None:
    draft.year(read_year(line["Year"]), line["Year"])
    draft.put(measure="exported")
    _mission(line, draft)
    _entry(line, draft)
    draft.value(read_number(line[_EXPORTED]), line[_EXPORTED])


def _dual_use(line: Line, draft: RecordDraft) -> None:
    day, year = read_day(line["Date"]), read_year(line["Year"])
    if day is None:
        draft.year(year, line["Year"])
        draft.note(f"no day: {quote(line['Date'])}" if line["Date"] else "the day is missing")
    else:
        draft.day(day, line["Date"])
        draft.note("" if day.year == year else f"listed under {line['Year']}")
    codes = [code.strip() for code in line["Export control classification"].split(";")]
    draft.rating("; ".join(dict.fromkeys(code for code in codes if code.strip("- "))))
    draft.note("a global licence" if "global" in line["Type of licence"] else "")
    draft.put(reference=line["Identification number of the licence"])
    draft.put(description=line["Description of material"])
    draft.note("the list gives no value")


def _destination(line: Line, draft: RecordDraft) -> None:
    state, note = line[_STATE], line["Country note"]
    if state == "Multiple countries of destination" or (not state and note):
        draft.put(destination="several countries")
        draft.note(note or "the states are not named")
    else:
        draft.place("destination", state, "country of destination")


def _mission(line: Line, draft: RecordDraft) -> None:
    mark = line[_MISSION].casefold()
    whole = "in part for" if "partly" in mark else "for"
    draft.note(f"{whole} an international mission" if mark else "")


def _entry(line: Line, draft: RecordDraft) -> None:
    entry, either = line[_ENTRY], line[_OPEN_ENTRY]
    if not entry and re.fullmatch(r"ML[0-9]+( or ML[0-9]+)+", either):
        entry = either.replace(" or ", ",")
        draft.note(f"either of {entry}")
    elif not entry:
        draft.note("the entry is not stated")
    draft.rating(entry or SOME_MILITARY_ENTRY)
    draft.put(description=line["Definition of material"])
