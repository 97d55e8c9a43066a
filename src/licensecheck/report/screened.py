"""What a screened table came to, in counts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.report.share_words import blank_words, left_out_words, number
from licensecheck.rules.alliances import find_alliance, packaged_alliances
from licensecheck.screening.result import RANKED
from licensecheck.tables.deciding.screen_file import FileScreened
from licensecheck.wording.result import NOT_PERMISSION

__all__ = ["screened_text"]

_WIDTH: Final = 80
_MOST_REASONS: Final = 10
_MATCHED: Final = {
    "denial_match": message("denials of the file given, against each row"),
    "party_screening": message("lists, against the parties that a row names"),
}


def screened_text(name: str, found: FileScreened, language: Language = ENGLISH) -> str:
    """What came of a table, in counts; reasons of rejects are in English."""
    return "\n".join(_lines(name, found, language)) + "\n"


def _lines(name: str, found: FileScreened, language: Language) -> Iterator[str]:
    text = language.text
    refused = sum(found.rejects.values())
    yield from textwrap.wrap(
        text(
            "{name}: {rows} rows; {decided} screened as {distinct} distinct transfers; {confirmed}",
            name=name,
            rows=number(found.rows, language),
            decided=number(found.decided, language),
            distinct=number(found.distinct, language),
            confirmed=language.of(found.confirmed),
        ),
        _WIDTH,
    )
    yield ""
    order = sorted(found.outcomes.items(), key=lambda item: RANKED.index(item[0]))
    yield from _counted(text("outcome"), order, language)
    for alliance, verdicts in found.verdicts.items():
        yield from _counted(
            text("containment in {alliance}", alliance=_title(alliance, language)),
            verdicts.most_common(),
            language,
        )
    for name, counts in found.matches.items():
        yield from _counted(text(_MATCHED[name]), counts.most_common(), language)
    if found.stopped:
        yield from _counted(
            text("rules met on which a pipeline stops"), found.stopped.most_common(), language
        )
    yield from left_out_words(found.left_out, language)
    if found.blank_cells:
        yield from textwrap.wrap(blank_words(found.blank_cells, language), _WIDTH)
    if found.rows and not found.decided:
        yield text("no row was screened: each was rejected")
    if refused:
        yield text("rejected, by reason")
        for reason, count in found.rejects.most_common(_MOST_REASONS):
            yield from textwrap.wrap(
                reason,
                _WIDTH,
                initial_indent=f"  {number(count, language):>12}  ",
                subsequent_indent=" " * 16,
            )
        if len(found.rejects) > _MOST_REASONS:
            rest = number(len(found.rejects) - _MOST_REASONS, language)
            yield "  " + text("and {n} more reasons (--rejects lists all)", n=rest)
    yield ""
    yield text(NOT_PERMISSION)


def _counted(title: str, counts: Iterable[tuple[str, int]], language: Language) -> Iterator[str]:
    yield title
    for word, count in counts:
        yield f"  {number(count, language):>12}  {language.token(word)}"


def _title(alliance: str, language: Language) -> str:
    """The title of a packaged alliance; one of a user's own goes by its name."""
    known = alliance in packaged_alliances()
    return language.text(find_alliance(alliance).title) if known else alliance
