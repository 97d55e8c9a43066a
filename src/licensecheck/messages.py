"""What is said, as data: a message, and what its places hold. No language is known here.

In: an English message, which is also its id in the catalogues. Out: a `Said`, which `wording`
puts into the words of a language.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Final, NamedTuple

__all__ = [
    "MASK", "Countries", "Named", "Place", "Said", "countries", "joined", "message", "said", "word",
]  # fmt: skip


def message(text: str) -> str:
    """Mark a text that is kept in a table of messages, so that the catalogues list it."""
    return text


# What stands for a name or free text that is left out.
MASK: Final = message("(masked)")


class Countries(NamedTuple):
    """Countries by their codes, which are told by their names.

    Attributes:
        codes: ISO codes, in the order in which they are told.
    """

    codes: tuple[str, ...]


class Named(NamedTuple):
    """A name of a party, which a masked report leaves out.

    Attributes:
        name: The name, as it is told.
    """

    name: str


class Said(NamedTuple):
    """A message, not yet in any language.

    Attributes:
        message: The English message, as the catalogues list it.
        places: What its `{name}` places stand for: text that is the same in every language, such
            as a day, a name of a party, countries, or what is itself said in the language.
    """

    message: str
    places: tuple[tuple[str, Place], ...] = ()

    @property
    def in_english(self) -> str:
        """The message as it is written, countries by their codes: for a receipt, not a reader."""
        return self.message.format(**{name: _written(place) for name, place in self.places})


# What a place of a message stands for.
Place = str | Said | Countries | Named


def _written(place: Place) -> str:
    if isinstance(place, Said):
        return place.in_english
    if isinstance(place, Named):
        return place.name
    return ", ".join(place.codes) if isinstance(place, Countries) else place


def said(message: str, /, **places: Place) -> Said:
    """A message with what its places stand for."""
    return Said(message, tuple(places.items()))


def joined(parts: Iterable[Said]) -> Said:
    """One message or more, one after the other."""
    return reduce(lambda one, other: said("{one}; {other}", one=one, other=other), parts)


def countries(*codes: str) -> Countries:
    """Countries by their codes."""
    return Countries(codes)


def word(token: str) -> Said:
    """A token as words: `presumptive_denial` reads `presumptive denial`."""
    return Said(token.replace("_", " "))
