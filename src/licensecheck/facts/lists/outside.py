"""Results of a screening that was made elsewhere: in goes its file, out come its answers by name.

Two forms are read: what the matching service of OpenSanctions (yente) answers, as JSON; and a CSV
with `name` and `result` (`no_match`, `name_match`, `clear` or `confirmed`), perhaps with `list`,
`reference`, `listed_name`, `likeness` and `date`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from licensecheck.documents.texts import decoded
from licensecheck.documents.values import Day, Line, fault, one_of
from licensecheck.documents.written import Written, read_rows
from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.facts.lists.index import Hit
from licensecheck.facts.lists.names import prepared, spelt
from licensecheck.facts.parties import SCREENING

__all__ = ["Outside", "is_outside", "read_outside"]

RESULTS: Final = ("no_match", "name_match", "clear", "confirmed")
# Results that are for a person to look at, and so for every name that may be the same.
_HITS: Final = ("name_match", "confirmed")
_ANSWERED: Final = 200
_NEEDED: Final = ("name", "result")
_LARGEST: Final = 64 << 20
_TITLE: Final = "screening made elsewhere"


@dataclass
class Outside:
    """The answers of one screening that was made elsewhere.

    Attributes:
        title: What it is called in reports.
        day: ISO day of the latest answer; "" where the file tells none.
        answers: By the name as compared: the result, and what was hit.
        days: By the same, the ISO day of the oldest answer; "" where one tells none.
        spelt: The names as written, legal form and all; who was cleared is nobody else.
    """

    title: str = _TITLE
    day: str = ""
    answers: dict[str, tuple[str, tuple[Hit, ...]]] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)
    spelt: set[str] = field(default_factory=set)

    @property
    def size(self) -> int:
        """How many names it answers for."""
        return len(self.answers)

    def answer(self, name: str) -> tuple[str, tuple[Hit, ...]] | None:
        """The result for a name and its hits; None where it does not answer for the name."""
        answer = self.answers.get(prepared(name).ordered)
        if answer and answer[0] in _HITS:
            return answer
        return answer if spelt(name) in self.spelt else None

    def day_of(self, name: str) -> str:
        """ISO day of the oldest answer for a name; "" where one of them tells none."""
        return self.days.get(prepared(name).ordered, "")

    def add(self, name: str, result: str, hits: tuple[Hit, ...], day: str = "") -> bool:
        """Hold one result; of several for a name the gravest counts. False where none is named."""
        key = prepared(name).ordered
        if not key:
            return False
        before, held = self.answers.get(key, (result, ()))
        self.answers[key] = (max(before, result, key=SCREENING.index), (*held, *hits))
        self.spelt.add(spelt(name))
        self.days[key] = min(self.days.get(key, day), day)
        self.day = max(self.day, day)
        return True


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
            if one.get("status", _ANSWERED) != _ANSWERED:
                what = told(
                    "{key} was not answered: status {status}",
                    key=quote(key), status=quote(str(one["status"])),
                )  # fmt: skip
                problems.append(Problem(path.name, what))
                continue
            hits = tuple(_yente_hits(one, key, problems, path))
            named = (one.get("query") or {}).get("properties", {}).get("name") or ()
            result = "name_match" if hits else "no_match"
            names = [named] if isinstance(named, str) else named
            if not [name for name in names if found.add(name, result, hits)]:
                problems.append(
                    Problem(path.name, told("the answer {key} tells no name", key=quote(key)))
                )
    except (ValueError, KeyError, TypeError, AttributeError):
        what = told(
            "is no answer of a matching service: `responses` with a `query` and `results` each"
        )
        raise InputError(Problem(path.name, what)) from None
    return found


def _yente_hits(
    answer: Mapping[str, Any], key: str, problems: list[Problem], path: Path
) -> Iterator[Hit]:
    """Those that the service calls a match; how it scores them is its own."""
    results = answer.get("results")
    if not isinstance(results, list):
        what = told("the answer {key} has no list of `results`", key=quote(key))
        problems.append(Problem(path.name, what))
        return
    for one in results:
        if not isinstance(one.get("match"), bool):
            what = told("a result of the answer {key} does not tell `match`", key=quote(key))
            problems.append(
                Problem(path.name, what, told("ask the service to match, not to search"))
            )
            return
        if not one["match"]:
            continue
        datasets = ", ".join(one.get("datasets") or ()) or _TITLE
        likeness = round(float(one.get("score") or 0) * 100)
        countries = tuple((one.get("properties") or {}).get("country") or ())
        yield Hit(datasets, str(one.get("id") or ""), str(one.get("caption") or ""), "name",
                  likeness, countries)  # fmt: skip


def _percent(value: Any) -> Any:
    """A likeness in percent; a share of one is refused, as 0.93 would be read as one percent."""
    if isinstance(value, str):
        text = value.strip().removesuffix("%").rstrip()
        if not re.fullmatch(r"0|[1-9][0-9]?(?:[.,][0-9]{1,9})?|100(?:[.,]0{1,9})?", text, re.ASCII):
            what = told("{text} is no likeness in percent, from 0 to 100", text=quote(value))
            raise fault(what, told("such as `93`"))
        return round(Decimal(text.replace(",", ".")))
    return value


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
    likeness: Annotated[int, BeforeValidator(_percent)] | None = Field(
        default=None, description="How alike the names are, in percent."
    )
    date: Day | None = Field(default=None, description="Day of the screening.")


def _csv(path: Path, problems: list[Problem]) -> Outside:
    found = Outside()
    for row in read_rows(path, OutsideRow, problems):
        one = row.value
        day = one.date.isoformat() if one.date else ""
        if not found.add(one.name, one.result, tuple(_csv_hits(one)), day):
            problems.append(Problem(f"{path.name}:{row.line}: name", told("holds no name")))
    return found


def _csv_hits(row: OutsideRow) -> Iterator[Hit]:
    if row.result in _HITS:
        yield Hit(
            row.list or _TITLE, row.reference or "", row.listed_name or "",
            "name", row.likeness or 0, (),
        )  # fmt: skip
