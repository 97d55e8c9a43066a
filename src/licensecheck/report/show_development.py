"""From the words of a command line to how a share developed and what could stay."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from licensecheck.errors import InputError, Problem
from licensecheck.report.extras import require

__all__ = ["show_change", "show_measures", "show_possibilities"]

_CAVEATS: Final = ("a share of what the table holds, not of production",)


def show_change(
    table: Path, years: tuple[int, int], large: Fraction, *, format_: str, **words: Any
) -> str:
    """The change between two years of a table, in the form asked for."""
    require("tables")
    from licensecheck.report import development as said
    from licensecheck.tables.change import change_between

    name, frame, options = _taken(table, words)
    found = change_between(frame, *years, large=large, **options)
    if format_ == "text":
        return said.change_text(name, found)
    rows = said.change_data(found)
    if format_ == "csv":
        return said.written_csv(rows)
    return said.written_json("licensecheck/change/1", {"table": name}, rows, _CAVEATS)


def show_possibilities(
    table: Path, by: Sequence[str], stayed: Sequence[Fraction], *, format_: str, **words: Any
) -> str:
    """What left a table beside what allies took, in the form asked for."""
    require("tables")
    from licensecheck.report import development as said
    from licensecheck.tables.possibilities import ARITHMETIC, possibilities

    name, frame, options = _taken(table, words)
    found = possibilities(frame, by=by, stayed=stayed, **options)
    if format_ == "text":
        return said.possibilities_text(name, found)
    rows = said.possibilities_data(found)
    if format_ == "csv":
        return said.written_csv(rows)
    caveats = (ARITHMETIC, *_CAVEATS)
    return said.written_json("licensecheck/possibilities/1", {"table": name}, rows, caveats)


def show_measures(
    tables: Sequence[Path], turnover: Path | None, *, format_: str, **words: Any
) -> str:
    """The three measures of some tables, in the form asked for."""
    require("tables")
    from licensecheck.report import development as said
    from licensecheck.report.share_words import clock_words
    from licensecheck.rules.alliances import find_alliance
    from licensecheck.tables.measures import MEASURE_TITLES, measures_by_year
    from licensecheck.tables.turnover import read_turnover

    made = read_turnover(turnover) if turnover else None
    taken = [_taken(table, words) for table in tables]
    options = taken[0][2]
    years = measures_by_year([frame for _, frame, _ in taken], made, **options)
    names = ", ".join(name for name, _, _ in taken)
    if format_ == "text":
        alliance = find_alliance(words["alliance"])
        clock = clock_words(words["membership"])
        head = f"inside: {alliance.title} ({alliance.name}), {clock}; from {names}"
        return said.measures_text(years, made, head)
    rows = said.measures_data(years)
    if format_ == "csv":
        return said.written_csv(rows)
    caveats = tuple(MEASURE_TITLES.values())
    return said.written_json("licensecheck/measures/1", {"tables": names}, rows, caveats)


def _taken(table: Path, words: dict[str, Any]) -> tuple[str, Any, dict[str, Any]]:
    """A table's name and frame, and the options of its shares."""
    from licensecheck.tables.intake import take_in

    found = take_in(table, reader=words["reader"], mapping=words["mapping"])
    if not found.frame.height:
        raise InputError(Problem(found.name, "no row of it can be counted"))
    options = {
        "alliances": (words["alliance"],),
        "membership": (words["membership"],),
        "permanent_only": words["permanent_only"],
        "chains": words["chains"],
    }
    return found.name, found.frame, options
