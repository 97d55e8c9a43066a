"""Deciding one row of a table: in goes a record, out come the statuses, without the words.

The same layers as in `Screener`, in the same order; what a table has no column for (findings,
questions, receipts) is not made. A law of the tests holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from licensecheck.application.read import read_application
from licensecheck.engine.decision import Decision
from licensecheck.errors import InputError, Problem, told
from licensecheck.facts.denials import ANSWERS, Denials, gravest_match
from licensecheck.facts.membership import NAME_SUBJECTS
from licensecheck.facts.observation import Clocks
from licensecheck.facts.parties import SCREENING
from licensecheck.facts.resolve import Resolved, resolve
from licensecheck.facts.unfold import Transfer, Unfolder
from licensecheck.rules.model import CRITERIA
from licensecheck.rules.program import Program
from licensecheck.screening.containment import ContainmentCheck
from licensecheck.screening.scope import in_scope, scope
from licensecheck.screening.screener import Screening
from licensecheck.tables.deciding.parts import Part, ProgramDecider, parts_of
from licensecheck.tables.reading.record import NO_AMOUNT_IN, Record, is_unstated
from licensecheck.vocabulary import Value

__all__ = ["MATCHES", "Confirmable", "RowDecider", "Statuses", "combined"]

# Columns of what a user's own files say of a row, and their words from the least to the gravest.
MATCHES: Final = {"denial_match": ANSWERS, "party_screening": SCREENING}


@dataclass(frozen=True, slots=True)
class Statuses:
    """What is decided of a row; `reasons` where it is rejected, and then nothing else.

    Attributes:
        outcome: Its status and the worst that is possible.
        criteria: The same of each criterion, 1 to 8, and of national rules together.
        verdicts: Containment in each alliance.
        matches: What denials and lists of names say, of those that are given; see `MATCHES`.
        stopped: Rules of an office's own, and tiers, on which a pipeline stops.
    """

    outcome: tuple[str, str] = ("", "")
    criteria: tuple[tuple[str, str], ...] = ()
    verdicts: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmable:
    """A decision with what it was made of, for another engine to confirm."""

    program: Program
    record: dict[str, Value]
    decision: Decision


class RowDecider:
    """Decides records, and derives what is known of them; keeps what repeats.

    Args:
        screener: Gives the law, alliances, tables and depth.
        depth: The depth of screening that the screener was made with.
        first_edition: Whether a row from before the first edition of the rules is screened by it;
            else it is rejected.
        stops: Tiers whose rules stop a pipeline, beside those that rule files of an office's own
            name for their own rules.
    """

    def __init__(
        self, screener: Screening, *, depth: str, first_edition: bool, stops: Sequence[str] = ()
    ) -> None:
        self.screener = screener
        self.containers = [ContainmentCheck(one, screener.reference) for one in screener.alliances]
        self.first_day: Final = screener.rulesets[0].first_day()
        self.first_edition = first_edition
        self._words = screener.word_check()
        # Whether a denial matches depends on several parts of a row at once, so no part of it
        # is asked.
        self._of_parts = Unfolder(
            screener.reference, screener.vocabulary, depth="full" if depth == "full" else "light",
            denials=screener.denials and Denials(()), lists=screener.lists, sets=screener.sets,
        )  # fmt: skip
        self._judges: dict[int, ProgramDecider] = {}
        rules = [(one, rule) for one in screener.rulesets for rule in one.rules]
        own = {rule.id: {rule.id} for one, rule in rules if rule.tier in one.stops}
        of_tiers = {tier: {rule.id for _, rule in rules if rule.tier == tier} for tier in stops}
        # Rules on which a pipeline stops, by what is said of them: as `Screener.stopped`.
        self.stops: Final[Mapping[str, Set[str]]] = own | of_tiers

    def editions(self) -> Iterator[date]:
        """Days on which a rule begins or ends."""
        for ruleset in self.screener.rulesets:
            for rule in ruleset.rules:
                yield rule.in_force_from
                if rule.in_force_until:
                    yield rule.in_force_until

    def criteria(self) -> int:
        """How many criteria any edition of the rules has, national ones and stops among them."""
        rules = (rule for ruleset in self.screener.rulesets for rule in ruleset.rules)
        named = {*CRITERIA, *(rule.criterion for rule in rules)} - {"articles"}
        return len(named) + len(self.stops)

    @property
    def compares_names(self) -> bool:
        """Whether the name of a party can change an answer."""
        given = (self.screener.denials, self.screener.lists)
        of_rules = any(one.subject in NAME_SUBJECTS for one in self.screener.sets)
        return of_rules or any(one is not None for one in given)

    def is_early(self, on: date) -> bool:
        """Whether a row of a day is rejected, as no edition of the rules was in force."""
        return on < self.first_day and not self.first_edition

    def early(self) -> Statuses:
        """The reject of such a row. It does not name the day: rows alike in all else share it."""
        name = self.screener.rulesets[0].name
        reason = told(
            "no edition of `{name}` was in force before {day}", name=name, day=self.first_day
        )
        return Statuses(reasons=(reason,))

    def judge(self, on: date) -> ProgramDecider:
        """What decides by the rules of a day, or by the first edition before there was one."""
        program = self.screener.program(max(on, self.first_day))
        judge = self._judges.get(id(program))
        if judge is None:
            judge = self._judges[id(program)] = ProgramDecider(program, self.stops)
        return judge

    def unfold(
        self, record: Record, epoch: date, *, whole: bool = False
    ) -> tuple[Resolved, list[Transfer]]:
        """What is known of a record.

        Args:
            record: One row.
            epoch: First day of the epoch of its day: nothing changes between the two.
            whole: Whether it is a whole row, and not a part of one.

        Raises:
            InputError: Something in it cannot be read; every fault is listed.
        """
        resolved = self._resolved(record.application(), record.as_of)
        resolved = replace(resolved, clocks=_moved(record, resolved.clocks, epoch))
        unfolder = self.screener.unfolder if whole else self._of_parts
        return resolved, unfolder.unfold(resolved)

    def decide(self, record: Record, epoch: date) -> tuple[Statuses, tuple[Confirmable, ...]]:
        """The statuses of a record, and the decisions that they rest on; see `unfold`."""
        if self.is_early(record.as_of):
            return self.early(), ()
        try:
            resolved, transfers = self.unfold(record, epoch, whole=True)
        except InputError as error:
            return Statuses(reasons=tuple(_reason(p, record) for p in error.problems)), ()
        judge = self.judge(record.as_of)
        covered = in_scope(transfers)
        made = [parts_of(transfer) for transfer in covered]
        seen = [judge.together(parts) for parts in made]
        outcome, criteria, stopped = judge.fold(
            scope(transfers),
            [
                judge.of_buyer(line) if transfer.of_buyer else line
                for transfer, line in zip(covered, seen, strict=True)
            ],
        )
        verdicts = tuple(container.judge(resolved).verdict for container in self.containers)
        confirmable = tuple(combined(judge, parts) for parts in made)
        matches = self.matches(record, transfers)
        return Statuses(outcome, criteria, verdicts, matches, stopped), confirmable

    def matches(
        self, record: Record | None = None, transfers: Sequence[Transfer] = ()
    ) -> tuple[str, ...]:
        """What denials and lists say of a row; nothing of one that names nobody."""
        found = []
        if self.screener.denials is not None:
            found.append(gravest_match(one.observations for one in transfers))
        if (lists := self.screener.lists) is not None:
            names = record.parties.named() if record else ()
            tokens = [lists.compare(name, None).token for _, name in names]
            found.append(max(tokens, key=SCREENING.index, default="not_screened"))
        return tuple(found)

    def _resolved(self, document: dict[str, Any], today: date) -> Resolved:
        reference, vocabulary = self.screener.reference, self.screener.vocabulary
        try:
            application = read_application(document)
        except InputError:
            # Again, so that words that cannot be read are told with all other faults.
            application = read_application(document, words=self._words)
        return resolve(application, reference=reference, vocabulary=vocabulary, today=today)


def combined(judge: ProgramDecider, parts: dict[str, Part]) -> Confirmable:
    """A decision of parts, in the form that an engine decides."""
    values = {fact: value for part in parts.values() for fact, value in part.values.items()}
    mask, _ = judge.together(parts)
    return Confirmable(judge.program, judge.program.record(values), judge.decision(mask))


def _moved(record: Record, clocks: Clocks, epoch: date) -> Clocks:
    """The clocks at the start of the epoch, so that its days share what is derived.

    The rate of a foreign currency is of the very day, so facts then stay on it.
    """
    rated = record.value is not None and record.currency not in ("EUR", *NO_AMOUNT_IN)
    facts = clocks.facts_as_of if rated else epoch
    return replace(clocks, membership_as_of=epoch, facts_as_of=facts)


def _reason(problem: Problem, record: Record) -> str:
    """Why a record is rejected; of an exporter that the table does not state, what would help."""
    said = told("{where}: {what}", where=problem.where, what=problem.what)
    if not is_unstated(record.exporter) or problem.where != "exporter.country":
        return said
    return told(
        "{said}; whose exports these are a mapping says: `exporter` under `columns` or `constants`",
        said=said,
    )
