"""What is applied for: frozen models as written, and reading with every fault at once.

In: a YAML or JSON document, or values from Python. Out: an `Application`.
"""

from licensecheck.application.models import (
    Application,
    Assessment,
    Documents,
    Embargo,
    EndUse,
    Exporter,
    Intermediary,
    Interval,
    Item,
    Money,
    Party,
    SuppliedFact,
    Validity,
    application_schema,
)
from licensecheck.application.read import read_application, read_application_text

__all__ = [
    "Application",
    "Assessment",
    "Documents",
    "Embargo",
    "EndUse",
    "Exporter",
    "Intermediary",
    "Interval",
    "Item",
    "Money",
    "Party",
    "SuppliedFact",
    "Validity",
    "application_schema",
    "read_application",
    "read_application_text",
]
