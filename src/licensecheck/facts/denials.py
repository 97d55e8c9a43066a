"""What a user's own denials say of a transfer (Article 4), and the strict reading of their file.

In: a YAML file (a list under `denials`) or a CSV file (aliases parted by `;` or `|`), and a
transfer. Out: `Denials`, or every fault of the file at once, each with its line; and facts named
`denial.*`. An empty file says nothing; a register without a denial is stated, by `denials: []`.

Goods, destination and end user must all be the same, within three years; what is not known of
either side leaves it open. Names are compared exactly after normalising, never by likeness. Nothing
of a denial leaves this module but counts and the reference that the user gave it.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, ValidationInfo

from licensecheck.application.models import Party
from licensecheck.documents.faults import Fault, repeated
from licensecheck.documents.values import Day, line_of
from licensecheck.documents.written import (
    Written,
    context_of,
    read_rows,
    read_yaml,
    schema_of_document,
)
from licensecheck.errors import InputError, Problem, told
from licensecheck.facts.observation import Observation
from licensecheck.facts.parties import names_nobody
from licensecheck.facts.resolve import EndUser, Line
from licensecheck.messages import message
from licensecheck.reference.days import years_later
from licensecheck.reference.open_domains import AS_WRITTEN, codes_of, countries_of, read_by
from licensecheck.reference.places import Members
from licensecheck.reference.reference import Reference
from licensecheck.reference.source import Source
from licensecheck.vocabulary import UNKNOWN, Value

__all__ = [
    "ANSWERS",
    "LONGEST",
    "Denial",
    "Denials",
    "denials_schema",
    "gravest_match",
    "normalised",
    "read_denials",
]

YEARS: Final = 3
_NEAR: Final = 0.8
# A name is as long as its line in a file of denials may be.
LONGEST: Final = 500
Answer = Literal["yes", "no", "open"]
# What denials say of a transfer in one word, from the least to the gravest; `older` is a match
# of more than three years ago.
ANSWERS: Final = ("none", "older", "similar", "open", "identical")


_MATCH: Final = message("denials of the supplied file that match: {n} ({references})")
_OPEN: Final = message(
    "denials of the supplied file of which it cannot be told whether they match: {n} ({references})"
)
_SIMILAR: Final = message(
    "denials of the supplied file for the same goods and destination, but another end user: {n} "
    "({references})"
)
_OLD: Final = message(
    "denials of the supplied file that match, but are older than three years: {n} ({references})"
)
_NEAR_NAME: Final = message(
    "to be looked at: denials of the supplied file whose end user has a similar name, which is no "
    "match: {n} ({references})"
)
_CSV: Final = (".csv", ".tsv", ".txt")
_EMPTY: Final = told("a register without a denial is a YAML file that says `denials: []`")
_GUESSED: Final = message(
    "the file of denials is not UTF-8 and was read as Windows-1252; look at its names"
)
_MOST: Final = 50_000
_ROWS: Final = "in_rows"


@dataclass(frozen=True, slots=True)
class Denial:
    """One refusal of another state, as the user's file has it.

    Attributes:
        reference: The user's own number for it; the one thing of it that is ever printed.
        names: Normalised names of the end user, aliases among them; empty where not stated.
        entries: Codes of the control list that were refused; empty where only described.
    """

    reference: str
    state: str
    date: date
    countries: frozenset[str]
    names: frozenset[str]
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Denials:
    """All denials of a file, with the day of the latest; order does not count.

    Attributes:
        note: What is to be said of how the file was read.
    """

    entries: tuple[Denial, ...]
    note: str = ""

    def beside(self, other: Denials | None) -> Denials:
        """These denials together with others; one of the same state and reference counts once."""
        if other is None:
            return self
        every = {(one.state, one.reference): one for one in (*other.entries, *self.entries)}
        return Denials(tuple(every.values()), self.note or other.note)

    def of(
        self, line: Line, user: EndUser, on: date, *, buyer: Party | None = None
    ) -> dict[str, Observation]:
        """The facts named `denial.*` of one transfer on a day.

        A denial that names the buyer may be of the same transaction: that is left open.
        """
        same: list[Denial] = []
        old: list[Denial] = []
        open_: list[Denial] = []
        similar: list[Denial] = []
        for one in self.entries:
            goods, place, who = _goods(one, line), _place(one, user), _who(one, user, buyer)
            if one.date > on or "no" in (goods, place):
                continue
            recent = on < years_later(one.date, YEARS)
            if who == "no":
                similar += [one] if recent else []
            elif "open" in (goods, place, who):
                open_ += [one] if recent else []
            else:
                (same if recent else old).append(one)
        near = [one for one in self.entries if one.date <= on and _is_near(one, user)]
        return {seen.fact: seen for seen in self._facts(same, open_, similar, old, near)}

    def _facts(
        self,
        same: list[Denial],
        open_: list[Denial],
        similar: list[Denial],
        old: list[Denial],
        near: list[Denial],
    ) -> Iterator[Observation]:
        looked = [_source(_NEAR_NAME, near)] if near else []
        if same or open_:
            token = "identical" if same else UNKNOWN
            source = _source(_MATCH, same) if same else _source(_OPEN, open_)
            yield Observation("denial.match", Value(token, token), (source, *looked))
            yield Observation("denial.within_three_years", Value("yes", "yes"), (source,))
        elif similar or old:
            token = "similar" if similar else "identical"
            source = _source(_SIMILAR, similar) if similar else _source(_OLD, old)
            within = "yes" if similar else "no"
            yield Observation("denial.match", Value(token, token), (source, *looked))
            yield Observation("denial.within_three_years", Value(within, within), (source,))
        else:
            source = Source.said(
                "denials", "", "no match in the supplied file (entries: {n}, the latest of {day})",
                n=str(len(self.entries)), day=self.latest,
            )  # fmt: skip
            yield Observation("denial.match", Value("none", "none"), (source, *looked))

    def days(self) -> dict[str, set[date]]:
        """By country, the days from which a denial for it counts, and from which none longer."""
        found: dict[str, set[date]] = {}
        for one in self.entries:
            for code in one.countries:
                found.setdefault(code, set()).update((one.date, years_later(one.date, YEARS)))
        return found

    @property
    def latest(self) -> str:
        """Day of the latest denial; "-" in an empty file."""
        return max((one.date.isoformat() for one in self.entries), default="-")


def gravest_match(transfers: Iterable[Mapping[str, Observation]]) -> str:
    """The gravest of `ANSWERS` over the facts of some transfers; `none` where there is none."""
    return max((_answer(facts) for facts in transfers), key=ANSWERS.index, default=ANSWERS[0])


def _answer(facts: Mapping[str, Observation]) -> str:
    seen, within = facts.get("denial.match"), facts.get("denial.within_three_years")
    # A state that the goods go on to is not compared with the file.
    if seen is None or seen.assumed:
        return "none"
    if seen.value.lo == UNKNOWN:
        return "open"
    token = seen.value.lo
    is_old = within is not None and within.value.lo == "no"
    return "older" if token == "identical" and is_old else token


def _source(said: str, found: Iterable[Denial]) -> Source:
    references = sorted({one.reference for one in found})
    return Source.said(
        "denials", "", said, n=str(len(references)), references=", ".join(references)
    )


def _goods(one: Denial, line: Line) -> Answer:
    """The refused entry is that of the goods, or a broader one."""
    mine = line.rating.code
    if not one.entries or not mine:
        return "open"
    if any(mine == code or mine.startswith(f"{code}.") for code in one.entries):
        return "yes"
    # Goods named more broadly than the denial may be those that were refused.
    return "open" if any(code.startswith(f"{mine}.") for code in one.entries) else "no"


def _place(one: Denial, user: EndUser) -> Answer:
    mine = user.destination.countries
    if mine == one.countries and len(mine) == 1:
        return "yes"
    return "open" if mine & one.countries else "no"


def _who(one: Denial, user: EndUser, buyer: Party | None) -> Answer:
    name, buys = _name(user.party), _name(buyer)
    if not name or not one.names:
        return "open"
    if name in one.names:
        return "yes"
    return "open" if buys in one.names else "no"


def _name(party: Party | None) -> str:
    return normalised(party.name) if party and party.name and not names_nobody(party.name) else ""


def _is_near(one: Denial, user: EndUser) -> bool:
    name = _name(user.party)
    return (
        bool(name)
        and name not in one.names
        and bool(difflib.get_close_matches(name[:LONGEST], one.names, n=1, cutoff=_NEAR))
    )


# Letters whose mark is a part of them, which Unicode does not take off as an accent.
_STROKES: Final = str.maketrans(
    dict(zip("łøđħŧıƀɨ", "lodhtibi", strict=True)) | {"æ": "ae", "œ": "oe"}
)


def normalised(name: str) -> str:
    """A name for comparing: width, case, accents, points and blanks do not count."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char)).translate(_STROKES)
    return "".join(re.findall(r"[^\W_]+", plain))


