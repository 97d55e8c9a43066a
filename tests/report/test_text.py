"""The report of one application as an officer sees it: one screen, and the chain as a picture."""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from datetime import date

import pytest

from licensecheck import Result, Screener
from licensecheck.language import ENGLISH
from licensecheck.report.chain import chain_lines
from licensecheck.report.text import render_text
from licensecheck.wording.columns import display_width
from licensecheck.wording.finding_words import is_seen, verified_text
from tests.report.applications import AWKWARD, TRIPLES

SAUDI_ARABIA = "saudi-arabia-vehicles-armed-forces"


@functools.cache
def result(name: str) -> Result:
    screener = Screener(engine="bitset", today=date(2026, 11, 24))
    return screener.screen({**TRIPLES, **AWKWARD}[name])


def picture(name: str, **options) -> list[str]:
    (found,) = result(name).containment
    return [line for _, line in chain_lines(found, ENGLISH, 80, **options)]


@pytest.mark.parametrize(
    "name", [SAUDI_ARABIA, "germany-vehicles-armed-forces", "brazil-rifles-police"]
)
def test_a_bare_triple_is_one_screen(name: str) -> None:
    """Answer, chain, criteria and what to ask in words, within one sheet of A4 as printed."""
    assert len(render_text(result(name)).splitlines()) <= 54


def test_the_headline_comes_first_in_every_detail() -> None:
    """Then the transfer, then whether it leaves."""
    for detail in ("quiet", "normal", "verbose"):
        first, second, *rest = render_text(result(SAUDI_ARABIA), detail=detail).splitlines()
        assert first == "REVIEW under criterion 2"
        assert second.startswith("Netherlands -> Saudi Arabia")
        assert any(line.startswith("NATO: LEAVES") for line in rest[:6])


def test_each_detail_says_more_than_the_one_before() -> None:
    """Quiet is the outcome and the criteria alone, and verbose more than what is usual."""
    found = result(SAUDI_ARABIA)
    quiet, normal, verbose = (
        render_text(found, detail=detail).count("\n") for detail in ("quiet", "normal", "verbose")
    )
    assert quiet * 2 < normal
    assert normal < verbose


def test_the_picture_marks_each_hand_with_its_basis() -> None:
    """Inside or outside in words, for no colour is needed."""
    assert picture(SAUDI_ARABIA) == [
        "     [inside]  exporter Netherlands (NL: member of NATO since 1949-08-24)",
        "  -> [OUTSIDE] end user Saudi Arabia (SA: not in NATO on 2026-11-24)",
    ]


def test_a_long_chain_counts_what_it_leaves_out() -> None:
    """Hands told and hands counted are all hands; none outside is left unsaid."""
    (found,) = result("many parties and borders").containment
    lines = picture("many parties and borders")
    told = [line for line in lines if "[" in line]
    counts = [line.split("... ")[1].split() for line in lines if "..." in line]
    assert len(told) + sum(int(words[0]) for words in counts) == len(found.touchpoints)
    outside = sum(one.inside != "inside" for one in found.touchpoints)
    said = sum(int(words[words.index("of") - 1]) for words in counts if "of" in words)
    assert sum("[OUTSIDE]" in line for line in told) + said == outside
    everything = picture("many parties and borders", every=True)
    assert sum("[" in line for line in everything) == len(found.touchpoints)
    assert "weakest: end user Saudi Arabia" in "".join(told)


def test_every_met_rule_is_cited() -> None:
    """In full or by its title, with its point and its id."""
    for name in TRIPLES:
        text = " ".join(render_text(result(name)).split())
        for finding in result(name).findings:
            if finding.status != "open":
                assert finding.rule in text, (name, finding.rule)
                assert finding.point in text, (name, finding.rule)


def test_what_is_counted_is_told_in_verbose() -> None:
    """The report says where the rest is, and it is there."""
    short = render_text(result(SAUDI_ARABIA))
    assert "facts that nobody stated" in " ".join(short.split())
    assert "onward transfer to an embargoed user is not assessed" in " ".join(short.split())
    assert "--verbose" in short
    long = render_text(result(SAUDI_ARABIA), detail="verbose", width=10_000)
    for said in (*result(SAUDI_ARABIA).assumptions, *result(SAUDI_ARABIA).not_covered):
        assert said in long
    for finding in result(SAUDI_ARABIA).findings:
        assert finding.text in long
        assert all(because.source in long for because in finding.because)


def test_places_in_wide_characters_keep_to_the_columns() -> None:
    """The picture stays within the width, and its words stand under each other."""
    (found,) = result(SAUDI_ARABIA).containment
    wide = [replace(one, place="沙烏地阿拉伯王國" * 6) for one in found.touchpoints]
    lines = [line for _, line in chain_lines(
        replace(found, touchpoints=tuple(wide), weakest=None), ENGLISH, 40
    )]  # fmt: skip
    assert max(map(display_width, lines)) in (39, 40)
    assert all(line.startswith(" " * 14) for line in lines if "[" not in line)


@pytest.mark.parametrize(
    ("verified", "seen", "said"),
    [
        ("yes", True, "verified: yes"),
        ("stated", True, ""),
        ("stated, yes", True, "verified: yes"),
        ("yes, partly", False, "verified: yes, partly"),
        ("no, stated", False, "verified: no"),
        ("", True, ""),
    ],
)
def test_how_far_sources_were_seen_is_said_of_each(verified: str, seen: bool, said: str) -> None:
    """What somebody states is not for us to verify; one source seen in part marks them all."""
    assert (is_seen(verified), verified_text(verified, ENGLISH)) == (seen, said)


@pytest.mark.parametrize("name", TRIPLES)
@pytest.mark.parametrize("detail", ["normal", "verbose"])
def test_no_mark_is_empty(name: str, detail: str) -> None:
    """A mark of verification says how far."""
    text = " ".join(render_text(result(name), detail=detail).split())
    assert not re.search(r"verified: ?[\])]", text)


MANY = {
    "as_of": "2026-11-24",
    "exporter": {"country": "NL"},
    "buyer": {"country": "AE", "kind": "company", "name": "Sands"},
    "end_users": [{"country": "SA", "kind": "armed_forces"}, {"country": "KZ", "kind": "police"}],
    "items": [{"description": "vehicles", "rating": "ML6.a", "form": "complete", "quantity": 12},
              {"description": "rifles", "rating": "ML1.a", "quantity": 200}],
    "end_use": {"onward": ["JO", "EG"]},
    "value": "24m EUR",
}  # fmt: skip


@pytest.mark.parametrize(("language", "most"), [("en", 110), ("nl", 126)])
def test_a_case_of_many_is_two_pages(language: str, most: int) -> None:
    """A buyer, two end users and two onward states: two printed pages, and nothing said twice."""
    said = render_text(Screener(language=language).screen(MANY))
    lines = said.splitlines()
    assert len(lines) <= most
    # The same duty toward each state is said once.
    assert said.count("cp.art.4.search") == 1
    bases = re.findall(r"[A-Z]{2}: ((?:not in|geen lid van) [^)]+)\)", " ".join(said.split()))
    assert len(bases) == len({*bases})


def test_no_machinery_in_front_of_who_did_not_ask() -> None:
    """Engines and series are no words of a report; with `--verbose` they are named."""
    result = Screener().screen(MANY)
    said, every = render_text(result), render_text(result, detail="verbose")
    for word in ("durable-rules", "bitset", "indicator or", "do not fire"):
        assert word not in said
    assert "durable-rules" in every
    assert not re.search(r"\b(?:docs|end_user|destination|item|chain|deal)\.[a-z_]+", said)
