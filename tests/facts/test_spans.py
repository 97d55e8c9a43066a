"""Between two days on which the tables change, every fact is the same."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Reference
from licensecheck.facts.destination import DestinationFacts
from licensecheck.facts.embargo import EmbargoFacts
from licensecheck.facts.observation import Clocks
from licensecheck.reference.embargo_reach import Aim
from licensecheck.vocabulary import Vocabulary

REFERENCE = Reference.load()
WORDS = Vocabulary.load()
CHANGES = REFERENCE.changes()
COUNTRIES = st.sampled_from(
    ("SA", "DE", "FI", "SE", "TR", "UA", "RU", "BY", "CD", "MM", "ZW", "SY", "LR", "SO", "GB",
     "HK", "GL", "XK", "TW", "EG", "VE", "CF", "SS", "UA-43", "IN")
)  # fmt: skip
DAYS = st.dates(date(2000, 1, 1), date(2028, 12, 31))


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
