"""Every decision made twice: both engines decide, and a difference is an error, never an answer."""

from __future__ import annotations

from collections.abc import Mapping

from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import Decision, Engine, bits
from licensecheck.engine.durable import DurableEngine
from licensecheck.errors import EngineDisagreement
from licensecheck.rules.program import Program
from licensecheck.vocabulary import Value

__all__ = ["CheckedEngine"]


class CheckedEngine:
    """Decides by one engine and has the other confirm.

    Args:
        program: The program that both decide.
        first: The engine that decides; durable-rules by default.
        second: The engine that confirms; the bitset evaluator by default.
    """

    name = "checked"

    def __init__(
        self, program: Program, *, first: Engine | None = None, second: Engine | None = None
    ) -> None:
        self.program = program
        self.first: Engine = first or DurableEngine(program)
        self.second: Engine = second or BitsetEngine(program)

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
