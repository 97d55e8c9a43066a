"""Finding a rating: in go words for a product, out come entries of the lists that may hold it.

The words of the trade (`product_words.csv`, English and Dutch) point to entries; where they know
nothing, the titles and remarks of the entries are read. Candidates come best first, each with its
reasons; none is chosen, and finding none says nothing about whether a product is listed.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal, NamedTuple

from licensecheck.errors import told
from licensecheck.law import law_dir
from licensecheck.reference.control_list import ControlList, find_dual_use
from licensecheck.reference.tables import open_folder

__all__ = ["LONGEST", "Candidate", "Finder", "Reason"]

# A description in an application may be longer; its first words say what the goods are.
LONGEST: Final = 500
_MOST_WORDS: Final = 60
_MOST: Final = 8
_LANGUAGES: Final = {"en": "english", "nl": "dutch"}

Role = Literal["goods", "form", "part", "filler"]

# What stands after one of these is what the goods are for, and says less of what they are.
_FOR: Final = frozenset(
    ("voor", "van", "tbv", "behoeve", "tot", "bij", "uit", "op", "gemonteerd", "bestemd", "of",
     "for", "from", "in", "on", "to", "used", "intended", "daarvoor")
)  # fmt: skip
# The word after one of these is what the goods are not.
_NOT: Final = frozenset(("not", "non", "without", "except", "geen", "niet", "zonder", "behalve"))
_SKIPPED: Final = frozenset(
    ("de", "het", "een", "en", "ten", "the", "a", "an", "and", "or", "with", "met", "te", "als",
     "by", "kg", "mm", "no", "nr", "ca", "t", "b", "v")
)  # fmt: skip
# How much a thing weighs that is named first, after one `for`, after two ...
_BY_DISTANCE: Final = (1.0, 0.45, 0.3, 0.2)
# How much the second, third ... entry of a product word weighs against its first.
_BY_RANK: Final = (1.0, 0.6, 0.45, 0.35)
_OF_FORM: Final = 1.5
_IN_COMPOUND: Final = 0.55
_NEAR: Final = 0.6
_OF_TITLE: Final = 0.35
# Likeness, of 100, from which a word is read as a known one that is written otherwise.
_LIKE: Final = 88
_SHORTEST_NEAR: Final = 6


class _Words(NamedTuple):
    """One row of the table: words for one product."""

    role: Role
    ratings: tuple[str, ...]
    kind: str
    form: str
    note: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an entry is a candidate.

    Attributes:
        kind: `word`, a word of the trade; `near`, one that is written nearly so; `title`, words
            that stand in the title or the remarks of the entry.
        said: The words of the question.
        word: The word of the table that they were read as; empty for `title`.
    """

    kind: Literal["word", "near", "title"]
    said: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may hold the product.

    Attributes:
        code: As `read_ratings` reads it: `ML15.c`, `6A002`; `none` where the word names goods
            that stand on neither list.
        title: What the entry holds, in a few words; empty for `none`.
        reasons: Why; never empty.
        kind: Value of `item.kind` that the words suggest, or nothing.
        form: Value of `item.form` that the words suggest, or nothing.
        note: What to know of it.
    """

    code: str
    title: str
    reasons: tuple[Reason, ...]
    kind: str = ""
    form: str = ""
    note: str = ""


class _Hit(NamedTuple):
    """A word of the trade that was found at some place of the question."""

    words: _Words
    reason: Reason
    weight: float


class Finder:
    """The words of the trade, ready to be searched; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._entries = ControlList.load(folder).entries
        self._stems = {language: _stemmer(name) for language, name in _LANGUAGES.items()}
        # By language and the stems of a phrase: the rows, and the phrase as written.
        self._phrases: dict[tuple[str, tuple[str, ...]], list[tuple[_Words, str]]]
        self._phrases = defaultdict(list)
        self._single: dict[str, str] = {}
        for row in open_folder(folder).rows("product_words"):
            words = _Words(
                row["role"],  # type: ignore[arg-type]
                tuple(row["ratings"].split()), row["kind"], row["form"], told(row["note"]),
            )  # fmt: skip
            for language in _LANGUAGES:
                for phrase in row[language].split("|"):
                    key = tuple(self._stems[language](word) for word in _split(phrase))
                    self._phrases[language, key].append((words, phrase))
                    if len(key) == 1:
                        self._single.setdefault(_split(phrase)[0], phrase)
        self._deepest = max(len(key) for _, key in self._phrases)
        self._titles = self._title_words()

    @classmethod
    def load(cls, folder: Path | None = None) -> Finder:
        """The finder over the tables in a folder, by default the packaged ones; made once."""
        return _load(folder or law_dir() / "reference")

    def find(self, text: str) -> tuple[Candidate, ...]:
        """The entries that may hold what is described, best first.

        Args:
            text: Words for a product, in English or Dutch; the first `LONGEST` characters count.

        Returns:
            At most eight candidates; none where no word is known.
        """
        hits: list[_Hit] = []
        forms: list[str] = []
        unread: list[str] = []
        distance = 0
        named = False
        segments = [one for one in _segments(text[:LONGEST]) if one]
        owners = [*segments[1:], []]
        for segment, owner in zip(segments, owners, strict=False):
            found = list(self._turned(segment, owner)) or list(self._hits(segment, unread))
            if not found:
                continue
            weight = _BY_DISTANCE[min(distance, len(_BY_DISTANCE) - 1)]
            of_goods = [hit for hit in found if hit.words.role in ("goods", "form")]
            # In `radar parts` the word `parts` says the form, wherever it stands.
            by_role = sorted(found, key=lambda hit: hit.words.role != "part")
            forms += [hit.words.form for hit in by_role if hit.words.form and not named]
            for hit in of_goods:
                factor = _OF_FORM if hit.words.role == "form" and not named else 1.0
                hits.append(hit._replace(weight=hit.weight * weight * factor))
            # Parts of a thing are rated where the thing is: only what names goods moves it away.
            if of_goods:
                named = True
                distance += 1
        return self._ranked(hits, forms, unread)

    # --- reading ---------------------------------------------------------------------------------

    def _hits(self, words: list[str], unread: list[str]) -> Iterator[_Hit]:
        position = 0
        while position < len(words):
            for length in range(min(self._deepest, len(words) - position), 0, -1):
                said = words[position : position + length]
                rows = self._rows(said)
                if rows:
                    yield from self._of_rows(rows, " ".join(said), 1.0 + 0.25 * (length - 1))
                    break
            else:
                length = 1
                word = words[position]
                found = list(self._in_compound(word)) or list(self._near(word))
                yield from found
                if not found:
                    unread.append(word)
            position += length

    def _turned(self, part: list[str], owner: list[str]) -> Iterator[_Hit]:
        """`Engine for a drone` where the trade says `drone engine`, or `dronemotor` in Dutch."""
        if not owner:
            return
        for turned in ([*owner, *part], ["".join((*owner, *part))]):
            if rows := self._rows(turned):
                said = " ".join((*part, *owner))
                yield from self._of_rows(rows, said, 1.0 + 0.25 * len(owner))
                return

    def _rows(self, said: list[str]) -> list[tuple[_Words, str]]:
        rows: dict[int, tuple[_Words, str]] = {}
        for language, stem in self._stems.items():
            for row in self._phrases.get((language, tuple(map(stem, said))), ()):
                if id(row[0]) not in rows or _split(row[1]) == said:
                    rows[id(row[0])] = row
        # Two words can have one stem; one that is written just so is meant.
        exact = [row for row in rows.values() if _split(row[1]) == said]
        return exact or list(rows.values())

    def _of_rows(
        self, rows: Iterable[tuple[_Words, str]], said: str, weight: float, near: bool = False
    ) -> Iterator[_Hit]:
        kind: Literal["near", "word"] = "near" if near else "word"
        for words, phrase in rows:
            yield _Hit(words, Reason(kind, said, phrase), weight)

    def _in_compound(self, word: str) -> Iterator[_Hit]:
        """A Dutch compound: its last part says what it is, those before say of what."""
        for start in range(3, len(word) - 3):
            rows = self._rows([word[start:]])
            if not rows:
                continue
            before = list(self._before(word[:start]))
            names = [row for row in rows if row[0].role in ("goods", "form")]
            if not before and (not names or len(word) - start < 5):
                continue
            yield from self._of_rows(rows, word, 1.0 if names else 0.0)
            for hit in before:
                yield hit._replace(weight=hit.weight * (_IN_COMPOUND if names else 1.0))
            return
        # A known word with an unknown one behind it.
        for end in range(len(word) - 3, 4, -1):
            if rows := self._rows([word[:end]]):
                yield from self._of_rows(rows, word, _IN_COMPOUND)
                return

    def _before(self, part: str) -> Iterator[_Hit]:
        for cut in (part, part.removesuffix("s"), part.removesuffix("en")):
            if len(cut) < 3:
                continue
            if rows := self._rows([cut]):
                yield from self._of_rows(rows, part, 1.0)
                return
        if len(part) > 7:
            yield from self._in_compound(part)

    def _near(self, word: str) -> Iterator[_Hit]:
        if len(word) < _SHORTEST_NEAR:
            return
        from rapidfuzz import fuzz, process

        found = process.extractOne(word, self._single, scorer=fuzz.ratio, score_cutoff=_LIKE)
        if found:
            rows = self._rows([found[2]])
            yield from self._of_rows(rows, word, _NEAR, near=True)

    # --- ranking ---------------------------------------------------------------------------------

    def _ranked(
        self, hits: list[_Hit], forms: list[str], unread: list[str]
    ) -> tuple[Candidate, ...]:
        scores: dict[str, float] = defaultdict(float)
        reasons: dict[str, dict[Reason, None]] = defaultdict(dict)
        best: dict[str, _Hit] = {}
        for hit in hits:
            for rank, code in enumerate(hit.words.ratings):
                scores[code] += hit.weight * _BY_RANK[min(rank, len(_BY_RANK) - 1)]
                reasons[code][hit.reason] = None
                if code not in best or best[code].weight < hit.weight:
                    best[code] = hit
        for code, (weight, said) in self._by_title(unread).items():
            scores[code] += weight
            reasons[code][Reason("title", said)] = None
        ranked = sorted(scores, key=lambda code: (-scores[code], code))[:_MOST]
        form = next(iter(forms), "")
        return tuple(
            self._candidate(code, tuple(reasons[code]), best.get(code), form) for code in ranked
        )

    def _candidate(
        self, code: str, reasons: tuple[Reason, ...], hit: _Hit | None, form: str
    ) -> Candidate:
        entry = self._entries.get(code)
        fixed = entry.fixed_form if entry else ""
        return Candidate(
            code=code,
            title=entry.description if entry else _dual_use_title(code),
            reasons=reasons,
            kind=hit.words.kind if hit else "",
            form=fixed or form,
            note=hit.words.note if hit else "",
        )

    # --- titles and remarks of the entries -------------------------------------------------------

    def _title_words(self) -> dict[str, tuple[str, ...]]:
        stem = self._stems["en"]
        words: dict[str, dict[str, None]] = defaultdict(dict)
        for code, entry in self._entries.items():
            if entry.until is not None:  # on an older list alone
                continue
            for word in _split(f"{entry.description} {entry.note}"):
                if len(word) > 3 and word not in _SKIPPED:
                    words[stem(word)][code] = None
        return {word: tuple(codes) for word, codes in words.items()}

    def _by_title(self, unread: list[str]) -> dict[str, tuple[float, str]]:
        """Entries whose title or remarks hold words that no word of the trade explains."""
        found: dict[str, tuple[float, str]] = {}
        total = len(self._entries)
        for word in dict.fromkeys(unread):
            codes = self._titles.get(self._stems["en"](word), ())
            # A word of a fifth of all entries tells nothing.
            if not codes or len(codes) * 5 > total:
                continue
            weight = _OF_TITLE * math.log(total / len(codes)) / math.log(total)
            for code in codes:
                before, said = found.get(code, (0.0, ""))
                found[code] = (before + weight, f"{said} {word}".strip())
        return found


