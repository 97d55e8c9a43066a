"""The one strict YAML loader.

In: the text of a document. Out: plain Python values with line marks.

YAML here is the 1.2 core schema: `NO` is Norway and `yes` a word, dates stay text, fractions are
exact decimals. It departs from that schema in one thing: a code that the schema would take for a
number (`5E001` of the dual-use list, the CELEX number `32008E0944`, `0007`, `0x1F`) stays text,
whole as it is written. In files of law such a code must stand in quotes, so that an editor or
another program reads what we read. Repeated keys, aliases, deep nesting and long documents are
refused before they can cost time or memory.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

from licensecheck.documents.figures import Typed, two_readings
from licensecheck.documents.texts import check_length
from licensecheck.errors import InputError, Problem, quote, told

if TYPE_CHECKING:
    import yaml

__all__ = ["MAX_DEPTH", "Document", "load_yaml"]

MAX_DEPTH = 24

# A leading zero marks a number that is a name (a file number), so it stays text.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# A bare exponent is no number here: `5E001` is a code of the dual-use list.
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\Z")
# What the core schema of YAML 1.2 takes for a number; `_INTEGER` and `_FLOAT` accept fewer.
_CORE_NUMBER = re.compile(
    r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)\Z"
)
_CONSTANTS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document as plain values, and the line on which each value stands."""

    name: str
    data: Any
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """Line (from 1) of the value at a path, or of its nearest parent that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def load_yaml(
    text: str, *, name: str, problems: list[Problem] | None = None, codes_quoted: bool = False
) -> Document:
    """Load one YAML document strictly.

    Args:
        text: The document, at most `MAX_DOCUMENT_CHARACTERS` long.
        name: What to call it in messages, usually the file's name.
        problems: Where to put faults that leave the rest readable (a repeated key, a tag, a
            number that is not finite), so that a caller can tell them with its own; without it
            they are raised.
        codes_quoted: Whether a code that other readers of YAML 1.2 take for a number must stand
            in quotes, as in files of law; otherwise it is read as text.

    Raises:
        InputError: Malformed, empty, too long or too deep; a repeated key, an alias, a tag,
            a second document, a number that is not finite, or a code without its quotes.
    """
    import yaml

    check_length(text, name)
    if surrogate := _SURROGATE.search(text):
        line = text.count("\n", 0, surrogate.start()) + 1
        raise InputError(
            Problem(f"{name}:{line}", told("half of a character pair: not valid text"))
        )
    try:
        builder = _Builder(name, yaml.parse(text, Loader=_parser()), codes_quoted)
        document = builder.document()
    except yaml.YAMLError as error:
        raise InputError(_syntax_problem(error, name)) from None
    if builder.problems and problems is None:
        raise InputError(builder.problems)
    if problems is not None:
        problems += builder.problems
    return document


def _syntax_problem(error: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"{name}:{mark.line + 1}" if mark is not None else name
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "malformed"
    return Problem(where, told("not well-formed YAML: {said}", said=what))


@functools.cache
def _parser() -> Any:
    import yaml

    # The C parser is about ten times faster; both give the same events.
    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Builder:
    """Turns parse events into values one by one, so that a bound stops before memory grows."""

    def __init__(self, name: str, events: Iterator[Any], codes_quoted: bool) -> None:
        self.name = name
        self.events = events
        self.codes_quoted = codes_quoted
        self.lines: dict[Path_, int] = {}
        self.problems: list[Problem] = []

    def document(self) -> Document:
        data: Any = None
        documents = 0
        for event in self.events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._stop(event, told("only one document is accepted, a second begins here"))
                data = self._value(next(self.events), ())
        if not documents:
            raise InputError(Problem(self.name, told("the document is empty")))
        return Document(self.name, data, self.lines)

    def _value(self, event: Any, path: Path_) -> Any:
        kind = type(event).__name__
        if kind == "AliasEvent":
            self._stop(event, told("aliases (`*name`) are not accepted here"))
        self.lines.setdefault(path, event.start_mark.line + 1)
        if event.tag is not None and event.tag != "!":
            self._problem(
                event, told("tags such as {tag} are not accepted here", tag=quote(event.tag))
            )
        if kind == "ScalarEvent":
            return self._scalar(event)
        if len(path) >= MAX_DEPTH:
            self._stop(event, told("nested deeper than {levels} levels", levels=MAX_DEPTH))
        return self._sequence(path) if kind == "SequenceStartEvent" else self._mapping(path)

    def _sequence(self, path: Path_) -> list[Any]:
        values: list[Any] = []
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            values.append(self._value(event, (*path, len(values))))
        return values

    def _mapping(self, path: Path_) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while type(key_event := next(self.events)).__name__ != "MappingEndEvent":
            if type(key_event).__name__ != "ScalarEvent":
                self._stop(key_event, told("a key must be a word"))
            key = str(key_event.value)
            if key in mapping:
                self._problem(key_event, told("the key {key} is repeated", key=quote(key)))
            self.lines[(*path, key)] = key_event.start_mark.line + 1
            mapping[key] = self._value(next(self.events), (*path, key))
        return mapping

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.style in _QUOTED:
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INTEGER.match(text):
            return int(text)
        if _FLOAT.match(text) or text.lower().lstrip("+-") in (".inf", ".nan"):
            number = Decimal(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
            if not math.isfinite(float(number)):
                self._problem(event, told("{value} is not a finite number", value=quote(text)))
            return Typed(number) if two_readings(text.removeprefix("+")) else number
        if self.codes_quoted and _CORE_NUMBER.match(text):
            what = told(
                "{text} without quotes is a number to other readers of YAML", text=quote(text)
            )
            self._problem(event, what, told("write '{text}'", text=text[:40]))
        return text

    def _problem(self, event: Any, what: str, help_: str = "") -> None:
        self.problems.append(Problem(f"{self.name}:{event.start_mark.line + 1}", what, help_))

    def _stop(self, event: Any, what: str) -> NoReturn:
        self._problem(event, what)
        raise InputError(self.problems)


_QUOTED = frozenset("'\"|>")
