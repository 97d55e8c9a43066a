"""The common ground of every part of an application.

In: a mapping of fields. Out: an unchangeable model that knows every one of its fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

__all__ = ["Part"]


class Part(BaseModel):
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
