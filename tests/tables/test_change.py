"""The change of a share between two years is split exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("polars")

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from licensecheck import InputError
from licensecheck.report.development import change_told
from licensecheck.tables.reading.frame import to_frame
from licensecheck.tables.reading.record import Record
from licensecheck.tables.shares.attribution import CAUSES
from licensecheck.tables.shares.change import Change, NoChange, change_between
from licensecheck.tables.shares.share import share
from tests.cli.running import run
from tests.tables.strategies import PLACES

pytestmark = pytest.mark.costly


def rows(*cells: tuple[int, str, int]) -> list[Record]:
    return [
        Record(number, "NL", place, day=date(year, 6, 1), year=year, value=Decimal(value))
        for number, (year, place, value) in enumerate(cells, 1)
    ]


def parts(records, **options) -> dict[str, Fraction]:
    [change] = change_between(to_frame(records), 2022, 2024, **options)
    return dict(change.least.share)


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
    [change] = change_between(to_frame(same), 2022, 2024, large=Fraction(1))
    assert change.least.cents == {"membership": 0, "mix": 0, "volume": 1000, "large_deals": 0}
    other = rows((2022, "BR", 10), (2022, "DE", 30), (2024, "BR", 30), (2024, "DE", 10))
    assert parts(other, large=Fraction(1))["mix"] == Fraction(1, 2)


def test_a_single_large_deal() -> None:
    """What one deal brings is laid to it, not to the mix."""
    records = rows(*[(2022, "DE", 1)] * 50, *[(2024, "DE", 1)] * 50, (2024, "BR", 50))
    assert parts(records) == {
        "membership": 0, "mix": 0, "volume": 0, "large_deals": Fraction(1, 2),
    }  # fmt: skip


def test_with_neither_volume_nor_deals_there_is_no_share_to_change() -> None:
    """One deal is all of 2022, none is in 2024: without it and before the volume, nothing left."""
    records = rows((2022, "BR", 100), *[(2024, "DE", 4)] * 25)
    assert parts(records) == {
        "membership": 0, "mix": 0, "volume": Fraction(-1, 4), "large_deals": Fraction(-3, 4),
    }  # fmt: skip


def test_the_large_deals_are_named() -> None:
    """By licence number, all lines of one number together, in either year."""
    records = [
        Record(1, "NL", "DE", day=date(2022, 6, 1), year=2022, value=Decimal(90), reference="A"),
        Record(2, "NL", "BR", day=date(2024, 6, 1), year=2024, value=Decimal(30), reference="B"),
        Record(3, "NL", "SA", day=date(2024, 6, 1), year=2024, value=Decimal(30), reference="B"),
        Record(4, "NL", "diverse", day=date(2024, 6, 1), year=2024, value=Decimal(40)),
    ]
    [change] = change_between(to_frame(records), 2022, 2024, large=Fraction(1, 2))
    assert [(deal.year, deal.reference, deal.total, deal.outside) for deal in change.deals] == [
        (2022, "A", 9000, 0), (2024, "B", 6000, 6000),
    ]  # fmt: skip
    assert change.deals[1].destinations == ("Brazil", "Saudi Arabia")
    assert change.limits == (4500, 5000)
    text = change_told("made up", [change]).text
    assert "2024 B: Netherlands to Brazil, Saudi Arabia" in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_renewal_adds_to_its_own_year_only_what_is_new() -> None:
    """Chains are made over the whole table; the years are cut after that."""
    records = [
        Record(1, "NL", "BR", day=date(2021, 6, 1), year=2021, value=Decimal(50), reference="A"),
        Record(2, "NL", "BR", day=date(2022, 6, 1), year=2022, value=Decimal(60), reference="B",
               replaces="A", renewal="yes"),
        Record(3, "NL", "DE", day=date(2022, 6, 1), year=2022, value=Decimal(10), reference="C"),
        Record(4, "NL", "DE", day=date(2024, 6, 1), year=2024, value=Decimal(10), reference="D"),
    ]  # fmt: skip
    [change] = change_between(to_frame(records), 2022, 2024, chains="newly-authorised")
    by_year = {f.key["year"]: f for f in share(to_frame(records), by=("year",),
                                               chains="newly-authorised")}  # fmt: skip
    assert change.least.first == by_year["2022"].bounds[0] == Fraction(1, 2)


def test_each_measure_and_definition_is_split_by_itself() -> None:
    """Currencies and clocks are never mixed; where there is nothing to split it says why."""
    records = rows((2022, "DE", 1), (2024, "DE", 1))
    frame = to_frame(records)
    nothing = [replace(one, year=2030, day=date(2030, 1, 1), value=Decimal(0)) for one in records]
    with pytest.raises(InputError, match=r"year 2023\n  help: the table has 2022 to 2024\Z"):
        change_between(to_frame([*records, *nothing]), 2022, 2023)
    with pytest.raises(InputError, match="2024 is not before 2022"):
        change_between(frame, 2024, 2022)
    both = change_between(frame, 2022, 2024, membership=("licence-date", "2024-01-01"))
    assert [one.membership for one in both] == ["licence-date", "2024-01-01"]
    dollars = Record(3, "NL", "DE", day=date(2022, 1, 1), year=2022, value=Decimal(1),
                     currency="USD")  # fmt: skip
    euros, other = change_between(to_frame([*records, dollars]), 2022, 2024)
    assert isinstance(euros, Change)
    assert isinstance(other, NoChange)
    assert other.currency == "USD"
    assert "starts inside" in other.why
    assert other.years == (2024,)


@settings(max_examples=12)
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
    [change] = change_between(frame, 2022, 2024, membership=(clock,), by=("destination",))
    if isinstance(change, NoChange):
        return
    before, after = by_year["2022"], by_year["2024"]
    for at, (side, split) in enumerate(change.sides):
        assert set(split.share) == set(CAUSES)
        assert sum(split.share.values()) == after.bounds[at] - before.bounds[at]
        open_ = (after.unplaced.cents - before.unplaced.cents) if at else 0
        assert sum(split.cents.values()) == after.outside.cents - before.outside.cents + open_
        if clock != "licence-date":
            assert split.share["membership"] == 0
        # The parts of each destination sum to the whole, cause by cause.
        for cause in CAUSES:
            own = [getattr(part, side).share[cause] for part in change.parts]
            assert sum(own) == split.share[cause]
    low, high = change.bounds
    assert low <= change.least.second - change.least.first <= high


def test_what_was_not_read_is_told_with_every_answer(tmp_path: Path) -> None:
    """A change, what could stay and the measures say what is in none of their figures, too."""
    path = tmp_path / "t.csv"
    path.write_text(
        "exporter,destination,year,value,currency,rating\n"
        "NL,CL,2020,5,EUR,ML10\nNL,CL,2020,many,EUR,10\nNL,,2020,7,EUR,ML10\n"
        "NL,US,2021,7,EUR,ML10\nNL,Total,2021,7,EUR,ML10\n"
    )
    years = ("--from", "2020", "--to", "2021")
    for command, words in (("change", years), ("possibilities", ()), ("measures", ())):
        for form in ("text", "json"):
            found = " ".join(run(command, str(path), *words, "--format", form).out.split())
            for said in ("`many` (1)", "`10` (1)", "1 row of totals left out", "1 row rejected"):
                assert said in found, (command, form, said)
