"""What a list says of one whom it names, whatever the form of its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

__all__ = ["Listed", "ListedName", "Published"]

NameKind = Literal["name", "alias", "weak alias"]


class ListedName(NamedTuple):
    """A name of an entry, and what it is."""

    text: str
    kind: NameKind


class Listed(NamedTuple):
    """One entry of a list.

    Attributes:
        reference: The list's own number for it.
        names: Its names, the first one first.
        countries: Codes or names of countries, as the list writes them.
        registrations: Numbers of registration, tax or identity, as the list writes them.
    """

    reference: str
    names: tuple[ListedName, ...]
    countries: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()


@dataclass
class Published:
    """A list as it was published: read once, entry by entry.

    Attributes:
        title: What the list is called.
        day: ISO day of the list, known when all of it was read; "" where it tells none.
    """

    title: str
    day: str = ""
    entries: Iterator[Listed] = field(default_factory=lambda: iter(()))
