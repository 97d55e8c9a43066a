"""Reassessing granted licences from the words of a command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from licensecheck.commands.waiting import waiting
from licensecheck.documents.days import read_day
from licensecheck.errors import InputError, Problem, quote
from licensecheck.reference.reference import Reference
from licensecheck.report.elements import clean
from licensecheck.tables.deciding.reassess import Reassessed, reassess

__all__ = ["reassess_words"]


def reassess_words(
    source: Path, *, since: str, until: str | None, reader: str, alliances: tuple[str, ...],
    reference: Path | None, denials: Path | None = None, mapping: Path | None = None,
) -> Reassessed:  # fmt: skip
    """Reassess from the words of a command line.

    Raises:
        InputError: A day or the source cannot be read.
    """
    problems: list[Problem] = []
    days = []
    for option, word in (("--since", since), ("--until", until or date.today().isoformat())):
        try:
            days.append(read_day(word))
        except ValueError:
            problems.append(Problem(option, f"no day {quote(word)}", "such as 2023-04-04"))
    if problems:
        raise InputError(problems)
    tables = Reference.load(reference) if reference else None
    with waiting(f"reassessing {clean(source.name)}"):
        return reassess(
            source, since=days[0], until=days[1], reader=reader, mapping=mapping,
            alliances=alliances, reference=tables, denials=denials,
        )  # fmt: skip
