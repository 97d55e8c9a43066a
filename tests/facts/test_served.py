"""What follows from the entry that goods are for follows for technology, software and parts."""

from __future__ import annotations

from datetime import date

import pytest

from licensecheck import InputError, Screener
from licensecheck.reference.ratings import read_ratings, read_served, serving

DAY = date(2026, 11, 24)


def one(code: str):
    return read_ratings(code, on=DAY)[0]


def application(**item: str):
    return {
        "as_of": "2026-11-24",
        "exporter": {"country": "NL"},
        "end_user": {"country": "SA", "kind": "police"},
        "items": [item],
    }


def test_technology_takes_the_bounds_of_what_it_is_for():
    """Technology for image intensifiers: repression possible, and no small arm."""
    alone, served = one("ML22.a"), serving(one("ML22.a"), one("ML15.c"))
    assert (alone.repression != served.repression, alone.salw) == (True, "unknown")
    assert (served.repression, served.salw) == (("possible", "possible"), "no")
    assert served.mtcr_possible == one("ML15.c").mtcr_possible
    assert (served.code, served.entry, served.fixed_form) == ("ML22.a", "ML22.a", "technology")


def test_of_what_serves_a_weapon_no_direct_use_follows():
    """A drawing of a rifle does not fire."""
    served = serving(one("ML22.a"), one("ML1.a"))
    assert served.hostilities == ("support", "support")
    assert served.salw == "yes"


def test_an_entry_of_its_own_keeps_the_graver_of_both():
    """Electronics for rifles are no less than electronics, and no less than what they serve."""
    own, other = one("ML11.a"), one("ML1.a")
    served = serving(own, other)
    order = ("none", "possible", "typical").index
    assert order(served.repression[0]) >= max(order(own.repression[0]), order(other.repression[0]))
    assert served.salw == "yes"


def test_a_banned_weapon_is_asked_for_where_the_goods_serve_one():
    """Technology for mines: whether for banned ones is not known."""
    assert serving(one("ML22.a"), one("ML4.a")).ban == one("ML4.a").ban != "none"
    assert serving(one("ML22.a"), one("ML15.c")).ban == one("ML22.a").ban


def test_what_is_stated_is_read_into_facts():
    """The fact rests on both entries, which the source names."""
    result = Screener().screen(application(rating="ML22.a", form="technology", **{"for": "ML15.c"}))
    assert "ML22.a" in result.transfer
    text = result.to_json()
    assert "for ML15.c: Image intensifiers" in text


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"rating": "ML22.a", "for": "ML15.z"}, "items[0].for: `ML15.z` is not on the military"),
        ({"rating": "ML22.a", "for": "ML1, ML2"}, "items[0].for: `ML1, ML2` names several entries"),
        ({"rating": "ML22.a", "for": "none"}, "items[0].for: `none` names no entry"),
        ({"rating": "ML22.a", "for": "ML"}, "items[0].for: `ML` names no entry"),
        ({"rating": "ML6.a", "form": "complete", "for": "ML5"}, "items[0].for: `for` is given"),
        ({"rating": "ML6.z", "form": "ammunition", "for": "x"}, "items[0].for: `for` is given"),
    ],
)
def test_what_cannot_be_for_an_entry_is_told(item, told):
    """With its place; the other faults of the document are told in the same breath."""
    with pytest.raises(InputError) as caught:
        Screener().screen(application(**item))
    assert told in str(caught.value)


def test_one_entry_is_read():
    """As a rating is."""
    assert read_served("ml 15 c", on=DAY).code == "ML15.c"


def test_an_application_keeps_what_it_is_for():
    """Under the word that documents use."""
    from licensecheck import read_application

    read = read_application(application(rating="ML22.a", **{"for": "ML15.c"}))
    assert read.document()["items"] == [{"rating": "ML22.a", "for": "ML15.c"}]
