"""Files that a person asks to be written: whole or not there, and none in place of another.

In: a path, and what it was named by. Out: a temporary file beside it that takes its name when all
is written. A link is followed, and a device or a pipe is written to and never replaced.
A cell of a CSV that a spreadsheet would run as a formula gets an apostrophe before it.

What the person named and cannot be written to is bad input, before anything is read. A disk that
fills, or fails, is an `OSError` with the name of the file.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from licensecheck.errors import InputError, Problem, quote, reason_of, told

if sys.platform != "win32":  # which has no locks of this kind
    import fcntl
if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "check_outputs", "csv_text", "descriptor_of", "lock", "neutral", "neutralised", "whole",
    "write_folder", "write_text",
]  # fmt: skip

# A word that says whose the file is and what it is, and 8 letters that no other run has.
_UNFINISHED: Final = ".unfinished-licensecheck-"
_RANDOM: Final = re.compile(r"[0-9a-f]{8}")
_LONGEST_NAME: Final = 200
_LONGEST_SHOWN: Final = 60
_STANDARD: Final[Mapping[str, int]] = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR: Final = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,4})")
_MOST_LINKS: Final = 40
# Faults of the disk, and not of the name.
_FAILED: Final = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO))

Identity = tuple[int, int] | str


def check_outputs(
    outputs: Iterable[tuple[str, Path | str | None]],
    inputs: Iterable[tuple[str, Path | str | None]] = (),
    *,
    appended: bool = False,
) -> None:
    """Refuse outputs that cannot be written, that are an input, or that are one file twice.

    Args:
        outputs: What each option names; None where it was not given.
        inputs: What is read, by what it is named by; of a folder each file in it. A name that is
            neither is passed over.
        appended: Whether the files are added to, so that none takes the place of another.

    Raises:
        InputError: Every such output, with the option that names it.
    """
    problems: list[Problem] = []
    taken: dict[Identity, str] = {}
    if (shown := _of_descriptor(1)) is not None:
        taken[shown] = "standard output"
    for name, word in inputs:
        if word is not None:
            taken |= dict.fromkeys(_identities(Path(word)), name)
    for name, word in outputs:
        if word is None:
            continue
        path = Path(word)
        reason, help_ = _reason(path, appended=appended), ""
        found = None if reason else _identity(path)
        # What was named as standard output is meant to go there.
        if found in taken and (descriptor_of(path) is None or taken[found] != "standard output"):
            reason, help_ = (
                told("it is the file of {taken} as well", taken=taken[found]),
                told("name another file"),
            )
        if reason:
            problems.append(_problem(name, path, reason, help_))
        elif found is not None:
            taken[found] = name
    if problems:
        raise InputError(problems)


@contextmanager
def whole(path: Path, name: str = "") -> Iterator[Path]:
    """A temporary file that takes the place of a path when all is written, and is gone if not.

    Args:
        path: The file to write. What an earlier run left unfinished of it is removed first.
        name: The option that names it, for messages.

    Raises:
        InputError: It cannot be written to.
        OSError: The disk is full, or failed; it bears the name of the file.
    """
    if reason := _reason(path):
        raise InputError(_problem(name, path, reason))
    try:
        yield from _special(path) if _is_special(path) else _beside(path, name)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        # Polars tells a full disk in words alone.
        number, said = error.errno or errno.EIO, error.strerror or str(error)
        raise OSError(number, said, str(path)) from error


def write_text(path: Path, text: str, name: str = "") -> None:
    """Write a text of UTF-8, its ends of lines as they are; see `whole`."""
    with whole(path, name) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def write_folder(folder: Path, files: Mapping[str, str], name: str) -> None:
    """Write texts into a folder, which is made where it is not there; each file is whole.

    Args:
        folder: Where to.
        files: The text of each file, by its name.
        name: The option that names the folder, for messages.

    Raises:
        InputError: The folder, or a file in it, cannot be written to; then none is.
        OSError: The disk is full, or failed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = reason_of(error)
        raise InputError(_problem(name, folder, reason)) from None
    check_outputs([(name, folder / file) for file in files])
    for file, text in files.items():
        write_text(folder / file, text, name)


def lock(handle: int) -> None:
    """Wait until no other program writes to an open file, where the system has such locks."""
    if sys.platform != "win32":
        fcntl.flock(handle, fcntl.LOCK_EX)


def descriptor_of(path: Path) -> int | None:
    """The open file that a path such as `/dev/stdout` or `/dev/fd/3` stands for."""
    for _ in range(_MOST_LINKS):
        text = str(path)
        if text in _STANDARD:
            return _STANDARD[text]
        if found := _DESCRIPTOR.fullmatch(text):
            return int(found[1])
        if not path.is_symlink():
            return None
        path = path.parent / path.readlink()
    return None


# --- what can be written to ----------------------------------------------------------------------


def _problem(name: str, path: Path, reason: str, help_: str = "") -> Problem:
    return Problem(
        name, told("{path} cannot be written: {reason}", path=_shown(path), reason=reason), help_
    )


def _shown(path: Path) -> str:
    """A path in a message; of a long one the end, which tells files apart."""
    text = str(path)
    return quote(text if len(text) <= _LONGEST_SHOWN else f"…{text[1 - _LONGEST_SHOWN :]}")


