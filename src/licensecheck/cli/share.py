"""`licensecheck share`: of a whole table, the share that leaves an alliance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

_PATH = click.Path(path_type=Path, dir_okay=False)


@click.command("share", short_help="Say what share of a table leaves an alliance.")
@click.argument("table", type=_PATH)
@click.option("--reader", default="auto", show_default=True,
              help="Format of the table; `auto` recognises it.")  # fmt: skip
@click.option("--mapping", type=_PATH, help="For `generic`: a YAML file of its columns.")
@click.option("--by", metavar="NAMES",
              help="year, exporter, category, destination, group, permanent, form, renewal: "
              "one, or several with commas.")  # fmt: skip
@click.option("--alliance", "alliances", metavar="NAME", multiple=True,
              help="nato (default), eu, nato-or-eu, nato-plus, nato-treaty-area, or a file; "
              "may be repeated.")  # fmt: skip
@click.option("--membership", metavar="CLOCK", multiple=True,
              help="licence-date (default), a day, or `both`: the licence date and today; "
              "may be repeated.")  # fmt: skip
@click.option("--permanent-only", is_flag=True, help="Leave out what is temporary or not known.")
@click.option("--chains", default="as-published", show_default=True,
              help="as-published, or newly-authorised: renewals count once.")  # fmt: skip
@click.option("--exporters", default="inside", show_default=True,
              help="inside: of what starts inside; all: of every row.")  # fmt: skip
@click.option("--groups", type=_PATH, help="Your own file of destination groups.")
@click.option("--format", "format_", default="text",
              type=click.Choice(["text", "csv", "json", "html"]),
              show_default=True, help="Form of the figures.")  # fmt: skip
@click.option("--plot", "plots", metavar="[KIND=]FILE", multiple=True,
              help="Draw to FILE (.svg, .png or .html). KIND: share (default; bounds by year), "
              "groups (where the goods go) or coverage; may be repeated.")  # fmt: skip
@click.option("--report", "page", type=_PATH, metavar="FILE.html",
              help="Write figures, plots, caveats and method as one page.")  # fmt: skip
@click.option("--rejects", type=_PATH, help="Write rejected rows with their reasons here (CSV).")
@click.option("--strict", is_flag=True, help="Exit with 2 if a row was rejected.")
def command(
    table: Path,
    reader: str,
    mapping: Path | None,
    rejects: Path | None,
    strict: bool,
    format_: str,
    plots: tuple[str, ...],
    page: Path | None,
    **options: Any,
) -> int:
    """Say what share of TABLE leaves an alliance, between honest bounds.

    \b
    licensecheck share licences.csv --by year --alliance nato --alliance eu
    licensecheck share licences.csv --chains newly-authorised --format csv
    licensecheck share licences.csv --plot share.svg --plot groups=where.png

    Values are in millions in the text, exact to the cent in CSV and JSON.
    """  # noqa: D301
    from licensecheck.report.extras import require

    require("tables")
    from licensecheck.report.show_share import show_share
    from licensecheck.tables.intake import take_in, write_rejects

    # Before the table is read, which may take long.
    targets = _targets(plots, page, format_)
    taken = take_in(table, reader=reader, mapping=mapping)
    if rejects:
        write_rejects(rejects, taken.rejects)
    show_share(taken, format_, plots=targets, page=page, **options)
    return 2 if strict and taken.rejects else 0


def _targets(plots: tuple[str, ...], page: Path | None, format_: str) -> list[tuple[str, Path]]:
    """What is to be drawn and where, if it can be."""
    if not plots and not page and format_ != "html":
        return []
    from licensecheck.report.extras import require
    from licensecheck.report.plots import read_page_target, read_target

    require("plots")
    if page:
        read_page_target(page)
    return [read_target(word) for word in plots]