def _read_state(text: str, *, on: date, members: Members) -> str:
    countries_of(text, on=on, members=members)
    return text


def _names(value: Any, info: ValidationInfo) -> Any:
    """One name or a list of them; in a cell of a table they are parted by marks."""
    if isinstance(value, str) and context_of(info, _ROWS):
        return [name for name in re.split("[;|]", value) if name.strip()]
    return value if isinstance(value, list) else [value]


_Line = Annotated[str, line_of(LONGEST), Field(min_length=1, max_length=LONGEST)]
# Places and codes are read on the day of the denial, which stands before them.
_On: Final = {"day": "denied", "longest": LONGEST}


class DenialRow(Written):
    """One refusal of another state."""

    ENTRY = ("denial", "reference")
    reference: _Line = Field(description="Your own number for it; all of it that is ever printed.")
    denied: Day = Field(alias="date", description="Day of the denial.")
    state: Annotated[str, read_by(_read_state, knows_members=True, **_On), AS_WRITTEN] = Field(
        description="The state that denied."
    )
    destination: Annotated[
        frozenset[str], read_by(countries_of, knows_members=True, **_On), AS_WRITTEN
    ] = Field(description="Where the goods would have gone.")
    end_user: _Line | None = Field(None, description="Name of the end user.")
    aliases: Annotated[
        tuple[_Line, ...], BeforeValidator(_names, json_schema_input_type=str | list[str])
    ] = Field((), description="Other names of the end user.")
    consignee: _Line | None = Field(None, description="Name of the consignee.")
    rating: Annotated[tuple[str, ...], read_by(codes_of, **_On), AS_WRITTEN] | None = Field(
        None, description="Codes of the control list that were refused."
    )
    description: _Line | None = Field(None, description="The goods in words.")
    criterion: _Line | None = Field(None, description="Criterion on which it rests.")

    @classmethod
    def _between(cls, data: Mapping[str, Any]) -> Iterator[Fault]:
        """The goods are said in one way or the other."""
        if not data.get("rating") and not data.get("description"):
            yield Fault((), told("neither `rating` nor `description` is given"))


