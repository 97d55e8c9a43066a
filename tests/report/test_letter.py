"""The open questions as a letter, by our template or the office's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licensecheck import Result, Screener
from licensecheck.errors import InputError
from licensecheck.report.letter import ADDRESSEES, Letter, letter_text
from licensecheck.report.letter_template import read_template
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
