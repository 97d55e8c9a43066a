"""Every destination written in the Dutch licence lists is read, or stands here with the reason."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest

from licensecheck.errors import UnknownPlace
from licensecheck.law import law_dir
from licensecheck.reference.places import read_place

UNREAD = {
    "Congo": "two countries are called so",
    "Congo via Libanon": "two countries are called so",
    "Continentaal plat": "a sea bed whose state is not named",
    "NIET VAN TOEPASSING": "not applicable: no place is given",
    "ONBEKEND": "unknown: no place is given",
}


def test_every_dutch_destination_is_read() -> None:
    """All 671 spellings but five are read, and the five are unreadable for anybody."""
    path = law_dir().parent.parent / "shared" / "facts" / "nl_terms.csv"
    if not path.is_file():
        pytest.skip("the terms of the Dutch lists are not beside this checkout")
    rows: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["term"]] += int(row["rows"])
    unread = set()
    for term in rows:
        try:
            place = read_place(term, on=date(2010, 6, 1), members=lambda _, __: frozenset({"DE"}))
        except UnknownPlace:
            unread.add(term)
        else:
            assert place.countries
            assert place.round_trip == term.endswith("v.v.")
            assert bool(place.via) == (" via " in f" {term} ")
    print(f"{len(rows) - len(unread)} of {len(rows)} terms read;", end=" ")
    print(f"{sum(rows[term] for term in unread)} of {rows.total()} rows unread")
    assert unread == set(UNREAD)
