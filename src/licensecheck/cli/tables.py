"""`licensecheck table`, `screen` and `reassess`: a table looked at, screened, screened again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from licensecheck.cli import completing
from licensecheck.cli.case import STOPPED
from licensecheck.cli.words import (
    alliance_option,
    each_of,
    house_option,
    language_option,
    one_of,
    rules_named,
)

_FORMATS = ("text", "csv", "json", "jsonl")
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
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
def table(
    file: Path, sheet: str, exporter: str, currency: str, measure: str, target: Path | None,
    language: str,
) -> int:  # fmt: skip
    """Look at FILE: its columns and what they are likely to mean, its encoding, totals and units.

    \b
    licensecheck table exports.xlsx --sheet "Table 3"
    licensecheck table exports.csv --exporter ES --write exports.yaml
    licensecheck share exports.csv --mapping exports.yaml

    Each meaning is a proposal: read the mapping before you use it.
    """
    from licensecheck.extras import require

    require("tables")
    from licensecheck.commands.table import show_look
    from licensecheck.language import find_language

    said = {"exporter": exporter, "currency": currency, "measure": measure}
    shown = show_look(file, sheet=sheet, said=said, target=target, language=find_language(language))
    click.echo(shown, nl=False)
    return 0


@click.command("screen", short_help="Screen every row of a table.")
@click.argument("table", type=_PATH)
@click.option("--reader", default="auto", show_default=True,
              help="Format of the table; `auto` recognises it.")  # fmt: skip
@click.option("--mapping", type=_PATH, help="For `generic`: a YAML file of its columns.")
@click.option("--out", type=_PATH, help="Write the rows here: .csv, .parquet or .jsonl.")
@click.option("--rejects", type=_PATH, help="Write rejected rows with their reasons here (CSV).")
@alliance_option
@house_option
@click.option("--stop-on", "stops", metavar="TIER", multiple=True, callback=each_of("tier"),
              shell_complete=completing.tiers,
              help="End with exit code 8 if a row meets a rule of this tier: law, screen, assess, "
              "confirm or duty; may be repeated.")  # fmt: skip
@click.option("--denials", type=_PATH, metavar="FILE",
              help="Your own file of denials; its answer is a column of the rows.")  # fmt: skip
@click.option("--lists", metavar="FILE", multiple=True, shell_complete=completing.files,
              help="A list of names that the parties of a row are compared with (OpenSanctions, "
              "EU, UN), or the result of another screening; its answer is a column of the rows; "
              "may be repeated.")  # fmt: skip
@click.option("--end-user-kind", metavar="KIND", default=None,
              callback=one_of("kind of end user"),
              help="Kind of end user of the rows that state none: armed_forces, police, company "
              "...")  # fmt: skip
@click.option("--end-use", metavar="USE", default=None, callback=one_of("end use"),
              help="End use of the rows that state none: national_defence, internal_security "
              "...")  # fmt: skip
@click.option("--full-depth", is_flag=True, help="Screen allied destinations in full as well.")
@click.option("--rules-as-of", metavar="first-edition", default="reject",
              help="Screen rows from before the first edition of the rules by it; without this, "
              "they are rejected.")  # fmt: skip
@click.option("--confirm", metavar="N|all", default="1000", show_default=True,
              help="How many distinct transfers durable-rules confirms.")  # fmt: skip
@language_option
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 2 if any row was rejected; or, without this, only if each was.",
)
def screen(
    table: Path,
    reader: str,
    mapping: Path | None,
    out: Path | None,
    rejects: Path | None,
    alliances: tuple[str, ...],
    house: tuple[str, ...],
    stops: tuple[str, ...],
    denials: Path | None,
    lists: tuple[str, ...],
    end_user_kind: str | None,
    end_use: str | None,
    full_depth: bool,
    rules_as_of: str,
    confirm: str,
    language: str,
    strict: bool,
) -> int:
    """Screen every row of TABLE, and write it with outcome, criteria and containment.

    \b
    licensecheck screen licences.csv --out out.parquet --rejects rejects.csv
    licensecheck screen licences.csv --rules-as-of first-edition

    Rows alike in all that decides are decided once. Exit codes: 0; 8 a row meets a rule on which a
    pipeline stops (`--stop-on`, or `stops` in a file of `--house`); 2 bad usage or input. No
    trigger is not permission.
    """
    from licensecheck.extras import require

    require("tables")
    from licensecheck.commands.screen import screen_words
    from licensecheck.commands.show import neutral
    from licensecheck.language import find_language
    from licensecheck.outputs import check_outputs
    from licensecheck.report.screened import screened_text
    from licensecheck.tables.reading import table_name

    said = find_language(language)
    check_outputs(
        [("--out", out), ("--rejects", rejects)],
        [("TABLE", table), ("--mapping", mapping), ("--denials", denials),
         *(("--lists", name) for name in lists),
         *(("--alliance", name) for name in alliances), *rules_named("--house", house)],
    )  # fmt: skip
    found = screen_words(
        table, reader=reader, mapping=mapping, out=out, rejects=rejects,
        alliances=alliances or ("nato",), depth="full" if full_depth else "light",
        before_first=rules_as_of, confirm=confirm, progress=sys.stderr.isatty(),
        language=said,
        house=house, denials=denials, lists=lists, stops=stops,
        stated={"end_user_kind": end_user_kind or "", "end_use": end_use or ""},
    )  # fmt: skip
    click.echo(neutral(screened_text(table_name(table), found, said), "text"), nl=False)
    if found.rejects and (strict or not found.decided):
        return 2
    return STOPPED if found.stopped else 0


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
@click.option("--format", "format_", callback=one_of("format", _FORMATS), metavar="FORMAT",
              default="text", show_default=True, help="text, csv, json or jsonl.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write here instead of to standard output.")  # fmt: skip
@click.option("--denials", type=click.Path(path_type=Path), metavar="FILE",
              help="Your own file of denials, read on both days.")  # fmt: skip
@language_option
def reassess(
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
) -> int:
    """List the licences of TABLE, or the applications of FOLDER, whose answer changed.

    \b
      licensecheck reassess licences.csv --since 2023-04-03 --until 2023-04-04
      licensecheck reassess granted/ --since 2024-01-01 --format csv

    Each with its criteria and containment before and after, and the rule edition or row of a
    reference table that began or ended. No trigger is not permission.
    """
    from licensecheck.extras import require

    require("tables")
    from licensecheck.commands.screen import reassess_words
    from licensecheck.commands.show import neutral
    from licensecheck.language import find_language
    from licensecheck.outputs import check_outputs, write_text
    from licensecheck.report.screened import reassessed_text

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
    return 2 if found.none_read else 0
