"""Records as a frame: in go the records of a reader, out comes a Polars frame, one row a record.

Columns are named as the fields of `Record`, and these are added or changed:

| column | type | what |
|---|---|---|
| cents | Int64, nullable | the value in hundredths; a finer value is rounded, and noted |
| year | Int32 | always given |
| category | String | `ML15`, `dual-use`, `none`, `several`, or empty where not known |
| places | List(String) | codes that the destination can mean on its day; empty where it is unread |
| unread | String | why the destination cannot be read; empty where it can |

What is read of a cell is read once for all rows that are alike in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import islice
from typing import Any, Final

import polars as pl

from licensecheck.errors import UnknownRating
from licensecheck.reference.ratings import read_ratings
from licensecheck.reference.reference import Reference
from licensecheck.tables.placing import PlaceReader
from licensecheck.tables.reading.record import (
    NO_NUMBERS,
    NOBODY,
    PARTY_FIELDS,
    Parties,
    Record,
    licence_number,
)

__all__ = [
    "RAW", "Lookup", "category_of", "numbered", "raw_frame", "to_frame", "to_records",
    "with_epochs", "with_parties",
]  # fmt: skip

_OF_PARTIES: Final[dict[str, Any]] = dict.fromkeys(PARTY_FIELDS, pl.String)
_OF_ROWS: Final[dict[str, Any]] = {
    "number": pl.Int64,
    "exporter": pl.String,
    "destination": pl.String,
    "consignee": pl.String,
    "day": pl.Date,
    "year": pl.Int32,
    "rating": pl.String,
    "cents": pl.Int64,
    "currency": pl.String,
    "measure": pl.String,
    "permanent": pl.String,
    "kind": pl.String,
    "form": pl.String,
    "reference": pl.String,
    "replaces": pl.String,
    "renewal": pl.String,
    "description": pl.String,
    "origin": pl.String,
    "until": pl.Date,
    "notes": pl.List(pl.String),
    "route": pl.String,
    "licences": pl.Int32,
}
RAW: Final[dict[str, Any]] = _OF_ROWS | _OF_PARTIES
_CHUNK: Final = 100_000
_CENT: Final = Decimal("0.01")


def to_frame(records: Iterable[Record], *, reference: Reference | None = None) -> pl.DataFrame:
    """The frame of some records, with the places and categories read.

    Args:
        records: Records of a reader; rejects are the caller's.
        reference: Memberships, for blocs such as `EU`; the packaged tables by default.
    """
    return with_readings(raw_frame(records), PlaceReader(reference or Reference.load()))


def raw_frame(records: Iterable[Record]) -> pl.DataFrame:
    """The frame of some records as they are, nothing read; holds one chunk of them at a time."""
    chunks = [_chunk(chunk) for chunk in _chunks(iter(records))]
    return pl.concat(chunks) if chunks else pl.DataFrame(schema=RAW)


def _chunks(records: Iterator[Record]) -> Iterator[list[Record]]:
    while chunk := list(islice(records, _CHUNK)):
        yield chunk


def _chunk(records: list[Record]) -> pl.DataFrame:
    rows = pl.DataFrame([_row(record) for record in records], schema=_OF_ROWS, orient="row")
    # Few tables tell of parties, so their columns cost nothing where they are empty.
    if all(record.parties is NOBODY for record in records):
        return with_parties(rows)
    parties = [_texts(record.parties) for record in records]
    named = pl.DataFrame(parties, schema=_OF_PARTIES, orient="row")
    return pl.concat([rows, named], how="horizontal")


def with_parties(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with the columns of parties, empty where it lacks one or a cell is null."""
    return frame.with_columns(
        pl.col(name).cast(pl.String).fill_null("")
        if name in frame.columns
        else pl.lit("").alias(name)
        for name in PARTY_FIELDS
    )


def _texts(parties: Parties) -> tuple[str, ...]:
    return tuple([getattr(parties, name) for name in PARTY_FIELDS])


def _row(record: Record) -> tuple[Any, ...]:
    cents, note = _cents(record.value)
    return (
        record.number, record.exporter, record.destination, record.consignee, record.day,
        record.day.year if record.day else record.year, record.rating, cents, record.currency,
        record.measure, record.permanent, record.kind, record.form,
        licence_number(record.reference), licence_number(record.replaces),
        record.renewal, record.description, record.origin, record.until,
        [*record.notes, *note], record.route, record.licences,
    )  # fmt: skip


def _cents(value: Decimal | None) -> tuple[int | None, tuple[str, ...]]:
    if value is None:
        return None, ()
    rounded = value.quantize(_CENT, ROUND_HALF_EVEN)
    note = () if rounded == value else (f"the value {value} is rounded to the cent",)
    return int(rounded.scaleb(2)), note


