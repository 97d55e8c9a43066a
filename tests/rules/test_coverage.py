"""Coverage: every point of the text has its place, and file, table and rules agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from licensecheck.errors import LawError
from licensecheck.reference import Reference
from licensecheck.rules.coverage import Coverage, load_coverage
from licensecheck.rules.load import load_ruleset, packaged_rulesets
from licensecheck.vocabulary import Vocabulary
from licensecheck.wording.findings import citation

FOLDER = packaged_rulesets()["eu-common-position"]
RULES = load_ruleset(FOLDER).rules
TEXT = (FOLDER / "coverage.yaml").read_text(encoding="utf-8")
REFERENCE = Reference.load()


def _load(path: Path) -> Coverage:
    return load_coverage(path, RULES, REFERENCE)


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return _load(FOLDER / "coverage.yaml")


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
    rows = REFERENCE.rows("points_of_law")
    table = {row["id"]: set(row["read_in"].upper().split()) for row in rows}
    for rule in RULES:
        points = [point for point in coverage.points if rule.id in point.rules]
        seen = {one for point in points for one in table.get(point.id, ())}
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


def _cut(start: str, end: str) -> Callable[[str], str]:
    """Take out what stands from a text up to another, which stays."""

    def cut(text: str) -> str:
        head, rest = text.split(start, 1)
        return head + end + rest.split(end, 1)[1]

    return cut


def _swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_cut("    - point: c4.d\n", "  5:\n"),
         "the point `c4.d` of points_of_law.csv is missing"),
        (_swap("[cp.7.b.ability]", "[cp.7.b.abilty]"), "did you mean `cp.7.b.ability`?"),
        (_swap("[cp.7.b.ability]", "[cp.7.a.implausible]"),
         "no point names the rule `cp.7.b.ability`"),
        (_swap("[cp.7.b.ability]", "[cp.7.b.ability, cp.4.record]"),
         "criterion 7 is not criterion 4"),
        (_swap("cp.2.x.grave, cp.2.a.covenants]", "cp.2.x.grave, cp.2.b.mandate]"),
         "the text says deny, the rule caution"),
        (_swap("[cp.7.v.hub, cp.7.v.owner]", "[cp.7.v.hub, cp.7.v.owner, cp.7.b.ability]"),
         "the rule begins 2008-12-08, before the text (2025-04-15)"),
        (_swap("encoded: [cp.4.d.balance]", "encoded: []"), "`encoded` needs a list of rules"),
        (_swap("encoded: [cp.4.d.balance]", "judgement: a person looks"),
         "only an encoded point can leave something to a person"),
        (_swap("encoded: [cp.7.b.ability]", "encoded: [cp.7.b.ability]\n      judgement: both"),
         "takes one of"),
        (_swap("out_of_scope: It binds the lawmaker of each state.", "out_of_scope:"),
         "`out_of_scope` needs a reason in words"),
        (_swap("    - point: a12\n", "    - point: a12\n      place: Art. 12\n"),
         "`place` is given by points_of_law.csv already"),
        (_swap("- point: c7.b\n", "- point: c7.bb\n"), "did you mean `c7.b`?"),
        (_swap("    - point: a10\n", "    - point: a12\n"), "the point `a12` is there already"),
        (_swap("  5:\n    - point: c5.a\n", "  5:\n    - point: c6.a\n"),
         "the point `c6.a` belongs to criterion 6, not to criterion 5"),
        (_swap("verified: no\n", "verified: maybe\n"), "`verified` is yes, partly or no"),
        (_swap("left: Wording", "leftt: Wording"), "did you mean `left`?"),
        (_swap("articles:\n", "artikles:\n"), "did you mean `articles`?"),
        (_swap("encoded: [cp.art.5.production]", "encoded: [cp.art.5.producton]"),
         "did you mean `cp.art.5.production`?"),
        (_swap("      encoded: [cp.5.b.forces-exposed]\n", ""), "takes one of"),
    ],
)  # fmt: skip
def test_each_fault_is_named(tmp_path: Path, change: Callable[[str], str], expected: str) -> None:
    """A file that does not agree with rules, table or form is refused, and says why."""
    path = tmp_path / "coverage.yaml"
    path.write_text(change(TEXT), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != TEXT
    with pytest.raises(LawError) as caught:
        _load(path)
    assert expected in str(caught.value), str(caught.value)


def test_a_cited_place_must_be_named(tmp_path: Path) -> None:
    """A rule that cites a lettered point is named by a point of that place."""
    path = tmp_path / "coverage.yaml"
    moved = _swap("[cp.4.d.balance]", "[cp.4.record]")(TEXT)
    path.write_text(_swap("[cp.4.record, ", "[cp.4.record, cp.4.d.balance, ")(moved))
    with pytest.raises(LawError, match=r"cites Art\. 2\(4\)\(d\), but no point of that place"):
        _load(path)
