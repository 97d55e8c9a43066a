"""Whether the Common Position covers a transfer at all: the list its goods stand on, and Art. 6."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from licensecheck.facts.unfold import Transfer
from licensecheck.vocabulary import UNKNOWN

__all__ = ["MILITARY_END_USERS", "scope", "scope_of"]

# Kinds of end user to whom dual-use goods go under the criteria (Art. 6 of the Common Position).
MILITARY_END_USERS: Final = frozenset(
    ("armed_forces", "police", "internal_security", "interior_ministry", "border_guard",
     "presidential_guard", "intelligence")
)  # fmt: skip


def scope(transfers: Sequence[Transfer]) -> str:
    """Whether the Common Position covers any of the transfers: yes, no, or unknown."""
    found = {scope_of(transfer) for transfer in transfers}
    return "yes" if "yes" in found else "unknown" if "unknown" in found else "no"


def scope_of(transfer: Transfer) -> str:
    """Whether it covers one transfer: dual-use goods only for a military end user."""
    if transfer.line.rating.listed == "cml":
        return "yes"
    if transfer.line.rating.listed == "none":
        return "no"
    kind = transfer.observations.get("end_user.kind")
    if kind is None:
        return "unknown"
    if kind.value.lo == UNKNOWN:
        return "unknown"
    return "yes" if kind.value.lo in MILITARY_END_USERS else "no"
