"""The language of an answer: by option, by the environment, and refused where there is none."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.cli.running import BARE, SOURCE, environment, run

DUTCH = "Geen trigger is geen toestemming."


def plain(text: str) -> str:
    return " ".join(text.split())


def test_a_report_is_asked_for_in_dutch() -> None:
    """The answer is the same: its exit code tells it."""
    english, dutch = run(*BARE), run(*BARE, "--language", "nl")
    assert english.code == dutch.code
    assert DUTCH in plain(dutch.out)
    assert DUTCH not in plain(english.out)


def test_the_environment_sets_the_language_and_an_option_goes_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For a whole session of one person."""
    monkeypatch.setenv("LICENSECHECK_LANGUAGE", "nl")
    assert DUTCH in plain(run(*BARE).out)
    assert DUTCH not in plain(run(*BARE, "--language", "en").out)
    monkeypatch.setenv("LICENSECHECK_LANGUAGE", "xx")
    assert run(*BARE).code == 2


def test_a_language_without_a_catalogue_is_told_with_those_that_there_are() -> None:
    """With the nearest, or all."""
    ran = run(*BARE, "--language", "de")
    assert (ran.code, ran.out) == (2, "")
    assert "no such language `de`\n  help: one of: en, nl" in ran.err


def test_a_fact_is_explained_in_dutch() -> None:
    """Its values stay as documents write them, with their meaning beside them."""
    out = plain(run("vocabulary", "end_user.kind", "--language", "nl").out)
    assert "waarden: armed_forces, police," in out
    assert "armed_forces = strijdkrachten" in out
    assert "in woorden" not in run("vocabulary", "end_user.kind").out
    assert run("vocabulary", "--language", "nl").out.startswith("licence.kind ")


def test_a_rating_is_told_in_dutch() -> None:
    """The titles of entries, what the reading says of them, and the words between."""
    said = {
        words: plain(run("rating", *words, "--language", "nl").out)
        for words in (("ML15.c",), ("ML8.a.24",), ("6A003",), ("HS 9306",), ("--list", "ML13"),
                      ("--find", "kogelvrij vest"), ("--find", "laser zielzoeker"))
    }  # fmt: skip
    english = ("Image intensifiers", "Explosives", "note:", "verified", "the table lists",
               "cameras", "Bombs", "civil goods", "Armour", "hard plates", "use in")  # fmt: skip
    assert not [(words, one) for words, text in said.items() for one in english if one in text]
    assert "Beeldversterkers" in said["ML15.c",]
    assert "Kogelvrije vesten" in said["--find", "kogelvrij vest"]


DEAL = """\
kind: export
exporter: {name: Example BV, country: NL}
consignee: {name: Trade LLC, country: AE}
destination: RU
end_user: {name: Example Forces, country: SA, kind: armed_forces}
as_of: 2026-11-24
items:
  - {description: brillen, rating: ML15.c, quantity: 500, value: 1250000.50 EUR}
"""


def test_days_numbers_and_money_are_dutch(tmp_path) -> None:
    """In a report, in a letter, and in what rows say: points and commas, days in words, acts."""
    path = tmp_path / "deal.yaml"
    path.write_text(DEAL)
    report = plain(run("check", str(path), "--verbose", "--language", "nl").out)
    letter = plain(run("check", str(path), "--letter", "applicant", "--language", "nl").out)
    for text in (report, letter):
        assert "EUR 1.250.000,50" in text
    assert "Besluit 2014/512/GBVB" in report
    assert not re.findall(r"20[0-9]{2}: [0-9]+[.][0-9]|Decision |CFSP|UNSCR|Art[.] [0-9]", report)
    assert "24 november 2026" in letter
    assert not re.findall(r"Art[.] [0-9]|2026-11-24", letter)


def test_acts_are_cited_in_dutch() -> None:
    """Of each form: the year of a Regulation leads since 2015."""
    text = plain(run("country", "IR", "--as-of", "2026-11-24", "--language", "nl").out)
    assert "Verordening (EU) nr. 267/2012" in text
    assert "Verordening (EU) 2025/1975" in text
    assert "Besluit (GBVB) 2025/1972" in text
    assert "VNVR-resolutie 1929 (2010)" in text


IMPORTED = """
import sys
from licensecheck.cli import main
try:
    main(sys.argv[1:])
finally:
    print([name for name in ("babel", "pycountry") if name in sys.modules], file=sys.stderr)
"""


def imported(*arguments: str) -> str:
    """Which of the two libraries a command imports, in a process of its own."""
    command = (sys.executable, "-c", IMPORTED, *arguments)
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    return done.stderr.strip()


def test_english_needs_no_catalogue() -> None:
    """Nothing that takes time to import is imported for it, as a check should start at once."""
    assert imported(*BARE) == "[]"
    assert imported(*BARE, "--language", "nl") == "['babel']"


def test_the_source_folder_holds_no_compiled_catalogue() -> None:
    """None that could be older than what it was made from."""
    assert list(SOURCE.rglob("*.mo")) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["place", "Joegoslavie"], "Montenegro, Servië, Kosovo"),
        (["place", "BQ"], "Caribisch Nederland"),
        (["rules", "list", "--criterion", "4"], "gewapend conflict met een andere"),
        (["rules", "show", "cp.2.a.unheard"], "art. 2, lid 2, onder a"),
        (["rules", "validate", "examples/house-rules"], ""),
        (["rules", "test", "examples/house-rules"], ""),
    ],
)
def test_look_ups_and_rules_speak_it(arguments: list[str], said: str) -> None:
    """Names, titles and points of law are those of the language; codes stay."""
    spoken = run(*arguments, "--language", "nl")
    assert spoken.code == 0, spoken.err
    assert said in " ".join(spoken.out.split())
    assert run(*arguments, "--language", "xx").code == 2
