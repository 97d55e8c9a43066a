"""`licensecheck change`, `possibilities` and `measures`: how a share developed, what could stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licensecheck.cli.tabling import (
    PATH,
    asked_of,
    counting_options,
    output_of,
    output_options,
    part_options,
)

if TYPE_CHECKING:
    from licensecheck.commands.asked import Asked
    from licensecheck.commands.deliver import Output
    from licensecheck.tables.reading.intake import Table

_Command = Callable[..., int]
_OUTPUT = ("format_", "out", "plots", "page", "title", "source")


def _options(command: _Command) -> _Command:
    """The options that all three share."""
    for option in (
        counting_options,
        click.option("--membership", metavar="CLOCK", default="licence-date", show_default=True,
                     help="licence-date, or a day."),
        click.option("--alliance", metavar="NAME", default="nato", show_default=True,
                     help="Definition of inside: a name, or a file."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.command("change", short_help="Split the change of a share between two years.")
@click.argument("table", type=PATH)
@click.option("--from", "first", type=int, required=True, metavar="YEAR", help="The earlier year.")
@click.option("--to", "second", type=int, required=True, metavar="YEAR", help="The later year.")
@click.option("--large", metavar="PERCENT", default="5", show_default=True,
              help="Part of a year from which on a deal is large.")  # fmt: skip
@_options
@output_options("It shows the four parts as a waterfall.")
def change(table: Path, first: int, second: int, large: str, **words: Any) -> int:
    """Split the change of the share of TABLE that leaves, between two years.

    \b
    licensecheck change licences.csv --from 2010 --to 2014

    Who was a member, where the goods went, how much was sold, and single large deals: the four
    parts sum to the change.
    """  # noqa: D301
    part = _percent("--large", large)
    [found], asked, output = _taken([table], "OF_CHANGE", words)
    from licensecheck.commands.development import show_change

    show_change(found, asked, output, years=(first, second), large=part)
    return 0


@click.command("possibilities", short_help="Set what left beside what allies took.")
@click.argument("table", type=PATH)
@click.option("--by", metavar="NAMES", default="category", show_default=True,
              help="Groupings as of `share`, with commas.")  # fmt: skip
@click.option("--stayed", metavar="PERCENT", multiple=True, default=("10",), show_default=True,
              help="Part of what certainly left, taken to have stayed; may be "
              "repeated.")  # fmt: skip
@_options
@part_options
@output_options("It shows what left and what allies took.")
def possibilities(
    table: Path, by: str, stayed: Sequence[str], sort: str, top: int | None, **words: Any
) -> int:
    """Set what left TABLE beside what allies took, and do the arithmetic of a part that stayed.

    \b
    licensecheck possibilities licences.csv --stayed 10 --stayed 50 --top 5

    It is arithmetic, not a forecast: no table says that an ally wanted the goods.
    """  # noqa: D301
    parts = [_percent("--stayed", part) * 100 for part in stayed]
    [found], asked, output = _taken([table], "OF_POSSIBILITIES", words)
    from licensecheck.commands.asked import grouping_of
    from licensecheck.commands.development import show_possibilities

    show_possibilities(found, asked, output, by=grouping_of(by), stayed=parts, sort=sort, top=top)
    return 0


@click.command("measures", short_help="Give three measures of what leaves, kept apart.")
@click.argument("tables", type=PATH, nargs=-1, required=True, metavar="TABLE...")
@click.option("--turnover", type=PATH, metavar="FILE",
              help="What was made: CSV with year, value, currency and source.")  # fmt: skip
@_options
@output_options("It shows the measures by year, a panel each.")
def measures(tables: Sequence[Path], turnover: Path | None, **words: Any) -> int:
    """Give three measures of what leaves, by year and kept apart.

    \b
    licensecheck measures licences.csv deliveries.csv --turnover turnover.csv

    Outside, of what was licensed; exported outside, of what was made; outside, of the deliveries
    of all allies by the trend indicator, which is not money.
    """  # noqa: D301
    found, asked, output = _taken(tables, "OF_MEASURES", words, turnover)
    from licensecheck.commands.development import show_measures

    show_measures(found, asked, output, turnover=turnover)
    return 0


def _taken(
    tables: Sequence[Path], kinds: str, words: dict[str, Any], turnover: Path | None = None
) -> tuple[list[Table], Asked, Output]:
    """The tables as read, what is asked of them, and where the answer goes."""
    from licensecheck.extras import require

    require("tables")
    from licensecheck.commands.asked import taken
    from licensecheck.report import plot_kinds

    own = {name: words.pop(name) for name in _OUTPUT}
    output = output_of(
        getattr(plot_kinds, kinds), language=words["language"], **own,
        inputs=[*(("TABLE", table) for table in tables), ("--mapping", words["mapping"]),
                ("--alliance", words["alliance"]), ("--turnover", turnover)],
    )  # fmt: skip
    reader, mapping = words.pop("reader"), words.pop("mapping")
    alliance, clock = words.pop("alliance"), words.pop("membership")
    asked = asked_of(alliances=(alliance,), membership=(clock,), **words)
    return [taken(table, reader=reader, mapping=mapping) for table in tables], asked, output


def _percent(option: str, text: str) -> Fraction:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 100:
        raise click.UsageError(f"{option} takes a number from 0 to 100, not `{text}`")
    return found / 100
