"""Reading a user's own file of denials, strictly.

In: a YAML file (a list under `denials`) or a CSV file (aliases parted by `;` or `|`). Out:
`Denials`, or every fault of the file at once, each with its line. An empty file says nothing; a
register without a denial is stated, by `denials: []`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from licensecheck.documents.csv_text import CsvRows, read_csv
from licensecheck.documents.days import read_day
from licensecheck.documents.strict_yaml import load_yaml
from licensecheck.documents.texts import read_text
from licensecheck.errors import InputError, Problem, UnknownPlace, UnknownRating, nearest, quote
from licensecheck.facts.denials import LONGEST, Denial, Denials, normalised
from licensecheck.messages import message
from licensecheck.reference.places import read_place
from licensecheck.reference.ratings import read_ratings
from licensecheck.reference.reference import Reference

__all__ = ["read_denials"]

FIELDS: Final = (
    "reference", "state", "date", "destination", "end_user", "aliases", "consignee", "rating",
    "description", "criterion",
)  # fmt: skip
REQUIRED: Final = ("reference", "state", "date", "destination")
_NEEDED_COLUMNS: Final = (*REQUIRED, ("rating", "description"))
_CSV: Final = (".csv", ".tsv", ".txt")
_EMPTY: Final = "a register without a denial is a YAML file that says `denials: []`"
_GUESSED: Final = message(
    "the file of denials is not UTF-8 and was read as Windows-1252; look at its names"
)
_MOST: Final = 50_000


def read_denials(path: Path, reference: Reference) -> Denials:
    """Read a file of denials.

    Raises:
        InputError: It cannot be read; every fault is listed with its place.
    """
    problems: list[Problem] = []
    note = ""
    if path.suffix.lower() in _CSV:
        read = read_csv(path, problems, needs=_NEEDED_COLUMNS, knows=FIELDS, empty=_EMPTY)
        rows: Iterable[tuple[int, Any]] = _csv(read)
        note = _GUESSED if read.is_guessed else ""
    else:
        rows = _yaml(path, problems)
    found = []
    seen: set[str] = set()
    for line, row in rows:
        where = f"{path.name}:{line}"
        if (one := _denial(row, where, reference, problems)) is not None:
            if one.reference in seen:
                what = f"the reference {quote(one.reference)} is repeated"
                problems.append(Problem(where, what))
            seen.add(one.reference)
            found.append(one)
    if len(found) > _MOST:
        problems.append(Problem(path.name, f"more than {_MOST:,} denials"))
    if problems:
        raise InputError(problems)
    return Denials(tuple(found), note)


def _csv(read: CsvRows) -> Iterator[tuple[int, Any]]:
    for line, row in read.rows:
        given: dict[str, Any] = {name: cell for name, cell in row.items() if cell}
        if "aliases" in given:
            given["aliases"] = re.split("[;|]", given["aliases"])
        yield line, given


def _yaml(path: Path, problems: list[Problem]) -> Iterator[tuple[int, Any]]:
    document = load_yaml(read_text(path), name=path.name, problems=problems)
    data = document.data
    if (
        not isinstance(data, dict)
        or set(data) != {"denials"}
        or not isinstance(data["denials"], list)
    ):
        what = "a file of denials holds a list under `denials`, no more"
        raise InputError([*problems, Problem(path.name, what, _EMPTY)])
    for index, row in enumerate(data["denials"]):
        yield document.line(("denials", index)), row


def _denial(row: Any, where: str, reference: Reference, problems: list[Problem]) -> Denial | None:
    if not isinstance(row, Mapping):
        problems.append(Problem(where, "a denial is a set of fields"))
        return None
    faults = [*_faults_of_fields(row, where)]
    texts = {key: value for key, value in row.items() if _is_line(value)}
    day = _day(texts, where, faults)
    # Of a denial without a day the places are read all the same, to hear of them too.
    on = day or date.today()
    _countries(texts, "state", on, reference, where, faults)
    destination = _countries(texts, "destination", on, reference, where, faults)
    codes = _codes(texts, on, where, faults)
    problems += faults
    if faults or day is None:
        return None
    names = [row.get("end_user"), *_aliases(row)]
    return Denial(
        str(row["reference"]), str(row["state"]), day, destination,
        frozenset(filter(None, (normalised(str(name)) for name in names if name))), codes,
    )  # fmt: skip


def _faults_of_fields(row: Mapping[Any, Any], where: str) -> Iterator[Problem]:
    for key in row:
        if key not in FIELDS:
            yield Problem(where, f"unknown field {quote(str(key))}", nearest(str(key), FIELDS))
    for key in REQUIRED:
        if not row.get(key):
            yield Problem(where, f"`{key}` is missing")
    if not row.get("rating") and not row.get("description"):
        yield Problem(where, "neither `rating` nor `description` is given")
    for key, value in row.items():
        if not all(map(_is_line, _aliases(row) if key == "aliases" else [value])):
            yield Problem(where, f"`{key}` is not a word or a line of text")


def _aliases(row: Mapping[Any, Any]) -> list[Any]:
    aliases = row.get("aliases") or []
    return aliases if isinstance(aliases, list) else [aliases]


def _is_line(value: Any) -> bool:
    text = str(value)
    return not isinstance(value, Mapping | list) and len(text) <= LONGEST and text.isprintable()


def _day(texts: Mapping[str, Any], where: str, faults: list[Problem]) -> date | None:
    said = texts.get("date")
    if not said:
        return None
    try:
        return read_day(str(said))
    except ValueError:
        what = f"`date` {quote(str(said))} is no day"
        faults.append(Problem(where, what, "such as 2026-11-24"))
        return None


def _countries(
    texts: Mapping[str, Any], key: str, on: date, reference: Reference, where: str,
    faults: list[Problem],
) -> frozenset[str]:  # fmt: skip
    if not texts.get(key):
        return frozenset()
    try:
        return read_place(str(texts[key]), on=on, members=reference.members).countries
    except UnknownPlace as error:
        faults += [Problem(where, one.what, one.help) for one in error.problems]
        return frozenset()


def _codes(
    texts: Mapping[str, Any], on: date, where: str, faults: list[Problem]
) -> tuple[str, ...]:
    if not texts.get("rating"):
        return ()
    try:
        return tuple(one.code for one in read_ratings(str(texts["rating"]), on=on))
    except UnknownRating as error:
        faults += [Problem(where, one.what, one.help) for one in error.problems]
        return ()
