"""Money as people write it: `24m`, `80 miljoen euro`, `24.000.000,00 EUR`, or amount and currency.

In: a text, a number or a mapping. Out: an exact amount in a currency.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from licensecheck.application.values import Part
from licensecheck.documents.figures import DIGITS, plain_number
from licensecheck.documents.values import CurrencyCode, amount_schema, fault, number, one_reading
from licensecheck.errors import InputError, Problem, quote, told

__all__ = ["Money"]

_CURRENCY = r"\u20ac|euros?|[A-Za-z]{3}"
_SCALES = {
    "": 0, "k": 3, "thousand": 3, "duizend": 3,
    "m": 6, "mln": 6, "mio": 6, "million": 6, "miljoen": 6,
    "bn": 9, "mld": 9, "mrd": 9, "billion": 9, "miljard": 9,
}  # fmt: skip
_SCALE = "|".join(sorted(filter(None, _SCALES), key=len, reverse=True))
_MONEY = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s*)?(?P<digits>{DIGITS})"
    rf"\s*+(?P<scale>{_SCALE})?\s*+(?P<after>{_CURRENCY})?",
    re.IGNORECASE | re.ASCII,
)
# As they are written: words beside the code and the sign.
_EUROS = frozenset(("\u20ac", "euro", "euros"))
_LONGEST = 60
# More of them than a document may have are rounded, as money is in tables.
_MOST_DECIMALS = 40
_HELP = told("write it as `24m EUR` or `24 000 000 EUR`; k, m and bn scale, EUR where none is said")


def _read(text: str) -> dict[str, Any]:
    found = None
    if len(text) <= _LONGEST:
        text = text.strip()
        if text[:1] in ("-", "\u2212") and _MONEY.fullmatch(text[1:].lstrip()):
            raise fault(told("{text} is negative", text=quote(text)))
        found = _MONEY.fullmatch(text)
    if found is not None:
        one_reading(found["digits"])
    plain = plain_number(found["digits"]) if found else None
    if found is None or plain is None or (found["before"] and found["after"]):
        raise fault(told("{text} is not an amount of money", text=quote(text)), _HELP)
    scale = _SCALES[(found["scale"] or "").lower()]
    fields: dict[str, Any] = {"amount": _amount(f"{plain}e{scale}")}
    if currency := found["before"] or found["after"]:
        fields["currency"] = "EUR" if currency.lower() in _EUROS else currency
    return fields


def _amount(value: Any) -> Decimal:
    return number(value, rounds=True)


_Amount = Annotated[Decimal, BeforeValidator(_amount), amount_schema(_MOST_DECIMALS)]


class Money(Part):
    """An amount in a currency; may be written short, as `24m` (EUR) or `24m USD`."""

    amount: _Amount = Field(description="Amount in whole units of the currency, not negative.")
    currency: CurrencyCode = Field(
        "EUR", description="Currency, ISO 4217; EUR where none is stated."
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if isinstance(data, str):
            return _read(data)
        if data is None or isinstance(data, bool | list | tuple | Mapping | Money):
            return data
        return {"amount": _amount(data)}

    @classmethod
    def read(cls, text: str) -> Money:
        """Read an amount as people write it.

        Args:
            text: `24m`, `24m EUR`, `USD 1.5bn`, `24 000 000`, `1.500.000,00`; k, m and bn (or their
                words) scale, and an amount without a currency is in EUR.

        Returns:
            The exact amount; `currency` is among `model_fields_set` only where it was written.

        Raises:
            InputError: The text is not an amount, is negative, can be read in two ways, or has too
                many digits.
        """
        try:
            return cls(**_read(text))
        except PydanticCustomError as error:
            context = error.context or {}
            raise InputError(Problem("value", context["what"], str(context["help"]))) from None
