"""What a change of rules does to a published table: the lines whose outcome changes.

In: a table and two rulesets. Out: counts. Lines that differ only in what no fact is derived from
are decided once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from licensecheck.engine.bitset import BitsetEngine
from licensecheck.errors import InputError
from licensecheck.rules.program import Program
from licensecheck.screening.criteria import fold_criteria, fold_outcome
from licensecheck.screening.findings import Decided, decided_rules, met_finding
from licensecheck.screening.result import Finding
from licensecheck.screening.scope import scope_of
from licensecheck.screening.screener import Examination, Screener
from licensecheck.tables.readers import read_table
from licensecheck.tables.record import Record, Reject

__all__ = ["OutcomeChanges", "outcome_changes"]


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
    texts = _Texts(before, after)
    counted = OutcomeChanges()
    kept: dict[Record, tuple[str, str] | None] = {}
    for row in read_table(table):
        if isinstance(row, Reject):
            counted.rejected += 1
            continue
        key = _without_idle(row)
        if key not in kept:
            kept[key] = texts.outcomes(key)
        found = kept[key]
        if found is None:
            counted.rejected += 1
            continue
        counted.screened += 1
        counted.early += row.as_of < texts.begins
        if found[0] != found[1]:
            counted.moves[found] += 1
    return counted


def _without_idle(row: Record) -> Record:
    """The line without what decides nothing, so that like lines are decided once."""
    return replace(row, number=0, reference="", replaces="", description="", until=None, notes=())


class _Texts:
    """Two rulesets, and the outcome of a line under each. Its facts are derived only once."""

    def __init__(self, before: Path, after: Path) -> None:
        self._first, self._second = (
            Screener(rulesets=[str(path)], engine="bitset") for path in (before, after)
        )
        self.begins = max(s.rulesets[0].first_day() for s in (self._first, self._second))
        self._engines: dict[date, BitsetEngine] = {}

    def outcomes(self, row: Record) -> tuple[str, str] | None:
        """The outcome under the first text and under the second; None if it cannot be read."""
        document = row.application()
        day = document["rules_as_of"] = max(row.as_of, self.begins)
        try:
            examined = self._first.examine(document)
            first = _status(self._first.program(day), examined.decided, examined.met, examined)
        except InputError:
            return None
        in_scope = [transfer for transfer in examined.transfers if scope_of(transfer) != "no"]
        engine = self._engine(day)
        program = engine.program
        decided = [
            decided_rules(program, engine.decide(program.record(transfer.values())))
            for transfer in in_scope
        ]
        met = [
            met_finding(program.rules[index], term, transfer, program.vocabulary)
            for transfer, one in zip(in_scope, decided, strict=True)
            for index, term in one.met.items()
        ]
        return first, _status(program, decided, met, examined)

    def _engine(self, day: date) -> BitsetEngine:
        engine = self._engines.get(day)
        if engine is None:
            program = self._second.program(day)
            same = (one for one in self._engines.values() if one.program is program)
            engine = self._engines[day] = next(same, None) or BitsetEngine(program)
        return engine


def _status(
    program: Program, decided: Sequence[Decided], met: Sequence[Finding], examined: Examination
) -> str:
    return fold_outcome(fold_criteria(program, decided, met), examined.scope).status
