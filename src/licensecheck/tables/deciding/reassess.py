"""Answers that change: of granted licences between two days (Art. 1(1a)), and by a change of rules.

In: a table or a folder of applications, two days, and perhaps other reference tables for the later
one. Out: `Reassessed`, with what changed each. Or a table and two rulesets; out come counts.

Both sides are screened as whole tables, alike rows once; only for the rows that changed are the
causes looked up, again once for rows that are alike. A licence that was granted between the days is
compared with its own day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from licensecheck.application.read import read_application
from licensecheck.errors import Argument, InputError, Problem, quote, told
from licensecheck.reference.reference import Reference
from licensecheck.rules.load import load_ruleset
from licensecheck.screening.result import Answer
from licensecheck.tables.deciding.causes import BeforeAfter, Cause
from licensecheck.tables.deciding.screen_table import TableScreener
from licensecheck.tables.reading import read_table, table_name
from licensecheck.tables.reading.frame import raw_frame, to_records
from licensecheck.tables.reading.intake import load_table
from licensecheck.tables.reading.record import Record, Reject

__all__ = ["Changed", "Move", "OutcomeChanges", "Reassessed", "outcome_changes", "reassess"]

_ENDINGS: Final = (".yaml", ".yml", ".json")
_LINE: Final = "_line"


@dataclass(frozen=True, slots=True)
class Move:
    """What moved: `outcome`, `criterion_1`, `containment_nato` ..., from which word to which."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A licence whose answer changed.

    Attributes:
        number: Row of the table, or place of the file in its folder, from 1.
        reference: Number of the licence, or the name of the file.
        day: Day of the licence, or the last of its year; None for a file without one.
        compared_from: The day it was compared from: the earlier one, or its own if later.
    """

    number: int
    reference: str
    exporter: str
    destination: str
    rating: str
    day: date | None
    compared_from: date
    moves: tuple[Move, ...]
    causes: tuple[Cause, ...]


@dataclass(slots=True)
class Reassessed:
    """What became of the licences. Every record is changed, unchanged, left out or rejected.

    Attributes:
        records: Records read; a row that states several measures gives several.
        unchanged: Granted licences whose answer is the same on both days.
        refused: Records of what was refused, so never granted.
        later: Licences that were granted after the later day.
        changed: Those whose answer changed.
        rejects: What could not be read or screened, with every reason.
        left_out: Rows of totals, and rows joined to others.
        confirmed: What was confirmed by the second engine.
        titles: Titles of the alliances by the names that moves write.
    """

    name: str
    since: date
    until: date
    records: int = 0
    unchanged: int = 0
    refused: int = 0
    later: int = 0
    changed: list[Changed] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    left_out: list[Reject] = field(default_factory=list)
    confirmed: str = ""
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def none_read(self) -> bool:
        """Whether each of its records was rejected, so that nothing was compared."""
        others = (self.unchanged, self.refused, self.later, len(self.changed))
        return bool(self.rejects) and not any(others)


def reassess(
    source: Path,
    *,
    since: date,
    until: date,
    reader: str = "auto",
    mapping: Path | None = None,
    alliances: Sequence[str] = ("nato",),
    reference: Reference | None = None,
    denials: Path | None = None,
) -> Reassessed:
    """Compare the answers to granted licences on two days.

    Args:
        source: A table of a known format, or a folder of applications (YAML, JSON).
        since: The earlier day, answered from the packaged tables.
        until: The later day.
        reader: Format of a table; `auto` recognises it.
        mapping: For the reader `generic`, a file that maps columns to fields.
        alliances: As of `Screener`.
        reference: Tables of the later day; the packaged ones by default.
        denials: The user's file of denials, read on both days.

    Raises:
        InputError: The source cannot be read, or the days are in the wrong order.
    """
    if until < since:
        raise InputError(
            Problem(
                Argument("until"), told("{until} lies before {since}", until=until, since=since)
            )
        )
    sides = BeforeAfter(alliances, reference, denials)
    found = Reassessed(table_name(source), since, until)
    found.titles = {one.name: one.title for one in sides.before.alliances}
    if source.is_dir():
        _folder(found, source, sides)
    else:
        rows = read_table(source, reader=reader, mapping=mapping)
        _table(found, rows, sides, alliances=alliances, reference=reference, denials=denials)
    return found


def _table(
    found: Reassessed,
    rows: Iterable[Record | Reject],
    sides: BeforeAfter,
    *,
    alliances: Sequence[str],
    reference: Reference | None,
    denials: Path | None,
) -> None:
    frame = raw_frame(_granted(found, rows))
    frame = frame.with_row_index(_LINE).with_columns(
        _own=pl.coalesce("day", pl.date(pl.col("year"), 12, 31))
    )
    late = frame.filter(pl.col("_own") > found.until)
    found.later += late.height
    frame = frame.filter(pl.col("_own") <= found.until)
    before = frame.with_columns(day=pl.max_horizontal("_own", pl.lit(found.since)))
    after = frame.with_columns(day=pl.lit(found.until))
    screened = []
    columns: tuple[str, ...] = ()
    for side, tables in ((before, None), (after, reference)):
        screener = TableScreener(
            alliances=alliances, reference=tables, before_first="first-edition", denials=denials
        )
        screened.append(screener.screen(side))
        found.confirmed = screener.finish()
        columns = screener.columns
    refused = {one.number: one for side in screened for one in side.rejects}
    found.rejects += refused.values()
    both = screened[0].frame.join(screened[1].frame.select(_LINE, *columns), on=_LINE, suffix=">")
    moved = both.filter(pl.any_horizontal(pl.col(c) != pl.col(f"{c}>") for c in columns))
    found.unchanged += both.height - moved.height
    for record, row in zip(to_records(moved), moved.iter_rows(named=True), strict=True):
        moves = tuple(Move(c, row[c], row[f"{c}>"]) for c in columns if row[c] != row[f"{c}>"])
        found.changed.append(
            Changed(
                record.number, record.reference, record.exporter, record.destination,
                record.rating, row["_own"], record.as_of, moves,
                sides.causes_of(record, found.until, [move.what for move in moves]),
            )
        )  # fmt: skip


def _granted(found: Reassessed, rows: Iterable[Record | Reject]) -> Iterator[Record]:
    for row in rows:
        found.records += 1
        if isinstance(row, Reject):
            (found.rejects if row.why == "unread" else found.left_out).append(row)
        elif row.measure == "refused":
            found.refused += 1
        else:
            yield row


def _folder(found: Reassessed, folder: Path, sides: BeforeAfter) -> None:
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in _ENDINGS)
    if not files:
        what = told("no application in {folder}", folder=quote(str(folder)))
        raise InputError(Problem("", what, told("files end in {words}", words=", ".join(_ENDINGS))))
    for number, path in enumerate(files, 1):
        found.records += 1
        try:
            _file(found, number, path, sides)
        except InputError as error:
            reasons = tuple(f"{p.where}: {p.what}" for p in error.problems)
            found.rejects.append(Reject(number, reasons))


def _file(found: Reassessed, number: int, path: Path, sides: BeforeAfter) -> None:
    application = read_application(path, words=sides.before.word_check())
    own = application.as_of
    if own and own > found.until:
        found.later += 1
        return
    first = max(found.since, own) if own else found.since
    document = application.document()
    for clock in ("rules_as_of", "membership_as_of", "facts_as_of"):
        document.pop(clock, None)
    results = [
        screener.decide(sides.on(document, day))
        for screener, day in ((sides.before, first), (sides.after, found.until))
    ]
    words = [_words(result) for result in results]
    moves = tuple(
        Move(what, words[0][what], words[1][what])
        for what in words[0]
        if words[0][what] != words[1][what]
    )
    if not moves:
        found.unchanged += 1
        return
    user = application.every_end_user()
    place = application.destination or (user[0].country if user else "") or ""
    causes = sides.causes(document, first, found.until, [move.what for move in moves])
    found.changed.append(
        Changed(
            number, path.name, application.exporter.country, place,
            ", ".join(item.rating for item in application.items), own, first, moves, causes,
        )
    )  # fmt: skip


def _words(result: Answer) -> dict[str, str]:
    words: dict[str, str] = {
        "outcome": result.outcome.status,
        "at_worst": result.outcome.at_worst,
    }
    for one in result.criteria:
        words[f"criterion_{one.criterion}"] = one.status
        words[f"criterion_{one.criterion}_at_worst"] = one.at_worst
    for kept in result.containment:
        words[f"containment_{kept.alliance}"] = kept.verdict
    return words


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
