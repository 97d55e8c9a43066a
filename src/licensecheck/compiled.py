"""The packaged law as it was read, so that a start reads no YAML and checks no form again.

In: a file or folder of the packaged law. Out: what reading it gave, or nothing, and then it is
read. In a wheel what was kept is a part of the package, as its code is. In a checkout code, rules
and tables are there to be changed, so what was kept counts only while each of their files is the
one that it was.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from licensecheck.law import law_dir, stamp_of

__all__ = ["COMPILED", "compiled", "find"]

# Written by hatch_build.py into a wheel and by `make setup` into a checkout.
COMPILED: Final = Path(__file__).resolve().parent / "_compiled.bin"
_PACKAGE: Final = Path(__file__).resolve().parent

_Stamps = Mapping[str, tuple[int, ...]]


def compiled(kept: Mapping[str, Any], *, for_wheel: bool = False) -> bytes:
    """The file that holds what was read.

    Args:
        kept: What reading gave, by the path of the file or folder within the law.
        for_wheel: Whether it becomes a part of the package, and holds nothing of this machine.
    """
    written = {name: pickle.dumps(found) for name, found in kept.items()}
    content = pickle.dumps(({} if for_wheel else _stamps(), written))
    return f"{hashlib.sha256(content).hexdigest()}\n".encode() + content


def find(path: Path, files: Sequence[Path] = ()) -> Any:
    """What reading a part of the packaged law gave; None where it is not there, whole and current.

    Args:
        path: A file or folder, of the packaged law or not.
        files: The files of a folder; the path itself where it is a file.
    """
    try:
        name = path.resolve().relative_to(law_dir().resolve()).as_posix()
    except ValueError:
        return None
    stamps, kept = _opened(COMPILED)
    if name not in kept:
        return None
    # In a checkout a file may have been edited since the program began.
    if stamps and any(stamps.get(str(file)) != stamp_of(file) for file in files or (path,)):
        return None
    return pickle.loads(kept[name])


@functools.cache
def _opened(path: Path) -> tuple[_Stamps, Mapping[str, bytes]]:
    nothing: tuple[_Stamps, Mapping[str, bytes]] = ({}, {})
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return nothing
    if hashlib.sha256(content).hexdigest().encode() != digest:
        return nothing
    stamps, kept = pickle.loads(content)
    installed = law_dir().is_relative_to(_PACKAGE)
    return (stamps, kept) if installed or stamps == _stamps() else nothing


def _stamps() -> _Stamps:
    """What tells each file of code, rules and tables from the same file after an edit."""
    return {str(file): stamp_of(file) for file in _files()}


def _files() -> Iterator[Path]:
    # Each start from a checkout looks at them all, and `rglob` takes twice as long.
    for root, ending in ((_PACKAGE, ".py"), (law_dir(), "")):
        for folder, _, names in os.walk(root):
            yield from (Path(folder, name) for name in names if name.endswith(ending))
