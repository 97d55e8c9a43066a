"""Names made comparable: in goes a name as written, out come its words, without what varies.

Any script is written in Latin letters, case and marks go, initials are joined, and the legal form
of a firm is set apart. The bones of a word are what stays of it however it is transliterated:
`Mohammed` and `Muhamad` have the same.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

__all__ = ["GENERIC", "LONGEST", "Name", "bones", "parts_of", "prepared", "spelt", "words_of"]

LONGEST: Final = 500

_APOSTROPHES: Final = re.compile("['`´’‘ʿʾʼʻ.]")
_WORD: Final = re.compile(r"[a-z0-9]+")
_LEGAL_WORDS: Final = """
    ab ag aktiengesellschaft aktsionernoe anonim ao as asa bhd bv bvba co company corp corporation
    cv dmcc doo eood fgup fz fzc fze fzco gmbh gmbhcokg inc incorporated jsc kft kg kk limited
    liability llc llp ltd ltda mbh nv oao obshchestvo ogranichennoy ojsc ooo otvetstvennostyu oy
    oyj pao
    partnership pjsc plc private pt pte pty public pvt sa saoc sarl sas sdn sl spa spzoo sro srl
    sti the zao zrt s
"""
_TITLES: Final = "dhr dr drs herr mevr mr mrs prof"
_LEGAL: Final = frozenset(_LEGAL_WORDS.split()) | frozenset(_TITLES.split())
# Legal forms written out, of words that count elsewhere.
_WRITTEN_OUT: Final = re.compile(
    r"\b(?:(?:(?:open|closed|public|private|non public) )?joint stock (?:company|co)"
    r"|(?:otkrytoe|zakrytoe|publichnoe|nepublichnoe) aktsionernoe obshchestvo"
    r"|(?:besloten|naamloze) vennootschap|gesellschaft mit beschrankter haftung"
    r"|societe (?:anonyme|a responsabilite limitee|par actions simplifiee)"
    r"|sociedad anonima|societa per azioni|(?:anonim|limited) sirketi)\b"
)
# Of each form one word: in most names none of them stands, and a list holds very many names.
_IN_WRITTEN_OUT: Final = frozenset((
    "stock", "aktsionernoe", "vennootschap", "haftung", "societe", "anonima", "azioni", "sirketi",
))  # fmt: skip
# Between two names in one cell, or a name and its address.
_BETWEEN: Final = re.compile(
    r"""[/|;\n()\[\]{}«»„“”"]|\s[-–—]\s|\b(?:c/o|p/a|a/?k/?a|f/?k/?a|d/?b/?a|t/a|v/h|"""
    r"formerly|previously|also known as|trading as|doing business as|on behalf of|namens|"
    r"handelend onder|voorheen)\b",
    re.IGNORECASE,
)
_COMMA: Final = re.compile("[,،、]")
# Letters of its own from which a part is a name; one word by a comma is often half a person's.
_SHORTEST_PART: Final = 4
_SHORTEST_ALONE: Final = 8
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
    left: Iterable[str] = words
    if not _IN_WRITTEN_OUT.isdisjoint(words):
        left = _WRITTEN_OUT.sub(" ", " ".join(words)).split()
    return tuple([word for word in left if word not in _LEGAL]) or words


def parts_of(text: str) -> tuple[str, ...]:
    """The names that may be in one cell; none where it is one name.

    Two firms, an earlier name, what is in brackets or quotes, what is before an address.
    """
    if not (_BETWEEN.search(text) or _COMMA.search(text)):
        return ()
    found: dict[str, None] = {}
    for part in _BETWEEN.split(text[:LONGEST]):
        for piece in dict.fromkeys((part, *_COMMA.split(part))):
            if piece == text:
                continue
            words = words_of(piece)
            alone = piece is not part and len(words) == 1
            least = _SHORTEST_ALONE if alone else _SHORTEST_PART
            if sum(len(word) for word in words if word not in GENERIC) >= least:
                found[piece.strip()] = None
    return tuple(found)


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
