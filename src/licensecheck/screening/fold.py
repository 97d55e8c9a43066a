"""The one fold: from the rules that transfers meet or leave open to the status of a criterion.

In: for each transfer the rules it meets, leaves open, and leaves open with something known that
speaks for them, as bits. Out: status, and the worst that is possible. Single applications and
tables both fold here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from licensecheck.engine.decision import Decision, bits
from licensecheck.rules.model import status_if_met
from licensecheck.rules.program import Program

__all__ = ["DECIDING_TIERS", "Pair", "Ranks", "Sums", "Weighed", "weighed"]

# Rules of these tiers leave a criterion undetermined while they are a doubt: a bright line, and
# public facts. Open assess and confirm rules are questions, whatever speaks for them.
DECIDING_TIERS: Final = frozenset(("law", "screen"))

# Status, and the worst that is possible.
Pair = tuple[str, str]


class Weighed(NamedTuple):
    """The rules of one transfer, as bits.

    Attributes:
        met: Met for certain.
        open: Not met, and still possible.
        doubt: Open, and something known speaks for them.
    """

    met: int
    open: int
    doubt: int


class Sums(NamedTuple):
    """The same over all transfers; `hard` are those met on a row that somebody has verified."""

    met: int
    hard: int
    open: int
    doubt: int


class Ranks(NamedTuple):
    """Rules of one criterion, as bits: all of them, and those of which a part is true."""

    all: int
    denial: int
    trigger: int
    deciding: int

    @classmethod
    def of(cls, program: Program, rules: Iterable[int]) -> Ranks:
        """Sort rules by what they say if they are met, and by whether a doubt about them counts."""
        all_ = denial = trigger = deciding = 0
        for index in rules:
            rule, bit = program.rules[index], 1 << index
            says = status_if_met(rule)
            all_ |= bit
            denial |= bit if says == "presumptive_denial" else 0
            if says in ("review", "presumptive_denial"):
                trigger |= bit
                deciding |= bit if rule.tier in DECIDING_TIERS else 0
        return cls(all_, denial, trigger, deciding)

    def pair(self, sums: Sums) -> Pair:
        """Status of the criterion, and the worst that is still possible."""
        possible = sums.met | sums.open
        if possible & self.denial:
            at_worst = "presumptive_denial"
        else:
            at_worst = "review" if possible & self.trigger else "no_trigger"
        if sums.hard & self.denial:
            return "presumptive_denial", at_worst
        if sums.met & self.trigger:
            return "review", at_worst
        return ("undetermined" if sums.doubt & self.deciding else "no_trigger"), at_worst


def weighed(program: Program, decision: Decision) -> Weighed:
    """The rules that one transfer meets or leaves open."""
    width = len(program.terms)
    signs = decision.certain >> width
    terms = (1 << width) - 1
    met = open_ = doubt = 0
    for index in bits(decision.certain & terms):
        met |= 1 << program.terms[index].rule
    for index in bits(decision.possible & terms):
        bit = 1 << program.terms[index].rule
        if not met & bit:
            open_ |= bit
            if program.signs[index] & signs:
                doubt |= bit
    return Weighed(met, open_, doubt)
