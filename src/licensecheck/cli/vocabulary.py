"""`licensecheck vocabulary`: the facts that rules may read."""

from __future__ import annotations

import click

from licensecheck.cli.words import language_option


@click.command("vocabulary", short_help="Show the facts that rules may read.")
@click.argument("fact", required=False)
@language_option
def command(fact: str | None, language: str) -> int:
    """List all facts, or show one FACT: its values, meaning, who can answer, the question.

    \b
      licensecheck vocabulary
      licensecheck vocabulary end_user.kind
    """  # noqa: D301
    from licensecheck.commands.lookups import vocabulary_text

    click.echo(vocabulary_text(fact, language))
    return 0
