"""JSON Schemas of the law as data, made from the vocabulary: an editor completes by them.

In: the vocabulary and the models. Out: JSON Schemas (draft 2020-12) of rule, case and scenario
files. They say what a file may hold, fact by fact; the loader checks what a schema cannot
say, such as values of an ordered fact that must stand side by side.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any, Final, get_args

from licensecheck.application.schema import application_schema
from licensecheck.rules.cases import EXPECTED, CaseKind
from licensecheck.rules.load import RELATIONS, REQUIRED, RULE_ID, SHORTHANDS, UNLESS_ANSWERERS
from licensecheck.rules.model import CRITERIA, Force, Tier
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["case_file_schema", "rule_file_schema", "scenario_file_schema"]

Schema = dict[str, Any]

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
# Python writes the end of a text as `\Z`, ECMA 262 as `$`.
_ID: Final = "^" + RULE_ID.pattern.removesuffix(r"\Z") + "$"
_DAY: Final[Schema] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_TEXT: Final[Schema] = {"type": "string", "minLength": 1}
_OUTCOMES: Final = ("no_trigger", "undetermined", "review", "presumptive_denial", "out_of_scope")
_VERDICTS: Final = (
    "stays_inside", "passes_outside", "first_hop_inside", "leaves", "starts_outside",
    "undetermined",
)  # fmt: skip


def rule_file_schema() -> Schema:
    """JSON Schema of a rule file: every fact with its tokens, every field of a rule."""
    words = Vocabulary.load()
    return _schema(
        "ruleset",
        "licensecheck rule file",
        _object(
            {
                "ruleset": _said("Name of the body of law, such as `eu-common-position`.", _TEXT),
                "criterion": _said("Criterion of all its rules, or another heading.", _criterion()),
                "title": _said("Heading of the file.", _TEXT),
                "note": _said("What a reader of the file should know.", _TEXT),
                "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
            },
            required=("rules",),
        ),
        {
            "rule": _rule(words),
            **{f"tokens.{fact.name}": _tokens(fact) for fact in words.values()},
            **{f"clause.{fact.name}": _clause(fact) for fact in words.values()},
            "clauses": _clauses(words.values()),
            "exceptions": _clauses(
                fact for fact in words.values() if UNLESS_ANSWERERS & set(fact.answered_by)
            ),
            "fact": {"enum": list(words)},
        },
    )


def _rule(words: Vocabulary) -> Schema:
    properties = {
        "id": _said("Legal place, then what is caught: `cp.2.a.security-force`.",
                    {"type": "string", "pattern": _ID}),
        "title": _said("One neutral line.", {**_TEXT, "maxLength": 80}),
        "criterion": _said("Number of the criterion, `articles`, or a state.", _criterion()),
        "point": _said("Point of law: `Art. 2(2)(a)`.", _TEXT),
        "tier": _said("What kind of thing the rule is.", {"enum": list(get_args(Tier))}),
        "force": _said("What the text says of it.", {"enum": list(get_args(Force))}),
        "in_force": _said("Days on which it holds; `until` is the first on which it does not.",
                          _object({"from": _DAY, "until": _DAY}, required=("from",))),
        "yields": _said("Milder outcome: `review` of a law or confirm rule, `noted` of a screen "
                        "or assess rule.", {"enum": ["review", "noted"]}),
        "judgement": _said("Open norm that a person must weigh.", _TEXT),
        "when": _said("Clauses (AND); a list of such maps is OR.", _alternatives("clauses")),
        "unless": _said("Officer's or derived facts that switch it off.",
                        {"anyOf": [{"const": {}}, _alternatives("exceptions")]}),
        "doubt": _said("What makes it a doubt while it is open, beside its risk facts.",
                       _alternatives("clauses")),
        "reason": _said("What is said when it is met; facts in braces.",
                        {"type": "string", "pattern": _placeholders(words)}),
        "resolves": _said("Facts that customarily settle it once it is met.", _fact_list()),
        "source": _said("Where the point stands, and how much of its wording was read.", _object(
            {"act": _TEXT, "celex": _TEXT, "language": _TEXT, "note": _TEXT,
             "read": {"enum": ["yes", "partly", "no"]}}, required=("act", "read"))),
        "related": _said("Ids of other rules by how they relate.", _object({
            kind: {"type": "array", "items": {"type": "string", "pattern": _ID}}
            for kind in RELATIONS})),
        "reviewed": _said("Who compared it with the Official Journal, and when.",
                          {"type": ["string", "null"]}),
        "passage": _said("The passage that was read; `rules review` writes it.", _object(
            {"celex": {"type": "string"}, "language": _TEXT, "hash": _TEXT},
            required=("celex", "language", "hash"))),
    }  # fmt: skip
    return {
        **_object(properties, required=REQUIRED),
        "allOf": [
            _if({"id": {"pattern": r"^cp\."}}, {"when": {"$ref": "#/$defs/no_country"}}),
            *(
                _if({"id": {"pattern": rf"^cp\.{number}\."}},
                    {"criterion": {"enum": [int(number), number]},
                     "point": {"pattern": rf"^Art\. 2\({number}\)"}})
                for number in CRITERIA
            ),
            _if({"yields": {"const": "review"}}, {"tier": {"enum": ["law", "confirm"]}},
                required=("yields",)),
            _if({"yields": {"const": "noted"}}, {"tier": {"enum": ["screen", "assess"]}},
                required=("yields",)),
        ],
    }  # fmt: skip


def _if(given: Schema, then: Schema, *, required: Iterable[str] = ("id",)) -> Schema:
    return {"if": {"properties": given, "required": list(required)}, "then": {"properties": then}}


def _criterion() -> Schema:
    numbers = [int(number) for number in CRITERIA]
    return {"anyOf": [{"enum": numbers}, {"type": "string", "pattern": "^[a-z]+$|^[1-8]$"}]}


def _alternatives(name: str) -> Schema:
    one = {"$ref": f"#/$defs/{name}"}
    return {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}


def _fact_list() -> Schema:
    return {"type": "array", "uniqueItems": True, "items": {"$ref": "#/$defs/fact"}}


def _placeholders(words: Vocabulary) -> str:
    names = "|".join(re.escape(name) for name in (*SHORTHANDS, *words))
    return rf"^(?:[^{{}}]|\{{(?:{names})\}})+$"


def _clauses(facts: Iterable[Fact]) -> Schema:
    properties = {fact.name: {"$ref": f"#/$defs/clause.{fact.name}"} for fact in facts}
    return {**_object(properties), "minProperties": 1}


def _clause(fact: Fact) -> Schema:
    """What a clause may ask of a fact: tokens, all but some, or a bound of an ordered one."""
    token = {"$ref": f"#/$defs/tokens.{fact.name}"}
    set_ = {"type": "array", "minItems": 1, "uniqueItems": True, "items": token}
    forms = [token, set_, _object({"not": {"anyOf": [token, set_]}}, required=("not",))]
    if fact.ordered:
        # The bound that every token reaches decides nothing.
        for bound, allowed in (("at_least", fact.domain[1:]), ("at_most", fact.domain[:-1])):
            forms.append(_object({bound: _enum(allowed)}, required=(bound,)))
    return {"description": fact.meaning, "anyOf": forms}


def _tokens(fact: Fact) -> Schema:
    if fact.open_domain:
        # As people write it; the loader reads it as a place or a code.
        return {"type": "string", "minLength": 1, "maxLength": 60}
    return _enum(fact.domain)


def _enum(tokens: Iterable[str]) -> Schema:
    # A digit may stand as the number that YAML reads, or as text.
    written: list[str | int] = []
    for token in tokens:
        written += [int(token), token] if token.isdigit() else [token]
    return {"enum": written}


def case_file_schema() -> Schema:
    """JSON Schema of the cases beside a rule file."""
    partial, parts = _partial_application()
    case = _object(
        {
            "case": _said("A sentence that an officer would say.", _TEXT),
            "rule": _said("The rule that it is about.", {"type": "string", "pattern": _ID}),
            "kind": _said("What it shows of the rule.", {"enum": list(get_args(CaseKind))}),
            "change": _said("What differs from the base.", {"$ref": "#/$defs/application"}),
            "expect": _said("Every finding of this file, and no other.", {
                "type": "object",
                "propertyNames": {"pattern": _ID},
                "additionalProperties": {"enum": list(EXPECTED)},
            }),
            "note": _said("Why it is here.", _TEXT),
        },
        required=("case", "rule", "kind"),
    )  # fmt: skip
    return _schema(
        "cases",
        "licensecheck case file",
        _object(
            {
                "base": _said("The application that all cases start from.",
                              {"$ref": "#/$defs/application"}),
                "cases": {"type": "array", "items": {"$ref": "#/$defs/case"}},
            },
            required=("base", "cases"),
        ),
        {"application": partial, "case": case, **parts},
    )  # fmt: skip


def _partial_application() -> tuple[Schema, Schema]:
    """The application with nothing required, and its parts; facts by name with their tokens."""
    whole = application_schema()
    parts = whole.pop("$defs")
    for key in ("$schema", "$id", "title", "anyOf", "required"):
        whole.pop(key, None)
    for part in parts.values():
        part.pop("required", None)
    whole["properties"]["facts"] = _supplied_facts(parts["SuppliedFact"])
    # A change may take a party of the base away.
    for name, field in whole["properties"].items():
        whole["properties"][name] = {"anyOf": [field, {"type": "null"}]}
    return whole, parts


def _supplied_facts(supplied: Schema) -> Schema:
    properties = {}
    for fact in Vocabulary.load().values():
        one = copy.deepcopy(supplied)
        tokens = _tokens(fact)
        forms = [tokens, {"const": "unknown"}]
        if fact.ordered:
            forms.append(_object({"from": tokens, "to": tokens}, required=("from", "to")))
        one["properties"]["value"] = {"description": fact.meaning, "anyOf": forms}
        one["required"] = ["value", "source"]
        properties[fact.name] = one
    return {"description": "Facts supplied, each with its source.", **_object(properties)}


def scenario_file_schema() -> Schema:
    """JSON Schema of a scenario: a whole application from real life, and what it must give."""
    whole = application_schema()
    parts = whole.pop("$defs")
    whole["properties"]["facts"] = _supplied_facts(parts["SuppliedFact"])
    for key in ("$schema", "$id"):
        whole.pop(key)
    rules = {"type": "array", "items": {"type": "string", "pattern": _ID}}
    return _schema(
        "scenario",
        "licensecheck scenario file",
        _object(
            {
                "scenario": _said("Its name.", _TEXT),
                "story": _said("What happened, in plain words.", _TEXT),
                "source": _said("Where it is public, and whether that was read.", {
                    **_object({"title": _TEXT, "publisher": _TEXT, "seen": {"enum": ["yes", "no"]}},
                              required=("title", "publisher", "seen")),
                    "additionalProperties": {"type": ["string", "integer"]},
                }),
                "application": {"$ref": "#/$defs/application"},
                "expect": _said("What must come out.", _object(
                    {
                        "outcome": {"enum": list(_OUTCOMES)},
                        "containment": {
                            "type": "object", "additionalProperties": {"enum": list(_VERDICTS)},
                        },
                        "rules": rules,
                        "not_rules": rules,
                    },
                    required=("outcome",))),
            },
            required=("scenario", "story", "source", "application", "expect"),
        ),
        {"application": whole, **parts},
    )  # fmt: skip


def _schema(name: str, title: str, body: Schema, parts: Schema) -> Schema:
    found = {"$schema": _DRAFT, "$id": f"licensecheck/{name}/1", "title": title, **body}
    if name == "ruleset":
        parts = {**parts, "no_country": _no_country()}
    return {**found, "$defs": parts} if parts else found


def _no_country() -> Schema:
    """No rule of the Union names a country."""
    absent = {"not": {"required": ["exporter.country"]}}
    return {"anyOf": [{"type": "object", **absent}, {"type": "array", "items": absent}]}


def _object(properties: Schema, *, required: Iterable[str] = ()) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if names := list(required):
        found["required"] = names
    return found


def _said(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}
