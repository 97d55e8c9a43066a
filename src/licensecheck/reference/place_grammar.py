"""How people write places: in goes a cell of a list, out come its parts, its way and its return.

And how lists write a name (`Gambia, The`, `Egypt, Arab Rep.`, `NATO**`): in goes a name, out come
plainer ones that it may stand for. Knows commas, "en", "via", "v.v.", words for kinds of state and
their abbreviations, and no country: which words are names, and what they mean, is asked of the
caller. Names are compared by their key, exactly; nothing here looks for a part of a word or a near
word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

__all__ = [
    "KIND_TELLS",
    "MAX_CHARACTERS",
    "OF_TERRITORIES",
    "STATES_OF",
    "Kind",
    "Pair",
    "Unread",
    "Written",
    "is_code",
    "name_key",
    "pair",
    "parse_place",
    "plainer",
    "with_kind",
]

MAX_CHARACTERS = 200
# "Saint Helena, Ascension and Tristan da Cunha" has three; more would only cost time.
_MOST_PARTS_OF_A_NAME = 5

_CODE = re.compile(r"[A-Za-z]{2,3}|[A-Za-z]{2}-[A-Za-z0-9]{2,4}")
_DOTTED_LETTER = re.compile(r"(?<![^\W\d_])([^\W\d_])\.\s?(?=[^\W\d_](?![^\W\d_]))")
_WORD_OR_SIGN = re.compile(r"[^\W_]+|[^\s\w]")
_BENIGN = frozenset(
    "-'`.,()[]/:;\"\N{ACUTE ACCENT}\N{HYPHEN}"
    "\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}"
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
)
_AND = frozenset(("and", "en", "und", "et", "&"))
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)

# Blanks are looked at from their first alone, so that a long run of them costs no more than itself.
_VIA = re.compile(r"(?<![\s,;(])[\s,;(]++via\s+", re.IGNORECASE)
_AND_BACK = re.compile(
    r"(?<![\s,])[\s,]++\(?(?:v\.\s?v\.?|vv\.?|vice versa|en terug|and back)\)?$", re.IGNORECASE
)
# A plus belongs to the name ("NAVO+") unless a name follows it at once or a space precedes it.
_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s++)?(?:[,;]\s*(?:(?:and|en|und|et|&)\s+)?|[/&]\s*)|\+(?=\w)"
    r"|(?<!\s)\s++(?:\+\s*(?=\w)|(?:and|en|und)\s+|(?P<et>et)\s+)",
    re.IGNORECASE,
)
# A list as a program writes it: `["DEU"]`, `['Chad', 'Mali']`, `[u'Australia']`.
_QUOTED_LIST = re.compile(r"\[((?:\s*+u?(?:'[^']*+'|\"[^\"]*+\")\s*+,?+)++)\]")
_QUOTED = re.compile(r"(?<=['\"])[^'\",]++(?=['\"])")
# Footnotes, and the first year of a series that goes on: `NATO**`, `Iraq¹`, `Ethiopia (1993-)`.
_FOOTNOTE: Final = re.compile(
    r"(?<![\s*⁰¹²³⁴-⁹])\s*+(?:\*++|[⁰¹²³⁴-⁹]++|[(\[][1-9a-d][)\]]|[1-9]\))\Z", re.IGNORECASE
)
_ONCE: Final = re.compile(
    r"(?<!\s)\s*+\((?:ex|formerly|früher|vormals|voorheen)[\s-][^()]*\)\Z", re.IGNORECASE
)
_SINCE: Final = re.compile(r"(?<!\s)\s*+\((?:19|20)[0-9]{2}-\)\Z")
_THE_AFTER: Final = re.compile(r"(?<!\s)\s*+(?:,\s?the|\(the\))\Z", re.IGNORECASE)
_THE_BEFORE: Final = re.compile(r"\Athe\s", re.IGNORECASE)
_SAR: Final = re.compile(
    r"(?<!\s)\s*+(?:\(SAR\)|SAR|\(?Special Administrative Region\)?)\Z", re.IGNORECASE
)
_PAIR: Final = re.compile(r"([^()]+)\(([^()]+)\)|([^,;()]+),([^,;()]+)|(.+?)\s[-\u2013]\s(.+)")

_SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    "rep": ("republic", "republik"), "dem": ("democratic",),
    "fed": ("federal", "federated", "federation"),
    "sts": ("states",), "st": ("saint",), "is": ("islands",), "isds": ("islands",),
    "isl": ("islands", "islamic"), "isld": ("island",), "terr": ("territory",),
    "utd": ("united",), "unit": ("united",), "kingd": ("kingdom",), "kgdm": ("kingdom",),
    "peop": ("people s",), "ppl": ("people s",), "soc": ("socialist",),
    "pdr": ("people s democratic republic",), "dr": ("democratic republic",),
    "dpr": ("democratic people s republic",), "afr": ("african",), "eq": ("equatorial",),
    "rb": ("bolivarian republic",), "volksrepublik": ("volks republik",),
    "volksrepubliek": ("volks republiek",), "herzeg": ("herzegovina", "herzegowina"),
    "herz": ("herzegovina", "herzegowina"), "franz": ("franzosisch",),
    "brit": ("british", "britische"), "niederl": ("niederlandische",),
}  # fmt: skip
# Kinds of state in the languages in which the United Nations and others here publish.
_KINDS: Final[Mapping[str, str]] = {
    word: kind
    for kind, written in (
        ("republic", "republic republica republique republiek republik repubblica rzeczpospolita"),
        ("kingdom", "kingdom reino royaume koninkrijk konigreich regno"),
        ("state", "state estado etat staat stato"),
        ("states", "states estados etats staten staaten stati"),
        ("union", "union unie unione uniao"),
        ("federation", "federation federatie federacion foderation federazione federacao"),
        ("confederation", "confederation confederacion confederatie konfoderation"),
        ("commonwealth", "commonwealth mancomunidad"),
        ("principality", "principality principado principaute vorstendom furstentum"),
        ("duchy", "duchy ducado duche hertogdom herzogtum grossherzogtum groothertogdom"),
        ("sultanate", "sultanate sultanat sultanato sultanaat"),
        ("emirate", "emirate"), ("jamahiriya", "jamahiriya"),
        ("territory", "territory territorial collectivity region department departmental overseas "
         "country"),
        ("people", "people peoples popular populaire volks volksrepubliek popolare"),
        ("democratic", "democratic democratica democratique democratische demokratische"),
        ("socialist", "socialist socialista socialiste socialistische sozialistische"),
        ("islamic", "islamic islamica islamique islamitische islamische"),
        ("arab", "arab arabe arabische araba"),
        ("federal", "federal federale federative federativa federated federados federes"),
        ("united", "united unido unida unidos uni unis verenigde verenigd vereinigte"),
        ("bolivarian", "bolivarian bolivariana bolivarienne bolivariaanse bolivarische"),
        ("plurinational", "plurinational plurinacional plurinationaler"),
        ("cooperative", "cooperative co operative"), ("grand", "grand gran groot gross"),
        ("independent", "independent"), ("sovereign", "sovereign"), ("oriental", "oriental"),
        ("great", "great"), ("libyan", "libyan"), ("", "s of the de del des du d la le el van het "
        "von der die den do da di della dei degli do dos das los las les l"),
    )
    for word in written.split(" ")
}  # fmt: skip
_HEADS: Final = frozenset(
    ("republic", "kingdom", "state", "states", "union", "federation", "confederation",
     "commonwealth", "principality", "duchy", "sultanate", "emirate", "jamahiriya", "territory")
)  # fmt: skip

_REPUBLIC: Final = frozenset(("republic",))
_DEMOCRATIC: Final = frozenset(("democratic", "republic"))
_PEOPLE: Final = frozenset(("people", "republic"))
_PEOPLE_DEMOCRATIC: Final = frozenset(("people", "democratic", "republic"))
# Where the kind of state tells one from another: the countries that a name without it may be, the
# kind, and who is meant.
KIND_TELLS: Final[Mapping[frozenset[str], Mapping[frozenset[str], str]]] = {
    frozenset(("KP", "KR")): {_REPUBLIC: "KR", _PEOPLE: "KP", _PEOPLE_DEMOCRATIC: "KP"},
    frozenset(("CD", "CG")): {_REPUBLIC: "CG", _PEOPLE: "CG", _DEMOCRATIC: "CD"},
    frozenset(("CN",)): {_REPUBLIC: "TW", _PEOPLE: "CN"},
    frozenset(("VN",)): {
        _REPUBLIC: "South Vietnam", _DEMOCRATIC: "North Vietnam",
        frozenset(("socialist", "republic")): "VN",
    },
    frozenset(("YE",)): {
        _REPUBLIC: "YE", frozenset(("arab", "republic")): "North Yemen",
        _PEOPLE: "South Yemen", _DEMOCRATIC: "South Yemen", _PEOPLE_DEMOCRATIC: "South Yemen",
    },
    frozenset(("DM",)): {frozenset(("commonwealth",)): "DM"},  # a slip for the Dominican Republic
    frozenset(("NE",)): {_REPUBLIC: "NE"},
    frozenset(("DE",)): {
        frozenset(("federal", "republic")): "DE", _REPUBLIC: "DE", _DEMOCRATIC: "East Germany",
    },
}  # fmt: skip
OF_TERRITORIES: Final = frozenset(("territory", "commonwealth"))
# A bare "State of" is a part of a federation elsewhere: Georgia, México, Amazonas.
STATES_OF: Final = frozenset(("BH", "BN", "ER", "IL", "JP", "KW", "LY", "PG", "PS", "QA", "WS"))


class Written(NamedTuple):
    """A cell taken apart: the places named, those passed through, and whether it comes back."""

    parts: tuple[str, ...]
    via: tuple[str, ...]
    round_trip: bool


class Unread(NamedTuple):
    """The words of a cell that have no reading."""

    words: str


def is_code(text: str) -> bool:
    """Whether a word has the shape of a country's or territory's code; dots rule it out.

    "n.a." is not Namibia and "e.g." not Egypt.
    """
    return _CODE.fullmatch(text) is not None


def name_key(text: str) -> str:
    """Fold what may differ between spellings of one name: case, accents, dots, hyphens, "and".

    Signs that may carry meaning ("?", "+", "*") stay, so that "VS?" is not read as the VS.
    """
    text = _DOTTED_LETTER.sub(r"\1", text)
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _WORD_OR_SIGN.findall(plain.casefold().translate(_LETTERS))
    return " ".join("&" if word in _AND else word for word in words if word not in _BENIGN)


def parse_place(
    text: str,
    knows: Callable[[str], bool],
    knows_alone: Callable[[str], bool] | None = None,
) -> Written | Unread:
    """Take a cell apart, every part of it a name that is known, or say which words are not.

    Args:
        text: The cell as written.
        knows: Whether some words, as they stand, are a code or the whole name of a place.
        knows_alone: Whether words that are no part of a longer list are the name of a place, as
            "Hong Kong, China" is where it stands alone.

    Returns:
        The parts in their order. A long name that holds a comma or "and" wins over a list.
    """
    clean = " ".join(text.split()) if len(text) <= MAX_CHARACTERS else ""
    if not clean or any(unicodedata.category(char)[0] == "C" for char in clean):
        return Unread(text)
    legs = []
    round_trip = False
    if listed := _QUOTED_LIST.fullmatch(clean):
        clean = ", ".join(_QUOTED.findall(listed[1])) or clean
    for leg in _VIA.split(clean):
        without = _AND_BACK.sub("", leg)
        round_trip = round_trip or without != leg
        alone = knows_alone is not None and not knows(without) and knows_alone(without)
        names = (without,) if alone else _names(without, knows)
        if isinstance(names, Unread):
            return names if names.words else Unread(text)
        legs.append(names)
    via = tuple(name for leg in legs[1:] for name in leg)
    return Written(legs[0], via, round_trip)


def _names(text: str, knows: Callable[[str], bool]) -> tuple[str, ...] | Unread:
    """Cover a list by known names, the longest first, leaving out nothing."""
    spans = _spans(text)
    count = len(spans)
    if any(start == end for start, end in spans):
        return Unread(text)  # "VS,," may have lost a country
    # From the end: the cover of the parts from `first` on, or none.
    covers: list[tuple[str, ...] | None] = [None] * count + [()]
    for first in reversed(range(count)):
        for last in range(min(count, first + _MOST_PARTS_OF_A_NAME) - 1, first - 1, -1):
            rest = covers[last + 1]
            if rest is None:
                continue
            name = text[spans[first][0] : spans[last][1]]
            if knows(name):
                covers[first] = (name, *rest)
                break
    cover = covers[0]
    if cover is not None:
        return cover
    parts = [text[start:end] for start, end in spans]
    return Unread(next((part for part in parts if not knows(part)), text))


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the parts of a list stand."""
    spans = []
    start = 0
    for found in _SEPARATOR.finditer(text):
        if found["et"] and _between_codes(text, found):
            continue
        spans.append((start, found.start()))
        start = found.end()
    spans.append((start, len(text)))
    return spans


