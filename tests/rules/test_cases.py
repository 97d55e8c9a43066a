"""The cases beside the rules: each gives all the findings it expects, and no other."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from licensecheck import LawError, Screener
from licensecheck.rules.cases import Case, cases_beside, load_cases
from licensecheck.rules.load import load_ruleset, packaged_rulesets, rule_files
from licensecheck.screening.case_runner import run_case

FILES = [file for path in packaged_rulesets().values() for file in rule_files(path)]


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener()


def _cases(file: Path) -> list[Case]:
    return [
        case for beside in cases_beside(file) for case in load_cases(beside, load_ruleset(file))
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_cases(file: Path, screener: Screener) -> None:
    """Every case of the file passes."""
    failed = [
        f"{outcome.case.place} ({outcome.case.name}): {difference}"
        for outcome in (run_case(case, load_ruleset(file), screener) for case in _cases(file))
        for difference in outcome.differences
    ]
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_rule_has_its_cases(file: Path) -> None:
    """Each rule has a case that triggers, a near miss, and one that leaves it open."""
    kinds = defaultdict(set)
    for case in _cases(file):
        kinds[case.rule].add(case.kind)
    for rule in load_ruleset(file).rules:
        assert kinds[rule.id] == {"triggers", "near_miss", "open"}, rule.id


def test_a_file_without_a_case_is_refused(tmp_path: Path) -> None:
    """It would pass without having tested anything."""
    path = tmp_path / "mine.cases.yaml"
    path.write_text("base: {}\ncases: []\n")
    with pytest.raises(LawError, match="there is no case under `cases`"):
        load_cases(path, load_ruleset(FILES[0]))
