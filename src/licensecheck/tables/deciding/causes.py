"""Why an answer changed: the rule editions and the rows of reference tables that began or ended.

In: one application, two days, the tables of each, and what moved. Out: the `Cause`s that decide:
a rule or a fact decides a move where the later answer would be another one with that rule or that
fact as it was on the earlier day. Where no single one decides, all that differ are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from licensecheck.facts.observation import Observation
from licensecheck.facts.unfold import Transfer
from licensecheck.messages import Said, word
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.rules.model import Rule
from licensecheck.screening.criteria import criteria_of
from licensecheck.screening.fold import Weighed
from licensecheck.screening.result import CriterionFold
from licensecheck.screening.screener import OpenCase, Screening, examine_transfers
from licensecheck.tables.reading.record import Record
from licensecheck.vocabulary import Value
from licensecheck.wording.sources import source_text

__all__ = ["BeforeAfter", "Cause"]

_STATED: Final = frozenset(("application", "assessment", "supplied", "default", "option"))


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule or a row that counts on one of the days only, or says otherwise on the later one.

    Attributes:
        change: `began` or `ended` for a rule; for a row `changed` where both days have it,
            `later_only` or `earlier_only` where one of them does not.
        kind: `rule` or the name of a reference table.
        name: Id of the rule, or of the row.
        fact: Fact that the row speaks for; `containment` for a membership of an alliance.
        text: What the row says, or where the rule stands, in English.
        as_of: Day that the row or rule is dated by; "" where it has none.
        says: The same to be put in words: what the row says on the earlier and on the later day,
            None on a day without it; for a rule its title.
    """

    change: Literal["began", "ended", "changed", "later_only", "earlier_only"]
    kind: str
    name: str
    fact: str
    text: str
    as_of: str
    says: tuple[Said | str | None, Said | str | None] = (None, None)

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
            sides = _Sides(self.before.opened(old), self.after.opened(new))
            found |= dict.fromkeys(sides.causes(moves))
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


class _Sides:
    """One application on two days, and what of the later day decides that the answer differs."""

    def __init__(self, before: OpenCase, after: OpenCase) -> None:
        self._before, self._after = before, after
        self._rules = [side.engine.program.by_id for side in (before, after)]

    def causes(self, moves: Sequence[str]) -> Iterator[Cause]:
        """The causes of what moved, criterion by criterion."""
        criteria = {c.criterion for side in (self._before, self._after) for c in side.criteria}
        moved = [_criterion(move) for move in moves]
        # An outcome is the gravest of the criteria: what moves them moves it.
        asked = {name for name in moved if name in criteria}
        differing = self._differing()
        if not asked:
            asked = {rule.criterion for rule in differing}
        for criterion in sorted(asked):
            ends = [at for at, end in enumerate(("", "_at_worst"))
                    if {f"criterion_{criterion}{end}", f"{criterion}{end}"} & {*moves}]  # fmt: skip
            yield from self._of_criterion(criterion, differing, ends or [0, 1])
        if any(move in ("denial_match", "party_screening") for move in moves):
            for rule in differing:
                if rule.criterion not in asked:
                    yield from self._told(rule, self._facts(rule))

    def _differing(self) -> list[Rule]:
        """The rules whose finding differs: met, open, or open with something that speaks for it."""
        old, new = (
            {f.rule: (f.status, f.doubt) for f in (*c.examination.open, *c.examination.met)}
            for c in (self._before, self._after)
        )
        names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
        return [self._rules[1].get(name) or self._rules[0][name] for name in names]

    def _of_criterion(
        self, criterion: str, differing: Sequence[Rule], ends: Sequence[int]
    ) -> Iterator[Cause]:
        """The causes of one criterion, by its status (0), its worst (1), or both."""
        rules = [rule for rule in differing if rule.criterion == criterion]
        facts = dict.fromkeys(fact for rule in rules for fact in self._facts(rule))
        before, later = (
            _ends(side.criteria, criterion, ends) for side in (self._before, self._after)
        )
        deciding = {f for f in facts if _ends(self._with_fact(f), criterion, ends) != later}
        turned = {
            rule.id
            for rule in rules
            if self._in_one(rule)
            and _ends(self._without(rule), criterion, ends)
            != (later if self._is_later(rule) else before)
        }
        single = bool(deciding or turned)
        for rule in rules:
            if not single or rule.id in turned or not self._in_one(rule):
                used = self._facts(rule)
                yield from self._told(rule, [f for f in used if not single or f in deciding])

    def _is_later(self, rule: Rule) -> bool:
        return rule.id in self._rules[1]

    def _in_one(self, rule: Rule) -> bool:
        """Whether the rule is in force on one of the days only."""
        return (rule.id in self._rules[0]) != (rule.id in self._rules[1])

    def _facts(self, rule: Rule) -> list[str]:
        """The facts of a rule in force on both days whose value differs."""
        if self._in_one(rule):
            return []
        pairs = self._pairs()
        return [
            fact
            for fact in rule.facts
            if any(_value(was, fact) != _value(is_, fact) for was, is_ in pairs)
        ]

    def _pairs(self) -> list[tuple[Transfer, Transfer]]:
        both = (self._before.examination.transfers, self._after.examination.transfers)
        return list(zip(*both, strict=False))

    def _with_fact(self, fact: str) -> tuple[CriterionFold, ...]:
        """The criteria of the later day with a fact of the earlier one."""
        transfers = []
        for was, is_ in self._pairs():
            seen = {name: one for name, one in is_.observations.items() if name != fact}
            if fact in was.observations:
                seen[fact] = was.observations[fact]
            transfers.append(replace(is_, observations=seen))
        engine = self._after.engine
        examined = examine_transfers(transfers, engine)
        return criteria_of(examined, engine.program)

    def _without(self, rule: Rule) -> tuple[CriterionFold, ...]:
        """The criteria without a rule, on the day that has it."""
        case = self._after if self._is_later(rule) else self._before
        program, examined = case.engine.program, case.examination
        rest = ~(1 << program.rules.index(rule))
        decided = [
            one._replace(weighed=Weighed(*(bits & rest for bits in one.weighed)))
            for one in examined.decided
        ]
        met = tuple(found for found in examined.met if found.rule != rule.id)
        return criteria_of(replace(examined, decided=decided, met=met), program)

    def _told(self, rule: Rule, facts: Iterable[str]) -> Iterator[Cause]:
        """The rows behind facts of a rule, or the rule itself where one day does not have it."""
        if self._in_one(rule):
            began = self._is_later(rule)
            day = rule.in_force_from.isoformat() if began else str(rule.in_force_until or "")
            change: Literal["began", "ended"] = "began" if began else "ended"
            title = rule.title
            yield Cause(change, "rule", rule.id, "", rule.point, day, (title, title))
        for fact in facts:
            for was, is_ in self._pairs():
                old, new = was.observations.get(fact), is_.observations.get(fact)
                if (old and old.value) != (new and new.value):
                    yield from _rows(fact, _speaking(old), _speaking(new))


