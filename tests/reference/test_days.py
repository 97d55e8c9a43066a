"""Dates of a day, a month or a year, and terms made of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.errors import LawError
from licensecheck.reference.days import Term, months_later, partial_day, years_later


@pytest.mark.parametrize(
    ("text", "on", "reached"),
    [
        ("2005-03-04", "2005-03-03", "no"),
        ("2005-03-04", "2005-03-04", "yes"),
        ("2010-02", "2010-01-31", "no"),
        ("2010-02", "2010-02-01", "unknown"),
        ("2010-02", "2010-02-28", "unknown"),
        ("2010-02", "2010-03-01", "yes"),
        ("2005", "2004-12-31", "no"),
        ("2005", "2005-12-31", "unknown"),
        ("2005", "2006-01-01", "yes"),
        ("2005-03-04/2019-12", "2005-03-03", "no"),
        ("2005-03-04/2019-12", "2005-03-04", "unknown"),
        ("2005-03-04/2019-12", "2019-12-31", "unknown"),
        ("2005-03-04/2019-12", "2020-01-01", "yes"),
    ],
)
def test_a_date_is_reached(text, on, reached):
    """A month or a year is uncertain on every day inside it."""
    known = partial_day(text)
    assert known is not None
    assert known.reached(date.fromisoformat(on)) == reached


@pytest.mark.parametrize(
    "text",
    [
        "20",
        "2005-13",
        "2005-02-30",
        "soon",
        "2005/02",
        "2005/2004",
        "/2005",
        "2005/",
        "20050201",
        "-005",
    ],
)
def test_what_is_no_date_is_refused(text):
    """A faulty cell is a fault of the table."""
    with pytest.raises(LawError):
        partial_day(text)


def test_an_empty_cell_is_no_date():
    """Empty means not established."""
    assert partial_day("") is None


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(0, 40))
def test_years_later_is_no_earlier_than_the_day_before(start, years):
    """An anniversary falls on the same day, or on the 28th for a leap day."""
    later = years_later(start, years)
    assert later.year == start.year + years
    assert (later.month, later.day) in ((start.month, start.day), (2, 28))


def test_months_later_stays_in_the_month():
    """Three months after 30 November is the end of February."""
    assert months_later(date(2005, 11, 30), 3) == date(2006, 2, 28)
    assert months_later(date(2005, 12, 1), 1) == date(2006, 1, 1)


def test_a_row_in_doubt_holds_before_and_is_unknown_after():
    """Doubt begins on its day and ends with the row."""
    term = Term(partial_day("2000-01-01"), partial_day("2010-01-01"), partial_day("2005-01-01"))
    days = ("1999-12-31", "2004-12-31", "2005-01-01", "2010-01-01")
    assert [term.held(date.fromisoformat(on)) for on in days] == ["no", "yes", "unknown", "no"]
