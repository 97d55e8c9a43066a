"""`licensecheck rating`: what a control list code says."""

from __future__ import annotations

import click


@click.command("rating", short_help="Show what a control list code says.")
@click.argument("code")
@click.option("--as-of", metavar="DATE", help="Day whose list counts; today if not given.")
def command(code: str, as_of: str | None) -> int:
    """Show the entries that CODE names (ML11.c, ML11c, ML10a,18a,22) and what they imply."""
    from licensecheck.report.lookups import rating_text

    click.echo(rating_text(code, as_of))
    return 0
