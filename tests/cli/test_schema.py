"""The published schemas hold for what goes in and what comes out."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from licensecheck.law import law_dir, load_yaml_file, packaged_rulesets
from licensecheck.rules.cases import load_cases
from tests.cli.running import BARE, DAY, refused, run
from tests.conftest import ROOT

# Applications; the folders beside them hold rules, alliances and tables.
EXAMPLES = [path for folder in ("examples", "examples/granted")
            for path in sorted((ROOT / folder).glob("*.yaml"))]  # fmt: skip
SCENARIOS = sorted((law_dir() / "eu-common-position" / "scenarios").glob("*.yaml"))


def validator(which):
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is a development dependency")
    ran = run("schema", which)
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def plain(value):
    """As JSON has it: a fraction is a number."""
    return json.loads(json.dumps(value, default=lambda one: float(one) if isinstance(one, Decimal)
                                 else str(one)))  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("--destination", "SA"),
        ("--destination", "DE"),
        ("--destination", "RU", "--alliance", "eu", "--alliance", "nato-treaty-area"),
        ("--destination", "EU", "--value", "24m"),
        ("--destination", "diverse", "--full-depth"),
        ("--destination", "SA", "--rating", "6A002", "--end-user-kind", "company"),
        ("--destination", "SA", "--engine", "bitset"),
    ],
)
def test_every_result_is_as_its_schema_says(words):
    """Whatever the outcome."""
    given = ("--rating", "ML6.a", *words) if "--rating" not in words else words
    ran = run("check", "--exporter", "NL", "--as-of", DAY, *given, "--format", "json")
    validator("result").validate(json.loads(ran.out))


def test_the_schema_of_a_result_refuses_what_is_none():
    """A status that does not exist, a field left out."""
    schema = validator("result")
    document = json.loads(run(*BARE, "--format", "json").out)
    assert schema.is_valid(document)
    document["outcome"]["status"] = "approved"
    assert not schema.is_valid(document)
    assert not schema.is_valid({"schema": "licensecheck/result/1"})


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_example_is_an_application_and_is_screened(path: Path):
    """By its schema and by the program."""
    validator("application").validate(plain(load_yaml_file(path).data))
    assert run("check", str(path)).code in (0, 3, 4, 5, 6)


def test_every_scenario_and_case_is_an_application():
    """By its schema: those of the scenarios, and those of the cases of rules."""
    schema = validator("application")
    documents = [load_yaml_file(path).data["application"] for path in SCENARIOS]
    for root in packaged_rulesets().values():
        documents += [case.application for case in load_cases(root)]
    assert len(documents) > 300
    for document in documents:
        schema.validate(plain(document))


def test_an_unknown_schema_is_told_with_the_nearest():
    """Or with all there are."""
    assert "did you mean `result`?" in refused(run("schema", "reslt")).err
    assert "one of: application, result" in refused(run("schema", "zzz")).err
