"""The panels of plots: in go figures or plain rows, out come Altair charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from licensecheck.report.plot_style import DASHES, LINES, MARKS, fill
from licensecheck.report.share_words import Unit, clean
from licensecheck.tables.share import Figure

if TYPE_CHECKING:
    import altair as alt

    Panel = alt.LayerChart | alt.FacetChart

__all__ = ["Part", "bands", "coverage", "stacked", "stacks"]

# With its labels a panel fits between the margins of A4 at 96 dots to the inch, so that type keeps
# its size in print.
_PLOT_WIDTH: Final = 440
_WIDEST_COLUMN: Final = 60
_HEIGHT: Final = 250
# Height of a line of type.
_LABEL_STEP: Final = 15
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


def bands(figures: Sequence[Figure], unit: Unit, *, title: str) -> Panel:
    """Both bounds by year as lines for each definition, with the band of the first one.

    Args:
        figures: By year, of one measure, currency and clock.
        unit: What the shares are of.
        title: Of the panel.
    """
    import altair as alt

    names = list(dict.fromkeys(figure.alliance for figure in figures))
    rows = [row for name in names for row in _bounds_of(figures, name, unit)]
    years = sorted({row["year"] for row in rows})
    height = max(_HEIGHT, 2 * len(names) * _LABEL_STEP)
    x = _year_axis(alt, years)
    axis = alt.Axis(
        values=list(range(0, 101, 20)), labelExpr="datum.value + ' %'", title=None, offset=8
    )
    y = alt.Y("low:Q", scale=alt.Scale(domain=[0, 100]), axis=axis)
    scales: dict[str, Any] = {
        "color": alt.Color("name:N", legend=None, scale=alt.Scale(
            domain=names, range=[LINES[n % len(LINES)] for n in range(len(names))])),
        "strokeDash": alt.StrokeDash("name:N", legend=None, scale=alt.Scale(
            domain=names, range=[list(DASHES[n % len(DASHES)]) for n in range(len(names))])),
    }  # fmt: skip
    shape = alt.Shape("name:N", legend=None, scale=alt.Scale(
        domain=names, range=[MARKS[n % len(MARKS)] for n in range(len(names))]))  # fmt: skip
    base = alt.Chart(_data(alt, rows))
    own = alt.Chart(_data(alt, [row for row in rows if row["name"] == names[0]]))
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
        layers.append(
            base.mark_line(strokeWidth=1.8, strokeJoin="round").encode(x=x, y=at, **scales)
        )
        # A hollow mark is the greatest, so that grey print tells it from the least as well.
        hollow = {"fill": "#ffffff"} if bound == "high" else {"filled": True}
        layers.append(
            base.mark_point(size=28, opacity=1, strokeWidth=1.3, **hollow)
            .transform_filter(f"isValid(datum.{bound}) && ({marked} || datum.alone)")
            .encode(x=x, y=at, color=scales["color"], shape=shape)
        )
    size = (min(_PLOT_WIDTH, _WIDEST_COLUMN * 2 * len(_span(rows))), height)
    layers += _labels(alt, rows, x, y, scales["color"], size)
    return alt.layer(*layers, width=size[0], height=height, title=_panel_title(alt, title))


def _bounds_of(figures: Iterable[Figure], name: str, unit: Unit) -> list[dict[str, Any]]:
    """A row for each year of one definition; years between that have no share break the line."""
    found: dict[int, tuple[float | None, float | None]] = {}
    for one in figures:
        bounds = unit.bounds(one) if one.alliance == name else None
        if bounds:
            low, high = (round(float(bound) * 100, 3) for bound in bounds)
            found[int(one.key["year"])] = (low, high)
    rows = []
    for year in range(min(found), max(found) + 1) if found else ():
        least, most = found.get(year, (None, None))
        alone = year in found and year - 1 not in found and year + 1 not in found
        rows.append({"name": clean(name), "year": year, "low": least, "high": most, "alone": alone})
    return rows


def _labels(
    alt: Any, rows: Sequence[Mapping[str, Any]], x: Any, y: Any, color: Any, size: tuple[int, int]
) -> list[Any]:
    """Names at the ends of the lines, moved apart where they would lie upon each other."""
    ends = {row["name"]: row for row in rows if row["low"] is not None}
    wanted = []
    for name, row in ends.items():
        low, high = (f"{row[bound]:.1f} %" for bound in ("low", "high"))
        if low == high:
            wanted.append({**row, "at": row["low"], "text": f"{name} {low}"})
        else:
            wanted.append({**row, "at": row["low"], "text": f"{name}, least {low}"})
            wanted.append({**row, "at": row["high"], "text": f"{name}, most {high}"})
    wanted.sort(key=lambda row: (row["at"], row["text"]))
    places = _apart([row["at"] for row in wanted], 100 * _LABEL_STEP / size[1])
    placed = [{**row, "place": place} for row, place in zip(wanted, places, strict=True)]
    chart = alt.Chart(_data(alt, placed))
    place = alt.Y("place:Q", scale=y["scale"])
    at = alt.Y("at:Q", scale=y["scale"])
    return [
        chart.mark_rule(strokeWidth=0.8).encode(
            x=x, x2=alt.value(size[0] + 16), y=at, y2="place:Q", color=color
        ),
        chart.mark_text(align="left", baseline="middle", fontSize=12).encode(
            x=alt.value(size[0] + 19), y=place, text="text:N", color=color
        ),
    ]


def _apart(wanted: Sequence[float], step: float) -> list[float]:
    """Places in rising order, a step apart or more, as near to those wanted as can be.

    Labels that would touch move together, as a block about the middle of what they want; all of
    them stay within 0 to 100, if there is room.
    """
    blocks: list[tuple[float, int]] = []  # where the first of a block would be, and how many it has
    for number, want in enumerate(wanted):
        block = (want - number * step, 1)
        while blocks and blocks[-1][0] > block[0]:
            place, size = blocks.pop()
            both = size + block[1]
            block = ((place * size + block[0] * block[1]) / both, both)
        blocks.append(block)
    firsts = [place for place, size in blocks for _ in range(size)]
    highest = 100 - (len(firsts) - 1) * step
    return [
        round(max(min(first, highest), step / 3) + number * step, 3)
        for number, first in enumerate(firsts)
    ]


def stacked(figures: Iterable[Figure], unit: Unit, titles: Mapping[str, str]) -> list[Part]:
    """The pieces of the stacks, in the order of years and groups."""
    return [
        Part(int(one.key["year"]), clean(titles[one.key["group"]]), unit.number(one.total),
             unit.of(one.total))
        for one in figures
        if one.total.rows
    ]  # fmt: skip


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
        alt.Chart(_data(alt, rows))
        .mark_bar(stroke="#333333", strokeWidth=0.6)
        .encode(
            x=alt.X("year:O", title=None, scale=alt.Scale(domain=_span(rows)), axis=_year_labels(
                alt, _span(rows))),
            y=alt.Y("amount:Q", title=unit.name, axis=alt.Axis(format=",~f", tickCount=6)),
            order=alt.Order("rank:Q"),
            color=alt.Color("group:N", legend=legend, scale=alt.Scale(
                domain=shown, range=[fill(order.index(name)) for name in shown])),
        )
    )  # fmt: skip
    return alt.layer(
        chart,
        width=min(_PLOT_WIDTH, _WIDEST_COLUMN * len(_span(rows))), height=_HEIGHT + 30,
        title=_panel_title(alt, title),
    )  # fmt: skip


def coverage(cells: Sequence[tuple[str, str, int, int]], *, title: str) -> Panel:
    """A matrix of exporters and years, with the number of records in each cell.

    Args:
        cells: Exporter, source (or nothing), year, records.
        title: Of the panel.
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
        title += f"; {rest} more exporters with {left:,} records are not shown"
    rows: list[dict[str, Any]] = [
        {"exporter": name, "year": year, "records": records, "text": _short(records)}
        for (name, year), records in sorted(counts.items())
        if name in shown
    ]
    years = _span(rows)
    most = max(row["records"] for row in rows)
    base = alt.Chart(_data(alt, rows)).encode(
        x=alt.X("year:O", title=None, scale=alt.Scale(domain=years), axis=_year_labels(alt, years)),
        y=alt.Y("exporter:N", title=None, scale=alt.Scale(domain=shown),
                axis=alt.Axis(labelLimit=190)),
    )  # fmt: skip
    numbered = len(years) <= _MOST_NUMBERED_YEARS
    legend = None if numbered else alt.Legend(title="records", gradientLength=120, format=",d")
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
        title=_panel_title(alt, title),
    )


def _short(records: int) -> str:
    return f"{records:,}" if records < 100_000 else f"{records / 1000:,.0f}k"


def _data(alt: Any, rows: Sequence[Mapping[str, Any]]) -> Any:
    return alt.Data(values=[dict(row) for row in rows])


def _panel_title(alt: Any, text: str) -> Any:
    return alt.TitleParams(clean(text), fontSize=12, fontWeight="bold", offset=8, frame="group")


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
    import json
    import textwrap

    lines = {name: textwrap.wrap(name, 24) or [name] for name in names}
    return f"{json.dumps(lines)}[datum.label]"
