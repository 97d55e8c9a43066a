"""The Screener that speaks: an application goes in, its result comes out in a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args, overload

from licensecheck.errors import EngineDisagreement, InputError, Problem, names_of, told
from licensecheck.facts.denials import Denials
from licensecheck.facts.destination import Depth
from licensecheck.facts.lists.parties import PartyLists
from licensecheck.language import SOURCE_LANGUAGE, find_language
from licensecheck.reference.reference import Reference
from licensecheck.rules.model import Tier
from licensecheck.screening.screener import (
    EngineChoice,
    Given,
    OpenCase,
    Screening,
    check_kind,
    check_option,
)
from licensecheck.wording.result import Finding, Result
from licensecheck.wording.view import result_in_words

if TYPE_CHECKING:
    from licensecheck.wording.explanation import Explanation, Missing

__all__ = ["Case", "Screener", "screen"]

OnError = Literal["raise", "yield"]


class Screener(Screening):
    """Screens applications under one choice of law, alliances and engine, and says what it found.

    Args:
        alliances: Names of packaged alliance files, or paths of a user's own.
        rulesets: Names of packaged rulesets, or paths of a user's own; all packaged by default.
        engine: `checked` decides twice; `durable` or `bitset` alone is for comparison.
        reference: The dated tables; the packaged ones by default.
        depth: `light` screens EU, NATO and equivalent states lightly where no political row
            stands against them, and says so; `full` screens every destination alike.
        today: The day that counts where an application names none; the present day by default.
        language: Code of the language of all texts, such as `nl`; see `language.languages`.
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
        language: str = SOURCE_LANGUAGE,
        denials: Denials | str | Path | None = None,
        lists: PartyLists | Sequence[str | Path] = (),
        house: Sequence[str | Path] = (),
    ) -> None:
        check_kind("language", language, str, "the code of a language, such as `en`,")
        find_language(language)
        super().__init__(
            alliances=alliances, rulesets=rulesets, engine=engine, reference=reference,
            depth=depth, today=today, denials=denials, lists=lists, house=house,
        )  # fmt: skip
        self.options = {**self.options, "language": language}

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
        return self._open(application, Case)

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
        check_option("errors", errors, get_args(OnError))
        if isinstance(applications, str | Mapping):
            raise InputError(
                Problem("applications", told("is one alone"), told("give it to `screen`"))
            )
        check_kind("applications", applications, Iterable, "a list of applications")
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

    def stopped(self, result: Result, tiers: Sequence[str] = ()) -> tuple[Finding, ...]:
        """The findings on which a pipeline stops.

        Args:
            result: A result of this screener.
            tiers: Tiers whose rules stop it if they are met, beside those that rule files of an
                office's own name for their own rules.

        Raises:
            InputError: It is no result, or there is no such tier.
        """
        check_kind("result", result, Result, "a `Result`")
        for tier in names_of("tiers", tiers) if tiers else ():
            check_option("tier", tier, get_args(Tier))
        rules = {rule.id: (one, rule) for one in self.rulesets for rule in one.rules}
        stopping = {
            name for name, (one, rule) in rules.items() if rule.tier in (*tiers, *one.stops)
        }
        if result.case is None:
            unsaid: set[str] = set()
        else:
            unsaid = stopping & {found.rule for found in result.case.examination.met}

        def stops(found: Finding) -> bool:
            # A rule that is met within a narrower one is not said beside it, and stops too.
            within = rules[found.rule][1].related.get("narrows", ()) if found.rule in rules else ()
            return found.rule in stopping or found.tier in tiers or bool(unsaid & {*within})

        met = (found for found in (*result.findings, *result.duties) if found.status != "open")
        return tuple(filter(stops, met))


class Case(OpenCase):
    """One application, opened: read once, and its day fixed for all that is asked of it.

    What is asked later, of a copy or of one that was pickled, is answered for the same day. A case
    that was pickled makes its Screener again from the options, and gives no answer where rules or
    tables have become others since.

    Attributes:
        application: As written.
        today: The day that counts where the application names none.
    """

    @cached_property
    def result(self) -> Result:
        """The answer, in the language of the Screener."""
        return self.in_language(self._language)

    def in_language(self, language: str, *, masked: bool = False) -> Result:
        """The answer in a language; it is decided once for all of them.

        Args:
            language: Its code.
            masked: Whether names of parties are left out.

        Raises:
            InputError: There are no reports in it.
        """
        return result_in_words(self.decided, find_language(language, masked=masked))

    @property
    def _language(self) -> str:
        code: str = self.screener.options["language"]
        return code

    def explain(
        self,
        *,
        criterion: str | int | None = None,
        rule: str | None = None,
        language: str = "",
    ) -> Explanation:
        """Say why the rules of a criterion, or one rule, stand as they do.

        Args:
            criterion: A criterion, 1 to 8, or the name of a national one.
            rule: The id of one rule, in place of a criterion.
            language: Code of the language; by default that of the Screener.

        Raises:
            InputError: There is no such criterion or rule in force, or neither is named.
        """
        from licensecheck.screening.explain import explain_rules
        from licensecheck.wording.explanation import explanation_in_words

        rules = explain_rules(self.examination, self.engine, criterion=criterion, rule=rule)
        return explanation_in_words(self, rules, find_language(language or self._language))

    def missing(self, *, language: str = "") -> Missing:
        """Say which facts, as few as can be, would settle it.

        Args:
            language: Code of the language; by default that of the Screener.
        """
        from licensecheck.screening.explain import missing_facts_of
        from licensecheck.wording.explanation import missing_in_words

        found = missing_facts_of(self.examination, self.engine)
        return missing_in_words(self, found, find_language(language or self._language))


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
