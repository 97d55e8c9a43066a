"""Faults of an application in plain words, in the order of the document.

In: what pydantic and the crosscheck found, and the document. Out: `Problem`s, each with the path of
the field and, where the document has lines, its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from licensecheck.application import models
from licensecheck.application.crosscheck import Fault
from licensecheck.application.part import Part
from licensecheck.application.values import CROSS_FAULT, FAULT, Choice, kind_of, quoted
from licensecheck.errors import Problem

__all__ = ["MOST_PROBLEMS", "field_faults", "path_text", "report"]

Path = tuple[str | int, ...]

MOST_PROBLEMS = 200

_BY_NAME = frozenset({"assessments", "facts"})
# Which part stands at a path; `*` for any index or name.
PARTS: dict[Path, type[Part]] = {
    (): models.Application,
    ("validity",): models.Validity,
    ("exporter",): models.Exporter,
    ("consignee",): models.Party,
    ("intermediaries", "*"): models.Intermediary,
    ("end_user",): models.Party,
    ("end_users", "*"): models.Party,
    ("items", "*"): models.Item,
    ("items", "*", "value"): models.Money,
    ("end_use",): models.EndUse,
    ("documents",): models.Documents,
    ("embargo",): models.Embargo,
    ("assessments", "*"): models.Assessment,
    ("facts", "*"): models.SuppliedFact,
    ("facts", "*", "value"): models.Interval,
}


def path_text(path: Path) -> str:
    """Write a path as a reader does: `items[0].rating`, `facts.destination.stockpile.value`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            # `quoted` leaves nothing in a key of the user that could disturb a terminal.
            text += ("." if text else "") + quoted(part)[1:-1]
    return text


def field_faults(error: ValidationError, *, between: Sequence[Fault]) -> list[Fault]:
    """Say what pydantic found, without its jargon.

    Args:
        error: What pydantic raised.
        between: What the crosscheck found, each with its place; pydantic's own account of the same
            faults, which has none, is left out.
    """
    found = error.errors(include_url=False, include_context=True, include_input=True)
    told = [_fault(one) for one in found if not _is_echo(one, between)]
    return [*told, *between]


def _is_echo(found: Mapping[str, Any], between: Sequence[Fault]) -> bool:
    if found["type"] == CROSS_FAULT:
        return bool(between)
    # A list whose every entry is faulty counts as empty to pydantic; each entry is reported.
    return found["type"] == "too_short" and bool(found["input"])


def _path(loc: Path, code: str) -> Path:
    """The path in the document: without the marks that pydantic puts in for its own branches.

    Told by their position: a document may hold fields that are named like the marks.
    """
    if loc[:2] == ("end_use", "onward"):
        return (*loc[:2], *loc[3:])
    if loc[:1] == ("facts",) and loc[2:3] == ("value",):
        return (*loc[:3], *loc[4:])
    of_a_key = len(loc) == 3 and loc[0] in _BY_NAME and loc[2] == "[key]"
    return loc[:2] if of_a_key and code != "extra_forbidden" else loc


def _fault(found: Mapping[str, Any]) -> Fault:
    code, given = found["type"], found["input"]
    path = _path(found["loc"], code)
    if code in (FAULT, CROSS_FAULT):
        return Fault(path, found["ctx"]["what"], found["ctx"]["help"])
    if code == "missing":
        return Fault(path[:-1], f"`{path[-1]}` is missing")
    if code == "extra_forbidden":
        return _unknown_field(path)
    if code == "too_long":
        most = f"at most {found['ctx']['max_length']:,} entries are read"
        return Fault(path, f"the list is too long: {most}")
    if code == "too_short":
        return Fault(path, "the list is empty", "state at least one")
    if code in ("tuple_type", "list_type"):
        return Fault(
            path, f"a list is needed, not {kind_of(given)}", "write it between `[` and `]`"
        )
    part = PARTS.get(_pattern(path))
    if part is not None:
        choice = Choice("", part.field_names(), "its fields")
        return Fault(path, f"a set of fields is needed, not {kind_of(given)}", choice)
    if code == "dict_type":
        return Fault(path, f"a set of named entries is needed, not {kind_of(given)}")
    return Fault(path, f"cannot be read: {kind_of(given)}")


def _unknown_field(path: Path) -> Fault:
    name = str(path[-1])
    part = PARTS.get(_pattern(path[:-1]))
    help = Choice(name, part.field_names(), "its fields") if part else ""
    return Fault(path[:-1], f"unknown field {quoted(name)}", help, key=name)


def _pattern(path: Path) -> Path:
    named = len(path) > 1 and path[0] in _BY_NAME
    return tuple(
        "*" if isinstance(part, int) or (named and place == 1) else part
        for place, part in enumerate(path)
    )


def report(
    faults: Iterable[Fault], data: Any, *, name: str, line: Callable[[Path], int] | None
) -> list[Problem]:
    """Put faults in the order of the document and give each its place.

    Args:
        faults: What was found, in any order.
        data: The document, for its order.
        name: What to call the document; empty for values given from Python.
        line: Line of a path, where the document has lines.

    Returns:
        At most `MOST_PROBLEMS`, and one more that counts the rest.
    """
    ordered = _in_order(faults, data)
    problems = []
    for fault in ordered[:MOST_PROBLEMS]:
        full = (*fault.path, fault.key) if fault.key else fault.path
        where = f"{name}:{line(full)}" if line and full else name
        path = path_text(fault.path)
        where = f"{where}: {path}" if where and path else where or path
        problems.append(Problem(where, fault.what, str(fault.help)))
    if (rest := len(ordered) - MOST_PROBLEMS) > 0:
        problems.append(Problem(name, f"and {rest:,} more problems"))
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
