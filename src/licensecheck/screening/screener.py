"""Screening composes the layers: an application goes in, what was decided of it comes out.

A Screening is safe to share between threads. It keeps what depends on rules, day and destination,
so that the second screen costs a fraction of the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import Any, Self, TypeVar, get_args

from licensecheck.application.models import Application
from licensecheck.application.read import read_application
from licensecheck.documents.values import kind_of
from licensecheck.engine.decision import Engine
from licensecheck.errors import (
    InputError,
    NoEdition,
    Problem,
    names_of,
    nearest_or_all,
    quote,
    told,
)
from licensecheck.facts.deal import unconverted
from licensecheck.facts.denials import Denials, read_denials
from licensecheck.facts.destination import CONFLICTS, Depth
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.facts.membership import Membership
from licensecheck.facts.resolve import Resolved, WordCheck, resolve
from licensecheck.facts.unfold import Transfer, Unfolder
from licensecheck.messages import Said
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.rules.alliances import Alliance, find_alliances
from licensecheck.rules.model import Rule, Ruleset
from licensecheck.rules.program import Program
from licensecheck.screening.containment import ContainmentCheck
from licensecheck.screening.criteria import criteria_of, fold_outcome, noted_once
from licensecheck.screening.editions import (
    Editions,
    EngineChoice,
    engine_names,
    find_rulesets,
    words_of_rulesets,
)
from licensecheck.screening.findings import (
    Examination,
    decided_rules,
    merge,
    met_finding,
    open_finding,
)
from licensecheck.screening.questions import Asked, rank_questions
from licensecheck.screening.receipt import decided_digest, input_digest, make_receipt
from licensecheck.screening.result import (
    Answer,
    CriterionFold,
    Found,
    Receipt,
    Uncovered,
    Warned,
)
from licensecheck.screening.scope import counted, in_scope, scope
from licensecheck.screening.summary import (
    assumptions,
    certain,
    is_light,
    kinds_of_users,
    known_by,
    known_facts,
    overridden,
    told_by,
    unasked_facts,
)

__all__ = ["EngineChoice", "Given", "OpenCase", "Screening", "check_kind", "check_option"]
__all__ += ["examine_transfers"]

C = TypeVar("C", bound="OpenCase")
Given = Application | Mapping[str, Any] | str | Path


class Screening:
    """Screens applications under one choice of law, alliances and engine.

    Args:
        alliances: Names of packaged alliance files, or paths of a user's own.
        rulesets: Names of packaged rulesets, or paths of a user's own; all packaged by default.
        engine: `checked` decides twice; `durable` or `bitset` alone is for comparison.
        reference: The dated tables; the packaged ones by default.
        depth: `light` screens EU, NATO and equivalent states lightly where no political row
            stands against them, and says so; `full` screens every destination alike.
        today: The day that counts where an application names none; the present day by default.
        denials: A user's own file of denials (YAML or CSV), or such a file as it was read; see
            `facts.denials`.
        lists: Files of lists of names that parties are compared with, or such lists as they were
            read; see `facts.lists`.
        house: Rule files of an office's own, which add to the rulesets.

    Raises:
        InputError: A name or option is unknown.
        LawError: A rule or alliance file is faulty.
    """

    def __init__(
        self,
        *,
        alliances: Sequence[str] = ("nato",),
        rulesets: Sequence[str] | None = None,
        engine: EngineChoice = "checked",
        reference: Reference | None = None,
        depth: Depth = "light",
        today: date | None = None,
        denials: Denials | str | Path | None = None,
        lists: PartyLists | Sequence[str | Path] = (),
        house: Sequence[str | Path] = (),
    ) -> None:
        check_kind("today", today, date, "a `datetime.date`", optional=True)
        # A moment is a `date` too, and compares with none.
        today = today.date() if isinstance(today, datetime) else today
        check_kind("reference", reference, Reference, "a `Reference`", optional=True)
        kinds = (str, PurePath, Denials)
        check_kind("denials", denials, kinds, "the path of a file", optional=True)
        check_option("engine", engine, get_args(EngineChoice))
        check_option("depth", depth, get_args(Depth))
        self.reference = reference or Reference.load()
        self.alliances: tuple[Alliance, ...] = find_alliances(alliances, self.reference)
        self.rulesets: tuple[Ruleset, ...] = tuple(find_rulesets(rulesets, house))
        # An office's own facts stand beside those of the packaged vocabulary.
        self.vocabulary = words_of_rulesets(self.rulesets)
        self._editions = Editions(self.rulesets, self.vocabulary, engine)
        self._engine_choice = engine
        self._depth = depth
        self._today = today
        self._containers = [
            ContainmentCheck(alliance, self.reference) for alliance in self.alliances
        ]
        self.denials = denials if isinstance(denials, Denials) else None
        if isinstance(denials, str | Path):
            self.denials = read_denials(Path(denials), self.reference)
        self.lists: PartyLists | None = None
        if isinstance(lists, PartyLists):
            self.lists = lists
        elif lists not in ((), []):
            self.lists = PartyLists(names_of("lists", lists))
        self.unfolder = Unfolder(
            self.reference, self.vocabulary, depth=depth, denials=self.denials, lists=self.lists,
            sets=self.sets,
        )  # fmt: skip
        self._receipt: Receipt | None = None
        # By which it is made again where it is pickled; files are read anew then.
        self.options: Mapping[str, Any] = {
            "alliances": alliances, "rulesets": rulesets, "engine": engine, "reference": reference,
            "depth": depth, "today": today, "denials": denials, "lists": lists, "house": house,
        }  # fmt: skip

    def __repr__(self) -> str:
        names = ", ".join(alliance.name for alliance in self.alliances)
        return f"<{type(self).__name__}: {names}; {self._engine_choice}, {self._depth} depth>"

    def __reduce__(self) -> tuple[partial[Self], tuple[()]]:
        return partial(type(self), **self.options), ()

    def decide(self, application: Given) -> Answer:
        """Screen one application: what was decided, not yet in words.

        Args:
            application: An `Application`, a mapping of its form, or the path of a YAML or JSON
                file.

        Raises:
            InputError: It cannot be read, or no edition of the rules was in force; every problem
                is listed.
            EngineDisagreement: The engines differ, so there is no answer.
        """
        return self.opened(application).decided

    def opened(self, application: Given) -> OpenCase:
        """One application, read once, its day fixed, and screened when it is asked.

        Args:
            application: As for `decide`.

        Raises:
            InputError: As for `decide`.
        """
        return self._open(application, OpenCase)

    def _open(self, application: Given, kind: type[C]) -> C:
        today = self._day()
        words = WordCheck(self.reference, self.vocabulary, today)
        case = kind(self, read_application(application, words=words), today)
        case.engine  # noqa: B018 - what cannot be read is told when the case is opened
        return case

    def program(self, rules_as_of: date) -> Program:
        """The program of the rules in force on a day.

        Raises:
            NoEdition: The main ruleset had no rule in force on that day.
        """
        return self._editions.on(rules_as_of).program

    def examine(self, application: Given) -> Examination:
        """Decide one application and give the bare findings, before they are folded.

        Raises:
            InputError: As for `decide`.
            EngineDisagreement: As for `decide`.
        """
        return self.opened(application).examination

    @property
    def sets(self) -> tuple[Membership, ...]:
        """The sets of states, ratings and names that rules of an office's own ask for."""
        return tuple(one for ruleset in self.rulesets for one in ruleset.sets)

    def word_check(self) -> WordCheck:
        """What finds the places, ratings and facts of a document that cannot be read."""
        return WordCheck(self.reference, self.vocabulary, self._day())

    def _day(self) -> date:
        return self._today or date.today()

    def _compose(self, case: OpenCase) -> Answer:
        resolved, engine, examined = case.resolved, case.engine, case.examination
        program = engine.program
        transfers, scope = examined.transfers, examined.scope
        met, open_, criteria = case.met, examined.open, case.criteria
        triggered = {found.criterion for found in met}
        shown = [f for f in open_ if _is_shown(f.law, triggered)]
        known = [known_facts(one) for one in transfers]
        questions = rank_questions(
            open_, met, criteria, program.rules, self.vocabulary,
            asked=Asked(
                known=frozenset.intersection(*known),
                unasked=unasked_facts(transfers, self.vocabulary),
                ended=self._ended(resolved),
                told=told_by(transfers, self.vocabulary),
                light=is_light(transfers),
                kinds=kinds_of_users(transfers),
                lines=known_by((one.line.number for one in transfers), known),
                users=known_by((one.end_user.number for one in transfers), known),
                scope=scope,
            ),
        )  # fmt: skip
        unconverted_values: tuple[Said, ...] = ()
        if {"deal.value_band", "deal.burden"} & set(program.facts):
            unconverted_values = tuple(
                unconverted(
                    resolved.application.items,
                    resolved.clocks.facts_as_of,
                    whole=resolved.application.value,
                )
            )
        screened = Answer(
            case=case,
            program=program,
            resolved=resolved,
            outcome=fold_outcome(criteria, scope, certain=certain(met, transfers)),
            containment=tuple(container.judge(resolved) for container in self._containers),
            criteria=criteria,
            findings=tuple(f for f in (*met, *shown) if f.tier != "duty"),
            duties=tuple(f for f in (*met, *open_) if f.tier == "duty"),
            questions=questions,
            assumptions=assumptions(transfers, program),
            unconverted=unconverted_values,
            warned=self._warned(transfers, case.today),
            uncovered=self._uncovered(program, resolved),
            engine=self._editions.use(engine),
            receipt=self._receipt_of(case),
        )
        receipt = replace(
            screened.receipt,
            decided=decided_digest(screened),
            met={one.rule: one.status for one in met},
        )
        return replace(screened, receipt=receipt)

    def _ended(self, resolved: Resolved) -> frozenset[str]:
        """Facts that a table leaves open since it ends: nobody who applies can know better."""
        over = resolved.clocks.facts_as_of > self.reference.conflict_until
        return frozenset(CONFLICTS.values()) if over else frozenset()

    def _receipt_of(self, case: OpenCase) -> Receipt:
        resolved, engine = case.resolved, case.engine
        if self._receipt is None:
            self._receipt = make_receipt(
                rulesets=self.rulesets, vocabulary=self.vocabulary, reference=self.reference,
                engines=engine_names(engine), alliances=self.alliances,
                options={
                    "depth": self._depth,
                    "alliances": ",".join(a.name for a in self.alliances),
                    "engine": self._engine_choice,
                    **({"lists": self.lists.says.in_english} if self.lists else {}),
                },
            )  # fmt: skip
        clocks = resolved.clocks
        days = {
            "as_of": case.as_of,
            "rules_as_of": clocks.rules_as_of,
            "membership_as_of": clocks.membership_as_of,
            "facts_as_of": clocks.facts_as_of,
        }
        return replace(
            self._receipt,
            input=input_digest(resolved.application.document()),
            clocks={name: day.isoformat() for name, day in days.items()},
            denials=None if self.denials is None else len(self.denials.entries),
        )

    def _warned(self, transfers: Sequence[Transfer], today: date) -> Warned:
        return Warned(
            overridden=overridden(transfers),
            denials=_of_denials(transfers),
            lists=self.lists.says if self.lists else None,
            hits=tuple(
                dict.fromkeys(
                    source
                    for fact in ("chain.screening", "chain.unscreened")
                    for source in _sources_of(transfers, fact, "lists")
                )
            ),
            denials_read=self.denials.note if self.denials is not None else "",
            withheld=tuple(self.reference.withheld),
            overdue=tuple(self.reference.overdue(today)),
        )

    def _uncovered(self, program: Program, resolved: Resolved) -> Uncovered:
        unread = program.unread
        exporter, clocks = resolved.exporter.place, resolved.clocks
        named = {ruleset.name.upper() for ruleset in self.rulesets}
        codes = tuple(sorted(exporter.countries)) if exporter else ()
        unbound: tuple[str, ...] = ()
        if "EU-COMMON-POSITION" in named:
            unbound = tuple(c for c in codes if self._is_unbound(c, clocks.rules_as_of))
        until = self.reference.conflict_until
        return Uncovered(
            unread=(unread.rules, unread.points),
            unencoded=None if named & set(codes) else codes,
            unbound=unbound,
            lists=self.lists is not None,
            conflict_until=until if clocks.facts_as_of > until else None,
        )

    def _is_unbound(self, country: str, on: date) -> bool:
        """Whether a country is neither a member of the Union nor aligned with it; no if unknown."""
        member = self.reference.membership("EU", country, on).status
        return (member, self.reference.membership("CP_ALIGNED", country, on).status) == ("no", "no")


