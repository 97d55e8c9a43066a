"""Days as people write them: `2024-03-08` and no other way, at every door.

Python reads `20240308` and `2024-W10-5` as days too, which in a table or an option is a number or
a slip.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from licensecheck.errors import told

__all__ = ["DAY_HELP", "read_day"]

_FORM: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_HELP: Final = told("write days as `2024-03-08`")


def read_day(text: str) -> date:
    """Read `2024-03-08`.

    Raises:
        ValueError: The text `is not a day`, or `is not a day of the calendar`; in these words.
    """
    if not _FORM.fullmatch(text):
        raise ValueError(told("is not a day"))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(told("is not a day of the calendar")) from None
