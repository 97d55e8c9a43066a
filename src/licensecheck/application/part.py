"""The common ground of every part of an application.

In: a mapping of fields. Out: an unchangeable model that knows every one of its fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from licensecheck.application.values import kind_of
from licensecheck.errors import InputError, Problem, nearest

__all__ = ["Part"]


if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)


class _Door(ModelMetaclass):
    """Gives the errors of this package to whoever makes a part in Python."""

    def __call__(self, *args: Any, **fields: Any) -> Any:
        try:
            return super().__call__(*args, **fields)
        except ValidationError as error:
            raise InputError([*self._problems(error)]) from None
        except TypeError:
            what = f"`{self.__name__}` takes its fields by name, such as `{self.__name__}(...=...)`"
            raise InputError(Problem("", what)) from None

    def _problems(self, error: ValidationError) -> Iterator[Problem]:
        for found in error.errors(include_url=False, include_input=True):
            path = ".".join(str(part) for part in found["loc"] if not str(part).startswith("<"))
            context = found.get("ctx", {})
            if "what" in context:
                yield Problem(path, context["what"], str(context["help"]))
            elif found["type"] == "missing":
                yield Problem(path, "is missing")
            elif found["type"] == "extra_forbidden":
                names = self.field_names()  # type: ignore[attr-defined]
                help_ = nearest(path, names) or f"its fields: {', '.join(names)}"
                yield Problem(path, "is no field", help_)
            else:
                yield Problem(path, f"cannot be read: {kind_of(found['input'])}")


class Part(BaseModel, metaclass=_Door):
    """A part of an application: unchangeable, without fields of unknown meaning."""

    # defer_build: validators are built when the first application is read, not on import.
    # hide_input_in_errors: names of parties stay out of logs.
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _leave_out_the_empty(cls, data: Any) -> Any:
        # A known field left empty is a field not stated; an unknown one is still a fault.
        if not isinstance(data, Mapping):
            return data
        names = cls.field_names()
        return {key: value for key, value in data.items() if value is not None or key not in names}

    @classmethod
    def field_names(cls) -> list[str]:
        """Names of the fields as a document writes them, in their order."""
        return [field.alias or name for name, field in cls.model_fields.items()]
