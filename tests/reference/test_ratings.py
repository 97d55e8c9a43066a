"""Ratings: every spelling of a code gives the same entry, and what is on no list is refused."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.errors import UnknownRating
from licensecheck.law import law_dir
from licensecheck.reference.control_list import ControlList
from licensecheck.reference.ratings import Rating, read_ratings
from licensecheck.reference.tables import open_folder

DAY = date(2024, 3, 8)
TABLE = ControlList.load()
RANKS = {
    "hostilities": ("none", "support", "direct"),
    "repression": ("none", "possible", "typical"),
}


def one(text: str, on: date = DAY) -> Rating:
    (rating,) = read_ratings(text, on=on)
    return rating


def codes(text: str, on: date = DAY) -> str:
    return " ".join(rating.code for rating in read_ratings(text, on=on))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ML6.a", "ML6.a"), ("ML6a", "ML6.a"), ("ml 6 a", "ML6.a"), ("ML 6.A", "ML6.a"),
        ("ML6", "ML6"), ("ML06(a)", "ML6.a"), ("ML10c1", "ML10.c.1"), ("ML10.c.i", "ML10.c.1"),
        ("ML7.b.(iii)", "ML7.b.3"), ("ML10i", "ML10.i"), ("ML10.i", "ML10.i"), ("ML22", "ML22"),
        ("ML10a,18a,22", "ML10.a ML18.a ML22"), ("ML14/6", "ML14 ML6"), ("ML5b, 6", "ML5.b ML6"),
        ("ML10a,b", "ML10.a ML10.b"), ("ML2.ML6", "ML2 ML6"), ("ML1a, ML3a", "ML1.a ML3.a"),
        ("ML6.a, ML6a", "ML6.a"), ("ML10 en ML11", "ML10 ML11"), ("ML8a24", "ML8.a.24"),
        ("ML1.b.2.a", "ML1.b.2.a"), ("6A002a2", "6A002"), ("6a002.a.2", "6A002"),
        ("1C350-16", "1C350"), ("5A002", "5A002"), ("5A002a1,\n5D002c1", "5A002 5D002"),
        ("ML11.a, 6A002", "ML11.a 6A002"), ("none", ""), ("Unlisted", ""),
    ],
)  # fmt: skip
def test_codes_as_people_write_them(text: str, expected: str) -> None:
    """Dots, spaces, case, Roman numbers and lists are read as the same codes."""
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "words", "help_"),
    [
        ("ML23", "`ML23` is not on the military list (ML1 to ML22)", "did you mean `ML"),
        ("ML0", "`ML0` is not on the military list (ML1 to ML22)", ""),
        ("ML10.c.9", "`ML10.c.9` is not on the military list; below `ML10.c`", "did you mean"),
        ("ML6.x", "below `ML6` it has `ML6.a`, `ML6.b`", ""),
        ("ML14.a", "below `ML14` it has no lettered entries", "or `ML14`"),
        ("ML18c", "`ML18.c` is not on the military list", "did you mean `ML18."),
        ("M10", "not a code of the military list", "did you mean `ML10`?"),
        ("11c", "not a code of the military list", "did you mean `ML11.c`?"),
        ("80", "not a code of the military list", "write each entry"),
        ("ML10ab", "not a code", "name each entry"), ("ML10a-f", "not a code", "name each entry"),
        ("ML10a-i", "not a code", "name each entry"), ("ML6a1b2c3d4", "not a code", ""),
        ("DIV", "stands for several entries and names none", "write each entry"),
        ("1E+201", "a spreadsheet has read it as a number", "did you mean `1E201`?"),
        ("5A002,5D,5E002", "`5D` is not a whole code of the dual-use list", "three digits"),
        ("8A00201e", "not a whole code of the dual-use list", ""), ("6F002", "not a code", ""),
        ("3B001,", "has an empty place in its list", ""), ("", "no rating is given", ""),
        ("ML6\u202ea", "is not a rating", ""), ("ML6" * 90, "is not a rating", ""),
        ("tank", "not a code", ""), ("a", "not a code", ""),
    ],
)  # fmt: skip
def test_what_is_refused_and_why(text: str, words: str, help_: str) -> None:
    """A refusal states what is wrong and what is nearest, and chooses nothing."""
    with pytest.raises(UnknownRating) as caught:
        read_ratings(text, on=DAY)
    (problem,) = caught.value.problems
    assert words in problem.what
    assert help_ in problem.help


def test_parts_of_a_rating() -> None:
    """Category and entry are cut from the code; dual use and unlisted goods have neither."""
    rating = one("ML10c1")
    assert (rating.listed, rating.category, rating.entry) == ("cml", "ML10", "ML10.c")
    assert (one("ML14").category, one("ML14").entry) == ("ML14", "ML14")
    assert (one("6A002a2").listed, one("6A002a2").category) == ("dual_use", "")
    assert (one("none").listed, one("none").code) == ("none", "")
    assert one("ML8a24").note.startswith("the table lists nothing below ML8.a")


@pytest.mark.parametrize(
    ("code", "field", "expected"),
    [
        ("ML6.a", "hostilities", ("support", "direct")), ("ML6.a", "ban", "none"),
        ("ML6.a", "repression", ("possible", "possible")), ("ML6.a", "salw", "no"),
        ("ML6.a", "mtcr_possible", "yes"), ("ML10.g", "mtcr_possible", "no"),
        ("ML1.a", "hostilities", ("support", "direct")),
        ("ML1.a", "hostilities_complete", ("direct", "direct")), ("ML1.a", "salw", "yes"),
        ("ML1.a", "repression", ("typical", "typical")),
        ("ML13.c", "hostilities", ("none", "support")),
        ("ML7.f", "hostilities", ("none", "none")), ("ML7.g", "hostilities", ("none", "none")),
        ("ML7.b", "ban", "chemical_agent"), ("ML7.a", "ban", "unknown"),
        ("ML4.a", "ban_held", "yes"), ("ML3.a", "ban_held", "by_kind"), ("ML6.a", "ban_held", "no"),
        ("ML10.a", "repression", ("none", "possible")), ("ML3.b", "repression", ("none", "none")),
        ("ML19.f", "ban", "blinding_laser"), ("ML4.a", "ban", "unknown"), ("ML9.a", "ban", "none"),
        ("ML3", "fixed_form", "ammunition"), ("ML18", "fixed_form", "production_equipment"),
        ("ML21.a", "fixed_form", "software"), ("ML22", "fixed_form", "technology"),
        ("ML6", "fixed_form", ""), ("ML2", "salw", "unknown"),
        ("ML2", "repression", ("none", "possible")),
        ("ML4", "mtcr_possible", "unknown"),
        ("ML8", "terror_use", "yes"), ("ML6", "terror_use", "no"),
        ("ML16", "salw", "unknown"), ("ML11.a", "surveillance", "unknown"),
        ("ML6.a", "surveillance", "no"),
        ("ML7.c", "precursor", "yes"), ("ML7.d", "crowd_control", "yes"),
        ("1C350", "precursor", "yes"), ("5A002", "ban", "none"), ("9A101", "mtcr_possible", "yes"),
    ],
)  # fmt: skip
def test_what_an_entry_can_hold(code: str, field: str, expected: object) -> None:
    """The bounds of an entry are those that RULES.md gives for its goods."""
    assert getattr(one(code), field) == expected


def test_a_parent_is_the_hull_of_its_children() -> None:
    """A code that is less deep never says more than all that it stands for."""
    for parent, children in TABLE.children.items():
        if not parent:
            continue
        above, below = TABLE.entries[parent], [TABLE.entries[child] for child in children]
        for field in ("hostilities", "hostilities_complete", "repression"):
            rank = RANKS[field.removesuffix("_complete")].index
            assert rank(getattr(above, field)[0]) <= min(rank(getattr(e, field)[0]) for e in below)
            assert rank(getattr(above, field)[1]) >= max(rank(getattr(e, field)[1]) for e in below)
        for field in ("salw", "terror_use", "ban", "surveillance", "crowd_control", "precursor",
                      "mtcr_possible"):  # fmt: skip
            values = {getattr(entry, field) for entry in below}
            assert getattr(above, field) in (values if len(values) == 1 else {"unknown"}), parent


def test_the_table_uses_known_words() -> None:
    """Every cell of the table is a word of the vocabulary, and every parent has a row."""
    for entry in TABLE.entries.values():
        assert not entry.parent or entry.parent in TABLE.entries
        assert entry.description
        for bounds in (entry.hostilities, entry.hostilities_complete):
            assert RANKS["hostilities"].index(bounds[0]) <= RANKS["hostilities"].index(bounds[1])
        assert RANKS["repression"].index(entry.repression[0]) <= RANKS["repression"].index(
            entry.repression[1]
        )
        for flag in (entry.salw, entry.terror_use, entry.surveillance, entry.crowd_control,
                     entry.precursor):  # fmt: skip
            assert flag in ("yes", "no", "unknown")
    assert set(TABLE.children[""]) == {f"ML{number}" for number in range(1, 23)}


def test_editions_of_the_list() -> None:
    """An entry that left the list is read for its days; one that came in is read with a note."""
    assert one("ML2.d", date(2010, 1, 1)).note.startswith("left the list")
    with pytest.raises(UnknownRating, match="not on the list of 2023-02-20 and later"):
        one("ML2.d")
    assert "is not established" in one("ML11.c", date(2010, 1, 1)).note
    assert "is not established" not in one("ML11.c").note


def test_carried_over_columns_are_those_of_the_shared_table() -> None:
    """The facts of the source table are unchanged; ours stand beside them."""
    shared = law_dir().parent.parent / "shared" / "facts" / "control_list.csv"
    if not shared.is_file():
        pytest.skip("the shared fact tables are not beside this checkout")
    with shared.open(encoding="utf-8", newline="") as file:
        given = list(csv.DictReader(file))
    with (law_dir() / "reference" / "control_list.csv").open(encoding="utf-8", newline="") as file:
        ours = {row["code"]: row for row in csv.DictReader(file)}
    assert list(ours) == [row["code"] for row in given]
    for row in given:
        row["salw_relevant"] = row.pop("salw")
        for column in set(row) - {"note", "description"}:
            assert ours[row["code"]][column] == row[column], (row["code"], column)


# Cells of the Dutch lists that no reader could take: what they stand for is not written.
UNREAD_MILITARY = {"DIV": 90, "DIVERSE": 39, "DIVERSE LANDEN": 8, "M10": 2, "ML10A-F": 1,
                   "ML10AB": 2, "ML18C": 1}  # fmt: skip
UNREAD_DUAL_USE = {"": 141, "0": 16, "10": 1, "1E+201": 1, "3B001,": 1, "5A002,5D,5E002": 1,
                   "7A": 3, "80": 1, "8A00201E": 1, "90": 1, "DIVERSE": 42}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "column", "unread"),
    [
        ("Overzicht.uitvoer.militaire.goederen.2004-2014.csv", "SGP", UNREAD_MILITARY),
        ("Overzicht.dual-use.goederen-2004-2015.csv", "SG-Post", UNREAD_DUAL_USE),
    ],
)
def test_codes_of_the_dutch_lists(name: str, column: str, unread: dict[str, int]) -> None:
    """Every code in the published lists is read, or stands above with its number of rows."""
    path = law_dir().parent.parent / "shared" / "data" / "nl-licences" / name
    if not path.is_file():
        pytest.skip("the Dutch licence lists are not beside this checkout")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = Counter(row[column] for row in csv.DictReader(file))
    refused: Counter[str] = Counter()
    for cell, rows in cells.items():
        try:
            assert read_ratings(cell, on=date(2010, 1, 1))
        except UnknownRating:
            refused[cell.strip().upper()] += rows
    print(f"{column}: {cells.total() - refused.total()} of {cells.total()} rows read")
    assert refused == unread


@pytest.mark.parametrize(
    ("text", "words", "help_"),
    [
        ("9A610", "the United States Commerce Control List: Military aircraft", "`ML10`"),
        ("9a610.x", "United States Commerce Control List", "`ML10`"), ("3A611", "elec", "`ML11`"),
        ("0A606.b", "Ground vehicles", "`ML6`"), ("ECCN 8A609", "vessels", "`ML9`"),
        ("9D610", "Commerce Control List", "`ML21.a`"), ("0B606", "Ground", "`ML18.a`"),
        ("5A992", "Commerce Control List", "nearest of the dual-use list"),
        ("5D992.c", "Commerce Control List", "`5D"), ("3A090", "Commerce Control List", "`3A"),
        ("9A515", "Spacecraft", "`ML11.c`"), ("EAR99", "Commerce Control List", "EU lists"),
        ("XI(a)(3)", "United States Munitions List: Radar", "`ML5.b`"),
        ("USML VIII(h)", "United States Munitions List: Aircraft", "`ML10`"),
        ("USML Category IV", "missiles", "`ML4`"), ("2B909", "a national list", "`2B"),
        ("Teil I Abschnitt A", "the German export list (Ausfuhrliste)", "EU lists"),
        ("Teil I Abschnitt A 0006a", "the German export list", "`ML6`"),
        ("PL5001", "the British national controls", ""), ("PL9009", "the British", ""),
        ("2-6.a", "the Canadian Export Control List, group 2", "`ML6`"),
        ("KM 6", "the Swiss list of war material", "`ML6`"),
        ("HS 8710", "customs: Tanks", "`ML6.a`"), ("Kriegswaffenliste 11", "weapons of war", ""),
        ("6.A.2.a", "as in the list of the Wassenaar Arrangement", "did you mean `6A002`?"),
        ("0B999", "Commerce Control List", "`0B00"), ("0B099", "Commerce", "`0B00"),
        ("0B888", "not on the EU dual-use list", "did you mean `0B007`?"),
        ("6A777", "not on the EU dual-use list", "did you mean `6A2"),
        ("1B351", "not on the EU dual-use list", "did you mean `1B2"),
        ("ML11.a, 9A610", "Commerce Control List", "`ML10`"),
        ("4A506", "not on the EU dual-use list", ""),
        ("WA ML6", "the Wassenaar Arrangement", "`ML6.a`"),
        ("Wassenaar Arrangement ML6.a", "the Wassenaar Arrangement", "`ML6.a`"),
        ("8710.00", "customs: Tanks", "`ML6.a`"), ("9A610, ML6.a", "Commerce Control", "`ML10`"),
        ("USML XI(a)(3); ML6", "Munitions List: Radar", "`ML5.b`"),
    ],
)  # fmt: skip
def test_codes_of_other_lists(text: str, words: str, help_: str) -> None:
    """A code of another list is refused, says which list it is of, and what to look at."""
    with pytest.raises(UnknownRating) as caught:
        read_ratings(text, on=DAY)
    (problem,) = caught.value.problems
    assert words in problem.what
    assert help_ in problem.help


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ML6.a.", "ML6.a"), ("ML10.c.1.", "ML10.c.1"), ("6A003.", "6A003"), ("0006a", "ML6.a"),
        ("0006", "ML6"), ("A0006", "ML6"), ("A0010c1", "ML10.c.1"),
        ("0010c1, 0018", "ML10.c.1 ML18"), ("0001 a", "ML1.a"),
        ("3A001.a.1", "3A001"), ("ML6.a., ML7.b.", "ML6.a ML7.b"), ("3A001.b.2.a", "3A001"),
    ],
)  # fmt: skip
def test_final_points_and_german_numbers(text: str, expected: str) -> None:
    """A final point says nothing, and the German list numbers the entries of the military list."""
    assert codes(text) == expected


def test_the_dual_use_list() -> None:
    """Each entry is read, with the regime that its number tells; later series by shape, in time."""
    rows = open_folder(law_dir() / "reference").rows("dual_use_list")
    regimes = {"0": "Wassenaar", "1": "Missile", "2": "Nuclear", "3": "Australia", "4": "Chemical"}
    for row in rows:
        rating = one(row["code"])
        assert (rating.listed, rating.code) == ("dual_use", row["code"])
        assert row["title"] in rating.basis
        nuclear = row["code"][0] == "0"
        assert row["regime"].startswith("Nuclear" if nuclear else regimes[row["code"][2]])
    later = one("4A506", date(2026, 1, 1))
    assert "known by its shape only" in later.basis


# --- laws ----------------------------------------------------------------------------------------

KNOWN = sorted(TABLE.entries)


@given(
    code=st.sampled_from(KNOWN),
    mark=st.sampled_from(["", ".", " ", " . ", "."]),
    after=st.sampled_from(["", " ", "."]),
    upper=st.booleans(),
    pad=st.sampled_from(["", " ", "\t", "\n  "]),
)
def test_every_spelling_of_a_code_is_the_same_rating(
    code: str, mark: str, after: str, upper: bool, pad: str
) -> None:
    """Case, dots and spaces change nothing but the words as written."""
    spelt = "ML" + after + mark.join(code.removeprefix("ML").split("."))
    spelt = pad + (spelt.upper() if upper else spelt.lower()) + pad
    day = date(2015, 1, 1)
    assert replace(one(spelt, day), text="") == replace(one(code, day), text="")


@given(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=6),
       st.sampled_from([",", ", ", "/", " / ", ";", " en ", " & ", " "]))  # fmt: skip
def test_a_list_is_its_entries_in_order(listed: list[str], between: str) -> None:
    """A list of codes is each of them once, in the order written."""
    day = date(2015, 1, 1)
    assert codes(between.join(listed), day).split() == list(dict.fromkeys(listed))


@given(st.text(max_size=240) | st.lists(st.sampled_from(
    ["ML", "6", "a", ".", ",", "-", "10", "A", "002", "(", "ii", ")", " ", "/", "+", "E"]
), max_size=20).map("".join))  # fmt: skip
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is read as listed codes or refused in words that can be printed."""
    try:
        ratings = read_ratings(text, on=DAY)
    except UnknownRating as error:
        said = str(error)
    else:
        said = " ".join(f"{rating.code} {rating.note}" for rating in ratings)
        assert ratings
    assert said.encode("utf-8")
