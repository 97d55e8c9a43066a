"""From a cell, as people and spreadsheets write it, to a day, an amount or a word.

In: the text of one cell. Out: its value, or None where there is no sure reading (no guesses).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = [
    "CURRENCY_SIGNS", "LARGEST", "TypedNumber", "Written", "clean", "decimal_mark",
    "decimal_marks", "is_blank_value", "is_empty_or_dash",
    "read_amount", "read_count", "read_day", "read_money", "read_number", "read_year",
]  # fmt: skip

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
# Signs that stand for one currency; `$` and `¥` are of several.
CURRENCY_SIGNS: Final = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "US$": "USD"}
# No table of an arms report has an amount of more characters.
_LONGEST: Final = 60
# No amount of a case is as large.
LARGEST: Final = Decimal(10) ** 15
# What stands in a cell of which the publisher has no value. A dash often means none.
_DASHES: Final = frozenset(("-", "–", "—", "−"))
_NOT_AVAILABLE: Final = frozenset(("..", "...", "…", ":", "n/a", "n.a.", "na"))
_BLANKS: Final = _DASHES | _NOT_AVAILABLE
_NUMBER: Final = re.compile(
    r"(?P<digits>[0-9](?:[0-9.,' ]*[0-9])?)(?:[eE](?P<power>[-+]?[0-9]{1,2}))?(?:[.,]-{1,2})?",
    re.ASCII,
)
# ISO 4217 codes of published tables: three letters alone may be any word (`abt 100`).
_CODES: Final = """
    EUR USD GBP CHF SEK NOK DKK ISK PLN CZK HUF RON BGN HRK RSD BAM MKD ALL MDL UAH RUB BYN GEL AMD
    AZN KZT TRY ILS AED SAR QAR KWD OMR BHD JOD IQD LBP EGP MAD DZD TND LYD NGN KES GHS ZAR CAD MXN
    BRL ARS CLP COP PEN UYU AUD NZD JPY CNY KRW TWD HKD SGD MYR THB IDR PHP VND INR PKR BDT LKR
    DEM FRF ITL ESP NLG BEF ATS PTE FIM IEP GRD LUF TIV
