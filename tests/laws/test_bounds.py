"""Bounds of a share hold whatever comes out of what cannot be placed, and sums are exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pl = pytest.importorskip("polars")

from licensecheck.reference import Reference  # noqa: E402
from licensecheck.tables.placing import Placer  # noqa: E402
from licensecheck.tables.reading.frame import to_frame  # noqa: E402
from licensecheck.tables.shares.chains import newly_authorised  # noqa: E402
from licensecheck.tables.shares.groups import DestinationGroups  # noqa: E402
from licensecheck.tables.shares.share import GROUPINGS, Amount, Figure, Shares  # noqa: E402
from tests.tables.strategies import tables  # noqa: E402

pytestmark = pytest.mark.costly

REFERENCE = Reference.load()
CLOCKS = ("licence-date", "2026-11-24")
NARROW_TO_WIDE = (("nato", "nato-plus"), ("nato", "nato-or-eu"), ("eu", "nato-or-eu"))
quick = settings(max_examples=25)


def figures(records, *by, **options) -> dict:
    """Figures by everything that tells one from another, each line of the table counted.

    Which lines are renewals of one licence is told by where they go as well, so that to place one
    can join it to another; the laws are about lines.
    """
    options = {"chains": "as-published", **options}
    shares = Shares(to_frame(records), reference=REFERENCE, **options)
    return {
        (f.alliance, f.membership, f.measure, f.currency, *f.key.values()): f
        for f in shares.by(*by)
    }


@quick
@given(tables(), st.data())
def test_bounds_bracket_every_completion(records, data) -> None:
    """However the unplaced rows turn out, the share lies within the bounds, and both occur."""
    before = figures(records)
    placed = [replace(r, number=r.number) for r in records]
    for index, record in enumerate(records):
        one = next(iter(figures([record]).values()))
        if one.unplaced.rows:
            # The United States were inside on every day, Brazil on none.
            end = data.draw(st.sampled_from(("US", "BR")))
            placed[index] = replace(record, destination=end)
    for key, after in figures(placed).items():
        assert after.total == before[key].total
        assert not after.unplaced.rows
        for now, then in ((after.bounds, before[key].bounds),
                          (after.row_bounds, before[key].row_bounds)):  # fmt: skip
            if then is None:
                assert now is None
                continue
            assert then[0] <= now[0] == now[1] <= then[1]
    for end, side in (("BR", 1), ("US", 0)):
        worst = [
            replace(r, destination=end) if next(iter(figures([r]).values())).unplaced.rows else r
            for r in records
        ]
        for key, after in figures(worst).items():
            if after.bounds:
                assert after.bounds[side] == before[key].bounds[side]


@quick
@given(tables(max_size=12), tables(max_size=6), st.sampled_from(("year", "category", "group")))
def test_rows_of_one_group_leave_the_others(records, more, by) -> None:
    """A figure changes only where rows were added to its own group."""
    before = figures(records, by)
    added = figures(more, by)
    after = figures([*records, *more], by)
    assert set(after) == set(before) | set(added)
    for key, figure in before.items():
        if key not in added:
            assert after[key] == figure


@quick
@given(tables(exporters=("NL", "US", "SE", "BR")), st.sampled_from(CLOCKS))
def test_shares_under_nested_alliances_are_ordered(records, clock) -> None:
    """The wider the definition of inside, the less is outside, by value and by rows."""
    found = figures(
        records, alliances=("nato", "eu", "nato-or-eu", "nato-plus"), membership=(clock,),
        exporters="all",
    )  # fmt: skip
    for narrow, wide in NARROW_TO_WIDE:
        for key, figure in found.items():
            if key[0] != narrow:
                continue
            other = found[(wide, *key[1:])]
            assert other.total == figure.total
            for mine, theirs in ((figure.bounds, other.bounds),
                                 (figure.row_bounds, other.row_bounds)):  # fmt: skip
                if mine is not None:
                    assert theirs[0] <= mine[0]
                    assert theirs[1] <= mine[1]


@quick
@given(tables(exporters=("NL", "SE", "BR")), st.sampled_from(GROUPINGS))
def test_groups_sum_to_the_whole(records, by) -> None:
    """The parts of a grouping sum to the whole, and the whole is every row of the table."""
    whole = figures(records, membership=CLOCKS)
    parts: dict[tuple, dict[str, Amount]] = {}
    for key, figure in figures(records, by, membership=CLOCKS).items():
        sums = parts.setdefault(key[:4], {name: Amount() for name in figure.parts})
        parts[key[:4]] = {name: sums[name] + figure.parts[name] for name in sums}
    assert parts == {key: figure.parts for key, figure in whole.items()}
    for clock in CLOCKS:
        mine: list[Figure] = [f for key, f in whole.items() if key[1] == clock]
        assert sum(sum(a.rows for a in f.parts.values()) for f in mine) == len(records)
        total = sum(int(r.value * 100) for r in records if r.value is not None)
        assert sum(sum(a.cents for a in f.parts.values()) for f in mine) == total


@quick
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(records, random) -> None:
    """Figures, chained or not, are the same for any order of the rows."""
    shuffled = list(records)
    random.shuffle(shuffled)
    for chains in ("as-published", "newly-authorised"):
        assert figures(records, "category", chains=chains) == figures(
            shuffled, "category", chains=chains
        )


@quick
@given(tables())
def test_a_chained_total_never_exceeds_the_published(records) -> None:
    """Row by row, what is newly authorised is at most what was published."""
    frame = to_frame(records)
    kept = newly_authorised(frame)
    assert set(kept["number"]) <= set(frame["number"])
    both = kept.join(frame, on="number", suffix="_published")
    assert both.filter(pl.col("cents") > pl.col("cents_published")).is_empty()
    assert (kept["cents"].sum() or 0) <= (frame["cents"].sum() or 0)


@quick
@given(tables())
def test_what_a_chain_newly_authorises_sums_to_its_largest_day(records) -> None:
    """By itself, plainly counted: licences that name each other, place by place and day by day."""
    # Few subjects, so that chains run over many days.
    records = [
        replace(r, destination="EU" if len(r.destination) > 2 else "SA", permanent="yes",
                currency="EUR", reference=r.reference or "A")
        for r in records
    ]  # fmt: skip
    rows = [r for r in to_frame(records).iter_rows(named=True) if r["reference"]]
    linked = {r["reference"]: {r["reference"]} for r in rows}
    for row in rows:
        if row["replaces"] in linked:
            both = linked[row["reference"]] | linked[row["replaces"]]
            linked.update(dict.fromkeys(both, both))
    days: dict[tuple, dict] = {}
    for row in rows:
        places = row["places"]
        where = places[0] if len(places) == 1 else row["destination"].upper()
        subject = (min(linked[row["reference"]]), where, row["permanent"], row["currency"])
        on = row["day"] or date(row["year"], 12, 31)
        of_day = days.setdefault(subject, {})
        of_day[on] = of_day.get(on, 0) + (row["cents"] or 0)
    kept = newly_authorised(to_frame(records)).filter(pl.col("reference") != "")
    assert kept["cents"].sum() == sum(max(of_day.values()) for of_day in days.values())


@quick
@given(tables(exporters=("NL", "SE", "BR")))
def test_epochs_of_membership_lose_nothing(records) -> None:
    """Asking only on days that tell on membership gives what asking on every change gives."""
    shares = Shares(to_frame(records), reference=REFERENCE, membership=CLOCKS)
    coarse = shares.by("group")
    fine = Shares(to_frame(records), reference=REFERENCE, membership=CLOCKS)
    fine._placer = Placer(REFERENCE)
    assert len(fine._placer.cuts) > len(shares._placer.cuts)
    assert fine.by("group") == coarse


def test_every_country_has_a_group() -> None:
    """No country falls out of the groups: `rest` takes whoever is left."""
    groups = DestinationGroups(REFERENCE)
    for row in REFERENCE.rows("countries"):
        for on in (date_ for date_ in Placer(REFERENCE, ["NATO"]).cuts if date_.year > 1990):
            assert groups.of(frozenset((row["code"],)), on) != "several"
