"""`licensecheck explain`: why a rule triggered or not, and what would change that."""

from __future__ import annotations

import sys
from typing import Any

import click

from licensecheck.cli import completing
from licensecheck.cli.application import application_options
from licensecheck.cli.words import HOUSE, excluding, language_option, named_by, one_of

FORMATS = ("text", "json")


@click.command("explain", short_help="Say why a rule triggered or not, and what would change it.")
@click.argument("file", required=False, shell_complete=completing.files)
@click.option("--criterion", metavar="N", help="Explain the rules of a criterion, 1 to 8.")
@click.option("--rule", metavar="ID", help="Explain one rule.")
@click.option("--missing", is_flag=True, help="Give the smallest sets of facts that would settle "
              "the case.")  # fmt: skip
@application_options
@click.option("--ruleset", "rulesets", metavar="NAME", multiple=True,
              help="Rules to screen by, in place of all the packaged ones.")  # fmt: skip
@click.option("--house", metavar="PATH", multiple=True, help=HOUSE)
@click.option("--full-depth", is_flag=True, help="Screen allied destinations in full as well.")
@click.option("--format", "format_", callback=one_of("format", FORMATS), metavar="text|json",
              default="text", show_default=True, help="Form of the explanation.")  # fmt: skip
@language_option
@click.option("--denials", metavar="FILE", help="Your own file of denials (YAML or CSV).")
@click.option("--lists", metavar="FILE", multiple=True, shell_complete=completing.files,
              help="A list of names that parties are compared with; may be repeated.")  # fmt: skip
@click.option("--codes", is_flag=True, help="Codes of facts beside their words, for `--set`.")
def command(
    file: str | None,
    criterion: str | None,
    rule: str | None,
    missing: bool,
    rulesets: tuple[str, ...],
    house: tuple[str, ...],
    full_depth: bool,
    format_: str,
    language: str,
    denials: str | None,
    lists: tuple[str, ...],
    codes: bool,
    **words: object,
) -> int:
    """Say why rules stand as they do: FILE (YAML or JSON, `-` for standard input), or the options.

    \b
      licensecheck explain application.yaml --criterion 2
      licensecheck explain --exporter NL --destination SA --rating ML6.a --missing

    Each clause is shown with what was read: + holds, - does not, ? is open. A change that would
    flip the rule has been decided with that change made. No trigger is not permission.
    """  # noqa: D301
    excluding(criterion=bool(criterion), rule=bool(rule), missing=missing)
    if not (criterion or rule or missing):
        raise click.UsageError("name a criterion or a rule, or ask for what is `--missing`")
    from licensecheck.commands.options import application_from_options
    from licensecheck.report.explained import explanation_text, missing_text
    from licensecheck.wording.screener import Screener

    screener = Screener(
        rulesets=rulesets or None,
        depth="full" if full_depth else "light",
        language=language,
        denials=denials,
        lists=lists,
        house=house,
    )
    check = screener.word_check()
    application = application_from_options(file, sys.stdin, words, check=check)
    with named_by(words, "as_of"):
        case = screener.open(application)
    shown: Any = {"codes": codes, "vocabulary": screener.vocabulary}
    if missing:
        settled = case.missing()
        said = (
            settled.to_json(indent=2) + "\n"
            if format_ == "json"
            else missing_text(settled, **shown)
        )
    else:
        found = case.explain(criterion=criterion, rule=rule)
        said = (
            found.to_json(indent=2) + "\n"
            if format_ == "json"
            else explanation_text(found, **shown)
        )
    sys.stdout.write(said)
    return 0
