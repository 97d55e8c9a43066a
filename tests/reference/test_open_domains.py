"""Values of open domains: read as everywhere else, at every door, or refused with the nearest."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck import InputError, LawError, Reference, Screener
from licensecheck.facts.resolve import WordCheck
from licensecheck.reference.open_domains import read_token
from licensecheck.rules.load import load_ruleset
from tests.strategies import OPEN_TOKENS, VOCABULARY, WRITTEN, WRONG, wrongly_supplied

DAY = date(2026, 11, 24)
OPEN = [fact for fact in VOCABULARY.values() if fact.open_domain]
APPLICATION = {
    "as_of": DAY.isoformat(), "exporter": {"country": "DE"}, "items": [{"rating": "ML1.a"}],
    "end_user": {"country": "SA", "kind": "armed_forces"},
}  # fmt: skip
RULES = """\
ruleset: mine
rules:
  - id: mine.one
    title: a rule
    criterion: de
    point: mine
    tier: screen
    force: caution
    in_force: {{from: 2008-12-08}}
    when: {when}
    reason: "a reason"
    source: {{act: mine, read: yes}}
"""


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset", today=DAY)


@pytest.mark.parametrize("fact", OPEN, ids=lambda fact: fact.name)
def test_a_value_is_read_as_people_write_it(fact: Any) -> None:
    """Each token gives itself; each way of writing gives a token that gives itself."""
    for token in OPEN_TOKENS[fact.open_domain]:
        assert read_token(fact, token, on=DAY) == token
    for word in WRITTEN[fact.open_domain]:
        token = read_token(fact, word, on=DAY)
        assert read_token(fact, token, on=DAY) == token


@pytest.mark.parametrize("fact", OPEN, ids=lambda fact: fact.name)
def test_what_is_no_value_is_refused_with_help(fact: Any) -> None:
    """A group, a territory, a deeper code and a word that nobody knows, each with a way out."""
    for word in (*WRONG[fact.open_domain], "unknown", "", "x" * 500):
        with pytest.raises(InputError) as caught:
            read_token(fact, word, on=DAY)
        assert caught.value.problems[0].help or not word


@pytest.mark.parametrize("word", ["Germany", "de", "DEU", "Duitsland", " DE "])
def test_a_supplied_country_is_read(word: str, screener: Screener) -> None:
    """However the country of the exporter is written, its national rules are read."""
    facts = {"exporter.country": {"value": word, "source": "desk"}}
    expected = screener.screen(APPLICATION)
    found = screener.screen({**APPLICATION, "facts": facts})
    assert found.outcome == expected.outcome
    assert found.criteria == expected.criteria
    assert "de" in {one.criterion for one in found.criteria}


@given(facts=wrongly_supplied())
def test_wrong_facts_are_refused_and_named(screener: Screener, facts: dict[str, Any]) -> None:
    """A screen of them stops with the place of each; none is taken for a value."""
    with pytest.raises(InputError) as caught:
        screener.screen({**APPLICATION, "facts": facts})
    where = [problem.where for problem in caught.value.problems]
    assert where
    assert all(any(f"facts.{name}" in one for name in facts) for one in where)


@given(facts=wrongly_supplied())
def test_a_document_hears_of_them_with_its_other_faults(facts: dict[str, Any]) -> None:
    """The check of words finds what a screen would refuse."""
    check = WordCheck(Reference.load(), VOCABULARY, DAY)
    assert check({**APPLICATION, "facts": facts})


def rules(folder: Path, when: str) -> Path:
    path = folder / "house.yaml"
    path.write_text(RULES.format(when=when), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("when", "read"),
    [
        ("{exporter.country: Germany}", ("DE",)),
        ("{exporter.country: [deu, Nederland]}", ("DE", "NL")),
        ("{exporter.country: {not: [no]}}", ("NO",)),
        ("{item.category: ml 6}", ("ML6",)),
        ("{item.entry: [ML1a, ml10.c]}", ("ML1.a", "ML10.c")),
    ],
)
def test_a_rule_reads_them(tmp_path: Path, when: str, read: tuple[str, ...]) -> None:
    """In a rule file too a word stands for its token."""
    (rule,) = load_ruleset(rules(tmp_path, when)).rules
    assert rule.when[0][0].values == read


@pytest.mark.parametrize(
    ("when", "near"),
    [
        ("{exporter.country: ZZ}", "`DE` or `Germany`"),
        ("{exporter.country: Germani}", "`Germany`"),
        ("{exporter.country: [NL, GL]}", "`DK`"),
        ("{item.category: ML66}", "`ML6`"),
        ("{item.category: {not: ML6.a}}", "`ML6`"),
        ("{item.entry: 6A002}", "such as `ML6`"),
        ("[{item.entry: ML1.a}, {item.entry: ML6.a.1}]", "`ML6.a`"),
    ],
)
def test_a_rule_that_could_never_fire_is_refused(tmp_path: Path, when: str, near: str) -> None:
    """With file, line, rule, clause and the nearest word."""
    with pytest.raises(LawError) as caught:
        load_ruleset(rules(tmp_path, when))
    problem = caught.value.problems[0]
    assert problem.where.startswith("house.yaml:10: rule `mine.one`: when")
    assert near in problem.help


@given(st.sampled_from(OPEN), st.data())
def test_every_wrong_word_of_a_rule_is_told(fact: Any, data: st.DataObject) -> None:
    """Each by itself, whatever stands beside it."""
    import tempfile

    wrong = data.draw(st.lists(st.sampled_from(WRONG[fact.open_domain]), min_size=1, unique=True))
    sound = data.draw(st.lists(st.sampled_from(WRITTEN[fact.open_domain]), unique=True))
    words = ", ".join(f'"{word}"' for word in data.draw(st.permutations([*wrong, *sound])))
    with tempfile.TemporaryDirectory() as folder, pytest.raises(LawError) as caught:
        load_ruleset(rules(Path(folder), f"{{{fact.name}: [{words}]}}"))
    assert len(caught.value.problems) == len(wrong)
