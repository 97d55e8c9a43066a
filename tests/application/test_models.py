"""The models: what they hold, that they cannot be changed, what they hand on; and their schema."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from pydantic import ValidationError

from licensecheck.application import Application, Interval, application_schema, read_application
from licensecheck.application.values import Part
from tests.application.test_laws import applications

BARE = {
    "exporter": {"country": "NL"},
    "end_user": {"country": "SA"},
    "items": [{"rating": "ML6.a"}],
}
FULL = {
    "reference": "NL-2024-0001",
    "kind": "export",
    "stage": "granted",
    "as_of": date(2024, 3, 8),
    "rules_as_of": "2024-03-08",
    "membership_as_of": "2024-03-08",
    "facts_as_of": "2024-03-08",
    "validity": {"from": "2024-03-08", "until": "2027-03-07"},
    "exporter": {"name": "Example BV", "country": "NL"},
    "contract_date": "2024-01-15",
    "value": "24m EUR",
    "buyer": {"name": "Procurement agency", "country": "SA", "kind": "government_civil"},
    "consignee": {"name": "Receiver GmbH", "country": "DE", "kind": "company"},
    "intermediaries": [{"name": "Go-between FZE", "country": "AE", "role": "broker"}],
    "end_user": {
        "name": "Army",
        "country": "SA",
        "kind": "armed_forces",
        "address": "Street 1\nTown",
        "screening": "clear",
    },
    "destination": "SA",
    "route": ["DE", "EG"],
    "items": [
        {
            "description": "parts of armoured vehicles",
            "rating": "ML6.a",
            "for": "ML6.a",
            "form": "component",
            "kind": "armoured_vehicle",
            "ban": "none",
            "reach": "short",
            "novelty": "replacement",
            "mtcr": "none",
            "regime": "wassenaar",
            "origin": "NL",
            "quantity": 12,
            "unit": "pieces",
            "value": {"amount": 24000000, "currency": "EUR"},
        }
    ],
    "end_use": {"category": "national_defence", "place": "destination", "onward": []},
    "documents": {
        "end_user_certificate": "signed",
        "reexport_clause": True,
        "origin_consent": "not_needed",
    },
    "embargo": {"exemption": "not_claimed"},
    "assessments": {
        "c2a": {"value": "no_clear_risk", "by": "ministry, desk", "on": "2024-03-01", "ground": "x"}
    },
    "facts": {
        "destination.stockpile": {"value": "weak", "source": "survey", "on": "2023-12-31"},
        "destination.milex": {"value": {"from": "low", "to": "high"}, "source": "survey"},
        "chain.red_flags": {"value": 3, "source": "desk"},
        "destination.region_tense": {"value": True, "source": "desk"},
    },
}


def test_the_bare_triple_is_an_application():
    """Exporter, item and end user's country are enough; the rest is not stated."""
    application = read_application(BARE)
    assert application.kind == "export"
    assert application.stage == "proposed"
    assert application.end_use is None
    assert application.model_fields_set == {"exporter", "end_user", "items"}


def test_every_field_is_kept_as_written():
    """Places, ratings and facts stay text; days, numbers and words of sets have their type."""
    application = read_application(FULL)
    assert application.as_of == application.rules_as_of == date(2024, 3, 8)
    assert application.validity.begins == date(2024, 3, 8)
    assert application.intermediaries[0].role == "broker"
    assert application.route == ("DE", "EG")
    assert application.items[0].quantity == Decimal(12)
    assert application.items[0].value.currency == "EUR"
    assert application.end_use.onward == "none_declared"
    assert application.documents.reexport_clause == "yes"
    facts = application.facts
    assert facts["destination.stockpile"].bounds() == ("weak", None)
    assert facts["destination.milex"].bounds() == ("low", "high")
    assert isinstance(facts["destination.milex"].value, Interval)
    assert facts["chain.red_flags"].value == "3"
    assert facts["destination.region_tense"].value == "yes"


def test_the_full_document_covers_every_field():
    """A new field must be added here, and so to the tests that use this document."""
    assert set(FULL) == set(Application.field_names()) - {"end_users"}
    assert set(FULL["items"][0]) == set(type(read_application(FULL).items[0]).field_names())


def test_a_destination_stands_in_for_the_end_user():
    """Either the end user's country or a destination is enough."""
    without = {key: value for key, value in BARE.items() if key != "end_user"}
    application = read_application({**without, "destination": "SA"})
    assert application.every_end_user() == ()
    named = read_application({**without, "destination": "SA", "end_user": {"kind": "police"}})
    assert named.every_end_user() == (named.end_user,)


def test_several_end_users():
    """`end_users` is the other way to write them."""
    without = {key: value for key, value in BARE.items() if key != "end_user"}
    application = read_application(
        {**without, "end_users": [{"country": "SA"}, {"country": "BR", "kind": "police"}]}
    )
    assert [user.country for user in application.every_end_user()] == ["SA", "BR"]


