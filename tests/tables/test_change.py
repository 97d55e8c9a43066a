"""The change of a share between two years is split exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

pytest.importorskip("polars")

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from licensecheck import InputError
from licensecheck.tables.change import CAUSES, change_between
from licensecheck.tables.frame import to_frame
from licensecheck.tables.record import Record
from licensecheck.tables.share import share
from tests.tables.strategies import PLACES


def rows(*cells: tuple[int, str, int]) -> list[Record]:
    return [
        Record(number, "NL", place, day=date(year, 6, 1), year=year, value=Decimal(value))
        for number, (year, place, value) in enumerate(cells, 1)
    ]


def parts(records, **options) -> dict[str, Fraction]:
    low, _ = change_between(to_frame(records), 2022, 2024, **options)
    return dict(low.share)


def test_membership_alone() -> None:
    """The same goods to Finland leave NATO in 2022 and not in 2024: all of it is membership."""
    records = rows((2022, "FI", 10), (2022, "DE", 10), (2024, "FI", 10), (2024, "DE", 10))
    assert parts(records, large=Fraction(1)) == {
        "membership": Fraction(-1, 2), "mix": 0, "volume": 0, "large_deals": 0,
    }  # fmt: skip


def test_mix_and_volume_alone() -> None:
    """Twice the goods with the same mix move no share; another mix is mix."""
    same = rows((2022, "BR", 10), (2022, "DE", 10), (2024, "BR", 20), (2024, "DE", 20))
    assert set(parts(same, large=Fraction(1)).values()) == {0}
    low, _ = change_between(to_frame(same), 2022, 2024, large=Fraction(1))
    assert low.cents == {"membership": 0, "mix": 0, "volume": 1000, "large_deals": 0}
    other = rows((2022, "BR", 10), (2022, "DE", 30), (2024, "BR", 30), (2024, "DE", 10))
    assert parts(other, large=Fraction(1))["mix"] == Fraction(1, 2)


def test_a_single_large_deal() -> None:
    """What one deal brings is laid to it, not to the mix."""
    records = rows(*[(2022, "DE", 1)] * 50, *[(2024, "DE", 1)] * 50, (2024, "BR", 50))
    assert parts(records) == {
        "membership": 0, "mix": 0, "volume": 0, "large_deals": Fraction(1, 2),
    }  # fmt: skip


def test_what_cannot_be_compared_is_refused() -> None:
    """Two currencies, two clocks, or a year without a value."""
    records = rows((2022, "DE", 1), (2024, "DE", 1))
    frame = to_frame(records)
    with pytest.raises(InputError, match="2023"):
        change_between(frame, 2022, 2023)
    with pytest.raises(InputError, match="clock"):
        change_between(frame, 2022, 2024, membership=("licence-date", "2024-01-01"))
    mixed = to_frame([*records, Record(3, "NL", "DE", year=2022, value=Decimal(1), currency="USD")])
    with pytest.raises(InputError, match="currency"):
        change_between(mixed, 2022, 2024)


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.sampled_from((2022, 2024)), st.sampled_from(PLACES), st.integers(0, 1000)),
        min_size=2, max_size=20,
    ),
    st.sampled_from(("licence-date", "2023-06-01")),
)  # fmt: skip
def test_the_parts_sum_to_the_change(cells, clock) -> None:
    """For both bounds, by share and by value, whatever the rows."""
    assume({year for year, _, value in cells if value} == {2022, 2024})
    frame = to_frame(rows(*cells))
    by_year = {f.key["year"]: f for f in share(frame, by=("year",), membership=(clock,))}
    for side, change in enumerate(change_between(frame, 2022, 2024, membership=(clock,))):
        before, after = by_year["2022"], by_year["2024"]
        assert set(change.share) == set(CAUSES)
        assert sum(change.share.values()) == after.bounds[side] - before.bounds[side]
        open_ = (after.unplaceable.cents - before.unplaceable.cents) if side else 0
        assert sum(change.cents.values()) == after.outside.cents - before.outside.cents + open_
        if clock != "licence-date":
            assert change.share["membership"] == 0
