"""Where a fact comes from: one row of one table and what it says; and a grade by a row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from licensecheck.messages import Place, Said, countries, message, said

__all__ = ["Graded", "Source"]

_DECLARED = frozenset((message("stated in the application"), message("stated default")))


class Source(NamedTuple):
    """The row that a fact rests on.

    Attributes:
        table: Name of the table, or `application`, `assessment`, `supplied`, `default`.
        row: The row's id or key, such as `E098` or `NATO FI`.
        says: What it says: a message of ours, or the words of a row, which are a citation and
            stand in English in every report.
        as_of: ISO day or year that the row speaks for; "" where it has none.
        verified: yes, partly, no, year-only, secondary, or stated (by the person who asks).
    """

    table: str
    row: str
    says: Said | str
    as_of: str = ""
    verified: str = "stated"

    @classmethod
    def said(
        cls,
        table: str,
        row: str,
        message: str,
        /,
        *,
        as_of: str = "",
        verified: str = "stated",
        **places: Place,
    ) -> Source:
        """A source that says a message of ours, which is put into the language of the report.

        Args:
            table: As of a `Source`.
            row: As of a `Source`.
            message: The English message.
            as_of: As of a `Source`.
            verified: As of a `Source`.
            places: What the places of the message stand for.
        """
        return cls(table, row, Said(message, tuple(places.items())), as_of, verified)

    @property
    def is_declared(self) -> bool:
        """Whether it is what the application says or a stated default, and no row of a table."""
        return isinstance(self.says, Said) and self.says.message in _DECLARED

    def speaking_for(self, asked: str, answered: str) -> Source:
        """The same row, saying whom it was asked for where that is another place."""
        if asked == answered:
            return self
        frame = message("{asked} counts as {answered}: {said}")
        return self.framed(frame, asked=countries(asked), answered=countries(answered))

    def framed(self, message: str, /, **places: Place) -> Source:
        """The same row, with a message around what it says.

        Args:
            message: The English message; `{said}` stands for what it is around.
            places: What its other places stand for.
        """
        return self._replace(says=said(message, **places, said=self.says))


@dataclass(frozen=True, slots=True)
class Graded:
    """A graded figure.

    Attributes:
        lo: Least severe token that is possible; "" for a figure without grades.
        hi: Most severe token that is possible.
        source: The row or rows, in words.
        level: The grade as published or graded by us, between `lo` and `hi`.
        value: The figure behind it, where there is one.
        year: Year of the figure.
        stale: Whether the figure's year ended more than three years before the day.
        last_known: Whether the day lies after the data, so that the last grade stands in.
    """

    lo: str
    hi: str
    source: Source
    level: str = ""
    value: Decimal | None = None
    year: int | None = None
    stale: bool = False
    last_known: bool = False
