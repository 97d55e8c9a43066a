"""What is wrong with a document, in plain words and in its order: the one account of faults.

In: what pydantic found in values of a model, and the values. Out: `Fault`s with the path of each,
and `Problem`s with file, line, and the nearest word that would have been right.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import is_dataclass
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin
from typing import get_type_hints as hints_of

from pydantic import BaseModel, Tag, ValidationError

from licensecheck.documents.values import CROSS_FAULT, FAULT, Choice, kind_of
from licensecheck.errors import Problem, quote, told

__all__ = [
    "MOST_PROBLEMS",
    "Fault",
    "Path",
    "faults_of",
    "field_names",
    "models_of",
    "parts_of",
    "path_text",
]
__all__ += ["problems_of", "repeated"]

Path = tuple[str | int, ...]

MOST_PROBLEMS: Final = 200
# Mark of pydantic for a key of a mapping.
_KEY: Final = "[key]"
# What facts and people call some fields, that is proposed and never read.
_MEANT: Final = {"transit": "route", "via": "route", "goods": "items"}


class Fault(NamedTuple):
    """A fault, the path of the field that has it, and the key it stands at within that field."""

    path: Path
    what: str
    help: str | Choice = ""
    key: str = ""


@functools.cache
def field_names(kind: type[BaseModel]) -> tuple[str, ...]:
    """Names of the fields of a model as a document writes them, in their order."""
    return tuple(field.alias or name for name, field in kind.model_fields.items())


def path_text(path: Path, kind: Any = None, data: Any = None) -> str:
    """Write a path as a reader does: `items[0].rating`, `facts.destination.stockpile.value`.

    Args:
        path: The path.
        kind: The model of the document: an entry of a list that has a name of its own
            (`Written.ENTRY`) is called by it, as in: rule `cp.2.a.covenants`: reason.
        data: The values of the document, where those names stand.
    """
    text, called = "", ""
    here = data
    for place, part in enumerate(path):
        here = _within(here, part)
        if isinstance(part, int):
            text += f"[{part}]"
            if name := _called(kind, path[: place + 1], here):
                text, called = "", f"{called}: {name}" if called else name
        else:
            # `quote` leaves nothing in a key of the user that could disturb a terminal.
            text += ("." if text else "") + quote(part)[1:-1]
    return ": ".join(filter(None, (called, text)))


def _called(kind: Any, path: Path, entry: Any) -> str:
    """The name of an entry of a list, such as: rule `cp.2.a.covenants`."""
    if kind is None or not isinstance(entry, Mapping):
        return ""
    model = _located(kind, path, entry).model
    noun, key = getattr(model, "ENTRY", ("", ""))
    name = entry.get(key)
    return f"{noun} {quote(str(name))}" if noun and isinstance(name, str | int) else ""


def _within(value: Any, part: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list | tuple) and isinstance(part, int) and 0 <= part < len(value):
        return value[part]
    return None


def faults_of(
    error: ValidationError, kind: Any, data: Any = None, *, between: Sequence[Fault] = ()
) -> list[Fault]:
    """Say what pydantic found, without its jargon.

    Args:
        error: What pydantic raised.
        kind: The model, or the dataclass, that the values were to become.
        data: The values.
        between: What was found between the fields otherwise, each with its place; pydantic's own
            account of the same faults, which has none, is left out.
    """
    found = error.errors(include_url=False, include_context=True, include_input=True)
    faults = [_fault(one, kind, data) for one in found if not _is_echo(one, between)]
    # Several readings of one value may be one fault of it.
    return [*{(one.path, one.key, one.what): one for one in faults}.values(), *between]


def _is_echo(found: Mapping[str, Any], between: Sequence[Fault]) -> bool:
    if found["type"] == CROSS_FAULT:
        return bool(between)
    # A list whose every entry is faulty counts as empty to pydantic; each entry is reported.
    given = found["input"]
    return found["type"] == "too_short" and isinstance(given, Sized) and len(given) > 0


def _fault(found: Mapping[str, Any], kind: Any, data: Any) -> Fault:
    code, given, loc = found["type"], found["input"], found["loc"]
    path, here = _located(kind, loc, data, last_is_field=code in ("missing", "extra_forbidden"))
    if code == "missing":
        return Fault(path[:-1], told("`{name}` is missing", name=path[-1]))
    if code == "extra_forbidden":
        name = str(path[-1])
        model = _located(kind, loc[:-1], data).model
        help = Choice(name, field_names(model), "its fields", meant=_MEANT) if model else ""
        return Fault(path[:-1], told("unknown field {name}", name=quote(name)), help, key=name)
    return Fault(path, *_said(found, code, given, here))


def _said(found: Mapping[str, Any], code: str, given: Any, here: Any) -> tuple[str, str | Choice]:
    if code in (FAULT, CROSS_FAULT):
        return found["ctx"]["what"], found["ctx"]["help"]
    if code == "too_long":
        most = f"{found['ctx']['max_length']:,}"
        if isinstance(given, str):
            said = told("the text is too long: {n} characters, at most {most} are read",
                        n=f"{len(given):,}", most=most)  # fmt: skip
            return said, ""
        return told("the list is too long: at most {most} entries are read", most=most), ""
    if code == "too_short":
        return told("the list is empty"), told("state at least one")
    if code in ("tuple_type", "list_type", "set_type", "frozen_set_type"):
        what = told("a list is needed, not {value}", value=kind_of(given))
        return what, told("write it between `[` and `]`")
    if (model := _model(here)) is not None:
        help = Choice("", field_names(model), "its fields")
        return told("a set of fields is needed, not {value}", value=kind_of(given)), help
    if code == "dict_type":
        return told("a set of named entries is needed, not {value}", value=kind_of(given)), ""
    if code == "json_invalid":
        return told("not well-formed JSON"), ""
    if code == "literal_error" and (words := _words(here)):
        return told("no such word: {value}", value=kind_of(given)), Choice(str(given), words)
    return told("cannot be read: {value}", value=kind_of(given)), ""


def _words(annotation: Any) -> tuple[str, ...]:
    return next((get_args(one) for one in _plain(annotation) if get_origin(one) is Literal), ())


class _Located(NamedTuple):
    """The path of a value in its document, and the type of what stands there."""

    path: Path
    here: Any

    @property
    def model(self) -> type[BaseModel] | None:
        return _model(self.here)


def _model(annotation: Any) -> type[BaseModel] | None:
    models = [
        one for one in _plain(annotation) if isinstance(one, type) and issubclass(one, BaseModel)
    ]
    return models[0] if models else None


def _located(kind: Any, loc: Path, data: Any, *, last_is_field: bool = False) -> _Located:
    """The path in the document: without the marks that pydantic puts in for its own branches.

    They are known by their position in the model: a document may hold fields named like them.
    """
    path: list[str | int] = []
    here, rest = kind, [*reversed(loc)]
    is_key = False
    while rest:
        branches = _branches(here)
        if len(branches) > 1 and isinstance(rest[-1], str):
            here = _branch(branches, rest.pop())
            continue
        part = rest.pop()
        if is_key and part == _KEY and not rest and not last_is_field:
            break
        is_key = _is_mapping(here)
        here = _inner(here, part)
        # A word that is read as a list of one stands at no index.
        if not isinstance(part, int) or data is None or isinstance(data, list | tuple):
            path.append(part)
            data = _within(data, part)
    return _Located(tuple(path), here)


def _plain(annotation: Any) -> list[Any]:
    """An annotation without what surrounds it, branch by branch."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        return [one for arg in get_args(annotation) for one in _plain(arg)]
    return [] if annotation is types.NoneType else [annotation]


