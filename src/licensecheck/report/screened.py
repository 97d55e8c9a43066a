"""Screening a table from the words of a command line, and what a person is told of it after."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from licensecheck.errors import InputError, Problem, quote
from licensecheck.report.share_words import left_out_words
from licensecheck.screening.pile import RANKED
from licensecheck.screening.result import NOT_PERMISSION
from licensecheck.tables.readers import read_table
from licensecheck.tables.screen_file import FileScreened, screen_file
from licensecheck.tables.screen_table import TableScreener

__all__ = ["screen_words", "screened_text"]

_WIDTH: Final = 80
_MOST_REASONS: Final = 10
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
) -> FileScreened:
    """Screen a file; words are as the command takes them."""
    told = _Progress(progress)
    screener = TableScreener(
        alliances=alliances, depth=depth, sample=_sample(confirm), before_first=before_first,
        progress=told.distinct, house=house,
    )  # fmt: skip
    rows = read_table(table, reader=reader, mapping=mapping)
    try:
        return screen_file(iter(rows), screener, out=out, rejects=rejects, progress=told.rows)
    finally:
        told.clear()


def screened_text(name: str, found: FileScreened) -> str:
    """What came of a table, in counts."""
    return "\n".join(_lines(name, found)) + "\n"


def _lines(name: str, found: FileScreened) -> Iterator[str]:
    refused = sum(found.rejects.values())
    yield from textwrap.wrap(
        f"{name}: {found.rows:,} rows; {found.decided:,} screened as {found.distinct:,} distinct "
        f"transfers; {found.confirmed}",
        _WIDTH,
    )
    yield ""
    yield "outcome"
    for word, count in sorted(found.outcomes.items(), key=lambda item: RANKED.index(item[0])):
        yield f"  {count:>12,}  {word.replace('_', ' ')}"
    for alliance, verdicts in found.verdicts.items():
        yield f"containment in {alliance}"
        for word, count in verdicts.most_common():
            yield f"  {count:>12,}  {word.replace('_', ' ')}"
    yield from left_out_words(found.left_out)
    if found.rows and not found.decided:
        yield "no row was screened: each was rejected"
    if refused:
        yield "rejected, by reason"
        for reason, count in found.rejects.most_common(_MOST_REASONS):
            yield from textwrap.wrap(
                reason, _WIDTH, initial_indent=f"  {count:>12,}  ", subsequent_indent=" " * 16
            )
        if len(found.rejects) > _MOST_REASONS:
            yield f"  and {len(found.rejects) - _MOST_REASONS:,} more reasons (--rejects lists all)"
    yield ""
    yield NOT_PERMISSION


def _sample(word: str) -> int | None:
    if word == "all":
        return None
    if word.isascii() and word.isdigit() and len(word) < 10:
        return int(word)
    raise InputError(Problem("", f"no number of transfers {quote(word)}", "a number, or `all`"))


class _Progress:
    """A line on the terminal that is written over; nothing where nobody looks or has to wait."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._begun = time.monotonic()
        self._written = False
        self._rows = 0

    def rows(self, rows: int, distinct: int) -> None:
        self._rows = rows
        self.distinct(distinct)

    def distinct(self, distinct: int) -> None:
        if self._shown and time.monotonic() - self._begun >= _PATIENCE:
            self._written = True
            sys.stderr.write(f"\r{self._rows:,} rows, {distinct:,} distinct transfers decided")
            sys.stderr.flush()

    def clear(self) -> None:
        if self._written:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
