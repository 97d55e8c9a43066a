"""The official text as a reader brings it, cut into the passages that rules cite.

In: a file of EUR-Lex for the Common Position, a consolidated version or an amending act, as HTML,
Formex XML or plain text, in English, Dutch, German or French. Out: its passages by article,
paragraph and letter. The text itself is kept nowhere; a passage can be named by its hash.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from licensecheck.documents.texts import read_text
from licensecheck.errors import InputError, Problem

__all__ = ["OfficialText", "Passage", "Place", "joint_hash", "place_of", "read_official_text"]

# Article, paragraph and letter, each "" where a passage has none; then what it is within those:
# "" for the passage itself, `indent 1`, `indent 2`, or `closing` for text after the letters.
Place = tuple[str, str, str, str]

_LANGUAGES: Final = {
    "EN": frozenset(("the", "shall", "of", "and", "member", "states")),
    "NL": frozenset(("de", "het", "van", "wordt", "lidstaten", "een")),
    "DE": frozenset(("der", "die", "und", "mitgliedstaaten", "werden", "dass")),
    "FR": frozenset(("les", "des", "et", "membres", "l'article", "une")),
}
_CELEX: Final = re.compile(r"\b([03]\d{4}[A-Z]\d{4}(?:-\d{8})?)\b")
_ARTICLE: Final = re.compile(r"(?:article|artikel)\s+(\d{1,3}[a-z]?|premier|1er)\s?\.?", re.I)
_PARAGRAPH: Final = re.compile(r"\(?(\d{1,2}[a-z]?)[.)]\s*(.*)", re.S)
_LETTER: Final = re.compile(r"\(?([a-z]{1,4})\)\s*(.*)", re.S)
_INDENT: Final = re.compile(r"[—–-]\s+(.*)", re.S)
_MARKER: Final = re.compile(
    r"[‘“„«'\"]?(?:\(?(?:\d{1,2}[a-z]?|[a-z]{1,4})\)|\d{1,2}[a-z]?\.|[—–-])\Z"
)  # fmt: skip
_ROMAN: Final = re.compile(r"[ivx]+\Z")
# The signature after the last article, and what follows it.
_END: Final = re.compile(r"(?:done at|gedaan te|geschehen zu|fait à)\s", re.I)
# Marks of a consolidated version, such as those before and after what an act changed.
_CONSOLIDATION: Final = re.compile(r"[▼►]\s?[A-Z]\d{0,3}\b|◄")
_SPACES: Final = re.compile(r"\s+")
_QUOTES: Final = str.maketrans("‘’“”„«»", '\'\'"""""')

# An amending act names the place that it changes before it quotes the new wording.
_TARGET_ARTICLE: Final = re.compile(r"\b(?:article|artikel)\s+(\d{1,3}[a-z]?|premier)\b", re.I)
_TARGET_PARAGRAPH: Final = re.compile(
    r"\b(?:paragraph|paragraphe|absatz|lid)\s+(\d{1,2}[a-z]?)\b", re.I
)
_TARGET_LETTER: Final = re.compile(
    r"\b(?:point|points|punt|onder|buchstabe|letter)\s+\(?([a-z]{1,2})\)?(?=[\s,;:.)]|\Z)", re.I
)
_QUOTED: Final = re.compile(r"[‘“„«'\"]\s*")

_BLOCKS: Final = frozenset(
    ("p", "div", "td", "th", "tr", "li", "table", "br", "dt", "dd", "h1", "h2", "h3", "h4", "h5",
     "hr", "ul", "ol", "body", "section")
)  # fmt: skip
_UNREAD: Final = frozenset(("script", "style", "head", "nav", "footer", "sup"))
_NOTES: Final = ("note", "footnote", "super", "modref", "disclaimer", "arrow")
_FORMEX_BLOCKS: Final = frozenset(
    ("TI.ART", "STI.ART", "PARAG", "NO.PARAG", "ALINEA", "P", "NP", "NO.P", "TXT", "ITEM", "LIST",
     "TITLE", "TI", "STI", "ARTICLE", "QUOT.S", "GR.SEQ", "VISA", "CONSID")
)  # fmt: skip
_FORMEX_UNREAD: Final = frozenset(("NOTE", "BIB.INSTANCE", "BIB.DATA", "HT.NOTE"))


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of an official text.

    Attributes:
        place: Article, paragraph, letter, and what it is within them.
        text: Its words, with single blanks.
        line: Number of the block in which it begins, from 1: where to look in the file.
        amends: Whether it is new wording that an amending act quotes for `place`.
    """

    place: Place
    text: str
    line: int
    amends: bool = False

    @property
    def name(self) -> str:
        """The place as officers cite it: `Art. 2(2)(a)`."""
        article, paragraph, letter, within = self.place
        said = f"Art. {article}"
        said += f"({paragraph})" if paragraph else ""
        said += f"({letter})" if letter else ""
        return f"{said}, {within}" if within else said

    @property
    def hash(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of the words.

        Kinds of quotation marks and of white space do not count, as formats differ in them.
        """
        return _hash(self.text)


