"""Files of the law as they were parsed, so that a start reads JSON and no YAML.

In: the text of a file. Out: what parsing it gave, or nothing, and then the file is parsed. A
document is found by the hash of its text and of the parser, so that a file which was changed since
is another file: a checkout may keep what it parsed without ever reading what is stale.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

__all__ = ["COMPILED", "compiled", "find"]

# Written by hatch_build.py into a wheel and by `make setup` into a checkout.
COMPILED: Final = Path(__file__).resolve().parent / "_compiled.jsonl"
_PARSER: Final = Path(__file__).resolve().parent / "documents" / "strict_yaml.py"
# Values are placed as finely as an error of a sound file asks for: its rules, facts and fields.
_FINEST: Final = 2

Lines = Mapping[tuple[str | int, ...], int]


def compiled(documents: Iterable[tuple[str, Any, Lines]]) -> bytes:
    """The file that holds some documents.

    Args:
        documents: Of each its text, its values, and the lines on which they stand.
    """
    made = []
    for text, data, lines in documents:
        coarse = [[*path, line] for path, line in lines.items() if len(path) <= _FINEST]
        try:
            written = json.dumps([data, coarse], ensure_ascii=False, separators=(",", ":"))
        except TypeError:
            # An exact decimal, which JSON has no word for: such a file is parsed each time.
            continue
        made.append(f"{_key(text)} {written}\n")
    content = "".join(made).encode()
    return f"{hashlib.sha256(content).hexdigest()}\n".encode() + content


def find(text: str) -> tuple[Any, dict[tuple[str | int, ...], int]] | None:
    """Values and lines of a document, by its text; None where it is not there, whole and sound."""
    documents = _documents(COMPILED)
    written = documents.get(_key(text)) if documents else None
    if written is None:
        return None
    data, coarse = json.loads(written)
    return data, {tuple(path): line for *path, line in coarse}


@functools.cache
def _documents(path: Path) -> Mapping[str, str]:
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return {}
    if hashlib.sha256(content).hexdigest().encode() != digest:
        return {}
    pairs = (line.partition(" ") for line in content.decode().split("\n") if line)
    return {key: written for key, _, written in pairs}


def _key(text: str) -> str:
    return hashlib.sha256(_parser() + text.encode()).hexdigest()


@functools.cache
def _parser() -> bytes:
    """A hash of the parser, empty where its source is not installed."""
    try:
        return hashlib.sha256(_PARSER.read_bytes()).digest()
    except OSError:
        return b""
