"""How the columns of a table are mapped to the fields of our record, from a small YAML file.

In: a path. Out: a `Mapped`, or every problem of the file at once. Its keys, none of them needed:

    columns: {destination: Land, value: Betrag, day: Datum}   # our field: their column
    constants: {exporter: NL, currency: EUR}                  # our field: the same for every row
    ignore: [Bemerkung]                                       # their columns that say nothing here
    delimiter: ";"                                            # a comma where none is said
    days: DMY                                                 # YMD (2014-03-08) where none is said
    decimal: ","                                              # a point where none is said
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from licensecheck.errors import InputError, Problem, nearest, quote
from licensecheck.strict_yaml import load_yaml
from licensecheck.tables.readers.cells import clean
from licensecheck.texts import read_text

__all__ = ["FIELDS", "Mapped", "read_mapping"]

FIELDS: Final = (
    "exporter", "destination", "consignee", "day", "year", "rating", "value", "currency",
    "measure", "permanent", "kind", "form", "reference", "replaces", "renewal", "description",
    "origin", "until", "route", "licences",
)  # fmt: skip
_KEYS: Final = ("columns", "constants", "ignore", "delimiter", "days", "decimal")
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "days": ("YMD", "DMY", "MDY"), "decimal": (".", ","),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a mapping says; its defaults are those of a table in our own schema."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    delimiter: str = ","
    days: str = "YMD"
    decimal: str = "."


def read_mapping(path: Path) -> Mapped:
    """Read a mapping of columns.

    Raises:
        InputError: The file is no YAML mapping of the keys above; every problem is told.
    """
    problems: list[Problem] = []
    data = load_yaml(read_text(path), name=path.name, problems=problems).data
    problems += _faults(data, path.name)
    if problems:
        raise InputError(problems)
    return Mapped(
        columns={name: clean(column) for name, column in data.get("columns", {}).items()},
        constants=data.get("constants", {}),
        ignore=tuple(clean(column) for column in data.get("ignore", ())),
        delimiter=data.get("delimiter", ","),
        days=data.get("days", "YMD"),
        decimal=data.get("decimal", "."),
    )


def _faults(data: Any, name: str) -> Iterator[Problem]:
    if not isinstance(data, dict):
        yield Problem(name, "no mapping", f"its keys are {', '.join(_KEYS)}")
        return
    for key, part in data.items():
        where = f"{name}: {key}"
        if key in ("columns", "constants"):
            yield from _faults_of_fields(part, where)
        elif key not in _KEYS:
            yield Problem(name, f"no such key {quote(str(key))}", nearest(str(key), _KEYS))
        elif what := _fault_of_word(key, part):
            yield Problem(where, what)


def _fault_of_word(key: str, part: Any) -> str:
    if key == "ignore":
        right = isinstance(part, list) and all(isinstance(column, str) for column in part)
        return "" if right else "not a list of columns"
    if key == "delimiter":
        right = isinstance(part, str) and len(part) == 1 and part not in '"\r\n\0 '
        return "" if right else "not a single character"
    right = part in _WORDS[key]
    return "" if right else f"{quote(str(part))} is none of {', '.join(_WORDS[key])}"


def _faults_of_fields(part: Any, where: str) -> Iterator[Problem]:
    if not isinstance(part, dict):
        yield Problem(where, "not a mapping of our fields")
        return
    for name, value in part.items():
        if name not in FIELDS:
            yield Problem(where, f"no such field {quote(str(name))}", nearest(str(name), FIELDS))
        elif not isinstance(value, str):
            yield Problem(f"{where}.{name}", "not a text", "write it between quotes")
