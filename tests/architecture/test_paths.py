"""The files of the project are whole: none knows one machine, none holds the rest of a merge."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
LEFT_OF_A_MERGE = re.compile("^(?:<{7}|>{7}) ", re.MULTILINE)


def texts(*folders: str) -> list[Path]:
    """The files of text in some folders of the project."""
    found = [
        path
        for folder in folders
        for path in (TESTS.parent / folder).rglob("*")
        if path.suffix in {".py", ".md", ".yaml", ".txt", ".json", ".csv", ""} and path.is_file()
    ]
    assert found
    return found


def test_no_file_of_the_project_names_a_folder_of_one_machine() -> None:
    places = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/\w")
    files = texts("src", "tests", "docs", "rulesets", "requirements", ".ci")
    named = [path.name for path in files if places.search(path.read_text(encoding="utf-8"))]
    assert named == []


def test_no_file_holds_both_sides_of_a_merge() -> None:
    """A page was once published with the lines between which somebody had to choose."""
    files = [
        *texts("src", "docs", "rulesets", "changelog.d", "examples"),
        TESTS.parent / "README.md",
    ]
    left = [one.name for one in files if LEFT_OF_A_MERGE.search(one.read_text(encoding="utf-8"))]
    assert left == []
