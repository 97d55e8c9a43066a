"""Every small fault in a rule fails a case of its file, or says why none can."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licensecheck.law import packaged_rulesets
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import Clause, Rule, RuleSource
from tests.strategies import VOCABULARY
from tools.mutate_rules import Score, Survivor, explained, main, packaged_files, run_file
from tools.rule_mutants import mutants_of

pytestmark = pytest.mark.costly

FOLDER = packaged_rulesets()["eu-common-position"]
SECURITY = Clause("end_user.security_role", "in", ("yes",))
POSSIBLE = Clause("item.repression", "at_least", ("possible",))
PLACE = Clause("end_use.place", "in", ("third_country", "contested_area"))
PERMITTED = Clause("assessment.permitted_purpose", "in", ("yes",))


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    return [run_file(file) for file in packaged_files()]


def test_no_mutant_survives_unexplained(scores: list[Score]) -> None:
    """What survives is listed with its reason, and what is listed survives."""
    survivors = {survivor for score in scores for survivor in score.survivors}
    assert survivors == set(explained())


def test_every_rule_is_mutated(scores: list[Score]) -> None:
    """The packaged rules give at least two mutants each, about nine on average."""
    rules = [rule for path in packaged_rulesets().values() for rule in load_ruleset(path).rules]
    assert all(len(mutants_of(rule, VOCABULARY)) >= 2 for rule in rules)
    assert sum(score.mutants for score in scores) > 8 * len(rules)
    assert all(len(reason.split()) > 5 for reason in explained().values())


def _rule(*groups: tuple[Clause, ...], **more: object) -> Rule:
    return Rule(
        id="cp.2.a.mine", title="mine", criterion="2", point="Art. 2(2)(a)", tier="screen",
        force="deny", in_force_from=date(2008, 12, 8), in_force_until=None, yields="",
        judgement="", when=groups, unless=(), reason="mine", resolves=(),
        source=RuleSource("none"), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _texts(rule: Rule) -> list[str]:
    return [mutant.text for mutant in mutants_of(rule, VOCABULARY)]


def test_clauses_are_dropped_flipped_and_moved() -> None:
    """A bound moves one token each way; what would say the same twice is made once."""
    assert _texts(_rule((POSSIBLE, SECURITY))) == [
        "when: without the clause `item.repression at least possible`",
        "when: `item.repression at most possible` instead of `item.repression at least possible`",
        "when: `item.repression at least none` instead of `item.repression at least possible`",
        "when: `item.repression at least typical` instead of `item.repression at least possible`",
        "when: without the clause `end_user.security_role is yes`",
        "when: `end_user.security_role is not yes` instead of `end_user.security_role is yes`",
        "when: `end_user.security_role is yes or no` instead of `end_user.security_role is yes`",
    ]


def test_sets_are_narrowed_and_widened() -> None:
    """Each value is taken out once, and each that is not there put in."""
    assert _texts(_rule((PLACE,)))[1:] == [
        f"when: `end_use.place {words}` instead of `{PLACE}`"
        for words in (
            "is not third_country or contested_area",
            "is contested_area",
            "is third_country",
            "is third_country or contested_area or destination",
        )
    ]


def test_alternatives_and_exceptions_are_dropped() -> None:
    """Without one alternative, and without the exception."""
    texts = _texts(replace(_rule((POSSIBLE,), (SECURITY,)), unless=((PERMITTED,),)))
    assert "when: without the alternative `end_user.security_role is yes`" in texts
    assert "unless: without the alternative `assessment.permitted_purpose is yes`" in texts
    assert f"unless: `{replace(PERMITTED, operator='not_in')}` instead of `{PERMITTED}`" in texts


def test_a_mutant_that_says_the_same_is_left_out() -> None:
    """An alternative that the other holds already can go unseen."""
    typical = Clause("item.repression", "at_least", ("typical",))
    texts = _texts(_rule((POSSIBLE,), (typical,)))
    assert "when: without the alternative `item.repression at least typical`" not in texts
    assert "when: without the alternative `item.repression at least possible`" in texts


def test_days_are_moved_where_they_can_be_seen() -> None:
    """The first edition begins with the Common Position, and nothing is decided before."""
    first = _rule((SECURITY,))
    amended = replace(first, in_force_from=date(2019, 9, 17), in_force_until=date(2025, 4, 15))
    assert not [text for text in _texts(first) if text.startswith("in_force")]
    assert [text for text in _texts(amended) if text.startswith("in_force")] == [
        "in_force: begins a day early", "in_force: begins a day late",
        "in_force: ends a day early", "in_force: ends a day late",
    ]  # fmt: skip


def _copied(tmp_path: Path, text: str) -> Path:
    """The files of criterion 6, one of them with another text."""
    for file in FOLDER.glob("criterion-6*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    file = tmp_path / "criterion-6.a.yaml"
    file.write_text(text, encoding="utf-8")
    return file


CRITERION_6_A = (FOLDER / "criterion-6.a.yaml").read_text(encoding="utf-8")


def test_a_case_less_leaves_a_survivor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The run notices that a case is gone: exit code 1, and the mutant is named."""
    text = CRITERION_6_A
    start = text.index("      - triggers: a buyer credibly reported to deal with smugglers")
    file = _copied(tmp_path, text[:start])
    gone = Survivor(
        "cp.6.a.crime",
        "when: `destination.crime_links at least established` instead of "
        "`destination.crime_links at least credible`",
    )
    assert run_file(file).survivors == (gone,)
    assert main([str(file)]) == 1
    assert f"{gone.rule}  {gone.mutant}" in capsys.readouterr().out
    assert main([str(_copied(tmp_path, text))]) == 0


def test_a_rule_that_fails_its_own_cases_is_not_scored(tmp_path: Path) -> None:
    """A score on cases that fail anyway would say nothing."""
    sentence = "triggers: a buyer credibly reported to deal with smugglers"
    file = _copied(tmp_path, CRITERION_6_A.replace(sentence, sentence.replace("triggers", "open")))
    with pytest.raises(AssertionError, match=r"`cp\.6\.a\.crime` is not what the case expects"):
        run_file(file)
