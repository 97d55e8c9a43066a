"""Tables screened, and granted licences screened again: what came of them, in counts and rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from licensecheck.errors import quote
from licensecheck.language import ENGLISH, Language
from licensecheck.messages import message
from licensecheck.outputs import csv_text
from licensecheck.report.share_words import (
    blank_words,
    left_out_words,
    not_left_out_words,
    number,
    unread_words,
)
from licensecheck.rules.alliances import find_alliance, packaged_alliances
from licensecheck.screening.result import RANKED
from licensecheck.tables.deciding.causes import Cause
from licensecheck.tables.deciding.reassess import Changed, Move, Reassessed
from licensecheck.tables.deciding.screen_file import FileScreened
from licensecheck.wording.columns import WIDTH, wrap
from licensecheck.wording.fact_words import FACT_WORDS
from licensecheck.wording.result import NOT_PERMISSION
from licensecheck.wording.sources import name_of_country, said_text

__all__ = ["FORMATS", "reassessed_text", "screened_text"]

_MOST_REASONS: Final = 10
_COMPARED: Final = {
    "denial_match": message("denials of the file given, against each row"),
    "party_screening": message("lists, against the parties that a row names"),
}


def screened_text(name: str, found: FileScreened, language: Language = ENGLISH) -> str:
    """What came of a table, in counts."""
    return "\n".join(_lines(name, found, language)) + "\n"


def _lines(name: str, found: FileScreened, language: Language) -> Iterator[str]:
    text = language.text
    refused = sum(found.rejects.values())
    yield from wrap(
        text(
            "{name}: {rows} rows; {decided} screened as {distinct} distinct transfers; {confirmed}",
            name=name,
            rows=number(found.rows, language),
            decided=number(found.decided, language),
            distinct=number(found.distinct, language),
            confirmed=language.of(found.confirmed),
        ),
        WIDTH,
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
        yield from _counted(text(_COMPARED[name]), counts.most_common(), language)
    if found.stopped:
        yield from _counted(
            text("rules met on which a pipeline stops"), found.stopped.most_common(), language
        )
    for said in _of_reading(found, language):
        yield from wrap(said, WIDTH)
    if found.rows and not found.decided:
        yield text("no row was screened: each was rejected")
    if refused:
        yield text("rejected, by reason")
        for reason, count in found.rejects.most_common(_MOST_REASONS):
            first = f"  {number(count, language):>12}  "
            yield from wrap(language.of(reason), WIDTH, first=first, rest=" " * 16)
        if len(found.rejects) > _MOST_REASONS:
            rest = number(len(found.rejects) - _MOST_REASONS, language)
            yield "  " + text("and {n} more reasons (--rejects lists all)", n=rest)
    yield ""
    yield text(NOT_PERMISSION)


def _of_reading(found: FileScreened, language: Language) -> Iterator[str]:
    """What has to be said of how the table was read."""
    yield from left_out_words(found.left_out, language)
    yield from not_left_out_words(found.not_left_out, language)
    if found.blank_cells:
        yield blank_words(found.blank_cells, language)
    if found.unread_values:
        yield unread_words(found.unread_values, language)


def _counted(title: str, counts: Iterable[tuple[str, int]], language: Language) -> Iterator[str]:
    yield title
    for word, count in counts:
        yield f"  {number(count, language):>12}  {language.token(word)}"


def _title(alliance: str, language: Language) -> str:
    """The title of a packaged alliance; one of a user's own goes by its name."""
    known = alliance in packaged_alliances()
    return language.text(find_alliance(alliance).title) if known else alliance


FORMATS: Final = ("text", "csv", "json", "jsonl")
_COLUMNS: Final = (
    "number", "reference", "exporter", "destination", "rating", "day", "compared_from", "changes",
    "causes",
)  # fmt: skip
_MOST_GROUPS: Final = 20
_MATCHED: Final = {
    "denial_match": message("denials of the file given"),
    "party_screening": message("lists of names, against the parties"),
}


def reassessed_text(found: Reassessed, format: str, language: Language = ENGLISH) -> str:
    """The changed licences in one of `FORMATS`; text gives them by what changed and why.

    The text says in words of a language what decided; records hold tokens and rows by their names.
    """
    if format == "csv":
        return _csv(found)
    if format == "jsonl":
        return "".join(json.dumps(_data(one), ensure_ascii=False) + "\n" for one in found.changed)
    if format == "json":
        counts = {name: getattr(found, name) for name in ("records", "unchanged", "refused",
                                                          "later", "confirmed")}  # fmt: skip
        data = {
            "name": found.name,
            "since": found.since.isoformat(),
            "until": found.until.isoformat(),
            **counts,
            "changed": [_data(one) for one in found.changed],
            "rejects": [{"number": r.number, "reasons": list(r.reasons)} for r in found.rejects],
            "left_out": [{"number": r.number, "reasons": list(r.reasons)} for r in found.left_out],
        }
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    return "\n".join(_changed_lines(found, language)) + "\n"


