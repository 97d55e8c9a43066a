"""`licensecheck place`: the countries that a written name stands for."""

from __future__ import annotations

import click

from licensecheck.cli import completing
from licensecheck.cli.words import as_one, lookup_format


@click.command("place", short_help="Show the countries that a name stands for.")
@click.argument("name", nargs=-1, required=True, callback=as_one,
                shell_complete=completing.countries)  # fmt: skip
@click.option("--as-of", metavar="DATE", help="Day whose memberships count; today if not given.")
@lookup_format
def command(name: str, as_of: str | None, format_: str) -> int:
    """Show which countries NAME stands for, and why.

    \b
      licensecheck place Turkije
      licensecheck place "EU" --as-of 2012-01-01 --format json

    An unread name gives candidates, no pick.
    """  # noqa: D301
    from licensecheck.commands.lookups import place_answer

    click.echo(place_answer(name, as_of, format_=format_))
    return 0
