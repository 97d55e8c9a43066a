"""What a result says around its findings: the transfer in a line, assumptions, what is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licensecheck.facts.resolve import Resolved
from licensecheck.facts.unfold import Transfer
from licensecheck.rules.program import Program
from licensecheck.screening.findings import place_text
from licensecheck.screening.result import UNSAID
from licensecheck.vocabulary import Vocabulary

__all__ = ["assumptions", "known_facts", "transfer_text"]


def transfer_text(resolved: Resolved) -> str:
    """The transfer in a line: from where to where, which entries, what sort of end user."""
    exporter = place_text(resolved.exporter.place.countries) if resolved.exporter.place else "?"
    places = dict.fromkeys(
        place_text(user.destination.countries) for user in resolved.end_users if not user.onward
    )
    ratings = dict.fromkeys(line.rating.code or line.item.rating for line in resolved.lines)
    kinds = dict.fromkeys(
        user.party.kind.replace("_", " ")
        for user in resolved.end_users
        if user.party and user.party.kind
    )
    goods = ", ".join([*ratings][:6]) + (
        f" and {len(ratings) - 6} more" if len(ratings) > 6 else ""
    )
    who = f", end user {', '.join(kinds)}" if kinds else ", end user not described"
    return f"{exporter} -> {', '.join(places)}: {goods}{who}"


def assumptions(
    transfers: Sequence[Transfer], program: Program, resolved: Resolved
) -> Iterator[str]:
    """Stated defaults that some rule read, and the depth of screening."""
    read = set(program.facts)
    said: dict[str, None] = {}
    for transfer in transfers:
        for name, seen in transfer.observations.items():
            if not seen.assumed or name not in read:
                continue
            if name == "destination.depth":
                place = place_text(transfer.end_user.destination.countries)
                said[
                    f"light depth for {place}: {seen.sources[0].text}; rules that ask for full "
                    "depth do not fire"
                ] = None
            else:
                said[UNSAID.format(fact=name, value=seen.value.lo.replace("_", " "))] = None
    yield from said
    if resolved.application.as_of is None:
        yield "as of today, since no day was given"


def known_facts(transfers: Sequence[Transfer], vocabulary: Vocabulary) -> frozenset[str]:
    """Facts that are known, not by default, in every transfer."""
    names = set(vocabulary)
    for transfer in transfers:
        names &= {
            name
            for name, seen in transfer.observations.items()
            if not seen.assumed and vocabulary[name].is_known(seen.value)
        }
    return frozenset(names)
