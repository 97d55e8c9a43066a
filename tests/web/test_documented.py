"""The requests on the page for services are made, and answered as the page says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-from-a-service.md"
HERE = "http://127.0.0.1:8000"
EXAMPLES = re.findall(
    r"```sh\n(curl .*?)```\n\n```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
)


def holds(answer: Any, shown: Any) -> bool:
    """Whether an answer holds what the page shows of it."""
    if isinstance(shown, dict):
        return all(key in answer and holds(answer[key], one) for key, one in shown.items())
    if isinstance(shown, list):
        return len(answer) >= len(shown) and all(map(holds, answer, shown))
    return answer == shown


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_answered_as_shown(client, command: str, shown: str) -> None:
    words = shlex.split(command.replace("\\\n", " "))
    assert words[:2] == ["curl", "-s"]
    options = dict(zip(words[3::2], words[4::2], strict=True))
    headers = dict([options["-H"].split(": ")]) if "-H" in options else {}
    answer = client.request(
        "POST" if "-d" in options else "GET", words[2].removeprefix(HERE),
        content=options.get("-d"), headers=headers,
    )  # fmt: skip
    assert holds(answer.json(), json.loads(shown)), answer.text


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 6
