"""The Dutch lists of licences: export and transit of military goods, and dual-use goods.

One line a licence. Oddities, each seen in the lists of 2004-2015 and tested:

* dates as `MM/DD/YYYY`, `DD-MM-YYYY`, `DDMMYYYY` without its leading zero, and Excel serials;
* values as plain digits, with thousands commas or dots, or missing;
* transit rows carry no rating, so they are goods of the military list whose entry is not stated;
* in transit rows of 2015 a calibre pushed the columns one place to the right;
* `DIV` and `Diverse` stand for several entries that are not named;
* an origin of `ONBEKEND`, or none at all.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from licensecheck.errors import InputError, Problem, quote
from licensecheck.tables.row import Reject, Row

__all__ = ["read_dutch_list"]

# An entry of the military list that nobody named.
SOME_MILITARY_ENTRY: Final = "ML"
_KINDS: Final[Mapping[str, str]] = {"D": "export", "T": "temporary_export"}
_NO_ORIGIN: Final = frozenset(("", "onbekend", "diverse", "diverse landen", "niet van toepassing"))
_SEVERAL: Final = frozenset(("div", "div.", "diverse", "divers"))
_EXCEL_EPOCH: Final = date(1899, 12, 30)

Cells = Mapping[str, str]


def read_dutch_list(path: Path) -> Iterator[Row | Reject]:
    """Read one of the three Dutch lists, recognised by its header, row by row.

    Args:
        path: A CSV file in UTF-8, with or without a byte order mark.

    Raises:
        InputError: The header is that of none of the three lists, or the file is not UTF-8.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="", restval="")
        header = [" ".join((name or "").split()) for name in reader.fieldnames or []]
        mapping = _recognise(header, path.name)
        reader.fieldnames = header
        try:
            for number, cells in enumerate(reader, 1):
                yield mapping(number, {k: _clean(v) for k, v in cells.items() if k})
        except UnicodeDecodeError as error:
            raise InputError(Problem(path.name, f"not UTF-8 text ({error.reason})")) from None


def _recognise(header: list[str], name: str) -> Callable[[int, Cells], Row | Reject]:
    for mark, mapping in (("SGP", _export), ("SG-Post", _dual_use), ("Consent nummer", _transit)):
        if mark in header:
            return mapping
    what = "the header is that of no Dutch list (SGP, SG-Post or Consent nummer)"
    raise InputError(Problem(name, what))


def _clean(cell: object) -> str:
    text = " ".join(str(part) for part in cell) if isinstance(cell, list) else str(cell or "")
    return " ".join(text.split())


def _export(number: int, cells: Cells) -> Row | Reject:
    row = _Reader(number)
    destination = cells["land van eindbestemming"]
    row.put("reference", cells["nummer"])
    row.put("kind", _KINDS.get(cells["D/T"].upper(), ""))
    row.issued(cells["afgifte datum"])
    row.application["exporter"] = {"country": "NL"}
    first = cells["land van bestemming"]
    if first and first.casefold() != destination.casefold():
        row.application["consignee"] = {"country": first}
    row.destination(destination)
    row.item(
        rating=cells["SGP"], description=cells["goederen omschrijving"],
        origin=cells["land van oorsprong"] or cells["oorsprong /herkomst"],
        value=cells["waarde (€)"],
    )  # fmt: skip
    row.validity(cells["verval datum"])
    return row.done()


def _dual_use(number: int, cells: Cells) -> Row | Reject:
    row = _Reader(number)
    row.put("reference", cells["nummer"])
    row.put("kind", _KINDS.get(cells["D/T"].upper(), ""))
    row.issued(cells["Datum afgifte"])
    row.application["exporter"] = {"country": "NL"}
    row.destination(cells["Land van eindbestemming"])
    row.item(
        rating=cells["SG-Post"], description=cells["Omschrijving goederen"],
        origin=cells["Land van herkomst"], value=cells["Waarde(€)"],
    )  # fmt: skip
    row.validity(cells["Datum verval"])
    return row.done()


