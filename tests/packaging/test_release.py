"""Versions follow the news: a changed answer is a changed version."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.release import KINDS, news, next_version


@pytest.mark.parametrize(
    ("kinds", "version"),
    [
        ({}, "1.2.3"),
        ({"fixed": 2}, "1.2.4"),
        ({"fixed": 2, "data": 1}, "1.3.0"),
        ({"rule": 1}, "1.3.0"),
        ({"added": 1}, "1.3.0"),
    ],
)
def test_the_next_version_follows_the_news(kinds, version) -> None:
    """Whatever can change an old answer moves more than the last number."""
    assert next_version("1.2.3", kinds) == version


def test_the_news_files_of_this_project_have_a_kind() -> None:
    """As changelog.d/README.md lists them."""
    assert set(news(ROOT / "changelog.d")) <= set(KINDS)


def test_a_file_of_no_kind_is_told(tmp_path: Path) -> None:
    """With its name and the kinds that there are."""
    (tmp_path / "1.rule.md").write_text("x", encoding="utf-8")
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    assert news(tmp_path) == Counter(rule=1)
    (tmp_path / "2.misc.md").write_text("x", encoding="utf-8")
    with pytest.raises(ValueError, match=r"2\.misc\.md: the kind is one of rule, data"):
        news(tmp_path)
