"""What was sent: of a form its fields and its files, and the parameters of an address.

Files stay in memory: what somebody sends may hold names, and none of them goes to a disk.
"""

from __future__ import annotations

import io
import logging
import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import parse_qsl

from python_multipart import create_form_parser
from python_multipart.exceptions import FormParserError

from licensecheck.documents.csv_text import encoding_of
from licensecheck.documents.texts import kind_of_file
from licensecheck.errors import InputError, Problem, nearest_or_all, quote, told

__all__ = ["Fields", "SentFile", "SentText", "check_parameters", "faults_of_file", "read_fields"]

_MOST_FAULTS: Final = 20
# What it would log holds words of a request, one line for each that is broken.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL + 1)

_LONGEST_NAME: Final = 100
_UNREAD: Final = told("the fields of the form cannot be read")

if TYPE_CHECKING:
    _AnyPath = Path
else:
    # What a path is on this system; before Python 3.12 only that can be subclassed.
    _AnyPath = type(Path())


class _Held(_AnyPath):
    """A file by its name, whose content is held in memory."""

    raw: bytes

    def open(  # type: ignore[override]
        self,
        mode: str = "r",
        buffering: int = -1,  # noqa: ARG002
        **options: Any,
    ) -> IO[Any]:
        """A stream over what is held; see `pathlib.Path.open`."""
        if "b" in mode:
            return io.BytesIO(self.raw)
        encoding, newline = options.get("encoding"), options.get("newline")
        return io.TextIOWrapper(io.BytesIO(self.raw), encoding=encoding, newline=newline)

    def read_bytes(self) -> bytes:
        """What is held."""
        return self.raw

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:  # noqa: ARG002
        """Its size alone."""
        return os.stat_result((0, 0, 0, 0, 0, 0, len(self.raw), 0, 0, 0))


@dataclass(frozen=True, slots=True)
class SentText:
    """A file as text, as the page holds on to it.

    Attributes:
        name: Its name, without a folder.
        text: What it says.
    """

    name: str
    text: str

    def path(self) -> Path:
        """It as a path that the readers of such files take; nothing of it is on a disk."""
        held = _Held(self.name)
        held.raw = self.text.encode()
        return held


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent: its name, and its bytes."""

    name: str
    raw: bytes

    def text(self) -> SentText:
        """It as text, in the encodings that spreadsheets write in Europe.

        Raises:
            InputError: It is empty, or no text.
        """
        # Where no file is chosen a browser sends no name either; this one was chosen.
        if not self.raw.strip():
            raise InputError(Problem(self.name, told("the file is empty")))
        if kind := kind_of_file(self.raw):
            raise InputError(Problem(self.name, told("{kind}, and a text is needed", kind=kind)))
        encoding = encoding_of([self.raw])
        try:
            return SentText(self.name, self.raw.decode(encoding).removeprefix("\ufeff"))
        except UnicodeDecodeError as error:
            what = told(
                "no text in {encoding} (byte {byte})",
                encoding=encoding.upper(),
                byte=error.start + 1,
            )
            raise InputError(Problem(self.name, what, told("save the file as UTF-8"))) from None


def faults_of_file(where: str, error: InputError) -> list[Problem]:
    """The faults of a file under the field that holds it, each with its place in the file."""
    return [
        replace(
            one, where=where,
            what=told("{place}: {what}", place=one.where, what=one.what) if one.where else one.what,
        )
        for one in error.problems
    ]  # fmt: skip


def check_parameters(
    given: Sequence[tuple[str, str]], known: Sequence[str], *, repeated: Collection[str] = ()
) -> None:
    """Refuse parameters of an address that would be passed over in silence.

    Args:
        given: Names and values, as they stand in the address.
        known: Names that there are.
        repeated: Those of them that can be given several times.

    Raises:
        InputError: One is not known, or stands there twice; every one is listed.
    """
    times = Counter(name for name, _ in given)
    problems = [
        Problem("", told("no parameter {name}", name=quote(name)),
                nearest_or_all(name, known) if known else told("there is none here"))
        for name in list(times)[:_MOST_FAULTS] if name not in known
    ]  # fmt: skip
    problems += [
        Problem(name, told("given {times} times, and can be given once", times=count))
        for name, count in times.items()
        if count > 1 and name in known and name not in repeated
    ]
    if problems:
        raise InputError(problems)


class Fields(NamedTuple):
    """Fields and files of a form, in the order in which they were sent."""

    fields: list[tuple[str, str]]
    files: list[tuple[str, SentFile]]


def read_fields(body: bytes, kind: str, *, most: int) -> Fields:
    """Read what a browser sends of a form.

    Args:
        body: What was sent.
        kind: Its type, as the header `Content-Type` says: with files `multipart/form-data`, else
            `application/x-www-form-urlencoded`.
        most: How many fields and files there may be.

    Raises:
        InputError: It cannot be read, or holds more.
    """
    read = Fields([], [])
    if not kind.lower().startswith("multipart/form-data"):
        if body.count(b"&") >= most:
            raise _too_many(most)
        try:
            read.fields.extend(
                parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")
            )
        except ValueError:
            raise InputError(Problem("", _UNREAD)) from None
        return read

    def checked() -> None:
        if len(read.fields) + len(read.files) >= most:
            raise _too_many(most)

    def on_field(field: Any) -> None:
        checked()
        read.fields.append((_decoded(field.field_name), _decoded(field.value)))

    def on_file(file: Any) -> None:
        checked()
        file.file_object.seek(0)
        raw = file.file_object.read()
        name = PurePath(_decoded(file.file_name).replace("\\", "/")).name[:_LONGEST_NAME]
        if raw or name:
            read.files.append((_decoded(file.field_name), SentFile(name or "file", raw)))

    try:
        # Never spooled to a disk: a body is bounded before it comes here.
        parser = create_form_parser(
            {"Content-Type": kind.encode()}, on_field, on_file,
            config={"MAX_MEMORY_FILE_SIZE": len(body) + 1},
        )  # fmt: skip
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError, KeyError):
        raise InputError(Problem("", _UNREAD)) from None
    return read


def _decoded(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8")


def _too_many(most: int) -> InputError:
    return InputError(Problem("", told("the form has no more than {most} fields", most=most)))
