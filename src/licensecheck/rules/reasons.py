"""Reasons of rules: in goes a template, out come its parts, and which of them can be said.

    the stocks are at risk[; their security is graded {destination.stockpile}]

A part in brackets is said only where each fact that it names was read by a way in which the rule
is met, and is known. What stands outside of brackets is always said, so it names only facts that
every alternative of the rule reads.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = ["ReasonPart", "reason_parts"]

_OPTIONAL: Final = re.compile(r"(\[[^\[\]]*\])")


class ReasonPart(NamedTuple):
    """A part of a reason: texts, each with the fact that follows it or None; and its kind."""

    pieces: tuple[tuple[str, str | None], ...]
    optional: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts and shorthands that it names."""
        return tuple(field for _, field in self.pieces if field)

    def is_read_by(self, fact: str, read: Iterable[frozenset[str]]) -> bool:
        """Whether it may tell of a fact: always in brackets, else if each alternative reads it."""
        return self.optional or all(fact in facts for facts in read)


@lru_cache(maxsize=1024)
def reason_parts(text: str) -> tuple[ReasonPart, ...]:
    """The parts of a reason, in order.

    Raises:
        ValueError: A brace or a bracket is not closed.
    """
    parts = []
    for piece in _OPTIONAL.split(text):
        optional = piece.startswith("[") and piece.endswith("]")
        inner = piece[1:-1] if optional else piece
        if not optional and ("[" in inner or "]" in inner):
            raise ValueError(text)
        formatted = string.Formatter().parse(inner)
        pieces = tuple((literal, field) for literal, field, _, _ in formatted)
        if pieces:
            parts.append(ReasonPart(pieces, optional))
    return tuple(parts)
