"""An application from the few options of a single check, or from the file that they name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TextIO

from licensecheck.application.models import Application
from licensecheck.application.read import read_application, read_application_text
from licensecheck.errors import InputError, Problem, quote
from licensecheck.law import MAX_DOCUMENT_CHARACTERS

__all__ = ["application_from_options"]

# Where each option's value lands in the document; errors name the option instead of the path.
_PATHS: Final[Mapping[str, str]] = {
    "exporter.country": "--exporter",
    "exporter": "--exporter",
    "destination": "--destination",
    "end_user.country": "--destination",
    "end_user": "--destination",
    "end_user.kind": "--end-user-kind",
    "consignee.country": "--consignee",
    "items[0].rating": "--rating",
    "items[0].form": "--form",
    "items[0].value": "--value",
    "as_of": "--as-of",
}


def application_from_options(
    file: str | None, stdin: TextIO, options: Mapping[str, Any]
) -> Application:
    """Read the application that a command line describes.

    Args:
        file: Path of a document, `-` for standard input, or None where options say it all.
        stdin: Where `-` reads from.
        options: Values of `exporter`, `destination`, `consignee`, `rating`, `end_user_kind`,
            `form`, `value`, `as_of`, and `facts`, a sequence of `FACT=VALUE`.

    Raises:
        InputError: Something is missing or cannot be read; every problem is listed.
    """
    given = {name: value for name, value in options.items() if value}
    facts = _facts(given.pop("facts", ()))
    if file is not None:
        return _from_file(file, stdin, given, facts)
    missing = [name for name in ("exporter", "destination", "rating") if name not in given]
    if missing:
        raise InputError([
            Problem(f"--{name}", "is missing", "give a FILE, or --exporter, --destination, --rating")
            for name in missing
        ])  # fmt: skip
    document: dict[str, Any] = {
        "exporter": {"country": given["exporter"]},
        "end_user": _compact(
            {"country": given["destination"], "kind": given.get("end_user_kind")}
        ),
        "items": [
            _compact(
                {
                    "rating": given["rating"],
                    "form": given.get("form"),
                    "value": given.get("value"),
                }
            )
        ],
    }
    if "consignee" in given:
        document["consignee"] = {"country": given["consignee"]}
    if "as_of" in given:
        document["as_of"] = given["as_of"]
    if facts:
        document["facts"] = facts
    try:
        return read_application(document)
    except InputError as error:
        raise InputError([_named(problem) for problem in error.problems]) from None


def _from_file(
    file: str, stdin: TextIO, given: Mapping[str, Any], facts: Mapping[str, Any]
) -> Application:
    clashing = sorted(set(given) - {"as_of"})
    if clashing:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in clashing)
        raise InputError(Problem(names, "a FILE says this itself", "use the one or the other"))
    if file == "-":
        text = stdin.read(MAX_DOCUMENT_CHARACTERS + 1)
        application = read_application_text(text, name="standard input")
    else:
        application = read_application(Path(file))
    if not given and not facts:
        return application
    document = application.document()
    document |= given
    document["facts"] = {**document.get("facts", {}), **facts}
    return read_application(document)


def _facts(pairs: object) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    problems = []
    for pair in pairs if isinstance(pairs, tuple | list) else ():
        name, separator, value = str(pair).partition("=")
        if not separator or not name.strip() or not value.strip():
            problems.append(
                Problem("--set", f"{quote(str(pair))} is not FACT=VALUE",
                        "for example --set end_user.security_role=no")
            )  # fmt: skip
            continue
        least, dots, greatest = value.strip().partition("..")
        facts[name.strip()] = {
            "value": {"from": least, "to": greatest} if dots else least,
            "source": "given on the command line",
        }
    if problems:
        raise InputError(problems)
    return facts


def _compact(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _named(problem: Problem) -> Problem:
    """The problem with the option's name in place of the document's path."""
    if problem.where.startswith("facts."):
        return Problem(f"--set {problem.where[6:]}", problem.what, problem.help)
    return Problem(_PATHS.get(problem.where, problem.where), problem.what, problem.help)
