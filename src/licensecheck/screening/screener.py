"""The Screener composes the layers: an application goes in, its result comes out.

A Screener is safe to share between threads. It keeps what depends on rules, day and destination,
so that the second screen costs a fraction of the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from licensecheck.application.models import Application
from licensecheck.application.read import read_application
from licensecheck.engine.decision import Engine
from licensecheck.errors import InputError, Problem, nearest, quote
from licensecheck.facts.denial_files import read_denials
from licensecheck.facts.denials import Denials
from licensecheck.facts.destination import Depth
from licensecheck.facts.resolve import Resolved, resolve
from licensecheck.facts.unfold import Transfer, Unfolder
from licensecheck.facts.words import WordCheck
from licensecheck.language import SOURCE_LANGUAGE, find_language
from licensecheck.reference.reference import Reference
from licensecheck.rules.alliances import Alliance, find_alliances
from licensecheck.rules.model import Rule, Ruleset
from licensecheck.rules.program import Program
from licensecheck.screening.containment import Container
from licensecheck.screening.criteria import fold_criteria, fold_outcome
from licensecheck.screening.editions import (
    Editions,
    EngineChoice,
    engine_names,
    find_rulesets,
)
from licensecheck.screening.findings import (
    Examination,
    OpenFindings,
    decided_rules,
    merge,
    met_finding,
)
from licensecheck.screening.questions import rank_questions
from licensecheck.screening.receipt import decided_digest, input_digest, make_receipt
from licensecheck.screening.result import (
    NOT_PERMISSION,
    SCHEMA_ID,
    Finding,
    Receipt,
    Result,
)
from licensecheck.screening.scope import scope, scope_of
from licensecheck.screening.summary import assumptions, known_facts, overridden_texts, transfer_text
from licensecheck.vocabulary import Vocabulary

if TYPE_CHECKING:
    from licensecheck.screening.explanation import Explanation, Missing

__all__ = ["EngineChoice", "Screener", "screen"]

Given = Application | Mapping[str, Any] | str | Path


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
    ) -> None:
        _check_option("engine", engine, get_args(EngineChoice))
        _check_option("depth", depth, get_args(Depth))
        self._language = find_language(language)
        self.vocabulary = Vocabulary.load()
        self.reference = reference or Reference.load()
        self.alliances: tuple[Alliance, ...] = find_alliances(alliances, self.reference)
        self.rulesets: tuple[Ruleset, ...] = tuple(find_rulesets(rulesets))
        self._editions = Editions(self.rulesets, self.vocabulary, engine)
        self._engine_choice = engine
        self._depth = depth
        self._today = today
        self._containers = [
            Container(alliance, self.reference, self._language) for alliance in self.alliances
        ]
        self._denials: Denials | None = None
        if denials is not None:
            self._denials = read_denials(Path(denials), self.reference)
        self._unfolder = Unfolder(
            self.reference, self.vocabulary, depth=depth, denials=self._denials
        )
        self._open = OpenFindings(self.vocabulary, self._language)
        self._receipt: Receipt | None = None

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
        resolved = self._resolve(application)
        engine = self._editions.on(resolved.clocks.rules_as_of)
        result = self._compose(resolved, engine, self._examine(resolved, engine))
        return result.asked_of(self, resolved.application)

    def screen_many(self, applications: Iterable[Given]) -> Iterator[Result]:
        """Screen applications one after the other, as `screen` does each."""
        for application in applications:
            yield self.screen(application)

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
        resolved = self._resolve(application)
        return self._examine(resolved, self._editions.on(resolved.clocks.rules_as_of))

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
        from licensecheck.screening.explain import explain_rules
        from licensecheck.screening.explanation import EXPLANATION_ID, Explanation

        resolved = self._resolve(application)
        engine = self._editions.on(resolved.clocks.rules_as_of)
        examined = self._examine(resolved, engine)
        rules = explain_rules(examined, engine, self._language, criterion=criterion, rule=rule)
        return Explanation(
            EXPLANATION_ID, resolved.application.reference or "",
            resolved.application.as_of or self._day(), self._language.code, rules,
            self._language.text(NOT_PERMISSION),
        )  # fmt: skip

    def missing(self, application: Given) -> Missing:
        """Say which facts, as few as can be, would settle an application.

        Raises:
            InputError: As for `screen`.
            EngineDisagreement: As for `screen`.
        """
        from licensecheck.screening.explain import missing_facts_of, who_and_through
        from licensecheck.screening.explanation import MISSING_ID, Missing, MissingFact

        resolved = self._resolve(application)
        engine = self._editions.on(resolved.clocks.rules_as_of)
        met, could_be, settling = missing_facts_of(self._examine(resolved, engine), engine)
        text = self._language.text

        def fact(name: str) -> MissingFact:
            found = self.vocabulary[name]
            return MissingFact(name, text(found.ask), *who_and_through(found))

        return Missing(
            MISSING_ID, resolved.application.reference or "",
            resolved.application.as_of or self._day(), self._language.code, met, could_be,
            tuple(tuple(map(fact, names)) for names in settling.sets), settling.exact,
            text(NOT_PERMISSION),
        )  # fmt: skip

    def _resolve(self, application: Given) -> Resolved:
        read = read_application(application, words=self.word_check())
        return resolve(
            read, reference=self.reference, vocabulary=self.vocabulary, today=self._day()
        )

    def word_check(self) -> WordCheck:
        """What finds the places, ratings and facts of a document that cannot be read."""
        return WordCheck(self.reference, self.vocabulary, self._day())

    def _day(self) -> date:
        return self._today or date.today()

    def _examine(self, resolved: Resolved, engine: Engine) -> Examination:
        program, words, language = engine.program, self.vocabulary, self._language
        transfers = self._unfolder.unfold(resolved)
        in_scope = [transfer for transfer in transfers if scope_of(transfer) != "no"]
        decided = [
            decided_rules(program, engine.decide(program.record(transfer.values())))
            for transfer in in_scope
        ]
        met = merge(
            met_finding(program.rules[index], term, transfer, words, language)
            for transfer, one in zip(in_scope, decided, strict=True)
            for index, term in sorted(one.met.items())
        )
        triggered = {found.criterion for found in met}
        open_ = merge(
            self._open.of(rule, terms, transfer, shown=_is_shown(rule, triggered))
            for transfer, one in zip(in_scope, decided, strict=True)
            for rule, terms in ((program.rules[i], t) for i, t in sorted(one.open.items()))
        )
        return Examination(transfers, decided, tuple(met), tuple(open_), scope(transfers))

    def _compose(self, resolved: Resolved, engine: Engine, examined: Examination) -> Result:
        program = engine.program
        transfers, scope = examined.transfers, examined.scope
        met, open_ = examined.met, examined.open
        today = self._day()
        criteria = fold_criteria(program, examined.decided, met, self._language)
        triggered = {found.criterion for found in met}
        shown = [f for f in open_ if _is_shown(program.by_id[f.rule], triggered)]
        known = known_facts(transfers, self.vocabulary)
        questions = rank_questions(
            open_, met, criteria, program.by_id, self.vocabulary, self._language,
            scope=scope, known=known,
        )  # fmt: skip
        result = Result(
            schema=SCHEMA_ID,
            reference=resolved.application.reference or "",
            as_of=resolved.application.as_of or today,
            rules_as_of=resolved.clocks.rules_as_of,
            membership_as_of=resolved.clocks.membership_as_of,
            facts_as_of=resolved.clocks.facts_as_of,
            transfer=transfer_text(resolved, self._language),
            outcome=fold_outcome(criteria, scope, self._language),
            containment=tuple(container.judge(resolved) for container in self._containers),
            criteria=criteria,
            findings=tuple(f for f in (*met, *shown) if f.tier != "duty"),
            duties=tuple(f for f in (*met, *open_) if f.tier == "duty"),
            questions=questions,
            assumptions=tuple(assumptions(transfers, program, resolved, self._language)),
            warnings=tuple(self._warnings(met, transfers, today)),
            not_covered=tuple(self._not_covered(program, resolved)),
            engine=self._editions.use(engine, self._language),
            receipt=self._receipt_of(engine, resolved),
            language=self._language.code,
        )
        receipt = replace(result.receipt, decided=decided_digest(result))
        return replace(result, receipt=receipt)

    def _receipt_of(self, engine: Engine, resolved: Resolved) -> Receipt:
        if self._receipt is None:
            self._receipt = make_receipt(
                rulesets=self.rulesets, vocabulary=self.vocabulary, reference=self.reference,
                engines=engine_names(engine), alliances=self.alliances,
                options={
                    "depth": self._depth,
                    "alliances": ",".join(a.name for a in self.alliances),
                    "engine": self._engine_choice,
                    "language": self._language.code,
                },
            )  # fmt: skip
        clocks = resolved.clocks
        days = {
            "as_of": resolved.application.as_of or self._day(),
            "rules_as_of": clocks.rules_as_of,
            "membership_as_of": clocks.membership_as_of,
            "facts_as_of": clocks.facts_as_of,
        }
        return replace(
            self._receipt,
            input=input_digest(resolved.application.document()),
            clocks={name: day.isoformat() for name, day in days.items()},
            denials=None if self._denials is None else len(self._denials.entries),
        )

    def _warnings(
        self, met: Sequence[Finding], transfers: Sequence[Transfer], today: date
    ) -> Iterator[str]:
        yield from overridden_texts(transfers, self.vocabulary, self._language)
        told = (
            source.words(self._language)
            for transfer in transfers
            if (seen := transfer.observations.get("denial.match"))
            for source in seen.sources
            if source.table == "denials"
        )
        yield from dict.fromkeys(told)
        if self._denials is not None and self._denials.note:
            yield self._language.text(self._denials.note)
        for table in self.reference.overdue(today):
            yield self._language.text(
                "the table `{table}` is past its day of review; look for changes since",
                table=table,
            )
        for one in met:
            if one.note:
                yield f"{one.rule}: {one.note}"

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
        yield text(
            "sanctions on goods off the military list, and lists of persons that nobody supplied"
        )
        yield text(
            "what only a person can weigh: the confirm rules record it, nothing here replaces it"
        )
        yield text(NOT_PERMISSION)


def screen(application: Given, **options: Any) -> Result:
    """Screen one application with a Screener of the given options; see `Screener`."""
    return Screener(**options).screen(application)


def _check_option(name: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        help_ = nearest(str(value), choices) or f"one of: {', '.join(choices)}"
        raise InputError(Problem("", f"no such {name} {quote(str(value))}", help_))


def _is_shown(rule: Rule, triggered: Set[str]) -> bool:
    """Open bright lines, screens and duties, and open assess rules of criteria with a trigger."""
    return rule.tier in ("law", "screen", "duty") or (
        rule.tier == "assess" and rule.criterion in triggered
    )