def numbered(of: Any, text: Any) -> Any:
    """Numbers of licences without the words and signs for none, as of `licence_number`.

    Args:
        of: Who makes it: the module `polars` or `narwhals`.
        text: An expression of it: texts, none null.
    """
    # What is made of each text is made once: an engine may make it again wherever it is named.
    plain = text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "")
    none = plain.is_in(sorted(NO_NUMBERS)) | text.str.contains(r"^(?:[^\p{L}\p{N}]|0)*$")
    return of.when(none).then(of.lit("")).otherwise(text)


def to_records(frame: pl.DataFrame) -> Iterator[Record]:
    """The records of a frame, as they were given; a value that was rounded stays so."""
    for row in with_parties(frame).select(*RAW).iter_rows(named=True):
        cents = row.pop("cents")
        value = None if cents is None else Decimal(cents).scaleb(-2)
        parties = Parties(*[row.pop(name) for name in PARTY_FIELDS])
        notes = tuple(row.pop("notes") or ())
        yield Record(
            **row, value=value, notes=notes, parties=NOBODY if parties == NOBODY else parties
        )


def with_epochs(
    frame: pl.DataFrame, cuts: Sequence[date], *, day: str = "day", to: str = "epoch"
) -> pl.DataFrame:
    """Add the first day of the epoch of a row's day, null where no day is known.

    Args:
        frame: Any frame with a column of days.
        cuts: First days of the epochs, in order.
        day: Name of the column of days.
        to: Name of the column that is added.
    """
    starts = pl.Series(to, cuts, dtype=pl.Date)
    days = frame.select(pl.col(day).unique()).drop_nulls()
    found = starts.search_sorted(days[day], side="right") - 1
    lookup = days.with_columns(starts.gather(found).alias(to))
    return frame.join(lookup, on=day, how="left", maintain_order="left")


def with_readings(frame: pl.DataFrame, placer: PlaceReader) -> pl.DataFrame:
    """Add `category`, `places` and `unread`, each read once for what is the same."""
    categories = Lookup.of_each(
        ("rating",), {"category": pl.String}, lambda rating: (category_of(rating),)
    )

    def place(text: str, epoch: date | None, year: int) -> tuple[list[str], str]:
        reading = placer.read(text, epoch or placer.epoch(date(year, 12, 31)))
        return sorted(reading.codes), reading.problem

    places = Lookup.of_each(
        ("destination", "epoch", "year"), {"places": pl.List(pl.String), "unread": pl.String}, place
    )
    return places.add(categories.add(with_epochs(frame, placer.cuts))).drop("epoch")


def category_of(rating: str) -> str:
    """Category of a written rating: `ML15`, `dual-use`, `none`, `several`; empty if not known."""
    try:
        # Read by the old list, which has every category: an entry that left it stays in its own.
        found = read_ratings(rating, on=date.min)
    except UnknownRating:
        return ""
    names = {one.category or {"dual_use": "dual-use"}.get(one.listed, "") for one in found}
    if any(one.listed == "none" for one in found):
        names = (names - {""}) | {"none"}
    return names.pop() if len(names) == 1 else "several"


class Lookup:
    """Finds values by some columns, and keeps them.

    Args:
        columns: The columns of the key.
        found: Names and types of the columns to add.
        find: Called with a frame of new keys, each once; gives the same with the columns `found`,
            in any order of rows.
    """

    def __init__(
        self,
        columns: Sequence[str],
        found: Mapping[str, Any],
        find: Callable[[pl.DataFrame], pl.DataFrame],
    ) -> None:
        self._columns = list(columns)
        self._found = dict(found)
        self._find = find
        self._known: pl.DataFrame | None = None

    @classmethod
    def of_each(
        cls,
        columns: Sequence[str],
        found: Mapping[str, Any],
        find: Callable[..., Sequence[Any] | None],
    ) -> Lookup:
        """A lookup that finds one key at a time.

        Args:
            columns: The columns of the key.
            found: Names and types of the columns to add.
            find: Called with the key; gives a value for each, or None for nothing.
        """
        nothing = (None,) * len(found)

        def find_all(keys: pl.DataFrame) -> pl.DataFrame:
            rows = [(*key, *(find(*key) or nothing)) for key in keys.iter_rows()]
            return pl.DataFrame(rows, schema={**keys.schema, **found}, orient="row")

        return cls(columns, found, find_all)

    @property
    def known(self) -> pl.DataFrame | None:
        """All keys that were looked up, with what was found; None before the first."""
        return self._known

    def add(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows, in their order, with what is found for each; null where there is nothing."""
        keys = frame.select(self._columns).unique()
        if self._known is not None:
            keys = keys.join(self._known, on=self._columns, how="anti", nulls_equal=True)
        if keys.height or self._known is None:
            new = self._find(keys).select(
                *self._columns, *(pl.col(name).cast(type_) for name, type_ in self._found.items())
            )
            self._known = new if self._known is None else pl.concat([self._known, new])
        return frame.join(
            self._known, on=self._columns, how="left", nulls_equal=True, maintain_order="left"
        )
