"""The questions of the form: several at once, in groups by who can answer.

Each says for which points it matters, and what its answers would change: that is found by
screening the case once with each answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, product
from typing import Final

from licensecheck.errors import InputError
from licensecheck.facts.subjects import about
from licensecheck.language import Language, find_language
from licensecheck.report.elements import Element, tag
from licensecheck.vocabulary import UNKNOWN, Fact, Vocabulary
from licensecheck.web.answers import Answers, fact_of, key_of
from licensecheck.web.labels import SOURCE
from licensecheck.wording.finding_words import Concerned, by_rule, persons_of
from licensecheck.wording.result import Question, Result
from licensecheck.wording.screener import Case
from licensecheck.wording.sources import name_of_country

__all__ = [
    "IN_FORM",
    "Effect",
    "Questions",
    "asked_of",
    "control_id",
    "effects_of",
    "fact_select",
    "shown",
    "source_field",
    "uncounted",
]

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
    """The answers that are asked now: what was asked for, then those of the most useful questions.

    Each is a fact, or `FACT@OF` of one item line, end user or state that is asked about.
    """
    if result is None:
        return ()
    elsewhere = _elsewhere(answers)
    found = {
        one.fact: waiting
        for one in result.questions
        if one.fact not in elsewhere and (waiting := _waiting(one, answers))
    }
    first = fact_of(answers.ask)[0]
    if answers.ask and answers.ask not in answers.facts:
        found = {first: found.get(first, (answers.ask,)), **found}
    return tuple(chain.from_iterable([*found.values()][:MOST_SHOWN]))


def _waiting(question: Question, answers: Answers) -> tuple[str, ...]:
    """The answers that a question waits for, of those who have none and were not left open."""
    keys = [key_of(question.fact, of) for of in question.of] or [question.fact]
    return tuple(one for one in keys if one not in answers.facts and one not in answers.left)


def effects_of(
    facts: Sequence[str],
    answers: Answers,
    vocabulary: Vocabulary,
    screen: Callable[[Answers], Case],
    language: str,
) -> dict[str, tuple[Effect, ...]]:
    """What each answer to some questions would come to.

    Args:
        facts: The answers that are asked for, each a fact or `FACT@OF`.
        answers: The state of the form.
        vocabulary: Their answers.
        screen: Opens another state as a case.
        language: Code of the language to say it in.
    """
    now = screen(answers)
    effects = {}
    for fact in facts:
        found = vocabulary[fact_of(fact)[0]]
        tokens = _tokens(found)
        if found.open_domain or len(tokens) > _MOST_TOKENS:
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
    """What is found in a case, of which goods and users; no question ranked and no word said."""
    met = frozenset((one.rule, one.status, one.items, one.end_users) for one in case.met)
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
    """Titles of what was found in one result and not in another, or of others there."""
    said = find_language(result.language)
    other = _of_whom(without)
    found: dict[str, None] = {}
    for one in by_rule(met for met in result.findings if met.status != "open"):
        more = _of_whom(result)[one.rule] - other.get(one.rule, frozenset())
        if not more:
            continue
        users = tuple(sorted({user for _, user in more}))
        items = tuple(sorted({item for item, _ in more}))
        own = Concerned(result, said, merged=True)
        only = replace(one, end_users=users, items=items)
        of = [*own.users(only), *own.items(only)]
        found[f"{one.title} ({', '.join(of)})" if of else one.title] = None
    return found


def _of_whom(result: Result) -> dict[str, frozenset[tuple[int, int]]]:
    """The rules that are met, each with the pairs of item and end user that it is met for."""
    found: dict[str, frozenset[tuple[int, int]]] = {}
    for one in result.findings:
        if one.status != "open":
            pairs = frozenset(product(one.items or (0,), one.end_users or (0,)))
            found[one.rule] = found.get(one.rule, frozenset()) | pairs
    return found


def _tokens(fact: Fact) -> list[str]:
    return [one for one in fact.domain if one not in _SAID_ELSEWHERE.get(fact.name, ())]


def control_id(control: str) -> str:
    """The id of a field, fit for an address."""
    return re.sub(r"[^A-Za-z0-9_]", "-", control)


def fact_select(
    fact: Fact, chosen: str, language: Language, *, labelled: str, empty: str = "", key: str = ""
) -> Element:
    """A fact as a list to choose from.

    Args:
        fact: The fact.
        chosen: Its answer so far; "" for none.
        language: Language of the words.
        labelled: Id of what names it.
        empty: Words for no choice; none is offered if "".
        key: `FACT@OF` where it is of one alone.
    """
    name = f"fact:{key or fact.name}"
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
        groups: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for fact, of_fact in groupby(now, lambda key: fact_of(key)[0]):
            keys = tuple(of_fact)
            who = by_fact[fact].who if fact in by_fact else self.vocabulary[fact].answered_by
            groups.setdefault(persons_of(who), []).append(keys)
        yield tag("h2", text("What is asked, and of whom"), id="next-title", tabindex="-1")
        yield tag("p", text("Answer any of them, in any order; what is left stays open."),
                  class_="soft")  # fmt: skip
        if not self.effects:
            said = text("What answers come to is not worked out for a case of so many transfers.")
            yield tag("p", said, class_="soft")
        if self.answers.unanswered:
            yield tag("p", text("No answer was chosen. Choose one, or leave it open as not known."),
                      role="alert", class_="wrong")  # fmt: skip
        for who, facts in groups.items():
            said = self.language.either(map(self.language.token, who))
            yield tag(
                "section",
                tag("h3", said[:1].upper() + said[1:], id=f"group-{'-'.join(who)}"),
                [self._question(keys, by_fact.get(fact_of(keys[0])[0]), who) for keys in facts],
                class_="group", aria_labelledby=f"group-{'-'.join(who)}",
            )  # fmt: skip
        yield tag("p", tag("button", text("Answer"), type="submit", name="asked", value="yes",
                           class_="main"))  # fmt: skip
        done = {fact_of(key)[0] for key in now} | {*_elsewhere(self.answers)}
        others = [
            tag("li", tag("button", one.ask, type="submit", name="ask",
                          value=waiting[0], class_="plain"))
            for one in self.result.questions
            if one.fact not in done and (waiting := _waiting(one, self.answers))
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

    def _question(
        self, keys: Sequence[str], question: Question | None, who: Sequence[str]
    ) -> Element:
        found = self.vocabulary[fact_of(keys[0])[0]]
        label = f"ask-{control_id(found.name)}"
        single = keys[0] if len(keys) == 1 else ""
        # Of several each has its own answer, so the question alone is said above them.
        said = question.ask if question and single else self.language.text(found.ask)
        if single and not question:
            said = asked_of(single, said, self.result, self.language)
        return tag(
            "fieldset",
            tag("legend", said, id=label, class_="question"),
            [tag("input", type="hidden", name="shown", value=key) for key in keys],
            self._why(question) if question else None,
            self._effects(single) if single else None,
            self._choices(found, label, single) if single else self._each(found, keys),
            source_field(single, self.answers, self.language)
            if single and "applicant" not in who
            else None,
            class_="ask-one",
        )

    def _each(self, found: Fact, keys: Sequence[str]) -> list[Element]:
        """An answer for each item line, end user or state that a question is asked of."""
        text = self.language.text
        rows = []
        for key in keys:
            id_ = control_id(f"fact:{key}")
            # The first item and end user are those of the fields above, which have no number.
            one = key if "@" in key else f"{key}@1"
            label = tag("span", _subject_words(one, self.result, self.language), class_="label",
                        id=f"{id_}-label")  # fmt: skip
            chosen = self._choice(found, key, f"{id_}-label", text("choose"))
            rows.append(tag("div", label, chosen, self._effects(key), class_="field"))
        return rows

    def _choice(self, fact: Fact, key: str, label: str, empty: str) -> Element:
        """A list to choose from, or a field where any country or code may be the answer."""
        if fact.open_domain:
            return tag("input", id=control_id(f"fact:{key}"), name=f"fact:{key}", maxlength=60,
                       aria_labelledby=label)  # fmt: skip
        return fact_select(fact, "", self.language, labelled=label, empty=empty, key=key)

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
        text = self.language.text
        if effects is None and not self.effects:
            return None
        if effects is None:
            # Said of each, since silence would read as: it changes nothing.
            said = text("What its answers come to was not worked out.")
            return tag("p", said, class_="soft")
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

    def _choices(self, fact: Fact, label: str, key: str) -> Element:
        text, name = self.language.text, f"fact:{key}"
        tokens = _tokens(fact)
        if fact.open_domain or len(tokens) > _MOST_RADIOS:
            return self._choice(fact, key, label, text("choose"))
        open_ = (UNKNOWN, text("not known; leave it open"))
        pairs = [*((one, self.language.token(one)) for one in tokens), open_]
        boxes = [
            tag("label", tag("input", type="radio", name=name, value=value,
                             id=control_id(name) if not n else None), " ", said, class_="choice")
            for n, (value, said) in enumerate(pairs)
        ]  # fmt: skip
        return tag("div", *boxes)


def asked_of(key: str, ask: str, result: Result | None, language: Language) -> str:
    """A question with whom or what alone it is asked of; as it is where it is of the whole case."""
    words = _subject_words(key, result, language)
    return f"{words}: {ask}" if words else ask


def _subject_words(key: str, result: Result | None, language: Language) -> str:
    """The item line, end user or state that an answer is of; "" where it is of the whole case."""
    fact, of = fact_of(key)
    if not of:
        return ""
    if not of.isdecimal():
        return name_of_country(of.upper(), language)
    application = result.case.application if result is not None and result.case else None
    if about(fact) == "item":
        items = application.items if application else ()
        said = [one.description or one.rating for one in items[int(of) - 1 : int(of)]]
        return ", ".join((language.text("item {n}", n=of), *said))
    users = application.every_end_user() if application else ()
    said = [
        one.name or name_of_country((one.country or "").upper(), language)
        for one in users[int(of) - 1 : int(of)]
    ]
    return ", ".join(filter(None, (language.text("end user {n}", n=of), *said)))


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
