"""The parties of an application against lists: in go files, out come facts named `*.screening`.

No hit is `no_match`, with the lists and their days; a hit is `name_match`, which waits for a
person. Neither is ever `clear` or `confirmed`: that is a person's word. Names stay in memory, and
go to no file but a result that a user asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from licensecheck.application.models import Party
from licensecheck.errors import InputError, Problem, quote, reason_of, told
from licensecheck.facts.observation import Observation
from licensecheck.facts.parties import SCREENING, names_nobody, unscreened
from licensecheck.messages import Named, Said, joined, message, said, word
from licensecheck.reference.source import Source
from licensecheck.vocabulary import Value

# Imported when a list is read: what compares names takes time to load.
if TYPE_CHECKING:
    from licensecheck.facts.lists.index import Hit, ListIndex
    from licensecheck.facts.lists.outside import Outside

__all__ = ["Compared", "PartyLists", "chain_compared", "gravest_party"]

_TOLD: Final = 5
_HEAD: Final = 4_096
_NO_MATCH: Final = message("no match in {lists}; no match is not clear")
_HIT: Final = message(
    "written like {name}, {reference} of the {list} ({compared}, likeness {likeness}%{countries})"
)
_MORE: Final = message("{n} more entries are written like it")
_ELSEWHERE: Final = message("{phrase} by a screening made elsewhere")
_OF_DAY: Final = message("{list} of {day} ({n} entries)")
_DAYLESS: Final = message("{list} ({n} entries)")
_NAMELESS: Final = message("no name is stated, so it was compared with no list")
_NO_NAME: Final = Source.said("lists", "", _NAMELESS)
_NOBODY: Final = message("{name} names nobody, so it was compared with no list")
_LONG: Final = message("the name is longer than {most} letters, so it was compared with no list")
_UNANSWERED: Final = message("no list answers for its name")


@dataclass(frozen=True, slots=True)
class Compared:
    """What lists say of one party.

    Attributes:
        token: `no_match`, `name_match`; `clear` or `confirmed` by a screening made elsewhere;
            `not_screened` where there is no name, or no list answers for it.
        hits: Entries written like the name or with the same number, the likest first.
        sources: What the token rests on.
    """

    token: str
    hits: tuple[Hit, ...]
    sources: tuple[Source, ...]


class PartyLists:
    """Lists of names and results of outside screenings, read once; safe to share between threads.

    Args:
        paths: Their files, of any form that is known here.

    Raises:
        InputError: A file cannot be read or is none of them; every fault is listed.
    """

    def __init__(self, paths: Iterable[str | Path]) -> None:
        from licensecheck.facts.lists.outside import is_outside, read_outside

        self.indexes: list[ListIndex] = []
        self.outside: list[Outside] = []
        problems: list[Problem] = []
        for path in (one if isinstance(one, Path) else Path(one) for one in paths):
            try:
                if is_outside(_head(path)):
                    self.outside.append(read_outside(path))
                else:
                    self.indexes.append(_index(path))
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)

    def beside(self, other: PartyLists | None) -> PartyLists:
        """These lists together with others that were read before."""
        if other is not None:
            self.indexes = [*other.indexes, *self.indexes]
            self.outside = [*other.outside, *self.outside]
        return self

    @property
    def lists(self) -> list[tuple[str, str, int]]:
        """Title, day and number of entries of each."""
        every: list[ListIndex | Outside] = [*self.indexes, *self.outside]
        return [(one.title, one.day, one.size) for one in every]

    @property
    def says(self) -> Said:
        """The lists with their days and sizes."""
        return _told((*self.indexes, *self.outside))

    def compare(self, name: str | None, registration: str | None = None) -> Compared:
        """Compare one party with all lists.

        Args:
            name: As on the papers; None where none is stated.
            registration: Its number of registration, where stated.
        """
        named = name or ""
        hits = [hit for index in self.indexes for hit in index.hits(named, registration or "")]
        hits.sort(key=lambda hit: -hit.likeness)
        tokens = ["name_match"] if hits else ["no_match"] * bool(self.indexes)
        told_of = list(self._sources(hits))
        for one in self.outside:
            if answer := one.answer(named):
                tokens.append(answer[0])
                hits += answer[1]
                told_of += _outside_sources(one.day_of(named), *answer)
        token = max(tokens, key=SCREENING.index, default="not_screened")
        # A hit is one, whatever stands for the name; nothing else is said of such a name.
        if SCREENING.index(token) < SCREENING.index("name_match") and (why := _unread(name)):
            return Compared("not_screened", (), (why,))
        unanswered = [Source.said("lists", "", _UNANSWERED)] if not tokens else []
        return Compared(token, tuple(hits), (*told_of, *unanswered))

    def _sources(self, hits: Sequence[Hit]) -> Iterator[Source]:
        if self.indexes and not hits:
            yield Source.said("lists", "", _NO_MATCH, lists=_told(self.indexes))
        yield from _hit_sources(hits)


def gravest_party(
    fact: str, parties: Sequence[tuple[str, Party]], lists: PartyLists
) -> Observation:
    """The gravest result over parties, each by its role.

    Args:
        fact: `end_user.screening` or `chain.screening`.
        parties: Each with its role, which its sources then name; "" names none.
        lists: What they are compared with.
    """
    return _gravest(fact, _compared(parties, lists))


def chain_compared(
    parties: Sequence[tuple[str, Party]], lists: PartyLists
) -> dict[str, Observation]:
    """The gravest result over all parties, and whether one was not screened.

    Args:
        parties: As of `gravest_party`.
        lists: What they are compared with.
    """
    found = _compared(parties, lists)
    gravest = _gravest("chain.screening", found)
    missed = [source for token, sources in found if token == "not_screened" for source in sources]
    return {gravest.fact: gravest, "chain.unscreened": unscreened(missed, gravest)}


def _compared(
    parties: Sequence[tuple[str, Party]], lists: PartyLists
) -> list[tuple[str, tuple[Source, ...]]]:
    """The result of each party, and what it rests on."""
    found: list[tuple[str, tuple[Source, ...]]] = []
    for role, party in parties:
        compared = lists.compare(party.name, party.registration)
        sources = [_by_role(source, role) for source in compared.sources]
        token = compared.token
        declared = party.screening
        if declared and declared != "not_screened" and (
            token == "not_screened" or SCREENING.index(declared) > SCREENING.index(token)
        ):  # fmt: skip
            token = declared
            said = Source.said("application", "", "stated in the application")
            sources.append(_by_role(said, role))
        found.append((token, tuple(sources)))
    return found


def _gravest(fact: str, found: Sequence[tuple[str, tuple[Source, ...]]]) -> Observation:
    worst = max((token for token, _ in found), key=SCREENING.index)
    # A party that is confirmed to be listed hides no hit on another one.
    least = min(SCREENING.index(worst), SCREENING.index("name_match"))
    ranked = sorted(found, key=lambda one: -SCREENING.index(one[0]))
    told = [
        source for token, sources in ranked if SCREENING.index(token) >= least
        for source in sources
    ]  # fmt: skip
    return Observation(fact, Value(worst, worst), tuple(dict.fromkeys(told)))


def _told(lists: Sequence[ListIndex | Outside]) -> Said:
    return joined(
        said(_OF_DAY if one.day else _DAYLESS, list=one.title, day=one.day, n=f"{one.size:,}")
        for one in lists
    )


def _by_role(source: Source, role: str) -> Source:
    return source.framed(message("{phrase}: {said}"), phrase=word(role)) if role else source


def _hit_sources(hits: Sequence[Hit]) -> Iterator[Source]:
    for hit in hits[:_TOLD]:
        yield Source.said(
            "lists", hit.reference, _HIT, name=Named(f"`{hit.name}`"),
            reference=hit.reference or "-", list=hit.list, compared=word(hit.compared),
            likeness=str(hit.likeness),
            countries="".join(f"; {country}" for country in hit.countries[:3]),
        )  # fmt: skip
    if len(hits) > _TOLD:
        yield Source.said("lists", "", _MORE, n=str(len(hits) - _TOLD))


def _unread(name: str | None) -> Source | None:
    """Why a name could not be compared; None where it could."""
    from licensecheck.facts.lists.names import LONGEST

    if not name:
        return _NO_NAME
    if len(name) > LONGEST:
        return Source.said("lists", "", _LONG, most=str(LONGEST))
    return (
        Source.said("lists", "", _NOBODY, name=Named(quote(name))) if names_nobody(name) else None
    )


def _outside_sources(day: str, token: str, hits: Sequence[Hit]) -> Iterator[Source]:
    yield Source.said("lists", "", _ELSEWHERE, as_of=day, phrase=word(token))
    yield from _hit_sources(hits)


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8-sig", errors="replace")
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise InputError(
            Problem(path.name, told("cannot be read: {reason}", reason=reason))
        ) from None


def _index(path: Path) -> ListIndex:
    from licensecheck.facts.lists.index import ListIndex
    from licensecheck.facts.lists.readers import open_list

    index = ListIndex(open_list(path))
    if not index.size:
        raise InputError(Problem(path.name, told("holds no entry with a name")))
    return index
