"""Any application with values of open domains, wrong ones included, is answered or refused.

Both engines decide and agree, or every fault is told with its place; there is no third way. What
the library refuses the command line refuses too, with exit code 2 and no traceback. So it is with
an office's own files beside it: lists, an outside screening, denials, house rules.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import InputError, Result, Screener
from licensecheck.engine.durable import durable_available
from tests.cli.running import run
from tests.laws.office import office_files
from tests.strategies import NO_PLACES, PLACES, VOCABULARY, WRITTEN, WRONG, any_application

# 8 where a rule of the office stops.
CODES = (0, 3, 4, 5, 6, 8)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Files of an office, by the option that takes them."""
    return office_files(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def screeners(files: dict[str, list[Path]]) -> dict[bool, Screener]:
    """One by itself, and one with all files of the office."""
    (denials,) = files["denials"]
    return {
        False: Screener(alliances=["nato", "eu"]),
        True: Screener(
            alliances=["nato", "eu"], depth="full", lists=files["lists"], denials=denials,
            house=files["house"],
        ),
    }  # fmt: skip


def answered(screener: Screener, application: dict[str, Any]) -> bool:
    """Whether an application has an answer; else each of its faults has a place."""
    (result,) = screener.screen_many([application], errors="yield")
    if isinstance(result, InputError):
        assert result.problems
        assert all(problem.where and problem.what for problem in result.problems)
        return False
    assert isinstance(result, Result), result
    assert bool(result.engine.confirmed_by) is durable_available()
    assert Result.from_json(result.to_json()) == result
    return True


@settings(max_examples=max(200, settings.default.max_examples), deadline=None)
@given(application=any_application(), office=st.booleans())
def test_it_is_answered_or_refused(
    screeners: dict[bool, Screener], application: dict[str, Any], office: bool
) -> None:
    """By both engines, or with every fault in its place."""
    answered(screeners[office], application)


OPEN = [fact for fact in VOCABULARY.values() if fact.open_domain]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_command_line_says_the_same(
    tmp_path_factory: Any, files: dict[str, list[Path]], data: st.DataObject
) -> None:
    """`--set` and a FILE are read by the same rules as the library reads them."""
    application = data.draw(any_application())
    fact = data.draw(st.sampled_from(OPEN))
    sound = data.draw(st.booleans())
    word = data.draw(st.sampled_from((WRITTEN if sound else WRONG)[fact.open_domain]))
    file = Path(tmp_path_factory.getbasetemp()) / "any.json"
    file.write_text(json.dumps(application), encoding="utf-8")
    beside = [
        text for option, paths in files.items() if data.draw(st.booleans())
        for path in paths for text in (f"--{option}", str(path))
    ]  # fmt: skip
    words = (str(file), "--set", f"{fact.name}={word}", *beside, "--engine", "bitset", "--quiet")
    done = run("check", *words)
    assert "Traceback" not in done.err
    assert done.code in (*CODES, 2), done
    if not sound:
        assert done.code == 2
        assert f"--set {fact.name}" in done.err
    place = data.draw(st.sampled_from((*PLACES, *NO_PLACES)))
    done = run("check", "--exporter", place, "--destination", "SA", "--rating", "ML6.a",
               "--engine", "bitset", "--quiet")  # fmt: skip
    assert done.code in (*CODES, 2), done
    assert "Traceback" not in done.err
