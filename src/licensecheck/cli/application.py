"""The options that describe one application, for every command that takes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from licensecheck.cli import completing
from licensecheck.cli.words import joined

__all__ = ["application_options"]

_OPTIONS = (
    click.option("--exporter", metavar="COUNTRY", shell_complete=completing.countries,
                 help="Country the goods leave from."),
    click.option("--destination", metavar="COUNTRY", shell_complete=completing.countries,
                 help="Country of the end user, or of final use."),
    click.option("--consignee", metavar="COUNTRY", shell_complete=completing.countries,
                 help="Country of the consignee on the way."),
    click.option("--rating", metavar="CODE", multiple=True, callback=joined,
                 shell_complete=completing.ratings,
                 help="Control list code, such as ML6.a; one for each item, may be repeated."),
    click.option("--end-user-kind", metavar="KIND",
                 shell_complete=completing.tokens_of("end_user.kind"),
                 help="armed_forces, police, company ..."),
    click.option("--form", metavar="FORM", shell_complete=completing.tokens_of("item.form"),
                 help="complete, component, spare_part, ammunition ..."),
    click.option("--value", metavar="AMOUNT", help="Value, such as 24m or '24m EUR'."),
    click.option("--set", "facts", metavar="FACT=VALUE", multiple=True,
                 shell_complete=completing.facts,
                 help="Supply a fact of the vocabulary; may be repeated."),
    click.option("--as-of", metavar="DATE",
                 help="Day of the decision; today if not given."),
)  # fmt: skip


def application_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that describe an application, in their order."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
