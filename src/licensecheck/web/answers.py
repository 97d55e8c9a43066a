"""The state of the form: in go its answers, out comes the document of an application.

The form holds its own state: every answer so far stands in it as a field, so nothing of it is
kept here between two requests. What is wrong in the document leads back to the field it is from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from licensecheck.documents.strict_yaml import load_yaml
from licensecheck.errors import InputError, Problem, told
from licensecheck.facts.subjects import entries_of
from licensecheck.language import Language
from licensecheck.web.sent import SentText

__all__ = [
    "BASICS",
    "BUYER",
    "END_USER",
    "FIELDS",
    "LISTS",
    "MOST_ROWS",
    "SLOTS",
    "TABLES",
    "Answers",
    "Path",
    "fact_of",
    "field_of_one",
    "key_of",
    "place_of",
]

Path = tuple[str | int, ...]

# The fields that a person fills in at the beginning, and where each stands in an application.
BASICS: Final[Mapping[str, Path]] = {
    "exporter": ("exporter", "country"),
    "destination": ("end_user", "country"),
    "rating": ("items", 0, "rating"),
    "as_of": ("as_of",),
    "contract_date": ("contract_date",),
    "reference": ("reference",),
    "consignee": ("consignee", "country"),
    "route": ("route",),
    "onward": ("end_use", "onward"),
    "value": ("items", 0, "value"),
    "price": ("value",),
    "description": ("items", 0, "description"),
    "quantity": ("items", 0, "quantity"),
    "exporter_name": ("exporter", "name"),
    "consignee_name": ("consignee", "name"),
    "end_user_name": ("end_user", "name"),
}
# Tables of the form: the fields of a row. Goods follow the first ones; of the parties those with
# the role `end_user` are further end users, one may be the `buyer`, and all others are
# intermediaries. `more` holds, as YAML, what the form has no field for.
TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "items": ("description", "rating", "form", "kind", "quantity", "value", "more"),
    "parties": ("role", "name", "country", "kind", "more"),
}
END_USER: Final = "end_user"
BUYER: Final = "buyer"
# Roles of a row that are no role of an intermediary, and the part of an application they are in.
_PARTS: Final[Mapping[str, str]] = {END_USER: "end_users", BUYER: BUYER}
MOST_ROWS: Final = 20
# Texts of a user's own that the page holds on to: denials, lists of names, and last time's result.
SLOTS: Final = ("denials", *(f"lists:{n}" for n in range(3)), "last")
_IN_ROW: Final = re.compile(
    r"(?:(items|intermediaries|end_users)\[([0-9]+)\]|buyer(?=\.|\Z))(?:\.([a-z]+))?"
)
LISTS: Final = frozenset(("route", "onward"))
# Facts that an application has a field for. What follows from them is worked out only if they
# stand there; every other fact goes under `facts`, with its source.
FIELDS: Final[Mapping[str, Path]] = {
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
    "docs.origin_consent": ("documents", "origin_consent"),
    "embargo.exemption": ("embargo", "exemption"),
}


@dataclass(frozen=True, slots=True)
class Answers:
    """The state of the form.

    Attributes:
        basics: Texts of the fields named in `BASICS`; those left empty are absent.
        facts: Facts answered, in the order of answering, each with its token; `FACT@OF` of one
            item, end user or state alone.
        sources: Where an answered fact is known from, where that was said.
        left: Facts left open on purpose.
        ask: The fact to ask for next; "" for the most useful one.
        alliances: Names of alliance files.
        full: Whether allied destinations are screened in full as well.
        rows: Rows of each of the `TABLES`, each by field; none of them is empty.
        unanswered: Whether the questions were sent without an answer to any of them.
        rest: What the form has no field for, as YAML.
        files: Texts of the user's own by slot.
        find: Words for a product whose rating is looked for.
        only: What alone is wanted now: `find`, or `result` without questions; "" for all.
    """

    basics: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    ask: str = ""
    alliances: tuple[str, ...] = ("nato",)
    full: bool = False
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    unanswered: bool = False
    rest: str = ""
    files: Mapping[str, SentText] = field(default_factory=dict)
    find: str = ""
    only: str = ""

    def document(self, language: Language) -> dict[str, Any]:
        """The application as a document; what nobody filled in is left out, never guessed.

        Raises:
            InputError: What the form has no field for is no YAML.
        """
        problems: list[Problem] = []
        rest = _mapping(self.rest, "rest", problems)
        document = self._of_fields()
        rows = {
            table: [self._row(table, at, row, problems) for at, row in enumerate(found)]
            for table, found in self.rows.items()
        }
        document["items"] += rows.get("items", [])
        self._put_parties(rows.get("parties", []), document, rest, problems)
        if problems:
            raise InputError(problems)
        document = _merged(rest, document)
        if document.get("destination") and not document["end_user"]:
            # A place of destination alone: no end user is stated.
            del document["end_user"]
        elif users := document.get("end_users"):
            document["end_users"] = [document.pop("end_user"), *users]
        supplied: dict[str, Any] = {}
        for key, token in self.facts.items():
            fact, of = fact_of(key)
            path = _field_of_one(key, document)
            # A field holds no source.
            if path and not self.sources.get(key):
                _put(document, path, token)
            elif fact not in FIELDS or of:
                said = self.sources.get(key) or language.text("answered in the form")
                given = {"value": token, "source": said} | ({"of": of} if of else {})
                supplied = _facts_merged(supplied, {fact: given})
        if supplied:
            document["facts"] = _facts_merged(document.get("facts", {}), supplied)
        return document

    def _put_parties(
        self,
        parties: Sequence[dict[str, Any]],
        document: dict[str, Any],
        rest: Mapping[str, Any],
        problems: list[Problem],
    ) -> None:
        """Put each row of a party into the part of the document that its role is in."""
        for at, party in enumerate(parties):
            part = _PARTS.get(str(party.get("role")), "intermediaries")
            more = {name: value for name, value in party.items() if name != "role"}
            if part == "intermediaries":
                document.setdefault(part, []).append(party)
            elif part != BUYER:
                document.setdefault(part, []).append(more)
            elif BUYER in document or rest.get(BUYER) is not None:
                what = told("an application has one buyer at most, and another is stated already")
                problems.append(Problem(f"row:parties:{at}:role", what))
            else:
                document[BUYER] = more

    def _of_fields(self) -> dict[str, Any]:
        """What the single fields say."""
        document: dict[str, Any] = {"exporter": {}, "end_user": {}, "items": [{}]}
        for fact, token in self.facts.items():
            if path := FIELDS.get(fact):
                _put(document, path, token)
        for name, path in BASICS.items():
            if text := self.basics.get(name):
                parts = [part for part in (one.strip() for one in text.split(",")) if part]
                _put(document, path, parts if name in LISTS else text)
        return document

    def _row(
        self, table: str, at: int, row: Mapping[str, str], problems: list[Problem]
    ) -> dict[str, Any]:
        said = {name: text for name, text in row.items() if name != "more"}
        return _merged(_mapping(row.get("more", ""), f"row:{table}:{at}:more", problems), said)

    def with_cell(self, table: str, at: int, name: str, text: str) -> Answers:
        """The same with another text in one cell of a row that is there."""
        rows = [dict(row) for row in self.rows.get(table, ())]
        if at < len(rows):
            rows[at][name] = text
        return replace(self, rows={**self.rows, table: tuple(rows)})

    def control_of(self, where: str) -> str:
        """The name of the field that a path in the document comes from; "" where none does."""
        if found := _OWN.match(where):
            return found[1]
        for name, path in (*BASICS.items(), *((f"fact:{f}", p) for f, p in FIELDS.items())):
            said = _text(path)
            if where == said or where.startswith((f"{said}[", f"{said}.")):
                return name
        # A place of destination apart from the end user has no field.
        if where in BASICS and not (where == "destination" and self.rest):
            return where
        if where.startswith("end_users[0]"):
            return self.control_of(where.replace("end_users[0]", END_USER, 1))
        if found := _IN_ROW.match(where):
            part = found[1] or BUYER
            table, places = self._places(part)
            at = int(found[2] or 0) - (part in ("items", "end_users"))
            if 0 <= at < len(places):
                cells = TABLES[table]
                cell = found[3] if found[3] in cells else "more" if found[3] else cells[1]
                return f"row:{table}:{places[at]}:{cell}"
        if found := _OF_FACT.match(where):
            fact, at, field = found[1], int(found[2] or 0), found[3]
            mine = [key for key in self.facts if fact_of(key)[0] == fact]
            key = mine[at] if at < len(mine) else fact
            return f"source:{key}" if field == "source" else f"fact:{key}"
        # A part without the one field that it must have.
        parts = {"exporter": "exporter", END_USER: "destination", "items[0]": "rating"}
        return parts.get(where) or ("rest" if self.rest and _PATH.match(where) else "")

    def _places(self, part: str) -> tuple[str, Sequence[int]]:
        """Of a list in the document the table, and the rows of it that are entries there."""
        if part == "items":
            return part, range(MOST_ROWS)
        rows = self.rows.get("parties", ())
        return "parties", [
            at
            for at, row in enumerate(rows)
            if _PARTS.get(row.get("role", ""), "intermediaries") == part
        ]


_OWN: Final = re.compile(
    r"(rest|alliance|row:(?:items|parties):[0-9]{1,2}:[a-z]+|(?:file|text):[a-z]+(?::[0-9](?=:|\Z))?"
    r"|(?:fact|source):[^:]+)(?=:|\Z)"
)
_OF_FACT: Final = re.compile(
    r"facts\.([a-z0-9_.]+?)(?:\[([0-9]+)\])?(?:\.(value|source|of)\b.*)?\Z"
)
# A place in an application, and no name of a file or of what a request chooses.
_PATH: Final = re.compile(r"[a-z_]+(?:[.\[][^:]*)?\Z")


def _mapping(text: str, name: str, problems: list[Problem]) -> dict[str, Any]:
    """What a text of YAML says; nothing where it is empty."""
    if not text.strip():
        return {}
    try:
        read = load_yaml(text, name=name, problems=problems)
    except InputError as error:
        problems += error.problems
        return {}
    if not isinstance(read.data, dict):
        problems.append(Problem(name, told("is no list of fields, such as `origin: DE`")))
        return {}
    return read.data


def fact_of(key: str) -> tuple[str, str]:
    """The fact of an answer, and of whom it is said alone: `item.form@2` is of the second item."""
    fact, _, of = key.partition("@")
    return fact, of


def key_of(fact: str, of: str) -> str:
    """The answer about a fact of one alone; the fields of the first item and user hold theirs."""
    return fact if fact in FIELDS and of == "1" else f"{fact}@{of}"


def field_of_one(key: str) -> str:
    """Where an answer about one item or end user stands, in words; "" for any other answer."""
    return _text(_path_of_one(key))


def _path_of_one(key: str) -> Path:
    """Where an answer about one item or end user stands in a document; empty for any other."""
    fact, of = fact_of(key)
    if fact not in FIELDS or not of.isdecimal():
        return ()
    part, *_, name = FIELDS[fact]
    return ("items" if part == "items" else "end_users", int(of) - 1, name)


def _field_of_one(key: str, document: Mapping[str, Any]) -> Path:
    """The same in a document; empty where that has no such entry."""
    path = _path_of_one(key)
    if not path:
        return ()
    part, at, name = path
    if part == "end_users" and END_USER in document and at == 0:
        return (END_USER, name)
    return path if isinstance(at, int) and 0 <= at < len(document.get(str(part), ())) else ()


def _facts_merged(under: Any, over: Mapping[str, Any]) -> Any:
    """Supplied facts with others in their place: of each subject what `over` says, added to."""
    if not isinstance(under, Mapping):
        return under
    made = {**under, **over}
    for name in under.keys() & over.keys():
        entries: dict[Any, Any] = {}
        for _, one in (*entries_of(name, under[name]), *entries_of(name, over[name])):
            if not isinstance(one, Mapping):
                # A fault of its own.
                return under
            entries[one.get("of")] = {**entries.get(one.get("of"), {}), **one}
        made[name] = [*entries.values()] if len(entries) > 1 else next(iter(entries.values()))
    return made


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two documents as one, in which what `over` says stands.

    Of lists `under` adds to the first of the items, and gives further entries after those of
    `over`.
    """
    made = {**under, **over}
    for name in under.keys() & over.keys():
        mine, other = under[name], over[name]
        if isinstance(mine, dict) and isinstance(other, dict):
            made[name] = _merged(mine, other)
        elif name == "items" and isinstance(mine, list) and isinstance(other, list):
            [first, *further] = mine or [{}]
            if isinstance(first, dict):
                made[name] = [_merged(first, other[0]), *other[1:], *further]
        elif name in ("intermediaries", "end_users"):
            made[name] = [*other, *(mine if isinstance(mine, list) else [mine])]
    return made


def _put(document: dict[str, Any], path: Path, value: Any) -> None:
    here: Any = document
    for part in path[:-1]:
        here = here[part] if isinstance(part, int) else here.setdefault(part, {})
    here[path[-1]] = value


def place_of(name: str) -> str:
    """Where a field of the form stands in an application, as a path in words; any other name."""
    return _text(BASICS[name]) if name in BASICS else name


def _text(path: Path) -> str:
    said = ""
    for part in path:
        said += f"[{part}]" if isinstance(part, int) else f".{part}" if said else part
    return said
