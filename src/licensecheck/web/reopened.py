"""A saved case in the form: in goes the document of an application, out come the form's answers.

What the form has no field for stays as it was written, beside the fields; nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import yaml

from licensecheck.vocabulary import UNKNOWN, Vocabulary
from licensecheck.web.answers import (
    BASICS,
    BUYER,
    END_USER,
    FIELDS,
    LISTS,
    MOST_ROWS,
    TABLES,
    Answers,
    Path,
)

__all__ = ["reopened"]


def reopened(document: Mapping[str, Any], vocabulary: Vocabulary) -> Answers:
    """The answers that give an application again.

    Args:
        document: An application as `Application.document` gives it.
        vocabulary: The facts that the form may ask.
    """
    rest: dict[str, Any] = deepcopy(dict(document))
    users = rest.pop("end_users", [])
    if users:
        rest[END_USER] = users[0]
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
    items = rest.get("items", [])
    rows["items"] = [_row("items", item) for item in items[1:MOST_ROWS]]
    rest["items"] = [*items[:1], *items[MOST_ROWS:]]
    others = rest.pop("intermediaries", [])
    # First, as there may be more parties than rows.
    buyer = [{**rest.pop(BUYER), "role": BUYER}] if rest.get(BUYER) is not None else []
    parties = [*buyer, *({**one, "role": END_USER} for one in users[1:]), *others]
    rows["parties"] = [_row("parties", one) for one in parties[:MOST_ROWS]]
    for one in parties[MOST_ROWS:]:
        if one.get("role") == END_USER:
            rest.setdefault("end_users", []).append(_without(one, "role"))
        else:
            rest.setdefault("intermediaries", []).append(one)
    basics = {
        name: text for name, path in BASICS.items()
        if (text := _basic(name, _at(rest, path)))
    }  # fmt: skip
    facts: dict[str, str] = {}
    sources: dict[str, str] = {}
    for fact, path in FIELDS.items():
        token = _at(rest, path)
        if isinstance(token, bool):
            token = "yes" if token else "no"
        if isinstance(token, str) and vocabulary[fact].accepts(token) and token != UNKNOWN:
            facts[fact] = token
            _drop(rest, path)
    for name in basics:
        _drop(rest, BASICS[name])
    for fact, given in rest.get("facts", {}).items():
        token = given.get("value")
        plain = isinstance(token, str) and token != UNKNOWN
        if plain and fact in vocabulary and fact not in FIELDS:
            facts[fact], sources[fact] = given.pop("value"), given.pop("source")
    rest = _pruned(rest)
    return Answers(
        basics=basics, facts=facts, sources=sources,
        rows={name: tuple(found) for name, found in rows.items()},
        rest=_written(rest) if rest else "",
    )  # fmt: skip


def _row(table: str, entry: Mapping[str, Any]) -> dict[str, str]:
    """An entry as a row: its cells, and what it has no cell for."""
    left = dict(entry)
    row = {}
    for name in TABLES[table]:
        if text := _basic(name, left.get(name)):
            row[name] = text
            del left[name]
    if left:
        row["more"] = _written(left, flow=True)
    # A row without a cell would be taken for an empty one.
    return row or {"more": "{}"}


def _basic(name: str, value: Any) -> str:
    """A value as it is written into a field; "" where the field cannot hold it."""
    if (
        name in ("value", "price")
        and isinstance(value, Mapping)
        and set(value) == {"amount", "currency"}
    ):
        return f"{value['amount']} {value['currency']}"
    if name in LISTS:
        plain = isinstance(value, list) and all("," not in one for one in value)
        return ", ".join(value) if plain else ""
    # White space at an end of a text is no part of it in the form.
    return value if isinstance(value, str) and value == value.strip() else ""


def _at(document: Any, path: Path) -> Any:
    for part in path:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def _drop(document: Any, path: Path) -> None:
    del _at(document, path[:-1])[path[-1]]


def _without(entry: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != name}


def _pruned(value: Any) -> Any:
    """Without what became empty; the places of a list stay."""
    if isinstance(value, dict):
        parts = {key: _pruned(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part not in ({}, [], [{}])}
    return [_pruned(one) for one in value] if isinstance(value, list) else value


def _written(value: Any, *, flow: bool = False) -> str:
    text = _dumped(value, flow, None)
    # A field of one line loses the ends of lines; between double quotes they are written as signs.
    return _dumped(value, flow, '"') if flow and "\n" in text else text


def _dumped(value: Any, flow: bool, style: str | None) -> str:
    return yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=flow, default_style=style,
        width=10_000_000,
    ).strip()  # fmt: skip
