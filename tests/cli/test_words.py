"""Help texts say what the code does; an unknown word is told with the nearest that is known."""

from __future__ import annotations

import re
import typing

import click
import pytest

from licensecheck.application import tokens
from licensecheck.cli import COMMANDS, case
from licensecheck.cli import rules as rules_module
from licensecheck.rules.alliances import packaged_alliances
from licensecheck.rules.model import Tier
from licensecheck.screening.editions import EngineChoice
from licensecheck.screening.result import OutcomeStatus
from tests.cli.running import BARE, refused, run
from tests.conftest import ROOT

CHECK = case.check


def help_of(*words):
    """A help text as one line."""
    ran = run(*words, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "\\b" not in ran.out
    assert all(len(line) <= 80 for line in ran.out.splitlines())
    return " ".join(ran.out.split())


def option(command: click.Command, name: str) -> click.Option:
    [found] = [p for p in command.params if isinstance(p, click.Option) and name in p.opts]
    return found


def test_the_exit_codes_of_the_help_are_those_of_the_code():
    """And of the README, each status once."""
    listed = re.findall(r"(\d) ([a-z ]+)(?=[,;.])", help_of("check").split("Exit codes:")[1])
    told = {code: words.strip() for code, words in listed}
    codes = case.EXIT_CODES.items()
    expected = {str(code): status.replace("_", " ") for status, code in codes}
    assert told == {**expected, "1": "an internal error", "2": "bad usage or input"}
    assert set(case.EXIT_CODES) == set(typing.get_args(OutcomeStatus))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for code in told:
        assert re.search(rf"^\| {code} \|", readme, re.MULTILINE), code


def test_every_command_is_listed_and_has_a_help_text():
    """Those of the groups too."""
    listed = help_of()
    for name in COMMANDS:
        assert f" {name} " in listed
        assert help_of(name)
    for name in rules_module.rules.commands:
        assert f" {name} " in help_of("rules")
        assert help_of("rules", name)


@pytest.mark.parametrize(
    "words",
    [*((name,) for name in COMMANDS),
     *(("rules", name) for name in rules_module.rules.commands), ("reference", "build")],
    ids=" ".join,
)  # fmt: skip
def test_a_command_begins_with_an_example(words):
    """An example of it stands before the paragraphs and the options."""
    lines = [line.strip() for line in run(*words, "--help").out.splitlines()]
    shown = [at for at, line in enumerate(lines) if line.startswith(f"licensecheck {words[0]}")]
    assert shown
    assert shown[0] < lines.index("Options:")
    assert len(list(filter(None, lines[1 : shown[0]]))) <= 3


def test_every_option_says_what_it_is():
    """And `-h` is `--help`."""
    for command in (CHECK, *rules_module.rules.commands.values()):
        for one in command.params:
            assert not isinstance(one, click.Option) or one.help, one.name
    assert run("check", "-h").out == run("check", "--help").out


def test_the_choices_of_the_help_are_those_of_the_code():
    """Alliances, engines, formats, tiers; kinds and forms as far as they are named."""
    alliances = option(CHECK, "--alliance").help.split(", or a file")[0].replace(" (default)", "")
    assert set(alliances.split(", ")) == set(packaged_alliances())
    for engine in typing.get_args(EngineChoice):
        assert engine in option(CHECK, "--engine").help
    for form in case.FORMATS:
        assert form in option(CHECK, "--format").help
    for tier in typing.get_args(Tier):
        assert tier in option(rules_module.rules.commands["list"], "--tier").help
    kinds = option(CHECK, "--end-user-kind").help.removesuffix(" ...").split(", ")
    assert set(kinds) < set(typing.get_args(tokens.PartyKind))
    forms = option(CHECK, "--form").help.removesuffix(" ...").split(", ")
    assert set(forms) < set(typing.get_args(tokens.ItemForm))


def test_the_example_of_the_help_runs():
    """As it stands there."""
    example = re.search(r"^ +licensecheck (check --exporter .*)$", run("check", "-h").out, re.M)[1]
    assert run(*example.split()).code == 4


def test_no_trigger_is_not_permission_stands_in_the_help():
    """Of the program and of `check`."""
    assert "No trigger is not permission." in help_of()
    assert "No trigger is not permission." in help_of("check")


@pytest.mark.parametrize(
    ("words", "where", "what", "help_"),
    [
        (("chek",), "licensecheck", "no such command `chek`", "did you mean `check`?"),
        (("zzz",), "licensecheck", "no such command `zzz`", "one of: new, check, explain"),
        (("rules", "lst"), "licensecheck rules", "no such command `lst`", "did you mean `list`?"),
        (("check", "--exportr", "NL"), "licensecheck check", "no such option `--exportr`",
         "did you mean `--exporter`?"),
        (("check", "--zzzzz"), "licensecheck check", "no such option `--zzzzz`",
         "`licensecheck check --help` tells how it is used"),
        ((*BARE, "--format", "jsn"), "licensecheck check", "no such format `jsn`",
         "did you mean `json`?"),
        ((*BARE, "--format", "pdf"), "licensecheck check", "no such format `pdf`",
         "one of: text, json"),
        ((*BARE, "--engine", "durabel"), "licensecheck check", "no such engine `durabel`",
         "did you mean `durable`?"),
        ((*BARE, "--alliance", "natoo"), "--alliance", "no alliance by the name `natoo`",
         "did you mean `nato`?"),
        ((*BARE, "--alliance", "zzz"), "--alliance", "no alliance by the name `zzz`",
         "or a file ending in .yaml"),
        ((*BARE, "--end-user-kind", "polce"), "--end-user-kind", "no such party kind `polce`",
         "did you mean `police`?"),
        ((*BARE, "--form", "componnt"), "--form", "no such item form `componnt`",
         "did you mean `component`?"),
        (("check", "--exporter", "NL", "--destination", "Saudi Arabai", "--rating", "ML6.a"),
         "--destination", "no place known by the name `Saudi Arabai`", "`Saudi Arabia`"),
        (("place",), "licensecheck place", "missing argument `NAME...`", "--help"),
        (("vocabulary", "a", "b"), "licensecheck vocabulary", "unexpected extra argument",
         "--help"),
        (("check", "--as-of"), "licensecheck check", "option `--as-of` requires an argument",
             "--help"),
    ],
)  # fmt: skip
def test_an_unknown_word_is_told_with_the_nearest(words, where, what, help_):
    """In one form: where, what, help."""
    first, second = refused(run(*words)).err.splitlines()[:2]
    assert first.startswith(f"{where}: ")
    assert what in first
    assert not first.endswith(".")
    assert second.startswith("  help: ")
    assert help_ in second


def test_without_a_command_the_help_is_shown():
    """As bad usage, on standard error."""
    for words in ((), ("rules",)):
        ran = refused(run(*words))
        assert ran.err.startswith(f"Usage: licensecheck {' '.join(words)}".rstrip())


@pytest.mark.parametrize(
    ("words", "option_"),
    [
        ((*BARE, "--destination", "UA"), "--destination"),
        ((*BARE, "--format", "text", "--format", "json"), "--format"),
        (("place", "NL", "--as-of", "2020-01-01", "--as-of", "2021-01-01"), "--as-of"),
        (("rules", "list", "--criterion", "4", "--criterion=5"), "--criterion"),
        (("share", "--by", "year", "--by", "category", "table.csv"), "--by"),
    ],
)
def test_an_option_of_one_value_given_twice_is_refused(words, option_):
    """The first of two values would otherwise be lost without a word, in any command."""
    ran = run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert f"`{option_}` is given more than once" in ran.err
    assert "takes one value" in ran.err


def test_a_repeated_rating_is_an_item_each():
    """As the same codes with a comma between them."""
    bare = [word for word in BARE if word not in ("--rating", "ML6.a")]
    twice = run(*bare, "--rating", "ML6.a", "--rating", "ML3.a")
    assert twice == run(*bare, "--rating", "ML6.a, ML3.a")
    assert "ML6.a, ML3.a" in twice.out
