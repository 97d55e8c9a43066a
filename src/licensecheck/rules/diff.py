"""What a change of rules does: which rules differ, and an application for each changed answer.

In: two sets of rules. Out: `Change`s. A witness is an application whose facts the one text
catches and the other does not; it can be screened as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from licensecheck.rules.analysis import OTHER, Box, Domains, boxes_of, domains_of, uncovered
from licensecheck.rules.model import Rule
from licensecheck.vocabulary import Vocabulary

__all__ = ["Change", "diff_rules", "witness_application"]

_PLACE_ONLY = frozenset(("place", "ruleset"))


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that differs.

    Attributes:
        fields: Names of the fields that differ, for a changed rule.
        no_longer: Facts on which it was met before and is not now; None if there are none.
        newly: Facts on which it is met now and was not before; None if there are none.
    """

    rule: str
    kind: Literal["added", "removed", "changed"]
    fields: tuple[str, ...]
    no_longer: Mapping[str, str] | None
    newly: Mapping[str, str] | None


def diff_rules(
    before: Sequence[Rule], after: Sequence[Rule], vocabulary: Vocabulary
) -> list[Change]:
    """The changes from one set of rules to another, by rule id.

    Args:
        before: Rules of the first text.
        after: Rules of the second.
        vocabulary: The facts and their domains.
    """
    domains = domains_of([*before, *after], vocabulary)
    old = {rule.id: rule for rule in before}
    new = {rule.id: rule for rule in after}
    changes = []
    for name in dict.fromkeys([*old, *new]):
        first, second = old.get(name), new.get(name)
        differing = _fields(first, second) if first and second else ()
        if first and second and not differing:
            continue
        kind: Literal["added", "removed", "changed"] = (
            "changed" if first and second else "removed" if first else "added"
        )
        first_boxes = boxes_of(first, vocabulary, domains) if first else []
        second_boxes = boxes_of(second, vocabulary, domains) if second else []
        changes.append(
            Change(
                rule=name,
                kind=kind,
                fields=differing,
                no_longer=_witness(first_boxes, second_boxes, domains, vocabulary),
                newly=_witness(second_boxes, first_boxes, domains, vocabulary),
            )
        )
    return changes


def witness_application(facts: Mapping[str, str]) -> dict[str, Any]:
    """An application in which a witness's facts hold; every one of them is supplied."""
    exporter = facts.get("exporter.country", "NL")
    return {
        "exporter": {"country": "NL" if exporter == OTHER else exporter},
        "destination": "BR",
        "items": [{"rating": "ML6.a"}],
        "facts": {
            name: {"value": token, "source": "witness of a changed rule"}
            for name, token in facts.items()
            if token != OTHER
        },
    }


def _fields(first: Rule, second: Rule) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in fields(Rule)
        if field.name not in _PLACE_ONLY
        and getattr(first, field.name) != getattr(second, field.name)
    )


def _witness(
    boxes: Sequence[Box], others: Sequence[Box], domains: Domains, vocabulary: Vocabulary
) -> dict[str, str] | None:
    for box in boxes:
        piece = uncovered(box, others, domains)
        if piece is not None:
            return {name: _pick(tokens, vocabulary[name].domain) for name, tokens in piece.items()}
    return None


def _pick(tokens: frozenset[str], domain: Sequence[str]) -> str:
    """One token of a set: the first in the order of the vocabulary."""
    return next((token for token in domain if token in tokens), min(tokens))
