"""Lines end where a terminal ends them, whatever the script."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from licensecheck.wording.columns import display_width, shorten, wrap

TEXTS = st.text(st.sampled_from("ab c-漢字カ한é\u0301\u200b\t\n"), max_size=60)


def test_a_wide_character_takes_two_columns_and_a_mark_none() -> None:
    """As terminals show them."""
    assert display_width("Tokyo") == 5
    assert display_width("東京") == 4
    assert display_width("e\u0301") == 1
    assert display_width("Türkiye") == 7


def test_lines_of_wide_characters_are_as_long_as_others() -> None:
    """Half as many characters, as many columns."""
    assert wrap("漢" * 25, 20, first="* ", rest="  ") == [f"* {'漢' * 9}", f"  {'漢' * 9}",
                                                         f"  {'漢' * 7}"]  # fmt: skip


def test_a_word_that_fits_a_line_is_not_broken() -> None:
    """It goes to the next line; one that fits none is broken where the line ends."""
    assert wrap("one two three", 9, first="- ", rest="  ") == ["- one two", "  three"]
    assert wrap("one abcdefghijkl", 9, rest=" ") == ["one abcde", " fghijkl"]


@given(TEXTS, st.integers(12, 50))
def test_no_line_is_wider_and_no_character_is_lost(text: str, width: int) -> None:
    """Only white space may go."""
    lines = wrap(text, width, first="* ", rest="   ")
    assert all(display_width(line) <= width for line in lines)
    kept = "".join([lines[0][2:], *(line[3:] for line in lines[1:])])
    assert "".join(kept.split()) == "".join(text.split())


@given(TEXTS, st.integers(6, 50))
def test_a_shortened_text_fits_and_says_that_it_is_shortened(text: str, width: int) -> None:
    """A text that fits is left as it is."""
    short = shorten(text, width)
    assert display_width(short) <= width
    plain = " ".join(text.split())
    assert short == plain if display_width(plain) <= width else short.endswith(" ...")


@given(st.characters())
def test_no_character_takes_more_than_two_columns(char: str) -> None:
    """Nor fewer than none."""
    assert display_width(char) in (0, 1, 2)
    assert display_width(unicodedata.normalize("NFD", "é")) == 1
