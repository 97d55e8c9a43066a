"""Schemas for editors: written to a folder, and what the program starts fits them."""

from __future__ import annotations

import json

import pytest

from licensecheck.commands.schemas import SCHEMAS, WRITTEN
from licensecheck.documents.strict_yaml import load_yaml
from tests.cli.running import refused, run
from tests.conftest import ROOT

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is a development dependency")


def fits(which, text):
    """Whether a document fits a schema, as an editor sees it."""
    schema = jsonschema.Draft202012Validator(SCHEMAS[which]())
    return schema.is_valid(load_yaml(text, name="x").data)


def test_the_schemas_of_what_people_write_are_files(tmp_path):
    """Each is a schema by itself, under the name that the starts speak of."""
    folder = tmp_path / "schemas"
    ran = run("schema", "--folder", str(folder))
    assert ran.code == 0, ran.err
    assert {path.name for path in folder.iterdir()} == {f"{one}.schema.json" for one in WRITTEN}
    for path in folder.iterdir():
        schema = json.loads(path.read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        assert str(path) in ran.out


@pytest.mark.parametrize("words", [(), ("application", "--folder", "x"), ("aplication",)])
def test_one_schema_or_a_folder(words):
    """Neither, both, or a name that is none: the names are told."""
    assert "application" in refused(run("schema", *words)).err


@pytest.mark.parametrize(
    ("which", "words"),
    [("application", ("new",)), ("ruleset", ("rules", "new"))],
)
def test_a_start_fits_its_schema(tmp_path, which, words):
    """And names the schema."""
    file = tmp_path / "house.yaml"
    assert run(*words, str(file)).code == 0
    assert f"{which}.schema.json" in file.read_text()
    assert fits(which, file.read_text())


def test_a_mapping_that_is_proposed_fits_its_schema(tmp_path):
    """Of each example of a table."""
    pytest.importorskip("polars")
    file = tmp_path / "mapping.yaml"
    table = ROOT / "examples" / "tables" / "ministry.csv"
    ran = run("table", str(table), "--write", str(file))
    assert ran.code == 0, ran.err
    assert "mapping.schema.json" in file.read_text()
    assert fits("mapping", file.read_text())


@pytest.mark.parametrize(
    ("which", "text"),
    [
        ("mapping", "columns: {destnation: Land}\n"),
        ("mapping", "unit: dozens\n"),
        ("mapping", "colums: {}\n"),
        ("denials", "denials: [{reference: A, state: DE, date: 2024-01-01}]\n"),
        ("denials", "denials: {}\n"),
        ("alliance", "alliance: x\ntitle: X\ninside: [{group: NATO, country: DE}]\n"),
        ("ruleset", "ruleset: house\nfacts: {house.a: {title: x}}\nrules: []\n"),
        ("ruleset", "ruleset: house\nfacts: {house.a: {ask: x, answerd_by: officer}}\nrules: []\n"),
    ],
)
def test_an_editor_sees_what_the_reader_refuses(which, text):
    """A field or word that is none, and one that is missing."""
    assert not fits(which, text)


def test_denials_fit_their_schema():
    """One alias, or a list of them."""
    row = "{reference: A, state: DE, date: 2024-01-01, destination: SA, rating: ML6, aliases: X}"
    assert fits("denials", f"denials: [{row}]\n")
    assert fits("denials", "denials: []\n")
