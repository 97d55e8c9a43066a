"""Text in columns of a terminal: how wide it is shown, and where its lines end.

In: words in any script. Out: lines that are no wider than asked. A Chinese, Japanese or Korean
character takes two columns and a mark set upon another none, so characters are not counted.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["WIDTH", "display_width", "paragraph", "shorten", "wrap"]

WIDTH: Final = 80
_DOTS: Final = " ..."
# White space of ASCII alone: where somebody wrote a no-break space, no line ends.
_SPACES: Final = re.compile(r"[ \t\n\r\f\v]+")


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """A text as lines.

    Args:
        text: What to say; its white space is where a line may end.
        width: Columns to keep within. A word that is wider is broken.
        first: Begin of the first line.
        rest: Begin of every other line.
    """
    lines: list[str] = []
    line, used, begun = first, display_width(first), False
    for word in filter(None, _SPACES.split(text)):
        wide = display_width(word)
        gap = 1 if begun else 0
        if used + gap + wide <= width:
            line, used, begun = f"{line}{' ' * gap}{word}", used + gap + wide, True
            continue
        if begun and (wide <= width - display_width(rest) or used + gap + 2 > width):
            lines.append(line)
            line, used, gap = rest, display_width(rest), 0
        line, used = f"{line}{' ' * gap}", used + gap
        for char in word:
            columns = _columns(char)
            if used + columns > width:
                lines.append(line)
                line, used = rest, display_width(rest)
            line, used = line + char, used + columns
        begun = True
    return [*lines, line] if begun or not lines else lines


def paragraph(text: str, indent: str = "", *, width: int = WIDTH) -> list[str]:
    """A text as lines, of which all but the first are indented by two columns more."""
    return wrap(text, width, first=indent, rest=f"{indent}  ")


def shorten(text: str, width: int) -> str:
    """A text in no more columns than asked; what is left out is told by dots."""
    text = _SPACES.sub(" ", text).strip()
    if display_width(text) <= width:
        return text
    kept = wrap(text, max(width - len(_DOTS), 1))[0]
    return kept + _DOTS


def _columns(char: str) -> int:
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1
