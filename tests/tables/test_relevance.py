"""A day that is said not to matter to a country changes nothing that is read of it."""

from __future__ import annotations

from datetime import date

import pytest

pytest.importorskip("polars")

from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck.facts.destination import DestinationFacts
from licensecheck.facts.embargo import EmbargoFacts
from licensecheck.facts.observation import Clocks
from licensecheck.reference import Reference
from licensecheck.reference.embargoes import Aim
from licensecheck.tables.deciding.projection import Relevance
from licensecheck.tables.placing import PlaceReader
from licensecheck.vocabulary import Vocabulary

REFERENCE = Reference.load()
CUTS = PlaceReader(REFERENCE).cuts
RELEVANCE = Relevance(REFERENCE, CUTS)
DESTINATIONS = DestinationFacts(REFERENCE, Vocabulary.load())
EMBARGOES = EmbargoFacts(REFERENCE, Vocabulary.load())
CODES = sorted(row["code"] for row in REFERENCE.rows("countries"))
DAYS = [day for day in CUTS if 1995 <= day.year < 2027]


def known(code: str, on: date) -> list:
    """Everything that a transfer to a country may read of it, with how far it was verified."""
    place = frozenset((code,))
    facts = DESTINATIONS._of(place, Clocks(date.min, on, on))
    found = [{name: (o.value, [s.verified for s in o.sources]) for name, o in facts.items()}]
    for aim in (Aim("arms"), Aim("dual_use", "armed_forces")):
        seen = EMBARGOES._of((place,), on, aim)
        found.append({name: o.value for name, o in seen.items()})
    groups = ("NATO", "EU", "NATO_EQUIVALENT")
    found.append([REFERENCE.membership(group, code, on).status for group in groups])
    found += [REFERENCE.state_of(code, on), REFERENCE.treaty("CCM", code, on).status]
    found.append(EMBARGOES.under_embargo(code, on)[0])
    return found


@settings(max_examples=150)
@given(st.sampled_from(CODES), st.sampled_from(DAYS))
def test_nothing_changes_within_an_epoch(code: str, day: date) -> None:
    """What is known at the start of a country's epoch is known on each of its days."""
    start = RELEVANCE.start(frozenset((code,)), day)
    assert start <= day
    if start != day:
        assert known(code, start) == known(code, day)


def test_epochs_of_a_country_are_few_and_those_of_the_world_are_all() -> None:
    """A country has a fraction of the world's epochs, a treaty's delay is counted in."""
    mine = {RELEVANCE.start(frozenset(("BR",)), day) for day in DAYS}
    assert len(mine) < len(DAYS) / 4
    assert {RELEVANCE.start(None, day) for day in DAYS} == set(DAYS)
    # Guinea-Bissau ratified the covenant on 2010-11-01; for it, it began three months later.
    assert RELEVANCE.start(frozenset(("GW",)), date(2011, 2, 1)) > date(2011, 1, 1)