def _between_codes(text: str, found: re.Match[str]) -> bool:
    """Whether "et" may be Ethiopia: "SO ET DJ" can be three codes, so it is not split there."""
    before = text[: found.start()].split(" ")[-1]
    after = text[found.end() :].split(" ")[0]
    return is_code(before) and is_code(after)


class Pair(NamedTuple):
    """Two names of which one may say where the other belongs; `listed` if a comma parts them."""

    first: str
    second: str
    listed: bool


def plainer(words: str) -> Iterator[str]:
    """Names that mean the same as some words: without article, footnote, `SAR`, or in full."""
    seen = {words: None}
    for pattern in (_FOOTNOTE, _ONCE, _SINCE, _THE_AFTER, _THE_BEFORE, _SAR):
        for name in tuple(seen):
            seen.setdefault(pattern.sub("", name).strip())
    for name in tuple(seen):
        for full in _in_full(name):
            seen.setdefault(full)
    yield from (name for name in seen if name and name != words)


def _in_full(words: str) -> Iterator[str]:
    keys = name_key(words).split(" ")
    if any(key in _SHORT for key in keys):
        for place in (0, -1):
            yield " ".join(_SHORT[key][place] if key in _SHORT else key for key in keys)


class Kind(NamedTuple):
    """A name, the kind of state or territory that it is written with, and the words for it."""

    name: str
    kind: frozenset[str]
    words: str