def _hash(text: str) -> str:
    plain = _SPACES.sub(" ", text.translate(_QUOTES)).strip()
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class OfficialText:
    """One official text.

    Attributes:
        name: Name of the file.
        celex: CELEX number, as the file or its name gives it; "" where neither does.
        language: EN, NL, DE or FR.
        passages: In the order of the text.
    """

    name: str
    celex: str
    language: str
    passages: tuple[Passage, ...]

    def at(self, place: Place) -> tuple[Passage, ...]:
        """The passages of one place: at most one, but for an act that changes it twice."""
        return tuple(passage for passage in self.passages if passage.place == place)


def joint_hash(text: OfficialText, place: Place) -> str:
    """Hash of the passage of a place together with the words that lead to it.

    A letter is read with the opening of its paragraph and the indent that it is under, since
    these say what follows from it. "" where the text has no such passage, or only an amendment.
    """
    read: list[str] = []
    indent = ""
    opening = ""
    for passage in text.passages:
        if passage.amends or passage.place[:2] != place[:2]:
            continue
        if passage.place == place:
            read = [*dict.fromkeys((opening, indent, passage.text))]
            break
        if passage.place[2:] == ("", ""):
            opening = passage.text
        elif passage.place[3].startswith("indent"):
            indent = passage.text
    return _hash("\n".join(part for part in read if part)) if read else ""


def place_of(point: str) -> Place | None:
    """The place that one of our points names, such as `Art. 2(2)(a)`.

    Returns:
        None where the point names no place of its own: another act, or a place not seen.
    """
    found = re.fullmatch(
        r"Art\. (\d+[a-z]?)((?:\([0-9a-z]+\))*)"
        r"(?:, (first|second|third|explanatory)\b.*|, (?:User's Guide|practice|indicator))?",
        point,
    )
    if not found:
        return None
    marks = re.findall(r"\(([0-9a-z]+)\)", found[2])
    paragraph = marks[0] if marks else ""
    letter = marks[1] if len(marks) > 1 else ""
    ordinals = {"first": "indent 1", "second": "indent 2", "third": "indent 3",
                "explanatory": "closing"}  # fmt: skip
    if found[3] and "sentence" in point:
        return found[1], paragraph, letter, ""
    return found[1], paragraph, letter, ordinals.get(found[3] or "", "")


def read_official_text(path: Path) -> OfficialText:
    """Read one official text.

    Raises:
        InputError: The file cannot be read, or holds no article.
    """
    text = read_text(path)
    head = text.lstrip()[:2000].lower()
    if head.startswith("<") and "<html" not in head and "<!doctype html" not in head:
        blocks = list(_formex_blocks(text, path.name))
    elif "<html" in head or "<!doctype html" in head or "<body" in head:
        blocks = list(_html_blocks(text))
    else:
        blocks = list(_plain_blocks(text))
    blocks = list(_with_markers(blocks))
    passages = tuple(_passages(blocks))
    if not passages:
        help_ = "save the page of EUR-Lex with the text of the act, as HTML, XML or plain text"
        raise InputError(Problem(path.name, "no article was found in it", help_))
    celex = _CELEX.search(path.name) or _CELEX.search(text)
    return OfficialText(path.name, celex[1] if celex else "", _language(blocks), passages)


# --- from a format to blocks of words ------------------------------------------------------------


class _Html(HTMLParser):
    """Collects the blocks of words of a page, without notes, scripts and what is hidden."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._words: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or something that is not read."""
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.append(tag)
            return
        kinds = (dict(attrs).get("class") or "").split()
        if tag in _UNREAD or (
            tag not in ("br", "hr", "img", "body", "html")
            and any(kind.removeprefix("oj-").startswith(_NOTES) for kind in kinds)
        ):
            self._skipped.append(tag)
            return
        if tag in _BLOCKS:
            self.end_block()

    def handle_endtag(self, tag: str) -> None:
        """A block ends, or what is not read does."""
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.pop()
            return
        if tag in _BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        """Words of the block."""
        if not self._skipped:
            self._words.append(data)

    def end_block(self) -> None:
        """Close the block that is open."""
        self.blocks.append("".join(self._words))
        self._words = []


