"""A place that may be more states makes nothing more known: what holds of it holds of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import Screener
from licensecheck.reference.places import all_countries
from licensecheck.vocabulary import Fact, Value

pytestmark = pytest.mark.costly

# States of which much is known, and that differ in it; and any others.
MARKED = ("RU", "BY", "CN", "HK", "SA", "DE", "US", "UA", "IR", "MM", "LY", "SD", "GL", "IL", "EG",
          "FI", "AM", "AZ", "VE", "CD", "ZW")  # fmt: skip
COUNTRIES = st.sampled_from(MARKED) | st.sampled_from(sorted(all_countries()))
FIELDS = ("exporter", "consignee", "intermediaries", "route", "end_user", "destination")
DAYS = st.dates(date(2009, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def screener() -> Screener:
    alliances = ("nato", "eu", "nato-treaty-area")
    return Screener(engine="bitset", alliances=alliances)


def _application(field: str, place: str, rest: dict[str, str], **more: Any) -> dict[str, Any]:
    places = {"exporter": "NL", "end_user": "BR", **rest, field: place}
    document: dict[str, Any] = {
        name: {"country": places[name]}
        for name in ("exporter", "consignee", "end_user")
        if name in places
    }
    if "destination" in places:
        document["destination"] = places["destination"]
    if "route" in places:
        document["route"] = [places["route"]]
    if "intermediaries" in places:
        document["intermediaries"] = [{"country": places["intermediaries"], "role": "carrier"}]
    return {**document, **more}


def _left(fact: Fact, value: Value) -> frozenset[object]:
    """The tokens that a value leaves open; `None` stands for all of an unordered fact."""
    if fact.ordered:
        return frozenset(range(fact.rank(value.lo), fact.rank(value.hi) + 1))
    return frozenset((None if value == fact.unknown else value.lo,))


def _tokens(name: str, seen: Sequence[Mapping[str, Value]]) -> list[str]:
    return [values[name].lo if name in values else "unknown" for values in seen]


@settings(max_examples=150)
@given(data=st.data())
def test_more_states_make_nothing_more_known(data: st.DataObject, screener: Screener) -> None:
    """Each fact, and the containment, of one of the states lies within that of all of them."""
    field = data.draw(st.sampled_from(FIELDS))
    rest = data.draw(st.dictionaries(st.sampled_from(FIELDS), COUNTRIES, max_size=3))
    one, other = data.draw(COUNTRIES), data.draw(COUNTRIES)
    rating = data.draw(st.sampled_from(("ML6.a", "ML1.a", "6A002")))
    more = {"as_of": data.draw(DAYS), "items": [{"rating": rating}]}
    results, seen = [], []
    # With a comma a territory is written with its state: `CN, HK` is Hong Kong.
    for place in (one, f"{one} and {other}"):
        application = _application(field, place, rest, **more)
        (transfer, *_) = screener.examine(application).transfers
        seen.append(transfer.values())
        results.append(screener.screen(application))
    for name, fact in screener.vocabulary.items():
        embargo = seen[0].get("embargo.state")
        if name == "embargo.scope" and embargo is not None and embargo.lo == "no":
            # A state without an embargo says nothing of what one reaches; the other alone does.
            continue
        if name == "chain.embargo_possible":
            # It says what a place may be, as it is written: more states may be more, never less.
            one_says, both_say = _tokens(name, seen)
            assert one_says != "yes" or both_say == "yes", (name, one_says, both_say)
            continue
        narrow, wide = (_left(fact, values.get(name, fact.unknown)) for values in seen)
        assert None in wide or narrow <= wide, (name, seen[0].get(name), seen[1].get(name))
    for narrow, wide in zip(results[0].containment, results[1].containment, strict=True):
        assert wide.verdict in (narrow.verdict, "undetermined")