def _data(one: Changed) -> dict[str, Any]:
    data = asdict(one)
    # What is said in words is said by the text; records keep the tokens and the English.
    data["causes"] = [
        {name: value for name, value in asdict(cause).items() if name != "says"}
        for cause in one.causes
    ]
    data["day"] = one.day.isoformat() if one.day else None
    data["compared_from"] = one.compared_from.isoformat()
    return data


def _moves(one: Changed) -> str:
    return "; ".join(f"{move.what}: {move.before} -> {move.after}" for move in one.moves)


def _causes(one: Changed) -> str:
    return "; ".join(map(str, one.causes))


def _csv(found: Reassessed) -> str:
    return csv_text(
        _COLUMNS,
        (
            (*(getattr(one, name) for name in _COLUMNS[:-2]), _moves(one), _causes(one))
            for one in found.changed
        ),
    )


def _changed_lines(found: Reassessed, language: Language) -> Iterator[str]:
    text = language.text
    yield text(
        "{name}: {n} records, from {since} to {until}",
        name=found.name, n=number(found.records, language), since=found.since, until=found.until,
    )  # fmt: skip
    for count, words in (
        (len(found.changed), text("changed")), (found.unchanged, text("unchanged")),
        (found.refused, text("refused, so never granted")), (found.later, text("granted later")),
        (len(found.rejects), text("rejected")),
    ):  # fmt: skip
        yield f"  {number(count, language):>10}  {words}"
    if found.left_out:
        words = text("left out: totals of other rows, or joined to another row")
        yield f"  {number(len(found.left_out), language):>10}  {words}"
    if found.confirmed:
        yield from wrap(language.of(found.confirmed), WIDTH)
    groups = Counter((one.destination, one.moves, one.causes) for one in found.changed)
    earliest: dict[tuple[str, tuple[Move, ...], tuple[Cause, ...]], date] = {}
    for one in found.changed:
        key = (one.destination, one.moves, one.causes)
        earliest[key] = min(one.compared_from, earliest.get(key, one.compared_from))
    for (place, moves, causes), count in groups.most_common(_MOST_GROUPS):
        yield ""
        yield text("{n} to {place}", n=number(count, language), place=quote(place)[1:-1])
        for move in moves:
            before, after = language.token(move.before), language.token(move.after)
            yield f"  {_moved(move.what, found, language)}: {before} -> {after}"
        since = max(found.since, earliest[place, moves, causes])
        for line in _why(causes, since, found.until, language):
            yield from wrap(line, WIDTH, first="  ", rest="      ")
    if len(groups) > _MOST_GROUPS:
        rest = number(len(groups) - _MOST_GROUPS, language)
        yield text("and {n} more groups (--format csv lists every licence)", n=rest)
    yield ""
    said = text("Article 1(1a) encourages to look at a granted licence again; it does not oblige.")
    yield from wrap(said, WIDTH)
    yield text(NOT_PERMISSION)


def _moved(what: str, found: Reassessed, language: Language) -> str:
    """What moved, in words: `criterion 2, at worst`, `inside NATO`."""
    text = language.text
    if what in _MATCHED:
        return text(_MATCHED[what])
    if what.startswith("containment_"):
        name = what.removeprefix("containment_")
        return text("inside {alliance}", alliance=text(found.titles.get(name, name)))
    if what == "at_worst":
        return text("at worst")
    name = what.removesuffix("_at_worst")
    if name == "outcome":
        said = text("outcome")
    elif name.startswith("criterion_"):
        said = text("criterion {names}", names=name.removeprefix("criterion_"))
    else:
        said = text("national rules")
    return f"{said}, {text('at worst')}" if name != what else said


def _why(causes: tuple[Cause, ...], since: date, until: date, language: Language) -> Iterator[str]:
    """What decided, a line for each rule, and for each row of each fact."""
    text = language.text
    facts: dict[str, list[Cause]] = {}
    for cause in causes:
        if cause.kind == "rule":
            title, point = said_text(cause.says[1] or "", language), language.point(cause.text)
            frame = text("because a rule began on {day}: {title} [{point}]")
            if cause.change == "ended":
                frame = text("because a rule ended on {day}: {title} [{point}]")
            on = language.day(date.fromisoformat(cause.as_of)) if cause.as_of else "-"
            yield frame.format(day=on, title=text(title) if title else "", point=point)
        else:
            facts.setdefault(cause.fact, []).append(cause)
    for fact, rows in facts.items():
        if fact == "containment":
            states = dict.fromkeys(row.name.rpartition(" ")[2] for row in rows)
            names = ", ".join(name_of_country(code, language) for code in states)
            yield text("because of: membership of {country}", country=names)
        else:
            yield text("because of: {fact}", fact=text(FACT_WORDS.get(fact, fact)))
        for at, day in enumerate((since, until)):
            says = [said_text(row.says[at] or "", language) for row in rows]
            found = [one for one in dict.fromkeys(says) if one]
            for one in found or [text("no row of a table says it")]:
                yield text("- on {day}: {says}", day=day, says=one)
