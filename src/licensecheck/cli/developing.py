"""`licensecheck change`, `possibilities` and `measures`: how a share developed, what could stay."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

_PATH = click.Path(path_type=Path, dir_okay=False)
_Command = Callable[..., int]


def _options(command: _Command) -> _Command:
    """The options that all three share."""
    for option in (
        click.option("--format", "format_", default="text", show_default=True,
                     type=click.Choice(["text", "csv", "json"]), help="Form of the figures."),
        click.option("--chains", default="as-published", show_default=True,
                     help="as-published, or newly-authorised: renewals count once."),
        click.option("--permanent-only", is_flag=True,
                     help="Leave out what is temporary or not known."),
        click.option("--membership", metavar="CLOCK", default="licence-date", show_default=True,
                     help="licence-date, or a day."),
        click.option("--alliance", metavar="NAME", default="nato", show_default=True,
                     help="Definition of inside: a name, or a file."),
        click.option("--mapping", type=_PATH, help="For `generic`: a YAML file of its columns."),
        click.option("--reader", default="auto", show_default=True,
                     help="Format of the table; `auto` recognises it."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.command("change", short_help="Split the change of a share between two years.")
@click.argument("table", type=_PATH)
@click.option("--from", "first", type=int, required=True, metavar="YEAR", help="The earlier year.")
@click.option("--to", "second", type=int, required=True, metavar="YEAR", help="The later year.")
@click.option("--large", metavar="PERCENT", default="5", show_default=True,
              help="Part of a year from which on a deal is large.")  # fmt: skip
@_options
def change(table: Path, first: int, second: int, large: str, **words: Any) -> int:
    """Split the change of the share of TABLE that leaves, between two years.

    \b
    licensecheck change licences.csv --from 2010 --to 2014

    Who was a member, where the goods went, how much was sold, and single large deals: the four
    parts sum to the change.
    """  # noqa: D301
    from licensecheck.report.show_development import show_change

    sys.stdout.write(show_change(table, (first, second), _percent("--large", large), **words))
    return 0


@click.command("possibilities", short_help="Set what left beside what allies took.")
@click.argument("table", type=_PATH)
@click.option("--by", metavar="NAMES", default="category", show_default=True,
              help="Groupings as of `share`, with commas.")  # fmt: skip
@click.option("--stayed", metavar="PERCENT", multiple=True, default=("10",), show_default=True,
              help="Part of what certainly left, taken to have stayed; may be "
              "repeated.")  # fmt: skip
@_options
def possibilities(table: Path, by: str, stayed: Sequence[str], **words: Any) -> int:
    """Set what left TABLE beside what allies took, and do the arithmetic of a part that stayed.

    \b
    licensecheck possibilities licences.csv --stayed 10 --stayed 50

    It is arithmetic, not a forecast: no table says that an ally wanted the goods.
    """  # noqa: D301
    from licensecheck.report.show_development import show_possibilities

    grouping = [name.strip() for name in by.split(",") if name.strip()]
    parts = [_percent("--stayed", part) * 100 for part in stayed]
    sys.stdout.write(show_possibilities(table, grouping, parts, **words))
    return 0


@click.command("measures", short_help="Give three measures of what leaves, kept apart.")
@click.argument("tables", type=_PATH, nargs=-1, required=True, metavar="TABLE...")
@click.option("--turnover", type=_PATH, metavar="FILE",
              help="What was made: CSV with year, value, currency and source.")  # fmt: skip
@_options
def measures(tables: Sequence[Path], turnover: Path | None, **words: Any) -> int:
    """Give three measures of what leaves, by year and kept apart.

    \b
    licensecheck measures licences.csv deliveries.csv --turnover turnover.csv

    Outside, of what was licensed; exported outside, of what was made; outside, of the deliveries
    of all allies by the trend indicator, which is not money.
    """  # noqa: D301
    from licensecheck.report.show_development import show_measures

    sys.stdout.write(show_measures(list(tables), turnover, **words))
    return 0


def _percent(option: str, text: str) -> Fraction:
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 100:
        raise click.UsageError(f"{option} takes a number from 0 to 100, not `{text}`")
    return found / 100
