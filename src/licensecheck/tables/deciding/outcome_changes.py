"""What a change of rules does to a published table: the lines whose outcome changes.

In: a table and two rulesets. Out: counts. The table is screened under each text, by distinct
transfers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from licensecheck.rules.load import load_ruleset
from licensecheck.tables.deciding.screen_table import TableScreener
from licensecheck.tables.reading.intake import load_table

__all__ = ["OutcomeChanges", "outcome_changes"]

_LINE = "_line"


@dataclass(slots=True)
class OutcomeChanges:
    """How the lines of a table fare under two texts.

    Attributes:
        screened: Lines that both texts decided.
        rejected: Lines that could not be read or screened.
        early: Lines of a day before the rules begin, screened by their first edition.
        moves: Number of lines by outcome before and after, where the two differ.
    """

    screened: int = 0
    rejected: int = 0
    early: int = 0
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def changed(self) -> int:
        """Lines whose outcome differs."""
        return self.moves.total()

    def data(self) -> dict[str, Any]:
        """The counts as plain values."""
        return {
            "screened": self.screened,
            "rejected": self.rejected,
            "older_than_rules": self.early,
            "changed": self.changed,
            "moves": [
                {"before": before, "after": after, "lines": lines}
                for (before, after), lines in sorted(self.moves.items())
            ],
        }


def outcome_changes(table: Path, before: Path, after: Path) -> OutcomeChanges:
    """Count the lines of a table whose outcome changes from one ruleset to another.

    Args:
        table: A published table of a known format.
        before: Rule file or folder of the first text.
        after: The same of the second.

    Raises:
        InputError: The table is not there, or of no known format.
        LawError: A rule file breaks the form.
    """
    taken = load_table(table)
    frame = taken.frame.with_row_index(_LINE)
    first, second = (
        TableScreener(rulesets=[str(path)], before_first="first-edition", sample=0)
        .screen(frame)
        .frame.with_columns(pl.col("outcome").cast(pl.String))
        for path in (before, after)
    )
    both = first.join(second.select(_LINE, after="outcome"), on=_LINE)
    begins = max(load_ruleset(path).first_day() for path in (before, after))
    as_of = pl.coalesce("day", pl.date(pl.col("year"), 12, 31))
    moved = both.filter(pl.col("outcome") != pl.col("after"))
    return OutcomeChanges(
        screened=both.height,
        rejected=len(taken.rejects) + frame.height - both.height,
        early=both.filter(as_of < begins).height,
        moves=Counter(moved.select("outcome", "after").iter_rows()),
    )
