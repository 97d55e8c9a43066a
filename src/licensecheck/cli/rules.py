"""`licensecheck rules`, `reference` and `schema`: the law and the tables, for their maintainers."""

from __future__ import annotations

from pathlib import Path

import click

from licensecheck.cli.words import NearestGroup, language_option, one_of

RULESETS = "Name of a packaged ruleset, or a path; all packaged ones by default."


@click.group("rules", cls=NearestGroup)
def rules() -> None:
    """Read, check and test rule files, the packaged ones or your own.

    \b
      licensecheck rules new house.yaml
      licensecheck rules test house.yaml
    """


@rules.command("list", short_help="List rules, one a line.")
@click.option("--ruleset", help=RULESETS)
@click.option("--criterion", metavar="N", help="Only this criterion, or `articles`.")
@click.option("--tier", callback=one_of("tier"), metavar="TIER",
              help="Only law, screen, assess, confirm or duty.")  # fmt: skip
@click.option("--as-of", metavar="DATE", help="Only rules in force on that day.")
@language_option
def list_(
    ruleset: str | None, criterion: str | None, tier: str | None, as_of: str | None, language: str
) -> None:
    """List rules, one a line.

    \b
      licensecheck rules list --criterion 2 --as-of 2026-11-24
    """
    from licensecheck.commands.rules import list_text

    click.echo(list_text(ruleset, criterion=criterion, tier=tier, as_of=as_of, language=language))


@rules.command("show", short_help="Show one rule with its clauses, source and cases.")
@click.argument("id_", metavar="ID")
@click.option("--ruleset", help=RULESETS)
@language_option
def show(id_: str, ruleset: str | None, language: str) -> None:
    """Show one rule: what it catches, its clauses, its source, its cases.

    \b
      licensecheck rules show cp.1.a.embargo
    """
    from licensecheck.commands.rules import show_text

    click.echo(show_text(id_, ruleset, language))


@rules.command("new", short_help="Write a commented start of rules of your own.")
@click.argument("file", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    """Write a commented rule FILE of your own, with a list and cases beside it.

    \b
      licensecheck rules new house.yaml
      licensecheck rules test house.yaml
      licensecheck check application.yaml --house house.yaml
    """
    from licensecheck.commands.rules import write_start

    click.echo(write_start(file))


@rules.command("validate", short_help="Check rule, case and alliance files.")
@click.argument("path", required=False)
@language_option
def validate(path: str | None, language: str) -> None:
    """Check every rule, case and alliance file of PATH, or all the packaged ones.

    \b
      licensecheck rules validate
      licensecheck rules validate house-rules/
    """
    from licensecheck.commands.rules import validate_text

    click.echo(validate_text(path, language))


@rules.command("test", short_help="Run the cases that stand beside rules.")
@click.argument("path", required=False)
@language_option
def test(path: str | None, language: str) -> int:
    """Run the cases of PATH, or of all packaged rulesets. Exit code 1 if one fails.

    \b
      licensecheck rules test
      licensecheck rules test house.yaml
    """
    from licensecheck.commands.rules import cases_text

    text, passed = cases_text(path, language)
    click.echo(text)
    return 0 if passed else 1


@rules.command("coverage", short_help="Count what of the legal text is encoded and verified.")
def coverage() -> None:
    """Count points of the legal text, rules and reference rows by how far they were treated.

    \b
      licensecheck rules coverage
    """
    from datetime import date

    from licensecheck.report.rule_coverage import coverage_text

    click.echo(coverage_text(date.today()))


@rules.command("analyse", short_help="Find rules that never fire, add nothing or leave gaps.")
@click.argument("path", required=False)
def analyse(path: str | None) -> int:
    """Analyse the rules of PATH, or all packaged ones. Exit code 1 if a remark is not explained.

    \b
      licensecheck rules analyse house.yaml
    """
    from licensecheck.commands.rules import analysis_text

    text, explained = analysis_text(path)
    click.echo(text)
    return 0 if explained else 1


@rules.command("diff", short_help="Tell what changes from one ruleset to another.")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--format", "format_", default="text", callback=one_of("format", ("text", "json")),
              metavar="FORMAT", help="text (default) or json.")  # fmt: skip
