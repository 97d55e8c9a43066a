"""How a share developed and what could stay, as it is asked for on a command line."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from licensecheck.commands.asked import Asked
from licensecheck.commands.deliver import Answer, Output, deliver
from licensecheck.commands.waiting import waiting
from licensecheck.errors import InputError, Problem
from licensecheck.report import development as said
from licensecheck.report.share_caveats import renewals_told
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
    language = output.language
    _draw("waterfall", [one for one in found if isinstance(one, Change)], table.name, output)

    def page() -> str:
        from licensecheck.report.development_page import change_page

        return change_page(table.name, found, output)

    deliver(
        Answer(
            schema="licensecheck/change/1",
            title=output.title or table.name,
            text=lambda: said.change_text(table.name, found, language),
            rows=lambda: said.change_data(found),
            about={"table": table.name},
            caveats=lambda: list(said.change_notes(found, language)),
            page=page,
        ),
        output,
    )


def show_possibilities(
    table: Table, asked: Asked, output: Output, *, by: Sequence[str],
    stayed: Sequence[Fraction], sort: str = "", top: int | None = None,
) -> None:  # fmt: skip
    """Write what left a table beside what allies took."""
    shares = asked.shares(table)
    language = output.language
    with waiting("counting"):
        found = _ordered(possibilities_of(shares, by=by, stayed=stayed), sort, top)
    titles, counting = shares.group_titles, renewals_told(shares, language)
    _draw("stayed", (found, shares), table.name, output)

    def page() -> str:
        from licensecheck.report.development_page import possibilities_page

        return possibilities_page(table.name, found, shares, output, counting=counting)

    deliver(
        Answer(
            schema="licensecheck/possibilities/1",
            title=output.title or table.name,
            text=lambda: said.possibilities_text(
                table.name, found, language, titles=titles, counting=counting
            ),
            rows=lambda: said.possibilities_data(found),
            about={"table": table.name, "renewals": shares.counting},
            caveats=lambda: [
                *said.possibility_notes(language),
                *([counting] if counting else []),
            ],
            page=page,
        ),
        output,
    )


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
    renewals = [told for shares in counted if (told := renewals_told(shares, language))]
    head = language.text(
        "inside: {title} ({name}), {clock}; from {tables}",
        title=alliance_words(one.alliance.title, language), name=one.alliance.name,
        clock=clock_words(one.clock, language), tables=names,
    )  # fmt: skip
    drawn = (years, alliance_words(one.alliance.title, language))
    _draw("measures", drawn, names, output)

    def page() -> str:
        from licensecheck.report.development_page import measures_page

        return measures_page(names, drawn, made, head, output, renewals=renewals)

    deliver(
        Answer(
            schema="licensecheck/measures/1",
            title=output.title or names,
            text=lambda: said.measures_text(years, made, head, language, renewals=renewals),
            rows=lambda: said.measures_data(years),
            about={"tables": names},
            caveats=lambda: [*said.measure_notes(years, made, language), *renewals],
            page=page,
        ),
        output,
    )


def _ordered(found: Sequence[Possibility], sort: str, top: int | None) -> tuple[Possibility, ...]:
    if sort and sort not in _SORTS:
        raise InputError(Problem("--sort", "no such order", f"one of: {', '.join(_SORTS)}"))
    if top is not None and top < 1:
        raise InputError(Problem("--top", f"{top} is no number of parts", "1 or more"))
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


def _draw(kind: str, what: Any, name: str, output: Output) -> None:
    if not output.plots:
        return
    from licensecheck.report.development_plots import drawn
    from licensecheck.report.plots import write_plot

    for _, path in output.plots:
        write_plot(path, drawn(kind, what, name, output))
