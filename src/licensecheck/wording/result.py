"""What comes out, in words: the result of one application, as records with a published schema.

Beside each token stands what is said of it in a language, so that a result that was kept can be
read without the program. No field says approved, legal or safe, and none is a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.language import SOURCE_LANGUAGE, find_language
from licensecheck.messages import message
from licensecheck.screening.result import (
    Axis,
    Examined,
    FindingStatus,
    Inside,
    OutcomeStatus,
    Qualifier,
    Receipt,
    Status,
    Verdict,
)
from licensecheck.wording.published import Published, read_published, schema_of

if TYPE_CHECKING:
    from licensecheck.wording.explanation import Explanation, Missing

__all__ = [
    "NOT_PERMISSION",
    "Assumption",
    "Because",
    "Containment",
    "CriterionResult",
    "EngineUse",
    "Finding",
    "Outcome",
    "Question",
    "Result",
    "Touchpoint",
    "result_schema",
]

SCHEMA_ID: Final = "licensecheck/result/1"
NOT_PERMISSION: Final = message("No trigger is not permission.")


@dataclass(frozen=True, slots=True)
class Because:
    """A fact that a finding read: its value as printed, and each row that it rests on.

    Attributes:
        lo: The value as a token: the least that is possible.
        hi: The greatest that is possible; the same where it is known.
        rows: The rows, each as its table and its id.
        declared: Whether it is what the application says, or a stated default, and no row.
    """

    fact: str
    value: str
    source: str
    as_of: str
    verified: str
    lo: str = ""
    hi: str = ""
    rows: tuple[str, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Assumption:
    """A default that some rule read, as tokens.

    Attributes:
        kind: `silence` where nobody said otherwise, `unlooked` where it only says that nobody has
            looked, `depth` for a partner state that is screened lightly, `value` for an amount
            that is not converted, `day` where no day was given.
        fact: The fact; empty of a value or a day.
        value: Its token.
    """

    kind: Literal["silence", "unlooked", "depth", "value", "day"]
    fact: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is met, or that open facts leave possible.

    Attributes:
        status: `noted` (to weigh, no trigger), `review`, `presumptive_denial`, `duty`, or `open`
            where facts are missing.
        items: Numbers of the item lines it concerns, from 1.
        end_users: Numbers of the end users it concerns, from 1; onward states count on.
        could_be: What an open finding would become if its missing facts came out against it.
        missing: For an open finding, the facts that would decide it.
        doubt: For an open finding, whether something known speaks for it; else it is a question
            not yet asked.
        note: A reservation: an unverified row, a figure that is the last known.
        celex: CELEX number of the act that is cited; empty where it has none.
    """

    rule: str
    title: str
    criterion: str
    point: str
    tier: str
    force: str
    status: FindingStatus
    could_be: str
    judgement: str
    items: tuple[int, ...]
    end_users: tuple[int, ...]
    because: tuple[Because, ...]
    missing: tuple[str, ...]
    text: str
    resolves: tuple[str, ...]
    citation: str
    note: str
    celex: str = ""
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One of the eight criteria: what is met, what is still possible, how much was examined.

    Attributes:
        bar_possible: A bright line that denies is open, and something known speaks for it.
        findings: Rules that are met, those only noted among them.
        to_weigh: How many rules are noted: met, and no trigger.
        national: Whether it is a state's national rules, and none of the eight criteria.
    """

    criterion: str
    title: str
    status: Status
    at_worst: Status
    bar_possible: bool
    basis: tuple[str, ...]
    force: str
    examined: Examined
    findings: tuple[str, ...]
    read: tuple[str, ...]
    to_weigh: int = 0
    national: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """All criteria folded into one, and the line that says it."""

    status: OutcomeStatus
    at_worst: OutcomeStatus
    bar_possible: bool
    headline: str


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A party, border or place that the goods touch, and whether it is inside the alliance.

    Attributes:
        axis: The axis of containment that it counts on; empty for a party that holds no goods.
    """

    role: str
    place: str
    countries: tuple[str, ...]
    inside: Inside
    basis: str
    axis: Axis = ""


