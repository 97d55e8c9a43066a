"""The Dutch lists of licences: export and transit of military goods, and dual-use goods.

One line a licence. Oddities, each seen in the lists of 2004-2015 and tested:

* dates as `MM/DD/YYYY`, `DD-MM-YYYY`, `DDMMYYYY` without its leading zero, and Excel serials;
* values as plain digits, with thousands commas or dots, or missing;
* `T.v.v.` ("instead of") holds a licence number, with spaces or a check digit behind it; in older
  lines it holds the day of the application, which is left out; `0` is nothing;
* a renewal (`Verl.`) repeats the value of the licence that it renews;
* the same line is published twice: both are kept, the second with a note;
* transit rows carry no rating, so they are goods of the military list whose entry is not stated;
* transit "v.v." is there and back, so not for good; `melding` is a notice, not a licence number;
* in transit rows of 2015 a calibre pushed the columns one place to the right;
* `DIV` and `Diverse` stand for several entries that are not named: of the military list in one
  list, of the dual-use list in the other, where no code is left;
* an origin of `ONBEKEND`, or none at all;
* global dual-use licences name no code: the row keeps its value, and cannot be screened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from licensecheck.errors import quote
from licensecheck.tables.reading.cells import read_amount, read_day
from licensecheck.tables.reading.draft import RecordDraft
from licensecheck.tables.reading.record import SOME_MILITARY_ENTRY, Record, Reject
from licensecheck.tables.reading.sheet import Layout, Line

__all__ = ["DUAL_USE", "EXPORT", "TRANSIT", "read_dual_use", "read_export", "read_transit"]

EXPORT: Final = Layout((
    "afgifte datum", "nummer", "SGP", "goederen omschrijving", "D/T", "land van bestemming",
    "land van eindbestemming", "oorsprong /herkomst", "waarde (€)", "verval datum",
))  # fmt: skip
TRANSIT: Final = Layout((
    "Datum aanvraag", "Consent nummer", "Goederen omschrijving", "land van herkomst",
    "land van bestemming (**)", "Ad-hoc J/N (***)",
))  # fmt: skip
DUAL_USE: Final = Layout((
    "Datum afgifte", "nummer", "SG-Post", "Omschrijving goederen", "D/T",
    "Land van eindbestemming", "Land van herkomst", "Waarde(€)", "Datum verval",
))  # fmt: skip

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "D": ("export", "yes"), "T": ("temporary_export", "no"),
}  # fmt: skip
_RENEWALS: Final[Mapping[str, str]] = {"J": "yes", "N": "no"}
_NO_ORIGIN: Final = frozenset(
    ("", "onbekend", "niet bepaald", "diverse", "diverse landen", "niet van toepassing")
)
_SEVERAL: Final = frozenset(("div", "div.", "diverse", "diverse landen", "divers"))
_PARTS: Final = re.compile(r"\W*(onder)?delen (van|voor)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"NL[0-9]{4}CDIU[0-9]{7}|(?:NL(?:[0-9]{2}(?=[0-9]{8}$))?)?(2[0-9]{7})[0-9]?"
)
# An application is at most this old when its licence is issued; else eight digits are a number.
_OLDEST_APPLICATION_DAYS: Final = 1000


def read_export(path: Path) -> Iterator[Record | Reject]:
    """Read the list of licences for the export of military goods, row by row."""
    return _rows(path, EXPORT, _export)


def read_transit(path: Path) -> Iterator[Record | Reject]:
    """Read the list of consents to and notices of transit, row by row."""
    return _rows(path, TRANSIT, _transit)


def read_dual_use(path: Path) -> Iterator[Record | Reject]:
    """Read the list of licences for dual-use goods, row by row."""
    return _rows(path, DUAL_USE, _dual_use)


def _rows(
    path: Path, layout: Layout, mapping: Callable[[Line, RecordDraft], None]
) -> Iterator[Record | Reject]:
    seen: dict[int, int] = {}
    for line in layout.lines(path):
        draft = RecordDraft(line)
        same = seen.setdefault(hash(tuple(line.cells.values())), line.number)
        if same != line.number:
            draft.note(f"the same line as row {same}; both are kept")
        mapping(line, draft)
        yield draft.done()


def _export(line: Line, draft: RecordDraft) -> None:
    draft.put(exporter="NL", reference=line["nummer"])
    issued = _issued(draft, line["afgifte datum"])
    _duration(draft, line["D/T"])
    destination, first = line["land van eindbestemming"], line["land van bestemming"]
    draft.place("destination", destination, "country of final destination")
    if first and first.casefold() != destination.casefold():
        draft.put(consignee=first)
    draft.put(renewal=_RENEWALS.get(line["Verl."].upper(), "unknown"))
    draft.put(replaces=_replaced(line["T.v.v."], issued))
    _goods(draft, line["SGP"], line["goederen omschrijving"], several=SOME_MILITARY_ENTRY)
    _origin(draft, line["land van oorsprong"] or line["oorsprong /herkomst"])
    _value(draft, line["waarde (€)"])
    _validity(draft, line["verval datum"], issued)


def _dual_use(line: Line, draft: RecordDraft) -> None:
    draft.put(exporter="NL", reference=line["nummer"])
    issued = _issued(draft, line["Datum afgifte"])
    _duration(draft, line["D/T"])
    draft.place("destination", line["Land van eindbestemming"], "country of final destination")
    _goods(draft, line["SG-Post"], line["Omschrijving goederen"], several="")
    _origin(draft, line["Land van herkomst"])
    _value(draft, line["Waarde(€)"])
    _validity(draft, line["Datum verval"], issued)


def _transit(line: Line, draft: RecordDraft) -> None:
    origin, destination = line["land van herkomst"], line["land van bestemming (**)"]
    if re.search(r"[0-9]", origin) and len(line["Ad-hoc J/N (***)"]) > 1:
        draft.note(f"a calibre ({origin}) stood in the column of origin; columns moved back")
        origin, destination = destination, line["Ad-hoc J/N (***)"]
    draft.put(measure="transit", kind="transit", route="NL")
    if line["Consent nummer"].casefold() == "melding":
        draft.note("a notice, which has no number of its own")
    else:
        draft.put(reference=line["Consent nummer"])
    _issued(draft, line["Datum aanvraag"])
    draft.place("exporter", origin, "country of origin")
    draft.place("destination", destination, "country of final destination")
    if re.search(r"\bv\.?v\.?$", destination, re.IGNORECASE):
        draft.put(permanent="no")
    _goods(draft, SOME_MILITARY_ENTRY, line["Goederen omschrijving"], several=SOME_MILITARY_ENTRY)
    draft.note("the list gives no value")


def _issued(draft: RecordDraft, cell: str) -> date | None:
    day = read_day(cell)
    draft.day(day, cell, "date of issue")
    return day


def _duration(draft: RecordDraft, cell: str) -> None:
    kind, permanent = _KINDS.get(cell.upper(), ("export", "unknown"))
    draft.put(kind=kind, permanent=permanent)


def _goods(draft: RecordDraft, rating: str, description: str, *, several: str) -> None:
    if rating.casefold() in _SEVERAL:
        draft.note(f"{quote(rating)}: several entries, not named")
        rating = several
    draft.rating(rating)
    draft.put(
        description=description,
        form="component" if _PARTS.match(description) else "",
    )


def _origin(draft: RecordDraft, cell: str) -> None:
    if cell.casefold() not in _NO_ORIGIN:
        draft.put(origin=cell)


def _value(draft: RecordDraft, cell: str) -> None:
    draft.value(read_amount(cell), cell)


def _validity(draft: RecordDraft, cell: str, issued: date | None) -> None:
    until = read_day(cell)
    if until is None:
        draft.note(f"the end of validity {quote(cell)} cannot be read")
    elif issued is not None and until < issued:
        draft.note(f"the licence ends ({until}) before it begins")
    else:
        draft.put(until=until)


def _replaced(cell: str, issued: date | None) -> str:
    """The licence number in a cell of `T.v.v.`; empty where it holds a day or nothing."""
    day = read_day(cell)
    if day is not None and issued is not None:
        age = (issued - day).days
        if 0 <= age <= _OLDEST_APPLICATION_DAYS:
            return ""
    match = _NUMBER.fullmatch(cell.replace(" ", ""))
    return (match[1] or match[0]) if match else ""
