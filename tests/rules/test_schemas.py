"""The JSON Schemas of the law hold for all that is shipped, and a typo fails."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from licensecheck.commands.schemas import SCHEMAS, schema_text
from licensecheck.errors import LawError
from licensecheck.law import law_dir, load_yaml_file, packaged_rulesets, rule_files
from licensecheck.rules.alliances import load_alliance, packaged_alliances
from licensecheck.rules.cases import load_cases
from licensecheck.rules.load import load_ruleset
from tests.conftest import ROOT

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is a development dependency")

RULE_FILES = [file for path in packaged_rulesets().values() for file in rule_files(path)]
SHIPPED = {
    "ruleset": [*RULE_FILES, ROOT / "examples" / "house-rules" / "house.yaml"],
    "scenario": sorted((law_dir() / "eu-common-position" / "scenarios").glob("*.yaml")),
    "alliance": [*packaged_alliances().values(), *(ROOT / "examples/alliances").glob("*.yaml")],
    "mapping": sorted((ROOT / "examples").glob("**/*mapping*/*.yaml"))
    + sorted((ROOT / "examples").glob("**/*.mapping.yaml")),
    "application": [ROOT / "examples" / "application.yaml"],
}
Change = Callable[[Any], None]


@cache
def _validator(which: str) -> Any:
    schema = json.loads(schema_text(which))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _data(which: str, name: str) -> Any:
    (path,) = (path for path in SHIPPED[which] if path.name == name)
    return load_yaml_file(path).data


@pytest.mark.parametrize("which", SHIPPED)
def test_a_schema_says_what_it_is(which: str) -> None:
    """Draft, name and title, as plain JSON; every field is described or closed."""
    schema = SCHEMAS[which]()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"licensecheck/{which}/1"
    assert schema["title"]
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("which", "path"),
    [(which, path) for which, paths in SHIPPED.items() for path in paths],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_every_shipped_file_holds(which: str, path: Path) -> None:
    """The files that ship are as their schema says."""
    errors = sorted(_validator(which).iter_errors(load_yaml_file(path).data), key=str)
    assert not errors, f"{errors[0].json_path}: {errors[0].message[:300]}"


def _rule(change: Change) -> Change:
    return lambda data: change(data["rules"][0])


def _rename(old: str, new: str) -> Change:
    def change(row: dict[str, Any]) -> None:
        row[new] = row.pop(old)

    return change


RULE_TYPOS: dict[str, Change] = {
    "file field": _rename("says", "sys"),
    "rule field": _rule(_rename("resolves", "resolve")),
    "missing field": _rule(lambda rule: rule.pop("reason")),
    "tier": _rule(lambda rule: rule.update(tier="asess")),
    "force": _rule(lambda rule: rule.update(force="deni")),
    "fact": _rule(lambda rule: rule["when"].update({"item.represion": "typical"})),
    "token": _rule(lambda rule: rule["when"].update({"destination.depth": "ful"})),
    "tokens": _rule(lambda rule: rule["when"].update({"end_user.kind": ["polce"]})),
    "operator": _rule(lambda rule: rule["when"].update({"item.repression": {"at_leest": "none"}})),
    "two operators": _rule(lambda rule: rule["when"].update(
        {"item.repression": {"at_least": "possible", "at_most": "possible"}})),
    "idle bound": _rule(lambda rule: rule["when"].update(
        {"item.repression": {"at_least": "none"}})),
    "bound of an unordered fact": _rule(lambda rule: rule["when"].update(
        {"end_user.kind": {"at_least": "police"}})),
    "empty when": _rule(lambda rule: rule.update(when={})),
    "country in a rule of the Union": _rule(lambda rule: rule["when"].update(
        {"exporter.country": "NL"})),
    "declared fact in unless": _rule(lambda rule: rule.update(
        unless={"docs.reexport_clause": "yes"})),
    "placeholder": _rule(lambda rule: rule.update(reason="{item.ratin} leaves")),
    "open brace": _rule(lambda rule: rule.update(reason="{item.rating leaves")),
    "day": _rule(lambda rule: rule.update({"from": "8 December 2008"})),
    "no first day": _rule(lambda rule: rule.update(in_force={"until": "2025-01-01"})),
    "criterion against id": _rule(lambda rule: rule.update(criterion=3)),
    "point against id": _rule(lambda rule: rule.update(point="Art. 2(3)")),
    "yields on a screen": _rule(lambda rule: rule.update(yields="review")),
    "read": lambda data: data["source"].update(read="maybe"),
    "read of a rule": _rule(lambda rule: rule.update(source={"read": "maybe"})),
    "ground": _rule(lambda rule: rule.update(rests_on="hearsay")),
    "setting": lambda data: data["screening"][0].update(rule="cp.2.a.impunity"),
    "token of a setting": lambda data: data["screening"][0].update(
        when={"destination.depth": "ful"}),
    "resolves": _rule(lambda rule: rule.update(resolves=["docs.eu"])),
    "related": _rule(lambda rule: rule.update(related={"overlap": ["cp.1.a.political"]})),
    "related without a list": _rule(lambda rule: rule.update(
        related={"overlaps": "cp.1.a.political"})),
    "long title": _rule(lambda rule: rule.update(title="t" * 81)),
    "id": _rule(lambda rule: rule.update(id="CP.2.A.security")),
}  # fmt: skip


def _case(change: Change) -> Change:
    return lambda data: change(data["rules"][0]["cases"][0])


CASE_TYPOS: dict[str, Change] = {
    "kind": _case(_rename("triggers", "trigers")),
    "status": _case(lambda case: case.update(expect={"cp.2.a.impunity": "reveiw"})),
    "rule id": _case(lambda case: case.update(expect={"CP": "review"})),
    "field": _case(_rename("given", "change")),
    "sentence": _case(lambda case: case.update(triggers="")),
    "sentence of the point": lambda data: data["sentences"][0].pop("says"),
    "coverage": lambda data: data["coverage"].update(encodes=["cp.2.a.impunity"]),
}
GIVEN_TYPOS: dict[str, Change] = {
    "application field": _case(lambda case: case.update(given={"end_usr": {}})),
    "party": _case(lambda case: case.update(
        given={"end_user": {"country": "BR", "kind": "polce"}})),
    "fact": _case(lambda case: case.update(given={"item.represion": "none"})),
    "token": _case(lambda case: case.update(given={"item.repression": "nome"})),
    "no source": _case(lambda case: case.update(given={"item.salw": {"value": "no"}})),
    "interval of an unordered fact": _case(lambda case: case.update(
        given={"item.salw": {"from": "no", "to": "yes"}})),
}  # fmt: skip

SCENARIO_TYPOS: dict[str, Change] = {
    "outcome": lambda data: data["expect"].update(outcome="reveiw"),
    "verdict": lambda data: data["expect"].update(containment={"nato": "leves"}),
    "field": _rename("story", "storey"),
    "seen": lambda data: data["source"].update(seen="perhaps"),
    "application": lambda data: data["application"].pop("exporter"),
}

ALLIANCE_TYPOS: dict[str, Change] = {
    "field": _rename("inside", "insde"),
    "row": lambda data: data.update(inside=[{"grup": "NATO"}]),
    "country": lambda data: data.update(inside=[{"country": 7}]),
    "nothing inside": lambda data: data.update(inside=[]),
    "area": lambda data: data.update(area="article_5"),
}

TYPOS = [
    *(("ruleset", "criterion-2.a.yaml", name, change)
      for name, change in (RULE_TYPOS | CASE_TYPOS | GIVEN_TYPOS).items()),
    *(("scenario", "ukraine-f16-2024.yaml", name, change)
      for name, change in SCENARIO_TYPOS.items()),
    *(("alliance", "nato.yaml", name, change) for name, change in ALLIANCE_TYPOS.items()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("which", "file", "change"),
    [(which, file, change) for which, file, _, change in TYPOS],
    ids=[f"{which}: {name}" for which, _, name, _ in TYPOS],
)
def test_a_typo_fails(which: str, file: str, change: Change) -> None:
    """A sound file with one fault put in does not hold."""
    data = copy.deepcopy(_data(which, file))
    assert _validator(which).is_valid(data)
    change(data)
    assert not _validator(which).is_valid(data)


@pytest.mark.parametrize("name", RULE_TYPOS)
def test_the_loader_refuses_what_the_schema_does(name: str, tmp_path: Path) -> None:
    """Schema and loader agree: what an editor marks, the program does not load."""
    with pytest.raises(LawError):
        load_ruleset(_changed(tmp_path, RULE_TYPOS[name]))


@pytest.mark.parametrize("name", CASE_TYPOS)
def test_the_loader_refuses_such_a_case(name: str, tmp_path: Path) -> None:
    """The same of cases; what they give is refused when they are run."""
    with pytest.raises(LawError):
        load_cases(_changed(tmp_path, CASE_TYPOS[name]))


def _changed(tmp_path: Path, change: Change) -> Path:
    data = copy.deepcopy(_data("ruleset", "criterion-2.a.yaml"))
    change(data)
    head = tmp_path / data["part_of"]
    head.write_text(json.dumps(_data("ruleset", head.name)), encoding="utf-8")
    path = tmp_path / "criterion-2.a.yaml"
    # JSON is YAML.
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ALLIANCE_TYPOS)
def test_the_loader_refuses_such_an_alliance(name: str, tmp_path: Path) -> None:
    """The same of alliances."""
    data = copy.deepcopy(_data("alliance", "nato.yaml"))
    ALLIANCE_TYPOS[name](data)
    path = tmp_path / "mine.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(LawError):
        load_alliance(path)
