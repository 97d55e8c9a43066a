"""Where the rows of a table stand to an alliance: in go place, day and definition, out a standing.

A definition of inside is an alliance and a clock: the membership of each row's own day, or of one
fixed day for all. A place is inside if all its countries are, outside if none is; everything else
cannot be placed. A text is always read by the day of its row (`EU` in 2010 is 27 states), whatever
the clock of membership.

The destination groups of figures are lines of `rulesets/reference/destination_groups.csv`, or of a
user's own file of the same form; the first line that a country fits takes it. A place whose
countries fall in different groups, or that cannot be read, belongs to `several`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, ValidationInfo

from licensecheck.documents.figures import read_day
from licensecheck.documents.values import Line, LongText, fault, outside_days
from licensecheck.documents.written import Written, context_of, read_rows
from licensecheck.errors import InputError, LawError, Problem, nearest, quote, told
from licensecheck.law import law_dir
from licensecheck.reference.open_domains import read_country
from licensecheck.reference.reference import Reference
from licensecheck.rules.alliances import Alliance
from licensecheck.screening.containment import ContainmentCheck
from licensecheck.tables.placing import PlaceReader, Reading

__all__ = [
    "LICENCE_DATE", "SEVERAL", "STANDINGS", "Definition", "DestinationGroups", "InsideChecks",
    "read_clock",
]  # fmt: skip

SEVERAL: Final = "several"
_SEVERAL_TITLE: Final = "several groups, or not known"
_EVERYONE: Final = "*"


class DestinationGroups:
    """The groups of one file, applied to the memberships of a day.

    Args:
        reference: Memberships, for members such as `NATO`.
        path: A user's own file; the packaged one by default.

    Raises:
        InputError: The file is not there, or no CSV.
        LawError: The file breaks the form; every problem is listed.
    """

    def __init__(self, reference: Reference, path: Path | None = None) -> None:
        self._reference = reference
        self._dated = frozenset(str(row["group"]) for row in reference.rows("groups"))
        packaged = law_dir() / "reference" / "destination_groups.csv"
        self._groups = _load(path or packaged, self._dated)
        self._found: dict[tuple[str, date], str] = {}

    @property
    def titles(self) -> Mapping[str, str]:
        """Names of the groups with their titles, in the order of the file."""
        return {**{group.group: group.title for group in self._groups}, SEVERAL: _SEVERAL_TITLE}

    @property
    def dated(self) -> frozenset[str]:
        """The dated groups that the file names."""
        named = frozenset(member for group in self._groups for member in group.members)
        return named & self._dated

    def of(self, codes: frozenset[str], on: date) -> str:
        """The group that all of some countries belong to on a day, or `several`."""
        names = {self._of_one(code, on) for code in codes}
        return names.pop() if len(names) == 1 else SEVERAL

    def _of_one(self, code: str, on: date) -> str:
        found = self._found.get((code, on))
        if found is None:
            found = self._found[code, on] = self._decide(code, on)
        return found

    def _decide(self, code: str, on: date) -> str:
        state = self._reference.state_of(code, on)
        for group in self._groups:
            statuses = [self._holds(member, code, state, on) for member in group.members]
            if "yes" in statuses:
                return group.group
            if "unknown" in statuses:
                return SEVERAL
        return SEVERAL

    def _holds(self, member: str, code: str, state: str, on: date) -> str:
        if member == _EVERYONE or member in (code, state):
            return "yes"
        if member not in self._dated:
            return "no"
        return self._reference.membership(member, state, on).status


def _parted(value: Any) -> Any:
    return value.split() if isinstance(value, str) else value


def _member(word: Any, info: ValidationInfo) -> str:
    """A member as it counts: everyone, a dated group, or the code of a country."""
    dated = context_of(info, "dated", ())
    if word == _EVERYONE or word in dated:
        return str(word)
    try:
        return read_country(str(word), on=date.today())
    except InputError as error:
        near = nearest(str(word), dated) or nearest(str(word).upper(), dated)
        what = told("no country or group {word}", word=quote(str(word)))
        raise fault(what, near or error.problems[0].help) from None


class GroupRow(Written):
    """A group of destinations."""

    group: Line = Field(description="Name of the group.")
    title: Line = Field(description="The same for people.")
    members: Annotated[
        tuple[Annotated[str, BeforeValidator(_member)], ...], BeforeValidator(_parted)
    ] = Field(description="Countries and dated groups, parted by blanks; `*` for all others.")
    note: LongText | None = Field(None, description="Remark.")


def _load(path: Path, dated: Collection[str]) -> tuple[GroupRow, ...]:
    problems: list[Problem] = []
    rows = read_rows(path, GroupRow, problems, context={"dated": dated}, once="group")
    if problems:
        raise LawError(problems)
    return tuple(row.value for row in rows)


LICENCE_DATE: Final = "licence-date"
# Where the goods go, for rows that start inside; then rows that start elsewhere, or perhaps.
STANDINGS: Final = ("inside", "outside", "unplaced", "starts_outside", "start_unknown")


@dataclass(frozen=True, slots=True)
class Definition:
    """One meaning of inside.

    Attributes:
        alliance: Which states are inside.
        on: Day whose membership counts; None for the day of each row.
    """

    alliance: Alliance
    on: date | None

    @property
    def clock(self) -> str:
        """The clock as options write it: `licence-date`, or a day."""
        return self.on.isoformat() if self.on else LICENCE_DATE


def read_clock(word: str) -> date | None:
    """Read `licence-date` (None) or a day.

    Raises:
        InputError: It is neither.
    """
    if word == LICENCE_DATE:
        return None
    try:
        day = read_day(word)
    except ValueError:
        what = told("no such membership clock {word}", word=quote(word))
        raise InputError(
            Problem("", what, told("`licence-date`, or a day such as 2024-03-07"))
        ) from None
    if outside := outside_days(day):
        raise InputError(Problem("", outside))
    return day


class InsideChecks:
    """Judges places under definitions; keeps what it judged."""

    def __init__(
        self, placer: PlaceReader, definitions: Iterable[Definition], groups: DestinationGroups
    ) -> None:
        self.placer = placer
        self.definitions = tuple(definitions)
        self._groups = groups
        reference: Reference = placer.reference
        self._containers = {
            one.alliance: ContainmentCheck(one.alliance, reference) for one in self.definitions
        }
        self._kept: dict[tuple[Alliance, frozenset[str], str, date], str] = {}

    def moments(self, epoch: date | None, year: int) -> tuple[date, ...]:
        """The days that speak for a row: its epoch's, or all of its year's if no day is known."""
        return (epoch,) if epoch else self.placer.epochs_of_year(year)

    def of(self, text: str, moments: tuple[date, ...], definition: Definition) -> str:
        """`inside`, `outside` or `unplaced`; the same on every day that may be the row's."""
        found = {self._at(text, moment, definition) for moment in moments}
        return found.pop() if len(found) == 1 else "unplaced"

    def group(self, text: str, moments: tuple[date, ...], on: date | None) -> str:
        """The destination group; by the memberships of a clock."""
        found = set()
        for moment in moments:
            reading = self.placer.read(text, moment)
            found.add(self._groups.of(reading.codes, on or moment) if reading.codes else SEVERAL)
        return found.pop() if len(found) == 1 else SEVERAL

    def _at(self, text: str, moment: date, definition: Definition) -> str:
        reading: Reading = self.placer.read(text, moment)
        if not reading.codes:
            return "unplaced"
        on = definition.on or moment
        key = (definition.alliance, reading.codes, reading.territory, on)
        found = self._kept.get(key)
        if found is None:
            container = self._containers[definition.alliance]
            status, _ = container.inside(reading.codes, reading.territory, on)
            found = self._kept[key] = status if status in ("inside", "outside") else "unplaced"
        return found
