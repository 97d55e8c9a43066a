"""Where a fact comes from: one row of one table, in words that can be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from licensecheck.language import ENGLISH, Language, message

__all__ = ["Source"]

# Places of a message that hold a token of the vocabulary, what belonging to a group means, or
# another set phrase: these are messages themselves.
_OWN_WORDS: Final = frozenset(("token", "best", "worst", "membership", "phrase"))


# The message of words that are a citation, and the same in every language.
_AS_IT_IS: Final = "{row}"


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
        frames: Messages around the text, from the inside out, each with what its places stand
            for; `{said}` is what it is around.
    """

    table: str
    row: str
    text: str
    as_of: str = ""
    verified: str = "stated"
    message: str = ""
    values: tuple[tuple[str, str], ...] = ()
    frames: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

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
        put(source, "frames", ())
        return source

    def __getattr__(self, name: str) -> str:
        """The English text of a message, made when it is asked for: in tables nobody asks."""
        if name != "text":
            raise AttributeError(name)
        text = self._said(ENGLISH)
        object.__setattr__(self, name, text)
        return text

    def words(self, language: Language) -> str:
        """Its text in a language, where the text is ours."""
        return self.text if language is ENGLISH or not self.message else self._said(language)

    def _said(self, language: Language) -> str:
        said = _filled(self.message, self.values, language)
        for frame, values in self.frames:
            said = language.text(frame, **dict(values), said=said)
        return said

    def speaking_for(self, asked: str, answered: str) -> Source:
        """The same row, saying whom it was asked for where that is another place."""
        if asked == answered:
            return self
        frame = message("{asked} counts as {answered}: {said}")
        return self.framed(frame, asked=asked, answered=answered)

    def framed(self, message: str, /, **values: str) -> Source:
        """The same row, with a message around its text.

        Args:
            message: The English message; `{said}` stands for the text.
            values: What its other places stand for.
        """
        own = (self.message, self.values) if self.message else (_AS_IT_IS, (("row", self.text),))
        framed = Source.said(self.table, self.row, own[0], as_of=self.as_of, verified=self.verified)
        object.__setattr__(framed, "values", own[1])
        object.__setattr__(framed, "frames", (*self.frames, (message, tuple(values.items()))))
        return framed


def _filled(message: str, values: tuple[tuple[str, str], ...], language: Language) -> str:
    words = {name: language.token(said) if name in _OWN_WORDS else said for name, said in values}
    return language.text(message, **words)
