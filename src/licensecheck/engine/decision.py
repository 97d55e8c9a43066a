"""What an engine gives: which terms hold certainly, and which possibly.

Every decision is made twice: where two engines differ there is an error, never an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from licensecheck.errors import EngineDisagreement
from licensecheck.rules.program import Program
from licensecheck.vocabulary import Value

__all__ = ["CheckedEngine", "Decision", "Engine", "bits"]


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


class CheckedEngine:
    """Decides by one engine and has the other confirm.

    Args:
        first: The engine that decides.
        second: The engine that confirms; of the same program.
    """

    name = "checked"

    def __init__(self, first: Engine, second: Engine) -> None:
        self.program = first.program
        self.first = first
        self.second = second

    def decide(self, record: Mapping[str, Value]) -> Decision:
        """Decide one record; see `Engine`.

        Raises:
            EngineDisagreement: The engines differ; the message names the rules.
        """
        decision = self.first.decide(record)
        confirmation = self.second.decide(record)
        if decision != confirmation:
            raise EngineDisagreement(self._difference(decision, confirmation))
        return decision

    def _difference(self, decision: Decision, confirmation: Decision) -> str:
        differing = (decision.certain ^ confirmation.certain) | (
            decision.possible ^ confirmation.possible
        )
        program = self.program
        names = dict.fromkeys(program.rule_named(i) for i in bits(differing))
        return (
            f"{self.first.name} and {self.second.name} differ on "
            f"{', '.join(f'`{name}`' for name in names)}; no answer is given"
        )
