"""How official lists write a name: in goes a name, out come plainer ones that it may stand for.

`Gambia, The`, `Rep. of Korea`, `Egypt, Arab Rep.`, `Hong Kong, China (SAR)`, `NATO**`. Knows the
words for kinds of state and their abbreviations, and no country: which names are known, and what
they mean, is asked of the caller, so that nothing is read here that is not a name without its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from licensecheck.reference.place_grammar import name_key

__all__ = [
    "KIND_TELLS",
    "OF_TERRITORIES",
    "STATES_OF",
    "Kind",
    "Pair",
    "pair",
    "plainer",
    "with_kind",
]

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
    "rep": ("republic", "republik"), "dem": ("democratic",), "fed": ("federal", "federated"),
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
