"""The one strict JSON loader: bounded in length and depth, exact in numbers, with repeated keys.

In: the text of a document. Out: plain Python values; a mapping in which a key stood twice says so
by its attribute `repeated`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import Any

from licensecheck.documents.strict_yaml import MAX_DEPTH
from licensecheck.documents.texts import check_length
from licensecheck.errors import InputError, Problem, told

__all__ = ["load_json"]

# Possessive, and an open string runs to the end: linear in time whatever the text is.
_JSON_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood in it twice."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        made.repeated = tuple(key for key, count in counts.items() if count > 1)
    return made


def _integer(digits: str) -> int | Decimal:
    # Python refuses to read integers of thousands of digits, and reads long ones slowly.
    return int(digits) if len(digits) < 40 else Decimal(digits)


def load_json(text: str, *, name: str) -> Any:
    """Load a JSON document.

    Args:
        text: The document, at most `MAX_DOCUMENT_CHARACTERS` long.
        name: What to call it in messages.

    Raises:
        InputError: Malformed, empty, too long or too deep.
    """
    check_length(text, name)
    if not text.strip():
        raise InputError(Problem(name, told("the document is empty")))
    _check_depth(text, name)
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=Decimal,
            parse_constant=Decimal,  # NaN and Infinity: refused where they stand
        )
    except json.JSONDecodeError as error:
        what = told("not well-formed JSON: {said}", said=error.msg.lower())
        raise InputError(Problem(f"{name}:{error.lineno}", what)) from None


def _check_depth(text: str, name: str) -> None:
    # Before parsing: how deep Python's own parser can go depends on the machine.
    depth = 0
    for token in _JSON_TOKEN.finditer(text):
        mark = token[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        if depth > MAX_DEPTH:
            line = text.count("\n", 0, token.start()) + 1
            raise InputError(
                Problem(
                    f"{name}:{line}",
                    told("nested deeper than {levels} levels", levels=MAX_DEPTH),
                )
            )
