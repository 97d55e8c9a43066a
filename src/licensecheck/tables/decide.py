"""Deciding one row of a table: in goes a record, out come the statuses, without the words.

The same layers as in `Screener`, in the same order; what a table has no column for (findings,
questions, receipts) is not made. A law of the tests holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from licensecheck.application.read import read_application
from licensecheck.engine.bitset import BitsetEngine
from licensecheck.engine.decision import Decision
from licensecheck.errors import InputError, NoEdition
from licensecheck.facts.observation import Clocks
from licensecheck.facts.resolve import Resolved, resolve
from licensecheck.facts.unfold import Transfer, Unfolder
from licensecheck.rules.model import CRITERIA
from licensecheck.rules.program import Program
from licensecheck.screening.containment import Container
from licensecheck.screening.criteria import fold_criteria, fold_outcome
from licensecheck.screening.findings import Decided, decided_rules, met_finding, status_if_met
from licensecheck.screening.result import CriterionResult, Outcome, worst
from licensecheck.screening.screener import Screener
from licensecheck.tables.record import NOT_MONEY, Record
from licensecheck.vocabulary import Value

__all__ = ["Confirmable", "Decider", "Statuses"]


@dataclass(frozen=True, slots=True)
class Statuses:
    """What is decided of a row; `reasons` where it is rejected, and then nothing else.

    Attributes:
        outcome: Its status and the worst that is possible.
        criteria: The same of each criterion, 1 to 8, and of national rules together.
        verdicts: Containment in each alliance.
    """

    outcome: tuple[str, str] = ("", "")
    criteria: tuple[tuple[str, str], ...] = ()
    verdicts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmable:
    """A decision with what it was made of, for another engine to confirm."""

    program: Program
    record: dict[str, Value]
    decision: Decision


_Fold = tuple[tuple[str, str], tuple[tuple[str, str], ...]]
_EARLY: Final = "no edition of `{}` was in force before {}"


class Decider:
    """Decides records by the bitset evaluator; keeps what repeats.

    Args:
        screener: Gives the law, alliances, tables and depth.
        depth: The depth of screening that the screener was made with.
        first_edition: Whether a row from before the first edition of the rules is screened by it;
            else it is rejected.
    """

    def __init__(self, screener: Screener, *, depth: str, first_edition: bool) -> None:
        self._screener = screener
        self._words = screener.word_check()
        self._unfolder = Unfolder(
            screener.reference, screener.vocabulary, depth="full" if depth == "full" else "light"
        )
        self._containers = [Container(one, screener.reference) for one in screener.alliances]
        self._first_edition = first_edition
        self._first_day = screener.rulesets[0].first_day()
        self._engines: dict[int, BitsetEngine] = {}
        self._judged: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._folds: dict[tuple[object, ...], _Fold] = {}

    def editions(self) -> Iterator[date]:
        """Days on which a rule begins or ends."""
        for ruleset in self._screener.rulesets:
            for rule in ruleset.rules:
                yield rule.in_force_from
                if rule.in_force_until:
                    yield rule.in_force_until

    def decide(self, record: Record, epoch: date) -> tuple[Statuses, tuple[Confirmable, ...]]:
        """The statuses of a record, and the decisions that they rest on.

        Args:
            record: One row.
            epoch: First day of the epoch of its day: nothing changes between the two.
        """
        screener = self._screener
        document = record.application()
        if self._first_edition and record.as_of < self._first_day:
            document["rules_as_of"] = self._first_day
        try:
            resolved = self._resolved(document, record.as_of)
            program = screener.program(resolved.clocks.rules_as_of)
        except NoEdition:
            # Without the day, which differs between rows that are alike in all else.
            reason = _EARLY.format(screener.rulesets[0].name, self._first_day)
            return Statuses(reasons=(reason,)), ()
        except InputError as error:
            return Statuses(reasons=tuple(f"{p.where}: {p.what}" for p in error.problems)), ()
        resolved = replace(resolved, clocks=self._moved(record, resolved.clocks, epoch))
        engine = self._engines.get(id(program))
        if engine is None:
            engine = self._engines[id(program)] = BitsetEngine(program)
        transfers = self._unfolder.unfold(resolved)
        scope = _scope(transfers)
        made = [
            (transfer, Confirmable(program, values, engine.decide(values)))
            for transfer in transfers
            if transfer.line.rating.listed != "none"
            for values in (program.record(transfer.values()),)
        ]
        outcome, criteria = self._fold(program, scope, made)
        verdicts = self._verdicts(resolved, epoch)
        return Statuses(outcome, criteria, verdicts), tuple(one for _, one in made)

    def _resolved(self, document: dict[str, Any], today: date) -> Resolved:
        reference, vocabulary = self._screener.reference, self._screener.vocabulary
        try:
            application = read_application(document)
        except InputError:
            # Again, so that words that cannot be read are told with all other faults.
            application = read_application(document, words=self._words)
        return resolve(application, reference=reference, vocabulary=vocabulary, today=today)

    @staticmethod
    def _moved(record: Record, clocks: Clocks, epoch: date) -> Clocks:
        """The clocks at the start of the epoch, so that its days share what is derived.

        The rate of a foreign currency is of the very day, so facts then stay on it.
        """
        rated = record.value is not None and record.currency not in ("EUR", NOT_MONEY)
        facts = clocks.facts_as_of if rated else epoch
        return replace(clocks, membership_as_of=epoch, facts_as_of=facts)

    def _verdicts(self, resolved: Resolved, epoch: date) -> tuple[str, ...]:
        """Containment, judged once for what has the same hands, kind and form in an epoch."""
        hands = (resolved.exporter, *resolved.hands)
        key = (
            epoch,
            tuple((hand.role, hand.place and hand.place.countries) for hand in hands),
            tuple(user.destination.countries for user in resolved.end_users),
            tuple(user.destination.territory for user in resolved.end_users),
            tuple(hand.place and hand.place.territory for hand in hands),
            tuple(line.item.form for line in resolved.lines),
        )
        found = self._judged.get(key)
        if found is None:
            found = tuple(container.judge(resolved).verdict for container in self._containers)
            self._judged[key] = found
        return found

    def _fold(
        self, program: Program, scope: str, made: Sequence[tuple[Transfer, Confirmable]]
    ) -> _Fold:
        decided = [decided_rules(program, one.decision) for _, one in made]
        # Whether a bar rests on an unverified row is the one thing that the decision cannot tell.
        softened = tuple(
            rule
            for (transfer, _), one in zip(made, decided, strict=True)
            for rule in self._softened(program, transfer, one)
        )
        key = (id(program), scope, *(one.decision for _, one in made), softened)
        found = self._folds.get(key)
        if found is None:
            found = self._folds[key] = self._folded(program, scope, made, decided)
        return found

    def _softened(self, program: Program, transfer: Transfer, decided: Decided) -> Iterator[int]:
        for index, term in sorted(decided.met.items()):
            rule = program.rules[index]
            if rule.tier == "law" and status_if_met(rule) == "presumptive_denial":
                found = met_finding(rule, term, transfer, self._screener.vocabulary)
                yield index if found.status == "review" else -1

    def _folded(
        self,
        program: Program,
        scope: str,
        made: Sequence[tuple[Transfer, Confirmable]],
        decided: Sequence[Decided],
    ) -> _Fold:
        met = [
            met_finding(program.rules[index], term, transfer, self._screener.vocabulary)
            for (transfer, _), one in zip(made, decided, strict=True)
            for index, term in sorted(one.met.items())
        ]
        results = fold_criteria(program, decided, met)
        outcome: Outcome = fold_outcome(results, scope)
        by_name = {result.criterion: result for result in results}
        national = [result for name, result in by_name.items() if name not in CRITERIA]
        pairs = [_pair(by_name[name]) for name in CRITERIA]
        pairs.append((
            worst(*(result.status for result in national)),
            worst(*(result.at_worst for result in national)),
        ))  # fmt: skip
        return (outcome.status, outcome.at_worst), tuple(pairs)


def _pair(result: CriterionResult) -> tuple[str, str]:
    return result.status, result.at_worst


def _scope(transfers: Sequence[Transfer]) -> str:
    """A table names no end user, so dual-use goods may or may not be for a military one."""
    listed = {transfer.line.rating.listed for transfer in transfers}
    if "cml" in listed:
        return "yes"
    return "unknown" if "dual_use" in listed else "no"
