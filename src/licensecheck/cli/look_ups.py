"""`licensecheck rating`, `country`, `place`, `parties`, `vocabulary`: what a word stands for."""

from __future__ import annotations

import click

from licensecheck.cli import completing
from licensecheck.cli.words import as_one, language_option, lookup_format, one_of
from licensecheck.errors import told


@click.command("rating", short_help="Show what a code says, or find the entries for a product.")
@click.argument("code", nargs=-1, callback=as_one, shell_complete=completing.ratings)
@click.option("--find", metavar="WORDS", help="Find the entries that may hold a product: words in "
              "English or Dutch.")  # fmt: skip
@click.option("--list", "list_", is_flag=True, help="List the categories, or the entries of CODE.")
@click.option("--as-of", metavar="DATE", help="Day whose list counts; today if not given.")
@lookup_format
@language_option
def rating(
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
    """
    if (find is not None) + list_ + (code is not None and not list_) != 1:
        raise click.UsageError(
            told("give a CODE, or `--find WORDS`, or `--list` with or without a CODE")
        )
    from licensecheck.commands.lookups import entries_answer, found_answer, rating_answer, read_day

    if find is not None:
        click.echo(found_answer(find, format_=format_, language=language))
    elif list_:
        click.echo(entries_answer(code, format_=format_, language=language))
    else:
        on = read_day(as_of)
        click.echo(rating_answer(code or "", on, format_=format_, language=language))
    return 0


@click.command("country")
@click.argument("name", nargs=-1, callback=as_one, shell_complete=completing.countries)
@click.option("--as-of", metavar="DATE", help="Day that counts; today by default.")
@click.option("--format", "format_", default="text", metavar="FORMAT",
              callback=one_of("format", ("text", "html", "json")),
              help="text (default), html or json.")  # fmt: skip
@click.option("--all", "folder", metavar="FOLDER",
              help="Write a page of every country and all facts as one CSV to FOLDER.")  # fmt: skip
@click.option("--codes", is_flag=True, help="Rules and rows of tables by their ids.")
@click.option("-v", "--verbose", is_flag=True,
              help="Every fact with its source, and who can tell what is not known; without it "
              "the text is one page.")  # fmt: skip
@language_option
def country(
    name: str | None,
    as_of: str | None,
    format_: str,
    folder: str | None,
    codes: bool,
    verbose: bool,
    language: str,
) -> None:
    """Show what the shipped facts say of a country, criterion by criterion.

    \b
      licensecheck country EG
      licensecheck country "Saudi Arabia" --as-of 2016-06-01 --format html

    NAME is a name or code of a country or territory. Memberships, embargoes and their exemptions,
    treaties, conflict and indicators, what is unknown, and which rules a few usual goods meet.
    """
    from pathlib import Path

    from licensecheck.commands.country import country_answer, write_countries

    if (name is None) == (folder is None):
        raise click.UsageError(told("give a country, or `--all FOLDER`"))
    if folder is not None:
        click.echo(write_countries(Path(folder), as_of, language))
    else:
        said = country_answer(name or "", as_of, format_, language, codes=codes, verbose=verbose)
        click.echo(said, nl=False)


@click.command("place", short_help="Show the countries that a name stands for.")
@click.argument("name", nargs=-1, required=True, callback=as_one,
                shell_complete=completing.countries)  # fmt: skip
@click.option("--as-of", metavar="DATE", help="Day whose memberships count; today if not given.")
@lookup_format
@language_option
def place(name: str, as_of: str | None, format_: str, language: str) -> int:
    """Show which countries NAME stands for, and why.

    \b
      licensecheck place Turkije
      licensecheck place "EU" --as-of 2012-01-01 --format json

    An unread name gives candidates, no pick.
    """
    from licensecheck.commands.lookups import place_answer

    click.echo(place_answer(name, as_of, format_=format_, language=language))
    return 0


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
def parties(
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

    Exit codes: 0 no match, 3 a name was not compared, 4 a match for a person to look at, 2 bad
    usage or input.
    """
    if bool(names) == (source is not None):
        raise click.UsageError(told("give NAMEs, or `--from FILE`"))
    from licensecheck.commands.parties import compared_answer, parties_of

    parties = parties_of(source, column) if source else [(name, "") for name in names]
    answer = compared_answer(parties, lists, format_=format_, language=language)
    click.echo(answer.text)
    return 4 if answer.matched else 3 if answer.unscreened else 0


@click.command("vocabulary", short_help="Show the facts that rules may read.")
@click.argument("fact", required=False)
@language_option
def vocabulary(fact: str | None, language: str) -> int:
    """List all facts, or show one FACT: its values, meaning, who can answer, the question.

    \b
      licensecheck vocabulary
      licensecheck vocabulary end_user.kind
    """
    from licensecheck.commands.lookups import vocabulary_text

    click.echo(vocabulary_text(fact, language))
    return 0
