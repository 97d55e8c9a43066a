"""Bounds of a share hold whatever comes out of what cannot be placed, and sums are exact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pl = pytest.importorskip("polars")

from licensecheck.reference import Reference  # noqa: E402
from licensecheck.tables.placing import PlaceReader  # noqa: E402
from licensecheck.tables.reading.frame import to_frame  # noqa: E402
from licensecheck.tables.shares.chains import marks_renewals, newly_authorised  # noqa: E402
from licensecheck.tables.shares.share import GROUPINGS, Amount, Figure, Shares  # noqa: E402
from licensecheck.tables.shares.standing import DestinationGroups  # noqa: E402
from tests.tables.strategies import PLACES, tables  # noqa: E402

pytestmark = pytest.mark.costly

REFERENCE = Reference.load()
CLOCKS = ("licence-date", "2026-11-24")
NARROW_TO_WIDE = (("nato", "nato-plus"), ("nato", "nato-or-eu"), ("eu", "nato-or-eu"))
quick = settings(max_examples=25)
# By default a licence counts once where the table marks renewals, as most that are drawn do.
counted = st.sampled_from(("auto", "as-published"))


def figures(records, *by, **options) -> dict:
    """Figures by everything that tells one from another."""
    shares = Shares(to_frame(records), reference=REFERENCE, **options)
    return {
        (f.alliance, f.membership, f.measure, f.currency, *f.key.values()): f
        for f in shares.by(*by)
    }


def unplaced(record) -> bool:
    """Whether what a record says of its destination leaves open if it is inside."""
    return bool(next(iter(figures([record]).values())).unplaced.rows)


@quick
@given(tables(), counted, st.sampled_from(("", *GROUPINGS)), st.data())
def test_bounds_bracket_every_completion(records, chains, by, data) -> None:
    """However the unplaced rows turn out, the share lies within the bounds, and both occur.

    So by the default, where a licence counts once, as with every row as published; of the whole,
    and of each part whose rows are not told by where they go.
    """
    by = (by,) if by and by not in ("destination", "group") else ()
    before = figures(records, *by, chains=chains)
    open_ = [unplaced(record) for record in records]
    # The United States were inside on every day, Brazil on none.
    placed = [
        replace(r, destination=data.draw(st.sampled_from(("US", "BR")))) if out else r
        for r, out in zip(records, open_, strict=True)
    ]
    for key, after in figures(placed, *by, chains=chains).items():
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
            replace(r, destination=end) if out else r for r, out in zip(records, open_, strict=True)
        ]
        for key, after in figures(worst, *by, chains=chains).items():
            if after.bounds:
                assert after.bounds[side] == before[key].bounds[side]


@quick
@given(tables(), st.data())
def test_what_a_row_newly_authorises_does_not_hang_on_places(records, data) -> None:
    """Whether a row's destination or its end is known, and which it is, joins and cuts nothing."""
    moved = [
        replace(r, destination=data.draw(st.sampled_from(PLACES)),
                permanent=data.draw(st.sampled_from(("yes", r.permanent))))
        for r in records
    ]  # fmt: skip
    same = [replace(r, permanent=m.permanent) for r, m in zip(records, moved, strict=True)]
    kept = [
        newly_authorised(to_frame(rows)).select("number", "cents").rows() for rows in (same, moved)
    ]
    assert kept[0] == kept[1]


@quick
@given(
    tables(max_size=12), tables(max_size=6), st.sampled_from(("year", "category", "group")),
    st.sampled_from(("as-published", "newly-authorised")),
)  # fmt: skip
def test_rows_of_one_group_leave_the_others(records, more, by, chains) -> None:
    """A figure changes only where rows, of other licences, were added to its own group."""
    if chains != "as-published":
        more = [replace(r, reference=f"{r.reference}+", replaces="") for r in more]
    before = figures(records, by, chains=chains)
    added = figures(more, by, chains=chains)
    after = figures([*records, *more], by, chains=chains)
    assert set(after) == set(before) | set(added)
    for key, figure in before.items():
        if key not in added:
            assert after[key] == figure


