"""What stands on a terminal: a result in the form asked for, and a word to who waits."""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from licensecheck.report.elements import clean
from licensecheck.report.text import Detail, render_text, report_lines
from licensecheck.wording.result import Finding, Result

if TYPE_CHECKING:
    from licensecheck.report.letter import Letter

__all__ = ["neutral", "show", "show_for_ci", "show_pile", "waiting"]


def show(
    result: Result,
    format_: str,
    *,
    detail: Detail = "normal",
    masked: bool = False,
    letter: Letter | None = None,
) -> None:
    """Write a result to standard output.

    Args:
        result: What to show.
        format_: `json`, `jsonl`, `html`, `markdown` or `text`.
        detail: For text and HTML: `quiet`, `normal` or `verbose`.
        masked: For text, HTML and Markdown: the case as given without names and free text.
        letter: The letter that asks the open questions in place of the report.
    """
    if letter:
        from licensecheck.report.letter import letter_text

        said = letter_text(result, letter, masked=masked)
        sys.stdout.write(_encodable(said, "replace"))
        return
    if format_ == "json":
        sys.stdout.write(_json_text(result) + "\n")
        return
    if format_ == "jsonl":
        text = result.to_json()
        sys.stdout.write((text if _fits(text) else json.dumps(json.loads(text))) + "\n")
        return
    if format_ == "markdown":
        from licensecheck.report.markdown import render_markdown

        sys.stdout.write(_encodable(render_markdown(result, masked=masked), "xmlcharrefreplace"))
        return
    if format_ == "html":
        from licensecheck.report.html import render_html

        sys.stdout.write(
            _encodable(
                render_html(result, every=detail == "verbose", masked=masked), "xmlcharrefreplace"
            )
        )
        return
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        sys.stdout.write(render_text(result, detail=detail, width=width, masked=masked))
        return
    # rich costs some 50 ms to import, so only a terminal that shows colour pays for it.
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in report_lines(result, detail=detail, width=width, masked=masked):
        console.print(Text.assemble(*((text, style) for style, text in line)), soft_wrap=True)


def show_pile(cases: Sequence[tuple[str, Result]]) -> None:
    """Write the list of a pile to standard output, after the reports of its cases."""
    from licensecheck.report.text import pile_text

    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    named = [(clean(name), result) for name, result in cases]
    sys.stdout.write("\n" + pile_text(named, width=width))


def show_for_ci(cases: Sequence[tuple[str, Result, Sequence[Finding]]], format_: str) -> None:
    """Write results for a build server to standard output.

    Args:
        cases: As of `report.for_ci`.
        format_: `junit` or `sarif`.
    """
    if format_ == "junit":
        from licensecheck.report.for_ci import junit_text

        sys.stdout.write(_encodable(junit_text(cases), "xmlcharrefreplace"))
    else:
        from licensecheck.report.for_ci import sarif_text

        sys.stdout.write(_encodable_json(sarif_text(cases)))


def neutral(text: str, format_: str) -> str:
    """Text from a table that commands no terminal and turns no direction of reading.

    Figures for a program stay as they are, unless it is a terminal that shows them.

    Args:
        text: What is to be written to standard output.
        format_: `text`, or the form of figures.
    """
    if format_ != "text" and not sys.stdout.isatty():
        return text
    return "\n".join(clean(line) for line in text.split("\n"))


def _json_text(result: Result) -> str:
    return _encodable_json(result.to_json(indent=2))


def _encodable_json(text: str) -> str:
    # A pipe of an older encoding: letters go out as escapes, which any reader knows.
    return text if _fits(text) else json.dumps(json.loads(text), indent=2)


def _fits(text: str) -> bool:
    try:
        text.encode(_encoding())
    except UnicodeEncodeError:
        return False
    return True


def _encodable(text: str, otherwise: str) -> str:
    return text.encode(_encoding(), otherwise).decode(_encoding())


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


_SECONDS: Final = 2.0


@contextmanager
def waiting(what: str, *, seconds: float = _SECONDS) -> Iterator[None]:
    """Say on standard error what is being done, if it lasts; the line is gone when it is done.

    Nothing is said where standard error is no terminal.

    Args:
        what: What is being done, in a few words.
        seconds: After which it is said.
    """
    if not sys.stderr.isatty():
        yield
        return
    said = threading.Event()

    def say() -> None:
        said.set()
        sys.stderr.write(f"\r{what} ...")
        sys.stderr.flush()

    timer = threading.Timer(seconds, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said.is_set():
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
