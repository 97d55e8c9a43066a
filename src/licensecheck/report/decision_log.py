"""A log of decisions: one JSON line each, in the field names of OPA's decision logs.

In: a result and its application. Out: an entry, or a line at the end of a file. Names, addresses
and free text are masked, and the entry lists which; data of denials never enters it. A line is
written whole or not at all, into a file that only its owner can read.
"""

from __future__ import annotations

import errno
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, get_args

from licensecheck.application.models import Application
from licensecheck.errors import Argument
from licensecheck.messages import MASK
from licensecheck.outputs import check_outputs, lock
from licensecheck.rules.model import FindingStatus, OutcomeStatus
from licensecheck.screening.receipt import NAMES_AND_TEXT
from licensecheck.wording.result import Result

__all__ = ["MASK", "append_decision", "decision_entry", "decision_log_schema", "mask_names"]

_SCHEMA_ID: Final = "licensecheck/decision-log/1"
_PATH: Final = "licensecheck/screening"
# Facts whose words could tell what stood in a file of denials.
_CONFIDENTIAL: Final = ("denial",)


def decision_entry(
    application: Application,
    result: Result,
    *,
    seconds: float,
    masked: bool = True,
    now: datetime | None = None,
) -> dict[str, Any]:
    """One decision as an entry of a log.

    Args:
        application: What was screened.
        result: What came out.
        seconds: How long the screening took.
        masked: Whether names and free text are masked; without it they stand in the log.
        now: When it was decided; the present moment by default.
    """
    document: dict[str, Any] = application.document()
    erased: list[str] = []
    if masked:
        document, erased = mask_names(document, "/input")
    outcome = result.outcome
    receipt = result.receipt
    return {
        "decision_id": str(uuid.uuid4()),
        "timestamp": (now or datetime.now(UTC)).isoformat(),
        "labels": {
            "id": "licensecheck",
            "version": receipt.licensecheck,
            "language": result.language,
        },
        "path": _PATH,
        "input": document,
        "result": {
            "status": outcome.status,
            "at_worst": outcome.at_worst,
            "bar_possible": outcome.bar_possible,
            "containment": {one.alliance: one.verdict for one in result.containment},
            "criteria": {one.criterion: one.status for one in result.criteria},
            "findings": [
                {"rule": one.rule, "status": one.status, "items": list(one.items)}
                for one in (*result.findings, *result.duties)
                if one.status != "open"
            ],
            "questions": [question.fact for question in result.questions],
            "not_permission": result.not_permission,
        },
        "bundles": {name: {"revision": digest} for name, digest in sorted(receipt.rules.items())}
        | {"reference": {"revision": receipt.reference_edition}},
        "erased": [],
        "masked": erased,
        "metrics": {"timer_screening_ns": round(seconds * 1e9)},
        "receipt": {"input": receipt.input, "decided": receipt.decided},
    }


def mask_names(document: Mapping[str, Any], pointer: str = "") -> tuple[dict[str, Any], list[str]]:
    """A copy of a document without names and free text, and the places of what was masked.

    Args:
        document: The document of an application.
        pointer: JSON Pointer of the document itself.
    """
    erased: list[str] = []
    return dict(_masked_fields(document, pointer, erased)), erased


def _masked(value: Any, pointer: str, erased: list[str]) -> Any:
    """A copy without names and free text; their places, as JSON Pointers, go to `erased`."""
    if isinstance(value, Mapping):
        return dict(_masked_fields(value, pointer, erased))
    if isinstance(value, list):
        return [_masked(entry, f"{pointer}/{at}", erased) for at, entry in enumerate(value)]
    return value


def _masked_fields(
    value: Mapping[str, Any], pointer: str, erased: list[str]
) -> Iterator[tuple[str, Any]]:
    for key, entry in value.items():
        place = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if key in NAMES_AND_TEXT or key.partition(".")[0] in _CONFIDENTIAL:
            erased.append(place)
            yield key, MASK
        else:
            yield key, _masked(entry, place, erased)


def append_decision(
    path: Path, entry: Mapping[str, Any], option: str = Argument("decision_log")
) -> None:
    """Append an entry as one line; a new file is open to its owner alone.

    Programs that log to one file wait for each other, so their lines do not mix. A last line that
    a fault cut off is left as it is, and ended first. A device or a pipe is written to.

    Args:
        path: File to append to.
        entry: What is written.
        option: The option that names the file, for messages.

    Raises:
        InputError: The file cannot be written to.
        OSError: The disk is full, or failed; it bears the name of the file.
    """
    line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    check_outputs([(option, path)], appended=True)
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                file.write(line)
        else:
            _append(path, line)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _append(path: Path, line: bytes) -> None:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(path, flags, 0o600)
    try:
        lock(handle)
        end = os.lseek(handle, 0, os.SEEK_END)
        if end and os.lseek(handle, end - 1, os.SEEK_SET) and os.read(handle, 1) != b"\n":
            line = b"\n" + line
        if os.write(handle, line) != len(line):
            os.ftruncate(handle, end)
            raise OSError(errno.ENOSPC, "only a part of the line was written")
        os.fsync(handle)
    finally:
        os.close(handle)


def decision_log_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one line of the log."""
    text = {"type": "string"}
    texts = {"type": "array", "items": text}
    status = {"type": "object", "additionalProperties": text}
    finding = {
        "type": "object",
        "required": ["rule", "status", "items"],
        "properties": {
            "rule": text,
            "status": {"enum": [one for one in get_args(FindingStatus) if one != "open"]},
            "items": {"type": "array", "items": {"type": "integer", "minimum": 1}},
        },
        "additionalProperties": False,
    }
    statuses = list(get_args(OutcomeStatus))
    properties: dict[str, Any] = {
        "decision_id": {"type": "string", "format": "uuid"},
        "timestamp": {"type": "string", "format": "date-time"},
        "labels": status,
        "path": {"const": _PATH},
        "input": {"type": "object", "description": "The application, as `schema application`."},
        "result": {
            "type": "object",
            "required": ["status", "containment", "criteria", "findings", "not_permission"],
            "properties": {
                "status": {"enum": statuses},
                "at_worst": {"enum": statuses},
                "bar_possible": {"type": "boolean"},
                "containment": status,
                "criteria": status,
                "findings": {"type": "array", "items": finding},
                "questions": texts,
                "not_permission": text,
            },
            "additionalProperties": False,
        },
        "bundles": {
            "type": "object",
            "additionalProperties": {"type": "object", "properties": {"revision": text}},
        },
        "erased": texts,
        "masked": {**texts, "description": "JSON Pointers of what was masked."},
        "metrics": {"type": "object", "additionalProperties": {"type": "integer"}},
        "receipt": status,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _SCHEMA_ID,
        "title": "One line of the decision log",
        "type": "object",
        "required": sorted(properties),
        "properties": properties,
        "additionalProperties": False,
    }