"""
_UNIT: Final = re.compile(rf"EUROS?|US\$|[€£$]|{'|'.join(_CODES.split())}", re.IGNORECASE)
_UNIT_BEHIND: Final = re.compile(rf"(?<=[0-9 .,-])(?:{_UNIT.pattern})$", re.IGNORECASE)
_GROUPS: Final = {
    ",": re.compile(r"[1-9][0-9]{0,2}([ ',])[0-9]{3}(?:\1[0-9]{3}){0,3}"),
    ".": re.compile(r"[1-9][0-9]{0,2}([ '.])[0-9]{3}(?:\1[0-9]{3}){0,3}"),
}


class TypedNumber(str):
    """A number that a file holds as one, written out: it tells no mark of the texts beside it."""

    __slots__ = ()


class Written(NamedTuple):
    """An amount as written, and the currency that stands with it, if one does."""

    amount: Decimal
    currency: str = ""


class _Parts(NamedTuple):
    negative: bool
    digits: str
    power: int | None
    currency: str


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


def is_blank_value(cell: str) -> bool:
    """Whether a cell says that there is no value: empty, a dash, two points, `n/a`."""
    return not cell or cell.casefold() in _BLANKS


def is_empty_or_dash(cell: str) -> bool:
    """Whether a cell does not tell if there is nothing, or if a value is not stated."""
    return not cell or cell in _DASHES


def read_money(cell: str, decimal: str) -> Written | None:
    """An exact amount as people write it, or None where there is no sure reading.

    A minus before or behind, or brackets about it, make it negative. Digits stand in groups of
    three (or as India groups them) parted by blanks, apostrophes or the mark that is no decimal; a
    currency may stand before or behind; `1.25E+06` is a spreadsheet's way to write 1,250,000.

    Args:
        cell: The text of a cell, cleaned.
        decimal: The decimal mark, `.` or `,`.
    """
    parts = _parts(cell)
    if parts is None:
        return None
    group = "," if decimal == "." else "."
    whole, mark, fraction = parts.digits.partition(decimal)
    if mark and not re.fullmatch("[0-9]{1,20}", fraction, re.ASCII):
        return None
    plain = re.fullmatch("[0-9]{1,15}", whole, re.ASCII)
    groups = _GROUPS[group].fullmatch(whole)
    indian = group == "," and re.fullmatch("[0-9]{1,2}(?:,[0-9]{2}){1,5},[0-9]{3}", whole, re.ASCII)
    if not (plain or groups or indian):
        return None
    amount = Decimal(re.sub("[^0-9]", "", whole) + (f".{fraction}" if fraction else ""))
    if parts.power is not None:
        if not plain:
            return None
        amount = Decimal(format(amount.scaleb(parts.power), "f"))
    if amount >= LARGEST:
        return None
    return Written(-amount if parts.negative and amount else amount, parts.currency)


def decimal_marks(cells: Iterable[str]) -> set[str]:
    """What the texts among the cells of a column say of their decimal mark; see `decimal_mark`."""
    texts = (cell for cell in cells if not isinstance(cell, TypedNumber))
    return {mark for cell in texts if (mark := decimal_mark(cell))}


def decimal_mark(cell: str) -> str:
    """What a written amount says of its decimal mark.

    Returns:
        `.` or `,` where the cell can be read in one way only; `?` where it can be read in two
        (`1.234` is a thousand and more, or one and a fraction); empty where it says nothing.
    """
    parts = _parts(cell)
    if parts is None:
        return ""
    marks: list[str] = re.findall("[.,]", parts.digits)
    if not marks:
        return ""
    last = marks[-1]
    other = "," if last == "." else "."
    before, _, behind = parts.digits.rpartition(last)
    if other in marks or parts.power is not None or set(before) & set(" '"):
        return last
    if len(marks) > 1:
        return other
    return "?" if re.fullmatch("[1-9][0-9]{0,2}", before) and len(behind) == 3 else last


# Each cell is asked for its decimal mark, and then for its amount.
@lru_cache(maxsize=1024)
def _parts(cell: str) -> _Parts | None:
    """Sign, digits and currency of a cell; None where it is no amount."""
    if len(cell) > _LONGEST:
        return None
    text = cell.replace("−", "-").replace("–", "-").replace("—", "-").replace("’", "'")
    negative = False
    currency = ""
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip()
    # A sign may stand before or behind the currency, each once.
    for _ in range(2):
        if text[:1] in ("-", "+") and not negative:
            negative, text = text[0] == "-", text[1:].lstrip()
        found = _UNIT.match(text)
        if found and not currency:
            currency, text = found[0], text[found.end() :].lstrip()
    if not text[:1].isdigit():
        return None
    found = _UNIT_BEHIND.search(text)
    if found and not currency:
        currency, text = found[0], text[: found.start()].rstrip()
    if text.endswith("-") and text[-2:-1].isdigit() and not negative:
        negative, text = True, text[:-1]
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    power = None if match["power"] is None else int(match["power"])
    code = currency.upper()
    return _Parts(negative, match["digits"], power, CURRENCY_SIGNS.get(code, code))


def read_amount(cell: str) -> Decimal | None:
    """Whole money: digits, alone or in groups of three, perhaps negative; None for anything else.

    Groups of fewer than three digits are refused: a spreadsheet has eaten zeros of some cells,
    so that `112.95` may stand for 112,950.
    """
    parts = _parts(cell)
    if parts is None or parts.currency:
        return None
    if parts.power is not None:
        written = read_money(cell, ".")
        whole = written is not None and written.amount == written.amount.to_integral_value()
        return written.amount if written and whole else None
    if re.fullmatch(r"[0-9]{1,15}|[1-9][0-9]{0,2}([., '])[0-9]{3}(\1[0-9]{3}){0,3}", parts.digits):
        amount = Decimal(re.sub("[^0-9]", "", parts.digits))
        return -amount if parts.negative and amount else amount
    return None


def read_number(cell: str) -> Decimal | None:
    """A number that a program wrote: digits and a decimal point, rounded to cents; or None.

    The noise of binary fractions (`390289.54000000004`) goes with the rounding.
    """
    if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?", cell, re.ASCII):
        number = Decimal(cell)
        if abs(number) >= LARGEST:
            return None
        number = round(number, 2)
        if not number:
            return Decimal(0)  # and not one below nothing
        whole = number.to_integral_value()
        return whole if number == whole else number
    return None


def read_count(cell: str) -> int | None:
    """A number of things: digits alone, or digits and `.0`; None for anything else."""
    match = re.fullmatch(r"([0-9]{1,9})(?:\.0)?", cell, re.ASCII)
    return int(match[1]) if match else None
