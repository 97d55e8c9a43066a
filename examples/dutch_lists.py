"""Screen every line of the published Dutch licence lists, one by one, and count what comes out.

    python examples/dutch_lists.py FOLDER

FOLDER holds the three CSV files as published by the Dutch government and collected by the Open
State Foundation (openstate/datasets, folder dutcharmsexports). Each licence is judged by
memberships and facts of its own day. The Common Position begins on 2008-12-08: a line before
that day is screened by its first edition, and counted apart.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from licensecheck import InputError, Screener
from licensecheck.tables.reading import read_table
from licensecheck.tables.reading.record import Reject

FILES = {
    "export of military goods": "Overzicht.uitvoer.militaire.goederen.2004-2014.csv",
    "transit of military goods": "Overzicht.doorvoer.militaire.goederen-2005-2015.csv",
    "dual-use goods": "Overzicht.dual-use.goederen-2004-2015.csv",
}
FIRST_EDITION = date(2008, 12, 8)


@dataclass
class Count:
    """What came of the lines of one list."""

    lines: int = 0
    before_first_edition: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def screened(self) -> int:
        """Lines that were decided."""
        return sum(self.outcomes.values())


def screen_list(path: Path, screener: Screener | None = None) -> Count:
    """Screen all lines of one list; every line is counted as an outcome or as a reject."""
    screener = screener or Screener()
    count = Count()
    start = time.perf_counter()
    for row in read_table(path):
        count.lines += 1
        if isinstance(row, Reject):
            count.rejects["; ".join(_kind(reason) for reason in row.reasons)] += 1
            continue
        document = row.application()
        if document["as_of"] < FIRST_EDITION:
            count.before_first_edition += 1
            document["rules_as_of"] = FIRST_EDITION
        try:
            result = screener.screen(document)
        except InputError as error:
            count.rejects["; ".join(problem.what for problem in error.problems)] += 1
            continue
        count.outcomes[result.outcome.status] += 1
        count.verdicts[result.containment[0].verdict] += 1
        count.notes.update(_kind(note) for note in row.notes)
    count.seconds = time.perf_counter() - start
    return count


def screen_lists(folder: Path) -> Mapping[str, Count]:
    """Screen the three lists of a folder, side by side in processes of their own."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        counts = pool.map(screen_list, [folder / name for name in FILES.values()])
        return dict(zip(FILES, counts, strict=True))


def _kind(reason: str) -> str:
    """A reason without the words it quotes."""
    head, _, rest = reason.partition("`")
    return f"{head}...{rest.rpartition('`')[2]}" if rest else reason


def _lines(title: str, count: Count) -> Iterator[str]:
    yield (
        f"{title}: {count.lines:,} lines, {count.screened:,} screened, "
        f"{sum(count.rejects.values()):,} rejects, {count.seconds:.0f} s"
    )
    yield f"  before 2008-12-08, by the first edition: {count.before_first_edition:,}"
    for name, counter in (
        ("outcome", count.outcomes),
        ("NATO", count.verdicts),
        ("reject", count.rejects),
        ("note", count.notes),
    ):
        for value, number in counter.most_common():
            yield f"  {name:8} {number:7,}  {value}"


def main(arguments: list[str]) -> int:
    """Screen the lists of a folder and print the counts."""
    if len(arguments) != 1:
        print("usage: python examples/dutch_lists.py FOLDER", file=sys.stderr)
        return 2
    for title, count in screen_lists(Path(arguments[0])).items():
        print("\n".join(_lines(title, count)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