def _reason(path: Path, *, appended: bool = False) -> str:
    """Why a path cannot be written to; nothing where it can."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return _reason_of_folder(Path(os.path.realpath(path)).parent)
    except (OSError, ValueError) as error:
        return reason_of(error)
    kind = stat.S_IFMT(found.st_mode)
    if kind in _REFUSED:
        return _REFUSED[kind]
    if descriptor_of(path) is None and not os.access(path, os.W_OK):
        return told("no permission")
    if kind != stat.S_IFREG or descriptor_of(path) is not None or appended:
        return ""
    if found.st_nlink > 1:
        # To take its name would part it from its other name.
        return told("the file has another name as well (a hard link)")
    return _reason_of_folder(Path(os.path.realpath(path)).parent)


_REFUSED: Final[Mapping[int, str]] = {
    stat.S_IFDIR: told("it is a folder"),
    stat.S_IFBLK: told("it is a disk"),
    stat.S_IFSOCK: told("it is a socket"),
}


def _reason_of_folder(folder: Path) -> str:
    if not folder.is_dir():
        return told("no folder {folder}", folder=_shown(folder))
    if not os.access(folder, os.W_OK | os.X_OK):
        return told("no permission to write in {folder}", folder=_shown(folder))
    return ""


def _identity(path: Path) -> Identity | None:
    """What is the same for two names of one file; None for what holds nothing, as a device."""
    if str(path) == "-":
        return _of_descriptor(0)
    number = descriptor_of(path)
    if number is not None:
        return _of_descriptor(number)
    try:
        found = path.stat()
    except (OSError, ValueError):
        return os.path.realpath(path)
    return None if stat.S_ISCHR(found.st_mode) else (found.st_dev, found.st_ino)


def _of_descriptor(number: int) -> Identity | None:
    try:
        found = os.fstat(number)
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _identities(path: Path) -> Iterator[Identity]:
    """What marks a file, or each file of a folder."""
    within: list[Path] = []
    with suppress(OSError, ValueError):
        within = [*path.iterdir()]
    for one in (path, *within):
        if (found := _identity(one)) is not None:
            yield found


def _is_special(path: Path) -> bool:
    return descriptor_of(path) is not None or (path.exists() and not path.is_file())


# --- writing -------------------------------------------------------------------------------------


def _special(path: Path) -> Iterator[Path]:
    """For a device, a pipe or an open file: written to at the end, when all is there."""
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="licensecheck-") as folder:
        temporary = Path(folder) / path.name
        temporary.touch()
        yield temporary
        number = descriptor_of(path)
        if number is not None:
            sys.stdout.flush()
        with temporary.open("rb") as done, _open(path, number) as file:
            shutil.copyfileobj(done, file)


def _open(path: Path, number: int | None) -> BinaryIO:
    return path.open("wb") if number is None else os.fdopen(os.dup(number), "wb")


def _beside(path: Path, option: str) -> Iterator[Path]:
    final = Path(os.path.realpath(path))
    name = final.name
    if len(os.fsencode(name)) > _LONGEST_NAME:
        import hashlib

        name = f"{name[:40]}-{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:8]}"
    beginning = name + _UNFINISHED
    _sweep(final.parent, beginning)
    try:
        temporary, handle = _fresh(final.parent, beginning)
    except OSError as error:
        if error.errno in _FAILED:
            raise
        # A folder of the system's own says nothing of what it takes.
        raise InputError(_problem(option, path, reason_of(error))) from None
    try:
        yield temporary
        with suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(final.stat().st_mode))
        # Some systems tell only now that there was no room.
        os.fsync(handle)
        if sys.platform == "win32":  # which renames no file that is open
            os.close(handle)
            handle = -1
        temporary.replace(final)
    finally:
        if handle >= 0:
            os.close(handle)
        temporary.unlink(missing_ok=True)


def _fresh(folder: Path, beginning: str) -> tuple[Path, int]:
    """A new file that nobody else has, locked as long as it is open."""
    while True:
        temporary = folder / f"{beginning}{os.urandom(4).hex()}"
        try:
            handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            continue
        with suppress(OSError):  # a disk of the network may have no locks
            lock(handle)
        # Another run may have swept it between the two.
        if temporary.exists():
            return temporary, handle
        os.close(handle)


def _sweep(folder: Path, beginning: str) -> None:
    """Remove what runs that were killed have left of an output; what is still written stays."""
    for left in folder.iterdir():
        if left.name.startswith(beginning) and _RANDOM.fullmatch(left.name[len(beginning) :]):
            with suppress(OSError):
                _remove(left)


def _remove(left: Path) -> None:
    """Remove what nobody writes any more; the system refuses the rest."""
    if sys.platform == "win32":
        left.unlink()
    else:
        with left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


# A spreadsheet runs what begins so, after any blanks that it drops first. Python counts four
# separators among the blanks that Polars does not.
_FORMULA: Final = r"^[\s\x1c-\x1f]*[=+\-@\t\r]"
# A number or fraction below nothing is run to no harm.
_NUMBER: Final = r"^[-+]?[0-9]+(\.[0-9]+)?(/[0-9]+)?$"
_BEGINS: Final = re.compile(_FORMULA)
_IS_NUMBER: Final = re.compile(_NUMBER, re.ASCII)


def neutral(cell: Any) -> Any:
    """A cell that no spreadsheet runs; what is no text is left as it is."""
    runs = isinstance(cell, str) and _BEGINS.match(cell) and not _IS_NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell


def neutralised(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would run."""
    # An extra; texts alone need it not.
    import polars as pl

    texts = [name for name, type_ in frame.schema.items() if type_ == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA) & ~pl.col(name).str.contains(_NUMBER))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV under a line of columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue()
