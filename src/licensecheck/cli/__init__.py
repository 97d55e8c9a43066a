"""The command line: thin, one file per command, each imported only when it is called.

Exit codes: 0 no trigger, 3 undetermined, 4 review, 5 presumptive denial, 6 out of scope;
2 bad usage or input, with every error listed; 1 a fault of the tool.
"""

from __future__ import annotations

import importlib
import sys

import click

from licensecheck.errors import EngineDisagreement, InputError, LawError

__all__ = ["main"]

COMMANDS = ("check", "place", "rating", "vocabulary", "rules", "schema")


class _LazyGroup(click.Group):
    """Imports a command's module when the command is called, so that `check` starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"licensecheck.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from licensecheck.errors import nearest

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], COMMANDS) or f"one of: {', '.join(COMMANDS)}"
            ctx.fail(f"no such command `{args[0]}`; {near}")
        return super().resolve_command(ctx, args)


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from licensecheck.report.version import version_text

    click.echo(version_text())
    ctx.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True,
              callback=_print_version, help="Show the version and the editions of law and data.")  # fmt: skip
def _group() -> None:
    """Screen a proposed arms transfer: does it stay inside the alliance, and which criteria of
    Common Position 2008/944/CFSP trigger review? No trigger is not permission.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    try:
        code = _group.main(args=arguments, prog_name="licensecheck", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (InputError, LawError) as error:
        count = len(error.problems)
        for problem in error.problems:
            click.echo(str(problem), err=True)
        if count > 1:
            click.echo(f"{count} errors; nothing was screened", err=True)
        sys.exit(2)
    except EngineDisagreement as error:
        click.echo(f"no answer: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
