"""Reading an application, with every fault at once.

In: a mapping, or a YAML or JSON document. Out: an `Application`, or an `InputError` that lists all
that is wrong. Nothing that is given can cost more than a bounded time and memory, and nothing that
is given is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn

from pydantic import BaseModel, ValidationError

from licensecheck.application.crosscheck import cross_faults
from licensecheck.application.models import Application
from licensecheck.documents.faults import Fault, faults_of, problems_of
from licensecheck.documents.strict_json import load_json
from licensecheck.documents.strict_yaml import MAX_DEPTH, load_yaml
from licensecheck.documents.texts import read_text
from licensecheck.documents.values import kind_of
from licensecheck.errors import InputError, Problem, quote, told

__all__ = ["Format", "WordCheck", "read_application", "read_application_text"]

Format = Literal["auto", "yaml", "json"]

MOST_VALUES = 200_000

WordCheck = Callable[[Mapping[str, Any]], Sequence[Fault]]
_Line = Callable[[tuple[str | int, ...]], int]
_FORMATS: dict[str, Format] = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}
_JSON_START = re.compile(r'\s*\{\s*["}]')
# A document and no path: it begins with a brace or a field, or has more than one line.
_TEXT = re.compile(r"\s*(?:[{#]|---|[a-z_]{1,40}:(?:\s|\Z))|[^\n]*\n")


def read_application(
    source: Application | Mapping[str, Any] | Path | str,
    *,
    name: str | None = None,
    words: WordCheck | None = None,
) -> Application:
    """Read an application from values or from a YAML or JSON file.

    Args:
        source: Fields as a mapping, which is never changed, the text of a document, or the path
            of a file. A file named `.json`, `.yaml` or `.yml` is read as such, any other as what
            it looks like; so is a text, which is known by a line break, a brace or a field.
        name: What to call the document in messages; the file's name if absent, and nothing for
            values from Python.
        words: Finds further faults in the fields as written, such as places that nobody knows,
            so that they are told together with all others.

    Raises:
        InputError: The document cannot be read; `problems` lists every fault in its order, each
            with its path, such as `items[0].rating`.
    """
    if isinstance(source, Application):
        return source
    if isinstance(source, Mapping):
        return _validated(source, name=name or "", line=None, words=words)
    if isinstance(source, str) and _TEXT.match(source):
        return read_application_text(source, name=name or "", words=words)
    try:
        path = Path(source)
    except TypeError:
        what = told(
            "an application is a set of fields or the path of a file, not {source}",
            source=kind_of(source),
        )
        raise InputError(Problem(name or "", what)) from None
    text = read_text(path)
    format = _FORMATS.get(path.suffix.lower(), "auto")
    return read_application_text(text, name=name or path.name, format=format, words=words)


def read_application_text(
    text: str, *, name: str, format: Format = "auto", words: WordCheck | None = None
) -> Application:
    """Read an application from the text of a YAML or JSON document.

    Args:
        text: The document, at most `texts.MAX_DOCUMENT_CHARACTERS` long.
        name: What to call it in messages.
        format: `auto` takes what begins with `{"` for JSON and the rest for YAML.
        words: As for `read_application`.

    Raises:
        InputError: As for `read_application`; for YAML each place has its line too.
    """
    text = text.removeprefix("\ufeff")
    if format == "json" or (format == "auto" and _JSON_START.match(text)):
        return _validated(load_json(text, name=name), name=name, line=None, words=words)
    problems: list[Problem] = []
    document = load_yaml(text, name=name, problems=problems)
    try:
        application = _validated(document.data, name=name, line=document.line, words=words)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    return application


def _validated(
    source: Any, *, name: str, line: _Line | None, words: WordCheck | None
) -> Application:
    if not isinstance(source, Mapping):
        what = told("an application is a set of fields, not {source}", source=kind_of(source))
        raise InputError(
            Problem(name, what, told("begin with `exporter:`, `end_user:` and `items:`"))
        )
    copy = _Copy(name)
    data = copy.value(source, ())
    faults = [*copy.faults, *(words(data) if words else ())]
    try:
        application = Application.model_validate(data)
    except ValidationError as error:
        found = faults_of(error, Application, data, between=cross_faults(data))
        faults = [*faults, *found]
    else:
        if not faults:
            return application
    raise InputError(problems_of(faults, data, name=name, line=line))


class _Copy:
    """A plain copy of what was given: bounded, with words as keys, and nothing shared with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.count = 0

    def value(self, value: Any, path: tuple[str | int, ...]) -> Any:
        self.count += 1
        if self.count > MOST_VALUES:
            self._stop(told("the document holds more than {most} values", most=f"{MOST_VALUES:,}"))
        if isinstance(value, str):
            # A text of an enumeration becomes the text alone.
            return str.__str__(value)
        if not isinstance(value, Mapping | list | tuple) or isinstance(value, BaseModel):
            return value
        if len(path) >= MAX_DEPTH:
            self._stop(told("nested deeper than {levels} levels", levels=MAX_DEPTH))
        if isinstance(value, Mapping):
            return self._mapping(value, path)
        return [self.value(entry, (*path, place)) for place, entry in enumerate(value)]

    def _mapping(self, mapping: Mapping[Any, Any], path: tuple[str | int, ...]) -> dict[str, Any]:
        copy: dict[str, Any] = {}
        for key, value in mapping.items():
            if isinstance(key, str):
                word = str.__str__(key)
                copy[word] = self.value(value, (*path, word))
            else:
                self.faults.append(
                    Fault(path, told("a field is named by a word, not {key}", key=kind_of(key)))
                )
        for word in getattr(mapping, "repeated", ()):
            what = told("the field {word} is repeated", word=quote(word))
            self.faults.append(Fault(path, what, key=word))
        return copy

    def _stop(self, what: str) -> NoReturn:
        raise InputError(Problem(self.name, what))
