"""Which readers there are, and which of them a file is for.

In: a path, and perhaps the name of a reader. Out: records and rejects, row by row. A format is
known by its header or, where it has none, by the shape of its first row; nothing is guessed.
"""

from __future__ import annotations

import csv
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from licensecheck.documents.csv_text import DELIMITERS
from licensecheck.errors import InputError, Problem, nearest, quote, told
from licensecheck.tables.reading import (
    eu_caat,
    eu_okfn,
    finland,
    generic,
    national,
    netherlands,
    sipri,
)
from licensecheck.tables.reading.cells import clean
from licensecheck.tables.reading.mapping import FIELDS, Mapped, read_mapping
from licensecheck.tables.reading.record import Record, Reject
from licensecheck.tables.reading.sheet import (
    Layout,
    encoding_of,
    faults_of,
    form_of,
    kept,
    open_text,
)
from licensecheck.tables.reading.totals import without_totals

__all__ = ["READERS", "Reader", "read_once", "read_table", "recognise"]

Rows = Iterator[Record | Reject]
_HEAD_ROWS: Final = 40
_HEAD_CHARACTERS: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of one published format.

    Attributes:
        name: Its name, as given to `--reader`.
        title: What it reads, in a few words.
        layouts: The layouts it knows; none for a format that is no delimited text.
    """

    name: str
    title: str
    layouts: tuple[Layout, ...]
    _read: Callable[[Path, Layout], Rows]

    def read(self, path: Path) -> Rows:
        """Read a file of the format.

        Raises:
            InputError: The file cannot be read or is of another format.
        """
        if not self.layouts:
            return self._read(path, Layout())
        head = _Head(path)
        return self._read(path, min(self.layouts, key=head.distance))


def _one(read: Callable[[Path], Rows]) -> Callable[[Path, Layout], Rows]:
    return lambda path, _: read(path)


_ALL: Final = (
    Reader("nl-export", "Dutch licences for military goods", (netherlands.EXPORT,),
           _one(netherlands.read_export)),
    Reader("nl-transit", "Dutch transit of military goods", (netherlands.TRANSIT,),
           _one(netherlands.read_transit)),
    Reader("nl-dual-use", "Dutch licences for dual-use goods", (netherlands.DUAL_USE,),
           _one(netherlands.read_dual_use)),
    Reader("eu-annual-okfn", "EU annual reports 2005-2013 (OKFN)", eu_okfn.LAYOUTS,
           _one(eu_okfn.read)),
    Reader("eu-annual-caat", "EU annual reports (CAAT)", eu_caat.LAYOUTS, eu_caat.read),
    Reader("sipri-register", "SIPRI trade register, a row for each year of delivery",
           (sipri.REGISTER,), _one(sipri.read_register)),
    Reader("sipri-deals", "SIPRI trade register, a row for each deal", (sipri.DEALS,),
           _one(sipri.read_deals)),
    Reader("sipri-totals", "SIPRI totals by exporter, recipient and year", (sipri.TOTALS,),
           _one(sipri.read_totals)),
    Reader("uk-licences", "UK licences by rating (CAAT)", (national.UK,),
           _one(national.read_uk)),
    Reader("us-sales", "US sales programmes (Security Assistance Monitor)", (),
           _one(national.read_us)),
    Reader("de-licences", "German licences by country", (national.GERMANY,),
           _one(national.read_germany)),
    Reader("fi-saferglobe", "Finnish licences and exports (SaferGlobe)", finland.LAYOUTS,
           finland.read),
    Reader("ch-dual-use", "Swiss dual-use licences (SRF Data)", (national.SWITZERLAND,),
           _one(national.read_switzerland)),
    Reader("generic", "a table in our own schema, or with a mapping of its columns", (),
           _one(generic.read)),
)  # fmt: skip
READERS: Final[Mapping[str, Reader]] = MappingProxyType({reader.name: reader for reader in _ALL})


def read_table(
    path: Path | str, *, reader: str = "auto", mapping: Path | str | Mapped | None = None
) -> Iterator[Record | Reject]:
    """Read a published table of licences, orders, exports or deliveries, row by row.

    Args:
        path: The file as published; `-` for standard input, or a pipe, which is read once.
        reader: Name of a reader, or `auto` to know the format by its header.
        mapping: YAML file that maps columns to fields, or what was read of it; the reader is then
            `generic`.

    Returns:
        Records and rejects in the order of the file, but for rows that may be totals of others,
        which come last. Every row is the number of one reject, or of one or more records: a row
        that states several measures gives a record for each.

    Raises:
        InputError: No such reader, a format that is not known, or a file that cannot be read; what
            is wrong further down in the file is raised when it is reached.
    """
    path = Path(path)
    if reader != "auto" and reader not in READERS:
        raise InputError(
            Problem("reader", told("no such reader {reader}", reader=quote(reader)), _help(reader))
        )
    mapped = None
    if mapping is not None:
        if reader not in ("auto", "generic"):
            raise InputError(
                Problem("mapping", told("the reader `{reader}` takes no mapping", reader=reader))
            )
        mapped = mapping if isinstance(mapping, Mapped) else read_mapping(Path(mapping))
    with ExitStack() as stack:
        file = stack.enter_context(kept(path))
        if mapped is not None:
            rows = generic.read(file, mapped)
        else:
            rows = READERS[recognise(file) if reader == "auto" else reader].read(file)
        # What is kept of a pipe is let go of when its rows have been read.
        return without_totals(rows if file == path else _with(stack.pop_all(), rows))


def _with(stack: ExitStack, rows: Rows) -> Rows:
    with stack:
        yield from rows


def read_once(reader: str, mapping: Path | None) -> Mapped | Path | None:
    """What a mapping says, read once, as it may be a pipe; the path where the reader takes none."""
    return read_mapping(mapping) if mapping and reader in ("auto", "generic") else mapping


def recognise(path: Path | str) -> str:
    """Name the reader that a file is for.

    Raises:
        InputError: No reader knows the format; the message says what the nearest one lacks.
    """
    path = Path(path)
    if path.suffix.casefold() in (".parquet", ".jsonl", ".ndjson") or form_of(path) != "text":
        return "generic"
    head = _Head(path)
    if head.keys is not None:
        return _of_json(path, head.keys)
    best: tuple[int, str, Sequence[str]] | None = None
    for reader in _ALL:
        for layout in reader.layouts:
            lacks = head.missing(layout)
            if lacks == ():
                return reader.name
            if lacks and (best is None or len(lacks) < best[0]):
                best = len(lacks), reader.name, lacks
    firsts = [rows[0] for mark in DELIMITERS if (rows := head.rows(mark))]
    if any(_is_ours([clean(name) for name in first]) for first in firsts):
        return "generic"
    first = any(clean(cell).strip("".join(DELIMITERS)) for row in firsts for cell in row)
    strange = told("the header is that of no table known here")
    what = strange if first else told("the file is empty")
    if best is None:
        raise _strange(path, what)
    raise _strange(path, what, best[1], best[2])


def _of_json(path: Path, keys: Sequence[str]) -> str:
    if set(national.US_KEYS) <= set(keys):
        return "us-sales"
    if _is_ours(keys):
        return "generic"
    raise _strange(
        path, told("the JSON is no table known here"), "us-sales", national.US_KEYS, keys
    )


def _is_ours(columns: Sequence[str]) -> bool:
    """Whether a table has columns of our own schema and no other."""
    return {"exporter", "destination"} <= set(columns) <= set(FIELDS)


def _strange(
    path: Path, what: str, near: str = "", lacks: Sequence[str] = (), has: Sequence[str] = ()
) -> InputError:
    if near:
        missing = ", ".join(quote(name) for name in lacks if name not in has)
        what = told(
            "{what}; the nearest is that of `{near}`, which also has {missing}",
            what=what,
            near=near,
            missing=missing,
        )
    return InputError(Problem(path.name, what, _help("")))


def _help(word: str) -> str:
    near = nearest(word, READERS)
    listed = told(
        "the readers are {readers}; `generic` takes a mapping of columns, which "
        "`licensecheck table FILE` looks up and writes",
        readers=", ".join(READERS),
    )
    return told("{near} {listed}", near=near, listed=listed) if near else listed


class _Head:
    """The beginning of a file, enough to know its format by."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with open_text(path, encoding_of(path)) as file:
            self._text = file.read(_HEAD_CHARACTERS)
        self.keys = self._first_keys()

    def missing(self, layout: Layout) -> tuple[str, ...] | None:
        """What the header lacks to be that of the layout; None where it has nothing of it."""
        return layout.missing(self.rows(layout.delimiter))

    def distance(self, layout: Layout) -> int:
        """How many columns the header lacks; more than any layout has where it has none."""
        lacks = self.missing(layout)
        return sys.maxsize if lacks is None else len(lacks)

    def rows(self, delimiter: str) -> list[list[str]]:
        """The first rows, parted by a delimiter."""
        with faults_of(self._path):
            reader = csv.reader(self._text.splitlines(keepends=True), delimiter=delimiter)
            return list(itertools.islice((row for row in reader if row), _HEAD_ROWS))

    def _first_keys(self) -> tuple[str, ...] | None:
        """The keys of the first object of a JSON array, or None for a file that is no JSON."""
        text = self._text.lstrip()
        if not text.startswith(("[", "{")):
            return None
        try:
            entry, _ = json.JSONDecoder(parse_int=str).raw_decode(text[text.index("{") :])
        except (ValueError, RecursionError):
            return None
        return tuple(entry)
