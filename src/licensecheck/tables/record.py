"""What a reader gives for each row of a table: records in our words, or a reject with its reasons.

Nothing is lost: every row of the file is the number of at least one record or of one reject, never
of both. A row that states several measures (licensed and exported) gives a record for each. A cell
that cannot be read but is not needed leaves its field empty and a note on the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

__all__ = ["MEASURES", "NOT_MONEY", "NOT_STATED", "SOME_MILITARY_ENTRY", "Record", "Reject"]

# An entry of the military list that nobody named.
SOME_MILITARY_ENTRY: Final = "ML"
# In the field of a place: a place that the table leaves out. No reading gives it a country.
NOT_STATED: Final = "not stated"
MEASURES: Final = ("licensed", "exported", "delivered", "ordered", "refused", "transit")
# The trend indicator of SIPRI, in the field of a currency: it measures capability, not money.
NOT_MONEY: Final = "TIV"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a published table in our words; places and ratings stay as written.

    Attributes:
        number: Number of the row in the file, the first after the header being 1.
        exporter: Place that the goods leave; a code where the format fixes it (`NL`).
        destination: Final destination.
        consignee: Next destination, where the table tells and it differs from the final one.
        day: Day of licence, order or delivery; None where only the year is known.
        year: Its year.
        rating: Control list codes (`ML15d`, `ML10a,18a`); `ML` is a military entry that
            is not stated, and the empty text a code that is missing.
        value: Amount, None where missing or unreadable; then a note says why.
        currency: ISO 4217 code, or `TIV` (trend indicator of SIPRI, in millions; not money).
        measure: licensed, exported, delivered, ordered, refused or transit.
        permanent: Whether the goods leave for good: yes, no or unknown.
        kind: A word of the fact `licence.kind`.
        form: A word of the fact `item.form`; empty where the table does not tell.
        reference: Number of the licence or deal.
        replaces: Licence that it replaces or extends.
        renewal: Whether it renews an older licence: yes, no or unknown.
        description: The goods, in the table's words.
        origin: Place of origin of the goods.
        until: Last day of validity.
        notes: What was mended, left out or is unusual, in words.
        route: Place that the goods pass.
        licences: How many licences the row stands for, where it tells.
    """

    number: int
    exporter: str
    destination: str
    consignee: str = ""
    day: date | None = None
    year: int = 0
    rating: str = SOME_MILITARY_ENTRY
    value: Decimal | None = None
    currency: str = "EUR"
    measure: str = "licensed"
    permanent: str = "unknown"
    kind: str = "export"
    form: str = ""
    reference: str = ""
    replaces: str = ""
    renewal: str = "unknown"
    description: str = ""
    origin: str = ""
    until: date | None = None
    notes: tuple[str, ...] = ()
    route: str = ""
    licences: int | None = None

    @property
    def as_of(self) -> date:
        """The day of the row, or the last day of its year where only that is known."""
        return self.day or date(self.year, 12, 31)

    def application(self) -> dict[str, Any]:
        """The row as a document for `Screener.screen`.

        A refused row is screened as it was applied for; all others were granted. What is no
        money is no value of an application.
        """
        item: dict[str, Any] = {}
        for name in ("rating", "form", "description", "origin"):
            if text := getattr(self, name):
                item[name] = text
        if self.value is not None and self.currency != NOT_MONEY:
            item["value"] = {"amount": self.value, "currency": self.currency}
        document: dict[str, Any] = {
            "kind": self.kind,
            "stage": "proposed" if self.measure == "refused" else "granted",
            "as_of": self.as_of,
            "exporter": {"country": self.exporter},
            "destination": self.destination,
            "items": [item],
        }
        if self.reference:
            document["reference"] = self.reference
        if self.consignee:
            document["consignee"] = {"country": self.consignee}
        if self.route:
            document["route"] = [self.route]
        if self.until is not None:
            document["validity"] = {"until": self.until}
        return document


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that stands for no transfer or cannot be read, and every reason."""

    number: int
    reasons: tuple[str, ...]
