"""What a person filled in: in go the fields of the form, out comes the document of an application.

The form holds its own state: every answer so far stands in it as a field, so nothing of it is
kept here between two requests.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from licensecheck.documents.strict_yaml import load_yaml
from licensecheck.errors import InputError, Problem, nearest, quote, told
from licensecheck.language import Language
from licensecheck.messages import message
from licensecheck.vocabulary import UNKNOWN, Vocabulary
from licensecheck.web.sent import Fields, SentFile, SentText, faults_of_file

__all__ = [
    "BASICS",
    "BUYER",
    "DENIALS_FILE",
    "END_USER",
    "FIELDS",
    "LISTS",
    "LIST_FILES",
    "MOST_ROWS",
    "SLOTS",
    "TABLES",
    "Answers",
    "Path",
    "most_fields",
    "place_file",
    "read_answers",
]  # fmt: skip

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
    "contract_date": ("contract_date",),
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
DENIALS_FILE: Final = message("Denials, as a file (CSV or YAML)")
LIST_FILES: Final = message(
    "Lists of names, as files (OpenSanctions, EU, UN, or the result of an outside screening)"
)
_LONGEST_REST: Final = 100_000
MOST_KEPT: Final = 384 << 10
_ROW: Final = re.compile(r"row:(items|parties):([0-9]{1,2}):([a-z]+)\Z")
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
        facts: Facts answered, in the order of answering, each with its token.
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
        for at, party in enumerate(rows.get("parties", [])):
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
        supplied = {
            fact: {
                "value": token,
                "source": self.sources.get(fact) or language.text("answered in the form"),
            }
            for fact, token in self.facts.items()
            if fact not in FIELDS
        }
        if supplied:
            document["facts"] = supplied
        if problems:
            raise InputError(problems)
        document = _merged(rest, document)
        if document.get("destination") and not document["end_user"]:
            # A place of destination alone: no end user is stated.
            del document["end_user"]
        elif users := document.get("end_users"):
            document["end_users"] = [document.pop("end_user"), *users]
        return document

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
        # A place of destination apart from the end user has no field.
        if where in BASICS and not (where == "destination" and self.rest):
            return where
        for name, path in (*BASICS.items(), *((f"fact:{f}", p) for f, p in FIELDS.items())):
            said = _text(path)
            if where == said or where.startswith((f"{said}[", f"{said}.")):
                return name
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
        if where.startswith("facts."):
            fact = where.removeprefix("facts.")
            for end in (".value", ".source"):
                fact = fact.removesuffix(end)
            return f"source:{fact}" if where.endswith(".source") else f"fact:{fact}"
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


_DAY_FIRST: Final = re.compile(r"(1[3-9]|2[0-9]|3[01])-(0?[1-9]|1[0-2])-([0-9]{4})", re.ASCII)


def _day_first(text: str) -> str:
    """`30-11-2026` as `2026-11-30`; a day that could be a month stays, and is refused."""
    found = _DAY_FIRST.fullmatch(text)
    return f"{found[3]}-{found[2]:0>2}-{found[1]}" if found else text


_OWN: Final = re.compile(
    r"(rest|alliance|row:[a-z]+:[0-9]+:[a-z]+|(?:file|text):[a-z]+(?::[0-9](?=:|\Z))?"
    r"|(?:fact|source):[^:]+)(?=:|\Z)"
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


def _text(path: Path) -> str:
    said = ""
    for part in path:
        said += f"[{part}]" if isinstance(part, int) else f".{part}" if said else part
    return said


def read_answers(sent: Fields, vocabulary: Vocabulary, alliances: Collection[str]) -> Answers:
    """Read what a browser sends of the form.

    Args:
        sent: Its fields and files.
        vocabulary: The facts that may be answered.
        alliances: Names that may be chosen.

    Raises:
        InputError: It holds what the form does not; every problem is listed.
    """
    reader = _Reader(vocabulary, alliances)
    for name, value in sent.fields:
        if len(reader.problems) >= _MOST_FAULTS:
            reader.problems.append(Problem("", told("the rest of the form was not read")))
            break
        reader.take(name, value)
    for name, file in sent.files:
        reader.take_file(name, file)
    if reader.problems:
        raise InputError(reader.problems)
    return reader.answers()


def place_file(
    kind: str, file: SentFile, files: dict[str, SentText], problems: list[Problem]
) -> None:
    """Put a file that was sent into its slot; lists take the first one that is free.

    Args:
        kind: `denials`, `lists` or `last`.
        file: The file.
        files: Where to put it.
        problems: Where to put what is wrong with it.
    """
    slots = [one for one in SLOTS if one.partition(":")[0] == kind]
    if not slots:
        problems.append(Problem("", told("the form has no file {kind}", kind=quote(kind))))
        return
    free = slots[0] if kind != "lists" else next((one for one in slots if one not in files), "")
    if not free:
        what = told("the form holds no more than {slots} lists", slots=len(slots))
        problems.append(Problem("file:lists", what))
        return
    try:
        files[free] = file.text()
    except InputError as error:
        problems += faults_of_file(f"file:{kind}", error)
    if sum(len(one.text.encode()) for one in files.values()) > MOST_KEPT:
        what = told("the files are longer than {value} KiB together", value=MOST_KEPT >> 10)
        problems.append(
            Problem(f"file:{kind}", what, told("give large ones to `licensecheck serve`"))
        )


def most_fields(vocabulary: Vocabulary, alliances: Collection[str]) -> int:
    """How many fields a form can hold."""
    # Each answer, its source, and that it was left open; the basics; the alliances; the rest.
    most = len(BASICS) + 3 * len(vocabulary) + len(alliances) + len(_SINGLE)
    return most + MOST_ROWS * sum(map(len, TABLES.values())) + 4 * len(SLOTS)


# Fields that say what the person wants now, rather than what is known of the transfer.
_SINGLE: Final = ("ask", "asked", "full", "use", "find", "only")
_REPEATED: Final = ("alliance", "left", "drop", "shown")


def _longest(name: str) -> int:
    if name.startswith("text:"):
        return MOST_KEPT
    return _LONGEST_REST if name == "rest" else _LONGEST_VALUE


class _Reader:
    def __init__(self, vocabulary: Vocabulary, alliances: Collection[str]) -> None:
        self.vocabulary = vocabulary
        self.known_alliances = alliances
        self.seen: set[tuple[str, str]] = set()
        self.problems: list[Problem] = []
        self.basics: dict[str, str] = {}
        self.facts: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.left: dict[str, None] = {}
        self.alliances: list[str] = []
        self.single: dict[str, str] = {}
        self.rows: dict[tuple[str, int], dict[str, str]] = {}
        self.rest = ""
        self.names: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.dropped: set[str] = set()
        self.shown: list[str] = []
        self.sent: list[tuple[str, SentFile]] = []

    def take(self, name: str, value: str) -> None:
        field_ = (name, value if name in _REPEATED else "")
        if field_ in self.seen:
            self._fault(name, told("the form has the field {name} once", name=quote(name)))
        elif len(value) > (most := _longest(name)):
            self._fault(name, told("longer than {most} characters", most=f"{most:,}"))
        else:
            self.seen.add(field_)
            kept = name == "rest" or name.startswith("text:")
            self._take(name, value.replace("\r\n", "\n") if kept else value.strip())

    def _take(self, name: str, value: str) -> None:
        kind, _, fact = name.partition(":")
        if name in BASICS:
            if value:
                self.basics[name] = _day_first(value) if name == "as_of" else value
        elif self._row(name, value):
            pass
        elif kind in ("fact", "source") and fact:
            self._fact(kind, fact, value)
        elif name == "rest":
            self.rest = value
        elif kind in ("text", "name") and fact in SLOTS:
            (self.texts if kind == "text" else self.names)[fact] = value
        elif name in _SINGLE:
            self.single[name] = value
        elif name in _REPEATED:
            self._chosen(name, value)
        else:
            self._no_field(name)

    def _chosen(self, name: str, value: str) -> None:
        """Take one of several choices of a kind."""
        if name == "left" and self._known(name, value):
            self.left[value] = None
        elif name == "alliance":
            if value in self.known_alliances:
                self.alliances.append(value)
            else:
                what = f"no alliance by the name {quote(value)}"
                self._fault(name, what, nearest(value, self.known_alliances))
        elif name == "drop" and value in SLOTS:
            self.dropped.add(value)
        elif name == "shown" and self._known(name, value):
            self.shown.append(value)

    def _row(self, name: str, value: str) -> bool:
        """Take a cell of one of the tables; False where the field is none."""
        found = _ROW.match(name)
        if not found or found[3] not in TABLES[found[1]] or int(found[2]) >= MOST_ROWS:
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
            what = told("no such value {value} of `{name}`", value=quote(value), name=fact)
            self._fault(f"fact:{fact}", what, nearest(value, self.vocabulary[fact].domain))

    def _known(self, where: str, fact: str) -> bool:
        if fact in self.vocabulary:
            return True
        what = f"no fact {quote(fact)} in the vocabulary"
        self._fault(where, what, nearest(fact, self.vocabulary))
        return False

    def take_file(self, name: str, file: SentFile) -> None:
        """Take a file for its slot; lists take the first ones that are free."""
        kind = name.removeprefix("file:")
        if not name.startswith("file:") or kind not in ("denials", "lists", "last"):
            self._no_field(name)
        elif file.raw:
            self.sent.append((kind, file))

    def _files(self) -> dict[str, SentText]:
        files = {
            slot: SentText(self.names.get(slot) or slot, text)
            for slot, text in self.texts.items()
            if text.strip() and slot not in self.dropped
        }
        for kind, file in self.sent:
            place_file(kind, file, files, self.problems)
        return files

    def _unanswered(self) -> bool:
        """Whether the button of the questions was pressed, and nothing chosen in any of them."""
        return "asked" in self.single and not any(
            fact in self.facts or fact in self.left for fact in self.shown
        )

    def _no_field(self, name: str) -> None:
        self._fault("", f"the form has no field {quote(name)}", nearest(name, BASICS))

    def _fault(self, where: str, what: str, help_: str = "") -> None:
        self.problems.append(Problem(where, what, help_))

    def answers(self) -> Answers:
        ask = self.single.get("ask", "")
        if ask and not self._known("ask", ask):
            raise InputError(self.problems)
        files = self._files()
        if self.problems:
            raise InputError(self.problems)
        made = Answers(
            basics=self.basics, facts=self.facts, sources=self.sources,
            left=tuple(fact for fact in self.left if fact not in self.facts and fact != ask),
            ask=ask, alliances=tuple(dict.fromkeys(self.alliances)) or ("nato",),
            full=self.single.get("full") == "yes",
            rows={table: tuple(row for (name, _), row in sorted(self.rows.items()) if name == table)
                  for table in TABLES},
            unanswered=self._unanswered(), rest=self.rest, files=files,
            find=self.single.get("find", ""), only=self.single.get("only", ""),
        )  # fmt: skip
        used, _, text = self.single.get("use", "").partition("=")
        # A near name that the person chose from those that were offered.
        if used in BASICS and text:
            made = replace(made, basics={**made.basics, used: text}, find="")
        elif (found := _ROW.match(used)) and text and found[3] in TABLES[found[1]]:
            made = made.with_cell(found[1], int(found[2]), found[3], text)
        return made
