"""The words that a shell offers for the value of an option: names of the law and its vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

__all__ = ["alliances", "facts", "files", "tokens_of"]

Completion = Callable[[click.Context, click.Parameter, str], list[str]]


def alliances(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
    """Names of the packaged alliances."""
    from licensecheck.rules.alliances import packaged_alliances

    return _beginning(typed, packaged_alliances())


def files(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Files, by the shell's own means."""
    return [CompletionItem(typed, type="file")]


def tokens_of(fact: str) -> Completion:
    """The values of one fact."""

    def offer(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
        from licensecheck.vocabulary import Vocabulary

        return _beginning(typed, Vocabulary.load()[fact].domain)

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
