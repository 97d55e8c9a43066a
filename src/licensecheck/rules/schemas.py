"""JSON Schemas of the law as data, made from the vocabulary: an editor completes by them.

In: the vocabulary and the models. Out: JSON Schemas (draft 2020-12) of law and scenario
files. They say what a file may hold, fact by fact; the loader checks what a schema cannot
say, such as values of an ordered fact that must stand side by side.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from licensecheck.application.models import application_schema
from licensecheck.documents.written import schema_of_document
from licensecheck.rules.conditions import SHORTHANDS, UNLESS_ANSWERERS
from licensecheck.rules.house import HOUSE_SUBJECTS, HouseHead
from licensecheck.rules.model import CRITERIA
from licensecheck.rules.written import LawFile, ScenarioWritten
from licensecheck.vocabulary import Fact, Vocabulary

__all__ = ["rule_file_schema", "scenario_file_schema"]

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string", "minLength": 1}
_YES_NO: Final[Schema] = {"enum": ["yes", "no", "unknown"]}


def rule_file_schema() -> Schema:
    """JSON Schema of a file of law: a point, its rules, and their cases; every fact's tokens."""
    words = Vocabulary.load()
    given, parts = _given()
    schema = schema_of_document(LawFile, "ruleset", "licensecheck rule file")
    put_in = {
        "clauses": _alternatives("clauses"),
        "exceptions": {"anyOf": [{"const": {}}, _alternatives("exceptions")]},
        "reason": {"type": "string", "pattern": _placeholders(words)},
        "fact": {"$ref": "#/$defs/fact"},
        "given": {"$ref": "#/$defs/given"},
    }
    found: Schema = _filled(schema, put_in)
    house = schema_of_document(HouseHead, "house", "")
    found["properties"] |= house["properties"]
    exceptions = (fact for fact in words.values() if UNLESS_ANSWERERS & set(fact.answered_by))
    found["$defs"] |= {
        **parts,
        **house["$defs"],
        **{f"tokens.{fact.name}": _tokens(fact) for fact in words.values()},
        **{f"clause.{fact.name}": _clause(fact) for fact in words.values()},
        "clauses": _clauses(words.values(), subjects=True),
        "exceptions": _clauses(exceptions),
        "fact": {"enum": list(words)},
        "given": given,
        "no_country": _no_country(),
    }
    found["$defs"]["RuleWritten"]["allOf"] = [
        _if({"id": {"pattern": r"^cp\."}}, {"when": {"$ref": "#/$defs/no_country"}}),
        {**_if({"id": {"pattern": r"^cp\."}}, {}), "then": {"required": ["reason"]}},
        *(
            _if({"id": {"pattern": rf"^cp\.{number}\."}},
                {"point": {"pattern": rf"^Art\. 2\({number}\)"}})
            for number in CRITERIA
        ),
        _if({"yields": {"const": "review"}}, {"tier": {"enum": ["law", "confirm"]}},
            required=("yields",)),
        _if({"yields": {"const": "noted"}}, {"tier": {"enum": ["screen", "assess"]}},
            required=("yields",)),
    ]  # fmt: skip
    return found


def _filled(value: Any, put_in: Mapping[str, Schema]) -> Any:
    """A schema with what the vocabulary says in place of the marks that the models leave."""
    if isinstance(value, list):
        return [_filled(one, put_in) for one in value]
    if not isinstance(value, dict):
        return value
    rest = {key: _filled(one, put_in) for key, one in value.items()}
    if "patternProperties" in rest:
        rest["additionalProperties"] = False
    if rest.get("format") == "date":
        rest["pattern"] = r"^\d{4}-\d{2}-\d{2}$"
    return {**put_in[rest.pop("$comment")], **rest} if "$comment" in rest else rest


def _if(given: Schema, then: Schema, *, required: Iterable[str] = ("id",)) -> Schema:
    return {"if": {"properties": given, "required": list(required)}, "then": {"properties": then}}


def _alternatives(name: str) -> Schema:
    one = {"$ref": f"#/$defs/{name}"}
    return {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}


def _placeholders(words: Vocabulary) -> str:
    names = "|".join(re.escape(name) for name in (*SHORTHANDS, *words))
    return rf"^(?:[^{{}}]|\{{(?:{names})\}})+$"


def _clauses(facts: Iterable[Fact], *, subjects: bool = False) -> Schema:
    """Clauses on facts; in a file of an office's own also on its lists and its own facts."""
    properties: Schema = {subject: _listed(subject) for subject in HOUSE_SUBJECTS if subjects}
    properties |= {fact.name: {"$ref": f"#/$defs/clause.{fact.name}"} for fact in facts}
    return {**_object(properties), **_own_facts(_YES_NO), "minProperties": 1}


def _listed(subject: str) -> Schema:
    words = {"anyOf": [_TEXT, {"type": "array", "minItems": 1, "items": _TEXT}]}
    only = _object({"not": words}, required=("not",))
    return {"description": f"Lists of an office's own: {subject}.", "anyOf": [words, only]}


def _own_facts(value: Schema) -> Schema:
    """Facts of an office's own are called by its ruleset, and by no word of the vocabulary."""
    ours = "|".join(sorted({name.partition(".")[0] for name in Vocabulary.load()}))
    return {"patternProperties": {rf"^(?!(?:{ours}|party)\.)[a-z][a-z0-9_]*\.": value}}


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


def _given() -> tuple[Schema, Schema]:
    """What a case may say: fields of an application, none required, and facts by their names."""
    whole = application_schema()
    parts = whole.pop("$defs")
    # A change may take a party of the base away.
    fields = {
        name: {"anyOf": [field, {"type": "null"}]}
        for name, field in whole["properties"].items()
        if name != "facts"
    }
    for part in parts.values():
        part.pop("required", None)
    supplied = _supplied_facts(parts["SuppliedFact"])
    facts = {
        name: {"anyOf": [field["properties"]["value"], field]}
        for name, field in supplied["properties"].items()
    }
    own = {"anyOf": [_YES_NO, {"type": "object", "required": ["value", "source"]}]}
    return {**_object({**fields, **facts, "facts": supplied}), **_own_facts(own)}, parts


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
    facts = _supplied_facts(parts["SuppliedFact"])
    facts["properties"] = {
        name: {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}
        for name, one in facts["properties"].items()
    }
    whole["properties"]["facts"] = facts
    for key in ("$schema", "$id"):
        whole.pop(key)
    schema = schema_of_document(ScenarioWritten, "scenario", "licensecheck scenario file")
    found: Schema = _filled(schema, {"application": {"$ref": "#/$defs/application"}})
    found["$defs"] |= {"application": whole, **parts}
    return found


def _no_country() -> Schema:
    """No rule of the Union names a country, a party or a rating."""
    absent = {"not": {"anyOf": [{"required": [subject]} for subject in HOUSE_SUBJECTS]}}
    return {"anyOf": [{"type": "object", **absent}, {"type": "array", "items": absent}]}


def _object(properties: Schema, *, required: Iterable[str] = ()) -> Schema:
    found: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    if names := list(required):
        found["required"] = names
    return found
