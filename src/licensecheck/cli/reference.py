"""`licensecheck reference`: renew the tables when a publisher brings out a new edition."""

from __future__ import annotations

import click

from licensecheck.cli.words import NearestGroup


@click.group("reference", cls=NearestGroup)
def command() -> None:
    """Renew the dated tables from publishers' files; for maintainers."""


@command.command("build", short_help="Build the graded tables from publishers' files.")
@click.argument("folder", metavar="FOLDER")
@click.option("--out", metavar="DIR", help="Write the tables to DIR; nothing is written without.")
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="SOURCE=EDITION",
    help="Edition of a source, such as PTS=2025; as before by default. Repeatable.",
)
@click.option("--vectors", metavar="FILE",
              help="Applications, one JSON object a line, to answer before and after.")  # fmt: skip
@click.option("--no-answers", is_flag=True, help="Do not look for the answers that change.")
def build(
    folder: str, out: str | None, editions: tuple[str, ...], vectors: str | None, no_answers: bool
) -> None:
    """Build indicators.csv and conflict.csv from FOLDER, and report what changes.

    \b
      licensecheck reference build downloads/ --out tables/ --edition PTS=2026

    FOLDER holds the files of UCDP/PRIO, the Political Terror Scale, WGI, WDI and GeoNames as
    downloaded; each is recognised by its columns.
    """  # noqa: D301
    from licensecheck.commands.reference_build import build_text

    text = build_text(folder, out=out, editions=editions, vectors=vectors, answers=not no_answers)
    click.echo(text)
