"""Switzerland: licences of dual-use and special military goods 2012-2014, as tidied by SRF Data.

One row for each position of a licence; names are German, values in CHF. SRF's inputs (`tracker`,
`elic`) tell the same licences and are not read. Oddities, each tested:

* several codes in a cell, parted by `|`;
* codes of the military list stand with and without `ML`, as the list (`Verzeichnis`) tells;
* goods of the Swiss annexes 5.1 to 5.3 and of the chemicals ordinance are on no EU list, and their
  code (`5.1`) would read as an entry of the military list: it is written `Anhang 5.1`;
* licences of no known list have no code;
* the header begins with an empty name, and values have fractions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from licensecheck.tables.reading.cells import read_day, read_number
from licensecheck.tables.reading.draft import RecordDraft
from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.reading.sheet import Layout

__all__ = ["LAYOUTS", "read"]

LAYOUT: Final = Layout(("GN", "UnterGN", "Datum", "Land", "Wert", "Verzeichnis", "Signatur"))
LAYOUTS: Final = (LAYOUT,)


def read(path: Path) -> Iterator[Record | Reject]:
    """Read the Swiss licences, one row for each position."""
    for line in LAYOUT.lines(path):
        draft = RecordDraft(line)
        draft.put(exporter="CH", currency="CHF", reference=line["GN"])
        draft.day(read_day(line["Datum"]), line["Datum"])
        draft.place("destination", line["Land"])
        draft.rating(_codes(line["Verzeichnis"], line["Signatur"]))
        draft.value(read_number(line["Wert"]), line["Wert"])
        yield draft.done()


def _codes(listed: str, cell: str) -> str:
    codes = [code.strip() for code in cell.split("|") if code.strip()]
    if listed.startswith("ML"):
        codes = [code if code.upper().startswith("ML") else f"ML{code}" for code in codes]
    elif listed.startswith("5."):
        codes = [f"Anhang {code}" for code in codes]
    elif listed == "ChKV":
        codes = [f"ChKV {code}" for code in codes]
    return ", ".join(dict.fromkeys(codes))
