"""Whether the Common Position covers a transfer at all: the list its goods stand on, and Art. 6."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from licensecheck.facts.unfold import Transfer
from licensecheck.vocabulary import UNKNOWN

__all__ = ["in_scope", "scope", "scope_of"]


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
    first criterion keeps the sanctions of the Council.
    """
    if transfer.line.rating.listed == "cml":
        return "yes"
    if transfer.line.rating.listed == "none":
        return "no"
    kind, role = (_token(transfer, f"end_user.{name}") for name in ("kind", "security_role"))
    if kind == "armed_forces" or role == "yes":
        return "yes"
    if UNKNOWN in (kind, role):
        return "unknown"
    return "yes" if _token(transfer, "embargo.scope") == "in_scope" else "no"


def _token(transfer: Transfer, fact: str) -> str:
    seen = transfer.observations.get(fact)
    return seen.value.lo if seen else UNKNOWN