@quick
@given(tables(exporters=("NL", "US", "SE", "BR")), st.sampled_from(CLOCKS), counted)
def test_shares_under_nested_alliances_are_ordered(records, clock, chains) -> None:
    """The wider the definition of inside, the less is outside, by value and by rows."""
    found = figures(
        records, alliances=("nato", "eu", "nato-or-eu", "nato-plus"), membership=(clock,),
        exporters="all", chains=chains,
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
@given(tables(exporters=("NL", "SE", "BR")), st.sampled_from(GROUPINGS), counted)
def test_groups_sum_to_the_whole(records, by, chains) -> None:
    """The parts of a grouping sum to the whole, and the whole is every row that counts."""
    whole = figures(records, membership=CLOCKS, chains=chains)
    parts: dict[tuple, dict[str, Amount]] = {}
    for key, figure in figures(records, by, membership=CLOCKS, chains=chains).items():
        sums = parts.setdefault(key[:4], {name: Amount() for name in figure.parts})
        parts[key[:4]] = {name: sums[name] + figure.parts[name] for name in sums}
    assert parts == {key: figure.parts for key, figure in whole.items()}
    rows = to_frame(records)
    if chains == "auto" and marks_renewals(rows):
        rows = newly_authorised(rows)
    for clock in CLOCKS:
        mine: list[Figure] = [f for key, f in whole.items() if key[1] == clock]
        assert sum(sum(a.rows for a in f.parts.values()) for f in mine) == rows.height
        assert sum(sum(a.cents for a in f.parts.values()) for f in mine) == rows["cents"].sum()


@quick
@given(tables(), st.randoms(use_true_random=False), counted, st.sampled_from(GROUPINGS))
def test_the_order_of_rows_changes_nothing(records, random, chains, by) -> None:
    """Figures, chained or not, are the same for any order of the lines of a file."""
    shuffled = list(records)
    random.shuffle(shuffled)
    shuffled = [replace(r, number=number) for number, r in enumerate(shuffled, 1)]
    assert figures(records, by, chains=chains) == figures(shuffled, by, chains=chains)


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
@given(tables(), st.lists(st.integers(-100, 100), min_size=25, max_size=25))
def test_what_a_chain_newly_authorises_sums_to_its_largest_day(records, values) -> None:
    """By itself, plainly counted: licences that name each other, day by day.

    Within a day, or a year without days, a licence that replaces another is later than it, and so
    are lines marked as renewals beside others of their number. Less than a cent a line is left out.
    """
    # Small values, so that lines are alike, and no licence that replaces itself or a later one.
    records = [
        replace(r, currency="EUR", reference=r.reference or "A", value=Decimal(cents).scaleb(-2),
                replaces=r.replaces if r.replaces < r.reference else "")
        for r, cents in zip(records, values[: len(records)], strict=True)
    ]  # fmt: skip
    rows = [r for r in to_frame(records).iter_rows(named=True) if r["cents"] >= 0]
    for row in rows:
        row["on"] = row["day"] or date(row["year"], 12, 31)
    linked = {r["reference"]: {r["reference"]} for r in rows}
    for row in rows:
        if row["replaces"] in linked:
            both = linked[row["reference"]] | linked[row["replaces"]]
            linked.update(dict.fromkeys(both, both))

    def turn(reference: str, on: date) -> int:
        names = {r["replaces"] for r in rows if (r["reference"], r["on"]) == (reference, on)}
        there = {r["reference"] for r in rows if r["on"] == on}
        return max((1 + turn(name, on) for name in names & there), default=0)

    days: dict[str, dict] = {}
    for row in rows:
        marks = {r["renewal"] == "yes" for r in rows
                 if (r["reference"], r["on"]) == (row["reference"], row["on"])}  # fmt: skip
        again = row["renewal"] == "yes" and len(marks) == 2
        of_chain = days.setdefault(min(linked[row["reference"]]), {})
        moment = (row["on"], turn(row["reference"], row["on"]), again)
        of_chain[moment] = of_chain.get(moment, 0) + row["cents"]
    kept = newly_authorised(to_frame(records)).filter(pl.col("cents") >= 0)
    largest = sum(max(of_chain.values()) for of_chain in days.values())
    assert largest - len(rows) <= (kept["cents"].sum() or 0) <= largest
    corrections = [r.number for r in records if r.value < 0]
    assert newly_authorised(to_frame(records)).filter(
        pl.col("cents") < 0)["number"].to_list() == corrections  # fmt: skip


@quick
@given(tables(exporters=("NL", "SE", "BR")))
def test_epochs_of_membership_lose_nothing(records) -> None:
    """Asking only on days that tell on membership gives what asking on every change gives."""
    shares = Shares(to_frame(records), reference=REFERENCE, membership=CLOCKS)
    coarse = shares.by("group")
    fine = Shares(to_frame(records), reference=REFERENCE, membership=CLOCKS)
    fine._placer = PlaceReader(REFERENCE)
    assert len(fine._placer.cuts) > len(shares._placer.cuts)
    assert fine.by("group") == coarse


def test_every_country_has_a_group() -> None:
    """No country falls out of the groups: `rest` takes whoever is left."""
    groups = DestinationGroups(REFERENCE)
    for row in REFERENCE.rows("countries"):
        for on in (date_ for date_ in PlaceReader(REFERENCE, ["NATO"]).cuts if date_.year > 1990):
            assert groups.of(frozenset((row["code"],)), on) != "several"