def test_an_assessment_has_one_name():
    """The short and the full name are the same assessment."""
    made = {"value": "clear_risk", "by": "desk"}
    short = read_application({**BARE, "assessments": {"c2a": made}})
    full = read_application({**BARE, "assessments": {"assessment.c2a": made}})
    assert short == full
    assert list(full.assessments) == ["c2a"]


def test_an_empty_field_is_a_field_not_stated():
    """YAML's `consignee:` without a value says nothing about the consignee."""
    empty = {**BARE, "consignee": None, "kind": None, "route": None, "facts": None}
    application = read_application(empty)
    assert application == read_application(BARE)
    assert application.model_fields_set == {"exporter", "end_user", "items"}


def test_an_application_cannot_be_changed():
    """Frozen all the way down, so it may be shared between threads and used as a key."""
    application = read_application(FULL)
    with pytest.raises(ValidationError):
        application.destination = "BR"
    with pytest.raises(ValidationError):
        application.items[0].rating = "ML1.a"
    with pytest.raises(TypeError):
        application.facts["destination.milex"] = application.facts["destination.stockpile"]
    with pytest.raises(TypeError):
        application.assessments.clear()
    with pytest.raises(TypeError):
        application.facts |= {}
    assert hash(application) == hash(read_application(FULL))


def test_an_application_can_be_copied_and_pickled():
    """A batch may be sent to other processes."""
    application = read_application(FULL)
    assert copy.deepcopy(application) == application
    assert copy.copy(application) == application
    assert pickle.loads(pickle.dumps(application)) == application


def test_names_of_parties_stay_out_of_messages_of_pydantic():
    """A log of the raw error must not hold what a person typed."""
    wrong = {**BARE, "exporter": {"name": ["Secret Name BV"], "country": "NL"}}
    with pytest.raises(ValidationError) as caught:
        Application.model_validate(wrong)
    assert "Secret" not in str(caught.value)


def test_the_models_alone_check_what_the_reader_checks():
    """Building an `Application` by hand is no way around the checks between fields."""
    for wrong in (
        {**BARE, "end_user": {"kind": "police"}},
        {**BARE, "end_users": [{"country": "BR"}]},
        {**BARE, "assessments": {"c2a": {"value": "bar", "by": "desk"}}},
    ):
        with pytest.raises(ValidationError):
            Application.model_validate(wrong)


def test_the_document_holds_only_what_was_stated():
    """A default that nobody stated stays an assumption after a round trip."""
    assert read_application(BARE).document() == BARE
    again = read_application(read_application(FULL).document())
    assert again == read_application(FULL)


def test_the_schema_says_what_it_is():
    """Draft, name and title, as plain JSON."""
    schema = application_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"]
    assert schema["title"]
    assert schema["required"] == ["exporter", "items"]
    assert json.loads(json.dumps(schema)) == schema


def test_every_field_is_described():
    """A form made from the schema can explain each of its fields."""
    schema = application_schema()
    for part in (schema, *schema["$defs"].values()):
        assert part["description"]
        assert part["additionalProperties"] is False
        for name, field in part["properties"].items():
            assert field.get("description"), name


def test_the_schema_has_every_part():
    """Each model stands in the schema."""
    parts = {Application}
    waiting: list[type[Part]] = [Part]
    while waiting:
        for part in waiting.pop().__subclasses__():
            parts.add(part)
            waiting.append(part)
    assert set(application_schema()["$defs"]) == {part.__name__ for part in parts - {Application}}


@pytest.fixture(scope="module")
def validator():
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is a development dependency")
    jsonschema.Draft202012Validator.check_schema(application_schema())
    return jsonschema.Draft202012Validator(application_schema())


def test_the_schema_takes_what_the_reader_takes(validator):
    """Whatever is read without a fault is valid."""

    @given(applications)
    def check(document):
        read_application(document)
        validator.validate(json.loads(json.dumps(document)))

    check()
    validator.validate(json.loads(json.dumps(FULL, default=str)))
    validator.validate(read_application(FULL).model_dump(mode="json"))


@pytest.mark.parametrize(
    "change",
    [{"exporter": {}}, {"items": []}, {"kind": "exprt"}, {"destnation": "SA"}, {"route": "DE"},
     {"end_use": {"onward": "BR"}}, {"documents": {"reexport_clause": "maybe"}},
     {"items": [{"rating": "x", "quantity": -1}]}, {"facts": {"a": {"value": "x"}}},
     {"assessments": {"c2a": {"value": "risk"}}},
     {"assessments": {"c9": {"value": "x", "by": "x"}}}],
)  # fmt: skip
def test_the_schema_refuses_what_the_reader_refuses(validator, change):
    """As far as a schema can say it."""
    assert not validator.is_valid({**BARE, **change})


def test_the_schema_needs_to_know_where_the_goods_go(validator):
    """An end user or a destination, as the reader says too."""
    assert validator.is_valid(BARE)
    assert not validator.is_valid({key: BARE[key] for key in ("exporter", "items")})
