"""What is said, as data: a message, and what its places hold. No language is known here.

In: an English message, which is also its id in the catalogues. Out: a `Said`, which `wording`
puts into the words of a language.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Said", "message", "said", "word"]


def message(text: str) -> str:
    """Mark a text that is kept in a table of messages, so that the catalogues list it."""
    return text


class Said(NamedTuple):
    """A message, not yet in any language.

    Attributes:
        message: The English message, as the catalogues list it.
        places: What its `{name}` places stand for: text that is the same in every language, such
            as a day or a name, or what is itself said in the language.
    """

    message: str
    places: tuple[tuple[str, str | Said], ...] = ()


def said(message: str, /, **places: str | Said) -> Said:
    """A message with what its places stand for."""
    return Said(message, tuple(places.items()))


def word(token: str) -> Said:
    """A token as words: `presumptive_denial` reads `presumptive denial`."""
    return Said(token.replace("_", " "))
