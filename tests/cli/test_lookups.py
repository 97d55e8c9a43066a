"""The look-up commands: place, rating, vocabulary, rules, schema, and the version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from licensecheck.law import packaged_rulesets
from licensecheck.reference import Reference
from licensecheck.rules.load import load_ruleset
from licensecheck.vocabulary import Vocabulary
from tests.cli.running import DAY, refused, run


def said(*arguments):
    """What a command that succeeds prints."""
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    wide = arguments[0] == "rules" or "json" in arguments
    assert wide or all(len(line) <= 80 for line in ran.out.splitlines())
    return ran.out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SA", "SA  Saudi Arabia"),
        ("Nederland", "NL  Netherlands"),
        ("VS, Italië", "2 countries"),
        ("NAVO+", "36 countries"),
        ("China via Hongkong", "via: HK Hong Kong"),
        ("Canada v.v.", "there and back"),
    ],
)
def test_a_place_is_read_as_people_write_it(name, told):
    """With its basis."""
    out = said("place", name, "--as-of", DAY)
    assert told in out
    assert f"`{name}` on {DAY}" in out


def test_the_members_of_a_bloc_are_those_of_the_day():
    """The Union had 27 states before Croatia, 28 after, 27 without the United Kingdom."""
    counts = [said("place", "EU", "--as-of", day).split(": ")[1].split()[0]
              for day in ("2012-01-01", "2014-01-01", DAY)]  # fmt: skip
    assert counts == ["27", "28", "27"]


def test_an_unread_place_gives_candidates_and_no_pick():
    """Never a nearest match."""
    assert "none of them chosen: `Nederland`" in refused(run("place", "Nederlnd")).err
    refused(run("place", ""))
    refused(run("place", "\x1b[31mred\u202e"))
    assert "--as-of: `1` is not a day" in refused(run("place", "NL", "--as-of", "1")).err


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ML6.a", "ML6.a: EU common military list"),
        ("ML10a,18a,22", "ML22: EU common military list"),
        ("6A002", "6A002: EU dual-use list"),
        ("none", "on no list"),
    ],
)
def test_a_rating_says_what_it_implies(code, told):
    """One entry or several."""
    assert told in said("rating", code, "--as-of", DAY)


def test_an_unknown_rating_is_told():
    """With what lies nearest."""
    assert "`ML99` is not on the military list (ML1 to ML22)" in refused(run("rating", "ML99")).err
    refused(run("rating", ""))
    refused(run("rating", "\x1b[31m"))


def test_the_vocabulary_lists_every_fact_and_shows_one():
    """One a line; a single fact with its question."""
    names = [line.split()[0] for line in said("vocabulary").splitlines()]
    assert names == list(Vocabulary.load())
    out = said("vocabulary", "item.form")
    for label in ("values:", "meaning:", "question:", "answered by:"):
        assert label in out
    assert "did you mean `item.form`?" in refused(run("vocabulary", "item.frm")).err
    assert "`licensecheck vocabulary` lists them" in refused(run("vocabulary", "zz")).err


def test_every_fact_and_every_rule_can_be_shown():
    """None of them breaks its page."""
    for name in Vocabulary.load():
        assert said("vocabulary", name).startswith(name)
    for path in packaged_rulesets().values():
        for rule in load_ruleset(path).rules:
            out = said("rules", "show", rule.id)
            assert out.startswith(f"{rule.id}  (")
            for label in ("triggers:", "near miss:", "open:"):
                assert label in out, rule.id


def test_rules_are_listed_by_criterion_tier_day_and_ruleset():
    """Each choice narrows the list."""
    count = {
        words: int(said("rules", "list", *words).splitlines()[-1].split()[0])
        for words in ((), ("--criterion", "2"), ("--criterion", "2", "--tier", "law"),
                      ("--ruleset", "nl"), ("--as-of", "2008-12-07"), ("--as-of", DAY))
    }  # fmt: skip
    every = sum(len(load_ruleset(path).rules) for path in packaged_rulesets().values())
    assert count[()] == every
    assert count[()] > count["--criterion", "2"] > count["--criterion", "2", "--tier", "law"]
    assert count["--ruleset", "nl"] >= 1
    assert count["--as-of", "2008-12-07"] < count["--as-of", DAY]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "--tier", "lw"), "did you mean `law`?"),
        (("list", "--criterion", "9"), "one of: articles, 1, 2, 3, 4, 5, 6, 7, 8, de, nl"),
        (("list", "--criterion", "article"), "did you mean `articles`?"),
        (("list", "--ruleset", "eu-common"), "did you mean `eu-common-position`?"),
        (("list", "--as-of", ""), "--as-of: `` is not a day"),
        (("show", "cp.2.a.covenant"), "did you mean `cp.2.a.covenants`?"),
        (("show", "zzz"), "`licensecheck rules list` lists them"),
        (("validate", "nowhere"), "or a path"),
        (("test", "nowhere"), "or a path"),
    ],
)
def test_what_the_rules_commands_do_not_know_is_told(words, told):
    """With the nearest, or with all there are."""
    assert told in refused(run("rules", *words)).err


def test_the_packaged_rules_are_sound():
    """As `rules validate` says."""
    assert said("rules", "validate").rstrip().endswith("alliances: all sound")


def ruleset(folder):
    """A copy of the Dutch overlay, as a user's own."""
    folder.mkdir()
    return Path(shutil.copy(packaged_rulesets()["nl"], folder))


