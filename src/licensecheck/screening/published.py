"""Answers as JSON: how they are written, and the schema that is published of them.

In: a dataclass of an answer. Out: its JSON, or the JSON Schema (draft 2020-12) of all its kind.
pydantic is loaded for it when it is first asked for.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["Published", "adapter_of", "schema_of"]

_ADAPTERS: Final[dict[type, Any]] = {}


class Published:
    """An answer with a published form."""

    __slots__ = ()

    def to_json(self, *, indent: int | None = None) -> str:
        """As JSON, in the form of its published schema."""
        raw: bytes = adapter_of(self.__class__).dump_json(self, indent=indent)
        return raw.decode()


def adapter_of(kind: type) -> Any:
    """What reads and writes answers of a kind."""
    if kind not in _ADAPTERS:
        from pydantic import TypeAdapter

        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def schema_of(kind: type, name: str, title: str) -> dict[str, Any]:
    """The schema of a kind of answer, under its id and title."""
    schema: dict[str, Any] = adapter_of(kind).json_schema(mode="serialization")
    draft = "https://json-schema.org/draft/2020-12/schema"
    head = {"$schema": draft, "$id": name, "title": title}
    return {**head, **{key: value for key, value in schema.items() if key != "title"}}
