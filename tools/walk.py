"""Follow one application from the command line to the report, and say which steps were taken.

python -m tools.walk

In: the package as it is. Out, as JSON: each call that the doors, the screener and the view of its
result make of another module, in order; repeated calls of one module in a row are one step. What
those modules call in turn is their own affair and is not followed, nor are rooms that every other
one uses.
"""

from __future__ import annotations

import inspect
import io
import json
import sys
from contextlib import redirect_stdout, suppress
from types import FrameType
from typing import Any, Final

ARGUMENTS: Final = (
    "check", "--exporter", "NL", "--destination", "SA", "--rating", "ML6.a",
    "--end-user-kind", "armed_forces", "--as-of", "2026-11-24",
)  # fmt: skip
_FOLLOWED: Final = ("cli", "commands", "screening.screener", "wording.screener", "wording.view")
# Records, whose properties are no steps.
_RECORDS: Final = frozenset(("screening.result", "wording.result"))
_EVERYWHERE: Final = frozenset((
    "compiled", "documents", "errors", "extras", "language", "law", "messages", "outputs",
    "vocabulary",
))  # fmt: skip


def walk() -> tuple[list[tuple[str, str]], list[str]]:
    """The steps, each a module and a function, and the longest chain of modules in one call."""
    from licensecheck.cli import main

    steps: list[tuple[str, str]] = []
    stack: list[tuple[str, bool]] = []
    longest: list[str] = []

    def follow(frame: FrameType, event: str, _: Any) -> None:
        nonlocal longest
        if event == "return" and stack:
            stack.pop()
        if event != "call":
            return
        package, _dot, module = frame.f_globals.get("__name__", "").partition(".")
        code = frame.f_code
        # The body of a class is run as well, and is no step.
        ours = package == "licensecheck" and bool(code.co_flags & inspect.CO_OPTIMIZED)
        caller = next((name for name, inside in reversed(stack) if inside), None)
        stack.append((module, ours))
        if not ours:
            return
        chain = [name for name, inside in stack if inside]
        chain = [name for at, name in enumerate(chain) if not at or chain[at - 1] != name]
        # How the law is loaded hangs on whether it was kept, and is no step of an application.
        if len(chain) > len(longest) and "rules.load" not in chain and "vocabulary" not in chain:
            longest = chain
        if caller == module or module in _RECORDS or module.partition(".")[0] in _EVERYWHERE:
            return
        public = not any(part.startswith(("_", "<")) for part in code.co_qualname.split("."))
        followed = caller is None or caller.startswith(_FOLLOWED)
        if public and followed and (not steps or steps[-1][0] != module):
            steps.append((module, code.co_qualname))

    sys.argv = ["licensecheck", *ARGUMENTS]
    with redirect_stdout(io.StringIO()), suppress(SystemExit):
        sys.setprofile(follow)
        try:
            main()
        finally:
            sys.setprofile(None)
    return steps, longest


if __name__ == "__main__":
    found, chain_of_calls = walk()
    sys.stdout.write(json.dumps({"steps": found, "longest": chain_of_calls}, indent=1) + "\n")
