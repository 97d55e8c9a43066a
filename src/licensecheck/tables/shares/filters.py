"""Parts of a table: in go names of places and categories, out come the rows that are of them.

A row is kept if all that its place can mean is asked for, so `EU` is not kept where Germany is
asked for. A name that cannot be read is compared with the words of the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from licensecheck.errors import InputError, Problem, nearest, quote, told
from licensecheck.reference.places import read_place
from licensecheck.tables.placing import PlaceReader
from licensecheck.tables.reading.frame import Lookup, category_of, with_epochs

__all__ = ["Only"]

_NO_CATEGORY: Final = ("dual-use", "none", "several", "not stated")
_CATEGORIES: Final = (*(f"ML{number}" for number in range(1, 23)), *_NO_CATEGORY)


@dataclass(frozen=True, slots=True)
class Only:
    """What of a table is counted; nothing named of a kind is all of it.

    Attributes:
        exporters: Places that goods leave.
        destinations: Places that goods go to.
        categories: `ML10` and the like, `dual-use`, `several`, `none` or `not stated`.
    """

    exporters: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.exporters or self.destinations or self.categories)

    def keep(self, frame: pl.DataFrame, placer: PlaceReader) -> pl.DataFrame:
        """The rows that are asked for, in their order.

        Args:
            frame: As of `to_frame`, or its cells.
            placer: Reads the places, those of the table and those asked for.

        Raises:
            InputError: A name or category is not known; all are told.
        """
        problems = [
            *_unknown(self.exporters, frame, "exporter", placer),
            *_unknown(self.destinations, frame, "destination", placer),
        ]
        categories = []
        for word in self.categories:
            found = _category(word)
            if found is None:
                help_ = nearest(word, _CATEGORIES) or told(
                    "ML1 to ML22, {words}", words=", ".join(_NO_CATEGORY)
                )
                problems.append(
                    Problem("", told("no such category {word}", word=quote(word)), help_)
                )
            categories.append(found)
        if problems:
            raise InputError(problems)
        if categories:
            frame = frame.filter(pl.col("category").is_in(categories))
        for column, words in (("exporter", self.exporters), ("destination", self.destinations)):
            if words:
                frame = _of_places(frame, column, words, placer)
        return frame


def _category(word: str) -> str | None:
    """The category as frames have it: the empty text is one that is not stated."""
    if word in _NO_CATEGORY:
        return "" if word == "not stated" else word
    return category_of(f"ML{word}" if word.isdigit() else word) or None


def _unknown(
    words: Sequence[str], frame: pl.DataFrame, column: str, placer: PlaceReader
) -> Iterator[Problem]:
    written = {_folded(text) for text in frame[column].unique() if words}
    for word in words:
        if _folded(word) in written:
            continue
        try:
            read_place(word, on=date.max, members=placer.reference.members)
        except InputError as error:
            yield from error.problems


def _of_places(
    frame: pl.DataFrame, column: str, words: Sequence[str], placer: PlaceReader
) -> pl.DataFrame:
    dated = frame if "epoch" in frame.columns else with_epochs(frame, placer.cuts)
    asked_words = {_folded(word) for word in words}

    def kept(text: str, epoch: date | None, year: int) -> tuple[bool]:
        on = epoch or placer.epoch(date(year, 12, 31))
        asked = frozenset[str]().union(*(placer.read(word, on).codes for word in words))
        codes = placer.read(text, on).codes
        return (_folded(text) in asked_words or (bool(codes) and codes <= asked),)

    lookup = Lookup.of_each((column, "epoch", "year"), {"_kept": pl.Boolean}, kept)
    return lookup.add(dated).filter("_kept").select(frame.columns)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
