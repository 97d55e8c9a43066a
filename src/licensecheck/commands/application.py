"""Applications from the words of a command line: from its few options, or the files it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, TextIO

from licensecheck.application.models import Application
from licensecheck.application.read import WordCheck as Check
from licensecheck.application.read import read_application, read_application_text
from licensecheck.documents.texts import MAX_DOCUMENT_CHARACTERS, decoded
from licensecheck.errors import Argument, InputError, LawError, Problem, quote, told
from licensecheck.facts.resolve import WordCheck
from licensecheck.reference import Reference
from licensecheck.rules.alliances import find_alliance
from licensecheck.screening.editions import find_rulesets, words_of_rulesets
from licensecheck.vocabulary import Vocabulary

__all__ = ["application_from_options", "check_words"]

# Where each option's value lands in the document; errors name the option instead of the path.
_PATHS: Final[Mapping[str, str]] = {
    "exporter.country": "--exporter",
    "end_user.country": "--destination",
    "end_user.kind": "--end-user-kind",
    "consignee.country": "--consignee",
    "items[0].rating": "--rating",
    "items[0].form": "--form",
    "items[0].value": "--value",
    "items[0].value.amount": "--value",
    "items[0].value.currency": "--value",
    "as_of": "--as-of",
    "facts": "--set",
}
_ORDER: Final = ("--exporter", "--destination", "--consignee", "--rating", "--end-user-kind",
                 "--form", "--value", "--as-of", "--set")  # fmt: skip
# What stands in for an option that is missing, so that the others are read all the same.
_NEEDED: Final[Mapping[str, str]] = {"exporter": "NL", "destination": "NL", "rating": "ML1.a"}
_WITHIN: Final = re.compile(r"(?:\[[0-9]+\])?(?:\.of|\.value(?:\.from|\.to)?)?\Z")
_BESIDE_A_FILE: Final = ("as_of",)
_STDIN: Final = "standard input"


def application_from_options(
    file: str | None,
    stdin: TextIO | None,
    options: Mapping[str, Any],
    *,
    check: Check | None = None,
) -> Application:
    """Read the application that a command line describes.

    Args:
        file: Path of a document, `-` for standard input, or None where options say it all.
        stdin: Where `-` reads from; None where it is closed.
        options: Values of `exporter`, `destination`, `consignee`, `rating`, `end_user_kind`,
            `form`, `value`, `as_of`, and `facts`, a sequence of `FACT=VALUE`
            or `FACT@OF=VALUE`.
        check: Finds places, ratings and facts that nobody knows, as for `read_application`.

    Raises:
        InputError: Something is missing or cannot be read; every problem is listed, those of
            options under the option's name.
    """
    given = {name: value for name, value in options.items() if value is not None}
    problems: list[Problem] = []
    facts = _facts(given.pop("facts", ()), problems)
    if file is not None:
        return _from_file(file, stdin, given, facts, problems, check)
    missing = [name for name in _NEEDED if name not in given]
    for name in missing:
        help_ = told("state it, or give a FILE") if name == missing[-1] else ""
        problems.append(Problem(f"--{name}", told("is missing"), help_))
    application = _read_options(given, facts, problems, check)
    if problems or application is None:
        raise InputError(sorted(problems, key=_place))
    return application


def _place(problem: Problem) -> int:
    option = problem.where.split(" ")[0]
    return _ORDER.index(option) if option in _ORDER else len(_ORDER)


def _from_file(
    file: str,
    stdin: TextIO | None,
    given: Mapping[str, Any],
    facts: Mapping[str, Any],
    problems: list[Problem],
    check: Check | None,
) -> Application:
    """The application of a file, with the day and the facts that the options put in its place."""
    beside = {name: value for name, value in given.items() if name in _BESIDE_A_FILE}
    names = [Argument(name).option for name in given if name not in _BESIDE_A_FILE]
    if names:
        what = told(
            "the FILE says this itself; `{names}` cannot stand beside it", names="`, `".join(names)
        )
        problems.append(Problem(names[0], what, told("use the one or the other")))
    for one in _without_subjects(facts):
        _read_options(beside, one, problems, check)
    problems = sorted(dict.fromkeys(problems), key=_place)
    in_file = None if check is None else (lambda document: check({**document, **beside}))
    try:
        application = _read_file(file, stdin, in_file)
    except InputError as error:
        raise InputError([*problems, *error.problems]) from None
    if problems:
        raise InputError(problems)
    if not beside and not facts:
        return application
    document = application.document() | beside
    document["facts"] = _over(document.get("facts", {}), facts)
    return _named(document, check)


def _read_file(file: str, stdin: TextIO | None, check: Check | None) -> Application:
    if file == "-":
        return read_application_text(_read_all(stdin), name=_STDIN, words=check)
    return read_application(Path(file), words=check)


def _read_all(stdin: TextIO | None) -> str:
    """All of standard input, up to more than a document may hold."""
    if stdin is None:
        raise InputError(Problem(_STDIN, told("is closed"), told("give the path of a file")))
    # Bytes, so that what is not UTF-8 is found here, whatever the terminal's own encoding is.
    raw = stdin.buffer.read(MAX_DOCUMENT_CHARACTERS * 4 + 1)
    return decoded(raw, _STDIN, help=told("save the document as UTF-8"))


def _read_options(
    given: Mapping[str, Any],
    facts: Mapping[str, Any],
    problems: list[Problem],
    check: Check | None,
) -> Application | None:
    """The application that options describe; what cannot be read of it is added to `problems`."""
    try:
        return _named(_document({**_NEEDED, **given}, facts), check)
    except InputError as error:
        problems.extend(error.problems)
        return None


def _document(given: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The document that options describe, in the order of the options."""
    document: dict[str, Any] = {
        "exporter": {"country": given["exporter"]},
        "end_user": {"country": given["destination"]},
    }
    if "consignee" in given:
        document["consignee"] = {"country": given["consignee"]}
    item = {name: given[name] for name in ("rating", "form", "value") if name in given}
    document["items"] = [item]
    if "end_user_kind" in given:
        document["end_user"]["kind"] = given["end_user_kind"]
    if "as_of" in given:
        document["as_of"] = given["as_of"]
    if facts:
        document["facts"] = dict(facts)
    return document


