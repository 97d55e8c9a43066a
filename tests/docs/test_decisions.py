"""The measuring of triggers on decisions runs, and counts what it says it counts."""

from __future__ import annotations

import io

import pytest

from benchmarks.decisions import Answer, Decision, figures, main, read
from licensecheck import Screener
from tests.strategies import VOCABULARY

ROWS = """set,date,destination,ratings,onward,criteria
refused,2010-03-01,RU,ML1,,2 7
refused,2010-03-01,SG,ML10,,4
issued,2010-03-01,DE,ML10,,
matched,2010-03-01,JP,ML4,US,
matched,2010-03-01,Nowhereland,ML4,,
"""


def decision(kind: str, cited: str = "", *, inside: bool = False) -> Decision:
    """A decision of which nothing but its set and criteria is known."""
    found, _ = read(io.StringIO(ROWS), SCREENER)
    return Decision(kind, "2010", frozenset(cited), found[0].day, "RU", inside, ())


SCREENER = Screener(alliances=["nato-or-eu"], engine="bitset")


def test_what_cannot_be_read_is_counted() -> None:
    """Four rows are decisions, one names no country."""
    found, failed = read(io.StringIO(ROWS), SCREENER)
    assert ([one.set for one in found], failed) == (["refused", "refused", "issued", "matched"], 1)
    assert [one.inside for one in found] == [False, False, True, False]


def test_the_figures() -> None:
    """By hand: two refused, one of them right, two criteria said, one matched of two."""
    none = frozenset[str]()
    answers = [
        (decision("refused", "2"), Answer(frozenset("23"), none)),
        (decision("refused", "7"), Answer(none, frozenset("7"))),
        (decision("issued", inside=True), Answer(none, none)),
        (decision("issued"), Answer(none, frozenset("1"))),
        (decision("matched"), Answer(frozenset("2"), none)),
        (decision("matched"), Answer(none, none)),
    ]
    assert figures(answers) == {
        "refused": 50, "hit": 50, "precision": 50, "silent": 0, "issued": 0, "matched": 50,
        "gap": 0, "undetermined": 50, "allies clean": 100,
    }  # fmt: skip


def test_the_page_is_made_without_foreign_data(capsys: pytest.CaptureFixture[str]) -> None:
    """Each section is there, and each graded fact is moved and left out."""
    main([])
    said = capsys.readouterr().out
    for title in ("Year by year", "By criterion", "By rule", "How far the figures move",
                  "What the data cannot show"):  # fmt: skip
        assert f"## {title}" in said
    assert said.count("left out") == 6
    assert "licensecheck" in said
    assert "destination.voice" in VOCABULARY