def _transit(number: int, cells: Cells) -> Row | Reject:
    row = _Reader(number)
    origin, destination = cells["land van herkomst"], cells["land van bestemming (**)"]
    if re.search(r"[0-9]", origin) and len(cells["Ad-hoc J/N (***)"]) > 1:
        row.notes.append(f"a calibre ({origin}) stood in the column of origin; columns moved back")
        origin, destination = destination, cells["Ad-hoc J/N (***)"]
    row.put("reference", cells["Consent nummer"])
    row.application["kind"] = "transit"
    row.issued(cells["Datum aanvraag"])
    row.application["exporter"] = {"country": origin}
    if not origin:
        row.reasons.append("the country of origin is missing")
    row.application["route"] = ["NL"]
    row.destination(destination)
    row.item(
        rating=SOME_MILITARY_ENTRY, description=cells["Goederen omschrijving"], origin="", value=""
    )
    return row.done()


class _Reader:
    """Builds the application of one row; collects notes and the reasons of a reject."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.application: dict[str, Any] = {"stage": "granted"}
        self.notes: list[str] = []
        self.reasons: list[str] = []

    def put(self, name: str, value: str) -> None:
        if value:
            self.application[name] = value

    def issued(self, cell: str) -> None:
        day = read_day(cell)
        if day is None:
            self.reasons.append(f"the date of issue {quote(cell)} cannot be read")
        else:
            self.application["as_of"] = day

    def destination(self, cell: str) -> None:
        if cell:
            self.application["destination"] = cell
        else:
            self.reasons.append("the country of final destination is missing")

    def item(self, *, rating: str, description: str, origin: str, value: str) -> None:
        item: dict[str, Any] = {
            "rating": SOME_MILITARY_ENTRY if rating.casefold() in _SEVERAL else rating
        }
        if not rating:
            self.reasons.append("the control list code is missing")
        if description:
            item["description"] = description
        if origin.casefold() not in _NO_ORIGIN:
            item["origin"] = origin
        amount = read_amount(value)
        if amount is not None:
            item["value"] = {"amount": amount, "currency": "EUR"}
        elif value:
            self.notes.append(f"the value {quote(value)} cannot be read")
        self.application["items"] = [item]

    def validity(self, cell: str) -> None:
        until, issued = read_day(cell), self.application.get("as_of")
        if until is None:
            self.notes.append(f"the end of validity {quote(cell)} cannot be read")
        elif issued is not None and until < issued:
            self.notes.append(f"the licence ends ({until}) before it begins")
        else:
            self.application["validity"] = {"until": until}

    def done(self) -> Row | Reject:
        if self.reasons:
            return Reject(self.number, tuple(self.reasons))
        return Row(self.number, self.application, tuple(self.notes))


def read_day(cell: str) -> date | None:
    """A day in any of the forms seen in the lists, or None.

    Args:
        cell: `MM/DD/YYYY`, `DD-MM-YYYY`, `DDMMYYYY` (a leading zero may be lost), or an Excel
            serial of five digits that falls between 2000 and 2030.
    """
    if match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", cell):
        month, day, year = match.groups()
    elif match := re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", cell):
        day, month, year = match.groups()
    elif re.fullmatch(r"[0-9]{5}", cell) and 36526 <= int(cell) <= 47848:
        return _EXCEL_EPOCH + timedelta(days=int(cell))
    elif match := re.fullmatch(r"([0-9]{1,2})([0-9]{2})([0-9]{4})", cell):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_amount(cell: str) -> Decimal | None:
    """An amount in EUR: plain digits, or digits grouped by threes; None for anything else.

    Groups of fewer than three digits are refused: a spreadsheet has eaten zeros of some cells,
    so that `112.95` may stand for 112,950.
    """
    if re.fullmatch(r"[0-9]+", cell) or re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+", cell):
        return Decimal(re.sub(r"[.,]", "", cell))
    return None
