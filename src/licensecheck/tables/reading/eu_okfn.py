"""EU annual reports 2005-2013, as Open Knowledge Foundation Austria read the Official Journal.

A row is an exporting state, an importing one, a year and an entry, or the `Total` of all entries.
It states the value licensed and the value exported, and gives a record for each. Oddities, each
tested:

* totals stand among their parts, and some states published no parts: a total gives a record of
  what its parts do not tell (entry `ML`); nothing is counted twice. A total that its parts tell
  whole, or exceed, is a reject. The file is read twice for this; sums are kept by pair and year;
* rows of the exporter `na` or `TOTAL PER ML categorya` sum all states: rejects;
* the parts of 2005 for the Republic of Korea stand under the Democratic People's Republic;
* the importer `Na` is none, not Namibia;
* `Chrypre`, `CzechRepublic`, `Curaao`, `Cap Verde` and `St Marino` are mended;
* columns moved by one place, so that a value stands as number of licences;
* values with a space or a point in them; empty cells; the second name of the header is odd;
* French values of licences before 2014 are approvals to negotiate, and far above what was sold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from licensecheck.errors import quote, told
from licensecheck.tables.reading.cells import read_amount, read_count, read_year
from licensecheck.tables.reading.draft import RecordDraft
from licensecheck.tables.reading.record import NOT_STATED, SOME_MILITARY_ENTRY, Record, Reject
from licensecheck.tables.reading.sheet import Layout, Line

__all__ = ["LAYOUTS", "read"]

LAYOUT: Final = Layout(
    (
        "unique-id", "importing-country", "exporting-country", "CML-category",
        "num-licenses-imported", "val-licenses-imported", "val-arms-imported",
    ),
    columns=("id", "year", "importer", "exporter", "entry", "number", "licensed", "exported"),
    delimiter=";",
)  # fmt: skip
LAYOUTS: Final = (LAYOUT,)

_MEASURES: Final = ("licensed", "exported")
_SUMS: Final = frozenset(("na", "total per ml categorya"))
_MENDED: Final[Mapping[str, str]] = {
    "Chrypre": "Cyprus", "CzechRepublic": "Czech Republic", "Curaao": "Curaçao",
    "Cap Verde": "Cape Verde", "St Marino": "San Marino",
}  # fmt: skip
# No member state issues a hundred thousand licences to one state in one year.
_MOST_LICENCES: Final = 100_000
_MISFILED: Final = ("2005", "Korea (Dem Rep Of)")
_INSTEAD: Final = "Korea (Republic Of)"

Sums = Mapping[tuple[str, str, str], Mapping[str, Decimal]]


class _Values(NamedTuple):
    number: str
    licensed: str
    exported: str
    note: str = ""


def read(path: Path) -> Iterator[Record | Reject]:
    """Read the table of the annual reports; a row gives a record for each value it states."""
    sums = _sums(path)
    for line in LAYOUT.lines(path):
        yield from _records(line, sums)


def _sums(path: Path) -> Sums:
    """What the parts of each total add up to, by year, importer, exporter and measure."""
    sums: defaultdict[tuple[str, str, str], dict[str, Decimal]] = defaultdict(dict)
    for line in LAYOUT.lines(path):
        if line["entry"] == "Total":
            continue
        mended, _ = _mended(line)
        values = _values(mended)
        if not any(values[:3]):
            continue
        kept = sums[_key(mended)]
        for measure in _MEASURES:
            amount = read_amount(getattr(values, measure)) or Decimal(0)
            kept[measure] = kept.get(measure, Decimal(0)) + amount
    return sums


def _key(line: Line) -> tuple[str, str, str]:
    return line["year"], line["importer"], line["exporter"]


def _mended(line: Line) -> tuple[Line, list[str]]:
    """The row with its places put right, and a note for each that was not."""
    cells, notes = dict(line.cells), []
    for column in ("importer", "exporter"):
        if instead := _MENDED.get(line[column]):
            cells[column] = instead
            notes.append(f"{quote(line[column])} read as {instead}")
    if (line["year"], line["importer"]) == _MISFILED:
        cells["importer"] = _INSTEAD
        notes.append(
            "stands under the Democratic People's Republic of Korea; its sums are those of the "
            "Republic of Korea"
        )
    if line["importer"] == "Na":
        cells["importer"] = NOT_STATED
        notes.append("the importing state is not stated (`Na`)")
    return replace(line, cells=cells), notes


def _values(line: Line) -> _Values:
    number = line["number"]
    if (read_count(number) or 0) > _MOST_LICENCES:
        note = "a value stood as number of licences; columns moved back"
        return _Values("", number, line["licensed"], note)
    return _Values(number, line["licensed"], line["exported"])


def _records(line: Line, sums: Sums) -> Iterator[Record | Reject]:
    line, notes = _mended(line)
    values = _values(line)
    draft = RecordDraft(line)
    for note in (*notes, values.note):
        draft.note(note)
    draft.year(read_year(line["year"]), line["year"])
    draft.place("exporter", line["exporter"])
    draft.place("destination", line["importer"])
    if line["exporter"].casefold() in _SUMS:
        draft.reject(f"the exporter {quote(line['exporter'])} sums all states", why="total")
    total = line["entry"] == "Total"
    draft.rating(SOME_MILITARY_ENTRY if total else line["entry"])
    summed = sums.get(_key(line)) if total else None
    found = {measure: _part(line, values, measure, summed) for measure in _MEASURES}
    # Of a total its parts tell what an empty cell of it leaves out.
    empty = [m for m, part in found.items() if part is None and not getattr(values, m)]
    blank = 0 if total else len(empty)
    parts = [part | {"blank_cells": blank} for part in found.values() if part]
    if not parts and summed is not None:
        draft.reject("a total that its entries tell whole or exceed", why="total")
    elif not parts:
        draft.reject(told("neither a licence nor an export is stated"))
    yield from draft.each(parts)


def _part(
    line: Line, values: _Values, measure: str, summed: Mapping[str, Decimal] | None
) -> dict[str, Any] | None:
    """What one measure of a row adds to the table; None where it adds nothing."""
    cell = getattr(values, measure)
    amount = read_amount(cell)
    licences = read_count(values.number) if measure == "licensed" else None
    part: dict[str, Any] = {"measure": measure, "licences": licences or None, "value": amount}
    if summed is not None:
        # The licences of a total are those of its entries, which may count one licence twice.
        if amount is None or amount <= summed[measure]:
            return None
        note = f"the total of {amount:,} less what its entries tell"
        return part | {"licences": None, "value": amount - summed[measure], "note": note}
    if amount is None:
        if not cell and not licences:
            return None
        if not cell:
            return part | {"note": "the value is missing"}
        return part | {"note": f"the value {quote(cell)} cannot be read", "unread_value": cell}
    if amount == 0 and not licences:
        return None
    if measure == "licensed" and line["exporter"] == "France" and line["year"] < "2014":
        return part | {"note": "French values before 2014 are approvals to negotiate"}
    return part
