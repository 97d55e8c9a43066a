"""A pile of cases as one list: what needs a person and why, then what is open, then what is clean.

In: results with the names of their cases. Out: text. Statuses and order are those of a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from licensecheck.language import find_language
from licensecheck.messages import message
from licensecheck.screening.result import PILE
from licensecheck.wording.columns import wrap
from licensecheck.wording.result import NOT_PERMISSION, Result

__all__ = ["pile_text"]


_TITLES: Final = {
    "needs_a_person": message("Needs a person"),
    "open": message("Open"),
    "no_trigger": message("No trigger"),
}


def pile_text(cases: Sequence[tuple[str, Result]], *, width: int = 80) -> str:
    """The list of a pile, with a newline at its end.

    Args:
        cases: Name and result of each; at least one.
        width: Columns to keep within.
    """
    language = find_language(cases[0][1].language)
    lines = [language.count("{n} case", "{n} cases", len(cases))]
    for group, statuses in PILE:
        mine = [case for case in cases if case[1].outcome.status in statuses]
        if not mine:
            continue
        mine.sort(key=lambda case, order=statuses: _grave(case[1], order))  # type: ignore[misc]
        lines += ["", f"{language.text(_TITLES[group])} ({len(mine)})"]
        for name, result in mine:
            said = f"{name}: {'; '.join(_said(result))}"
            lines += wrap(said, width, first=" * ", rest="   ")
    lines += ["", language.text(NOT_PERMISSION)]
    return "\n".join(lines) + "\n"


def _grave(result: Result, order: Sequence[str]) -> tuple[int, int]:
    triggered = sum(c.status in ("review", "presumptive_denial") for c in result.criteria)
    return order.index(result.outcome.status), -triggered


def _said(result: Result) -> Iterator[str]:
    """Why it stands where it does, and what to ask first."""
    language = find_language(result.language)
    yield result.outcome.headline
    # What is clean waits for nothing.
    if result.questions and result.outcome.status != "no_trigger":
        yield language.text("ask first: {question}", question=result.questions[0].ask)