def _branches(annotation: Any) -> list[Any]:
    """The branches of which pydantic names the one that it took; one where there is no choice."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in (Union, types.UnionType):
        return [annotation]
    branches = [one for one in get_args(annotation) if one is not types.NoneType]
    return branches if len(branches) > 1 else _branches(branches[0])


def _branch(branches: Sequence[Any], mark: str | int) -> Any:
    def names(one: Any) -> Iterable[Any]:
        tags = get_args(one)[1:] if get_origin(one) is Annotated else ()
        yield from (tag.tag for tag in tags if isinstance(tag, Tag))
        yield from (getattr(plain, "__name__", None) for plain in _plain(one))

    return next((one for one in branches if mark in names(one)), None)


def _inner(annotation: Any, part: str | int) -> Any:
    """The type of what stands within a value, at a field, an index or a key."""
    for one in _plain(annotation):
        if isinstance(one, type) and (issubclass(one, BaseModel) or is_dataclass(one)):
            return _fields(one).get(str(part))
        origin, args = get_origin(one), get_args(one)
        if isinstance(origin, type) and args:
            return args[1] if _is_mapping(one) else args[0]
    return None


@functools.cache
def _fields(kind: type) -> Mapping[str, Any]:
    if not issubclass(kind, BaseModel):
        return hints_of(kind, include_extras=True)
    fields = kind.model_fields.items()
    return {field.alias or name: field.annotation for name, field in fields}


def _is_mapping(annotation: Any) -> bool:
    origins = (get_origin(one) for one in _plain(annotation))
    return any(isinstance(origin, type) and issubclass(origin, Mapping) for origin in origins)


def repeated(entries: Any, name: str, *, at: Path = ()) -> Iterator[Fault]:
    """Each entry of a list whose name is that of one before it.

    Args:
        entries: The list as written, sound or not.
        name: The field that names an entry.
        at: Path of the list.
    """
    seen: set[str] = set()
    for place, entry in enumerate(entries if isinstance(entries, list | tuple) else ()):
        word = entry.get(name) if isinstance(entry, Mapping) else None
        if isinstance(word, str | int):
            if str(word) in seen:
                yield Fault(
                    (*at, place),
                    told("the {name} {word} is repeated", name=name, word=quote(str(word))),
                    key=name,
                )
            seen.add(str(word))


def parts_of(
    kind: Any, data: Any, path: Path = ()
) -> Iterator[tuple[Path, Any, Mapping[str, Any]]]:
    """Every set of fields in a document, with its path and its model, sound or not.

    Args:
        kind: The model, or the type of a field.
        data: The values.
        path: Where they stand.
    """
    if not _holds_models(kind):
        return
    model = _model(kind)
    if isinstance(data, list | tuple):
        for place, entry in enumerate(data):
            yield from parts_of(_inner(kind, place), entry, (*path, place))
    elif isinstance(data, Mapping):
        if model is not None:
            yield path, model, data
        for name, value in data.items():
            yield from parts_of(_inner(kind, name), value, (*path, name))


@functools.cache
def _holds_models(annotation: Any) -> bool:
    return next(iter(models_of(annotation)), None) is not None


def models_of(annotation: Any) -> frozenset[type[BaseModel]]:
    """Every model that a type of a field names, and those within it."""
    found: set[type[BaseModel]] = set()
    waiting = [annotation]
    while waiting:
        for one in _plain(waiting.pop()):
            if isinstance(one, type) and issubclass(one, BaseModel):
                if one not in found:
                    found.add(one)
                    waiting += (field.annotation for field in one.model_fields.values())
            elif get_origin(one) is not Literal:
                waiting += get_args(one)
    return frozenset(found)


def problems_of(
    faults: Iterable[Fault],
    data: Any,
    *,
    name: str,
    line: Callable[[Path], int] | None = None,
    kind: Any = None,
) -> list[Problem]:
    """Put faults in the order of the document and give each its place.

    Args:
        faults: What was found, in any order.
        data: The values of the document, for its order.
        name: What to call the document; empty for values given from Python.
        line: Line of a path, where the document has lines.
        kind: The model, where entries of lists are called by their names.

    Returns:
        At most `MOST_PROBLEMS`, and one more that counts the rest.
    """
    ordered = _in_order(faults, data)
    problems = []
    for fault in ordered[:MOST_PROBLEMS]:
        full = (*fault.path, fault.key) if fault.key else fault.path
        where = f"{name}:{line(full)}" if line and full else name
        path = path_text(fault.path, kind, data)
        where = f"{where}: {path}" if where and path else where or path
        problems.append(Problem(where, fault.what, str(fault.help)))
    if (rest := len(ordered) - MOST_PROBLEMS) > 0:
        problems.append(Problem(name, told("and {rest} more problems", rest=f"{rest:,}")))
    return problems


def _in_order(faults: Iterable[Fault], data: Any) -> list[Fault]:
    """Faults by where they stand in the document; what is missing stands at its part."""
    orders: dict[int, dict[str, int]] = {}

    def place(fault: Fault) -> tuple[int, ...]:
        here, places = data, []
        for part in (*fault.path, fault.key):
            if isinstance(part, int):
                places.append(part)
                here = here[part] if isinstance(here, list) and part < len(here) else None
            elif isinstance(here, Mapping):
                # Once per mapping: a document may hold as many unknown fields as it has room for.
                if (order := orders.get(id(here))) is None:
                    order = orders[id(here)] = {key: i for i, key in enumerate(here)}
                if part:
                    places.append(order.get(part, len(order)))
                here = here.get(part)
        return tuple(places)

    return sorted(faults, key=place)
