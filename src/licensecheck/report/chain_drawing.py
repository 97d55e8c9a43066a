"""The chain as a drawing: what is inside stands in one band, what is outside beyond it.

In: a containment. Out: SVG for a wide page, where the chain runs to the right, and for a narrow
one, where it runs down. Place, word and form of the frame tell the same as the colour.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from licensecheck.language import Language
from licensecheck.report.chain import INSIDE_WORDS, stages
from licensecheck.report.elements import Element, element
from licensecheck.wording.result import Containment, Touchpoint

__all__ = ["drawings"]

_MOST_WIDE: Final = 5  # stages that stand side by side on a page
_MOST_TALL: Final = 12
_BOX: Final = (150, 66)
_GAP: Final = 40
_LETTERS: Final = 19  # of a line in a box; the longest of a place are cut, and stand in the table
_MIDDLE: Final = frozenset(("mixed", "unknown", "unstated"))


def drawings(found: Containment, language: Language, *, name: str) -> list[Element]:
    """The drawings of a chain; a style sheet shows the one that fits.

    Args:
        found: Whether the transfer stays inside an alliance.
        language: Language of the words.
        name: Start of the ids, each once on the page.
    """
    chain = stages(found)
    wide = len(chain) <= _MOST_WIDE and all(len(stage) <= 3 for stage in chain)
    made = [_tall(found, chain, language, f"{name}-tall", alone=not wide)]
    if wide:
        made.append(_wide(found, chain, language, f"{name}-wide"))
    return made


def _wide(
    found: Containment, chain: Sequence[Sequence[Touchpoint]], language: Language, name: str
) -> Element:
    width, height = _BOX
    lanes = {
        key: max(sum(_lane(one) == key for one in stage) for stage in chain)
        for key in ("inside", "middle", "outside")
    }
    top, y = {}, 0
    parts: list[Element] = []
    total = len(chain) * width + (len(chain) - 1) * _GAP + 24
    titles = {
        "inside": language.text("inside {alliance}", alliance=found.title),
        "middle": language.text("not decided"),
        "outside": language.text("outside {alliance}", alliance=found.title),
    }
    for key, rows in lanes.items():
        if rows or key != "middle":
            deep = 30 + max(rows, 1) * (height + 12) if rows else 34
            parts += [
                element("rect", class_=f"lane {key}", x=0, y=y, width=total, height=deep),
                element("text", titles[key], class_="lane-name", x=12, y=y + 20),
            ]
            top[key] = y + 30
            y += deep
    placed: list[list[tuple[int, int]]] = []
    boxes = []
    for column, stage in enumerate(chain):
        used = dict.fromkeys(lanes, 0)
        here = []
        for one in stage:
            x = 12 + column * (width + _GAP)
            at = top[_lane(one)] + used[_lane(one)] * (height + 12)
            used[_lane(one)] += 1
            here.append((x, at))
            boxes.append(_box(one, language, x, at))
        placed.append(here)
    arrows = [
        _arrow(
            f"M{x + width} {a + height // 2}H{u - _GAP // 2}V{b + height // 2}H{u - 7}",
            f"M{u - 1} {b + height // 2}l-8 -5v10Z",
        )
        for before, after in pairwise(placed)
        for x, a in before
        for u, b in after
    ]
    return _svg(found, language, name, "wide-chain", total, y, [*parts, *arrows, *boxes])


def _tall(
    found: Containment, chain: Sequence[Sequence[Touchpoint]], language: Language, name: str,
    *, alone: bool,
) -> Element:  # fmt: skip
    width, height = _BOX
    ones = [one for stage in chain for one in stage]
    shown = ones[:_MOST_TALL]
    step = height + 26
    parts: list[Element] = []
    for number, one in enumerate(shown):
        # What is outside stands apart to the right, so that the line of the chain leaves.
        x = {"inside": 4, "middle": 80, "outside": 156}[_lane(one)]
        y = 4 + number * step
        if number:
            before = {"inside": 4, "middle": 80, "outside": 156}[_lane(shown[number - 1])]
            a, b = before + width // 2, x + width // 2
            parts.append(_arrow(
                f"M{a} {y - 26}V{y - 14}H{b}V{y - 7}", f"M{b} {y - 1}l-5 -8h10Z"
            ))  # fmt: skip
        parts.append(_box(one, language, x, y))
    tall = 4 + len(shown) * step
    if rest := len(ones) - len(shown):
        said = language.count("{n} more, in the table", "{n} more, in the table", rest)
        parts.append(element("text", said, class_="lane-name", x=4, y=tall))
        tall += 12
    return _svg(
        found, language, name, "tall-chain alone" if alone else "tall-chain", 310, tall, parts
    )


def _svg(
    found: Containment, language: Language, name: str, kind: str, width: int, height: int,
    parts: Sequence[Element],
) -> Element:  # fmt: skip
    hands = "; ".join(
        f"{language.token(one.role)} {one.place}: {language.text(INSIDE_WORDS[one.inside])}"
        for one in found.touchpoints
    )
    title = f"{found.title}: {language.token(found.verdict)}"
    return element(
        "svg",
        element("title", title, id=f"{name}-title"), element("desc", hands, id=f"{name}-desc"),
        parts,
        class_=f"chain {kind}", role="img", viewBox=f"0 0 {width} {height}", width=width,
        height=height, aria_labelledby=f"{name}-title {name}-desc",
    )  # fmt: skip


def _box(one: Touchpoint, language: Language, x: int, y: int) -> Element:
    width, height = _BOX
    rows = [
        ("role", _short(language.token(one.role))),
        ("place", _short(one.place)),
        ("mark", _short(language.text(INSIDE_WORDS[one.inside]))),
    ]
    middle = x + width // 2
    return element(
        "g",
        element("rect", x=x, y=y, width=width, height=height, rx=6),
        [element("text", words, class_=kind, x=middle, y=y + 20 + 19 * row, text_anchor="middle")
         for row, (kind, words) in enumerate(rows)],
        class_=f"hand {_lane(one)}",
    )  # fmt: skip


def _arrow(line: str, head: str) -> Element:
    return element(
        "g", element("path", d=line, class_="line"), element("path", d=head), class_="arrow"
    )


def _lane(one: Touchpoint) -> str:
    return "middle" if one.inside in _MIDDLE else one.inside


def _short(words: str) -> str:
    if len(words) <= _LETTERS:
        return words
    return textwrap.shorten(words, _LETTERS, placeholder="…") or f"{words[: _LETTERS - 1]}…"
