"""Names against lists, as text or JSON: for each, what lists say of it, and every hit."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from licensecheck.commands.show import neutral
from licensecheck.documents.csv_text import delimiter_of, read_csv
from licensecheck.documents.texts import read_bytes
from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.facts.lists.parties import Compared, PartyLists
from licensecheck.language import SOURCE_LANGUAGE, Language, find_language
from licensecheck.messages import message
from licensecheck.wording.columns import paragraph
from licensecheck.wording.sources import name_of_country, said_text

__all__ = ["ComparedAnswer", "compared_answer", "parties_of"]

_LIMITS: Final = message(
    "A match waits for a person, and no match is not clear. Lists of names do not tell who owns "
    "or controls a party."
)


class ComparedAnswer(NamedTuple):
    """What is printed, whether a name had a match, and whether one was not compared."""

    text: str
    matched: bool
    unscreened: bool


def parties_of(path: str, column: str = "name") -> list[tuple[str, str]]:
    """Names and numbers of registration of a CSV, each pair once, in its order.

    Args:
        path: The file; other columns of it are not read.
        column: The column that holds the names.

    Raises:
        InputError: It cannot be read; every fault is listed.
    """
    problems: list[Problem] = []
    file = Path(path)
    key = column.strip().casefold()
    # Whatever else a table has is let be.
    read = read_csv(file, problems, needs=(key,), knows=("registration", *_columns(file, key)))
    found: dict[tuple[str, str], None] = {}
    for line, row in read.rows:
        name = row[key].strip()
        if not name:
            problems.append(
                Problem(f"{file.name}:{line}", told("{column} is missing", column=quote(column)))
            )
        found[name, row.get("registration") or ""] = None
    if problems:
        raise InputError(problems)
    return list(found)


def _columns(file: Path, key: str) -> list[str]:
    """The columns of a table as `read_csv` knows them."""
    text = read_bytes(file).decode("utf-8-sig", errors="replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if len(first) > csv.field_size_limit():
        return []  # as the reader then tells
    cells = next(csv.reader([first], delimiter=delimiter_of([first], (key,))), [])
    return [cell.strip().casefold() for cell in cells if cell.strip()]


def compared_answer(
    parties: Sequence[tuple[str, str]],
    lists: Sequence[str],
    *,
    format_: str,
    language: str = SOURCE_LANGUAGE,
) -> ComparedAnswer:
    """Compare parties with lists.

    Args:
        parties: Names, each with its number of registration or nothing.
        lists: Files of lists.
        format_: `text` or `json`.
        language: Language of the words around.

    Raises:
        InputError: A list cannot be read; every fault is listed.
    """
    read = PartyLists(lists)
    found = [(name, read.compare(name, number)) for name, number in parties]
    matched = any(one.token in ("name_match", "confirmed") for _, one in found)
    unscreened = any(one.token == "not_screened" for _, one in found)
    if format_ == "json":
        data = {
            "lists": [{"title": t, "day": d, "entries": n} for t, d, n in read.lists],
            "parties": [
                {"name": name, "screening": one.token, "hits": [hit._asdict() for hit in one.hits]}
                for name, one in found
            ],
        }
        return ComparedAnswer(json.dumps(data, ensure_ascii=False, indent=2), matched, unscreened)
    said = find_language(language)
    lines = paragraph(said.text("parties compared with: {lists}", lists=said_text(read.says, said)))
    for name, one in found:
        lines += _party_lines(name, one, said)
    text = "\n".join((*lines, *paragraph(said.text(_LIMITS))))
    return ComparedAnswer(neutral(text, "text"), matched, unscreened)


def _party_lines(name: str, one: Compared, said: Language) -> Iterator[str]:
    yield from paragraph(f"{name}: {said.token(one.token)}", "  ")
    for hit in one.hits:
        text = said.text(
            "{likeness}% {name}, {reference} of the {list} ({compared}{countries})",
            likeness=str(hit.likeness), name=hit.name, reference=hit.reference or "-",
            list=hit.list, compared=said.token(hit.compared),
            countries="".join(
                f"; {_country(country, said)}" for country in hit.countries[:3]
            ),
        )  # fmt: skip
        yield from paragraph(text, "      ")


def _country(written: str, said: Language) -> str:
    """A country as a list writes it; a code by its name."""
    return name_of_country(written.upper(), said) if len(written) == 2 else written
