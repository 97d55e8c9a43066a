"""`licensecheck schema`: the JSON Schemas of what goes in, what comes out, and of the law."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("schema", short_help="Print the JSON Schema of what goes in or comes out.")
@click.argument("which", metavar="WHICH", required=False)
@click.option(
    "--folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Write the schemas of all that people write to FOLDER, for an editor.",
)
def command(which: str | None, folder: Path | None) -> int:
    """Print a JSON Schema, by which an editor completes and checks a file.

    \b
      licensecheck schema application > application.schema.json
      licensecheck schema --folder schemas

    WHICH is what people write: application, ruleset, scenario, alliance, mapping or denials; or
    what comes out: result, explanation, missing, decision, decision-log or replay.
    """  # noqa: D301
    from licensecheck.commands.schemas import schemas_asked

    click.echo(schemas_asked(which, folder))
    return 0
