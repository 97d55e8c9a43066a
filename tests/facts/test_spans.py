"""Between two days on which the tables change, every fact is the same."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Reference
from licensecheck.facts.destination import Depth, DestinationFacts
from licensecheck.facts.embargo import EmbargoFacts
from licensecheck.facts.observation import Clocks
from licensecheck.reference.embargoes import Aim
from licensecheck.vocabulary import Vocabulary

REFERENCE = Reference.load()
WORDS = Vocabulary.load()
CHANGES = REFERENCE.changes()
COUNTRIES = st.sampled_from(
    ("SA", "DE", "FI", "SE", "TR", "UA", "RU", "BY", "CD", "MM", "ZW", "SY", "LR", "SO", "GB",
     "HK", "GL", "XK", "TW", "EG", "VE", "CF", "SS", "UA-43", "IN")
)  # fmt: skip
DAYS = st.dates(date(2000, 1, 1), date(2028, 12, 31))


# Kept for all examples, so that a value of one day answers for others.
KEPT = {depth: DestinationFacts(REFERENCE, WORDS, depth=depth, words=False)
        for depth in ("light", "full")}  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.frozensets(COUNTRIES, min_size=1, max_size=2), DAYS, st.sampled_from(("light", "full")))
def test_values_without_words(places: frozenset[str], day: date, depth: Depth) -> None:
    """Where words of another day will do, all that decides is still that of the day."""
    clocks = Clocks(date.min, day, day)
    exact = DestinationFacts(REFERENCE, WORDS, depth=depth).of(places, clocks)
    kept = KEPT[depth].of(places, clocks)
    assert {n: seen.digested for n, seen in kept.items()} == {
        n: seen.digested for n, seen in exact.items()
    }


@given(COUNTRIES, st.lists(DAYS, min_size=1, max_size=4, unique=True).map(sorted))
def test_values_of_many_days(country: str, days: list[date]) -> None:
    """Asked for many days at once, a destination has on each of them what it has on that day."""
    places = frozenset((country,))
    found = DestinationFacts(REFERENCE, WORDS, words=False).over(places, days)
    for at, day in enumerate(days):
        exact = DestinationFacts(REFERENCE, WORDS).of(places, Clocks(date.min, day, day))
        together = {one.fact: one.digested for part in found for one in part[at]}
        assert together == {name: seen.digested for name, seen in exact.items()}


@settings(max_examples=150, deadline=None)
@given(COUNTRIES, DAYS)
def test_between_changes(country: str, day: date) -> None:
    """Facts and sources of a day are those of the last day on which a table changed."""
    start = CHANGES[bisect_right(CHANGES, day) - 1]
    assert start <= day
    places = frozenset((country,))
    then, now = (
        DestinationFacts(REFERENCE, WORDS).of(places, Clocks(date.min, one, one))
        for one in (start, day)
    )
    assert then == now
    embargoes = EmbargoFacts(REFERENCE, WORDS)
    for aim in (Aim("arms"), Aim("dual_use", "armed_forces")):
        assert embargoes.of((places,), start, aim) == embargoes.of((places,), day, aim)
