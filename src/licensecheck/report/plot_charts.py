"""The panels of plots: in go figures or plain rows, out come Altair charts."""

from __future__ import annotations

import itertools
import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from licensecheck.language import ENGLISH, Language
from licensecheck.report.elements import clean
from licensecheck.report.plot_style import BESIDE, DASHES, LINES, MARKS, PIECES, fill
from licensecheck.report.share_words import Unit, number, range_words
from licensecheck.tables.shares.share import Figure

if TYPE_CHECKING:
    import altair as alt

    Panel = alt.LayerChart | alt.FacetChart

__all__ = [
    "Bar", "Part", "Series", "Step", "bands", "bars", "coverage", "data_of", "panel_title",
    "stacked", "stacks", "waterfall",
]  # fmt: skip

# With its labels a panel fits between the margins of A4 at 96 dots to the inch, so that type keeps
# its size in print.
_PLOT_WIDTH: Final = 420
_WIDEST_COLUMN: Final = 60
_HEIGHT: Final = 250
# Height of a line of type.
_LABEL_STEP: Final = 15
_FALL_HEIGHT: Final = 170
_LABEL_COLUMNS: Final = 30
_BAR_WIDTH: Final = 440
_BAR_STEP: Final = 30
_BAR_COLUMNS: Final = 34
_STEP_COLUMNS: Final = 15
_GROUP_COLUMNS: Final = 24
_PANEL_COLUMNS: Final = 88
_MOST_EXPORTERS: Final = 45
_FEW_EXPORTERS: Final = 12
_MOST_MARKED_YEARS: Final = 40
_MOST_NUMBERED_YEARS: Final = 16


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a stack.

    Attributes:
        year: Its stack.
        group: Title of its destination group.
        amount: Its size.
        text: Its size, as text.
    """

    year: int
    group: str
    amount: float
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """Bounds by year.

    Attributes:
        label: What stands at the end of its lines, without the numbers.
        bounds: Least and greatest share by year; None breaks the lines.
        beside: It stands beside another and is drawn lighter.
    """

    label: str
    bounds: Mapping[int, tuple[Fraction, Fraction] | None]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of pieces laid end to end.

    Attributes:
        name: What it is of.
        pieces: Sizes by name of the piece.
        text: What stands at its end.
    """

    name: str
    pieces: Mapping[str, float]
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a waterfall.

    Attributes:
        name: What it is.
        start: Where it begins, in per cent.
        end: Where it ends.
        text: What stands at it.
        whole: It stands on the ground: the share of a year.
    """

    name: str
    start: float
    end: float
    text: str
    whole: bool = False


def bands(series: Sequence[Series], *, title: str, language: Language = ENGLISH) -> Panel:
    """Both bounds by year as lines for each series, with the band of the first one.

    Args:
        series: In the order of their looks.
        title: Of the panel.
        language: In which numbers are written.
    """
    import altair as alt

    rows = [row for place, one in enumerate(series) for row in _bounds_of(one, place)]
    years = sorted({row["year"] for row in rows})
    labels = _end_labels(series, rows, language)
    lines = max((len(label["text"]) for label in labels), default=1)
    height = max(_HEIGHT, len(series) * lines * _LABEL_STEP)
    x = _year_axis(alt, years)
    axis = alt.Axis(
        values=list(range(0, 101, 20)), labelExpr="datum.value + ' %'", title=None, offset=8
    )
    y = alt.Y("low:Q", scale=alt.Scale(domain=[0, 100]), axis=axis)
    names = [str(place) for place, _ in enumerate(series)]
    looks = _looks(series)
    scales: dict[str, Any] = {
        "color": alt.Color("name:N", legend=None, scale=alt.Scale(
            domain=names, range=[look.colour for look in looks])),
        "strokeDash": alt.StrokeDash("name:N", legend=None, scale=alt.Scale(
            domain=names, range=[list(look.dash) for look in looks])),
    }  # fmt: skip
    shape = alt.Shape("name:N", legend=None, scale=alt.Scale(
        domain=names, range=[look.mark for look in looks]))  # fmt: skip
    base = alt.Chart(data_of(alt, rows))
    # Two lines upon each other would fill the gaps of each other's dashes.
    wide = {row["name"] for row in rows if row["low"] != row["high"]}
    upper = alt.Chart(data_of(alt, [row for row in rows if row["name"] in wide]))
    own = alt.Chart(data_of(alt, [row for row in rows if row["name"] == names[0]]))
    layers: list[Any] = [
        own.mark_area(color="#dcdcdc").encode(x=x, y=y, y2="high:Q"),
        # A year without neighbours has no area; a rule is its band.
        own.mark_rule(color="#c4c4c4", strokeWidth=5)
        .transform_filter("datum.alone")
        .encode(x=x, y=y, y2="high:Q"),
    ]
    marked = str(len(years) <= _MOST_MARKED_YEARS).lower()
    for bound in ("low", "high"):
        at = alt.Y(f"{bound}:Q", scale=alt.Scale(domain=[0, 100]), axis=axis)
        drawn = upper if bound == "high" else base
        layers.append(
            drawn.mark_line(strokeWidth=1.8, strokeJoin="round").encode(x=x, y=at, **scales)
        )
        # A hollow mark is the greatest, so that grey print tells it from the least as well.
        hollow = {"fill": "#ffffff"} if bound == "high" else {"filled": True}
        layers.append(
            drawn.mark_point(size=28, opacity=1, strokeWidth=1.3, **hollow)
            .transform_filter(
                f"isValid(datum.{bound}) && ({marked} || datum.alone) && (!datum.beside"
                " || datum.alone)"
            )
            .encode(x=x, y=at, color=scales["color"], shape=shape)
        )
    size = (_PLOT_WIDTH, height)
    layers += _labels(alt, labels, x, y, scales["color"], size, lines)
    return alt.layer(*layers, width=size[0], height=height, title=panel_title(alt, title))


@dataclass(frozen=True, slots=True)
class _Look:
    colour: str
    dash: tuple[int, ...]
    mark: str


def _looks(series: Sequence[Series]) -> list[_Look]:
    """A colour, dash and mark for each, those that stand beside in a grey of their own."""
    found, taken = [], 0
    for one in series:
        if one.beside:
            found.append(_Look(BESIDE, (2, 2), "circle"))
            continue
        found.append(_Look(LINES[taken % len(LINES)], DASHES[taken % len(DASHES)],
                           MARKS[taken % len(MARKS)]))  # fmt: skip
        taken += 1
    return found


def _bounds_of(series: Series, place: int) -> list[dict[str, Any]]:
    """A row for each year of one series; years between that have no share break the line."""
    found = {
        year: (round(float(bounds[0]) * 100, 3), round(float(bounds[1]) * 100, 3))
        for year, bounds in series.bounds.items()
        if bounds
    }
    rows = []
    for year in range(min(found), max(found) + 1) if found else ():
        least, most = found.get(year, (None, None))
        alone = year in found and year - 1 not in found and year + 1 not in found
        rows.append({"name": str(place), "year": year, "low": least, "high": most,
                     "alone": alone, "beside": series.beside})  # fmt: skip
    return rows


def _end_labels(
    series: Sequence[Series], rows: Sequence[Mapping[str, Any]], language: Language
) -> list[dict[str, Any]]:
    """What stands at the end of each series, at the middle of its last bounds."""
    ends = {row["name"]: row for row in rows if row["low"] is not None}
    wanted = []
    for place, one in enumerate(series):
        row = ends.get(str(place))
        bounds = one.bounds.get(row["year"]) if row else None
        if row is None or bounds is None:
            continue
        said = f"{clean(one.label)} {range_words(bounds, language)}"
        middle = (row["low"] + row["high"]) / 2
        lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in _label_lines(said)]
        wanted.append({**row, "at": middle, "text": lines})
    return sorted(wanted, key=lambda row: (row["at"], row["name"]))


def _label_lines(said: str) -> list[str]:
    # The sign stays with its number.
    return textwrap.wrap(said.replace(" %", "\N{NO-BREAK SPACE}%"), _LABEL_COLUMNS)


def _labels(
    alt: Any, wanted: Sequence[Mapping[str, Any]], x: Any, y: Any, color: Any,
    size: tuple[int, int], lines: int,
) -> list[Any]:  # fmt: skip
    """Names at the ends of the lines, moved apart where they would lie upon each other."""
    step = 100 * (_LABEL_STEP * lines + (4 if lines > 1 else 0)) / size[1]
    places = _apart([row["at"] for row in wanted], step)
    placed = [{**row, "place": place} for row, place in zip(wanted, places, strict=True)]
    chart = alt.Chart(data_of(alt, placed))
    place = alt.Y("place:Q", scale=y["scale"])
    at = alt.Y("at:Q", scale=y["scale"])
    return [
        chart.mark_rule(strokeWidth=0.8).encode(
            x=x, x2=alt.value(size[0] + 16), y=at, y2="place:Q", color=color
        ),
        chart.mark_text(align="left", baseline="middle", fontSize=12, lineHeight=14).encode(
            x=alt.value(size[0] + 19), y=place, text="text:N", color=color
        ),
    ]


def _apart(wanted: Sequence[float], step: float) -> list[float]:
    """Places in rising order, a step apart or more, as near to those wanted as can be.

    Labels that would touch move together, as a block about the middle of what they want; all of
    them stay within 0 to 100, if there is room.
    """
    blocks: list[tuple[float, int]] = []  # where the first of a block would be, and how many it has
    for index, want in enumerate(wanted):
        block = (want - index * step, 1)
        while blocks and blocks[-1][0] > block[0]:
            place, size = blocks.pop()
            both = size + block[1]
            block = ((place * size + block[0] * block[1]) / both, both)
        blocks.append(block)
    firsts = [place for place, size in blocks for _ in range(size)]
    highest = 100 - (len(firsts) - 1) * step
    return [
        round(max(min(first, highest), step / 3) + index * step, 3)
        for index, first in enumerate(firsts)
    ]


def stacked(figures: Iterable[Figure], unit: Unit, titles: Mapping[str, str]) -> list[Part]:
    """The pieces of the stacks, in the order of years and groups."""
    return [
        Part(int(one.key["year"]), clean(titles[one.key["group"]]), unit.number(one.total),
             unit.of(one.total))
        for one in figures
        if one.total.rows
    ]  # fmt: skip


def bars(
    given: Sequence[Bar], pieces: Sequence[str], *, title: str, unit: str,
    language: Language = ENGLISH,
) -> Panel:  # fmt: skip
    """Bars from left to right, of pieces laid end to end, the first bar at the top.

    Args:
        given: The bars.
        pieces: Names of the pieces in their order; those that no bar has are not drawn.
        title: Of the panel.
        unit: What sizes are in.
        language: In which numbers are written.
    """
    import altair as alt

    present = [name for name in pieces if any(bar.pieces.get(name) for bar in given)]
    order = [str(place) for place, _ in enumerate(given)]
    rows = [
        {"bar": order[place], "piece": name, "size": bar.pieces.get(name, 0.0),
         "rank": pieces.index(name)}
        for place, bar in enumerate(given)
        for name in present
    ]  # fmt: skip
    ends = [
        {"bar": order[place], "size": sum(bar.pieces.values()), "text": clean(bar.text)}
        for place, bar in enumerate(given)
    ]
    names = {
        place: _broken(clean(bar.name), _BAR_COLUMNS)
        for place, bar in zip(order, given, strict=True)
    }
    y = alt.Y(
        "bar:N",
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(
            labelExpr=f"{json.dumps(names)}[datum.value]", labelLimit=230, ticks=False, domain=False
        ),
    )
    legend = None
    if len(present) > 1:
        legend = alt.Legend(
            title=None,
            orient="top",
            direction="horizontal",
            symbolType="square",
            symbolSize=200,
            symbolStrokeWidth=0.8,
            symbolStrokeColor="#333333",
        )
    # Widest: what is drawn must leave room for the words at its end.
    most = max(
        (
            sum(bar.pieces.values()) * _BAR_WIDTH / max(_BAR_WIDTH - 6.4 * len(bar.text) - 8, 80)
            for bar in given
        ),
        default=0,
    )
    scale = alt.Scale(domain=[0, most or 1], nice=False)
    x = alt.X("size:Q", title=unit, scale=scale, axis=_numbers(alt, language, grid=False))
    chart = (
        alt.Chart(data_of(alt, rows))
        .mark_bar(stroke="#333333", strokeWidth=0.6)
        .encode(
            x=x, y=y, order=alt.Order("rank:Q"),
            color=alt.Color("piece:N", legend=legend, scale=alt.Scale(
                domain=present, range=[fill(PIECES[pieces.index(name) % len(PIECES)])
                                       for name in present])),
        )
    )  # fmt: skip
    said = (
        alt.Chart(data_of(alt, ends))
        .mark_text(align="left", baseline="middle", dx=5, fontSize=11)
        .encode(x=x, y=y, text="text:N")
    )
    return alt.layer(
        chart, said, width=_BAR_WIDTH, height=_BAR_STEP * len(given),
        title=panel_title(alt, title),
    )  # fmt: skip


def _broken(name: str, columns: int) -> list[str]:
    """A name on lines of at most so many letters."""
    return textwrap.wrap(name, columns) or [name]


def waterfall(steps: Sequence[Step], *, title: str) -> Panel:
    """A share, what moved it step by step, and the share that came of it."""
    import altair as alt

    order = [step.name for step in steps]
    highest = max(max(step.start, step.end) for step in steps)
    lowest = min(0.0, *(min(step.start, step.end) for step in steps))
    # Steps may go beyond what a share can be, as each is reckoned by itself.
    scale = alt.Scale(domain=[min(lowest * 1.1, 0), max(highest * 1.12, 10)], nice=False)
    rows = [
        {"name": step.name, "low": min(step.start, step.end), "high": max(step.start, step.end),
         "kind": "whole" if step.whole else "up" if step.end >= step.start else "down",
         "text": step.text}
        for step in steps
    ]  # fmt: skip
    names = {name: _broken(name, _STEP_COLUMNS) for name in order}
    axis = alt.Axis(labelAngle=0, labelExpr=f"{json.dumps(names)}[datum.value]", labelLimit=120,
                    title=None)  # fmt: skip
    x = alt.X("name:N", scale=alt.Scale(domain=order, paddingInner=0.35), axis=axis)
    ticks = alt.Axis(labelExpr="datum.value + ' %'", title=None, tickCount=6)
    y = alt.Y("low:Q", scale=scale, axis=ticks)
    kinds = ("whole", "up", "down")
    base = alt.Chart(data_of(alt, rows))
    chart = base.mark_bar(stroke="#333333", strokeWidth=0.6).encode(
        x=x, y=y, y2="high:Q",
        color=alt.Color("kind:N", legend=None, scale=alt.Scale(
            domain=list(kinds), range=[fill(place) for place in (6, 5, 2)])),
    )  # fmt: skip
    said = base.mark_text(baseline="bottom", dy=-4, fontSize=12).encode(
        x=x, y=alt.Y("high:Q", scale=scale, axis=ticks), text="text:N"
    )
    joins = [
        {"name": one.name, "next": other.name, "at": one.end}
        for one, other in itertools.pairwise(steps)
    ]
    lines = (
        alt.Chart(data_of(alt, joins))
        .mark_rule(strokeDash=[2, 2], color="#555555")
        .encode(x=x, x2="next:N", y=alt.Y("at:Q", scale=scale, axis=ticks))
    )
    return alt.layer(
        lines,
        chart,
        said,
        width=_BAR_WIDTH + 160,
        height=_FALL_HEIGHT,
        title=panel_title(alt, title),
    )


def _numbers(alt: Any, language: Language, *, grid: bool = True) -> Any:
    """An axis of numbers with their thousands marked as the language does."""
    said = "format(datum.value, ',~f')"
    if language.code != ENGLISH.code:
        said = f"replace(replace(replace({said}, /,/g, '_'), /\\./g, ','), /_/g, '.')"
    return alt.Axis(labelExpr=said, tickCount=6, grid=grid)


def stacks(parts: Sequence[Part], unit: Unit, titles: Mapping[str, str], *, title: str) -> Panel:
    """A column for each year, of destination groups in the order of their file from below.

    Args:
        parts: The pieces.
        unit: What they are in.
        titles: Names of the groups with their titles.
        title: Of the panel.
    """
    import altair as alt

    # Every group keeps its pattern, whichever of them a panel has.
    order = [clean(name) for name in titles.values()]
    present = [name for name in order if any(part.group == name for part in parts)]
    rows = [
        {"year": part.year, "group": part.group, "amount": part.amount,
         "rank": order.index(part.group)}
        for part in parts
    ]  # fmt: skip
    shown = list(reversed(present))
    legend = alt.Legend(
        title=None, orient="right", symbolType="square", symbolSize=260, rowPadding=6,
        symbolStrokeWidth=0.8, symbolStrokeColor="#333333",
        labelExpr=_broken_labels(present),
    )  # fmt: skip
    chart = (
        alt.Chart(data_of(alt, rows))
        .mark_bar(stroke="#333333", strokeWidth=0.6)
        .encode(
            x=alt.X("year:O", title=None, scale=alt.Scale(domain=_span(rows)), axis=_year_labels(
                alt, _span(rows))),
            y=alt.Y("amount:Q", title=unit.name, axis=_numbers(alt, unit.language)),
            order=alt.Order("rank:Q"),
            color=alt.Color("group:N", legend=legend, scale=alt.Scale(
                domain=shown, range=[fill(order.index(name)) for name in shown])),
        )
    )  # fmt: skip
    return alt.layer(
        chart,
        width=min(_PLOT_WIDTH, _WIDEST_COLUMN * len(_span(rows))), height=_HEIGHT + 30,
        title=panel_title(alt, title),
    )  # fmt: skip


def coverage(
    cells: Sequence[tuple[str, str, int, int]], *, title: str, language: Language = ENGLISH
) -> Panel:
    """A matrix of exporters and years, with the number of records in each cell.

    Args:
        cells: Exporter, source (or nothing), year, records.
        title: Of the panel.
        language: In which words and numbers are written.
    """
    import altair as alt

    counts: dict[tuple[str, int], int] = {}
    sums: dict[str, int] = {}
    for exporter, source, year, records in cells:
        name = clean(f"{exporter} ({source})" if source else exporter)
        counts[name, year] = counts.get((name, year), 0) + records
        sums[name] = sums.get(name, 0) + records
    largest = sorted(sums, key=lambda name: (-sums[name], name))[:_MOST_EXPORTERS]
    shown = sorted(largest, key=lambda name: (name.casefold(), name))
    rest = len(sums) - len(shown)
    if rest:
        left = sum(records for name, records in sums.items() if name not in shown)
        title += "; " + language.count(
            "{n} more exporter with {records} records is not shown",
            "{n} more exporters with {records} records are not shown", rest,
            records=number(left, language),
        )  # fmt: skip
    rows: list[dict[str, Any]] = [
        {"exporter": name, "year": year, "records": records, "text": _short(records, language)}
        for (name, year), records in sorted(counts.items())
        if name in shown
    ]
    years = _span(rows)
    most = max(row["records"] for row in rows)
    base = alt.Chart(data_of(alt, rows)).encode(
        x=alt.X("year:O", title=None, scale=alt.Scale(domain=years), axis=_year_labels(alt, years)),
        y=alt.Y("exporter:N", title=None, scale=alt.Scale(domain=shown),
                axis=alt.Axis(labelLimit=190)),
    )  # fmt: skip
    numbered = len(years) <= _MOST_NUMBERED_YEARS
    legend = (
        None
        if numbered
        else alt.Legend(title=language.text("records"), gradientLength=120, format=",d")
    )
    colour = alt.Color("records:Q", legend=legend, scale=alt.Scale(
        type="log", domain=[1, max(most, 2)], range=["#c9dcee", "#08306b"]))  # fmt: skip
    layers: list[Any] = [base.mark_rect(stroke="#ffffff").encode(color=colour)]
    if numbered:
        # Where black and white can be read equally well, halfway between the colours.
        light = alt.condition(f"datum.records > {max(most, 2) ** 0.58:.6f}", alt.value("#ffffff"),
                              alt.value("#000000"))  # fmt: skip
        layers.append(base.mark_text(fontSize=11).encode(text="text:N", color=light))
    return alt.layer(
        *layers,
        width=min(_PLOT_WIDTH + (60 if numbered else 0), _WIDEST_COLUMN * len(years)),
        height=(24 if len(shown) <= _FEW_EXPORTERS else 16) * len(shown),
        title=panel_title(alt, title),
    )


def _short(records: int, language: Language) -> str:
    if records < 100_000:
        return number(records, language)
    return f"{number(records / 1000, language)}k"


def data_of(alt: Any, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as the data of a chart."""
    return alt.Data(values=[dict(row) for row in rows])


