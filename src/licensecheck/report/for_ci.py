"""Results for a build server: one document in the form of JUnit or of SARIF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

from licensecheck.language import find_language
from licensecheck.report.elements import clean
from licensecheck.report.text import render_text
from licensecheck.screening.receipt import version
from licensecheck.wording.result import NOT_PERMISSION, Finding, Result

__all__ = ["junit_text", "sarif_text"]

_FAILS: Final = frozenset(("review", "presumptive_denial"))
_SKIPS: Final = frozenset(("undetermined", "out_of_scope"))


def junit_text(cases: Sequence[tuple[str, Result, Sequence[Finding]]]) -> str:
    """The document.

    Args:
        cases: For each application its name, its result, and the findings that stop a pipeline.
    """
    failed = sum(bool(stops) or one.outcome.status in _FAILS for _, one, stops in cases)
    skipped = sum(not stops and one.outcome.status in _SKIPS for _, one, stops in cases)
    suite = ET.Element("testsuite", name="licensecheck", tests=str(len(cases)),
                       failures=str(failed), skipped=str(skipped), errors="0")  # fmt: skip
    for name, result, stops in cases:
        suite.append(_case(name, result, stops))
    if cases:
        said = find_language(cases[0][1].language).text(NOT_PERMISSION)
        ET.SubElement(suite, "system-out").text = said
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _case(name: str, result: Result, stops: Sequence[Finding]) -> ET.Element:
    case = ET.Element("testcase", classname="licensecheck", name=clean(name))
    status = result.outcome.status
    headline = clean(result.outcome.headline)
    if stops or status in _FAILS:
        rules = ", ".join(dict.fromkeys(one.rule for one in stops))
        failure = ET.SubElement(case, "failure", type=status)
        failure.set("message", f"{headline} [{rules}]" if rules else headline)
        failure.text = "\n".join(map(clean, render_text(result).splitlines()))
    elif status in _SKIPS:
        ET.SubElement(case, "skipped", message=headline)
    return case


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