class OpenCase:
    """One application, opened: read once, and its day fixed for all that is asked of it.

    What is asked later, of a copy or of one that was pickled, is answered for the same day. A case
    that was pickled makes its Screener again from the options, and gives no answer where rules or
    tables have become others since.

    Attributes:
        application: As written.
        today: The day that counts where the application names none.
    """

    def __init__(self, screener: Screening | _Kept, application: Application, today: date) -> None:
        self._screener = screener
        self.application = application
        self.today = today

    def __repr__(self) -> str:
        return f"<Case of {self.as_of}>"

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[_Kept, Application, date]]:
        kept = self._screener
        if not isinstance(kept, _Kept):
            kept = _Kept(type(kept), kept.options, _editions_of(self.decided.receipt))
        return type(self), (kept, self.application, self.today)

    @property
    def as_of(self) -> date:
        """The day that it is screened for."""
        return self.application.as_of or self.today

    @cached_property
    def screener(self) -> Screening:
        """The Screener that opened it, or one by the same options.

        Raises:
            InputError: Rules, tables or alliances are others than when it was opened.
        """
        if isinstance(self._screener, Screening):
            return self._screener
        made = self._screener.kind(**self._screener.options)
        now = made._receipt_of(OpenCase(made, self.application, self.today))
        if _editions_of(now) != self._screener.editions:
            what = told(
                "the rules, tables or alliances are not those that the case was opened with"
            )
            raise InputError(
                Problem("", what, told("screen the application again, or `replay` it"))
            )
        return made

    @cached_property
    def resolved(self) -> Resolved:
        """The application with its words read, on its days."""
        screener = self.screener
        return resolve(
            self.application, reference=screener.reference, vocabulary=screener.vocabulary,
            today=self.today,
        )  # fmt: skip

    @cached_property
    def engine(self) -> Engine:
        """What decides, by the rules of its day."""
        try:
            return self.screener._editions.on(self.resolved.clocks.rules_as_of)
        except NoEdition as error:
            # The field that says the day.
            application = self.application
            where = "rules_as_of" if application.rules_as_of or not application.as_of else "as_of"
            raise NoEdition([replace(one, where=where) for one in error.problems]) from None

    @cached_property
    def examination(self) -> Examination:
        """What was decided, before it is folded."""
        return examine_transfers(self.screener.unfolder.unfold(self.resolved), self.engine)

    @cached_property
    def met(self) -> tuple[Found, ...]:
        """The rules that are met, without what is only noted beside a trigger."""
        return noted_once(self.examination.met, self.engine.program)

    @cached_property
    def criteria(self) -> tuple[CriterionFold, ...]:
        """The criteria, folded from what was decided; without any question."""
        return criteria_of(self.examination, self.engine.program)

    @cached_property
    def decided(self) -> Answer:
        """The answer, not yet in words."""
        return self.screener._compose(self)


