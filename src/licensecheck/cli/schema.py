"""`licensecheck schema`: the JSON Schemas of what goes in and what comes out."""

from __future__ import annotations

import click


@click.command("schema", short_help="Print the JSON Schema of what goes in or comes out.")
@click.argument("which", metavar="application|result")
def command(which: str) -> int:
    """Print the JSON Schema of an application or of a result."""
    from licensecheck.report.schemas import schema_text

    click.echo(schema_text(which))
    return 0
