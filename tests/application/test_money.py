"""Money as people write it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensecheck.application import Money, read_application
from licensecheck.errors import InputError


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("24m", "24000000", "EUR"),
        ("24m EUR", "24000000", "EUR"),
        ("24 M eur", "24000000", "EUR"),
        ("24 000 000 EUR", "24000000", "EUR"),
        ("24\u00a0000\u202f000", "24000000", "EUR"),
        ("24_000", "24000", "EUR"),
        ("USD 1.5bn", "1500000000", "USD"),
        ("€ 3k", "3000", "EUR"),
        ("3k€", "3000", "EUR"),
        ("0", "0", "EUR"),
        ("0.25", "0.25", "EUR"),
        ("1.123456m", "1123456", "EUR"),
        ("24 MUR", "24", "MUR"),  # the rupee of Mauritius, not millions of something
        ("24mMUR", "24000000", "MUR"),
        ("24kes", "24", "KES"),
        ("80 miljoen euro", "80000000", "EUR"),
        ("80 million EUR", "80000000", "EUR"),
        ("80 mln EUR", "80000000", "EUR"),
        ("80 mln", "80000000", "EUR"),
        ("USD 2,5 miljard", "2500000000", "USD"),
        ("80.000.000", "80000000", "EUR"),
        ("\u20ac 80.000.000,00", "80000000", "EUR"),
        ("80,000,000 EUR", "80000000", "EUR"),
        ("1.500,00", "1500", "EUR"),
        ("1,500.25 USD", "1500.25", "USD"),
        ("12,5 euros", "12.5", "EUR"),
        ("0.125", "0.125", "EUR"),  # no group of thousands begins with a nought
        ("1234.567", "1234.567", "EUR"),
    ],
)
def test_an_amount_is_read_as_it_is_written(text, amount, currency):
    """Scale and currency in any of the usual places, exactly."""
    money = Money.read(text)
    assert (money.amount, money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    ["", " ", "m", "EUR", "24q", "$24", "1.000.00", "1,000.000,0", "24 00", "24 millions",
     "EUR 24 EUR", "nan", "inf", "1e6", "-24m", "\u2212 5", "9" * 16, "9" * 1_000_000,
     "999999999999999bn",
     "24m\x00", "२४", "24m ЕUR", " " * 70 + "1"],
)  # fmt: skip
def test_what_is_not_an_amount_is_refused(text):
    """Groups that are no groups, other signs and words, other digits."""
    with pytest.raises(InputError) as caught:
        Money.read(text)
    assert len(caught.value.problems) == 1
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "text", ["1.500", "1,500", "1.500 EUR", "\u20ac1,500", "1.500m", " 1.500 "]
)
def test_three_digits_behind_one_mark_are_refused_with_both_readings(text):
    """A thousand and a half or one and a half: countries differ, so neither is guessed."""
    with pytest.raises(InputError, match=r"can be read as 1500 or as 1\.5") as caught:
        Money.read(text)
    assert caught.value.problems[0].help == "write `1500` or `1.5`"


@pytest.mark.parametrize("written", ["5.000", "'5.000'", "5,000", "+5.000"])
@pytest.mark.parametrize("field", ["quantity", "value", "value: {amount"])
def test_a_number_of_two_readings_is_refused_in_a_case(field, written):
    """With or without quotes; a number of JSON or of Python is a number, and stays."""
    end = "}" if "{" in field else ""
    comma = written if "," not in written or not end else f"'{written}'"
    case = "exporter: {country: NL}\ndestination: SA\nitems:\n- rating: ML6.a\n  "
    with pytest.raises(InputError, match=r"can be read as 5000 or as 5\.0"):
        read_application(f"{case}{field}: {comma}{end}\n")


@pytest.mark.parametrize(("written", "read"), [("5.125", "5.1250"), ("5.000", "5")])
def test_a_number_of_json_stays_and_is_written_in_one_way(written, read):
    """What is written of it can be read again."""
    head = '{"exporter": {"country": "NL"}, "destination": "SA", "items": [{"rating": "ML6.a", '
    item = read_application(f'{head}"quantity": {written}, "value": {written}}}]}}').items[0]
    assert (str(item.quantity), str(item.value.amount)) == (read, read)
    again = read_application(f'{head}"quantity": "{read}", "value": "{read}"}}]}}').items[0]
    assert (again.quantity, again.value.amount) == (item.quantity, item.value.amount)


def test_a_negative_amount_is_named_as_such():
    """The message says what is wrong, not that the form is unknown."""
    with pytest.raises(InputError, match="`-24m` is negative"):
        Money.read("-24m")


def test_a_stated_currency_can_be_told_from_an_assumed_one():
    """EUR by default is an assumption that a report may print."""
    assert "currency" in Money.read("24m EUR").model_fields_set
    assert "currency" not in Money.read("24m").model_fields_set


@pytest.mark.parametrize("value", ["24m", 24000000, Decimal("24000000.00"), 24e6, "24000000",
                                   {"amount": "24000000"}, {"amount": 24e6, "currency": "eur"},
                                   Money.read("24m")])  # fmt: skip
def test_every_writing_gives_the_same_value(value):
    """Short text, number and mapping are one and the same amount."""
    item = {"rating": "ML6.a", "value": value}
    application = read_application({"exporter": {"country": "NL"}, "destination": "SA",
                                    "items": [item]})  # fmt: skip
    assert application.items[0].value.model_dump(mode="json") == {
        "amount": "24000000",
        "currency": "EUR",
    }


def test_what_is_finer_than_is_kept_is_rounded():
    """The noise of a binary fraction, or a converted amount, is money as in a table."""
    assert Money.read("390289.540000000042").amount == Decimal("390289.54")
    assert Money(amount="1234.567891").amount == Decimal("1234.5679")
    assert Money.read("0.00001").amount == 0
