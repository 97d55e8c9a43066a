"""Plots of the share of a table: in goes a table with its shares, out come drawings.

`share_plot` shows the bounds of the share by year, `groups_plot` where the goods go, and
`coverage_plot` which exporter, year and measure a table covers. All are drawn by Altair and
vl-convert, without a network; the same figures give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from licensecheck.errors import InputError, Problem, nearest, quote
from licensecheck.report.elements import drawing as svg_element
from licensecheck.report.elements import element
from licensecheck.report.extras import require
from licensecheck.report.pages import document
from licensecheck.report.plot_charts import bands, coverage, stacked, stacks
from licensecheck.report.plot_style import configured, svg_of
from licensecheck.report.share_caveats import caveats
from licensecheck.report.share_words import (
    SUBJECTS,
    Subject,
    Unit,
    clean,
    clock_words,
    counted,
    counting_words,
    left_out_words,
    percent,
    subjects,
    unit_of,
    wrapped,
)
from licensecheck.tables.intake import Table, replaced
from licensecheck.tables.share import Figure, Shares

if TYPE_CHECKING:
    from licensecheck.report.plot_charts import Panel

__all__ = [
    "KINDS", "SUFFIXES", "Plot", "coverage_plot", "groups_plot", "plot",
    "read_page_target", "read_target", "share_plot", "write_plot",
]  # fmt: skip

SUFFIXES: Final = (".svg", ".png", ".html")
# Of print on A4: 300 dots to the inch.
_SCALE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing.

    Attributes:
        kind: A word of `KINDS`.
        title: What it shows, in one line.
        description: What it shows, for readers who hear it.
        svg: The drawing, self-contained.
    """

    kind: str
    title: str
    description: str
    svg: str


def share_plot(table: Table, shares: Shares, *, caption: Sequence[str] | None = None) -> Plot:
    """Least and greatest share outside by year: a panel for each measure, currency and clock.

    Args:
        table: The table as read.
        shares: Its figures; the first of its alliances has the band.
        caption: Lines beneath the drawing; source and caveats by default.
    """
    require("plots")
    figures = shares.by("year")
    first = shares.definitions[0].alliance
    panels: list[Panel] = []
    told = []
    for subject in subjects(figures):
        unit = unit_of(subject, figures)
        for clock in _clocks(figures):
            own = [one for one in figures if _is(one, subject) and one.membership == clock]
            if not any(unit.bounds(one) for one in own):
                continue
            title = _panel_title(subject, unit, clock)
            panels.append(bands(own, unit, title=title))
            told += [
                f"{title}, inside {one.title}: {one.key['year']} {percent(unit.bounds(one))} %."
                for one in own
                if one.alliance == first.name
            ]
    several = len({one.alliance for one in figures}) > 1
    what = "the alliance" if several else first.title
    lines = [_inside(shares), counting_words(shares)]
    lines.append(
        f"grey band: from the least to the greatest share outside {first.name}; lines: the bounds "
        "of each definition"
        if several
        else "band: from the least to the greatest share; between them lies what cannot be placed"
    )
    return _plot("share", f"Share that leaves {what}, by year", lines, panels, told,
                 _caption(table, shares) if caption is None else caption)  # fmt: skip


def groups_plot(table: Table, shares: Shares, *, caption: Sequence[str] | None = None) -> Plot:
    """Where the goods go by year, in destination groups; arguments as of `share_plot`."""
    require("plots")
    figures = shares.by("year", "group")
    first = shares.definitions[0].alliance
    panels: list[Panel] = []
    told = []
    for subject in subjects(figures):
        unit = unit_of(subject, figures)
        for clock in _clocks(figures):
            own = [
                one for one in figures
                if _is(one, subject) and one.membership == clock and one.alliance == first.name
            ]  # fmt: skip
            title = _panel_title(subject, unit, clock)
            parts = stacked(own, unit, shares.group_titles)
            if not parts:
                continue
            panels.append(stacks(parts, unit, shares.group_titles, title=title))
            told += [
                f"{title}, {part.year}, {part.group}: {part.text} {unit.name}." for part in parts
            ]
    lines = [counting_words(shares)]
    if shares.exporters == "inside":
        start = f"of what starts inside {first.title} ({first.name})"
        lines = [f"{counting_words(shares, start=False)}; {start}"]
    return _plot("groups", "Where the goods go, by year", lines, panels, told,
                 _caption(table, shares) if caption is None else caption)  # fmt: skip


def coverage_plot(
    tables: Sequence[tuple[Table, Shares]], *, caption: Sequence[str] | None = None
) -> Plot:
    """How many records each table has by exporter, year and measure.

    Args:
        tables: Tables with their figures.
        caption: Lines beneath the drawing; the sources by default.
    """
    require("plots")
    cells = [
        (figure.measure, figure.key["exporter"], table.name if len(tables) > 1 else "",
         int(figure.key["year"]), figure.total.rows + figure.elsewhere.rows)
        for table, shares in tables
        # The records do not depend on the definition.
        for figure in shares.by("exporter", "year")
        if (figure.alliance, figure.membership) == _first_of(shares)
    ]  # fmt: skip
    panels: list[Panel] = []
    told = []
    for measure in sorted({cell[0] for cell in cells}):
        own = [cell[1:] for cell in cells if cell[0] == measure]
        panels.append(coverage(own, title=f"{SUBJECTS[measure].capitalize()}, records"))
        told += [f"{SUBJECTS[measure]}, {cell[0]}, {cell[2]}: {cell[3]}." for cell in own]
    lines = [counting_words(tables[0][1], start=False), "an empty cell has no record in the table"]
    if caption is None:
        caption = ["Source: " + "; ".join(_source(table) for table, _ in tables)]
    return _plot("coverage", "What the table covers" if len(tables) == 1 else
                 "What the tables cover", lines, panels, told, caption)  # fmt: skip


