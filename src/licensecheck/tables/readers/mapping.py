"""How the columns of a table are mapped to the fields of our record, from a small YAML file.

In: a path. Out: a `Mapped`, or every problem of the file at once. Its keys, none of them needed:

    columns: {destination: Land, value: Betrag, day: Datum}   # our field: their column
    constants: {exporter: NL, currency: EUR}                  # our field: the same for every row
    ignore: [Bemerkung]                                       # their columns that say nothing here
    delimiter: ";"                                            # a comma where none is said
    days: DMY                                                 # YMD (2014-03-08) where none is said
    decimal: ","                                              # a point where none is said
    places: {Rest of Gulf: [AE, QA], Sudan (Rep.): SD}        # their name: what it means here
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from licensecheck.errors import InputError, Problem, UnknownPlace, nearest, quote
from licensecheck.reference import Reference
from licensecheck.reference.place_grammar import name_key
from licensecheck.reference.places import read_place
from licensecheck.strict_yaml import Document, load_yaml
from licensecheck.tables.readers.cells import clean
from licensecheck.texts import read_text

__all__ = ["FIELDS", "Mapped", "read_mapping"]

FIELDS: Final = (
    "exporter", "destination", "consignee", "day", "year", "rating", "value", "currency",
    "measure", "permanent", "kind", "form", "reference", "replaces", "renewal", "description",
    "origin", "until", "route", "licences",
)  # fmt: skip
_KEYS: Final = ("columns", "constants", "ignore", "delimiter", "days", "decimal", "places")
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "days": ("YMD", "DMY", "MDY"), "decimal": (".", ","),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a mapping says; its defaults are those of a table in our own schema.

    `places` holds, by `name_key` of a name in the table, the place that is meant by it.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    delimiter: str = ","
    days: str = "YMD"
    decimal: str = "."
    places: Mapping[str, str] = field(default_factory=dict)

    def place(self, cell: str) -> str:
        """What a cell of a place means by the names of this table, or the cell as it is."""
        return self.places.get(name_key(cell), cell) if self.places else cell


def read_mapping(path: Path) -> Mapped:
    """Read a mapping of columns.

    Raises:
        InputError: The file is no YAML mapping of the keys above; every problem is told.
    """
    problems: list[Problem] = []
    document = load_yaml(read_text(path), name=path.name, problems=problems)
    data = document.data
    problems += _faults(data, path.name)
    places = _places(document, problems)
    if problems:
        raise InputError(problems)
    return Mapped(
        columns={name: clean(column) for name, column in data.get("columns", {}).items()},
        constants=data.get("constants", {}),
        ignore=tuple(clean(column) for column in data.get("ignore", ())),
        delimiter=data.get("delimiter", ","),
        days=data.get("days", "YMD"),
        decimal=data.get("decimal", "."),
        places=places,
    )


def _places(document: Document, problems: list[Problem]) -> dict[str, str]:
    """What names of the table mean, by their keys; each is read to see that it can be."""
    given = document.data.get("places", {}) if isinstance(document.data, dict) else {}
    if not isinstance(given, dict):
        problems.append(Problem(f"{document.name}: places", "not a mapping of names to places"))
        return {}
    places: dict[str, str] = {}
    for name, meant in given.items():
        where = f"{document.name}:{document.line(('places', name))}: places.{name}"
        parts = meant if isinstance(meant, list) else [meant]
        key = name_key(name)
        if not key or not parts or not all(isinstance(part, str) and part for part in parts):
            problems.append(Problem(where, "not a name and the place, or list of places, it means"))
            continue
        for part in parts:
            try:
                read_place(part, on=date.today(), members=Reference.load().members)
            except UnknownPlace as error:
                problems += [Problem(where, one.what, one.help) for one in error.problems]
        if places.setdefault(key, ", ".join(parts)) != ", ".join(parts):
            problems.append(Problem(where, "the name is given twice, with two meanings"))
    return places


def _faults(data: Any, name: str) -> Iterator[Problem]:
    if not isinstance(data, dict):
        yield Problem(name, "no mapping", f"its keys are {', '.join(_KEYS)}")
        return
    for key, part in data.items():
        where = f"{name}: {key}"
        if key in ("columns", "constants"):
            yield from _faults_of_fields(part, where)
        elif key == "places":
            continue
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
