"""The questions of the form: several at once, in groups by who can answer.

Each says for which points it matters, and what its answers would change: that is found by
screening the case once with each answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from licensecheck.errors import InputError
from licensecheck.language import Language
from licensecheck.report.elements import Element, tag
from licensecheck.vocabulary import UNKNOWN, Fact, Vocabulary
from licensecheck.web.answers import Answers
from licensecheck.web.labels import SOURCE
from licensecheck.wording.result import Question, Result
from licensecheck.wording.screener import Case

__all__ = [
    "IN_FORM",
    "Effect",
    "Questions",
    "control_id",
    "effects_of",
    "fact_select",
    "shown",
    "source_field",
    "uncounted",
]  # fmt: skip

MOST_SHOWN: Final = 5
_MOST_RADIOS: Final = 8
_COUNT: Final = re.compile(r"\([0-9][^()]*\)")
NO_TRIGGER: Final = "no_trigger"
_MOST_TOKENS: Final = 30
# Facts that have a place of their own in the form, under papers and use.
IN_FORM: Final = ("docs.euc", "docs.reexport_clause", "docs.origin_consent", "end_use.category")
# What follows from a field of the form, which is asked for in its place while it is empty.
_FOLLOWS: Final = {"embargo.old_contract": "contract_date"}
# `named` is said by naming the countries, in a field of its own.
_SAID_ELSEWHERE: Final = {"end_use.onward": frozenset(("named",))}


@dataclass(frozen=True, slots=True)
class Effect:
    """What some answers to a question come to.

    Attributes:
        tokens: The answers.
        headline: The outcome with any of them; "" where it stays as it is.
        found: What would be found as well.
        gone: What would be found no longer.
    """

    tokens: tuple[str, ...]
    headline: str
    found: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def _elsewhere(answers: Answers) -> dict[str, str]:
    """The facts that are asked for by a field above the questions, each with that field."""
    fields = {fact: f"fact:{fact}" for fact in IN_FORM}
    return fields | {fact: one for fact, one in _FOLLOWS.items() if not answers.basics.get(one)}


def shown(answers: Answers, result: Result | None) -> tuple[str, ...]:
    """The facts that are asked now: one that was asked for, then the most useful ones."""
    if result is None:
        return ()
    done = {*answers.facts, *answers.left, *_elsewhere(answers)}
    waiting = [one.fact for one in result.questions if one.fact not in done]
    first = [answers.ask] if answers.ask and answers.ask not in answers.facts else []
    return tuple(dict.fromkeys((*first, *waiting)))[:MOST_SHOWN]


def effects_of(
    facts: Sequence[str],
    answers: Answers,
    vocabulary: Vocabulary,
    screen: Callable[[Answers], Case],
    language: str,
) -> dict[str, tuple[Effect, ...]]:
    """What each answer to some questions would come to.

    Args:
        facts: The facts that are asked.
        answers: The state of the form.
        vocabulary: Their answers.
        screen: Opens another state as a case.
        language: Code of the language to say it in.
    """
    now = screen(answers)
    effects = {}
    for fact in facts:
        tokens = _tokens(vocabulary[fact])
        if vocabulary[fact].open_domain or len(tokens) > _MOST_TOKENS:
            continue
        alike: dict[Hashable, list[str]] = {}
        cases: dict[Hashable, Case] = {}
        for token in tokens:
            try:
                case = screen(replace(answers, facts={**answers.facts, fact: token}))
                key = _state(case)
            except InputError:
                # It goes against something that was stated.
                continue
            alike.setdefault(key, []).append(token)
            cases.setdefault(key, case)
        # Only what differs is put into words.
        effects[fact] = tuple(
            _effect(cases[key], now, same, language) for key, same in alike.items()
        )
    return effects


def _state(case: Case) -> Hashable:
    """What is found in a case, by rules and criteria; with no question ranked and no word said."""
    met = frozenset(one.rule for one in case.met)
    return case.examination.scope, met, tuple(one.status for one in case.criteria)


def _effect(case: Case, now: Case, tokens: Sequence[str], language: str) -> Effect:
    if _state(case) == _state(now):
        return Effect(tuple(tokens), "")
    before, after = now.in_language(language), case.in_language(language)
    said = after.outcome.headline
    return Effect(
        tuple(tokens), "" if uncounted(said) == uncounted(before.outcome.headline) else said,
        tuple(_found(after, without=before)), tuple(_found(before, without=after)),
    )  # fmt: skip


def uncounted(headline: str) -> str:
    """A headline without how many rules were decided, which each answer changes."""
    return _COUNT.sub("", headline)


def _found(result: Result, *, without: Result) -> dict[str, None]:
    """Titles of what was found in one result and not in another."""
    other = {one.rule for one in without.findings if one.status != "open"}
    return dict.fromkeys(
        one.title for one in result.findings if one.status != "open" and one.rule not in other
    )


def _tokens(fact: Fact) -> list[str]:
    return [one for one in fact.domain if one not in _SAID_ELSEWHERE.get(fact.name, ())]


def control_id(control: str) -> str:
    """The id of a field, fit for an address."""
    return control.replace(":", "-").replace(".", "-")


def fact_select(
    fact: Fact, chosen: str, language: Language, *, labelled: str, empty: str = ""
) -> Element:
    """A fact as a list to choose from.

    Args:
        fact: The fact.
        chosen: Its answer so far; "" for none.
        language: Language of the words.
        labelled: Id of what names it.
        empty: Words for no choice; none is offered if "".
    """
    name = f"fact:{fact.name}"
    options = [tag("option", empty, value="")] if empty else []
    options += [
        tag("option", language.token(one), value=one, selected=one == chosen)
        for one in _tokens(fact)
    ]
    options.append(tag("option", language.text("not known; leave it open"), value=UNKNOWN))
    return tag("select", *options, id=control_id(name), name=name, aria_labelledby=labelled)


@dataclass(frozen=True)
class Questions:
    """The block of questions.

    Attributes:
        answers: The state of the form.
        result: Its result.
        language: Language of the page.
        vocabulary: The facts.
        effects: What answers would come to, by fact.
    """

    answers: Answers
    result: Result
    language: Language
    vocabulary: Vocabulary
    effects: Mapping[str, Sequence[Effect]]

    def parts(self) -> Iterator[Element]:
        """Groups of questions, then the others to choose from."""
        text = self.language.text
        by_fact = {one.fact: one for one in self.result.questions}
        now = shown(self.answers, self.result)
        yield from self._above(by_fact)
        if not now:
            said = text("No open question is left that an answer could settle.")
            yield tag("p", said, class_="soft")
            return
        groups: dict[tuple[str, ...], list[str]] = {}
        for fact in now:
            who = by_fact[fact].who if fact in by_fact else self.vocabulary[fact].answered_by
            groups.setdefault(who, []).append(fact)
        yield tag("h2", text("What is asked, and of whom"), id="next-title", tabindex="-1")
        yield tag("p", text("Answer any of them, in any order; what is left stays open."),
                  class_="soft")  # fmt: skip
        if self.answers.unanswered:
            yield tag("p", text("No answer was chosen. Choose one, or leave it open as not known."),
                      role="alert", class_="wrong")  # fmt: skip
        for who, facts in groups.items():
            said = self.language.either(map(self.language.token, who))
            yield tag(
                "section",
                tag("h3", said[:1].upper() + said[1:], id=f"group-{'-'.join(who)}"),
                [self._question(fact, by_fact.get(fact), who) for fact in facts],
                class_="group", aria_labelledby=f"group-{'-'.join(who)}",
            )  # fmt: skip
        yield tag("p", tag("button", text("Answer"), type="submit", name="asked", value="yes",
                           class_="main"))  # fmt: skip
        done = {*now, *self.answers.facts, *self.answers.left, *_elsewhere(self.answers)}
        others = [
            tag("li", tag("button", text(self.vocabulary[one].ask), type="submit", name="ask",
                          value=one, class_="plain"))
            for one in by_fact if one not in done
        ]  # fmt: skip
        if others:
            said = self.language.count(
                "{n} other question is open", "{n} other questions are open", len(others)
            )
            yield tag("details", tag("summary", said), tag("ol", *others), class_="fold")

    def _above(self, asked: Collection[str]) -> Iterator[Element]:
        """Questions that have a field of their own in the form."""
        links = [
            tag("li", tag("a", self.language.text(self.vocabulary[fact].ask),
                          href=f"#{control_id(control)}"))
            for fact, control in _elsewhere(self.answers).items()
            if fact in asked and fact not in self.answers.facts and fact not in self.answers.left
        ]  # fmt: skip
        if links:
            yield tag("div", tag("p", self.language.text("Also asked, in fields above:")),
                      tag("ul", *links), class_="soft")  # fmt: skip

    def _question(self, fact: str, question: Question | None, who: Sequence[str]) -> Element:
        found = self.vocabulary[fact]
        label = f"ask-{control_id(fact)}"
        return tag(
            "fieldset",
            tag(
                "legend",
                question.ask if question else self.language.text(found.ask),
                id=label,
                class_="question",
            ),
            tag("input", type="hidden", name="shown", value=fact),
            self._why(question) if question else None,
            self._effects(fact),
            self._choices(found, label),
            self._source(fact) if "applicant" not in who else None,
            class_="ask-one",
        )

    def _why(self, question: Question) -> Element | None:
        """The points that an answer bears on, and the worst that it can lead to."""
        found = (self.result.finding(rule) for rule in question.settles)
        # Where exactly, and how far that was seen, the finding itself says.
        points = dict.fromkeys(
            self.language.point(f.point.partition(",")[0]) for f in found if f is not None
        )
        if not points:
            return None
        if question.could_reach == NO_TRIGGER:
            return tag("p", self.language.text("It matters for {points}", points="; ".join(points)),
                       class_="soft")  # fmt: skip
        return tag("p", self.language.text(
            "It matters for {points}; at worst: {status}",
            points="; ".join(points), status=self.language.token(question.could_reach),
        ), class_="soft")  # fmt: skip

    def _effects(self, fact: str) -> Element | None:
        effects = self.effects.get(fact)
        if effects is None:
            return None
        text = self.language.text
        lines = [tag("li", said) for one in effects if (said := self._effect(one))]
        if not lines:
            return tag("p", text("No answer to it changes by itself what is found."), class_="soft")
        summary = tag("summary", text("What an answer would change"))
        return tag("details", summary, tag("ul", *lines), class_="part")

    def _effect(self, one: Effect) -> str:
        text = self.language.text
        parts = [one.headline] if one.headline else []
        if one.found:
            parts.append(text("found as well: {findings}", findings="; ".join(one.found)))
        if one.gone:
            parts.append(text("found no longer: {findings}", findings="; ".join(one.gone)))
        answers = ", ".join(map(self.language.token, one.tokens))
        return f"{answers}: {'; '.join(parts)}" if parts else ""

    def _choices(self, fact: Fact, label: str) -> Element:
        text, name = self.language.text, f"fact:{fact.name}"
        if fact.open_domain:
            return tag("input", id=control_id(name), name=name, maxlength=60,
                       aria_labelledby=label)  # fmt: skip
        tokens = _tokens(fact)
        if len(tokens) > _MOST_RADIOS:
            return fact_select(fact, "", self.language, labelled=label, empty=text("choose"))
        open_ = (UNKNOWN, text("not known; leave it open"))
        pairs = [*((one, self.language.token(one)) for one in tokens), open_]
        boxes = [
            tag("label", tag("input", type="radio", name=name, value=value,
                             id=control_id(name) if not n else None), " ", said, class_="choice")
            for n, (value, said) in enumerate(pairs)
        ]  # fmt: skip
        return tag("div", *boxes)

    def _source(self, fact: str) -> Element:
        return source_field(fact, self.answers, self.language)


def source_field(fact: str, answers: Answers, language: Language) -> Element:
    """Where an answer is known from."""
    name = f"source:{fact}"
    said = answers.sources.get(fact, "")
    return tag(
        "div",
        tag("label", language.text(SOURCE), for_=control_id(name)),
        tag("input", id=control_id(name), name=name, value=said, maxlength=500),
        class_="field",
    )
