"""A replay from the words of a command line, and the receipt as a file of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from licensecheck.application.read import read_application
from licensecheck.errors import InputError, Problem, quote, told
from licensecheck.facts.resolve import WordCheck
from licensecheck.outputs import write_text
from licensecheck.reference.reference import Reference
from licensecheck.screening.editions import find_rulesets, words_of_rulesets
from licensecheck.wording.replay import Replay, read_recorded, replay
from licensecheck.wording.result import Result

__all__ = ["replay_words", "write_receipt"]


def write_receipt(result: Result, name: str) -> None:
    """Write the receipt of a result to a file.

    Raises:
        InputError: The file cannot be written to.
        OSError: The disk is full, or failed; an earlier receipt is still there.
    """
    text = json.dumps(asdict(result.receipt), indent=2) + "\n"
    write_text(Path(name), text, "--receipt")


def replay_words(
    recorded: str,
    application: str,
    *,
    alliances: Sequence[str],
    rulesets: Sequence[str],
    reference: Path | None,
    denials: Path | None = None,
    lists: Sequence[str] = (),
    house: Sequence[str] = (),
) -> Replay:
    """Replay a decision from the words of a command line.

    Raises:
        InputError: Something cannot be read; the faults of both files are listed together.
    """
    tables = Reference.load(reference)
    problems: list[Problem] = []
    kept = document = None
    try:
        kept = read_recorded(Path(recorded))
    except InputError as error:
        problems += error.problems
    words = words_of_rulesets(find_rulesets([*rulesets] or None, house))
    check = WordCheck(tables, words, date.today())
    try:
        document = read_application(Path(application), words=check)
    except InputError as error:
        problems += error.problems
    if document is None and _is_recorded(application):
        what = told(
            "{name} is a receipt or a result, and no application",
            name=quote(Path(application).name),
        )
        raise InputError(
            Problem("", what, told("first the receipt or result, then the application"))
        )
    if problems or kept is None or document is None:
        raise InputError(problems)
    return replay(
        kept, document, alliances=alliances, rulesets=rulesets, reference=tables, denials=denials,
        lists=lists, house=house,
    )  # fmt: skip


def _is_recorded(name: str) -> bool:
    try:
        read_recorded(Path(name))
    except InputError:
        return False
    return True
