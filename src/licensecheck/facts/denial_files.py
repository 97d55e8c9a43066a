"""Reading a user's own file of denials, strictly.

In: a YAML file (a list under `denials`) or a CSV file (aliases parted by `;` or `|`). Out:
`Denials`, or every fault of the file at once, each with its line. An empty file says nothing; a
register without a denial is stated, by `denials: []`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationInfo

from licensecheck.documents.faults import Fault, repeated
from licensecheck.documents.values import Day, line_of
from licensecheck.documents.written import (
    Written,
    context_of,
    read_rows,
    read_yaml,
    schema_of_document,
)
from licensecheck.errors import InputError, Problem, told
from licensecheck.facts.denials import LONGEST, Denial, Denials, normalised
from licensecheck.messages import message
from licensecheck.reference.open_domains import AS_WRITTEN, codes_of, countries_of, read_by
from licensecheck.reference.places import Members
from licensecheck.reference.reference import Reference

__all__ = ["denials_schema", "read_denials"]

_CSV: Final = (".csv", ".tsv", ".txt")
_EMPTY: Final = told("a register without a denial is a YAML file that says `denials: []`")
_GUESSED: Final = message(
    "the file of denials is not UTF-8 and was read as Windows-1252; look at its names"
)
_MOST: Final = 50_000
_ROWS: Final = "in_rows"


def _read_state(text: str, *, on: date, members: Members) -> str:
    countries_of(text, on=on, members=members)
    return text


def _names(value: Any, info: ValidationInfo) -> Any:
    """One name or a list of them; in a cell of a table they are parted by marks."""
    if isinstance(value, str) and context_of(info, _ROWS):
        return [name for name in re.split("[;|]", value) if name.strip()]
    return value if isinstance(value, list) else [value]


_Line = Annotated[str, line_of(LONGEST), Field(min_length=1, max_length=LONGEST)]
# Places and codes are read on the day of the denial, which stands before them.
_On: Final = {"day": "denied", "longest": LONGEST}


class DenialRow(Written):
    """One refusal of another state."""

    ENTRY = ("denial", "reference")
    reference: _Line = Field(description="Your own number for it; all of it that is ever printed.")
    denied: Day = Field(alias="date", description="Day of the denial.")
    state: Annotated[str, read_by(_read_state, knows_members=True, **_On), AS_WRITTEN] = Field(
        description="The state that denied."
    )
    destination: Annotated[
        frozenset[str], read_by(countries_of, knows_members=True, **_On), AS_WRITTEN
    ] = Field(description="Where the goods would have gone.")
    end_user: _Line | None = Field(None, description="Name of the end user.")
    aliases: Annotated[
        tuple[_Line, ...], BeforeValidator(_names, json_schema_input_type=str | list[str])
    ] = Field((), description="Other names of the end user.")
    consignee: _Line | None = Field(None, description="Name of the consignee.")
    rating: Annotated[tuple[str, ...], read_by(codes_of, **_On), AS_WRITTEN] | None = Field(
        None, description="Codes of the control list that were refused."
    )
    description: _Line | None = Field(None, description="The goods in words.")
    criterion: _Line | None = Field(None, description="Criterion on which it rests.")

    @classmethod
    def _between(cls, data: Mapping[str, Any]) -> Iterator[Fault]:
        """The goods are said in one way or the other."""
        if not data.get("rating") and not data.get("description"):
            yield Fault((), told("neither `rating` nor `description` is given"))


class DenialsFile(Written):
    """The denials of other states that an office knows of."""

    denials: tuple[DenialRow, ...] = Field(
        max_length=_MOST, description="Each denial; an empty list where there is none."
    )

    @classmethod
    def _between(cls, data: Mapping[str, Any]) -> Iterator[Fault]:
        """A register without a denial is stated, and no denial stands in it twice."""
        if data.get("denials") is None:
            yield Fault((), told("`denials` is missing"), _EMPTY)
        yield from repeated(data.get("denials"), "reference", at=("denials",))


def read_denials(path: Path, reference: Reference) -> Denials:
    """Read a file of denials.

    Raises:
        InputError: It cannot be read; every fault is listed with its place.
    """
    problems: list[Problem] = []
    context: dict[str, Any] = {"members": reference.members}
    note = ""
    if path.suffix.lower() in _CSV:
        table = read_rows(
            path, DenialRow, problems, context={**context, _ROWS: True},
            needs=(("rating", "description"),), once="reference", empty=_EMPTY,
        )  # fmt: skip
        note = _GUESSED if table.is_guessed else ""
        rows = tuple(row.value for row in table)
    else:
        rows = read_yaml(path, DenialsFile, context=context).denials
    if len(rows) > _MOST:
        problems.append(Problem(path.name, told("more than {most} denials", most=f"{_MOST:,}")))
    if problems:
        raise InputError(problems)
    return Denials(tuple(map(_denial, rows)), note)


def _denial(row: DenialRow) -> Denial:
    names = (normalised(name) for name in (row.end_user or "", *row.aliases))
    return Denial(
        row.reference, row.state, row.denied, row.destination,
        frozenset(filter(None, names)), row.rating or (),
    )  # fmt: skip


def denials_schema() -> dict[str, Any]:
    """JSON Schema of a file of denials in YAML."""
    return schema_of_document(DenialsFile, "denials", "licensecheck file of denials")
