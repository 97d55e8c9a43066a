"""What an application is made of, beside the values of every document: parts, mappings, and words.

In: a value or a mapping of fields, as a document or a caller gives it. Out: annotated types that
pydantic checks, and unchangeable parts that know every one of their fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Generic, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, WithJsonSchema

from licensecheck.documents.faults import faults_of, problems_of
from licensecheck.documents.values import fault, kind_of, line_of, truth_word
from licensecheck.documents.written import Written
from licensecheck.errors import InputError, Problem, quote, told

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)

__all__ = [
    "FactName",
    "FrozenMap",
    "Name",
    "Part",
    "PlaceName",
    "RatingText",
    "ReferenceText",
    "SourceText",
    "Token",
    "word_of",
]

V = TypeVar("V")


class FrozenMap(dict[str, V], Generic[V]):
    """A dict by type (pydantic and json write it as one): sorted, hashable, unchangeable."""

    __slots__ = ()

    def __init__(self, values: Mapping[str, V] | None = None) -> None:
        # Sorted: the order in which a document states its keys must not show in any output.
        super().__init__(sorted((values or {}).items()))

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)

    def __deepcopy__(self, memo: dict[int, Any]) -> FrozenMap[V]:
        return self

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("an application cannot be changed; make a new one")

    __setitem__ = __delitem__ = __ior__ = _refuse
    update = clear = pop = popitem = setdefault = _refuse


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


class _Door(ModelMetaclass):
    """Gives the errors of this package to whoever makes a part in Python."""

    def __call__(self, *args: Any, **fields: Any) -> Any:
        try:
            return super().__call__(*args, **fields)
        except ValidationError as error:
            raise InputError(problems_of(faults_of(error, self, fields), fields, name="")) from None
        except TypeError:
            what = told(
                "`{name}` takes its fields by name, such as `{name}(...=...)`", name=self.__name__
            )
            raise InputError(Problem("", what)) from None


class Part(Written, metaclass=_Door):
    """A part of an application: unchangeable, without fields of unknown meaning."""
