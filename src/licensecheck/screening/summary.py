"""What a result holds around its findings: assumptions, what is certain, what is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from licensecheck.facts.item import changed_by
from licensecheck.facts.observation import Observation
from licensecheck.facts.unfold import Transfer
from licensecheck.rules.program import Program
from licensecheck.screening.result import Assumed, Found
from licensecheck.vocabulary import Vocabulary

__all__ = [
    "assumptions",
    "certain",
    "is_light",
    "kinds_of_users",
    "known_by",
    "known_facts",
    "overridden",
    "told_by",
    "unasked_facts",
]

_DENIED = ("identical", "similar")


def assumptions(transfers: Sequence[Transfer], program: Program) -> tuple[Assumed, ...]:
    """Stated defaults that some rule read, and the depth of screening; each once."""
    read = set(program.facts)
    found: dict[Assumed, None] = {}
    for transfer in transfers:
        for name, seen in transfer.observations.items():
            if not seen.assumed or name not in read:
                continue
            if name == "destination.depth":
                places = transfer.end_user.destination.countries
                one = Assumed("depth", name, seen.value.lo, places, seen.sources[0])
            else:
                kind: Literal["silence", "unlooked"] = "silence"
                # An office's own default is printed by name, like what nobody has looked at.
                if name in program.vocabulary.hiding or name in program.vocabulary.own:
                    kind = "unlooked"
                one = Assumed(kind, name, seen.value.lo)
            found[one] = None
    return tuple(found)


def certain(met: Sequence[Found], transfers: Sequence[Transfer]) -> tuple[Found | Observation, ...]:
    """What is certain and stands before all else: an embargo that is met, a denial that matches."""
    embargoes = [
        found
        for found in met
        if found.tier == "law"
        and any(seen.fact.startswith("embargo.state") for seen in found.because)
    ]
    matches = {
        seen.value.lo: seen
        for transfer in transfers
        if (seen := transfer.observations.get("denial.match"))
    }
    return *embargoes, *(matches[how] for how in _DENIED if how in matches)


def overridden(transfers: Sequence[Transfer]) -> tuple[tuple[Observation, Observation], ...]:
    """Supplied facts that go against another source, each with what that one says; each once."""
    return tuple(dict.fromkeys(pair for one in transfers for pair in one.overridden))


def unasked_facts(transfers: Sequence[Transfer], vocabulary: Vocabulary) -> frozenset[str]:
    """Facts whose default, taken in some transfer, only says that nobody has looked."""
    return frozenset(
        name
        for transfer in transfers
        for name, seen in transfer.observations.items()
        if seen.assumed and name in vocabulary.hiding
    )


def told_by(transfers: Sequence[Transfer], vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """For form and kind of the goods, the facts that some answer to it would change."""
    lines = {transfer.line.number: transfer.line for transfer in transfers}.values()
    return {
        f"item.{part}": frozenset().union(
            *(changed_by(line.item, line.rating, part, vocabulary) for line in lines)
        )
        for part in ("form", "kind")
    }


def is_light(transfers: Sequence[Transfer]) -> bool:
    """Whether all destinations are partner states that are screened lightly."""
    seen = [transfer.observations.get("destination.depth") for transfer in transfers]
    return all(one is not None and one.value.lo == "light" for one in seen)


def kinds_of_users(transfers: Sequence[Transfer]) -> frozenset[str]:
    """Kinds of the end users that are stated; a state named for onward travel has none."""
    seen = (transfer.observations.get("end_user.kind") for transfer in transfers)
    return frozenset(one.value.lo for one in seen if one is not None)


def known_facts(transfer: Transfer) -> frozenset[str]:
    """Facts that are known in a transfer, not by default."""
    return frozenset(
        name for name, seen in transfer.observations.items() if not seen.assumed and seen.is_known
    )


def known_by(numbers: Iterable[int], known: Sequence[frozenset[str]]) -> dict[int, frozenset[str]]:
    """For each number (of an item line, of an end user) the facts that are known of it.

    Args:
        numbers: The number of each transfer.
        known: What is known in each.
    """
    found: dict[int, frozenset[str]] = {}
    for number, names in zip(numbers, known, strict=True):
        found[number] = found.get(number, names) & names
    return found
