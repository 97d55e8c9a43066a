"""How plots look: in goes a chart, out comes an SVG that is the same for the same chart.

Colours are those of Okabe and Ito, which colour-blind readers tell apart. Nothing rests on colour
alone: lines differ in dash and mark as well, areas in pattern, so that grey print shows all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from licensecheck.report.share_words import wrapped

if TYPE_CHECKING:
    import altair as alt

__all__ = [
    "BESIDE", "DASHES", "FONT", "INK", "LINES", "MARKS", "PIECES", "configured", "fill",
    "svg_of",
]  # fmt: skip

FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
INK: Final = "#1a1a1a"
# Of Okabe and Ito, some darker, as they are colours of words too and those need 4.5 to 1.
LINES: Final = ("#000000", "#0072B2", "#B84C00", "#007F5C", "#AA4499", "#7A5F00")
DASHES: Final = ((1, 0), (7, 3), (2, 3), (9, 3, 2, 3), (4, 2), (12, 4))
MARKS: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")

# What stands beside another series: a grey that is still read as words.
BESIDE: Final = "#6a6a6a"
# Fills of outside, unplaced and inside: dark with lines, light with lines, plain.
PIECES: Final = (5, 6, 1)

_SVG: Final = "http://www.w3.org/2000/svg"
_LONG: Final = re.compile(r"(?:-|(?<!\d))\d++\.\d{3,}")
# Colours with the drawing upon them, by turns dark and light; a tile is 8 by 8.
_TILES: Final = (
    ("#F0E442", ""),
    ("#0072B2", ""),
    ("#8CCBF0", "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"),
    ("#009E73", "M1,2 h2 M5,6 h2"),
    ("#F2B84B", "M0,4 h8 M4,0 v8"),
    ("#D55E00", "M-2,6 l4,4 M0,0 l8,8 M6,-2 l4,4"),
    ("#F4F4F4", "M0,2 h8 M0,6 h8"),
    ("#CC79A7", "M2,0 v8 M6,0 v8"),
)
_DARK: Final = frozenset(("#0072B2", "#009E73", "#D55E00"))
_PLACEHOLDER: Final = re.compile(r"^#f1e2([0-9a-f]{2})$")


def fill(number: int) -> str:
    """The fill of an area by its place in the legend: a stand-in, for `svg_of` to replace."""
    return f"#f1e2{number % 256:02x}"


def configured(chart: alt.VConcatChart, *, caption: Iterable[str]) -> alt.VConcatChart:
    """A chart with the looks that all have, and its caption beneath.

    Args:
        chart: The panels.
        caption: Source and caveats; each begins a line, and long ones are broken here.
    """
    import altair as alt

    below = alt.TitleParams(
        [part for line in caption for part in wrapped(line, 128)], orient="bottom",
        anchor="start", offset=14, fontSize=11, fontWeight="normal", color="#444444", lineHeight=14,
    )  # fmt: skip
    whole: alt.VConcatChart = (
        alt.vconcat(chart, title=below)
        .configure(font=FONT, background="white", padding=10)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelColor=INK,
            titleColor=INK, gridColor="#dddddd", domainColor="#777777", tickColor="#777777",
        )
        .configure_legend(labelFontSize=12, labelColor=INK, titleColor=INK, labelLimit=220)
        .configure_title(fontSize=16, subtitleFontSize=12, anchor="start", color=INK,
                         subtitleColor="#444444", lineHeight=20, subtitleLineHeight=15, offset=12)
    )  # fmt: skip
    return whole


def svg_of(chart: alt.VConcatChart, *, name: str, title: str, description: str) -> str:
    """Draw a chart; no network is used.

    Args:
        chart: As of `configured`.
        name: Begins every id, so that drawings can stand in one page.
        title: For readers who hear the drawing.
        description: What it shows, for the same.
    """
    import altair as alt
    import vl_convert

    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    spec: dict[str, Any] = chart.to_dict()
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=version, allowed_base_urls=[])
    root = ET.fromstring(drawn)
    for element in root.iter():
        _plain(element)
    _named(root, name, title, description)
    _patterned(root, name)
    ET.register_namespace("", _SVG)
    return ET.tostring(root, encoding="unicode") + "\n"


def _plain(element: ET.Element) -> None:
    """Drop what is said of single marks, and digits that differ between machines."""
    for key in list(element.attrib):
        if key in ("role", "class", "pointer-events") or key.startswith("aria-"):
            del element.attrib[key]
        elif key in ("d", "transform", "x", "y", "x2", "y2", "width", "height"):
            element.attrib[key] = _LONG.sub(_short, element.attrib[key])


def _short(match: re.Match[str]) -> str:
    # Adding 0 turns a negative nought into nought.
    return f"{round(float(match[0]), 2) + 0:.2f}".rstrip("0").rstrip(".")


def _named(root: ET.Element, name: str, title: str, description: str) -> None:
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-description")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(f"{{{_SVG}}}{tag}")
        element.set("id", f"{name}-{'title' if tag == 'title' else 'description'}")
        element.text = text
        root.insert(place, element)


def _patterned(root: ET.Element, name: str) -> None:
    """Fill areas as the stand-ins of `fill` say: a colour, and a pattern in an area upon it.

    A colour within the tiles would show their edges wherever a dot of the screen is not one of
    the drawing.
    """
    used = set()
    for parent in list(root.iter()):
        for place, element in reversed(list(enumerate(parent))):
            found = _PLACEHOLDER.match(element.get("fill", ""))
            if not found:
                continue
            number = int(found[1], 16)
            colour, drawing = _look(number)
            element.set("fill", colour)
            if drawing:
                used.add(number)
                upon = ET.Element(element.tag, {**element.attrib, "stroke": "none"})
                upon.set("fill", f"url(#{name}-fill{number})")
                parent.insert(place + 1, upon)
    if used:
        definitions = ET.Element(f"{{{_SVG}}}defs")
        definitions.extend(_tile(f"{name}-fill{number}", number) for number in sorted(used))
        root.insert(2, definitions)


def _look(number: int) -> tuple[str, str]:
    # After a round of the colours the drawings move on by one, so no two areas are alike.
    colour = _TILES[number % len(_TILES)][0]
    return colour, _TILES[(number + number // len(_TILES)) % len(_TILES)][1]


def _tile(name: str, number: int) -> ET.Element:
    colour, drawing = _look(number)
    line = "#ffffff" if colour in _DARK else "#444444"
    attributes = {"id": name, "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
    tile = ET.Element(f"{{{_SVG}}}pattern", attributes)
    lines = {"d": drawing, "fill": "none", "stroke": line, "stroke-width": "1"}
    ET.SubElement(tile, f"{{{_SVG}}}path", lines)
    return tile
