"""An explanation as text for a person: clause by clause, and what would change the rule.

In: an `Explanation` or `Missing`. Out: plain text of some width, with a newline at its end.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from licensecheck.language import Language, find_language
from licensecheck.messages import message
from licensecheck.report.finding_words import is_seen, verified_text
from licensecheck.screening.clauses import MOST_CHANGES
from licensecheck.wording.explanation import (
    ClauseRead,
    Explanation,
    Flip,
    Missing,
    RuleExplained,
    Way,
)

__all__ = ["explanation_text", "missing_text"]

_STATES: Final = {
    "met": message("MET"),
    "open": message("OPEN: it depends on what nobody said"),
    "not_met": message("NOT MET"),
}
_HOLDS: Final = {"yes": message("holds"), "no": message("does not hold"), "open": message("open")}
_MARKS: Final = {"yes": "+", "no": "-", "open": "?"}
_MOST_WAYS: Final = 4


def explanation_text(found: Explanation, *, width: int = 80) -> str:
    """The explanation of every rule that was asked about."""
    return _joined(_explanation(found, find_language(found.language)), width)


def missing_text(found: Missing, *, width: int = 80) -> str:
    """The facts that would settle a case."""
    return _joined(_missing(found, find_language(found.language)), width)


Line = tuple[int, str]


def _joined(lines: Iterator[Line], width: int) -> str:
    said = []
    for indent, text in lines:
        said += textwrap.wrap(
            text, max(width, 40), initial_indent=" " * indent,
            subsequent_indent=" " * (indent + 2), break_on_hyphens=False,
        ) or [""]  # fmt: skip
    return "".join(f"{line.rstrip()}\n" for line in said)


def _explanation(found: Explanation, language: Language) -> Iterator[Line]:
    if not found.rules:
        yield 0, language.text("The criteria do not cover this transfer, so no rule was asked.")
    many = len({(rule.item, rule.end_user) for rule in found.rules}) > 1
    for rule in found.rules:
        yield from _rule(rule, language, many=many)
        yield 0, ""
    yield 0, found.not_permission


def _rule(rule: RuleExplained, language: Language, *, many: bool) -> Iterator[Line]:
    yield 0, f"{rule.rule}: {language.text(_STATES[rule.state])}"
    if many:
        yield (
            2,
            language.text(
                "item {item}, {destination}", item=rule.item, destination=rule.destination
            ),
        )
    yield 2, f"{rule.title} [{language.text(rule.point)}, {rule.tier}]"
    if rule.state == "met":
        yield 2, f"{language.token(rule.says)}: {rule.text}"
    yield 2, rule.citation
    ways = sorted(rule.ways, key=lambda way: ("yes", "open", "no").index(way.holds))
    for number, way in enumerate(ways[:_MOST_WAYS], 1):
        yield from _way(way, number, len(ways), language)
    if len(ways) > _MOST_WAYS:
        yield 2, language.text("and {n} more ways, none nearer", n=len(ways) - _MOST_WAYS)
    yield from _flips(rule, language)


def _way(way: Way, number: int, ways: int, language: Language) -> Iterator[Line]:
    if ways > 1:
        yield (
            2,
            language.text(
                "way {n} of {of}: {holds}",
                n=number,
                of=ways,
                holds=language.text(_HOLDS[way.holds]),
            ),
        )
    for clause in way.clauses:
        yield 4, _clause(clause, language)


def _clause(clause: ClauseRead, language: Language) -> str:
    said = f"{_MARKS[clause.holds]} {clause.fact} {clause.clause}: {clause.value}"
    marks = [clause.as_of] if clause.as_of and clause.as_of not in clause.source else []
    if not is_seen(clause.verified):
        marks.append(verified_text(clause.verified, language))
    source = f"{clause.source} ({', '.join(marks)})" if marks else clause.source
    return f"{said} ({source})"


def _flips(rule: RuleExplained, language: Language) -> Iterator[Line]:
    for to, head in (
        ("met", language.text("It would be met if:")),
        ("not_met", language.text("It would not be met if:")),
    ):
        flips = [flip for flip in rule.flips if flip.to == to]
        if flips:
            yield 2, head
            for flip in flips:
                yield 4, f"* {_flip(flip, language)}"
        elif rule.state != to:
            yield 2, language.text(
                "No change of up to {n} facts that can change brings it to: {state}.",
                n=MOST_CHANGES, state=language.text(_STATES[to]).lower(),
            )  # fmt: skip
    if not rule.complete:
        yield 2, language.text("There are more such sets.")
    if rule.fixed:
        yield 2, language.text("Given by states, goods or tables: {facts}",
                               facts=", ".join(rule.fixed))  # fmt: skip


def _flip(flip: Flip, language: Language) -> str:
    parts = [
        language.text(
            "{fact} were {values} (now: {now}; {who})",
            fact=change.fact, values=language.either(map(language.token, change.to)),
            now=change.now, who=_by_whom(change.who, change.through, language),
        )
        for change in flip.changes
    ]  # fmt: skip
    return language.listed(parts)


def _by_whom(who: tuple[str, ...], through: tuple[str, ...], language: Language) -> str:
    if through:
        return language.text("through {facts}", facts=", ".join(through))
    return language.either(map(language.token, who))


def _missing(found: Missing, language: Language) -> Iterator[Line]:
    yield 0, language.text(
        "Met now: {met}. Open bright lines and screens could still lead to: {could_be}.",
        met=language.token(found.met), could_be=language.token(found.could_be),
    )  # fmt: skip
    if any(not facts for facts in found.sets):
        yield 0, language.text("Nothing that is still open can change the status.")
    for number, facts in enumerate(found.sets, 1):
        if facts:
            yield 0, ""
            yield 0, _set_head(number, len(found.sets), language)
            for fact in facts:
                who = _by_whom(fact.who, fact.through, language)
                yield 1, f"* {fact.ask} [{fact.fact}; {who}]"
    if not found.exact:
        yield 0, ""
        yield 0, language.text("A smaller set may do: not every way could be tried.")
    yield 0, ""
    yield 0, found.not_permission


def _set_head(number: int, sets: int, language: Language) -> str:
    if sets > 1:
        return language.text(
            "Set {number} of {sets}: these facts would settle it, whatever they are:",
            number=number, sets=sets,
        )  # fmt: skip
    return language.text("These facts would settle it, whatever they are:")
