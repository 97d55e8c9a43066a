"""Reading official texts: made-up wording in the structure that EUR-Lex gives acts."""

from __future__ import annotations

from pathlib import Path

import pytest

from licensecheck.errors import InputError
from licensecheck.rules.official_text import joint_hash, place_of, read_official_text
from tests.rules.official_texts import (
    AMENDING,
    CONSOLIDATED,
    FORMEX,
    LANGUAGES,
    PLAIN,
    html,
)


def _read(tmp_path: Path, text: str, name: str = "text.html"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_official_text(path)


@pytest.mark.parametrize(
    "text", [CONSOLIDATED, html(), FORMEX, PLAIN], ids=["grid", "html", "xml", "txt"]
)
def test_formats(tmp_path: Path, text: str) -> None:
    """Every format gives the same passages with the same words."""
    wanted = _read(tmp_path, html())
    found = _read(tmp_path, text)
    assert [one.name for one in found.passages] == [one.name for one in wanted.passages]
    assert [one.hash for one in found.passages] == [one.hash for one in wanted.passages]


def test_passages(tmp_path: Path) -> None:
    """Articles, paragraphs, letters, indents and the closing words each are a passage."""
    names = [one.name for one in _read(tmp_path, html()).passages]
    assert names == [
        "Art. 1", "Art. 1(1)", "Art. 1(1a)", "Art. 2", "Art. 2(1)", "Art. 2(1)(a)", "Art. 2(1)(ba)",
        "Art. 2(2)", "Art. 2(2), indent 1", "Art. 2(2)(a)", "Art. 2(2)(b)", "Art. 2(2), closing",
        "Art. 2(2), indent 2", "Art. 2(2)(c)", "Art. 2(3)", "Art. 10",
    ]  # fmt: skip


def test_sub_list(tmp_path: Path) -> None:
    """Roman numbers within a letter belong to the letter; a note and the signature are not read."""
    texts = {one.name: one.text for one in _read(tmp_path, html()).passages}
    assert texts["Art. 2(1)(a)"].endswith("(ii) of the second kind;")
    assert "Made in" not in texts["Art. 10"]
    assert "foot note" not in " ".join(texts.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages(tmp_path: Path, language: str) -> None:
    """English, Dutch, German and French texts are told apart and cut alike."""
    found = _read(tmp_path, LANGUAGES[language], "text.txt")
    assert found.language == language
    assert [one.name for one in found.passages] == [
        "Art. 1",
        "Art. 1(1)",
        "Art. 1(1)(a)",
        "Art. 1(2)",
    ]


def test_amending_act(tmp_path: Path) -> None:
    """The new wording that an amending act quotes stands at the place that it changes."""
    found = _read(tmp_path, AMENDING)
    assert found.celex == "32025D0779"
    new = [(one.name, one.text) for one in found.passages if one.amends]
    assert new == [
        ("Art. 2(1)(bb)", "the made duties of the treaty on arms trade"),
        ("Art. 2(2)(d)", "refuse where a made risk is seen"),
    ]


def test_celex(tmp_path: Path) -> None:
    """The CELEX number is that of the file's name, else of its text."""
    assert _read(tmp_path, html()).celex == "02008E0944-20190917"
    assert _read(tmp_path, html(), "32008E0944.html").celex == "32008E0944"


@pytest.mark.parametrize(
    ("point", "place"),
    [
        ("Art. 2(2)(a)", ("2", "2", "a", "")),
        ("Art. 2(2), first indent", ("2", "2", "", "indent 1")),
        ("Art. 2(2), explanatory paragraph", ("2", "2", "", "closing")),
        ("Art. 1(1a)", ("1", "1a", "", "")),
        ("Art. 5", ("5", "", "", "")),
        ("Art. 5, practice", ("5", "", "", "")),
        ("Art. 2(7)(c), User's Guide", ("2", "7", "c", "")),
        ("Art. 2(7), place not seen", None),
        ("Decision (CFSP) 2021/38", None),
        ("Art. 2 (place not seen)", None),
    ],
)
def test_place_of(point: str, place: object) -> None:
    """A point of ours names a place of the text, or none."""
    assert place_of(point) == place


def test_joint_hash(tmp_path: Path) -> None:
    """A letter is read with the opening of its paragraph and its indent, and with no other."""
    before = _read(tmp_path, html())
    same = [("2", "1", "a", ""), ("2", "2", "c", "")]
    opening = _read(tmp_path, html(opening="An opening that was changed."))
    assert joint_hash(before, ("2", "1", "a", "")) != joint_hash(opening, ("2", "1", "a", ""))
    other = _read(tmp_path, html(repression="refuse on another made risk;"))
    assert [joint_hash(before, place) for place in same] == [
        joint_hash(other, place) for place in same
    ]
    assert joint_hash(before, ("2", "2", "a", "")) != joint_hash(other, ("2", "2", "a", ""))
    assert joint_hash(before, ("9", "", "", "")) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html><body><p>nothing</p></body></html>", "no article was found"),
        ("<ACT><ARTICLE>", "no readable XML"),
        ('<!DOCTYPE A [<!ENTITY a "b">]><A>&a;</A>', "defines entities"),
        ("", "no article was found"),
    ],
)
def test_refused(tmp_path: Path, text: str, said: str) -> None:
    """A file without articles, or of broken XML, is refused by its name."""
    with pytest.raises(InputError, match=said) as error:
        _read(tmp_path, text, "text.xml")
    assert error.value.problems[0].where == "text.xml"


def test_deep_xml(tmp_path: Path) -> None:
    """A document nested without end is read, or refused, and never a traceback."""
    deep = "<A>" * 5_000 + "<TI.ART>Article 1</TI.ART><P>words</P>" + "</A>" * 5_000
    assert _read(tmp_path, deep, "text.xml").passages[0].text == "words"
