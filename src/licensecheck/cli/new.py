"""`licensecheck new`: a commented application to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from licensecheck.cli.words import language_option


@click.command("new", short_help="Write a commented application to fill in.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@language_option
def command(file: Path, language: str) -> None:
    """Write a commented application to FILE, which ends in `.yaml`.

    \b
      licensecheck new case.yaml
      licensecheck check case.yaml
    """  # noqa: D301
    from licensecheck.commands.new import write_application
    from licensecheck.language import find_language

    click.echo(write_application(file, find_language(language)))
