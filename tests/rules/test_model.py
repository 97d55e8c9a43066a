"""Reasons: what a part in brackets tells is what was read and is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensecheck import LawError, Screener
from licensecheck.rules.load import load_ruleset
from licensecheck.rules.model import reason_parts

RULES = """\
ruleset: mine
rules:
  - id: mine.one
    title: a rule
    criterion: nl
    point: mine
    tier: screen
    force: caution
    in_force: {{from: 2008-12-08}}
    when:
      - {{docs.euc: none, item.form: complete}}
      - {{docs.reexport_clause: no}}
    reason: "{reason}"
    source: {{act: mine, read: yes}}
"""
REASON = "papers lack[; the certificate is {docs.euc}][; the clause is {docs.reexport_clause}]"


def rules(folder: Path, reason: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(RULES.format(reason=reason), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("documents", "form", "told"),
    [
        ({"end_user_certificate": "none"}, "complete", "Papers lack; the certificate is none"),
        ({"reexport_clause": "no"}, "complete", "Papers lack; the clause is no"),
        ({"end_user_certificate": "none", "reexport_clause": "no"}, "complete",
         "Papers lack; the certificate is none; the clause is no"),
        ({"end_user_certificate": "none", "reexport_clause": "no"}, "component",
         "Papers lack; the clause is no"),
        ({"end_user_certificate": "signed", "reexport_clause": "no"}, "complete",
         "Papers lack; the clause is no"),
    ],
)  # fmt: skip
def test_only_what_was_read_and_known_is_told(
    tmp_path: Path, documents: dict[str, str], form: str, told: str
) -> None:
    """A way that is not met tells nothing, though a fact of it may be known."""
    own = str(rules(tmp_path, REASON))
    screener = Screener(rulesets=["eu-common-position", own], engine="bitset")
    result = screener.screen(
        {
            "exporter": {"country": "NL"}, "end_user": {"country": "SA", "kind": "police"},
            "items": [{"rating": "ML6.a", "form": form}], "documents": documents,
        }
    )  # fmt: skip
    finding = result.finding("mine.one")
    assert finding is not None
    assert finding.text == told


def test_no_shipped_finding_tells_of_the_unknown() -> None:
    """Of a met rule: over sundry destinations, goods and end users."""
    screener = Screener(engine="bitset", depth="full")
    for country in ("MG", "SA", "LY", "US", "UA", "XK", "AF", "TH"):
        for rating in ("ML1.a", "ML6.a", "ML22", "ML4.a"):
            application = {
                "as_of": "2026-11-24", "exporter": {"country": "NL"},
                "items": [{"rating": rating}],
                "end_user": {"country": country, "kind": "armed_forces"},
            }  # fmt: skip
            for found in screener.screen(application).findings:
                if found.status != "open":
                    assert "not known" not in found.text, (found.rule, found.text)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("the certificate is {docs.euc}", "not every alternative reads `docs.euc`"),
        ("it goes[; open {docs.euc}", "reason: a brace or a bracket is not closed"),
        ("it goes[; {docs.ecu}]", "reason: names no fact by `docs.ecu`"),
    ],
)
def test_a_reason_that_could_tell_of_the_unknown_is_refused(
    tmp_path: Path, reason: str, told: str
) -> None:
    """With what to write."""
    with pytest.raises(LawError, match=told) as caught:
        load_ruleset(rules(tmp_path, reason))
    assert "[; ... {docs.euc}]" in str(caught.value) or "alternative" not in told


def test_parts_of_a_reason() -> None:
    """Texts and facts in order; what is in brackets is optional."""
    parts = reason_parts("a {x.y} b[; c {z.z}] d")
    assert [(part.optional, part.facts) for part in parts] == [
        (False, ("x.y",)), (True, ("z.z",)), (False, ()),
    ]  # fmt: skip
    for faulty in ("a [b", "a ] b", "a {b", "[a [b] c]"):
        with pytest.raises(ValueError, match=r"\w"):
            reason_parts(faulty)
