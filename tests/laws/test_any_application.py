"""Any application with values of open domains, wrong ones included, is answered or refused.

Both engines decide and agree, or every fault is told with its place; there is no third way. What
the library refuses the command line refuses too, with exit code 2 and no traceback.
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
from tests.strategies import NO_PLACES, PLACES, VOCABULARY, WRITTEN, WRONG, any_application

CODES = (0, 3, 4, 5, 6)


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(alliances=["nato", "eu"])


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
@given(application=any_application())
def test_it_is_answered_or_refused(screener: Screener, application: dict[str, Any]) -> None:
    """By both engines, or with every fault in its place."""
    answered(screener, application)


OPEN = [fact for fact in VOCABULARY.values() if fact.open_domain]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_command_line_says_the_same(tmp_path_factory: Any, data: st.DataObject) -> None:
    """`--set` and a FILE are read by the same rules as the library reads them."""
    application = data.draw(any_application())
    fact = data.draw(st.sampled_from(OPEN))
    sound = data.draw(st.booleans())
    word = data.draw(st.sampled_from((WRITTEN if sound else WRONG)[fact.open_domain]))
    file = Path(tmp_path_factory.getbasetemp()) / "any.json"
    file.write_text(json.dumps(application), encoding="utf-8")
    done = run("check", str(file), "--set", f"{fact.name}={word}", "--engine", "bitset", "--quiet")
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
