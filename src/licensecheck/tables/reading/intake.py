"""Taking in a table: in goes a file, out come its frame and its rejects, and no row is lost."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import polars as pl

from licensecheck.errors import Argument
from licensecheck.outputs import whole
from licensecheck.reference.reference import Reference
from licensecheck.tables.reading import read_once, read_table, table_name
from licensecheck.tables.reading.frame import to_frame
from licensecheck.tables.reading.generic import not_left_out
from licensecheck.tables.reading.mapping import Mapped
from licensecheck.tables.reading.record import Record, Reject

__all__ = ["Table", "load_table", "reject_writer", "write_rejects"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read.

    Attributes:
        name: Name of the file.
        frame: One row a record, as of `to_frame`.
        rejects: Rows that stand for no transfer or cannot be read, with every reason.
        left_out: Rows of totals, rows joined to others, and rows that a mapping leaves out.
        unread_values: Values that are written and cannot be read, and how many rows have each.
        blank_cells: Cells of years, measures or categories that are empty or hold a dash, in the
            rows that gave a record.
        not_left_out: What the mapping leaves rows out by and no row has.
    """

    name: str
    frame: pl.DataFrame
    rejects: tuple[Reject, ...]
    left_out: tuple[Reject, ...] = ()
    unread_values: Mapping[str, int] = field(default_factory=dict)
    blank_cells: int = 0
    not_left_out: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> int:
        """Rows of the file: those that gave a record, the rejects, and what is left out."""
        return self.frame["number"].n_unique() + len(self.rejects) + len(self.left_out)


def load_table(
    path: Path, *, reader: str = "auto", mapping: Path | None = None,
    reference: Reference | None = None,
) -> Table:  # fmt: skip
    """Read a file by one of the readers.

    Args:
        path: The file, as published; `-` for standard input, or a pipe.
        reader: Name of a reader; `auto` recognises the format, or says why not.
        mapping: For the reader `generic`, a file that maps columns to fields.
        reference: The dated tables; the packaged ones by default.

    Raises:
        InputError: The file cannot be read, or is of no known format.
    """
    mapped = read_once(reader, mapping)
    rejects: list[Reject] = []
    left_out: list[Reject] = []
    unread: Counter[str] = Counter()
    blank: dict[int, int] = {}

    def records() -> Iterator[Record]:
        for row in read_table(path, reader=reader, mapping=mapped):
            if isinstance(row, Reject):
                (rejects if row.why == "unread" else left_out).append(row)
                continue
            if row.unread_value:
                unread[row.unread_value] += 1
            if row.blank_cells:
                blank[row.number] = row.blank_cells
            yield row

    frame = to_frame(records(), reference=reference)
    values = MappingProxyType(dict(unread))
    return Table(
        table_name(path), frame, tuple(rejects), tuple(left_out), values, sum(blank.values()),
        not_left_out(mapped, left_out) if isinstance(mapped, Mapped) else (),
    )  # fmt: skip


def write_rejects(path: Path, rejects: Iterable[Reject]) -> None:
    """Write rejects as CSV, a line for each.

    Raises:
        InputError: The file cannot be written to.
        OSError: The disk is full, or failed.
    """
    with reject_writer(path) as write:
        for reject in rejects:
            write(reject)


@contextmanager
def reject_writer(path: Path) -> Iterator[Callable[[Reject], None]]:
    """A CSV file for rejects as they come; it takes its name when all is written."""
    with (
        whole(path, Argument("rejects")) as temporary,
        temporary.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("row", "reasons"))
        # A reason begins with a word of ours, so no cell is run by a spreadsheet.
        yield lambda reject: writer.writerow((reject.number, "; ".join(reject.reasons)))
