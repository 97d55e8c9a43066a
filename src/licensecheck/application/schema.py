"""The JSON Schema of an application, made from the models.

In: the models. Out: a JSON Schema (draft 2020-12) with a description for every field.
"""

from __future__ import annotations

from typing import Any

from licensecheck.application.models import Application
from licensecheck.application.tokens import ASSESSMENTS

__all__ = ["application_schema"]

_ID = "licensecheck/application/1"
_SHORT_MONEY = {
    "description": "Short: `24m EUR`; EUR where no currency is said.",
    "type": ["string", "number"],
}


def application_schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12, of the application as YAML or JSON.

    It says what a document may hold; the rest of the rules between fields, marks that turn the
    reading direction and the days of the calendar are checked on reading only.
    """
    schema = Application.model_json_schema(by_alias=True, mode="validation")
    _without_made_up_titles(schema)
    schema["properties"]["assessments"]["propertyNames"] = {
        "enum": [prefix + name for name in ASSESSMENTS for prefix in ("", "assessment.")]
    }
    schema["$defs"]["Item"]["properties"]["value"]["anyOf"].insert(1, _SHORT_MONEY)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _ID,
        **schema,
        "title": "licensecheck application",
        "anyOf": [{"required": [name]} for name in ("end_user", "end_users", "destination")],
    }


def _without_made_up_titles(schema: dict[str, Any]) -> None:
    # Titles made from field names say nothing that the names do not say.
    for part in (schema, *schema["$defs"].values()):
        for field in part.get("properties", {}).values():
            field.pop("title", None)
