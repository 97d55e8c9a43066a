"""The language of reports: gettext catalogues, one folder a language; English is the source.

In: a language code. Out: a `Language`, whose `text` gives a message in that language, with named
values filled in. Adding a language is adding a catalogue under `locale/`.

A catalogue is read as it was written, a .po file, and compiled in memory. No compiled file is
kept, so none can be older than its source; the price is some hundredths of a second, once a
process, and only for another language than English.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from licensecheck.errors import Argument, InputError, Problem, Told, nearest_or_all, quote, told

if TYPE_CHECKING:
    from gettext import NullTranslations

__all__ = ["ENGLISH", "SOURCE_LANGUAGE", "Language", "find_language", "languages"]

SOURCE_LANGUAGE: Final = "en"
_FOLDER: Final = Path(__file__).resolve().parent / "locale"
_DOMAIN: Final = "licensecheck"
_POINT: Final = re.compile(r"Art\. ([0-9]+)(?:\(([0-9]+[a-z]?)\))?(?:\(([a-z]{1,2})\))?(?:, (.+))?")
# An amount as English marks it, alone or after its currency; its rates may follow in brackets.
_MARKED: Final = re.compile(
    r"(?:[A-Z]{3} [0-9]{1,3}(?:,[0-9]{3})*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]{1,2})?"
    r"(?= \(|\Z)",
    re.ASCII,
)
_SWAPPED: Final = str.maketrans(",.", ".,")
_DAY: Final = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_MONTH: Final = re.compile(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])")


class Language:
    """One language to report in.

    Args:
        code: ISO 639-1 code, such as `nl`.
        catalogue: Its translations; none for English, in which the messages are written.
        masked: Whether names of parties are left out of what is said.
    """

    def __init__(
        self, code: str, catalogue: NullTranslations | None = None, *, masked: bool = False
    ) -> None:
        self.code = code
        self.masked = masked
        self._catalogue = catalogue

    def text(self, message: str, /, **values: Any) -> str:
        """A message in this language, its `{name}` places filled in.

        A message without an entry in the catalogue is given in English: half a report in another
        language is of more use than none, and a test finds what is missing.

        Args:
            message: The English message, as the catalogue lists it.
            values: What its places stand for; only the message itself is read as a template.
        """
        # The entry of the empty message is the head of the catalogue.
        found = message
        if self._catalogue is not None and message:
            found = self._catalogue.gettext(message)
            values = {name: self._shown(value) for name, value in values.items()}
        return found.format(**values) if values else found

    def day(self, day: date) -> str:
        """A day as this language writes it: `2026-11-24`, in Dutch `24 november 2026`."""
        if self._catalogue is None:
            return day.isoformat()
        from babel.dates import format_date

        return format_date(day, "d MMMM y", locale=self.code)

    def number(self, number: float | Decimal, *, places: int | None = None) -> str:
        """A number with its marks as this language writes them: `5,000.5`, in Dutch `5.000,5`.

        Args:
            number: The number.
            places: Decimals to write; as many as the number has where none is said.
        """
        return self._marks(f"{number:,}" if places is None else f"{number:,.{places}f}")

    def _marks(self, marked: str) -> str:
        return marked if self._catalogue is None else marked.translate(_SWAPPED)

    def point(self, point: str) -> str:
        """A point of law as this language cites it: `Art. 2(2)(a)`, or `art. 2, lid 2, onder a`."""
        cited = _POINT.fullmatch(point)
        if self._catalogue is None or cited is None:
            return self.text(point)
        article, paragraph, letter, word = cited.groups()
        said = self.text("Art. {article}", article=article)
        if paragraph:
            said = self.text("{article}({paragraph})", article=said, paragraph=paragraph)
        if letter:
            said = self.text("{paragraph}({letter})", paragraph=said, letter=letter)
        return f"{said}, {self.text(word)}" if word else said

    def _shown(self, value: Any) -> Any:
        """A value as put into a message: days and numbers as the language writes them."""
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, str) and _DAY.fullmatch(value):
            with suppress(ValueError):
                return self.day(date.fromisoformat(value))
        if isinstance(value, str) and _MONTH.fullmatch(value):
            from babel.dates import format_date

            return format_date(date.fromisoformat(f"{value}-01"), "MMMM y", locale=self.code)
        if isinstance(value, str) and (found := _MARKED.match(value)):
            return self._marks(found[0]) + value[found.end() :]
        return value

    def of(self, text: str) -> str:
        """A text of an error in this language, where it knows its message; else as it is."""
        if not isinstance(text, Told):
            return text
        return self.text(text.message, **{key: self.of(one) for key, one in text.places.items()})

    def problem(self, problem: Problem) -> Problem:
        """A problem in this language; its place is the same in all of them."""
        return replace(problem, what=self.of(problem.what), help=self.of(problem.help))

    def count(self, one: str, many: str, number: int, /, **values: Any) -> str:
        """A message in the form that the number asks for; `{n}` stands for the number."""
        if self._catalogue is None:
            found = one if number == 1 else many
        else:
            found = self._catalogue.ngettext(one, many, number)
        return found.format(n=number, **values)

    def token(self, token: str) -> str:
        """A token as words: `presumptive_denial` reads `presumptive denial`."""
        return self.text(token.replace("_", " "))

    def either(self, words: Iterable[str]) -> str:
        """Words of which one counts: `a or b or c`; "" of none."""
        pair = self.text("{one} or {other}")
        said = list(words)
        return functools.reduce(lambda a, b: pair.format(one=a, other=b), said) if said else ""

    def listed(self, words: Iterable[str]) -> str:
        """Words that all count: `a, b and c`; "" of none."""
        *first, last = [*words] or [""]
        return self.text("{most} and {last}", most=", ".join(first), last=last) if first else last


ENGLISH: Final = Language(SOURCE_LANGUAGE)


@functools.cache
def languages() -> tuple[str, ...]:
    """Codes of the languages to report in, English first."""
    found = _FOLDER.glob(f"*/LC_MESSAGES/{_DOMAIN}.po")
    return (SOURCE_LANGUAGE, *sorted(path.parent.parent.name for path in found))


def find_language(code: str, *, masked: bool = False) -> Language:
    """The language of a code.

    Args:
        code: The code.
        masked: Whether names of parties are left out of what is said.

    Raises:
        InputError: No report is written in it; the error lists those that there are.
    """
    given: object = code
    if not isinstance(given, str):
        kind = quote(type(given).__name__)
        meant = "the code of a language, such as `en`,"
        what = told("{meant} is needed, not {kind}", meant=meant, kind=kind)
        raise InputError(Problem(Argument("language"), what))
    return _language(code, masked)


@functools.cache
def _language(code: str, masked: bool) -> Language:
    if code == SOURCE_LANGUAGE:
        return Language(code, masked=True) if masked else ENGLISH
    if code not in languages():
        help_ = nearest_or_all(code, languages())
        raise InputError(
            Problem("", told("no reports in the language {code}", code=quote(code)), help_)
        )
    return Language(code, _catalogue(code), masked=masked)


def _catalogue(code: str) -> NullTranslations:
    from gettext import GNUTranslations

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (_FOLDER / code / "LC_MESSAGES" / f"{_DOMAIN}.po").open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)
