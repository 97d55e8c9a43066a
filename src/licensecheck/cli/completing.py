"""The words that a shell offers for the value of an option: names of the law and its vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

import click
from click.shell_completion import CompletionItem

__all__ = ["alliances", "countries", "facts", "files", "ratings", "tiers", "tokens_of", "words"]

Completion = Callable[[click.Context, click.Parameter, str], list[str]]


def alliances(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Names of the packaged alliances."""
    from licensecheck.rules.alliances import packaged_alliances

    return _beginning(typed, packaged_alliances())


def countries(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Codes of countries, and countries by the beginning of their English name."""
    from licensecheck.reference.places import all_countries, country_name

    said = typed.casefold()
    named = ((code, country_name(code)) for code in all_countries())
    return [
        CompletionItem(code, help=name)
        for code, name in named
        if code.casefold().startswith(said) or name.casefold().startswith(said)
    ]


def ratings(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Codes of the military list."""
    from licensecheck.reference.control_list import ControlList

    entries = ControlList.load().entries.values()
    said = typed.casefold()
    return [
        CompletionItem(entry.code, help=entry.description)
        for entry in entries
        if entry.code.casefold().startswith(said)
    ]


def files(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Files, by the shell's own means."""
    return [CompletionItem(typed, type="file")]


def tiers(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Tiers of rules."""
    from licensecheck.rules.model import Tier

    return _beginning(typed, get_args(Tier))


def tokens_of(fact: str) -> Completion:
    """The values of one fact."""

    def offer(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
        from licensecheck.vocabulary import Vocabulary

        return _beginning(typed, Vocabulary.load()[fact].domain)

    return offer


def words(*offered: str) -> Completion:
    """Words of a closed set."""

    def offer(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
        return _beginning(typed, offered)

    return offer


def facts(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Facts of the vocabulary, and after `=` the values of the one that was named."""
    from licensecheck.vocabulary import Vocabulary

    vocabulary = Vocabulary.load()
    name, equals, _ = typed.partition("=")
    if equals and name in vocabulary:
        return _beginning(typed, (f"{name}={token}" for token in vocabulary[name].domain))
    return _beginning(typed, (f"{name}=" for name in vocabulary))


def _beginning(typed: str, words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(typed)]
