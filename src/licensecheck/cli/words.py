"""Commands, choices and options by their words: of an unknown one the nearest known is named."""

from __future__ import annotations

import functools
import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

import click

from licensecheck.cli import completing
from licensecheck.errors import Argument, InputError, nearest_or_all, quote, told
from licensecheck.messages import message

__all__ = [
    "SPOKEN",
    "GivenTwice",
    "NearestGroup",
    "NoSuchWord",
    "alliance_option",
    "as_one",
    "each_of",
    "excluding",
    "house_option",
    "joined",
    "language_option",
    "lookup_format",
    "named_by",
    "one_of",
    "options",
    "rules_named",
]

# Language of the answer that is asked for, and so of what is wrong with what was given.
_LANGUAGE = "LICENSECHECK_LANGUAGE"
SPOKEN: ContextVar[str] = ContextVar("SPOKEN", default="en")
_Command = TypeVar("_Command", bound=Callable[..., Any])
_Callback = Callable[[click.Context, click.Parameter, str | None], str | None]


def as_one(_ctx: click.Context, _param: click.Parameter, words: tuple[str, ...]) -> str | None:
    """A name of several words that was typed without quotes; None of no word."""
    return " ".join(words) if words else None


class NoSuchWord(click.UsageError):
    """A word that is none of a closed set; `help` holds the nearest one, or all of them."""

    def __init__(
        self, noun: str, word: str, words: Sequence[str], ctx: click.Context | None
    ) -> None:
        self.help = nearest_or_all(word, words)
        super().__init__(told("no such {noun} {word}", noun=told(noun), word=quote(word)), ctx)


class NearestGroup(click.Group):
    """A group of commands that knows the nearest command to an unknown one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; see `click.Group`."""
        commands = self.list_commands(ctx)
        _hear(args)
        if args and args[0] not in commands and not args[0].startswith("-"):
            raise NoSuchWord(message("command"), args[0], commands, ctx)
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and not ctx.resilient_parsing:
            _refuse_repeated(name, command, ctx, rest)
        return name, command, rest


class GivenTwice(click.UsageError):
    """An option of one value that was given several: click would keep the last without a word."""

    def __init__(self, option: str, ctx: click.Context) -> None:
        self.help = told("{option} takes one value; leave one out", option=quote(option))
        super().__init__(told("{option} is given more than once", option=quote(option)), ctx)


def _hear(args: Sequence[str]) -> None:
    """Notice the language that is asked for, before anything can be wrong with other words.

    Words of other options are not known here, and whether the language is known is for the option
    itself to say.
    """
    from licensecheck.language import languages

    option = click.Option(["--language"], envvar=_LANGUAGE, default="en")
    asking = click.Command("language", params=[option])
    heard = click.Context(asking, resilient_parsing=True, ignore_unknown_options=True,
                          allow_extra_args=True)  # fmt: skip
    found, _, _ = asking.make_parser(heard).parse_args(args=list(args))
    code, _ = option.consume_value(heard, found)
    if code in languages():
        SPOKEN.set(code)


def _refuse_repeated(
    name: str | None, command: click.Command, ctx: click.Context, args: list[str]
) -> None:
    inner = command.context_class(command, info_name=name, parent=ctx, **command.context_settings)
    try:
        _, extra, order = command.make_parser(inner).parse_args(args=list(args))
    except click.BadOptionUsage as error:
        # Only here is it known of which command the option is.
        error.ctx = inner
        raise
    except click.UsageError:
        # The command itself tells what is wrong with its words.
        return
    counted = Counter(param for param in order if isinstance(param, click.Option))
    for option, count in counted.items():
        if count > 1 and not (option.multiple or option.is_flag or option.count):
            raise GivenTwice(option.opts[-1], inner)
    if extra and not inner.allow_extra_args:
        words = " ".join(extra)
        raise click.UsageError(told("unexpected extra argument {words}", words=quote(words)), inner)


