"""`licensecheck reassess`: granted licences whose answer changed since a day."""

from __future__ import annotations

from pathlib import Path

import click

from licensecheck.cli.words import language_option, one_of

FORMATS = ("text", "csv", "json", "jsonl")
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command("reassess", short_help="List granted licences whose answer changed since a day.")
@click.argument("source", metavar="TABLE|FOLDER", type=click.Path(path_type=Path))
@click.option("--since", required=True, metavar="DATE", help="The earlier day.")
@click.option("--until", metavar="DATE", help="The later day; today if not given.")
@click.option("--reader", default="auto", show_default=True,
              help="Format of the table; `auto` recognises it.")  # fmt: skip
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="For `generic`: a YAML file of its columns.")  # fmt: skip
@click.option("--alliance", "alliances", metavar="NAME", multiple=True,
              help="nato (default), eu, nato-or-eu ..., or a file; may be repeated.")  # fmt: skip
@click.option("--reference", type=_FOLDER, metavar="FOLDER",
              help="Reference tables of the later day, in place of the packaged ones.")  # fmt: skip
@click.option("--format", "format_", callback=one_of("format", FORMATS), metavar="FORMAT",
              default="text", show_default=True, help="text, csv, json or jsonl.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write here instead of to standard output.")  # fmt: skip
@click.option("--denials", type=click.Path(path_type=Path), metavar="FILE",
              help="Your own file of denials, read on both days.")  # fmt: skip
@language_option
def command(
    source: Path,
    since: str,
    until: str | None,
    reader: str,
    mapping: Path | None,
    alliances: tuple[str, ...],
    reference: Path | None,
    format_: str,
    denials: Path | None,
    language: str,
    out: Path | None,
) -> None:
    """List the licences of TABLE, or the applications of FOLDER, whose answer changed.

    \b
      licensecheck reassess licences.csv --since 2023-04-03 --until 2023-04-04
      licensecheck reassess granted/ --since 2024-01-01 --format csv

    Each with its criteria and containment before and after, and the rule edition or row of a
    reference table that began or ended. No trigger is not permission.
    """  # noqa: D301
    from licensecheck.extras import require

    require("tables")
    from licensecheck.commands.reassess import reassess_words
    from licensecheck.commands.show import neutral
    from licensecheck.language import find_language
    from licensecheck.outputs import check_outputs, write_text
    from licensecheck.report.reassessed import reassessed_text

    check_outputs(
        [("--out", out)],
        [("TABLE|FOLDER", source), ("--mapping", mapping), ("--reference", reference),
         ("--denials", denials), *(("--alliance", name) for name in alliances)],
    )  # fmt: skip
    found = reassess_words(
        source, since=since, until=until, reader=reader, alliances=alliances or ("nato",),
        reference=reference, denials=denials, mapping=mapping,
    )  # fmt: skip
    text = reassessed_text(found, format_, find_language(language))
    if out:
        write_text(out, text, "--out")
    else:
        click.echo(neutral(text, format_), nl=False)
