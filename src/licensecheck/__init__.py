"""Screening of arms transfers: does it stay inside the alliance, and which criteria trigger review.

>>> from licensecheck import screen
>>> result = screen({
...     "as_of": "2026-11-24",
...     "exporter": {"country": "NL"},
...     "end_user": {"country": "SA", "kind": "armed_forces"},
...     "items": [{"rating": "ML6.a"}],
... })
>>> result.outcome.status, result.containment[0].verdict
('review', 'leaves')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from licensecheck.application.models import Application
    from licensecheck.application.read import read_application
    from licensecheck.errors import (
        EngineDisagreement,
        InputError,
        LawError,
        LicensecheckError,
        NoEdition,
        Problem,
        UnknownPlace,
        UnknownRating,
    )
    from licensecheck.reference import Reference
    from licensecheck.screening.result import Examined, Receipt
    from licensecheck.wording.explanation import Explanation, Missing
    from licensecheck.wording.result import (
        Assumption,
        Because,
        Containment,
        CriterionResult,
        Finding,
        Outcome,
        Question,
        Result,
        Touchpoint,
    )
    from licensecheck.wording.screener import Case, Screener, screen

    __version__: str

__all__ = [
    "Application",
    "Assumption",
    "Because",
    "Case",
    "Containment",
    "CriterionResult",
    "EngineDisagreement",
    "Examined",
    "Explanation",
    "Finding",
    "InputError",
    "LawError",
    "LicensecheckError",
    "Missing",
    "NoEdition",
    "Outcome",
    "Problem",
    "Question",
    "Receipt",
    "Reference",
    "Result",
    "Screener",
    "Touchpoint",
    "UnknownPlace",
    "UnknownRating",
    "__version__",
    "read_application",
    "screen",
]

# Imported when first asked for: the command line, which starts here too, needs few of them.
_WHERE = {
    "Application": "application.models",
    "Assumption": "wording.result",
    "Because": "wording.result",
    "Case": "wording.screener",
    "Containment": "wording.result",
    "CriterionResult": "wording.result",
    "EngineDisagreement": "errors",
    "Examined": "screening.result",
    "Explanation": "wording.explanation",
    "Finding": "wording.result",
    "InputError": "errors",
    "LawError": "errors",
    "LicensecheckError": "errors",
    "Missing": "wording.explanation",
    "NoEdition": "errors",
    "Outcome": "wording.result",
    "Problem": "errors",
    "Question": "wording.result",
    "Receipt": "screening.result",
    "Reference": "reference",
    "Result": "wording.result",
    "Screener": "wording.screener",
    "Touchpoint": "wording.result",
    "UnknownPlace": "errors",
    "UnknownRating": "errors",
    "read_application": "application.read",
    "screen": "wording.screener",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from licensecheck.screening.receipt import version

        found: Any = version()
    elif name in _WHERE:
        found = getattr(import_module(f"licensecheck.{_WHERE[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