def _facts(pairs: Sequence[str], problems: list[Problem]) -> dict[str, Any]:
    """Facts by name from `FACT=VALUE`; what is none of that kind is added to `problems`."""
    facts: dict[str, Any] = {}
    of_one: dict[str, list[Any]] = {}
    seen: set[str] = set()
    for pair in pairs:
        name, _, value = (part.strip() for part in pair.partition("="))
        fact, at, of = (part.strip() for part in name.partition("@"))
        given: dict[str, Any] = {"value": _bounds(value), "source": "given on the command line"}
        if not fact or not value or (at and not of):
            what = told("{pair} is not FACT=VALUE", pair=quote(pair))
            help_ = told("for example --set end_user.security_role=no, or of one state alone "
                         "--set destination.stockpile@SA=weak")  # fmt: skip
            problems.append(Problem("--set", what, help_))
        elif name in seen:
            problems.append(Problem("--set", told("{name} is given twice", name=quote(name))))
        elif of:
            of_one.setdefault(fact, []).append({**given, "of": of})
        else:
            facts[fact] = given
        seen.add(name)
    for fact, entries in of_one.items():
        facts[fact] = [facts[fact], *entries] if fact in facts else entries
    return facts


def _without_subjects(facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The facts of options to be read by themselves: whom they are of, only the file can tell."""
    entries = {name: one if isinstance(one, list) else [one] for name, one in facts.items()}
    for at in range(max(map(len, entries.values()), default=1)):
        yield {
            name: {key: value for key, value in mine[at].items() if key != "of"}
            for name, mine in entries.items()
            if at < len(mine)
        }


def _over(stated: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Facts of a file with those of options in their place: each of the same subject, or of all."""
    facts = dict(stated)
    for name, entries in given.items():
        if isinstance(entries, list):
            subjects = [entry.get("of") for entry in entries]
            before = stated.get(name, [])
            kept = [
                entry
                for entry in (before if isinstance(before, list) else [before])
                if entry.get("of") not in subjects
            ]
            entries = [*kept, *entries]
        facts[name] = entries
    return facts


def _bounds(value: str) -> str | dict[str, str]:
    least, dots, greatest = value.partition("..")
    return {"from": least, "to": greatest} if dots else value


def _named(document: Mapping[str, Any], check: Check | None) -> Application:
    """Read a document of options; faults stand under the option's name instead of the path."""
    try:
        return read_application(document, words=check)
    except InputError as error:
        raise InputError([*_by_option(error.problems)]) from None


def _by_option(problems: Sequence[Problem]) -> Iterator[Problem]:
    for problem in problems:
        where = _PATHS.get(problem.where, problem.where)
        if where.startswith("facts."):
            fact = where.removeprefix("facts.")
            fact = _WITHIN.sub("", fact)
            where = f"--set {fact}"
        yield Problem(where, problem.what, problem.help)


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
