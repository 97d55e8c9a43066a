"""Coverage: every point of the text has its place, and points and rules agree."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from licensecheck.errors import LawError
from licensecheck.law import packaged_rulesets
from licensecheck.rules.coverage import Coverage, load_coverage
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.reading import read_law_file
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.findings import citation

FOLDER = packaged_rulesets()["eu-common-position"]
RULES = load_ruleset(FOLDER).rules


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return load_coverage(FOLDER, RULES)


def test_every_criterion_and_article_is_there(coverage: Coverage) -> None:
    """The eight criteria, and Articles 1 to 16; Article 2 is the criteria."""
    assert list(coverage.sections()) == [
        *(f"criterion {number}" for number in range(1, 9)),
        *(f"article {number}" for number in (1, *range(3, 17))),
    ]


def test_every_point_has_rules_or_a_reason(coverage: Coverage) -> None:
    """An encoded point names rules or what keeps it; any other says why, in a sentence."""
    for point in coverage.points:
        assert bool(point.rules) != bool(point.reason), point.id
        assert not point.reason or len(point.reason.split()) >= 4, point.id
        assert point.says, point.id
        assert point.verified in ("yes", "partly", "no"), point.id


def test_states_are_those_of_the_file(coverage: Coverage) -> None:
    """One of each class, and what keeps a point where no rule does."""
    by_id = {point.id: point for point in coverage.points}
    states = {name: by_id[name].state for name in ("c7.b", "c6.head", "a8", "a10")}
    assert states == {
        "c7.b": "encoded", "c6.head": "judgement", "a8": "out_of_scope", "a10": "encoded",
    }  # fmt: skip
    assert (by_id["a10"].rules, by_id["c7.b"].rules) == ((), ("cp.7.b.ability",))
    assert by_id["a10"].reason.startswith("The vocabulary holds no fact on an economic")


def test_a_point_nobody_read_says_so(coverage: Coverage) -> None:
    """A rule is not said to be read further than the best of the points that it encodes."""
    order = ("no", "partly", "yes")
    for rule in RULES:
        read = [order.index(p.verified) for p in coverage.points if rule.id in p.rules]
        assert max(read) >= order.index(rule.source.read), rule.id


def test_what_is_no_wording_does_not_cite_the_point_alone() -> None:
    """Guidance, practice, indicators and what was never seen are cited as such, with the point."""
    said = {rule.id: citation(rule).partition(" (wording")[0] for rule in RULES}
    position = "Common Position 2008/944/CFSP"
    assert said["cp.7.c.stockpile"] == f"User's Guide to {position} on Art. 2(7)(c)"
    assert said["cp.art.4.search"] == f"Practice implied by Art. 4(1) of {position}"
    assert said["cp.6.a.fatf"] == f"Indicator of this project for Art. 2(6)(a) of {position}"
    assert said["cp.7.v.hub"].endswith("2025/779, place not seen, kept here under Art. 2(7)")
    assert said["cp.7.c.weak"] == f"Art. 2(7)(c) {position}"
    assert said["cp.art.5.salw-euc"] == "Decision (CFSP) 2021/38"
    for rule in RULES:
        if rule.source.act.startswith(("Practice", "Indicator")) or "2025/779" in rule.source.act:
            assert rule.source.read == "no", rule.id
            assert "{point}" in rule.source.act, rule.id
        words = {"User's Guide", "practice", "indicator", "place not seen", "letter not seen"}
        assert ("{point}" in rule.source.act) == (rule.point.partition(", ")[2] in words), rule.id


def test_the_languages_are_those_in_which_the_point_was_read(coverage: Coverage) -> None:
    """A rule that was read names no language in which no point that it encodes was read."""
    for rule in RULES:
        points = [point for point in coverage.points if rule.id in point.rules]
        seen = {one for point in points for one in point.language.split(", ") if one}
        if rule.source.read != "no" and "{point}" not in rule.source.act and seen:
            assert set(rule.source.language.split(", ")) <= seen, rule.id


def test_counts_add_up(coverage: Coverage) -> None:
    """The states of the sections sum to those of the whole, and none is lost."""
    sections = [coverage.count(section) for section in coverage.sections()]
    whole = coverage.count()
    assert whole == {state: sum(one[state] for one in sections) for state in whole}
    assert sum(whole.values()) == len(coverage.points)


def test_what_the_program_is_said_to_keep() -> None:
    """No fact is a benefit, and no rule begins before the Common Position."""
    benefits = ("benefit", "offset", "jobs", "employment", "industr", "profit")
    words = Vocabulary.load()
    assert not [name for name in words if any(word in name for word in benefits)]
    assert min(rule.in_force_from.isoformat() for rule in RULES) == "2008-12-08"


def _swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged rules, which may be changed."""
    ignore = shutil.ignore_patterns("scenarios")
    return Path(shutil.copytree(FOLDER, tmp_path / "rules", ignore=ignore))


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("criterion-7.b", _swap("coverage:\n", "coverage:\n  encoded: [cp.7.b.abilty]\n"),
         "did you mean `cp.7.b.ability`?"),
        ("criterion-7.b", _swap("coverage:\n", "coverage:\n  encoded: [cp.7.a.implausible]\n"),
         "no point names the rule `cp.7.b.ability`"),
        ("criterion-7.b", _swap("coverage:\n", "coverage:\n  also: [cp.4.record]\n"),
         "criterion 7 is not criterion 4"),
        ("criterion-2", _swap("cp.2.x.grave, cp.2.a.covenants]", "cp.2.x.grave, cp.2.b.mandate]"),
         "the text says deny, the rule caution"),
        ("criterion-7.circ", _swap("coverage:\n", "coverage:\n  also: [cp.7.b.ability]\n"),
         "the rule begins 2008-12-08, before the text (2025-04-15)"),
        ("criterion-2", _swap("encoded: [cp.2.c.treaties]", "encoded: []"), "the list is empty"),
        ("criterion-4.d", _swap("coverage:\n", "coverage:\n  judgement: a person looks\n"),
         "only an encoded point can leave something to a person"),
        ("criterion-8", _swap("encoded: [cp.8.aid]", "encoded: [cp.8.aid]\n      judgement: both"),
         "takes one of"),
        ("article-12", _swap("out_of_scope: It binds the lawmaker of each state.", "left: it"),
         "no rule stands in this file, so it takes one of"),
        ("article-8.2", _swap("out_of_scope:", "out_of_skope:"), "did you mean `out_of_scope`?"),
        ("criterion-8", _swap("- name: needs", "- name: aid"), "`c8.aid` is there already"),
        ("criterion-6.a", _swap("point: Art. 2(6)(a)", "point: Art. 2(5)(a)"),
         "`Art. 2(5)(a)` is no place of criterion 6"),
        ("article-9", _swap("read: no", "read: maybe"), "one of: `yes`, `partly`, `no`"),
        ("article-9", _swap("  read: no\n", ""), "point `a9`: `read` is missing"),
        ("criterion-7.salw", _swap("left: Wording", "leftt: Wording"), "did you mean `left`?"),
        ("article-9", _swap("says:", "sys:"), "did you mean `says`?"),
        ("article-5", _swap("encoded: [cp.art.5.production,", "encoded: [cp.art.5.producton,"),
         "did you mean `cp.art.5.production`?"),
        ("criterion-7.d", _swap("  left: Which destinations", "  left: As cp.7.d.resseller, which"),
         "speaks of `cp.7.d.resseller`, which is no rule"),
    ],
)  # fmt: skip
def test_each_fault_is_named(
    folder: Path, name: str, change: Callable[[str], str], expected: str
) -> None:
    """A file that does not agree with the rules or with the form is refused, and says why."""
    path = folder / f"{name}.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(change(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    with pytest.raises(LawError) as caught:
        load_coverage(folder, RULES)
    assert expected in str(caught.value), str(caught.value)


