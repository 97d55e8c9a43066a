"""Where a fact comes from: one row of one table, in words that can be printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from licensecheck.language import ENGLISH, Language

__all__ = ["Source"]

# Places of a message that hold a token of the vocabulary, what belonging to a group means, or
# another set phrase: these are messages themselves.
_OWN_WORDS: Final = frozenset(("token", "best", "worst", "membership", "phrase"))


@dataclass(frozen=True, slots=True)
class Source:
    """The row that a fact rests on.

    Attributes:
        table: Name of the table, or `application`, `assessment`, `supplied`, `default`.
        row: The row's id or key, such as `E098` or `NATO FI`.
        text: What it says, as printed: "member of NATO since 2023-04-04".
        as_of: ISO day or year that the row speaks for; "" where it has none.
        verified: yes, partly, no, year-only, secondary, or stated (by the person who asks).
        message: Of a text that is ours, the message that it was made of; "" for the words of a
            row, which are a citation and stand in English in every report.
        values: What the places of the message stand for.
    """

    table: str
    row: str
    text: str
    as_of: str = ""
    verified: str = "stated"
    message: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def said(
        cls,
        table: str,
        row: str,
        message: str,
        *,
        as_of: str = "",
        verified: str = "stated",
        **values: str,
    ) -> Source:
        """A source whose text is ours, and so is told in the language of the report.

        Args:
            table: As of a `Source`.
            row: As of a `Source`.
            message: The English message; its places `{token}`, `{best}`, `{worst}`,
                `{membership}` and `{phrase}` hold what is translated itself.
            as_of: As of a `Source`.
            verified: As of a `Source`.
            values: What its places stand for.
        """
        source = object.__new__(cls)
        put = object.__setattr__
        put(source, "table", table)
        put(source, "row", row)
        put(source, "as_of", as_of)
        put(source, "verified", verified)
        put(source, "message", message)
        put(source, "values", tuple(values.items()))
        return source

    def __getattr__(self, name: str) -> str:
        """The English text of a message, made when it is asked for: in tables nobody asks."""
        if name != "text":
            raise AttributeError(name)
        text = _filled(self.message, self.values, ENGLISH)
        object.__setattr__(self, name, text)
        return text

    def words(self, language: Language) -> str:
        """Its text in a language, where the text is ours."""
        if language is ENGLISH or not self.message:
            return self.text
        return _filled(self.message, self.values, language)

    def speaking_for(self, asked: str, answered: str) -> Source:
        """The same row, saying whom it was asked for where that is another place."""
        if asked == answered:
            return self
        return replace(self, text=f"{asked} counts as {answered}: {self.text}", message="")


def _filled(message: str, values: tuple[tuple[str, str], ...], language: Language) -> str:
    words = {name: language.token(said) if name in _OWN_WORDS else said for name, said in values}
    return language.text(message, **words)
