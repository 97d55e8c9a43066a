"""Lists of names, ready to be compared: in goes a name, out come the entries written like it.

Names that share a word, or the bones of one, are compared; which of them are alike is decided by
how many letters differ (RapidFuzz). Words that very many names share bring no two together by
themselves. Nothing is decided: every name above the threshold is given, with its likeness.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from secrets import token_bytes
from typing import Final, Literal, NamedTuple

from rapidfuzz import fuzz, process, utils

from licensecheck.facts.lists.names import GENERIC, Name, bones, parts_of, prepared, words_of

__all__ = ["LIKENESS", "Hit", "ListIndex", "Listed", "ListedName", "Published"]

NameKind = Literal["name", "alias", "weak alias"]
# Percent of letters, from which a name is given for a person to compare.
LIKENESS: Final = 87
# A part of a name that is all of another: a middle name that is missing.
_PART: Final = 90
# A word of so many letters names somebody by itself.
_LONG_WORD: Final = 10
_WORD_ALIKE: Final = 86
_BY_BONES: Final = 0.97
_SHORTEST_BONES: Final = 5
_LETTERS_ALIKE: Final = 65
_OWN_ALIKE: Final = 84
_SHARE_OF_OWN: Final = 0.6
# Of names with all letters together, from which the words count for nothing.
_TOGETHER: Final = 97
# Of a key of more names than this, only those roughly alike are looked at closely.
_FEW: Final = 100
_ROUGHLY: Final = 65
_MOST_HITS: Final = 20
_MOST_ANSWERED: Final = 1_000
# Marks of names are those of this process alone.
_SECRET: Final = token_bytes(32)
_SHORTEST_NUMBER: Final = 5
_Postings = dict[int, "int | array[int]"]
_KINDS: Final[tuple[NameKind, ...]] = ("name", "alias", "weak alias")


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


class Hit(NamedTuple):
    """An entry whose name is written like one that was asked for, or whose number is the same.

    Attributes:
        list: Title of the list.
        reference: The list's own number for the entry.
        name: The name of the entry that was compared.
        compared: `name`, `alias`, `weak alias` or `registration`.
        likeness: Of the names, in percent; 100 for a number.
        countries: Countries of the entry, as the list writes them.
    """

    list: str
    reference: str
    name: str
    compared: str
    likeness: int
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    reference: str
    first_name: str
    countries: tuple[str, ...]


class ListIndex:
    """One list in memory.

    Args:
        published: The list; read to its end.

    Attributes:
        title: What the list is called.
        day: ISO day of the list; "" where it tells none.
        size: How many entries it has.
    """

    def __init__(self, published: Published) -> None:
        self.title = published.title
        self._entries: list[_Entry] = []
        self._names: list[str] = []
        self._entry_of = array("I")
        self._kind_of = bytearray()
        # Of names that hold several, each part with the number of the whole.
        self._whole_of: dict[int, int] = {}
        # By the hash of a key: the number of its one name, or an array of those of several.
        self._keys: _Postings = {}
        self._numbers: _Postings = {}
        # A party is asked about in each transfer of a case. No name is kept here, but its mark.
        self._answered: dict[bytes, tuple[Hit, ...]] = {}
        for listed in published.entries:
            if listed.names:
                self._add(listed)
        self.day = published.day
        self.size = len(self._entries)

    def _add(self, listed: Listed) -> None:
        at = len(self._entries)
        self._entries.append(_Entry(listed.reference, listed.names[0].text, listed.countries))
        for name in listed.names:
            whole = self._put_name(at, name.text, name.kind)
            for part in parts_of(name.text):
                self._whole_of[self._put_name(at, part, name.kind)] = whole
        for text in listed.registrations:
            if key := _number(text):
                _put(self._numbers, key, at)

    def _put_name(self, at: int, text: str, kind: NameKind) -> int:
        number = len(self._names)
        self._names.append(text)
        self._entry_of.append(at)
        self._kind_of.append(_KINDS.index(kind))
        for key in _keys_of(words_of(text)):
            _put(self._keys, key, number)
        return number

    def hits(self, name: str, registration: str = "") -> tuple[Hit, ...]:
        """The entries written like a name, the likest first, at most twenty.

        Args:
            name: As on the papers.
            registration: A number of registration, compared as it is; none where empty.
        """
        asked = f"{name}\0{registration}".encode(errors="surrogatepass")
        key = blake2b(asked, key=_SECRET).digest()
        known = self._answered.get(key)
        if known is None:
            known = self._found(name, registration)
            if len(self._answered) >= _MOST_ANSWERED:
                self._answered.clear()
            self._answered[key] = known
        return known

    def _found(self, name: str, registration: str) -> tuple[Hit, ...]:
        best: dict[int, tuple[int, int]] = {}
        for number, likeness in self._alike(name):
            at = self._entry_of[number]
            best[at] = max(best.get(at, (0, -number)), (likeness, -number))
        found = [self._hit(at, likeness, -number) for at, (likeness, number) in best.items()]
        same = [] if not registration else [*_got(self._numbers, _number(registration))]
        found += [self._same_number(at) for at in dict.fromkeys(same)]
        return tuple(sorted(found, key=lambda hit: (-hit.likeness, hit.reference))[:_MOST_HITS])

    def _alike(self, name: str) -> Iterator[tuple[int, int]]:
        """Numbers of names that are alike, with how much; a part is compared with whole names."""
        asked = prepared(name)
        for number in self._near(asked):
            likeness = _likeness(asked, prepared(self._names[number]))
            if likeness >= LIKENESS:
                whole = self._whole_of.get(number)
                yield (number, likeness) if whole is None else (whole, min(likeness, _PART))
        for part in map(prepared, parts_of(name)):
            for number in self._near(part) - self._whole_of.keys():
                likeness = _likeness(part, prepared(self._names[number]))
                if likeness >= LIKENESS:
                    yield number, min(likeness, _PART)

    def _hit(self, at: int, likeness: int, number: int) -> Hit:
        entry = self._entries[at]
        kind = _KINDS[self._kind_of[number]]
        name = self._names[number]
        return Hit(self.title, entry.reference, name, kind, likeness, entry.countries)

    def _same_number(self, at: int) -> Hit:
        entry = self._entries[at]
        return Hit(
            self.title, entry.reference, entry.first_name, "registration", 100, entry.countries
        )

    def _near(self, asked: Name) -> set[int]:
        """Numbers of the names that share a key; of a key that many share, the likelier ones."""
        near: set[int] = set()
        joined = asked.own_joined or asked.joined
        for key in dict.fromkeys((*_keys_of(asked.words), *_shorter(joined))):
            found = _got(self._keys, key)
            near.update(found if len(found) <= _FEW else self._likelier(asked, found))
        return near

    def _likelier(self, asked: Name, numbers: Sequence[int]) -> Iterator[int]:
        """Those whose letters are roughly the same; one in another script is always given."""
        texts = [self._names[number] for number in numbers]
        for text, _, at in process.extract_iter(
            asked.ordered, texts, scorer=fuzz.token_sort_ratio, processor=utils.default_process,
            score_cutoff=_ROUGHLY,
        ):  # fmt: skip
            if text:
                yield numbers[at]
        yield from (numbers[at] for at, text in enumerate(texts) if not text.isascii())


def _keys_of(words: tuple[str, ...]) -> Iterator[str]:
    own = [word for word in words if word not in GENERIC] or words
    for word in own:
        yield word
        found = bones(word)
        if len(found) > 2 and found != word:
            yield f"~{found}"
    joined = "".join(own)
    # A slip in the one word that is its own leaves no other to find a name by.
    if len(own) == 1:
        yield from _shorter(joined)
    else:
        yield f"-{bones(joined)}"
    if len(own) < len(words):
        yield f"-{bones(''.join(words))}"


def _shorter(joined: str) -> Iterator[str]:
    """The bones of words written together, whole and one letter short in each way.

    Of two that differ in one letter, one of these is the same.
    """
    found = bones(joined)
    yield f"-{found}"
    if 4 <= len(found) <= 14:
        for at in range(len(found)):
            yield f"-{found[:at]}{found[at + 1 :]}"


def _likeness(one: Name, other: Name) -> int:
    """How alike two names are, in percent: the words of their own, and the whole.

    Words that many firms share bring no two names together, and words that only one has of them
    keep two apart less than others do.
    """
    if not one.words or not other.words:
        return 0
    whole = max(fuzz.ratio(one.ordered, other.ordered), fuzz.ratio(one.joined, other.joined))
    if whole >= _TOGETHER and one.joined[0] == other.joined[0]:
        return int(whole)
    if bool(one.own) != bool(other.own):
        return 0
    own = _own_likeness(one, other) if one.own else whole
    if one.own == one.ordered and other.own == other.ordered:
        whole = max(whole, own)
    part = _PART if _is_part(one, other) else 0
    found = own * _SHARE_OF_OWN + whole * (1 - _SHARE_OF_OWN) if own >= _OWN_ALIKE else 0
    return int(max(found, part))


def _own_likeness(one: Name, other: Name) -> float:
    letters = max(fuzz.ratio(one.own, other.own), fuzz.ratio(one.own_joined, other.own_joined))
    if letters < _LETTERS_ALIKE or min(len(one.bones), len(other.bones)) < _SHORTEST_BONES:
        return letters
    told = max(fuzz.ratio(one.bones, other.bones), fuzz.ratio(one.bones_joined, other.bones_joined))
    return max(letters, told * _BY_BONES)


def _is_part(one: Name, other: Name) -> bool:
    """Whether all own words of the shorter name, two or a long one, stand in the longer one."""
    short, long = sorted((one, other), key=_length)
    own = short.own.split()
    if all(len(a) * 2 < len(b) for a, b in (
        (short.joined, long.joined), (short.own_joined, long.own_joined)
    )):  # fmt: skip
        return False
    if len(own) < 2 and not (len(short.own) >= _LONG_WORD and short.own in long.words):
        return False
    left = list(long.words)
    for word in own:
        like = max(left, key=lambda there: fuzz.ratio(word, there), default="")
        if fuzz.ratio(word, like) < _WORD_ALIKE:
            return False
        left.remove(like)
    return all(word in long.words for word in short.words if word in GENERIC)


def _length(name: Name) -> tuple[int, int, str]:
    return len(name.words), -name.own.count(" "), name.joined


def _number(text: str) -> str:
    key = "".join(char for char in text.upper() if char.isalnum())
    return key if len(key) >= _SHORTEST_NUMBER and any(char.isdigit() for char in key) else ""


def _put(table: _Postings, key: str, number: int) -> None:
    hashed = hash(key)
    held = table.setdefault(hashed, number)
    if held is number:  # it was put there just now
        return
    if isinstance(held, int):
        table[hashed] = array("I", (held, number))
    else:
        held.append(number)


def _got(table: _Postings, key: str) -> Sequence[int]:
    held = table.get(hash(key)) if key else None
    if held is None:
        return ()
    return (held,) if isinstance(held, int) else held