@click.option(
    "--on", metavar="TABLE", help="A published table, whose changed outcomes are counted."
)
def diff(before: str, after: str, format_: str, on: str | None) -> None:
    """Tell what changes from ruleset A to B, each with facts on which the answer changes.

    \b
      licensecheck rules diff old-rules/ new-rules/ --on licences.csv

    A and B are names of packaged rulesets, rule files or folders.
    """
    from licensecheck.commands.rules import diff_text

    click.echo(diff_text(before, after, format=format_, on=on))


@rules.command("review", short_help="Set the rules beside the official text.")
@click.option(
    "--text",
    "texts",
    multiple=True,
    required=True,
    metavar="FILE",
    help="An official text as EUR-Lex gives it (HTML, XML, plain text); repeatable.",
)
@click.option("--rules", "folder", metavar="FOLDER", help="Rules of a checkout or of your own.")
@click.option(
    "--format",
    "format_",
    default="text",
    callback=one_of("format", ("text", "html")),
    metavar="FORMAT",
    help="text (default) or html.",
)
@click.option(
    "--sign",
    "signed",
    multiple=True,
    metavar="RULE",
    help="Note that a person has compared this rule with the text; repeatable.",
)
@click.option("--role", metavar="ROLE", help="That person's role, such as `legal desk`.")
@click.option("--on", metavar="DATE", help="Day of the comparison; today by default.")
@click.option("--reopen", is_flag=True, help="Take the mark from rules whose text has changed.")
def review(
    texts: tuple[str, ...], folder: str | None, format_: str, signed: tuple[str, ...],
    role: str | None, on: str | None, reopen: bool,
) -> int:  # fmt: skip
    """Set each point of the official text beside our paraphrase, its rules and their cases.

    \b
      licensecheck rules review --text cp.html
      licensecheck rules review --text cp.html --sign cp.1.a.embargo --role lawyer

    Exit code 1 if a rule that was compared before is to be read again. The text is not kept.
    """
    from licensecheck.commands.lookups import read_day
    from licensecheck.report.rule_review import review_text

    text, holds = review_text(
        texts, rules=folder, format=format_, signed=signed, role=role,
        on=read_day(on, "--on"), reopened=reopen,
    )  # fmt: skip
    click.echo(text)
    return 0 if holds else 1


@click.group("reference", cls=NearestGroup)
def reference() -> None:
    """Renew the dated tables from publishers' files; for maintainers.

    \b
      licensecheck reference build FOLDER
    """


@reference.command("build", short_help="Build the graded tables from publishers' files.")
@click.argument("folder", metavar="FOLDER")
@click.option("--out", metavar="DIR", help="Write the tables to DIR; nothing is written without.")
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="SOURCE=EDITION",
    help="Edition of a source, such as PTS=2025; as before by default. Repeatable.",
)
@click.option("--vectors", metavar="FILE",
              help="Applications, one JSON object a line, to answer before and after.")  # fmt: skip
@click.option("--no-answers", is_flag=True, help="Do not look for the answers that change.")
def build(
    folder: str, out: str | None, editions: tuple[str, ...], vectors: str | None, no_answers: bool
) -> None:
    """Build indicators.csv and conflict.csv from FOLDER, and report what changes.

    \b
      licensecheck reference build downloads/ --out tables/ --edition PTS=2026

    FOLDER holds the files of UCDP/PRIO, the Political Terror Scale, WGI, WDI and GeoNames as
    downloaded; each is recognised by its columns.
    """
    from licensecheck.commands.reference_build import build_text

    text = build_text(folder, out=out, editions=editions, vectors=vectors, answers=not no_answers)
    click.echo(text)


@click.command("schema", short_help="Print the JSON Schema of what goes in or comes out.")
@click.argument("which", metavar="WHICH", required=False)
@click.option(
    "--folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write the schemas of all that people write to FOLDER, for an editor.",
)
def schema(which: str | None, folder: Path | None) -> int:
    """Print a JSON Schema, by which an editor completes and checks a file.

    \b
      licensecheck schema application > application.schema.json
      licensecheck schema --folder schemas

    WHICH is what people write: application, ruleset, scenario, alliance, mapping or denials; or
    what comes out: result, explanation, missing, decision, decision-log or replay.
    """
    from licensecheck.commands.schemas import schemas_asked

    click.echo(schemas_asked(which, folder))
    return 0
