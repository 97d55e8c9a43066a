"""The kinds of values that people write: bounded text, days, numbers, words of a set.

In: a value as a document or a caller gives it. Out: annotated types that pydantic checks, and whose
faults say in plain words what is wrong and what would help.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from licensecheck.documents.figures import (
    DAY_HELP,
    Typed,
    one_way,
    plain_number,
    read_day,
    two_readings,
)
from licensecheck.errors import Told, nearest, quote, told
from licensecheck.messages import message

__all__ = ["CROSS_FAULT", "FAULT", "FIRST_DAY", "LAST_DAY", "Amount", "Choice", "CurrencyCode"]
__all__ += ["Day", "Line", "LongText", "amount_schema", "fault", "kind_of", "line_of", "number"]
__all__ += ["one_of", "one_reading", "outside_days", "truth_word"]

# Types of the faults stated here, as pydantic reports them.
FAULT = "stated_fault"
CROSS_FAULT = "cross_fault"

FIRST_DAY = date(1949, 1, 1)  # the year of the North Atlantic Treaty; no clock runs before it
LAST_DAY = date(2100, 12, 31)
WHOLE_DIGITS = 15
FRACTION_DIGITS = 4

_CURRENCY_HELP = told("write it as `EUR` (ISO 4217)")
_NUMBER = re.compile(r"[-+]?[0-9]{1,40}(\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?", re.ASCII)
# Control characters, line and paragraph separators, and half character pairs.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONTROL_BUT_NEWLINE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Marks that turn the reading direction: they make a text read unlike what it is.
_BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


_LEADS = {"one of": message("one of: {words}"), "its fields": message("its fields: {words}")}


class Choice(NamedTuple):
    """Words that would have been right; the nearest is looked up only when a message is written."""

    word: str
    words: Sequence[str]
    lead: str = "one of"
    instead: str = ""
    # Other words for some of them, that are proposed and never read.
    meant: Mapping[str, str] = MappingProxyType({})

    def __str__(self) -> str:
        plain = "_".join(re.split(r"[\s_-]+", self.word[:200].casefold().strip()))
        meant = self.meant.get(plain, plain)
        if near := nearest(meant if meant in self.words else self.word, self.words):
            return near
        words = ", ".join(f"`{word}`" for word in self.words)
        listed = told(_LEADS[self.lead], words=words)
        if not self.instead:
            return listed
        return told("{listed}, {instead}", listed=listed, instead=Told(self.instead, {}))


def fault(what: str, help: str | Choice = "", *, code: str = FAULT) -> PydanticCustomError:
    """State what is wrong with one value, for pydantic to collect with its place."""
    return PydanticCustomError(code, "{what}", {"what": what, "help": help})


def kind_of(value: object) -> str:
    """Name the kind of a value as a user knows it, with the value where it is short."""
    if value is None:
        return told("an empty value")
    if isinstance(value, bool):
        return told("the truth value {value}", value=quote(str(value).lower()))
    if isinstance(value, str):
        return told("the text {value}", value=quote(value))
    if isinstance(value, int | float | Decimal):
        is_short = abs(value) < 10**18 if isinstance(value, int) else _printable(value)
        said = quote(format(value)) if is_short else ""
        return told("the number {value}", value=said) if said else told("a very long number")
    if isinstance(value, date):
        return told("the day {value}", value=f"`{value}`")
    if isinstance(value, dict):
        return told("a mapping")
    if isinstance(value, list | tuple):
        return told("a list")
    return told("a value of the kind {value}", value=quote(type(value).__name__))


def _printable(value: float | Decimal) -> bool:
    exact = Decimal(value)
    return not exact.is_finite() or not exact or abs(exact.adjusted()) < 40


def line_of(limit: int, *, lines: bool = False) -> BeforeValidator:
    """Accept a text of at most so many characters, without marks that disturb who reads it.

    Args:
        limit: Characters that are read at most.
        lines: Whether it may have several lines.
    """
    bad = _CONTROL_BUT_NEWLINE if lines else _CONTROL

    def check_length(text: str) -> None:
        if len(text) > limit:
            raise fault(
                told(
                    "a text of {text} characters; at most {limit} are read",
                    text=f"{len(text):,}",
                    limit=f"{limit:,}",
                )
            )

    def check(value: Any) -> str:
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
            # A file number or a rating of digits alone is a number to YAML, and a name here.
            value = str(value)
        if not isinstance(value, str):
            bare = isinstance(value, bool | int | float | Decimal | date)
            advice = told("write it between quotes") if bare else ""
            raise fault(told("a text is needed, not {value}", value=kind_of(value)), advice)
        check_length(value)
        text = value.replace("\r\n", "\n").strip() if lines else value.strip()
        if not text:
            raise fault(told("the text is empty"), told("leave the field out when it is not known"))
        if found := bad.search(text):
            raise fault(
                told(
                    "an unprintable character (U+{found}) in {text}",
                    found=f"{ord(found[0]):04X}",
                    text=quote(text),
                )
            )
        if found := _BIDIRECTIONAL.search(text):
            raise fault(
                told(
                    "a mark that turns the reading direction (U+{found}) in {text}",
                    found=f"{ord(found[0]):04X}",
                    text=quote(text),
                )
            )
        text = unicodedata.normalize("NFC", text)
        check_length(text)
        return text

    return BeforeValidator(check)


Line = Annotated[str, line_of(300), Field(min_length=1, max_length=300)]
LongText = Annotated[str, line_of(2000, lines=True), Field(min_length=1, max_length=2000)]


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        raise fault(told("a day is needed, not a moment of a day"), told("give the date alone"))
    if isinstance(value, date):
        day = value
    elif isinstance(value, str):
        text = value.strip() if len(value) < 100 else value
        try:
            day = read_day(text)
        except ValueError as error:
            is_none = error.args[0]
            raise fault(
                told("{value} {is_none}", value=quote(value), is_none=is_none), DAY_HELP
            ) from None
    else:
        raise fault(told("a day is needed, not {value}", value=kind_of(value)), DAY_HELP)
    if outside := outside_days(day):
        raise fault(outside)
    return day


def outside_days(day: date) -> str:
    """What is wrong with a day on which nothing can be asked; empty where it can."""
    if FIRST_DAY <= day <= LAST_DAY:
        return ""
    return told("`{day}` lies outside {first} to {last}", day=day, first=FIRST_DAY, last=LAST_DAY)


Day = Annotated[date, BeforeValidator(_day)]


def number(value: Any, *, rounds: bool = False) -> Decimal:
    """Read a number that is not negative, exactly and in its shortest writing.

    Args:
        value: A number, or the text of one.
        rounds: Round one of too many decimals to as many as are kept, as money is in tables.

    Raises:
        PydanticCustomError: Not a number, not finite, negative, or of too many digits.
    """
    exact = _exact(value)
    if not exact.is_finite():
        raise fault(told("{value} is not a finite number", value=quote(str(value))))
    if exact < 0:
        raise fault(told("{value} is negative", value=kind_of(value)))
    if exact and exact.adjusted() >= WHOLE_DIGITS:
        raise fault(told("a number of more than {digits} digits", digits=WHOLE_DIGITS))
    rounded = round(exact, FRACTION_DIGITS)
    if rounded != exact and not rounds:
        raise fault(told("a number of more than {digits} decimals", digits=FRACTION_DIGITS))
    plain = format(abs(rounded), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    # What is written of it is read again, by people and by us.
    return Decimal(one_way(plain))


def one_reading(text: str) -> None:
    """Refuse a number that can be read in two ways, naming both.

    Raises:
        PydanticCustomError: Exactly three digits follow its one mark: `5.000`, `1,500`.
    """
    if readings := two_readings(text):
        one, other = readings
        raise fault(
            told("{text} can be read as {one} or as {other}", text=quote(text), one=one,
                 other=other),
            told("write `{one}` or `{other}`", one=one, other=other),
        )  # fmt: skip


def _exact(value: Any) -> Decimal:
    if isinstance(value, Typed):
        one_reading(str(value))
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= 10**WHOLE_DIGITS:
            raise fault(told("a number of more than {digits} digits", digits=WHOLE_DIGITS))
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(float(value)))
    if isinstance(value, str) and len(value) < 100:
        text = value.strip()
        one_reading(text.removeprefix("+"))
        if _NUMBER.fullmatch(text):
            return Decimal(text)
        if plain := plain_number(text):
            return Decimal(plain)
    raise fault(
        told("a number is needed, not {value}", value=kind_of(value)),
        told("write it as `12` or `12.5`"),
    )


def amount_schema(decimals: int) -> WithJsonSchema:
    """JSON Schema of a number that `number` reads, with at most so many decimals."""
    pattern = rf"^[0-9]{{1,{WHOLE_DIGITS}}}(\.[0-9]{{1,{decimals}}})?$"
    return WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "exclusiveMaximum": 10**WHOLE_DIGITS},
                {"type": "string", "pattern": pattern},
            ]
        }
    )


Amount = Annotated[Decimal, BeforeValidator(number), amount_schema(FRACTION_DIGITS)]


def one_of(
    noun: str,
    tokens: Sequence[str],
    *,
    instead: str = "",
    meant: Mapping[str, str] = MappingProxyType({}),
) -> BeforeValidator:
    """Accept exactly the words of a closed set; `true` and `false` where they are yes and no.

    Args:
        noun: What a message calls the choice: "end user kind".
        tokens: The words.
        instead: What else the field takes: "or a list of places".
        meant: Other words for some of them, that a message proposes.
    """
    truth: Callable[[Any], Any] = truth_word if "yes" in tokens else lambda value: value

    def check(value: Any) -> Any:
        word = truth(value)
        if isinstance(word, str):
            # A plain copy: a text of an enumeration must not travel on as a member of it.
            word = str.__str__(word)
            if word in tokens:
                return word
            choice = Choice(word, tokens, instead=instead, meant=meant)
            raise fault(
                told("no such {noun} {word}", noun=Told(noun, {}), word=quote(word)), choice
            )
        raise fault(
            told("no such {noun}: {value}", noun=Told(noun, {}), value=kind_of(value)),
            Choice("", tokens, instead=instead),
        )

    # For the schema alone: the words are checked above.
    written: Any = Literal[tuple(tokens)]
    return BeforeValidator(check, json_schema_input_type=written)


def truth_word(value: Any) -> Any:
    """`yes` and `no` for the two truth values, and anything else as it is."""
    return ("no", "yes")[value] if isinstance(value, bool) else value


def _currency(value: Any) -> str:
    if not isinstance(value, str):
        raise fault(
            told("a currency code is needed, not {value}", value=kind_of(value)), _CURRENCY_HELP
        )
    code = value.strip().upper() if len(value) <= 60 else value
    if not re.fullmatch("[A-Z]{3}", code):
        raise fault(told("{value} is not a currency code", value=quote(value)), _CURRENCY_HELP)
    return code


CurrencyCode = Annotated[str, BeforeValidator(_currency), Field(pattern="^[A-Z]{3}$")]
