"""Facts of the deal: its value in bands, and its weight against the buyer's military budget.

Values are in EUR. Another currency is converted at the reference rate of the day, or the last one
within ten days before it, where the CurrencyConverter package is installed; without a rate the band
is unknown, never guessed, and the reason is told.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final

from licensecheck.application.models import Item, Money
from licensecheck.facts.observation import Observation
from licensecheck.messages import Place, Said, joined, message, said
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.vocabulary import Value, Vocabulary

__all__ = ["deal_facts", "unconverted"]

BANDS: Final = (
    (Decimal(100_000), "under_100k"),
    (Decimal(1_000_000), "under_1m"),
    (Decimal(10_000_000), "under_10m"),
    (Decimal(100_000_000), "under_100m"),
)
TOP_BAND: Final = "over_100m"
# Share of the yearly military budget (RULES.md §1, deal.burden).
NOTABLE_SHARE: Final = Decimal("0.01")
HEAVY_SHARE: Final = Decimal("0.05")
# A rate as old as this still tells the worth of a deal; the packaged ones end weeks ago.
_OLDEST_RATE_DAYS: Final = 10
_REASONS: Final = {
    "no_package": message(
        "values in {currency} are not converted: install the extra `currency` for rates of the day"
    ),
    "no_currency": message("values in {currency} are not converted: no rate of it is published"),
    "no_rate": message(
        "values in {currency} are not converted: no rate was published on {day} or within the ten "
        "days before it"
    ),
}
_RATE: Final = message("1 {currency} = EUR {value}, ECB {day}")
_OLDER_RATE: Final = message("1 {currency} = EUR {value}, ECB {day}, the last before {asked}")
# The euro has been worth between these amounts of US dollars on every day since 1999 (ECB
# reference rates: 0.8252 on 2000-10-26, 1.5990 on 2008-07-15). Bounds need no rate of the day.
USD_PER_EUR: Final = (Decimal("0.82"), Decimal("1.60"))
# By whether each line has a value, and whether there are several end users.
_STATED: Final = {
    (True, False): message("{amount} stated"),
    (False, False): message("at least {amount} stated"),
    (True, True): message("{amount} stated, counted whole for each end user"),
    (False, True): message("at least {amount} stated, counted whole for each end user"),
}


def deal_facts(
    items: Sequence[Item],
    country: str | None,
    *,
    on: date,
    reference: Reference,
    vocabulary: Vocabulary,
    whole: Money | None = None,
    shared: bool = False,
) -> dict[str, Observation]:
    """Facts `deal.value_band` and `deal.burden` of the whole deal, for one end user.

    How a deal is divided between end users is not stated, so the whole of it is held against the
    budget of each: one more of them never makes it lighter for another.

    Args:
        items: All item lines; those without a value leave the band open upwards.
        country: The one country of destination, or None where it is a set.
        on: Day of the rate and of the budget figure.
        reference: Where the budget figure stands.
        vocabulary: Domains of the two facts.
        whole: Price of the whole deal, where it is stated; what the lines say is then part of it,
            and the least that it can be where it cannot be told in EUR.
        shared: Whether there are more end users than one.
    """
    of_lines = [_in_eur(item.value, on) for item in items]
    known = [amount for amount in of_lines if amount is not None]
    total = sum((amount for amount, _ in known), Decimal(0))
    complete = whole is None and len(known) == len(of_lines)
    price = _in_eur(whole, on)
    # Lines in another currency can come to more; which of the two is wrong is not known.
    if price is not None and price[0] >= total:
        known, total, complete = [price], price[0], True
    if not known:
        return {}
    rates = sorted({rate for _, rate in known if rate}, key=lambda rate: rate.in_english)
    amount: Place = f"EUR {total:,.2f}"
    if rates:
        amount = said("{amount} ({rates})", amount=amount, rates=joined(rates))
    source = Source.said("application", "", _STATED[complete, shared], amount=amount)
    facts: dict[str, Observation] = {}
    band = Value(_band(total), _band(total) if complete else TOP_BAND)
    if band != vocabulary["deal.value_band"].unknown:
        facts["deal.value_band"] = Observation("deal.value_band", band, (source,))
    budget = reference.indicator("milex_usd", country, on) if country else None
    if budget is not None and budget.value:
        burden = _burden(total, Decimal(str(budget.value)), complete=complete)
        if burden != vocabulary["deal.burden"].unknown:
            facts["deal.burden"] = Observation("deal.burden", burden, (source, budget.source))
    return facts


def _band(amount: Decimal) -> str:
    return next((band for limit, band in BANDS if amount < limit), TOP_BAND)


def _burden(total: Decimal, budget_usd: Decimal, *, complete: bool) -> Value:
    def level(share: Decimal) -> str:
        if share >= HEAVY_SHARE:
            return "heavy"
        return "notable" if share >= NOTABLE_SHARE else "light"

    low, high = (level(total * rate / budget_usd) for rate in USD_PER_EUR)
    return Value(low, high if complete else "heavy")


def _in_eur(money: Money | None, on: date) -> tuple[Decimal, Said | None] | None:
    """The amount in EUR and the rate used, or None where it cannot be told."""
    if money is None:
        return None
    if money.currency == "EUR":
        return money.amount, None
    rate = _rate(money.currency, on)
    if isinstance(rate, str):
        return None
    value, day = rate
    return money.amount * value, said(
        _RATE if day == on else _OLDER_RATE, currency=money.currency, value=f"{value:.4f}",
        day=str(day), asked=str(on),
    )  # fmt: skip


def unconverted(items: Sequence[Item], on: date, *, whole: Money | None = None) -> Iterator[Said]:
    """Why values in other currencies leave the facts of the deal open, once for each currency.

    Args:
        items: All item lines.
        on: Day of the rate.
        whole: Price of the whole deal, where it is stated; with it no line has to be converted.
    """
    if _in_eur(whole, on) is not None:
        return
    stated = {money.currency for money in (whole, *(item.value for item in items)) if money}
    for currency in sorted(stated - {"EUR"}):
        rate = _rate(currency, on)
        if isinstance(rate, str):
            yield said(_REASONS[rate], currency=currency, day=on.isoformat())


@lru_cache(maxsize=65_536)
def _rate(currency: str, on: date) -> tuple[Decimal, date] | str:
    """EUR for one of a currency by the last rate within ten days, or why there is none."""
    converter = _converter()
    if converter is None:
        return "no_package"
    if currency not in converter.currencies:
        return "no_currency"
    first, last = converter.bounds[currency]
    for age in range(_OLDEST_RATE_DAYS + 1):
        day = on - timedelta(days=age)
        if first <= day <= last:
            with suppress(_no_rate()):
                return Decimal(str(converter.convert(1, currency, "EUR", day))), day
    return "no_rate"


def _no_rate() -> type[Exception]:
    error: type[Exception] = importlib.import_module("currency_converter").RateNotFoundError
    return error


@cache
def _converter() -> Any:
    try:
        from currency_converter import CurrencyConverter
    except ImportError:
        return None
    return CurrencyConverter()
