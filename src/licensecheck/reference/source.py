"""Where a fact comes from: one row of one table, in words that can be printed."""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """The row that a fact rests on.

    Attributes:
        table: Name of the table, or `application`, `assessment`, `supplied`, `default`.
        row: The row's id or key, such as `E098` or `NATO FI`.
        text: What it says, as printed: "member of NATO since 2023-04-04".
        as_of: ISO day or year that the row speaks for; "" where it has none.
        verified: yes, partly, no, year-only, secondary, or stated (by the person who asks).
    """

    table: str
    row: str
    text: str
    as_of: str = ""
    verified: str = "stated"

    def speaking_for(self, asked: str, answered: str) -> Source:
        """The same row, saying whom it was asked for where that is another place."""
        if asked == answered:
            return self
        return replace(self, text=f"{asked} counts as {answered}: {self.text}")
