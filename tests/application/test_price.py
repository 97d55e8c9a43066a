"""The price of a whole deal: stated beside the lines, or in place of their values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licensecheck import Screener
from licensecheck.application import read_application
from licensecheck.errors import InputError

AS_OF = date(2026, 11, 24)


def application(whole: Any = None, *values: Any) -> dict[str, Any]:
    items = [
        {"rating": "ML2.a"} | ({} if value is None else {"value": value})
        for value in values or (None, None)
    ]
    made: dict[str, Any] = {
        "as_of": AS_OF,
        "exporter": {"country": "NL"},
        "end_user": {"country": "UA", "kind": "armed_forces"},
        "items": items,
    }
    return made if whole is None else made | {"value": whole}


def band(document: dict[str, Any]) -> tuple[str, str] | None:
    """Least and greatest band that the facts of the deal leave."""
    case = Screener(today=AS_OF).opened(document)
    seen = case.examination.transfers[0].observations.get("deal.value_band")
    return None if seen is None else (seen.value.lo, seen.value.hi)


def test_the_price_of_the_whole_deal_needs_no_value_of_a_line():
    """One price for all lines tells the band, though no line has a value."""
    assert read_application(application("80m EUR")).value.amount == Decimal(80_000_000)
    assert band(application("80m EUR")) == ("under_100m", "under_100m")
    assert band(application()) is None


def test_the_price_of_the_whole_deal_closes_what_lines_leave_open():
    """A line without a value leaves the band open upwards; the price of all closes it."""
    assert band(application(None, "2m EUR", None)) == ("under_10m", "over_100m")
    assert band(application("80m EUR", "2m EUR", None)) == ("under_100m", "under_100m")


def test_what_is_not_converted_leaves_the_lines_as_a_lower_end():
    """A price in a currency without a rate is not known in euro; the lines still say the least."""
    assert band(application("80m KPW", "2m EUR", None)) == ("under_10m", "over_100m")
    assert band(application("80m KPW")) is None
    said = Screener(today=AS_OF).screen(application("80m KPW"))
    assert any("KPW" in one for one in said.assumptions)


def test_lines_do_not_close_a_price_that_is_not_known():
    """Though each line has a value, a price that cannot be told in euro may be more than they."""
    assert band(application("900m KPW", "2m EUR")) == ("under_10m", "over_100m")
    assert band(application("900m KPW", "2m EUR", "90m EUR")) == ("under_100m", "over_100m")


def test_lines_in_another_currency_that_come_to_more_than_the_price():
    """Which of the two is wrong is not known; the band is never less than what is stated."""
    day = date(2016, 6, 1)
    for values, found in (
        (("90m EUR",), ("under_100m", "over_100m")),
        (("2m EUR", "90m EUR"), ("under_100m", "over_100m")),
        (("20000 EUR",), ("under_10m", "under_10m")),
        ((None,), ("under_10m", "under_10m")),
    ):
        assert band(application("2m USD", *values) | {"as_of": day}) == found


@pytest.mark.parametrize(
    ("whole", "values"),
    [
        ("80m EUR", ("50m EUR", "40m EUR")),
        ("80m EUR", ("50m EUR", "20m EUR")),
        ("80m EUR", ("90m EUR", None)),
        ("80m EUR", ("79m EUR",)),
        ("80m USD", ("50m USD", "40m USD")),
        ({"amount": 80, "currency": "EUR"}, ("81", None)),
        ("3m EUR", ("5m EUR", "7m USD")),
        ("80m EUR", ("7m USD", "50m EUR", "40m EUR")),
    ],
)
def test_a_price_and_values_that_contradict(whole: Any, values: tuple[str | None, ...]):
    """Values of the lines that cannot come to the price are a fault, which names both places."""
    with pytest.raises(InputError) as caught:
        read_application(application(whole, *values))
    [problem] = caught.value.problems
    assert problem.where == "value"
    assert "items" in problem.what
    for at, value in enumerate(values):
        stated = value is not None and "7m USD" not in value
        assert (f"items[{at}].value" in problem.what) == stated


@pytest.mark.parametrize(
    ("whole", "values"),
    [
        ("80m EUR", ("50m EUR", "30m EUR")),
        ("80m EUR", ("50m EUR", None)),
        ("80m EUR", ("80m EUR", None)),
        # Not compared: what they come to depends on a rate of some day.
        ("80m EUR", ("50m USD", "60m EUR")),
        ("80m EUR", ("90m USD",)),
    ],
)
def test_a_price_and_values_that_agree(whole: str, values: tuple[str | None, ...]):
    """Lines below the price, or in other currencies, contradict nothing."""
    assert read_application(application(whole, *values)).value is not None


def test_a_contradiction_is_found_beside_other_faults():
    """A document with another fault hears of the contradiction in the same breath."""
    document = application("80m EUR", "50m EUR", "40m EUR") | {"kind": "gift"}
    with pytest.raises(InputError) as caught:
        read_application(document)
    assert sorted(problem.where for problem in caught.value.problems) == ["kind", "value"]


def test_the_price_is_read_again():
    """What was read and written is read as the same application."""
    read = read_application(application("80m EUR", "50m EUR", None))
    assert read_application(read.document()) == read
