"""Results for a build server: one document in the form of JUnit, a case for each application.

A case fails where a person is needed: a review, a presumptive denial, or a rule on which the
pipeline stops. What is undetermined or out of scope is marked as skipped, and never as passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from licensecheck.language import find_language
from licensecheck.report.elements import clean
from licensecheck.report.text import render_text
from licensecheck.wording.result import NOT_PERMISSION, Finding, Result

__all__ = ["junit_text"]

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