def _first_of(shares: Shares) -> tuple[str, str]:
    first = shares.definitions[0]
    return first.alliance.name, first.clock


def _coverage_of_one(table: Table, shares: Shares, *, caption: Sequence[str] | None = None) -> Plot:
    return coverage_plot([(table, shares)], caption=caption)


class _Draws(Protocol):
    def __call__(
        self, table: Table, shares: Shares, *, caption: Sequence[str] | None = None
    ) -> Plot: ...


KINDS: Final[Mapping[str, _Draws]] = MappingProxyType(
    {"share": share_plot, "groups": groups_plot, "coverage": _coverage_of_one}
)


def plot(kind: str, table: Table, shares: Shares, *, caption: Sequence[str] | None = None) -> Plot:
    """A plot by its kind; see the function of that name."""
    return KINDS[kind](table, shares, caption=caption)


def read_target(word: str) -> tuple[str, Path]:
    """Read `KIND=FILE`, or `FILE` for a plot of kind `share`.

    Raises:
        InputError: There is no such kind, or the file would be of no known form.
    """
    kind, equals, name = word.partition("=")
    if not equals or "/" in kind or "." in kind:
        kind, name = "share", word
    if kind not in KINDS:
        help_ = nearest(kind, KINDS) or f"one of: {', '.join(KINDS)}"
        raise InputError(Problem("--plot", f"no such plot {quote(kind)}", help_))
    return kind, _writable("--plot", Path(name), SUFFIXES)


def _writable(where: str, path: Path, suffixes: Sequence[str]) -> Path:
    if path.suffix.lower() not in suffixes:
        what = f"{quote(path.name)} is of no form that can be written"
        raise InputError(Problem(where, what, f"a name that ends in {', '.join(suffixes)}"))
    if not path.parent.is_dir():
        raise InputError(Problem(where, f"no folder {quote(str(path.parent))}"))
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise InputError(Problem(where, f"{quote(str(path))} cannot be written"))
    return path


def read_page_target(path: Path) -> Path:
    """Check the name of a page to write.

    Raises:
        InputError: It is no HTML file, or there is no folder for it.
    """
    return _writable("--report", path, (".html", ".htm"))


def write_plot(path: Path, drawing: Plot) -> None:
    """Write a drawing as its file's ending says: SVG, PNG, or HTML that holds the SVG."""
    suffix = path.suffix.lower()
    if suffix == ".png":
        import vl_convert

        data: bytes = vl_convert.svg_to_png(drawing.svg, scale=_SCALE, ppi=72)
    elif suffix == ".html":
        figure = element("figure", svg_element(drawing.svg))
        page = element("main", element("h1", drawing.title), figure)
        data = document(page, title=drawing.title).encode()
    else:
        data = drawing.svg.encode()
    with replaced(path) as temporary:
        temporary.write_bytes(data)


def _plot(
    kind: str,
    title: str,
    lines: Iterable[str],
    panels: Sequence[Panel],
    told: Iterable[str],
    caption: Iterable[str],
) -> Plot:
    import altair as alt

    if not panels:
        what = "nothing of the table starts inside, so there is nothing to draw"
        raise InputError(Problem("--plot", what, "`--exporters all` counts every row"))
    said = [part for line in lines for part in wrapped(line, 108)]
    chart = alt.vconcat(*panels, spacing=24, title=alt.TitleParams(title, subtitle=said))
    # Panels differ in what they have; a scale that they shared would mix up colours and names.
    chart = chart.resolve_scale(color="independent", shape="independent", strokeDash="independent")
    description = clean(" ".join((*lines, *told)))
    svg = svg_of(
        configured(chart, caption=caption), name=f"plot-{kind}", title=title,
        description=description,
    )  # fmt: skip
    return Plot(kind, title, description, svg)


def _is(figure: Figure, subject: Subject) -> bool:
    return (figure.measure, figure.currency) == subject


def _clocks(figures: Iterable[Figure]) -> list[str]:
    return list(dict.fromkeys(figure.membership for figure in figures))


def _inside(shares: Shares) -> str:
    alliances = dict.fromkeys(one.alliance for one in shares.definitions)
    return "inside: " + "; ".join(f"{one.title} ({one.name})" for one in alliances)


def _panel_title(subject: Subject, unit: Unit, clock: str) -> str:
    return f"{SUBJECTS[subject[0]].capitalize()}, {unit.basis}; {clock_words(clock)}"


def _source(table: Table) -> str:
    rejects = [f"{counted(len(table.rejects), 'row')} rejected"] if table.rejects else []
    told = (counted(table.rows, "row"), *rejects, *left_out_words(table.left_out))
    return f"{table.name} ({', '.join(told)})"


def _caption(table: Table, shares: Shares) -> list[str]:
    said = caveats(table, shares, chains=shares.chains)
    return [f"Source: {_source(table)}", *(f"• {text}" for text in said)]
