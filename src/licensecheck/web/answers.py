"""What a person filled in: in go the fields of the form, out comes the document of an application.

The form holds its own state: every answer so far stands in it as a field, so nothing of it is
kept here between two requests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qsl

from licensecheck.errors import InputError, Problem, nearest, quote
from licensecheck.language import Language
from licensecheck.rules.alliances import packaged_alliances
from licensecheck.vocabulary import UNKNOWN, Vocabulary

__all__ = ["BASICS", "MOST_ROWS", "TABLES", "Answers", "control_of", "read_answers"]

_LONGEST_VALUE: Final = 5_000
# Faults beyond these come from no form, so the rest is not looked through.
_MOST_FAULTS: Final = 20
Path = tuple[str | int, ...]

# The fields that a person fills in at the beginning, and where each stands in an application.
BASICS: Final[Mapping[str, Path]] = {
    "exporter": ("exporter", "country"),
    "destination": ("end_user", "country"),
    "rating": ("items", 0, "rating"),
    "as_of": ("as_of",),
    "reference": ("reference",),
    "consignee": ("consignee", "country"),
    "route": ("route",),
    "onward": ("end_use", "onward"),
    "value": ("items", 0, "value"),
    "description": ("items", 0, "description"),
    "quantity": ("items", 0, "quantity"),
    "exporter_name": ("exporter", "name"),
    "consignee_name": ("consignee", "name"),
    "end_user_name": ("end_user", "name"),
}
# Tables of the form: the list of the application, how many of its entries stand elsewhere in the
# form, and the fields of a row.
TABLES: Final[Mapping[str, tuple[str, int, tuple[str, ...]]]] = {
    "items": ("items", 1, ("description", "rating", "form", "kind", "quantity", "value")),
    "parties": ("intermediaries", 0, ("role", "name", "country")),
}
MOST_ROWS: Final = 20
_ROW: Final = re.compile(r"row:(items|parties):([0-9]{1,2}):([a-z]+)\Z")
_IN_ROW: Final = re.compile(r"(items|intermediaries)\[([0-9]+)\](?:\.([a-z]+))?")
_LISTS: Final = frozenset(("route", "onward"))
# Facts that an application has a field for. What follows from them is worked out only if they
# stand there; every other fact goes under `facts`, with its source.
_FIELDS: Final[Mapping[str, Path]] = {
    "licence.kind": ("kind",),
    "licence.stage": ("stage",),
    **{
        f"item.{name}": ("items", 0, name)
        for name in ("form", "kind", "ban", "reach", "novelty", "mtcr", "regime")
    },
    "end_user.kind": ("end_user", "kind"),
    "end_user.screening": ("end_user", "screening"),
    "end_use.category": ("end_use", "category"),
    "end_use.place": ("end_use", "place"),
    "end_use.onward": ("end_use", "onward"),
    "docs.euc": ("documents", "end_user_certificate"),
    "docs.reexport_clause": ("documents", "reexport_clause"),
    "embargo.exemption": ("embargo", "exemption"),
}


@dataclass(frozen=True, slots=True)
class Answers:
    """The state of the form.

    Attributes:
        basics: Texts of the fields named in `BASICS`; those left empty are absent.
        facts: Facts answered, in the order of answering, each with its token.
        sources: Where an answered fact is known from, where that was said.
        left: Facts left open on purpose.
        ask: The fact to ask for next; "" for the most useful one.
        alliances: Names of alliance files.
        full: Whether allied destinations are screened in full as well.
        rows: Rows of each of the `TABLES`, each by field; none of them is empty.
        asked: The fact that was asked and got no answer; "" for none.
    """

    basics: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    ask: str = ""
    alliances: tuple[str, ...] = ("nato",)
    full: bool = False
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    asked: str = ""

    def document(self, language: Language) -> dict[str, Any]:
        """The application as a document; what nobody filled in is left out, never guessed."""
        document: dict[str, Any] = {"exporter": {}, "end_user": {}, "items": [{}]}
        for fact, token in self.facts.items():
            if path := _FIELDS.get(fact):
                _put(document, path, token)
        for name, path in BASICS.items():
            if text := self.basics.get(name):
                parts = [part for part in (one.strip() for one in text.split(",")) if part]
                _put(document, path, parts if name in _LISTS else text)
        for table, (where, _, _) in TABLES.items():
            if found := self.rows.get(table):
                document.setdefault(where, []).extend(dict(row) for row in found)
        supplied = {
            fact: {
                "value": token,
                "source": self.sources.get(fact) or language.text("answered in the form"),
            }
            for fact, token in self.facts.items()
            if fact not in _FIELDS
        }
        return document | ({"facts": supplied} if supplied else {})


def _put(document: dict[str, Any], path: Path, value: Any) -> None:
    here: Any = document
    for part in path[:-1]:
        here = here[part] if isinstance(part, int) else here.setdefault(part, {})
    here[path[-1]] = value


def control_of(where: str) -> str:
    """The name of the form's field that a path in the document comes from; "" where none does."""
    for name, path in (*BASICS.items(), *((f"fact:{f}", p) for f, p in _FIELDS.items())):
        said = _text(path)
        if where == said or where.startswith((f"{said}[", f"{said}.")):
            return name
    if found := _IN_ROW.match(where):
        for table, (name, first, fields) in TABLES.items():
            at = int(found[2]) - first
            if name == found[1] and at >= 0:
                return f"row:{table}:{at}:{found[3] if found[3] in fields else fields[0]}"
    if where.startswith("facts."):
        fact = where.removeprefix("facts.")
        for end in (".value", ".source"):
            fact = fact.removesuffix(end)
        return f"source:{fact}" if where.endswith(".source") else f"fact:{fact}"
    # A part without the one field that it must have.
    return {"exporter": "exporter", "end_user": "destination", "items[0]": "rating"}.get(where, "")


