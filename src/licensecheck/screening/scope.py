"""What is asked of a transfer: whether the Common Position covers it at all, and by which rules.

It covers goods by the list that names them, and by Art. 6. Of the state of a buyer that is neither
the end user nor where the goods go, only some rules count: embargoes forbid a sale to a state as
they forbid a delivery, and criterion 6 asks of the conduct of the buyer country.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from licensecheck.facts.unfold import Transfer
from licensecheck.rules.model import Rule
from licensecheck.rules.program import Program
from licensecheck.screening.findings import Decided
from licensecheck.screening.fold import Weighed
from licensecheck.vocabulary import UNKNOWN, Value

__all__ = [
    "asked_of",
    "asked_of_buyer",
    "counted",
    "covered",
    "in_scope",
    "scope",
    "scope_of",
    "waits_for_the_user",
]

_CONDUCT = "6"
_EMBARGO = ("1", "embargo.")
_READ = (
    "item.listed", "item.ban", "end_user.kind", "end_user.security_role", "embargo.state",
    "embargo.scope", "chain.embargo_possible",
)  # fmt: skip


def scope(transfers: Sequence[Transfer]) -> str:
    """Whether the Common Position covers the transfers.

    `yes`, `no` or `unknown`, and `some` where it covers one and of another is not known to: what
    is open of the one is not settled by the other.
    """
    found = {scope_of(transfer) for transfer in transfers}
    if "yes" in found:
        return "some" if "unknown" in found else "yes"
    return "unknown" if "unknown" in found else "no"


def in_scope(transfers: Iterable[Transfer]) -> list[Transfer]:
    """The transfers that rules are asked of: all but those that it does not cover."""
    return [transfer for transfer in transfers if scope_of(transfer) != "no"]


def scope_of(transfer: Transfer) -> str:
    """Whether it covers one transfer: dual-use goods only for a military or security end user.

    Article 6 names armed forces, internal security forces and similar bodies: whoever keeps order
    at home. Of one that may (a coast guard) it is an officer's fact, and open until it is said.
    Goods that an embargo bans for every user are looked at whoever the user is: point (a) of the
    first criterion keeps the sanctions of the Council. Where it is not known whether an embargo
    reaches them, neither is this.
    """
    return covered(transfer.line.rating.listed, _values(transfer))


def covered(listed: str, known: Mapping[str, Value]) -> str:
    """Whether it covers goods of a list, by what is known of a transfer: yes, no or unknown.

    What is said of the goods beside their rating counts where it is graver: that they are of the
    military list, or a weapon that is banned.
    """
    lists = {listed, _token(known, "item.listed")}
    if "cml" in lists or _token(known, "item.ban") not in (UNKNOWN, "none"):
        return "yes"
    if "dual_use" not in lists:
        return "no"
    user = _of_user(known)
    return _of_embargo(known) if user == "no" else user


def waits_for_the_user(transfers: Iterable[Transfer]) -> bool:
    """Whether it is the end user of some transfer of whom it is not known, and no embargo."""
    return any(scope_of(one) == UNKNOWN and _of_user(_values(one)) == UNKNOWN for one in transfers)


def _values(transfer: Transfer) -> dict[str, Value]:
    seen = transfer.observations
    return {name: seen[name].value for name in _READ if name in seen}


def _of_user(known: Mapping[str, Value]) -> str:
    kind, role = (_token(known, f"end_user.{name}") for name in ("kind", "security_role"))
    if kind == "armed_forces" or role == "yes":
        return "yes"
    return UNKNOWN if UNKNOWN in (kind, role) else "no"


def _of_embargo(known: Mapping[str, Value]) -> str:
    found = _token(known, "embargo.scope")
    if found != "in_scope" and _token(known, "chain.embargo_possible") == "yes":
        # A ban on every user in a state reaches those who receive the goods there on the way.
        return UNKNOWN
    if found in ("in_scope", "out_of_scope"):
        return "yes" if found == "in_scope" else "no"
    # Of a state without an embargo nothing is said of its scope.
    return "no" if found == UNKNOWN and _token(known, "embargo.state") == "no" else UNKNOWN


def _token(known: Mapping[str, Value], fact: str) -> str:
    seen = known.get(fact)
    return seen.lo if seen else UNKNOWN


def asked_of(rule: Rule, transfer: Transfer) -> bool:
    """Whether a rule is asked of a transfer."""
    return not transfer.of_buyer or _asked_of_buyer(rule)


def counted(program: Program, decided: Decided, transfer: Transfer) -> Decided:
    """What a transfer decides, without the rules that are not asked of it."""
    if not transfer.of_buyer:
        return decided
    asked = asked_of_buyer(program)
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
def asked_of_buyer(program: Program) -> int:
    """The rules that are asked of the state of a buyer, as bits."""
    return sum(1 << at for at, rule in enumerate(program.rules) if _asked_of_buyer(rule))
