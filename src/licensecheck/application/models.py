"""What is applied for, as written: frozen models of one application (DESIGN: Application).

In: values of a document or a caller. Out: an `Application` whose closed sets, days and numbers are
checked. Places, ratings and names of facts stay text here: `facts/` reads them on the dates that
count. What is not stated is `None` here and `unknown` later, never "no".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from licensecheck.application import tokens
from licensecheck.application.crosscheck import cross_faults, short_name
from licensecheck.application.money import Money
from licensecheck.application.tokens import ASSESSMENTS
from licensecheck.application.values import (
    FactName,
    FrozenMap,
    Name,
    Part,
    PlaceName,
    RatingText,
    ReferenceText,
    SourceText,
    Token,
)
from licensecheck.documents.values import CROSS_FAULT, Amount, Choice, Day, LongText, fault, one_of
from licensecheck.documents.written import schema_of_document
from licensecheck.errors import in_turn, quote, told
from licensecheck.messages import message

__all__ = [
    "Application",
    "Assessment",
    "Documents",
    "Embargo",
    "EndUse",
    "Exporter",
    "Intermediary",
    "Interval",
    "Item",
    "Money",
    "Party",
    "SuppliedFact",
    "Validity",
    "application_schema",
]

MOST_ITEMS = 1_000
MOST_PARTIES = 200
MOST_PLACES = 300
MOST_FACTS = 500

# Marks of the two readings of a field, in the paths of pydantic; no message holds them.
LIST, WORD, INTERVAL = "<list>", "<word>", "<interval>"
_SHORT_MONEY = {
    "description": "Short: `24m EUR`; EUR where no currency is said.",
    "type": ["string", "number"],
}


def _set(noun: str, literal: Any, *, instead: str = "") -> BeforeValidator:
    return one_of(noun, get_args(literal), instead=instead, meant=tokens.MEANT)


def _stated(description: str) -> Any:
    return Field(None, description=description)


_Kind = Annotated[tokens.PartyKind, _set("party kind", tokens.PartyKind)]
_Places = Annotated[tuple[PlaceName, ...], Field(max_length=MOST_PLACES)]
_YesNo = Annotated[
    tokens.YesNo,
    _set("answer", tokens.YesNo),
    WithJsonSchema({"anyOf": [{"enum": ["yes", "no"]}, {"type": "boolean"}]}),
]


class Validity(Part):
    """The days between which the licence may be used."""

    begins: Day | None = Field(None, alias="from", description="First day of validity.")
    until: Day | None = _stated("Last day of validity.")

    @model_validator(mode="after")
    def _in_order(self) -> Validity:
        if self.begins and self.until and self.until < self.begins:
            raise fault(
                told(
                    "`until` ({until}) lies before `from` ({begins})",
                    until=self.until,
                    begins=self.begins,
                )
            )
        return self


class Party(Part):
    """A person, firm, authority or force that takes part."""

    name: Name | None = _stated("Name, as on the papers.")
    country: PlaceName | None = _stated("Country of establishment, as written: code or name.")
    kind: _Kind | None = _stated("What the party is; for an end user, rules depend on it.")
    address: LongText | None = _stated("Address, as on the papers.")
    registration: ReferenceText | None = _stated(
        "Number of registration, such as of the chamber of commerce."
    )
    screening: Annotated[tokens.Screening, _set("screening", tokens.Screening)] | None = _stated(
        "Result of comparing the party with the lists of sanctioned persons."
    )


class Exporter(Party):
    """Who sends; its country decides which national rules are read."""

    country: PlaceName = Field(description="Country that the export leaves, as written.")


class Intermediary(Party):
    """Anyone between exporter and end user other than the consignee."""

    role: (
        Annotated[
            tokens.PartyRole,
            _set(
                "role",
                tokens.PartyRole,
                instead=message("or the field `buyer` for the party that buys and pays"),
            ),
        ]
        | None
    ) = _stated("What the party does; a broker arranges the deal and holds no goods.")


class Item(Part):
    """One line of the application: goods, software, technology or a service."""

    description: LongText | None = _stated("What it is, in the applicant's words.")
    rating: RatingText = Field(
        description="Control list code as written, such as `ML6.a` or `6A002`."
    )
    serves: RatingText | None = Field(
        None,
        alias="for",
        description="Entry of what a part, tool, software or technology is for, such as `ML15.c`; "
        "what follows from that entry follows for it.",
    )
    form: Annotated[tokens.ItemForm, _set("item form", tokens.ItemForm)] | None = _stated(
        "Whole article, part, ammunition, software and so on."
    )
    kind: Annotated[tokens.ItemKind, _set("item kind", tokens.ItemKind)] | None = _stated(
        "What the control list code cannot tell."
    )
    ban: Annotated[tokens.ItemBan, _set("banned weapon", tokens.ItemBan)] | None = _stated(
        "Which banned weapon it is, or `none`."
    )
    reach: Annotated[tokens.Reach, _set("reach", tokens.Reach)] | None = _stated(
        "How far it reaches."
    )
    novelty: Annotated[tokens.Novelty, _set("novelty", tokens.Novelty)] | None = _stated(
        "What it adds for this recipient."
    )
    mtcr: Annotated[tokens.Mtcr, _set("missile category", tokens.Mtcr)] | None = _stated(
        "Category in the annex of the Missile Technology Control Regime, or `none`."
    )
    regime: Annotated[tokens.Regime, _set("control regime", tokens.Regime)] | None = _stated(
        "Export control regime that lists it, or `none`."
    )
    origin: PlaceName | None = _stated("Country of origin, as written.")
    quantity: Amount | None = _stated("How many or how much, not negative.")
    unit: ReferenceText | None = _stated("Unit of the quantity; pieces where none is stated.")
    value: Money | None = _stated("Value: amount and currency, or short as `24m EUR`.")


def _several(value: Any) -> str:
    return LIST if isinstance(value, list | tuple) else WORD


def _none_named(value: Any) -> Any:
    return "none_declared" if isinstance(value, list | tuple) and not value else value


_Onward = Annotated[
    Annotated[_Places, Tag(LIST)]
    | Annotated[
        tokens.OnwardWord,
        _set("statement on onward use", tokens.OnwardWord, instead=message("or a list of places")),
        Tag(WORD),
    ],
    Discriminator(_several),
    BeforeValidator(_none_named),
]


class EndUse(Part):
    """What the goods are for; declared, so it never switches a rule off."""

    category: Annotated[tokens.EndUseCategory, _set("end use", tokens.EndUseCategory)] | None = (
        _stated("Declared purpose.")
    )
    place: Annotated[tokens.EndUsePlace, _set("place of use", tokens.EndUsePlace)] | None = _stated(
        "Where the goods will be used; the destination where none is stated."
    )
    onward: _Onward | None = _stated(
        "Places the goods will go on to; an empty list is `none_declared`."
    )


class Documents(Part):
    """Papers that go with the application."""

    end_user_certificate: (
        Annotated[tokens.Certificate, _set("state of the certificate", tokens.Certificate)] | None
    ) = _stated("State of the end-user certificate.")
    reexport_clause: _YesNo | None = _stated(
        "Whether the end user undertakes not to re-export without consent."
    )
    origin_consent: Annotated[tokens.Consent, _set("consent", tokens.Consent)] | None = _stated(
        "Consent of the state of origin, where the goods or parts of them were delivered on an "
        "undertaking not to re-export without it."
    )


class Embargo(Part):
    """What the applicant claims where an embargo stands."""

    exemption: Annotated[tokens.Exemption, _set("exemption", tokens.Exemption)] | None = _stated(
        "Whether an exemption is claimed or approved; approved needs its document."
    )


class Assessment(Part):
    """A recorded judgement of an officer: what, by whom, when, on which ground."""

    value: Token = Field(description="The judgement, a word of that assessment's scale.")
    by: Name = Field(description="Who judged: office or desk.")
    on: Day | None = _stated("Day of the judgement.")
    ground: LongText | None = _stated("Ground, in the officer's words.")


class Interval(Part):
    """The least and the greatest word of an ordered fact that are still possible."""

    least: Token = Field(alias="from", description="Least word still possible.")
    greatest: Token = Field(alias="to", description="Greatest word still possible.")


def _value_form(value: Any) -> str:
    return INTERVAL if isinstance(value, Mapping | Interval) else WORD


class SuppliedFact(Part):
    """A fact of the vocabulary that the applicant or an officer supplies, with its source."""

    value: Annotated[
        Annotated[Interval, Tag(INTERVAL)] | Annotated[Token, Tag(WORD)],
        Discriminator(_value_form),
    ] = Field(description="A word of the fact's domain, or `{from, to}` for an interval.")
    source: SourceText = Field(description="Where it is known from; printed with the fact.")
    on: Day | None = _stated("Day that the source speaks for.")
    of: Token | None = _stated(
        "Of whom alone it is said: number of an item line or of an end user, or a state of the "
        "case; of the whole case where none is stated."
    )

    def bounds(self) -> tuple[str, str | None]:
        """Least and greatest word; the greatest is `None` where a single word was given."""
        if isinstance(self.value, Interval):
            return self.value.least, self.value.greatest
        return self.value, None


def _in_order(
    given: tuple[SuppliedFact, ...] | SuppliedFact,
) -> tuple[SuppliedFact, ...] | SuppliedFact:
    """The order in which they are written says nothing, nor does a list of one."""
    if isinstance(given, SuppliedFact):
        return given
    return given[0] if len(given) == 1 else tuple(sorted(given, key=lambda one: one.of or ""))


_Supplied = Annotated[
    Annotated[tuple[SuppliedFact, ...], Field(min_length=1, max_length=MOST_ITEMS), Tag(LIST)]
    | Annotated[SuppliedFact, Tag(WORD)],
    Discriminator(_several),
    AfterValidator(_in_order),
]


def _assessment_name(key: str) -> str:
    name = short_name(key)
    if name not in tokens.ASSESSMENTS:
        raise fault(
            told("no such assessment {key}", key=quote(key)),
            Choice(name, tuple(tokens.ASSESSMENTS)),
        )
    return name


_AssessmentName = Annotated[FactName, AfterValidator(_assessment_name)]


class Application(Part):
    """A proposed or granted arms transfer, as applied for."""

    reference: ReferenceText | None = _stated("The applicant's or the authority's own reference.")
    kind: Annotated[tokens.LicenceKind, _set("licence kind", tokens.LicenceKind)] = Field(
        "export", description="Kind of licence."
    )
    stage: Annotated[tokens.LicenceStage, _set("stage", tokens.LicenceStage)] = Field(
        "proposed", description="Whether the licence is applied for or already granted."
    )
    as_of: Day | None = _stated("Day of the decision; today where none is stated.")
    rules_as_of: Day | None = _stated("Day whose rules count; `as_of` where none is stated.")
    membership_as_of: Day | None = _stated(
        "Day whose memberships count; `as_of` where none is stated."
    )
    facts_as_of: Day | None = _stated("Day whose knowledge counts; `as_of` where none is stated.")
    validity: Validity | None = _stated("Days between which the licence may be used.")
    exporter: Exporter = Field(description="Who sends, with its country.")
    contract_date: Day | None = _stated(
        "Day on which the contract was concluded; some embargoes exempt older contracts."
    )
    value: Money | None = _stated(
        "Price of the whole deal, where one is agreed for all goods together; values of the items "
        "may stand beside it, and come to no more."
    )
    buyer: Party | None = _stated(
        "Who buys and pays, where that is not the end user; it holds no goods by that alone."
    )
    consignee: Party | None = _stated("Who receives the goods first at their destination.")
    intermediaries: tuple[Intermediary, ...] = Field(
        (), max_length=MOST_PARTIES, description="Others between exporter and end user."
    )
    end_user: Party | None = _stated("Who will use the goods; this or `end_users`.")
    end_users: Annotated[tuple[Party, ...], Field(min_length=1, max_length=MOST_PARTIES)] | None = (
        _stated("Several end users; this or `end_user`.")
    )
    destination: PlaceName | None = _stated(
        "Place of final destination, as written; the end user's country where none is stated."
    )
    route: _Places = Field((), description="Places that the goods pass, in order, as written.")
    items: tuple[Item, ...] = Field(
        min_length=1, max_length=MOST_ITEMS, description="What is to be transferred."
    )
    end_use: EndUse | None = _stated("What the goods are for, where, and what comes after.")
    documents: Documents | None = _stated("Papers that go with the application.")
    embargo: Embargo | None = _stated("What is claimed where an embargo stands.")
    assessments: Annotated[
        dict[_AssessmentName, Assessment], Field(max_length=MOST_FACTS), AfterValidator(FrozenMap)
    ] = Field(
        default_factory=FrozenMap,
        description="Recorded judgements by name: " + ", ".join(tokens.ASSESSMENTS) + ".",
    )
    facts: Annotated[
        dict[FactName, _Supplied], Field(max_length=MOST_FACTS), AfterValidator(FrozenMap)
    ] = Field(
        default_factory=FrozenMap,
        description="Facts of the vocabulary by name, each with its source; a list where several "
        "are said, each of another item line, end user or state.",
    )

    @field_validator("assessments", "facts", mode="before")
    @classmethod
    def _each_once(cls, value: Any, info: ValidationInfo) -> Any:
        # Two keys that become one name (`c2a`, `assessment.c2a`) would silently lose one of them.
        if not isinstance(value, Mapping):
            return value
        seen: set[str] = set()
        for key in (key for key in value if isinstance(key, str)):
            name = unicodedata.normalize("NFC", key.strip())
            name = short_name(name) if info.field_name == "assessments" else name
            if name in seen:
                raise fault(told("{name} is given twice", name=quote(name)))
            seen.add(name)
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Application:
        if faults := cross_faults(self):
            what = in_turn(found.what for found in faults)
            raise fault(what, faults[0].help, code=CROSS_FAULT)
        return self

    def every_fact(self) -> Iterator[tuple[str, SuppliedFact]]:
        """Each supplied fact by its name, one after another where several are said of it."""
        for name, given in self.facts.items():
            yield from ((name, one) for one in ((given,) if isinstance(given, Part) else given))

    def every_end_user(self) -> tuple[Party, ...]:
        """The end users, however they were written; none where only a destination is stated."""
        return self.end_users or ((self.end_user,) if self.end_user else ())

    def document(self) -> dict[str, Any]:
        """The application as a document of plain JSON values, holding only what was stated.

        Reading it again gives an equal application, and the same defaults stay defaults.
        """
        return self.model_dump(mode="json", exclude_unset=True)


def application_schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12, of the application as YAML or JSON.

    It says what a document may hold; the rest of the rules between fields, marks that turn the
    reading direction and the days of the calendar are checked on reading only.
    """
    schema = schema_of_document(Application, "application", "licensecheck application")
    schema["properties"]["assessments"]["propertyNames"] = {
        "enum": [prefix + name for name in ASSESSMENTS for prefix in ("", "assessment.")]
    }
    for part in (schema, schema["$defs"]["Item"]):
        part["properties"]["value"]["anyOf"].insert(1, _SHORT_MONEY)
    return {
        **schema,
        "anyOf": [{"required": [name]} for name in ("end_user", "end_users", "destination")],
    }