def _text(path: Path) -> str:
    said = ""
    for part in path:
        said += f"[{part}]" if isinstance(part, int) else f".{part}" if said else part
    return said


def read_answers(body: bytes, vocabulary: Vocabulary) -> Answers:
    """Read what a browser sends of the form.

    Args:
        body: Fields as `application/x-www-form-urlencoded`.
        vocabulary: The facts that may be answered.

    Raises:
        InputError: It holds what the form does not; every problem is listed.
    """
    try:
        # Each answer, its source, and that it was left open; the basics; the alliances; the rest.
        most = len(BASICS) + 3 * len(vocabulary) + len(packaged_alliances()) + len(_SINGLE)
        most += MOST_ROWS * sum(len(fields) for _, _, fields in TABLES.values())
        if body.count(b"&") >= most:
            raise InputError(Problem("", f"the form has no more than {most} fields"))
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise InputError(Problem("", "the fields of the form cannot be read")) from None
    reader = _Reader(vocabulary)
    for name, value in pairs:
        if len(reader.problems) >= _MOST_FAULTS:
            reader.problems.append(Problem("", "the rest of the form was not read"))
            break
        reader.take(name, value.strip())
    if reader.problems:
        raise InputError(reader.problems)
    return reader.answers()


# Fields that say what the person wants now, rather than what is known of the transfer.
_SINGLE: Final = ("ask", "asked", "full", "use")
_REPEATED: Final = ("alliance", "left")


class _Reader:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.seen: set[tuple[str, str]] = set()
        self.problems: list[Problem] = []
        self.basics: dict[str, str] = {}
        self.facts: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.left: dict[str, None] = {}
        self.alliances: list[str] = []
        self.single: dict[str, str] = {}
        self.rows: dict[tuple[str, int], dict[str, str]] = {}

    def take(self, name: str, value: str) -> None:
        field_ = (name, value if name in _REPEATED else "")
        if field_ in self.seen:
            self._fault(name, f"the form has the field {quote(name)} once")
        elif len(value) > _LONGEST_VALUE:
            self._fault(name, f"longer than {_LONGEST_VALUE:,} characters")
        else:
            self.seen.add(field_)
            self._take(name, value)

    def _take(self, name: str, value: str) -> None:
        kind, _, fact = name.partition(":")
        if name in BASICS:
            if value:
                self.basics[name] = value
        elif self._row(name, value):
            pass
        elif kind in ("fact", "source") and fact:
            self._fact(kind, fact, value)
        elif name == "left":
            if self._known(name, value):
                self.left[value] = None
        elif name == "alliance":
            if value in packaged_alliances():
                self.alliances.append(value)
            else:
                self._refuse(name, f"no alliance by the name {quote(value)}", packaged_alliances())
        elif name in _SINGLE:
            self.single[name] = value
        else:
            self._refuse("", f"the form has no field {quote(name)}", BASICS)

    def _row(self, name: str, value: str) -> bool:
        """Take a cell of one of the tables; False where the field is none."""
        found = _ROW.match(name)
        if not found or found[3] not in TABLES[found[1]][2] or int(found[2]) >= MOST_ROWS:
            return False
        if value:
            self.rows.setdefault((found[1], int(found[2])), {})[found[3]] = value
        return True

    def _fact(self, kind: str, fact: str, value: str) -> None:
        if not value or not self._known(f"{kind}:{fact}", fact):
            return
        if kind == "source":
            self.sources[fact] = value
        elif value == UNKNOWN:
            self.left[fact] = None
            self.facts.pop(fact, None)
        elif self.vocabulary[fact].open_domain or self.vocabulary[fact].accepts(value):
            # A place or a code as people write it is read with the application.
            self.facts[fact] = value
            self.left.pop(fact, None)
        else:
            what = f"no such value {quote(value)} of `{fact}`"
            self._refuse(f"fact:{fact}", what, self.vocabulary[fact].domain)

    def _known(self, where: str, fact: str) -> bool:
        if fact in self.vocabulary:
            return True
        self._refuse(where, f"no fact {quote(fact)} in the vocabulary", self.vocabulary)
        return False

    def _unanswered(self) -> str:
        """The fact of the question that was shown, if its button was pressed and nothing chosen."""
        asked = self.single.get("asked", "")
        known = asked in self.vocabulary and asked not in self.facts and asked not in self.left
        return asked if known else ""

    def _refuse(self, where: str, what: str, choices: Any) -> None:
        self._fault(where, what, nearest(what.split("`")[1], choices))

    def _fault(self, where: str, what: str, help_: str = "") -> None:
        self.problems.append(Problem(where, what, help_))

    def answers(self) -> Answers:
        ask = self.single.get("ask", "")
        if ask and not self._known("ask", ask):
            raise InputError(self.problems)
        made = Answers(
            self.basics, self.facts, self.sources,
            tuple(fact for fact in self.left if fact not in self.facts and fact != ask), ask,
            tuple(dict.fromkeys(self.alliances)) or ("nato",), self.single.get("full") == "yes",
            {table: tuple(row for (name, _), row in sorted(self.rows.items()) if name == table)
             for table in TABLES},
            self._unanswered(),
        )  # fmt: skip
        used, _, text = self.single.get("use", "").partition("=")
        # A near name that the person chose from those that were offered.
        if used in BASICS and text:
            made = replace(made, basics={**made.basics, used: text})
        return made
