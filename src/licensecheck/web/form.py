"""The page of the form: in go its state, problems and result, out comes a page without script.

Everything is one HTML form whose buttons say what is wanted; the script that it names only saves
the reader from pressing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, get_args

from licensecheck.application.tokens import PartyKind, PartyRole
from licensecheck.commands.looked_up import candidates, near_places, near_ratings
from licensecheck.commands.lookups import full_title, reason_text
from licensecheck.documents.figures import read_day
from licensecheck.errors import Problem
from licensecheck.facts.subjects import about
from licensecheck.language import Language, languages
from licensecheck.messages import message
from licensecheck.reference.control_list import ControlList
from licensecheck.reference.places import all_countries
from licensecheck.report.decided import replay_text
from licensecheck.report.elements import Element, tag
from licensecheck.report.html import headline, result_sections
from licensecheck.vocabulary import Vocabulary
from licensecheck.web.answers import (
    BUYER,
    END_USER,
    FIELDS,
    MOST_ROWS,
    SLOTS,
    TABLES,
    Answers,
    fact_of,
)
from licensecheck.web.labels import (
    ALLIANCES,
    CASE,
    COLUMNS,
    DENIALS_FILE,
    FIRST,
    GOODS,
    LAST_FILE,
    LIST_FILES,
    PAPERS,
    PARTIES,
    REST,
    ROUTE,
    labelled,
    row_number,
)
from licensecheck.web.questions import (
    IN_FORM,
    Effect,
    Questions,
    asked_of,
    control_id,
    fact_select,
    shown,
    source_field,
)
from licensecheck.web.served import fault_entry, served_page
from licensecheck.wording.replay import Replay
from licensecheck.wording.result import NOT_PERMISSION, Result
from licensecheck.wording.sources import name_of_country

__all__ = ["FormPage"]

_TABLES: Final = {
    "items": message("Further goods, a row each"),
    "parties": message("Further parties, a row each"),
}
_EMPTY_ROWS: Final = 1
_NAMES: Final = {"en": "English", "nl": "Nederlands"}
_ROW_TOKENS: Final[Mapping[tuple[str, str], Callable[[Vocabulary], Sequence[str]]]] = {
    ("items", "form"): lambda words: words["item.form"].domain,
    ("items", "kind"): lambda words: words["item.kind"].domain,
    ("parties", "role"): lambda _: (END_USER, BUYER, *get_args(PartyRole)),
    ("parties", "kind"): lambda _: get_args(PartyKind),
}
_LISTED: Final = {"rating": "codes", "country": "places", "exporter": "places",
                  "destination": "places", "consignee": "places"}  # fmt: skip
_MOST_FOUND: Final = 6


@dataclass(frozen=True)
class FormPage:
    """One page of the form.

    Attributes:
        answers: Its state.
        language: Language of the page.
        problems: What is wrong with the answers.
        result: The result; None where nothing was screened.
        vocabulary: The facts that may be asked for.
        alliances: Titles of the alliances to choose from, by name.
        effects: What answers to the questions would come to, by fact.
        replay: How the result compares with last time; None where nothing was given.
        supplied: What the server compares parties and goods with, in words.
    """

    answers: Answers
    language: Language
    problems: Sequence[Problem] = ()
    result: Result | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary.load)
    alliances: Mapping[str, str] = field(default_factory=dict)
    effects: Mapping[str, Sequence[Effect]] = field(default_factory=dict)
    replay: Replay | None = None
    supplied: str = ""

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
            )), tag("p", tag("strong", text(NOT_PERMISSION))),
                tag("p", tag("a", text("Open a saved case"),
                             href=f"/case?language={self.language.code}"))),
            tag("main",
                tag("p", spoken, id="status", role="status", class_="unseen",
                    data_failed=text("The answer did not come. Press Screen to try again.")),
                tag("form", *self._form(), method="post",
                    enctype="multipart/form-data",
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
        questions = () if self.result is None else Questions(
            self.answers, self.result, self.language, self.vocabulary, self.effects
        ).parts()  # fmt: skip
        yield tag("div", *questions, id="next")
        yield tag("div", *self._answered(), id="answered")
        yield tag("div", *self._take_away(), id="take-away")
        yield from _lists(self.language)

    def _problems(self) -> Iterator[Element]:
        if not self.problems:
            return
        title = self.language.text("This cannot be read yet")
        entries = [
            fault_entry(said, control_id(control) if control else "")
            for control, said in self._faults
        ]
        yield tag("div", tag("h2", title, tabindex="-1", id="problems-title"),
                  tag("ul", *entries), class_="problems")  # fmt: skip

    def _transfer(self) -> Iterator[Element]:
        text = self.language.text
        papers = [self._stated(one, empty=text("not stated")) for one in IN_FORM]
        of_papers = any(fact in self.answers.facts for fact in IN_FORM)
        other = self.answers.alliances != ("nato",) or self.answers.full
        yield tag(
            "fieldset",
            tag("legend", text("The transfer")),
            [self._field(name, text(label)) for name, label in FIRST.items()],
            self._finder(),
            tag("p", tag("button", text("Screen"), type="submit", class_="main")),
            self._fold(text("The goods: what, how many, value"), GOODS,
                       self._early("item.form", "item.kind")),
            self._rows("items"),
            self._fold(text("The parties by name, and the consignee"), PARTIES,
                       self._early("end_user.kind")),
            self._rows("parties"),
            self._fold(text("Route and what comes after"), ROUTE),
            self._fold(text("Papers and use"), PAPERS, papers,
                       filled=of_papers),
            self._fold(text("Denials and lists of names"), {}, self._compared(),
                       filled=any(slot != "last" for slot in self.answers.files),
                       faulty=self._faulty("file:denials", "file:lists", "text:denials",
                                           "text:lists:0")),
            self._fold(text("Day, reference and alliances"), CASE,
                       [*self._early("licence.kind"), self._alliances()],
                       filled=other),
            self._fold(text("What else the case says, as YAML"), {}, [self._rest()],
                       filled=bool(self.answers.rest), faulty=self._faulty("rest")),
            tag("p", tag("button", text("Screen"), type="submit", class_="main")),
        )  # fmt: skip

    def _fold(
        self,
        title: str,
        labels: Mapping[str, str],
        more: Sequence[Element] = (),
        *,
        filled: bool = False,
        faulty: bool = False,
    ) -> Element:
        """A part of the form that is opened where it holds something."""
        fields = [self._field(name, self.language.text(label)) for name, label in labels.items()]
        filled = filled or any(self.answers.basics.get(name) for name in labels)
        return tag("details", tag("summary", title), fields, more,
                   open=filled or faulty or self._faulty(*labels), class_="part")  # fmt: skip

    def _early(self, *facts: str) -> list[Element]:
        """What can be said before it is asked; once it is asked or answered it stands below."""
        below = {*self.answers.facts, *self.answers.left, *shown(self.answers, self.result)}
        return [
            self._stated(one, empty=self.language.text("not stated"))
            for one in facts
            if one not in below
        ]

    def _rows(self, table: str) -> Element:
        """Rows of goods or parties, with empty ones at their end; more come when it is sent."""
        filled = self.answers.rows.get(table, ())
        count = min(MOST_ROWS, len(filled) + _EMPTY_ROWS)
        rows = [
            self._row_of(table, at, filled[at] if at < len(filled) else {}) for at in range(count)
        ]
        faulty = any(control.startswith(f"row:{table}:") for control, _ in self._faults)
        more = tag("p", self.language.text("Further empty rows come with each answer."),
                   class_="soft")  # fmt: skip
        summary = tag("summary", self.language.text(_TABLES[table]))
        if table == "parties":
            note = self.language.text(
                "A buyer is named where that is not the end user, one at most."
            )
            rows.insert(0, tag("p", note, class_="soft"))
        return tag("details", summary, *rows, more, open=bool(filled) or faulty, class_="part")

    def _row_of(self, table: str, at: int, row: Mapping[str, str]) -> Element:
        fields = [
            self._cell(table, at, name, row.get(name, ""))
            for name in TABLES[table]
            if name != "more" or row.get(name)
        ]
        number = row_number(table, at)
        legend = tag("legend", self.language.text("Row {n}", n=number), class_="soft")
        return tag("fieldset", legend, *fields, class_="row")

    def _cell(self, table: str, at: int, name: str, said: str) -> Element:
        control = f"row:{table}:{at}:{name}"
        label = self.language.text(COLUMNS[name])
        tokens = _ROW_TOKENS.get((table, name))
        if not tokens:
            return self._input(control, label, said, _LISTED.get(name))
        options = [tag("option", "", value="")]
        options += [
            tag("option", self.language.token(one), value=one, selected=one == said)
            for one in tokens(self.vocabulary)
        ]
        return self._labelled(control, label, "select", options)

    @cached_property
    def _faults(self) -> Sequence[tuple[str, Problem]]:
        """Each problem under the label of its field, and the name of that field."""
        return [
            (self.answers.control_of(one.where),
             labelled(one, self.answers, self.vocabulary, self.language))
            for one in self.problems
        ]  # fmt: skip

    def _faulty(self, *controls: str) -> bool:
        return any(control in controls for control, _ in self._faults)

    def _wrong(self, control: str, id_: str | None = None) -> Element | None:
        """What is wrong with a field; None where nothing is."""
        mine = [said.what for one, said in self._faults if one == control]
        return tag("p", "; ".join(mine), id=id_, class_="wrong") if mine else None

    def _input(self, control: str, label: str, said: str, words: str | None = None) -> Element:
        return self._labelled(
            control, label, "input", (), value=said, maxlength=500, list=words, spellcheck="false",
            near=self._candidates(control, said),
        )  # fmt: skip

    def _labelled(
        self,
        control: str,
        label: str,
        kind: str,
        children: Sequence[Element | str],
        *,
        near: Element | None = None,
        **attributes: str | int | None,
    ) -> Element:
        """A control with its label, what is wrong with it, and near names."""
        id_ = control_id(control)
        wrong = self._wrong(control, f"{id_}-problem")
        faulty = wrong is not None
        made = tag(
            kind, children, id=id_, name=control, aria_invalid="true" if faulty else None,
            aria_describedby=f"{id_}-problem" if faulty else None, **attributes,
        )  # fmt: skip
        return tag("div", tag("label", label, for_=id_), made, wrong, near, class_="field")

    def _field(self, name: str, label: str) -> Element:
        return self._input(name, label, self.answers.basics.get(name, ""), _LISTED.get(name))

    def _finder(self) -> Element:
        """Words for a product give entries that may hold it; none is chosen."""
        text, words = self.language.text, self.answers.find
        found = candidates(words, self.language.code)[:_MOST_FOUND] if words else []
        listed = [
            tag("li", _code(one.code, full_title(one.code, self.language) or one.title,
                            f"rating={one.code}"),
                tag("p", "; ".join(reason_text(reason, self.language) for reason in one.reasons),
                    class_="soft"))
            for one in found
        ]  # fmt: skip
        said = None
        if listed:
            said = tag("p", text("Entries that may hold it, best first, none of them chosen; the "
                                 "text of the entry decides. Press one to take it."))  # fmt: skip
        elif words:
            said = tag(
                "p",
                text(
                    "No word of it is known. Name the product plainly; goods that are "
                    "not found may be listed all the same."
                ),
                class_="wrong",
            )
        box = tag("input", id="find", name="find", value=words, maxlength=500, spellcheck="false")
        button = tag("button", text("Find"), type="submit", name="only", value="find")
        label = tag("label", text("Words for the product, such as night vision goggles"),
                    for_="find")  # fmt: skip
        return tag(
            "details", tag("summary", text("Find the rating of a product")),
            tag("div", label, box, button, class_="field"), said,
            tag("ol", listed, class_="candidates") if listed else None,
            open=bool(words), class_="part",
        )  # fmt: skip

    def _stated(self, name: str, *, empty: str = "", source: Element | None = None) -> Element:
        """A fact with its answer so far, to be changed."""
        fact, control = self.vocabulary[fact_of(name)[0]], f"fact:{name}"
        id_, chosen = control_id(control), self.answers.facts.get(name, "")
        label = f"{id_}-label"
        if fact.open_domain:
            made = tag("input", id=id_, name=control, value=chosen, aria_labelledby=label)
        else:
            made = fact_select(fact, chosen, self.language, labelled=label, empty=empty, key=name)
        return tag(
            "div", tag("span", self._asked(name), id=label, class_="label"), made,
            source, self._wrong(control), class_="field",
        )  # fmt: skip

    def _asked(self, key: str) -> str:
        """The question of an answer, with whom it is of alone."""
        ask = self.language.text(self.vocabulary[fact_of(key)[0]].ask)
        several = {"item": self.answers.rows.get("items"), "end_user": self._further_users()}
        if "@" not in key and key in FIELDS and several.get(about(key)):
            # The first of several, which has no number of its own.
            key = f"{key}@1"
        return asked_of(key, ask, self.result, self.language)

    def _further_users(self) -> bool:
        return any(row.get("role") == END_USER for row in self.answers.rows.get("parties", ()))

    def _compared(self) -> list[Element]:
        """Files of the user's own, each kept in the page as text."""
        text = self.language.text
        parts = []
        if self.supplied:
            parts.append(tag("p", text("This server compares with: {lists}", lists=self.supplied)))
        parts += [
            tag("p", text("What you choose here is compared for this case alone and kept in this "
                          "page, nowhere else."), class_="soft"),
            self._file("file:denials", text(DENIALS_FILE)),
            self._file("file:lists", text(LIST_FILES), multiple=True),
        ]  # fmt: skip
        kept = (self._kept(slot) for slot in SLOTS if slot != "last")
        return [*parts, *(one for one in kept if one is not None)]

    def _file(self, control: str, label: str, *, multiple: bool = False) -> Element:
        return self._labelled(control, label, "input", (), type="file",
                              multiple="" if multiple else None)  # fmt: skip

    def _kept(self, slot: str) -> Element | None:
        """A text of the user's own, to be looked at, edited or left out."""
        kept = self.answers.files.get(slot)
        if kept is None:
            return None
        text, id_ = self.language.text, control_id(f"text:{slot}")
        return tag(
            "div",
            tag("input", type="hidden", name=f"name:{slot}", value=kept.name),
            tag("label", kept.name, for_=id_),
            tag("textarea", kept.text, id=id_, name=f"text:{slot}", rows=4, spellcheck="false"),
            self._wrong(f"text:{slot}"),
            self._box("drop", slot, text("Leave out {name}", name=kept.name), checked=False),
            class_="field",
        )  # fmt: skip

    def _rest(self) -> Element:
        return self._labelled("rest", self.language.text(REST), "textarea", [self.answers.rest],
                              rows=6, spellcheck="false")  # fmt: skip

    def _candidates(self, control: str, said: str) -> Element | None:
        """Near names or codes for what cannot be read, each to be pressed."""
        listed = _LISTED.get(control.rpartition(":")[2])
        if not said or not self._faulty(control):
            return None
        near: tuple[str, ...] = ()
        if listed == "codes":
            near = near_ratings(said)
        elif listed == "places":
            near = near_places(said, self._day())
        if not near:
            return None
        entries = ControlList.load().entries
        buttons = [
            tag("li", _code(one, self.language.of(entries[one].description) if one in entries
                            else "", f"{control}={one}"))
            for one in near
        ]  # fmt: skip
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
            self._box("alliance", name, text(title), checked=name in self.answers.alliances)
            for name, title in self.alliances.items()
        ]
        full = self._box("full", "yes", text("Screen allied destinations in full as well"),
                         checked=self.answers.full)  # fmt: skip
        return tag("fieldset", tag("legend", text(ALLIANCES)), *boxes, full)

    def _box(self, name: str, value: str, label: str, *, checked: bool) -> Element:
        box = tag("input", type="checkbox", name=name, value=value, checked=checked)
        return tag("label", box, " ", label, class_="choice")

    # --- answers ---------------------------------------------------------------------------------

    def _answered(self) -> Iterator[Element]:
        """Every answer so far, each to be changed; and what was left open."""
        text, answers = self.language.text, self.answers
        given = [fact for fact in answers.facts if fact not in IN_FORM]
        if given:
            rows = [
                self._stated(fact, source=source_field(fact, answers, self.language)
                             if answers.sources.get(fact) else None)
                for fact in given
            ]  # fmt: skip
            yield tag("fieldset", tag("legend", text("Answered; change any of them")), *rows,
                      tag("p", tag("button", text("Screen again"), type="submit")))  # fmt: skip
        if answers.left:
            rows = [
                tag("li", tag("input", type="hidden", name="left", value=fact),
                    tag("button", self._asked(fact), type="submit", name="ask",
                        value=fact, class_="plain"))
                for fact in answers.left
            ]  # fmt: skip
            yield tag("h3", text("Left open; press one to answer it"))
            yield tag("ul", *rows)

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
            told = tag("p", text("The application is the case: save it, and open it again at any "
                                 "time. Save the result as well, to compare with it then."),
                       class_="soft")  # fmt: skip
            yield tag("fieldset", tag("legend", text("Take it with you")), told, *buttons,
                      self._file("file:last", text(LAST_FILE)), self._kept("last"))  # fmt: skip
        others = [
            tag("button", _NAMES.get(other, other), type="submit", lang=other,
                formaction=f"/?language={other}")
            for other in languages() if other != code
        ]  # fmt: skip
        yield tag("p", *others, class_="languages")

    # --- the result ------------------------------------------------------------------------------

    def _result(self) -> Iterator[Element]:
        text = self.language.text
        if self.result is not None:
            said = self.result.heading or self.result.transfer
            yield tag("p", said, class_="transfer")
            yield from self._last_time()
            yield from result_sections(self.result, without=("case", "questions"))
            yield from self._countries()
        elif self.problems:
            yield tag("h2", text("Result"))
            yield tag("p", text("Nothing was screened."))
        else:
            yield tag("h2", text("Result"))
            yield tag("p", text("Fill in exporter, destination and rating, then press Screen."))

    def _last_time(self) -> Iterator[Element]:
        if self.replay is None:
            return
        # The last line says once more that no trigger is no permission.
        *lines, _ = replay_text(self.replay, self.language).splitlines()
        yield tag("section", tag("h2", self.language.text("Compared with last time")),
                  tag("ul", *(tag("li", line.strip()) for line in lines)))  # fmt: skip

    def _countries(self) -> Iterator[Element]:
        """A link to what is known of each country of destination."""
        if self.result is None or self.result.case is None:
            return
        users = self.result.case.resolved.end_users
        codes = dict.fromkeys(
            next(iter(u.destination.countries)) for u in users if len(u.destination.countries) == 1
        )
        known = f"language={self.language.code}"
        if self.result.facts_as_of != date.today():
            known += f"&as_of={self.result.facts_as_of}"
        for code in codes:
            said = self.language.text("What is known of {country}",
                                      country=name_of_country(code, self.language))  # fmt: skip
            yield tag("p", tag("a", said, href=f"/countries/{code}?{known}"))


def _code(code: str, title: str, use: str) -> Element:
    """A button that takes a code or a name."""
    said = f"{code}: {title}" if title else code
    return tag("button", said, type="submit", name="use", value=use)


def _lists(language: Language) -> Iterator[Element]:
    """Names of countries and codes of the military list, which a browser offers while typing."""
    names = sorted(name_of_country(code, language) for code in all_countries())
    entries = ControlList.load().entries.values()
    yield tag("datalist", (tag("option", value=name) for name in names), id="places")
    yield tag("datalist", (tag("option", language.of(entry.description), value=entry.code)
                               for entry in entries), id="codes")  # fmt: skip
