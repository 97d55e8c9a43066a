"""The tables on disk: small ones read whole, large ones bisected where they lie.

In: `rulesets/reference/*.csv` and `datapackage.json`. Out: rows, review days, hashes.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import json
import mmap
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from licensecheck.documents.figures import read_day
from licensecheck.errors import LawError, Problem, told
from licensecheck.law import law_dir

__all__ = ["Folder", "Row", "SortedTable", "open_folder"]

Row = Mapping[str, str]


class SortedTable:
    """A CSV file sorted by its first columns, whose rows are found without reading all of it.

    INVARIANT: sorted as bytes, no line break inside a cell, first columns unquoted; a test holds
    every file that is read so to this.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = self._bytes.find(b"\n")
        self._start = end + 1
        self.columns: tuple[str, ...] = tuple(self._bytes[:end].decode().split(","))
        self._kept: dict[tuple[str, ...], tuple[Row, ...]] = {}
        self._blocks: dict[tuple[str, ...], dict[str, list[Row]]] = {}

    def rows(self, *key: str) -> tuple[Row, ...]:
        """The rows whose first columns are `key`, read when they are first asked for."""
        found = self._kept.get(key)
        if found is None:
            found = tuple(self._find(key) if len(key) == 1 else self._parted(key))
            self._kept[key] = found
        return found

    def _parted(self, key: tuple[str, ...]) -> list[Row]:
        """Rows by more than one column: whoever asks for some of a block asks for others of it."""
        *first, last = key
        block = tuple(first)
        if block not in self._blocks:
            column = self.columns[len(first)]
            parts: dict[str, list[Row]] = {}
            for row in self.rows(*first):
                parts.setdefault(row[column], []).append(row)
            self._blocks[block] = parts
        return self._blocks[block].get(last, [])

    def _find(self, key: tuple[str, ...]) -> list[Row]:
        prefix = (",".join(key) + ",").encode()
        start = stop = self._first_line_from(prefix)
        while self._bytes[stop : stop + len(prefix)] == prefix:
            stop = self._line_end(stop)
        return self._read(start, stop)

    def first(self) -> Row:
        """The first row of the file."""
        return self._read(self._start, self._line_end(self._start))[0]

    def _read(self, start: int, stop: int) -> list[Row]:
        lines = self._bytes[start:stop].decode().splitlines()
        return [dict(zip(self.columns, cells, strict=True)) for cells in csv.reader(lines)]

    def _line_end(self, position: int) -> int:
        end = self._bytes.find(b"\n", position)
        return len(self._bytes) if end < 0 else end + 1

    def _first_line_from(self, prefix: bytes) -> int:
        low, high = self._start, len(self._bytes)
        while low < high:
            middle = self._bytes.rfind(b"\n", 0, (low + high) // 2) + 1
            middle = max(middle, low)
            if self._bytes[middle : middle + len(prefix)] < prefix:
                low = self._line_end(middle)
            else:
                high = middle
        return low


def _packaged() -> Path:
    return law_dir() / "reference"


@functools.cache
def open_folder(path: Path) -> Folder:
    """The one `Folder` of a path, shared by all that read its tables."""
    return Folder(path)


class Folder:
    """The reference folder: every table is read once, when first asked for.

    A folder of a user's own holds the tables that it has newer; all others are the packaged ones.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: dict[str, tuple[Row, ...]] = {}

    @functools.cached_property
    def package(self) -> dict[str, Any]:
        """The data package descriptor: edition, sources, licences, a schema for each table."""
        try:
            package: dict[str, Any] = json.loads(self._file("datapackage.json").read_bytes())
        except (OSError, ValueError) as error:
            what = told("no readable data package: {error}", error=error)
            raise LawError(Problem("reference/datapackage.json", what)) from None
        return package

    @functools.cached_property
    def review_by(self) -> Mapping[str, date]:
        """For each table the day by which a person should compare it with its sources again."""
        return MappingProxyType(
            {
                resource["name"]: read_day(resource["review_by"])
                for resource in self.package["resources"]
                if "review_by" in resource
            }
        )

    @functools.cached_property
    def hashes(self) -> Mapping[str, str]:
        """For each table the SHA-256 of its file, as it lies here."""
        return MappingProxyType(
            {
                resource["name"]: hashlib.sha256(
                    self._file(resource["path"]).read_bytes()
                ).hexdigest()
                for resource in self.package["resources"]
            }
        )

    def rows(self, table: str) -> tuple[Row, ...]:
        """All rows of a small table.

        Raises:
            LawError: There is no such table, or it is malformed.
        """
        found = self._rows.get(table)
        if found is None:
            found = self._rows[table] = self._read(table)
        return found

    def sorted_table(self, table: str) -> SortedTable:
        """A table that is bisected where it lies."""
        try:
            return SortedTable(self._path(table))
        except (OSError, ValueError) as error:
            raise LawError(Problem(f"reference/{table}.csv", str(error))) from None

    @functools.cached_property
    def own(self) -> tuple[str, ...]:
        """The tables that stand in a folder of the user's own."""
        if self.path == _packaged():
            return ()
        names = [resource["name"] for resource in self.package["resources"]]
        return tuple(name for name in names if (self.path / f"{name}.csv").is_file())

    def _path(self, table: str) -> Path:
        return self._file(f"{table}.csv")

    def _file(self, name: str) -> Path:
        own = self.path / name
        return own if own.is_file() else _packaged() / name

    def _read(self, table: str) -> tuple[Row, ...]:
        try:
            with self._path(table).open(encoding="utf-8", newline="") as file:
                reader = csv.reader(file, strict=True)
                columns = next(reader)
                width = len(columns)
                rows = []
                for cells in reader:
                    if len(cells) != width:
                        raise ValueError(f"line {reader.line_num}: {len(cells)} cells")
                    rows.append(dict(zip(columns, cells)))  # noqa: B905 - counted above
                return tuple(rows)
        except (OSError, ValueError, StopIteration, csv.Error) as error:
            raise LawError(Problem(f"reference/{table}.csv", str(error))) from None
