"""Plots of the share of a table: in goes a table with its shares, out come drawings.

One shows the bounds of the share by year, others where the goods go, the largest destinations
outside, the share by category, a map, or which exporter, year and measure a table covers. All are
drawn by Altair and vl-convert, without a network; the same figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from licensecheck.errors import Argument, InputError, Problem, nearest_or_all, quote, told
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
    "INSIDE", "KINDS", "OUTSIDE", "PIECE_WORDS", "UNPLACED", "Plot", "Said", "composed",
    "coverage_plot", "plot", "read_page_target", "read_target", "title_of", "write_plot",
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


class _Shown(NamedTuple):
    """What a plot of one table shows.

    Attributes:
        what: It, in a few words.
        lines: Below the title: what is counted and how.
        panels: The panels; none where nothing can be drawn.
        told: What they show, for readers who hear it.
        note: A line beneath all others, or nothing.
        qualified: Whether it is of figures, which have caveats.
    """

    what: str
    lines: list[str]
    panels: list[Panel]
    told: list[str]
    note: str = ""
    qualified: bool = True


def _by_panel(
    figures: Sequence[Figure], language: Language
) -> Iterator[tuple[str, Unit, list[Figure]]]:
    """The figures of each measure, currency and clock, with the title of their panel and a unit."""
    for subject in subjects(figures):
        unit = unit_of(subject, figures, language)
        name = titled(language.text(SUBJECTS[subject[0]]))
        for clock in dict.fromkeys(figure.membership for figure in figures):
            place = (*subject, clock)
            own = [one for one in figures
                   if (one.measure, one.currency, one.membership) == place]  # fmt: skip
            yield f"{name}, {unit.basis}; {clock_words(clock, language)}", unit, own


def _share(shares: Shares, language: Language) -> _Shown:
    """Least and greatest share outside by year; the first of the alliances has the band."""
    figures = shares.by("year")
    published = shares.as_published.by("year") if shares.as_published else ()
    first = shares.definitions[0].alliance
    panels: list[Panel] = []
    told = []
    for title, unit, own in _by_panel(figures, language):
        if not any(unit.bounds(one) for one in own):
            continue
        place = (own[0].measure, own[0].currency, own[0].membership, first.name)
        twins = [
            one for one in published
            if (one.measure, one.currency, one.membership, one.alliance) == place
        ]  # fmt: skip
        panels.append(bands(_series(own, twins, unit, language), title=title, language=language))
        told += [
            f"{title}, {alliance_words(one.title, language)}: {one.key['year']} "
            f"{percent(unit.bounds(one), language)} %."
            for one in own
            if one.alliance == first.name
        ]
    inside = alliance_words(first.title, language)
    what = language.text("share outside {alliance}", alliance=inside)
    lines = [counting_words(shares, language)]
    if len({one.alliance for one in figures}) > 1:
        what = language.text("share outside each alliance")
        alliances = dict.fromkeys(one.alliance for one in shares.definitions)
        names = "; ".join(alliance_words(one.title, language) for one in alliances)
        lines = [
            language.text("inside: {names}", names=names),
            *lines,
            language.text(
                "grey band: from the least to the greatest share outside {alliance}; lines: the "
                "bounds of each definition",
                alliance=inside,
            ),
        ]
    elif any(len(set(one.bounds)) > 1 for one in (*figures, *published) if one.bounds):
        # Where all bounds meet there is no band.
        lines.append(
            language.text(
                "band: from the least to the greatest share; between them is what is unplaced"
            )
        )
    return _Shown(what, lines, panels, told)


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


def _groups(shares: Shares, language: Language) -> _Shown:
    """Where the goods go by year, in destination groups."""
    first = shares.definitions[0].alliance
    titles = {name: language.text(title) for name, title in shares.group_titles.items()}
    panels: list[Panel] = []
    told = []
    for title, unit, own in _by_panel(shares.by("year", "group"), language):
        parts = stacked([one for one in own if one.alliance == first.name], unit, titles)
        if parts:
            panels.append(stacks(parts, unit, titles, title=title))
        told += [f"{title}, {part.year}, {part.group}: {part.text} {unit.name}." for part in parts]
    return _Shown(language.text("where the goods go"), _counted(shares, language), panels, told)


def _destinations(shares: Shares, language: Language) -> _Shown:
    """The largest destinations outside and those unplaced."""
    figures = [one for one in shares.by("destination") if one.outside.rows or one.unplaced.rows]
    what = message("largest destinations outside {alliance}")
    return _bars(figures, shares, language, (OUTSIDE, UNPLACED), sort="outside", what=what)


def _categories(shares: Shares, language: Language) -> _Shown:
    """Outside, unplaced and inside by category."""
    figures, pieces = shares.by("category"), (OUTSIDE, UNPLACED, INSIDE)
    what = message("share outside {alliance} by category")
    return _bars(figures, shares, language, pieces, sort="value", what=what)


def _bars(
    figures: Sequence[Figure], shares: Shares, language: Language, pieces: Sequence[str], *,
    sort: str, what: str,
) -> _Shown:  # fmt: skip
    """Bars of the largest parts, of the first alliance."""
    first = shares.definitions[0].alliance
    words = {name: language.text(word) for name, word in PIECE_WORDS.items()}
    names = [words[name] for name in pieces]
    panels: list[Panel] = []
    told = []
    for title, unit, found in _by_panel(figures, language):
        mine = [one for one in found if one.alliance == first.name and one.total.rows]
        own = ordered(mine, sort=sort, top=_MOST_BARS)
        if own:
            given = [_bar(one, shares, unit, pieces, words) for one in own]
            panels.append(bars(given, names, title=title, unit=unit.name, language=language))
            told += [f"{title}, {bar.name}: {bar.text}." for bar in given]
    inside = alliance_words(first.title, language)
    shown = language.text(what, alliance=inside)
    return _Shown(shown, _counted(shares, language), panels, told)


def _map(shares: Shares, language: Language) -> _Shown:
    """A map of the destinations, by what leaves to each.

    A place that stands for several countries, or that no shape is at hand for, is named in words.
    """
    first = shares.definitions[0].alliance
    inside = alliance_words(first.title, language)
    figures = [one for one in shares.by("destination") if one.alliance == first.name]
    panels: list[Panel] = []
    told: list[str] = []
    for title, unit, found in _by_panel(figures, language):
        own = ordered([one for one in found if one.total.rows], sort="outside")
        if own:
            panel, heard = map_panel(own, unit, inside=inside, title=title)
            panels.append(panel)
            told += heard
    lines = [
        *_counted(shares, language),
        language.text("a dot is a country too small to be seen; borders state no position"),
    ]
    what = language.text("destinations outside {alliance}", alliance=inside)
    return _Shown(what, lines, panels, told, f"• {language.text(_SHAPES)}")


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
    shown = _coverage([(table.name, shares) for table, shares in tables], language)
    if len(tables) == 1:
        title = title_of(tables[0][1], shown.what, said)
    else:
        title = said.title or language.text("What the tables cover")
    caption = said.caption
    if caption is None:
        sources = said.source or "; ".join(_source(table, language) for table, _ in tables)
        caption = [language.text("Source: {source}", source=sources)]
    return _plot("coverage", title, shown, caption)


def _coverage(tables: Sequence[tuple[str, Shares]], language: Language) -> _Shown:
    """How many records there are by exporter, year and measure, of tables by their names."""
    # The records do not depend on the definition.
    cells = [
        (figure.measure, figure.key["exporter"], name if len(tables) > 1 else "",
         int(figure.key["year"]), figure.total.rows + figure.elsewhere.rows)
        for name, shares in tables
        for first in shares.definitions[:1]
        for figure in shares.by("exporter", "year")
        if (figure.alliance, figure.membership) == (first.alliance.name, first.clock)
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
    what = language.text("which years are covered")
    return _Shown(what, lines, panels, told, qualified=False)


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


KINDS: Final[Mapping[str, Callable[[Shares, Language], _Shown]]] = MappingProxyType({
    "share": _share, "groups": _groups, "destinations": _destinations, "categories": _categories,
    "coverage": lambda shares, language: _coverage([("", shares)], language), "map": _map,
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
    """A plot of a table.

    Args:
        kind: One of `KINDS`.
        table: The table as read.
        shares: Its figures.
        language: Of all words and numbers.
        title: In place of ours; empty for ours.
        source: In place of the name of the file.
        caption: Lines beneath it; source and caveats by default.

    Raises:
        InputError: There is nothing to draw, or an extra is not installed.
    """
    require("plots")
    shown = KINDS[kind](shares, language)
    if caption is None:
        caption = [language.text("Source: {source}", source=source or _source(table, language))]
        if shown.qualified:
            caption += [f"• {text}" for text in caveats(table, shares, language)]
    caption = [*caption, *filter(None, [shown.note])]
    return _plot(kind, title_of(shares, shown.what, Said(title, language=language)), shown, caption)


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
        raise InputError(
            Problem(Argument("plot"), told("no such plot {kind}", kind=quote(kind)), help_)
        )
    return kind, _writable(Argument("plot"), Path(name), SUFFIXES)


def _writable(where: str, path: Path, suffixes: Sequence[str]) -> Path:
    if path.suffix.lower() not in suffixes:
        what = told("{name} is of no form that can be written", name=quote(path.name))
        raise InputError(
            Problem(where, what, told("a name that ends in {words}", words=", ".join(suffixes)))
        )
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


def _plot(kind: str, title: str, shown: _Shown, caption: Iterable[str]) -> Plot:
    if not shown.panels:
        what = told("nothing of the table starts inside, so there is nothing to draw")
        raise InputError(
            Problem(Argument("plot"), what, told("`--exporters all` counts every row"))
        )
    return composed(kind, title, shown.lines, shown.panels, shown.told, caption)


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


def _source(table: Table, language: Language) -> str:
    told = [rows_words(table.rows, language), *left_out(table, language)]
    return f"{table.name} ({'; '.join(told)})"
