"""Why an answer changed: the rule editions and the rows of reference tables that began or ended.

In: one application, two days and the tables of each. Out: `Cause`s, of the rules whose finding
differs and of the places whose membership differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from licensecheck.facts.unfold import Transfer
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.rules.model import Rule
from licensecheck.screening.findings import Examination
from licensecheck.screening.screener import Screening
from licensecheck.tables.reading.record import Record
from licensecheck.wording.sources import source_text

__all__ = ["BeforeAfter", "Cause"]

_STATED: Final = frozenset(("application", "assessment", "supplied", "default", "option"))


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule or a row that counts on one of the days only, or says otherwise on the later one.

    Attributes:
        change: `began`, `ended`, or `changed` for a row that is there on both days.
        kind: `rule` or the name of a reference table.
        name: Id of the rule, or of the row.
        fact: Fact that the row speaks for; `containment` for a membership of an alliance.
        text: What the row says, or where the rule stands.
        as_of: Day that the row or rule is dated by; "" where it has none.
    """

    change: Literal["began", "ended", "changed"]
    kind: str
    name: str
    fact: str
    text: str
    as_of: str

    def __str__(self) -> str:
        row = f" {self.name}" if self.name else ""
        fact = f"{self.fact}: " if self.fact else ""
        return f"{self.change}: {self.kind}{row}: {fact}{self.text}"


class BeforeAfter:
    """The earlier and the later screener, and what was found by them for alike records."""

    def __init__(
        self,
        alliances: Sequence[str],
        reference: Reference | None,
        denials: Path | None = None,
    ) -> None:
        self.before, self.after = (
            Screening(alliances=alliances, engine="bitset", reference=tables, denials=denials)
            for tables in (None, reference)
        )
        self._kept: dict[tuple[Any, ...], tuple[Cause, ...]] = {}

    def on(self, document: Mapping[str, Any], day: date) -> dict[str, Any]:
        """A document as of a day; before the first edition of the rules, by that."""
        first = self.before.rulesets[0].first_day()
        return {**document, "as_of": day, "rules_as_of": max(day, first)}

    def causes_of(self, record: Record, until: date, moves: Sequence[str]) -> tuple[Cause, ...]:
        """The causes for a record, whose day is the earlier one; kept for those alike."""
        priced = any(move.startswith("criterion_8") for move in moves)
        idle = replace(record, number=0, reference="", replaces="", description="", until=None,
                       notes=(), value=record.value if priced else None)  # fmt: skip
        key = (idle, until, *moves)
        if key not in self._kept:
            self._kept[key] = self.causes(idle.application(), record.as_of, until, moves)
        return self._kept[key]

    def causes(
        self, document: Mapping[str, Any], first: date, until: date, moves: Sequence[str]
    ) -> tuple[Cause, ...]:
        """The causes for one document, each once."""
        found: dict[Cause, None] = {}
        old, new = self.on(document, first), self.on(document, until)
        if any(not move.startswith("containment_") for move in moves):
            pair = self.before.examine(old), self.after.examine(new)
            rules = [s.program(d["rules_as_of"]).by_id
                     for s, d in ((self.before, old), (self.after, new))]  # fmt: skip
            found |= dict.fromkeys(_by_rules(pair, rules))
        if any(move.startswith("containment_") for move in moves):
            found |= dict.fromkeys(self._memberships(old, new))
        return tuple(found)

    def _memberships(self, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Cause]:
        """Rows of members of the alliances among the states that the transfer touches."""
        first, second = self.before.decide(old), self.after.decide(new)
        for alliance, was, is_ in zip(
            self.before.alliances, first.containment, second.containment, strict=True
        ):
            if was.verdict == is_.verdict:
                continue
            codes = {code for side in (was, is_) for t in side.touchpoints for code in t.countries}
            for code in sorted(codes):
                for group in alliance.groups:
                    yield from self._member(group, code, was.membership_as_of, is_.membership_as_of)

    def _member(self, group: str, code: str, first: date, until: date) -> Iterator[Cause]:
        sides = (self.before.reference, first), (self.after.reference, until)
        held = [tables.membership(group, tables.state_of(code, day), day) for tables, day in sides]
        if held[0].status != held[1].status:
            yield from _rows("containment", [held[0].source], [held[1].source])


def _by_rules(
    pair: tuple[Examination, Examination], rules: Sequence[Mapping[str, Rule]]
) -> Iterator[Cause]:
    """Causes of each rule whose finding, met or open, differs."""
    old, new = ({f.rule: f.status for f in (*e.open, *e.met)} for e in pair)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) == new.get(name):
            continue
        was, is_ = (side.get(name) for side in rules)
        if was is None and is_ is not None:
            yield Cause("began", "rule", name, "", is_.point, is_.in_force_from.isoformat())
        elif is_ is None and was is not None:
            yield Cause("ended", "rule", name, "", was.point, str(was.in_force_until or ""))
        elif is_ is not None:
            yield from _facts(is_, pair[0].transfers, pair[1].transfers)


def _facts(rule: Rule, before: Sequence[Transfer], after: Sequence[Transfer]) -> Iterator[Cause]:
    for was, is_ in zip(before, after, strict=False):
        for fact in rule.facts:
            old, new = was.observations.get(fact), is_.observations.get(fact)
            if (old and old.value) != (new and new.value):
                yield from _rows(fact, old.sources if old else (), new.sources if new else ())


def _rows(fact: str, before: Sequence[Source], after: Sequence[Source]) -> Iterator[Cause]:
    """Rows that say otherwise on the later day, and rows that only one of the days has."""
    old = {(one.table, one.row): one for one in before if one.table not in _STATED}
    new = {(one.table, one.row): one for one in after if one.table not in _STATED}
    for key in dict.fromkeys((*old, *new)):
        was, is_ = old.get(key), new.get(key)
        if was and is_ and was.says != is_.says:
            text = f"{source_text(was)} -> {source_text(is_)}"
            yield Cause("changed", *key, fact, text, is_.as_of)
        elif was and not is_:
            yield Cause("ended", *key, fact, source_text(was), was.as_of)
        elif is_ and not was:
            yield Cause("began", *key, fact, source_text(is_), is_.as_of)
