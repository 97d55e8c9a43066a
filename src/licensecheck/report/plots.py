"""Plots of the share of a table: in goes a table with its shares, out come drawings.

`share_plot` shows the bounds of the share by year, `groups_plot` where the goods go,
`destinations_plot` the largest destinations outside, `categories_plot` the share by category, and
`coverage_plot` which exporter, year and measure a table covers. All are drawn by Altair and
vl-convert, without a network; the same figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from licensecheck.errors import Argument, InputError, Problem, nearest_or_all, quote
from licensecheck.extras import require
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.outputs import check_outputs, whole
from licensecheck.report.elements import clean, element
from licensecheck.report.elements import drawing as svg_element
from licensecheck.report.pages import document
from licensecheck.report.plot_charts import Bar, Series, bands, bars, coverage, stacked, stacks
from licensecheck.report.plot_map import map_panel
from licensecheck.report.plot_style import configured, svg_of
from licensecheck.report.share import caveats, left_out
from licensecheck.report.share_words import (
    SUBJECTS,
    Subject,
    Unit,
    alliance_words,
    category_words,
    clock_words,
    counting_words,
    key_words,
    percent,
    range_words,
    rows_words,
    subjects,
    titled,
    unit_of,
    whose,
    wrapped,
)
from licensecheck.tables.reading.intake import Table
from licensecheck.tables.reading.record import SOME_MILITARY_ENTRY
from licensecheck.tables.shares.ordered import ordered
from licensecheck.tables.shares.share import Figure, Shares

if TYPE_CHECKING:
    from licensecheck.report.plot_charts import Panel

__all__ = [
    "INSIDE", "KINDS", "OUTSIDE", "PIECE_WORDS", "SUFFIXES", "UNPLACED", "Plot", "Said",
    "categories_plot", "composed", "coverage_plot", "destinations_plot", "groups_plot", "map_plot",
    "plot",
    "read_page_target", "read_target", "share_plot", "write_plot",
]  # fmt: skip

OUTSIDE: Final = "outside"
UNPLACED: Final = "unplaced"
INSIDE: Final = "inside"
PIECE_WORDS: Final[Mapping[str, str]] = MappingProxyType({
    OUTSIDE: message("outside"), UNPLACED: message("unplaced"), INSIDE: message("inside"),
})  # fmt: skip
_MOST_BARS: Final = 12
_TITLE_COLUMNS: Final = 70
_SHAPES: Final = message("shapes: Natural Earth (public domain), as seen from Germany, simplified")
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


def share_plot(
    table: Table, shares: Shares, *, said: Said | None = None,
) -> Plot:  # fmt: skip
    """Least and greatest share outside by year: a panel for each measure, currency and clock.

    Args:
        table: The table as read.
        shares: Its figures; the first of its alliances has the band.
        said: Title, caption and language.
    """
    require("plots")
    said = said or Said()
    language = said.language
    figures = shares.by("year")
    published = shares.as_published.by("year") if shares.as_published else ()
    first = shares.definitions[0].alliance
    panels: list[Panel] = []
    told = []
    for subject in subjects(figures):
        unit = unit_of(subject, figures, language)
        for clock in _clocks(figures):
            own = [one for one in figures if _is(one, subject) and one.membership == clock]
            if not any(unit.bounds(one) for one in own):
                continue
            title = _panel_title(subject, unit, clock, language)
            twins = [
                one for one in published
                if _is(one, subject) and one.membership == clock and one.alliance == first.name
            ]  # fmt: skip
            panels.append(bands(_series(own, twins, unit, language), title=title,
                                language=language))  # fmt: skip
            told += [
                f"{title}, {alliance_words(one.title, language)}: {one.key['year']} "
                f"{percent(unit.bounds(one), language)} %."
                for one in own
                if one.alliance == first.name
            ]
    several = len({one.alliance for one in figures}) > 1
    inside = alliance_words(first.title, language)
    what = (
        language.text("share outside each alliance")
        if several
        else language.text("share outside {alliance}", alliance=inside)
    )
    lines = [counting_words(shares, language)]
    if several:
        lines.insert(0, _inside(shares, language))
    if several:
        lines.append(
            language.text(
                "grey band: from the least to the greatest share outside {alliance}; lines: the "
                "bounds of each definition",
                alliance=inside,
            )
        )
    elif any(len(set(one.bounds)) > 1 for one in (*figures, *published) if one.bounds):
        # Where all bounds meet there is no band.
        lines.append(
            language.text(
                "band: from the least to the greatest share; between them is what is unplaced"
            )
        )
    return _plot("share", title_of(shares, what, said), lines, panels, told,
                 said.caption_of(table, shares))  # fmt: skip


def _series(
    own: Sequence[Figure], published: Sequence[Figure], unit: Unit, language: Language
) -> list[Series]:
    found: list[Series] = []
    names = dict.fromkeys(one.alliance for one in own)
    for name in names:
        figures = [one for one in own if one.alliance == name]
        title = alliance_words(figures[0].title, language)
        label = language.text("outside {alliance}", alliance=title)
        found.append(Series(label, _by_year(figures, unit)))
        if published and len(found) == 1:
            beside = language.text("as published")
            if len(names) > 1:
                beside = f"{title}, {beside}"
            found.append(Series(beside, _by_year(published, unit), beside=True))
    return found


def _by_year(figures: Iterable[Figure], unit: Unit) -> dict[int, tuple[Fraction, Fraction] | None]:
    return {int(one.key["year"]): unit.bounds(one) for one in figures}


def groups_plot(table: Table, shares: Shares, *, said: Said | None = None) -> Plot:
    """Where the goods go by year, in destination groups; arguments as of `share_plot`."""
    require("plots")
    said = said or Said()
    language = said.language
    figures = shares.by("year", "group")
    first = shares.definitions[0].alliance
    titles = {name: language.text(title) for name, title in shares.group_titles.items()}
    panels: list[Panel] = []
    told = []
    for subject in subjects(figures):
        unit = unit_of(subject, figures, language)
        for clock in _clocks(figures):
            own = [
                one for one in figures
                if _is(one, subject) and one.membership == clock and one.alliance == first.name
            ]  # fmt: skip
            title = _panel_title(subject, unit, clock, language)
            parts = stacked(own, unit, titles)
            if not parts:
                continue
            panels.append(stacks(parts, unit, titles, title=title))
            told += [
                f"{title}, {part.year}, {part.group}: {part.text} {unit.name}." for part in parts
            ]
    what = language.text("where the goods go")
    return _plot("groups", title_of(shares, what, said), _counted(shares, language), panels,
                 told, said.caption_of(table, shares))  # fmt: skip


def destinations_plot(table: Table, shares: Shares, *, said: Said | None = None) -> Plot:
    """The largest destinations outside and those unplaced; arguments as of `share_plot`."""
    require("plots")
    said = said or Said()
    language = said.language
    first = shares.definitions[0].alliance

    def leaving(one: Figure) -> bool:
        return bool(one.outside.rows or one.unplaced.rows)

    panels, told = _bar_panels(
        [one for one in shares.by("destination") if leaving(one)], shares, language,
        (OUTSIDE, UNPLACED), sort="outside", group=_MOST_BARS,
    )  # fmt: skip
    inside = alliance_words(first.title, language)
    what = language.text("largest destinations outside {alliance}", alliance=inside)
    return _plot("destinations", title_of(shares, what, said), _counted(shares, language),
                 panels, told, said.caption_of(table, shares))  # fmt: skip


def categories_plot(table: Table, shares: Shares, *, said: Said | None = None) -> Plot:
    """Outside, unplaced and inside by category; arguments as of `share_plot`."""
    require("plots")
    said = said or Said()
    language = said.language
    panels, told = _bar_panels(
        shares.by("category"), shares, language, (OUTSIDE, UNPLACED, INSIDE), sort="value",
        group=_MOST_BARS,
    )  # fmt: skip
    inside = alliance_words(shares.definitions[0].alliance.title, language)
    what = language.text("share outside {alliance} by category", alliance=inside)
    return _plot("categories", title_of(shares, what, said), _counted(shares, language),
                 panels, told, said.caption_of(table, shares))  # fmt: skip


def map_plot(table: Table, shares: Shares, *, said: Said | None = None) -> Plot:
    """A map of the destinations, by what leaves to each; arguments as of `share_plot`.

    A place that stands for several countries, or that no shape is at hand for, is named in words.
    """
    require("plots")
    said = said or Said()
    language = said.language
    first = shares.definitions[0].alliance
    inside = alliance_words(first.title, language)
    figures = [one for one in shares.by("destination") if one.alliance == first.name]
    panels: list[Panel] = []
    told: list[str] = []
    for subject in subjects(figures):
        unit = unit_of(subject, figures, language)
        for clock in _clocks(figures):
            own = ordered(
                [one for one in figures
                 if _is(one, subject) and one.membership == clock and one.total.rows],
                sort="outside",
            )  # fmt: skip
            if own:
                title = _panel_title(subject, unit, clock, language)
                panel, heard = map_panel(own, unit, inside=inside, title=title)
                panels.append(panel)
                told += heard
    what = language.text("destinations outside {alliance}", alliance=inside)
    lines = [
        *_counted(shares, language),
        language.text("a dot is a country too small to be seen; borders state no position"),
    ]
    caption = [*said.caption_of(table, shares), f"• {language.text(_SHAPES)}"]
    return _plot("map", title_of(shares, what, said), lines, panels, told, caption)


def _bar_panels(
    figures: Sequence[Figure], shares: Shares, language: Language, pieces: Sequence[str], *,
    sort: str, group: int,
) -> tuple[list[Panel], list[str]]:  # fmt: skip
    """A panel of bars for each measure, currency and clock, of the first alliance."""
    first = shares.definitions[0].alliance
    words = {name: language.text(word) for name, word in PIECE_WORDS.items()}
    panels: list[Panel] = []
    told = []
    for subject in subjects(figures):
        unit = unit_of(subject, figures, language)
        for clock in _clocks(figures):
            own = ordered(
                [one for one in figures if _is(one, subject) and one.membership == clock
                 and one.alliance == first.name and one.total.rows],
                sort=sort, top=group,
            )  # fmt: skip
            if not own:
                continue
            title = _panel_title(subject, unit, clock, language)
            given = [_bar(one, shares, unit, pieces, words) for one in own]
            names = [words[name] for name in pieces]
            panels.append(bars(given, names, title=title, unit=unit.name, language=language))
            told += [f"{title}, {bar.name}: {bar.text}." for bar in given]
    return panels, told


def _bar(
    one: Figure, shares: Shares, unit: Unit, pieces: Sequence[str], words: Mapping[str, str]
) -> Bar:
    name = key_words(one.key, shares.group_titles, unit.language)
    sizes = {words[piece]: unit.number(one.parts[piece]) for piece in pieces}
    bounds = unit.bounds(one)
    if INSIDE in pieces and bounds:
        text = range_words(bounds, unit.language)
    else:
        text = unit.of(one.outside)
        if one.unplaced.rows:
            unplaced = unit.language.text("unplaced {value}", value=unit.of(one.unplaced))
            text = f"{text}; {unplaced}" if one.outside.rows else unplaced
    return Bar(name, sizes, text)


def coverage_plot(tables: Sequence[tuple[Table, Shares]], *, said: Said | None = None) -> Plot:
    """How many records each table has by exporter, year and measure.

    Args:
        tables: Tables with their figures.
        said: Title, caption and language.
    """
    require("plots")
    said = said or Said()
    language = said.language
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
        subject = language.text(SUBJECTS[measure])
        title = language.text("{subject}, number of records", subject=titled(subject))
        panels.append(coverage(own, title=title, language=language))
        told += [f"{subject}, {cell[0]}, {cell[2]}: {cell[3]}." for cell in own]
    lines = [
        counting_words(tables[0][1], language, start=False),
        language.text("an empty cell has no record in the table"),
    ]
    if len(tables) == 1:
        [(_, shares)] = tables
        title = title_of(shares, language.text("which years are covered"), said)
    else:
        title = said.title or language.text("What the tables cover")
    caption = said.caption
    if caption is None:
        sources = said.source or "; ".join(_source(table, language) for table, _ in tables)
        caption = [language.text("Source: {source}", source=sources)]
    return _plot("coverage", title, lines, panels, told, caption)


def _first_of(shares: Shares) -> tuple[str, str]:
    first = shares.definitions[0]
    return first.alliance.name, first.clock


def _coverage_of_one(table: Table, shares: Shares, *, said: Said | None = None) -> Plot:
    return coverage_plot([(table, shares)], said=said)


@dataclass(frozen=True, slots=True)
class Said:
    """How a drawing is put into words.

    Attributes:
        title: In place of ours; empty for ours.
        source: In place of the name of the file.
        language: Of all words and numbers.
        caption: Lines beneath it; source and caveats by default.
    """

    title: str = ""
    source: str = ""
    language: Language = ENGLISH
    caption: Sequence[str] | None = None

    def caption_of(self, table: Table, shares: Shares) -> Sequence[str]:
        """The lines beneath a drawing of a table."""
        if self.caption is not None:
            return self.caption
        source = self.source or _source(table, self.language)
        first = self.language.text("Source: {source}", source=source)
        return [first, *(f"• {text}" for text in caveats(table, shares, self.language))]


class _Draws(Protocol):
    def __call__(self, table: Table, shares: Shares, *, said: Said | None = None) -> Plot: ...


KINDS: Final[Mapping[str, _Draws]] = MappingProxyType({
    "share": share_plot, "groups": groups_plot, "destinations": destinations_plot,
    "categories": categories_plot, "coverage": _coverage_of_one, "map": map_plot,
})  # fmt: skip
# What each command draws, the first where none is named.
_KINDS_OF: Final[Mapping[str, Sequence[str]]] = MappingProxyType({
    "share": tuple(KINDS), "change": ("waterfall",), "possibilities": ("stayed",),
    "measures": ("measures",),
})  # fmt: skip


def plot(
    kind: str, table: Table, shares: Shares, *, language: Language = ENGLISH, title: str = "",
    source: str = "", caption: Sequence[str] | None = None,
) -> Plot:  # fmt: skip
    """A plot by its kind; see the function of that name, and `Said` for the words."""
    return KINDS[kind](table, shares, said=Said(title, source, language, caption))


def read_target(word: str, command: str = "share") -> tuple[str, Path]:
    """Read `KIND=FILE`, or `FILE` for the first kind of plot that a command draws.

    Raises:
        InputError: There is no such kind, or the file would be of no known form.
    """
    kinds = _KINDS_OF[command]
    kind, equals, name = word.partition("=")
    if not equals or "/" in kind or "." in kind:
        kind, name = kinds[0], word
    if kind not in kinds:
        help_ = nearest_or_all(kind, kinds)
        raise InputError(Problem(Argument("plot"), f"no such plot {quote(kind)}", help_))
    return kind, _writable(Argument("plot"), Path(name), SUFFIXES)


def _writable(where: str, path: Path, suffixes: Sequence[str]) -> Path:
    if path.suffix.lower() not in suffixes:
        what = f"{quote(path.name)} is of no form that can be written"
        raise InputError(Problem(where, what, f"a name that ends in {', '.join(suffixes)}"))
    check_outputs([(where, path)])
    return path


def read_page_target(path: Path) -> Path:
    """Check the name of a page to write.

    Raises:
        InputError: It is no HTML file, or there is no folder for it.
    """
    return _writable(Argument("report"), path, (".html", ".htm"))


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
    with whole(path, Argument("plot")) as temporary:
        temporary.write_bytes(data)


def _plot(
    kind: str,
    title: str,
    lines: Iterable[str],
    panels: Sequence[Panel],
    told: Iterable[str],
    caption: Iterable[str],
) -> Plot:
    if not panels:
        what = "nothing of the table starts inside, so there is nothing to draw"
        raise InputError(Problem(Argument("plot"), what, "`--exporters all` counts every row"))
    return composed(kind, title, lines, panels, told, caption)


def composed(
    kind: str,
    title: str,
    lines: Iterable[str],
    panels: Sequence[Panel],
    told: Iterable[str],
    caption: Iterable[str],
) -> Plot:
    """A drawing of some panels.

    Args:
        kind: Begins its ids.
        title: In a line or two.
        lines: Below the title: what is counted and how.
        panels: One or more.
        told: What it shows, for readers who hear it.
        caption: Source and caveats, beneath.
    """
    import altair as alt

    said = [part for line in lines for part in wrapped(line, 108)]
    head = alt.TitleParams(_title_lines(title), subtitle=said)
    chart = alt.vconcat(*panels, spacing=24, title=head)
    # Panels differ in what they have; a scale that they shared would mix up colours and names.
    chart = chart.resolve_scale(color="independent", shape="independent", strokeDash="independent")
    description = clean(" ".join((*lines, *told)))
    svg = svg_of(
        configured(chart, caption=caption), name=f"plot-{kind}", title=clean(title),
        description=description,
    )  # fmt: skip
    return Plot(kind, clean(title), description, svg)


def _title_lines(title: str) -> list[str]:
    """A title on one line, or broken where what is shown begins."""
    if len(title) <= _TITLE_COLUMNS:
        return wrapped(title, _TITLE_COLUMNS)
    first, colon, rest = title.partition(": ")
    return [*wrapped(first + colon.strip(), _TITLE_COLUMNS), *wrapped(rest, _TITLE_COLUMNS)]


def _is(figure: Figure, subject: Subject) -> bool:
    return (figure.measure, figure.currency) == subject


def _clocks(figures: Iterable[Figure]) -> list[str]:
    return list(dict.fromkeys(figure.membership for figure in figures))


def _inside(shares: Shares, language: Language) -> str:
    alliances = dict.fromkeys(one.alliance for one in shares.definitions)
    names = "; ".join(alliance_words(one.title, language) for one in alliances)
    return language.text("inside: {names}", names=names)


def _counted(shares: Shares, language: Language) -> list[str]:
    """What is counted, and of which alliance it starts inside."""
    said = counting_words(shares, language, start=False)
    if shares.exporters != "inside":
        return [counting_words(shares, language)]
    title = alliance_words(shares.definitions[0].alliance.title, language)
    start = language.text("of what starts inside {alliance}", alliance=title)
    return [f"{said}; {start}"]


def title_of(shares: Shares, what: str, said: Said) -> str:
    """Whose exports, of what, which measure and years, and then what is shown."""
    if said.title:
        return said.title
    language = said.language
    frame = shares.counted
    years = sorted(frame["year"].unique())
    first, last = years[0], years[-1]
    span = f"{first}" if first == last else f"{first}–{last}"
    measures = sorted(set(frame["measure"].unique()) & set(SUBJECTS))
    return language.text(
        "{whose}, {measures}, {goods}, {years}: {what}", whose=whose(shares, language),
        measures=language.listed([language.text(SUBJECTS[name]) for name in measures]),
        goods=_goods(shares, language), years=span, what=what,
    )  # fmt: skip


def _goods(shares: Shares, language: Language) -> str:
    """Of what goods a table is, as far as its ratings say."""
    if shares.only.categories:
        names = dict.fromkeys(one.key["category"] for one in shares.by("category"))
        return language.listed([category_words(name, language) for name in names])
    frame = shares.counted
    known = set(frame["category"].unique()) - {"", "several"}
    military = any(name.startswith("ML") for name in known)
    if military or set(frame["rating"].unique()) == {SOME_MILITARY_ENTRY}:
        if "dual-use" in known:
            return language.text("military and dual-use goods")
        return language.text("military goods")
    return language.text("dual-use goods") if known == {"dual-use"} else language.text("goods")


def _panel_title(subject: Subject, unit: Unit, clock: str, language: Language) -> str:
    name = titled(language.text(SUBJECTS[subject[0]]))
    return f"{name}, {unit.basis}; {clock_words(clock, language)}"


def _source(table: Table, language: Language) -> str:
    told = [rows_words(table.rows, language), *left_out(table, language)]
    return f"{table.name} ({'; '.join(told)})"
