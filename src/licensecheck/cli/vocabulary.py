"""`licensecheck vocabulary`: the facts that rules may read."""

from __future__ import annotations

import click


@click.command("vocabulary", short_help="Show the facts that rules may read.")
@click.argument("fact", required=False)
def command(fact: str | None) -> int:
    """List all facts, or show one FACT: its values, meaning, who can answer, the question."""
    from licensecheck.report.lookups import vocabulary_text

    click.echo(vocabulary_text(fact))
    return 0
