"""A table that is no file: standard input or a pipe, read once and kept for as long as it is read.

In: a path as given. Out: a file that can be opened again and again. A device without an end is
refused, and so is what is longer than any table that is read this way.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from licensecheck.errors import InputError, Problem
from licensecheck.outputs import descriptor_of

__all__ = ["STANDARD_INPUT", "kept", "table_name"]

STANDARD_INPUT: Final = "standard input"
_CHUNK: Final = 1 << 20
_LARGEST: Final = 1 << 30
_PARQUET: Final = b"PAR1"


def table_name(path: Path) -> str:
    """What a table is called in messages and reports."""
    if _is_standard_input(path):
        return STANDARD_INPUT
    return path.name if descriptor_of(path) is None else "a pipe"


@contextmanager
def kept(path: Path) -> Iterator[Path]:
    """A file that holds a table: the path itself, or a copy of what came through a pipe.

    Raises:
        InputError: It is a device, or longer than is read this way; or standard input is closed.
    """
    if not _is_standard_input(path):
        try:
            kind = stat.S_IFMT(path.stat().st_mode)
        except (OSError, ValueError):
            kind = stat.S_IFREG  # whoever opens it tells what is wrong
        if kind in (stat.S_IFREG, stat.S_IFDIR):
            yield path
            return
        _refuse_device(kind, table_name(path))
    with tempfile.TemporaryDirectory(prefix="licensecheck-") as folder:
        yield _copied(path, Path(folder))


def _is_standard_input(path: Path) -> bool:
    return str(path) == "-" or descriptor_of(path) == 0


def _refuse_device(kind: int, name: str) -> None:
    if kind != stat.S_IFIFO and kind != stat.S_IFSOCK:
        raise InputError(Problem(name, "is a device, not a table", "give a file or a pipe"))


def _copied(path: Path, folder: Path) -> Path:
    name = table_name(path)
    copy = folder / name
    try:
        with _opened(path) as source, copy.open("wb") as target:
            first = source.read(_CHUNK)
            chunk, length = first, 0
            while chunk:
                length += len(chunk)
                if length > _LARGEST:
                    what = f"longer than {_LARGEST >> 30} GiB, which is more than a pipe may bring"
                    raise InputError(Problem(name, what, "save it as a file, and give that"))
                target.write(chunk)
                chunk = source.read(_CHUNK)
    except OSError as error:
        what = f"cannot be read ({(error.strerror or 'no reason given').lower()})"
        raise InputError(Problem(name, what)) from None
    suffix = _suffix(first, path)
    return copy.rename(copy.with_name(name + suffix)) if suffix else copy


def _suffix(first: bytes, path: Path) -> str:
    """The ending by which the readers know a form, where the name does not bear it."""
    if first.startswith(_PARQUET):
        return "" if path.suffix.casefold() == ".parquet" else ".parquet"
    lines = first.removeprefix(b"\xef\xbb\xbf").lstrip().splitlines()
    objects = [line for line in lines[:2] if line.startswith(b"{") and line.rstrip().endswith(b"}")]
    if len(objects) != min(2, len(lines)) or not objects:
        return ""
    return "" if path.suffix.casefold() in (".jsonl", ".ndjson") else ".jsonl"


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if not _is_standard_input(path):
        with path.open("rb") as file:
            yield file
        return
    if sys.stdin is None or sys.stdin.closed:
        raise InputError(Problem(STANDARD_INPUT, "is closed"))
    source = sys.stdin.buffer
    try:
        mode = os.fstat(source.fileno()).st_mode
    except (OSError, ValueError):
        mode = stat.S_IFIFO  # no file of the system, as in a test
    if not source.isatty() and not stat.S_ISREG(mode):
        _refuse_device(stat.S_IFMT(mode), STANDARD_INPUT)
    yield source
