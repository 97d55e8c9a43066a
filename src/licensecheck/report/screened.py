"""What a screened table came to, in counts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from licensecheck.report.share_words import blank_words, left_out_words
from licensecheck.screening.pile import RANKED
from licensecheck.tables.deciding.screen_file import FileScreened
from licensecheck.wording.result import NOT_PERMISSION

__all__ = ["screened_text"]

_WIDTH: Final = 80
_MOST_REASONS: Final = 10
_MATCHED: Final = {
    "denial_match": "denials of the file given, against each row",
    "party_screening": "lists, against the parties that a row names",
}


def screened_text(name: str, found: FileScreened) -> str:
    """What came of a table, in counts."""
    return "\n".join(_lines(name, found)) + "\n"


def _lines(name: str, found: FileScreened) -> Iterator[str]:
    refused = sum(found.rejects.values())
    yield from textwrap.wrap(
        f"{name}: {found.rows:,} rows; {found.decided:,} screened as {found.distinct:,} distinct "
        f"transfers; {found.confirmed}",
        _WIDTH,
    )
    yield ""
    order = sorted(found.outcomes.items(), key=lambda item: RANKED.index(item[0]))
    yield from _counted("outcome", order)
    for alliance, verdicts in found.verdicts.items():
        yield from _counted(f"containment in {alliance}", verdicts.most_common())
    for name, counts in found.matches.items():
        yield from _counted(_MATCHED[name], counts.most_common())
    if found.stopped:
        yield from _counted("rules met on which a pipeline stops", found.stopped.most_common())
    yield from left_out_words(found.left_out)
    if found.blank_cells:
        yield from textwrap.wrap(blank_words(found.blank_cells), _WIDTH)
    if found.rows and not found.decided:
        yield "no row was screened: each was rejected"
    if refused:
        yield "rejected, by reason"
        for reason, count in found.rejects.most_common(_MOST_REASONS):
            yield from textwrap.wrap(
                reason, _WIDTH, initial_indent=f"  {count:>12,}  ", subsequent_indent=" " * 16
            )
        if len(found.rejects) > _MOST_REASONS:
            yield f"  and {len(found.rejects) - _MOST_REASONS:,} more reasons (--rejects lists all)"
    yield ""
    yield NOT_PERMISSION


def _counted(title: str, counts: Iterable[tuple[str, int]]) -> Iterator[str]:
    yield title
    yield from (f"  {count:>12,}  {word.replace('_', ' ')}" for word, count in counts)
