"""The Screener composes the layers: an application goes in, its result comes out.

A Screener is safe to share between threads. It keeps what depends on rules, day and destination,
so that the second screen costs a fraction of the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from licensecheck.application.models import Application
from licensecheck.application.read import read_application
from licensecheck.documents.values import kind_of
from licensecheck.engine.decision import Engine
from licensecheck.errors import (
    EngineDisagreement,
    InputError,
    NoEdition,
    Problem,
    names_of,
    nearest_or_all,
    quote,
)
from licensecheck.facts.denial_files import read_denials
from licensecheck.facts.denials import Denials
from licensecheck.facts.destination import CONFLICTS, Depth
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.facts.membership import Membership
from licensecheck.facts.resolve import Resolved, resolve
from licensecheck.facts.unfold import Transfer, Unfolder
from licensecheck.facts.words import WordCheck
from licensecheck.language import SOURCE_LANGUAGE, find_language
from licensecheck.reference.reference import Reference
from licensecheck.rules.alliances import Alliance, find_alliances
from licensecheck.rules.model import Rule, Ruleset
from licensecheck.rules.program import Program
from licensecheck.screening.buyer import counted
from licensecheck.screening.containment import Container
from licensecheck.screening.criteria import fold_criteria, fold_outcome, unexamined
from licensecheck.screening.editions import (
    Editions,
    EngineChoice,
    engine_names,
    find_rulesets,
    words_of_rulesets,
)
from licensecheck.screening.findings import (
    Examination,
    OpenFindings,
    decided_rules,
    merge,
    met_finding,
)
from licensecheck.screening.questions import Asked, rank_questions
from licensecheck.screening.receipt import decided_digest, input_digest, make_receipt
from licensecheck.screening.result import (
    NOT_PERMISSION,
    SCHEMA_ID,
    Finding,
    Receipt,
    Result,
)
from licensecheck.screening.scope import scope, scope_of
from licensecheck.screening.summary import (
    assumptions,
    certain_words,
    is_light,
    known_facts,
    overridden_texts,
    told_by,
    transfer_text,
    unasked_facts,
)
from licensecheck.wording.places import name_of_country
from licensecheck.wording.sources import source_text

if TYPE_CHECKING:
    from licensecheck.screening.explanation import Explanation, Missing

__all__ = ["Case", "EngineChoice", "Screener", "screen"]

Given = Application | Mapping[str, Any] | str | Path
OnError = Literal["raise", "yield"]


class Screener:
    """Screens applications under one choice of law, alliances and engine.

    Args:
        alliances: Names of packaged alliance files, or paths of a user's own.
        rulesets: Names of packaged rulesets, or paths of a user's own; all packaged by default.
        engine: `checked` decides twice; `durable` or `bitset` alone is for comparison.
        reference: The dated tables; the packaged ones by default.
        depth: `light` screens EU, NATO and equivalent states lightly where no political row
            stands against them, and says so; `full` screens every destination alike.
        today: The day that counts where an application names none; the present day by default.
        language: Code of the language of all texts, such as `nl`; see `language.languages`.
        denials: A user's own file of denials (YAML or CSV); see `facts.denials`.
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
        language: str = SOURCE_LANGUAGE,
        denials: str | Path | None = None,
        lists: PartyLists | Sequence[str | Path] = (),
        house: Sequence[str | Path] = (),
    ) -> None:
        _check_kind("today", today, date, "a `datetime.date`", optional=True)
        _check_kind("reference", reference, Reference, "a `Reference`", optional=True)
        _check_kind("denials", denials, (str, PurePath), "the path of a file", optional=True)
        _check_kind("language", language, str, "the code of a language, such as `en`,")
        _check_option("engine", engine, get_args(EngineChoice))
        _check_option("depth", depth, get_args(Depth))
        self._language = find_language(language)
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
            Container(alliance, self.reference, self._language) for alliance in self.alliances
        ]
        self.denials: Denials | None = None
        if denials is not None:
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
        self._open = OpenFindings(self.vocabulary, self._language)
        self._receipt: Receipt | None = None
        # By which it is made again where it is pickled; files are read anew then.
        self.options: Mapping[str, Any] = {
            "alliances": alliances, "rulesets": rulesets, "engine": engine, "reference": reference,
            "depth": depth, "today": today, "language": language, "denials": denials,
            "lists": lists, "house": house,
        }  # fmt: skip

    def __repr__(self) -> str:
        names = ", ".join(alliance.name for alliance in self.alliances)
        return f"<Screener: {names}; {self._engine_choice}, {self._depth} depth>"

    def __reduce__(self) -> tuple[partial[Screener], tuple[()]]:
        return partial(Screener, **self.options), ()

    def screen(self, application: Given) -> Result:
        """Screen one application.

        Args:
            application: An `Application`, a mapping of its form, or the path of a YAML or JSON
                file.

        Raises:
            InputError: It cannot be read, or no edition of the rules was in force; every problem
                is listed.
            EngineDisagreement: The engines differ, so there is no answer.
        """
        return self.open(application).result

    def open(self, application: Given) -> Case:
        """Open one application: read once, its day fixed, and screened when it is asked.

        Args:
            application: As for `screen`.

        Raises:
            InputError: As for `screen`.
        """
        today = self._day()
        words = WordCheck(self.reference, self.vocabulary, today)
        case = Case(self, read_application(application, words=words), today)
        case.engine  # noqa: B018 - what cannot be read is told when the case is opened
        return case

    @overload
    def screen_many(
        self, applications: Iterable[Given], *, errors: Literal["raise"] = "raise"
    ) -> Iterator[Result]: ...
    @overload
    def screen_many(
        self, applications: Iterable[Given], *, errors: Literal["yield"]
    ) -> Iterator[Result | InputError | EngineDisagreement]: ...
    def screen_many(
        self, applications: Iterable[Given], *, errors: OnError = "raise"
    ) -> Iterator[Result | InputError | EngineDisagreement]:
        """Screen applications one after the other, as `screen` does each.

        Args:
            applications: Each as for `screen`.
            errors: `raise` ends with the first that gives no answer; `yield` gives its error in
                its place and goes on.

        Raises:
            InputError: As for `screen`; or there is no such choice of `errors`.
            EngineDisagreement: As for `screen`.
        """
        _check_option("errors", errors, get_args(OnError))
        if isinstance(applications, str | Mapping):
            raise InputError(Problem("applications", "is one alone", "give it to `screen`"))
        _check_kind("applications", applications, Iterable, "a list of applications")
        return self._screened(applications, going_on=errors == "yield")

    def _screened(
        self, applications: Iterable[Given], *, going_on: bool
    ) -> Iterator[Result | InputError | EngineDisagreement]:
        for application in applications:
            try:
                yield self.screen(application)
            except (InputError, EngineDisagreement) as error:
                if not going_on:
                    raise
                yield error

    def program(self, rules_as_of: date) -> Program:
        """The program of the rules in force on a day.

        Raises:
            NoEdition: The main ruleset had no rule in force on that day.
        """
        return self._editions.on(rules_as_of).program

    def examine(self, application: Given) -> Examination:
        """Decide one application and give the bare findings, before they are folded.

        Raises:
            InputError: As for `screen`.
            EngineDisagreement: As for `screen`.
        """
        return self.open(application).examination

    def explain(
        self, application: Given, *, criterion: str | int | None = None, rule: str | None = None
    ) -> Explanation:
        """Say why the rules of a criterion, or one rule, stand as they do.

        Args:
            application: As for `screen`.
            criterion: A criterion, 1 to 8, or the name of a national one.
            rule: The id of one rule, in place of a criterion.

        Raises:
            InputError: As for `screen`; or there is no such criterion or rule in force.
            EngineDisagreement: As for `screen`.
        """
        return self.open(application).explain(criterion=criterion, rule=rule)

    def missing(self, application: Given) -> Missing:
        """Say which facts, as few as can be, would settle an application.

        Raises:
            InputError: As for `screen`.
            EngineDisagreement: As for `screen`.
        """
        return self.open(application).missing()

    @property
    def sets(self) -> tuple[Membership, ...]:
        """The sets of states, ratings and names that rules of an office's own ask for."""
        return tuple(one for ruleset in self.rulesets for one in ruleset.sets)

    def stopped(self, result: Result, tiers: Sequence[str] = ()) -> tuple[Finding, ...]:
        """The findings on which a pipeline stops.

        Args:
            result: A result of this screener.
            tiers: Tiers whose rules stop it if they are met, beside those that rule files of an
                office's own name for their own rules.
        """
        own = {rule.id for one in self.rulesets for rule in one.rules if rule.tier in one.stops}
        return tuple(
            found
            for found in (*result.findings, *result.duties)
            if found.status != "open" and (found.tier in tiers or found.rule in own)
        )

    def word_check(self) -> WordCheck:
        """What finds the places, ratings and facts of a document that cannot be read."""
        return WordCheck(self.reference, self.vocabulary, self._day())

    def _day(self) -> date:
        return self._today or date.today()

    def _examine(self, resolved: Resolved, engine: Engine) -> Examination:
        program, words, language = engine.program, self.vocabulary, self._language
        transfers = self.unfolder.unfold(resolved)
        in_scope = [transfer for transfer in transfers if scope_of(transfer) != "no"]
        decided = [
            counted(
                program,
                decided_rules(program, engine.decide(program.record(transfer.values()))),
                transfer,
            )
            for transfer in in_scope
        ]
        met = merge(
            met_finding(program.rules[index], term, transfer, words, language)
            for transfer, one in zip(in_scope, decided, strict=True)
            for index, term in sorted(one.met.items())
        )
        triggered = {found.criterion for found in met}
        open_ = merge(
            self._open.of(
                program.rules[index],
                terms,
                transfer,
                shown=_is_shown(program.rules[index], triggered),
                doubt=bool(one.weighed.doubt >> index & 1),
            )
            for transfer, one in zip(in_scope, decided, strict=True)
            for index, terms in sorted(one.open.items())
        )
        return Examination(transfers, decided, tuple(met), tuple(open_), scope(transfers))

    def _compose(self, case: Case) -> Result:
        resolved, engine, examined = case.resolved, case.engine, case.examination
        program = engine.program
        transfers, scope = examined.transfers, examined.scope
        met, open_ = _told_once(examined.met, program), examined.open
        criteria = fold_criteria(program, examined.decided, met, self._language)
        if scope == "no":
            criteria = unexamined(criteria)
        triggered = {found.criterion for found in met}
        shown = [f for f in open_ if _is_shown(program.by_id[f.rule], triggered)]
        known = known_facts(transfers, self.vocabulary)
        questions = rank_questions(
            open_, met, criteria, program.by_id, self.vocabulary, self._language,
            asked=Asked(
                known=known,
                unasked=unasked_facts(transfers, self.vocabulary),
                ended=self._ended(resolved),
                told=told_by(transfers, self.vocabulary),
                light=is_light(transfers),
                scope=scope,
            ),
        )  # fmt: skip
        result = Result(
            schema=SCHEMA_ID,
            reference=resolved.application.reference or "",
            as_of=case.as_of,
            rules_as_of=resolved.clocks.rules_as_of,
            membership_as_of=resolved.clocks.membership_as_of,
            facts_as_of=resolved.clocks.facts_as_of,
            transfer=transfer_text(resolved, self._language),
            outcome=fold_outcome(
                criteria,
                scope,
                self._language,
                certain=tuple(certain_words(met, transfers, self._language)),
            ),
            containment=tuple(container.judge(resolved) for container in self._containers),
            criteria=criteria,
            findings=tuple(f for f in (*met, *shown) if f.tier != "duty"),
            duties=tuple(f for f in (*met, *open_) if f.tier == "duty"),
            questions=questions,
            assumptions=tuple(assumptions(transfers, program, resolved, self._language)),
            warnings=tuple(self._warnings(met, transfers, case.today)),
            not_covered=tuple(self._not_covered(program, resolved)),
            engine=self._editions.use(engine, self._language),
            receipt=self._receipt_of(case),
            language=self._language.code,
            case=case,
        )
        receipt = replace(
            result.receipt,
            decided=decided_digest(result),
            met={one.rule: one.status for one in met},
        )
        return replace(result, receipt=receipt)

    def _ended(self, resolved: Resolved) -> frozenset[str]:
        """Facts that a table leaves open since it ends: nobody who applies can know better."""
        over = resolved.clocks.facts_as_of > self.reference.conflict_until
        return frozenset(CONFLICTS.values()) if over else frozenset()

    def _receipt_of(self, case: Case) -> Receipt:
        resolved, engine = case.resolved, case.engine
        if self._receipt is None:
            self._receipt = make_receipt(
                rulesets=self.rulesets, vocabulary=self.vocabulary, reference=self.reference,
                engines=engine_names(engine), alliances=self.alliances,
                options={
                    "depth": self._depth,
                    "alliances": ",".join(a.name for a in self.alliances),
                    "engine": self._engine_choice,
                    "language": self._language.code,
                    **({"lists": self.lists.told} if self.lists else {}),
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

    def _warnings(
        self, met: Sequence[Finding], transfers: Sequence[Transfer], today: date
    ) -> Iterator[str]:
        yield from overridden_texts(transfers, self.vocabulary, self._language)
        told = (
            source_text(source, self._language)
            for transfer in transfers
            if (seen := transfer.observations.get("denial.match"))
            for source in seen.sources
            if source.table == "denials"
        )
        yield from dict.fromkeys(told)
        yield from dict.fromkeys(self._of_lists(transfers))
        if self.denials is not None and self.denials.note:
            yield self._language.text(self.denials.note)
        if scope(transfers) == "no":
            yield self._language.text(
                "what the criteria do not reach may need a licence all the same: Articles 4 and 5 "
                "of Regulation (EU) 2021/821 (goods on no list, among them for a military end use "
                "in a state under an arms embargo), and Articles 9 and 10 (national lists)"
            )
        if "conflict" in self.reference.withheld:
            yield self._language.text(
                "the table of armed conflicts is withheld: what criteria 2, 3 and 4 read of it is "
                "not known and was not examined"
            )
        for table in self.reference.overdue(today):
            yield self._language.text(
                "the table `{table}` is past its day of review; look for changes since",
                table=table,
            )
        for one in met:
            if one.note and one.status != one.could_be:
                yield f"{one.rule}: {one.note}"

    def _of_lists(self, transfers: Sequence[Transfer]) -> Iterator[str]:
        """What the parties were compared with, and each hit for a person to look at."""
        if self.lists is None:
            return
        yield self._language.text("parties compared with: {lists}", lists=self.lists.told)
        for transfer in transfers:
            seen = transfer.observations.get("chain.screening")
            for source in seen.sources if seen else ():
                if source.table == "lists":
                    yield source_text(source, self._language)

    def _not_covered(self, program: Program, resolved: Resolved) -> Iterator[str]:
        text = self._language.text
        unread = program.unread
        yield text(
            "{n} of {of} rules have not been compared with the Official Journal; the wording of "
            "{points} points was not or only partly seen",
            n=unread.rules,
            of=len(program.rules),
            points=unread.points,
        )
        exporter = resolved.exporter.place
        named = {ruleset.name.upper() for ruleset in self.rulesets}
        codes = sorted(exporter.countries) if exporter else []
        if not named & set(codes):
            yield text(
                "national rules of the exporting state ({states}) are not encoded",
                states=", ".join(codes),
            )
        unbound = [code for code in codes if self._is_unbound(code, resolved.clocks.rules_as_of)]
        if unbound and "EU-COMMON-POSITION" in named:
            yield text(
                "the law of the exporting state ({states}): the Common Position binds the member "
                "states of the European Union, and is applied here for comparison",
                states=", ".join(name_of_country(code, self._language) for code in unbound),
            )
        if self.lists is None:
            yield text(
                "sanctions on goods off the military list, and lists of persons that nobody "
                "supplied"
            )
        else:
            yield text("sanctions on goods off the military list")
            yield text(
                "who owns or controls the parties, and who acts for them: lists of names do not "
                "tell"
            )
        if resolved.clocks.facts_as_of > self.reference.conflict_until:
            yield text(
                "armed conflict after {day}, the last day of the series, where no row tells of any",
                day=self.reference.conflict_until,
            )
        yield text(
            "what only a person can weigh: the confirm rules record it, nothing here replaces it"
        )
        yield text(NOT_PERMISSION)

    def _is_unbound(self, country: str, on: date) -> bool:
        """Whether a country is neither a member of the Union nor aligned with it; no if unknown."""
        member = self.reference.membership("EU", country, on).status
        return (member, self.reference.membership("CP_ALIGNED", country, on).status) == ("no", "no")


class Case:
    """One application, opened: read once, and its day fixed for all that is asked of it.

    What is asked later, of a copy or of one that was pickled, is answered for the same day. A case
    that was pickled makes its Screener again from the options, and gives no answer where rules or
    tables have become others since.

    Attributes:
        application: As written.
        today: The day that counts where the application names none.
    """

    def __init__(self, screener: Screener | _Kept, application: Application, today: date) -> None:
        self._screener = screener
        self.application = application
        self.today = today

    def __repr__(self) -> str:
        return f"<Case of {self.as_of}>"

    def __deepcopy__(self, _memo: object) -> Case:
        return self

    def __reduce__(self) -> tuple[type[Case], tuple[_Kept, Application, date]]:
        if isinstance(self._screener, _Kept):
            return Case, (self._screener, self.application, self.today)
        kept = _Kept(self._screener.options, _editions_of(self.result.receipt))
        return Case, (kept, self.application, self.today)

    @property
    def as_of(self) -> date:
        """The day that it is screened for."""
        return self.application.as_of or self.today

    @cached_property
    def screener(self) -> Screener:
        """The Screener that opened it, or one by the same options.

        Raises:
            InputError: Rules, tables or alliances are others than when it was opened.
        """
        if isinstance(self._screener, Screener):
            return self._screener
        made = Screener(**self._screener.options)
        now = made._receipt_of(Case(made, self.application, self.today))
        if _editions_of(now) != self._screener.editions:
            what = "the rules, tables or alliances are not those that the case was opened with"
            raise InputError(Problem("", what, "screen the application again, or `replay` it"))
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
        return self.screener._examine(self.resolved, self.engine)

    @cached_property
    def result(self) -> Result:
        """The answer."""
        return self.screener._compose(self)

    def explain(
        self, *, criterion: str | int | None = None, rule: str | None = None
    ) -> Explanation:
        """Say why the rules of a criterion, or one rule, stand as they do.

        Args:
            criterion: A criterion, 1 to 8, or the name of a national one.
            rule: The id of one rule, in place of a criterion.

        Raises:
            InputError: There is no such criterion or rule in force, or neither is named.
        """
        from licensecheck.screening.explain import explain_rules
        from licensecheck.screening.explanation import EXPLANATION_ID, Explanation

        language = self.screener._language
        rules = explain_rules(
            self.examination, self.engine, language, criterion=criterion, rule=rule
        )
        return Explanation(
            EXPLANATION_ID, self.application.reference or "", self.as_of, language.code, rules,
            language.text(NOT_PERMISSION),
        )  # fmt: skip

    def missing(self) -> Missing:
        """Say which facts, as few as can be, would settle it."""
        from licensecheck.screening.explain import missing_facts_of, who_and_through
        from licensecheck.screening.explanation import MISSING_ID, Missing, MissingFact

        language, vocabulary = self.screener._language, self.screener.vocabulary
        met, could_be, settling = missing_facts_of(self.examination, self.engine)

        def fact(name: str) -> MissingFact:
            found = vocabulary[name]
            return MissingFact(name, language.text(found.ask), *who_and_through(found))

        return Missing(
            MISSING_ID, self.application.reference or "", self.as_of, language.code, met, could_be,
            tuple(tuple(map(fact, names)) for names in settling.sets), settling.exact,
            language.text(NOT_PERMISSION),
        )  # fmt: skip


@dataclass(frozen=True)
class _Kept:
    """What a case that was pickled keeps of its Screener."""

    options: Mapping[str, Any]
    editions: tuple[Mapping[str, str], ...]


def _editions_of(receipt: Receipt) -> tuple[Mapping[str, str], ...]:
    words = {"vocabulary": receipt.vocabulary_hash}
    return receipt.rules, receipt.reference, receipt.alliances, words


def screen(
    application: Given,
    *,
    alliances: Sequence[str] = ("nato",),
    rulesets: Sequence[str] | None = None,
    engine: EngineChoice = "checked",
    reference: Reference | None = None,
    depth: Depth = "light",
    today: date | None = None,
    language: str = SOURCE_LANGUAGE,
    denials: str | Path | None = None,
    lists: PartyLists | Sequence[str | Path] = (),
    house: Sequence[str | Path] = (),
) -> Result:
    """Screen one application with a Screener of the given options.

    Args:
        application: An `Application`, a mapping of its form, the text of a document, or the path
            of a YAML or JSON file.
        alliances: As for `Screener`, and so all that follow.
        rulesets: Names of packaged rulesets, or paths of a user's own.
        engine: `checked` decides twice.
        reference: The dated tables.
        depth: `light` or `full`.
        today: The day that counts where the application names none.
        language: Code of the language of all texts.
        denials: A user's own file of denials.
        lists: Files of lists of names.
        house: Rule files of an office's own.

    Raises:
        InputError: An option is unknown, or the application cannot be read.
        LawError: A rule or alliance file is faulty.
        EngineDisagreement: The engines differ, so there is no answer.
    """
    screener = Screener(
        alliances=alliances, rulesets=rulesets, engine=engine, reference=reference, depth=depth,
        today=today, language=language, denials=denials, lists=lists,
        house=house,
    )  # fmt: skip
    return screener.screen(application)


def _check_kind(
    name: str, value: object, kind: type | tuple[type, ...], meant: str, *, optional: bool = False
) -> None:
    if not (isinstance(value, kind) or (optional and value is None)):
        raise InputError(Problem(name, f"{meant} is needed, not {kind_of(value)}"))


def _check_option(name: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        help_ = nearest_or_all(str(value), choices)
        raise InputError(Problem("", f"no such {name} {quote(str(value))}", help_))


def _told_once(met: Sequence[Finding], program: Program) -> tuple[Finding, ...]:
    """What is met, without what is only noted where a rule that narrows it triggers."""
    narrowed = {
        name
        for found in met
        if found.status in ("review", "presumptive_denial")
        for name in program.by_id[found.rule].related.get("narrows", ())
    }
    return tuple(f for f in met if f.status != "noted" or f.rule not in narrowed)


def _is_shown(rule: Rule, triggered: Set[str]) -> bool:
    """Open bright lines, screens and duties, and open assess rules of criteria with a trigger."""
    return rule.tier in ("law", "screen", "duty") or (
        rule.tier == "assess" and rule.criterion in triggered
    )
