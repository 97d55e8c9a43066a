"""What is told when something goes wrong, on standard error alone, and with which exit code.

In: whatever stopped a command. Out: its exit code, after a line or two for each problem. What the
user wrote reaches the terminal without the marks that could command it.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from typing import Final

import click

from licensecheck.cli.words import SPOKEN, GivenTwice, NoSuchWord
from licensecheck.errors import (
    Argument,
    EngineDisagreement,
    InputError,
    LawError,
    Problem,
    nearest,
    quote,
    told,
)
from licensecheck.language import find_language

__all__ = ["BAD_INPUT", "DEBUG", "FAULT", "INTERRUPTED", "READER_GONE", "ReaderGone", "tell"]

FAULT: Final = 1
BAD_INPUT: Final = 2
# As a shell reports a program that was stopped by SIGINT or SIGPIPE.
INTERRUPTED: Final = 130
READER_GONE: Final = 141

DEBUG: Final = "LICENSECHECK_DEBUG"
_LONGEST_FAULT: Final = 500
# Beyond this a document's own last line counts the rest.
_MOST_COUNTED: Final = 200
_LONG_HELP: Final = 100


class ReaderGone(Exception):
    """Whoever read our output has gone away, so there is nobody left to tell."""


def tell(error: BaseException) -> int:
    """Tell what stopped a command, and give the exit code for it."""
    if isinstance(error, ReaderGone | BrokenPipeError):
        _drop_output()
        return READER_GONE
    if isinstance(error, click.exceptions.Abort | KeyboardInterrupt):
        _say("stopped")
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        _say_usage(error)
        return BAD_INPUT
    if isinstance(error, InputError | LawError):
        _say_problems(error)
        return BAD_INPUT
    if isinstance(error, EngineDisagreement):
        _say(f"no answer: {error}")
        return FAULT
    if isinstance(error, OSError) and error.errno in _UNWRITABLE:
        name = f"{quote(str(error.filename))}: " if error.filename else ""
        _say(f"the answer could not be written: {name}{error.strerror}")
        _drop_output()
        return FAULT
    _say_fault(error)
    return FAULT


_UNWRITABLE: Final = frozenset(
    (
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EIO,
        errno.EBADF,
        errno.EFBIG,
        errno.EROFS,
        errno.EAGAIN,
        errno.ENOLCK,
    )
)


def _say_problems(error: InputError | LawError) -> None:
    lists: set[str] = set()
    language = find_language(SPOKEN.get())
    for problem in map(language.problem, error.problems):
        # A long list of what would have been right is told once.
        help_ = "" if problem.help in lists else problem.help
        if len(help_) > _LONG_HELP:
            lists.add(help_)
        where = problem.where.option if isinstance(problem.where, Argument) else problem.where
        _say(str(Problem(_one_line(where), _one_line(problem.what))))
        if help_:
            _say(f"  {language.text('help')}: {_one_line(help_)}")
    count = len(error.problems)
    if count > _MOST_COUNTED:
        _say(language.text("nothing was screened"))
    elif count > 1:
        _say(language.text("{count} errors; nothing was screened", count=count))


def _say_usage(error: click.ClickException) -> None:
    context = error.ctx if isinstance(error, click.UsageError) else None
    where = context.command_path if context else "licensecheck"
    what = _wrong_usage(error)
    help_: str = told("{command} tells how it is used", command=quote(f"{where} --help"))
    if isinstance(error, GivenTwice | NoSuchWord):
        help_ = error.help
    if isinstance(error, click.NoSuchOption):
        options = [o for p in context.command.params for o in p.opts] if context else []
        help_ = nearest(error.option_name, options) or help_
    if context and what == context.get_help():
        # A group of commands that was called without one.
        _say(what)
        return
    language = find_language(SPOKEN.get())
    problem = language.problem(Problem(where, what, help_))
    _say(str(Problem(where, _one_line(problem.what))))
    _say(f"  {language.text('help')}: {_one_line(problem.help)}")


def _wrong_usage(error: click.ClickException) -> str:
    """What is wrong with the words of a command, by the kind of error and what it holds."""
    said: str = error.message
    if isinstance(error, click.NoSuchOption):
        said = told("no such option {name}", name=quote(error.option_name))
    elif isinstance(error, click.BadOptionUsage):
        params = error.ctx.command.params if error.ctx else []
        option = next((one for one in params if error.option_name in one.opts), None)
        if isinstance(option, click.Option) and option.is_flag:
            said = told("option {name} takes no value", name=quote(error.option_name))
        else:
            said = told("option {name} requires an argument", name=quote(error.option_name))
    elif isinstance(error, click.MissingParameter) and error.param:
        said = told("missing {name}", name=_called(error.param))
    elif isinstance(error, click.BadParameter) and error.param:
        said = told("{name} cannot be read: {needed}", name=_called(error.param),
                    needed=_needed(error.param.type))  # fmt: skip
    return said


def _called(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return told("option {name}", name=quote(param.opts[-1]))
    name = param.human_readable_name
    several = "..." if param.nargs == -1 and not name.endswith("...") else ""
    return told("argument {name}", name=quote(name + several))


def _needed(kind: object) -> str:
    """What a value of a kind has to be."""
    if isinstance(kind, click.IntRange):
        return told("a whole number from {least} to {most} is needed", least=str(kind.min),
                    most=str(kind.max))  # fmt: skip
    if isinstance(kind, click.Path) and kind.exists:
        return told("a folder that is there is needed")
    if isinstance(kind, click.Path):
        return told("a file is needed, not a folder")
    return told("a whole number is needed")


def _say_fault(error: BaseException) -> None:
    if os.environ.get(DEBUG):
        _say("".join(traceback.format_exception(error)))
    said = _one_line(f"{type(error).__name__}: {error}".rstrip(": "))[:_LONGEST_FAULT]
    shown = "" if os.environ.get(DEBUG) else f"; set {DEBUG}=1 to see where"
    _say(f"an internal error: {said}{shown}")


def _say(text: str) -> None:
    click.echo("\n".join(_one_line(line) for line in text.split("\n")), err=True)


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _drop_output() -> None:
    """Let what is still buffered go nowhere, so that the interpreter does not try it again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        # Standard output is no file of its own, as in a test.
        return
    finally:
        os.close(nowhere)
