"""What users may build on is written down: a change of it is seen, and gets a news file.

`public_names.txt` holds every name that `licensecheck` exports, with its signature. With the
environment variable `UPDATE_PUBLIC_NAMES=1` it is written anew.
"""

from __future__ import annotations

import dataclasses
import inspect
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import licensecheck

STORED = Path(__file__).with_name("public_names.txt")


def lines() -> Iterator[str]:
    """Each public name, and under a class its public methods and fields."""
    for name in licensecheck.__all__:
        found = getattr(licensecheck, name)
        if isinstance(found, str):
            yield f"{name}: a text"
            continue
        if not inspect.isclass(found):
            yield f"{name}{inspect.signature(found)}"
            continue
        bases = ", ".join(base.__name__ for base in found.__bases__ if base is not object)
        yield f"class {name}({bases})" if bases else f"class {name}"
        for member, value in sorted(_members(found).items()):
            if not member.startswith("_") or member == "__init__":
                yield from _member(member, value)
        for field in _fields(found):
            yield f"    field {field}"


def _members(found: type) -> dict[str, Any]:
    """Members of a class, with those that it has of classes of ours."""
    ours = [base for base in found.__mro__ if base.__module__.startswith("licensecheck")]
    return {name: value for base in reversed(ours) for name, value in vars(base).items()}


def _member(name: str, value: Any) -> Iterator[str]:
    function = getattr(value, "__func__", value)
    if inspect.isfunction(function):
        yield f"    {name}{inspect.signature(function)}"
    elif isinstance(value, property):
        yield f"    property {name}"


def _fields(found: type) -> list[str]:
    if dataclasses.is_dataclass(found):
        return [field.name for field in dataclasses.fields(found)]
    return list(getattr(found, "model_fields", {}))


def test_the_public_names_are_those_written_down() -> None:
    """In the order in which a user meets them, with their signatures."""
    now = "\n".join(lines()) + "\n"
    if os.environ.get("UPDATE_PUBLIC_NAMES") == "1":
        STORED.write_text(now, encoding="utf-8")
    assert STORED.read_text(encoding="utf-8") == now


def test_every_public_name_is_described() -> None:
    """A docstring, and for errors what is the matter."""
    for name in licensecheck.__all__:
        found = getattr(licensecheck, name)
        assert isinstance(found, str) or inspect.getdoc(found), name
