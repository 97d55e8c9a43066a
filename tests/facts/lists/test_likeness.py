"""Names that are written otherwise are found; names that only share common words are not."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.party_lists import Maker, spellings, un_list
from licensecheck.facts.lists.index import LIKENESS, Listed, ListedName, ListIndex, Published
from licensecheck.facts.lists.names import bones, prepared, words_of
from licensecheck.facts.lists.readers import open_list


def index(*names: str, registrations: tuple[str, ...] = ()) -> ListIndex:
    entries = [
        Listed(f"R{n}", (ListedName(name, "name"),), (), registrations)
        for n, name in enumerate(names)
    ]
    return ListIndex(Published("made", "2026-11-20", iter(entries)))


def best(listed: str, asked: str) -> int:
    hits = index(listed).hits(asked)
    return hits[0].likeness if hits else 0


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Muhammad Kerim Yildirim", "Mohamed Karim Yıldırım"),
        ("Blue Harbour Trading LLC", "BLUE HARBOR TRADING L.L.C."),
        ("Gazprombank", "Gazprom Bank"),
        ("A.B.C. Corp", "ABC Corp"),
        ("Сергей Иванович Тестов", "Sergey Ivanovich Testov"),
        ("Yevgeny Testovsky", "Evgeniy Testovskiy"),
        ("Testov, Sergey Ivanovich", "Sergey Ivanovich Testov"),
        ("Hossein Rezazadeh", "Husayn Reza-Zadeh"),
        ("Severnaya Zvezda Industries JSC", "Severnaja Zvezda Industries"),
        ("Kowalczyk & Nowakowski Sp. z o.o.", "Kowalczyk and Nowakowski"),
        ("Ahmed Ould Testmane", "Ahmed Testmane"),
    ],
)
def test_one_name_in_two_spellings_is_found(listed, asked):
    """Transliteration, capitals, marks, legal form, order, blanks, a part that is missing."""
    assert best(listed, asked) >= LIKENESS
    assert best(asked, listed) >= LIKENESS


@pytest.mark.parametrize(
    "form",
    [
        "Joint Stock Company", "Non-Public Joint-Stock Co.", "Открытое акционерное общество",
        "Публичное акционерное общество", "Besloten Vennootschap", "Naamloze Vennootschap",
        "Gesellschaft mit beschränkter Haftung", "Société Anonyme",
        "Société à responsabilité limitée", "Société par actions simplifiée", "Sociedad Anónima",
        "Società per azioni", "Anonim Şirketi", "Limited Şirketi",
    ],
)  # fmt: skip
def test_each_form_written_out_is_left_out(form):
    """Whatever its language; the words of it count for nothing before and behind a name."""
    assert words_of(f"{form} Quarz") == words_of(f"Quarz {form}") == ("quarz",)


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Public Joint Stock Company Testbank", "Testbank"),
        ("Open Joint Stock Company Testov Plant", "OJSC Testov Plant"),
        ("Акционерное общество «Калибр»", "АО Калибр"),
        ("Gesellschaft mit beschränkter Haftung Quarz", "Quarz GmbH"),
        ("Naamloze Vennootschap De Vuursteen", "De Vuursteen N.V."),
        ("Societé Anonyme Silex", "Silex SA"),
        ("Khalid Ahmad al-Testi", "Mr. Khalid Al Testi"),
        ("Testoboronexport", "Testoboronexport Murmansk"),
        ("Testaz-Antei Air and Space Defence Corporation", "Testaz Antei"),
    ],
)
def test_a_form_written_out_is_a_legal_form(listed, asked):
    """So is a title of a person; and a long word, or two, that are all of a name's own, name it."""
    assert best(listed, asked) >= LIKENESS
    assert best(asked, listed) >= LIKENESS


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Beta Trading LLC", "Alfa LLC / Beta Trading LLC"),
        ("Beta Trading LLC", "Beta Trading LLC c/o Gamma Shipping GmbH"),
        ("Beta Trading LLC", "Alfa LLC (formerly Beta Trading LLC)"),
        ("Beta Trading LLC", "Alfa BV, namens Beta Trading LLC"),
        ("Beta Trading LLC", "Beta Trading, 27 Made Street, Murmansk, Ruritania"),
        ("TIRSL", "Test Republic of Ruritania Shipping Lines (TIRSL)"),
        ("Testaz-Antei", "ОАО «Концерн ВКО «Тестаз-Антей»"),
        ("Testbank", "Testbank - branch at Murmansk"),
        ("Testbank", "Testbank, Murmansk"),
        ("Ministry of Testing and Armed Logistics (MOTAL)", "MOTAL"),
    ],
)
def test_each_of_several_names_in_one_cell_is_compared(listed, asked):
    """Two firms, an earlier name, a short one in brackets, an address: never as like as a whole."""
    assert LIKENESS <= best(listed, asked) <= 90
    assert best(asked, listed) == best(listed, asked)
    [hit] = index(listed, "Decoy Handels").hits(asked)
    assert hit.name == listed


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Alpha Trading (China) Ltd", "Omega Trading (China) Ltd"),
        ("Khalid", "Testi, Khalid"),
        ("Trading", "Jansen / Trading"),
    ],
)
def test_a_part_is_compared_with_whole_names_alone(listed, asked):
    """Two firms in one country are two, and so is half a person's name."""
    assert best(listed, asked) == best(asked, listed) == 0


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("Alpha General Trading LLC", "Omega General Trading LLC"),
        ("International Bank of Commerce", "International Trading Company"),
        ("Tabashlin Electronics Inc", "Thompson Electronics AB"),
        ("General Trading Company", "Jansen General Trading"),
        ("Mohammed Ali Hassan", "Mohammed Omar Farouk"),
        ("Romano", "Germano Bouw GmbH"),
    ],
)
def test_names_that_share_common_words_alone_are_not(listed, asked):
    """Nor the first name of many."""
    assert best(listed, asked) == 0


