"""The answer of `reference build`: what a new edition of the publishers' files changes.

In: a folder of publishers' files. Out: tables, and a report of the rows, grades, states and
answers that change.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from licensecheck.errors import InputError, LicensecheckError, Problem, quote, told
from licensecheck.law import law_dir
from licensecheck.outputs import check_outputs, write_folder
from licensecheck.reference.build import CONFLICT_COLUMNS, INDICATOR_COLUMNS, Built, build
from licensecheck.reference.reference import Reference
from licensecheck.reference.tables import Row, open_folder
from licensecheck.screening.country import USUAL_GOODS, application_of
from licensecheck.wording.screener import Screener

__all__ = ["TableChange", "build_text", "table_change"]

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "indicators": ("country", "indicator", "year"),
    "conflict": ("country", "kind", "from"),
}
_COLUMNS: Final = {"indicators": INDICATOR_COLUMNS, "conflict": CONFLICT_COLUMNS}
_GRADES: Final = ("level", "level_best", "level_worst", "until")
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class TableChange:
    """How a table differs from the present one.

    Attributes:
        rows: Number of rows before and after.
        added: Keys of new rows.
        removed: Keys of rows that are gone.
        graded: Rows whose grade or term differs: key, before, after.
        figures: Number of rows whose figure, edition or note alone differs.
    """

    table: str
    rows: tuple[int, int]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    graded: tuple[tuple[str, str, str], ...]
    figures: int

    @property
    def states(self) -> tuple[str, ...]:
        """The countries of which a row came, went or has another grade."""
        keys = (*self.added, *self.removed, *(key for key, _, _ in self.graded))
        return tuple(sorted({key.split()[0] for key in keys}))


def table_change(table: str, before: Iterable[Row], after: Iterable[Row]) -> TableChange:
    """How a table differs from another of the same columns."""
    keys = _KEYS[table]
    old = {" ".join(row[key] for key in keys): row for row in before}
    new = {" ".join(row[key] for key in keys): row for row in after}
    both = [key for key in old if key in new]
    graded = tuple(
        (key, _grade(old[key]), _grade(new[key]))
        for key in both
        if _grade(old[key]) != _grade(new[key])
    )
    others = sum(old[key] != new[key] for key in both) - len(graded)
    return TableChange(
        table, (len(old), len(new)), tuple(key for key in new if key not in old),
        tuple(key for key in old if key not in new), graded, others,
    )  # fmt: skip


def _grade(row: Row) -> str:
    return " ".join(row[name] for name in _GRADES if row.get(name))


def build_text(
    folder: str,
    *,
    out: str | None = None,
    editions: Sequence[str] = (),
    vectors: str | None = None,
    answers: bool = True,
    today: date | None = None,
) -> str:
    """Build the tables, compare them with the present ones, and write them where asked to.

    Args:
        folder: The publishers' files.
        out: Folder to write `indicators.csv` and `conflict.csv` to; nothing is written if None.
        editions: Editions of sources as `PTS=2025`.
        vectors: File of applications, one JSON object a line, to answer before and after.
        answers: Whether to find which answers change, for usual goods to every country.
        today: Day on which usual goods are screened for each country.

    Raises:
        InputError: The folder, an edition or the file of applications cannot be used.
    """
    tables = open_folder(law_dir() / "reference")
    given = _editions(editions, {row["source"] for row in tables.rows("indicator_sources")})
    built = build(Path(folder), tables, given)
    new = {"indicators": built.indicators, "conflict": built.conflict}
    if out is not None:
        read = [("FOLDER", Path(folder, name)) for name, source in built.files.items() if source]
        check_outputs(
            [("--out", Path(out, f"{name}.csv")) for name in new if Path(out).is_dir()],
            [*read, ("--vectors", vectors)],
        )
    changes = [table_change(name, tables.rows(name), rows) for name, rows in new.items()]
    lines = [*_read_lines(built)]
    for change in changes:
        lines += _change_lines(change)
    if not answers:
        lines.append("Which answers change was not looked for.")
    elif any(change.states for change in changes):
        lines += _answer_lines(new, vectors, today or date.today())
    else:
        lines.append("No grade changes, so no answer does.")
    if out is not None:
        lines += _written(Path(out), new)
    return "\n".join(lines)


def _editions(given: Iterable[str], known: set[str]) -> dict[str, str]:
    found = {}
    for text in given:
        source, equals, edition = text.partition("=")
        if not equals or not edition or source not in known:
            what = told("{words} is no edition", words=quote(text))
            help_ = told("write it as PTS=2025; sources: {words}", words=", ".join(sorted(known)))
            raise InputError(Problem("--edition", what, help_))
        found[source] = edition
    return found


def _read_lines(built: Built) -> Iterator[str]:
    yield "Files"
    for name, taken in built.files.items():
        if taken:
            yield f"  {name}: {taken}"
    passed = [name for name, taken in built.files.items() if not taken]
    if passed:
        yield f"  not recognised: {', '.join(passed[:_MOST])}{' ...' * (len(passed) > _MOST)}"
    if built.refused:
        named = ", ".join(f"{name} ({n})" for name, n in sorted(built.refused.items()))
        yield f"  rows left out, without a figure or a year where one should be: {named}"
    if built.missing:
        yield f"  no file for: {', '.join(built.missing)}; their rows stay as they are"
    if built.unread:
        named = ", ".join(f"{name} ({n})" for name, n in built.unread.most_common(_MOST))
        rest = len(built.unread) - _MOST
        yield f"  codes and names that are no country here (rows): {named}" + (
            f" and {rest} more" if rest > 0 else ""
        )
    if built.neighbours:
        theirs, ours = built.neighbours
        yield f"  land borders only in GeoNames: {', '.join(theirs) or 'none'}"
        yield f"  land borders only in borders.csv: {', '.join(ours) or 'none'}"


def _change_lines(change: TableChange) -> Iterator[str]:
    before, after = change.rows
    yield (
        f"{change.table}.csv: {before} rows before, {after} after; {len(change.added)} added, "
        f"{len(change.removed)} removed, {len(change.graded)} graded otherwise, "
        f"{change.figures} with another figure, edition or note"
    )
    if change.states:
        yield f"  countries: {', '.join(change.states)}"
    for key, old, new in change.graded[:_MOST]:
        yield f"  {key}: {old} -> {new}"
    if len(change.graded) > _MOST:
        yield f"  and {len(change.graded) - _MOST} more"


# --- which answers change ------------------------------------------------------------------------


def _answer_lines(
    new: Mapping[str, Sequence[Row]], vectors: str | None, today: date
) -> Iterator[str]:
    applications = [*_sample(today)]
    name = f"usual goods for each country on {today}"
    yield from _compared(name, applications, new)
    if vectors is not None:
        yield from _compared(Path(vectors).name, [*_read_vectors(Path(vectors))], new)


def _sample(today: date) -> Iterator[tuple[str, Mapping[str, object]]]:
    for row in Reference.load().rows("countries"):
        for goods in USUAL_GOODS:
            label = f"{row['code']} {goods.rating} {goods.end_user}"
            yield label, application_of(goods, row["code"], today)


def _read_vectors(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            vector = json.loads(line)
            yield str(vector.get("id", number)), vector["application"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = told(
            "no readable file of applications: {path}: {error}", path=quote(str(path)), error=error
        )
        raise InputError(Problem("--vectors", what)) from None


def _compared(
    name: str,
    applications: Sequence[tuple[str, Mapping[str, object]]],
    new: Mapping[str, Sequence[Row]],
) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / "reference"
        shutil.copytree(law_dir() / "reference", changed)
        write_folder(changed, _texts(new), "--out")
        before = _answers(applications, Reference.load())
        after = _answers(applications, Reference.load(changed))
    differing = [
        (label, *pair)
        for (label, _), *pair in zip(applications, before, after, strict=True)
        if pair[0] != pair[1]
    ]
    yield f"Answers, {name}: {len(applications)} screened, {len(differing)} changed"
    moved = Counter(
        f"{old.split(' under ')[0]} -> {now.split(' under ')[0]}" for _, old, now in differing
    )
    for words, number in moved.most_common():
        yield f"  {number} x {words}"
    for label, old, now in differing[:_MOST]:
        yield f"  {label}: {old} -> {now}"
    if len(differing) > _MOST:
        yield f"  and {len(differing) - _MOST} more"


def _answers(
    applications: Iterable[tuple[str, Mapping[str, object]]], reference: Reference
) -> list[str]:
    screener = Screener(reference=reference)
    answers = []
    for _, application in applications:
        said = "cannot be screened"
        with suppress(LicensecheckError):
            result = screener.screen(application)
            named = [c.criterion for c in result.criteria if c.status not in ("no_trigger",)]
            said = result.outcome.status + (f" under {' '.join(named)}" if named else "")
        answers.append(said)
    return answers


# --- writing -------------------------------------------------------------------------------------


def _texts(tables: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    files = {}
    for name, rows in tables.items():
        out = io.StringIO()
        writer = csv.DictWriter(out, _COLUMNS[name], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files[f"{name}.csv"] = out.getvalue()
    return files


def _written(folder: Path, new: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    files = _texts(new)
    write_folder(folder, files, "--out")
    yield f"Written to {folder}: {', '.join(files)}"