def test_a_cited_place_must_be_named(folder: Path) -> None:
    """A rule that cites a lettered point is named by a point of that place."""
    for name, words in (("4.d", "encoded: [cp.4.record]"), ("4", "also: [cp.4.d.balance]")):
        path = folder / f"criterion-{name}.yaml"
        text = re.sub(r"  also: .*\n", "", path.read_text(encoding="utf-8"))
        path.write_text(text.replace("coverage:\n", f"coverage:\n  {words}\n", 1), encoding="utf-8")
    with pytest.raises(LawError, match=r"cites Art\. 2\(4\)\(d\), but no point of that place"):
        load_coverage(folder, RULES)


def test_coverage_of_0_1_0_is_refused_with_what_to_do(folder: Path) -> None:
    """What changed, and where it says how to bring it over."""
    (folder / "coverage.yaml").write_text("criteria: {}\n", encoding="utf-8")
    with pytest.raises(LawError) as caught:
        load_coverage(folder, RULES)
    assert "coverage no longer stands in a file of its own" in str(caught.value)
    assert "docs/how-to/bring-rules-over.md" in str(caught.value)


def test_every_point_has_act_and_link() -> None:
    """The act by its CELEX number in quotes, and a link that names it."""
    for file in sorted(FOLDER.glob("*.yaml")):
        written = read_law_file(file).written
        for source in (written.source, *(one.source for one in written.sentences)):
            if source and source.act:
                assert source.celex, file.name
                assert source.link
                assert source.link.endswith(f"CELEX:{source.celex}"), file.name
                assert f'celex: "{source.celex}"' in file.read_text(encoding="utf-8")
