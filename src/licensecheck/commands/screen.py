"""Screening a table, or what was granted before, from the words of a command line."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from licensecheck.commands.lookups import read_day
from licensecheck.commands.show import waiting
from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.language import ENGLISH, Language
from licensecheck.reference.reference import Reference
from licensecheck.report.elements import clean
from licensecheck.report.share_words import number
from licensecheck.tables.deciding.reassess import Reassessed, reassess
from licensecheck.tables.deciding.screen_file import FileScreened, screen_file
from licensecheck.tables.deciding.screen_table import TableScreener
from licensecheck.tables.reading import read_once, read_table
from licensecheck.tables.reading.generic import not_left_out
from licensecheck.tables.reading.mapping import Mapped
from licensecheck.tables.reading.record import Record, Reject

__all__ = ["reassess_words", "screen_words"]

# Seconds after which whoever waits is shown how far it is.
_PATIENCE: Final = 2.0


def screen_words(
    table: Path,
    *,
    reader: str,
    mapping: Path | None,
    out: Path | None,
    rejects: Path | None,
    alliances: Sequence[str],
    depth: Any,
    before_first: Any,
    confirm: str,
    progress: bool,
    house: Sequence[str] = (),
    denials: Path | None = None,
    lists: Sequence[str] = (),
    stops: Sequence[str] = (),
    stated: Mapping[str, str] = MappingProxyType({}),
    language: Language = ENGLISH,
) -> FileScreened:
    """Screen a file; words are as the command takes them.

    `stated` holds fields of `Parties` for the rows that do not state them.
    """
    shown = _Progress(progress, language)
    screener = TableScreener(
        alliances=alliances, depth=depth, sample=_sample(confirm), before_first=before_first,
        progress=shown.distinct, house=house, denials=denials, lists=lists, stops=stops,
    )  # fmt: skip
    mapped = read_once(reader, mapping)
    rows = read_table(table, reader=reader, mapping=mapped)
    try:
        found = screen_file(
            _with(rows, stated), screener, out=out, rejects=rejects, progress=shown.rows
        )
        if isinstance(mapped, Mapped):
            found.not_left_out = not_left_out(mapped, found.left_out)
        return found
    finally:
        shown.clear()


def _with(rows: Iterable[Record | Reject], stated: Mapping[str, str]) -> Iterator[Record | Reject]:
    """The rows, with what is stated for those of them that do not state it."""
    given = {name: word for name, word in stated.items() if word}
    for row in rows:
        if isinstance(row, Reject) or not given:
            yield row
            continue
        own = {name: word for name, word in given.items() if not getattr(row.parties, name)}
        yield replace(row, parties=replace(row.parties, **own)) if own else row


def _sample(word: str) -> int | None:
    if word == "all":
        return None
    if word.isascii() and word.isdigit() and len(word) < 10:
        return int(word)
    raise InputError(
        Problem(
            "", told("no number of transfers {word}", word=quote(word)), told("a number, or `all`")
        )
    )


class _Progress:
    """A line on the terminal that is written over; nothing where nobody looks or has to wait."""

    def __init__(self, shown: bool, language: Language) -> None:
        self._shown = shown
        self._language = language
        self._begun = time.monotonic()
        self._written = False
        self._rows = 0

    def rows(self, rows: int, distinct: int) -> None:
        self._rows = rows
        self.distinct(distinct)

    def distinct(self, distinct: int) -> None:
        if self._shown and time.monotonic() - self._begun >= _PATIENCE:
            self._written = True
            said = self._language.text(
                "{rows} rows, {distinct} distinct transfers decided",
                rows=number(self._rows, self._language), distinct=number(distinct, self._language),
            )  # fmt: skip
            sys.stderr.write(f"\r{said}")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


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
            days.append(read_day(word, option))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    tables = Reference.load(reference) if reference else None
    with waiting(f"reassessing {clean(source.name)}"):
        return reassess(
            source, since=days[0], until=days[1], reader=reader, mapping=mapping,
            alliances=alliances, reference=tables, denials=denials,
        )  # fmt: skip
