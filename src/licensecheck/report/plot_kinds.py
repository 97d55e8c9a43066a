"""The kinds of plots by the command that draws them, the first where none is named."""

from __future__ import annotations

from typing import Final

__all__ = ["OF_CHANGE", "OF_MEASURES", "OF_POSSIBILITIES", "OF_SHARE"]

OF_SHARE: Final = ("share", "groups", "destinations", "categories", "coverage", "map")
OF_CHANGE: Final = ("waterfall",)
OF_POSSIBILITIES: Final = ("stayed",)
OF_MEASURES: Final = ("measures",)
