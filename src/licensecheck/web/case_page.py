"""A saved case, opened again: the application as it was saved, and what differs from last time.

In: the text of an application, and of the result or receipt of last time. Out: a page without
script. Nothing of either is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from licensecheck.errors import InputError, Problem
from licensecheck.language import Language
from licensecheck.report.elements import Element, Part, tag
from licensecheck.report.html import headline, result_sections
from licensecheck.report.replayed import replay_text
from licensecheck.web.served import served_page
from licensecheck.wording.replay import Replay
from licensecheck.wording.result import NOT_PERMISSION, Result

__all__ = ["CasePage", "Saved", "read_saved"]

_FIELDS: Final = ("case", "last")


@dataclass(frozen=True, slots=True)
class Saved:
    """What was sent: the application, and the result or receipt of last time, as texts."""

    case: str = ""
    last: str = ""


def read_saved(body: bytes) -> Saved:
    """Read what a browser sends of the page.

    Raises:
        InputError: It holds other fields than the page has, or one twice.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=4
        )
    except ValueError:
        raise InputError(Problem("", "the fields of the form cannot be read")) from None
    found = dict(pairs)
    if len(found) < len(pairs) or not set(found) <= set(_FIELDS):
        raise InputError(Problem("", "the form has the fields `case` and `last`, each once"))
    return Saved(*(found.get(name, "").strip() for name in _FIELDS))


@dataclass(frozen=True)
class CasePage:
    """One page of a saved case.

    Attributes:
        saved: What was sent.
        language: Language of the page.
        problems: What is wrong with it.
        result: Its result now; None where nothing was screened.
        replay: How that compares with last time; None where nothing was given.
    """

    saved: Saved
    language: Language
    problems: Sequence[Problem] = ()
    result: Result | None = None
    replay: Replay | None = None

    def html(self) -> str:
        """The page as HTML."""
        text, code = self.language.text, self.language.code
        title = text("Open a saved case")
        spoken = f"{headline(self.result)} – {title}" if self.result else title
        return served_page(
            tag("a", text("Skip to the result"), class_="skip", href="#result"),
            tag("header", tag("h1", title),
                tag("p", text(
                    "Paste the application as it was saved (YAML or JSON). It may hold "
                    "more than the form asks. Nothing of it is kept.")),
                tag("p", tag("strong", text(NOT_PERMISSION))),
                tag("p", tag("a", text("To the form"), href=f"/?language={code}"))),
            tag("main",
                tag("form", self._problems(),
                    self._area("case", text("The application"), self.saved.case, 20),
                    self._area("last", text("The result or receipt of last time (JSON), to compare "
                                            "with; may be left empty"), self.saved.last, 6),
                    tag("p", tag("button", text("Screen"), type="submit", class_="main")),
                    method="post", action=f"/case?language={code}", autocomplete="off"),
                tag("section", *self._result(), id="result", tabindex="-1",
                    aria_label=text("Result"))),
            title=spoken, language=code,
        )  # fmt: skip

    def _area(self, name: str, label: str, said: str, rows: int) -> Element:
        area = tag("textarea", said, id=f"saved-{name}", name=name, rows=rows, spellcheck="false")
        return tag("div", tag("label", label, for_=f"saved-{name}"), area, class_="field")

    def _problems(self) -> Part:
        if not self.problems:
            return None
        entries = [tag("li", str(problem)) for problem in self.problems]
        title = tag("h2", self.language.text("This cannot be read yet"))
        return tag("div", title, tag("ul", *entries, lang="en"), class_="problems", role="alert")

    def _result(self) -> list[Element]:
        text = self.language.text
        if self.result is None:
            return [tag("h2", text("Result")), tag("p", text("Nothing was screened."))]
        shown = []
        if self.replay is not None:
            *lines, _ = replay_text(self.replay, self.language).splitlines()
            shown.append(tag("h2", text("Compared with last time")))
            shown.append(tag("ul", *(tag("li", line.strip()) for line in lines)))
        return [*shown, *result_sections(self.result)]
