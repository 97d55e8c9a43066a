"""A replay in words or JSON, and the receipt as a file of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from licensecheck.application.read import read_application
from licensecheck.errors import InputError, Problem, quote
from licensecheck.facts.words import WordCheck
from licensecheck.language import ENGLISH, Language
from licensecheck.outputs import write_text
from licensecheck.reference.reference import Reference
from licensecheck.report.decided import Decision, decision_lines
from licensecheck.screening.editions import find_rulesets, words_of_rulesets
from licensecheck.screening.replay import Replay, read_recorded, replay
from licensecheck.screening.result import NOT_PERMISSION, Result

__all__ = ["replay_text", "replay_words", "write_receipt"]

_SHORT: Final = 12


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
        InputError: Something cannot be read; the faults of both files are told together.
    """
    from datetime import date

    tables = Reference.load(reference) if reference else Reference.load()
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
        what = f"{quote(Path(application).name)} is a receipt or a result, and no application"
        raise InputError(Problem("", what, "first the receipt or result, then the application"))
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


def replay_text(
    found: Replay, language: Language = ENGLISH, decisions: Sequence[Decision] = ()
) -> str:
    """A replay in words; names of editions and what a reason quotes stay as they are.

    Args:
        found: The replay.
        language: Of the words.
        decisions: What persons decided of the case, as recorded beside the receipt.
    """
    *lines, end = _lines(found, language)
    return "\n".join([*lines, *decision_lines(decisions, found.decided_before, language), end, ""])


def _lines(found: Replay, language: Language) -> Iterator[str]:
    text = language.text
    yield text("SAME") if found.same else text("DIFFERS")
    clocks = ", ".join(f"{name} {day}" for name, day in found.clocks.items())
    yield text("clocks: {clocks}", clocks=clocks)
    if not found.same_input:
        yield text("input: not the application that the receipt was made for")
    else:
        yield text("input: the same (names and free text are not compared)")
    editions = [one for one in found.differences if one.kind != "input"]
    if not editions:
        yield text("editions: the same")
    else:
        yield text("what differs:")
        for one in editions:
            before, now = (_short(word, language) for word in (one.before, one.now))
            yield f"  {one.kind} {one.name}: {before} -> {now}"
    yield from _decision(found, language)
    yield text(NOT_PERMISSION)


def _decision(found: Replay, language: Language) -> Iterator[str]:
    text, token = language.text, language.token
    if found.same_decision is None:
        yield text("decision: the receipt does not record it, so it cannot be compared")
    elif found.same_decision:
        yield text("decision: the same ({outcome})", outcome=token(found.outcome_now))
    else:
        known = found.outcome_before
        before = token(known) if known else text("not in the receipt")
        now = token(found.outcome_now)
        yield text("decision: differs; outcome {before} -> {now}", before=before, now=now)
        if not found.findings_compared:
            said = text("a receipt holds no findings; replay the whole result to see which differ")
            yield f"  {said}"
    for one in found.findings:
        yield f"  {one.rule}: {token(one.before)} -> {token(one.now)}"
        for why in one.why:
            yield f"    {why}"


def _short(word: str, language: Language) -> str:
    if len(word) == 64:
        return word[:_SHORT]
    return word or language.text("not there")