@dataclass(frozen=True, slots=True)
class Containment:
    """Whether the transfer stays inside one named alliance."""

    alliance: str
    title: str
    membership_as_of: date
    verdict: Verdict
    axes: Mapping[str, Inside]
    qualifiers: tuple[Qualifier, ...]
    touchpoints: tuple[Touchpoint, ...]
    weakest: Touchpoint | None


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for, and what its answer could settle.

    Attributes:
        of: Of whom it is asked, as the `of` of a supplied fact says it: numbers of item lines or
            of end users, or states; empty where the case has no more than one.
    """

    fact: str
    ask: str
    who: tuple[str, ...]
    settles: tuple[str, ...]
    could_reach: Status
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineUse:
    """Which engine decided and which one confirmed; `note` says why one is missing."""

    decided_by: str
    confirmed_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Result(Published):
    """The answer to one application.

    Attributes:
        language: Code of the language of its texts; tokens are the same in every language.
        not_covered: What was not looked at; its last entry is always `not_permission`.
        assumed: The assumptions as tokens, in the same order; none in a result of before 0.2.
        case: The opened case that it answers, with its day; no part of its value, its JSON or its
            schema, and None where it was read back from JSON.
        lead: The headline with its status in capitals, for text without colour. As `case`.
        heading: The transfer in a line, for a page. As `case`.
    """

    UNPUBLISHED = frozenset({"case", "lead", "heading"})

    schema: str
    reference: str
    as_of: date
    rules_as_of: date
    membership_as_of: date
    facts_as_of: date
    transfer: str
    outcome: Outcome
    containment: tuple[Containment, ...]
    criteria: tuple[CriterionResult, ...]
    findings: tuple[Finding, ...]
    duties: tuple[Finding, ...]
    questions: tuple[Question, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    not_covered: tuple[str, ...]
    engine: EngineUse
    receipt: Receipt
    language: str = SOURCE_LANGUAGE
    assumed: tuple[Assumption, ...] = ()
    case: Any = field(default=None, repr=False, compare=False)
    lead: str | None = field(default=None, repr=False, compare=False)
    heading: str | None = field(default=None, repr=False, compare=False)

    @property
    def not_permission(self) -> str:
        """What stands on every report, in its language."""
        return find_language(self.language).text(NOT_PERMISSION)

    @property
    def limits(self) -> tuple[str, ...]:
        """What was not looked at, without what stands on every report."""
        return self.not_covered[:-1]

    def __repr__(self) -> str:
        verdicts = ", ".join(f"{one.alliance}: {one.verdict}" for one in self.containment)
        return f"<Result of {self.as_of}: {self.outcome.status}; {verdicts}>"

    def _repr_html_(self) -> str:
        """A few lines for a notebook."""
        rows = [
            (self.transfer, self.as_of.isoformat()),
            (self.outcome.headline, self.outcome.status),
            *((one.title, one.verdict) for one in self.containment),
        ]
        from html import escape

        cells = (f"<tr><td>{escape(said)}</td><td>{escape(word)}</td></tr>" for said, word in rows)
        return f"<table>{''.join(cells)}</table><p>{escape(self.not_permission)}</p>"

    def finding(self, rule: str) -> Finding | None:
        """The finding of a rule, met or open; None if there is none."""
        return next((f for f in (*self.findings, *self.duties) if f.rule == rule), None)

    def criterion(self, number: str | int) -> CriterionResult:
        """The result of one criterion, 1 to 8, or of national rules by their name.

        Raises:
            InputError: The result has no such criterion.
        """
        found = {one.criterion: one for one in self.criteria}
        if str(number) not in found:
            what = told("the result has no criterion {number}", number=quote(str(number)))
            raise InputError(
                Problem("number", what, told("one of: {words}", words=", ".join(found)))
            )
        return found[str(number)]

    def in_language(self, language: str, *, masked: bool = False) -> Result:
        """The same result in another language; nothing is screened again.

        Args:
            language: Its code, such as `nl`.
            masked: Whether names of parties are left out.

        Raises:
            InputError: There are no reports in it, or the result was read back from JSON.
        """
        if language == self.language and not masked:
            return self
        said: Result = self._opened().in_language(language, masked=masked)
        return said

    def explain(
        self, *, criterion: str | int | None = None, rule: str | None = None
    ) -> Explanation:
        """Say why the rules of a criterion, or one rule, stand as they do.

        Raises:
            InputError: There is no such criterion or rule, or the result was read back from JSON.
        """
        found: Explanation = self._opened().explain(
            criterion=criterion, rule=rule, language=self.language
        )
        return found

    def missing(self) -> Missing:
        """Say which facts, as few as can be, would settle the case.

        Raises:
            InputError: The result was read back from JSON.
        """
        found: Missing = self._opened().missing(language=self.language)
        return found

    def _opened(self) -> Any:
        if self.case is None:
            what = told("a result that was read back does not hold its application")
            raise InputError(Problem("", what, told("ask `Screener(...).open(application)`")))
        return self.case

    @classmethod
    def from_json(cls, text: str | bytes) -> Result:
        """Read a result back from JSON.

        Raises:
            InputError: The text is not a result; every fault is listed.
        """
        return read_published(cls, text)


def result_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a result."""
    return schema_of(Result, SCHEMA_ID, "Result of a licensecheck screening")
