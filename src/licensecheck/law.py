"""The one locator of the packaged law, and the one strict YAML loader.

In: a file under `rulesets/`, or a document of the user. Out: plain Python values with line marks.

YAML here is the 1.2 core schema: `NO` is Norway and `yes` a word, dates stay text, fractions are
exact decimals. Repeated keys,
aliases, deep nesting and long documents are refused before they can cost time or memory.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from licensecheck import compiled
from licensecheck.errors import InputError, LawError, Problem, quote

if TYPE_CHECKING:
    import yaml

__all__ = ["MANIFEST", "MAX_DEPTH", "MAX_DOCUMENT_CHARACTERS", "Document", "law_dir"]
__all__ += ["keep_parsed", "load_yaml", "load_yaml_file", "read_csv", "read_text"]

MAX_DOCUMENT_CHARACTERS = 2_000_000
MAX_DEPTH = 24

# A leading zero marks a number that is a name (a file number), so it stays text.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# A bare exponent is no number here: `5E001` is a code of the dual-use list.
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\Z")
_CONSTANTS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip

# Written into a wheel by hatch_build.py: the SHA-256 of each file of the law, by its path.
MANIFEST = "manifest.json"
_AGAIN = "install licensecheck again"

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


@dataclass(frozen=True, slots=True)
class _Compiled(Document):
    """A document whose values stand ready; a line that was not kept is looked up in its text."""

    text: str

    def line(self, path: Path_) -> int:
        if path in self.lines or not path:
            return self.lines.get(path, 1)
        return load_yaml(self.text, name=self.name).line(path)


@functools.cache
def law_dir() -> Path:
    """Folder of the packaged law: `_law` beside this file in a wheel, `rulesets/` in a checkout.

    What was installed is held against its manifest, so that a file that was lost, cut off or
    changed on the way gives an error and not a lesser answer. The files of a checkout are there to
    be changed; their hashes stand in every receipt.

    Raises:
        LawError: The law is missing, or is not what was packaged; every such file is named.
    """
    here = Path(__file__).resolve().parent
    installed, checkout = here / "_law", here.parent.parent / "rulesets"
    if installed.is_dir():
        problems = list(_damage(installed))
        if problems:
            raise LawError(problems)
        return installed
    if (checkout / "vocabulary.yaml").is_file():
        return checkout
    raise LawError(Problem(str(installed), "the rule files are missing", _AGAIN))


def _damage(folder: Path) -> Iterator[Problem]:
    """What of the installed law is not as its manifest says."""
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        yield Problem(f"{folder.name}/{MANIFEST}", "cannot be read", _AGAIN)
        return
    for name, digest in manifest.items():
        try:
            content = (folder / name).read_bytes()
        except OSError:
            yield Problem(f"{folder.name}/{name}", "is missing", _AGAIN)
            continue
        if hashlib.sha256(content).hexdigest() != digest:
            yield Problem(f"{folder.name}/{name}", "is not the file that was packaged", _AGAIN)


def read_text(path: Path) -> str:
    """Read a document of bounded size as UTF-8, a byte order mark allowed.

    Raises:
        InputError: The file is missing, a folder, unreadable, too long, or not UTF-8.
    """
    name = quote(str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_DOCUMENT_CHARACTERS * 4 + 1)
    except FileNotFoundError:
        raise InputError(Problem("", f"no such file: {name}")) from None
    except IsADirectoryError:
        raise InputError(Problem("", f"{name} is a folder, not a file")) from None
    except PermissionError:
        raise InputError(Problem("", f"no permission to read {name}")) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(Problem("", f"cannot read {name}: {reason}")) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"not UTF-8 text (byte {error.start + 1})"
        raise InputError(Problem(str(path.name), what, "save the file as UTF-8")) from None
    _check_length(text, path.name)
    return text


def read_csv(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Read a small table of a user: a CSV file with a line of columns.

    Returns:
        Each row by its columns, with the line on which it ends; a cell that is not there is empty.

    Raises:
        InputError: As for `read_text`; or the text is no such table.
    """
    reader = csv.DictReader(io.StringIO(read_text(path)), strict=True, restval="")
    rows = []
    try:
        columns = reader.fieldnames or ()
        if len(set(columns)) < len(columns):
            raise InputError(Problem(f"{path.name}:1", "a column is named twice"))
        for row in reader:
            if None in row:
                what = f"more cells than the {len(columns)} columns"
                raise InputError(Problem(f"{path.name}:{reader.line_num}", what))
            rows.append((reader.line_num, dict(row)))
    except csv.Error as error:
        where = f"{path.name}:{reader.line_num}"
        raise InputError(Problem(where, f"no readable CSV: {error}")) from None
    return rows


