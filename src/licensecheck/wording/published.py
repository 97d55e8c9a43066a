"""Answers as JSON: how they are written, and the schema that is published of them.

In: a dataclass of an answer. Out: its JSON, or the JSON Schema (draft 2020-12) of all its kind.
pydantic is loaded for it when it is first asked for.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar, Final, TypeVar

from licensecheck.documents.faults import faults_of, problems_of
from licensecheck.errors import InputError, Problem, quote, told

__all__ = ["Published", "adapter_of", "read_published", "schema_of"]

T = TypeVar("T")

_ADAPTERS: Final[dict[type, Any]] = {}


class Published:
    """An answer with a published form."""

    __slots__ = ()

    # Fields that belong to the record in Python and to no document.
    UNPUBLISHED: ClassVar[frozenset[str]] = frozenset()

    def to_json(self, *, indent: int | None = None) -> str:
        """As JSON, in the form of its published schema."""
        raw: bytes = adapter_of(self.__class__).dump_json(
            self, indent=indent, exclude=set(self.UNPUBLISHED)
        )
        return raw.decode()


def adapter_of(kind: type) -> Any:
    """What reads and writes answers of a kind."""
    if kind not in _ADAPTERS:
        from pydantic import TypeAdapter

        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def read_published(kind: type[T], text: object, name: str = "") -> T:
    """Read an answer of a kind back from its JSON.

    Args:
        kind: The kind of answer.
        text: The JSON.
        name: What to call the text in messages.

    Raises:
        InputError: The text is none; every fault is listed with its place.
    """
    from pydantic import ValidationError

    if not isinstance(text, str | bytes):
        what = told("{kind} is no text of JSON", kind=quote(type(text).__name__))
        raise InputError(Problem(name, what, told("give what `to_json` wrote")))
    try:
        found: T = adapter_of(kind).validate_json(text)
    except ValidationError as error:
        data = None
        with suppress(ValueError, RecursionError):
            # It is none, or holds what pydantic reads and Python does not.
            data = json.loads(text)
        raise InputError(problems_of(faults_of(error, kind, data), data, name=name)) from None
    kept = getattr(kind, "UNPUBLISHED", ())
    return replace(found, **dict.fromkeys(kept)) if kept else found  # type: ignore[type-var]


def schema_of(kind: type, name: str, title: str) -> dict[str, Any]:
    """The schema of a kind of answer, under its id and title."""
    schema: dict[str, Any] = adapter_of(kind).json_schema(mode="serialization")
    for field in getattr(kind, "UNPUBLISHED", ()):
        del schema["properties"][field]
    draft = "https://json-schema.org/draft/2020-12/schema"
    head = {"$schema": draft, "$id": name, "title": title}
    return {**head, **{key: value for key, value in schema.items() if key != "title"}}