def _criterion(move: str) -> str:
    return move.removesuffix("_at_worst").removeprefix("criterion_")


def _ends(
    criteria: Iterable[CriterionFold], name: str, ends: Sequence[int]
) -> tuple[str, ...] | None:
    """The status of a criterion (0), its worst (1), or both; None where it has nothing to say."""
    for one in criteria:
        if one.criterion == name:
            return tuple((one.status, one.at_worst)[at] for at in ends)
    return None


def _value(transfer: Transfer, fact: str) -> Value | None:
    seen = transfer.observations.get(fact)
    return seen.value if seen else None


def _speaking(seen: Observation | None) -> tuple[Source, ...]:
    """The rows that give a fact its value: of several states those that say as much."""
    if seen is None:
        return ()
    ends = {word(seen.value.lo), word(seen.value.hi)}
    graded = {one: _grade(one) for one in seen.sources}
    saying = tuple(one for one, grade in graded.items() if grade is None or grade in ends)
    return saying or seen.sources


def _grade(source: Source) -> Said | None:
    """The word that a row is graded with; None where it says none."""
    token = dict(source.says.places).get("token") if isinstance(source.says, Said) else None
    return token if isinstance(token, Said) else None


def _rows(fact: str, before: Sequence[Source], after: Sequence[Source]) -> Iterator[Cause]:
    """Rows that say otherwise on the later day, and rows that only one of the days has."""
    old = {(one.table, one.row): one for one in before if one.table not in _STATED}
    new = {(one.table, one.row): one for one in after if one.table not in _STATED}
    for key in dict.fromkeys((*old, *new)):
        was, is_ = old.get(key), new.get(key)
        if was and is_ and was.says != is_.says:
            text = f"{source_text(was)} -> {source_text(is_)}"
            yield Cause("changed", *key, fact, text, is_.as_of, (was.says, is_.says))
        elif was and not is_:
            alone = source_text(was)
            yield Cause("earlier_only", *key, fact, alone, was.as_of, (was.says, None))
        elif is_ and not was:
            alone = source_text(is_)
            yield Cause("later_only", *key, fact, alone, is_.as_of, (None, is_.says))
