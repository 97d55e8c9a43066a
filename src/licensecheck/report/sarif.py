"""Results for tools that show findings in place: one document in the form of SARIF 2.1.0.

A finding that needs a person is a failure, an error where it is presumptively to be denied and a
warning else; a duty is a note. What is open, or only to weigh, is no failure, and nothing is ever
marked as passed. Each application has a line of its own for its outcome. Form: OASIS SARIF 2.1.0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from licensecheck.language import find_language
from licensecheck.report.elements import clean
from licensecheck.screening.receipt import version
from licensecheck.wording.result import NOT_PERMISSION, Finding, Result

__all__ = ["sarif_text"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_OUTCOME: Final = "outcome"
# Kind and level; only a failure has a level.
_FAIL: Final = "fail"
_OF_FINDING: Final[Mapping[str, tuple[str, str]]] = {
    "presumptive_denial": (_FAIL, "error"),
    "review": (_FAIL, "warning"),
    "duty": (_FAIL, "note"),
    "noted": ("informational", "none"),
    "open": ("open", "none"),
}
_OF_OUTCOME: Final[Mapping[str, tuple[str, str]]] = {
    "presumptive_denial": ("informational", "none"),
    "review": ("informational", "none"),
    "no_trigger": ("informational", "none"),
    "undetermined": ("open", "none"),
    "out_of_scope": ("notApplicable", "none"),
}


def sarif_text(cases: Sequence[tuple[str, Result, Sequence[Finding]]]) -> str:
    """The document.

    Args:
        cases: For each application its name, its result, and the findings that stop a pipeline,
            which are errors.
    """
    language = cases[0][1].language if cases else "en"
    said = find_language(language).text
    rules: dict[str, dict[str, Any]] = {
        _OUTCOME: {
            "id": _OUTCOME,
            "shortDescription": {"text": said("outcome of an application")},
            "fullDescription": {"text": said(NOT_PERMISSION)},
        }
    }
    results = [one for case in cases for one in _results(*case, rules)]
    numbers = {name: at for at, name in enumerate(rules)}
    for one in results:
        one["ruleIndex"] = numbers[one["ruleId"]]
    driver = {
        "name": "licensecheck", "version": version(), "rules": [*rules.values()],
    }  # fmt: skip
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": results,
        "properties": {"notPermission": said(NOT_PERMISSION)},
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _results(
    name: str, result: Result, stops: Sequence[Finding], rules: dict[str, dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    kind, level = _OF_OUTCOME[result.outcome.status]
    yield _result(_OUTCOME, kind, level, result.outcome.headline, name, ())
    stopping = {(one.rule, one.items, one.end_users) for one in stops}
    for found in (*result.findings, *result.duties):
        if found.status == "open" and not found.doubt:
            continue
        rules.setdefault(found.rule, _rule(found))
        kind, level = _OF_FINDING[found.status]
        if (found.rule, found.items, found.end_users) in stopping:
            kind, level = _FAIL, "error"
        said = f"{found.text} [{found.citation}]"
        yield _result(found.rule, kind, level, said, name, found.items)


def _rule(found: Finding) -> dict[str, Any]:
    return {
        "id": found.rule,
        "shortDescription": {"text": clean(found.title)},
        "help": {"text": clean(found.citation)},
        "properties": {"tags": [found.tier, f"criterion {found.criterion}"]},
    }


def _result(
    rule: str, kind: str, level: str, said: str, name: str, items: Sequence[int]
) -> dict[str, Any]:
    places = [{"fullyQualifiedName": f"items[{number - 1}]"} for number in items]
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(PurePath(name).as_posix())},
            "region": {"startLine": 1},
        },
    }
    if places:
        location["logicalLocations"] = places
    mark = hashlib.sha256(json.dumps([rule, name, list(items)]).encode()).hexdigest()[:16]
    return {
        "ruleId": rule,
        "kind": kind,
        "level": level,
        "message": {"text": clean(said)},
        "locations": [location],
        "partialFingerprints": {"ruleFileItems/v1": mark},
    }
