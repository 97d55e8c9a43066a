"""Small files of a user as text: bounded, in UTF-8.

In: a path, or bytes. Out: text; what is wrong is told with its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from licensecheck.errors import InputError, Problem, Told, quote, reason_of, told
from licensecheck.messages import message

__all__ = ["MAX_DOCUMENT_CHARACTERS", "check_length", "decoded", "is_there", "kind_of_file"]
__all__ += ["read_bytes", "read_text"]

MAX_DOCUMENT_CHARACTERS = 2_000_000
# Files that people give where a text is needed, by how they begin.
_KINDS: Final = (
    (b"PK\x03\x04", message("a workbook or another zip file")),
    (b"\xd0\xcf\x11\xe0", message("a workbook of an old Excel")),
    (b"PAR1", message("a Parquet file")),
    (b"%PDF", message("a PDF")),
    (b"\x1f\x8b", message("a gzip file")),
    (b"BZh", message("a compressed file")),
    (b"\xfd7zXZ", message("a compressed file")),
    (b"7z\xbc\xaf", message("an archive")),
    (b"SQLite format 3", message("a database")),
    (b"\x89PNG", message("an image")),
    (b"\xff\xd8\xff", message("an image")),
    (b"GIF87a", message("an image")),
    (b"GIF89a", message("an image")),
    (b"II*\x00", message("an image")),
    (b"MM\x00*", message("an image")),
)


def read_text(path: Path) -> str:
    """Read a document of bounded size as UTF-8, a byte order mark allowed.

    Raises:
        InputError: The file is missing, a folder, unreadable, too long, or not UTF-8.
    """
    text = decoded(read_bytes(path), path.name, help=told("save the file as UTF-8"))
    check_length(text, path.name)
    return text


def read_bytes(path: Path) -> bytes:
    """The bytes of a document, up to more than one may hold.

    Raises:
        InputError: The file is missing, a folder, or unreadable.
    """
    name = quote(str(path))
    try:
        with path.open("rb") as file:
            return file.read(MAX_DOCUMENT_CHARACTERS * 4 + 1)
    except FileNotFoundError:
        raise InputError(Problem("", told("no such file: {name}", name=name))) from None
    except IsADirectoryError:
        raise InputError(Problem("", told("{name} is a folder, not a file", name=name))) from None
    except PermissionError:
        raise InputError(Problem("", told("no permission to read {name}", name=name))) from None
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise InputError(
            Problem("", told("cannot read {name}: {reason}", name=name, reason=reason))
        ) from None


def is_there(name: str) -> bool:
    """Whether a word names a file or a folder; no word, and one too long to name any, do not."""
    try:
        return bool(name) and Path(name).exists()
    except OSError:
        return False


def kind_of_file(start: bytes) -> str:
    """What a file is that is no text, such as a workbook, by how it begins; empty for a text."""
    return next((Told(kind, {}) for mark, kind in _KINDS if start.startswith(mark)), "")


def decoded(raw: bytes, name: str, *, help: str) -> str:
    """Bytes of a document as text.

    Args:
        raw: The bytes, which may begin with a byte order mark.
        name: What to call the document in messages.
        help: What would mend bytes that are no UTF-8.

    Raises:
        InputError: They are no UTF-8.
    """
    if kind := kind_of_file(raw):
        raise InputError(Problem(name, told("{kind}, and a text is needed", kind=kind)))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(name, told("not UTF-8 text (byte {byte})", byte=error.start + 1), help)
        ) from None


def check_length(text: str, name: str) -> None:
    """Refuse a document that is longer than any that is read.

    Raises:
        InputError: It is longer than `MAX_DOCUMENT_CHARACTERS`.
    """
    if len(text) > MAX_DOCUMENT_CHARACTERS:
        limit = f"{MAX_DOCUMENT_CHARACTERS:,}"
        raise InputError(
            Problem(name, told("the document is longer than {limit} characters", limit=limit))
        )
