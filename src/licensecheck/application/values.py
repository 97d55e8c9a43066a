"""The kinds of values an application is made of, beside those of every document.

In: a value as a document or a caller gives it. Out: annotated types that pydantic checks.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from licensecheck.documents.values import fault, kind_of, line_of, truth_word
from licensecheck.errors import quote, told

__all__ = ["FactName", "Name", "PlaceName", "RatingText", "ReferenceText", "SourceText", "Token"]
__all__ += ["word_of"]


def _bounds(limit: int) -> Any:
    return Field(min_length=1, max_length=limit)


ReferenceText = Annotated[str, line_of(100), _bounds(100)]
Name = Annotated[str, line_of(300), _bounds(300)]
PlaceName = Annotated[str, line_of(200), _bounds(200)]
RatingText = Annotated[str, line_of(100), _bounds(100)]
FactName = Annotated[str, line_of(100), _bounds(100)]
SourceText = Annotated[str, line_of(1000), _bounds(1000)]


def word_of(value: Any) -> str | None:
    """The word that a value stands for: `yes` for true, `3` for 3; none for what is no word."""
    value = truth_word(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6:
        return str(value)
    if not isinstance(value, str) or len(value) > _TOKEN_LENGTH or not value.isprintable():
        return None
    return str.__str__(value.strip()) or None


def _token(value: Any) -> str:
    word = word_of(value)
    if word is not None:
        return word
    if isinstance(value, str):
        raise fault(told("{value} is not a word of the vocabulary", value=quote(value)))
    raise fault(told("a word of the vocabulary is needed, not {value}", value=kind_of(value)))


_TOKEN_LENGTH = 60
# A word of some fact's domain; which fact, and so which words, is settled in `facts/`.
Token = Annotated[
    str,
    BeforeValidator(_token),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1, "maxLength": _TOKEN_LENGTH},
                {"type": "integer", "minimum": 0},
                {"type": "boolean"},
            ]
        }
    ),
]
