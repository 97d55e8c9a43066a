"""The project runs anywhere: no file of it knows one machine."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent


def test_no_file_of_the_project_names_a_folder_of_one_machine() -> None:
    root = TESTS.parent
    places = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/\w")
    texts = [
        path
        for folder in ("src", "tests", "docs", "rulesets", "requirements", ".ci")
        for path in (root / folder).rglob("*")
        if path.suffix in {".py", ".md", ".yaml", ".txt", ".json", ""} and path.is_file()
    ]
    assert texts
    named = [path.name for path in texts if places.search(path.read_text(encoding="utf-8"))]
    assert named == []
