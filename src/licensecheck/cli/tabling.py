"""What the commands on whole tables share: options of what is counted and of where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licensecheck.cli.words import language_option, one_of

if TYPE_CHECKING:
    from licensecheck.commands.asked import Asked
    from licensecheck.commands.deliver import Output

__all__ = ["PATH", "asked_of", "counting_options", "output_of", "output_options", "part_options"]

PATH = click.Path(path_type=Path, dir_okay=False)
_FORMATS = ("text", "csv", "json", "xlsx", "html")
_Command = Callable[..., int]
_Option = Callable[[_Command], _Command]


def _with(*options: _Option) -> Callable[[_Command], _Command]:
    def add(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


counting_options = _with(
    click.option("--reader", default="auto", show_default=True,
                 help="Format of the table; `auto` recognises it."),
    click.option("--mapping", type=PATH, help="For `generic`: a YAML file of its columns."),
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

part_options = _with(
    click.option("--top", type=int, metavar="N", help="Name the N largest parts."),
    click.option("--sort", default="", metavar="ORDER",
                 help="Order of the parts: key, value, outside, unplaced or share; of "
                 "`possibilities`: left, key, share or allies."),
)  # fmt: skip


def output_options(kinds: str) -> Callable[[_Command], _Command]:
    """Options of where an answer goes.

    Args:
        kinds: What `--plot` draws, for its help.
    """
    return _with(
        click.option("--format", "format_", callback=one_of("format", _FORMATS), metavar="FORM",
                     help="text (default), csv, json, xlsx (a workbook) or html; by default what "
                     "the ending of --out says."),
        click.option("--out", type=PATH, metavar="FILE", help="Write the answer to FILE."),
        click.option("--plot", "plots", metavar="[KIND=]FILE", multiple=True,
                     help=f"Draw to FILE (.svg, .png or .html). {kinds}"),
        click.option("--report", "page", type=PATH, metavar="FILE.html",
                     help="Write figures, plots, caveats and method as one page."),
        click.option("--title", default="", help="Title of plots and page."),
        click.option("--source", default="", help="Source to name in plots and page."),
        language_option,
    )  # fmt: skip


def asked_of(
    *, alliances: Sequence[str], membership: Sequence[str], permanent_only: bool, chains: Any,
    exporter: Sequence[str], destination: Sequence[str], category: Sequence[str], language: str,
    **rest: Any,
) -> Asked:  # fmt: skip
    """What is asked of a table, from the options of a command."""
    from licensecheck.commands.asked import Asked
    from licensecheck.language import find_language
    from licensecheck.tables.shares.filters import Only

    only = Only(tuple(exporter), tuple(destination), tuple(category))
    return Asked(
        alliances=alliances or ("nato",), membership=membership, permanent_only=permanent_only,
        chains=chains, only=only, language=find_language(language), **rest,
    )  # fmt: skip


def output_of(
    kinds: Sequence[str], *, format_: str | None, out: Path | None, plots: Sequence[str],
    page: Path | None, title: str, source: str, language: str,
    others: Sequence[tuple[str, Path | None]] = (),
    inputs: Sequence[tuple[str, Path | str | None]] = (),
) -> Output:  # fmt: skip
    """Where an answer goes, checked before any table is read, which may take long.

    Args:
        kinds: Kinds of plots of the command, the first for a file that names none.
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
        output = replace(output, plots=tuple(read_target(word, kinds) for word in plots))
    check_outputs([*others, *output.files()], inputs)
    return output