def joined(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> str | None:
    """What a repeated option says, as one list of words with commas; nothing where it is absent."""
    return ", ".join(values) if values else None


# Closed sets of words by what a message calls one, each with the type that lists them.
_CLOSED: Final = {
    "tier": ("licensecheck.rules.model", "Tier"),
    "engine": ("licensecheck.screening.editions", "EngineChoice"),
    "kind of end user": ("licensecheck.application.tokens", "PartyKind"),
    "end use": ("licensecheck.application.tokens", "EndUseCategory"),
}


def one_of(noun: str, words: Sequence[str] = ()) -> _Callback:
    """A check of an option whose value is one word of a closed set, or absent.

    Args:
        noun: What a message calls it.
        words: The set; by default the one of the noun, which is read once the option is used.
    """

    def check(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        if value is None:
            return None
        known = words
        if not known:
            module, name = _CLOSED[noun]
            known = get_args(getattr(importlib.import_module(module), name))
        if value not in known:
            raise NoSuchWord(noun, value, known, ctx)
        return value

    return check


def each_of(
    noun: str,
) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], tuple[str, ...]]:
    """As `one_of`, for an option that may be repeated."""
    check = one_of(noun)

    def each(
        ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
    ) -> tuple[str, ...]:
        for value in values:
            check(ctx, param, value)
        return values

    return each


def language_option(command: _Command) -> _Command:
    """The option that tells in which language to answer."""

    def check(ctx: click.Context, param: click.Parameter, value: str) -> str | None:
        from licensecheck.language import languages

        code = one_of("language", languages())(ctx, param, value)
        SPOKEN.set(code or "en")
        return code

    # Before the other options, so that what is wrong with them is said in it.
    return click.option(
        "--language", callback=check, is_eager=True, metavar="CODE", default="en",
        show_default=True, envvar=_LANGUAGE,
        help="Language of the report: en or nl. Also by LICENSECHECK_LANGUAGE.",
    )(command)  # fmt: skip


@contextmanager
def named_by(words: Mapping[str, object], field: str) -> Iterator[None]:
    """Name the option where a field of the application is at fault that it filled in.

    Args:
        words: The options that were given.
        field: The field, which a FILE may state as well.
    """
    try:
        yield
    except InputError as error:
        if not words.get(field):
            raise
        raise InputError(
            [
                replace(one, where=Argument(field)) if one.where == field else one
                for one in error.problems
            ]
        ) from None


def options(*several: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Several options as one decorator, in the order in which the help shows them."""

    def add(command: _Command) -> _Command:
        for option in reversed(several):
            command = option(command)
        return command

    return add


alliance_option = click.option(
    "--alliance", "alliances", metavar="NAME", multiple=True, shell_complete=completing.alliances,
    help="nato (default), eu, nato-or-eu, nato-plus, nato-treaty-area, or a file; may be "
    "repeated.",
)  # fmt: skip

house_option = click.option(
    "--house", metavar="PATH", multiple=True,
    help="A rule file or folder of your own, beside all other rules; may be repeated.",
)  # fmt: skip


def rules_named(option: str, names: Iterable[str]) -> list[tuple[str, Path | str]]:
    """What is read of the rule files that an option names, which no output may replace."""
    from licensecheck.rules.reading import read_beside

    read: list[tuple[str, Path | str]] = []
    for name in names:
        read += [(option, name), *((option, file) for file in read_beside(Path(name)))]
    return read


def lookup_format(command: _Command) -> _Command:
    """The option that tells in which form a look-up answers."""
    return click.option(
        "--format", "format_", callback=one_of("format", ("text", "json")), metavar="NAME",
        default="text", show_default=True, help="text or json.",
    )(command)  # fmt: skip


def excluding(**flags: bool) -> None:
    """Refuse flags that exclude each other."""
    given = [f"`--{name}`" for name, is_given in flags.items() if is_given]
    if len(given) > 1:
        several = functools.reduce(lambda a, b: told("{one} and {other}", one=a, other=b), given)
        raise click.UsageError(told("{options} exclude each other", options=several))
