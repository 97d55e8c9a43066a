"""A saved case, opened again: what is sent, the page that asks for it, and the form of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from licensecheck.errors import InputError, Problem, told
from licensecheck.facts.subjects import entries_of
from licensecheck.language import Language
from licensecheck.report.elements import Element, tag
from licensecheck.vocabulary import UNKNOWN, Vocabulary
from licensecheck.web.answers import (
    BASICS,
    BUYER,
    END_USER,
    FIELDS,
    LISTS,
    MOST_ROWS,
    TABLES,
    Answers,
    Path,
)
from licensecheck.web.filled_in import place_file
from licensecheck.web.labels import DENIALS_FILE, LIST_FILES, file_labelled
from licensecheck.web.sent import Fields, SentText
from licensecheck.web.served import fault_entry, served_page
from licensecheck.wording.result import NOT_PERMISSION

__all__ = ["CasePage", "Saved", "read_saved", "reopened"]

_SENT: Final = ("case", "last")
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
    if len({*names}) < len(names) or not {*names} <= {*_SENT}:
        raise InputError(Problem("", told("the form has the fields `case` and `last`, each once")))
    for name, text in sent.fields:
        found[name] = SentText("", text.replace("\r\n", "\n").strip())
    problems: list[Problem] = []
    beside: dict[str, SentText] = {}
    for name, file in sent.files:
        kind = name.removeprefix("file:")
        try:
            if kind in _SENT:
                found[kind] = file.text()
            else:
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
            fault_entry(file_labelled(self.language.problem(problem), self.language))
            for problem in self.problems
        ]
        title = tag("h2", self.language.text("This cannot be read yet"))
        return tag("div", title, tag("ul", *entries), class_="problems", role="alert")


def reopened(document: Mapping[str, Any], vocabulary: Vocabulary) -> Answers:
    """The answers that give an application again.

    Args:
        document: An application as `Application.document` gives it.
        vocabulary: The facts that the form may ask.
    """
    rest: dict[str, Any] = deepcopy(dict(document))
    users = rest.pop("end_users", [])
    if users:
        rest[END_USER] = users[0]
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
    items = rest.get("items", [])
    rows["items"] = [_row("items", item) for item in items[1:MOST_ROWS]]
    rest["items"] = [*items[:1], *items[MOST_ROWS:]]
    others = rest.pop("intermediaries", [])
    # First, as there may be more parties than rows.
    buyer = [{**rest.pop(BUYER), "role": BUYER}] if rest.get(BUYER) is not None else []
    parties = [*buyer, *({**one, "role": END_USER} for one in users[1:]), *others]
    rows["parties"] = [_row("parties", one) for one in parties[:MOST_ROWS]]
    for one in parties[MOST_ROWS:]:
        if one.get("role") == END_USER:
            rest.setdefault("end_users", []).append(_without(one, "role"))
        else:
            rest.setdefault("intermediaries", []).append(one)
    basics = {
        name: text for name, path in BASICS.items()
        if (text := _basic(name, _at(rest, path)))
    }  # fmt: skip
    facts: dict[str, str] = {}
    sources: dict[str, str] = {}
    for fact, path in FIELDS.items():
        token = _at(rest, path)
        if isinstance(token, bool):
            token = "yes" if token else "no"
        if isinstance(token, str) and vocabulary[fact].accepts(token) and token != UNKNOWN:
            facts[fact] = token
            _drop(rest, path)
    for name in basics:
        _drop(rest, BASICS[name])
    _take_facts(rest, vocabulary, facts, sources)
    rest = _pruned(rest)
    return Answers(
        basics=basics, facts=facts, sources=sources,
        rows={name: tuple(found) for name, found in rows.items()},
        rest=_written(rest) if rest else "",
    )  # fmt: skip


def _take_facts(
    rest: Mapping[str, Any], vocabulary: Vocabulary, facts: dict[str, str], sources: dict[str, str]
) -> None:
    """Take the supplied facts that the form can show out of a document."""
    for fact, stated in rest.get("facts", {}).items():
        for _, given in entries_of(fact, stated):
            token, of = given.get("value"), given.get("of", "")
            plain = isinstance(token, str) and token != UNKNOWN
            if plain and fact in vocabulary and (of or fact not in FIELDS):
                key = f"{fact}@{of}" if of else fact
                facts[key], sources[key] = given.pop("value"), given.pop("source")
                # Whose day or else stays is known by it.
                if given.keys() == {"of"}:
                    given.clear()
        if isinstance(stated, list):
            stated[:] = [one for one in stated if one]


def _row(table: str, entry: Mapping[str, Any]) -> dict[str, str]:
    """An entry as a row: its cells, and what it has no cell for."""
    left = dict(entry)
    row = {}
    for name in TABLES[table]:
        if text := _basic(name, left.get(name)):
            row[name] = text
            del left[name]
    if left:
        row["more"] = _written(left, flow=True)
    # A row without a cell would be taken for an empty one.
    return row or {"more": "{}"}


def _basic(name: str, value: Any) -> str:
    """A value as it is written into a field; "" where the field cannot hold it."""
    if (
        name in ("value", "price")
        and isinstance(value, Mapping)
        and set(value) == {"amount", "currency"}
    ):
        return f"{value['amount']} {value['currency']}"
    if name in LISTS:
        plain = isinstance(value, list) and all("," not in one for one in value)
        return ", ".join(value) if plain else ""
    # White space at an end of a text is no part of it in the form.
    return value if isinstance(value, str) and value == value.strip() else ""


def _at(document: Any, path: Path) -> Any:
    for part in path:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def _drop(document: Any, path: Path) -> None:
    del _at(document, path[:-1])[path[-1]]


def _without(entry: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != name}


def _pruned(value: Any) -> Any:
    """Without what became empty; the places of a list stay."""
    if isinstance(value, dict):
        parts = {key: _pruned(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if not _empty(part)}
    return [_pruned(one) for one in value] if isinstance(value, list) else value


def _empty(value: Any) -> bool:
    """Whether nothing is left of it; the places of a list that is not, stay."""
    return value == {} or (isinstance(value, list) and all(one == {} for one in value))


def _written(value: Any, *, flow: bool = False) -> str:
    text = _dumped(value, flow, None)
    # A field of one line loses the ends of lines; between double quotes they are written as signs.
    return _dumped(value, flow, '"') if flow and "\n" in text else text


def _dumped(value: Any, flow: bool, style: str | None) -> str:
    return yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=flow, default_style=style,
        width=10_000_000,
    ).strip()  # fmt: skip
