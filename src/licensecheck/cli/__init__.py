"""The command line: thin, a few commands to a module, each imported only when it is called.

Exit codes: 0 no trigger, 3 undetermined, 4 review, 5 presumptive denial, 6 out of scope;
2 bad usage or input, with every error listed; 1 an internal error.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
from collections.abc import Iterator
from typing import Any

import click

from licensecheck.cli.faults import ReaderGone, tell
from licensecheck.cli.words import SPOKEN, NearestGroup

__all__ = ["main"]

_GROUPS = {
    "A case": ("new", "check", "explain", "replay", "decide", "decisions", "serve"),
    "Look up": ("rating", "country", "place", "parties", "vocabulary"),
    "Tables": ("table", "screen", "share", "change", "possibilities", "measures", "reassess"),
    "Rules and data": ("rules", "reference", "schema"),
}
# The module of each command, which is called as the command is.
_MODULES = {
    **dict.fromkeys(("new", "check", "explain"), "case"),
    **dict.fromkeys(("replay", "decide", "decisions"), "decided"),
    "serve": "serve",
    **dict.fromkeys(_GROUPS["Look up"], "look_ups"),
    **dict.fromkeys(("table", "screen", "reassess"), "tables"),
    **dict.fromkeys(("share", "change", "possibilities", "measures"), "shares"),
    **dict.fromkeys(_GROUPS["Rules and data"], "rules"),
}
COMMANDS = tuple(name for names in _GROUPS.values() for name in names)


class _LazyGroup(NearestGroup):
    """Imports a command's module when the command is called, so that `check` starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"licensecheck.cli.{_MODULES[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by what they are for, each with its line."""
        for title, names in _GROUPS.items():
            rows = [(name, self.get_command(ctx, name).get_short_help_str(80)) for name in names]  # type: ignore[union-attr]
            with formatter.section(title):
                formatter.write_dl(rows)

    # click would turn a reader that has gone into exit code 1, which is an internal error.
    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        with _noticing_readers():
            return super().make_context(*arguments, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _noticing_readers():
            return super().invoke(ctx)


@contextlib.contextmanager
def _noticing_readers() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise ReaderGone from None


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from licensecheck.commands.lookups import version_text

    click.echo(version_text())
    ctx.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and the editions of law and data.",
)
def _group() -> None:
    """Screen a proposed arms transfer.

    \b
      licensecheck check --exporter NL --destination SA --rating ML6.a

    Does it stay inside the alliance, and which criteria of Common Position 2008/944/CFSP trigger
    review? No trigger is not permission.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    _prepare_output()
    SPOKEN.set("en")
    # What else is installed has no say in how an application is read; to look for pydantic's
    # plugins would also open the records of every package there is.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        code = _group.main(args=arguments, prog_name="licensecheck", standalone_mode=False)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        sys.exit(tell(error))
    sys.exit(code if isinstance(code, int) else 0)


def _prepare_output() -> None:
    """Make standard output fit to write to: it may be closed, or unable to hold every letter."""
    if getattr(sys, "stdout", None) is None:
        sys.stdout = io.StringIO()
    elif isinstance(sys.stdout, io.TextIOWrapper):
        own = sys.stdout is sys.__stdout__
        if own and isinstance(sys.stdout.buffer, io.RawIOBase):
            # PYTHONUNBUFFERED: a raw file may take a part of what is written and say nothing.
            # What somebody else put in its place is left as it is.
            encoding = sys.stdout.encoding
            buffered = io.BufferedWriter(sys.stdout.detach())
            sys.stdout = io.TextIOWrapper(buffered, encoding, line_buffering=True)
        sys.stdout.reconfigure(errors="replace")
