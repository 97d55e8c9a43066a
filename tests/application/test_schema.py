"""The JSON Schema of an application agrees with the models."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from licensecheck.application import application_schema, read_application
from licensecheck.application.models import Application
from licensecheck.application.part import Part
from tests.application.test_laws import applications
from tests.application.test_models import BARE, FULL


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