@dataclass(frozen=True)
class _Kept:
    """What a case that was pickled keeps of its Screener."""

    kind: type[Screening]
    options: Mapping[str, Any]
    editions: tuple[Mapping[str, str], ...]


def _editions_of(receipt: Receipt) -> tuple[Mapping[str, str], ...]:
    words = {"vocabulary": receipt.vocabulary_hash}
    return receipt.rules, receipt.reference, receipt.alliances, words


def check_kind(
    name: str, value: object, kind: type | tuple[type, ...], meant: str, *, optional: bool = False
) -> None:
    """Refuse an option of another kind, saying which is needed."""
    if not (isinstance(value, kind) or (optional and value is None)):
        raise InputError(
            Problem(name, told("{meant} is needed, not {kind}", meant=meant, kind=kind_of(value)))
        )


def check_option(name: str, value: str, choices: Sequence[str]) -> None:
    """Refuse an option that is no choice, saying which there are."""
    if value not in choices:
        help_ = nearest_or_all(str(value), choices)
        raise InputError(
            Problem("", told("no such {name} {value}", name=name, value=quote(str(value))), help_)
        )


def _of_denials(transfers: Sequence[Transfer]) -> tuple[Source, ...]:
    """What a file of denials says; that it says nothing of a transfer only where it does of none.

    Beside a match of one item or end user, "no match" of another would read as its contrary.
    """
    seen = [one.observations["denial.match"] for one in transfers
            if "denial.match" in one.observations]  # fmt: skip
    found = any(one.value.lo != "none" for one in seen)
    return tuple(
        dict.fromkeys(
            source
            for one in seen
            for at, source in enumerate(one.sources)
            if source.table == "denials" and (at or not found or one.value.lo != "none")
        )
    )


