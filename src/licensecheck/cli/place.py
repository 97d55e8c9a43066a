"""`licensecheck place`: the countries that a written name stands for."""

from __future__ import annotations

import click


@click.command("place", short_help="Show the countries that a name stands for.")
@click.argument("name")
@click.option("--as-of", metavar="DATE", help="Day whose memberships count; today if not given.")
def command(name: str, as_of: str | None) -> int:
    """Show which countries NAME stands for, and why. An unread name gives candidates, no pick."""
    from licensecheck.report.lookups import place_text

    click.echo(place_text(name, as_of))
    return 0
