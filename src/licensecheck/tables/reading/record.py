"""What a reader gives for each row of a table: records in our words, or a reject with its reasons.

Nothing is lost: every row of the file is the number of at least one record or of one reject, never
of both. A row that states several measures (licensed and exported) gives a record for each. A cell
that cannot be read but is not needed leaves its field empty and a note on the record. A row whose
figures stand in other rows too (a total) is left out for that reason, and counted apart from what
could not be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Literal, get_args

from licensecheck.application.tokens import OnwardWord
from licensecheck.facts.parties import NOBODY_WORDS, UNSTATED_WORDS, letters_of

__all__ = [
    "MEASURES", "NOBODY", "NOT_MONEY", "NOT_STATED", "NO_AMOUNT_IN", "NO_CURRENCY", "NO_NUMBERS",
    "NUMBERS", "PARTY_FIELDS", "SOME_MILITARY_ENTRY", "Parties", "Record", "Reject", "Why",
    "is_unstated", "licence_number", "places_of",
]  # fmt: skip

# An entry of the military list that nobody named.
SOME_MILITARY_ENTRY: Final = "ML"
# In the field of a place: a place that the table leaves out. No reading gives it a country.
NOT_STATED: Final = "not stated"
MEASURES: Final = ("licensed", "exported", "delivered", "ordered", "refused", "transit")
# The trend indicator of SIPRI, in the field of a currency: it measures capability, not money.
NOT_MONEY: Final = "TIV"
# In the field of a currency: the table does not say in which its values are.
NO_CURRENCY: Final = ""
# Values in these are no amount of money that an application could state.
NO_AMOUNT_IN: Final = (NOT_MONEY, NO_CURRENCY)
Why = Literal["unread", "total", "joined", "left_out"]
# Fields that hold the number of a licence.
NUMBERS: Final = ("reference", "replaces")
# What is written where there is no number of a licence, without signs and blanks, beside noughts.
NO_NUMBERS: Final = NOBODY_WORDS | {"no", "nee", "nein", "non", "new", "nieuw", "neu"}
# What stands between several places of one cell.
_BETWEEN: Final = ";"
_ONWARD_WORDS: Final = get_args(OnwardWord)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who takes part in a transfer, what it is for and of what contract; empty is not stated.

    Published tables seldom tell; a table of an office's own cases does.

    Attributes:
        exporter_name: Name of the exporter.
        consignee_name: Name of the consignee.
        end_user: Name of the end user.
        end_user_kind: A word of the fact `end_user.kind`.
        end_user_country: Country of the end user, where it is not that of the destination.
        end_use: A word of the fact `end_use.category`.
        end_use_place: A word of the fact `end_use.place`.
        onward: `none_declared`, `expected_unnamed`, or places parted by semicolons.
        buyer: Name of the buyer, where that is not the end user.
        buyer_kind: What it is, as of the end user.
        buyer_country: Its country.
        contract_date: Day on which the contract was concluded, as `2024-03-08`; a text that is no
            such day is kept as written.
    """

    exporter_name: str = ""
    consignee_name: str = ""
    end_user: str = ""
    end_user_kind: str = ""
    end_user_country: str = ""
    end_use: str = ""
    end_use_place: str = ""
    onward: str = ""
    buyer: str = ""
    buyer_kind: str = ""
    buyer_country: str = ""
    contract_date: str = ""

    def named(self) -> tuple[tuple[str, str], ...]:
        """The parties that have a name: role and name."""
        of_roles = (
            ("exporter", self.exporter_name),
            ("buyer", self.buyer),
            ("consignee", self.consignee_name),
            ("end user", self.end_user),
        )
        return tuple((role, name) for role, name in of_roles if name)


PARTY_FIELDS: Final = tuple(one.name for one in fields(Parties))
NOBODY: Final = Parties()


@lru_cache(maxsize=65_536)
def licence_number(cell: str) -> str:
    """The number of a licence in a cell; empty where a word or sign says that there is none."""
    plain = letters_of(cell)
    return "" if not plain.strip("0") or plain in NO_NUMBERS else cell


