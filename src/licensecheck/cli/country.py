"""`licensecheck country`: what the shipped facts say of a country."""

from __future__ import annotations

import click

from licensecheck.cli import completing
from licensecheck.cli.words import as_one, language_option, one_of


@click.command("country")
@click.argument("name", nargs=-1, callback=as_one, shell_complete=completing.countries)
@click.option("--as-of", metavar="DATE", help="Day that counts; today by default.")
@click.option("--format", "format_", default="text", metavar="FORMAT",
              callback=one_of("format", ("text", "html", "json")),
              help="text (default), html or json.")  # fmt: skip
@click.option("--all", "folder", metavar="FOLDER",
              help="Write a page of every country and all facts as one CSV to FOLDER.")  # fmt: skip
@click.option("--codes", is_flag=True, help="Rules and rows of tables by their ids.")
@language_option
def command(
    name: str | None,
    as_of: str | None,
    format_: str,
    folder: str | None,
    codes: bool,
    language: str,
) -> None:
    """Show what the shipped facts say of a country, criterion by criterion.

    \b
      licensecheck country EG
      licensecheck country "Saudi Arabia" --as-of 2016-06-01 --format html

    NAME is a name or code of a country or territory. Memberships, embargoes and their exemptions,
    treaties, conflict and indicators, what is unknown, and which rules a few usual goods meet.
    """  # noqa: D301
    from pathlib import Path

    from licensecheck.commands.country import country_answer, write_countries

    if (name is None) == (folder is None):
        raise click.UsageError("give a country, or `--all FOLDER`")
    if folder is not None:
        click.echo(write_countries(Path(folder), as_of, language))
    else:
        click.echo(country_answer(name or "", as_of, format_, language, codes=codes), nl=False)
