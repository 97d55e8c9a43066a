"""The page of the form: in go its state, problems and result, out comes a page without script.

Everything is one HTML form whose buttons say what is wanted; the script that it names only saves
the reader from pressing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, get_args

from licensecheck.application.tokens import PartyRole
from licensecheck.documents.days import read_day
from licensecheck.errors import Problem
from licensecheck.language import Language, find_language, languages
from licensecheck.messages import message
from licensecheck.reference.control_list import ControlList
from licensecheck.reference.places import all_countries
from licensecheck.report.elements import Element, tag
from licensecheck.report.html import headline, result_sections
from licensecheck.rules.alliances import load_alliance, packaged_alliances
from licensecheck.vocabulary import UNKNOWN, Fact, Vocabulary
from licensecheck.web.answers import MOST_ROWS, TABLES, Answers, control_of
from licensecheck.web.candidates import near_places, near_ratings
from licensecheck.web.served import served_page
from licensecheck.wording.places import name_of_country
from licensecheck.wording.result import NOT_PERMISSION, Result

__all__ = ["FormPage", "page_language"]

_MOST_RADIOS: Final = 8
_PLACES: Final = ("exporter", "destination", "consignee")
_FIRST: Final = {
    "exporter": message("Exporter: country that the goods leave"),
    "destination": message("Destination: country of the end user"),
    "rating": message("Rating: code of the control list, such as ML6.a"),
}
_MORE: Final = {
    "as_of": message("Day of the decision, such as 2026-11-24; today if empty"),
    "reference": message("Reference of your own"),
    "consignee": message("Country of the consignee, if it is another"),
    "route": message("Countries on the way, with commas between"),
    "onward": message("Countries that the goods go on to, with commas between"),
    "description": message("What the goods are, in your own words"),
    "quantity": message("How many"),
    "value": message("Value, such as 24m EUR"),
    "exporter_name": message("Name of the exporter"),
    "consignee_name": message("Name of the consignee"),
    "end_user_name": message("Name of the end user"),
}
_TABLES: Final = {
    "items": message("Further goods, a row each"),
    "parties": message("Further parties, a row each: brokers, agents, carriers ..."),
}
_COLUMNS: Final = {
    "description": message("what it is"),
    "rating": message("rating"),
    "form": message("form"),
    "kind": message("kind"),
    "quantity": message("how many"),
    "value": message("value"),
    "role": message("role"),
    "name": message("name"),
    "country": message("country"),
}
_EMPTY_ROWS: Final = 1
_NAMES: Final = {"en": "English", "nl": "Nederlands"}
# `named` is said by naming the countries, in a field of its own.
_ROW_TOKENS: Final[Mapping[str, Callable[[Vocabulary], Sequence[str]]]] = {
    "form": lambda words: words["item.form"].domain,
    "kind": lambda words: words["item.kind"].domain,
    "role": lambda _: get_args(PartyRole),
}
_SAID_ELSEWHERE: Final = {"end_use.onward": frozenset(("named",))}


@dataclass(frozen=True)
class FormPage:
    """One page of the form.

    Attributes:
        answers: Its state.
        language: Language of the page.
        problems: What is wrong with the answers.
        result: The result; None where nothing was screened.
        vocabulary: The facts that may be asked for.
    """

    answers: Answers
    language: Language
    problems: Sequence[Problem] = ()
    result: Result | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary.load)

    def html(self) -> str:
        """The page as HTML."""
        text = self.language.text
        title = text("Screen a transfer")
        spoken = headline(self.result) if self.result else ""
        return served_page(
            tag("a", text("Skip to the result"), class_="skip", href="#result"),
            tag("header", tag("h1", title), tag("p", text(
                "licensecheck asks for facts and says which criteria of Common Position "
                "2008/944/CFSP call for review. Nothing that you fill in is kept."
            )), tag("p", tag("strong", text(NOT_PERMISSION)))),
            tag("main",
                tag("p", spoken, id="status", role="status", class_="unseen",
                    data_failed=text("The answer did not come. Press Screen to try again.")),
                tag("form", *self._form(), method="post",
                    action=f"/?language={self.language.code}", autocomplete="off"),
                tag("section", *self._result(), id="result", tabindex="-1",
                    aria_label=text("Result"))),
            title=title if not spoken else f"{spoken} – {title}",
            language=self.language.code, live=True,
        )  # fmt: skip

    # --- the form --------------------------------------------------------------------------------

    def _form(self) -> Iterator[Element]:
        # INVARIANT: Enter in a field presses the first button of a form, so this one stands before
        # those that offer a near name: none is ever taken but by its own button.
        yield tag("button", self.language.text("Screen"), type="submit", class_="unseen",
                  tabindex="-1", aria_hidden="true")  # fmt: skip
        yield tag("div", *self._problems(), id="problems")
        yield tag("div", *self._transfer(), id="transfer")
        yield tag("div", *self._next(), id="next")
        yield tag("div", *self._answered(), id="answered")
        yield tag("div", *self._take_away(), id="take-away")
        yield from _lists(self.language)

    def _problems(self) -> Iterator[Element]:
        if not self.problems:
            return
        title = self.language.text("This cannot be read yet")
        entries = []
        for problem in self.problems:
            control = control_of(problem.where)
            what = f"{problem.where}: {problem.what}" if problem.where else problem.what
            link = tag("a", what, href=f"#{_id(control)}") if control else what
            help_ = f" ({problem.help})" if problem.help else None
            entries.append(tag("li", link, help_))
        # Errors are told in English, whatever the language of the page is.
        yield tag("div", tag("h2", title, tabindex="-1", id="problems-title"),
                  tag("ul", *entries, lang="en"), class_="problems")  # fmt: skip

    def _transfer(self) -> Iterator[Element]:
        text = self.language.text
        first = [self._field(name, text(label)) for name, label in _FIRST.items()]
        more = [self._field(name, text(label)) for name, label in _MORE.items()]
        filled = any(self.answers.basics.get(name) for name in _MORE)
        other = self.answers.alliances != ("nato",) or self.answers.full
        yield tag(
            "fieldset",
            tag("legend", text("The transfer")),
            *first,
            tag("details", tag("summary", text("Day, route, value and alliances")), *more,
                self._alliances(), open=filled or other or self._faulty(*_MORE)),
            *(self._rows(table) for table in TABLES),
            tag("p", tag("button", text("Screen"), type="submit", class_="main")),
        )  # fmt: skip

    def _rows(self, table: str) -> Element:
        """Rows of goods or parties, with empty ones at their end; more come when it is sent."""
        filled = self.answers.rows.get(table, ())
        count = min(MOST_ROWS, len(filled) + _EMPTY_ROWS)
        rows = [
            self._row_of(table, at, filled[at] if at < len(filled) else {}) for at in range(count)
        ]
        faulty = any(control_of(p.where).startswith(f"row:{table}:") for p in self.problems)
        more = tag("p", self.language.text("Further empty rows come with each answer."),
                   class_="soft")  # fmt: skip
        summary = tag("summary", self.language.text(_TABLES[table]))
        return tag("details", summary, *rows, more, open=bool(filled) or faulty)

    def _row_of(self, table: str, at: int, row: Mapping[str, str]) -> Element:
        fields = [
            self._cell(f"row:{table}:{at}:{name}", name, row.get(name, ""))
            for name in TABLES[table][2]
        ]
        number = at + 1 + TABLES[table][1]
        legend = tag("legend", self.language.text("Row {n}", n=number), class_="soft")
        return tag("fieldset", legend, *fields, class_="row")

    def _cell(self, control: str, name: str, said: str) -> Element:
        words = {"rating": "codes", "country": "places"}
        mine = [one.what for one in self.problems if control_of(one.where) == control]
        wrong = f"{_id(control)}-problem" if mine else None
        label = tag("label", self.language.text(_COLUMNS[name]), for_=_id(control))
        tokens = _ROW_TOKENS.get(name)
        if tokens:
            options = [tag("option", "", value="")]
            options += [
                tag("option", self.language.token(one), value=one, selected=one == said)
                for one in tokens(self.vocabulary)
            ]
            box = tag("select", *options, id=_id(control), name=control, aria_describedby=wrong)
        else:
            box = tag("input", id=_id(control), name=control, value=said, maxlength=500,
                      list=words.get(name), aria_invalid="true" if mine else None,
                      aria_describedby=wrong, spellcheck="false")  # fmt: skip
        told = tag("p", "; ".join(mine), id=wrong, class_="wrong", lang="en") if mine else None
        return tag("div", label, box, told, class_="field")

    def _faulty(self, *names: str) -> bool:
        return any(control_of(problem.where) in names for problem in self.problems)

    def _field(self, name: str, label: str) -> Element:
        said = self.answers.basics.get(name, "")
        mine = [one for one in self.problems if control_of(one.where) == name]
        described = f"{name}-problem" if mine else None
        words = {"exporter": "places", "destination": "places", "consignee": "places",
                 "rating": "codes"}  # fmt: skip
        return tag(
            "div",
            tag("label", label, for_=name),
            tag("input", id=name, name=name, value=said, maxlength=500, list=words.get(name),
                aria_invalid="true" if mine else None, aria_describedby=described,
                spellcheck="false"),
            tag("p", "; ".join(one.what for one in mine), id=described, class_="wrong", lang="en")
            if mine else None,
            self._candidates(name, said) if mine else None,
            class_="field",
        )  # fmt: skip

    def _candidates(self, name: str, said: str) -> Element | None:
        near: tuple[str, ...] = ()
        if name in _PLACES and said:
            near = near_places(said, self._day())
        elif name == "rating":
            near = near_ratings(said)
        if not near:
            return None
        entries = ControlList.load().entries
        buttons = []
        for one in near:
            label = f"{one}: {entries[one].description}" if one in entries else one
            buttons.append(
                tag("li", tag("button", label, type="submit", name="use", value=f"{name}={one}"))
            )
        title = self.language.text("Near names, none of them chosen; press one to take it")
        return tag("div", tag("p", title), tag("ul", *buttons), class_="candidates")

    def _day(self) -> date:
        try:
            return read_day(self.answers.basics.get("as_of", ""))
        except ValueError:
            return date.today()

    def _alliances(self) -> Element:
        text = self.language.text
        boxes = [
            self._box("alliance", name, text(load_alliance(path).title),
                      name in self.answers.alliances)
            for name, path in packaged_alliances().items()
        ]  # fmt: skip
        full = self._box("full", "yes", text("Screen allied destinations in full as well"),
                         self.answers.full)  # fmt: skip
        return tag("fieldset", tag("legend", text("Inside which alliance?")), *boxes, full)

    def _box(self, name: str, value: str, label: str, checked: bool) -> Element:
        box = tag("input", type="checkbox", name=name, value=value, checked=checked)
        return tag("label", box, " ", label, class_="choice")

    # --- questions -------------------------------------------------------------------------------

    def _next(self) -> Iterator[Element]:
        """The most useful question, or the one that was asked for, and the others to choose."""
        if self.result is None:
            return
        text, answers = self.language.text, self.answers
        questions = {one.fact: one for one in self.result.questions}
        waiting = [f for f in questions if f not in answers.facts and f not in answers.left]
        vocabulary = self.vocabulary
        chosen = answers.ask if answers.ask and answers.ask not in answers.facts else ""
        fact = chosen or next(iter(waiting), "")
        if not fact:
            said = text("No open question is left that an answer could settle.")
            yield tag("p", said, class_="soft")
            return
        who = questions[fact].who if fact in questions else vocabulary[fact].answered_by
        yield tag(
            "fieldset",
            tag("legend", text("Next question"), tabindex="-1", id="next-title"),
            tag("p", text(vocabulary[fact].ask), id="question", class_="question"),
            tag("p", tag("code", fact), "; ", text(
                "answered by {who}", who=self.language.either(map(self.language.token, who))
            ), class_="soft"),
            tag("p", text("No answer was chosen. Choose one, or leave it open as not known."),
                role="alert", class_="wrong") if answers.asked == fact else None,
            self._why(fact),
            self._choices(vocabulary[fact]),
            self._source(fact) if "applicant" not in who else None,
            tag("p", tag("button", text("Answer"), type="submit", name="asked", value=fact,
                         class_="main")),
        )  # fmt: skip
        others = [
            tag("li", tag("button", text(vocabulary[one].ask), type="submit", name="ask",
                          value=one, class_="plain"))
            for one in waiting if one != fact
        ]  # fmt: skip
        if others:
            said = self.language.count(
                "{n} other question is open", "{n} other questions are open", len(others)
            )
            yield tag("details", tag("summary", said), tag("ol", *others), class_="fold")

    def _why(self, fact: str) -> Element | None:
        """The points that an answer bears on, and the worst that it can lead to."""
        if self.result is None:
            return None
        for one in self.result.questions:
            if one.fact == fact:
                found = (self.result.finding(rule) for rule in one.settles)
                points = dict.fromkeys(f.point for f in found if f is not None)
                if points:
                    return tag("p", self.language.text(
                        "It matters for {points}; at worst: {status}",
                        points="; ".join(points), status=self.language.token(one.could_reach),
                    ), class_="soft")  # fmt: skip
        return None

    def _choices(self, fact: Fact) -> Element:
        text, name = self.language.text, f"fact:{fact.name}"
        if fact.open_domain:
            return tag("input", id=_id(name), name=name, maxlength=60, aria_labelledby="question")
        tokens = [one for one in fact.domain if one not in _SAID_ELSEWHERE.get(fact.name, ())]
        if len(tokens) > _MOST_RADIOS:
            return self._select(fact, "", labelled="question", empty=text("choose"))
        open_ = (UNKNOWN, text("not known; leave it open"))
        pairs = [*((one, self.language.token(one)) for one in tokens), open_]
        boxes = [
            tag("label", tag("input", type="radio", name=name, value=value,
                             id=_id(name) if not n else None), " ", said, class_="choice")
            for n, (value, said) in enumerate(pairs)
        ]  # fmt: skip
        return tag("div", *boxes, role="radiogroup", aria_labelledby="question")

    def _select(self, fact: Fact, chosen: str, *, labelled: str, empty: str = "") -> Element:
        name = f"fact:{fact.name}"
        tokens = [one for one in fact.domain if one not in _SAID_ELSEWHERE.get(fact.name, ())]
        options = [tag("option", empty, value="")] if empty else []
        options += [
            tag("option", self.language.token(one), value=one, selected=one == chosen)
            for one in tokens
        ]
        open_ = self.language.text("not known; leave it open")
        options.append(tag("option", open_, value=UNKNOWN))
        return tag("select", *options, id=_id(name), name=name, aria_labelledby=labelled)

    def _source(self, fact: str) -> Element:
        name = f"source:{fact}"
        label = self.language.text("Where is this known from?")
        said = self.answers.sources.get(fact, "")
        field_ = tag("input", id=_id(name), name=name, value=said, maxlength=500)
        return tag("div", tag("label", label, for_=_id(name)), field_, class_="field")

    def _answered(self) -> Iterator[Element]:
        """Every answer so far, each to be changed; and what was left open."""
        text, answers = self.language.text, self.answers
        vocabulary = self.vocabulary
        if answers.facts:
            rows = [self._row(vocabulary[fact], token) for fact, token in answers.facts.items()]
            yield tag("fieldset", tag("legend", text("Answered; change any of them")), *rows,
                      tag("p", tag("button", text("Screen again"), type="submit")))  # fmt: skip
        if answers.left:
            rows = [
                tag("li", tag("input", type="hidden", name="left", value=fact),
                    tag("button", text(vocabulary[fact].ask), type="submit", name="ask",
                        value=fact, class_="plain"))
                for fact in answers.left
            ]  # fmt: skip
            yield tag("h3", text("Left open; press one to answer it"))
            yield tag("ul", *rows)

    def _row(self, fact: Fact, token: str) -> Element:
        label = f"{_id(f'fact:{fact.name}')}-label"
        mine = [p for p in self.problems if control_of(p.where) == f"fact:{fact.name}"]
        if fact.open_domain:
            name = f"fact:{fact.name}"
            control = tag("input", id=_id(name), name=name, value=token, aria_labelledby=label)
        else:
            control = self._select(fact, token, labelled=label)
        source = self.answers.sources.get(fact.name)
        return tag(
            "div",
            tag("span", self.language.text(fact.ask), id=label, class_="label"), control,
            self._source(fact.name) if source else None,
            tag("p", "; ".join(p.what for p in mine), class_="wrong", lang="en") if mine else None,
            class_="field",
        )  # fmt: skip

    def _take_away(self) -> Iterator[Element]:
        text, code = self.language.text, self.language.code
        if self.result is not None:
            buttons = [
                tag("button", text("Full report"), type="submit", formtarget="_blank",
                    formaction=f"/report?language={code}"),
                tag("button", text("Application as YAML"), type="submit",
                    formaction=f"/application.yaml?language={code}"),
                tag("button", text("Result as JSON"), type="submit",
                    formaction=f"/result.json?language={code}"),
            ]  # fmt: skip
            yield tag("fieldset", tag("legend", text("Take it with you")), *buttons)
        others = [
            tag("button", _NAMES.get(other, other), type="submit", lang=other,
                formaction=f"/?language={other}")
            for other in languages() if other != code
        ]  # fmt: skip
        yield tag("p", tag("a", text("Open a saved case"), href=f"/case?language={code}"))
        yield tag("p", *others, class_="languages")

    # --- the result ------------------------------------------------------------------------------

    def _result(self) -> Iterator[Element]:
        text = self.language.text
        if self.result is not None:
            said = self.result.transfer.replace(" -> ", " \N{RIGHTWARDS ARROW} ")
            yield tag("p", said, class_="transfer")
            yield from result_sections(self.result, without=("case", "questions"))
            yield from self._countries()
        elif self.problems:
            yield tag("h2", text("Result"))
            yield tag("p", text("Nothing was screened."))
        else:
            yield tag("h2", text("Result"))
            yield tag("p", text("Fill in exporter, destination and rating, then press Screen."))

    def _countries(self) -> Iterator[Element]:
        """A link to what is known of each country of destination."""
        if self.result is None or self.result.case is None:
            return
        users = self.result.case.resolved.end_users
        codes = dict.fromkeys(
            next(iter(u.destination.countries)) for u in users if len(u.destination.countries) == 1
        )
        language = self.language.code
        for code in codes:
            said = self.language.text("What is known of {country}",
                                      country=name_of_country(code, self.language))  # fmt: skip
            yield tag("p", tag("a", said, href=f"/countries/{code}?language={language}"))


def _id(control: str) -> str:
    """The id of a field, fit for an address."""
    return control.replace(":", "-").replace(".", "-")


def _lists(language: Language) -> Iterator[Element]:
    """Names of countries and codes of the military list, which a browser offers while typing."""
    names = sorted(name_of_country(code, language) for code in all_countries())
    entries = ControlList.load().entries.values()
    yield tag("datalist", (tag("option", value=name) for name in names), id="places")
    yield tag("datalist", (tag("option", entry.description, value=entry.code)
                               for entry in entries), id="codes")  # fmt: skip


def page_language(code: str, accepted: str) -> Language:
    """The language of a page: as asked for, else the first that the browser accepts and we have.

    Raises:
        InputError: No report is written in the language asked for.
    """
    if code:
        return find_language(code)
    for entry in accepted.split(",")[:20]:
        tag_ = entry.split(";")[0].split("-")[0].strip().lower()
        if tag_ in languages():
            return find_language(tag_)
    return find_language("en")
