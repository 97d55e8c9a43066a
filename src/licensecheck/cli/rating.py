"""`licensecheck rating`: what a code says, and which entries may hold a product."""

from __future__ import annotations

import click

from licensecheck.cli import completing
from licensecheck.cli.words import as_one, language_option, lookup_format


@click.command("rating", short_help="Show what a code says, or find the entries for a product.")
@click.argument("code", nargs=-1, callback=as_one, shell_complete=completing.ratings)
@click.option("--find", metavar="WORDS", help="Find the entries that may hold a product: words in "
              "English or Dutch.")  # fmt: skip
@click.option("--list", "list_", is_flag=True, help="List the categories, or the entries of CODE.")
@click.option("--as-of", metavar="DATE", help="Day whose list counts; today if not given.")
@lookup_format
@language_option
def command(
    code: str | None, find: str | None, list_: bool, as_of: str | None, format_: str, language: str
) -> int:
    """Show the entries that CODE names (ML11.c, ML10a,18a,22), or find those of a product.

    \b
      licensecheck rating ML15.c
      licensecheck rating --find "night vision goggles"
      licensecheck rating --list ML6
      licensecheck rating "USML XI(a)(3)"

    A code of another list (USML, 9A610, HS 8710) gives that list and the entries to look at. What
    is found are candidates, best first; none is chosen.
    """  # noqa: D301
    if (find is not None) + list_ + (code is not None and not list_) != 1:
        raise click.UsageError("give a CODE, or `--find WORDS`, or `--list` with or without a CODE")
    from licensecheck.commands.lookups import read_day
    from licensecheck.commands.rating import entries_answer, found_answer, rating_answer

    if find is not None:
        click.echo(found_answer(find, format_=format_, language=language))
    elif list_:
        click.echo(entries_answer(code, format_=format_))
    else:
        on = read_day(as_of)
        click.echo(rating_answer(code or "", on, format_=format_, language=language))
    return 0
