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
from licensecheck.screening.result import Result
from licensecheck.screening.screener import Screener, screen

__all__ = [
    "Application",
    "EngineDisagreement",
    "InputError",
    "LawError",
    "LicensecheckError",
    "NoEdition",
    "Problem",
    "Reference",
    "Result",
    "Screener",
    "UnknownPlace",
    "UnknownRating",
    "read_application",
    "screen",
]
