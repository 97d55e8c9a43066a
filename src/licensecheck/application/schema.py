"""The JSON Schema of an application, made from the models.

In: the models. Out: a JSON Schema (draft 2020-12) with a description for every field.
"""

from __future__ import annotations

from typing import Any

from licensecheck.application.models import Application
from licensecheck.application.tokens import ASSESSMENTS
from licensecheck.documents.written import schema_of_document

__all__ = ["application_schema"]

_SHORT_MONEY = {
    "description": "Short: `24m EUR`; EUR where no currency is said.",
    "type": ["string", "number"],
}


def application_schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12, of the application as YAML or JSON.

    It says what a document may hold; the rest of the rules between fields, marks that turn the
    reading direction and the days of the calendar are checked on reading only.
    """
    schema = schema_of_document(Application, "application", "licensecheck application")
    schema["properties"]["assessments"]["propertyNames"] = {
        "enum": [prefix + name for name in ASSESSMENTS for prefix in ("", "assessment.")]
    }
    for part in (schema, schema["$defs"]["Item"]):
        part["properties"]["value"]["anyOf"].insert(1, _SHORT_MONEY)
    return {
        **schema,
        "anyOf": [{"required": [name]} for name in ("end_user", "end_users", "destination")],
    }