def _dual_use_title(code: str) -> str:
    """What an entry of the dual-use list holds; nothing where it is of none."""
    found = find_dual_use(code, date.min) if code != "none" else None
    return found.title if found else ""


@functools.cache
def _load(folder: Path) -> Finder:
    return Finder(folder)


class _stemmer:  # noqa: N801
    """The stem of a word, kept; the library's stemmers hold state, so one lives in each call."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._kept: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        found = self._kept.get(word)
        if found is None:
            import snowballstemmer

            if len(self._kept) > 50_000:
                self._kept.clear()
            stem = snowballstemmer.stemmer(self.language).stemWord
            # Again until nothing is taken off, so that `wapens` and `wapen` have one stem.
            found = stem(word)
            while (shorter := stem(found)) != found:
                found = shorter
            self._kept[word] = found
        return found


_DOTTED = re.compile(r"\bt\.?\s?b\.?\s?v\b\.?")
# F-16, CV 90: letters and a number that name one thing are one word.
_TYPE = re.compile(r"\b([a-z]{1,4})[ -]?([0-9]{1,4})(?![0-9])")
_NUMBER_UNITS: Final = frozenset(("kal", "cal", "mk", "type", "en", "van", "nr", "no", "of", "and"))
_WORD = re.compile(r"[a-z0-9]+")


def _split(text: str) -> list[str]:
    """Words in small letters without accents; a type such as F-16 is one word."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = _DOTTED.sub(" tbv ", plain)
    plain = _TYPE.sub(
        lambda found: found[0] if found[1] in _NUMBER_UNITS else found[1] + found[2], plain
    )
    return _WORD.findall(plain)[:_MOST_WORDS]


def _segments(text: str) -> Iterator[list[str]]:
    """Runs of words between words such as `for` and `voor`."""
    segment: list[str] = []
    denied = False
    for word in _split(text):
        if word in _FOR:
            yield segment
            segment = []
            denied = False
        elif word in _NOT:
            denied = True
        elif denied:
            denied = word in _SKIPPED
        elif word not in _SKIPPED:
            segment.append(word)
    yield segment
