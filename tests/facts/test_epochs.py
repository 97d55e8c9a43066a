"""What is kept by epoch is what the day itself would give."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Reference
from licensecheck.facts.destination import DestinationFacts
from licensecheck.facts.embargo import EmbargoFacts
from licensecheck.facts.epochs import Epochs
from licensecheck.facts.observation import Clocks
from licensecheck.reference.embargo_reach import Aim
from licensecheck.vocabulary import Vocabulary

REFERENCE = Reference.load()
WORDS = Vocabulary.load()
COUNTRIES = st.sampled_from(
    ("SA", "DE", "FI", "SE", "TR", "UA", "RU", "BY", "CD", "MM", "ZW", "SY", "LR", "SO", "GB",
     "HK", "GL", "XK", "TW", "EG", "VE", "CF", "SS", "UA-43", "IN")
)  # fmt: skip
DAYS = st.dates(date(2000, 1, 1), date(2028, 12, 31))


@settings(max_examples=150, deadline=None)
@given(COUNTRIES, DAYS, DAYS)
def test_an_epoch_speaks_for_its_days(country: str, first: date, day: date) -> None:
    """Facts and sources of the epoch's first day are those of the day."""
    epochs = Epochs(REFERENCE)
    epochs.start(first)
    start = epochs.start(day)
    assert start <= day
    places = frozenset((country,))
    destinations = DestinationFacts(REFERENCE, WORDS)
    assert destinations.of(places, Clocks(date.min, start, start)) == destinations.of(
        places, Clocks(date.min, day, day)
    )
    embargoes = EmbargoFacts(REFERENCE, WORDS)
    for aim in (Aim("arms"), Aim("dual_use", "armed_forces")):
        assert embargoes.of((places,), start, aim) == embargoes.of((places,), day, aim)


def test_a_single_day_reads_no_more_than_it_needs() -> None:
    """The first day stands for itself."""
    epochs = Epochs(REFERENCE)
    assert epochs.start(date(2026, 11, 24)) == date(2026, 11, 24)
    assert "_changes" not in vars(epochs)
