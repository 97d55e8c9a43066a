"""Days and numbers as people write them: one reading at every door, or none.

A day is `2024-03-08` and no other way: Python reads `20240308` and `2024-W10-5` too, which in a
table or an option is a number or a slip. A number comes as a program writes it, or as its two
readings: a point parts thousands in Dutch and begins the fraction in English, a comma the other way
round; with exactly three digits behind one mark nobody can tell, so it is never guessed.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from licensecheck.errors import told

__all__ = ["DAY_HELP", "DIGITS", "Typed", "one_way", "plain_number", "read_day", "two_readings"]

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_HELP: Final = told("write days as `2024-03-08`")
_GAP: Final = r"[ _'\u2019\u00a0\u2009\u202f]"
# What may be a number with its marks, for a pattern in which it stands with other words.
DIGITS: Final = rf"[0-9](?:(?:[.,]|{_GAP})?[0-9])*"
_TWO_WAYS: Final = re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{3})", re.ASCII)
_FORMS: Final = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"(?P<whole>[0-9]{{1,40}}|[0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})+)(?:[.,](?P<part>[0-9]{{1,40}}))?",
        r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<part>[0-9]{1,40}))?",
        r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]{1,40}))?",
    )
)


def read_day(text: str) -> date:
    """Read `2024-03-08`.

    Raises:
        ValueError: The text `is not a day`, or `is not a day of the calendar`; in these words.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(told("is not a day"))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(told("is not a day of the calendar")) from None


class Typed(Decimal):
    """A number that a person typed without quotes, and that can be read in two ways."""


def two_readings(text: str) -> tuple[str, str] | None:
    """The two readings of a number, each as it is written without doubt; None where it has one.

    Args:
        text: `5.000` (`5000` or `5.0`), `1,500` (`1500` or `1.5`).
    """
    found = _TWO_WAYS.fullmatch(text)
    if found is None:
        return None
    fraction = found[2].rstrip("0") or "0"
    return found[1] + found[2], one_way(f"{found[1]}.{fraction}")


def one_way(plain: str) -> str:
    """A number as a program writes it, with a zero behind where it could be read in two ways."""
    return f"{plain}0" if _TWO_WAYS.fullmatch(plain) else plain


def plain_number(text: str) -> str | None:
    """A number as a program writes it: `80000000`, `1500.25`; None where the text is none.

    Args:
        text: `80.000.000`, `1.500,25`, `1,500.25`, `24 000 000`, `12,5`; digits of groups are
            three. One of two readings is read as if its mark began the fraction, so ask
            `two_readings` before.
    """
    for form in _FORMS:
        if found := form.fullmatch(text):
            whole = re.sub("[^0-9]", "", found["whole"])
            return f"{whole}.{found['part']}" if found["part"] else whole
    return None
