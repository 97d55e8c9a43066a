"""Versions follow the news: a changed answer is a changed version."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.release import KINDS, main, make, news, next_version


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


def test_a_folder_that_is_not_there_is_no_want_of_news(tmp_path: Path) -> None:
    """Nor is an option that the tool does not know."""
    for words in ([str(tmp_path / "none")], ["--help"]):
        with pytest.raises(ValueError, match="no such folder"):
            main(words)


def test_release_is_made(tmp_path: Path) -> None:
    """The version moves, and the news stands under it in the changelog and nowhere else."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    before = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n<!-- releases -->\n", encoding="utf-8")
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / "1.rule.md").write_text("A rule reads less.\n", encoding="utf-8")
    version = make(tmp_path)
    assert version == next_version(before["project"]["version"], {"rule": 1})
    after = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))
    assert after["project"] == before["project"] | {"version": version}
    changes = (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {version} (" in changes
    assert "A rule reads less." in changes
    assert not [*(tmp_path / "changelog.d").glob("*.rule.md")]
    with pytest.raises(ValueError, match="nothing to release"):
        make(tmp_path)


def test_licences_of_the_data() -> None:
    """The metadata names the licence of every table, and a file says whose the data is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = json.loads((ROOT / "rulesets/reference/datapackage.json").read_bytes())
    stated = [package, *package["resources"]]
    names = {one["name"] for part in stated for one in part.get("licenses", ())}
    assert names | {"Apache-2.0"} == set(project["license"].split(" AND "))
    said = (ROOT / "LICENSE-DATA.md").read_text(encoding="utf-8")
    assert "LICENSE-DATA.md" in project["license-files"]
    for owner in ("UCDP/PRIO", "World Bank", "GeoNames", "Political Terror Scale"):
        assert owner in said
    # `other-pt` would be "in the public domain", which its publishers do not say.
    assert "other-pt" not in names
