"""A saved case, opened again: what is sent, and the page that asks for it.

In: the text of an application, and of the result or receipt of last time, each as a file or
pasted. A case that can be read is shown in the form; the page here tells what cannot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from licensecheck.errors import InputError, Problem
from licensecheck.language import Language
from licensecheck.report.elements import Element, tag
from licensecheck.web.filled_in import place_file
from licensecheck.web.labels import DENIALS_FILE, LIST_FILES, file_labelled
from licensecheck.web.sent import Fields, SentText
from licensecheck.web.served import served_page
from licensecheck.wording.result import NOT_PERMISSION

__all__ = ["CasePage", "Saved", "read_saved"]

_FIELDS: Final = ("case", "last")
_NONE: Final = SentText("", "")


@dataclass(frozen=True, slots=True)
class Saved:
    """What was sent, as texts.

    Attributes:
        case: The application.
        last: The result or receipt of last time.
        beside: Denials and lists by their slot in the form.
    """

    case: SentText = _NONE
    last: SentText = _NONE
    beside: Mapping[str, SentText] = field(default_factory=dict)


def read_saved(sent: Fields) -> Saved:
    """Read what a browser sends of the page; of a text and a file the file counts.

    Raises:
        InputError: It holds other fields than the page has, or one twice; a file is no text.
    """
    found: dict[str, SentText] = {}
    names = [name for name, _ in sent.fields]
    if len({*names}) < len(names) or not {*names} <= {*_FIELDS}:
        raise InputError(Problem("", "the form has the fields `case` and `last`, each once"))
    for name, text in sent.fields:
        found[name] = SentText("", text.replace("\r\n", "\n").strip())
    problems: list[Problem] = []
    beside: dict[str, SentText] = {}
    for name, file in sent.files:
        kind = name.removeprefix("file:")
        try:
            if kind in _FIELDS and file.raw:
                found[kind] = file.text()
            elif file.raw:
                place_file(kind, file, beside, problems)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return Saved(found.get("case", _NONE), found.get("last", _NONE), beside)


@dataclass(frozen=True)
class CasePage:
    """The page that asks for a saved case.

    Attributes:
        saved: What was sent.
        language: Language of the page.
        problems: What is wrong with it.
    """

    saved: Saved
    language: Language
    problems: Sequence[Problem] = ()

    def html(self) -> str:
        """The page as HTML."""
        text, code = self.language.text, self.language.code
        title = text("Open a saved case")
        return served_page(
            tag("a", text("Skip to the form"), class_="skip", href="#form"),
            tag("header", tag("h1", title),
                tag("p", text("Choose the application as it was saved (YAML or JSON), or paste it. "
                              "It opens in the form, with all that it holds. Nothing of it is "
                              "kept.")),
                tag("p", tag("strong", text(NOT_PERMISSION))),
                tag("p", tag("a", text("To the form"), href=f"/?language={code}"))),
            tag("main",
                tag("form", self._problems(),
                    self._part("case", text("The application"), self.saved.case, 20),
                    self._part("last", text("The result or receipt of last time (JSON), to compare "
                                            "with; may be left empty"), self.saved.last, 6),
                    tag("fieldset", tag("legend", text("Denials and lists of names")),
                        self._file("denials", text(DENIALS_FILE)),
                        self._file("lists", text(LIST_FILES), multiple=True)),
                    tag("p", tag("button", text("Open"), type="submit", class_="main")),
                    method="post", enctype="multipart/form-data", id="form", tabindex="-1",
                    action=f"/case?language={code}", autocomplete="off")),
            title=title, language=code,
        )  # fmt: skip

    def _part(self, name: str, label: str, said: SentText, rows: int) -> Element:
        pasted = self.language.text("or paste it here")
        return tag(
            "fieldset", tag("legend", label),
            self._file(name, self.language.text("File")),
            tag("div", tag("label", pasted, for_=f"saved-{name}"),
                tag("textarea", said.text, id=f"saved-{name}", name=name, rows=rows,
                    spellcheck="false"), class_="field"),
        )  # fmt: skip

    def _file(self, name: str, label: str, *, multiple: bool = False) -> Element:
        box = tag("input", type="file", id=f"file-{name}", name=f"file:{name}", multiple=multiple)
        return tag("div", tag("label", label, for_=f"file-{name}"), box, class_="field")

    def _problems(self) -> Element | None:
        if not self.problems:
            return None
        entries = [
            tag("li", str(file_labelled(self.language.problem(problem), self.language)))
            for problem in self.problems
        ]
        title = tag("h2", self.language.text("This cannot be read yet"))
        return tag("div", title, tag("ul", *entries), class_="problems", role="alert")
