"""Applications from the words of a command line, with all that is wrong told in one breath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TextIO

from licensecheck.application.models import Application
from licensecheck.commands.options import application_from_options
from licensecheck.errors import InputError, LawError, Problem
from licensecheck.facts.words import WordCheck
from licensecheck.reference import Reference
from licensecheck.rules.alliances import find_alliance
from licensecheck.screening.editions import find_rulesets, words_of_rulesets
from licensecheck.vocabulary import Vocabulary

__all__ = ["check_words"]


def check_words(
    files: Sequence[str],
    stdin: TextIO | None,
    words: Mapping[str, Any],
    *,
    alliances: Sequence[str],
    rulesets: Sequence[str] = (),
    house: Sequence[str] = (),
) -> list[Application]:
    """Read the applications of some files, or the one that options describe.

    Args:
        files: Paths, `-` for standard input; empty where options say it all.
        stdin: Where `-` reads from; None where it is closed.
        words: The options, as of `application_from_options`.
        alliances: Names of alliances to screen by, which are to be there.
        rulesets: Rulesets in place of the packaged ones, which may declare facts.
        house: The same, beside the packaged ones.

    Raises:
        InputError: All that is wrong with any of them, in one list.
    """
    problems: list[Problem] = []
    applications = []
    vocabulary = Vocabulary.load()
    try:
        if rulesets or house:
            vocabulary = words_of_rulesets(find_rulesets(rulesets or None, house))
    except (InputError, LawError) as error:
        problems += error.problems
    check = WordCheck(Reference.load(), vocabulary, date.today())
    for file in files or (None,):
        try:
            applications.append(application_from_options(file, stdin, words, check=check))
        except InputError as error:
            problems += error.problems
    for name in alliances:
        try:
            find_alliance(name)
        except (InputError, LawError) as error:
            problems += [
                Problem(problem.where or "--alliance", problem.what, problem.help)
                for problem in error.problems
            ]
    if problems:
        raise InputError(problems)
    return applications