def _sources_of(transfers: Sequence[Transfer], fact: str, table: str) -> tuple[Source, ...]:
    """What a table says of a fact in the transfers, each once."""
    return tuple(
        dict.fromkeys(
            source
            for transfer in transfers
            if (seen := transfer.observations.get(fact))
            for source in seen.sources
            if source.table == table
        )
    )


def examine_transfers(transfers: Sequence[Transfer], engine: Engine) -> Examination:
    """What an engine decides of transfers that are unfolded, before it is folded."""
    program = engine.program
    words, covered = program.vocabulary, in_scope(transfers)
    decided = [
        counted(
            program,
            decided_rules(program, engine.decide(program.record(transfer.values()))),
            transfer,
        )
        for transfer in covered
    ]
    met = merge(
        met_finding(program.rules[index], term, transfer, words)
        for transfer, one in zip(covered, decided, strict=True)
        for index, term in sorted(one.met.items())
    )
    triggered = {found.criterion for found in met}
    open_ = merge(
        open_finding(
            program.rules[index],
            terms,
            transfer,
            words,
            shown=_is_shown(program.rules[index], triggered),
            doubt=bool(one.weighed.doubt >> index & 1),
        )
        for transfer, one in zip(covered, decided, strict=True)
        for index, terms in sorted(one.open.items())
    )
    return Examination(transfers, decided, tuple(met), tuple(open_), scope(transfers))


def _is_shown(rule: Rule, triggered: Set[str]) -> bool:
    """Open bright lines, screens and duties, and open assess rules of criteria with a trigger."""
    return rule.tier in ("law", "screen", "duty") or (
        rule.tier == "assess" and rule.criterion in triggered
    )
