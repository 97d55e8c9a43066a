"""The common ground of every part of an application.

In: a mapping of fields. Out: an unchangeable model that knows every one of its fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from licensecheck.documents.faults import faults_of, problems_of
from licensecheck.documents.written import Written
from licensecheck.errors import InputError, Problem

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
            raise InputError(problems_of(faults_of(error, self, fields), fields, name="")) from None
        except TypeError:
            what = f"`{self.__name__}` takes its fields by name, such as `{self.__name__}(...=...)`"
            raise InputError(Problem("", what)) from None


class Part(Written, metaclass=_Door):
    """A part of an application: unchangeable, without fields of unknown meaning."""
