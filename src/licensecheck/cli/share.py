"""`licensecheck share`: of a whole table, the share that leaves an alliance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from licensecheck.cli.tabling import (
    PATH,
    asked_of,
    counting_options,
    output_of,
    output_options,
    part_options,
)

_OUTPUT = ("format_", "out", "plots", "page", "title", "source")


@click.command("share", short_help="Say what share of a table leaves an alliance.")
@click.argument("table", type=PATH)
@click.option("--by", metavar="NAMES",
              help="year, exporter, category, destination, group, permanent, form, renewal: "
              "one, or several with commas.")  # fmt: skip
@click.option("--alliance", "alliances", metavar="NAME", multiple=True,
              help="nato (default), eu, nato-or-eu, nato-plus, nato-treaty-area, or a file; "
              "may be repeated.")  # fmt: skip
@click.option("--membership", metavar="CLOCK", multiple=True,
              help="licence-date (default), a day, or `both`: the licence date and today; "
              "may be repeated.")  # fmt: skip
@click.option("--exporters", default="inside", show_default=True,
              help="inside: of what starts inside; all: of every row.")  # fmt: skip
@click.option("--groups", type=PATH, help="Your own file of destination groups.")
@counting_options
@part_options
@output_options("KIND: share (default; bounds by year), groups (where the goods go), destinations "
                "(the largest), categories, or coverage; may be repeated.")  # fmt: skip
@click.option("--rejects", type=PATH, help="Write rejected rows with their reasons here (CSV).")
@click.option("--strict", is_flag=True, help="Exit with 2 if a row was rejected.")
def command(
    table: Path, reader: str, mapping: Path | None, rejects: Path | None, strict: bool,
    by: str | None, sort: str, top: int | None, **words: Any,
) -> int:  # fmt: skip
    """Say what share of TABLE leaves an alliance, between honest bounds.

    \b
    licensecheck share licences.csv --by year --alliance nato --alliance eu
    licensecheck share licences.csv --by destination --top 10 --out top.xlsx
    licensecheck share licences.csv --plot share.svg --plot groups=where.png

    Values are in millions in the text, exact to the cent in CSV, JSON and workbooks.
    """  # noqa: D301
    from licensecheck.extras import require

    require("tables")
    from licensecheck.report.plot_kinds import OF_SHARE

    language = words["language"]
    output = output_of(
        OF_SHARE, language=language, **{name: words.pop(name) for name in _OUTPUT},
        others=[("--rejects", rejects)],
        inputs=[("TABLE", table), ("--mapping", mapping), ("--groups", words["groups"]),
                *(("--alliance", name) for name in words["alliances"])],
    )  # fmt: skip
    from licensecheck.commands.asked import grouping_of, taken
    from licensecheck.commands.share import show_share
    from licensecheck.tables.reading.intake import write_rejects

    found = taken(table, reader=reader, mapping=mapping)
    if rejects:
        write_rejects(rejects, (*found.rejects, *found.left_out))
    show_share(found, asked_of(**words), output, by=grouping_of(by), sort=sort, top=top)
    return 2 if strict and found.rejects else 0
