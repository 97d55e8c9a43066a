"""The published JSON Schemas by name: of what goes in, what comes out, and what people write."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from licensecheck.application.models import application_schema
from licensecheck.errors import InputError, Problem, nearest_or_all, quote, told
from licensecheck.facts.denials import denials_schema
from licensecheck.outputs import write_folder
from licensecheck.report.decided import decision_schema
from licensecheck.report.decision_log import decision_log_schema
from licensecheck.rules.alliances import alliance_schema
from licensecheck.rules.schemas import (
    rule_file_schema,
    scenario_file_schema,
)
from licensecheck.tables.reading.mapping import mapping_schema
from licensecheck.wording.explanation import explanation_schema, missing_schema
from licensecheck.wording.replay import replay_schema
from licensecheck.wording.result import result_schema

__all__ = ["SCHEMAS", "WRITTEN", "schema_files", "schema_text", "schemas_asked"]

SCHEMAS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "application": application_schema,
    "result": result_schema,
    "explanation": explanation_schema,
    "missing": missing_schema,
    "decision-log": decision_log_schema,
    "ruleset": rule_file_schema,
    "scenario": scenario_file_schema,
    "alliance": alliance_schema,
    "mapping": mapping_schema,
    "denials": denials_schema,
    "replay": replay_schema,
    "decision": decision_schema,
}

# What people write in an editor.
WRITTEN: Final = ("application", "ruleset", "scenario", "alliance", "mapping", "denials")


def schema_files() -> dict[str, str]:
    """The schemas of what people write, by the names of files for an editor."""
    return {f"{which}.schema.json": schema_text(which) + "\n" for which in WRITTEN}


def schema_text(which: str) -> str:
    """A schema as indented JSON.

    Raises:
        InputError: There is no schema by that name.
    """
    if which not in SCHEMAS:
        help_ = nearest_or_all(which, SCHEMAS)
        raise InputError(
            Problem("", told("no schema by the name {which}", which=quote(which)), help_)
        )
    return json.dumps(SCHEMAS[which](), indent=2, ensure_ascii=False)


def schemas_asked(which: str | None, folder: Path | None) -> str:
    """A schema, or what was written to a folder.

    Args:
        which: Name of one schema.
        folder: Where to write those of what people write.

    Raises:
        InputError: Neither or both are given, no schema has the name, or the folder cannot be
            written to.
    """
    if (which is None) == (folder is None):
        what = told("name one schema, or a folder for those of what people write")
        raise InputError(
            Problem(
                "", what, told("one of: {words}; or `--folder schemas`", words=", ".join(SCHEMAS))
            )
        )
    if which is not None:
        return schema_text(which)
    files = schema_files()
    write_folder(Path(folder or ""), files, "--folder")
    return "\n".join(f"wrote {Path(folder or '') / name}" for name in files)
