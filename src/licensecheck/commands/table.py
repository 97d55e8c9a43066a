"""Looking at a table from the words of a command line; the mapping is tried and may be written."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from licensecheck.errors import InputError, Problem, nearest, quote, told
from licensecheck.language import ENGLISH, Language
from licensecheck.outputs import write_text
from licensecheck.report.elements import clean
from licensecheck.report.looked import looked_text
from licensecheck.report.share_words import (
    blank_words,
    left_out_words,
    number,
    unread_words,
)
from licensecheck.tables.reading import read_table, table_name
from licensecheck.tables.reading.look import look
from licensecheck.tables.reading.mapping_text import mapping_text
from licensecheck.tables.reading.record import MEASURES, Record, Reject
from licensecheck.tables.reading.sheet import kept

__all__ = ["show_look"]


def show_look(
    path: Path, *, sheet: str, said: Mapping[str, str], target: Path | None,
    language: Language = ENGLISH,
) -> str:  # fmt: skip
    """Look at a file, try the mapping on it, and write it where that is asked for.

    Raises:
        InputError: The file cannot be read, a word is none, or the mapping cannot be written.
    """
    if said["measure"] and said["measure"] not in MEASURES:
        near = nearest(said["measure"], MEASURES) or told(
            "one of {words}", words=", ".join(MEASURES)
        )
        raise InputError(
            Problem(
                "--measure", told("no such measure {measure}", measure=quote(said["measure"])), near
            )
        )
    with kept(path) as file, tempfile.TemporaryDirectory(prefix="licensecheck-") as folder:
        looked = replace(look(file, sheet=sheet, constants=said), name=table_name(path))
        text = mapping_text(looked, language)
        mapping = Path(folder) / "mapping.yaml"
        mapping.write_text(text, encoding="utf-8")
        result = _tried(file, mapping, language)
    shown = looked_text(looked, result, language)
    if target:
        _write_mapping(target, text)
        shown += language.text("written to {file}", file=clean(str(target))) + "\n"
    return shown


def _tried(path: Path, mapping: Path, language: Language) -> str:
    """What a mapping reads of its table, in a sentence."""
    records = 0
    blank: dict[int, int] = {}
    rejects: list[Reject] = []
    unread_values: Counter[str] = Counter()
    try:
        for row in read_table(path, mapping=mapping):
            if isinstance(row, Record):
                records += 1
                blank[row.number] = row.blank_cells
                unread_values.update([row.unread_value] if row.unread_value else [])
            else:
                rejects.append(row)
    except InputError as error:
        what = "this mapping does not read the table yet: {why}"
        return language.text(what, why=error.problems[0])
    unread = [one for one in rejects if one.why == "unread"]
    parts = [
        language.count(
            "{records} record", "{records} records", records, records=number(records, language)
        ),
        language.count(
            "{rejects} reject",
            "{rejects} rejects",
            len(unread),
            rejects=number(len(unread), language),
        ),
    ]
    said = ", ".join((*parts, *left_out_words(rejects, language)))
    reasons = Counter(reason for one in unread for reason in one.reasons).most_common(3)
    why = "".join(f"; {reason} ({count:,})" for reason, count in reasons)
    if cells := sum(blank.values()):
        why += f"; {blank_words(cells, language)}"
    if unread_values:
        why += f"; {unread_words(unread_values, language)}"
    return language.text("with this mapping: {read}", read=said + why)


def _write_mapping(path: Path, text: str) -> None:
    """Write a mapping whole; one that is there was perhaps edited, and is kept.

    Raises:
        InputError: There is such a file, or it cannot be written to.
    """
    if path.is_file():
        what = told("{path}: there is such a file, perhaps edited", path=quote(str(path)))
        raise InputError(Problem("--write", what, told("give another name, or remove it")))
    write_text(path, text, "--write")
