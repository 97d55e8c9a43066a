"""What a reader gives for each row of a table: an application, or a reject with its reasons.

Nothing is lost: rows in = rows out + rejects. A cell that cannot be read but is not needed (a
value, an end date) leaves its field out and a note on the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Reject", "Row"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read.

    Attributes:
        number: Number of the row in the file, the first after the header being 1.
        application: The application as a document, ready for `Screener.screen`.
        notes: What was mended or left out, in words.
    """

    number: int
    application: Mapping[str, Any]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be screened, and every reason."""

    number: int
    reasons: tuple[str, ...]
