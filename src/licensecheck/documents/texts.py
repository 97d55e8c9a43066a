"""Small files of a user as text: bounded, in UTF-8.

In: a path, or bytes. Out: text; what is wrong is told with its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from licensecheck.errors import InputError, Problem, quote

__all__ = ["MAX_DOCUMENT_CHARACTERS", "check_length", "decoded", "is_there", "kind_of_file"]
__all__ += ["read_bytes", "read_text"]

MAX_DOCUMENT_CHARACTERS = 2_000_000
# Files that people give where a text is needed, by how they begin.
_KINDS: Final = (
    (b"PK\x03\x04", "a workbook or another zip file"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "an archive"),
    (b"SQLite format 3", "a database"),
)


def read_text(path: Path) -> str:
    """Read a document of bounded size as UTF-8, a byte order mark allowed.

    Raises:
        InputError: The file is missing, a folder, unreadable, too long, or not UTF-8.
    """
    text = decoded(read_bytes(path), path.name, help="save the file as UTF-8")
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
        raise InputError(Problem("", f"no such file: {name}")) from None
    except IsADirectoryError:
        raise InputError(Problem("", f"{name} is a folder, not a file")) from None
    except PermissionError:
        raise InputError(Problem("", f"no permission to read {name}")) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(Problem("", f"cannot read {name}: {reason}")) from None


def is_there(name: str) -> bool:
    """Whether a word names a file or a folder; no word, and one too long to name any, do not."""
    try:
        return bool(name) and Path(name).exists()
    except OSError:
        return False


def kind_of_file(start: bytes) -> str:
    """What a file is that is no text, such as a workbook, by how it begins; empty for a text."""
    return next((kind for mark, kind in _KINDS if start.startswith(mark)), "")


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
        raise InputError(Problem(name, f"{kind}, and a text is needed"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(Problem(name, f"not UTF-8 text (byte {error.start + 1})", help)) from None


def check_length(text: str, name: str) -> None:
    """Refuse a document that is longer than any that is read.

    Raises:
        InputError: It is longer than `MAX_DOCUMENT_CHARACTERS`.
    """
    if len(text) > MAX_DOCUMENT_CHARACTERS:
        limit = f"{MAX_DOCUMENT_CHARACTERS:,} characters"
        raise InputError(Problem(name, f"the document is longer than {limit}"))
