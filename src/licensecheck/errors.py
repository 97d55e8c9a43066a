"""Everything that can go wrong, in one tree: where it is, what it is, and what would help.

LicensecheckError
├── InputError            the document or the words given cannot be read (exit code 2)
│   ├── UnknownPlace      a place that has no reading; `candidates`, and none is chosen
│   ├── UnknownRating     a code that no control list here knows
│   └── NoEdition         no edition of the rules was in force on the day asked for
├── LawError              a rule, vocabulary or reference file is faulty (exit code 2)
└── EngineDisagreement    the two engines differ, so there is no answer (exit code 1)
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

__all__ = [
    "Argument",
    "EngineDisagreement",
    "InputError",
    "LawError",
    "LicensecheckError",
    "NoEdition",
    "Problem",
    "Told",
    "UnknownPlace",
    "UnknownRating",
    "did_you_mean",
    "in_turn",
    "names_of",
    "nearest",
    "nearest_or_all",
    "quote",
    "reason_of",
    "told",
]

_LONGEST_QUOTE = 60


class Argument(str):
    """A place that is an argument of a call; a command line shows it as the option it came from.

    >>> Argument("second_reader").option
    '--second-reader'
    """

    __slots__ = ()

    @property
    def option(self) -> str:
        """The argument as an option of a command."""
        return f"--{self.replace('_', '-')}"


class Told(str):
    """A text of an error that can be said in another language: its message, and its places.

    As a text it is English, so nothing that handles it has to know of languages.
    """

    message: str
    places: Mapping[str, str]

    def __new__(cls, message: str, places: Mapping[str, str]) -> Told:
        """Make the English text of a message."""
        self = super().__new__(cls, message.format(**places) if places else message)
        self.message, self.places = message, places
        return self

    def __str__(self) -> str:
        # Else `str` would make a plain text of it, that knows no message.
        return self

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Told, (self.message, dict(self.places))


def told(message: str, /, **places: object) -> Told:
    """What is wrong, or what would help, with what the `{name}` places of its message hold.

    Args:
        message: The English message, as the catalogues list it.
        places: Text that is the same in every language, or what is itself `told`.
    """
    texts = {
        name: place if isinstance(place, str) else str(place) for name, place in places.items()
    }
    return Told(message, texts)


def in_turn(texts: Iterable[str]) -> str:
    """Texts one after the other, each of which may be `told`: `a; b; c`; "" of none."""
    several = list(texts)
    if len(several) < 2:
        return several[0] if several else ""
    return told("{first}; {rest}", first=several[0], rest=in_turn(several[1:]))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, stated as a fact about the data.

    Attributes:
        where: Place in the document or file: `items[0].rating`, `criterion-2.yaml:14`; an
            `Argument` where a call is at fault.
        what: What is wrong, in plain words.
        help: What would mend it: the nearest valid choice, or nothing.
    """

    where: str
    what: str
    help: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}\n  help: {self.help}" if self.help else line


class LicensecheckError(Exception):
    """Root of all errors that this package raises on purpose; they can be pickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        # Not made again by its arguments: those of `__init__` are not those that are kept.
        return _unpickled, (type(self), self.args, self.__dict__)


def _unpickled(
    kind: type[LicensecheckError], args: tuple[object, ...], state: Mapping[str, object]
) -> LicensecheckError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class _ProblemsError(LicensecheckError):
    """An error that carries every problem of a document at once, in its order."""

    def __init__(self, problems: Sequence[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem("", problems)
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(_ProblemsError):
    """What was given cannot be read; `problems` lists all that is wrong with it."""


class UnknownPlace(InputError):
    """A name of a place that has no reading; `candidates` holds up to five near names."""

    def __init__(self, name: str, *, where: str = "", candidates: Sequence[str] = ()) -> None:
        self.name = name
        self.candidates: tuple[str, ...] = tuple(candidates)
        near = ", ".join(quote(candidate) for candidate in self.candidates)
        help_ = told("near names, none of them chosen: {near}", near=near) if near else ""
        what = told("no place known by the name {name}", name=quote(name))
        super().__init__(Problem(where, what, help_))


class UnknownRating(InputError):
    """A rating that is on no control list known here."""

    def __init__(self, text: str, what: str, *, where: str = "", help: str = "") -> None:
        self.text = text
        super().__init__(Problem(where, what, help))


class NoEdition(InputError):
    """No edition of a ruleset was in force on the day asked for."""


class LawError(_ProblemsError):
    """A rule, case, vocabulary, alliance or reference file is faulty."""


class EngineDisagreement(LicensecheckError):
    """durable-rules and the bitset evaluator gave different findings; neither is trusted."""


def quote(text: str) -> str:
    """Quote words of the user: cut when long, with no control characters left in them."""
    shown = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown)
    return f"`{shown}`"


def names_of(option: str, names: object) -> tuple[str, ...]:
    """Names that an option of Python takes: a list of one or more, and never a text.

    Raises:
        InputError: It is a text, no list, or an empty one.
    """
    if isinstance(names, str):
        what = "a list of names is needed, not a text"
        raise InputError(Problem(option, what, f'write `{option}=["{quote(names)[1:-1]}"]`'))
    found = tuple(names) if isinstance(names, Iterable) else ()
    if not found or not all(isinstance(name, str | PurePath) for name in found):
        raise InputError(Problem(option, "a list of one name or more is needed"))
    return tuple(str(name) for name in found)


# What the system says most often, so that the catalogues list it.
_REASONS = (
    told("no such file or directory"),
    told("permission denied"),
    told("is a directory"),
    told("not a directory"),
    told("file exists"),
    told("file name too long"),
    told("invalid argument"),
    told("no space left on device"),
    told("read-only file system"),
    told("input/output error"),
    told("too many open files"),
    told("address already in use"),
    told("cannot assign requested address"),
    told("broken pipe"),
)


def reason_of(error: BaseException) -> Told:
    """Why the system did not do what was asked of it, in its words."""
    said = str(getattr(error, "strerror", None) or str(error) or "no reason given")
    return next((one for one in _REASONS if one == said.lower()), Told(said, {}))


def did_you_mean(word: str) -> Told:
    """Propose what was probably meant."""
    return told("did you mean {word}?", word=quote(word))


def nearest(word: str, choices: Iterable[str]) -> str:
    """Say which valid choice lies nearest to a word, or nothing where none is near."""
    near = difflib.get_close_matches(word[:200], list(choices), n=1, cutoff=0.6)
    return did_you_mean(near[0]) if near else ""


def nearest_or_all(word: str, known: Iterable[str]) -> str:
    """Say which valid choice lies nearest to a word, or all of them where none is near."""
    words = list(known)
    return nearest(word, words) or told("one of: {words}", words=", ".join(words))
