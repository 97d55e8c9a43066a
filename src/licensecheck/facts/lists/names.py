"""Names made comparable: in goes a name as written, out come its words, without what varies.

Any script is written in Latin letters, case and marks go, initials are joined, and the legal form
of a firm is set apart. The bones of a word are what stays of it however it is transliterated:
`Mohammed` and `Muhamad` have the same.
"""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

__all__ = ["GENERIC", "LONGEST", "Name", "bones", "prepared", "spelt", "words_of"]

LONGEST: Final = 500

_APOSTROPHES: Final = re.compile("['`´’‘ʿʾʼʻ.]")
_WORD: Final = re.compile(r"[a-z0-9]+")
_LEGAL_WORDS: Final = """
    ab ag aktiengesellschaft aktsionernoe anonim as asa bhd bv bvba co company corp corporation cv
    dmcc doo eood fz fzc fze fzco gmbh gmbhcokg inc incorporated jsc kft kg kk limited liability
    llc llp ltd ltda mbh nv obshchestvo ogranichennoy ojsc ooo otvetstvennostyu oy oyj pao
    partnership pjsc plc private pt pte pty public pvt sa saoc sarl sas sdn sl spa spzoo sro srl
    sti the zao zrt s
"""
_LEGAL: Final = frozenset(_LEGAL_WORDS.split())
# Words that many firms share: alone they make no two of them alike.
_GENERIC_WORDS: Final = """
    aerospace agency and association aviation bank branch business center central centre chemical
    commercial construction consulting corporation defence defense development directorate
    electronic electronics energy engineering enterprise enterprises equipment export factory
    federal finance financial for foundation fund general global group heavy holding holdings
    import industrial industries industry institute international investment joint logistics
    machinery management manufacturing marine maritime materials military ministry motor motors
    national of office oil petroleum plant production products research scientific security
    service services shipping solutions state steel stock supply systems technical technologies
    technology telecom trade trading transport transportation works world
"""
GENERIC: Final = frozenset(_GENERIC_WORDS.split())
# Sounds that one script writes in several letters, then letters for one another.
_SOUNDS: Final = (
    ("sch", "s"), ("tch", "k"), ("ph", "b"), ("kh", "h"), ("gh", "k"), ("dh", "d"), ("th", "d"),
    ("ck", "k"), ("ch", "k"), ("sh", "s"), ("zh", "s"), ("ts", "s"), ("tz", "s"), ("x", "ks"),
)  # fmt: skip
_LETTERS: Final = str.maketrans("qcwzpgtf", "kkvsbkdb", "aeiouyj")
_VOWELS: Final = "aeiouyj"
_TWICE: Final = re.compile(r"(.)\1+")


class Name(NamedTuple):
    """A name, ready to be compared.

    Attributes:
        words: Its words in order, without the legal form.
        ordered: The same in the order of the alphabet, with blanks between.
        joined: The same in their own order, without blanks.
        own: The words that few others share, in the order of the alphabet.
        own_joined: The same in their own order, without blanks.
        bones: The bones of its own words, in the order of the alphabet.
        bones_joined: The bones of its own words written together.
    """

    words: tuple[str, ...]
    ordered: str
    joined: str
    own: str
    own_joined: str
    bones: str
    bones_joined: str


@functools.lru_cache(maxsize=65_536)
def prepared(text: str) -> Name:
    """A name made comparable; one without any letter or digit has no words."""
    words = words_of(text)
    own = [word for word in words if word not in GENERIC]
    return Name(
        words=words,
        ordered=" ".join(sorted(words)),
        joined="".join(words),
        own=" ".join(sorted(own)),
        own_joined="".join(own),
        bones=" ".join(sorted(filter(None, map(bones, own)))),
        bones_joined=bones("".join(own)),
    )


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, without the legal form of a firm unless there is nothing else."""
    words = _words(text[:LONGEST])
    return tuple(word for word in words if word not in _LEGAL) or words


def spelt(text: str) -> str:
    """All words of a name in one order, the legal form of a firm among them."""
    return " ".join(sorted(_words(text[:LONGEST])))


def _words(text: str) -> tuple[str, ...]:
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(_APOSTROPHES.sub("", text))
    plain = _APOSTROPHES.sub("", text.replace("&", " and ")).lower()
    words: list[str] = []
    initials = ""
    # A. B. C. Corp and ABC Corp are one name.
    for word in _WORD.findall(plain):
        if len(word) == 1:
            initials += word
            continue
        if initials:
            words.append(initials)
            initials = ""
        words.append(word)
    return (*words, initials) if initials else tuple(words)


def _once(found: re.Match[str]) -> str:
    return found[1]


@functools.lru_cache(maxsize=262_144)
def bones(word: str) -> str:
    """What stays of a word however it is transliterated; figures stay as they are."""
    for sound, plain in _SOUNDS:
        if sound in word:
            word = word.replace(sound, plain)
    first = "a" if word[:1] in _VOWELS else ""
    return _TWICE.sub(_once, first + word.translate(_LETTERS))
