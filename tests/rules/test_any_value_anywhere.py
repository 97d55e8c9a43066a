"""Law files with any value in any place: what cannot be read is told, and never breaks the tool."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from licensecheck import InputError, LawError
from licensecheck.law import law_dir, load_yaml_file
from licensecheck.rules.alliances import load_alliance
from licensecheck.rules.cases import load_cases, load_scenarios
from licensecheck.rules.coverage import load_coverage
from licensecheck.rules.load import load_ruleset
from licensecheck.vocabulary import Vocabulary

VALUES = (5, [1], {"a": 1}, None, "x")
COMMON_POSITION = law_dir() / "eu-common-position"
RULES = load_ruleset(COMMON_POSITION)
Path_ = tuple[Any, ...]


def _places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Every place of a document; of a list the first two entries."""
    yield path
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _places(entry, (*path, key))
    elif isinstance(value, list):
        for place, entry in enumerate(value[:2]):
            yield from _places(entry, (*path, place))


def _put(document: Any, path: Path_, value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(document)
    here = changed
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    return changed


def _rules() -> Any:
    (rule, *_) = load_yaml_file(COMMON_POSITION / "criterion-2.yaml").data["rules"]
    whole = {"unless": {"assessment.permitted_purpose": "yes"}, "reviewed": "2026-11-24",
             "related": {"overlaps": ["cp.2.a.other"]}, "passage": {"celex": "", "language": "EN",
             "hash": "0"}, "source": {"read": "no"}, "from": "2009-01-01", "until": "2010-01-01",
             "cases": []}  # fmt: skip
    head = load_yaml_file(COMMON_POSITION / "criterion-2.yaml").data
    return {**head, "sentences": [], "rules": [{**rule, **whole}], "stops": ["law"],
            "facts": {"mine.agreed": {"ask": "Agreed?", "answered_by": "officer"}},
            "country_lists": {"never": ["RU"]}, "name_lists": {"known": ["A B"]}}  # fmt: skip


def _older() -> Any:
    """A rule as 0.1.0 wrote it."""
    rule = {"id": "mine.small", "title": "Mine", "criterion": "mine", "point": "1", "tier": "duty",
            "force": "procedure", "in_force": {"from": "2008-12-08"}, "when": {"item.salw": "yes"},
            "reason": "{item.rating}", "source": {"act": "Mine", "read": "yes"}}  # fmt: skip
    return {"ruleset": "mine", "criterion": "mine", "title": "Mine", "rules": [rule]}


def _cases() -> Any:
    document = load_yaml_file(COMMON_POSITION / "criterion-2.yaml").data
    rule = document["rules"][1]
    return {**document, "sentences": [], "rules": [{**rule, "cases": rule["cases"][:2]}]}


def _scenario() -> Any:
    (first, *_) = sorted((COMMON_POSITION / "scenarios").glob("*.yaml"))
    return load_yaml_file(first).data


def _coverage() -> Any:
    return load_yaml_file(COMMON_POSITION / "criterion-8.yaml").data | {"rules": [], "base": {}}


def _vocabulary() -> Any:
    document = load_yaml_file(law_dir() / "vocabulary.yaml").data
    return {**document, "facts": [fact for fact in document["facts"] if "asks" in fact][:2]}


FILES: dict[str, tuple[Callable[[], Any], Callable[[Path], Any]]] = {
    "rules": (_rules, load_ruleset),
    "older": (_older, load_ruleset),
    "cases": (_cases, load_cases),
    "scenario": (_scenario, lambda path: load_scenarios(path.parent, RULES)),
    "criterion-8": (_coverage, lambda path: load_coverage(path.parent, RULES.rules)),
    "alliance": (lambda: load_yaml_file(law_dir() / "alliances" / "nato-plus.yaml").data,
                 load_alliance),
    "vocabulary": (_vocabulary, Vocabulary.load),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_a_law_file_with_any_value_in_any_place_is_read_or_refused(
    kind: str, tmp_path: Path
) -> None:
    """Either it is sound, or each fault is a problem with its place."""
    make, load = FILES[kind]
    document = make()
    refused = 0
    for number, path in enumerate(_places(document)):
        for at, value in enumerate(VALUES):
            # A folder of its own: loaders keep what they read by its path.
            folder = tmp_path / f"{number}-{at}"
            folder.mkdir()
            file = folder / f"{kind}.yaml"
            file.write_text(json.dumps(_put(document, path, value), default=str), encoding="utf-8")
            try:
                load(file)
            except (InputError, LawError) as error:
                refused += len(error.problems) > 0
    assert refused > 10
