"""What an engine gives: which terms hold certainly, and which possibly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from licensecheck.rules.program import Program
from licensecheck.vocabulary import Value

__all__ = ["Decision", "Engine", "bits"]


class Decision(NamedTuple):
    """Two sets of terms as bit masks: bit `i` stands for `program.asked[i]`."""

    certain: int
    possible: int


class Engine(Protocol):
    """Decides records of one program. `name` is printed with every result."""

    name: str
    program: Program

    def decide(self, record: Mapping[str, Value]) -> Decision:
        """Decide one record that holds a value for every fact that the program reads."""
        ...


def bits(mask: int) -> Iterator[int]:
    """Indices of the bits that are set, from the lowest."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
