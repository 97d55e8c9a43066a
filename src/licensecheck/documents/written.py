"""What people write, as models: in goes a file of a kind, out comes its model or every fault of it.

In: a path, a parsed document, or values. Out: a frozen model that knows every one of its fields;
or an error with a `Problem` for each fault, with file, line, and the nearest valid word.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, ClassVar, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, model_validator

from licensecheck.documents.faults import (
    Fault,
    Path,
    faults_of,
    field_names,
    models_of,
    parts_of,
    problems_of,
)
from licensecheck.documents.strict_yaml import Document, load_yaml
from licensecheck.documents.texts import read_text
from licensecheck.errors import InputError, LawError, Problem, quote, told

__all__ = ["Row", "Rows", "Written", "context_of", "read_as", "read_rows", "read_yaml"]
__all__ += ["schema_of_document", "sound_part"]

W = TypeVar("W", bound="Written")
# How often what is faulty may hide what else is.
_MOST_ROUNDS: Final = 20
_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


class Written(BaseModel):
    """A part of what people write: unchangeable, without fields of unknown meaning.

    A known field that is left empty is a field that is not stated.

    Attributes:
        ENTRY: What an entry of a list is called in messages, and the field that names it, such as
            `("rule", "id")`; entries without one are called by their place.
    """

    # defer_build: validators are built when the first document is read, not on import.
    # hide_input_in_errors: names of parties stay out of logs.
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
    )

    ENTRY: ClassVar[tuple[str, str]] = ("", "")

    @model_validator(mode="before")
    @classmethod
    def _leave_out_the_empty(cls, data: Any) -> Any:
        # A known field left empty is a field not stated; an unknown one is still a fault.
        if not isinstance(data, Mapping) or None not in data.values():
            return data
        names = cls.field_names()
        return {key: value for key, value in data.items() if value is not None or key not in names}

    @classmethod
    def _between(cls, data: Mapping[str, Any]) -> Iterable[Fault]:
        """What is wrong between the fields of a part, found in its values as written.

        A reader asks it of every part, so that it is reported beside the faults of its fields.
        """
        del data
        return ()

    @classmethod
    def field_names(cls) -> list[str]:
        """Names of the fields as a document writes them, in their order."""
        return [*field_names(cls)]


def context_of(info: ValidationInfo, name: str, default: Any = None) -> Any:
    """What a reader gave its models to read by, such as the day on which names are read."""
    return (info.context or {}).get(name, default)


def read_yaml(
    path: FilePath,
    kind: type[W],
    *,
    context: Mapping[str, Any] | None = None,
    error: type[InputError | LawError] = InputError,
    finds: Callable[[Any], Sequence[Fault]] | None = None,
) -> W:
    """Read a YAML file of a user into its model.

    Args:
        path: The file.
        kind: Its model.
        context: What the fields are read by; see `context_of`.
        error: Kind of error to raise.
        finds: Finds further faults in the values as written, reported with all others.

    Raises:
        InputError: It cannot be read as text or YAML; or, as `error`, every fault of its values.
    """
    problems: list[Problem] = []
    document = load_yaml(read_text(path), name=path.name, problems=problems)
    return read_as(document, kind, context=context, error=error, problems=problems, finds=finds)


def read_as(
    document: Document,
    kind: type[W],
    *,
    context: Mapping[str, Any] | None = None,
    error: type[InputError | LawError] = InputError,
    problems: Sequence[Problem] = (),
    finds: Callable[[Any], Sequence[Fault]] | None = None,
) -> W:
    """Read a parsed document into its model; see `read_yaml`.

    Args:
        document: The document.
        kind: Its model.
        context: What the fields are read by.
        error: Kind of error to raise.
        problems: What is known to be wrong with it already.
        finds: Finds further faults in the values as written.

    Raises:
        InputError: Every fault of the document, as `error`.
    """
    faults = [*(finds(document.data) if finds else ())]
    try:
        found = _validated(kind, document.data, context, faults)
    except ValidationError as invalid:
        faults += faults_of(invalid, kind, document.data)
    every = problems_of(
        _each_once(faults), document.data, name=document.name, line=document.line, kind=kind
    )
    if problems or every:
        raise error([*problems, *every])
    return found


def sound_part(
    kind: type[W], data: Any, *, context: Mapping[str, Any] | None = None
) -> tuple[W | None, list[Fault]]:
    """What of some values can be read, where more is to be looked at by it, and every fault.

    Args:
        kind: The model.
        data: The values.
        context: What the fields are read by.

    Returns:
        The model of what is sound, None where nothing is; and the faults of the rest.
    """
    first: list[Fault] = []
    rest = copy.deepcopy(data)
    for _ in range(_MOST_ROUNDS):
        try:
            return _validated(kind, rest, context, []), _each_once(first)
        except ValidationError as invalid:
            faults = faults_of(invalid, kind, rest)
        # What comes after is missing for want of what was taken away.
        first = first or faults
        paths = {(*one.path, one.key) if one.key else one.path for one in faults}
        if () in paths:
            break
        for path in sorted(paths, key=_later_first):
            _take_away(rest, path)
    return None, _each_once(first)


def _later_first(path: Path) -> tuple[int, tuple[int, ...]]:
    return -len(path), tuple(-part if isinstance(part, int) else 0 for part in path)


def _take_away(data: Any, path: Path) -> None:
    for part in path[:-1]:
        data = data[part] if not isinstance(data, Mapping) else data.get(part, {})
    if isinstance(data, dict):
        data.pop(path[-1], None)
    elif isinstance(data, list) and isinstance(path[-1], int):
        del data[path[-1]]


def _each_once(faults: Iterable[Fault]) -> list[Fault]:
    """Faults of one place in the same words are one, and the first of them knows most."""
    found: dict[tuple[Any, ...], Fault] = {}
    for one in faults:
        found.setdefault((one.path, one.key, one.what), one)
    return [*found.values()]


@functools.cache
def _asks_between(kind: type[Written]) -> bool:
    """Whether a model, or a part of it, finds faults between its fields."""
    asking = Written._between.__func__  # type: ignore[attr-defined]
    return any(
        issubclass(one, Written) and one._between.__func__ is not asking  # type: ignore[attr-defined]
        for one in models_of(kind)
    )


def _validated(
    kind: type[W], data: Any, context: Mapping[str, Any] | None, faults: list[Fault]
) -> W:
    if _asks_between(kind):
        for path, part, values in parts_of(kind, data):
            if issubclass(part, Written):
                faults += (one._replace(path=(*path, *one.path)) for one in part._between(values))
    return kind.model_validate(data, context=dict(context or {}))


@dataclass(frozen=True, slots=True)
class Row(Generic[W]):
    """A row of a table of a user, as its model, and the line on which it ends."""

    line: int
    value: W


@dataclass(frozen=True, slots=True)
class Rows(Generic[W]):
    """The rows of a table of a user; those that cannot be read are among the problems.

    Attributes:
        rows: Each that could be read.
        is_guessed: Whether the encoding is what the bytes can be, and not what they must be.
    """

    rows: tuple[Row[W], ...]
    is_guessed: bool

    def __iter__(self) -> Iterator[Row[W]]:
        return iter(self.rows)


def read_rows(
    path: FilePath,
    kind: type[W],
    problems: list[Problem],
    *,
    context: Mapping[str, Any] | None = None,
    needs: Sequence[str | tuple[str, ...]] = (),
    once: str = "",
    empty: str = "",
) -> Rows[W]:
    """Read a CSV file of a user, each row into the model of one; an empty cell states nothing.

    Args:
        path: The file.
        kind: The model of a row: its fields are the columns, and those it requires are needed.
        problems: Where to put every fault of a row.
        context: What the fields are read by; see `context_of`.
        needs: Columns that are needed beside those; of several in a tuple one is enough.
        once: A column of which no two rows may hold the same.
        empty: What to do where there is no row to give.

    Raises:
        InputError: The file or its header cannot be read; see `csv_text.read_csv`.
    """
    # A check reads no table of a user, and need not import what reads one.
    from licensecheck.documents.csv_text import read_csv

    fields = kind.model_fields.items()
    required = [field.alias or name for name, field in fields if field.is_required()]
    table = read_csv(
        path, problems, needs=(*required, *needs), knows=kind.field_names(), empty=empty
    )
    rows = []
    held: set[str] = set()
    for line, row in table.rows:
        cells = {name: cell for name, cell in row.items() if cell}
        faults: list[Fault] = []
        if (word := cells.get(once)) is not None:
            if word in held:
                faults.append(
                    Fault((), told("the {once} {word} is repeated", once=once, word=quote(word)))
                )
            held.add(word)
        try:
            rows.append(Row(line, _validated(kind, cells, context, faults)))
        except ValidationError as invalid:
            faults += faults_of(invalid, kind, cells)
        problems += problems_of(faults, cells, name=f"{path.name}:{line}", kind=kind)
    return Rows(tuple(rows), table.is_guessed)


def schema_of_document(kind: type[Written], name: str, title: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a document, by which an editor completes and checks it.

    Args:
        kind: The model.
        name: What the schema is called, such as `alliance`.
        title: Its title.
    """
    schema = kind.model_json_schema(by_alias=True, mode="validation")
    for part in (schema, *schema.get("$defs", {}).values()):
        # Titles made from field names say nothing that the names do not say.
        for field in part.get("properties", {}).values():
            field.pop("title", None)
    return {"$schema": _DRAFT, "$id": f"licensecheck/{name}/1", **schema, "title": title}