def with_kind(words: str) -> Iterator[Kind]:
    """A name without the kind of state that it is written with.

    Args:
        words: `Republic of Hungary`, `Egypt, Arab Rep.`, `Moldova (the Republic of)`.
    """
    if sum(words.count(mark) for mark in ",;/+") > 1:
        return
    for form in dict.fromkeys((name_key(words), *_in_full(words))):
        keys = form.split(" ")
        begin = _kind_until(keys)
        if begin and not _KINDS[keys[begin - 1]] and begin < len(keys):
            yield Kind(" ".join(keys[begin:]), _kind(keys[:begin]), " ".join(keys[:begin]))
        end = _kind_until(keys[::-1])
        if end and end < len(keys):
            yield Kind(" ".join(keys[:-end]), _kind(keys[-end:]), " ".join(keys[-end:]))


def _kind_until(keys: list[str]) -> int:
    """How many words from the first on are of a kind of state; none if they name no kind."""
    count = 0
    while count < len(keys) and keys[count] in _KINDS:
        count += 1
    kind = _kind(keys[:count])
    # Bare "United States" and "United Kingdom" are names of their own.
    named = "united" in kind and "republic" not in kind
    return count if _HEADS & kind and not named else 0


def _kind(keys: list[str]) -> frozenset[str]:
    return frozenset(_KINDS[key] for key in keys) - {""}


def pair(words: str) -> Pair | None:
    """Two names written together: `France (Réunion)`, `Hong Kong, China`, `France - Réunion`."""
    found = _PAIR.fullmatch(words.strip())
    if found is None:
        return None
    first, second = (part.strip() for part in found.groups() if part is not None)
    return Pair(first, second, found[3] is not None) if first and second else None
