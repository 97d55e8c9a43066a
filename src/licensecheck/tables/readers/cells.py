"""From a cell, as people and spreadsheets write it, to a day, an amount or a word.

In: the text of one cell. Out: its value, or None where there is no sure reading (no guesses).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

__all__ = ["clean", "read_amount", "read_count", "read_day", "read_number", "read_year"]

_EXCEL_EPOCH: Final = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_FORMS: Final = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4})",
        r"(?P<d>[0-9]{1,2})[-.](?P<m>[0-9]{1,2})[-.](?P<y>[0-9]{4})",
        r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?:[T ][0-9:.]{5,16}Z?)?",
        r"(?P<d>[0-9]{1,2})(?P<m>[0-9]{2})(?P<y>[0-9]{4})",
    )
)


def clean(cell: str | None) -> str:
    """The text of a cell with its white space trimmed and collapsed, line breaks included."""
    return " ".join((cell or "").split())


def read_day(cell: str) -> date | None:
    """A day in any of the forms seen in published lists, or None.

    Args:
        cell: `MM/DD/YYYY`, `DD-MM-YYYY`, `DD.MM.YYYY`, `YYYY-MM-DD` (a time of day may follow),
            `DDMMYYYY` (a leading zero may be lost), or an Excel serial of five digits that falls
            between 2000 and 2030.
    """
    if re.fullmatch(r"[0-9]{5}", cell, re.ASCII) and 36526 <= int(cell) <= 47848:
        return _EXCEL_EPOCH + timedelta(days=int(cell))
    for form in _FORMS:
        if match := form.fullmatch(cell):
            try:
                day = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                return None
            return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
    return None


def read_year(cell: str) -> int | None:
    """A year between 1949 and 2100, or None."""
    if re.fullmatch(r"[0-9]{4}", cell, re.ASCII) and _FIRST_YEAR <= int(cell) <= _LAST_YEAR:
        return int(cell)
    return None


def read_amount(cell: str) -> Decimal | None:
    """Whole money: plain digits, or digits in groups of three; None for anything else.

    Groups of fewer than three digits are refused: a spreadsheet has eaten zeros of some cells,
    so that `112.95` may stand for 112,950.
    """
    if re.fullmatch(r"[0-9]{1,15}|[0-9]{1,3}([., ][0-9]{3}){1,4}", cell, re.ASCII):
        return Decimal(re.sub(r"[., ]", "", cell))
    return None


def read_number(cell: str) -> Decimal | None:
    """A number that a program wrote: digits and a decimal point, rounded to cents; or None.

    The noise of binary fractions (`390289.54000000004`) goes with the rounding.
    """
    if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,20})?", cell, re.ASCII):
        number = round(Decimal(cell), 2)
        return number.to_integral_value() if number == number.to_integral_value() else number
    return None


def read_count(cell: str) -> int | None:
    """A number of things: digits alone, or digits and `.0`; None for anything else."""
    match = re.fullmatch(r"([0-9]{1,9})(?:\.0)?", cell, re.ASCII)
    return int(match[1]) if match else None
