"""Faulty rule files: every problem at once, each with file, line, rule, clause and help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licensecheck.errors import LawError
from licensecheck.law import packaged_rulesets
from licensecheck.rules.load import load_ruleset

GOOD = """\
ruleset: mine
title: Rights
point: Art. 2(2)(a)
says: Refuse on a clear risk.
source: {act: Common Position 2008/944/CFSP, read: yes}
from: 2008-12-08
force: deny
rules:
  - id: cp.2.a.mine
    title: a rule
    tier: assess
    when: {item.repression: {at_least: possible}, end_user.security_role: yes}
    reason: "{item.rating} for {end_user}"
"""

# The same as 0.1.0 wrote it.
OLDER = """\
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


def test_a_long_title(tmp_path: Path) -> None:
    """A title beyond its length is a text that is too long, with both lengths, and no list."""
    (problem,) = _problems(tmp_path, GOOD.replace("title: a rule", f"title: {'a' * 81}"))
    assert "title: the text is too long: 81 characters, at most 80 are read" in problem


def test_a_good_file(tmp_path: Path) -> None:
    """A sound file gives its rules, each knowing where it stands."""
    path = tmp_path / "criterion-2.yaml"
    path.write_text(GOOD, encoding="utf-8")
    rule = load_ruleset(path).rules[0]
    assert (rule.id, rule.place) == ("cp.2.a.mine", "criterion-2.yaml:9")
    assert rule.facts == ("item.repression", "end_user.security_role")


def test_what_the_head_says_holds_for_its_rules(tmp_path: Path) -> None:
    """A rule that says nothing of its own is the rule that 0.1.0 wrote out in full."""
    rules = []
    for text in (GOOD, OLDER):
        path = tmp_path / "criterion-2.yaml"
        path.write_text(text, encoding="utf-8")
        (rule,) = load_ruleset(path).rules
        rules.append(replace(rule, place=""))
    assert rules[0] == rules[1]


def test_a_rule_says_what_is_its_own(tmp_path: Path) -> None:
    """Days, force, judgement and each part of the source of a rule go before those of the head."""
    own = "    force: weigh\n    from: 2019-09-17\n    source: {read: partly, language: DE}\n"
    path = tmp_path / "criterion-2.yaml"
    path.write_text(GOOD + own, encoding="utf-8")
    (rule,) = load_ruleset(path).rules
    assert (rule.force, rule.in_force_from) == ("weigh", date(2019, 9, 17))
    assert rule.source.act == "Common Position 2008/944/CFSP"
    assert (rule.source.read, rule.source.language) == ("partly", "DE")


@pytest.mark.parametrize(
    ("ground", "act", "point", "read"),
    [
        ("indicator", "Indicator of this project for {point} of Common Position 2008/944/CFSP",
         "Art. 2(2)(a), indicator", "no"),
        ("practice", "Practice implied by {point} of Common Position 2008/944/CFSP",
         "Art. 2(2)(a), practice", "no"),
        ("guide", "User's Guide to Common Position 2008/944/CFSP on {point}",
         "Art. 2(2)(a), User's Guide", "partly"),
    ],
)  # fmt: skip
def test_what_does_not_rest_on_the_point_says_so(
    tmp_path: Path, ground: str, act: str, point: str, read: str
) -> None:
    """What a rule rests on is cited with the point, and is read no further than it can be."""
    path = tmp_path / "criterion-2.yaml"
    path.write_text(f"{GOOD}    rests_on: {ground}\n", encoding="utf-8")
    (rule,) = load_ruleset(path).rules
    assert (rule.source.act, rule.point, rule.source.read) == (act, point, read)


def test_a_setting_is_read_by_each_alternative(tmp_path: Path) -> None:
    """A setting at the head is a clause of the rules that it names, and of no other."""
    text = GOOD.replace(
        "rules:\n",
        "screening: [{when: {destination.depth: full}, rules: [cp.2.a.mine]}]\nrules:\n",
    ).replace(
        "when: {item.repression: {at_least: possible}, end_user.security_role: yes}",
        "when: [{item.repression: {at_least: possible}}, {end_user.security_role: yes}]",
    )
    path = tmp_path / "criterion-2.yaml"
    path.write_text(text + text.split("rules:\n")[1].replace("mine", "other"), encoding="utf-8")
    mine, other = load_ruleset(path).rules
    assert [[clause.fact for clause in group] for group in mine.when] == [
        ["item.repression", "destination.depth"], ["end_user.security_role", "destination.depth"],
    ]  # fmt: skip
    assert "destination.depth" not in other.facts


