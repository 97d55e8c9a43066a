"""Each fact under its own name, resting on the rows that say it and on no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, get_args

import pytest

from licensecheck import Reference, Screener
from licensecheck.application.models import Item
from licensecheck.application.tokens import ItemForm, ItemKind
from licensecheck.facts import deal, item
from licensecheck.facts.deal import deal_facts
from licensecheck.facts.destination import DestinationFacts
from licensecheck.facts.item import PART_FORMS
from licensecheck.facts.observation import Clocks, Observation, hull
from licensecheck.reference.source import Source
from licensecheck.vocabulary import Value, Vocabulary
from licensecheck.wording.sources import source_text, sources_text

DAY = date(2026, 11, 24)
WHOLE: dict[str, Any] = {
    "exporter": {"country": "NL", "screening": "clear"},
    "consignee": {"country": "DE", "screening": "name_match"},
    "end_user": {"country": "BR", "kind": "police", "screening": "clear"},
    "items": [
        {"rating": "ML4.a", "form": "complete", "kind": "missile", "ban": "none", "mtcr": "cat2",
         "regime": "wassenaar", "reach": "short", "novelty": "upgrade", "value": "24m"}
    ],
    "end_use": {"category": "border_control", "place": "destination", "onward": "none_declared"},
    "documents": {"end_user_certificate": "verified", "reexport_clause": "yes"},
    "embargo": {"exemption": "claimed"},
}  # fmt: skip


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="bitset")


def observed(screener: Screener, **more: Any) -> dict[str, Observation]:
    """The observations of an application's transfer, of several that of the user's own state."""
    application = {
        "as_of": DAY,
        "exporter": {"country": "NL"},
        "end_user": {"country": "BR", "kind": "armed_forces"},
        "items": [{"rating": "ML6.a"}],
        **more,
    }
    *_, transfer = screener.examine(application).transfers
    return dict(transfer.observations)


def test_a_fact_stands_under_its_own_name(screener: Screener) -> None:
    """The digest that tells cases of a table apart is made of names, so one must not stray."""
    for more in ({}, WHOLE, {"end_user": {"country": "RU", "kind": "company"}},
                 {"end_user": None, "destination": "EU"}):  # fmt: skip
        seen = observed(screener, **more)
        assert {name: one.fact for name, one in seen.items()} == {name: name for name in seen}
    everything = observed(screener, **WHOLE)
    assert set(everything) > {
        "end_user.security_role", "docs.euc", "docs.reexport_clause", "embargo.exemption",
        "end_use.place", "chain.screening", "item.reach", "deal.burden",
    }  # fmt: skip


@pytest.mark.parametrize("fact", ["name", "value", "unverified"])
def test_the_digest_tells_what_a_decision_may_depend_on(fact: str) -> None:
    """Two observations that may be decided otherwise never share a digest; sources alone do."""
    yes, no = Value("yes", "yes"), Value("no", "no")
    row = Source("treaties", "ATT BR", "party", "2026", "yes")
    one = Observation("destination.att", yes, (row,))
    other = {
        "name": Observation("destination.cwc", yes, (row,)),
        "value": Observation("destination.att", no, (row,)),
        "unverified": Observation("destination.att", yes, (Source("t", "r", "x", "", "no"),)),
    }[fact]
    assert one.digested != other.digested
    elsewhere = Observation("destination.att", yes, (Source.said("supplied", "", "so they say"),))
    assert one.digested == elsewhere.digested


@pytest.mark.parametrize("form", sorted(PART_FORMS))
def test_a_part_fights_no_war_by_itself(screener: Screener, form: str) -> None:
    """What is no complete vehicle and no ammunition supports hostilities at most."""
    seen = observed(screener, items=[{"rating": "ML6.a", "form": form}])
    assert seen["item.hostilities"].value == ("support", "support")


def test_every_form_is_a_whole_or_ammunition_or_a_part(screener: Screener) -> None:
    """A form new to the vocabulary has to be put on one side."""
    assert {"complete", "ammunition", *PART_FORMS} == set(screener.vocabulary["item.form"].domain)


def test_an_embargo_rests_on_the_rows_of_the_state_under_it(screener: Screener) -> None:
    """Russian forces using goods in Kazakhstan: the row on Russia, and no word on Kazakhstan."""
    user = {"country": "RU", "kind": "armed_forces"}
    seen = observed(screener, end_user=user, destination="KZ")["embargo.state"]
    assert seen.value == ("yes", "yes")
    assert 1 <= len(seen.sources) <= 4
    assert not any("no such row" in source_text(source) for source in seen.sources)


def test_an_embargo_of_which_nobody_knows_the_end_stays_open(screener: Screener) -> None:
    """The request of 1992 on Armenian and Azerbaijani forces: whether it stands is not known."""
    seen = observed(screener, end_user={"country": "AM", "kind": "armed_forces"})
    assert "embargo.non_state" not in seen
    assert observed(screener)["embargo.non_state"].value == ("no", "no")


def test_a_bloc_rests_on_a_few_rows_and_counts_the_others(screener: Screener) -> None:
    """Twenty-seven states give twenty-seven rows: three stand for them, and 24 are counted."""
    seen = observed(screener, end_user=None, destination="EU")["destination.cp_aligned"]
    assert [source.row.split()[0] for source in seen.sources[:3]] == ["EU", "EU", "EU"]
    assert [source_text(source) for source in seen.sources[3:]] == ["and 24 more rows"]
    five = observed(screener, end_user=None, destination="BE, DE, FR, LU, NL")
    assert [source_text(source) for source in five["destination.cp_aligned"].sources[3:]] == [
        "and 2 more rows"
    ]
    four = observed(screener, end_user=None, destination="BE, DE, FR, LU")
    assert len(four["destination.cp_aligned"].sources) == 4
    assert "more rows" not in sources_text(four["destination.cp_aligned"])


def test_sets_of_kinds_and_forms_hold_words_of_the_application() -> None:
    """A word that no item can have would never be met."""
    sets = {name: words for name, words in vars(item).items() if isinstance(words, frozenset)}
    assert len(sets) >= 7
    for name, words in sets.items():
        known = ItemForm if name.endswith("_FORMS") else ItemKind
        assert words - {None} <= set(get_args(known)), name


def test_the_partner_is_open_while_one_membership_is() -> None:
    """Of the EU and NATO both must be known, or nobody can say that a state is in neither."""
    clocks = Clocks(DAY, DAY, DAY)
    for unknown in ("EU", "NATO"):
        reference = Reference.load().without()
        known = reference.membership

        def membership(group: str, country: str, on: date, *, left: str = unknown, known=known):
            found = known(group, country, on)
            return replace(found, status="unknown") if group == left else found

        reference.membership = membership
        facts = DestinationFacts(reference, Vocabulary.load()).of(frozenset(("BR",)), clocks)
        assert "destination.partner" not in facts, unknown
        assert "destination.depth" not in facts, unknown


def test_a_neighbour_whose_embargo_may_have_lapsed_leaves_the_border_open() -> None:
    """Thailand beside Myanmar: yes while the act runs; after its term nobody can say."""
    facts = DestinationFacts(Reference.load(), Vocabulary.load())
    for day, known in ((date(2026, 11, 24), "yes"), (date(2027, 5, 1), None)):
        seen = facts.of(frozenset(("TH",)), Clocks(day, day, day)).get(
            "destination.borders_embargoed"
        )
        assert (seen.value.lo if seen else None) == known


def test_hands_and_borders_on_the_way_are_named(screener: Screener) -> None:
    """Each country once, in order."""
    seen = observed(screener, consignee={"country": "DE"}, route=["FR", "BE", "DE"])
    assert sources_text(seen["chain.embargoed_hand"]).endswith("(Belgium, Germany, France)")


def test_an_interval_of_several_states_is_as_wide_as_them_all(screener: Screener) -> None:
    """From the least to the greatest of an ordered fact; and one state unknown leaves it open."""
    fact = screener.vocabulary["destination.conflict_territory"]
    rows = [Source("conflict", code, code) for code in ("A", "B")]
    low = Observation(fact.name, Value("none", "tension"), (rows[0],))
    high = Observation(fact.name, Value("tension", "minor"), (rows[1], rows[0]))
    whole = hull(fact, [low, high])
    assert whole is not None
    assert (whole.value, whole.sources) == (("none", "minor"), tuple(rows))
    assert hull(fact, [low, None]) is None
    assert hull(fact, []) is None


class _NinetyCents:
    """A converter by which the dollar is worth 0.90."""

    currencies = frozenset(("USD",))
    bounds: ClassVar = {"USD": (date(1999, 1, 4), date(2030, 1, 1))}

    def convert(self, amount: int, _currency: str, _new: str, _on: date) -> float:
        return amount * 0.9


def test_the_rate_is_named_beside_an_amount_in_another_currency(
    screener: Screener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Euros need no rate, so only the others are in brackets; without a rate it is no amount."""
    monkeypatch.setattr(deal, "_converter", _NinetyCents)
    deal._rate.cache_clear()

    def band(*values: str) -> Observation:
        items = [Item.model_validate({"rating": "ML6.a", "value": value}) for value in values]
        return deal_facts(items, None, on=DAY, reference=screener.reference,
                          vocabulary=screener.vocabulary)["deal.value_band"]  # fmt: skip

    both = band("EUR 500k", "USD 100k")
    assert both.value == ("under_1m", "under_1m")
    assert sources_text(both) == "EUR 590,000.00 (1 USD = EUR 0.9000, ECB 2026-11-24) stated"
    part = band("EUR 500k", "XXX 100k")
    assert part.value == ("under_1m", "over_100m")
    assert sources_text(part) == "at least EUR 500,000.00 stated"
    deal._rate.cache_clear()


