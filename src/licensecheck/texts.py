"""Small files of a user as text: bounded, in UTF-8, their rows with the lines they stand on.

In: a path, or bytes. Out: text, or the rows of a CSV file; what is wrong is told with its place.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from licensecheck.errors import InputError, Problem, quote

__all__ = ["MAX_DOCUMENT_CHARACTERS", "check_length", "decoded", "read_csv", "read_text"]

MAX_DOCUMENT_CHARACTERS = 2_000_000


def read_text(path: Path) -> str:
    """Read a document of bounded size as UTF-8, a byte order mark allowed.

    Raises:
        InputError: The file is missing, a folder, unreadable, too long, or not UTF-8.
    """
    name = quote(str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_DOCUMENT_CHARACTERS * 4 + 1)
    except FileNotFoundError:
        raise InputError(Problem("", f"no such file: {name}")) from None
    except IsADirectoryError:
        raise InputError(Problem("", f"{name} is a folder, not a file")) from None
    except PermissionError:
        raise InputError(Problem("", f"no permission to read {name}")) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(Problem("", f"cannot read {name}: {reason}")) from None
    text = decoded(raw, path.name, help="save the file as UTF-8")
    check_length(text, path.name)
    return text


def decoded(raw: bytes, name: str, *, help: str) -> str:
    """Bytes of a document as text.

    Args:
        raw: The bytes, which may begin with a byte order mark.
        name: What to call the document in messages.
        help: What would mend bytes that are no UTF-8.

    Raises:
        InputError: They are no UTF-8.
    """
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


def read_csv(path: Path, problems: list[Problem]) -> list[tuple[int, dict[str, str]]]:
    """Read a small table of a user: a CSV file with a line of columns.

    Args:
        path: The file.
        problems: Where to put the rows that cannot be read, so that a caller can tell them with
            its own; they are not among those given back.

    Returns:
        Each row by its columns, with the line on which it ends; a cell that is not there is empty.

    Raises:
        InputError: As for `read_text`; or two columns have one name.
    """
    reader = csv.DictReader(io.StringIO(read_text(path)), strict=True, restval="")
    rows = []
    try:
        columns = reader.fieldnames or ()
        if len(set(columns)) < len(columns):
            raise InputError(Problem(f"{path.name}:1", "a column is named twice"))
        for row in reader:
            if None in row:
                what = f"more cells than the {len(columns)} columns"
                problems.append(Problem(f"{path.name}:{reader.line_num}", what))
            else:
                rows.append((reader.line_num, dict(row)))
    except csv.Error as error:
        # What follows a broken quote cannot be told apart, so nothing more is read.
        problems.append(Problem(f"{path.name}:{reader.line_num}", f"no readable CSV: {error}"))
    return rows
