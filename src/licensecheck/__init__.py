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
from licensecheck.screening.receipt import version
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

__version__ = version()

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