def load_yaml_file(path: Path) -> Document:
    """Load a YAML file; see `load_yaml`. A file of the law is parsed once, when it is packaged."""
    text = read_text(path)
    found = compiled.find(text)
    return load_yaml(text, name=path.name) if found is None else _Compiled(path.name, *found, text)


def keep_parsed(folder: Path, target: Path = compiled.COMPILED) -> None:
    """Keep what parsing the vocabulary, the rules and the alliances of a folder gives.

    Args:
        folder: The rule files, as of `law_dir`.
        target: The file to write.
    """
    files = [
        path
        for path in sorted((folder / "vocabulary.yaml", *folder.glob("*/*.yaml")))
        if not path.name.endswith((".cases.yaml", "coverage.yaml"))
    ]
    texts = [(read_text(path), path.name) for path in files]
    documents = [(text, load_yaml(text, name=name)) for text, name in texts]
    target.write_bytes(compiled.compiled((text, one.data, one.lines) for text, one in documents))


def load_yaml(text: str, *, name: str, problems: list[Problem] | None = None) -> Document:
    """Load one YAML document strictly.

    Args:
        text: The document, at most `MAX_DOCUMENT_CHARACTERS` long.
        name: What to call it in messages, usually the file's name.
        problems: Where to put faults that leave the rest readable (a repeated key, a tag, a
            number that is not finite), so that a caller can tell them with its own; without it
            they are raised.

    Raises:
        InputError: Malformed, empty, too long or too deep; a repeated key, an alias, a tag,
            a second document, or a number that is not finite.
    """
    import yaml

    _check_length(text, name)
    if surrogate := _SURROGATE.search(text):
        line = text.count("\n", 0, surrogate.start()) + 1
        raise InputError(Problem(f"{name}:{line}", "half of a character pair: not valid text"))
    try:
        builder = _Builder(name, yaml.parse(text, Loader=_parser()))
        document = builder.document()
    except yaml.YAMLError as error:
        raise InputError(_syntax_problem(error, name)) from None
    if builder.problems and problems is None:
        raise InputError(builder.problems)
    if problems is not None:
        problems += builder.problems
    return document


def _check_length(text: str, name: str) -> None:
    if len(text) > MAX_DOCUMENT_CHARACTERS:
        limit = f"{MAX_DOCUMENT_CHARACTERS:,} characters"
        raise InputError(Problem(name, f"the document is longer than {limit}"))


def _syntax_problem(error: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"{name}:{mark.line + 1}" if mark is not None else name
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "malformed"
    return Problem(where, f"not well-formed YAML: {what}")


@functools.cache
def _parser() -> Any:
    import yaml

    # The C parser is about ten times faster; both give the same events.
    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Builder:
    """Turns parse events into values one by one, so that a bound stops before memory grows."""

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self.name = name
        self.events = events
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
                    self._stop(event, "only one document is accepted, a second begins here")
                data = self._value(next(self.events), ())
        if not documents:
            raise InputError(Problem(self.name, "the document is empty"))
        return Document(self.name, data, self.lines)

    def _value(self, event: Any, path: Path_) -> Any:
        kind = type(event).__name__
        if kind == "AliasEvent":
            self._stop(event, "aliases (`*name`) are not accepted here")
        self.lines.setdefault(path, event.start_mark.line + 1)
        if event.tag is not None and event.tag != "!":
            self._problem(event, f"tags such as {quote(event.tag)} are not accepted here")
        if kind == "ScalarEvent":
            return self._scalar(event)
        if len(path) >= MAX_DEPTH:
            self._stop(event, f"nested deeper than {MAX_DEPTH} levels")
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
                self._stop(key_event, "a key must be a word")
            key = str(key_event.value)
            if key in mapping:
                self._problem(key_event, f"the key {quote(key)} is repeated")
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
                self._problem(event, f"{quote(text)} is not a finite number")
            return number
        return text

    def _problem(self, event: Any, what: str) -> None:
        self.problems.append(Problem(f"{self.name}:{event.start_mark.line + 1}", what))

    def _stop(self, event: Any, what: str) -> NoReturn:
        self._problem(event, what)
        raise InputError(self.problems)


_QUOTED = frozenset("'\"|>")