def panel_title(alt: Any, text: str) -> Any:
    """The title of a panel, over its left edge."""
    lines = textwrap.wrap(clean(text), _PANEL_COLUMNS) or [""]
    return alt.TitleParams(
        lines, lineHeight=15, fontSize=12, fontWeight="bold", offset=8, frame="group"
    )


def _span(rows: Iterable[Mapping[str, Any]]) -> list[int]:
    years = {row["year"] for row in rows}
    return list(range(min(years), max(years) + 1))


def _every(years: Sequence[int]) -> list[int]:
    """Years to label: all, or the ends and those that divide evenly where all would not fit."""
    step = next(n for n in (1, 2, 5, 10, 25, 100) if len(years) / n <= 12 or n == 100)
    first, last = years[0], years[-1]
    between = [y for y in years if y % step == 0 and min(y - first, last - y) > step / 2]
    return sorted({first, *between, last})


def _year_labels(alt: Any, years: Sequence[int]) -> Any:
    return alt.Axis(values=_every(years), labelAngle=0, labelOverlap=False)


def _year_axis(alt: Any, years: Sequence[int]) -> Any:
    axis = alt.Axis(
        values=_every(years),
        format="d",
        grid=False,
        title=None,
        labelFlush=False,
        labelOverlap=False,
    )
    domain = [years[0], years[-1]] if len(years) > 1 else [years[0] - 1, years[0] + 1]
    return alt.X("year:Q", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=axis)


def _broken_labels(names: Iterable[str]) -> str:
    """An expression that gives long names of groups on two lines."""
    lines = {name: _broken(name, _GROUP_COLUMNS) for name in names}
    return f"{json.dumps(lines)}[datum.label]"