def test_a_number_of_registration_is_a_hit_by_itself():
    """Compared as it is, without signs; a short one is none."""
    lists = index("Something", registrations=("NL-778899", "12"))
    [hit] = lists.hits("Quite Another", "nl 778899")
    assert (hit.compared, hit.likeness, hit.name) == ("registration", 100, "Something")
    assert lists.hits("Quite Another", "12") == ()


def test_a_hit_says_what_was_compared():
    """List, number, name, kind of name, likeness, countries."""
    names = (ListedName("First Person", "name"), ListedName("Nom de Guerre", "weak alias"))
    entry = Listed("R", names, ("RU",))
    [hit] = ListIndex(Published("made", "", iter([entry]))).hits("nom de guerre")
    assert tuple(hit) == ("made", "R", "Nom de Guerre", "weak alias", 100, ("RU",))


def test_bones_of_one_word_are_the_same_however_it_is_written():
    """Of another they are others."""
    assert len({bones(word) for word in ("mohammed", "muhamad", "mohamet")}) == 1
    assert bones("testov") != bones("petrov")


@given(st.text(max_size=60))
def test_every_name_is_found_as_it_is_written(text):
    """In any script; a name without a letter finds nothing and fails at nothing."""
    hits = index(text).hits(text) if text.strip() else ()
    assert (hits[0].likeness if hits else 0) == (
        100 if prepared(text).words and text.strip() else 0
    )


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_has_no_direction(one, other):
    """Which name stands on the list does not matter."""
    if prepared(one).words and prepared(other).words:
        assert best(one, other) == best(other, one)


@pytest.mark.costly
def test_spellings_of_a_made_list_are_found(tmp_path):
    """Of 500 spellings that differ by one thing, 19 in 20; of ordinary firms, hardly any."""
    path = tmp_path / "un.xml"
    names = un_list(path, Maker(1), 1_000)
    lists = ListIndex(open_list(path))
    maker = Maker(99)
    missed = [way for way, _, said in spellings(maker, names, 500) if not lists.hits(said)]
    assert len(missed) <= 25, Counter(missed)
    assert sum(bool(lists.hits(maker.ordinary())) for _ in range(1_000)) <= 5
