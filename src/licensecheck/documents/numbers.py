"""Numbers as people write them, in any country, and those that can be read in two ways.

In: the digits of a number with its marks. Out: the same number as a program writes it, or its two
readings. A point parts thousands in Dutch and begins the fraction in English, a comma the other way
round; with exactly three digits behind one mark nobody can tell, so it is never guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

__all__ = ["DIGITS", "Typed", "one_way", "plain_number", "two_readings"]

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
