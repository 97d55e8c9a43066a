"""Laws of the reference tables: unknown is not false, and a term is a term."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.reference import Reference
from licensecheck.reference.conflict import CONFLICT_KINDS, LEVELS
from licensecheck.reference.mandates import MANDATE_KINDS
from licensecheck.reference.reference import WITHHOLDABLE
from licensecheck.wording.sources import source_text

REFERENCE = Reference.load()
BARE = REFERENCE.without(*WITHHOLDABLE)
GROUPS = sorted(row["group"] for row in REFERENCE.rows("groups"))
TREATIES = sorted(row["treaty"] for row in REFERENCE.rows("instruments"))
INDICATORS = sorted(row["indicator"] for row in REFERENCE.rows("indicator_sources"))
CODES = sorted(
    {row["country"] for row in REFERENCE.rows("treaties")}
    | {row["code"] for row in REFERENCE.rows("territories")}
)
DAYS = st.dates(date(1985, 1, 1), date(2035, 12, 31))
LAPSES = ("never", "over_12_years", "within_12_years")


@given(st.sampled_from(GROUPS), st.sampled_from(CODES), DAYS)
def test_a_membership_that_holds_lies_within_its_term(group, code, on):
    """Where the days are known, yes means since <= on < until, and no the contrary."""
    found = REFERENCE.membership(group, code, on)
    if found.status == "yes":
        assert found.since is None or found.since <= on
        assert found.until is None or on < found.until
    if found.status == "no" and found.listed and found.since and found.until:
        assert not found.since <= on < found.until
    assert (code in REFERENCE.members(group, on)) <= (found.status == "yes") or (
        REFERENCE.state_of(code, on) != code
    )


@pytest.mark.parametrize("row", REFERENCE.rows("memberships"), ids=lambda row: row["id"])
def test_the_day_before_the_end_and_the_end_itself_differ(row):
    """`until` is the first day outside: never yes on it, never no on the day before."""
    if len(row["until"]) != 10:
        return
    end = date.fromisoformat(row["until"])
    country = row["country"]
    assert REFERENCE.membership(row["group"], country, end).status == "no"
    assert REFERENCE.membership(row["group"], country, end - timedelta(days=1)).status != "no"


@given(st.sampled_from(CODES), DAYS)
def test_a_withheld_table_answers_nothing(code, on):
    """Whatever is read from a withheld table is unknown, never yes or no."""
    for group in GROUPS:
        assert BARE.membership(group, code, on).status == "unknown"
        assert not BARE.members(group, on)
    for treaty in TREATIES:
        if BARE.treaty(treaty, code, on).status != "unknown":
            # Only that the treaty itself did not exist yet.
            assert "in force only from" in source_text(BARE.treaty(treaty, code, on).source)
    assert BARE.embargoes(code, on) is None
    assert BARE.embargo_lapse(code, on) is None
    assert BARE.neighbours(code) is None
    assert all(BARE.mandates(kind, code, on) is None for kind in MANDATE_KINDS)
    assert all(BARE.conflict(kind, code, on) is None for kind in CONFLICT_KINDS)
    assert all(BARE.indicator(name, code, on) is None for name in INDICATORS)
    assert BARE.regimes(code, on)[:2] == (0, 4)


@given(st.sampled_from(TREATIES), st.sampled_from(CODES), DAYS, st.sampled_from(WITHHOLDABLE))
def test_withholding_a_table_only_takes_away(treaty, code, on, table):
    """With a table less, a treaty's standing is the same or unknown."""
    less = REFERENCE.without(table).treaty(treaty, code, on).status
    whole = REFERENCE.treaty(treaty, code, on).status
    assert less in (whole, "unknown") or (less, whole) == ("not_party", "signatory")


@given(st.sampled_from(CODES), DAYS)
def test_an_interval_runs_from_less_to_more(code, on):
    """The least possible is never more than the most possible."""
    for count in (REFERENCE.regimes, REFERENCE.conventions_of_five):
        at_least, at_most, sources = count(code, on)
        assert 0 <= at_least <= at_most <= len(sources)
    for kind in CONFLICT_KINDS:
        found = REFERENCE.conflict(kind, code, on)
        assert (found is None) == (on < date(1990, 1, 1))
        if found:
            assert LEVELS.index(found.lo) <= LEVELS.index(found.hi)
    lapse = REFERENCE.embargo_lapse(code, on)
    assert lapse is not None
    assert LAPSES.index(lapse.lo) <= LAPSES.index(lapse.hi)


@given(st.sampled_from(CODES), st.sampled_from(INDICATORS), DAYS)
def test_a_figure_is_of_a_year_that_was_over(code, name, on):
    """No figure comes from the future, and the stale say so."""
    found = REFERENCE.indicator(name, code, on)
    if found is None:
        return
    assert found.year is not None
    assert found.year < on.year
    assert found.stale == (on.year > found.year + 3)


@given(st.sampled_from(CODES), st.data())
def test_nothing_changes_between_two_changes(code, data):
    """Between two of the days listed, every lookup gives the same answer."""
    changes = REFERENCE.changes()
    index = data.draw(st.integers(0, len(changes) - 2))
    first, last = changes[index], changes[index + 1] - timedelta(days=1)

    def answers(on: date) -> list[object]:
        return [
            REFERENCE.state_of(code, on),
            REFERENCE.embargoes(code, on),
            REFERENCE.embargo_lapse(code, on),
            [REFERENCE.membership(group, code, on) for group in GROUPS],
            [REFERENCE.treaty(treaty, code, on) for treaty in TREATIES],
            [REFERENCE.mandates(kind, code, on) for kind in MANDATE_KINDS],
            [REFERENCE.conflict(kind, code, on) for kind in CONFLICT_KINDS],
            [REFERENCE.indicator(name, code, on) for name in INDICATORS],
        ]

    assert answers(first) == answers(last)


@given(st.sampled_from(CODES), DAYS)
def test_every_answer_can_be_printed(code, on):
    """A source says something, in one line, and how far it was verified."""
    sources = [REFERENCE.membership(group, code, on).source for group in GROUPS]
    sources += [REFERENCE.treaty(treaty, code, on).source for treaty in TREATIES]
    sources += [row.source for row in REFERENCE.embargoes(code, on) or ()]
    for kind in MANDATE_KINDS:
        sources += [row.source for row in REFERENCE.mandates(kind, code, on) or ()]
    for source in sources:
        assert source_text(source)
        assert "\n" not in source_text(source)
        assert source.table
        assert source.verified in ("yes", "partly", "no", "year-only", "secondary")


def test_threads_see_the_same():
    """Eight threads that ask at once get what one gets."""
    fresh = REFERENCE.without()

    def ask(code: str) -> list[object]:
        on = date(2020, 3, 4)
        return [
            fresh.membership("NATO", code, on),
            fresh.embargoes(code, on),
            fresh.conflict("party", code, on),
            fresh.indicator("human_rights", code, on),
        ]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(ask, CODES * 4))
    assert together == [ask(code) for code in CODES] * 4
