"""The open questions as a letter, by our template or the office's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licensecheck import Result, Screener
from licensecheck.errors import InputError
from licensecheck.report.letter import ADDRESSEES, Letter, letter_text
from licensecheck.report.letter_template import LetterTemplate, read_template
from tests.cli.running import run

CASE = {
    "as_of": "2020-06-15",
    "reference": "EXAMPLE-1",
    "exporter": {"name": "Example BV", "country": "IT"},
    "end_user": {"country": "EG", "kind": "armed_forces"},
    "items": [{"description": "frigates", "rating": "ML9.a"}],
}


def result(language: str = "en") -> Result:
    screener = Screener(engine="bitset", today=date(2026, 11, 24), language=language)
    return screener.screen(CASE)


@pytest.mark.parametrize("addressee", ADDRESSEES)
def test_each_is_asked_what_it_can_answer(addressee: str) -> None:
    """The applicant what an applicant knows, the others the rest; no question is lost."""
    found, letter = result(), letter_text(result(), addressee)
    for one in found.questions:
        assert (one.ask in letter) == ADDRESSEES[addressee](one), one
    assert {one.ask for one in found.questions} == {
        one.ask
        for one in found.questions
        if ADDRESSEES["applicant"](one) or ADDRESSEES["ministry"](one)
    }


def test_a_letter_holds_no_code_and_no_finding() -> None:
    """It asks; what was found goes to nobody outside."""
    found, letter = result(), letter_text(result(), "applicant")
    assert not any(one.fact in letter for one in found.questions)
    assert not any(one.text in letter or one.rule in letter for one in found.findings)
    assert "Example BV" in letter
    assert "Example BV" not in letter_text(found, "applicant", masked=True)


def test_dutch() -> None:
    """Template and questions alike."""
    letter = letter_text(result("nl"), "ministry")
    assert letter.startswith("Aan het ministerie")
    assert "Common Position" not in letter


def test_a_template_of_the_office(tmp_path: Path) -> None:
    """It replaces ours; a name that is not there, or what is no template, is refused."""
    own = tmp_path / "own.txt"
    own.write_text("{{ reference }}: {{ questions | length }} questions\n")
    assert letter_text(result(), "embassy", template=own).startswith("EXAMPLE-1: ")
    for text in ("{{ nothing_by_this_name }}", "{{ questions.__class__.__mro__ }}", "{{ 1 / 0 }}"):
        own.write_text(text)
        with pytest.raises(InputError, match=r"own\.txt"):
            letter_text(result(), "embassy", template=own)
    own.write_text("a\n{% if %}")
    with pytest.raises(InputError, match=r"own\.txt:2"):
        read_template(own)
    arguments = ["check", "--exporter", "IT", "--destination", "EG", "--rating", "ML9.a"]
    refused = run(*arguments, "--letter", "embassy", "--template", str(own))
    assert refused.code == 2
    assert "own.txt:2" in refused.err
    assert run(*arguments, "--template", str(own)).code == 2
    assert run(*arguments, "--letter", "embassy").code in (3, 4)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("addressee", ADDRESSEES)
def test_a_letter_says_by_when_and_to_whom_to_answer(addressee: str, language: str) -> None:
    """The day in the words of the language; a place to fill in where nobody said it."""
    asked = Letter(addressee, reply_by=date(2099, 3, 1), reply_to="Licensing desk, Street 1")
    letter = letter_text(result(language), asked)
    assert {"en": "2099-03-01", "nl": "1 maart 2099"}[language] in letter
    assert "Licensing desk, Street 1" in letter
    assert "[" not in letter
    bare = letter_text(result(language), addressee)
    assert {"en": "[day], to [office and address]", "nl": "[dag], aan [dienst en adres]"}[
        language
    ] in bare
    assert bare.count("EXAMPLE-1") == 2
    assert "EXAMPLE-1" not in letter_text(result(language), addressee, masked=True)


def test_what_goes_with_a_letter_alone() -> None:
    """Refused without one, and on a day that is past or none."""
    arguments = ["check", "--exporter", "IT", "--destination", "EG", "--rating", "ML9.a"]
    letter = run(
        *arguments, "--letter", "applicant", "--reply-by", "2099-03-01", "--reply-to", "Desk"
    )
    assert "Please answer by 2099-03-01, to Desk." in letter.out
    for more in (
        ["--reply-by", "2099-03-01"],
        ["--reply-to", "Desk"],
        ["--letter", "applicant", "--reply-by", "2001-03-01"],
        ["--letter", "applicant", "--reply-by", "soon"],
    ):
        refused = run(*arguments, *more)
        assert refused.code == 2
        assert "--reply-" in refused.err


def test_a_name_that_is_not_there_is_told_with_its_line() -> None:
    """And with the name that was probably meant."""
    for text in ("a\n{{ referense }}", "a\n{% if referense %}b{% endif %}"):
        with pytest.raises(InputError, match=r"own\.txt:2: .*referense.*\n.*`reference`"):
            letter_text(result(), Letter("ministry", LetterTemplate("own.txt", text)))


SEVERAL = {
    "as_of": "2026-11-24",
    "exporter": {"country": "NL"},
    "end_users": [
        {"country": "SA", "kind": "armed_forces"},
        {"country": "AE", "kind": "police"},
        {"country": "SA", "kind": "police"},
    ],
    "buyer": {"country": "EG", "kind": "company"},
    "end_use": {"onward": ["JO"]},
    "items": [{"rating": "ML6.a"}],
}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_embassy_is_asked_of_its_own_state(language: str) -> None:
    """A letter for each state; none asks of another one, and no question is left out."""
    screener = Screener(engine="bitset", today=date(2026, 11, 24), language=language)
    found = screener.screen(SEVERAL)
    names = {
        "en": ["Saudi Arabia", "United Arab Emirates", "Jordan", "Egypt"],
        "nl": ["Saoedi-Arabi\u00eb", "Verenigde Arabische Emiraten", "Jordani\u00eb", "Egypte"],
    }[language]
    own = LetterTemplate(
        "t", "{{ state }}|{% for one in questions %}{{ one.fact }}: {{ one.ask }}|{% endfor %}"
    )
    letters = letter_text(found, Letter("embassy", own)).split("\n\n" + "-" * 72 + "\n\n")
    assert [one.split("|")[0] for one in letters] == names
    for name, letter in zip(names, letters, strict=True):
        asked = letter.split("|", 1)[1]
        assert not any(other in asked for other in names if other != name), letter
    facts = [{one.split(":")[0] for one in text.split("|")[1:]} - {"\n", ""} for text in letters]
    of_embassy = {one.fact for one in found.questions if ADDRESSEES["embassy"](one)}
    assert set().union(*facts) == of_embassy
    # Of the buyer's state only what is asked of it, and what is asked of the case.
    assert facts[3] < of_embassy
    assert not any(one.startswith("end_user.") for one in facts[3])
    assert letter_text(found, Letter("embassy", own, embassy_in="Jordan")).strip() == letters[2]
    for name in ("FR", "Xyz"):
        with pytest.raises(InputError, match="embassy_in"):
            letter_text(found, Letter("embassy", embassy_in=name))


def test_questions_of_one_of_two_users_say_of_whom() -> None:
    """Both are in the state of the letter, so it does not tell by itself which one is meant."""
    known = {"value": "none", "source": "desk", "on": "2026-11-01"}
    facts = {"end_user.ihl_record": [{**known, "of": 1}, {**known, "of": 2}]}
    screener = Screener(engine="bitset", today=date(2026, 11, 24))
    found = screener.screen({**SEVERAL, "facts": facts})
    letters = {
        state: letter_text(found, Letter("embassy", embassy_in=state)) for state in ("SA", "AE")
    }
    assert letters["SA"].startswith("To the embassy in Saudi Arabia")
    assert '"the destination", Saudi Arabia is meant' in letters["SA"]
    said = "committed serious violations of international humanitarian law"
    asked = {state: [line for line in letter.splitlines() if said in line]
             for state, letter in letters.items()}  # fmt: skip
    assert [line.partition(" ")[2][:27] for line in asked["SA"] if "the end user" in line] == [
        "End user 3, Saudi Arabia: i"
    ]
    assert not [line for line in asked["AE"] if "the end user" in line]


def test_the_option_of_an_embassy() -> None:
    """It goes with a letter to one, names a state of the case, and a fault names it."""
    words = ["check", "--exporter", "NL", "--destination", "SA", "--rating", "ML6.a"]
    words += ["--as-of", "2026-11-24"]
    done = run(*words, "--letter", "embassy", "--embassy-in", "SA")
    assert done.out.startswith("To the embassy in Saudi Arabia")
    for more in (["--letter", "embassy", "--embassy-in", "FR"],
                 ["--letter", "embassy", "--embassy-in", "Xyz"],
                 ["--letter", "ministry", "--embassy-in", "SA"],
                 ["--embassy-in", "SA"]):  # fmt: skip
        refused = run(*words, *more)
        assert refused.code == 2
        assert "--embassy-in" in refused.err
