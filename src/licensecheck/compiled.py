"""The law as it was read, so that a start reads no YAML and checks no form again.

In: the texts that something was read from. Out: what reading them gave, or nothing, and then they
are read. What is kept is found by the hash of the texts and of the code that reads them, so that a
file which was changed since is another file: a checkout may keep what it read without ever using
what is stale. The whole is held against its own hash before any of it is opened.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

__all__ = ["COMPILED", "compiled", "find"]

# Written by hatch_build.py into a wheel and by `make setup` into a checkout.
COMPILED: Final = Path(__file__).resolve().parent / "_compiled.bin"
_PACKAGE: Final = Path(__file__).resolve().parent
# What reads the law, and the records that it is read into.
_READERS: Final = (
    "documents/faults.py", "documents/strict_yaml.py", "documents/values.py",
    "documents/written.py", "facts/membership.py", "law.py", "rules/conditions.py",
    "rules/files.py", "rules/house.py", "rules/load.py", "rules/model.py", "rules/reading.py",
    "rules/reasons.py", "rules/written.py", "vocabulary.py",
)  # fmt: skip


def compiled(kept: Iterable[tuple[Sequence[bytes], Any]]) -> bytes:
    """The file that holds what was read.

    Args:
        kept: Of each the texts that it was read from, and what reading them gave.
    """
    content = pickle.dumps({_key(texts): pickle.dumps(found) for texts, found in kept})
    return f"{hashlib.sha256(content).hexdigest()}\n".encode() + content


def find(texts: Sequence[bytes]) -> Any:
    """What reading some texts gave; None where it is not there, whole and sound."""
    kept = _opened(COMPILED)
    written = kept.get(_key(texts)) if kept else None
    return None if written is None else pickle.loads(written)


@functools.cache
def _opened(path: Path) -> Mapping[str, bytes]:
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return {}
    if hashlib.sha256(content).hexdigest().encode() != digest:
        return {}
    # Part of the package, as its code is: whoever can write the one can write the other.
    opened: Mapping[str, bytes] = pickle.loads(content)
    return opened


def _key(texts: Sequence[bytes]) -> str:
    digest = hashlib.sha256(_readers())
    for text in texts:
        digest.update(hashlib.sha256(text).digest())
    return digest.hexdigest()


@functools.cache
def _readers() -> bytes:
    """A hash of what reads the law, empty where its source is not installed."""
    try:
        return hashlib.sha256(b"".join((_PACKAGE / one).read_bytes() for one in _READERS)).digest()
    except OSError:
        return b""
