"""What is asked of the state of a buyer that is neither the end user nor where the goods go.

In: a program and a transfer. Out: the rules that count for it. Embargoes forbid a sale to a state
as they forbid a delivery, and criterion 6 asks of the conduct of the buyer country; the goods do
not go there, so nothing else is asked of it.
"""

from __future__ import annotations

from functools import lru_cache

from licensecheck.facts.unfold import Transfer
from licensecheck.rules.model import Rule
from licensecheck.rules.program import Program
from licensecheck.screening.findings import Decided
from licensecheck.screening.fold import Weighed

__all__ = ["asked_of", "counted"]

_CONDUCT = "6"
_EMBARGO = ("1", "embargo.")


def asked_of(rule: Rule, transfer: Transfer) -> bool:
    """Whether a rule is asked of a transfer."""
    return not transfer.of_buyer or _asked_of_buyer(rule)


def counted(program: Program, decided: Decided, transfer: Transfer) -> Decided:
    """What a transfer decides, without the rules that are not asked of it."""
    if not transfer.of_buyer:
        return decided
    asked = _asked(program)
    return Decided(
        {index: term for index, term in decided.met.items() if asked >> index & 1},
        {index: terms for index, terms in decided.open.items() if asked >> index & 1},
        Weighed(*(bits & asked for bits in decided.weighed)),
    )


def _asked_of_buyer(rule: Rule) -> bool:
    criterion, subject = _EMBARGO
    return rule.criterion == _CONDUCT or (
        rule.criterion == criterion and any(fact.startswith(subject) for fact in rule.facts)
    )


@lru_cache(maxsize=64)
def _asked(program: Program) -> int:
    """The rules that are asked of the state of a buyer, as bits."""
    return sum(1 << at for at, rule in enumerate(program.rules) if _asked_of_buyer(rule))
