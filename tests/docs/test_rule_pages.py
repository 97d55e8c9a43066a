"""The pages of the rules are what the rule files say; `make docs-pages` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

from licensecheck.law import packaged_rulesets
from licensecheck.rules.load import load_ruleset
from tests.conftest import ROOT
from tools.write_rule_pages import main, rule_pages

FOLDER = ROOT / "docs" / "rules"
STALE = "stale pages; run `make docs-pages`"


def test_the_stored_pages_are_fresh() -> None:
    """No page is missing, left over or different."""
    stored = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    pages = rule_pages()
    assert sorted(stored) == sorted(pages), STALE
    assert [name for name in pages if stored[name] != pages[name]] == [], STALE


def test_every_rule_has_its_place_with_three_cases() -> None:
    """One anchor a rule, and under it a case that is met, a near miss and one that stays open."""
    whole = "\n".join(rule_pages().values())
    for path in packaged_rulesets().values():
        for rule in load_ruleset(path).rules:
            assert whole.count(f'<a id="{rule.id}"></a>') == 1
            part = whole.split(f'<a id="{rule.id}"></a>')[1].split("\n## ")[0]
            for label in ("- It is met:", "- A near miss:", "- It stays open:"):
                assert label in part, (rule.id, label)


def test_links_lead_to_an_anchor() -> None:
    """Each link between pages names a page, and where it goes on, an anchor of that page."""
    pages = rule_pages()
    links = [link for text in pages.values() for link in re.findall(r"\]\(([^)]+)\)", text)]
    assert len(links) > 100
    for link in links:
        page, _, anchor = link.partition("#")
        assert page in pages, link
        assert not anchor or f'<a id="{anchor}"></a>' in pages[page], link


def test_writing_replaces_and_takes_away(tmp_path: Path) -> None:
    """A page of a rule file that is gone goes; the others are written whole."""
    (tmp_path / "criterion-9.md").write_text("old", encoding="utf-8")
    (tmp_path / "criterion-1.md").write_text("old", encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == (
        rule_pages()
    )
