"""`licensecheck table`: look at a table, and write the mapping by which it is read."""

from __future__ import annotations

from pathlib import Path

import click

from licensecheck.cli.words import language_option

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.command("table", short_help="Look at a table and write the mapping that reads it.")
@click.argument("file", type=_PATH)
@click.option("--sheet", default="", help="Sheet of a workbook; the fullest where none is named.")
@click.option("--exporter", default="", metavar="PLACE", help="Whose exports they are.")
@click.option("--currency", default="", metavar="CODE", help="Of the values: EUR, USD, ... or TIV.")
@click.option("--measure", default="", metavar="WORD",
              help="licensed, exported, delivered, ordered, refused or transit.")  # fmt: skip
@click.option("--write", "target", type=_PATH, metavar="FILE.yaml",
              help="Write the mapping here; a file that is there is kept.")  # fmt: skip
@language_option
def command(
    file: Path, sheet: str, exporter: str, currency: str, measure: str, target: Path | None,
    language: str,
) -> int:  # fmt: skip
    """Look at FILE: its columns and what they are likely to mean, its encoding, totals and units.

    \b
    licensecheck table exports.xlsx --sheet "Table 3"
    licensecheck table exports.csv --exporter ES --write exports.yaml
    licensecheck share exports.csv --mapping exports.yaml

    Each meaning is a proposal: read the mapping before you use it.
    """  # noqa: D301
    from licensecheck.extras import require

    require("tables")
    from licensecheck.commands.table import show_look
    from licensecheck.language import find_language

    said = {"exporter": exporter, "currency": currency, "measure": measure}
    shown = show_look(file, sheet=sheet, said=said, target=target, language=find_language(language))
    click.echo(shown, nl=False)
    return 0
