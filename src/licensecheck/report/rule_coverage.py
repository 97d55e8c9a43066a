"""What is encoded and how far it was read: the answer of `rules coverage`, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from licensecheck.law import packaged_rulesets
from licensecheck.reference.days import partial_day
from licensecheck.reference.reference import Reference
from licensecheck.rules.coverage import Coverage, load_coverage
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import CRITERION_TITLES, Rule
from licensecheck.wording.columns import paragraph

__all__ = ["ARTICLE_TITLES", "coverage_text", "packaged_coverage", "section_title", "share_line"]

# Subjects of the articles, in our words; Article 2 holds the criteria.
ARTICLE_TITLES: Final[Mapping[str, str]] = {
    "1": "Assessment case by case",
    "3": "Stricter national policy",
    "4": "Denials and consultation",
    "5": "End use",
    "6": "Dual-use goods",
    "7": "Cooperation",
    "8": "Reports",
    "9": "Joint assessment of recipients",
    "10": "Economic interests",
    "11": "Other exporting states",
    "12": "Common Military List",
    "13": "User's Guide",
    "14": "Taking effect",
    "15": "Review",
    "16": "Publication",
}
_READ: Final = ("yes", "partly", "no")
_ENDS: Final = (("from", "until"), ("in_force_from", "in_force_until"))

Row = Mapping[str, str]


def packaged_coverage() -> Coverage:
    """The coverage of the packaged Common Position.

    Raises:
        LawError: It does not agree with the rules.
    """
    folder = packaged_rulesets()["eu-common-position"]
    return load_coverage(folder, load_ruleset(folder).rules)


def section_title(section: str) -> str:
    """A section with its subject: `criterion 3, Internal situation ...`."""
    kind, number = section.split()
    titles = CRITERION_TITLES if kind == "criterion" else ARTICLE_TITLES
    return f"{section}, {titles[number]}" if number in titles else section


def share_line(rules: Sequence[Rule]) -> str:
    """How many rules were reviewed, and how far the wording of their points was read."""
    reviewed = sum(bool(rule.reviewed) for rule in rules)
    read = Counter(rule.source.read for rule in rules)
    wording = ", ".join(f"{state} {read[state]}" for state in _READ)
    return (
        f"{reviewed} of {len(rules)} rules compared with the Official Journal; "
        f"wording of their points read: {wording}"
    )


def coverage_text(today: date) -> str:
    """The tables of points, rules and reference rows.

    Args:
        today: The day on which a row is in force or not, and a table due for review or not.

    Raises:
        LawError: A rule file is faulty.
    """
    coverage = packaged_coverage()
    reference = Reference.load()
    lines = [f"What is encoded of {coverage.covers}", "", *_points(coverage), "", "Rules"]
    for name, path in packaged_rulesets().items():
        lines += paragraph(f"{name}: {share_line(load_ruleset(path).rules)}", "  ")
    lines += ["", f"Rows of the reference tables, by how far they were verified ({today})"]
    lines += _rows(reference, today)
    overdue = [*reference.overdue(today)]
    if coverage.review_by and coverage.review_by < today:
        overdue.append("points of the legal text")
    lines += ["", f"Tables past their day of review: {', '.join(overdue) or 'none'}"]
    return "\n".join(lines)


def _points(coverage: Coverage) -> Iterator[str]:
    yield f"{'Points of the legal text':<46} encoded  judgement  out of scope"
    for section in coverage.sections():
        yield _points_line(section_title(section), coverage.count(section).values())
    yield _points_line("all", coverage.count().values())
    kept = sum(point.state == "encoded" and not point.rules for point in coverage.points)
    unread = sum(point.verified != "yes" for point in coverage.points)
    yield (
        f"{kept} of the encoded points are kept by the program itself; the wording of {unread} of "
        f"{len(coverage.points)}"
    )
    yield "points was not or only partly seen"


def _points_line(title: str, counts: Iterable[int]) -> str:
    encoded, judgement, outside = counts
    cut = title if len(title) <= 44 else title[:41] + "..."
    return f"  {cut:<44} {encoded:>7}  {judgement:>9}  {outside:>12}"


def _rows(reference: Reference, today: date) -> Iterator[str]:
    """One line a table: rows in force today and all rows, by the words of `verified`."""
    for table in reference.hashes():
        rows = reference.rows(table)
        if "verified" not in rows[0]:
            continue
        whole = _verified(rows)
        if any(start in rows[0] for start, _ in _ENDS):
            now = _verified([row for row in rows if _may_hold(row, today)])
            yield f"  {table:<14} in force: {now}"
            yield f"  {'':<14} all:      {whole}"
        else:
            yield f"  {table:<14} all:      {whole}"


def _verified(rows: Sequence[Row]) -> str:
    found = Counter(row["verified"] for row in rows)
    words = [*_READ, *sorted(set(found) - set(_READ))]
    return ", ".join(f"{word} {found[word]}" for word in words)


def _may_hold(row: Row, today: date) -> bool:
    """Whether a row may be in force: a month or year without a day counts as long as it can."""
    for start, end in _ENDS:
        if start in row:
            begins, ends = partial_day(row[start]), partial_day(row.get(end) or "")
            begun = begins is None or begins.reached(today) != "no"
            # An act of fixed validity holds on its last day too.
            last_day = row.get("fixed_term") == "yes" and row.get(end) == today.isoformat()
            return begun and (ends is None or last_day or ends.reached(today) != "yes")
    return True
