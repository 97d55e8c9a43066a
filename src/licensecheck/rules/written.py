"""Law as people write it: models of a rule file, its points, rules and cases, and of a scenario.

In: values of a YAML file. Out: the models, or every fault of them. What a clause may ask of a fact
is the vocabulary's; `rules.conditions` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from licensecheck.documents.values import Day, Line, LongText, fault, kind_of, one_of
from licensecheck.documents.written import Written
from licensecheck.errors import quote, told
from licensecheck.rules.model import (
    FindingStatus,
    Force,
    OutcomeStatus,
    PointForce,
    Read,
    RestsOn,
    Tier,
    Verdict,
)

__all__ = ["RULE_ID", "CaseKind", "CaseWritten", "CoverageWritten", "LawFile", "Passage"]
__all__ += ["RuleWritten", "ScenarioWritten", "SentenceWritten", "Setting", "SourceWritten"]
__all__ += ["key_of_case"]

RULE_ID: Final = re.compile(r"[a-z][a-z0-9]*(\.[a-z0-9][a-z0-9-]*)+\Z")
CaseKind = Literal["triggers", "near_miss", "open"]


def _rule_id(value: Any) -> str:
    if not isinstance(value, str) or not RULE_ID.match(value):
        said = quote(value) if isinstance(value, str) else kind_of(value)
        raise fault(
            told("no rule is called {said}", said=said), told("an id looks like `cp.2.a.covenants`")
        )
    return value


def _own_words(value: Any) -> str:
    """A text that may be empty."""
    if not isinstance(value, str):
        raise fault(
            told("a text is needed, not {kind}", kind=kind_of(value)),
            told("write it between quotes"),
        )
    return value


def _word(noun: str, words: Any) -> BeforeValidator:
    return one_of(noun, get_args(words))


# Written by Python as `\Z`, by ECMA 262 as `$`.
RuleId = Annotated[
    str, Field(pattern="^" + RULE_ID.pattern.removesuffix(r"\Z") + "$"), BeforeValidator(_rule_id)
]
TierWord = Annotated[Tier, _word("tier", Tier)]
ForceWord = Annotated[Force, _word("force", Force)]
ReadWord = Annotated[Read, _word("word for what was read", Read)]
YieldsWord = Annotated[Literal["review", "noted"], one_of("finding", ("review", "noted"))]
StatusWord = Annotated[FindingStatus, _word("finding", FindingStatus)]
# What stands here is put in from the vocabulary (`rules.schemas`).
Clauses = Annotated[Any, WithJsonSchema({"$comment": "clauses"})]
Exceptions = Annotated[Any, WithJsonSchema({"$comment": "exceptions"})]
Reason = Annotated[LongText, WithJsonSchema({"$comment": "reason"})]
FactName = Annotated[Line, WithJsonSchema({"$comment": "fact"})]
Given = Annotated[dict[str, Any], WithJsonSchema({"$comment": "given"})]
Title = Annotated[Line, Field(max_length=80)]


class SourceWritten(Written):
    """Where a point stands and how much of its wording was read; a rule says what differs."""

    act: Line | None = Field(default=None, description="Title of the act.")
    celex: Line | None = Field(default=None, description="CELEX number, in quotes.")
    link: Line | None = Field(default=None, description="Where the act is published.")
    published: Line | None = Field(
        default=None, description="Where it stands in the Official Journal."
    )
    read: ReadWord | None = Field(default=None, description="How much of the wording was read.")
    language: Line | None = Field(default=None, description="Languages in which it was read.")
    note: LongText | None = Field(default=None, description="What else there is to say of it.")

    @model_validator(mode="after")
    def _braces(self) -> SourceWritten:
        if self.act and set("{}") & set(self.act.replace("{point}", "")):
            raise fault(told("the `act` of the source takes no braces but `{point}`"))
        return self


class CoverageWritten(Written):
    """What became of a point or a sentence: one of four; by itself, the rules of its file."""

    encoded: tuple[RuleId, ...] | None = Field(
        default=None, min_length=1, description="The rules that catch it, if not those of the file."
    )
    also: tuple[RuleId, ...] = Field(
        default=(), description="Rules of other files that catch it as well."
    )
    held_by: LongText | None = Field(
        default=None, description="What in the program itself keeps it."
    )
    judgement: LongText | None = Field(default=None, description="Why only a person can weigh it.")
    out_of_scope: LongText | None = Field(
        default=None, description="Why it asks nothing of a screening."
    )
    left: LongText | None = Field(
        default=None, description="What an encoded point leaves to a person."
    )

    @model_validator(mode="after")
    def _one_of_four(self) -> CoverageWritten:
        reasons = [self.held_by, self.judgement, self.out_of_scope]
        stated = sum(one is not None for one in reasons)
        if stated + (self.encoded is not None or bool(self.also)) > 1:
            words = "`encoded`, `held_by`, `judgement`, `out_of_scope`"
            raise fault(told("takes one of {words}", words=words))
        if self.left and (self.judgement or self.out_of_scope):
            raise fault(told("only an encoded point can leave something to a person"))
        return self


class SentenceWritten(Written):
    """A sentence of a point that is looked at by itself."""

    ENTRY = ("sentence", "name")

    name: Line = Field(description="Follows the name of the file: `def` of `criterion-2.a`.")
    point: Line | None = Field(default=None, description="Its place, where it is another.")
    says: LongText = Field(description="What it says, in our words.")
    source: SourceWritten | None = Field(default=None, description="What differs from the file.")
    from_: Day | None = Field(default=None, alias="from", description="First day of this wording.")
    until: Day | None = Field(default=None, description="First day on which it no longer stands.")
    force: Annotated[PointForce, _word("force", PointForce)] | None = None
    reviewed: Line | None = None
    note: LongText | None = None
    coverage: CoverageWritten = Field(description="What became of it.")


class Setting(Written):
    """Clauses that are no law: what whoever screens may set, and the rules that heed it."""

    when: Clauses = Field(description="Clauses that each alternative of the rules reads besides.")
    rules: tuple[RuleId, ...] = Field(min_length=1, description="Rules of this file.")


class CaseWritten(Written):
    """A sentence that an officer would say, what differs from the base, and what else is found."""

    triggers: Line | None = Field(default=None, description="A case in which the rule is met.")
    near_miss: Line | None = Field(default=None, description="One in which it is not, by one fact.")
    open: Line | None = Field(default=None, description="One in which it stays open.")
    given: Given = Field(
        default={}, description="What differs from the base: fields, and facts by name."
    )
    expect: dict[RuleId, StatusWord] = Field(
        default={}, description="Findings of other rules of the same heading, all of them."
    )
    note: LongText | None = Field(default=None, description="Why it is here.")

    @model_validator(mode="after")
    def _one_kind(self) -> CaseWritten:
        if sum(getattr(self, kind) is not None for kind in get_args(CaseKind)) != 1:
            kinds = ", ".join(f"`{kind}`" for kind in get_args(CaseKind))
            raise fault(told("a case says in a sentence one of {kinds}", kinds=kinds))
        return self


def key_of_case(case: CaseWritten) -> CaseKind:
    """What a case shows of its rule."""
    return next(kind for kind in get_args(CaseKind) if getattr(case, kind) is not None)


class Passage(Written):
    """The passage that somebody read; `rules review` writes it."""

    celex: Annotated[str, BeforeValidator(_own_words)]
    language: Line
    hash: Line


class Related(Written):
    """Ids of other rules by how they relate."""

    replaces: tuple[RuleId, ...] = ()
    overlaps: tuple[RuleId, ...] = ()
    narrows: tuple[RuleId, ...] = ()


class RuleWritten(Written):
    """A rule; what it does not say holds as the head of its file says it."""

    ENTRY = ("rule", "id")

    id: RuleId = Field(description="Legal place, then what is caught: `cp.2.a.security-force`.")
    title: Title = Field(description="One neutral line.")
    tier: TierWord = Field(description="What kind of thing the rule is.")
    force: ForceWord | None = Field(default=None, description="What the text says of it.")
    yields: YieldsWord | None = Field(
        default=None, description="Milder: `review` of a law or confirm rule, else `noted`."
    )
    point: Line | None = Field(default=None, description="Point of law, if not that of the file.")
    from_: Day | None = Field(
        default=None, alias="from", description="First day on which it holds."
    )
    until: Day | None = Field(default=None, description="First day on which it does not.")
    judgement: Line | None = Field(default=None, description="Open norm that a person must weigh.")
    when: Clauses = Field(description="Clauses (AND); a list of such maps is OR.")
    unless: Exceptions = Field(
        default=None, description="Officer's or derived facts that switch it off."
    )
    doubt: Clauses = Field(default=None, description="What makes it a doubt while it is open.")
    reason: Reason | None = Field(
        default=None, description="What is said when met; facts in braces."
    )
    resolves: tuple[FactName, ...] = Field(
        default=(), description="Facts that customarily settle it."
    )
    rests_on: Annotated[RestsOn, _word("ground", RestsOn)] | None = Field(
        default=None, description="What it rests on, where that is not the point itself."
    )
    source: SourceWritten | None = Field(default=None, description="What differs from the file.")
    related: Related | None = None
    reviewed: Line | None = Field(
        default=None,
        description="Who compared it with the Official Journal, and when: a role, no name.",
    )
    passage: Passage | None = None
    cases: tuple[CaseWritten, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _older_spelling(cls, data: Any) -> Any:
        """Days and heading of a rule as files of 0.1.0 say them."""
        if not isinstance(data, Mapping) or not {"criterion", "in_force"} & set(data):
            return data
        days = data.get("in_force")
        rest = {key: value for key, value in data.items() if key not in ("criterion", "in_force")}
        if days is None:
            return rest
        if not isinstance(days, Mapping) or not {"from"} <= set(days) <= {"from", "until"}:
            raise fault(told("`in_force` holds a day `from`, and may hold `until`"))
        return {**days, **rest}


class LawFile(Written):
    """A file of law: a point in our words, and the rules that catch it with their cases."""

    ruleset: Line | None = Field(
        default=None, description="Body of law, such as `eu-common-position`."
    )
    part_of: Line | None = Field(
        default=None, description="File whose title and base hold here too."
    )
    criterion: Line | None = Field(default=None, description="Heading of rules of an office's own.")
    title: Line | None = Field(default=None, description="Heading in a report.")
    covers: Line | None = Field(
        default=None, description="The text as a whole, with its amendments."
    )
    review_by: Day | None = Field(
        default=None, description="Day by which our words are looked at again."
    )
    heading: Line | None = Field(default=None, description="Heading of the text.")
    point: Line | None = Field(default=None, description="Point of law: `Art. 2(2)(a)`.")
    name: Line | None = Field(
        default=None, description="Follows the name of the file, where needed."
    )
    cited: Line | None = Field(
        default=None, description="How rules cite the point, if not by its place."
    )
    says: LongText | None = Field(default=None, description="What the point says, in our words.")
    source: SourceWritten | None = Field(default=None, description="Act and how far it was read.")
    reviewed: Line | None = Field(
        default=None, description="Who compared our words with the text, when."
    )
    note: LongText | None = Field(default=None, description="What a reader should know of it.")
    from_: Day | None = Field(default=None, alias="from", description="First day of this wording.")
    until: Day | None = Field(default=None, description="First day on which it no longer stands.")
    force: Annotated[PointForce, _word("force", PointForce)] | None = Field(
        default=None, description="What the text says; holds for its rules."
    )
    judgement: Line | None = Field(default=None, description="Open norm; holds for its rules.")
    coverage: CoverageWritten | None = Field(default=None, description="What became of the point.")
    sentences: tuple[SentenceWritten, ...] = Field(
        default=(), description="Sentences of the point that are looked at by themselves."
    )
    screening: tuple[Setting, ...] = Field(default=(), description="Settings that are no law.")
    base: Given | None = Field(
        default=None, description="The application that all cases start from."
    )
    country_lists: Any = Field(default=None, description="Lists of an office's own, by name.")
    name_lists: Any = Field(default=None, description="Lists of names, by name.")
    facts: Any = Field(default=None, description="Yes-or-no facts of an office's own.")
    stops: Any = Field(default=None, description="Tiers of which a finding stops a pipeline.")
    rules: tuple[RuleWritten, ...] = Field(default=(), description="The rules that catch it.")


class SourceOfScenario(Written):
    """Where a scenario is public, and whether that was read."""

    title: Line
    publisher: Line
    seen: Annotated[Literal["yes", "no"], one_of("word", ("yes", "no"))]
    date: Annotated[Line, WithJsonSchema({"type": ["string", "integer"]})] | None = None
    note: Line | None = None


class Expected(Written):
    """What must come out of a scenario."""

    outcome: Annotated[OutcomeStatus, _word("outcome", OutcomeStatus)]
    containment: Mapping[str, Annotated[Verdict, _word("verdict", Verdict)]] = Field(default={})
    rules: tuple[RuleId, ...] = ()
    not_rules: tuple[RuleId, ...] = ()


class ScenarioWritten(Written):
    """A whole application from real life, and what it must give."""

    scenario: Line = Field(description="Its name.")
    story: LongText = Field(description="What happened, in plain words.")
    source: SourceOfScenario
    application: Annotated[dict[str, Any], WithJsonSchema({"$comment": "application"})]
    expect: Expected
