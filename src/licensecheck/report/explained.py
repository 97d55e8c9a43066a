"""An explanation as text for a person: clause by clause, and what would change the rule.

In: an `Explanation` or `Missing`. Out: plain text of some width, with a newline at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from licensecheck.language import Language, find_language
from licensecheck.messages import message
from licensecheck.screening.clauses import MOST_CHANGES
from licensecheck.screening.result import NOT_EXAMINED
from licensecheck.vocabulary import Fact
from licensecheck.wording.columns import paragraph
from licensecheck.wording.explanation import (
    ClauseRead,
    Explanation,
    Flip,
    Missing,
    RuleExplained,
    Way,
)
from licensecheck.wording.fact_words import fact_words
from licensecheck.wording.finding_words import TIER_WORDS, is_seen, verified_text, who_text

__all__ = ["explanation_text", "missing_text"]

_STATES: Final = {
    "met": message("MET"),
    "open": message("OPEN: it depends on what nobody said"),
    "not_met": message("NOT MET"),
}
_NOT_COVERED: Final = message("The criteria do not cover this transfer, so no rule was asked.")
_HOLDS: Final = {"yes": message("holds"), "no": message("does not hold"), "open": message("open")}
_MARKS: Final = {"yes": "+", "no": "-", "open": "?"}
_MOST_WAYS: Final = 4


class _Words(NamedTuple):
    """What facts are called: in the words of a language, with their codes where asked for."""

    language: Language
    codes: bool
    vocabulary: Mapping[str, Fact]

    def fact(self, name: str) -> str:
        own = self.vocabulary.get(name)
        said = fact_words(name, self.language)
        if said == name and own is not None:
            said = own.title or name
        return f"{said} ({name})" if self.codes and said != name else said

    def facts(self, names: Iterable[str]) -> str:
        return ", ".join(self.fact(name) for name in names)


def explanation_text(
    found: Explanation,
    *,
    width: int = 80,
    codes: bool = False,
    vocabulary: Mapping[str, Fact] | None = None,
) -> str:
    """The explanation of every rule that was asked about.

    Args:
        found: The explanation.
        width: Columns to keep within.
        codes: Facts with their codes as well, for who supplies them.
        vocabulary: The facts by code, where an office has some of its own.
    """
    words = _Words(find_language(found.language), codes, vocabulary or {})
    return _joined(_explanation(found, words), width)


def missing_text(
    found: Missing,
    *,
    width: int = 80,
    codes: bool = False,
    vocabulary: Mapping[str, Fact] | None = None,
) -> str:
    """The facts that would settle a case; arguments as of `explanation_text`."""
    words = _Words(find_language(found.language), codes, vocabulary or {})
    return _joined(_missing(found, words), width)


Line = tuple[int, str]


def _joined(lines: Iterator[Line], width: int) -> str:
    said = []
    for indent, text in lines:
        said += paragraph(text, " " * indent, width=max(width, 40))
    return "".join(f"{line.rstrip()}\n" for line in said)


def _explanation(found: Explanation, words: _Words) -> Iterator[Line]:
    if not found.rules:
        yield (
            0,
            words.language.text(_NOT_COVERED),
        )
    many = len({(rule.item, rule.end_user) for rule in found.rules}) > 1
    for rule in found.rules:
        yield from _rule(rule, words, many=many)
        yield 0, ""
    yield 0, found.not_permission


def _rule(rule: RuleExplained, words: _Words, *, many: bool) -> Iterator[Line]:
    yield 0, f"{rule.rule}: {words.language.text(_STATES[rule.state])}"
    if many:
        yield (
            2,
            words.language.text(
                "item {item}, {destination}", item=rule.item, destination=rule.destination
            ),
        )
    tier = words.language.text(TIER_WORDS.get(rule.tier, rule.tier))
    yield 2, f"{rule.title} [{words.language.point(rule.point)}, {tier}]"
    if rule.state == "met":
        yield 2, f"{words.language.token(rule.says)}: {rule.text}"
    yield 2, rule.citation
    ways = sorted(rule.ways, key=lambda way: ("yes", "open", "no").index(way.holds))
    for number, way in enumerate(ways[:_MOST_WAYS], 1):
        yield from _way(way, number, len(ways), words)
    if len(ways) > _MOST_WAYS:
        yield 2, words.language.text("and {n} more ways, none nearer", n=len(ways) - _MOST_WAYS)
    yield from _flips(rule, words)


def _way(way: Way, number: int, ways: int, words: _Words) -> Iterator[Line]:
    if ways > 1:
        yield (
            2,
            words.language.text(
                "way {n} of {of}: {holds}",
                n=number,
                of=ways,
                holds=words.language.text(_HOLDS[way.holds]),
            ),
        )
    for clause in way.clauses:
        yield 4, _clause(clause, words)


def _clause(clause: ClauseRead, words: _Words) -> str:
    said = f"{_MARKS[clause.holds]} {words.fact(clause.fact)} {clause.clause}: {clause.value}"
    marks = [clause.as_of] if clause.as_of and clause.as_of not in clause.source else []
    if not is_seen(clause.verified):
        marks.append(verified_text(clause.verified, words.language))
    source = f"{clause.source} ({', '.join(marks)})" if marks else clause.source
    return f"{said} ({source})"


def _flips(rule: RuleExplained, words: _Words) -> Iterator[Line]:
    for to, head in (
        ("met", words.language.text("It would be met if:")),
        ("not_met", words.language.text("It would not be met if:")),
    ):
        flips = [flip for flip in rule.flips if flip.to == to]
        if flips:
            yield 2, head
            for flip in flips:
                yield 4, f"* {_flip(flip, words)}"
        elif rule.state != to:
            yield 2, words.language.text(
                "No change of up to {n} facts that can change brings it to: {state}.",
                n=MOST_CHANGES, state=words.language.text(_STATES[to]).lower(),
            )  # fmt: skip
    if not rule.complete:
        yield 2, words.language.text("There are more such sets.")
    if rule.fixed:
        yield 2, words.language.text("Given by states, goods or tables: {facts}",
                               facts=words.facts(rule.fixed))  # fmt: skip


def _flip(flip: Flip, words: _Words) -> str:
    parts = [
        words.language.text(
            "{fact} were {values} (now: {now}; {who})",
            fact=words.fact(change.fact),
            values=words.language.either(map(words.language.token, change.to)),
            now=change.now, who=_by_whom(change.who, change.through, words),
        )
        for change in flip.changes
    ]  # fmt: skip
    return words.language.listed(parts)


def _by_whom(who: tuple[str, ...], through: tuple[str, ...], words: _Words) -> str:
    if through:
        return words.language.text("through {facts}", facts=words.facts(through))
    return who_text(who, words.language)


def _missing(found: Missing, words: _Words) -> Iterator[Line]:
    if found.met == NOT_EXAMINED:
        yield 0, words.language.text(_NOT_COVERED)
        yield 0, ""
        yield 0, found.not_permission
        return
    yield 0, words.language.text(
        "Met now: {met}. Open bright lines and screens could still lead to: {could_be}.",
        met=words.language.token(found.met), could_be=words.language.token(found.could_be),
    )  # fmt: skip
    if any(not facts for facts in found.sets):
        yield 0, words.language.text("Nothing that is still open can change the status.")
    for number, facts in enumerate(found.sets, 1):
        if facts:
            yield 0, ""
            yield 0, _set_head(number, len(found.sets), words)
            for fact in facts:
                who = _by_whom(fact.who, fact.through, words)
                yield 1, f"* {fact.ask} [{f'{fact.fact}; {who}' if words.codes else who}]"
    if not found.exact:
        yield 0, ""
        yield 0, words.language.text("A smaller set may do: not every way could be tried.")
    yield 0, ""
    yield 0, found.not_permission


def _set_head(number: int, sets: int, words: _Words) -> str:
    if sets > 1:
        return words.language.text(
            "Set {number} of {sets}: these facts would settle it, whatever they are:",
            number=number, sets=sets,
        )  # fmt: skip
    return words.language.text("These facts would settle it, whatever they are:")
