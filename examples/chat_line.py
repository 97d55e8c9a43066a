"""A report of its own: one line for a chat, in any language, made from a result alone.

python examples/chat_line.py APPLICATION [LANGUAGE]

In: an application. Out: the transfer, the outcome, whether it stays inside, the first question,
and what stands on every report, in one line.
"""

from __future__ import annotations

import sys

from licensecheck import Result, screen
from licensecheck.language import find_language

__all__ = ["chat_line"]

# No mark is green: that no rule is met is no permission.
_MARKS = {
    "no_trigger": "○",
    "undetermined": "?",
    "review": "▲",
    "presumptive_denial": "■",
    "out_of_scope": "–",
}


def chat_line(result: Result, language: str = "") -> str:
    """The line, without a line break.

    Args:
        result: What to report.
        language: Code of the language of the line; by default that of the result.
    """
    said = result.in_language(language or result.language)
    words = find_language(said.language)
    parts = [
        said.heading or said.transfer,
        said.outcome.headline,
        *(f"{one.title}: {words.token(one.verdict)}" for one in said.containment),
        *(f"{one.ask} [{words.either(map(words.token, one.who))}]" for one in said.questions[:1]),
        said.not_permission,
    ]
    line = " · ".join(" ".join(part.split()) for part in parts)
    return f"{_MARKS[said.outcome.status]} {line}"


if __name__ == "__main__":
    application, *rest = sys.argv[1:]
    print(chat_line(screen(application), *rest))