def _html_blocks(text: str) -> Iterator[str]:
    page = _Html()
    page.feed(text)
    page.close()
    page.end_block()
    yield from _cleaned(page.blocks)


def _formex_blocks(text: str, name: str) -> Iterator[str]:
    # An entity of one's own can make a short file long without end; Formex has none.
    if "<!ENTITY" in text:
        raise InputError(Problem(name, "the XML defines entities, which no text of the OJ does"))
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise InputError(Problem(name, f"no readable XML: {error}")) from None
    blocks: list[str] = []
    _walk(root, blocks)
    yield from _cleaned(blocks)


def _walk(root: ET.Element, blocks: list[str]) -> None:
    words: list[str] = []

    def end() -> None:
        blocks.append("".join(words))
        words.clear()

    # By hand, as a document may be nested deeper than Python calls.
    stack: list[tuple[ET.Element, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        # A comment or an instruction has a function for a tag.
        tag = str(node.tag).rpartition("}")[2]
        if leaving:
            if tag in _FORMEX_BLOCKS:
                end()
            words.append(node.tail or "")
            continue
        if tag in _FORMEX_UNREAD:
            words.append(node.tail or "")
            continue
        if tag in _FORMEX_BLOCKS:
            end()
        words.append(node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    end()


def _plain_blocks(text: str) -> Iterator[str]:
    """Paragraphs of a plain text: a line goes on the one before unless it begins something."""
    block: list[str] = []
    for line in (*text.splitlines(), ""):
        words = line.strip()
        # An article stands on a line of its own, as does its heading after it.
        begins = not words or not block or _begins(words) or bool(_ARTICLE.fullmatch(block[0]))
        if begins and block:
            yield from _cleaned([" ".join(block)])
            block = []
        if words:
            block.append(words)


def _begins(words: str) -> bool:
    return bool(
        _ARTICLE.fullmatch(words)
        or _LETTER.match(words)
        or _INDENT.match(words)
        or re.match(r"\d{1,2}[a-z]?\.\s", words)
    )


def _cleaned(blocks: Iterable[str]) -> Iterator[str]:
    for block in blocks:
        words = _SPACES.sub(" ", _CONSOLIDATION.sub(" ", block)).strip()
        if words:
            yield words


def _with_markers(blocks: Iterable[str]) -> Iterator[str]:
    """Blocks of which one that is a mark alone, such as `(a)`, is put before the next."""
    waiting = ""
    for block in blocks:
        if _MARKER.fullmatch(block):
            if waiting:
                yield waiting
            waiting = block
            continue
        yield f"{waiting} {block}" if waiting else block
        waiting = ""
    if waiting:
        yield waiting


def _language(blocks: Iterable[str]) -> str:
    words = re.findall(r"[\w']+", " ".join(blocks).lower())
    counts = {code: sum(word in marks for word in words) for code, marks in _LANGUAGES.items()}
    return max(counts, key=lambda code: counts[code])


# --- from blocks to passages ---------------------------------------------------------------------


class _Reader:
    """Follows a text block by block: where it is, and whether it quotes new wording."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        # "" before the first article and after the signature.
        self.article = ""
        self.paragraph = ""
        self.letter = ""
        self.within = ""
        self.indents = 0
        # Of an amending act: the place that it spoke of last.
        self.target: list[str] | None = None

    def read(self, number: int, block: str) -> None:
        """Take in one block."""
        if found := _ARTICLE.fullmatch(block):
            self._article(found[1])
        elif _END.match(block):
            self.article = ""
        elif self.article and not self._is_amendment(number, block):
            self._body(number, block)

    def _article(self, name: str) -> None:
        self.article = "1" if name.lower() in ("premier", "1er") else name.lower()
        self.paragraph = self.letter = self.within = ""
        self.indents = 0
        self.target = None

    def _body(self, number: int, block: str) -> None:
        if (found := _PARAGRAPH.fullmatch(block)) and self._follows(found[1]):
            self.paragraph, self.letter, self.within = found[1], "", ""
            self.indents = 0
            self._add(number, found[2])
        elif found := _INDENT.fullmatch(block):
            if self.letter and self.within != "closing" and self._open_list():
                self._go_on(found[1])
                return
            self.indents += 1
            self.letter, self.within = "", f"indent {self.indents}"
            self._add(number, found[1])
        elif (found := _LETTER.fullmatch(block)) and not self._is_roman(found[1]):
            self.letter, self.within = found[1], ""
            self._add(number, found[2])
        elif self._goes_on(block):
            self._go_on(block)
        else:
            if self.letter or self.within:
                self.letter, self.within = "", "closing"
            self._add(number, block)

    def _follows(self, mark: str) -> bool:
        """Whether a number is that of the next paragraph: dates and notes are not."""
        number = int(re.match(r"\d+", mark)[0])  # type: ignore[index]  # the pattern has a digit
        before = int(re.match(r"\d+", self.paragraph)[0]) if self.paragraph else 0  # type: ignore[index]  # likewise
        return number == before + 1 or (number == before and mark > self.paragraph)

    def _is_roman(self, mark: str) -> bool:
        """Whether a mark counts within a letter: (i), (ii); (i) after (h) is a letter."""
        if not _ROMAN.match(mark):
            return len(mark) > 2
        return self.letter != "" and not (mark == "i" and self.letter == "h")

    def _open_list(self) -> bool:
        return bool(self.passages) and self.passages[-1].text.endswith(":")

    def _goes_on(self, block: str) -> bool:
        """Whether a block is a part of the passage before it: a line that was broken, a sub-list.

        The subject of an article, and text of an article that has no paragraphs, go on too.
        """
        if not self.passages or self._here() != self.passages[-1].place:
            return False
        return block[:1].islower() or bool(_LETTER.match(block)) or not self.letter

    def _here(self) -> Place:
        return self.article, self.paragraph, self.letter, self.within

    def _go_on(self, words: str) -> None:
        last = self.passages[-1]
        self.passages[-1] = Passage(last.place, f"{last.text} {words}", last.line, last.amends)

    def _add(self, number: int, words: str) -> None:
        place = self._here()
        if self.passages and self.passages[-1].place == place:
            self._go_on(words)
        else:
            self.passages.append(Passage(place, words, number))

    # An amending act: `in paragraph 1, point (bb) is replaced by the following: '(bb) ...'`.

    def _is_amendment(self, number: int, block: str) -> bool:
        spoken = _QUOTED.split(block, maxsplit=1)
        quotes = block[:1] in "‘“„«"
        if not quotes and (found := _TARGET_ARTICLE.search(block)) and _amends(block):
            self.target = [_number(found[1]), "", ""]
        if self.target is None:
            return False
        if not quotes:
            if found := _TARGET_PARAGRAPH.search(spoken[0]):
                self.target[1:] = [found[1], ""]
            if found := _TARGET_LETTER.search(spoken[0]):
                self.target[2] = found[1].lower()
            return _amends(block)
        self._quoted(number, spoken[1].rstrip("’”»“'\";,. "))
        return True

    def _quoted(self, number: int, words: str) -> None:
        article, paragraph, letter = self.target or ["", "", ""]
        if found := _LETTER.fullmatch(words):
            letter, words = found[1], found[2]
        elif found := re.fullmatch(r"(\d{1,2}[a-z]?)\.\s+(.*)", words, re.S):
            paragraph, letter, words = found[1], "", found[2]
        place = (article, paragraph, letter, "")
        self.passages.append(Passage(place, words, number, amends=True))


def _number(word: str) -> str:
    return "1" if word.lower() == "premier" else word.lower()


def _amends(block: str) -> bool:
    """Whether a block says that something is changed, in any of the four languages."""
    said = block.lower()
    return any(
        word in said
        for word in ("amended", "replaced", "inserted", "added", "deleted", "gewijzigd",
                     "vervangen", "ingevoegd", "toegevoegd", "geschrapt", "geändert", "ersetzt",
                     "eingefügt", "angefügt", "gestrichen", "modifié", "remplacé", "inséré",
                     "ajouté", "supprimé")
    )  # fmt: skip


def _passages(blocks: Iterable[str]) -> Iterator[Passage]:
    reader = _Reader()
    numbered = list(enumerate(blocks, 1))
    for number, block in numbered:
        reader.read(number, block)
    # A passage that was begun twice by a page that repeats itself is given once.
    for before, passage in pairwise((None, *reader.passages)):
        if passage is not None and passage != before:
            yield passage