def test_rules_of_ones_own_are_validated_by_their_path(tmp_path):
    """A typo names file, line, rule and the nearest word; every fault is told."""
    rules = ruleset(tmp_path / "sound")
    assert "all sound" in said("rules", "validate", str(rules))
    # Elsewhere, since a file that was read once is not read again.
    rules = ruleset(tmp_path / "faulty")
    text = rules.read_text()
    rules.write_text(text.replace("tier: duty", "tier: dty\n    force: procedur"))
    err = refused(run("rules", "validate", str(rules))).err
    assert "did you mean `duty`?" in err
    assert "did you mean `procedure`?" in err
    assert err.startswith("nl.yaml:")


def test_cases_of_ones_own_are_run_by_their_path(tmp_path):
    """A case that expects something else fails, with what differs, and exit code 1."""
    rules = ruleset(tmp_path / "own")
    ran = run("rules", "test", str(rules))
    assert (ran.code, ran.err) == (0, "")
    assert " passed, 0 failed" in ran.out
    rules.write_text(rules.read_text().replace("- near_miss:", "- triggers:"))
    ran = run("rules", "test", str(rules))
    assert ran.code == 1
    assert "nl.yaml:" in ran.out
    assert "0 failed" not in ran.out


def test_the_version_names_every_edition():
    """Software, each ruleset, vocabulary and reference."""
    out = said("--version")
    assert out.startswith("licensecheck ")
    for name in packaged_rulesets():
        assert f"rules {name}: " in out
    assert f"vocabulary {Vocabulary.load().edition}" in out
    assert f"reference {Reference.load().edition}, review by " in out


def test_words_for_a_product_find_entries_and_none_is_chosen():
    """Best first, each with its reason; as text and as JSON."""
    out = said("rating", "--find", "night vision goggles")
    assert out.splitlines()[1].startswith("  ML15.c: Image intensifiers")
    assert "none chosen" in out
    assert "the text of the entry decides" in out
    found = json.loads(said("rating", "--find", "nachtkijker", "--format", "json"))
    assert found["candidates"][0]["code"] == "ML15.c"
    assert found["candidates"][0]["reasons"][0]["kind"] == "word"
    assert "no word of `zzzz` is known" in refused(run("rating", "--find", "zzzz")).err


def test_a_candidate_is_told_in_words_that_say_something():
    """A word that is the table's own is not read as itself; a point has the title of its entry."""
    told = run("rating", "--find", "howitser, drone").out
    assert "howitser: written nearly as" in told
    assert "by name: `drone`" in told
    assert "ML10.c.1: Unmanned aircraft and related equipment: the vehicles" in told


def test_entries_are_listed():
    """All categories, or one with what is below it."""
    assert "ML22  Technology" in said("rating", "--list")
    out = said("rating", "--list", "ml6")
    assert out.splitlines()[0].startswith("ML6 ")
    assert "ML6.b.2" in out
    assert "ML7" not in out
    rows = json.loads(said("rating", "--list", "ML6", "--format", "json"))["entries"]
    assert [row["code"] for row in rows][:2] == ["ML6", "ML6.a"]
    assert "`ML23` is no entry" in refused(run("rating", "--list", "ML23")).err


def test_a_code_of_another_list_names_the_list_and_entries_to_look_at():
    """It rates nothing here."""
    out = said("rating", "9A610")
    assert "`9A610`: United States Commerce Control List" in out
    assert "ML10: " in out
    assert "ML5.b: " in said("rating", "USML XI(a)(3)")
    assert "no entry can be named for it" in said("rating", "EAR99")
    assert "(geverifieerd: deels)" in said("rating", "XI(a)", "--language", "nl")
    other = json.loads(said("rating", "HS 8710", "--format", "json"))["other_list"]
    assert (other["list"], other["entries"][0]) == ("hs", "ML6.a")


def test_a_rating_is_asked_for_in_one_way():
    """A code, words, or the list."""
    for arguments in ((), ("ML6", "--find", "tank"), ("--find", "tank", "--list")):
        assert "give a CODE" in refused(run("rating", *arguments)).err


def test_place_and_rating_answer_as_json():
    """In the names of the API."""
    place = json.loads(said("place", "VS, Italië", "--format", "json"))
    assert [one["code"] for one in place["countries"]] == ["IT", "US"]
    assert json.loads(said("rating", "ML6.a", "--format", "json"))["ratings"][0]["code"] == "ML6.a"
    assert "no such format" in refused(run("place", "NL", "--format", "xml")).err


@pytest.mark.parametrize(
    "words", [("rating", "HS 8710"), ("place", "Saudi Arabia"), ("country", "Saudi Arabia")]
)
def test_a_name_of_several_words_needs_no_quotes(words: tuple[str, str]) -> None:
    """It is the same with and without."""
    command, name = words
    quoted = run(command, name)
    assert quoted.code == 0
    assert run(command, *name.split()).out == quoted.out