def is_unstated(cell: str) -> bool:
    """Whether a word or sign in a cell says that what belongs there is not known or not told.

    `NA` alone does not: it is Namibia too.
    """
    plain = letters_of(cell)
    return bool(cell) and cell != "NA" and (not plain or plain in UNSTATED_WORDS)


def places_of(cell: str) -> list[str]:
    """The places of a cell that may hold several, parted by semicolons."""
    return [part.strip() for part in cell.split(_BETWEEN) if part.strip()]


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
        value: Amount, None where missing or unreadable; then a note says why. A negative one
            corrects what was reported before.
        currency: ISO 4217 code, `TIV` (trend indicator of SIPRI, in millions; not money), or
            empty where the table does not state it.
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
        route: Place that the goods pass; several in order, parted by semicolons.
        licences: How many licences the row stands for, where it tells.
        unread_value: The cell of a value that is written and cannot be read; else empty.
        parties: Who takes part and what for, where the table tells.
        blank_cells: Of a row with columns for years, measures or categories, how many of those
            cells are empty or hold a dash; each record of the row says so of the whole row.
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
    unread_value: str = ""
    parties: Parties = NOBODY
    blank_cells: int = 0

    @property
    def as_of(self) -> date:
        """The day of the row, or the last day of its year where only that is known."""
        return self.day or date(self.year, 12, 31)

    def application(self) -> dict[str, Any]:
        """The row as a document for `Screener.screen`.

        A refused row is screened as it was applied for; all others were granted. What is no
        money, or in no known currency, or corrects an older figure, is no value of an application.
        """
        item: dict[str, Any] = {}
        for name in ("rating", "form", "description", "origin"):
            if text := getattr(self, name):
                item[name] = text
        if self.value is not None and self.value >= 0 and self.currency not in NO_AMOUNT_IN:
            item["value"] = {"amount": self.value, "currency": self.currency}
        document: dict[str, Any] = {
            "kind": self.kind,
            "stage": "proposed" if self.measure == "refused" else "granted",
            "as_of": self.as_of,
            "exporter": {"country": self.exporter},
            "destination": self.destination,
            "items": [item],
        }
        who = self.parties
        if who.exporter_name:
            document["exporter"]["name"] = who.exporter_name
        others: dict[str, Any] = {
            "reference": self.reference,
            "route": places_of(self.route),
            "validity": self.until and {"until": self.until},
            "contract_date": who.contract_date,
        }
        document |= {name: stated for name, stated in others.items() if stated}
        of_parties: dict[str, dict[str, Any]] = {
            "buyer": {"name": who.buyer, "kind": who.buyer_kind, "country": who.buyer_country},
            "consignee": {"country": self.consignee, "name": who.consignee_name},
            "end_user": {
                "name": who.end_user, "kind": who.end_user_kind, "country": who.end_user_country,
            },
            "end_use": {
                "category": who.end_use, "place": who.end_use_place,
                "onward": who.onward if who.onward in _ONWARD_WORDS else places_of(who.onward),
            },
        }  # fmt: skip
        for name, stated in of_parties.items():
            if kept := {key: value for key, value in stated.items() if value}:
                document[name] = kept
        return document


@dataclass(frozen=True, slots=True)
class Reject:
    """A row of which no record is made, and every reason.

    Attributes:
        number: Number of the row, as of a record.
        reasons: Why, each in words.
        why: `unread`: it stands for no transfer or cannot be read; `total`: it sums rows that are
            read; `joined`: another row holds what it says; `left_out`: a mapping says so.
        partial: What was read of a row that may be a total; for whoever decides that.
        left_out_by: What a mapping says of it: each column or field with its word.
        sums: Of a total that is not what its parts add up to: its value, theirs, the currency.
    """

    number: int
    reasons: tuple[str, ...]
    why: Why = "unread"
    partial: Record | None = field(default=None, compare=False, repr=False)
    left_out_by: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    sums: tuple[Decimal, Decimal, str] | None = field(default=None, compare=False)
