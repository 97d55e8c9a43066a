"""`licensecheck share`, `change`, `possibilities` and `measures`: what leaves, of whole tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licensecheck.cli.words import alliance_option, language_option, one_of, options
from licensecheck.errors import told

if TYPE_CHECKING:
    from licensecheck.commands.deliver import Output
    from licensecheck.commands.shares import Asked
    from licensecheck.tables.reading.intake import Table

_PATH = click.Path(path_type=Path, dir_okay=False)
_FORMATS = ("text", "csv", "json", "xlsx", "html")
_OUTPUT = ("format_", "out", "plots", "page", "title", "source")
_Command = Callable[..., int]

_counting_options = options(
    click.option("--reader", default="auto", show_default=True,
                 help="Format of the table; `auto` recognises it."),
    click.option("--mapping", type=_PATH, help="For `generic`: a YAML file of its columns."),
    click.option("--permanent-only", is_flag=True,
                 help="Leave out what is temporary or not known."),
    click.option("--chains", default="auto", show_default=True,
                 help="auto: a renewed licence counts once where the table marks renewals, with "
                 "the figure as published beside; newly-authorised; or as-published."),
    click.option("--exporter", "exporter", metavar="PLACE", multiple=True,
                 help="Count only what leaves this place; may be repeated."),
    click.option("--destination", "destination", metavar="PLACE", multiple=True,
                 help="Count only what goes to this place; may be repeated."),
    click.option("--category", "category", metavar="ML", multiple=True,
                 help="Count only this category (ML10, dual-use, `not stated`); may be repeated."),
)  # fmt: skip

_part_options = options(
    click.option("--top", type=int, metavar="N", help="Name the N largest parts."),
    click.option("--sort", default="", metavar="ORDER",
                 help="Order of the parts: key, value, outside, unplaced or share; of "
                 "`possibilities`: left, key, share or allies."),
)  # fmt: skip


def _output_options(kinds: str) -> Callable[[_Command], _Command]:
    """Options of where an answer goes.

    Args:
        kinds: What `--plot` draws, for its help.
    """
    return options(
        click.option("--format", "format_", callback=one_of("format", _FORMATS), metavar="FORM",
                     help="text (default), csv, json, xlsx (a workbook) or html; by default what "
                     "the ending of --out says."),
        click.option("--out", type=_PATH, metavar="FILE", help="Write the answer to FILE."),
        click.option("--plot", "plots", metavar="[KIND=]FILE", multiple=True,
                     help=f"Draw to FILE (.svg, .png or .html). {kinds}"),
        click.option("--report", "page", type=_PATH, metavar="FILE.html",
                     help="Write figures, plots, caveats and method as one page."),
        click.option("--title", default="", help="Title of plots and page."),
        click.option("--source", default="", help="Source to name in plots and page."),
        language_option,
    )  # fmt: skip


def _asked_of(
    *, alliances: Sequence[str], membership: Sequence[str], permanent_only: bool, chains: Any,
    exporter: Sequence[str], destination: Sequence[str], category: Sequence[str], language: str,
    **rest: Any,
) -> Asked:  # fmt: skip
    """What is asked of a table, from the options of a command."""
    from licensecheck.commands.shares import Asked
    from licensecheck.language import find_language
    from licensecheck.tables.shares.filters import Only

    only = Only(tuple(exporter), tuple(destination), tuple(category))
    return Asked(
        alliances=alliances or ("nato",), membership=membership, permanent_only=permanent_only,
        chains=chains, only=only, language=find_language(language), **rest,
    )  # fmt: skip


def _output_of(
    command: str, *, format_: str | None, out: Path | None, plots: Sequence[str],
    page: Path | None, title: str, source: str, language: str,
    others: Sequence[tuple[str, Path | None]] = (),
    inputs: Sequence[tuple[str, Path | str | None]] = (),
) -> Output:  # fmt: skip
    """Where an answer goes, checked before any table is read, which may take long.

    Args:
        command: Name of the command.
        format_: The form asked for, or nothing.
        out: File to write.
        plots: Plots as written.
        page: File for the page.
        title: Of plots and page.
        source: To name in plots and page.
        language: Its code.
        others: Further files that the command writes, by their options.
        inputs: What it reads, by what names it.
    """
    from licensecheck.commands.deliver import Output
    from licensecheck.language import find_language
    from licensecheck.outputs import check_outputs

    output = Output(
        format=format_ or "", out=out, page=page, title=title, source=source,
        language=find_language(language), plots=tuple(("", Path(word)) for word in plots),
    )  # fmt: skip
    output.check()
    if plots or page:
        from dataclasses import replace

        from licensecheck.report.plots import read_page_target, read_target

        if page:
            read_page_target(page)
        output = replace(output, plots=tuple(read_target(word, command) for word in plots))
    check_outputs([*others, *output.files()], inputs)
    return output


@click.command("share", short_help="Say what share of a table leaves an alliance.")
@click.argument("table", type=_PATH)
@click.option("--by", metavar="NAMES",
              help="year, exporter, category, destination, group, permanent, form, renewal: "
              "one, or several with commas.")  # fmt: skip
@alliance_option
@click.option("--membership", metavar="CLOCK", multiple=True,
              help="licence-date (default), a day, or `both`: the licence date and today; "
              "may be repeated.")  # fmt: skip
@click.option("--exporters", default="inside", show_default=True,
              help="inside: of what starts inside; all: of every row.")  # fmt: skip
@click.option("--groups", type=_PATH, help="Your own file of destination groups.")
@_counting_options
@_part_options
@_output_options("KIND: share (default; bounds by year), groups (where the goods go), destinations "
                "(the largest), categories, or coverage; may be repeated.")  # fmt: skip
@click.option("--rejects", type=_PATH, help="Write rejected rows with their reasons here (CSV).")
@click.option("--strict", is_flag=True, help="Exit with 2 if a row was rejected.")
def share(
    table: Path, reader: str, mapping: Path | None, rejects: Path | None, strict: bool,
    by: str | None, sort: str, top: int | None, **words: Any,
) -> int:  # fmt: skip
    """Say what share of TABLE leaves an alliance, between honest bounds.

    \b
    licensecheck share licences.csv --by year --alliance nato --alliance eu
    licensecheck share licences.csv --by destination --top 10 --out top.xlsx
    licensecheck share licences.csv --plot share.svg --plot groups=where.png

    Values are in millions in the text, exact to the cent in CSV, JSON and workbooks.
    """
    from licensecheck.extras import require

    require("tables")

    language = words["language"]
    output = _output_of(
        "share", language=language, **{name: words.pop(name) for name in _OUTPUT},
        others=[("--rejects", rejects)],
        inputs=[("TABLE", table), ("--mapping", mapping), ("--groups", words["groups"]),
                *(("--alliance", name) for name in words["alliances"])],
    )  # fmt: skip
    from licensecheck.commands.shares import grouping_of, show_share, taken
    from licensecheck.tables.reading.intake import write_rejects

    found = taken(table, reader=reader, mapping=mapping)
    if rejects:
        write_rejects(rejects, (*found.rejects, *found.left_out))
    show_share(found, _asked_of(**words), output, by=grouping_of(by), sort=sort, top=top)
    return 2 if strict and found.rejects else 0


# What the other three share.
_options = options(
    click.option("--alliance", metavar="NAME", default="nato", show_default=True,
                 help="Definition of inside: a name, or a file."),
    click.option("--membership", metavar="CLOCK", default="licence-date", show_default=True,
                 help="licence-date, or a day."),
    _counting_options,
)  # fmt: skip


@click.command("change", short_help="Split the change of a share between two years.")
@click.argument("table", type=_PATH)
@click.option("--from", "first", type=int, required=True, metavar="YEAR", help="The earlier year.")
@click.option("--to", "second", type=int, required=True, metavar="YEAR", help="The later year.")
@click.option("--large", metavar="PERCENT", default="5", show_default=True,
              help="Part of a year from which on a deal is large.")  # fmt: skip
@_options
@_output_options("It shows the four parts as a waterfall.")
def change(table: Path, first: int, second: int, large: str, **words: Any) -> int:
    """Split the change of the share of TABLE that leaves, between two years.

    \b
    licensecheck change licences.csv --from 2010 --to 2014

    Who was a member, where the goods went, how much was sold, and single large deals: the four
    parts sum to the change.
    """
    part = _percent("--large", large)
    [found], asked, output = _taken([table], "change", words)
    from licensecheck.commands.development import show_change

    show_change(found, asked, output, years=(first, second), large=part)
    return 0


@click.command("possibilities", short_help="Set what left beside what allies took.")
@click.argument("table", type=_PATH)
@click.option("--by", metavar="NAMES", default="category", show_default=True,
              help="Groupings as of `share`, with commas.")  # fmt: skip
@click.option("--stayed", metavar="PERCENT", multiple=True, default=("10",), show_default=True,
              help="Part of what certainly left, taken to have stayed; may be "
              "repeated.")  # fmt: skip
@_options
@_part_options
@_output_options("It shows what left and what allies took.")
def possibilities(
    table: Path, by: str, stayed: Sequence[str], sort: str, top: int | None, **words: Any
) -> int:
    """Set what left TABLE beside what allies took, and do the arithmetic of a part that stayed.

    \b
    licensecheck possibilities licences.csv --stayed 10 --stayed 50 --top 5

    It is arithmetic, not a forecast: no table says that an ally wanted the goods.
    """
    parts = [_percent("--stayed", part) * 100 for part in stayed]
    [found], asked, output = _taken([table], "possibilities", words)
    from licensecheck.commands.development import show_possibilities
    from licensecheck.commands.shares import grouping_of

    show_possibilities(found, asked, output, by=grouping_of(by), stayed=parts, sort=sort, top=top)
    return 0


@click.command("measures", short_help="Give three measures of what leaves, kept apart.")
@click.argument("tables", type=_PATH, nargs=-1, required=True, metavar="TABLE...")
@click.option("--turnover", type=_PATH, metavar="FILE",
              help="What was made: CSV with year, value, currency and source.")  # fmt: skip
@_options
@_output_options("It shows the measures by year, a panel each.")
def measures(tables: Sequence[Path], turnover: Path | None, **words: Any) -> int:
    """Give three measures of what leaves, by year and kept apart.

    \b
    licensecheck measures licences.csv deliveries.csv --turnover turnover.csv

    Outside, of what was licensed; exported outside, of what was made; outside, of the deliveries
    of all allies by the trend indicator, which is not money.
    """
    found, asked, output = _taken(tables, "measures", words, turnover)
    from licensecheck.commands.development import show_measures

    show_measures(found, asked, output, turnover=turnover)
    return 0


def _taken(
    tables: Sequence[Path], command: str, words: dict[str, Any], turnover: Path | None = None
) -> tuple[list[Table], Asked, Output]:
    """The tables as read, what is asked of them, and where the answer goes."""
    from licensecheck.extras import require

    require("tables")
    from licensecheck.commands.shares import taken

    own = {name: words.pop(name) for name in _OUTPUT}
    output = _output_of(
        command, language=words["language"], **own,
        inputs=[*(("TABLE", table) for table in tables), ("--mapping", words["mapping"]),
                ("--alliance", words["alliance"]), ("--turnover", turnover)],
    )  # fmt: skip
    reader, mapping = words.pop("reader"), words.pop("mapping")
    alliance, clock = words.pop("alliance"), words.pop("membership")
    asked = _asked_of(alliances=(alliance,), membership=(clock,), **words)
    return [taken(table, reader=reader, mapping=mapping) for table in tables], asked, output


def _percent(option: str, text: str) -> Fraction:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 100:
        raise click.UsageError(
            told("{option} takes a number from 0 to 100, not `{words}`", option=option, words=text)
        )
    return found / 100
