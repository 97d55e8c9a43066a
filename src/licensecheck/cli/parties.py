"""`licensecheck parties`: names against lists of names."""

from __future__ import annotations

import click

from licensecheck.cli import completing
from licensecheck.cli.words import language_option, lookup_format


@click.command("parties", short_help="Compare names with lists of names.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--from", "source", metavar="FILE", shell_complete=completing.files,
              help="A CSV or a table with a column of names, perhaps `registration`.")  # fmt: skip
@click.option("--column", metavar="NAME", default="name", show_default=True,
              help="The column of FILE that holds the names.")  # fmt: skip
@click.option("--lists", metavar="FILE", multiple=True, required=True,
              shell_complete=completing.files,
              help="A list (OpenSanctions, EU, UN), or the result of another screening; may be "
              "repeated.")  # fmt: skip
@lookup_format
@language_option
def command(
    names: tuple[str, ...], source: str | None, column: str, lists: tuple[str, ...], format_: str,
    language: str,
) -> int:  # fmt: skip
    """Compare NAMEs, or those of a file, with lists of names as they were downloaded.

    \b
      licensecheck parties "Example Trading LLC" --lists targets.simple.csv
      licensecheck parties --from customers.csv --lists eu.xml --lists un.xml

    Every entry that is written like a name is shown, with how alike they are; none is decided: a
    person compares. No match is not clear, and lists do not tell who owns or controls a firm.
    Names stay on this machine.

    Exit codes: 0 no match, 4 a match for a person to look at, 2 bad usage or input.
    """  # noqa: D301
    if bool(names) == (source is not None):
        raise click.UsageError("give NAMEs, or `--from FILE`")
    from licensecheck.commands.parties import compared_answer, parties_of

    parties = parties_of(source, column) if source else [(name, "") for name in names]
    answer = compared_answer(parties, lists, format_=format_, language=language)
    click.echo(answer.text)
    return 4 if answer.matched else 0
