"""`licensecheck schema`: the JSON Schemas of what goes in, what comes out, and of the law."""

from __future__ import annotations

import click


@click.command("schema", short_help="Print the JSON Schema of what goes in or comes out.")
@click.argument("which", metavar="WHICH")
def command(which: str) -> int:
    """Print a JSON Schema.

    \b
      licensecheck schema application > application.schema.json

    WHICH is application, result, explanation, missing, decision-log, replay, ruleset, cases,
    scenario or alliance.
    """  # noqa: D301
    from licensecheck.report.schemas import schema_text

    click.echo(schema_text(which))
    return 0
