"""The words of the trade as data: dated, sourced rows about countries, goods and places."""

from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source

__all__ = ["Reference", "Source"]
