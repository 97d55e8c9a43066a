"""Results of a screening that was made elsewhere: in goes its file, out come its answers by name.

Two forms are read: what the matching service of OpenSanctions (yente) answers, as JSON; and a CSV
with `name` and `result` (`no_match`, `name_match`, `clear` or `confirmed`), perhaps with `list`,
`reference`, `listed_name`, `likeness` and `date`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from licensecheck.documents.texts import decoded
from licensecheck.documents.values import Line, one_of
from licensecheck.documents.written import Written, read_rows
from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.facts.lists.index import Hit
from licensecheck.facts.lists.names import prepared
from licensecheck.facts.parties import SCREENING

__all__ = ["Outside", "is_outside", "read_outside"]

RESULTS: Final = ("no_match", "name_match", "clear", "confirmed")
_NEEDED: Final = ("name", "result")
_LARGEST: Final = 64 << 20
_TITLE: Final = "screening made elsewhere"


@dataclass
class Outside:
    """The answers of one screening that was made elsewhere.

    Attributes:
        title: What it is called in reports.
        day: ISO day of it; "" where the file tells none.
        answers: By the name as compared: the result, and what was hit.
    """

    title: str = _TITLE
    day: str = ""
    answers: dict[str, tuple[str, tuple[Hit, ...]]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many names it answers for."""
        return len(self.answers)

    def answer(self, name: str) -> tuple[str, tuple[Hit, ...]] | None:
        """The result for a name and its hits; None where it does not answer for the name."""
        return self.answers.get(prepared(name).ordered)


def is_outside(head: str) -> bool:
    """Whether a file that begins so is a result of an outside screening."""
    begin = head.lstrip("\ufeff \t\r\n").lower()
    first = {cell.strip(' "') for cell in begin.partition("\n")[0].replace(";", ",").split(",")}
    return (begin.startswith("{") and '"responses"' in begin) or set(_NEEDED) <= first


def read_outside(path: Path) -> Outside:
    """Read the result of an outside screening.

    Raises:
        InputError: It cannot be read; every fault is listed with its place.
    """
    problems: list[Problem] = []
    with path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _yente(path, problems) if start.startswith(b"{") else _csv(path, problems)
    if problems:
        raise InputError(problems)
    return found


def _yente(path: Path, problems: list[Problem]) -> Outside:
    found = Outside()
    if path.stat().st_size > _LARGEST:
        raise InputError(Problem(path.name, told("is longer than 64 MB")))
    try:
        document = json.loads(decoded(path.read_bytes(), path.name, help=told("save it as UTF-8")))
        responses = document["responses"]
        for key, one in responses.items():
            hits = tuple(_yente_hits(one.get("results") or ()))
            named = (one.get("query") or {}).get("properties", {}).get("name") or ()
            if not named:
                problems.append(
                    Problem(path.name, told("the answer {key} tells no name", key=quote(key)))
                )
            for name in [named] if isinstance(named, str) else named:
                result = "name_match" if hits else "no_match"
                found.answers[prepared(name).ordered] = (result, hits)
    except (ValueError, KeyError, TypeError, AttributeError):
        what = told(
            "is no answer of a matching service: `responses` with a `query` and `results` each"
        )
        raise InputError(Problem(path.name, what)) from None
    return found


def _yente_hits(results: Any) -> Iterator[Hit]:
    """Those that the service calls a match; how it scores them is its own."""
    for one in results:
        if not one.get("match"):
            continue
        datasets = ", ".join(one.get("datasets") or ()) or _TITLE
        likeness = round(float(one.get("score") or 0) * 100)
        countries = tuple((one.get("properties") or {}).get("country") or ())
        yield Hit(datasets, str(one.get("id") or ""), str(one.get("caption") or ""), "name",
                  likeness, countries)  # fmt: skip


def _result_word(value: Any) -> Any:
    return value.lower().replace(" ", "_") if isinstance(value, str) else value


class OutsideRow(Written):
    """What a screening elsewhere found of one name."""

    name: Line = Field(description="Name of the party.")
    result: Annotated[str, one_of("result", RESULTS), BeforeValidator(_result_word)] = Field(
        description="What was found."
    )
    list: Line | None = Field(default=None, description="The list that has it.")
    reference: Line | None = Field(default=None, description="Its number on the list.")
    listed_name: Line | None = Field(default=None, description="Its name on the list.")
    likeness: Line | None = Field(default=None, description="How alike the names are, in percent.")
    date: Line | None = Field(default=None, description="Day of the screening.")


def _csv(path: Path, problems: list[Problem]) -> Outside:
    found = Outside()
    held: dict[str, tuple[str, tuple[Hit, ...]]] = found.answers
    for row in read_rows(path, OutsideRow, problems):
        key = prepared(row.value.name).ordered
        if not key:
            problems.append(Problem(f"{path.name}:{row.line}: name", told("holds no name")))
            continue
        found.day = max(found.day, row.value.date or "")
        before, hits = held.get(key, ("clear", ()))
        gravest = max(before, row.value.result, key=SCREENING.index)
        held[key] = (gravest, (*hits, *_csv_hits(row.value)))
    return found


def _csv_hits(row: OutsideRow) -> Iterator[Hit]:
    if row.result in ("name_match", "confirmed"):
        said = (row.likeness or "").rstrip(" %")
        yield Hit(
            row.list or _TITLE, row.reference or "", row.listed_name or "",
            "name", int(said) if said.isdigit() and len(said) < 4 else 0, (),
        )  # fmt: skip
