"""What is kept of a lookup is what its day would give."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck.law import law_dir
from licensecheck.reference.conflict import CONFLICT_KINDS
from licensecheck.reference.mandates import MANDATE_KINDS
from licensecheck.reference.reference import Reference, Tables
from licensecheck.reference.spans import Spans
from licensecheck.reference.tables import Folder

TABLES = Tables(Folder(law_dir() / "reference"))
# Asked for thousands of days in the course of a run, as by a table of licences.
KEPT = Reference(TABLES)
CODES = sorted(
    {row["code"] for row in KEPT.rows("countries")}
    | {row["code"] for row in KEPT.rows("territories")}
)
CHANGES = st.sampled_from(KEPT.changes()).filter(lambda day: 1980 < day.year < 2040)
# Most of all the days about which something changes.
DAYS = st.one_of(
    st.dates(date(1985, 1, 1), date(2035, 12, 31)),
    st.builds(lambda day, off: day + timedelta(days=off), CHANGES, st.integers(-1, 1)),
)


def everything(reference: Reference, code: str, on: date) -> list[object]:
    """The answer, with its words and sources, of every lookup."""
    found: list[object] = [
        reference.embargoes(code, on), reference.embargo_lapse(code, on),
        reference.regimes(code, on), reference.conventions_of_five(code, on),
    ]  # fmt: skip
    found += [reference.membership(g["group"], code, on) for g in reference.rows("groups")]
    found += [reference.treaty(t["treaty"], code, on) for t in reference.rows("instruments")]
    found += [reference.mandates(kind, code, on) for kind in MANDATE_KINDS]
    found += [reference.conflict(kind, code, on) for kind in CONFLICT_KINDS]
    found += [
        reference.indicator(i["indicator"], code, on) for i in reference.rows("indicator_sources")
    ]
    return found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CODES), st.lists(DAYS, min_size=2, max_size=6))
def test_what_is_kept_is_what_the_day_gives(code: str, days: list[date]) -> None:
    """Every lookup gives, word for word, what it gives when nothing was asked before."""
    for day in days:
        assert everything(KEPT, code, day) == everything(Reference(TABLES), code, day)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([row["group"] for row in KEPT.rows("groups")]), DAYS, DAYS)
def test_the_members_kept_are_those_of_the_day(group: str, first: date, day: date) -> None:
    """So does the list of the members of a group."""
    KEPT.members(group, first)
    assert KEPT.members(group, day) == Reference(TABLES).members(group, day)


def test_a_single_day_asks_for_no_changes_and_a_span_only_once() -> None:
    """One check reads no more than it needs; a table looks up once for each span."""
    asked: list[date] = []
    told: list[str] = []

    def changes() -> list[date]:
        told.append("changes")
        return [date(2004, 4, 2), date(2023, 4, 4)]

    def find(on: date) -> int:
        asked.append(on)
        return on.year

    spans: Spans[int] = Spans()
    for _ in range(2):
        assert spans.at(date(2020, 1, 1), find, changes) == 2020
    assert not told
    for day in (date(2023, 4, 4), date(2024, 1, 1), date(2023, 4, 3), date(2004, 4, 2)):
        spans.at(day, find, changes)
    assert told == ["changes"]
    assert asked == [date(2020, 1, 1), date(2023, 4, 4), date(2023, 4, 3)]


@given(st.lists(st.integers(0, 60), min_size=1), st.lists(st.integers(0, 60)))
def test_answers_of_many_days_are_those_of_each(asked: list[int], turns: list[int]) -> None:
    """Asked for at once, in any order, days get the answers that each gets by itself."""
    start = date(2020, 1, 1)
    changes = [start + timedelta(days=turn) for turn in turns]
    days = [start + timedelta(days=number) for number in asked]

    def find(on: date) -> int:
        return sum(change <= on for change in changes)

    spans: Spans[int] = Spans()
    assert spans.over(days, find, lambda: changes) == [find(on) for on in days]
    assert [spans.at(on, find, lambda: changes) for on in days] == [find(on) for on in days]
