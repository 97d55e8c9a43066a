"""A fact as observed: its value and where it comes from; and the clocks it is read by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from licensecheck.reference.source import Source
from licensecheck.vocabulary import Fact, Value

__all__ = ["Clocks", "Observation", "hull"]


@dataclass(frozen=True, slots=True)
class Clocks:
    """The three days that an answer depends on.

    Attributes:
        rules_as_of: Which text of the rules was in force.
        membership_as_of: Who was a member of what.
        facts_as_of: What was known: embargoes, treaties, conflicts, graded figures.
    """

    rules_as_of: date
    membership_as_of: date
    facts_as_of: date


@dataclass(frozen=True)
class Observation:
    """What is known of one fact, and by whom. `assumed` marks a stated default.

    `remarks` are words of rows that whoever reads a finding on the fact has to see whole: what an
    act exempts, why its scope is unclear.

    What is asked of it often is kept: most observations are shared by thousands of screens.
    """

    fact: str
    value: Value
    sources: tuple[Source, ...]
    assumed: bool = False
    remarks: tuple[Source, ...] = ()

    @cached_property
    def is_known(self) -> bool:
        """Whether exactly one token remains."""
        return self.value.is_known

    @cached_property
    def unverified(self) -> bool:
        """Whether it rests on shipped rows of which none has been verified."""
        return bool(self.sources) and all(source.verified == "no" for source in self.sources)

    @cached_property
    def digested(self) -> str:
        """All that a decision may depend on, in a line: fact, value, whether it was verified."""
        return repr((self.fact, *self.value, self.unverified))

    @cached_property
    def as_of(self) -> str:
        """The latest day or year that a source speaks for; "" if none does."""
        return max((source.as_of for source in self.sources), default="")

    @cached_property
    def verified(self) -> str:
        """How far its sources were verified, each word once."""
        return ", ".join(dict.fromkeys(source.verified for source in self.sources))


def hull(fact: Fact, observations: Iterable[Observation | None]) -> Observation | None:
    """What is known of a fact that holds for several countries or rows at once.

    An ordered fact spans from the least to the greatest; an unordered one is known only where
    all agree. One part of which nothing is known leaves the whole open.
    """
    parts = list(observations)
    known = [part for part in parts if part is not None]
    if not known or len(known) < len(parts):
        return None
    sources = tuple(dict.fromkeys(source for part in known for source in part.sources))
    if fact.ordered:
        lo = min((part.value.lo for part in known), key=fact.rank)
        hi = max((part.value.hi for part in known), key=fact.rank)
        value = Value(lo, hi)
    else:
        values = {part.value for part in known}
        if len(values) > 1:
            return None
        value = values.pop()
    return None if value == fact.unknown else Observation(fact.name, value, sources)