def test_a_part_has_title_and_body_of_its_head(tmp_path: Path) -> None:
    """What the head of a heading says is not said again by its parts."""
    (tmp_path / "criterion-2.yaml").write_text("ruleset: mine\ntitle: Rights\n")
    path = tmp_path / "criterion-2.a.yaml"
    path.write_text(GOOD.replace("ruleset: mine\ntitle: Rights", "part_of: criterion-2.yaml"))
    for found in (load_ruleset(path), load_ruleset(tmp_path)):
        assert (found.name, found.titles) == ("mine", {"2": "Rights"})
        assert found.rules[0].ruleset == "mine"
        assert set(found.files) == {"criterion-2.a.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("security_role: yes", "security_role: yess",
         "criterion-2.yaml:12: rule `cp.2.a.mine`: when.end_user.security_role: "
         "no such value `yess`\n  help: did you mean `yes`?"),
        ("end_user.security_role", "end_user.securty_role",
         "did you mean `end_user.security_role`?"),
        ("at_least: possible", "at_least: none", "`at_least: none` decides nothing"),
        ("at_least: possible", "at_leest: possible", "takes one of `not`, `at_least`, `at_most`"),
        ("{at_least: possible}", "{not: [possible]}", "must stand side by side"),
        ("{at_least: possible}", "[]", "asks for no value"),
        ("tier: assess", "tier: asess", "did you mean `assess`?"),
        ("tier: assess", "tier: assess\n    reviewed: {by: desk}", "reviewed: a text is needed"),
        ("tier: assess", "tier: confirm", "a confirm rule reads officer's facts only"),
        ("tier: assess", "tier: assess\n    criterion: 3", "criterion `3` do not agree"),
        ("    title: a rule", "    title: a rule\n    in_force: 2008-12-08",
         "`in_force` holds a day `from`"),
        ("    title: a rule", "    title: a rule\n    until: 2008-12-08",
         "until: does not lie after `from`"),
        ("Art. 2(2)(a)", "Art. 2(3)", "do not agree"),
        ("cp.2.a.mine", "cp.9.a.mine", "names no criterion and no article"),
        ("cp.2.a.mine", "cp.2.A.mine", "an id looks like `cp.2.a.covenants`"),
        ("2008-12-08", "2008-13-08", "`2008-13-08` is not a day"),
        ("{item.rating}", "{item.ratin}", "did you mean `item.rating`?"),
        ("{item.rating}", "{item.rating", "a brace or a bracket is not closed"),
        ("read: yes", "read: yess", "did you mean `yes`?"),
        ("act: Common Position 2008/944/CFSP", "act: 'Guide on {pont}'",
         "takes no braces but `{point}`"),
        ("    title: a rule\n", "", "rule `cp.2.a.mine`: `title` is missing"),
        ("point: Art. 2(2)(a)\n", "", "`point` is missing\n  help: the rule states it"),
        ("from: 2008-12-08\n", "", "`from` is missing"),
        ("force: deny\n", "force: bar\n", "`force` is missing"),
        ("read: yes", "note: none", "`source` is missing"),
        ("    reason:", "    resolves: [{docs.euc: x}]\n    reason:", "a text is needed"),
        ("    reason:", "    resolves: [docs.ecu]\n    reason:", "did you mean `docs.euc`?"),
        ("    title: a rule\n", "    titel: a rule\n", "did you mean `title`?"),
        ("title: Rights\n", "titel: Rights\n", "did you mean `title`?"),
        ("end_user.security_role: yes", "exporter.country: NL", "names a country"),
        ("    reason:", "    unless: {docs.reexport_clause: yes}\n    reason:",
         "only an officer's fact may switch a rule off"),
        ("    reason:", "    yields: review\n    reason:", "on a law or confirm rule"),
        ("rules:", "screening: [{when: {destination.depth: full}, rules: [cp.2.a.min]}]\nrules:",
         "no rule `cp.2.a.min` in this file"),
        ("rules:", "screening: [{when: {destination.depth: ful}, rules: [cp.2.a.mine]}]\nrules:",
         "criterion-2.yaml:8: screening[0].when.destination.depth: no such value `ful`"),
        ("title: Rights\n", "part_of: criterion-2-head.yaml\n", "there is no file"),
        ("    tier: assess\n", "    tier: assess\n    rests_on: gide\n", "did you mean `guide`?"),
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
        GOOD.replace("assess", "asess")
        .replace("2008-12-08", "never")
        .replace("role: yes}", "role: yess}")
    )
    lines = [problem.split(":")[1] for problem in _problems(tmp_path, text)]
    assert lines == ["6", "11", "12"]


def test_clauses_that_are_all_faulty_are_told_once_each(tmp_path: Path) -> None:
    """Nothing is said of a rule without clauses: it has them, and each was told."""
    text = GOOD.replace("at_least: possible", "at_leest: possible")
    problems = _problems(tmp_path, text.replace("security_role: yes", "security_role: yess"))
    assert len(problems) == 2


def test_a_repeated_id(tmp_path: Path) -> None:
    """Two rules of one id are refused, and the first one's place is given."""
    body = GOOD.split("rules:\n", 1)[1]
    assert any("at criterion-2.yaml:9" in p for p in _problems(tmp_path, GOOD + body))


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