class DenialsFile(Written):
    """The denials of other states that an office knows of."""

    denials: tuple[DenialRow, ...] = Field(
        max_length=_MOST, description="Each denial; an empty list where there is none."
    )

    @classmethod
    def _between(cls, data: Mapping[str, Any]) -> Iterator[Fault]:
        """A register without a denial is stated, and no denial stands in it twice."""
        if data.get("denials") is None:
            yield Fault((), told("`denials` is missing"), _EMPTY)
        yield from repeated(data.get("denials"), "reference", at=("denials",))


def read_denials(path: Path, reference: Reference) -> Denials:
    """Read a file of denials.

    Raises:
        InputError: It cannot be read; every fault is listed with its place.
    """
    problems: list[Problem] = []
    context: dict[str, Any] = {"members": reference.members}
    note = ""
    if path.suffix.lower() in _CSV:
        table = read_rows(
            path, DenialRow, problems, context={**context, _ROWS: True},
            needs=(("rating", "description"),), once="reference", empty=_EMPTY,
        )  # fmt: skip
        note = _GUESSED if table.is_guessed else ""
        rows = tuple(row.value for row in table)
    else:
        rows = read_yaml(path, DenialsFile, context=context).denials
    if len(rows) > _MOST:
        problems.append(Problem(path.name, told("more than {most} denials", most=f"{_MOST:,}")))
    if problems:
        raise InputError(problems)
    return Denials(tuple(map(_denial, rows)), note)


def _denial(row: DenialRow) -> Denial:
    named = (name for name in (row.end_user, *row.aliases) if name and not names_nobody(name))
    return Denial(
        row.reference, row.state, row.denied, row.destination,
        frozenset(map(normalised, named)), row.rating or (),
    )  # fmt: skip


def denials_schema() -> dict[str, Any]:
    """JSON Schema of a file of denials in YAML."""
    return schema_of_document(DenialsFile, "denials", "licensecheck file of denials")
