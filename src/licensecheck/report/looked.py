"""What was found in a table that nobody has described, as a person reads it."""

from __future__ import annotations

import tempfile
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from licensecheck.errors import InputError, Problem, nearest, quote
from licensecheck.outputs import write_text
from licensecheck.report.columns import display_width, shorten
from licensecheck.report.elements import clean
from licensecheck.report.share_words import counted, left_out_words
from licensecheck.tables.look import Column, Looked, look, mapping_text
from licensecheck.tables.readers import read_table, table_name
from licensecheck.tables.readers.stream import kept
from licensecheck.tables.record import MEASURES, Record, Reject

__all__ = ["looked_text", "show_look", "tried", "write_mapping"]

_WIDTH: Final = 80
_LONGEST_NAME: Final = 24
_MOST_COLUMNS: Final = 40
_ENCODINGS: Final = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252, by its bytes", "latin-1": "Latin-1, by its bytes",
}  # fmt: skip
_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_NAMES: Final = {"years": "a year", "day": "day", "rating": "control list code"}


def show_look(path: Path, *, sheet: str, said: Mapping[str, str], target: Path | None) -> str:
    """Look at a file, try the mapping on it, and write it where that is asked for.

    Raises:
        InputError: The file cannot be read, a word is none, or the mapping cannot be written.
    """
    if said["measure"] and said["measure"] not in MEASURES:
        near = nearest(said["measure"], MEASURES) or f"one of {', '.join(MEASURES)}"
        raise InputError(Problem("--measure", f"no such measure {quote(said['measure'])}", near))
    with kept(path) as file, tempfile.TemporaryDirectory(prefix="licensecheck-") as folder:
        looked = replace(look(file, sheet=sheet, constants=said), name=table_name(path))
        text = mapping_text(looked)
        mapping = Path(folder) / "mapping.yaml"
        mapping.write_text(text, encoding="utf-8")
        result = tried(file, mapping)
    shown = looked_text(looked, result)
    if target:
        write_mapping(target, text)
        shown += f"written to {clean(str(target))}\n"
    return shown


def looked_text(looked: Looked, tried: str) -> str:
    """What was found, what was not, the mapping, and what it reads."""
    return "\n".join(map(clean, _lines(looked, tried))) + "\n"


def _lines(looked: Looked, tried: str) -> Iterator[str]:
    yield from _wrapped(f"{looked.name}: {', '.join(_form(looked))}")
    if looked.reader and looked.reader != "generic":
        yield from _wrapped(f"known here as `{looked.reader}`: `share` and `screen` read it as is")
    if looked.before:
        yield from _wrapped(f"before the header: {'; '.join(looked.before)[:400]}")
    yield ""
    yield f"{'column':<{_LONGEST_NAME}}{'likely':<20}{'filled':>8}  examples"
    shown = _shown(looked)
    for one in shown:
        meaning = _NAMES.get(one.field, one.field) or "–"
        meaning += "" if one.by_name or not one.field else " (?)"
        name = shorten(clean(one.name), _LONGEST_NAME - 2)
        line = f"{name}{' ' * (_LONGEST_NAME - display_width(name))}{meaning:<20}{one.filled:>8,}  "
        yield line + shorten(clean(", ".join(one.examples)), _WIDTH - _LONGEST_NAME - 30)
    if len(looked.columns) > len(shown):
        yield f"and {len(looked.columns) - len(shown)} more columns"
    yield ""
    yield from _found(looked)
    yield ""
    yield from mapping_text(looked).splitlines()
    yield ""
    yield from _wrapped(tried)


def _shown(looked: Looked) -> list[Column]:
    """The columns that are worth a line: of those that are years the first and the last."""
    years = [one for one in looked.columns if one.field == "years"]
    shown = [one for one in looked.columns if one not in years[1:-1]]
    return shown[:_MOST_COLUMNS]


def _form(looked: Looked) -> Iterator[str]:
    if looked.form == "workbook":
        yield f"a workbook, sheet {quote(looked.sheet)}"
        others = [name for name in looked.sheets if name != looked.sheet]
        if others:
            yield f"others: {', '.join(map(quote, others))}"
    else:
        yield f"{_ENCODINGS.get(looked.encoding, looked.encoding)}"
        yield f"cells parted by {_SEPARATORS.get(looked.delimiter, quote(looked.delimiter))}"
    rows = ", ".join(map(str, looked.header))
    yield f"columns named in row {rows}"
    yield counted(looked.rows, "row") + (" looked at, and more below" if looked.more else "")


def _found(looked: Looked) -> Iterator[str]:
    said = {
        "decimal mark": looked.decimal or "the values do not tell",
        "days": looked.days if looked.column("day") else "",
        "unit": looked.unit,
        "codes": f"bare numbers, read with `{looked.prefix}` before them" if looked.prefix else "",
        "years": f"columns, named `{looked.years}`" if looked.years else "",
        **looked.constants,
    }
    for name, words in said.items():
        if words:
            yield f"{name}: {words}"
    for column, count in looked.totals.items():
        yield f"totals: {counted(count, 'row')} with a word for a total in {quote(column)}"
    if looked.doubts:
        yield f"not found: {', '.join(looked.doubts)}"


def tried(path: Path, mapping: Path) -> str:
    """What a mapping reads of its table, in a sentence."""
    records = 0
    rejects: list[Reject] = []
    places: Counter[str] = Counter()
    try:
        for row in read_table(path, mapping=mapping):
            if isinstance(row, Record):
                records += 1
                places[row.destination] += 1
            else:
                rejects.append(row)
    except InputError as error:
        return f"this mapping does not read the table yet: {error.problems[0]}"
    unread = [one for one in rejects if one.why == "unread"]
    parts = [counted(records, "record"), counted(len(unread), "reject")]
    said = ", ".join((*parts, *left_out_words(rejects)))
    reasons = Counter(reason for one in unread for reason in one.reasons).most_common(3)
    why = "".join(f"; {reason} ({count:,})" for reason, count in reasons)
    return f"with this mapping: {said}{why}"


def write_mapping(path: Path, text: str) -> None:
    """Write a mapping whole; one that is there was perhaps edited, and is kept.

    Raises:
        InputError: There is such a file, or it cannot be written to.
    """
    if path.is_file():
        what, help_ = "there is such a file, perhaps edited", "give another name, or remove it"
        raise InputError(Problem("--write", f"{quote(str(path))}: {what}", help_))
    write_text(path, text, "--write")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(clean(text), _WIDTH, subsequent_indent="  ", break_on_hyphens=False)
