"""A record in the making: fields are put one by one, notes and reasons are gathered.

In: what a reader makes of the cells of one row. Out: a `Record`, or a `Reject` with every reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from types import MappingProxyType
from typing import Any, Final

from licensecheck.errors import quote, told
from licensecheck.messages import message
from licensecheck.tables.reading.cells import LARGEST, is_blank_value
from licensecheck.tables.reading.record import (
    NUMBERS,
    Record,
    Reject,
    Why,
    licence_number,
)
from licensecheck.tables.reading.sheet import Line
from licensecheck.tables.reading.totals import may_be_total

__all__ = ["CONGO", "RecordDraft"]

_LONGEST_EXAMPLE: Final = 60
_CENT: Final = Decimal("0.01")
# What a row cannot do without, as readers call it.
_NEEDED: Final = frozenset((
    message("day"), message("year"), message("date of issue"), message("exporter"),
    message("destination"), message("country of destination"),
    message("country of final destination"), message("country of origin"),
))  # fmt: skip
# Tables that write DR Congo in full mean the other one by the bare name.
CONGO: Final = MappingProxyType({"Congo": "Republic of the Congo"})


class RecordDraft:
    """Builds what becomes of one row."""

    def __init__(self, line: Line) -> None:
        self._number = line.number
        self._fields: dict[str, Any] = {"exporter": "", "destination": ""}
        self._notes = list(line.notes)
        self._empty = line.empty
        self._reasons: list[str] = [told("the row is empty")] if self._empty else []
        self._why: Why = "unread"

    def put(self, **fields: Any) -> None:
        """Set fields of the record; an empty text leaves the default."""
        for name in NUMBERS:
            if (cell := fields.get(name)) and not licence_number(cell):
                self.note(f"{quote(cell)} is no number of a licence")
                fields[name] = ""
        self._fields.update({name: value for name, value in fields.items() if value != ""})

    def note(self, text: str) -> None:
        """Say what was mended, left out or is unusual; an empty text says nothing."""
        if text:
            self._notes.append(text)

    def reject(self, reason: str, *, why: Why = "unread") -> None:
        """Say why no record can be made of the row; further reasons may follow."""
        self._reasons.append(reason)
        # A row that is read elsewhere, or sums what is, is not one that was lost.
        self._why = why if why != "unread" else self._why

    def day(self, day: date | None, cell: str, what: str = "day") -> None:
        """Set day and year, or reject the row."""
        if day is None:
            self.reject(_unread(what, cell))
        else:
            self.put(day=day, year=day.year)

    def year(self, year: int | None, cell: str) -> None:
        """Set the year, or reject the row."""
        if year is None:
            self.reject(_unread("year", cell))
        else:
            self.put(year=year)

    def place(
        self, field: str, cell: str, what: str = "", *, meant: Mapping[str, str] | None = None
    ) -> None:
        """Set a place that the record cannot do without.

        Args:
            field: The field of the record.
            cell: One place, or several parted by commas.
            what: What the cell is, in words, where the name of the field does not say it.
            meant: Names that in this table, and not everywhere, mean another.
        """
        for name, instead in (meant or {}).items():
            parts = cell.split(", ")
            if name in parts:
                cell = ", ".join(instead if part == name else part for part in parts)
                self.note(f"{quote(name)} read as {instead}")
        if cell:
            self.put(**{field: cell})
        else:
            self.reject(_unread(what or field, ""))

    def value(self, value: Decimal | None, cell: str) -> None:
        """Set the value; where there is none, a note says whether it is missing or unreadable."""
        if value is not None:
            rounded = value.quantize(_CENT, ROUND_HALF_EVEN)
            if abs(rounded) >= LARGEST:
                self.unread_value(cell)
                return
            exact = rounded == value
            self.put(value=value if exact else rounded)
            self.note("" if exact else f"the value {value} is rounded to the cent")
            self.note("" if value else "the value is stated as 0")
            self.note("the value is negative: a correction" if value < 0 else "")
        elif is_blank_value(cell):
            self.note("the value is missing")
        else:
            self.unread_value(cell)

    def unread_value(self, cell: str, note: str = "") -> None:
        """Keep a value that is written and cannot be read, so that it can be told."""
        self._fields["unread_value"] = cell[:_LONGEST_EXAMPLE]
        self.note(note or f"the value {quote(cell)} cannot be read")

    def rating(self, cell: str) -> None:
        """Set the control list code; a row without one keeps its place and value."""
        self._fields["rating"] = cell
        if not cell:
            self.note("the control list code is missing")

    def done(self, *, note: str = "", **fields: Any) -> Record | Reject:
        """What became of the row; what is given here is put last."""
        if self._reasons:
            reasons = tuple(self._reasons[:1] if self._empty else self._reasons)
            return Reject(self._number, reasons, self._why, self._partial(fields))
        notes = (*self._notes, note) if note else tuple(self._notes)
        return Record(self._number, **{**self._fields, **fields}, notes=notes)

    def _partial(self, fields: Mapping[str, Any]) -> Record | None:
        """What was read of a row that may be a total and is no record."""
        found = Record(self._number, **{**self._fields, **fields})
        return found if self._why == "unread" and may_be_total(found) else None

    def each(self, parts: Iterable[Mapping[str, Any]]) -> Iterator[Record | Reject]:
        """A record for each of the row's measures, or its one reject."""
        if self._reasons:
            yield self.done()
        else:
            for part in parts:
                yield self.done(**part)


def _unread(what: str, cell: str) -> str:
    """That a cell is missing, or cannot be read."""
    said = told(what) if what in _NEEDED else what
    if not cell:
        return told("the {what} is missing", what=said)
    return told("the {what} {cell} cannot be read", what=said, cell=quote(cell))
