"""Words for products are read to entries that may hold them: candidates, and none chosen."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.application.tokens import ItemForm, ItemKind
from licensecheck.law import law_dir
from licensecheck.reference.find_rating import Finder
from licensecheck.reference.ratings import read_ratings

DAY = date(2026, 11, 24)
FINDER = Finder.load()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


WORDS = rows(law_dir() / "reference" / "product_words.csv")


def codes(text: str) -> list[str]:
    return [one.code for one in FINDER.find(text)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("night vision goggles", "ML15.c"),
        ("nachtzichtkijkers met toebehoren", "ML15.c"),
        ("onderdelen voor tanks", "ML6.a"),
        ("tankwielen", "ML6.a"),
        ("radarvuurleidingsystemen", "ML5.b"),
        ("technology for radar", "ML22.a"),
        ("software t.b.v. vuurleidingsystemen", "ML21.a"),
        ("halffabrikaten voor gevechtsvliegtuigen", "ML16"),
        ("delen van F 16 gevechtsvliegtuigen", "ML10.a"),
        ("patronen, kaliber 9x19mm", "ML3.a"),
        ("howitser", "ML2.a"),
        ("drone engine", "ML10.d"),
        ("engine for a drone", "ML10.d"),
        ("motor voor een drone", "ML10.d"),
        ("dronemotor", "ML10.d"),
    ],
)
def test_words_find_their_entry(words, first):
    """English and Dutch, compounds, types, what goods are for, and a slip of the pen."""
    assert codes(words)[0] == first


def test_what_is_denied_is_not_looked_for():
    """The word after `not` or `geen` is what the goods are not."""
    assert codes("not a weapon") == codes("geen wapen") == []
    assert codes("vehicle without a gun") == codes("vehicle")
    assert codes("helm, niet voor motoren")[0] == "ML13.c"


def test_a_plural_with_the_stem_of_another_word_is_itself():
    """`Propellants` are no propellers."""
    assert codes("propellants")[0] == codes("production equipment for propellants")[1] == "ML8.b"


def test_a_part_is_rated_where_the_thing_is():
    """The word `parts` names no entry of its own; it suggests the form."""
    whole, part = FINDER.find("fregatten")[0], FINDER.find("onderdelen van fregatten")[0]
    assert whole.code == part.code == "ML9.a.1"
    assert part.form == "component"


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("radar", "complete"),
        ("radar parts", "component"),
        ("onderdelen radar", "component"),
        ("parts for sniper rifles", "component"),
        ("F-16 spare parts", "spare_part"),
        ("reservedelen voor radar", "spare_part"),
        ("technology for radar parts", "technology"),
    ],
)
def test_a_word_for_parts_says_the_form_wherever_it_stands(words, form):
    """Before or behind the thing; spare parts are a form of their own."""
    assert FINDER.find(words)[0].form == form


def test_every_candidate_says_why():
    """Which words were read, as which word of the trade."""
    [reason] = FINDER.find("thermal imaging camera")[0].reasons
    assert (reason.kind, reason.said, reason.word) == (
        "word", "thermal imaging camera", "thermal imaging camera",
    )  # fmt: skip
    near = FINDER.find("howitser")[0].reasons[0]
    assert (near.kind, near.said) == ("near", "howitser")


def test_every_entry_has_its_title():
    """Of the military and of the dual-use list."""
    found = {one.code: one.title for one in FINDER.find("night vision goggles")}
    assert set(found) == {"ML15.c", "ML15.d", "6A002"}
    assert all(found.values())


def test_words_that_are_not_known_find_nothing():
    """Nothing is guessed."""
    assert codes("bicycle bell") == []
    assert codes("") == []


def test_an_entry_of_an_older_list_is_no_candidate():
    """What is on no list any more cannot be applied for, whatever its title says."""
    assert "ML2.d" not in codes("mountings")


@given(st.text(max_size=700))
def test_any_text_is_read_to_readable_codes(text):
    """No text fails, and each candidate is a code that can be written in an application."""
    for one in FINDER.find(text):
        read_ratings(one.code, on=DAY)
        assert one.reasons


def test_the_table_names_what_exists():
    """Entries, kinds and forms of each row can be written in an application; no word is empty."""
    for row in WORDS:
        for code in row["ratings"].split():
            read_ratings(code, on=DAY)
        assert row["kind"] in ("", *get_args(ItemKind)), row
        assert row["form"] in ("", *get_args(ItemForm)), row
        assert bool(row["ratings"]) == (row["role"] in ("goods", "form")), row
        for language in ("en", "nl"):
            assert all(word.strip() == word != "" for word in row[language].split("|")), row


def test_hundred_words_of_public_nomenclatures_find_their_category():
    """Headings of the procurement vocabulary and of customs; the category among the first three."""
    table = rows(Path(__file__).with_name("nomenclature_words.csv"))
    missed = []
    for row in table:
        found = [code.partition(".")[0] for code in codes(row["words"])[:3]]
        if not set(found) & set(row["categories"].split()):
            missed.append((row["words"], found))
    assert len(table) == 100
    assert len(missed) <= 2, missed


@pytest.mark.whole
def test_descriptions_of_the_dutch_lists_find_their_category(shared):
    """Of the half of the descriptions that the words were not learned from, nine in ten."""
    path = shared / "data" / "nl-licences" / "Overzicht.uitvoer.militaire.goederen.2004-2014.csv"
    rated: dict[str, Counter[str]] = defaultdict(Counter)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        lines = list(csv.DictReader(file))
    for row in lines:
        code = re.match(r"\s*ML\s*([0-9]+)", row["SGP"] or "", re.IGNORECASE)
        words = " ".join((row["goederen omschrijving"] or "").lower().split())
        # The half with an even sum was looked at while the words were written.
        if code and words and sum(map(ord, words)) % 2:
            rated[words][f"ML{int(code[1])}"] += 1
    assert len(rated) > 3_000
    hits = sum(
        any(code.partition(".")[0] in categories for code in codes(words)[:3])
        for words, categories in rated.items()
    )
    assert hits / len(rated) > 0.9


def test_a_word_written_just_so_is_that_word() -> None:
    """Two Dutch words have one stem, and one of them is a rifle."""
    found = Finder.load().find("kogelwerend")
    assert {one.code.split(".")[0] for one in found} == {"ML13"}
    assert any(one.code == "ML1.a" for one in Finder.load().find("kogelgeweren"))
