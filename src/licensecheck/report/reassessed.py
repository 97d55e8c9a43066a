"""Reassessed licences as text, CSV, JSON or JSON Lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from licensecheck.errors import quote
from licensecheck.language import ENGLISH, Language
from licensecheck.tables.deciding.reassess import Changed, Reassessed
from licensecheck.tables.formulas import csv_text
from licensecheck.wording.result import NOT_PERMISSION

__all__ = ["FORMATS", "reassessed_text"]

FORMATS: Final = ("text", "csv", "json", "jsonl")
_COLUMNS: Final = (
    "number", "reference", "exporter", "destination", "rating", "day", "compared_from", "changes",
    "causes",
)  # fmt: skip
_MOST_GROUPS: Final = 20


def reassessed_text(found: Reassessed, format: str, language: Language = ENGLISH) -> str:
    """The changed licences in one of `FORMATS`; text gives them by what changed and why.

    The text is in a language; rows that caused a change are named as their tables name them.
    """
    if format == "csv":
        return _csv(found)
    if format == "jsonl":
        return "".join(json.dumps(_data(one), ensure_ascii=False) + "\n" for one in found.changed)
    if format == "json":
        counts = {name: getattr(found, name) for name in ("records", "unchanged", "refused",
                                                          "later", "confirmed")}  # fmt: skip
        data = {
            "name": found.name,
            "since": found.since.isoformat(),
            "until": found.until.isoformat(),
            **counts,
            "changed": [_data(one) for one in found.changed],
            "rejects": [{"number": r.number, "reasons": list(r.reasons)} for r in found.rejects],
            "left_out": [{"number": r.number, "reasons": list(r.reasons)} for r in found.left_out],
        }
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    return "\n".join(_lines(found, language)) + "\n"


def _data(one: Changed) -> dict[str, Any]:
    data = asdict(one)
    data["day"] = one.day.isoformat() if one.day else None
    data["compared_from"] = one.compared_from.isoformat()
    return data


def _moves(one: Changed) -> str:
    return "; ".join(f"{move.what}: {move.before} -> {move.after}" for move in one.moves)


def _causes(one: Changed) -> str:
    return "; ".join(map(str, one.causes))


def _csv(found: Reassessed) -> str:
    return csv_text(
        _COLUMNS,
        (
            (*(getattr(one, name) for name in _COLUMNS[:-2]), _moves(one), _causes(one))
            for one in found.changed
        ),
    )


def _lines(found: Reassessed, language: Language) -> Iterator[str]:
    text = language.text
    yield text(
        "{name}: {n} records, from {since} to {until}",
        name=found.name, n=f"{found.records:,}", since=found.since, until=found.until,
    )  # fmt: skip
    for count, words in (
        (len(found.changed), text("changed")), (found.unchanged, text("unchanged")),
        (found.refused, text("refused, so never granted")), (found.later, text("granted later")),
        (len(found.rejects), text("rejected")),
    ):  # fmt: skip
        yield f"  {count:>10,}  {words}"
    if found.left_out:
        words = text("left out: totals of other rows, or joined to another row")
        yield f"  {len(found.left_out):>10,}  {words}"
    if found.confirmed:
        yield found.confirmed
    groups = Counter((one.destination, one.moves, one.causes) for one in found.changed)
    for (place, moves, causes), count in groups.most_common(_MOST_GROUPS):
        yield ""
        yield text("{n} to {place}", n=f"{count:,}", place=quote(place)[1:-1])
        for move in moves:
            yield f"  {move.what}: {language.token(move.before)} -> {language.token(move.after)}"
        yield from (f"  {cause}" for cause in causes)
    if len(groups) > _MOST_GROUPS:
        rest = f"{len(groups) - _MOST_GROUPS:,}"
        yield text("and {n} more groups (--format csv lists every licence)", n=rest)
    yield ""
    yield text("Article 1(1a) encourages to look at a granted licence again; it does not oblige.")
    yield text(NOT_PERMISSION)