@pytest.mark.parametrize(
    ("share", "level"),
    [("0.009999", "light"), ("0.01", "notable"), ("0.049999", "notable"), ("0.05", "heavy")],
)
def test_the_burden_turns_at_one_and_at_five_in_a_hundred(share: str, level: str) -> None:
    """A share at a threshold has reached it; the dearer and the cheaper dollar give the bounds."""
    cheap, dear = deal.USD_PER_EUR
    budget = Decimal(1_000_000)
    assert deal._burden(Decimal(share) * budget / cheap, budget, complete=True).lo == level
    assert deal._burden(Decimal(share) * budget / dear, budget, complete=True).hi == level
    assert deal._burden(Decimal(share) * budget / dear, budget, complete=False).hi == "heavy"


def test_a_hand_of_which_nobody_knows_whether_it_is_embargoed_stays_open(
    screener: Screener,
) -> None:
    """A border of Myanmar the day after its embargo may have ended; any border without the rows."""
    name = "chain.embargoed_hand"
    last = observed(screener, route=["MM"], as_of=date(2027, 4, 30))
    assert last[name].value == ("yes", "yes")
    assert name not in observed(screener, route=["MM"], as_of=date(2027, 5, 1))
    blind = Screener(engine="bitset", reference=Reference.load().without("embargoes"))
    assert observed(screener, route=["BE"])[name].value == ("no", "no")
    assert name not in observed(blind, route=["BE"])
