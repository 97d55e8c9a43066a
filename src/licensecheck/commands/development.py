"""How a share developed and what could stay, from the words of a command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from licensecheck.commands.deliver import Answer, Output, deliver
from licensecheck.commands.shares import Asked
from licensecheck.commands.show import waiting
from licensecheck.errors import InputError, Problem, told
from licensecheck.report.development import (
    Told,
    change_told,
    measures_told,
    possibilities_told,
)
from licensecheck.report.share import reading_caveats, renewals_told
from licensecheck.report.share_words import alliance_words, clock_words
from licensecheck.tables.reading.intake import Table
from licensecheck.tables.shares.change import Change, change_between
from licensecheck.tables.shares.measures import measures_by_year, read_turnover
from licensecheck.tables.shares.possibilities import Possibility, possibilities_of

__all__ = ["show_change", "show_measures", "show_possibilities"]

_SORTS = ("left", "key", "share", "allies")


def show_change(
    table: Table, asked: Asked, output: Output, *, years: tuple[int, int], large: Fraction
) -> None:
    """Write how the share of a table changed between two years."""
    asked.shares(table)
    with waiting("counting"):
        found = change_between(table.frame, *years, large=large, **asked.options())
    drawn = [one for one in found if isinstance(one, Change)]
    said = change_told(table.name, found, output.language)
    said = said.with_notes(reading_caveats(table, output.language))
    _developed("change", "waterfall", drawn, table.name, said, output,
               about={"table": table.name})  # fmt: skip


def show_possibilities(
    table: Table, asked: Asked, output: Output, *, by: Sequence[str],
    stayed: Sequence[Fraction], sort: str = "", top: int | None = None,
) -> None:  # fmt: skip
    """Write what left a table beside what allies took."""
    shares = asked.shares(table)
    with waiting("counting"):
        found = _ordered(possibilities_of(shares, by=by, stayed=stayed), sort, top)
    counting = renewals_told(shares, output.language)
    said = possibilities_told(table.name, found, output.language, titles=shares.group_titles,
                              counting=counting)  # fmt: skip
    said = said.with_notes(reading_caveats(table, output.language))
    _developed("possibilities", "stayed", (found, shares), table.name, said, output,
               about={"table": table.name, "renewals": shares.counting},
               further=[counting] if counting else [])  # fmt: skip


def show_measures(
    tables: Sequence[Table], asked: Asked, output: Output, *, turnover: Path | None
) -> None:
    """Write the three measures of some tables by year."""
    made = read_turnover(turnover) if turnover else None
    with waiting("counting"):
        years = measures_by_year([table.frame for table in tables], made, **asked.options())
    names = ", ".join(table.name for table in tables)
    language = output.language
    counted = [asked.shares(table) for table in tables]
    one = counted[0].definitions[0]
    renewals = [*filter(None, (renewals_told(shares, language) for shares in counted))]
    title = alliance_words(one.alliance.title, language)
    head = language.text(
        "inside: {title} ({name}), {clock}; from {tables}", title=title, name=one.alliance.name,
        clock=clock_words(one.clock, language), tables=names,
    )  # fmt: skip
    said = measures_told(years, made, head, language, renewals=renewals)
    said = said.with_notes(
        f"{table.name}: {one}" if len(tables) > 1 else one
        for table in tables
        for one in reading_caveats(table, language)
    )
    _developed("measures", "measures", (years, title), names, said, output,
               about={"tables": names}, further=renewals)  # fmt: skip


def _developed(
    answer: str, kind: str, what: Any, name: str, said: Told, output: Output, *,
    about: Mapping[str, Any], further: Sequence[str] = (),
) -> None:  # fmt: skip
    """Draw an answer, and write it where it is wanted.

    Args:
        answer: What it is called in its documents.
        kind: Of its drawing.
        what: What is drawn.
        name: Of the table.
        said: The answer in words.
        output: The form, and the files.
        about: What it is of.
        further: Caveats that its text says elsewhere.
    """
    if output.plots:
        from licensecheck.report.development_page import drawn
        from licensecheck.report.plots import write_plot

        for _, path in output.plots:
            write_plot(path, drawn(kind, what, name, output))

    def page() -> str:
        from licensecheck.report.development_page import development_page

        return development_page(kind, what, name, said, output)

    deliver(
        Answer(
            schema=f"licensecheck/{answer}/1",
            title=output.title or name,
            text=lambda: said.text,
            rows=lambda: said.rows,
            about=about,
            caveats=lambda: [*said.notes, *further],
            page=page,
        ),
        output,
    )


def _ordered(found: Sequence[Possibility], sort: str, top: int | None) -> tuple[Possibility, ...]:
    if sort and sort not in _SORTS:
        raise InputError(
            Problem(
                "--sort", told("no such order"), told("one of: {words}", words=", ".join(_SORTS))
            )
        )
    if top is not None and top < 1:
        raise InputError(
            Problem("--top", told("{top} is no number of parts", top=top), told("1 or more"))
        )
    apart: dict[tuple[str, ...], list[Possibility]] = {}
    for one in found:
        figure = one.figure
        place = (figure.alliance, figure.membership, figure.measure, figure.currency)
        apart.setdefault(place, []).append(one)
    ranks: dict[str, Any] = {
        "key": lambda one: tuple(one.key.values()),
        "share": lambda one: tuple(-bound for bound in one.figure.bounds or (-1, -1)),
        "allies": lambda one: -one.figure.inside.cents,
    }
    rank = ranks.get(sort)
    return tuple(
        one for own in apart.values() for one in (sorted(own, key=rank) if rank else own)[:top]
    )
